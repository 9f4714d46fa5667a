"""One client in many hands: threads, tasks, forks, and a close in the middle of it."""

from __future__ import annotations

import asyncio
import copy
import pickle
import random
import threading
from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, RetryPolicy

from .conftest import SECRET, Raw, survive, survives
from .test_answers import DOCUMENT
from .test_secrets import reply

QUICK = RetryPolicy(most=1, first=0.001, longest=0.001)
OK = reply("200 OK", b"{}")


def together(count: int, act: Callable[[int], Any]) -> None:
    """Run an act in so many threads; a foreign exception in one of them fails the test."""
    failed: list[BaseException] = []

    def one(number: int) -> None:
        try:
            for _ in range(5):
                assert survives(lambda: act(number))
        except BaseException as error:  # reported by the test
            failed.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed, failed[0]


def made(raw: Raw, **options: Any) -> Client:
    raw.reply = OK
    return Client(DOCUMENT, base_url=raw.url, credentials={"k": SECRET}, **{"retries": QUICK, **options})


ACTS: dict[str, Callable[[Client, int], Any]] = {
    "calls": lambda client, _: client.x().data,
    "calls with deadlines": lambda client, number: client.with_options(deadline=1 + number).x().data,
    "calls with short deadlines": lambda client, number: client.with_options(deadline=1e-4 * number + 1e-6).x(),
    "copies": lambda client, number: client.with_options(timeout=number + 1).x().data,
    "deep copies": lambda client, _: copy.deepcopy(client).x(),
    "pickles": lambda client, _: pickle.loads(pickle.dumps(client)).validate("x"),
    "paced calls": lambda client, _: client.with_options(pace=True).x(),
    "closing": lambda client, number: client.close() if number % 2 else client.x(),
    "streams left open": lambda client, _: client.with_options(stream=True).x(),
    "help": lambda client, _: (client.x.__doc__, dir(client), client.explain("x")),
    "keys that change": lambda client, number: client.with_options(
        credentials={"k": lambda: f"{number}-{random.random()}"}
    ).x(),
    "wrong calls": lambda client, _: client.x(nothing=1),
    "wrong options": lambda client, _: client.with_options(deadline=-1),
}


@pytest.mark.parametrize("count", [2, 16])
@pytest.mark.parametrize("act", ACTS)
def test_threads_share_a_client(raw: Raw, act: str, count: int) -> None:
    with made(raw) as client:
        together(count, lambda number: ACTS[act](client, number))


@pytest.mark.parametrize("reply_of", ["401", "429", "503", "nothing"])
@pytest.mark.parametrize("count", [2, 16])
def test_threads_meet_trouble_together(raw: Raw, reply_of: str, count: int) -> None:
    with made(raw) as client:
        raw.reply = b"" if reply_of == "nothing" else reply(f"{reply_of} No", b"{}", Retry_After="0")
        together(count, lambda _: client.with_options(credentials={"k": lambda: str(random.random())}).x())


@pytest.mark.parametrize("count", [2, 50])
@pytest.mark.parametrize("ending", ["gathered", "cancelled", "closed", "timed out"])
def test_tasks_share_a_client(raw: Raw, count: int, ending: str) -> None:
    raw.reply = OK

    async def main() -> list[Any]:
        client = AsyncClient(DOCUMENT, base_url=raw.url, credentials={"k": SECRET}, retries=QUICK)
        tasks = [asyncio.ensure_future(client.x()) for _ in range(count)]
        await asyncio.sleep(0)
        if ending == "cancelled":
            for task in tasks[::2]:
                task.cancel()
        elif ending == "closed":
            await client.close()
        elif ending == "timed out":
            await asyncio.wait(tasks, timeout=0.001)
        found = await asyncio.gather(*tasks, return_exceptions=True)
        await client.close()
        return found

    for outcome in asyncio.run(main()):
        if isinstance(outcome, Exception):
            assert survives(lambda error=outcome: (_ for _ in ()).throw(error))


@pytest.mark.parametrize("count", [1, 3])
def test_loops_one_after_the_other(raw: Raw, count: int) -> None:
    """A client is made outside, and used in several event loops."""
    raw.reply = OK
    client = AsyncClient(DOCUMENT, base_url=raw.url, credentials={"k": SECRET}, retries=QUICK)

    async def call() -> Any:
        found = (await client.x()).data
        await client.close()
        return found

    for _ in range(count):
        assert survive(lambda: asyncio.run(call())) == {}
