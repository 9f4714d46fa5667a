"""How many workers a job has: more while that makes it faster, half as many when the server refuses.

Additive increase, multiplicative decrease. Knows the clock only as a value.
"""

from __future__ import annotations

from typing import Any

from .._support.wording import shown_option
from ..errors import RequestError

_MOST = 1000
_FIRST = 4
_LEAST_SECONDS = 0.2
_LEAST_ROWS = 16
_GAIN = 1.04
"""How much faster more workers must be to stay."""

_REST = 8
"""Periods without gain before more workers are tried again."""

_STEADY_SHARE = 0.7
"""How slowly the share of refusals is learned that does not depend on the number of workers."""


class Crew:
    """The number of workers, and what it follows from.

    Args:
        given: a fixed number, or "auto".
        most: the upper limit for "auto".

    Attributes:
        limit: how many may work now.
    """

    def __init__(self, given: int | str, most: int) -> None:
        self._is_fixed = given != "auto"
        self.limit = int(given) if self._is_fixed else min(_FIRST, most)
        self._most = most
        self._since: float | None = None
        self._rows = self._refused = 0
        self._best = 0.0
        self._before = self.limit
        self._resting = 0
        self._doubles = True
        self._usual = 0.0

    def note(self, rows: int, refused: int, now: float) -> None:
        """Take in finished rows.

        Args:
            refused: how many of them met a 429 or 503 on their way.
            now: the time in seconds.
        """
        if self._is_fixed:
            return
        if self._since is None:
            self._since = now
            return
        self._rows += rows
        self._refused += refused
        seconds = now - self._since
        if seconds >= _LEAST_SECONDS and self._rows >= max(_LEAST_ROWS, 2 * self.limit):
            self._decide(self._rows / seconds, self._refused / self._rows)
            self._since, self._rows, self._refused = now, 0, 0

    def _decide(self, rate: float, share: float) -> None:
        is_refused = share > 1.5 * self._usual + 0.02
        self._usual = _STEADY_SHARE * self._usual + (1 - _STEADY_SHARE) * share
        if is_refused:
            self.limit = self._before = max(1, self.limit // 2)
            self._doubles, self._best = False, 0.0
        elif rate > self._best * _GAIN:
            self._best = rate
            self._grow()
        elif self.limit > self._before:  # more did not help
            self.limit, self._doubles, self._resting = self._before, False, _REST
            self._best = max(self._best * 0.97, rate)
        elif self._resting:
            self._resting -= 1
            self._best = max(self._best * 0.97, rate)
        else:
            self._grow()

    def _grow(self) -> None:
        self._before = self.limit
        step = self.limit if self._doubles else max(1, self.limit // 4)
        self.limit = min(self._most, self.limit + step)


def checked_workers(given: Any) -> int | str:
    """The value of `workers=`.

    Raises:
        RequestError: it is neither a count nor "auto".
    """
    if given == "auto" or (isinstance(given, int) and not isinstance(given, bool) and 1 <= given <= _MOST):
        return given  # type: ignore[no-any-return]
    raise RequestError(f"workers= must be from 1 to {_MOST:,}, or 'auto', not {shown_option(given)}")
