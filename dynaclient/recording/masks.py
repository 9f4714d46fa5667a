"""The secrets of a recording, replaced before anything is written. What a secret is, `_support.masking` says."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .._support.masking import Masking
from .._support.secret_names import is_secret_name
from ..document import Document
from ..model.build import secret_names
from ..model.media_types import family_of
from ..transport.secrecy import secrets_in_headers, secrets_in_query
from .bodies import Pieces
from .exchange import KeptBody, ReceivedAnswer, SentRequest, value_of

_MOST = 200
"""Secret texts that are remembered, so that an answer cannot echo those of an earlier call; the oldest go."""

_LEAST = 8
"""Characters of a text that is masked wherever it comes again because a member with a secret name had it."""


class Masks:
    """What is secret in a recording: the texts of its calls, and the names of its documents. Thread-safe."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self._names: frozenset[str] = frozenset()
        self._masking = Masking()
        self._lock = threading.Lock()

    def add_document(self, document: Document) -> None:
        """Mask what carries the credentials of a document."""
        with self._lock:
            self._names |= frozenset(secret_names(document))
            self._renew()

    def learn(self, secrets: Iterable[str]) -> None:
        """Mask these texts from now on."""
        with self._lock:
            new = [text for text in secrets if text not in self._texts]
            if new:
                self._texts.update(dict.fromkeys(new))
                for text in list(self._texts)[: max(len(self._texts) - _MOST, 0)]:
                    del self._texts[text]
                self._renew()

    def learn_from(self, body: KeptBody, content_type: str) -> None:
        """Mask from now on the texts in a JSON body that are secret by their name: a later answer may echo them."""
        if not body.data or family_of(content_type).name != "json":
            return
        try:
            value = json.loads(body.data)
        except (ValueError, RecursionError):
            return
        self.learn(self._secret_members(value))

    def _secret_members(self, value: Any) -> Iterator[str]:
        waiting = [value]
        while waiting:
            value = waiting.pop()
            if isinstance(value, Mapping):
                for name, item in value.items():
                    if isinstance(item, str) and len(item) >= _LEAST and self._masking.is_secret(name):
                        yield item
                waiting += value.values()
            elif isinstance(value, list):
                waiting += value

    def _renew(self) -> None:
        self._masking = Masking(self._texts, self._names)

    def request(self, request: SentRequest) -> SentRequest:
        """A request without secrets."""
        masking = self._masking
        body = self._body(request.body, request.content_type)
        return SentRequest(request.method, masking.url(request.url), tuple(masking.headers(request.headers)), body)

    def answer(self, answer: ReceivedAnswer) -> ReceivedAnswer:
        """An answer without secrets."""
        masking = self._masking
        body = self._body(answer.body, answer.content_type)
        failure = answer.failure
        if failure is not None:
            failure = replace(failure, message=masking.text(failure.message))
        return ReceivedAnswer(
            answer.status,
            masking.text(answer.reason),
            tuple(masking.headers(answer.headers)),
            body,
            _fitted(answer.pieces, answer.body.size, body.size),
            failure,
        )

    def _body(self, body: KeptBody, content_type: str) -> KeptBody:
        if not body.data:
            return body
        clean = self._masking.body(body.data, content_type)
        return body if clean == body.data else KeptBody.of(clean, is_masked=True, is_whole=body.is_whole)


def _fitted(pieces: Pieces, before: int, after: int) -> Pieces:
    """The pieces of a body whose length masking changed, cut in proportion."""
    if before == after or not before:
        return pieces
    out, read, written = [], 0, 0
    for when, length in pieces:
        read += length
        end = read * after // before
        out.append((when, end - written))
        written = end
    return tuple(out)


def secrets_in(request: SentRequest, names: Iterable[str]) -> frozenset[str]:
    """The texts in a request that are credentials, by the names that carry them.

    Args:
        names: of headers, query parameters and cookies that carry credentials.
    """
    low = frozenset(name.lower() for name in names)
    headers = {name: value for name, value in request.headers if name.lower() != "cookie"}
    texts = set(secrets_in_headers(headers, secrets_in_query(request.url)))
    texts |= {value for name, value in headers.items() if name.lower() in low}
    texts |= {value for name, value in parse_qsl(urlsplit(request.url).query) if name.lower() in low}
    cookies = (part.strip().partition("=") for part in value_of(request.headers, "Cookie").split(";"))
    texts |= {value for name, _, value in cookies if name.lower() in low or is_secret_name(name)}
    return frozenset(texts)


def masking_of(request: SentRequest, names: Iterable[str]) -> Masking:
    """What masks the secrets of one request wherever they come again."""
    return Masking(secrets_in(request, names), names)
