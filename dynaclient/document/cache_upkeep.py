"""What is in the cache, and what of it is removed. Touches only files that the cache itself has named."""

from __future__ import annotations

import contextlib
import os
import re
import time
from typing import NamedTuple

from .cache import LIMIT, SEEN, open_compiled

_ENTRY = re.compile(r"[0-9a-f]{40}\.\d+")
_NOTE = re.compile(rf"[0-9a-f]{{40}}\.\d+{re.escape(SEEN)}")
_LEFT_OVER = re.compile(r"\.[0-9a-f]{40}\.\d+\.[0-9a-f]{12}\.part")

_LEFT_AFTER = 3600.0
"""Seconds after which a temporary file is one that its process left behind."""

_NOTED_FOR = 30 * 86_400.0
"""Seconds after which a document that was read once counts as new."""


class CacheEntry(NamedTuple):
    """A compiled document in the cache; `used` is when it was last used, to the day, in seconds since 1970."""

    path: str
    size: int
    used: float

    @property
    def title(self) -> str:
        """The title and version of the document; "" if the entry cannot be read."""
        file = open_compiled(self.path)
        info = file.index.get("info") if file is not None else None
        if not isinstance(info, dict):
            return ""
        return " ".join(str(info[key]) for key in ("title", "version") if info.get(key))


def cache_entries(folder: str) -> list[CacheEntry]:
    """The entries in a cache folder, the one used last first."""
    return sorted(_matching(folder, _ENTRY), key=lambda entry: -entry.used)


def prune(folder: str, limit: int = LIMIT) -> int:
    """Remove what interrupted writing left, and the entries used least recently while all have over `limit` bytes.

    Returns:
        The number of bytes that were freed.
    """
    now = time.time()
    removed = [file for file in _matching(folder, _LEFT_OVER) if file.used < now - _LEFT_AFTER]
    removed += [file for file in _matching(folder, _NOTE) if file.used < now - _NOTED_FOR]
    held = 0
    for entry in cache_entries(folder):
        held += entry.size
        if held > limit:
            removed.append(entry)
    return _remove(removed)


def clear(folder: str) -> int:
    """Remove every file of the cache; the number of bytes that were freed."""
    return _remove([file for pattern in (_ENTRY, _NOTE, _LEFT_OVER) for file in _matching(folder, pattern)])


def _matching(folder: str, name: re.Pattern[str]) -> list[CacheEntry]:
    found = []
    with contextlib.suppress(OSError), os.scandir(folder) as files:
        for file in files:
            if name.fullmatch(file.name):
                with contextlib.suppress(OSError):  # another process may remove it
                    status = file.stat(follow_symlinks=False)
                    found.append(CacheEntry(file.path, status.st_size, status.st_mtime))
    return found


def _remove(files: list[CacheEntry]) -> int:
    freed = 0
    for file in files:
        with contextlib.suppress(OSError):
            os.unlink(file.path)
            freed += file.size
    return freed
