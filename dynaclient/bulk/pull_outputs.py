"""Where the rows of a pull go: JSON lines, Parquet parts, or only to the caller.

Each page is on the disk before the state says so.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from .._support.whole_file import WholeFile
from .._support.wording import shown_option
from ..errors import RequestError
from .files import AppendFile
from .journal_log import Unusable
from .key_set import KeySet
from .outputs import check_place, suffix_of
from .pull_state import PullState
from .rows import dumped

KeyOf = Callable[[Any], Any]


class PullOutput(Protocol):
    """What takes the rows of a pull."""

    def open(self, state: PullState) -> None:
        """Make the output as the state has it; what was written after that goes.

        Raises:
            Unusable: it is not the output of this pull.
        """

    def add(self, rows: Sequence[Any], state: PullState) -> None:
        """Write the rows of a page, and note it in the state, which is saved afterwards."""

    def begin_again(self, size: int, state: PullState) -> None:
        """Remove the rows of this run, which began at that size, if they would be there twice."""

    def end(self, state: PullState) -> None:
        """Make the output whole, after the last page."""

    def close(self) -> None:
        """Let go of the files."""


class NoRows:
    """The rows go to the caller only."""

    def open(self, state: PullState) -> None:
        """Nothing to open."""

    def add(self, rows: Sequence[Any], state: PullState) -> None:
        """Nothing to write."""

    def begin_again(self, size: int, state: PullState) -> None:
        """Nothing to remove."""

    def end(self, state: PullState) -> None:
        """Nothing to make whole."""

    def close(self) -> None:
        """Nothing to let go of."""


class _Lines:
    """A file of JSON lines whose size the state knows."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.file: AppendFile | None = None

    def open(self, state: PullState, *, may_be_missing: bool) -> None:
        exists = os.path.exists(self.path) and os.path.getsize(self.path) > 0
        if state.is_new and exists and not may_be_missing:
            raise Unusable(f"{self.path!r} exists, and no pull wrote it: delete it, or name another output")
        self.file = file = AppendFile(self.path)
        if not file.lock():
            self.close()
            raise Unusable("another process is running this pull")
        if state.shrinks_to and file.size == state.shrinks_to:
            state.size, state.shrinks_to = file.size, 0
        if file.size < state.size:
            self.close()
            raise Unusable(
                f"{self.path!r} was changed after this pull wrote it: bring it back as it was, or delete it and "
                f"{state.path!r} to begin again"
            )
        if file.size > state.size:
            file.cut(state.size)

    def add(self, rows: Sequence[Any], state: PullState) -> None:
        assert self.file is not None
        self.file.append("".join(f"{dumped(row)}\n" for row in rows).encode("utf-8", "backslashreplace"))
        self.file.sync()
        state.size = self.file.size

    def rows(self) -> Iterator[Any]:
        assert self.file is not None
        for _, line in self.file.lines():
            yield json.loads(line)

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


class LineRows:
    """A file of JSON lines. With a key, the last row of each stays when the run ends."""

    def __init__(self, path: str, key_of: KeyOf | None) -> None:
        self._lines = _Lines(path)
        self._key_of = key_of

    def open(self, state: PullState) -> None:
        """See `PullOutput`."""
        self._lines.open(state, may_be_missing=False)

    def add(self, rows: Sequence[Any], state: PullState) -> None:
        """See `PullOutput`."""
        self._lines.add(rows, state)

    def begin_again(self, size: int, state: PullState) -> None:
        """See `PullOutput`."""
        assert self._lines.file is not None
        self._lines.file.cut(size)
        state.size = size

    def end(self, state: PullState) -> None:
        """See `PullOutput`."""
        file = self._lines.file
        if self._key_of is None or file is None:
            return
        last, count = KeySet(), 0
        for count, row in enumerate(self._lines.rows(), 1):
            last.put(self._key_of(row), count)
        if len(last) == count:
            return
        size = sum(len(line) + 1 for line in self._staying(last))
        state.shrinks_to = size
        state.save()
        path = file.path
        with WholeFile(path) as new:
            for line in self._staying(last):
                new.write(line + b"\n")
            new.flush()
            os.fsync(new.fileno())
        self._lines.close()
        self._lines.file = AppendFile(path)
        self._lines.file.lock()
        state.size, state.shrinks_to = size, 0

    def _staying(self, last: KeySet) -> Iterator[bytes]:
        assert self._lines.file is not None
        assert self._key_of is not None
        for number, (_, line) in enumerate(self._lines.file.lines(), 1):
            if last.get(self._key_of(json.loads(line))) == number:
                yield line

    def close(self) -> None:
        """See `PullOutput`."""
        self._lines.close()


