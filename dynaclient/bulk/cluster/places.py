"""The folder of a cluster's results: on a disk that all of its machines see, or at any address that fsspec knows."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from typing import Any

from ..._support.whole_file import WholeFile
from ...errors import MissingExtra, RequestError
from ..files import AppendFile, open_bytes

_BLOCK = 1 << 20
_MARK, _ARCHIVE = "sending.", ".zip"


class PlaceError(Exception):
    """The folder cannot be read or written; the text says why. Never leaves this room."""


class PartIsHeld(Exception):
    """Another process is running this part. Never leaves this room."""


def place_of(address: str) -> SharedFolder | RemoteFolder:
    """The folder at a path or address.

    Raises:
        RequestError: nothing can be kept at such an address.
    """
    scheme, separator, rest = address.partition("://")
    if not separator or scheme in ("file", "local"):
        return SharedFolder(os.path.abspath(os.path.expanduser(rest if separator else address)))
    try:
        from fsspec.core import url_to_fs
    except ModuleNotFoundError as error:
        raise MissingExtra(f"the address {address!r}", error.name or "fsspec") from None
    try:
        filesystem, path = url_to_fs(address)
    except Exception as error:  # noqa: BLE001  # of any filesystem: an unknown scheme, a package or a key is missing
        raise RequestError(f"the output {address!r} cannot be opened: {_reason(error)}") from None
    return RemoteFolder(address, filesystem, path)


class SharedFolder:
    """A folder on a disk that every machine of the cluster sees under the same path.

    Attributes:
        address: its absolute path.
        is_appended: whether the journal of a part reaches it line by line.
    """

    is_appended = True

    def __init__(self, address: str) -> None:
        self.address = address

    def create(self) -> None:
        """Create the folder; the one that it is in must exist."""
        if os.path.isdir(self.address):
            return
        if os.path.exists(self.address):
            raise PlaceError("it is a file, and workers need a folder")
        if not os.path.isdir(os.path.dirname(self.address)):
            raise PlaceError(f"there is no folder {os.path.dirname(self.address)!r}")
        with _explained():
            os.mkdir(self.address)

    def discard(self) -> None:
        """Remove the folder if nothing is in it."""
        with contextlib.suppress(OSError):
            os.rmdir(self.address)

    def hold(self) -> AppendFile | None:
        """Hold the folder until the file that is returned is closed; None if another process holds it."""
        with _explained():
            file = AppendFile(self._path("_lock"))
        if file.lock():
            return file
        file.close()
        return None

    def read(self, name: str) -> bytes | None:
        """A small file, or None if there is none."""
        with _explained(), contextlib.suppress(FileNotFoundError), open_bytes(self._path(name)) as file:
            return file.read()
        return None

    def write(self, name: str, content: bytes) -> None:
        """Write a small file, whole or not at all."""
        path = self._path(name)
        with _explained():
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with WholeFile(path) as file:
                file.write(content)

    def put(self, path: str, name: str) -> None:
        """Copy a file of this machine, whole or not at all."""
        with _explained(), open_bytes(path) as source, WholeFile(self._path(name)) as file:
            shutil.copyfileobj(source, file, _BLOCK)

    def names(self, folder: str = "") -> list[str]:
        """The names in the folder, or in one of its folders."""
        with _explained(), contextlib.suppress(FileNotFoundError):
            return sorted(os.listdir(self._path(folder)))
        return []

    def remove(self, name: str) -> None:
        """Remove a file or folder, if it is there."""
        path = self._path(name)
        with _explained(), contextlib.suppress(FileNotFoundError):
            shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else os.unlink(path)

    @contextlib.contextmanager
    def part_folder(self, name: str, *, is_safe: bool) -> Iterator[tuple[str, bool]]:
        """The folder of one part, which this process alone holds, and whether rows of it may be lost: they are not.

        Raises:
            PartIsHeld: another process holds it.
        """
        with _explained():
            path = self._path(name)
            os.makedirs(path, exist_ok=True)
            lock = AppendFile(os.path.join(path, "lock"))
        with lock:
            if not lock.lock():
                raise PartIsHeld
            yield path, False

    def keep(self, path: str, name: str) -> None:
        """Keep the folder of a part for the next run: it is there already."""

    def kept(self, name: str, file: str) -> bytes:
        """A file of a part that is kept; b"" if there is none."""
        return self.read(f"{name}/{file}") or b""

    def forget(self, name: str) -> None:
        """Keep nothing of a part that is done."""
        self.remove(name)

    def _path(self, name: str) -> str:
        return os.path.join(self.address, *name.split("/"))


class RemoteFolder:
    """A folder at an address of fsspec, such as a bucket, whose files are written whole."""

    is_appended = False

    def __init__(self, address: str, filesystem: Any, path: str) -> None:
        self.address = address.rstrip("/")
        self._filesystem = filesystem
        self._root = path.rstrip("/")

    def create(self) -> None:
        """Create the folder."""
        with _explained():
            self._filesystem.makedirs(self._root, exist_ok=True)

    def discard(self) -> None:
        """Leave the folder: such an address has none that is empty."""

    def hold(self) -> contextlib.AbstractContextManager[Any]:
        """Nothing can be held at such an address."""
        return contextlib.nullcontext()

    def read(self, name: str) -> bytes | None:
        """A small file, or None if there is none."""
        with _explained(), contextlib.suppress(FileNotFoundError):
            return bytes(self._filesystem.cat_file(self._path(name)))
        return None

    def write(self, name: str, content: bytes) -> None:
        """Write a small file, whole or not at all."""
        path = self._path(name)
        with _explained():
            self._filesystem.makedirs(path.rpartition("/")[0], exist_ok=True)
            self._filesystem.pipe_file(path, content)

    def put(self, path: str, name: str) -> None:
        """Copy a file of this machine, whole or not at all."""
        target = self._path(name)
        with _explained():
            self._filesystem.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._filesystem.put_file(path, target)

    def names(self, folder: str = "") -> list[str]:
        """The names in the folder, or in one of its folders."""
        with _explained(), contextlib.suppress(FileNotFoundError):
            self._filesystem.invalidate_cache()
            found = self._filesystem.ls(self._path(folder), detail=False)
            return sorted(name.rstrip("/").rpartition("/")[2] for name in found)
        return []

    def remove(self, name: str) -> None:
        """Remove a file or folder, if it is there."""
        with _explained(), contextlib.suppress(FileNotFoundError):
            self._filesystem.rm(self._path(name), recursive=True)

    @contextlib.contextmanager
    def part_folder(self, name: str, *, is_safe: bool) -> Iterator[tuple[str, bool]]:
        """A folder of this machine with what there is of a part, and whether rows of it may be lost.

        They may be if there is the mark of a process that did not end. Of two processes that set a mark at the same
        time, both see both.

        Args:
            is_safe: whether rows may be sent twice, so that none is lost.
        """
        self.write(f"{name}/{_MARK}{os.urandom(8).hex()}", b"")
        marks = [f"{name}/{file}" for file in self.names(name)]
        with tempfile.TemporaryDirectory(prefix="dynaclient-") as folder:
            kept = self.read(f"{name}{_ARCHIVE}")
            if kept is not None:
                with zipfile.ZipFile(io.BytesIO(kept)) as archive:
                    archive.extractall(folder)
            yield folder, len(marks) > 1 and not is_safe
        for mark in marks:
            self.remove(mark)

    def keep(self, path: str, name: str) -> None:
        """Keep the folder of a part for the next run, as one file: it arrives whole or not at all."""
        with tempfile.TemporaryDirectory(prefix="dynaclient-") as folder:
            self.put(shutil.make_archive(os.path.join(folder, "part"), "zip", path), f"{name}{_ARCHIVE}")

    def kept(self, name: str, file: str) -> bytes:
        """A file of a part that is kept; b"" if there is none."""
        archived = self.read(f"{name}{_ARCHIVE}")
        if archived is None:
            return b""
        with zipfile.ZipFile(io.BytesIO(archived)) as archive:
            return archive.read(file) if file in archive.namelist() else b""

    def forget(self, name: str) -> None:
        """Keep nothing of a part that is done."""
        self.remove(f"{name}{_ARCHIVE}")

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}" if name else self._root


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """Errors of any filesystem as `PlaceError`, but for a file that is missing."""
    try:
        yield
    except FileNotFoundError:
        raise
    except Exception as error:  # noqa: BLE001  # each filesystem has errors of its own
        raise PlaceError(_reason(error)) from None


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
