"""Swagger 2.0 becomes the normal form: parameters with schemas, bodies by media type, servers, security flows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dynaclient import Client, load_document
from dynaclient.document.names import POINTER


def described(operation: dict[str, Any], **root: Any) -> dict[str, Any]:
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {"/send/{id}": {"post": {"operationId": "send", "responses": {}, **operation}}},
        **root,
    }


def bare(value: Any) -> Any:
    """A value in the normal form without the pointers that later stages read."""
    if isinstance(value, dict):
        return {key: bare(item) for key, item in value.items() if key != POINTER}
    return [bare(item) for item in value] if isinstance(value, list) else value


def operation_of(operation: dict[str, Any], **root: Any) -> dict[str, Any]:
    return bare(dict(load_document(described(operation, **root)).operation("send")))


# parameters

PARAMETERS: list[Any] = [
    pytest.param({"in": "query", "type": "string"}, {"schema": {"type": "string"}}, id="a type of its own"),
    pytest.param(
        {"in": "query", "type": "integer", "format": "int64", "minimum": 1, "exclusiveMinimum": True, "default": 5},
        {"schema": {"type": "integer", "format": "int64", "exclusiveMinimum": 1, "default": 5}},
        id="every keyword of a schema",
    ),
    pytest.param(
        {"in": "query", "type": "string", "x-nullable": True, "description": "d"},
        {"schema": {"type": ["string", "null"]}, "description": "d"},
        id="x-nullable and description",
    ),
    pytest.param({"in": "query", "type": "string", "required": True}, {"required": True}, id="required"),
    pytest.param(
        {"in": "query", "type": "string", "allowEmptyValue": True}, {"allowEmptyValue": True}, id="empty values"
    ),
    pytest.param({"in": "query", "type": "string", "x-example": "e"}, {"example": "e"}, id="x-example"),
    pytest.param({"in": "query", "type": "array"}, {"style": "form", "explode": False}, id="csv is the default"),
    *[
        pytest.param(
            {"in": "query", "type": "array", "items": {"type": "integer"}, "collectionFormat": name},
            {"style": style, "explode": explode, "schema": {"type": "array", "items": {"type": "integer"}}},
            id=f"query {name}",
        )
        for name, style, explode in (
            ("csv", "form", False),
            ("ssv", "spaceDelimited", False),
            ("tsv", "tabDelimited", False),
            ("pipes", "pipeDelimited", False),
            ("multi", "form", True),
        )
    ],
    *[
        pytest.param(
            {"in": location, "type": "array", "collectionFormat": name},
            {"style": style, "explode": False},
            id=f"{location} {name}",
        )
        for location in ("path", "header")
        for name, style in (("csv", "simple"), ("ssv", "spaceDelimited"), ("pipes", "pipeDelimited"))
    ],
    pytest.param(
        {"in": "query", "type": "array", "items": {"type": "string", "x-nullable": True}},
        {"schema": {"type": "array", "items": {"type": ["string", "null"]}}},
        id="items are schemas too",
    ),
]


@pytest.mark.parametrize(("raw", "expected"), PARAMETERS)
def test_a_parameter_gets_a_schema_and_a_style(raw: Any, expected: dict[str, Any]) -> None:
    """Source: OpenAPI Specification 2.0, Parameter Object."""
    id_ = {"name": "id", "in": "path", "required": True, "type": "string"}
    name = "id" if raw["in"] == "path" else "p"
    parameters = [{"name": name, **raw}] if name == "id" else [{"name": name, **raw}, id_]
    read = operation_of({"parameters": parameters})["parameters"][0]
    assert {key: read.get(key) for key in expected} == expected
    assert (read["name"], read["in"]) == (name, raw["in"])


def test_parameters_are_shared_and_overridden_by_name_and_location() -> None:
    """A body has no name that counts: the operation's replaces the path item's."""
    document = load_document(
        {
            "swagger": "2.0",
            "paths": {
                "/a/{id}": {
                    "parameters": [
                        {"$ref": "#/parameters/Id"},
                        {"name": "q", "in": "query", "type": "string"},
                        {"name": "shared", "in": "body", "schema": {"type": "string"}},
                    ],
                    "post": {
                        "operationId": "a",
                        "parameters": [
                            {"name": "q", "in": "query", "type": "integer"},
                            {"name": "own", "in": "body", "required": True, "schema": {"type": "integer"}},
                        ],
                    },
                    "put": {"operationId": "b"},
                }
            },
            "parameters": {"Id": {"name": "id", "in": "path", "required": True, "type": "integer"}},
        }
    )
    operations = Client(document).operations
    assert [(p.name, p.location, p.type) for p in operations["a"].parameters] == [
        ("id", "path", "integer"),
        ("q", "query", "integer"),
    ]
    own, shared = operations["a"].request_body, operations["b"].request_body
    assert own is not None
    assert shared is not None
    assert (own.required, own.content["application/json"].schema) == (True, {"type": "integer"})
    assert (shared.required, shared.content["application/json"].schema) == (False, {"type": "string"})
    assert document.problems == ()


# bodies

JSON_BODY = {"name": "b", "in": "body", "schema": {"type": "object"}}
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

BODIES: list[Any] = [
    pytest.param([JSON_BODY], None, None, ["application/json"], id="JSON, where nothing is said"),
    pytest.param([JSON_BODY], ["application/xml"], None, ["application/xml"], id="the document's consumes"),
    pytest.param(
        [JSON_BODY], ["a/b"], ["text/x", "application/json"], ["text/x", "application/json"], id="the operation's"
    ),
    pytest.param([JSON_BODY], ["a/b"], [], ["application/json"], id="the operation's, empty"),
    pytest.param([{"name": "f", "in": "formData", "type": "string"}], None, None, [FORM], id="a form"),
    pytest.param(
        [{"name": "f", "in": "formData", "type": "string"}], None, [MULTIPART], [MULTIPART], id="a multipart form"
    ),
    pytest.param(
        [{"name": "f", "in": "formData", "type": "string"}],
        None,
        [MULTIPART, FORM],
        [MULTIPART, FORM],
        id="either form",
    ),
    pytest.param(
        [{"name": "f", "in": "formData", "type": "string"}],
        None,
        ["application/json", FORM],
        [FORM, "application/json"],
        id="a form that may be JSON",
    ),
    pytest.param(
        [{"name": "f", "in": "formData", "type": "file"}], None, None, [MULTIPART], id="a file needs multipart"
    ),
    pytest.param([{"name": "f", "in": "formData", "type": "file"}], None, [FORM], [MULTIPART], id="whatever it says"),
]


@pytest.mark.parametrize(("parameters", "consumes", "own", "expected"), BODIES)
def test_a_body_has_the_media_types_it_consumes(parameters: Any, consumes: Any, own: Any, expected: list[str]) -> None:
    """Source: OpenAPI Specification 2.0, Operation Object `consumes`, Parameter Object `in: formData`."""
    root = {} if consumes is None else {"consumes": consumes}
    operation: dict[str, Any] = {"parameters": parameters}
    if own is not None:
        operation["consumes"] = own
    assert list(operation_of(operation, **root)["requestBody"]["content"]) == expected


def test_form_fields_become_one_object() -> None:
    """Each field keeps its schema; a file is binary; a list says how it is written."""
    fields = [
        {"name": "n", "in": "formData", "type": "integer", "required": True, "description": "d"},
        {"name": "f", "in": "formData", "type": "file"},
        {"name": "l", "in": "formData", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
        {"name": "c", "in": "formData", "type": "array", "items": {"type": "string"}},
    ]
    assert operation_of({"parameters": fields})["requestBody"] == {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "properties": {
                        "n": {"type": "integer", "description": "d"},
                        "f": {"type": "string", "format": "binary"},
                        "l": {"type": "array", "items": {"type": "string"}},
                        "c": {"type": "array", "items": {"type": "string"}},
                    },
                    "required": ["n"],
                },
                "encoding": {"l": {"style": "form", "explode": True}, "c": {"style": "form", "explode": False}},
            }
        },
    }


def test_a_body_beside_form_fields_is_reported() -> None:
    """Source: OpenAPI Specification 2.0, Parameter Object: the two cannot exist together."""
    document = load_document(described({"parameters": [JSON_BODY, {"name": "f", "in": "formData", "type": "string"}]}))
    assert list(document.operation("send")["requestBody"]["content"]) == [FORM]
    assert "the body is left out" in [problem.consequence for problem in document.problems]


def test_an_example_of_a_body_is_kept() -> None:
    """`x-example` and `x-examples` are how 2.0 documents give them."""
    body = {**JSON_BODY, "x-example": {"a": 1}}
    assert operation_of({"parameters": [body]})["requestBody"]["content"]["application/json"]["example"] == {"a": 1}


# responses

RESPONSES: list[Any] = [
    pytest.param({"description": "d"}, ["a/b"], {"description": "d"}, id="nothing in it"),
    pytest.param(
        {"description": "d", "schema": {"type": "string", "x-nullable": True}},
        None,
        {"description": "d", "content": {"application/json": {"schema": {"type": ["string", "null"]}}}},
        id="JSON, where nothing is said",
    ),
    pytest.param(
        {"description": "d", "schema": {}},
        ["a/b", "c/d"],
        {"description": "d", "content": {"a/b": {"schema": {}}, "c/d": {"schema": {}}}},
        id="what the operation produces",
    ),
    pytest.param(
        {"description": "d", "schema": {"type": "file"}},
        None,
        {
            "description": "d",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        },
        id="a file",
    ),
    pytest.param(
        {"description": "d", "schema": {}, "examples": {"application/json": {"a": 1}}},
        None,
        {"description": "d", "content": {"application/json": {"schema": {}, "example": {"a": 1}}}},
        id="an example by media type",
    ),
    pytest.param(
        {"description": "d", "headers": {"X-A": {"type": "array", "items": {"type": "integer"}, "description": "h"}}},
        None,
        {
            "description": "d",
            "headers": {
                "X-A": {
                    "required": False,
                    "deprecated": False,
                    "description": "h",
                    "schema": {"type": "array", "items": {"type": "integer"}},
                    "style": "simple",
                    "explode": False,
                }
            },
        },
        id="headers",
    ),
]


@pytest.mark.parametrize(("raw", "produces", "expected"), RESPONSES)
def test_a_response_has_the_media_types_it_produces(raw: Any, produces: Any, expected: Any) -> None:
    """Source: OpenAPI Specification 2.0, Response Object; integer keys as YAML gives them."""
    operation: dict[str, Any] = {"responses": {200: raw, "x-extension": {}}}
    if produces is not None:
        operation["produces"] = produces
    assert operation_of(operation)["responses"] == {"200": expected}


def test_a_response_by_reference_takes_what_the_operation_produces() -> None:
    """`#/responses/…` is shared; its media types are the operation's."""
    read = operation_of(
        {"produces": ["a/b"], "responses": {"200": {"$ref": "#/responses/R"}}},
        responses={"R": {"description": "r", "schema": {"$ref": "#/definitions/D"}}},
        definitions={"D": {}},
    )
    assert read["responses"]["200"]["content"] == {"a/b": {"schema": {"$ref": "#/components/schemas/D"}}}


