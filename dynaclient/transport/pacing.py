"""Wait rather than run into 429: tracks each key's quota for all threads and tasks of a client."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping

from .._support.record import record
from .rate_limit import Quota, RateLimit, read_rate_limit

_COUNTS_REQUESTS = ("", "requests")


@record(frozen=False)
class _State:
    """The quota of one key.

    Attributes:
        left: requests that may still be sent, or None if unknown.
        limit: the value of `left` when the quota is full again.
        refills: when the quota is full again.
        window: the longest time that a refill took.
        opens: no request is sent before this time.
        flying: requests sent but not answered yet.
    """

    left: int | None = None
    limit: int | None = None
    refills: float = 0.0
    window: float = 0.0
    opens: float = 0.0
    flying: int = 0


class Pacer:
    """The quotas of every key that a client uses. Its methods may be called from any thread."""

    LOOK_AGAIN = 0.25
    """Seconds after which a waiting call tries again: the answer to another may have opened the quota."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._states: dict[Hashable, _State] = {}

    def reserve(self, key: Hashable) -> float:
        """Take one request from the quota of `key`: returns 0 if it may be sent now, else the seconds to wait."""
        with self._lock:
            state, now = self._states.setdefault(key, _State()), self._clock()
            if now < state.opens:
                return state.opens - now
            if state.left is not None and now >= state.refills:
                state.left = None if state.limit is None else max(0, state.limit - state.flying)
                state.refills = now + state.window
            if state.left is not None:
                if state.left <= 0:
                    return max(state.refills - now, 1e-3)
                state.left -= 1
            state.flying += 1
            return 0.0

    def learn(self, key: Hashable, status: int | None, headers: Mapping[str, str]) -> None:
        """Update the quota from the answer to a reserved request; `status` is None if there was no answer."""
        limits = read_rate_limit(headers) if status is not None else None
        with self._lock:
            state, now = self._states.setdefault(key, _State()), self._clock()
            state.flying = max(0, state.flying - 1)
            if limits is None:
                return
            if limits.retry_after is not None and status in (429, 503):
                state.opens = max(state.opens, now + limits.retry_after)
            self._count(state, limits, now)

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
        state.refills = now + (quota.reset or 0.0)
        state.window = max(state.window, quota.reset or 0.0)
