"""Null and empty collections: what has no text is not sent, and refused where it is required.

Source: OAS 3.1.1 Parameter Object, "Style Examples" (null is undefined); RFC 6570 sections 2.3 and 3.2.1.
"""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any
from urllib.parse import parse_qsl

import pytest

from dynaclient import AsyncClient, Client, ValidationError

FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
LOCATIONS = ("path", "query", "header", "cookie")
MODES = (True, "strict", "warn", False)
BASE = "https://api.test/x"


def source(document: Any, location: str, schema: Any, version: str = "3.1.0", **fields: Any) -> dict[str, Any]:
    """A document with one parameter, `v`."""
    path = "/x/{v}" if location == "path" else "/x"
    fields.setdefault("required", location == "path")
    described = fields if "content" in fields else {"schema": schema, **fields}
    return {**document(path, "get", parameters=[{"name": "v", "in": location, **described}]), "openapi": version}


def sent(prepared: Any) -> tuple[str, str | None, str | None]:
    """The URL, the header and the cookies."""
    return prepared.url, prepared.headers.get("v"), prepared.headers.get("Cookie")


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("location", LOCATIONS[1:])
@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("3.1.0", {"type": ["string", "null"]}),
        ("3.0.3", {"type": "string", "nullable": True}),
        ("3.1.0", {"type": "integer"}),
        ("3.1.0", {"enum": ["a"]}),
        ("3.1.0", {}),
    ],
    ids=str,
)
def test_null_is_left_out_whatever_the_schema(
    document: Any, version: str, schema: Any, location: str, mode: Any
) -> None:
    client = Client(source(document, location, schema, version), validate=mode)
    assert sent(client.prepare("op", v=None)) == (BASE, None, None)
    assert client.validate("op", v=None) == []
    assert f"v in {location}: not sent" in str(client.explain("op", v=None))


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("style", ["form", "deepObject"])
def test_null_is_sent_as_the_text_that_the_document_names(document: Any, style: str, mode: Any) -> None:
    """`x-null` of a query parameter is the text; an object in the same parameter is written as ever."""
    schema = {"type": "object", "additionalProperties": {"type": "string"}}
    client = Client(source(document, "query", schema, style=style, explode=True, **{"x-null": "none"}), validate=mode)
    assert client.prepare("op", v=None).url == f"{BASE}?v=none"
    assert client.validate("op", v=None) == []
    assert client.prepare("op").url == BASE
    assert client.prepare("op", v={"a": "b"}).url == (f"{BASE}?a=b" if style == "form" else f"{BASE}?v%5Ba%5D=b")


@pytest.mark.parametrize("location", ["query", "header", "formData"])
def test_null_is_left_out_in_2_0(location: str) -> None:
    operation = {"operationId": "op", "responses": {}, "consumes": [FORM]}
    operation["parameters"] = [{"name": name, "in": location, "type": "string"} for name in ("v", "w")]
    described = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"post": operation}}}
    prepared = Client(described, base_url="https://api.test").prepare("op", v=None, w="a")
    assert (prepared.headers.get("v"), "null" in f"{prepared.url} {prepared.body!r}") == (None, False)


@pytest.mark.parametrize("location", LOCATIONS)
@pytest.mark.parametrize("default", [{}, {"default": "d"}], ids=["no-default", "default"])
def test_null_is_refused_where_a_value_is_required(document: Any, location: str, default: Any) -> None:
    """A default does not replace it: it is not that nothing was given. Without checks it is left out, but in a path."""
    described = source(document, location, {"type": ["string", "null"], **default}, required=True)
    for mode in (True, "strict"):
        with pytest.raises(ValidationError) as caught:
            Client(described, validate=mode).prepare("op", v=None)
        assert [(v.location, v.path, v.keyword) for v in caught.value.violations] == [(location, "/v", "required")]
        assert "null is not sent" in str(caught.value)
    for mode in ("warn", False):
        client = Client(described, validate=mode)
        if location == "path":
            with pytest.raises(ValidationError, match="null is not sent"):
                client.prepare("op", v=None)
        else:
            assert sent(client.prepare("op", v=None)) == (BASE, None, None)


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("path", ("https://api.test/x/null", None, None)),
        ("query", (f"{BASE}?v=null", None, None)),
        ("header", (BASE, "null", None)),
        ("cookie", (BASE, None, "v=null")),
    ],
)
def test_json_content_keeps_null(document: Any, location: str, expected: Any) -> None:
    """At the top and inside. Content of another type has none."""
    client = Client(source(document, location, None, content={"application/json": {"schema": {}}}))
    assert sent(client.prepare("op", v=None)) == expected
    inside = client.prepare("op", v={"a": [None, {"b": None}]})
    assert "null" in "".join(filter(None, sent(inside)))
    text = source(document, location, None, content={"text/plain": {"schema": {}}})
    assert [v.keyword for v in Client(text).validate("op", v=None)] == (["required"] if location == "path" else [])


