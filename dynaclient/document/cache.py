"""Where compiled documents are kept, and which of them can be trusted.

A cache that cannot be read or written only costs speed: this module raises no file system errors.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterable
from typing import Any

from ..errors import DocumentError
from .compiled import FORMAT, CompiledFile, DamagedError
from .retrieve import open_file

VARIABLE = "DYNACLIENT_CACHE"
"""The environment variable that names another folder, or says `off`."""

OFF = frozenset(("off", "0", "no", "none", "false"))

LIMIT = 500_000_000
"""Bytes that all entries together may have; beyond it, those used least recently are removed."""

SEEN = ".seen"
"""The suffix of an empty file, which says that a document too large to be compiled at once was read before."""

_DAY = 86_400.0


def cache_folder() -> str | None:
    """The folder for compiled documents, or None when caching is off."""
    named = os.environ.get(VARIABLE)
    if named is not None and named.strip():
        return None if named.strip().lower() in OFF else os.path.expanduser(named)
    try:
        from platformdirs import user_cache_dir

        return user_cache_dir("dynaclient", appauthor=False)
    except (OSError, RuntimeError):  # no home folder
        return None


def digest(parts: Iterable[bytes]) -> str:
    """A hash over parts and their boundaries."""
    state = hashlib.blake2b(digest_size=20)
    for part in parts:
        state.update(len(part).to_bytes(8, "little"))
        state.update(part)
    return state.hexdigest()


def digest_of_file(path: str) -> str | None:
    """The hash of a file, equal to `digest([its bytes])`, read piece by piece.

    None if the file cannot be read or is too long to be read.
    """
    try:
        with open_file(path) as file:
            state = hashlib.blake2b(digest_size=20)
            state.update(os.fstat(file.fileno()).st_size.to_bytes(8, "little"))
            while chunk := file.read(1 << 16):
                state.update(chunk)
    except (DocumentError, OSError):
        return None
    return state.hexdigest()


def path_of(folder: str, key: str) -> str:
    """The file for a key."""
    return os.path.join(folder, f"{key}.{FORMAT}")


class FileBytes:
    """A file as its bytes, each part read when it is asked for; of a file that became shorter, fewer.

    A memory map would do the same, but the system ends a process that reads what is no longer in the file.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._size = os.fstat(descriptor).st_size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        start, stop, _ = part.indices(self._size)
        return os.pread(self._descriptor, max(0, stop - start), start)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        with contextlib.suppress(OSError):
            close(self._descriptor)

    def __reduce__(self) -> Any:
        return bytes, (self[:],)


_HELD = 1 << 20
"""Bytes of an entry that is read at once; a larger one stays open, and its parts are read when they are needed."""


def open_compiled(path: str, *, trusted: bool = False) -> CompiledFile | None:
    """The compiled document at `path`; None if there is none that can be trusted.

    Args:
        trusted: whether the file is part of the package, so that its owner does not matter.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError):
        return None
    data: Any = None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or not (trusted or _is_ours(status)):
            return None
        if status.st_size > _HELD and hasattr(os, "pread"):
            data = FileBytes(descriptor)
        else:
            with os.fdopen(os.dup(descriptor), "rb") as file:
                data = file.read()
        found = CompiledFile(data)
    except (OSError, ValueError, DamagedError):
        return None
    finally:
        if not isinstance(data, FileBytes):  # which closes it
            os.close(descriptor)
    if not trusted and status.st_mtime < time.time() - _DAY:
        with contextlib.suppress(OSError):  # when an entry was last used, to the day
            os.utime(path)
    return found


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody else could have written the file."""
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def was_seen(path: str) -> bool:
    """Whether this was asked before for the document whose entry would be at `path`."""
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        os.close(os.open(path + SEEN, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return True
    except (OSError, ValueError):
        pass  # what cannot be noted cannot be kept either
    return False


def store(path: str, make: Callable[[], bytes], size: int) -> None:
    """Store a compiled document, complete or not at all, readable by its owner only.

    Args:
        make: makes the content; called only if it can be kept.
        size: about how many bytes it has.
    """
    import shutil

    from .._support.whole_file import WholeFile

    folder = os.path.dirname(path)
    with contextlib.suppress(OSError, ValueError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if size > LIMIT or shutil.disk_usage(folder).free < 2 * size:
            return
        with WholeFile(path, private=True) as file:
            file.write(make())
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path + SEEN)