class PartRows:
    """A folder of Parquet parts. Pages are kept in a file beside the state until there are enough, or the run ends."""

    def __init__(self, folder: str, pages: str, key_of: KeyOf | None) -> None:
        from .parts import FULL, Parts

        self._parts = Parts(folder, key_of)
        self._lines = _Lines(pages)
        self._key_of = key_of
        self._full = FULL
        self._waiting = 0

    def open(self, state: PullState) -> None:
        """See `PullOutput`."""
        folder = self._parts.folder
        if state.is_new and (os.path.isfile(folder) or (os.path.isdir(folder) and os.listdir(folder))):
            raise Unusable(f"{folder!r} exists, and no pull wrote it: delete it, or name another output")
        if not state.is_new and not os.path.isdir(folder) and state.parts:
            raise Unusable(f"{folder!r} is missing: bring it back, or delete {state.path!r} to begin again")
        os.makedirs(folder, exist_ok=True)
        self._lines.open(state, may_be_missing=True)
        if state.merging is not None:
            self._merge(state)
        self._waiting = sum(1 for _ in self._lines.rows())

    def add(self, rows: Sequence[Any], state: PullState) -> None:
        """See `PullOutput`."""
        if self._waiting >= self._full and self._key_of is not None:
            self._merge(state)
        self._lines.add([row if isinstance(row, dict) else {"value": row} for row in rows], state)
        self._waiting += len(rows)

    def begin_again(self, size: int, state: PullState) -> None:
        """See `PullOutput`. With a key, rows that are there already are replaced."""
        assert self._lines.file is not None
        self._lines.file.cut(0)
        state.size = self._waiting = 0

    def end(self, state: PullState) -> None:
        """See `PullOutput`."""
        if state.size:
            self._merge(state)

    def _merge(self, state: PullState) -> None:
        """Turn the pages into a part."""
        assert self._lines.file is not None
        if state.merging is None:
            state.merging = state.parts + 1, self._parts.small(state.parts)
            state.save()
        self._parts.merge(self._lines.rows, *state.merging)
        state.parts, state.merging, state.size = state.merging[0], None, 0
        state.save()
        self._lines.file.cut(0)
        self._waiting = 0

    def close(self) -> None:
        """See `PullOutput`."""
        self._lines.close()


def pull_output_of(into: Any, form: str | None, state: str | None, key_of: KeyOf | None) -> PullOutput:
    """The output that `into=` and `form=` mean.

    Raises:
        RequestError: one of them cannot be.
    """
    if into is None:
        if form is not None:
            raise RequestError("form= is about the output: name it with into=")
        return NoRows()
    path = into
    suffix = suffix_of(path)
    found = form or _SUFFIXES.get(suffix, suffix[1:])
    if found not in ("jsonl", "parquet"):
        raise RequestError(
            f"a pull writes JSON lines (.jsonl) or Parquet parts (.parquet), not {shown_option(found)}: name "
            f"{path!r} like that, or say its form with form="
        )
    check_place(path, is_file=found == "jsonl")
    if found == "parquet":
        return PartRows(path, f"{state}.rows", key_of)
    return LineRows(path, key_of)


_SUFFIXES = {"": "jsonl", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