# the root

SERVERS: list[Any] = [
    pytest.param({}, [], id="nothing"),
    pytest.param({"basePath": "/v1"}, ["/v1"], id="a base path, relative to the document"),
    pytest.param({"host": "a.test"}, ["//a.test"], id="a host, with the document's scheme"),
    pytest.param(
        {"host": "a.test:8080", "basePath": "/v1/", "schemes": ["http"]}, ["http://a.test:8080/v1/"], id="all three"
    ),
    pytest.param(
        {"host": "a.test", "schemes": ["http", "https"]}, ["https://a.test", "http://a.test"], id="https first"
    ),
    pytest.param({"host": "a.test", "schemes": ["ws", "https"]}, ["https://a.test"], id="no WebSockets"),
    pytest.param({"host": "", "basePath": 3, "schemes": "https"}, [], id="what is no text"),
    pytest.param({"host": "a.test", "schemes": [3]}, ["//a.test"], id="a scheme that is none"),
    pytest.param({"host": "a.test", "basePath": "v1"}, ["//a.test/v1"], id="a base path without its slash"),
    pytest.param({"schemes": ["https"], "basePath": "/v1"}, ["/v1"], id="schemes, and no host to speak to"),
]

ADDRESS = "http://u:p@api.test:9090/docs/swagger.json"

