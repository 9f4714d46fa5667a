"""Files as callers pass them: a path, bytes, an open file, or (name, data, type, headers). Reads nothing until sent."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextvars import ContextVar
from typing import Any, BinaryIO

from ..._support.headers import essence
from ..._support.record import made, record
from ..plain import NotJSON
from .headers import header_texts, is_one_line

DEFAULT_TYPE = "application/octet-stream"

_USUAL_TYPES = {
    "audio/mp3": "audio/mpeg",
    "audio/mp4a-latm": "audio/mp4",
    "audio/x-m4a": "audio/mp4",
    "audio/vnd.wave": "audio/wav",
    "audio/wave": "audio/wav",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "application/x-zip-compressed": "application/zip",
}
"""Other names of a media type → the usual one. Names with `x-` need no entry."""

FILE = "the content of a file"
"""Replaces a file when a form is judged: all that can be checked of a file is that it is a string."""


FOLDER: ContextVar[str | None] = ContextVar("FOLDER", default=None)
"""The folder that paths of files are relative to and must not leave; "" admits no path, None (the default) any."""


@record
class FilePart:
    """A file to send.

    Attributes:
        filename: the file name that is sent; "" for a part without one.
        content_type: the media type; guessed from the name if not given.
        data: bytes, or an open binary file, which is read from its current position.
        path: the file to open when it is sent, instead of `data`.
        is_typed: whether the caller gave the media type.
        headers: more headers of the part, in a multipart body.
    """

    filename: str
    content_type: str
    data: bytes | BinaryIO | None = None
    path: str | None = None
    is_typed: bool = False
    headers: Mapping[str, str] = made(dict)

    def size(self) -> int | None:
        """The size in bytes, or None if it is not known in advance."""
        if self.path is not None:
            return os.stat(self.path).st_size
        if isinstance(self.data, bytes):
            return len(self.data)
        return remaining(self.data)

    def open(self) -> BinaryIO:
        """Open the content as a binary file."""
        if self.path is not None:
            return open(self.path, "rb")
        return io.BytesIO(self.data) if isinstance(self.data, bytes) else self.data  # type: ignore[return-value]


def remaining(file: Any) -> int | None:
    """Bytes from a file's current position to its end, or None if it is not seekable."""
    if hasattr(file, "known_size"):  # a body inside a body
        return file.known_size  # type: ignore[no-any-return]
    try:
        here = file.tell()
        end = file.seek(0, os.SEEK_END)
        file.seek(here)
    except (OSError, AttributeError, ValueError):
        return None
    return int(end) - int(here)


def is_file_like(value: Any) -> bool:
    """Whether a value can only be a file: bytes, a path object, a readable object, or a tuple with one of them."""
    if isinstance(value, tuple):
        return _names_part(value) and is_file_like(value[1])
    return isinstance(value, (bytes, bytearray, memoryview, os.PathLike)) or hasattr(value, "read")


def is_part(value: Any) -> bool:
    """Whether a value is a tuple that only a part of a multipart body has: with headers, or None as file name."""
    return isinstance(value, tuple) and _names_part(value) and (len(value) == 4 or value[0] is None)


def _names_part(value: tuple[Any, ...]) -> bool:
    """Whether a tuple looks like (name, data), (name, data, type) or (name, data, type, headers)."""
    if len(value) not in (2, 3, 4) or not (value[0] is None or isinstance(value[0], str)):
        return False
    if value[0] is None and not (isinstance(value[1], str) or is_file_like(value[1])):
        return False
    return len(value) < 4 or value[3] is None or isinstance(value[3], Mapping) or is_file_like(value[1])


def file_part(value: Any, name: str) -> FilePart:
    """A `FilePart` from the value of the field `name`. Text is a path, in a tuple it is the content.

    Raises:
        NotJSON: the value is not a file, or the file does not exist; `what` is the reason.
    """
    filename: str | None = None
    content_type: str | None = None
    headers: Mapping[str, str] = {}
    if isinstance(value, tuple):
        if not _names_part(value):
            raise NotJSON(
                (), "a file as a tuple must be (name, data), (name, data, type) or (name, data, type, headers)"
            )
        filename, content_type = "" if value[0] is None else value[0] or name, value[2] if len(value) > 2 else None
        if filename == "" and isinstance(value[1], str):
            content_type = content_type or "text/plain; charset=utf-8"
        if content_type is not None and not is_one_line(content_type):
            raise NotJSON((), "the media type of a file must be one line of text")
        if len(value) == 4:
            headers = header_texts(value[3])
        value = value[1]
        if isinstance(value, str):
            from .text import encoded

            value = encoded(value, content_type or "")
    shown = name if filename is None else filename
    if isinstance(value, (str, os.PathLike)):
        return _from_path(os.fspath(value), filename, content_type, headers)
    if isinstance(value, (bytearray, memoryview)):
        value = bytes(value)
    if isinstance(value, bytes):
        kind = content_type or _guess(shown)
        return FilePart(shown, kind, data=value, is_typed=bool(content_type), headers=headers)
    if hasattr(value, "read"):
        if isinstance(value, io.TextIOBase):
            raise NotJSON((), "this file is open as text; open it with mode 'rb'")
        own = getattr(value, "name", None)
        shown = os.path.basename(own) if filename is None and isinstance(own, str) else shown
        kind = content_type or _guess(shown)
        return FilePart(shown, kind, data=value, is_typed=bool(content_type), headers=headers)
    raise NotJSON((), f"a file must be a path, bytes, an open file or (name, data, type), not {type(value).__name__}")


