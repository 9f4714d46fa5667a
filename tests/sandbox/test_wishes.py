"""An answer grants of what is wished for whatever its schema allows, and is valid by the letter."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.text_hints import hinted_text
from dynaclient.sandbox.values import Values
from dynaclient.sandbox.wishes import ABSENT, UNSET, Moment, remembered

from .conftest import client_of

TEXT = {"type": "string"}
TAGGED = [
    {
        "type": "object",
        "required": ["kind", "name"],
        "properties": {"kind": {"const": kind}, "name": TEXT, extra: {"type": "integer"}},
        "additionalProperties": False,
    }
    for kind, extra in (("cat", "lives"), ("dog", "walks"))
]


def obj(required: list[str] | None = None, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": required or []}


@pytest.mark.parametrize(
    ("schema", "wish", "expected"),
    [
        pytest.param(obj(a={"type": "integer"}), {"a": 3}, {"a": 3}, id="as it is"),
        pytest.param(obj(a={"type": "integer", "const": 4}), {"a": 3}, {"a": 4}, id="not what does not fit"),
        pytest.param(obj(["a"], a={"type": "integer", "maximum": 2}), {"a": 3, "b": 1}, {"a": ...}, id="within limits"),
        pytest.param(obj(a=obj(b=TEXT, c=TEXT)), {"a": {"b": "x", "c": "y"}}, {"a": {"b": "x", "c": "y"}}, id="inside"),
        pytest.param(
            obj(a={"type": "array", "items": obj(b=TEXT)}),
            {"a": [{"b": "1"}, {"b": "2"}]},
            {"a": [{"b": "1"}, {"b": "2"}]},
            id="one for each",
        ),
        pytest.param(
            {"anyOf": TAGGED},
            {"kind": "dog", "name": "Rex", "walks": 3},
            {"kind": "dog", "name": "Rex", "walks": 3},
            id="the alternative that it is for",
        ),
        pytest.param(
            obj(a={"type": "array", "items": obj(text=obj(value=TEXT))}),
            {"a": "hi"},
            {"a": [{"text": {"value": "hi"}}]},
            id="a text in its place",
        ),
        pytest.param(obj(a=TEXT), {"a": ABSENT}, {}, id="absent"),
        pytest.param(obj(["a"], a={"type": ["string", "null"]}), {"a": UNSET}, {"a": None}, id="unset: null"),
        pytest.param(obj(a={"type": "array", "items": TEXT}), {"a": UNSET}, {"a": []}, id="unset: empty"),
        pytest.param(obj(a={"type": "string", "default": "d"}), {"a": UNSET}, {"a": "d"}, id="unset: its default"),
        pytest.param(obj(a=TEXT), {"a": UNSET}, {}, id="unset: absent"),
        pytest.param(obj(a={"type": "integer"}), {"a": Moment(60)}, {"a": 60}, id="a moment as a number"),
        pytest.param(
            obj(a={"type": "string", "format": "date-time"}),
            {"a": Moment(60)},
            {"a": "1970-01-01T00:01:00Z"},
            id="as a text",
        ),
        pytest.param(
            obj(a=TEXT, b=TEXT), remembered({"a": "x"}), {"a": "x"}, id="nothing optional is added to what is known"
        ),
        pytest.param({"type": "object", "additionalProperties": {"type": "integer"}}, {"x": 1}, {"x": 1}, id="a map"),
    ],
)
def test_what_is_granted(schema: Any, wish: Any, expected: Any) -> None:
    """Each rule by itself."""
    values = Values(Document({"openapi": "3.1.0", "info": {}, "paths": {}}))
    made = values.wished(schema, wish)
    assert values.is_valid(schema, made)
    for name, item in expected.items():
        assert item is ... or made[name] == item
    assert made.keys() == expected.keys()


def test_an_example_of_something_else_is_none() -> None:
    """One that shares a member says what else there is; one that shares none says nothing, and no object is empty."""
    document = Document({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}})
    values = Values(document)
    schema = obj(name={"type": "string"}, size={"type": "integer"})
    assert values.wished(schema, {}, sample={"name": "Rex"}) == {"name": "Rex"}
    assert set(values.wished(schema, {}, sample={"message": "No."})) == {"name", "size"}


def test_no_relief() -> None:
    """A member with a default is required all the same, and a `oneOf` fits one alternative."""
    values = Values(Document({"openapi": "3.1.0", "info": {}, "paths": {}}))
    schema = obj(["a"], a={"type": "integer", "default": 1})
    assert not values.is_valid(schema, {})
    assert values.is_valid(schema, {}, "request")
    one = {"oneOf": [{"type": "integer"}, {"type": "integer", "minimum": 5}]}
    assert values.is_valid(one, 3)
    assert not values.is_valid(one, 7)


@pytest.mark.parametrize(
    ("name", "description", "pattern"),
    [
        pytest.param("email", "", r"[a-z]+@example\.com", id="e-mail"),
        pytest.param("contactEmail", "", r"[a-z]+@example\.com", id="e-mail in camel case"),
        pytest.param("homepage", "", r"https://.*", id="URL"),
        pytest.param("avatar", "The URL of the picture.", r"https://.*", id="URL by description"),
        pytest.param("country_code", "", r"[A-Z]{2}", id="country"),
        pytest.param("currency", "", r"[A-Z]{3}", id="currency"),
        pytest.param("phone_number", "", r"\+\d{10}", id="phone"),
        pytest.param("ip_address", "", r"192\.0\.2\.\d+", id="IP"),
        pytest.param("uuid", "", r"[0-9a-f-]{36}", id="UUID"),
        pytest.param("sha256", "", r"[0-9a-f]{64}", id="hash"),
        pytest.param("mode", "One of `fast` or `slow`.", r"fast", id="a value quoted as code"),
    ],
)
def test_texts_look_like_what_they_are_called(name: str, description: str, pattern: str) -> None:
    """By name or by description."""
    import re

    found = hinted_text(name, description, Random(3))
    assert found is not None
    assert re.fullmatch(pattern, found)


def test_a_name_that_says_nothing() -> None:
    """And a description that quotes no value: left to others."""
    assert hinted_text("thing", "See `other_id` and `GET /x`.", Random(0)) is None


@pytest.mark.parametrize(
    ("media_type", "start"),
    [
        pytest.param("image/png", b"\x89PNG\r\n\x1a\n", id="png"),
        pytest.param("image/*", b"\x89PNG", id="any image"),
        pytest.param("audio/wav", b"RIFF", id="wav"),
        pytest.param("application/pdf", b"%PDF-1.4", id="pdf"),
        pytest.param("application/zip", b"PK", id="zip"),
    ],
)
def test_binary_answers_begin_as_such_files_do(make: Callable[..., Sandbox], media_type: str, start: bytes) -> None:
    """By their media type."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}}}
    get = {"operationId": "get", "responses": {"200": {"description": "", "content": content}}}
    client = client_of(make({"/file": {"get": get}}), validate_responses=False)
    assert client.call("get").content.startswith(start)


