"""The body of a request as it arrives, for an application that passes it on. Knows nothing about the application."""

from __future__ import annotations

import time
from typing import Any

from cheroot.server import ChunkedRFile

_PIECE = 64 * 1024


class ArrivingBody:
    """Reads a body from a connection piece by piece; `read` is that of WSGI.

    Args:
        source: the `RequestReader` of the connection.
        length: bytes of the body; None if it comes in chunks.
        seconds: in which each piece must arrive.
    """

    def __init__(self, source: Any, length: int | None, seconds: float) -> None:
        self._source = source
        self._left = length
        self._seconds = seconds
        self._chunks: Any = ChunkedRFile(source, 0) if length is None else None
        self._rest = b""
        self._is_done = length == 0

    def read(self, size: int | None = None) -> bytes:
        """At most `size` bytes, as soon as there are some; all of it without a size. b"" at the end.

        Raises:
            OSError: the client has gone, or is too slow.
            ValueError: the chunks are malformed.
        """
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        if not self._rest:
            self._rest = self._next(size)
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece

    def _next(self, size: int) -> bytes:
        if self._is_done:
            return b""
        if self._chunks is not None:
            return self._chunk()
        piece: bytes = self._source.some(min(size, self._left or 0), self._seconds)
        if not piece:
            raise ConnectionResetError("the client has gone before the end of the body")
        self._left = (self._left or 0) - len(piece)
        self._is_done = self._left == 0
        return piece

    def _chunk(self) -> bytes:
        self._source.deadline = time.monotonic() + self._seconds
        piece: bytes = self._chunks.read(1)
        if piece:
            piece += self._chunks.buffer
            self._chunks.buffer = b""
            return piece
        for _ in self._chunks.read_trailer_lines():
            pass
        self._is_done = True
        return b""

    def drain(self, most: int) -> bool:
        """Read and forget what is left, up to so many bytes; whether that was all."""
        try:
            while most > 0 and (piece := self.read(_PIECE)):
                most -= len(piece)
        except (OSError, ValueError):
            return False
        return self._is_done and not self._rest
