"""The plugin that notes where a server's answers differ from the document. It is never in the way of a call."""

from __future__ import annotations

import atexit
import logging
import os
import random
import threading
import time
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any
from weakref import WeakMethod

from .._support.warning import log_warning
from .._support.wording import shown_option
from ..document import Document
from ..errors import RequestError
from .drift_findings import DriftFinder
from .drift_notes import Note, merge_notes, merged_notes
from .shared_file import Path, path_text

if TYPE_CHECKING:
    from ..response import Response

_log = logging.getLogger("dynaclient")

_BETWEEN = 10.0
"""Seconds between two times that the file is written, apart from the first time that something differs."""


_MOST = 2_000
"""Differences that one object notes; a server of another API entirely would have no end of them."""


_FINDERS = 2
"""Documents that answers are compared with at a time."""


class Drift:
    """Notes statuses, media types, headers, members, types and values in answers that the document does not have.

    Also notes refusals by the server of calls that fit the document. The file is merged with what other runs and
    processes noted; it has counts, times and one short example for each difference, with secrets masked. `dynaclient
    drift FILE` shows it. An error of this plugin is logged, and never reaches a call.

    Args:
        path: the file.
        sample: the share of answers that is looked at, from 0 to 1.

    Raises:
        RequestError: `path` or `sample` is something else.
    """

    def __init__(self, path: Path = "drift.json", sample: float = 1.0) -> None:
        if isinstance(sample, bool) or not isinstance(sample, (int, float)) or not 0 <= sample <= 1:
            raise RequestError(f"sample= must be a number from 0 to 1, not {shown_option(sample)}")
        self.path = path_text(path)
        self.sample = float(sample)
        self._lock = threading.Lock()
        self._notes: dict[tuple[str, ...], Note] = {}
        self._known: set[tuple[str, ...]] = set()
        self._finders: list[DriftFinder] = []
        self._document: Document | None = None
        self._written = 0.0
        self._process = os.getpid()
        self._has_failed = False
        _at_exit(WeakMethod(self.close))

    def document(self, document: Document) -> None:
        """Take a document that the client uses from now on; each answer is compared with the one of its call."""
        self._document = document

    def answered(self, response: Response) -> None:
        """Look at an answer, if it is in the sample."""
        if self.sample < 1 and random.random() >= self.sample:  # noqa: S311  # a sample, not a secret
            return
        try:
            self._look(response)
        except Exception as error:  # noqa: BLE001  # whatever it is, the call goes on
            self._report(error)

    def _look(self, response: Response) -> None:
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        with self._lock:  # schemas are read once, by one thread
            found = self._finder(response.document).notes(response, now)
            if self._process != os.getpid():  # what a parent noted is the parent's to write
                self._process, self._notes = os.getpid(), {}
            new = []
            for note in merged_notes(found):
                if len(self._known) >= _MOST and note.key not in self._known:
                    continue
                known = self._notes.get(note.key)
                self._notes[note.key] = note if known is None else known.merged(note)
                if note.key not in self._known:
                    new.append(note)
                self._known.add(note.key)
            is_due = bool(new) or (bool(self._notes) and time.monotonic() - self._written >= _BETWEEN)
        for note in new:
            log_warning(f"{note.operation_id}: the answer differs from the document: {note.where}: {note.text}")
        if is_due:
            self.flush()

    def _finder(self, document: Document) -> DriftFinder:
        """The finder for a document: the one in use, or the one before, which calls under way belong to."""
        found = next((finder for finder in self._finders if finder.document is document), None)
        if found is None:
            found = DriftFinder(document)
            self._finders = [found, *self._finders[: _FINDERS - 1]]
        return found

    def flush(self) -> None:
        """Write what was noted since the last time.

        Raises:
            DocumentError: the file cannot be written; what was noted is kept for the next time.
        """
        with self._lock:
            notes, self._notes = self._notes, {}
            self._written = time.monotonic()
        if not notes or self._process != os.getpid():
            return
        try:
            merge_notes(self.path, notes.values())
        except BaseException:
            with self._lock:
                self._notes = {note.key: note for note in merged_notes([*notes.values(), *self._notes.values()])}
            raise

    def close(self) -> None:
        """Write what is left; an error is logged."""
        try:
            self.flush()
        except Exception as error:  # noqa: BLE001
            self._report(error)

    def _report(self, error: Exception) -> None:
        """Log an error; only the first one, since each call may have it."""
        if not self._has_failed:
            self._has_failed = True
            _log.warning("the plugin Drift cannot note what differs: %s", error)

    def __getstate__(self) -> dict[str, Any]:
        return {"path": self.path, "sample": self.sample, "document": self._document}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        self.__init__(state["path"], state["sample"])  # type: ignore[misc]
        if state["document"] is not None:
            self.document(state["document"])


def _at_exit(close: WeakMethod[Any]) -> None:
    def run() -> None:
        method = close()
        if method is not None:
            method()

    atexit.register(run)
