"""Binding: every sentence of the contract's "Arguments"."""

from __future__ import annotations

import copy
from types import MappingProxyType
from typing import Any

import pytest

from dynaclient import MISSING, ArgumentConflict, Client, RequestError, UnknownParameter, ValidationError

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://api.test"}],
    "paths": {
        "/items/{id}": {
            "post": {
                "operationId": "op",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "id", "in": "query", "schema": {"type": "string"}},
                    {"name": "id", "in": "header", "schema": {"type": "string"}},
                    {"name": "id", "in": "cookie", "schema": {"type": "string"}},
                    {"name": "include[]", "in": "query", "schema": {"type": "array"}},
                    {"name": "import", "in": "query", "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "name": {"type": "string"},
                                    "limit": {"type": "integer"},
                                    "id": {"type": "string"},
                                    "class": {"type": "string"},
                                    "max-size": {"type": ["integer", "null"]},
                                },
                            }
                        }
                    }
                },
                "responses": {},
            }
        },
        "/plain/{key}": {
            "get": {
                "operationId": "plain",
                "parameters": [
                    {"name": "key", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "a-b", "in": "query", "schema": {}},
                    {"name": "a.b", "in": "query", "schema": {}},
                    {"name": "query:odd", "in": "query", "schema": {}},
                    {"name": "body", "in": "query", "schema": {}},
                ],
            }
        },
    },
}


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(DOCUMENT)


def sent(client: Client, *args: Any, **kwargs: Any) -> tuple[str, str, str | None, str | None, bytes | None]:
    prepared = client.prepare(*args, **kwargs)
    headers = prepared.headers
    return prepared.method, prepared.url, headers.get("id"), headers.get("Cookie"), prepared.body


@pytest.mark.parametrize(
    ("params", "arguments", "expected"),
    [
        pytest.param({"path:id": "p"}, {}, ("/items/p", None, None, None), id="location-in-front"),
        pytest.param(
            {"path:id": "p", "query:id": "q", "header:id": "h", "cookie:id": "c", "body:id": "b"},
            {},
            ("/items/p?id=q", "h", "id=c", b'{"id":"b"}'),
            id="one-name-in-five-places",
        ),
        pytest.param(
            None,
            {"path_id": "p", "query_id": "q", "header_id": "h", "cookie_id": "c"},
            ("/items/p?id=q", "h", "id=c", None),
            id="python-names-of-one-name-in-four-places",
        ),
        pytest.param(
            {"path:id": "p", "include[]": ["a", "b"], "import": "i"},
            {},
            ("/items/p?include%5B%5D=a&include%5B%5D=b&import=i", None, None, None),
            id="wire-names-in-a-mapping",
        ),
        pytest.param(
            {"path:id": "p"},
            {"include__": ["a"], "import_": "i"},
            ("/items/p?include%5B%5D=a&import=i", None, None, None),
            id="python-aliases",
        ),
        pytest.param(
            {"path:id": "p", "query:include__": ["a"]},
            {},
            ("/items/p?include%5B%5D=a", None, None, None),
            id="an-alias-behind-its-location",
        ),
        pytest.param(
            {"path:id": "p"},
            {"limit": 5},
            ("/items/p?limit=5", None, None, None),
            id="a-bare-name-is-a-parameter-before-it-is-a-property",
        ),
        pytest.param(
            {"path:id": "p", "body:limit": 5}, {}, ("/items/p", None, None, b'{"limit":5}'), id="body-in-front"
        ),
        pytest.param(
            {"path:id": "p"},
            {"name": "n", "class_": "c", "max_size": None},
            ("/items/p", None, None, b'{"name":"n","class":"c","max-size":null}'),
            id="properties-and-their-aliases",
        ),
        pytest.param(
            MappingProxyType({"path:id": "p"}),
            {"body": {"name": "n"}},
            ("/items/p", None, None, b'{"name":"n"}'),
            id="body-is-the-whole-body",
        ),
        pytest.param({"path:id": "p"}, {"body": None}, None, id="None-as-a-body-is-null"),
        pytest.param(
            {"path:id": "p"},
            {"limit": MISSING, "name": MISSING, "body": MISSING},
            ("/items/p", None, None, None),
            id="MISSING-counts-as-not-given",
        ),
    ],
)
def test_names_bind_to_their_place(
    client: Client, params: Any, arguments: dict[str, Any], expected: tuple[Any, ...] | None
) -> None:
    """Bare names, aliases, locations and the body go where the contract says."""
    if expected is None:
        (violation,) = client.validate("op", params, **arguments)
        assert (violation.path, violation.keyword) == ("/body", "type")
        return
    url, *rest = expected
    assert sent(client, "op", params, **arguments) == ("POST", f"https://api.test{url}", *rest)


