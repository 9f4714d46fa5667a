"""Wait rather than run into 429: what each key may send, shared by all threads and tasks of a client.

Where answers report a quota, it is counted down. Where a 429 says only when to try again, everything of the key waits
until then, and what the server accepted before gives the rate at which the key goes on.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import Any

from .._support.record import record
from .._support.wording import shown_option
from ..errors import RequestError
from .rate_limit import Quota, RateLimit, read_rate_limit

_COUNTS_REQUESTS = ("", "requests")

_UNSAID = 1.0
"""Seconds to hold a key back after a 429 that does not say for how long."""

_SLOW = 0.5
"""Seconds that answers to requests of one moment may be apart: further ones that late do not prolong a hold."""

_BURST = 0.01
"""Seconds of requests that may be sent at once, where a rate spaces them: sleeps are not exact."""

LONGEST = 120.0
"""Seconds that a call waits for a server at most. If a quota opens later, it is sent, and the answer says when."""

_ENOUGH = 10
"""Requests that a server must have accepted before it refused one, for a rate to be learned from them."""

_STEADY, _GROWTH, _FORGET = 5.0, 0.02, 30.0
"""Seconds after which a learned rate begins to grow, by how much of itself each second, and when it is forgotten."""

_CAUTION = 0.97
"""What is taken of a rate that led to a 429: a server counts in windows that begin when it likes."""

_UNITS = {"s": 1.0, "sec": 1.0, "second": 1.0, "m": 60.0, "min": 60.0, "minute": 60.0, "h": 3600.0, "hour": 3600.0}
_RATE = r"([0-9]{1,9}(?:\.[0-9]{1,6})?)\s*/\s*([a-z]+)"


def checked_rate(given: Any) -> float | None:
    """Requests a second from `rate=`: a number of them, a text such as "60/s", "500/min" or "10/h", or None.

    Raises:
        RequestError: it is anything else.
    """
    if given is None:
        return None
    rate = 0.0
    if isinstance(given, (int, float)) and not isinstance(given, bool):
        rate = float(given) if abs(given) < 1e9 else 0.0
    elif isinstance(given, str):
        found = re.fullmatch(_RATE, given.strip().lower())
        if found and found[2] in _UNITS:
            rate = float(found[1]) / _UNITS[found[2]]
    if not rate > 0:  # not a number is not above 0 either
        raise RequestError(
            f"rate= must be a number of requests a second above 0, or a text such as '60/s', '500/min' or '10/h', "
            f"not {shown_option(given)}"
        )
    return rate


def is_scarce(limits: RateLimit) -> bool:
    """Whether an answer reports a quota of which little is left, or asks for a wait."""
    return limits.retry_after is not None or any(_is_low(quota) for quota in limits.quotas)


def _is_low(quota: Quota) -> bool:
    return quota.remaining is not None and quota.remaining <= max(_FEW, (quota.limit or 0) // 5)


_FEW = 200
"""Requests that many threads and tasks may send before the first answer tells that too few are left."""


@record(frozen=False)
class _State:
    """What one key may send.

    Attributes:
        left: requests that may still be sent, or None if unknown.
        limit: the value of `left` when the quota is full again.
        refills: when the quota is full again; `is_guess` if no answer has said so.
        window: the longest time that a refill took.
        opens: no request is sent before this time.
        flying: requests sent but not answered yet.
        slot: the time of the next request, where a rate spaces them.
        rate: requests a second that the server was seen to accept, or None.
        learned: when `rate` was learned.
        accepted: requests that the server accepted since `since`.
        span: the seconds in which it accepted them, known when it refuses one; 0 before.
    """

    left: int | None = None
    limit: int | None = None
    refills: float = 0.0
    is_guess: bool = False
    window: float = 0.0
    opens: float = 0.0
    flying: int = 0
    slot: float = 0.0
    rate: float | None = None
    learned: float = 0.0
    accepted: int = 0
    since: float = 0.0
    span: float = 0.0


class Pacer:
    """What every key of a client may send. Its methods may be called from any thread.

    Attributes:
        states: what is known of each key that something may hold back.
    """

    LOOK_AGAIN = 0.25
    """Seconds after which a waiting call tries again: the answer to another may have opened the quota."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self.states: dict[Hashable, _State] = {}

    def reserve(self, key: Hashable, cap: float | None = None, within: float | None = None) -> tuple[float, bool]:
        """Ask to send one request of `key`.

        Args:
            cap: the most requests a second.
            within: the seconds that the caller can wait.

        Returns:
            The seconds to wait, and whether the request may be sent then; if not, ask again.
        """
        with self._lock:
            now = self._clock()
            state = self.states.get(key)
            if state is None:
                state = self.states[key] = _State(since=now)
            wait = max(state.opens - now, self._of_quota(state, now))
            if 0 < wait <= LONGEST:
                return wait, False
            wait = 0.0
            rate = self._rate(state, now)
            rate = cap if rate is None or (cap is not None and cap < rate) else rate
            if rate is not None:
                slot = max(state.slot, now - _BURST)
                if within is not None and slot - now >= within:
                    return slot - now, False
                state.slot = slot + 1 / rate
                wait = max(0.0, slot - now)
            if state.left:
                state.left -= 1
            state.flying += 1
            return wait, True

    def is_open(self, key: Hashable) -> bool:
        """Whether a request that waited for its time may still be sent; if not, its place is given back."""
        with self._lock:
            state = self.states.get(key)
            if state is None or not 0 < state.opens - self._clock() <= LONGEST:
                return True
            state.flying = max(0, state.flying - 1)
            return False

    def learn(self, key: Hashable, status: int | None, headers: Mapping[str, str]) -> bool:
        """Take in the answer to a request; `status` is None if there was no answer.

        Returns:
            Whether the server refused the request since others came first: it refused one before, or accepted some.
        """
        limits = read_rate_limit(headers) if status is not None else None
        with self._lock:
            now = self._clock()
            state = self.states.get(key)
            if state is None:
                state = self.states[key] = _State(since=now)
            state.flying = max(0, state.flying - 1)
            is_held = now < state.opens
            if limits is not None:
                self._count(state, limits, now)
            if status == 429 or (status == 503 and limits is not None and limits.retry_after is not None):
                self._hold(state, limits, now, is_quota=status == 429)
            elif status is not None:
                state.accepted += 1
                if self._is_free(state, limits, now):
                    del self.states[key]
            return status == 429 and (is_held or state.accepted > 0 or state.rate is not None)

    @staticmethod
    def _of_quota(state: _State, now: float) -> float:
        """The seconds until the quota allows a request."""
        if state.left is not None and now >= state.refills:
            state.left = None if state.limit is None else max(0, state.limit - state.flying)
            state.refills, state.is_guess = now + state.window, True
        return max(state.refills - now, 1e-3) if state.left is not None and state.left <= 0 else 0.0

    @staticmethod
    def _rate(state: _State, now: float) -> float | None:
        """The learned rate; taken from what was accepted when a key goes on after a 429."""
        if state.span:
            if state.left is None and (state.rate or state.accepted >= _ENOUGH):
                seen = state.accepted / state.span
                known = state.rate or seen
                state.rate, state.learned = max(_CAUTION * min(seen, known), known / 2), now
            state.span, state.accepted, state.since, state.slot = 0.0, 0, now, now if state.rate else 0.0
        if state.rate is None:
            return None
        age = now - state.learned
        if age > _FORGET or state.left is not None:
            state.rate = None
            return None
        return state.rate * (1 + _GROWTH * max(0.0, age - _STEADY))

    @staticmethod
    def _hold(state: _State, limits: RateLimit | None, now: float, *, is_quota: bool) -> None:
        """Hold a key back after a 429 or 503; the answers to what was under way then do not count as further ones."""
        wait = limits.retry_after if limits is not None else None
        if wait is None:
            if state.left is not None and now < state.refills:
                return  # the quota says when
            wait = _UNSAID
        if is_quota and now >= state.opens:
            elapsed = now - state.since
            state.span = elapsed if state.rate is not None else max(elapsed, wait, 1e-3)
        if now >= state.opens or now + wait > state.opens + _SLOW:
            state.opens = now + wait

    @staticmethod
    def _is_free(state: _State, limits: RateLimit | None, now: float) -> bool:
        """Whether nothing holds the key back, so that it can be forgotten until an answer reports scarcity."""
        if state.rate is not None or state.span or state.flying or now < state.opens or now - _BURST < state.slot:
            return False
        if limits is None:
            return state.left is None
        return not is_scarce(limits)

    def _count(self, state: _State, limits: RateLimit, now: float) -> None:
        for quota in limits.quotas:
            if quota.remaining is None or quota.reset is None:
                continue
            if quota.name in _COUNTS_REQUESTS:
                self._refill(state, quota, now)
            elif quota.remaining <= 0:  # tokens are not counted here: only the server knows what a request costs
                state.opens = max(state.opens, now + quota.reset)

    @staticmethod
    def _refill(state: _State, quota: Quota, now: float) -> None:
        """Trust the answer, minus the requests in flight, which the server may not have counted yet."""
        left = max(0, (quota.remaining or 0) - state.flying)
        same_window = state.left is not None and now < state.refills
        state.left = min(left, state.left) if same_window and state.left is not None else left
        state.limit = quota.limit
        refills = now + (quota.reset or 0.0)
        is_known = same_window and not state.is_guess  # the quickest answer knows best
        state.refills, state.is_guess = min(refills, state.refills) if is_known else refills, False
        state.window = max(state.window, quota.reset or 0.0)
