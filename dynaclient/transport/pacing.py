"""Wait rather than run into 429: who of all threads and tasks of a client may send next, and when.

Calls of one key (a server and the credentials) wait in the order in which they came. Where answers report a quota, it
is counted down. Where a 429 says only when to try again, the key waits until then, and what the server accepted before
gives the rate at which it goes on. `rate=` caps it from the start.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping

from .key_state import KeyState, Ticket, is_scarce
from .rate_limit import read_rate_limit
from .rates import Rate

_MOST_KEYS = 256
"""Keys after which those that nothing holds back are dropped: a token that is renewed makes a key each time."""


class Pacer:
    """What every key of a client may send. Its methods may be called from any thread.

    `place`, then `wait` until it returns 0, send, and `learn` from the answer; `leave` if the call ends before.

    Attributes:
        states: what is known of each key that something may hold back.
        accepted: when servers accepted requests, those included that were not paced.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, accepted: deque[float] | None = None) -> None:
        self.states: dict[Hashable, KeyState] = {}
        self.accepted = deque() if accepted is None else accepted
        self._clock = clock
        self._lock = threading.Lock()
        self._numbers = itertools.count()

    def place(self, key: Hashable) -> Ticket:
        """A place behind all that wait for the same key."""
        return Ticket(key, next(self._numbers))

    def wait(
        self,
        ticket: Ticket,
        rate: Rate | None = None,
        *,
        patience: float | None = 120.0,
        within: float | None = None,
    ) -> float:
        """Ask to send one request.

        Args:
            rate: the most requests that may be sent.
            patience: the longest wait, in seconds, that a server may ask for. If it asks for a longer one, the request
                is sent all the same: its answer says what is the matter. None leaves the server out of account.
            within: the seconds that the call can wait, or None; a longer wait is returned, whatever the patience.

        Returns:
            0 if the request may be sent now, and counts as sent; else the seconds to wait as far as is known now.
        """
        with self._lock:
            now = self._clock()
            state = self._state(ticket.key, now)
            position = state.position(ticket.number)
            spacing = state.spacing(rate)
            own = now if spacing is None else spacing.when(position, now)
            theirs = state.when(position, now)
            too_long = patience is not None and state.opening(now) - now > patience
            is_ignored = patience is None or (too_long and (within is None or theirs - now < within))
            due = own if is_ignored else max(own, theirs)
            if due > now:
                return due - now
            state.take(ticket, now)
            if spacing is not None:
                spacing.take(now)
            return 0.0

    def leave(self, ticket: Ticket) -> None:
        """Give up a place, if it has not been used."""
        with self._lock:
            state = self.states.get(ticket.key)
            if state is not None:
                state.drop(ticket.number)

    def learn(self, ticket: Ticket, status: int | None, headers: Mapping[str, str]) -> bool:
        """Take in the answer to a request; `status` is None if there was no answer.

        Returns:
            Whether the server refused the request only because others came first: it has accepted some since it
            refused this call the last time.
        """
        limits = read_rate_limit(headers) if status is not None else None
        with self._lock:
            now = self._clock()
            state = self._state(ticket.key, now)
            state.learn(ticket, status, limits, now)
            crowded = status == 429 and state.is_crowded(ticket, now)
            if status is not None and status < 400:
                self.accepted.append(now)  # for the time after the key is forgotten
            if state.is_free(now) and not (limits is not None and is_scarce(limits)):
                del self.states[ticket.key]
            return crowded

    def demand(self) -> bool | None:
        """Whether calls wait for a rate or a server; None if nothing holds a call back."""
        with self._lock:
            now = self._clock()
            held = [state for state in self.states.values() if state.is_limited(now)]
            return any(state.waiting for state in held) if held else None

    def _state(self, key: Hashable, now: float) -> KeyState:
        state = self.states.get(key)
        if state is None:
            if len(self.states) >= _MOST_KEYS:
                self.states = {key: state for key, state in self.states.items() if not state.is_free(now)}
            state = self.states[key] = KeyState(self.accepted)
        return state
