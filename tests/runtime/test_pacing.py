"""Waiting instead of 429, against a server that counts."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DeadlineExceeded, RateLimited, RetryPolicy
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


class Window:
    """`limit` requests in each second; the 429 says when the next one begins, and the answers what is left if asked."""

    def __init__(self, limit: int, *, reports: bool) -> None:
        self.limit, self.reports = limit, reports
        self.lock, self.count, self.end, self.accepted, self.refused = threading.Lock(), 0, 0.0, 0, 0

    def __call__(self, seen: Seen) -> Reply:
        with self.lock:
            now = time.monotonic()
            if now >= self.end:
                self.count, self.end = 0, now + 1
            self.count += 1
            left = self.limit - self.count
            if left < 0:
                self.refused += 1
                return as_json({}, 429, retry_after=f"{self.end - now:.4f}" if self.reports else "1")
            self.accepted += 1
        if not self.reports:
            return as_json({})
        return as_json(
            {},
            x_ratelimit_limit=str(self.limit),
            x_ratelimit_remaining=str(left),
            x_ratelimit_reset=f"{self.end - now:.4f}",
        )


@pytest.mark.parametrize("reports", [True, False], ids=["reported", "429-only"])
def test_sixteen_threads_meet_a_limit_and_none_fails(serve, reports: bool) -> None:
    """400 calls at 60 a second: all succeed, in little more than the time that the limit gives."""
    window = Window(60, reports=reports)
    server = serve(window)
    failures: list[Exception] = []
    with Client(THINGS, base_url=server.url) as client:

        def work() -> None:
            for _ in range(25):
                try:
                    client.call("listThings")
                except Exception as error:
                    failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(16)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.monotonic() - began
    assert not failures
    assert window.accepted == 400
    sys.stdout.write(
        f"16 threads, {'reported' if reports else '429 only'}: {400 / seconds:.1f}/s, {window.refused} refused\n"
    )  # shown with -s


@pytest.mark.parametrize("reports", [True, False], ids=["reported", "429-only"])
def test_two_hundred_tasks_meet_a_limit_and_none_fails(serve, reports: bool) -> None:
    window = Window(60, reports=reports)
    server = serve(window)

    async def go() -> tuple[float, list[Any]]:
        async with AsyncClient(THINGS, base_url=server.url) as client:
            began = time.monotonic()

            async def two() -> None:
                for _ in range(2):
                    await client.call("listThings")

            done = await asyncio.gather(*(two() for _ in range(200)), return_exceptions=True)
            return time.monotonic() - began, [found for found in done if found is not None]

    seconds, failures = asyncio.run(go())
    assert not failures
    assert window.accepted == 400
    sys.stdout.write(
        f"200 tasks, {'reported' if reports else '429 only'}: {400 / seconds:.1f}/s, {window.refused} refused\n"
    )  # shown with -s


def test_a_rate_caps_a_client_and_its_copies(serve, caller) -> None:
    """30 calls at 20 a second take at least 1.4 s, with options in between and none refused."""
    server = serve(lambda seen: as_json({}))
    client = caller(server, rate="20/s")
    began = time.monotonic()
    for _ in range(30):
        client.call("listThings")
    assert time.monotonic() - began >= 1.3


def test_a_cap_that_is_spaced_holds_without_pace(serve, caller) -> None:
    """`pace=False` leaves the server's limit out of account, not that of `rate=`."""
    answers = iter([as_json({}, 429, retry_after="60"), *[as_json({})] * 30])
    client = caller(serve(lambda seen: next(answers)), rate="20/s", pace=False, retries=0)
    with pytest.raises(RateLimited):
        client.call("listThings")
    began = time.monotonic()
    for _ in range(30):
        client.call("listThings")
    assert 1.3 <= time.monotonic() - began < 30


def test_tasks_that_are_cancelled_while_they_wait_leave_no_trace(serve) -> None:
    """Twenty that wait for their turn, at one in five seconds: the next one does not wait for theirs."""
    server = serve(lambda seen: as_json({}))

    async def go() -> None:
        async with AsyncClient(THINGS, base_url=server.url, rate="12/min") as client:
            tasks = [asyncio.ensure_future(client.call("listThings")) for _ in range(32)]
            await asyncio.wait(tasks[:12])
            for task in tasks[12:]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with pytest.raises(DeadlineExceeded, match=r"the rate limit opens in [56][0-9]") as caught:
                await client.with_options(deadline=40).call("listThings")
            assert not caught.value.sent

    asyncio.run(go())
    assert len(server.seen) == 12


def test_without_pace_each_call_is_on_its_own(serve) -> None:
    """A 429 of one holds no other."""
    answers = iter([as_json({}, 429, retry_after="60"), as_json({})])
    server = serve(lambda seen: next(answers))
    with Client(THINGS, base_url=server.url, pace=False, retries=0) as client:
        with pytest.raises(RateLimited):
            client.call("listThings")
        assert client.call("listThings").ok


class Watching:
    """A plugin that only passes attempts on."""

    def send(self, call: Any, then: Any) -> Any:
        return then(call)


def test_a_429_holds_others_with_plugins_and_after_another_failure(serve) -> None:
    """A 503, then a 429 that asks for a second: the next call waits it out, although it is not a retry."""
    answers = iter([as_json({}, 503), as_json({}, 429, retry_after="1"), as_json({}), as_json({})])
    server = serve(lambda seen: next(answers))
    policy = RetryPolicy(most=1, first=0.01)
    with Client(THINGS, base_url=server.url, retries=policy, plugins=[Watching()]) as client:
        with pytest.raises(RateLimited):
            client.call("listThings")
        began = time.monotonic()
        assert client.call("listThings").ok
        assert time.monotonic() - began > 0.5
