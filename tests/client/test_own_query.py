"""Queries of the client itself on their way: both clients, in process, links between pages, redirects, logs."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from dynaclient import AsyncClient, Client
from tests.echo_server import EchoServer, Reply

JSON = {"Content-Type": "application/json"}
LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
ITEMS = {"type": "object", "properties": {"data": {"type": "array"}}}
ANSWER = {"description": "", "content": {"application/json": {"schema": ITEMS}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {},
    "paths": {
        "/x": {
            "get": {"operationId": "list", "parameters": [LIMIT], "responses": {"200": ANSWER}},
            "post": {
                "operationId": "op",
                "parameters": [LIMIT],
                "requestBody": {"content": {"application/json": {"schema": {}}}},
                "responses": {},
            },
        }
    },
}


@pytest.mark.parametrize(("front", "query"), [("", {"v": "3"}), ("?v=3", None)], ids=["query", "base_url"])
def test_both_clients_send_it(server: EchoServer, front: str, query: Any) -> None:
    base_url = server.url + front
    with Client(DOCUMENT, base_url=base_url, query=query) as client:
        client.call("op", limit=1, body={})

    async def call() -> None:
        async with AsyncClient(DOCUMENT, base_url=base_url, query=query) as client:
            await client.call("op", {"limit": 1, "query:debug": "1", "header:X-D": "2", "cookie:c": "3"}, body={})

    asyncio.run(call())
    assert [request.target for request in server.received] == ["/x?v=3&limit=1", "/x?v=3&limit=1&debug=1"]
    assert (server.received[1].header("X-D"), server.received[1].header("Cookie")) == ("2", "c=3")


def test_an_application_in_process_gets_it() -> None:
    seen: list[str] = []

    def app(environ: Any, start: Any) -> list[bytes]:
        seen.append(environ["PATH_INFO"] + "?" + environ["QUERY_STRING"])
        start("200 OK", [])
        return [b""]

    with Client(DOCUMENT, app=app, base_url="http://localhost/v1?a=1", query={"v": "3"}) as client:
        client.call("op")
    assert seen == ["/v1/x?a=1&v=3"]


@pytest.mark.parametrize(
    ("link", "second"),
    [
        pytest.param("/x?page=2", {"page": "2", "v": "3"}, id="without-it"),
        pytest.param("/x?page=2&v=4", {"page": "2", "v": "4"}, id="with-its-own"),
        pytest.param("?page=2", {"page": "2", "v": "3"}, id="relative"),
    ],
)
def test_links_between_pages_get_it(server: EchoServer, link: str, second: dict[str, str]) -> None:
    """A link that lacks it gets it, as it gets the credentials in the query."""
    first = Reply(body=b'{"data": [1]}', headers={**JSON, "Link": f'<{link}>; rel="next"'})
    with Client(DOCUMENT, base_url=f"{server.url}?v=3") as client:
        server.answer("/x", first, Reply(body=b'{"data": [2]}'))
        assert list(client.paginate("list", limit=1)) == [1, 2]

    async def call() -> list[Any]:
        async with AsyncClient(DOCUMENT, base_url=server.url, query={"v": "3"}) as client:
            return [item async for item in client.paginate("list", limit=1)]

    server.answer("/x", first, Reply(body=b'{"data": [2]}'))
    assert asyncio.run(call()) == [1, 2]
    queries = [dict(parse_qsl(urlsplit(request.target).query)) for request in server.received]
    assert queries == [{"limit": "1", "v": "3"}, second] * 2


def test_keys_do_not_go_to_another_origin(server: EchoServer, other: EchoServer) -> None:
    """Not even where a redirect repeats the query."""
    query = "code=sesame-open&v=3"
    server.redirect("/x", f"{other.url}/there?{query}", 307)
    with Client(DOCUMENT, base_url=f"{server.url}?{query}") as client:
        client.call("list")

    async def call() -> None:
        async with AsyncClient(DOCUMENT, base_url=f"{server.url}?{query}") as client:
            await client.call("list")

    asyncio.run(call())
    assert [request.target for request in other.received] == ["/there?v=3"] * 2


def test_keys_are_neither_logged_nor_in_errors(server: EchoServer, caplog: pytest.LogCaptureFixture) -> None:
    server.answer("/x", Reply(404, b'{"error": {"message": "no sesame-open here"}}'))
    with caplog.at_level(logging.DEBUG), Client(DOCUMENT, base_url=f"{server.url}?code=sesame-open") as client:
        with pytest.raises(Exception, match="404") as caught:
            client.call("list")
        with pytest.raises(Exception, match="connection") as lost:
            client.with_options(base_url="http://127.0.0.1:9?code=sesame-open", retries=0).call("list")
    assert "sesame-open" in server.received[0].target
    assert not [text for text in (caplog.text, str(caught.value), str(lost.value)) if "sesame" in text]