def test_null_in_a_json_body_is_kept(document: Any) -> None:
    body = {"a": None, "b": [None], "c": {"d": None}}
    assert json.loads(Client(document(body={})).prepare("op", body=body).body) == body


@pytest.mark.parametrize(
    ("style", "explode", "value", "expected"),
    [
        ("form", True, {"low": None, "high": 3}, "high=3"),
        ("form", False, {"low": None, "high": 3}, "v=high,3"),
        ("deepObject", True, {"low": None, "high": 3}, "v%5Bhigh%5D=3"),
        ("deepObject", True, {"a": {"b": None, "c": {"d": None}, "e": 1}, "f": []}, "v%5Ba%5D%5Be%5D=1"),
        ("spaceDelimited", False, {"low": None, "high": 3}, "v=high%203"),
        ("pipeDelimited", False, {"low": None, "high": 3}, "v=high%7C3"),
        ("form", True, {"low": None}, ""),
        ("form", True, {"json": {"low": None}}, "json=%7B%22low%22%3Anull%7D"),
    ],
)
def test_members_of_objects_that_are_null_are_left_out(
    document: Any, style: str, explode: bool, value: Any, expected: str
) -> None:
    """A nested object is written as JSON, which has null, but by `deepObject`."""
    client = Client(source(document, "query", {"type": "object"}, style=style, explode=explode))
    assert client.prepare("op", v=value).url == (f"{BASE}?{expected}" if expected else BASE)


@pytest.mark.parametrize(
    ("location", "style", "expected"),
    [
        ("path", "simple", ("https://api.test/x/b=1", None, None)),
        ("path", "matrix", ("https://api.test/x/;b=1", None, None)),
        ("path", "label", ("https://api.test/x/.b=1", None, None)),
        ("header", "simple", (BASE, "b=1", None)),
        ("cookie", "form", (BASE, None, "b=1")),
    ],
)
def test_members_are_left_out_in_every_location(document: Any, location: str, style: str, expected: Any) -> None:
    client = Client(source(document, location, {"type": "object"}, style=style, explode=True))
    assert sent(client.prepare("op", v={"a": None, "b": 1})) == expected


def test_a_required_member_that_is_null_is_missing(document: Any) -> None:
    schema = {"type": "object", "required": ["low"], "properties": {"low": {"type": ["integer", "null"]}}}
    problems = Client(source(document, "query", schema)).validate("op", v={"low": None, "high": 3})
    assert [(v.path, v.keyword) for v in problems] == [("/v/low", "required")]


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("location", LOCATIONS)
def test_an_item_that_is_null_is_refused_in_words(document: Any, location: str, mode: Any) -> None:
    """Leaving it out would move the others, and the server would read the word `null`."""
    with pytest.raises(ValidationError) as caught:
        Client(source(document, location, {"type": "array"}), validate=mode).prepare("op", v=["a", None])
    assert [(v.location, v.path) for v in caught.value.violations] == [(location, "/v/1")]
    assert "null cannot be an item" in str(caught.value)


@pytest.mark.parametrize("value", [[], {}], ids=str)
@pytest.mark.parametrize("location", LOCATIONS)
def test_a_required_parameter_cannot_be_empty(document: Any, location: str, value: Any) -> None:
    """An empty list has no text; where it is not required it is left out."""
    required = Client(source(document, location, {}, required=True))
    problems = required.validate("op", v=value)
    assert [(v.location, v.path) for v in problems] == [(location, "/v")]
    assert "missing or refused" in str(required.explain("op", v=value)) or location == "path"
    if location != "path":
        assert sent(Client(source(document, location, {})).prepare("op", v=value)) == (BASE, None, None)
        assert "not sent" in str(Client(source(document, location, {})).explain("op", v=value))


