"""What one key, a server and the credentials, may send: who waits, what is under way, and what answers have shown.

Knows the clock only as a value, and no locks: `pacing` calls it under its own.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import deque
from collections.abc import Hashable, Iterable

from .chance import RateProbe
from .rate_limit import Quota, RateLimit
from .rates import LATE, Rate, Spacing

_COUNTS_REQUESTS = ("", "requests")

_UNSAID = 1.0
"""Seconds to hold a key back after a 429 that does not say for how long."""

_SLOW = 0.5
"""Seconds that answers to requests of one moment may be apart: further ones that late do not prolong a hold."""

_CAUTION, _BRAKE = 0.98, 0.9
"""The part of a rate that is used after it was seen, since a server counts in windows that begin when it likes; and the
part of a cap that is used after it led to a 429."""

_STEADY, _STEADIEST, _GROWTH, _FORGET = 10.0, 600.0, 1.1, 25
"""A learned rate is kept for this many seconds: three times as many if it was seen well, and at least three times as
long as it took to see, up to the second number. Then it grows by this factor with each tenth of that time, and is
forgotten after so many tenths."""

_SHORT = 10.0
"""Seconds: the quota of a window up to this long is spread evenly over it; the server's may begin at another time."""

_ENOUGH = 10
"""Requests that a server must have accepted, or refused at once, for a 429 to show a rate: fewer only show that it was
busy."""

_OF_LATE = 60.0
"""Seconds for which an accepted request shows that a server only refuses some."""

_REMEMBERED = 4096
"""Answers whose time is known, to see what rate a server accepts."""

_PASSED = 4
"""So many requests that were accepted although they were sent after one that was refused, and so many times those that
were refused, show that the server refuses some whatever their rate."""

_OFTEN, _SOON = 2, 300.0
"""So many refusals within this many seconds, although requests are paced, show that the server refuses some of them
whatever their rate."""

_FEW = 200
"""Requests that many threads and tasks may send before the first answer reports that too few are left."""


def is_scarce(limits: RateLimit) -> bool:
    """Whether an answer reports a quota of which little is left, or asks for a wait."""
    return limits.retry_after is not None or any(_is_low(quota) for quota in limits.quotas)


