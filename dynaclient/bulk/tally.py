"""Counts what finished rows have come to, and says when a job has to stop because of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._support.wording import shown_option
from ..errors import Forbidden, Unauthorized
from .options import checked_failures
from .report import Report
from .results import Done, kind_of_error
from .states import State

_FEW = 100
"""Rows that must have finished before a share of failures is judged, where nobody knows how many rows there are."""


class Tally:
    """Counts into a report. Not for several threads at once.

    Args:
        max_failures: see `mapping.map_rows`.
    """

    def __init__(self, report: Report, max_failures: Any) -> None:
        self._report = report
        self._given = max_failures
        self._most = checked_failures(max_failures)

    def count(self, finished: Iterable[Done]) -> str:
        """Count rows; returns why the job has to stop, or ""."""
        report, reason = self._report, ""
        for done in finished:
            if done.state is State.BAD:
                continue
            if done.state is State.DONE:
                report.done += 1
            elif done.state is State.FAILED:
                report.failed += 1
            elif done.state is State.UNKNOWN:
                report.unknown += 1
                report.add_unknown(done.key)
            report.sent += 1 if done.tries else 0
            report.requests += done.tries
            if done.error is not None and done.tries:
                report.count_error(kind_of_error(done.error))
                reason = reason or self._reason(done)
        return reason

    def _reason(self, done: Done) -> str:
        """Why no further row is sent after this one: the credentials are refused, or too many rows have failed."""
        if isinstance(done.error, (Unauthorized, Forbidden)):
            return f"the server refused row {done.number:,}: {done.error}"
        return self.excess()

    def most(self) -> int | None:
        """How many rows may fail, if that is known: a share needs the number of rows."""
        most, total = self._most, self._report.total
        if isinstance(most, float):
            return None if total is None else int(most * total)
        return most

    def excess(self) -> str:
        """Why the job has to stop because of what is counted, or ""."""
        report, most = self._report, self._most
        if most is None:
            return ""
        failures = report.failed + report.unknown
        total = report.total or max(report.done + failures, _FEW)
        if failures > (most * total if isinstance(most, float) else most):
            return f"{failures:,} rows failed, more than max_failures={shown_option(self._given)}"
        return ""