def _from_path(
    path: str | bytes, filename: str | None, content_type: str | None, headers: Mapping[str, str]
) -> FilePart:
    path = given = os.fsdecode(path)
    folder = FOLDER.get()
    if folder is not None:
        path = _below(folder, path)
    try:
        is_file = os.path.isfile(path)
    except ValueError:  # an embedded null byte
        is_file = False
    if not is_file:
        what = "is a directory" if os.path.isdir(path.split("\0")[0]) else "there is no such file"
        raise NotJSON((), f"{what}: {given[:120]!r}. Pass bytes to send content")
    shown = os.path.basename(path) if filename is None else filename
    kind = content_type or _guess(shown or path)
    return FilePart(shown, kind, path=path, is_typed=bool(content_type), headers=headers)


def _below(folder: str, path: str) -> str:
    """The path of a file in a folder, with links followed.

    Raises:
        NotJSON: it leads out of the folder. Whether anything is there is not said.
    """
    if not folder:
        raise NotJSON((), f"files are not sent from here, and {path[:120]!r} is one: no folder for them was given")
    root = os.path.realpath(folder)
    try:
        found = os.path.realpath(os.path.join(root, path))
    except ValueError:  # an embedded null byte
        found = ""
    if os.path.commonpath([root, found or os.sep]) != root or found == root:
        raise NotJSON((), f"{path[:120]!r} is not in the folder for files; name a file in it, without '..'")
    return found


def usual_type(content_type: str) -> str:
    """One name for a type that has several: `audio/x-wav` is `audio/wav`."""
    name = essence(content_type)
    return _USUAL_TYPES.get(name) or name.replace("/x-", "/", 1)


def fitting_type(declared: str | None, file: FilePart) -> str:
    """The type of a file part whose caller names none, from what its name suggests and what is declared.

    That is the suggested type if it is declared; else the declared name of the same type; else, for a file whose name
    suggests nothing, the only declared type; else the type of any bytes. A file never goes as what it is not.
    """
    names = [name.strip() for name in (declared or "*/*").split(",")]
    guess = file.content_type
    if any(name in (guess, f"{guess.partition('/')[0]}/*", "*/*") for name in names):
        return guess
    same = next((name for name in names if usual_type(name) == usual_type(guess)), None)
    if same is None and guess == DEFAULT_TYPE and len(names) == 1 and "*" not in names[0]:
        return names[0]
    return same or DEFAULT_TYPE


def _guess(filename: str) -> str:
    import mimetypes

    return mimetypes.guess_type(filename)[0] or DEFAULT_TYPE


def is_stream(value: Any) -> bool:
    """Whether a value can be streamed: an iterator or generator, async too, not a collection of JSON values."""
    if isinstance(value, (str, Mapping, Sequence, AbstractSet)) or is_file_like(value):
        return False
    is_source = isinstance(value, Iterable) or hasattr(value, "__aiter__")
    return is_source and not any(hasattr(value, name) for name in _OF_VALUES)


_OF_VALUES = ("model_dump", "tolist", "to_dict")
"""Methods of models of pydantic, of arrays and of tables, which are iterable and yet values."""


def is_chunks(value: Any) -> bool:
    """Whether a value is a list of bytes that together form a body."""
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(item, bytes) for item in value)


class FileBody:
    """A file sent as the whole body: opened on the first read, closed at its end."""

    def __init__(self, file: FilePart) -> None:
        self._file = file
        self._size = file.size()
        self._stream: Any = None
        self._start = start_of(file)

    def __len__(self) -> int:
        if self._size is None:
            raise TypeError("a file of unknown size")
        return self._size

    def __bool__(self) -> bool:
        return True

    @property
    def path(self) -> str | None:
        """The path of the file, if it was passed by path."""
        return self._file.path

    @property
    def known_size(self) -> int | None:
        """The size in bytes, or None if it is unknown."""
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.read(1 << 16):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """The next bytes of the file."""
        if self._stream is None:
            self._stream = self._file.open()
        data: bytes = self._stream.read(size)
        if self._file.path is not None and (not data or size < 0):
            self.close()
        return data

    def tell(self) -> int:
        """The start of the body, the only position it can return to."""
        if self._start is None:
            raise OSError("this file is not seekable")
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        """Return to the start of the body; no other position is supported."""
        if offset != 0 or whence != 0 or self._start is None:
            raise io.UnsupportedOperation("a body can only return to its start, if its file is seekable")
        rewind(self._file, self._start)
        self.close()
        return 0

    def close(self) -> None:
        """Close the file if this object opened it."""
        if self._file.path is not None and self._stream is not None:
            self._stream.close()
        self._stream = None


def start_of(file: FilePart) -> int | None:
    """The start of the content in an open file; 0 if it is bytes or a path; None if it cannot be read again."""
    if file.path is not None or isinstance(file.data, bytes):
        return 0
    try:
        return file.data.tell() if file.data is not None and file.data.seekable() else None
    except (OSError, AttributeError, ValueError):
        return None


def rewind(file: FilePart, start: int) -> None:
    """Return an open file to the start of its content."""
    if file.path is None and file.data is not None and not isinstance(file.data, bytes):
        file.data.seek(start)
