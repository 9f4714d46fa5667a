"""Stream multipart bodies: parts are read as they are sent, so files are never held in memory.

Source: RFC 7578 (multipart/form-data); RFC 2046 section 5.1; WHATWG HTML, "Multipart form data", for names.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from ..._support.headers import is_token
from ..._support.record import made, record
from ...model.media_types import parameters_of
from ..plain import NotJSON
from .files import FilePart, rewind, start_of


@record
class FormPart:
    """One part: a file, or text that is ready to send. Those of a body without names have None for it."""

    name: str | None
    content: FilePart | bytes
    content_type: str | None = None
    headers: Mapping[str, str] = made(dict)

    def head(self, boundary: str) -> bytes:
        """The boundary and headers before the content."""
        content_type = self.content_type
        lines = [f"--{boundary}"]
        if self.name is not None:
            disposition = f'form-data; name="{_quoted(self.name)}"'
            if isinstance(self.content, FilePart) and self.content.filename:
                disposition += f'; filename="{_quoted(self.content.filename)}"'
            lines.append(f"Content-Disposition: {disposition}")
        if isinstance(self.content, FilePart):
            content_type = content_type or self.content.content_type
        if content_type:
            lines.append(f"Content-Type: {content_type}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8", "surrogateescape")  # as Python decodes file names

    def size(self) -> int | None:
        """The size of the content in bytes, or None if unknown."""
        return self.content.size() if isinstance(self.content, FilePart) else len(self.content)


def _quoted(text: str) -> str:
    """A name inside quotes: line breaks and quotes percent-encoded, everything else as UTF-8."""
    return text.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


_BOUNDARY = re.compile(rb"(?:\r\n)?--([\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?])[ \t]*\r?\n", re.ASCII)
"""The first line of a multipart body. Source: RFC 2046 section 5.1.1."""

_BOUNDARY_PARAMETER = re.compile(r';\s*boundary\s*=\s*("[^"]*"|[^\s;]*)', re.IGNORECASE)


def boundary_of(content_type: str, body: Any) -> str:
    """The boundary of a body that the caller wrote: the one in its media type, or in its first line.

    Raises:
        NotJSON: the body does not have that boundary, or is a stream whose media type does not name it.
    """
    given = parameters_of(content_type).get("boundary")
    if type(body) is not bytes:
        if not given:
            text = "a multipart body from a file or stream needs its boundary: content_type='multipart/…; boundary=…'"
            raise NotJSON((), text)
    elif not given:
        first = _BOUNDARY.match(body)
        if first is None:
            raise NotJSON((), "a multipart body must begin with a line of its boundary; or pass a mapping of fields")
        given = first[1].decode()
    elif f"--{given}".encode() not in body:
        raise NotJSON((), f"the body has no line of the boundary {given[:80]!r} that its media type names")
    return given


def with_boundary(content_type: str, boundary: str) -> str:
    """A media type with this boundary beside its other parameters."""
    text = boundary if is_token(boundary) else f'"{boundary}"'
    return f"{_BOUNDARY_PARAMETER.sub('', content_type).strip()}; boundary={text}"


def new_boundary() -> str:
    """A boundary that no part contains: 96 random bits."""
    return f"dynaclient-{os.urandom(12).hex()}"


class MultipartBody(io.RawIOBase):
    """A readable body. `len()` is its size if all sizes are known; `seek(0)` restarts it.

    Files opened from paths are closed at their end, or by `close`.
    """

    def __init__(self, parts: Sequence[FormPart], *, boundary: str | None = None) -> None:
        super().__init__()
        self.boundary = boundary or new_boundary()
        self._parts = tuple(parts)
        self._starts = [_start(part) for part in parts]
        self._position = 0
        self._buffer = b""
        self._open: BinaryIO | None = None
        self._chunks = self._iter_chunks()
        self._size = self._total()

    def _total(self) -> int | None:
        total = len(self._tail())
        for part in self._parts:
            size = part.size()
            if size is None:
                return None
            total += len(part.head(self.boundary)) + size + 2
        return total

    def _tail(self) -> bytes:
        return f"--{self.boundary}--\r\n".encode()

    def __len__(self) -> int:
        if self._size is None:
            raise TypeError("a part of unknown size")
        return self._size

    def __bool__(self) -> bool:
        return True

    @property
    def parts(self) -> tuple[FormPart, ...]:
        """The parts of the body, in order."""
        return self._parts

    @property
    def known_size(self) -> int | None:
        """The size in bytes, or None if the size of a part is unknown."""
        return self._size

    def readable(self) -> bool:
        """Return True."""
        return True

    def tell(self) -> int:
        """Bytes read so far."""
        return self._position

    def seekable(self) -> bool:
        """Whether the body can be restarted: whether every file in it is seekable."""
        return all(start is not None for start in self._starts)

    def seek(self, offset: int, whence: int = 0) -> int:
        """Return to the start; no other position is supported."""
        if offset != 0 or whence != 0 or not self.seekable():
            raise io.UnsupportedOperation("a multipart body can only return to its start, if its files are seekable")
        for part, start in zip(self._parts, self._starts, strict=True):
            if isinstance(part.content, FilePart) and start is not None:
                rewind(part.content, start)
        self._release()
        self._position, self._buffer, self._chunks = 0, b"", self._iter_chunks()
        return 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes; fewer than `size` only at the end."""
        if size is None or size < 0:
            data = self._buffer + b"".join(self._chunks)
            self._buffer = b""
        else:
            pieces, have = [self._buffer], len(self._buffer)
            while have < size:
                chunk = next(self._chunks, None)
                if chunk is None:
                    break
                pieces.append(chunk)
                have += len(chunk)
            joined = b"".join(pieces)
            data, self._buffer = joined[:size], joined[size:]
        self._position += len(data)
        return data

    def close(self) -> None:
        """Close the files that this body opened."""
        self._release()
        super().close()

    def _release(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _iter_chunks(self) -> Iterator[bytes]:
        yield from self.chunks_of_parts()
        yield self._tail()

    def chunks_of_parts(self) -> Iterator[bytes]:
        """The parts without the end of the body."""
        for part in self._parts:
            yield part.head(self.boundary)
            if isinstance(part.content, FilePart):
                yield from self._iter_file(part.content)
            else:
                yield part.content
            yield b"\r\n"

    def _iter_file(self, part: FilePart) -> Iterator[bytes]:
        file = part.open()
        if part.path is not None:
            self._open = file
        while chunk := file.read(1 << 16):
            yield chunk
        if part.path is not None:
            self._release()


def _start(part: FormPart) -> int | None:
    return start_of(part.content) if isinstance(part.content, FilePart) else 0
