"""app= as an ASGI application: FastAPI and Starlette in process, without a socket; sync and async."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import threading
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DeadlineExceeded, RequestError, ServerError

fastapi = pytest.importorskip("fastapi")
from fastapi import FastAPI, Request  # noqa: E402
from fastapi.responses import StreamingResponse  # noqa: E402

calls: dict[str, Any] = {}


@contextlib.asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, Any]]:
    calls["lifespan"] = [*calls.get("lifespan", []), "begun"]
    yield {"pool": "open"}
    calls["lifespan"].append("ended")


app = FastAPI(lifespan=lifespan)


@app.get("/items/{item_id}", operation_id="getItem")
async def get_item(item_id: int, request: Request, q: str = "") -> dict[str, Any]:
    return {"id": item_id, "q": q, "pool": request.state.pool, "loop": id(asyncio.get_running_loop())}


BYTES = {"requestBody": {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}}


@app.post("/upload", operation_id="upload", openapi_extra=BYTES)
async def upload(request: Request) -> dict[str, Any]:
    sizes = [len(chunk) async for chunk in request.stream()]
    return {"chunks": len(sizes) > 2, "size": sum(sizes)}


@app.get("/lines", operation_id="lines", response_class=StreamingResponse)
async def lines() -> StreamingResponse:
    async def events() -> AsyncIterator[str]:
        yield "data: 0\n\n"
        calls["read"] = await asyncio.to_thread(calls.setdefault("first", threading.Event()).wait, 20)
        for number in (1, 2):
            yield f"data: {number}\n\n"

    return StreamingResponse(events(), media_type="text/event-stream")


@app.get("/endless", operation_id="endless", response_class=StreamingResponse)
async def endless() -> StreamingResponse:
    async def events() -> AsyncIterator[str]:
        try:
            while True:
                yield "data: x\n\n"
                await asyncio.sleep(0)
        finally:
            calls["closed"] = True

    return StreamingResponse(events(), media_type="text/event-stream")


@app.get("/broken", operation_id="broken")
async def broken() -> None:
    raise LookupError("in the application")


@app.get("/slow", operation_id="slow")
async def slow() -> None:
    await asyncio.sleep(30)


DOCUMENT = app.openapi()


@pytest.fixture(autouse=True)
def forgotten() -> None:
    calls.clear()


def test_a_call_and_the_lifespan() -> None:
    """It begins once, before the first call, and ends with the client; its state reaches the handlers."""
    with Client(DOCUMENT, app=app) as client:
        assert client.getItem(item_id=7, q="ä b").data["q"] == "ä b"
        assert client.getItem(item_id=8).data["pool"] == "open"
        assert calls["lifespan"] == ["begun"]
    assert calls["lifespan"] == ["begun", "ended"]


def test_the_async_client_calls_on_its_own_loop() -> None:
    """Many at once, more than an event loop has threads."""

    async def go() -> tuple[int, set[int], int]:
        async with AsyncClient(DOCUMENT, app=app) as client:
            found = await asyncio.gather(*(client.getItem(item_id=i) for i in range(60)))
            return id(asyncio.get_running_loop()), {item.data["loop"] for item in found}, len(found)

    own, loops, count = asyncio.run(go())
    assert (loops, count) == ({own}, 60)
    assert calls["lifespan"] == ["begun", "ended"]


def test_events_arrive_as_they_are_sent() -> None:
    with Client(DOCUMENT, app=app) as client, client.lines() as stream:
        seen = []
        for event in stream:
            seen.append(int(event.data))
            calls.setdefault("first", threading.Event()).set()
    assert seen == [0, 1, 2]
    assert calls["read"]  # the first was read before the second was made

    async def go() -> list[int]:
        calls.clear()
        found = []
        async with AsyncClient(DOCUMENT, app=app) as client, await client.lines() as stream:
            async for event in stream:
                found.append(int(event.data))
                calls.setdefault("first", threading.Event()).set()
        return found

    assert asyncio.run(go()) == [0, 1, 2]
    assert calls["read"]


def test_an_application_hears_that_its_client_has_gone() -> None:
    with Client(DOCUMENT, app=app) as client:
        with client.endless() as stream:
            next(iter(stream))
        until = time.monotonic() + 20
        while not calls.get("closed") and time.monotonic() < until:
            time.sleep(0.01)
    assert calls["closed"]


def test_uploads(tmp_path: Any) -> None:
    path = tmp_path / "large.bin"
    path.write_bytes(b"x" * 3_000_000)
    with Client(DOCUMENT, app=app) as client:
        assert client.upload(body=path).data == {"chunks": True, "size": 3_000_000}

    async def go() -> Any:
        async with AsyncClient(DOCUMENT, app=app) as client:
            return (await client.upload(body=path)).data

    assert asyncio.run(go()) == {"chunks": True, "size": 3_000_000}


def test_an_exception_of_the_application_reaches_the_caller() -> None:
    """Starlette answers 500 first and raises then."""
    with Client(DOCUMENT, app=app, retries=0) as client, pytest.raises(LookupError, match="in the application"):
        client.broken()

    async def go() -> None:
        async with AsyncClient(DOCUMENT, app=app, retries=0) as client:
            await client.broken()

    with pytest.raises(LookupError, match="in the application"):
        asyncio.run(go())


def test_a_deadline_ends_a_call() -> None:
    with Client(DOCUMENT, app=app, deadline=0.3, retries=0) as client, pytest.raises(DeadlineExceeded):
        client.slow()

    async def go() -> None:
        async with AsyncClient(DOCUMENT, app=app, deadline=0.3, retries=0) as client:
            await client.slow()

    with pytest.raises(DeadlineExceeded):
        asyncio.run(go())


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """Refuses any scope but that of requests, as the standard says; waits for the disconnect after its answer."""
    assert scope["type"] == "http"
    await receive()
    await send({"type": "http.response.start", "status": 503, "headers": [(b"x-a", b"\xe4")]})
    await send({"type": "http.response.body", "body": b"later"})


def test_an_application_without_lifespan() -> None:
    with Client(DOCUMENT, app=bare, retries=0) as client, pytest.raises(ServerError) as caught:
        client.getItem(item_id=1)
    assert caught.value.response.headers["X-A"] == "ä"


async def silent(scope: Any, receive: Any, send: Any) -> None:
    assert scope["type"] == "http"


def test_an_application_that_answers_nothing() -> None:
    with Client(DOCUMENT, app=silent) as client, pytest.raises(RuntimeError, match="returned without an answer"):
        client.getItem(item_id=1)


async def failing(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.failed", "message": "no database"})


def test_an_application_that_cannot_start() -> None:
    with Client(DOCUMENT, app=failing) as client, pytest.raises(RuntimeError, match="failed to start: no database"):
        client.getItem(item_id=1)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize("given", [5, "module:app", FastAPI, lambda: None, lambda a: None, {}, object()])
def test_what_is_no_application_is_refused(kind: Any, given: Any) -> None:
    with pytest.raises(
        RequestError, match=r"app= must be a WSGI application, a callable of \(environ, start_response\)"
    ):
        kind(DOCUMENT, app=given)


async def sleepy(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await asyncio.sleep(30)


def test_the_deadline_holds_while_an_application_starts() -> None:
    with Client(DOCUMENT, app=sleepy, deadline=0.3, retries=0) as client, pytest.raises(DeadlineExceeded):
        client.getItem(item_id=1)


def test_a_request_to_another_address_is_one_of_the_same_lifespan() -> None:
    with Client(DOCUMENT, app=app) as client:
        client.getItem(item_id=1)
        assert client.request("GET", "http://elsewhere.test/items/2").data["id"] == 2
    assert calls["lifespan"] == ["begun", "ended"]


def test_a_client_that_nobody_closes_leaves_no_thread() -> None:
    client = Client(DOCUMENT, app=app)
    client.getItem(item_id=1)
    before = [thread for thread in threading.enumerate() if thread.name == "dynaclient-asgi"]
    assert before
    del client
    gc.collect()
    for thread in before:
        thread.join(20)
        assert not thread.is_alive()
