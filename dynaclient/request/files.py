"""What people pass for a file: a path, bytes, an open file, or (name, data, type). Reads nothing until it is sent."""

from __future__ import annotations

import io
import mimetypes
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from .plain import NotJSON

DEFAULT_TYPE = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file to be sent.

    Attributes:
        filename: the name that the server is told.
        content_type: its media type; guessed from the name where it was not given.
        data: bytes, or an open binary file that is read from where it stands.
        path: the file to open when it is sent, instead of `data`.
    """

    filename: str
    content_type: str
    data: bytes | BinaryIO | None = None
    path: str | None = None

    def size(self) -> int | None:
        """Bytes, or None where that cannot be known beforehand."""
        if self.path is not None:
            return os.stat(self.path).st_size
        if isinstance(self.data, bytes):
            return len(self.data)
        return remaining(self.data)

    def open(self) -> BinaryIO:
        """A binary file to read the content from."""
        if self.path is not None:
            return open(self.path, "rb")
        return io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data  # type: ignore[return-value]


def remaining(file: Any) -> int | None:
    """Bytes from where a file stands to its end, or None when it cannot seek."""
    try:
        here = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(here)
    except (OSError, AttributeError, ValueError):
        return None
    return int(end) - int(here)


def is_file_like(value: Any) -> bool:
    """Whether a value can only mean a file: bytes, a path object, something to read, or a tuple of them."""
    if isinstance(value, tuple) and len(value) in (2, 3) and isinstance(value[0], str):
        return is_file_like(value[1])
    return isinstance(value, (bytes, bytearray, memoryview, os.PathLike)) or hasattr(value, "read")


def file_part(value: Any, name: str) -> FilePart:
    """A `FilePart` from what was passed for the field `name`. Text is taken for a path, for fields that hold files.

    Raises:
        NotJSON: it is no file, or there is no such file; `what` says so.
    """
    filename: str | None = None
    content_type: str | None = None
    if isinstance(value, tuple):
        if len(value) not in (2, 3) or not isinstance(value[0], str):
            raise NotJSON((), "a file as a tuple is (name, data) or (name, data, media type)")
        filename, content_type = value[0], value[2] if len(value) == 3 else None
        value = value[1]
        if isinstance(value, str):
            value = value.encode()
    if isinstance(value, (str, os.PathLike)):
        return _from_path(os.fspath(value), filename, content_type)
    if isinstance(value, (bytearray, memoryview)):
        value = bytes(value)
    if isinstance(value, bytes):
        shown = filename or name
        return FilePart(shown, content_type or _guess(shown), data=value)
    if hasattr(value, "read"):
        if isinstance(value, io.TextIOBase):
            raise NotJSON((), "this file is open as text; open it with mode 'rb'")
        own = getattr(value, "name", None)
        shown = filename or (os.path.basename(own) if isinstance(own, str) else name)
        return FilePart(shown, content_type or _guess(shown), data=value)
    raise NotJSON((), f"a file is a path, bytes, an open file or (name, data, type), not {type(value).__name__}")


def _from_path(path: str | bytes, filename: str | None, content_type: str | None) -> FilePart:
    path = os.fsdecode(path)
    try:
        is_file = os.path.isfile(path)
    except ValueError:  # an embedded null byte
        is_file = False
    if not is_file:
        what = "is a directory" if os.path.isdir(path.split("\0")[0]) else "there is no such file"
        raise NotJSON((), f"{what}: {path[:120]!r}. Pass bytes to send content")
    shown = filename or os.path.basename(path)
    return FilePart(shown, content_type or _guess(shown), path=path)


def _guess(filename: str) -> str:
    return mimetypes.guess_type(filename)[0] or DEFAULT_TYPE


def is_iterable_of_bytes(value: Any) -> bool:
    """Whether a value can be streamed as it is: an iterator or generator, not a collection of JSON values."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, dict, list, tuple, set, frozenset))
