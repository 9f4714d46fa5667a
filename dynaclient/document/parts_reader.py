"""Reads the parts of a document: from a bundled compiled form, from the one in the cache, or from its text.

A compiled form does not have everything. What it lacks is read from the text, which then takes its place.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .compiled_parts import CompiledParts
from .document_source import DocumentSource
from .parts import DocumentParts, SurveyedDocument, Unknown
from .place import Problem

if TYPE_CHECKING:
    from .applied_overlays import AppliedOverlays
    from .loaded import LoadedDocument

SMALLEST_CACHED = 32_768
"""Bytes below which reading one text is about as fast as reading its compiled form."""

_REACHES_OUT = rb"""\$ref["']?\s*:\s*["']?[^#"'\s]"""
"""A reference to another text."""


class PartsReader:
    """Where a document gets its parts.

    Args:
        document: the document, which problems are reported to, and which the compiler reads.

    Attributes:
        parts: those of the document, after `read`.
    """

    parts: DocumentParts

    def __init__(self, source: DocumentSource, overlaid: AppliedOverlays | None, document: SurveyedDocument) -> None:
        self._source = source
        self._overlaid = overlaid
        self._document = document

    def read(self, compiled: str | os.PathLike[str] | None, *, cache: bool) -> None:
        """Read the parts that every document has.

        Args:
            compiled: a file known to be the compiled form of the text.
            cache: whether to look for a compiled form in the user's cache, and store one there.

        Raises:
            DocumentError: the text cannot be read.
        """
        bundled = _bundled(compiled) if compiled is not None and self._overlaid is None else None
        if bundled is not None:
            self.parts = bundled
        elif self._source.mapping is not None or not cache:
            self.parts = self._load()
        else:
            self._read_cached()

    def _read_cached(self) -> None:
        from .cache import digest
        from .compiled_parts import find_compiled, keep_compiled

        source = self._source
        data, content = source.text_and_digest()
        found = find_compiled(self._keyed(content), source.uri, source.policy, source.addresses)
        if found is not None:
            self.parts = found
            return
        data = source.text() if data is None else data
        self.parts = loaded = self._load(data)
        if len(data) >= SMALLEST_CACHED or re.search(_REACHES_OUT, data):
            key = self._keyed(digest([data]))
            late = loaded.opens_late
            keep_compiled(self._document, key, len(data), source.policy, source.addresses, is_late=late)

    def _keyed(self, content: str | None) -> str | None:
        """The hash of everything that the document is made of besides what its references reach."""
        return content if content is None or self._overlaid is None else self._overlaid.keyed(content)

    def _load(self, text: bytes | None = None) -> LoadedDocument:
        from .loaded import LoadedDocument
        from .read import check_mapping, load_object

        source, document = self._source, self._document
        if source.mapping is not None:
            given = check_mapping(source.mapping)
        else:
            data = source.text() if text is None else text
            given = load_object(data, source=source.name, note=lambda *found: document.note("", *found))
        if self._overlaid is not None:
            given = self._overlaid.apply(given, document.record, owned=source.mapping is None)
        return LoadedDocument(
            given,
            source.uri,
            source=source.name,
            policy=source.policy,
            addresses=source.addresses,
            report=document.report,
            note=document.note,
        )

    def loaded(self) -> LoadedDocument:
        """The parts read from the text, for what the compiled form does not contain."""
        from .loaded import LoadedDocument

        if not isinstance(self.parts, LoadedDocument):
            self.parts = self._load()
        return self.parts

    def ask(self, question: Callable[[DocumentParts], Any]) -> Any:
        """The answer from the compiled form, or from the text if that form does not contain it."""
        try:
            return question(self.parts)
        except Unknown:
            return question(self.loaded())

    @property
    def known_problems(self) -> tuple[Problem, ...] | None:
        """The problems that a compiled form remembers; None for a text, which has to be walked through."""
        return self.parts.problems if isinstance(self.parts, CompiledParts) else None

    @property
    def digests(self) -> Mapping[str, str | None]:
        """The hash of each other text that references have reached, by URI; None for one that could not be read."""
        return self.parts.resources if isinstance(self.parts, CompiledParts) else self.loaded().resources.digests

    @property
    def origins(self) -> Mapping[str, str]:
        """JSON Pointer into the root → the overlay that brought in what is there."""
        if self._overlaid is None:
            return {}
        if self._overlaid.origins is None and isinstance(self.parts, CompiledParts):
            try:
                self._overlaid.origins = self.parts.origins
            except Unknown:
                self.loaded()
        return self._overlaid.origins or {}


def _bundled(compiled: str | os.PathLike[str]) -> CompiledParts | None:
    from .cache import open_compiled

    file = open_compiled(os.fspath(compiled), trusted=True)
    return None if file is None else CompiledParts(file)