def test_the_keys_of_the_mapping_may_look_like_locations_or_the_body(client: Client) -> None:
    """An exact wire name comes before its reading as a location; `body` in the mapping is a name like any other."""
    prepared = client.prepare("plain", {"key": "k", "query:odd": 1, "body": 2})
    assert prepared.url == "https://api.test/plain/k?query%3Aodd=1&body=2"


@pytest.mark.parametrize(
    ("params", "arguments", "said"),
    [
        pytest.param({"id": "x"}, {}, ["'id' is in 4 locations", '"path:id"', '"cookie:id"'], id="ambiguous-name"),
        pytest.param({"path:id": "p", "path_id": "p"}, {}, ["'id' is given twice"], id="name-and-alias"),
        pytest.param({"path:id": "p", "limit": 1}, {"limit": 1}, ["'limit' is given twice"], id="mapping-and-keyword"),
        pytest.param({"path:id": "p", "body:name": 1}, {"name": 1}, ["'name' is given twice"], id="property-twice"),
        pytest.param({"path:id": "p"}, {"name": "n", "body": {}}, ["body=", "'name'"], id="property-beside-body"),
        pytest.param({5: "p"}, {}, ["names must be text", "5"], id="a-name-that-is-no-text"),
    ],
)
def test_what_means_two_things_is_refused(
    client: Client, params: Any, arguments: dict[str, Any], said: list[str]
) -> None:
    """Nothing is guessed: the error says what to write instead."""
    with pytest.raises(ArgumentConflict) as caught:
        client.prepare("op", params, **arguments)
    assert [text for text in said if text not in str(caught.value)] == []
    assert caught.value.operation_id == "op"


