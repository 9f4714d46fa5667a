"""How many workers a job has: more while that makes it faster, half as many when the server refuses.

Additive increase, multiplicative decrease. Where a rate is known, so many that it is used. Knows the clock as a value.
"""

from __future__ import annotations

from typing import Any

from .._support.wording import shown_option
from ..errors import RequestError

_MOST = 1000
_FIRST = 4

_LEAST_SECONDS = 0.15
_LEAST_ROWS = 20
"""The shortest period that is judged: so long, and so many rows or twice the workers."""

_SHARE = 0.25
"""The part of the gain that more workers promise which they must bring to stay."""

_LONGEST_REST = 16
"""Periods before more workers are tried again, at most; the rest doubles with each attempt in vain."""

_FEWEST = 3
"""Refusals in a period that count."""

_SHARE_OF_RATE = 0.1
"""The same where a rate is known that is not used yet."""

_STEADY = 0.7
"""How slowly the share of refusals is learned that does not depend on the number of workers."""


class Crew:
    """The number of workers, and what it follows from.

    Args:
        given: a fixed number, or "auto".
        most: the upper limit for "auto".
        first: how many "auto" begins with; None for a few.

    Attributes:
        limit: how many may work now.
        is_fixed: whether the caller has said how many.
    """

    def __init__(self, given: int | str, most: int, first: int | None = None) -> None:
        self.is_fixed = given != "auto"
        self.limit = int(given) if self.is_fixed else min(first or _FIRST, most)
        self._most = most
        self._since: float | None = None
        self._rows = self._refused = 0
        self._seen = self._paced = self._waiting = 0
        self._steady = self.limit
        self._rate = 0.0
        self._factor = 2.0
        self._resting = self._rest = 1
        self._usual = 0.0

    def note(self, rows: int, refused: int, now: float, demand: bool | None = None) -> None:
        """Take in finished rows.

        Args:
            refused: how many of them met a 429 on their way.
            now: the time in seconds.
            demand: whether calls wait for a rate that is known; None if none is.
        """
        if self.is_fixed:
            return
        if self._since is None:
            self._since = now
            return
        self._rows += rows
        self._refused += refused
        self._seen += 1
        self._paced += demand is not None
        self._waiting += bool(demand)
        seconds = now - self._since
        if seconds >= _LEAST_SECONDS and self._rows >= max(_LEAST_ROWS, 2 * self.limit):
            is_refused = self._is_refused()
            self._decide(self._rows / seconds, is_refused)
            self._since, self._rows, self._refused = now, 0, 0
            self._seen = self._paced = self._waiting = 0

    def _is_refused(self) -> bool:
        """Whether more was refused than is usual, chance left out of account."""
        usual = self._usual * self._rows
        self._usual = _STEADY * self._usual + (1 - _STEADY) * self._refused / self._rows
        return self._refused >= _FEWEST and self._refused > 1.5 * usual + 2 * usual**0.5

    def _decide(self, rate: float, is_refused: bool) -> None:
        is_paced = 2 * self._paced > self._seen
        if is_paced and 2 * self._waiting >= self._paced:  # there are enough
            self._steady, self._rate, self._resting = self.limit, 0.0, 1
        elif is_refused and not is_paced:  # where a rate is known, the pacer sees to refusals
            self.limit = self._steady = max(min(_FIRST, self._most), self._steady // 2)
            self._factor, self._rate, self._resting = 1.25, 0.0, 2
        elif self.limit > self._steady:
            self._judge_attempt(rate, _SHARE_OF_RATE if is_paced else _SHARE)
        else:
            self._rate = rate if not self._rate else (self._rate + rate) / 2
            self._resting -= 1
            if self._resting <= 0:
                self._try_more()

    def _judge_attempt(self, rate: float, share: float) -> None:
        promised = self.limit / self._steady - 1
        if rate >= self._rate * (1 + share * promised):
            self._steady, self._rate, self._rest = self.limit, rate, 1
            self._try_more()
        else:
            self.limit, self._factor = self._steady, 1.5
            self._rest = min(2 * self._rest, _LONGEST_REST)
            self._resting = self._rest

    def _try_more(self) -> None:
        self.limit = min(self._most, max(self._steady + 1, int(self._steady * self._factor)))
        self._resting = self._rest


def checked_workers(given: Any) -> int | str:
    """The value of `workers=`.

    Raises:
        RequestError: it is neither a count nor "auto".
    """
    if given == "auto" or (isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= _MOST):
        return given  # type: ignore[no-any-return]
    raise RequestError(f"workers= must be from 1 to {_MOST:,}, or 'auto', not {shown_option(given)}")
