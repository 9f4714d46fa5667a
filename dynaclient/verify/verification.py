"""Verify recordings: which of their exchanges are of the API, and what is wrong with those."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence

from .._support.urls import origin_of
from ..document import Document, load_document
from ..document.document_source import Source
from ..model.media_types import essence
from ..recording import Exchange, read_har
from .findings import Finding, merged
from .judge import OF_PROGRAMS, ExchangeJudge
from .report import Report

Path = str | os.PathLike[str]

_OF_PAGES = frozenset(
    ("text/html", "text/css", "text/javascript", "application/javascript", "application/manifest+json", "text/xml")
)
"""Media types of what browsers load for a page. Not all of them write down what they loaded something for."""


def verify(recordings: Path | Sequence[Path], document: Source | Document, *, strict: bool = False) -> Report:
    """Hold every exchange of a recording against a document: the request, and the answer's status, headers and body.

    What browsers loaded besides is left out: pages, images, and what came from other addresses.

    Args:
        recordings: HAR files, of this package or of a browser.
        document: a path, a URL, bytes, a mapping, or a `Document`.
        strict: hold them to the letter of the document, without the reliefs.

    Raises:
        RecordingError: a file cannot be read.
        DocumentError: the document cannot be read.
    """
    loaded = load_document(document)
    paths = [recordings] if isinstance(recordings, (str, os.PathLike)) else list(recordings)
    exchanges: list[Exchange] = []
    notes = []
    for path in paths:
        found = read_har(path)
        exchanges += found.exchanges
        notes += [f"{os.fspath(path)}: entry {number} is left out: {why}" for number, why in found.unread.items()]
    return Verification(loaded, strict=strict).report(exchanges, notes)


class Verification:
    """Verifies exchanges by one document.

    Args:
        strict: hold them to the letter of the document, without the reliefs.
    """

    def __init__(self, document: Document, *, strict: bool = False) -> None:
        self.judge = ExchangeJudge(document, strict=strict)

    def report(self, exchanges: Iterable[Exchange], notes: Sequence[str] = ()) -> Report:
        """The report about some exchanges."""
        given = [exchange for exchange in exchanges if exchange.kind == "call"]
        operations = [self.judge.operation_of(exchange) for exchange in given]
        known = {_origin(e) for e, name in zip(given, operations, strict=True) if name} | self._servers()
        findings: list[Finding] = []
        counts: Counter[str] = Counter()
        left_out = 0
        for exchange, name in zip(given, operations, strict=True):
            if not (name or exchange.is_own or _is_of_program(exchange, known)) or exchange.resource not in OF_PROGRAMS:
                left_out += 1
                continue
            counts[name] += 1
            findings += self.judge.findings(exchange)
        total = sum(counts.values())
        counts.pop("", None)
        title = f"{self.judge.document.title} {self.judge.document.info.get('version', '')}".strip()
        return Report(title, tuple(merged(findings)), total, dict(counts), left_out, tuple(notes))

    def _servers(self) -> set[object]:
        urls = [str(server.get("url", "")) for server in self.judge.document.servers]
        return {_origin_or_none(url) for url in urls if "://" in url and "{" not in url}


def _is_of_program(exchange: Exchange, known: set[object]) -> bool:
    """Whether a request that is of no operation is one to this API all the same, and not for a page of its server."""
    if exchange.request.method.upper() == "OPTIONS":  # a browser asks whether it may call
        return False
    kind = essence(exchange.answer.content_type)
    is_page = kind in _OF_PAGES or kind.startswith(("image/", "font/", "video/", "audio/"))
    return _origin(exchange) in known and not is_page


def _origin(exchange: Exchange) -> object:
    return _origin_or_none(exchange.request.url)


def _origin_or_none(url: str) -> object:
    try:
        return origin_of(url)
    except ValueError:
        return None
