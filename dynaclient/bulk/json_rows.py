"""Rows of JSON: one object a line, or the objects of one array. Reads as much as one row needs."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from .._support.wording import kind_of
from .files import BLOCK
from .rows import Unreadable

LONGEST = 1 << 28
"""Bytes of the longest row."""


class Readable(Protocol):
    """A stream of bytes."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, or none at the end."""


class UnreadableRows(Exception):
    """The rows cannot be read any further. Never leaves this room."""


Rows = Iterator["Mapping[str, Any] | Unreadable"]


def line_rows(stream: Readable, name: str) -> Rows:
    """One row for each line that is not blank."""
    for number, line in enumerate(lines_of(stream, name), 1):
        if line.strip():
            yield _line_row(line, number)


def lines_of(stream: Readable, name: str) -> Iterator[bytes]:
    """The lines of a stream, as soon as they are there."""
    held, is_first = b"", True
    while block := stream.read(BLOCK):
        if is_first:
            refuse_other_unicode(block, name)
            block, is_first = block.removeprefix(codecs.BOM_UTF8), False
        *whole, held = (held + block).split(b"\n")
        yield from whole
        if len(held) > LONGEST:
            raise UnreadableRows(
                f"a line of {name} is longer than {LONGEST >> 20} MiB: it is not one JSON object a line"
            )
    if held:
        yield held


def refuse_other_unicode(start: bytes, name: str) -> None:
    """Refuse UTF-16 and UTF-32, which begin with a mark of their own."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)):
        raise UnreadableRows(f"{name} is UTF-16 or UTF-32, and must be UTF-8: save it in that encoding")


def _line_row(line: bytes, number: int) -> Mapping[str, Any] | Unreadable:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return Unreadable(f"line {number:,} is not UTF-8 {not_utf8(line, error.start)}", text=line.decode("latin-1"))
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        return Unreadable(f"line {number:,} is not JSON: {_reason(error)} at character {error.colno:,}", text=text)
    except (ValueError, RecursionError):
        return Unreadable(f"line {number:,} is JSON that nests too deep, or has a number that is too long", text=text)
    return _object(found, f"line {number:,}", text)


def _reason(error: json.JSONDecodeError) -> str:
    """What is wrong, without the preposition that may end it: `Unterminated string starting at`."""
    return error.msg.removesuffix(" at").removesuffix(" starting")


def not_utf8(data: bytes, at: int) -> str:
    """Where text is not UTF-8."""
    return f"(byte 0x{data[at]:02x} at {at + 1:,}): save the file as UTF-8"


def _object(found: Any, place: str, text: str = "") -> Mapping[str, Any] | Unreadable:
    if isinstance(found, dict):
        return found
    return Unreadable(
        f"{place} is {_with_article(kind_of(found))}, not an object of arguments", text=text or json.dumps(found)
    )


def _with_article(kind: str) -> str:
    return kind if kind == "null" else f"an {kind}" if kind[0] in "aio" else f"a {kind}"


_SPACE = " \t\r\n"


def array_rows(stream: Readable, name: str) -> Rows:
    """The objects of one array. A file that has one object a line is read as that."""
    buffer = _Buffer(stream, name)
    if buffer.next() == "{":
        yield from _lines_after(buffer, stream, name)
        return
    if buffer.next() != "[":
        raise UnreadableRows(f"{name} is neither a JSON array of objects nor one object a line")
    buffer.position += 1
    number = 0
    if buffer.next() == "]":
        return
    while True:
        number += 1
        yield _object(buffer.value(number), f"item {number:,}")
        following = buffer.next()
        buffer.position += 1
        if following == "]":
            return
        if following != ",":
            what = f"has {following!r}" if following else "ends"
            raise UnreadableRows(f"{name} {what} after item {number:,}, where a comma or ] must follow")


def _lines_after(buffer: _Buffer, stream: Readable, name: str) -> Rows:
    """The rows of a stream whose first block is in the buffer."""

    class Rest:
        """The block, then the rest of the stream."""

        first = buffer.text.encode()

        def read(self, size: int, /) -> bytes:
            """The next bytes."""
            found, self.first = self.first, b""
            return found or stream.read(size)

    if buffer.torn:
        Rest.first += buffer.torn
    yield from line_rows(Rest(), name)


class _Buffer:
    """The part of a JSON text that is in memory."""

    def __init__(self, stream: Readable, name: str) -> None:
        self._stream = stream
        self._name = name
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._parser = json.JSONDecoder()
        self._ended = self._begun = False
        self.text = ""
        self.position = 0

    @property
    def torn(self) -> bytes:
        """The bytes of a character of which the rest has not come."""
        return self._decoder.getstate()[0]

    def more(self) -> bool:
        """Read a block; False at the end."""
        block = b"" if self._ended else self._stream.read(max(BLOCK, len(self.text) - self.position))
        if not self._begun:
            refuse_other_unicode(block, self._name)
            block, self._begun = block.removeprefix(codecs.BOM_UTF8), True
        try:
            text = self._decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            raise UnreadableRows(f"{self._name} is not UTF-8 {not_utf8(error.object, error.start)}") from None
        self._ended = not block
        self.text = self.text[self.position :] + text
        self.position = 0
        return bool(block)

    def next(self) -> str:
        """The next character that is not a space, which stays; "" at the end."""
        while True:
            while self.position < len(self.text):
                if self.text[self.position] not in _SPACE:
                    return self.text[self.position]
                self.position += 1
            if not self.more():
                return ""

    def value(self, number: int) -> Any:
        """The next value."""
        self.next()
        while True:
            try:
                found, end = self._parser.raw_decode(self.text, self.position)
            except json.JSONDecodeError as error:
                is_cut = error.msg.startswith("Unterminated string") or error.pos >= len(self.text) - _LONGEST_WORD
                if is_cut and len(self.text) < LONGEST and self.more():
                    continue
                raise UnreadableRows(f"{self._name} is not JSON in item {number:,}: {_reason(error)}") from None
            except (ValueError, RecursionError):
                raise UnreadableRows(
                    f"{self._name} nests too deep in item {number:,}, or has too long a number"
                ) from None
            if end == len(self.text) and self.more():  # a number may go on
                continue
            self.position = end
            return found


_LONGEST_WORD = 12
"""Characters of the longest word of JSON that may be cut at the end of a block, such as `-Infinity` or an escape."""
