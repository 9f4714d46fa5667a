"""The lock of a client: refuses or reports a document that breaks it, or records what the client uses into it."""

# ruff: noqa: SLF001  # written as a part of the client

from __future__ import annotations

import logging
import os
import weakref
from typing import Any

from .._support.wording import did_you_mean, either, shown_option
from ..client.base import LockMode
from ..client.options import changed_options
from ..document import Document
from ..errors import LockBroken, RequestError
from .lock import merge_lock, read_lock
from .shared_file import Path
from .usage import Usage
from .used import Used

MODES = ("raise", "warn", "record")

_log = logging.getLogger("dynaclient")


class LockGuard:
    """The check that holds a client's document, and each that would replace it, to a lock file, read once.

    A document is compared once, and not at all if it is the one that the lock was made from.

    Raises:
        DocumentError: the file cannot be read.
    """

    def __init__(self, path: Path, mode: LockMode = "raise") -> None:
        self.path = os.fspath(path)
        self.mode = mode
        self.lock = read_lock(path)
        self._kept: weakref.ref[Document] | None = None

    def __call__(self, old: Document | None, new: Document) -> None:
        """Refuse a document that breaks what is used, or log how it does; what it replaces makes no difference.

        Raises:
            LockBroken: the document breaks what is used, and the mode is "raise".
        """
        if self._kept is not None and new is self._kept():
            return
        try:
            self.lock.check(new, self.path)
        except LockBroken as error:
            if self.mode == "raise":
                raise
            _log.warning("%s", error.described('It is used all the same: lock_mode="warn".'))
        self._kept = weakref.ref(new)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": None}


class LockRecorder(Usage):
    """The plugin that writes the operations and arguments that a program uses into its lock."""

    def save(self, used: Used) -> None:
        """Write the lock of the present document, with what earlier runs used."""
        document = self._document
        if document is not None:
            merge_lock(self.path, document, used)


def keep_lock(client: Any, path: Any, mode: Any) -> None:
    """What `lock=` and `lock_mode=` of a client do: check its document and those that are activated, or record.

    Raises:
        DocumentError: the lock cannot be read.
        LockBroken: the document breaks what is used.
        RequestError: there is no such mode, or this is not a path.
    """
    if mode not in MODES:
        hint = did_you_mean(mode, MODES) if isinstance(mode, str) else ""
        raise RequestError(f"lock_mode= must be {either(list(map(repr, MODES)))}, not {shown_option(mode)}.{hint}")
    if not isinstance(path, (str, os.PathLike)):
        raise RequestError(f"lock= must be the path of a lock file, not {shown_option(path)}")
    if mode == "record":
        client._options = changed_options(client._options, plugins=[LockRecorder(path)])
        return
    guard = LockGuard(path, mode)
    guard(None, client.document)
    client._slot.checks.append(guard)
