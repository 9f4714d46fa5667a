"""Where compiled documents are kept, and which of them can be trusted.

A cache that cannot be read or written only costs speed: this module raises no file system errors.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import stat
from collections.abc import Iterable

from .compiled import FORMAT, CompiledFile, DamagedError
from .retrieve import MAX_BYTES

VARIABLE = "DYNACLIENT_CACHE"
"""The environment variable that names another folder, or says `off`."""

OFF = frozenset(("off", "0", "no", "none", "false"))


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
        if os.stat(path).st_size > MAX_BYTES:
            return None
        with open(path, "rb") as file:
            state = hashlib.blake2b(digest_size=20)
            state.update(os.fstat(file.fileno()).st_size.to_bytes(8, "little"))
            while chunk := file.read(1 << 16):
                state.update(chunk)
    except (OSError, ValueError):
        return None
    return state.hexdigest()


def path_of(folder: str, key: str) -> str:
    """The file for a key."""
    return os.path.join(folder, f"{key}.{FORMAT}")


def open_compiled(path: str, *, trusted: bool = False) -> CompiledFile | None:
    """The compiled document at `path`; None if there is none that can be trusted.

    Args:
        trusted: whether the file is part of the package, so that its owner does not matter.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0))
    except (OSError, ValueError):
        return None
    try:
        if not trusted and not _is_ours(os.fstat(descriptor)):
            return None
        return CompiledFile(mmap.mmap(descriptor, 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, DamagedError):
        return None
    finally:
        os.close(descriptor)


def _is_ours(status: os.stat_result) -> bool:
    """Whether nobody else could have written the file."""
    if not stat.S_ISREG(status.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True
    return status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def store(path: str, content: bytes) -> None:
    """Store a compiled document, complete or not at all, readable by its owner only."""
    from .._support.whole_file import WholeFile

    with contextlib.suppress(OSError, ValueError):
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        with WholeFile(path, private=True) as file:
            file.write(content)
