"""Each word of OpenAPI 3.2 in a document of an older version: a problem at its pointer, and spoken all the same.

A row is a document, the places of its words, and what a call makes of them. The words are held against the standard's
own schemas, which openapi-spec-validator brings: what 3.2 has and 3.1 lacks is in the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import openapi_spec_validator
import pytest

from dynaclient import Client

TEXT = {"type": "string"}
OBJECT = {"type": "object"}
DONE = {"responses": {"200": {"description": ""}}}
URL = "https://a.test"


class Row(NamedTuple):
    """A document, its problems as (pointer, word), and what a call of `op` makes of the word."""

    given: dict[str, Any]
    words: list[tuple[str, str]]
    made: Callable[[Client], Any]
    expected: Any


def operation(**more: Any) -> dict[str, Any]:
    return {"operationId": "op", **DONE, **more}


def at(method: str = "get", /, **more: Any) -> dict[str, Any]:
    return {"paths": {"/x": {method: operation(**more)}}}


def body(media_type: str, described: Any) -> dict[str, Any]:
    return at("post", requestBody={"content": {media_type: described}})


def line(client: Client, **arguments: Any) -> str:
    request = client.prepare("op", **arguments)
    return f"{request.method} {str(request.url).removeprefix(URL)}"


def cookie(client: Client, value: Any) -> Any:
    return client.prepare("op", c=value).headers["Cookie"]


def parts(client: Client, value: Any) -> list[bytes]:
    """What is between the boundaries of a body, and of the bodies in it."""
    return re.split(rb"\r\n--dynaclient-[0-9a-f]+(?:--)?\r\n", client.prepare("op", body=value).body.read())


CONTENT = "#/paths/~1x/post/requestBody/content"
REFERS = {"application/json": {"schema": {"$ref": "https://b.test/api#/components/schemas/S"}}}
OAUTH = {"type": "oauth2", "oauth2MetadataUrl": "https://m.test", "deprecated": True}
DEVICE = {"deviceAuthorizationUrl": "https://d.test", "tokenUrl": "https://t.test", "scopes": {}}
PNG = {"contentType": "image/png"}
ITEMS = f"{CONTENT}/application~1jsonl"
MIXED = f"{CONTENT}/multipart~1mixed"

ROWS: dict[str, Row] = {
    "$self": Row(
        {
            "$self": "https://b.test/api",
            "components": {"schemas": {"S": {"type": "integer"}}},
            **at("post", requestBody={"content": REFERS}),
        },
        [("#/$self", "$self")],
        lambda client: [violation.keyword for violation in client.validate("op", body="x")],
        ["type"],
    ),
    "mediaTypes": Row(
        {
            "components": {"mediaTypes": {"M": {"schema": {"type": "integer"}}}},
            **body("application/json", {"$ref": "#/components/mediaTypes/M"}),
        },
        [
            ("#/components/mediaTypes", "mediaTypes"),
            (f"{CONTENT}/application~1json/$ref", "$ref in place of a media type"),
        ],
        lambda client: [violation.keyword for violation in client.validate("op", body="x")],
        ["type"],
    ),
    "name of a server": Row(
        {"servers": [{"url": "/"}, {"url": "https://p.test/v1", "name": "prod"}], **at()},
        [("#/servers/1/name", "name")],
        lambda client: client.with_options(server="prod", base_url=None).prepare("op").url,
        "https://p.test/v1/x",
    ),
    "query": Row(
        {"paths": {"/x": {"query": operation(requestBody={"content": {"application/json": {"schema": OBJECT}}})}}},
        [("#/paths/~1x/query", "query")],
        lambda client: line(client, body={}),
        "QUERY /x",
    ),
    "additionalOperations": Row(
        {"paths": {"/x": {"additionalOperations": {"Copy": operation()}}}},
        [("#/paths/~1x/additionalOperations", "additionalOperations")],
        line,
        "Copy /x",
    ),
    "in: querystring": Row(
        at(parameters=[{"name": "q", "in": "querystring", "content": {"application/json": {"schema": OBJECT}}}]),
        [("#/paths/~1x/get/parameters/0/in", "in: querystring")],
        lambda client: line(client, q={"a": 1}),
        "GET /x?%7B%22a%22%3A1%7D",
    ),
    "style: cookie": Row(
        at(parameters=[{"name": "c", "in": "cookie", "style": "cookie", "schema": TEXT}]),
        [("#/paths/~1x/get/parameters/0/style", "style: cookie")],
        lambda client: cookie(client, "a/b"),
        "c=a/b",
    ),
    "allowReserved in a cookie": Row(
        at(parameters=[{"name": "c", "in": "cookie", "allowReserved": True, "schema": TEXT}]),
        [("#/paths/~1x/get/parameters/0/allowReserved", "allowReserved in cookie")],
        lambda client: cookie(client, "a/b c"),
        "c=a/b%20c",
    ),
    "allowReserved in a path": Row(
        {
            "paths": {
                "/x/{p}": {
                    "get": operation(),
                    "parameters": [
                        {"name": "p", "in": "path", "required": True, "allowReserved": True, "schema": TEXT}
                    ],
                }
            }
        },
        [("#/paths/~1x~1%7Bp%7D/parameters/0/allowReserved", "allowReserved in path")],
        lambda client: line(client, p="a:b"),
        "GET /x/a:b",
    ),
    "itemSchema": Row(
        body("application/jsonl", {"itemSchema": OBJECT}),
        [(f"{ITEMS}/itemSchema", "itemSchema")],
        lambda client: [violation.path for violation in client.validate("op", body=[{}, 5])],
        ["/body/1"],
    ),
    "itemEncoding": Row(
        body("multipart/mixed", {"itemSchema": {}, "itemEncoding": {"contentType": "image/png"}}),
        [(f"{MIXED}/itemEncoding", "itemEncoding"), (f"{MIXED}/itemSchema", "itemSchema")],
        lambda client: [b"Content-Type: image/png" in part for part in parts(client, [b"a", b"b"])],
        [True, True, False],
    ),
    "prefixEncoding": Row(
        body("multipart/mixed", {"schema": {"type": "array"}, "prefixEncoding": [{"contentType": "image/png"}]}),
        [(f"{MIXED}/prefixEncoding", "prefixEncoding")],
        lambda client: [b"Content-Type: image/png" in part for part in parts(client, [b"a", b"b"])],
        [True, False, False],
    ),
    "encoding in an encoding": Row(
        body(
            "multipart/form-data",
            {
                "schema": OBJECT,
                "encoding": {
                    "a": {"contentType": "multipart/form-data", "encoding": {"b": PNG}},
                    "c": {"contentType": "multipart/mixed", "prefixEncoding": [{}], "itemEncoding": PNG},
                },
            },
        ),
        [
            (f"{CONTENT}/multipart~1form-data/encoding/a/encoding", "encoding"),
            (f"{CONTENT}/multipart~1form-data/encoding/c/itemEncoding", "itemEncoding"),
            (f"{CONTENT}/multipart~1form-data/encoding/c/prefixEncoding", "prefixEncoding"),
        ],
        lambda client: [
            part.partition(b"\r\n\r\n")[2]
            for part in parts(client, {"a": {"b": b"1"}, "c": ["2", b"3"]})
            if b"image/png" in part
        ],
        [b"1", b"3"],
    ),
    "summary of an answer": Row(
        {"paths": {"/x": {"get": {"operationId": "op", "responses": {"200": {"description": "", "summary": "s"}}}}}},
        [("#/paths/~1x/get/responses/200/summary", "summary")],
        line,
        "GET /x",
    ),
    "dataValue": Row(
        at(parameters=[{"name": "q", "in": "query", "schema": TEXT, "examples": {"e": {"dataValue": "v"}}}]),
        [("#/paths/~1x/get/parameters/0/examples/e/dataValue", "dataValue")],
        lambda client: client.operations["op"].parameters[0].example,
        "v",
    ),
    "serializedValue": Row(
        at(
            parameters=[
                {
                    "name": "q",
                    "in": "query",
                    "schema": TEXT,
                    "examples": {"e": {"serializedValue": "q=v", "value": "v"}},
                }
            ]
        ),
        [("#/paths/~1x/get/parameters/0/examples/e/serializedValue", "serializedValue")],
        lambda client: client.operations["op"].parameters[0].example,
        "v",
    ),
    "tags": Row(
        {"tags": [{"name": "a"}, {"name": "b", "parent": "a", "kind": "nav", "summary": "B"}], **at(tags=["b"])},
        [("#/tags/1/kind", "kind"), ("#/tags/1/parent", "parent"), ("#/tags/1/summary", "summary")],
        lambda client: list(client.operations.tagged("a")),
        ["op"],
    ),
    "oauth2": Row(
        {
            "components": {"securitySchemes": {"o": {**OAUTH, "flows": {"deviceAuthorization": DEVICE}}}},
            **at(security=[{"o": []}]),
        },
        [
            ("#/components/securitySchemes/o/deprecated", "deprecated"),
            ("#/components/securitySchemes/o/flows/deviceAuthorization", "deviceAuthorization"),
            ("#/components/securitySchemes/o/oauth2MetadataUrl", "oauth2MetadataUrl"),
        ],
        lambda client: (
            Client(client.document, base_url=URL, credentials={"o": "t"}).prepare("op").headers["Authorization"]
        ),
        "Bearer t",
    ),
    "a scheme by its URI": Row(
        {
            "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "X-K"}}},
            **at(security=[{"#/components/securitySchemes/k": []}]),
        },
        [
            (
                "#/paths/~1x/get/security/0/%23~1components~1securitySchemes~1k",
                "the URI #/components/securitySchemes/k for a security scheme",
            )
        ],
        lambda client: Client(client.document, base_url=URL, credentials={"k": "K"}).prepare("op").headers["X-K"],
        "K",
    ),
    "nodeType": Row(
        body(
            "application/xml",
            {
                "schema": {
                    **OBJECT,
                    "xml": {"name": "r"},
                    "properties": {"a": {**TEXT, "xml": {"nodeType": "attribute"}}},
                }
            },
        ),
        [(f"{CONTENT}/application~1xml/schema/properties/a/xml/nodeType", "nodeType")],
        lambda client: client.prepare("op", body={"a": "x"}).body,
        b'<r a="x"/>',
    ),
    "defaultMapping": Row(
        {
            "components": {"schemas": {"A": {**OBJECT, "required": ["x"]}, "B": {**OBJECT, "required": ["y"]}}},
            **body(
                "application/json",
                {
                    "schema": {
                        "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
                        "discriminator": {"propertyName": "k", "defaultMapping": "A"},
                    }
                },
            ),
        },
        [(f"{CONTENT}/application~1json/schema/discriminator/defaultMapping", "defaultMapping")],
        lambda client: [(v.path, v.keyword) for v in client.validate("op", body={"k": "other"})],
        [("/body/x", "required")],
    ),
}


def document(version: str, row: Row) -> dict[str, Any]:
    return {"openapi": version, "info": {"title": "T", "version": "1"}, **row.given}


def newer(client: Client) -> list[tuple[str, str]]:
    return sorted(
        (problem.pointer, problem.what) for problem in client.document.problems if problem.kind == "newer-word"
    )


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("version", ["3.0.4", "3.1.2"])
def test_a_newer_word_is_a_problem_and_is_spoken(name: str, version: str) -> None:
    row = ROWS[name]
    client = Client(document(version, row), base_url=URL, credentials=False)
    says = f"is a word of OpenAPI 3.2, and the document declares {version}"
    assert newer(client) == sorted((pointer, f"`{word}` {says}") for pointer, word in row.words)
    assert row.made(client) == row.expected


@pytest.mark.parametrize("name", ["api key", "a/b", "https://a.test/oauth#x"])
def test_a_scheme_may_be_named_like_a_uri(name: str) -> None:
    """The standard: names that are those of components "MUST be treated as a component name"."""
    schemes = {"securitySchemes": {name: {"type": "apiKey", "in": "header", "name": "X-K"}}}
    given = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "components": schemes}
    client = Client({**given, **at(security=[{name: []}])}, base_url=URL, credentials={name: "k"})
    assert client.document.problems == ()
    assert client.prepare("op").headers["X-K"] == "k"


@pytest.mark.parametrize("name", ROWS)
def test_in_its_own_version_it_is_none(name: str) -> None:
    row = ROWS[name]
    client = Client(document("3.2.0", row), base_url=URL, credentials=False)
    assert newer(client) == []
    assert row.made(client) == row.expected


@pytest.mark.parametrize("name", ["query", "additionalOperations", "in: querystring", "style: cookie"])
def test_a_document_of_2_0_may_have_them_too(name: str) -> None:
    row = ROWS[name]
    given = {"swagger": "2.0", "info": {"title": "T", "version": "1"}, **json.loads(json.dumps(row.given))}
    client = Client(given, base_url=URL)
    says = "is a word of OpenAPI 3.2, and the document declares 2.0"
    assert newer(client) == sorted((pointer, f"`{word}` {says}") for pointer, word in row.words)
    assert list(client.operations) == ["op"]


SCHEMAS = Path(openapi_spec_validator.__file__).parent / "resources" / "schemas"

NO_WORDS = {
    "description",  # of a media type, in the schema alone
    "deviceAuthorizationUrl",  # of a flow that is new as a whole
    "server",  # of a link, which older schemas call `body`
    "$ref",  # of a path item: written elsewhere in the older schema
    "explode",
    "in",
    "style",
}
"""Members that the schema of 3.2 places anew, and that are no new words of the text."""


def _members(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        yield from schema.get("properties", {}) if isinstance(schema.get("properties"), dict) else ()
        for item in schema.values():
            yield from _members(item)
    elif isinstance(schema, list):
        for item in schema:
            yield from _members(item)


def test_the_table_has_every_word_that_the_schemas_of_the_standard_have_more() -> None:
    older, newest = (json.loads((SCHEMAS / name / "schema.json").read_text())["$defs"] for name in ("v3.1", "v3.2"))
    found = {word for kind in newest for word in {*_members(newest[kind])} - {*_members(older.get(kind))}}
    known = {word for row in ROWS.values() for _, word in row.words}
    assert found - NO_WORDS - known == set()
    assert {"query", "dataValue", "prefixEncoding", "oauth2MetadataUrl"} <= found
