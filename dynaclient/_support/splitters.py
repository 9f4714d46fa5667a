"""Split chunks of bytes into lines or records, each as soon as it is complete. Knows nothing of what is in them."""

from __future__ import annotations

import re

MOST_BYTES = 1 << 26
"""The largest line, record, event or part of a sequence, in bytes."""

_BOM = b"\xef\xbb\xbf"
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")


class TooLong(ValueError):
    """A line or an event of a stream is too long to be held in memory."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} of the stream is longer than {MOST_BYTES:,} bytes; read the body with response.iter_bytes()"
        )


class LineSplitter:
    """Splits chunks into lines at CR, LF or CR LF, even if a CR LF is split between two chunks."""

    def __init__(self) -> None:
        self._partial: list[bytes] = []
        self._size = 0
        self._after_cr = False
        self._at_start = True

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines that these bytes complete, without their ends. A line that ends in CR does not wait for the LF.

        Raises:
            TooLong: the unfinished line is too long.
        """
        if not chunk:
            return []
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
        self._after_cr = chunk[-1:] == b"\r"
        lines = _LINE_ENDS.split(chunk)
        rest = lines.pop()
        if lines:
            lines[0] = b"".join([*self._partial, lines[0]])
            self._partial = []
            self._size = 0
            if self._at_start:
                self._at_start = False
                lines[0] = lines[0].removeprefix(_BOM)
        if rest:
            self._partial.append(rest)
            self._size += len(rest)
            if self._size > MOST_BYTES:
                raise TooLong("a line")
        return lines

    def end(self) -> bytes:
        """The text after the last line end."""
        rest, self._partial = b"".join(self._partial), []
        return rest.removeprefix(_BOM) if self._at_start else rest


class RecordSplitter:
    """Splits chunks into the texts between record separators.

    Source: RFC 7464 section 2.1.
    """

    def __init__(self) -> None:
        self._partial: list[bytes] = []
        self._size = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """The records that these bytes complete, without their separators. Empty ones are left out.

        Raises:
            TooLong: the unfinished record is too long.
        """
        *whole, rest = chunk.split(SEPARATOR)
        if whole:
            whole[0] = b"".join([*self._partial, whole[0]])
            self._partial, self._size = [], 0
        if rest:
            self._partial.append(rest)
            self._size += len(rest)
            if self._size > MOST_BYTES:
                raise TooLong("a record")
        return [record for record in whole if record.strip()]

    def end(self) -> bytes:
        """The text after the last separator."""
        rest, self._partial, self._size = b"".join(self._partial), [], 0
        return rest


SEPARATOR = b"\x1e"
"""Begins each record. Source: RFC 7464 section 2.2."""
