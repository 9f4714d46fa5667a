"""The state file of a pull: the mark, the page to go on with, and the size of what was written before it.

It is written after the rows are, whole or not at all.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .._support.whole_file import write_whole
from .files import read_text
from .identity import differences
from .journal_log import Unusable
from .marks import Mark

_VERSION = 1


@dataclass(slots=True)
class Running:
    """A run that has not come to its end.

    Attributes:
        next: what `pages.next` gave: {} before the first page, None after the last one.
        mark: the highest value so far.
        size: of the output when the run began.
        pages, items: read so far.
    """

    next: Mapping[str, Any] | None
    mark: Mark
    size: int
    pages: int = 0
    items: int = 0


@dataclass(slots=True)
class PullState:
    """What earlier runs have left.

    Attributes:
        path: of the file; None for a state that is not kept.
        identity: what the pull is.
        mark: the highest value of all whole runs.
        running: the run that has begun, or None.
        size: bytes of rows in the output, or in its journal.
        shrinks_to: the size that replaces it, while the output is replaced; 0 for none.
        parts: the number of the last Parquet part.
        merging: the part that is written, and the one that it takes in (0 for none), or None.
        runs: whole runs so far.
    """

    path: str | None
    identity: Mapping[str, Any]
    mark: Mark = field(default_factory=Mark)
    running: Running | None = None
    size: int = 0
    shrinks_to: int = 0
    parts: int = 0
    merging: tuple[int, int] | None = None
    runs: int = 0

    @property
    def is_new(self) -> bool:
        """Whether no run has begun before."""
        return self.running is None and not self.runs

    def load(self) -> None:
        """Read the file, if there is one.

        Raises:
            Unusable: it is damaged, or of another pull.
        """
        text = None if self.path is None else read_text(self.path)
        if text is None:
            return
        try:
            found = json.loads(text)
            self._take(found)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unusable(
                f"{self.path!r} is not the state of a pull, or it is damaged: name another file, or delete it and the "
                "output to begin again"
            ) from None
        other = differences(found["pull"], self.identity)
        if other and not self._holds_anything:
            self.running, self.size = None, 0
        elif other:
            raise Unusable(
                f"{self.path!r} is the state of another pull: {'; '.join(other)}. Name another state and output, or "
                "delete both to begin again"
            )

    @property
    def _holds_anything(self) -> bool:
        """Whether something has come of an earlier run; if not, another pull may take its place."""
        return bool(self.runs or self.size or (self.running is not None and self.running.pages))

    def _take(self, found: Mapping[str, Any]) -> None:
        if found["version"] != _VERSION or not isinstance(found["pull"], dict):
            raise ValueError
        run = found["running"]
        if run is not None:
            self.running = Running(run["next"], Mark.from_json(run), int(run["size"]), run["pages"], run["items"])
        self.mark = Mark.from_json(found["mark"])
        self.size, self.shrinks_to = int(found["size"]), int(found["shrinks to"])
        self.parts, self.runs = int(found["parts"]), int(found["runs"])
        self.merging = None if found["merging"] is None else (found["merging"][0], found["merging"][1])

    def save(self) -> None:
        """Write the file."""
        if self.path is None:
            return
        run = self.running
        found = {
            "version": _VERSION,
            "pull": self.identity,
            "mark": self.mark.as_json(),
            "running": None
            if run is None
            else {"next": run.next, "pages": run.pages, "items": run.items, "size": run.size, **run.mark.as_json()},
            "size": self.size,
            "shrinks to": self.shrinks_to,
            "parts": self.parts,
            "merging": self.merging,
            "runs": self.runs,
        }
        write_whole(self.path, json.dumps(found, ensure_ascii=False, indent=1) + "\n")

    def check_place(self) -> None:
        """Check that the file can be written.

        Raises:
            OSError: its folder is missing, or permission is denied.
        """
        if self.path is not None:
            folder = os.path.dirname(self.path) or os.curdir
            if not os.path.isdir(folder):
                raise FileNotFoundError(2, f"there is no folder {folder!r}", self.path)
            if not os.access(folder, os.W_OK):
                raise PermissionError(13, "permission denied", self.path)
