"""Parse the parts of a multipart body from chunks of bytes, each as soon as it is complete. Does no I/O.

Source: RFC 2046 section 5.1.1; RFC 9110 section 8.3.3.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .._support import splitters
from .._support.record import record
from .._support.splitters import TooLong
from ..model.media_types import essence, family_of, parameters_of
from ..transport.fields import Fields
from .decoders import decode

_DEFAULT_TYPE = "text/plain"
"""The media type of a part that names none. Source: RFC 2046 section 5.1."""

_DEEPEST = 8
"""Levels of multipart bodies in parts that are read."""


ReadXML = Callable[[tuple[int, ...], str], Any]


@record(hidden=("content",))
class Part:
    """One part of a multipart body.

    Attributes:
        data: the content by its media type: JSON as plain values, XML too if the document describes the part, text as
            str, anything else as bytes; of a nested multipart body a list of such.
        content_type: its media type; "text/plain" if it names none.
        headers: its headers; names are case-insensitive.
        content: its bytes.
    """

    data: Any
    content_type: str
    headers: Mapping[str, str]
    content: bytes = b""


class PartParser:
    """Parses a multipart body. Text before the first boundary and after the last is ignored, as the standard requires.

    Args:
        read_xml: the value of the XML in a part, from its indices (those of parts around it first) and its text.

    Raises:
        ValueError: there is no boundary, a part is not what its Content-Type says, or the body ends early.
    """

    def __init__(self, content_type: str, depth: int = 0, *, read_xml: ReadXML | None = None) -> None:
        boundary = parameters_of(content_type).get("boundary", "")
        self._has_boundary = bool(boundary)
        self._mark = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary.encode("latin-1", "replace")) + _REST)
        self._open = essence(content_type) == "multipart/x-mixed-replace"  # ends when the server closes it
        self._length = len(boundary) + _MOST_SPACE
        self._buffer = bytearray()
        self._searched = 0
        self._began = self._ended = False
        self._depth = depth
        self._read_xml = read_xml
        self._count = 0

    def feed(self, chunk: bytes) -> Iterator[Part]:
        """The parts that these bytes complete."""
        if not self._has_boundary:
            raise ValueError("its Content-Type has no boundary")
        if self._ended:
            return
        self._buffer += chunk
        while (found := self._mark.search(self._buffer, self._searched)) is not None:
            text = bytes(self._buffer[: found.start()])
            is_part, self._began = self._began, True
            self._ended = found[1] == b"--"
            # the line break stays: it is also that before an empty line or the next boundary
            del self._buffer[: len(self._buffer) if self._ended else found.start(2)]
            self._searched = 0
            if is_part:
                yield self._part(text)
            if self._ended:
                return
        if not self._began and len(self._buffer) > splitters.MOST_BYTES:
            raise TooLong("the text before the first part")
        if len(self._buffer) > splitters.MOST_BYTES:
            raise TooLong("a part")
        self._searched = max(0, len(self._buffer) - self._length)

    def end(self) -> Iterator[Part]:
        """No parts: the last one ends with its boundary.

        Raises:
            ValueError: it has none.
        """
        if not self._has_boundary:
            raise ValueError("its Content-Type has no boundary")
        if not self._ended and not self._open:
            raise ValueError("it ends before its last boundary")
        return iter(())

    def _part(self, text: bytes) -> Part:
        head, content = _split(text)
        headers = Fields.joined(_fields(head))
        content_type = headers.get("Content-Type") or _DEFAULT_TYPE
        data = self._decoded(content, content_type)
        if self._read_xml is not None and isinstance(data, str) and family_of(content_type).name == "xml":
            data = self._read_xml((self._count,), data)
        self._count += 1
        return Part(data, content_type, headers, content)

    def _decoded(self, content: bytes, content_type: str) -> Any:
        if family_of(content_type).framing != "parts":
            return decode(content, content_type)
        if self._depth == _DEEPEST:
            raise ValueError("its parts are nested too deeply")
        inner = PartParser(content_type, self._depth + 1, read_xml=self._read_inner)
        return [part.data for part in (*inner.feed(content), *inner.end())]

    def _read_inner(self, place: tuple[int, ...], text: str) -> Any:
        return text if self._read_xml is None else self._read_xml((self._count, *place), text)


_MOST_SPACE = 1024
"""Bytes that may belong to a boundary line, besides the boundary: line breaks, dashes and white space."""

_REST = rb"(?:(--)|[ \t]{0,512}(\r?\n))"


def _split(text: bytes) -> tuple[bytes, bytes]:
    """The header lines of a part, and its content."""
    found = re.search(rb"\r?\n\r?\n", text)
    return (text, b"") if found is None else (text[: found.start()], text[found.end() :])


def _fields(head: bytes) -> Iterator[tuple[str, str]]:
    text = re.sub(r"\r?\n[ \t]+", " ", head.decode("utf-8", "replace"))  # unfold. Source: RFC 5322 section 2.2.3
    for line in text.splitlines():
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()
