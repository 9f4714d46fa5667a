"""Waiting instead of 429, against a server that counts."""

from __future__ import annotations

import threading
import time

import pytest

from dynaclient import Client, DeadlineExceeded
from tests.runtime.conftest import THINGS
from tests.runtime.server import Reply, Seen, as_json


class Counting:
    """A window of `limit` requests in `seconds`."""

    def __init__(self, limit: int, seconds: float) -> None:
        self.limit, self.seconds = limit, seconds
        self.lock, self.count, self.end, self.refused = threading.Lock(), 0, 0.0, 0

    def __call__(self, seen: Seen) -> Reply:
        with self.lock:
            now = time.monotonic()
            if now >= self.end:
                self.count, self.end = 0, now + self.seconds
            self.count += 1
            if self.count > self.limit:
                self.refused += 1
                return as_json({}, 429, retry_after=str(self.end - now))
            remaining, reset = self.limit - self.count, self.end - now
        return as_json(
            {}, ratelimit_limit=str(self.limit), ratelimit_remaining=str(remaining), ratelimit_reset=f"{reset:.4f}"
        )


def test_the_rate_limit_of_an_answer(serve, caller) -> None:
    """Typed; None where the server says nothing."""
    server = serve(lambda seen: as_json({}, ratelimit_limit="5", ratelimit_remaining="4", ratelimit_reset="1.5"))
    limit = caller(server).call("listThings").rate_limit
    assert (limit.limit, limit.remaining, limit.reset, limit.retry_after) == (5, 4, 1.5, None)
    assert caller(serve(lambda seen: as_json({}))).call("listThings").rate_limit is None


def test_pacing_never_runs_into_429(serve, caller) -> None:
    """17 calls where 5 are allowed in a moment: none is refused, and they take the time that they must."""
    counting = Counting(5, 0.2)
    client = caller(serve(counting), pace=True)
    began = time.monotonic()
    for _ in range(17):
        client.call("listThings")
    assert counting.refused == 0
    assert time.monotonic() - began >= 0.6


def test_pacing_holds_for_all_threads_of_a_client(serve) -> None:
    """After the first answer, eight threads share the rest of the quota."""
    counting = Counting(5, 0.3)
    server = serve(counting)
    with Client(THINGS, base_url=server.url, pace=True) as client:
        client.call("listThings")
        threads = [threading.Thread(target=client.call, args=("listThings",)) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert counting.refused == 0
    assert len(server.seen) == 13


def test_a_deadline_is_not_waited_away(serve, caller) -> None:
    """If the quota opens too late, the call fails at once and nothing is sent."""
    server = serve(lambda seen: as_json({}, ratelimit_limit="1", ratelimit_remaining="0", ratelimit_reset="60"))
    client = caller(server, pace=True, deadline=5)
    client.call("listThings")
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded, match=r"the rate limit opens in .* s, later than the deadline of 5 s"):
        client.call("listThings")
    assert time.monotonic() - began < 30
    assert len(server.seen) == 1
