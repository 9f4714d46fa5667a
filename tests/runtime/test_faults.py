"""Many calls through a server that fails often: every one succeeds, and no POST is done twice."""

from __future__ import annotations

import contextlib
import gc
import os
import random
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dynaclient import ConnectionFailed, HTTPStatusError, RetryPolicy
from tests.runtime.server import CUT, NO_ANSWER, Reply, Seen, as_json, events

TEN = RetryPolicy(10, first=0.001, longest=0.002)
SIZES = [150, pytest.param(1000, marks=pytest.mark.slow)]


class Troubled:
    """Fails with the chance `share`, before or after it has acted; honours idempotency keys, as payment APIs do."""

    def __init__(self, share: float) -> None:
        self.share = share
        self.chance = random.Random(1)
        self.lock = threading.Lock()
        self.failed = 0
        self.done: Counter[str] = Counter()
        self.answers: dict[str, Any] = {}

    def __call__(self, seen: Seen) -> Reply:
        with self.lock:
            trouble = self.chance.choice(["429", "500", "503", "lost", "cut"]) if self._strikes() else ""
            if trouble == "429":  # a moment, since without one every call waits for a second
                return as_json({}, 429, Retry_After_Ms="1")
            if trouble == "503":
                return as_json({}, 503)
            answer = self._act(seen)
        if trouble == "500":  # it acted, and then it broke
            return as_json({}, 500)
        if trouble == "lost":
            return NO_ANSWER
        whole = as_json(answer)
        return Reply(200, [whole.body[:5], CUT], whole.headers) if trouble == "cut" else whole

    def _strikes(self) -> bool:
        strikes = self.chance.random() < self.share
        self.failed += strikes
        return strikes

    def _act(self, seen: Seen) -> Any:
        if seen.method != "POST":
            return {"read": True}
        key = seen.headers.get("Idempotency-Key")
        if key is None or key not in self.answers:
            self.done[str(seen.json["n"])] += 1
            answer = {"made": seen.json["n"]}
            if key is not None:
                self.answers[key] = answer
            return answer
        return self.answers[key]


@pytest.mark.parametrize("calls", SIZES)
def test_all_calls_succeed_and_each_keyed_post_is_done_once(serve, caller, calls: int) -> None:
    """With 30 % of 429, 500, 503 and cut connections, and ten retries."""
    troubled = Troubled(0.3)
    client = caller(serve(troubled), retries=TEN, idempotency=True)
    for number in range(calls):
        if number % 2:
            assert client.call("listThings").data == {"read": True}
        else:
            assert client.call("makeThing", body={"n": number}).data == {"made": number}
    assert troubled.failed > calls / 5
    assert troubled.done == Counter(str(number) for number in range(0, calls, 2))


@pytest.mark.parametrize("calls", SIZES)
def test_no_post_without_key_is_done_twice(serve, caller, calls: int) -> None:
    """It succeeds, or it fails and the caller decides; the server counts."""
    troubled = Troubled(0.3)
    server = serve(troubled)
    client = caller(server, retries=TEN)
    failed, ends = 0, set()
    for number in range(calls):
        try:
            client.call("makeThing", body={"n": number})
        except (HTTPStatusError, ConnectionFailed) as error:
            failed += 1
            ends.add(error.attempts[-1].status_code)
    assert failed > calls / 20
    assert ends == {500, 200, None}
    assert max(troubled.done.values()) == 1


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files in /proc")
@pytest.mark.parametrize("calls", [200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_no_connection_or_file_is_left(serve, driver, caller, calls: int) -> None:
    """After calls that succeed, fail, are tried again and streams that are abandoned, and before the client closes."""
    troubled = Troubled(0.1)

    def answer(seen: Seen) -> Reply:
        if seen.path == "/files":
            return events(*[b"data: 1\n\n"] * 3, lambda: b"", *[b"data: 2\n\n"] * 100)
        return troubled(seen)

    server = serve(answer)
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    client = caller(server, retries=TEN, idempotency=True)
    for number in range(calls):
        if number % 4 == 0:
            for _ in client.items(client.call("getFile")):
                break
        elif number % 4 == 1:
            with contextlib.suppress(HTTPStatusError, ConnectionFailed):
                client.with_options(retries=0).call("deleteThing")
        else:
            client.call("makeThing", body={"n": number})
    gc.collect()
    tick = threading.Event()
    for _ in range(3000):
        if len(server.open) <= 2:
            break
        tick.wait(0.02)
    assert len(server.open) <= 2  # kept for the next call, until the client closes
    client.close()
    for _ in range(3000):
        if not server.open:
            break
        tick.wait(0.02)
    assert len(server.open) == 0
    gc.collect()
    assert len(os.listdir("/proc/self/fd")) <= before + 1  # the event loop of the test may hold one


def test_threads_through_trouble(serve) -> None:
    """32 threads on one client: the same promise."""
    from dynaclient import Client
    from tests.runtime.conftest import THINGS

    troubled = Troubled(0.3)
    server = serve(troubled)
    with (
        Client(THINGS, base_url=server.url, retries=TEN, idempotency=True) as client,
        ThreadPoolExecutor(32) as pool,
    ):
        made = list(pool.map(lambda n: client.call("makeThing", body={"n": n})["made"], range(300)))
    assert made == list(range(300))
    assert troubled.done == Counter(str(number) for number in range(300))
