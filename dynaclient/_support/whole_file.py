"""Writes files completely or not at all: under a temporary name until they are complete. The only such writer."""

from __future__ import annotations

import contextlib
import os
from typing import IO


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
        self._temporary = os.path.join(folder, f".{name[:200]}.{os.urandom(6).hex()}.part")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        self.file: IO[bytes] = os.fdopen(os.open(self._temporary, flags, 0o600 if private else 0o666), "w+b")

    def finish(self) -> None:
        """Give the file its name, replacing what was there."""
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
