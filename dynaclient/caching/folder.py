"""The files of a cache: written whole, read whole, bounded, and shared with other processes. Knows nothing of HTTP.

A file that cannot be read or written only costs speed. Touches only files that the cache itself has named.
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import threading
import time
from collections.abc import Iterator

from .._support.whole_file import WholeFile
from ..errors import RequestError
from .entries import Entry
from .identity import KEY_SIZE, Name

_log = logging.getLogger("dynaclient")

_PLACE = re.compile(r"[0-9a-f]{40}")
_ENTRY = re.compile(r"[0-9a-f]{24}\.[0-9a-f]{16}")
_LEFT_OVER = re.compile(r"\.[0-9a-f]{24}\.[0-9a-f]{16}\.[0-9a-f]{12}\.part")
_LEFT_AFTER = 3600.0
"""Seconds after which a temporary file is one that its process left behind."""

_KEY_FILE = "key"


class CacheFolder:
    """The folder of a cache.

    Args:
        size: the most bytes of all files together; those that were used least recently go.

    Raises:
        RequestError: the folder cannot be made, or its key cannot be read.
    """

    def __init__(self, path: str, size: int) -> None:
        self.path = path
        self._size = size
        self._held: int | None = None
        self._lock = threading.Lock()
        self._has_failed = False
        try:
            os.makedirs(path, mode=0o700, exist_ok=True)
            self.key = self._read_key()
        except OSError as error:
            reason = error.strerror or str(error)
            raise RequestError(f"HTTPCache cannot use the folder {path!r}: {reason}") from None

    def _read_key(self) -> bytes:
        """The key of the digests, made by whichever process comes first."""
        path = os.path.join(self.path, _KEY_FILE)
        for _ in range(2):
            with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
                key = file.read()
                if len(key) == KEY_SIZE:
                    return key
                break
            temporary = f"{path}.{os.urandom(6).hex()}.part"
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as made:
                made.write(os.urandom(KEY_SIZE))
            with contextlib.suppress(FileExistsError):
                os.link(temporary, path)
            os.unlink(temporary)
        else:
            raise OSError(f"the file {_KEY_FILE!r} in it vanishes")
        raise OSError(f"the file {_KEY_FILE!r} in it is damaged: remove the folder")

    def load(self, name: Name) -> list[Entry]:
        """What is stored under a name. A damaged file is removed."""
        found = []
        for path in self._files(name):
            try:
                with open(path, "rb") as file:
                    entry = Entry.from_bytes(file.read())
            except OSError:  # another process removed it
                continue
            if entry is None:
                _unlink(path)
                continue
            with contextlib.suppress(OSError):
                os.utime(path)
            found.append(entry)
        return found

    def _files(self, name: Name) -> Iterator[str]:
        with contextlib.suppress(OSError), os.scandir(os.path.join(self.path, name.place)) as files:
            for file in files:
                if file.name.startswith(f"{name.owner}.") and _ENTRY.fullmatch(file.name):
                    yield file.path

    def store(self, name: Name, entry: Entry) -> None:
        """Keep an entry, in the place of one for the same headers."""
        data = entry.to_bytes()
        folder = os.path.join(self.path, name.place)
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            with WholeFile(os.path.join(folder, f"{name.owner}.{entry.variant}"), private=True) as file:
                file.write(data)
        except OSError as error:
            if not self._has_failed:
                self._has_failed = True
                _log.warning("HTTPCache cannot write to %r: %s", self.path, error.strerror or error)
            return
        with self._lock:
            held = self._held = None if self._held is None else self._held + len(data)
        if held is None or held > self._size:
            self._prune()

    def remove(self, name: Name) -> None:
        """Remove what is stored under a name."""
        for path in self._files(name):
            _unlink(path)

    def clear_place(self, place: str) -> None:
        """Remove everything that is stored for an address, whoever asked, with any query."""
        with contextlib.suppress(OSError), os.scandir(os.path.join(self.path, place)) as files:
            for file in files:
                if _ENTRY.fullmatch(file.name):
                    _unlink(file.path)

    def clear(self) -> None:
        """Remove everything that is stored."""
        with contextlib.suppress(OSError), os.scandir(self.path) as places:
            for place in places:
                if _PLACE.fullmatch(place.name):
                    self.clear_place(place.name)
                    with contextlib.suppress(OSError):  # others are in it
                        os.rmdir(place.path)
        with self._lock:
            self._held = 0

    def _prune(self) -> None:
        """Measure what is there, and remove the oldest until a tenth of the room is free."""
        now, entries, held = time.time(), [], 0
        with contextlib.suppress(OSError), os.scandir(self.path) as places:
            for place in places:
                if not _PLACE.fullmatch(place.name):
                    continue
                with contextlib.suppress(OSError), os.scandir(place.path) as files:
                    for file in files:
                        is_entry = _ENTRY.fullmatch(file.name) is not None
                        if not is_entry and not _LEFT_OVER.fullmatch(file.name):
                            continue
                        with contextlib.suppress(OSError):  # another process may remove it
                            status = file.stat(follow_symlinks=False)
                            if is_entry:
                                entries.append((status.st_mtime, status.st_size, file.path))
                                held += status.st_size
                            elif status.st_mtime < now - _LEFT_AFTER:
                                _unlink(file.path)
        if held > self._size:
            for _, size, path in sorted(entries):
                if held <= self._size * 9 // 10:
                    break
                _unlink(path)
                with contextlib.suppress(OSError):  # others are in it
                    os.rmdir(os.path.dirname(path))
                held -= size
        with self._lock:
            self._held = held


def _unlink(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)
