"""A call that is wrong never leaves: one case and more for every kind of RequestError, and a server that counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

import dynaclient
from dynaclient import (
    ArgumentConflict,
    Client,
    MissingCredentials,
    RequestError,
    UnknownOperation,
    UnknownParameter,
    ValidationError,
)
from tests.echo_server import EchoServer

TEXT = {"type": "string"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"Key": {"type": "http", "scheme": "bearer"}}},
    "paths": {
        "/chat/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": TEXT}],
            "post": {
                "operationId": "chat",
                "parameters": [
                    {"name": "id", "in": "query", "schema": {"type": "integer"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 100}},
                    {"name": "X-Trace", "in": "header", "schema": TEXT},
                ],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["model", "messages"],
                                "properties": {
                                    "model": TEXT,
                                    "temperature": {"type": "number", "maximum": 2},
                                    "messages": {
                                        "type": "array",
                                        "minItems": 1,
                                        "items": {
                                            "type": "object",
                                            "required": ["role"],
                                            "properties": {"role": {"enum": ["system", "user", "assistant"]}},
                                        },
                                    },
                                },
                            }
                        }
                    },
                },
                "responses": {},
            },
            "delete": {
                "operationId": "secured",
                "security": [{"Key": []}],
                "responses": {},
            },
        },
        "/form": {
            "post": {
                "operationId": "form",
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
                        }
                    }
                },
                "responses": {},
            }
        },
        "/elsewhere": {"get": {"operationId": "elsewhere", "servers": [{"url": "/v1"}], "responses": {}}},
        "/named": {
            "get": {
                "operationId": "named",
                "servers": [{"url": "https://{region}.example", "variables": {}}],
                "responses": {},
            }
        },
    },
}
GOOD: dict[str, Any] = {"path:id": "1", "body:model": "m", "body:messages": [{"role": "user"}]}


def without(*names: str, **more: Any) -> dict[str, Any]:
    return {**{name: value for name, value in GOOD.items() if name not in names}, **more}


Act = Callable[[Client], Any]

CASES = [
    pytest.param(lambda c: c.call("chatt"), UnknownOperation, ["'chatt'", "Did you mean 'chat'?"], id="operation"),
    pytest.param(lambda c: c.chatt(), UnknownOperation, ["Did you mean 'chat'?"], id="operation as attribute"),
    pytest.param(lambda c: c.operations["chatt"], UnknownOperation, ["Did you mean 'chat'?"], id="operation as key"),
    pytest.param(
        lambda c: c.call("chat", GOOD, limt=5), UnknownParameter, ["/limt", "Did you mean 'limit'?"], id="misspelt name"
    ),
    pytest.param(
        lambda c: c.with_options(validate="strict").call("chat", {**GOOD, "header:X-Tracee": "t"}),
        ValidationError,
        ["does not declare 'X-Tracee'"],
        id="undeclared name, strict",
    ),
    pytest.param(
        lambda c: c.with_options(validate=False).call("chat", GOOD, zzz=5), UnknownParameter, ["zzz"], id="unchecked"
    ),
    pytest.param(
        lambda c: c.call("secured", id="1", body={}),
        UnknownParameter,
        ["/body", "no body"],
        id="body where none is declared",
    ),
    pytest.param(
        lambda c: c.call("chat", without("path:id"), id=5), ArgumentConflict, ["path:id", "query:id"], id="two places"
    ),
    pytest.param(
        lambda c: c.call("chat", {**GOOD, "limit": 1}, limit=2), ArgumentConflict, ["limit", "twice"], id="given twice"
    ),
    pytest.param(
        lambda c: c.call("chat", GOOD, body={"model": "m"}), ArgumentConflict, ["body"], id="body and its parts"
    ),
    pytest.param(
        lambda c: c.call("secured", id="1"), MissingCredentials, ["'Key'", "credentials=", "Nothing was sent"], id="key"
    ),
    pytest.param(
        lambda c: c.call("chat", without("body:model")),
        ValidationError,
        ["/body/model", "required", "string"],
        id="missing field",
    ),
    pytest.param(lambda c: c.call("chat", without("path:id")), ValidationError, ["/id", "required"], id="missing path"),
    pytest.param(
        lambda c: c.call("chat", GOOD, temperature=3),
        ValidationError,
        ["/body/temperature", "2", "3"],
        id="above the limit",
    ),
    pytest.param(
        lambda c: c.call("chat", without("body:messages", **{"body:messages": [{"role": "usr"}]})),
        ValidationError,
        ["/body/messages/0/role", "system", "user", "assistant"],
        id="not in the enum",
    ),
    pytest.param(
        lambda c: c.call("chat", GOOD, limit="many"), ValidationError, ["/limit", "integer", "many"], id="wrong type"
    ),
    pytest.param(
        lambda c: c.call("chat", {**GOOD, "path:id": ".."}), ValidationError, ["/id", "another address"], id="dots"
    ),
    pytest.param(
        lambda c: c.call("chat", {**GOOD, "X-Trace": "a\r\nb"}), ValidationError, ["/X-Trace", "line break"], id="CRLF"
    ),
    pytest.param(
        lambda c: c.call("chat", {**GOOD, "X-Trace": " a"}), ValidationError, ["space"], id="space before a header"
    ),
    pytest.param(
        lambda c: c.call("chat", {"path:id": "1"}, body={"model": "m", "messages": [float("nan")]}),
        ValidationError,
        ["/body/messages/0"],
        id="no JSON",
    ),
    pytest.param(lambda c: c.call("form", file="/no/such/file"), ValidationError, ["no such file"], id="no file"),
    pytest.param(lambda c: c.call("chat", [("id", 1)]), RequestError, ["one mapping"], id="pairs for params"),
    pytest.param(lambda c: c.with_options(base_url=None).call("elsewhere"), RequestError, ["base_url="], id="no host"),
    pytest.param(
        lambda c: c.with_options(base_url=None).call("named"), RequestError, ["server_variables="], id="no variable"
    ),
    pytest.param(lambda c: c.with_options(timeot=1), RequestError, ["timeout"], id="option"),
    pytest.param(lambda c: c.with_options(validate="stric"), RequestError, ["'strict'"], id="mode"),
    pytest.param(lambda c: c.with_options(headers={"A": "a\nb"}), RequestError, ["'A'"], id="header option"),
    pytest.param(lambda c: c.with_options(credentials={"Kay": "k"}), RequestError, ["'Key'"], id="scheme"),
    pytest.param(
        lambda c: c.with_options(credentials={"Key": "a\nb"}).call("secured", id="1"),
        RequestError,
        ["'Key'", "header cannot carry"],
        id="key with a line break",
    ),
    pytest.param(
        lambda c: c.with_options(credentials={"Key": 5}).call("secured", id="1"), RequestError, ["int"], id="odd key"
    ),
    pytest.param(
        lambda c: c.with_options(content_type="text/csv").call("chat", {"path:id": "1"}, body="a"),
        ValidationError,
        ["text/csv", "application/json"],
        id="media type",
    ),
]


@pytest.fixture
def sent() -> list[str]:
    return []


@pytest.fixture
def client(server: EchoServer, sent: list[str]) -> Iterator[Client]:
    session = requests.Session()
    with Client(
        DOCUMENT, base_url=server.url, session=session, on_request=lambda r: sent.append(r.operation_id)
    ) as client:
        yield client
    session.close()


@pytest.mark.parametrize(("act", "kind", "words"), CASES)
def test_a_wrong_call_never_leaves(
    client: Client, server: EchoServer, sent: list[str], act: Act, kind: type[RequestError], words: list[str]
) -> None:
    """It raises the right class and says what is wrong and what to do; no hook runs and nothing connects."""
    with pytest.raises(RequestError) as caught:
        act(client)
    error = caught.value
    assert type(error) is kind
    assert all(word in str(error) for word in words), str(error)
    assert (server.received, server.connections, sent) == ([], 0, [])


@pytest.mark.parametrize("method", ["validate", "explain", "prepare"])
def test_what_does_not_send_does_not_send(client: Client, server: EchoServer, sent: list[str], method: str) -> None:
    """Not for a good call, and not for a bad one."""
    getattr(client, method)("chat", GOOD)
    for bad in (without("body:model"), {**GOOD, "path:id": ".."}):
        if method == "prepare":
            with pytest.raises(ValidationError):
                client.prepare("chat", bad)
        else:
            assert getattr(client, method)("chat", bad)
    assert (server.received, server.connections, sent) == ([], 0, [])


def test_the_good_call_does_leave(client: Client, server: EchoServer) -> None:
    """So that the counter counts."""
    client.call("chat", GOOD)
    assert [request.line for request in server.received] == ["POST /chat/1 HTTP/1.1"]


def test_every_kind_of_request_error_has_a_case() -> None:
    """A new one needs one; without a package, as `MissingExtra` says, there is no client that could send.

    Those of `TokenError` are in tests/credentials, since a token is requested first; those of `LinkError` are in
    tests/runtime/test_links.py, since a link is one of an answer. `InvalidItem` is of a call that has begun: its cases
    are in tests/sequences; those of `NotRecorded` are in tests/recording, since it wants a recording.
    """
    kinds = {
        kind for kind in vars(dynaclient.errors).values() if isinstance(kind, type) and issubclass(kind, RequestError)
    }
    errors = dynaclient.errors
    elsewhere = {errors.InvalidItem, errors.LinkError, errors.MissingExtra, errors.NotRecorded, errors.TokenError}
    assert kinds - elsewhere == {case.values[1] for case in CASES}


def test_every_violation_is_told_at_once_in_order(client: Client, server: EchoServer) -> None:
    """Path, query, header, cookie, body."""
    with pytest.raises(ValidationError) as caught:
        client.call(
            "chat", {"path:id": "", "limit": 101, "X-Trace": "a\n", "temperature": 3, "model": 5, "messages": []}
        )
    assert [(v.location, v.path) for v in caught.value.violations] == [
        ("path", "/id"),
        ("query", "/limit"),
        ("header", "/X-Trace"),
        ("body", "/body/temperature"),
        ("body", "/body/model"),
        ("body", "/body/messages"),
    ]
    assert server.connections == 0
