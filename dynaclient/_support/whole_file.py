"""Writes files completely or not at all: under a temporary name until they are complete. The only such writer."""

from __future__ import annotations

import contextlib
import os
from typing import IO

TEMPORARY = ".part"
"""How temporary names end; they begin with a dot."""


class WholeFile:
    """A file that replaces `path` when it is finished; leaving the context finishes it.

    After an exception, or `close` before `finish`, `path` is unchanged and no other file is left.

    Args:
        path: where the file goes. The folder must exist.
        private: only the owner may read it.

    Raises:
        OSError: the temporary file beside `path` cannot be created.
    """

    def __init__(self, path: str | os.PathLike[str], *, private: bool = False) -> None:
        self.path = os.fspath(path)
        folder, name = os.path.split(self.path)
        self._temporary = os.path.join(folder, f".{name[:200]}.{os.urandom(6).hex()}{TEMPORARY}")
        mode = 0o600 if private else 0o666
        descriptor = _nameless(folder, mode)
        self._is_nameless = descriptor is not None
        if descriptor is None:
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            descriptor = os.open(self._temporary, flags, mode)
        self.file: IO[bytes] = os.fdopen(descriptor, "w+b")

    def finish(self) -> None:
        """Give the file its name, replacing what was there."""
        self.file.flush()
        if self._is_nameless:
            _name(self.file.fileno(), self._temporary)
        self.file.close()
        os.replace(self._temporary, self.path)

    def close(self) -> None:
        """Close the file, and remove it unless it was finished."""
        self.file.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._temporary)

    def __enter__(self) -> IO[bytes]:
        return self.file

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self.finish()
        finally:
            self.close()


def write_whole(path: str | os.PathLike[str], text: str) -> None:
    """Write a text as UTF-8 with plain newlines. The folder must exist."""
    with WholeFile(path) as file:
        file.write(text.encode())


def _nameless(folder: str, mode: int) -> int | None:
    """A file in the folder that has no name yet, so that nothing is left of it if the process is killed.

    None where the system or the file system cannot do that.
    """
    if not hasattr(os, "O_TMPFILE") or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return os.open(folder or os.curdir, os.O_TMPFILE | os.O_RDWR, mode)
    except OSError:  # also where the folder cannot be written: opening a file by name says why
        return None


def _name(descriptor: int, path: str) -> None:
    """Give a nameless file its name. Source: open(2), O_TMPFILE."""
    folder = os.open(os.path.dirname(path) or os.curdir, os.O_RDONLY)
    try:  # with a folder the link is followed, and leads to the file itself
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)
