"""What the sandbox refuses, with what status, and what it reads from the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import Client as WSGIClient
from werkzeug.test import EnvironBuilder

from dynaclient import Client
from dynaclient.document import Document
from dynaclient.model import Operations
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.judge import Accepted, Judge
from dynaclient.sandbox.message import arrival_of
from dynaclient.sandbox.routes import Router
from dynaclient.sandbox.values import Values

KEY = {"Authorization": "Bearer k"}


@pytest.fixture
def http(sandbox: Sandbox) -> WSGIClient:
    return WSGIClient(sandbox)


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "words"),
    [
        pytest.param("GET", "/v1/models", {"headers": {}}, 401, "credentials", id="no credentials"),
        pytest.param(
            "GET", "/v1/models", {"headers": {"Authorization": "Bearer"}}, 401, "credentials", id="a bare scheme"
        ),
        pytest.param(
            "GET", "/v1/models", {"headers": {"Authorization": "Basic eA=="}}, 401, "credentials", id="wrong scheme"
        ),
        pytest.param("GET", "/v1/nothing", {}, 404, "/v1/nothing", id="no such path"),
        pytest.param("PUT", "/v1/models", {}, 405, "GET is", id="no such method"),
        pytest.param("GET", "/v1/threads/thread_none", {}, 404, "thread_none", id="no such thing"),
        pytest.param(
            "POST", "/v1/threads", {"data": "x", "content_type": "text/plain"}, 415, "application/json", id="media type"
        ),
        pytest.param(
            "POST",
            "/v1/embeddings",
            {"data": "{", "content_type": "application/json"},
            400,
            "not valid JSON",
            id="broken JSON",
        ),
        pytest.param("POST", "/v1/embeddings", {}, 400, "body is required", id="no body"),
        pytest.param("POST", "/v1/embeddings", {"json": {"input": "x"}}, 400, "model", id="a missing field"),
        pytest.param("GET", "/v1/files?limit=0", {}, 400, "limit", id="a number out of bounds"),
        pytest.param("GET", "/v1/files?limit=many", {}, 400, "limit", id="text for a number"),
        pytest.param("GET", "/v1/files?order=up", {}, 400, "order", id="not of the enumeration"),
    ],
)
def test_refusals(http: WSGIClient, method: str, path: str, options: dict[str, Any], status: int, words: str) -> None:
    """Each kind of wrong request has its status, and a message that names the error."""
    response = http.open(path, method=method, **{"headers": KEY, **options})
    assert response.status_code == status
    assert response.json is not None
    assert words in response.json["error"]["message"]


def test_method_not_allowed_lists_the_methods(http: WSGIClient) -> None:
    """Source: RFC 9110 section 15.5.6."""
    assert http.put("/v1/threads/x", headers=KEY).headers["Allow"] == "GET, POST, DELETE"


def test_422_where_the_document_declares_it(make: Callable[..., Sandbox]) -> None:
    """A value that breaks its schema is 422 where the operation declares 422 and not 400; broken JSON stays 400."""
    error = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
    sandbox = make(
        {
            "/x": {
                "post": {
                    "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}},
                    "responses": {
                        "200": {"description": ""},
                        "422": {"description": "", "content": {"application/json": {"schema": error}}},
                    },
                }
            }
        }
    )
    http = WSGIClient(sandbox)
    refused = http.post("/x", json=[])
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json.keys() == {"detail"}
    assert "[]" in refused.json["detail"]
    assert http.post("/x", data="{", content_type="application/json").status_code == 400


def _security(sandbox_of: Callable[..., Sandbox], scheme: dict[str, Any], *more: dict[str, Any]) -> WSGIClient:
    schemes = {f"s{i}": item for i, item in enumerate((scheme, *more))}
    operation = {"security": [{name: [] for name in schemes}], "responses": {"200": {"description": ""}}}
    return WSGIClient(
        sandbox_of({"/x": {"get": operation}}, components={"securitySchemes": schemes}), use_cookies=False
    )


@pytest.mark.parametrize(
    ("scheme", "headers", "query"),
    [
        pytest.param(
            {"type": "apiKey", "in": "header", "name": "api_key"}, {"api_key": "k"}, "", id="underscored header"
        ),
        pytest.param({"type": "apiKey", "in": "header", "name": "X-Key"}, {"X-Key": "k"}, "", id="header"),
        pytest.param(
            {"type": "apiKey", "in": "header", "name": "Authorization"}, {"Authorization": "raw"}, "", id="a raw key"
        ),
        pytest.param({"type": "apiKey", "in": "query", "name": "key"}, {}, "key=k", id="query"),
        pytest.param({"type": "apiKey", "in": "cookie", "name": "sid"}, {"Cookie": "sid=k"}, "", id="cookie"),
        pytest.param({"type": "http", "scheme": "Basic"}, {"Authorization": "Basic eDp5"}, "", id="basic"),
        pytest.param({"type": "http", "scheme": "bearer"}, {"Authorization": "Bearer k"}, "", id="bearer"),
        pytest.param({"type": "oauth2", "flows": {}}, {"Authorization": "Bearer k"}, "", id="oauth2"),
        pytest.param(
            {"type": "openIdConnect", "openIdConnectUrl": "https://x"}, {"Authorization": "Bearer k"}, "", id="oidc"
        ),
    ],
)
def test_credentials(make: Callable[..., Sandbox], scheme: dict[str, Any], headers: dict[str, str], query: str) -> None:
    """With any credentials that are not empty it goes on, without any it ends: by every kind of scheme."""
    http = _security(make, scheme)
    assert http.get(f"/x?{query}", headers=headers).status_code == 200
    assert http.get("/x").status_code == 401
    empty = {
        name: value.split()[0] if " " in value else value.partition("=")[0] + "=" * ("=" in value)
        for name, value in headers.items()
    }
    if scheme.get("in") != "header" or scheme["name"] == "Authorization":
        emptied = {name: "" if value == "raw" else value for name, value in empty.items()}
        assert http.get(f"/x?{query.replace('=k', '=')}", headers=emptied).status_code == 401


def test_a_client_certificate_cannot_be_seen(make: Callable[..., Sandbox]) -> None:
    """Mutual TLS is not held against a request."""
    assert _security(make, {"type": "mutualTLS"}).get("/x").status_code == 200


# what is read from the wire: the client writes, the sandbox reads, and both mean the same value

_STYLES = [
    ("path", "simple"),
    ("path", "label"),
    ("path", "matrix"),
    ("query", "form"),
    ("query", "spaceDelimited"),
    ("query", "pipeDelimited"),
    ("query", "deepObject"),
    ("header", "simple"),
    ("cookie", "form"),
]
_ASCII = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=8)
_WIDE = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)
_NAME = st.sampled_from(["a", "b", "c"])


def _schema(shape: str) -> dict[str, Any]:
    scalar = {"type": "string"}
    return {
        "string": scalar,
        "integer": {"type": "integer"},
        "boolean": {"type": "boolean"},
        "array": {"type": "array", "items": scalar},
        "object": {"type": "object", "properties": dict.fromkeys("abc", scalar), "additionalProperties": False},
    }[shape]


def _values(location: str, style: str, shape: str) -> st.SearchStrategy[Any]:
    text = _WIDE if location in ("path", "query") else _ASCII
    if location == "header":
        text = st.text("abcXYZ019-_.:", min_size=1, max_size=8)
    if location == "cookie":
        text = st.text("abcXYZ019-_.:%é ", min_size=1, max_size=8)
    if style.endswith("Delimited"):  # an encoded delimiter is a delimiter: OAS 3.1.1, appendix E
        text = text.map(lambda value: value.replace(" ", "_").replace("|", "_"))
    if style == "label":  # a dot is never encoded: RFC 6570 section 3.2.5
        text = text.map(lambda value: value.replace(".", "_"))
    if location == "path":
        text = text.filter(lambda value: value not in (".", ".."))
    return {
        "string": text,
        "integer": st.integers(),
        "boolean": st.booleans(),
        "array": st.lists(text, min_size=1, max_size=3),
        "object": st.dictionaries(_NAME, text, min_size=1, max_size=3),
    }[shape]


def _defined(location: str, style: str, explode: bool, shape: str) -> bool:
    """Whether the standard says how this is written. Source: OAS 3.1.1, "Style Values" and "Style Examples"."""
    if style in ("spaceDelimited", "pipeDelimited"):
        return shape in ("array", "object") and not explode
    if style == "deepObject":
        return shape == "object" and explode
    return not (location == "cookie" and explode and shape in ("array", "object"))


_CASES = [
    pytest.param(
        location, style, explode, shape, id=f"{location}-{style}-{'exploded' if explode else 'joined'}-{shape}"
    )
    for location, style in _STYLES
    for explode in (True, False)
    for shape in ("string", "integer", "boolean", "array", "object")
    if _defined(location, style, explode, shape)
]


@pytest.mark.parametrize(("location", "style", "explode", "shape"), _CASES)
def test_what_the_client_writes_the_sandbox_reads(location: str, style: str, explode: bool, shape: str) -> None:
    """Two implementations of the styles, written apart, agree on every value."""
    parameter = {
        "name": "p",
        "in": location,
        "required": True,
        "style": style,
        "explode": explode,
        "schema": _schema(shape),
    }
    path = "/x/{p}" if location == "path" else "/x"
    operation = {"operationId": "op", "parameters": [parameter], "responses": {"200": {"description": ""}}}
    document = Document({"openapi": "3.1.0", "info": {}, "paths": {path: {"get": operation}}})
    client = Client(document, base_url="http://x")
    router, judge = Router(Operations(document).values()), Judge(document, Values(document))

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(_values(location, style, shape))
    def agree(value: Any) -> None:
        sent = client.prepare("op", {f"{location}:p": value})
        headers = dict(sent.headers.items())
        builder = EnvironBuilder(base_url="http://x", headers=headers)
        environ = builder.get_environ()
        raw = (sent.url or "").removeprefix("http://x")
        environ.update(RAW_URI=raw, REQUEST_URI=raw, QUERY_STRING=raw.partition("?")[2])
        arrival = arrival_of(environ)
        matches, _ = router.find("get", arrival.path, arrival.query)
        verdict = judge.judge(matches[0], arrival)
        assert isinstance(verdict, Accepted), verdict
        assert verdict.parameters[location]["p"] == value

    agree()


# forms


def _form(make: Callable[..., Sandbox], media_type: str, schema: dict[str, Any], encoding: dict[str, Any]) -> Sandbox:
    content = {media_type: {"schema": schema, "encoding": encoding}}
    answer = {"200": {"description": "", "content": {"application/json": {"schema": {}}}}}
    operation = {"operationId": "op", "requestBody": {"required": True, "content": content}, "responses": answer}
    return make({"/x": {"post": operation}})


FORM = {
    "type": "object",
    "required": ["n"],
    "properties": {
        "n": {"type": "integer", "minimum": 3},
        "tags": {"type": "array", "items": {"type": "string"}},
        "meta": {"type": "object", "additionalProperties": {"type": "string"}},
        "lines": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "integer"}}}},
        "x[]": {"type": "array", "items": {"type": "integer"}},
        "upload": {"type": "string", "format": "binary"},
    },
}
DEEP = {"meta": {"style": "deepObject", "explode": True}, "lines": {"style": "deepObject", "explode": True}}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("n=5", {"n": 5}, id="a number"),
        pytest.param("n=5&tags=a&tags=b%26", {"n": 5, "tags": ["a", "b&"]}, id="a repeated field"),
        pytest.param("n=5&tags=a", {"n": 5, "tags": ["a"]}, id="one item"),
        pytest.param("n=5&meta[a]=1&meta%5Bb%5D=+", {"n": 5, "meta": {"a": "1", "b": " "}}, id="brackets"),
        pytest.param(
            "n=5&lines[0][price]=7&lines[1][price]=8", {"n": 5, "lines": [{"price": 7}, {"price": 8}]}, id="deep"
        ),
        pytest.param("n=5&x[]=1&x[]=2", {"n": 5, "x[]": [1, 2]}, id="a name with brackets"),
    ],
)
def test_urlencoded(make: Callable[..., Sandbox], text: str, value: Any) -> None:
    """Forms are read into the value that their schema describes, and judged as that."""
    sandbox = _form(make, "application/x-www-form-urlencoded", FORM, DEEP)
    assert _read(sandbox, text.encode(), "application/x-www-form-urlencoded").body == value


def _read(sandbox: Sandbox, body: bytes, content_type: str) -> Accepted:
    builder = EnvironBuilder(path="/x", method="POST", data=body, content_type=content_type)
    arrival = arrival_of(builder.get_environ())
    match = Router(sandbox.operations.values()).find("post", "/x", "")[0][0]
    verdict = Judge(sandbox.document, Values(sandbox.document)).judge(match, arrival)
    assert isinstance(verdict, Accepted), verdict
    return verdict


def test_multipart(make: Callable[..., Sandbox]) -> None:
    """Bytes come through unchanged, JSON parts are values, texts take the type of their field."""
    sandbox = _form(make, "multipart/form-data", FORM, {})
    data = bytes(range(256)) + b"\r\n--b\r\n"
    parts = [
        (b'name="n"', b"5"),
        (b'name="tags"', b"a"),
        (b'name="tags"', b"b"),
        (b'name="meta"\r\nContent-Type: application/json', json.dumps({"k": "v"}).encode()),
        (b'name="upload"; filename="f.bin"\r\nContent-Type: image/png', data),
    ]
    body = (
        b"".join(b"--Edge\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % part for part in parts)
        + b"--Edge--\r\n"
    )
    accepted = _read(sandbox, body, 'multipart/form-data; boundary="Edge"')
    assert accepted.body == {"n": 5, "tags": ["a", "b"], "meta": {"k": "v"}, "upload": "file"}
    (upload,) = accepted.uploads
    assert (upload.name, upload.filename, upload.content_type, upload.data) == ("upload", "f.bin", "image/png", data)


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        pytest.param("n=2", "application/x-www-form-urlencoded", "minimum", id="judged by its schema"),
        pytest.param("tags=a", "application/x-www-form-urlencoded", "'n' is required", id="a missing field"),
        pytest.param("n=\xff", "application/x-www-form-urlencoded", "not a form", id="not encoded"),
    ],
)
def test_forms_are_judged(make: Callable[..., Sandbox], body: str, content_type: str, words: str) -> None:
    """openapi-core judges the value that was read."""
    response = WSGIClient(_form(make, content_type, FORM, {})).post(
        "/x", data=body.encode("latin-1"), content_type=content_type
    )
    assert response.status_code == 400
    assert words in response.text


@pytest.mark.parametrize(
    "content_type",
    [
        pytest.param("multipart/form-data", id="no boundary"),
        pytest.param("multipart/form-data; boundary=x", id="none inside"),
    ],
)
def test_broken_multipart(make: Callable[..., Sandbox], content_type: str) -> None:
    """A body that is not multipart is 400, not a crash."""
    response = WSGIClient(_form(make, "multipart/form-data", FORM, {})).post(
        "/x", data=b"junk", content_type=content_type
    )
    assert response.status_code == 400


# policy


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param({"oneOf": [{"type": "integer"}, {"type": "number"}]}, 1, id="1: an overlapping oneOf"),
        pytest.param(
            {"required": ["a"], "properties": {"a": {"readOnly": True}}}, {}, id="2: readOnly is not required"
        ),
        pytest.param({"required": ["a"], "properties": {"a": {"default": 1}}}, {}, id="3: a default may be left out"),
        pytest.param({"enum": ["a"], "nullable": True}, None, id="4: nullable beside enum"),
        pytest.param(
            {"required": ["a"], "properties": {}, "additionalProperties": False}, {}, id="5: an impossible name"
        ),
        pytest.param({"type": "string", "format": "date-time"}, "soon", id="formats are annotations"),
        pytest.param({"type": "string", "pattern": r"^[\p{L}]+$"}, "ok", id="a pattern that Python does not read"),
        pytest.param(
            {"oneOf": [{"$ref": "#/components/schemas/A"}], "discriminator": {"propertyName": "kind"}},
            {"kind": "other"},
            id="a discriminator without mapping",
        ),
    ],
)
def test_the_reliefs_hold_here_too(make: Callable[..., Sandbox], schema: dict[str, Any], value: Any) -> None:
    """What the validation policy lets pass, the sandbox does not refuse."""
    operation = {
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": ""}},
    }
    part = {"A": {"type": "object", "properties": {"kind": {"type": "string"}}}}
    sandbox = make({"/x": {"post": operation}}, components={"schemas": part})
    response = WSGIClient(sandbox).post("/x", data=json.dumps(value), content_type="application/json")
    assert response.status_code == 200, response.text


def test_a_slash_in_a_path_value_stays_inside(client: Client) -> None:
    """`%2F` does not lead to another operation."""
    key = "ft:a/b?c#d%2Fé"
    assert client.call("retrieveModel", model=key)["id"] == key
    assert quote(key, safe="") in (client.prepare("retrieveModel", model=key).url or "")
