"""Servers on loopback, and both kinds of client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import RetryPolicy
from tests.runtime.driver import AsyncDriver, Caller, SyncDriver
from tests.runtime.server import Loopback, Reply, Seen

QUICK = RetryPolicy(first=0.001, longest=0.002)
"""Waits that a test does not notice."""


def document(**paths: Any) -> dict[str, Any]:
    return {"openapi": "3.1.0", "info": {"title": "Runtime", "version": "1"}, "paths": paths}


def operation(operation_id: str, **more: Any) -> dict[str, Any]:
    return {"operationId": operation_id, "responses": {"200": {"description": "done"}}, **more}


BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}
FILE = {"content": {"application/octet-stream": {}}}
THINGS = document(
    **{
        "/things": {
            "get": operation("listThings"),
            "post": operation("makeThing", requestBody=BODY),
            "put": operation("putThing", requestBody=BODY),
            "patch": operation("patchThing", requestBody=BODY),
            "delete": operation("deleteThing"),
        },
        "/files": {"get": operation("getFile"), "post": operation("sendFile", requestBody=FILE)},
        "/keyed": {
            "post": operation(
                "makeKeyed",
                requestBody=BODY,
                parameters=[
                    {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
                ],
            )
        },
    }
)


@pytest.fixture(params=["sync", "async"])
def driver(request: pytest.FixtureRequest) -> Iterator[Any]:
    """The sync or the async way to call."""
    made: Any = SyncDriver() if request.param == "sync" else AsyncDriver()
    yield made
    made.close()


@pytest.fixture
def serve() -> Iterator[Callable[[Callable[[Seen], Reply]], Loopback]]:
    """Starts a server that answers with a function."""
    started: list[Loopback] = []

    def start(answer: Callable[[Seen], Reply]) -> Loopback:
        started.append(Loopback(answer))
        return started[-1]

    yield start
    for server in started:
        server.close()


@pytest.fixture
def caller(driver: Any) -> Iterator[Callable[..., Caller]]:
    """Makes a client of a server; with quick retries."""
    made: list[Caller] = []

    def make(server: Loopback | str, described: Any = THINGS, **options: Any) -> Caller:
        url = server if isinstance(server, str) else server.url
        client = driver.client_class(described, base_url=url, **{"retries": QUICK, **options})
        made.append(Caller(driver, client))
        return made[-1]

    yield make
    for one in made:
        one.close()
