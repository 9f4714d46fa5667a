"""The rate against a server that refuses some requests by chance and has a limit besides, by a clock of its own."""

from __future__ import annotations

import heapq
import itertools
import random
from collections import deque
from collections.abc import Callable
from typing import Any

import pytest

from dynaclient.transport.key_state import Ticket
from dynaclient.transport.pacing import Pacer


class Simulation:
    """Calls that are answered after 10 ms, refused ones after their wait again; 16 at a time, besides those that wait.

    Attributes:
        counted: when requests came that the server counts against its limit.
        refused: how many the limit refused.
    """

    def __init__(self, limit: int, chance: float, wait: float) -> None:
        self.now = 0.0
        self.counted: list[float] = []
        self.refused = 0
        self._limit, self._chance, self._wait = limit, chance, wait
        self._pacer = Pacer(lambda: self.now)
        self._random = random.Random(5)
        self._window: deque[float] = deque()
        self._events: list[Any] = []
        self._numbers = itertools.count()
        self._left = self._active = 0

    def run(self, calls: int) -> None:
        self._left = calls
        self._begin()
        while self._events:
            self.now, _, act, given = heapq.heappop(self._events)
            act(*given)

    def _later(self, seconds: float, act: Callable[..., None], *given: Any) -> None:
        heapq.heappush(self._events, (self.now + seconds, next(self._numbers), act, given))

    def _begin(self) -> None:
        while self._left and self._active < 16:
            self._left -= 1
            self._again(self._pacer.place("k"))

    def _again(self, ticket: Ticket) -> None:
        self._active += 1
        self._ask(ticket)

    def _ask(self, ticket: Ticket) -> None:
        wait = self._pacer.wait(ticket)
        if wait:
            self._later(wait if wait <= 0.25 else max(0.25, wait / 2), self._ask, ticket)
        else:
            self._later(self._random.uniform(0.003, 0.007), self._arrive, ticket)

    def _arrive(self, ticket: Ticket) -> None:
        window = self._window
        while window and window[0] <= self.now - 1:
            window.popleft()
        if len(window) >= self._limit:
            self.refused += 1
            answer = 429, {"retry-after": f"{window[0] + 1 - self.now:.3f}"}
        else:
            window.append(self.now)
            self.counted.append(self.now)
            is_refused = self._random.random() < self._chance
            answer = (429, {"retry-after": str(self._wait)}) if is_refused else (200, {})
        self._later(self._random.uniform(0.003, 0.007), self._end, ticket, *answer)

    def _end(self, ticket: Ticket, status: int, headers: dict[str, str]) -> None:
        self._pacer.learn(ticket, status, headers)
        self._active -= 1
        if status != 200:
            self._later(float(headers["retry-after"]), self._again, ticket)
        self._begin()


@pytest.mark.parametrize("wait", [0.01, 0.1, 1])
def test_the_limit_is_used_although_one_in_twenty_is_refused_by_chance(wait: float) -> None:
    """At least 95 % of 500 a second after ten seconds, with few refusals by the limit."""
    server = Simulation(500, 0.05, wait)
    server.run(10_000)
    late = [moment for moment in server.counted if 10 <= moment < server.counted[-1] - 2]
    assert len(late) / (late[-1] - late[0]) >= 0.95 * 500
    assert server.refused < 0.15 * len(server.counted)


def test_a_server_without_a_limit_is_not_slowed_down() -> None:
    """16 calls of 10 ms: 1,600 a second."""
    server = Simulation(10**9, 0.05, 0.01)
    server.run(8000)
    assert server.now < 10


def test_a_limit_alone_is_met_seldom() -> None:
    server = Simulation(500, 0, 0)
    server.run(10_000)
    assert server.refused < 50
    assert server.now < 22
