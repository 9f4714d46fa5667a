"""The files of a job: input that is read in order, and files that are only added to. The room's only opener."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import IO

BLOCK = 1 << 16


def open_bytes(path: str | os.PathLike[str]) -> IO[bytes]:
    """A file to read."""
    return open(path, "rb")


def read_text(path: str) -> str | None:
    """The text of a small file, or None if there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


class AppendFile:
    """A file that is only added to. What is added reaches the operating system at once, whole or not at all.

    Attributes:
        size: bytes in the file.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        self.size = os.fstat(self._file).st_size

    def append(self, data: bytes) -> None:
        """Add bytes at the end.

        Raises:
            OSError: they could not all be written; then none of them is in the file.
        """
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file, rest) :]
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, self.size)
            raise
        self.size += len(data)

    def cut(self, size: int) -> None:
        """Remove what follows."""
        os.ftruncate(self._file, size)
        self.size = size

    def lines(self, start: int = 0) -> Iterator[tuple[int, bytes]]:
        """(offset of its end, line) of each whole line; the rest of a line that was torn is left out."""
        position, held = start, b""
        with open(self.path, "rb") as file:
            file.seek(start)
            while block := file.read(BLOCK):
                *whole, held = (held + block).split(b"\n")
                for line in whole:
                    position += len(line) + 1
                    yield position, line

    def at(self, offset: int, size: int) -> bytes:
        """Some bytes of the file."""
        return os.pread(self._file, size, offset)

    def sync(self) -> None:
        """Wait until what was added is on the disk."""
        getattr(os, "fdatasync", os.fsync)(self._file)

    def lock(self) -> bool:
        """Whether this process alone holds the file now, until it is closed or the process ends."""
        try:
            import fcntl
        except ImportError:  # Windows
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def close(self) -> None:
        """Close the file."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> AppendFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
