"""Pages of a list whose arguments are given by names other than the document's own spelling."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, RequestError
from tests.echo_server import EchoServer, Reply

PAGE = {"type": "object", "properties": {"data": {"type": "array"}, "next": {"type": "string"}}}
FILTER = {"type": "object", "properties": {"cursor": {"type": "string"}, "colour": {"type": "string"}}}
BY_BODY = {
    "swagger": "2.0",
    "info": {},
    "paths": {
        "/x": {
            "post": {
                "operationId": "list",
                "parameters": [{"name": "filter", "in": "body", "schema": FILTER}],
                "responses": {"200": {"description": "", "schema": PAGE}},
            }
        }
    },
}
BY_HEADER = {
    "openapi": "3.1.0",
    "info": {},
    "paths": {
        "/x": {
            "get": {
                "operationId": "list",
                "parameters": [{"name": "X-Cursor", "in": "header", "schema": {"type": "string"}}],
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": PAGE}}}},
            }
        }
    },
}
REPLIES = (Reply(body=b'{"data": [1], "next": "b"}'), Reply(body=b'{"data": [2]}'))


@pytest.mark.parametrize("name", ["filter", "body:filter"])
def test_a_body_given_by_its_own_name(server: EchoServer, name: str) -> None:
    rule = {"kind": "cursor", "parameter": "body:cursor", "next": "/next"}
    arguments: dict[str, Any] = {name: {"colour": "blue"}}
    with Client(BY_BODY, base_url=server.url) as client:
        server.answer("/x", *REPLIES)
        assert list(client.paginate("list", arguments, rule=rule)) == [1, 2]

    async def call() -> list[Any]:
        async with AsyncClient(BY_BODY, base_url=server.url) as client:
            return [item async for item in client.paginate("list", arguments, rule=rule)]

    server.answer("/x", *REPLIES)
    assert asyncio.run(call()) == [1, 2]
    bodies = [json.loads(request.body) for request in server.received]
    assert bodies == [{"colour": "blue"}, {"colour": "blue", "cursor": "b"}] * 2


@pytest.mark.parametrize("name", ["X-Cursor", "x-cursor", "x_cursor", "header:x-cursor", "header:X_CURSOR"])
def test_a_header_in_another_case(server: EchoServer, name: str) -> None:
    """The cursor of the next page replaces the first one, however that was spelt."""
    rule = {"kind": "cursor", "parameter": "header:X-Cursor", "next": "/next"}
    with Client(BY_HEADER, base_url=server.url) as client:
        server.answer("/x", *REPLIES)
        assert list(client.paginate("list", {name: "a"}, rule=rule)) == [1, 2]
    assert [request.header("X-Cursor") for request in server.received] == ["a", "b"]


def test_an_undeclared_cursor_with_its_place(server: EchoServer) -> None:
    rule = {"kind": "cursor", "parameter": "query:from", "next": "/next"}
    with Client(BY_HEADER, base_url=server.url) as client:
        server.answer("/x", *REPLIES)
        assert list(client.paginate("list", {"query:from": "a"}, rule=rule)) == [1, 2]
    assert [request.target for request in server.received] == ["/x?from=a", "/x?from=b"]


@pytest.mark.parametrize("source", [BY_BODY, BY_HEADER])
def test_arguments_by_position_are_refused_as_in_a_call(source: Any) -> None:
    with pytest.raises(RequestError, match="by name or in one mapping"):
        list(Client(source, base_url="http://127.0.0.1:9").paginate("list", 5))  # type: ignore[arg-type]
