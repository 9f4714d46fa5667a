"""The total time of a call, and what is left of it for its parts. Knows no sockets; the clock is given."""

from __future__ import annotations

import time
from collections.abc import Callable

from .._support.record import record
from ..errors import RequestError

Clock = Callable[[], float]
"""Seconds on a clock that never goes back."""

Timeout = float | tuple[float | None, float | None] | None
"""Seconds: for connecting and between bytes alike, or one for each; None waits for ever."""


@record
class Deadline:
    """When a call must be over: attempts, the waits between them, and the body.

    Attributes:
        seconds: how long it has in all, or None for as long as it takes.
        end: when that is, on `clock`.
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
        """Whether time is left after waiting this long."""
        return self.seconds is None or self.clock() + seconds < self.end

    def sooner(self, seconds: float | None) -> float | None:
        """A number of seconds, or what is left where that is less."""
        remaining = self.remaining
        if seconds is None or remaining is None:
            return remaining if seconds is None else seconds
        return min(seconds, remaining)


NEVER = Deadline()
"""No deadline."""


def checked_deadline(seconds: float | None) -> float | None:
    """What was given as `deadline=`, if it is a time."""
    if seconds is None:
        return None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not seconds > 0:
        raise RequestError(f"deadline= is a number of seconds above 0, or None for no end, not {seconds!r}")
    return float(seconds)


def parts_of(timeout: Timeout) -> tuple[float | None, float | None]:
    """`timeout` as (connect, between bytes)."""
    if isinstance(timeout, tuple):
        return timeout
    return timeout, timeout
