"""A document in its normal form as one file, which is read in pieces.

The file contains the root's parts and the table of operations, then each operation and each schema as a separate piece
of JSON, found by number through a table of spans at the end. Using one operation of a large document reads that
operation and the schemas it reaches, nothing else. Nothing in the file can execute, and every piece has a checksum, so
that damage is detected when the piece is read.

Layout: magic line; header (unsigned numbers: start of the index, its length and checksum, start of the span table);
pieces; index; span table (offset, length and CRC-32 of each piece, in order of number).
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

FORMAT = 6
"""Raised whenever the layout, or what the normal form of a document looks like, changes."""

_MAGIC = b"dynaclient compiled %d\n" % FORMAT
_HEADER = struct.Struct("<QQQQ")
_SPAN = struct.Struct("<QII")


class DamagedError(Exception):
    """The file is damaged, or not a compiled document."""


class Piece(NamedTuple):
    """One operation or schema: its value, and the numbers of the schemas it refers to."""

    value: Any
    references: Mapping[str, int]


def write_compiled(index: Mapping[str, Any], pieces: Iterable[Piece]) -> bytes:
    """The file's content.

    Args:
        index: the parts needed immediately, as JSON.
        pieces: in order of their numbers.
    """
    body: list[bytes] = []
    spans: list[bytes] = []
    position = len(_MAGIC) + _HEADER.size
    for piece in pieces:
        data = _dump([piece.value, piece.references])
        spans.append(_SPAN.pack(position, len(data), zlib.crc32(data)))
        body.append(data)
        position += len(data)
    encoded = _dump(index)
    header = _HEADER.pack(position, len(encoded), zlib.crc32(encoded), position + len(encoded))
    return b"".join([_MAGIC, header, *body, encoded, *spans])


def _dump(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


class CompiledFile:
    """A file written by `write_compiled`.

    Args:
        data: its bytes, or a `FileBytes`, which reads them when they are asked for.

    Raises:
        DamagedError: it is not a compiled document, or has another format.
    """

    def __init__(self, data: Any) -> None:
        self._data = data
        start = len(_MAGIC)
        if len(data) < start + _HEADER.size or bytes(data[:start]) != _MAGIC:
            raise DamagedError("not a compiled document of this format")
        header = bytes(data[start : start + _HEADER.size])
        if len(header) < _HEADER.size:
            raise DamagedError("the header is damaged")
        position, length, checksum, self._spans = _HEADER.unpack(header)
        self.index: Any = self._read(position, length, checksum)

    def piece(self, number: int) -> Piece:
        """The piece with this number."""
        place = self._spans + number * _SPAN.size
        if number < 0 or place + _SPAN.size > len(self._data):
            raise DamagedError(f"no piece {number}")
        span = self._part(place, _SPAN.size)
        value, references = self._read(*_SPAN.unpack(span))
        return Piece(value, references)

    def _part(self, position: int, length: int) -> bytes:
        try:
            data = bytes(self._data[position : position + length])
        except OSError as error:
            raise DamagedError("the file can no longer be read") from error
        if len(data) != length:
            raise DamagedError("the file is shorter than it was")
        return data

    def _read(self, position: int, length: int, checksum: int) -> Any:
        data = self._part(position, length)
        if zlib.crc32(data) != checksum:
            raise DamagedError("a piece is damaged")
        try:
            return json.loads(data.decode("utf-8", "surrogatepass"))
        except ValueError as error:
            raise DamagedError("a piece is not JSON") from error
