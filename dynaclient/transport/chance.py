"""The rate for a server that refuses some requests whatever their rate, as one in trouble does.

It may have a limit besides, which only shows in a larger share of refusals than is usual. Knows the clock as a value.
"""

from __future__ import annotations

import math
from collections import deque

_SECONDS, _ANSWERS = 0.5, 40
"""The shortest period that is judged: so long, and so many answers."""

_BRAKE, _LEAST = 0.98, 0.7
"""The parts of the accepted rate to go on with after a limit was met, and of the rate before that at least."""

_FIRST, _MOST = 0.01, 0.25
"""The growth of the rate in the first period after a limit was met; it doubles in each further one, up to the last."""

_USED = 0.85
"""The part of the rate that must have been used for it to grow, and for a limit to show in what was accepted."""

_LOOK, _SHUT = 8, 6
"""So many refusals among the last answers show that nothing is accepted until the server's wait is over."""

_FORGET = 60.0
"""Seconds after the last refusal for which the share is believed."""


class RateProbe:
    """The rate at which requests are sent, and what it follows from.

    Attributes:
        rate: requests a second; infinite until a limit was met.

    Args:
        usual: the share of refusals so far.
    """

    def __init__(self, usual: float, now: float) -> None:
        self.rate = math.inf
        self._growth = _FIRST
        self._was_shut = False
        self._usual = usual
        self._recent: deque[float] = deque()
        self._before = (0, 0.0)
        self._since = self._refused_at = now
        self._accepted = self._refused = 0
        self._last: deque[float | None] = deque(maxlen=_LOOK)

    def learn(self, now: float, wait: float | None) -> float:
        """Take in an answer.

        Args:
            wait: what one that refuses the request asks for; None of any other.

        Returns:
            The seconds for which nothing should be sent: the shortest wait, if almost all of late were refused.
        """
        self._last.append(wait)
        waits = [each for each in self._last if each is not None]
        hold = min(waits) if len(waits) >= _SHUT else 0.0
        if wait is not None:
            self._refused += 1
            self._refused_at = now
        else:
            self._accepted += 1
            self._recent.append(now)
        if hold:
            self._was_shut = True
            self._last.clear()
        self._count(now)
        return hold

    def _count(self, now: float) -> None:
        seconds, count = now - self._since, self._accepted + self._refused
        if seconds >= _SECONDS and count >= _ANSWERS:
            while self._recent and self._recent[0] <= now - 1:
                self._recent.popleft()
            self._judge(seconds, count)
            self._before = self._accepted, seconds
            self._since, self._accepted, self._refused, self._was_shut = now, 0, 0, False

    def is_over(self, now: float) -> bool:
        """Whether nothing has been refused for long."""
        return now - self._refused_at > _FORGET

    def _judge(self, seconds: float, count: int) -> None:
        share, usual = self._refused / count, self._usual
        chance = 3 * (max(usual, 0.01) * (1 - usual) / count) ** 0.5
        if share > usual + chance + 0.01:
            is_used = self._was_shut or self.rate == math.inf or count >= _USED * self.rate * seconds
            more, longer = self._before  # a wait after a burst counts with the burst
            accepted = max(
                self._accepted / seconds, (self._accepted + more) / (seconds + longer), float(len(self._recent))
            )
            met = min(accepted / (1 - usual), self.rate) if is_used else self.rate
            self.rate = _BRAKE * met if self.rate == math.inf else max(_BRAKE * met, _LEAST * self.rate)
            self._growth = _FIRST
            return
        pull = 0.5 if share < usual else 0.1
        self._usual = min(usual + pull * (share - usual), 0.9)
        if count >= _USED * self.rate * seconds:
            self.rate *= 1 + self._growth
            self._growth = min(2 * self._growth, _MOST)
