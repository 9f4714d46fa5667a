"""Bodies compressed with gzip: bytes at once, anything else as it is read. Source: RFC 9110 section 8.4.1.3."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from typing import Any

CODING = "Content-Encoding"
_GZIP = 31
"""What zlib calls the format."""

_PIECE = 1 << 16
_LEVEL = 6


def compressed(content: Any, headers: Collection[str], added: Mapping[str, str]) -> tuple[Any, Mapping[str, str]]:
    """A body in gzip, and the headers of its call with its Content-Encoding.

    Bytes that gzip does not make smaller stay as they are, and so does a body that says to be compressed already.

    Args:
        headers: names of the request's other headers.
        added: the headers of this call.
    """
    if CODING in added or any(name.lower() == CODING.lower() for name in headers):
        return content, added
    if isinstance(content, (bytes, bytearray)):
        packed = gzip.compress(content, _LEVEL, mtime=0)
        if len(packed) >= len(content):
            return content, added
        content = packed
    else:
        content = _kind_of(content)(content)
    return content, {**added, CODING: "gzip"}


def _kind_of(content: Any) -> type[GzipPieces]:
    if hasattr(content, "__aiter__"):
        return AsyncGzipPieces
    return GzipBody if hasattr(content, "read") else GzipPieces


class GzipPieces:
    """The pieces of a body, compressed as they come. They can be sent again if what they come from can be.

    Args:
        source: an iterable of bytes.
    """

    known_size = None

    def __init__(self, source: Any) -> None:
        self._source = source
        self._begin()
        if hasattr(source, "boundary"):
            self.boundary = source.boundary

    def _begin(self) -> None:
        self._packer: Any = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)

    def __iter__(self) -> Iterator[bytes]:
        self._begin()
        for piece in self._source:
            packed = self._packer.compress(piece)
            if packed:
                yield packed
        yield self._packer.flush()

    @property
    def failure(self) -> Exception | None:
        """What ended the last sending early, of a source that says so; see `ItemBody`."""
        found: Exception | None = self._source.failure
        return found

    def seekable(self) -> bool:
        """Whether the source can be read again."""
        seekable = getattr(self._source, "seekable", None)
        if seekable is not None:
            return bool(seekable())
        try:
            self._source.tell()
        except (OSError, AttributeError, ValueError):
            return False
        return hasattr(self._source, "seek")

    def tell(self) -> int:
        """The start of the body, the only position that it can return to."""
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        """Return to the start; no other position is supported."""
        if offset != 0 or whence != 0 or not self.seekable():
            raise io.UnsupportedOperation("a compressed body can only return to its start, if what it is made of can")
        self._source.seek(0)
        self._begin()
        return 0

    def close(self) -> None:
        """Close the source, if it can be closed."""
        close = getattr(self._source, "close", None)
        if close is not None:
            close()


class AsyncGzipPieces(GzipPieces):
    """The same from an async iterable. Only an async client can send it."""

    __iter__ = None  # type: ignore[assignment]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._begin()
        async for piece in self._source:
            packed = self._packer.compress(piece)
            if packed:
                yield packed
        yield self._packer.flush()


class GzipBody(GzipPieces):
    """The same from a file, to be read itself."""

    def _begin(self) -> None:
        super()._begin()
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """The next compressed bytes; b"" at the end."""
        while self._packer is not None and (size < 0 or len(self._ready) < size):
            piece = self._source.read(_PIECE)
            if piece:
                self._ready += self._packer.compress(piece)
            else:
                self._ready += self._packer.flush()
                self._packer = None
        end = len(self._ready) if size < 0 else size
        data, self._ready = self._ready[:end], self._ready[end:]
        return data

    def __iter__(self) -> Iterator[bytes]:
        while piece := self.read(_PIECE):
            yield piece