SERVERS_OF_AN_ADDRESS: list[Any] = [
    pytest.param({"schemes": ["https"], "basePath": "/v1"}, ["https://api.test:9090/v1"], id="schemes and base path"),
    pytest.param({"schemes": ["https"]}, ["https://api.test:9090"], id="schemes"),
    pytest.param({"schemes": ["http", "https"]}, ["https://api.test:9090", "http://api.test:9090"], id="https first"),
    pytest.param({"schemes": ["ws"], "basePath": "/v1"}, ["/v1"], id="no scheme that is spoken"),
    pytest.param({"host": "a.test", "schemes": ["http"]}, ["http://a.test"], id="a host of its own"),
    pytest.param({"basePath": "/v1"}, ["/v1"], id="no schemes"),
]


@pytest.mark.parametrize(("root", "urls"), SERVERS_OF_AN_ADDRESS)
def test_schemes_without_a_host_are_those_of_the_documents_address(root: Any, urls: list[str]) -> None:
    """Source: OpenAPI Specification 2.0, Swagger Object `host`: if missing, the host that serves the document."""
    given = json.dumps(described({}, **root)).encode()
    loaded = load_document(given, base_uri=ADDRESS)
    assert [server["url"] for server in loaded.servers] == urls


def test_an_operations_schemes_count_without_a_host_too() -> None:
    loaded = load_document(described({"schemes": ["https"]}, basePath="/v1"), base_uri=ADDRESS)
    assert [server.url for server in Client(loaded).operations["send"].servers] == ["https://api.test:9090/v1"]


