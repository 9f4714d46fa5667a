"""Decisions for one call are reused for the next only if they are the same."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
import requests

from dynaclient import Client

OBJECT = {"schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
    "security": [{"bearer": []}],
    "paths": {
        "/x": {
            "post": {
                "operationId": "make",
                "parameters": [
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "Authorization", "in": "header", "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "schema": {"type": "integer"}},
                ],
                "requestBody": {"content": {"application/json": OBJECT, "multipart/form-data": OBJECT}},
                "responses": {},
            }
        }
    },
}


def headers_of(client: Client, *names: str, **arguments: Any) -> list[str | None]:
    sent = client.prepare("make", arguments.pop("params", None), **arguments).headers
    return [sent.get(name) for name in names]


def test_calls_with_and_without_own_headers_take_turns() -> None:
    """In every order, and the second time like the first."""
    client = Client(DOCUMENT, base_url="http://h", credentials={"bearer": "t1"}, headers={"X-All": "1"})
    ways: list[tuple[dict[str, Any], list[str | None]]] = [
        ({}, ["Bearer t1", None, None, "1"]),
        ({"n": 1}, ["Bearer t1", None, "application/json", "1"]),
        ({"params": {"X-Trace": "a"}, "n": 1}, ["Bearer t1", "a", "application/json", "1"]),
        ({"params": {"header:Authorization": "Basic x"}}, ["Basic x", None, None, "1"]),
        ({"q": 1}, ["Bearer t1", None, None, "1"]),
    ]
    for order in itertools.permutations(ways):
        for arguments, expected in order:
            found = headers_of(client, "Authorization", "X-Trace", "Content-Type", "X-All", **dict(arguments))
            assert found == expected


def test_copies_of_a_client_keep_their_own() -> None:
    """They share the builder of an operation, and nothing that their options decide."""
    first = Client(DOCUMENT, base_url="http://h", credentials={"bearer": "t1"})
    second = first.with_options(credentials={"bearer": "t2"}, base_url="http://i/v2", headers={"X-All": "2"})
    third = second.with_options(headers={"X-All": None})
    for _ in range(3):
        assert headers_of(first, "Authorization", "X-All") == ["Bearer t1", None]
        assert headers_of(second, "Authorization", "X-All") == ["Bearer t2", "2"]
        assert headers_of(third, "Authorization", "X-All") == ["Bearer t2", None]
        assert [client.prepare("make").url for client in (first, third)] == ["http://h/x", "http://i/v2/x"]


def test_a_function_gives_a_token_for_each_call() -> None:
    """It is asked again, however often the operation was called."""
    tokens = (f"t{number}" for number in itertools.count(1))
    client = Client(DOCUMENT, base_url="http://h", credentials={"bearer": lambda: next(tokens)})
    assert [headers_of(client, "Authorization") for _ in range(3)] == [["Bearer t1"], ["Bearer t2"], ["Bearer t3"]]


def test_a_session_may_change_between_two_calls() -> None:
    """The caller's own session is examined again each time."""
    with requests.Session() as session:
        client = Client(DOCUMENT, base_url="http://h", credentials={"bearer": "t1"}, session=session)
        assert headers_of(client, "Authorization", "Accept") == ["Bearer t1", "*/*"]
        session.headers["Authorization"] = "Basic own"
        session.headers["Accept"] = "text/plain"
        assert headers_of(client, "Authorization", "Accept") == ["Basic own", "text/plain"]
        del session.headers["Authorization"]
        assert headers_of(client, "Authorization", "Accept") == ["Bearer t1", "text/plain"]


def test_each_multipart_body_has_a_boundary_of_its_own() -> None:
    client = Client(DOCUMENT, base_url="http://h", credentials={"bearer": "t1"}).with_options(
        content_type="multipart/form-data"
    )
    kinds = {headers_of(client, "Content-Type", n=1)[0] for _ in range(3)}
    assert len(kinds) == 3
    assert all(kind is not None and kind.startswith("multipart/form-data; boundary=") for kind in kinds)


def test_each_keyed_post_has_a_key_of_its_own() -> None:
    client = Client(DOCUMENT, base_url="http://h", credentials={"bearer": "t1"}, idempotency=True)
    keys = {headers_of(client, "Idempotency-Key", n=1)[0] for _ in range(5)}
    assert len(keys) == 5
    assert None not in keys
    own = client.with_options(headers={"idempotency-key": "mine"})
    assert [headers_of(own, "Idempotency-Key") for _ in range(2)] == [["mine"], ["mine"]]


@pytest.mark.parametrize(
    ("names", "accept"),
    [
        (["application/json;v=2.0"], "application/json;v=2.0"),
        (["text/csv; header=present", "application/json"], "application/json, text/csv; header=present"),
        (["application/json", "application/json; charset=utf-8"], "application/json, application/json; charset=utf-8"),
        (["application/json; v=1", "application/json;v=1"], "application/json; v=1"),
        (["Application/JSON"], "application/json"),
        (["application/*+json"], "application/json, application/*+json"),
        (["application/*+json", "application/json"], "application/json, application/*+json"),
        (["application/json;v=1", "*/*"], "*/*"),
        (["application/json", "text/x\r\nX-A: b"], "application/json"),
        ([], "*/*"),
    ],
)
@pytest.mark.parametrize("status", ["200", "2XX", "default"])
def test_what_is_accepted_keeps_its_parameters(document: Any, status: str, names: list[str], accept: str) -> None:
    """Source: RFC 9110 section 12.5.1; OAS 3.1.1 Response Object, `content`."""
    responses = {status: {"description": "", "content": {name: {} for name in names}}}
    described = document(operation={"responses": responses})
    assert Client(described).prepare("op").headers["Accept"] == accept


def test_produces_of_2_0_keeps_its_parameters() -> None:
    operation = {"operationId": "op", "responses": {"200": {"description": "", "schema": {}}}}
    described = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"get": operation}}}
    described["produces"] = ["application/json;version=2"]
    prepared = Client(described, base_url="https://api.test").prepare("op")
    assert prepared.headers["Accept"] == "application/json;version=2"
