"""One client over threads, processes, copies and event loops; it closes what it opened, and only that."""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from dynaclient import AsyncClient, AsyncOpenAI, Client, MissingCredentials, OpenAI
from tests.runtime.conftest import QUICK, THINGS, document
from tests.runtime.server import Reply, Seen, as_json, events


def echo(seen: Seen) -> Reply:
    return as_json({"body": seen.json if seen.body else None, "connection": seen.connection})


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="counts open files in /proc")


def test_64_threads_get_their_own_answers(serve) -> None:
    """And share the connections, none of which is discarded."""
    server = serve(echo)
    with Client(THINGS, base_url=server.url) as client, ThreadPoolExecutor(64) as pool:
        found = list(pool.map(lambda n: client.call("putThing", body={"n": n})["body"]["n"], range(1000)))
    assert found == list(range(1000))
    assert server.connections <= 64


@needs_proc
def test_nothing_is_left_open(serve, caller) -> None:
    """After calls, errors and streams that were left early, all connections and files are closed with the client."""

    def answer(seen: Seen) -> Reply:
        if seen.method == "GET":
            return events(*[b"data: 1\n\n"] * 50)
        return as_json({}, 400) if seen.method == "DELETE" else echo(seen)

    server = serve(answer)
    gc.collect()
    before = descriptors()
    client = caller(server)
    for _ in range(20):
        client.call("makeThing", body={})
        client.with_options(raise_for_status=False).call("deleteThing")
        client.call("listThings").close()
        for _event in client.items(client.call("listThings")):
            break
    client.close()
    gc.collect()
    _wait_until(lambda: not server.open)
    assert descriptors() <= before + 1  # the event loop of the test may hold one


def _wait_until(done: Any) -> None:
    tick = threading.Event()
    for _ in range(3000):
        if done():
            return
        tick.wait(0.02)
    assert done()


def _in_child(client: Client, number: int, pipe: Any) -> None:
    found = [client.call("putThing", body={"n": number})["connection"] for _ in range(20)]
    pipe.send((sorted(set(found)), client.call("putThing", body={"n": number})["body"]["n"]))


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_process_that_was_forked_off_opens_its_own_connections(serve) -> None:
    """Else parent and child would read each other's answers."""
    server = serve(echo)
    context = multiprocessing.get_context("fork")
    with Client(THINGS, base_url=server.url, pace=True) as client, client.session:
        mine = client.call("putThing", body={})["connection"]
        ours, theirs = context.Pipe()
        children = [context.Process(target=_in_child, args=(client, n, theirs)) for n in range(3)]
        for child in children:
            child.start()
        answers = [ours.recv() for _ in children]
        for child in children:
            child.join()
        assert client.call("putThing", body={})["connection"] == mine
    connections = [connection for found, _ in answers for connection in found]
    assert mine not in connections
    assert len(connections) == len(set(connections)) == 3
    assert sorted(n for _, n in answers) == [0, 1, 2]


KEYED = document(**THINGS["paths"])
KEYED["components"] = {"securitySchemes": {"k": {"type": "http", "scheme": "bearer"}}}
KEYED["security"] = [{"k": []}]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_pickled_client_leaves_its_credentials_behind(kind: Any) -> None:
    """Options and document go along."""
    client = kind(
        KEYED, base_url="http://h", credentials={"k": "sesame-1"}, headers={"X-Api-Key": "sesame-2", "X-A": "b"},
        retries=QUICK, timeout=3,
    )  # fmt: skip
    data = pickle.dumps(client)
    assert b"sesame" not in data
    again = pickle.loads(data)
    assert type(again) is kind
    assert again._options.delivery.retries == QUICK
    with pytest.raises(MissingCredentials):
        again.prepare("listThings")
    prepared = again.with_options(credentials={"k": "other"}).prepare("listThings")
    assert prepared.headers["Authorization"] == "Bearer other"
    assert (prepared.headers["X-A"], prepared.headers.get("X-Api-Key")) == ("b", None)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_credentials_go_along_where_that_is_asked_for(kind: Any) -> None:
    """By option."""
    client = kind(KEYED, base_url="http://h", credentials={"k": "sesame-1"})
    again = pickle.loads(pickle.dumps(client.with_options(pickle_credentials=True)))
    assert again.prepare("listThings").headers["Authorization"] == "Bearer sesame-1"


