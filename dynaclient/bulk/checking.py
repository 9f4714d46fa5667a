"""Read rows, check them, and hand out those to send: all checked before the first is sent, else window by window."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .columns import RowReader
from .inputs import Input
from .journal import Journal
from .journal_log import Unusable
from .key_set import KeySet
from .no_journal import NoJournal
from .report import BadRow, Report, rows_of
from .rows import DIGEST, Row
from .states import State

_FIRST_WINDOW, _WINDOW = 10, 1000
"""Rows that are read and checked before one of them is sent, where the input can be read once: few at first."""

_BLOCK = 1000
_DIFFERENCES = 5

Problems = Sequence["tuple[str, str]"]


class BadRows(Exception):
    """Rows cannot be sent. Never leaves this room.

    Attributes:
        first, last: the numbers of the rows that were checked together.
    """

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last


class Feed:
    """The rows of an input, each checked before it is handed out.

    Args:
        check: what is wrong with the arguments of a row: (argument, reason).
        has_keys: whether rows have keys of their own, which must differ.
        skip_bad: leave bad rows out, instead of ending.
        to_send: whether a row in this state is sent.
        kept: a row that was checked, with its request but without its values, by its number; None if it is not kept.

    Attributes:
        lost: rows that were being sent when an earlier run ended, which must not be sent again.
    """

    def __init__(
        self,
        source: Input,
        reader: RowReader,
        check: Callable[[Row], Problems],
        journal: Journal | NoJournal,
        report: Report,
        *,
        has_keys: bool,
        skip_bad: bool,
        to_send: Callable[[int, int], bool],
        kept: Callable[[int], Row | None],
    ) -> None:
        self._source = source
        self._reader = reader
        self._check = check
        self._journal = journal
        self._report = report
        self._keys = KeySet() if has_keys else None
        self._skip_bad = skip_bad
        self._to_send = to_send
        self._kept = kept
        self._lock = threading.Lock()
        self._bad: dict[int, Problems] = {}
        self._rows: Iterator[Row] | None = None
        self._window: deque[Row] = deque()
        self._read = 0
        self._is_broken = False
        self._known = journal.known_rows()
        self._digests: list[bytes] = []
        self._differing: list[int] = []
        self._differ = 0
        self.lost: deque[Row] = deque()

    @property
    def is_checked(self) -> bool:
        """Whether all rows are checked before the first is sent."""
        return self._source.again

    def check_all(self, *, keep: bool = True) -> None:
        """Check all rows.

        Args:
            keep: note on disk what the rows are.

        Raises:
            BadRows: some cannot be sent, and they are not to be skipped.
            Unusable: the input has changed.
        """
        for row in self._numbered():
            self._judge(row)
        self._end(keep=keep)
        if self._bad and not self._skip_bad:
            raise BadRows(1, self._read)

    def take(self) -> Row | None:
        """The next row to send, or one with problems; None at the end. May be called from any thread."""
        with self._lock:
            if self._is_broken:
                return None
            try:
                return self._next()
            except BaseException:
                self._is_broken = True
                raise

    def _next(self) -> Row | None:
        if self._source.again:
            if self._rows is None:
                self._rows = self._again()
            return next(self._rows, None)
        if not self._window:
            self._fill()
        return self._window.popleft() if self._window else None

    def ready(self) -> Row | None:
        """The next row if it was read already."""
        try:
            return self._window.popleft()
        except IndexError:
            return None

    # all rows, then each of them

    def _numbered(self) -> Iterator[Row]:
        for number, values in enumerate(self._source.read(), 1):
            yield self._reader.read(number, values)

    def _again(self) -> Iterator[Row]:
        states = self._journal.states
        for number, values in enumerate(self._source.read(), 1):
            if number > self._read:
                raise Unusable(f"{self._source.name} grew while the job ran: row {number:,} was not there before")
            if self._to_send(number, states.get(number)):
                row = self._kept(number)
                if row is not None:
                    row.values = values
                else:
                    row = self._reader.read(number, values)
                    row.round = states.round_of(number)
                    row.problems = list(self._bad.get(number, row.problems))
                yield row

    # windows

    def _fill(self) -> None:
        if self._rows is None:
            self._rows = self._numbered()
        while not self._window:
            first, size = self._read + 1, min(_WINDOW, max(_FIRST_WINDOW, self._read))
            window: list[Row] = []
            is_bad = False
            for row in self._rows:
                if self._judge(row):
                    window.append(row)
                    is_bad |= bool(row.problems)
                if self._read - first + 1 >= size:
                    break
            if self._read < first:
                self._end(keep=True)
                return
            self._keep_digests()
            if is_bad and not self._skip_bad:
                raise BadRows(first, self._read)
            self._window.extend(window)

    # one row

    def _judge(self, row: Row) -> bool:
        """Check a row; returns whether it is to be handed out."""
        self._read = number = row.number
        self._compare(row)
        if self._keys is not None and row.key is not None:
            other = self._keys.add(row.key, number)
            if other:
                row.problems.append(("the key", f"row {other:,} has the key {row.key!r} too"))
        state = self._journal.states.get(number)
        row.round = self._journal.states.round_of(number)
        if not self._to_send(number, state):
            if state == State.STARTED:
                self.lost.append(row)
            return False
        if row.arguments is not None:
            row.problems.extend(self._check(row))
        if row.problems:
            self._report.bad += 1
            for column, reason in row.problems:
                self._report.add_bad(BadRow(number, row.key, column, reason))
            if self._source.again:
                self._bad[number] = tuple(row.problems)
        return True

    # what an earlier run has read

    def _compare(self, row: Row) -> None:
        if isinstance(self._journal, NoJournal):
            return
        digest = row.digest()
        if row.number > self._known:
            self._digests.append(digest)
            if len(self._digests) >= _BLOCK and self._source.again:
                self._keep_digests()
        elif self._journal.digests.at((row.number - 1) * DIGEST, DIGEST) != digest:
            self._differ += 1
            if len(self._differing) < _DIFFERENCES:
                self._differing.append(row.number)
            if not self._source.again:
                raise Unusable(self._difference())

    def _keep_digests(self) -> None:
        if self._digests and isinstance(self._journal, Journal):
            self._journal.digests.append(b"".join(self._digests))
        self._digests.clear()

    def _end(self, *, keep: bool) -> None:
        """All rows were read."""
        self._report.total = self._read
        self._report.unused = self._reader.unused
        header = self._journal.header or {}
        total = header.get("total")
        is_longer = total is not None and self._read > total
        if self._read < self._known or is_longer or self._differ:
            raise Unusable(self._difference(int(total or 0) if is_longer else self._known))
        if keep:
            self._keep_digests()

    def _difference(self, before: int = 0) -> str:
        """How the input differs from what an earlier run read."""
        found = []
        if before and self._read != before:
            was, now = ("was" if before == 1 else "were"), ("is" if self._read == 1 else "are")
            found.append(f"there {was} {rows_of(before)} before, and there {now} {self._read:,} now")
        if self._differ:
            numbers = ", ".join(f"{number:,}" for number in self._differing)
            more = f" and {self._differ - len(self._differing):,} more" if self._differ > len(self._differing) else ""
            found.append(f"row{'s' if self._differ > 1 else ''} {numbers}{more} had another key or other arguments")
        return (
            f"{self._source.name} changed since this job began: {'; '.join(found)}. Bring it back as it was, or name "
            "another output"
        )


def problems_of(violations: Sequence[Any], reader: RowReader) -> Iterator[tuple[str, str]]:
    """(column, reason) of each violation of a row, or of a reason in words."""
    for violation in violations:
        if isinstance(violation, str):
            yield "", violation
            continue
        first, _, rest = violation.path.lstrip("/").partition("/")
        argument = rest.partition("/")[0] if first == "body" and rest else first
        argument = argument.replace("~1", "/").replace("~0", "~")
        inner = "" if rest.partition("/")[2] == "" else f" at {violation.path}"
        yield reader.column_of(argument), f"{violation.message}{inner}"
