"""What came of a job: counts, every bad row, and the errors by kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MOST_BAD = 100_000
"""Bad rows that a report lists; further ones are counted."""

MOST_KINDS = 100
MOST_UNKNOWN = 100_000
_SHOWN = 20
"""Bad rows in the text of an error."""


@dataclass(slots=True)
class BadRow:
    """A row that cannot be sent.

    Attributes:
        number: of the row, from 1.
        key: its key, or None.
        column: where the fault is; the argument's name if no column of that name exists; "" for the whole row.
        reason: what is wrong, and what is expected.
    """

    number: int
    key: Any
    column: str
    reason: str

    def __str__(self) -> str:
        key = "" if self.key in (None, self.number) else f" (key {self.key!r})"
        column = f", {self.column}" if self.column else ""
        return f"row {self.number:,}{key}{column}: {self.reason}"


@dataclass(slots=True)
class Report:
    """What came of a job. Counts are rows unless they say otherwise.

    Attributes:
        operation_id: the operation.
        into: the output, or "".
        total: the rows of the input; None until all of it was read.
        earlier: rows that an earlier run has done.
        sent: rows sent by this run.
        done: rows that succeeded in this run.
        failed: rows that failed in this run.
        unknown: rows of which nobody knows whether the server acted on them; earlier runs included.
        bad: rows that cannot be sent.
        requests: requests of this run, with retries.
        seconds: how long this run has sent rows.
        bad_rows: what is wrong with the bad rows.
        unknown_keys: the keys of the unknown rows.
        errors: kinds of errors, as `NotFound 404`, and how many rows failed with each.
        unused: columns that are neither an argument nor used otherwise.
        stopped: why the job stopped before its end, or "".
    """

    operation_id: str
    into: str = ""
    total: int | None = None
    earlier: int = 0
    sent: int = 0
    done: int = 0
    failed: int = 0
    unknown: int = 0
    bad: int = 0
    requests: int = 0
    seconds: float = 0.0
    bad_rows: list[BadRow] = field(default_factory=list)
    unknown_keys: list[Any] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    stopped: str = ""

    @property
    def left(self) -> int | None:
        """Rows that are neither done, unknown nor bad; None if the input was not read to its end."""
        if self.total is None:
            return None
        return self.total - self.earlier - self.done - self.unknown - self.bad

    @property
    def ok(self) -> bool:
        """Whether every row is done."""
        return not (self.failed or self.unknown or self.bad or self.stopped)

    def forget_rows(self) -> None:
        """Begin to count anew."""
        self.total, self.earlier, self.bad, self.unused = None, 0, 0, ()
        self.bad_rows.clear()

    def add_bad(self, found: BadRow) -> None:
        """List what is wrong with a bad row."""
        if len(self.bad_rows) < MOST_BAD:
            self.bad_rows.append(found)

    def add_unknown(self, key: Any) -> None:
        """List the key of an unknown row."""
        if len(self.unknown_keys) < MOST_UNKNOWN:
            self.unknown_keys.append(key)

    def count_error(self, kind: str, count: int = 1) -> None:
        """Count rows that failed."""
        if kind in self.errors or len(self.errors) < MOST_KINDS:
            self.errors[kind] = self.errors.get(kind, 0) + count

    def add(self, other: Report) -> None:
        """Count what another report counts of this run: rows that were sent, and what came of them."""
        self.sent += other.sent
        self.done += other.done
        self.failed += other.failed
        self.requests += other.requests
        for kind, count in other.errors.items():
            self.count_error(kind, count)
        for key in other.unknown_keys:
            self.add_unknown(key)

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self) -> Iterator[str]:
        """The report as sentences."""
        counts = [f"{self.done:,} done"]
        counts += [f"{n:,} {word}" for n, word in ((self.failed, "failed"), (self.unknown, "unknown")) if n]
        counts += [f"{self.bad:,} not sent because they do not fit"] if self.bad else []
        counts += [f"{self.earlier:,} done before"] if self.earlier else []
        of = f" of {rows_of(self.total)}" if self.total is not None else ""
        requests = f"{self.requests:,} request{'' if self.requests == 1 else 's'}"
        yield f"{self.operation_id}: {', '.join(counts)}{of}, in {self.seconds:.1f} s with {requests}."
        for kind, count in sorted(self.errors.items(), key=lambda item: -item[1])[:_SHOWN]:
            yield f"  {count:,} × {kind}"


def rows_of(count: int) -> str:
    """`1 row`, `2,000 rows`."""
    return f"{count:,} row{'' if count == 1 else 's'}"


def bad_rows_text(report: Report) -> str:
    """The bad rows, for the text of an error."""
    shown = [f"  {bad}" for bad in report.bad_rows[:_SHOWN]]
    more = len(report.bad_rows) - len(shown)
    return "\n".join([*shown, *([f"  … and {more:,} more"] if more > 0 else [])])