@pytest.mark.parametrize("kind", [OpenAI, AsyncOpenAI])
def test_openai_finds_its_key_in_the_environment_again(kind: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the process that unpickles it."""
    monkeypatch.setenv("OPENAI_API_KEY", "key-of-here")
    data = pickle.dumps(kind(api_key="key-of-there", organization="o"))
    assert b"key-of" not in data
    prepared = pickle.loads(data).prepare("listModels")
    assert prepared.headers["Authorization"] == "Bearer key-of-here"
    assert prepared.headers["OpenAI-Organization"] == "o"


def module_app(environ: Any, start: Any) -> list[bytes]:
    """An application that can be pickled: by its name."""
    start("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_application_that_cannot_be_pickled_says_what_to_do(kind: Any) -> None:
    """As with a session: a TypeError, in our words."""
    fastapi = pytest.importorskip("fastapi")
    with pytest.raises(TypeError) as caught:
        pickle.dumps(kind(THINGS, app=fastapi.FastAPI()))
    assert str(caught.value).startswith(
        f"this {kind.__name__} calls an application in process (app=FastAPI) that cannot be pickled: "
    )
    assert str(caught.value).endswith("or serve the application and pass base_url=")


def test_an_application_that_can_be_pickled_goes_along() -> None:
    again = pickle.loads(pickle.dumps(Client(THINGS, app=module_app)))
    assert again.call("listThings").data == {}


def test_a_session_of_your_own_is_pickled_only_with_its_credentials() -> None:
    """It may hold some, which cannot be detected."""
    client = Client(THINGS, base_url="http://h", session=requests.Session())
    with pytest.raises(TypeError, match="pickle_credentials=True"):
        pickle.dumps(client)
    assert pickle.loads(pickle.dumps(client.with_options(pickle_credentials=True))).session is not client.session


def test_a_session_of_your_own_stays_open(serve, driver) -> None:
    """It is used as it is, and closing the client does not close it."""
    server = serve(echo)
    if driver.name == "sync":
        session: Any = requests.Session()
        session.headers["X-Mine"] = "1"
    else:
        import aiohttp

        async def make() -> Any:
            return aiohttp.ClientSession(headers={"X-Mine": "1"})

        session = driver.run(make())
    client = driver.client_class(THINGS, base_url=server.url, session=session)
    driver.run(client.call("putThing", body={}))
    driver.run(client.close())
    driver.run(driver.client_class(THINGS, base_url=server.url, session=session).call("putThing", body={}))
    assert [seen.headers["X-Mine"] for seen in server.seen] == ["1", "1"]
    assert server.connections == 1
    driver.run(session.close())


def test_a_cancelled_task_frees_its_connection(serve) -> None:
    """While it waits for the answer, and while it reads a stream."""
    held = threading.Event()

    def slow() -> bytes:
        held.wait(60)
        return b""

    def answer(seen: Seen) -> Reply:
        if seen.method == "PUT":
            held.wait(60)
        return events(b"data: 1\n\n", slow)

    server = serve(answer)

    async def main() -> int:
        async with AsyncClient(THINGS, base_url=server.url) as client:

            async def read() -> None:
                async for _ in await client.call("listThings"):
                    pass

            tasks = [asyncio.ensure_future(client.call("putThing", body={})) for _ in range(5)]
            tasks += [asyncio.ensure_future(read()) for _ in range(5)]
            while len(server.seen) < 10:  # noqa: ASYNC110  # the server is a thread
                await asyncio.sleep(0.01)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            connector = client._sending().session().connector
            return len(connector._acquired) if connector is not None else -1

    try:
        assert asyncio.run(main()) == 0
    finally:
        held.set()


def test_an_async_client_serves_one_loop_after_another(serve) -> None:
    """Scripts call `asyncio.run` more than once."""
    server = serve(echo)
    client = AsyncClient(THINGS, base_url=server.url)

    async def once() -> Any:
        async with client:
            return (await client.call("putThing", body={"n": 1}))["body"]

    assert [asyncio.run(once()) for _ in range(3)] == [{"n": 1}] * 3


def test_hooks_may_be_coroutines(serve) -> None:
    """All three of them."""
    told: list[str] = []
    replies = iter([as_json({}, 503)])
    server = serve(lambda seen: next(replies, as_json({})))

    async def on_request(prepared: Any) -> None:
        told.append("request")

    async def on_retry(attempt: Any) -> None:
        told.append("retry")

    async def on_response(response: Any) -> None:
        told.append("response")

    async def main() -> None:
        async with AsyncClient(
            THINGS,
            base_url=server.url,
            retries=QUICK,
            on_request=on_request,
            on_response=on_response,
            on_retry=on_retry,
        ) as client:
            await client.call("listThings")

    asyncio.run(main())
    assert told == ["request", "retry", "response"]


def application(environ: Any, start_response: Any) -> Any:
    body = environ["wsgi.input"].read()
    if environ["REQUEST_METHOD"] == "GET":
        start_response("200 OK", [("Content-Type", "text/event-stream")])
        return iter([b"data: 1\n\n", b"data: 2\n\n"])
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps({"got": len(body)}).encode()]


def test_an_application_in_process(driver) -> None:
    """Calls, streams and uploads, sync and async."""
    client = driver.client_class(THINGS, app=application)
    assert driver.run(client.call("sendFile", body=b"abc")).data == {"got": 3}
    assert [event.data for event in driver.items(driver.run(client.call("listThings")))] == [1, 2]
    driver.run(client.close())


def test_handlers_of_requests_sign_for_the_async_client_too() -> None:
    """Those that answer challenges as well; see test_digest.py."""
    from requests.auth import HTTPBasicAuth, HTTPDigestAuth

    basic = AsyncClient(KEYED, base_url="http://h", credentials={"k": HTTPBasicAuth("u", "p")})
    assert basic.prepare("listThings").headers["Authorization"] == "Basic dTpw"
    digest = basic.with_options(credentials={"k": HTTPDigestAuth("u", "p")})
    assert "Authorization" not in digest.prepare("listThings").headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("elsewhere", [True, False])
def test_redirects_keep_credentials_at_home(serve, driver, status: int, elsewhere: bool) -> None:
    """Method and body follow the rules of requests; another origin sees no credential."""
    target = serve(echo)

    def answer(seen: Seen) -> Reply:
        if seen.path != "/things":
            return echo(seen)
        return Reply(status, b"", {"Location": f"{target.url}/there" if elsewhere else "/there"})

    home = serve(answer)
    client = driver.client_class(KEYED, base_url=home.url, credentials={"k": "sesame-1"})
    driver.run(client.call("makeThing", body={"a": 1}))
    driver.run(client.close())
    last = (target if elsewhere else home).seen[-1]
    assert last.path == "/there"
    assert last.headers.get("Authorization") == (None if elsewhere else "Bearer sesame-1")
    assert (last.method, last.body) == (("POST", b'{"a":1}') if status > 303 else ("GET", b""))
