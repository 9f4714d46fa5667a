"""The total time of a call, and how much of it is left. Does no I/O; the clock is passed in."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from .._support.record import record
from .._support.wording import shown_option
from ..errors import RequestError

Clock = Callable[[], float]
"""Returns seconds on a clock that never goes back."""

Timeout = float | tuple[float | None, float | None] | None
"""Seconds: one number for both connecting and waiting between bytes, or a pair; None means no limit."""


@record
class Deadline:
    """When a call must be over, with its attempts, the waits between them, and the body.

    Attributes:
        seconds: total time for the call, or None for no limit.
        end: when the time ends, on `clock`.
    """

    seconds: float | None = None
    end: float = 0.0
    clock: Clock = time.monotonic

    @classmethod
    def after(cls, seconds: float | None, clock: Clock = time.monotonic) -> Deadline:
        """The deadline of a call that begins now."""
        if seconds is None:
            return NEVER
        return cls(seconds, clock() + seconds, clock)

    @property
    def remaining(self) -> float | None:
        """Seconds left, never below 0; None without a deadline."""
        return None if self.seconds is None else max(0.0, self.end - self.clock())

    @property
    def expired(self) -> bool:
        """Whether no time is left."""
        return self.seconds is not None and self.clock() >= self.end

    def allows(self, seconds: float) -> bool:
        """Whether any time is left after waiting this long."""
        return self.seconds is None or self.clock() + seconds < self.end

    def sooner(self, seconds: float | None) -> float | None:
        """The smaller of `seconds` and the time left."""
        remaining = self.remaining
        if seconds is None or remaining is None:
            return remaining if seconds is None else seconds
        return min(seconds, remaining)


NEVER = Deadline()
"""No deadline."""


LONGEST = 1e9
"""Seconds (31 years): the longest time that can be set; the system's clocks take not much more."""


def is_time(seconds: Any) -> bool:
    """Whether a value is a number of seconds from 0 that the system can wait for."""
    return isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and 0 <= seconds <= LONGEST


def checked_deadline(seconds: float | None) -> float | None:
    """Return `deadline=` if it is a valid time."""
    if seconds is None:
        return None
    if not is_time(seconds) or not seconds:
        raise RequestError(
            f"deadline= must be a number of seconds above 0, or None for no limit, not {shown_option(seconds)}"
        )
    return float(seconds)


def parts_of(timeout: Timeout) -> tuple[float | None, float | None]:
    """`timeout` as (connect, between bytes)."""
    if isinstance(timeout, tuple):
        return timeout
    return timeout, timeout