def test_an_empty_list_still_has_to_fit(document: Any) -> None:
    for required in (True, False):
        described = source(document, "query", {"type": "array", "minItems": 1}, required=required)
        assert [v.keyword for v in Client(described).validate("op", v=[])] == ["minItems"]
    allowed = source(document, "query", {"type": "array"}, required=True, allowEmptyValue=True)
    assert Client(allowed).prepare("op", v=[]).url == f"{BASE}?v="


FIELDS = {
    "a": {"type": ["string", "null"]},
    "n": {"type": "integer"},
    "l": {"type": "array", "items": {"type": ["string", "null"]}},
    "o": {"type": "object"},
}


@pytest.mark.parametrize("mode", MODES, ids=str)
@pytest.mark.parametrize("kind", [FORM, MULTIPART])
@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"a": None, "n": 1}, {"n": "1"}),
        ({"n": None, "a": "x"}, {"a": "x"}),
        ({"l": [], "n": 1}, {"n": "1"}),
        ({"o": {"m": None}}, {"o": '{"m":null}'}),
        ({"o": {}}, {"o": "{}"}),
    ],
    ids=str,
)
def test_fields_of_forms_that_are_null_are_left_out(
    document: Any, kind: str, fields: Any, expected: Any, mode: Any, read_form: Any
) -> None:
    """Given by name and in `body=`; an object in a form is JSON. Source: OAS 3.1.1 Encoding Object."""
    client = Client(document(content={kind: {"schema": {"type": "object", "properties": FIELDS}}}), validate=mode)
    for prepared in (client.prepare("op", body=fields), client.prepare("op", **fields)):
        assert read_form(prepared) == expected


@pytest.fixture
def read_form() -> Any:
    """Reads the fields of a form that has no files."""

    def read(prepared: Any) -> dict[str, str]:
        body = prepared.body.read() if hasattr(prepared.body, "read") else prepared.body or b""
        text = body.decode() if isinstance(body, bytes) else body
        if "form-data" not in prepared.headers["Content-Type"]:
            return dict(parse_qsl(text, keep_blank_values=True))
        return dict(re.findall(r'name="([^"]+)"\r\n(?:[^\r]+\r\n)*\r\n(.*?)\r\n--', text))

    return read


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_styles_and_types_of_fields(document: Any, kind: str, read_form: Any) -> None:
    """A styled object loses its null members; a field that is JSON keeps null."""
    encoding = {"o": {"style": "deepObject", "explode": True}, "a": {"contentType": "application/json"}}
    schema = {"type": "object", "properties": FIELDS}
    client = Client(document(content={kind: {"schema": schema, "encoding": encoding}}))
    assert read_form(client.prepare("op", a=None)) == {"a": "null"}
    assert read_form(client.prepare("op", o={"p": None, "q": 1})) == {"o[q]": "1"}


@pytest.mark.parametrize("kind", [FORM, MULTIPART])
def test_required_fields_of_forms(document: Any, kind: str) -> None:
    schema = {"type": "object", "properties": FIELDS, "required": ["a", "l"]}
    client = Client(document(content={kind: {"schema": schema}}))
    problems = client.validate("op", body={"a": None, "l": []})
    assert [(v.path, v.keyword) for v in problems] == [("/body/a", "required"), ("/body/l", "required")]
    problems = client.validate("op", body={"a": "x", "l": ["a", None]})
    assert [(v.path, v.message[:27]) for v in problems] == [("/body/l/1", "null cannot be an item here")]


def test_an_async_client_leaves_null_out_too(document: Any, counting_server: Any) -> None:
    described = source(document, "query", {"type": "string"})

    async def run() -> None:
        async with AsyncClient(described, base_url=counting_server.url) as client:
            await client.op(v=None)

    asyncio.run(run())
    Client(described, base_url=counting_server.url).op(v=None)
    assert [request[1] for request in counting_server.requests] == ["/x", "/x"]