def test_arguments_by_position_are_one_mapping(client: Client) -> None:
    """Anything else by position is refused in words."""
    with pytest.raises(RequestError, match="by name or in one mapping, not as string"):
        client.prepare("op", "thread_1")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("operation", "params", "expected"),
    [
        pytest.param("op", {"path:id": "p", "limti": 5}, ("query", "/limti", "'limit'"), id="bare"),
        pytest.param("op", {"path:id": "p", "nmae": "x"}, ("query", "/nmae", "'name'"), id="near-a-property"),
        pytest.param("plain", {"key": "k", "body:nam": "x"}, ("body", "/body/nam", "It takes key"), id="body"),
        pytest.param("op", {"path:id": "p", "path:idd": "x"}, ("path", "/idd", "'id'"), id="path"),
        pytest.param("plain", {"key": "k", "a_b": 1}, ("query", "/a_b", "'a-b'"), id="an-alias-of-two"),
        pytest.param("plain", {"key": "k", "zzzz": 1}, ("query", "/zzzz", "It takes key, a-b"), id="nothing-near"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(
    client: Client, operation: str, params: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    """Nothing is silently dropped, and the right name is at hand."""
    location, path, hint = expected
    with pytest.raises(UnknownParameter) as caught:
        client.prepare(operation, params)
    (violation,) = caught.value.violations
    assert (violation.location, violation.path, violation.keyword) == (location, path, "unknown")
    assert hint in violation.message
    assert violation.message in str(caught.value)


def test_a_body_where_none_is_declared_is_an_unknown_argument(client: Client) -> None:
    """`body=` on an operation without a body is refused, also when it is null."""
    for body in ({}, None, b""):
        with pytest.raises(UnknownParameter) as caught:
            client.prepare("plain", {"key": "k"}, body=body)
        assert [(v.location, v.path, v.keyword) for v in caught.value.violations] == [("body", "/body", "unknown")]


def test_unknown_names_are_listed_with_all_else_that_is_wrong(client: Client) -> None:
    """Every reason at once: unknown names do not hide the other violations."""
    with pytest.raises(UnknownParameter) as caught:
        client.prepare("op", {"limit": "many", "wrong": 1, "body:name": 5})
    assert [(v.location, v.path, v.keyword) for v in caught.value.violations] == [
        ("path", "/id", "required"),
        ("query", "/wrong", "unknown"),
        ("query", "/limit", "type"),
        ("body", "/body/name", "type"),
    ]


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
def test_unknown_names_are_refused_in_every_mode(mode: Any) -> None:
    """Validation modes are about values; a name that means nothing cannot be sent."""
    with pytest.raises(UnknownParameter):
        Client(DOCUMENT, validate=mode).prepare("op", {"path:id": "p", "wrong": 1})


@pytest.mark.parametrize(
    ("value", "query", "body"),
    [
        pytest.param("", "?q=", b'""', id="empty-text"),
        pytest.param(0, "?q=0", b"0", id="zero"),
        pytest.param(False, "?q=false", b"false", id="false"),
        pytest.param(None, "", b"null", id="null"),
        pytest.param([], "", b"[]", id="empty-list"),
        pytest.param({}, "", b"{}", id="empty-object"),
        pytest.param(MISSING, "", None, id="MISSING"),
    ],
)
def test_what_is_falsy_is_still_given(document: Any, value: Any, query: str, body: bytes | None) -> None:
    """MISSING is not None is not "" is not 0 is not False; each is a JSON body of its own."""
    client = Client(document(parameters=[{"name": "q", "in": "query", "schema": {}}], body={}))
    prepared = client.prepare("op", q=value, body=value)
    assert (prepared.url, prepared.body) == (f"https://api.test/x{query}", body)
    assert prepared.headers.get("Content-Type") == ("application/json" if body is not None else None)


def test_the_callers_data_is_left_untouched(document: Any) -> None:
    """Neither the document nor any argument is changed by preparing, validating or explaining."""
    schema = {
        "type": "object",
        "properties": {"list": {"type": "array", "items": {"type": "integer"}}, "inner": {"type": "object"}},
    }
    source = document(
        parameters=[{"name": "q", "in": "query", "schema": {"type": "array", "items": {"type": "integer"}}}],
        content={
            "application/json": {"schema": schema},
            "application/x-www-form-urlencoded": {"schema": schema},
            "multipart/form-data": {"schema": schema},
        },
    )
    params, body = {"q": ["1", "2"]}, {"list": ["1", 2], "inner": {"a": [1, {"b": None}]}}
    before = copy.deepcopy((source, params, body))
    client = Client(source)
    for kind in (None, "application/json", "application/x-www-form-urlencoded", "multipart/form-data"):
        other = client.with_options(content_type=kind)
        other.validate("op", params, body=body)
        other.explain("op", params, body=body)
        if kind is not None and kind != "application/json":
            other.prepare("op", params, body=body)
    assert (source, params, body) == before


def test_a_violation_of_the_path_parameter_is_said_when_missing(client: Client) -> None:
    """A missing path value never becomes text in the URL."""
    for mode in (True, "strict", "warn", False):
        with pytest.raises(ValidationError) as caught:
            client.with_options(validate=mode).prepare("op")
        assert [(v.location, v.path, v.keyword) for v in caught.value.violations] == [("path", "/id", "required")]


@pytest.mark.parametrize(("count", "ending"), [(19, "p18."), (20, "p19."), (21, "p19, …."), (22, "p19, ….")])
def test_twenty_names_are_listed_of_an_operation(document: Any, count: int, ending: str) -> None:
    """The rest is left to `help()`."""
    parameters = [{"name": f"p{i}", "in": "query", "schema": {"type": "string"}} for i in range(count)]
    (violation,) = Client(document(parameters=parameters)).validate("op", nothing_like_it=1)
    assert violation.message.endswith(
        f"It takes p0, {', '.join(f'p{i}' for i in range(1, min(count, 20) - 1))}, {ending}"
    )