def test_lists_say_what_was_asked_for(make: Callable[..., Sandbox]) -> None:
    """`limit`, `offset`, the total and links to the pages around come back, and the links lead on."""
    thing = obj(["id"], id=TEXT)
    envelope = obj(
        ["items", "limit", "offset", "total"],
        items={"type": "array", "items": thing},
        limit={"type": "integer"},
        offset={"type": "integer"},
        total={"type": "integer"},
        next={"type": ["string", "null"]},
        previous={"type": ["string", "null"]},
    )
    query = [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("limit", "offset")]
    answers = {"200": {"description": "", "content": {"application/json": {"schema": envelope}}}}
    made = {"200": {"description": "", "content": {"application/json": {"schema": thing}}}}
    body = {"content": {"application/json": {"schema": thing}}}
    paths = {
        "/things": {
            "get": {"operationId": "all", "parameters": query, "responses": answers},
            "post": {"operationId": "add", "requestBody": body, "responses": made},
        }
    }
    client = client_of(make(paths))
    for i in range(5):
        client.call("add", body={"id": f"t{i}"})
    page = client.call("all", limit=2, offset=2).data
    assert [item["id"] for item in page["items"]] == ["t2", "t3"]
    assert (page["limit"], page["offset"], page["total"]) == (2, 2, 5)
    assert page["next"].endswith("/things?limit=2&offset=4")
    assert page["previous"].endswith("/things?limit=2&offset=0")
    last = client.call("all", limit=2, offset=4).data
    assert (len(last["items"]), last["next"]) == (1, None)
