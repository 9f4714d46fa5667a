"""The lock of a client: refuses or reports a document that breaks it, or records what the client uses into it."""

from __future__ import annotations

import logging
import os
from typing import Any

from .._support.wording import did_you_mean, either, shown_option
from ..client.base import LockMode
from ..document import Document
from ..errors import LockBroken, RequestError
from .lock import merge_lock, read_lock
from .shared_file import Path
from .usage import Usage
from .used import Used

MODES = ("raise", "warn", "record")

_log = logging.getLogger("dynaclient")


class LockGuard:
    """The plugin that holds documents to a lock file; also a check of documents by itself: `guard(old, new)`.

    The file is read once. Nothing is compared while the document is the one that the lock was made from, or one that
    was just found to keep it.

    Raises:
        DocumentError: the file cannot be read.
    """

    def __init__(self, path: Path, mode: LockMode = "raise") -> None:
        self.path = os.fspath(path)
        self.mode = mode
        self.lock = read_lock(path)
        self._kept: Document | None = None

    def document(self, document: Document) -> None:
        """Refuse a document that breaks what is used, or log how it does.

        Raises:
            LockBroken: the document breaks what is used, and the mode is "raise".
        """
        if document is self._kept:
            return
        try:
            self.lock.check(document, self.path)
        except LockBroken as error:
            if self.mode == "raise":
                raise
            _log.warning("%s", error)
        self._kept = document

    def __call__(self, old: Document | None, new: Document) -> None:
        """The same as a check of what replaces `old`; the lock counts, whatever that one is."""
        self.document(new)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_kept": None}


class LockRecorder(Usage):
    """The plugin that writes the operations and arguments that a program uses into its lock."""

    def save(self, used: Used) -> None:
        """Write the lock of the present document, with what earlier runs used."""
        document = self._document
        if document is not None:
            merge_lock(self.path, document, used)


def lock_plugin(path: Any, mode: Any) -> LockGuard | LockRecorder:
    """The plugin for `lock=` and `lock_mode=` of a client.

    Raises:
        DocumentError: the lock cannot be read.
        RequestError: there is no such mode, or this is not a path.
    """
    if mode not in MODES:
        hint = did_you_mean(mode, MODES) if isinstance(mode, str) else ""
        raise RequestError(f"lock_mode= must be {either(list(map(repr, MODES)))}, not {shown_option(mode)}.{hint}")
    if not isinstance(path, (str, os.PathLike)):
        raise RequestError(f"lock= must be the path of a lock file, not {shown_option(path)}")
    return LockRecorder(path) if mode == "record" else LockGuard(path, mode)
