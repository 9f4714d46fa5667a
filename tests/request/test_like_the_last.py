"""The second call of an operation that is nothing but a JSON body takes a shorter way, and comes to the same."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from dynaclient import Client
from dynaclient._support.record import replaced
from dynaclient.errors import DynaclientDeprecationWarning, DynaclientError
from dynaclient.request.values import Arguments
from dynaclient.sandbox import Sandbox
from dynaclient.types import MISSING

BODY: dict[str, Any] = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string", "maxLength": 9},
        "size": {"type": "integer"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "Content-Type": {"type": "string"},
        "old": {"type": "string", "deprecated": True},
    },
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "servers": [{"url": "https://notes.test/v1"}],
    "security": [{"key": []}],
    "components": {
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "query", "name": "api_key"},
            "other": {"type": "http", "scheme": "bearer"},
        }
    },
    "paths": {
        "/notes": {
            "post": {
                "operationId": "send",
                "requestBody": {"required": True, "content": {"application/json": {"schema": BODY}}},
                "responses": {"200": {"description": "done"}},
            }
        }
    },
}

ARGUMENTS = [
    Arguments({"text": "é", "size": 1}),
    Arguments({"text": "a", "tags": ["b"]}),
    Arguments({"text": "a", "tags": ["long enough to be compressed"] * 20}),
    Arguments(None, MISSING, {"text": "a"}),
    Arguments({"text": "a"}, MISSING, {"size": 2}),
    Arguments({"text": "a", "size": MISSING}),
    Arguments({"text": "a", "size": "b"}),
    Arguments({"text": "a", "sise": 1}),
    Arguments({"text": "far too long"}),
    Arguments({"size": 1}),
    Arguments({"text": "a", "header:X-Own": "b"}),
    Arguments({"text": "a", "Content-Type": "b"}),
    Arguments({"text": float("nan")}),
    Arguments({"text": "a", "size": object()}),
    Arguments({"text": "a"}, {"text": "b"}),
    Arguments(None, {"text": "b"}),
    Arguments({}),
    Arguments(3),
]
OPTIONS: list[dict[str, Any]] = [
    {},
    {"validate": False},
    {"validate": "strict"},
    {"extra_body": {"size": 3}},
    {"headers": {"X-Of-Client": "c"}, "query": {"q": "1"}},
    {"headers": {"Content-Type": "application/vnd.notes+json"}},
    {"idempotency": False},
    {"compress": True},
    {"credentials": {"key": lambda: "secret"}},
]


def _outcome(client: Any, arguments: Arguments) -> Any:
    """The request, or the error, without what may differ: the idempotency key."""
    try:
        wire = client._wire("send", arguments)[2]
    except DynaclientError as error:
        return type(error), str(error)
    headers = {name: value for name, value in wire.headers.items() if name != "Idempotency-Key"}
    same = replaced(wire, headers=headers, renewal=None, texts=frozenset)
    return same, wire.texts(), "Idempotency-Key" in wire.headers


@pytest.mark.parametrize("options", OPTIONS, ids=" ".join)
@pytest.mark.parametrize("arguments", [pytest.param(given, id=f"arguments {i}") for i, given in enumerate(ARGUMENTS)])
@pytest.mark.filterwarnings("ignore:send")
def test_a_later_call_is_like_the_first(arguments: Arguments, options: dict[str, Any]) -> None:
    """Whatever the options and the arguments, its request or its error is that of a client that has made no call."""
    fresh = Client(DOCUMENT, credentials={"key": "k", "other": "secret too"}, idempotency=True)
    used = fresh.with_options(**options)
    before = _outcome(used, Arguments({"text": "first"}))
    assert before == _outcome(used, Arguments({"text": "first"}))
    assert _outcome(used, arguments) == _outcome(fresh.with_options(**options), arguments)


def test_a_later_call_warns_of_a_deprecated_argument() -> None:
    """The shorter way is not for it."""
    client = Client(DOCUMENT, credentials={"key": "k"})
    for _ in range(2):
        client._wire("send", Arguments({"text": "a"}))
    with pytest.warns(DynaclientDeprecationWarning, match="send: the argument old is deprecated"):
        client._wire("send", Arguments({"text": "a", "old": "b"}))


def test_every_call_logs_what_the_document_requires_in_no_place(caplog: pytest.LogCaptureFixture) -> None:
    """Not only the first one."""
    document = deepcopy(DOCUMENT)
    document["paths"]["/notes"]["post"]["parameters"] = [
        {"name": "lost", "in": "nowhere", "required": True, "schema": {"type": "string"}}
    ]
    client = Client(document, credentials={"key": "k"}, validate="warn")
    for _ in range(3):
        client._wire("send", Arguments({"text": "a"}))
    assert [record.getMessage().count("in: nowhere") for record in caplog.records] == [1, 1, 1]


def test_a_later_call_has_the_same_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """With the path of its operation."""
    client = Client(DOCUMENT, credentials={"key": "k"}, app=Sandbox(DOCUMENT))
    with caplog.at_level("INFO", "dynaclient"):
        for _ in range(3):
            client.call("send", {"text": "a"})
    lines = [record.getMessage().partition(" in ")[0] for record in caplog.records]
    assert lines == ["send: POST notes.test/notes: 200"] * 3


def test_each_call_has_a_key_of_its_own() -> None:
    """And headers of its own, which a hook may change."""
    client = Client(DOCUMENT, credentials={"key": "k"}, idempotency=True)
    wires = [client._wire("send", Arguments({"text": "a"}))[2] for _ in range(3)]
    assert len({wire.headers["Idempotency-Key"] for wire in wires}) == 3
    assert len({id(wire.headers) for wire in wires}) == 3
    assert {wire.url for wire in wires} == {"https://notes.test/v1/notes?api_key=k"}


@pytest.mark.parametrize("compress", [False, True])
def test_a_later_call_is_logged_masked_and_compressed_like_the_first(compress: bool) -> None:
    """It has the template of its path, the texts of all credentials, and gzip where that is asked for."""
    properties = {**BODY["properties"], "text": {"type": "string"}}
    content = {"application/json": {"schema": {**BODY, "properties": properties}}}
    post = {**DOCUMENT["paths"]["/notes"]["post"], "requestBody": {"required": True, "content": content}}
    document = {**DOCUMENT, "paths": {"/notes": {"post": post}}}
    client = Client(document, credentials={"key": "key-of-the-test"}, compress=compress)
    wires = [client._wire("send", Arguments({"text": "a" * 500}))[2] for _ in range(3)]
    assert [wire.path for wire in wires] == ["/notes"] * 3
    assert [wire.texts() for wire in wires] == [frozenset({"key-of-the-test"})] * 3
    assert ["Content-Encoding" in wire.headers for wire in wires] == [compress] * 3
    assert len({wire.body for wire in wires}) == 1
