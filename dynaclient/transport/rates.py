"""Rates as `rate=` gives them, and the times at which requests may be sent under one."""

from __future__ import annotations

import re
from collections import deque
from typing import Any

from .._support.record import record
from .._support.wording import shown_option
from ..errors import RequestError

_UNITS = {"s": 1.0, "sec": 1.0, "second": 1.0, "m": 60.0, "min": 60.0, "minute": 60.0, "h": 3600.0, "hour": 3600.0}
_RATE = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*/\s*([a-z]+)")

_WIDEST = 0.1
"""Seconds: the most that requests are kept apart while the period still has room."""

LATE = 0.05
"""Seconds of requests that may be sent at once to catch up: sleeps are not exact."""

_MARGIN = 0.005
"""The part of a period that is added to it: requests do not arrive exactly as far apart as they are sent."""


@record
class Rate:
    """At most `count` requests in any `seconds`."""

    count: int
    seconds: float

    @property
    def gap(self) -> float:
        """The seconds between two requests: evenly apart, but no further than a tenth of a second."""
        return min(self.seconds * (1 + _MARGIN) / self.count, _WIDEST)


def checked_rate(given: Any) -> Rate | None:
    """The value of `rate=`: a number of requests a second, a text such as "60/s", "500/min" or "10/h", or None.

    Raises:
        RequestError: it is anything else.
    """
    if given is None or isinstance(given, Rate):
        return given
    count, seconds = 0.0, 1.0
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        count = float(given) if 1e-6 <= given < 1e9 else 0.0
    elif isinstance(given, str):
        found = _RATE.fullmatch(given.strip().lower())
        if found and found[2] in _UNITS:
            count, seconds = float(found[1]), _UNITS[found[2]]
    if count <= 0:
        raise RequestError(
            f"rate= must be a number of requests a second above 0, or a text such as '60/s', '500/min' or '10/h', "
            f"not {shown_option(given)}"
        )
    whole = max(1, int(count))
    return Rate(whole, seconds * whole / count)


class Spacing:
    """When requests may be sent under one rate. Needs a lock around it."""

    def __init__(self, rate: Rate) -> None:
        self.gap = rate.gap
        self._period = rate.seconds * (1 + _MARGIN)
        self._last = float("-inf")
        is_even = self.gap * rate.count >= rate.seconds
        self._sent: deque[float] = deque(maxlen=0 if is_even else rate.count)

    def when(self, position: int, now: float) -> float:
        """The time of a request that others go before."""
        even = max(self._last + self.gap, now - LATE) + position * self.gap
        full = self._sent.maxlen
        index = position + len(self._sent) - full if full else -1
        if not full or index < 0:
            return even
        periods, place = divmod(index, full)
        before = self._sent[place] if place < len(self._sent) else now
        return max(even, before + (periods + 1) * self._period)

    def take(self, now: float) -> None:
        """Count a request that is sent now."""
        self._last = max(self._last + self.gap, now - LATE)
        self._sent.append(now)

    def is_idle(self, now: float) -> bool:
        """Whether what was sent holds nothing back any more."""
        return now - LATE >= self._last + self.gap and (not self._sent or now >= self._sent[-1] + self._period)
