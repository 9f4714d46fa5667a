"""JSON files that several processes write: changed under a lock and replaced whole. The only opener of this room.

A process that is killed leaves the old file or the new one, and holds no lock.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .._support.whole_file import WholeFile
from .._support.wording import kind_of, shown_option
from ..errors import DocumentError, RequestError

Path = str | os.PathLike[str]


def path_text(path: Path) -> str:
    """A path as text.

    Raises:
        RequestError: it is anything else.
    """
    if not isinstance(path, (str, os.PathLike)) or not os.fspath(path):
        raise RequestError(f"path= must be the path of a file, not {shown_option(path)}")
    return os.fspath(path)


def read_object(path: Path, what: str, *, fix: str = "") -> dict[str, Any]:
    """The object in a JSON file.

    Args:
        what: what the file is, for errors: "a lock".
        fix: what to do if there is no such file.

    Raises:
        DocumentError: it cannot be read, or is something else.
    """
    name = os.fspath(path)
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except FileNotFoundError:
        raise DocumentError(f"there is no such file.{f' {fix}' if fix else ''}", source=name) from None
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}", source=name) from None
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"it is not {what}: {error}", source=name) from None
    if not isinstance(found, dict):
        raise DocumentError(f"it is not {what}: it must be an object, this is {kind_of(found)}", source=name)
    return found


def write_object(path: Path, value: Any) -> None:
    """Write an object as JSON, in place of what was there.

    Raises:
        DocumentError: the file cannot be written.
    """
    text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
    try:
        with WholeFile(path) as file:
            file.write(text.encode("utf-8", "replace"))
    except OSError as error:
        raise DocumentError(f"it cannot be written: {error.strerror}", source=os.fspath(path)) from None


def update_object(path: Path, what: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Replace an object by a changed one; no other process changes it meanwhile. A missing file is an empty object.

    Raises:
        DocumentError: the file cannot be read or written, or is something else.
    """
    with _locked(os.path.dirname(os.path.abspath(os.fspath(path)))):
        write_object(path, change(read_object(path, what) if os.path.exists(path) else {}))


@contextmanager
def _locked(folder: str) -> Iterator[None]:
    """Hold the lock of a folder, which the system gives up when the process ends. Without `flock`, there is none."""
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):  # Windows; or writing says what is wrong with the folder
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def read_bytes(path: Path) -> bytes:
    """The content of a file.

    Raises:
        DocumentError: it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise DocumentError(f"it cannot be read: {error.strerror}", source=os.fspath(path)) from None
