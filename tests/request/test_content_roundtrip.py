"""openapi-core reads what we write by media type to the same value: `content` of parameters, and the fields of forms.

Beside `test_style_roundtrip`, which has the styles of parameters. What openapi-core does not support is listed in
`UNSUPPORTED` with the reason, and held against it, so that the list shrinks when it learns.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openapi_core import Config, OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest
from werkzeug.wrappers import Request, Response

from dynaclient import Client

from .test_style_roundtrip import text

URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
JSON = "application/json"

SCHEMAS: dict[str, Any] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "array": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object", "properties": {"k": {"type": "string"}}, "required": ["k"]},
}

FORMS: dict[tuple[str, str], tuple[dict[str, Any], str, tuple[str, ...]]] = {
    # (media type, name): the Encoding Object, what a text cannot hold, the kinds that openapi-core reads
    (URLENCODED, "by default"): ({}, "", ("string", "integer", "array")),
    (URLENCODED, "as JSON"): ({"contentType": JSON}, "", ("object",)),
    (URLENCODED, "exploded"): ({"style": "form", "explode": True}, "", ("string", "integer", "array")),
    (URLENCODED, "by commas"): ({"style": "form", "explode": False}, ",", ("string", "integer", "array", "object")),
    (URLENCODED, "by explode alone"): ({"explode": False}, ",", ("string", "integer", "array", "object")),
    (URLENCODED, "by bars"): ({"style": "pipeDelimited"}, "|", ("array", "object")),
    (URLENCODED, "by brackets"): ({"style": "deepObject", "explode": True}, "", ("object",)),
    (URLENCODED, "reserved"): ({"allowReserved": True}, "", ("string", "integer", "array")),
    (MULTIPART, "by default"): ({}, "", ("string", "array", "object")),
    (MULTIPART, "as JSON"): ({"contentType": JSON}, "", ("object",)),
}

UNSUPPORTED: dict[tuple[str, str, str], str] = {
    (URLENCODED, "by default", "object"): "it reads no JSON unless the encoding names it, which is the default",
    (URLENCODED, "as JSON", "array"): "it reads one value, where 3.2 wants one of each item",
    (URLENCODED, "by spaces", "array"): "it splits at a literal `%20`, which is decoded before it looks",
    (MULTIPART, "by commas", "array"): "it reads no style of parts",
    (MULTIPART, "by default", "integer"): "it does not read the default type of a part that is no text",
}

MORE = {
    (URLENCODED, "by spaces"): {"style": "spaceDelimited"},
    (MULTIPART, "by commas"): {"style": "form", "explode": False},
}


def _document(method: str, path: str = "/x", **operation: Any) -> dict[str, Any]:
    described = {"operationId": "op", "responses": {"200": {"description": "OK"}}, **operation}
    return {
        "openapi": "3.2.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "http://api.test"}],
        "paths": {path: {method: described}},
    }


def _pair(described: dict[str, Any]) -> tuple[Client, list[Any]]:
    judge = OpenAPI.from_dict(described, config=Config(spec_validator_cls=None))
    found: list[Any] = []

    def app(environ: dict[str, Any], start_response: Any) -> Any:
        found.append(judge.unmarshal_request(WerkzeugOpenAPIRequest(Request(environ))))
        return Response(status=200)(environ, start_response)

    return Client(described, app=app), found


@cache
def _form(media_type: str, name: str, kind: str) -> tuple[Client, list[Any]]:
    encoding = FORMS[media_type, name][0] if (media_type, name) in FORMS else MORE[media_type, name]
    schema = {"type": "object", "properties": {"v": SCHEMAS[kind]}, "required": ["v"]}
    content = {media_type: {"schema": schema, "encoding": {"v": encoding} if encoding else {}}}
    return _pair(_document("post", requestBody={"content": content}))


def _of_form(media_type: str, name: str, kind: str, value: Any) -> tuple[Any, Any]:
    client, found = _form(media_type, name, kind)
    found.clear()
    client.call("op", body={"v": value})
    (result,) = found
    return (result.body or {}).get("v"), result.errors


FORM_CASES = [pytest.param(*key, kind, id="-".join((*key, kind))) for key, row in FORMS.items() for kind in row[2]]


def _drawn(data: st.DataObject, media_type: str, name: str, kind: str) -> Any:
    item = text(FORMS[media_type, name][1] + "\\", ascii_only=media_type == MULTIPART)
    if name == "reserved":
        item = item.filter(lambda drawn: "%" not in drawn)  # what looks encoded is not encoded again
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "string": item,
        "integer": st.integers(),
        "array": st.lists(item, min_size=2),
        "object": st.fixed_dictionaries({"k": item}),
    }
    return data.draw(kinds[kind])


@pytest.mark.parametrize(("media_type", "name", "kind"), FORM_CASES)
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_a_field_of_a_form_is_read_as_it_was_given(data: st.DataObject, media_type: str, name: str, kind: str) -> None:
    value = _drawn(data, media_type, name, kind)
    assert _of_form(media_type, name, kind, value) == (value, [])


@pytest.mark.slow
@pytest.mark.parametrize(("media_type", "name", "kind"), FORM_CASES)
@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_many_fields_of_forms_are_read_as_they_were_given(
    data: st.DataObject, media_type: str, name: str, kind: str
) -> None:
    value = _drawn(data, media_type, name, kind)
    assert _of_form(media_type, name, kind, value) == (value, [])


@pytest.mark.parametrize(("media_type", "name", "kind"), UNSUPPORTED)
def test_what_openapi_core_does_not_support_is_still_so(media_type: str, name: str, kind: str) -> None:
    value: Any = {"array": ["a b", "c"], "object": {"k": "v"}, "integer": 1}[kind]
    got, errors = _of_form(media_type, name, kind, value)
    assert errors != [] or got != value


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc é&=+%/#", max_size=3), inner, max_size=3),
    max_leaves=6,
)


@cache
def _content(location: str) -> tuple[Client, list[Any]]:
    parameter = {"name": "color", "in": location, "required": True, "content": {JSON: {"schema": {}}}}
    path = "/x/{color}/y" if location == "path" else "/x"
    return _pair(_document("get", path, parameters=[parameter]))


@pytest.mark.parametrize("location", ["query", "header", "path"])
@settings(deadline=None, max_examples=40)
@given(value=JSON_VALUES)
def test_json_of_a_parameter_is_read_as_it_was_given(value: Any, location: str) -> None:
    assume(location != "path" or "/" not in json.dumps(value))  # it matches decoded paths, where this ends a segment
    client, found = _content(location)
    found.clear()
    client.call("op", {"color": value})
    (result,) = found
    assert (getattr(result.parameters, location)["color"], result.errors) == (value, [])


def test_json_of_a_cookie_is_encoded_which_openapi_core_does_not_undo() -> None:
    """JSON has commas and quotes, which no cookie can contain; a browser's `encodeURIComponent` does the same."""
    client, found = _content("cookie")
    client.call("op", {"color": {"a": [1, 2]}})
    assert found.pop().errors != []
    assert client.prepare("op", {"color": {"a": [1, 2]}}).headers["Cookie"] == "color=%7B%22a%22%3A%5B1%2C2%5D%7D"