def _is_low(quota: Quota) -> bool:
    return quota.remaining is not None and quota.remaining <= max(_FEW, (quota.limit or 0) // 5)


class Ticket:
    """The place of one call in the order of its key; the same one for all of its attempts."""

    __slots__ = ("key", "number", "order", "seen")

    def __init__(self, key: Hashable, number: int) -> None:
        self.key = key
        self.number = number
        self.order = 0
        """The place of its latest request among all that were sent."""
        self.seen: int | None = None
        """How many requests the server had accepted when it last refused this call."""


class KeyState:
    """What one key may send.

    Attributes:
        waiting: the tickets of the calls that wait, in order.
        flying: requests sent but not answered yet.
        opens: no request is sent before this time.
        left: requests that may still be sent, or None if unknown.
        limit: the value of `left` when the quota is full again.
        refills: when the quota is full again; `is_guess` if no answer has said so.
        window: the longest time that a refill took.
        accepted: when the server accepted requests; `count` of them since the key is known.
        refused: when it refused one, and the wait that it asked for, until the key opens; else None. `refusals` counts
            those that it refused then.
        rate: requests a second that the server was seen to accept, or None.
        learned: when `rate` was learned, and for how many seconds it is kept.
    """

    def __init__(self, accepted: Iterable[float]) -> None:
        self.waiting: list[int] = []
        self.flying = 0
        self.opens = 0.0
        self.left: int | None = None
        self.limit: int | None = None
        self.refills = 0.0
        self.is_guess = False
        self.window = 0.0
        self.accepted = deque(accepted, maxlen=_REMEMBERED)
        self.count = 0
        self.refused: tuple[float, float] | None = None
        self.refusals = 0
        self.rate: float | None = None
        self.learned = (0.0, _STEADY)
        self._last = float("-inf")
        self._reported = 0
        self._vain: deque[float] = deque(maxlen=_OFTEN)
        self._probe: RateProbe | None = None
        self._sent = 0
        self._first_refused = 0
        self._passed = self._blocked = self._all_refused = 0
        self._caps: dict[Rate, Spacing] = {}

    # the order

    def position(self, number: int) -> int:
        """How many calls go before this one; it waits from now on."""
        place = bisect_left(self.waiting, number)
        if place == len(self.waiting) or self.waiting[place] != number:
            insort(self.waiting, number)
        return place

    def drop(self, number: int) -> None:
        """The call does not wait any more."""
        place = bisect_left(self.waiting, number)
        if place < len(self.waiting) and self.waiting[place] == number:
            del self.waiting[place]

    def take(self, ticket: Ticket, now: float) -> None:
        """Count a request that is sent now."""
        self.drop(ticket.number)
        self.flying += 1
        self._sent += 1
        ticket.order = self._sent
        if self.left is not None:
            self.left = max(0, self.left - 1)
        gap = self._gap(now)
        self._last = now if gap is None else max(self._last + gap, now - LATE)

    def spacing(self, rate: Rate | None) -> Spacing | None:
        """The times of a cap."""
        if rate is None:
            return None
        found = self._caps.get(rate)
        if found is None:
            found = self._caps[rate] = Spacing(rate)
        return found

    # when

    def opening(self, now: float) -> float:
        """When the server lets the key go on."""
        is_empty = self.left is not None and self.left <= 0 and now < self.refills
        return max(self.opens, self.refills) if is_empty else self.opens

    def when(self, position: int, now: float) -> float:
        """When a call may be sent that others go before."""
        if now < self.opens:
            start = self.opens
        else:
            start = now
            self._reopen(now)
        self._refill(now)
        due = start
        if self.left is not None and position >= self.left:
            rounds = (position - self.left) // max(1, self.limit) if self.limit is not None else 0
            due = max(due, self.refills + rounds * self.window)
        gap = self._gap(now)
        if gap is not None:
            due = max(due, max(self._last + gap, start - LATE) + position * gap)
        return due

    def _gap(self, now: float) -> float | None:
        """The seconds between two requests, or None."""
        if self.left is not None:
            is_short = self.limit and 0 < self.window <= _SHORT
            return min(self.window / (self.limit * _CAUTION), 0.1) if is_short and self.limit else None
        if self._probe is not None:
            return 1 / self._probe.rate
        if self.rate is None:
            return None
        since, steady = self.learned
        steps = max(0.0, now - since - steady) / (steady / 10)
        if steps > _FORGET:
            self.rate = None
            return None
        return 1 / (self.rate * float(_GROWTH**steps))

    def _refill(self, now: float) -> None:
        if self.left is not None and now >= self.refills:
            self.left = None if self.limit is None else max(0, self.limit - self.flying)
            self.refills, self.is_guess = now + self.window, True

    def _reopen(self, now: float) -> None:
        """Take the rate from what was accepted before a 429, when the key goes on after it."""
        if self.refused is None:
            return
        (at, asked), self.refused = self.refused, None
        refusals, self.refusals = self.refusals, 0
        if self.left is not None or self._probe is not None:
            return
        since = self.learned[0] if self.rate is not None else at - max(asked, _UNSAID)
        times = [moment for moment in self.accepted if moment > since]
        if not times or (self.rate is None and len(times) < _ENOUGH > refusals and not self._caps):
            return
        if self._is_chance(refusals, len(times), at):
            self._begin_probe(now)
            return
        elapsed = at - (since if self.rate is not None else times[0])
        rest = asked - 1 if asked == int(asked) else asked  # whole seconds are rounded up
        span = max(elapsed + rest, asked if self.rate is None or elapsed < asked else 0.0, 1e-3)
        seen = len(times) / span
        gap = self._gap(at)
        if gap is None:  # under a cap, what was accepted in a moment does not show how little the server takes
            self.rate = max(_CAUTION * seen, *(_BRAKE / cap.gap for cap in self._caps.values()), 0.0)
        else:  # it may have grown since it was learned
            self.rate = max(_CAUTION * min(seen, 1 / gap), 0.5 / gap)
        steady = max(_STEADY * (1 if len(times) < _ENOUGH else 3), 3 * span)
        self.learned, self._last = (now, min(steady, _STEADIEST)), now - 1 / self.rate

    def _is_chance(self, refusals: int, accepted: int, at: float) -> bool:
        """Whether the server refuses some requests whatever their rate, since pacing them has not helped.

        Args:
            refusals: requests that it refused now.
            accepted: requests that it accepted since the last time.
        """
        if refusals > 1 and 4 * refusals > accepted:  # a rate refuses all that come until there is room again
            self._vain.clear()
        elif self.rate is not None:
            self._vain.append(at)
        is_often = len(self._vain) == _OFTEN and at - self._vain[0] < _SOON
        if is_often:
            self._vain.clear()
        return is_often

    def is_limited(self, now: float) -> bool:
        """Whether a rate, a quota or a wait decides when requests are sent."""
        return now < self.opens or bool(self._gap(now)) or bool(self._caps) or self.left is not None

    # learning

    def _weigh(self, ticket: Ticket, now: float, *, is_refused: bool) -> None:
        """Whether requests pass that were sent after one that was refused, which a limit would refuse too."""
        if now >= self.opens and not is_refused:
            return
        if self._first_refused == 0 or now >= self.opens:
            if self._blocked > self._passed:
                self._passed = self._blocked = 0
            self._first_refused = ticket.order
        elif ticket.order > self._first_refused:
            self._blocked += is_refused
            self._passed += not is_refused
            if self._passed >= _PASSED and self._passed >= _PASSED * self._blocked:
                self._begin_probe(now)
                self.opens, self.refused, self.refusals = now, None, 0

    def _begin_probe(self, now: float) -> None:
        """Send as much as a server takes that refuses some requests whatever their rate."""
        self._probe = RateProbe(min(self._all_refused / max(1, self._all_refused + self.count), 0.5), now)
        self.rate = None
        self._passed = self._blocked = 0

    def learn(self, ticket: Ticket, status: int | None, limits: RateLimit | None, now: float) -> None:
        """Take in an answer."""
        self.flying = max(0, self.flying - 1)
        if limits is not None:
            self._count(limits, now)
        is_refused = status == 429 or (status == 503 and limits is not None and limits.retry_after is not None)
        if self._probe is None and self.left is None and status is not None:
            self._weigh(ticket, now, is_refused=is_refused)
        if self._probe is not None and status is not None:
            asked = limits.retry_after if limits is not None else None
            hold = self._probe.learn(now, (_UNSAID if asked is None else asked) if is_refused else None)
            self.opens = max(self.opens, now + hold)
            if self._probe.is_over(now):
                self._probe = None
            elif is_refused:
                return  # the call itself waits
        if is_refused:
            self._all_refused += 1
            self._hold(limits, now, is_quota=status == 429)
        elif status is not None:
            self.accepted.append(now)
            self.count += 1

    def is_crowded(self, ticket: Ticket, now: float) -> bool:
        """Whether others came before a call that was refused."""
        seen, ticket.seen = ticket.seen, self.count
        if seen is None:
            return self.refusals > 1 or (bool(self.accepted) and now - self.accepted[-1] < _OF_LATE)
        return seen != self.count

    def _hold(self, limits: RateLimit | None, now: float, *, is_quota: bool) -> None:
        """Hold the key back after a 429 or 503; the answers to what was under way then do not count as further ones."""
        wait = limits.retry_after if limits is not None else None
        if wait is None:
            if self.left is not None and now < self.refills:
                return  # the quota says when
            wait = _UNSAID
        if is_quota:
            self.refusals += 1
            if now >= self.opens:
                self.refused = now, wait
        if now >= self.opens or now + wait > self.opens + _SLOW:
            self.opens = now + wait

    def _count(self, limits: RateLimit, now: float) -> None:
        for quota in limits.quotas:
            if quota.remaining is None or quota.reset is None:
                continue
            if quota.name in _COUNTS_REQUESTS:
                self._take_quota(quota.remaining, quota.limit, quota.reset, now)
            elif quota.remaining <= 0:  # tokens are not counted here: only the server knows what a request costs
                self.opens = max(self.opens, now + quota.reset)

    def _take_quota(self, remaining: int, limit: int | None, reset: float, now: float) -> None:
        """Trust the answer, minus the requests in flight, which the server may not have counted yet.

        If it has more left than those can explain, the server's window has begun anew.
        """
        left = max(0, remaining - self.flying)
        same_window = self.left is not None and now < self.refills and remaining <= self._reported + self.flying
        self._reported = remaining
        self.left = min(left, self.left) if same_window and self.left is not None else left
        self.limit = limit
        refills = now + reset
        is_known = same_window and not self.is_guess  # the quickest answer knows best
        self.refills, self.is_guess = min(refills, self.refills) if is_known else refills, False
        self.window = max(self.window, reset)

    def is_free(self, now: float) -> bool:
        """Whether nothing holds the key back, so that it can be forgotten until an answer reports scarcity."""
        if self.waiting or self.flying or self.refused is not None or now < self.opens:
            return False
        if self._probe is not None and self._probe.is_over(now):
            self._probe = None
        if (self.left is None and self._gap(now) is not None) or not all(
            cap.is_idle(now) for cap in self._caps.values()
        ):
            return False
        return self.left is None or self.left > _FEW or now >= self.refills