@pytest.mark.parametrize(("root", "urls"), SERVERS)
def test_schemes_host_and_base_path_become_servers(root: Any, urls: list[str]) -> None:
    """Source: OpenAPI Specification 2.0, Swagger Object."""
    assert [server["url"] for server in load_document(described({}, **root)).servers] == urls


def test_an_operations_schemes_replace_the_documents() -> None:
    """Source: OpenAPI Specification 2.0, Operation Object `schemes`: overrides the Swagger Object's definition."""
    given = described({"schemes": ["http"]}, host="a.test", basePath="/v1", schemes=["https"])
    assert [server.url for server in Client(given).operations["send"].servers] == ["http://a.test/v1"]


SECURITY: list[Any] = [
    pytest.param({"type": "basic"}, {"type": "http", "scheme": "basic"}, id="basic"),
    pytest.param(
        {"type": "apiKey", "name": "k", "in": "header"}, {"type": "apiKey", "name": "k", "in": "header"}, id="apiKey"
    ),
    *[
        pytest.param(
            {"type": "oauth2", "flow": old, "scopes": {"s": "t"}, **urls},
            {"type": "oauth2", "flows": {new: {**urls, "scopes": {"s": "t"}}}},
            id=old,
        )
        for old, new, urls in (
            ("implicit", "implicit", {"authorizationUrl": "a"}),
            ("password", "password", {"tokenUrl": "t"}),
            ("application", "clientCredentials", {"tokenUrl": "t"}),
            ("accessCode", "authorizationCode", {"authorizationUrl": "a", "tokenUrl": "t"}),
        )
    ],
]


@pytest.mark.parametrize(("raw", "expected"), SECURITY)
def test_a_security_definition_becomes_a_scheme(raw: Any, expected: Any) -> None:
    """Source: OpenAPI Specification 2.0, Security Scheme Object."""
    given = described({"security": [{"k": ["s"]}]}, securityDefinitions={"k": raw})
    document = load_document(given)
    assert document.security_schemes == {"k": expected}
    assert Client(document).operations["send"].security == ({"k": ("s",)},)


def test_the_description_of_a_body_parameter_is_that_of_the_body() -> None:
    """Also where the parameter is a reference; one that is not text is left out."""
    body = {"name": "b", "in": "body", "schema": {"type": "object"}, "description": "What is sent."}
    document = load_document(
        {
            "swagger": "2.0",
            "info": {"title": "T", "version": "1"},
            "parameters": {"B": body},
            "paths": {
                "/a": {"post": {"operationId": "a", "parameters": [body], "responses": {}}},
                "/b": {"post": {"operationId": "b", "parameters": [{"$ref": "#/parameters/B"}], "responses": {}}},
                "/c": {"post": {"operationId": "c", "parameters": [{**body, "description": 5}], "responses": {}}},
            },
        }
    )
    found = [document.operation(name)["requestBody"].get("description") for name in "abc"]
    assert found == ["What is sent.", "What is sent.", None]
