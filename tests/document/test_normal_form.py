"""Every version becomes the normal form: schemas, parameters, bodies and servers, rule by rule."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dynaclient import Client, load_document


def described(schema: Any, version: str) -> dict[str, Any]:
    key = "swagger" if version == "2.0" else "openapi"
    if version == "2.0":
        operation: dict[str, Any] = {"parameters": [{"name": "b", "in": "body", "schema": schema}]}
    else:
        operation = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    return {
        key: version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/send": {"post": {"operationId": "send", "responses": {}, **operation}}},
        "definitions": {"Name": {"type": "string"}},
        "components": {"schemas": {"Name": {"type": "string"}}},
    }


def normal(schema: Any, version: str) -> Any:
    """The schema as every later stage sees it."""
    given = described(copy.deepcopy(schema), version)
    document = load_document(given)
    (media_type,) = document.operation("send")["requestBody"]["content"].values()
    assert given == described(schema, version)
    return media_type["schema"]


NAME = {"$ref": "#/components/schemas/Name"}
EVERY = ("2.0", "3.0.3", "3.1.0")
OLD = ("2.0", "3.0.3")
NEW = ("3.1.0",)

SCHEMAS: list[Any] = [
    # nullable: OAS 3.0.4 Schema Object; left over in many 3.1 files, where only the default mode obeys it
    pytest.param(OLD, {"type": "string", "nullable": True}, {"type": ["string", "null"]}, id="nullable"),
    pytest.param(OLD, {"type": "string", "x-nullable": True}, {"type": ["string", "null"]}, id="x-nullable"),
    pytest.param(NEW, {"type": "string", "nullable": True}, {"type": "string", "nullable": True}, id="nullable"),
    pytest.param(NEW, {"type": "string", "x-nullable": True}, {"type": "string", "nullable": True}, id="x-nullable"),
    pytest.param(EVERY, {"type": "string", "nullable": False}, {"type": "string"}, id="not nullable"),
    pytest.param(
        OLD, {"type": ["string", "null"], "nullable": True}, {"type": ["string", "null"]}, id="null already in type"
    ),
    pytest.param(EVERY, {"nullable": True}, {"nullable": True}, id="nullable without type"),
    pytest.param(
        OLD,
        {"type": "string", "enum": ["a"], "nullable": True},
        {"type": ["string", "null"], "enum": ["a"], "nullable": True},
        id="nullable beside an enum without null",
    ),
    pytest.param(
        OLD,
        {"type": "string", "enum": ["a", None], "nullable": True},
        {"type": ["string", "null"], "enum": ["a", None]},
        id="nullable beside an enum with null",
    ),
    pytest.param(
        EVERY,
        {"allOf": [{"type": "string"}], "nullable": True},
        {"allOf": [{"type": "string"}], "nullable": True},
        id="nullable beside allOf",
    ),
    # exclusive bounds: draft 4 and 3.0 write booleans
    pytest.param(EVERY, {"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}, id="exclusiveMinimum true"),
    pytest.param(EVERY, {"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}, id="exclusiveMinimum false"),
    pytest.param(EVERY, {"maximum": 0, "exclusiveMaximum": True}, {"exclusiveMaximum": 0}, id="exclusiveMaximum of 0"),
    pytest.param(EVERY, {"exclusiveMaximum": True}, {}, id="exclusive without a bound"),
    pytest.param(EVERY, {"exclusiveMinimum": 1, "minimum": 0}, {"exclusiveMinimum": 1, "minimum": 0}, id="the 3.1 way"),
    # types
    pytest.param(EVERY, {"type": ["string", "string"]}, {"type": ["string"]}, id="a type twice"),
    pytest.param(OLD, {"type": "file"}, {"type": "string", "format": "binary"}, id="a file"),
    # references
    pytest.param(("3.1.0",), {**NAME, "maxLength": 1}, {**NAME, "maxLength": 1}, id="siblings in 3.1"),
    pytest.param(("3.0.3",), {**NAME, "maxLength": 1, "type": "string"}, NAME, id="siblings in 3.0"),
    pytest.param(
        ("2.0",), {"$ref": "#/definitions/Name", "maxLength": 1, "default": 1}, {**NAME, "default": 1}, id="2.0"
    ),
    pytest.param(
        ("2.0", "3.0.3", "3.1.0"), {**NAME, "description": "d"}, {**NAME, "description": "d"}, id="description"
    ),
    pytest.param(("3.0.3", "3.1.0"), {**NAME, "nullable": True}, {**NAME, "nullable": True}, id="nullable beside $ref"),
    # discriminators
    pytest.param(
        ("2.0",), {"discriminator": "kind"}, {"discriminator": {"propertyName": "kind"}}, id="2.0 discriminator"
    ),
    pytest.param(
        ("3.0.3", "3.1.0"),
        {"oneOf": [NAME], "discriminator": {"propertyName": "k", "mapping": {"n": "Name", "m": NAME["$ref"]}}},
        {"oneOf": [NAME], "discriminator": {"propertyName": "k", "mapping": {"n": NAME["$ref"], "m": NAME["$ref"]}}},
        id="names and references in a mapping",
    ),
    pytest.param(
        ("3.0.3",),
        {"discriminator": {"propertyName": "k", "mapping": {"n": "Name"}}},
        {"discriminator": {"propertyName": "k", "mapping": {"n": NAME["$ref"]}}, "x-subtypes": {"n": NAME["$ref"]}},
        id="a mapping of a base schema",
    ),
    pytest.param(
        NEW,
        {"discriminator": {"propertyName": "k", "mapping": {"n": "Name"}}},
        {"discriminator": {"propertyName": "k", "mapping": {"n": NAME["$ref"]}}},
        id="a mapping of a base schema is a hint",
    ),
    # older words of JSON Schema
    pytest.param(
        EVERY, {"items": [{"type": "string"}, True]}, {"prefixItems": [{"type": "string"}, True]}, id="a tuple"
    ),
    pytest.param(
        ("3.1.0",),
        {"items": [{"type": "string"}], "additionalItems": False},
        {"prefixItems": [{"type": "string"}], "items": False},
        id="a closed tuple",
    ),
    pytest.param(
        ("3.1.0",),
        {"definitions": {"A": {"nullable": True, "type": "string"}}},
        {"$defs": {"A": {"type": "string", "nullable": True}}},
        id="definitions",
    ),
    pytest.param(
        ("3.1.0",),
        {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}},
        {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": {"required": ["d"]}}},
        id="dependencies",
    ),
    pytest.param(EVERY, {"required": ["a", "a"]}, {"required": ["a"]}, id="a required name twice"),
    pytest.param(
        EVERY, {"properties": {"a": {"required": True}}}, {"properties": {"a": {}}}, id="required as in draft 3"
    ),
    pytest.param(
        ("3.1.0",),
        {"$id": "https://x.test/a", "$schema": "s", "not": {"$id": "b"}},
        {"$id": "https://x.test/a", "not": {"$id": "https://x.test/b"}},
        id="$id",
    ),
    pytest.param(("2.0", "3.0.3"), {"$id": "https://x.test/a", "type": "string"}, {"type": "string"}, id="no $id"),
    # what is the same everywhere
    pytest.param(("3.1.0",), True, True, id="true"),
    pytest.param(("3.1.0",), {"not": False, "items": True}, {"not": False, "items": True}, id="boolean schemas"),
    pytest.param(EVERY, {"additionalProperties": False}, {"additionalProperties": False}, id="additionalProperties"),
    pytest.param(
        OLD,
        {"properties": {"nullable": {"type": "string", "nullable": True}, "type": {"type": "file"}, "$ref": {}}},
        {
            "properties": {
                "nullable": {"type": ["string", "null"]},
                "type": {"type": "string", "format": "binary"},
                "$ref": {},
            }
        },
        id="properties named like keywords",
    ),
    pytest.param(
        EVERY,
        {"default": {"nullable": True}, "example": {"type": "file"}, "enum": [{"exclusiveMinimum": True}]},
        {"default": {"nullable": True}, "example": {"type": "file"}, "enum": [{"exclusiveMinimum": True}]},
        id="data is left alone",
    ),
    pytest.param(
        EVERY,
        {"x-mine": {"nullable": True}, "xml": {"name": "n"}},
        {"x-mine": {"nullable": True}, "xml": {"name": "n"}},
        id="extensions",
    ),
    pytest.param(
        EVERY,
        {"type": "string", "xml": {"attribute": True, "prefix": "p", "x-mine": 1}},
        {"type": "string", "xml": {"nodeType": "attribute", "prefix": "p", "x-mine": 1}},
        id="an attribute of XML",
    ),
    pytest.param(
        EVERY,
        {"type": "array", "items": {}, "xml": {"wrapped": True, "name": "n"}},
        {"type": "array", "items": {}, "xml": {"nodeType": "element", "name": "n"}},
        id="a wrapped array of XML",
    ),
    pytest.param(
        EVERY,
        {"type": "string", "xml": {"wrapped": True, "attribute": False}},
        {"type": "string", "xml": {}},
        id="what is not an array is not wrapped",
    ),
    pytest.param(
        EVERY,
        {"properties": {"xml": {"xml": {"nodeType": "text"}}}},
        {"properties": {"xml": {"xml": {"nodeType": "text"}}}},
        id="a property called xml, and a word of 3.2",
    ),
]


@pytest.mark.parametrize(
    ("version", "schema", "expected"),
    [
        pytest.param(version, *case.values[1:], id=f"{case.id} ({version})")
        for case in SCHEMAS
        for version in case.values[0]
    ],
)
def test_a_schema_of_any_version_has_one_normal_form(version: str, schema: Any, expected: Any) -> None:
    """No later stage asks "which version?"; the caller's own schema is not changed."""
    assert normal(schema, version) == expected


def test_pieces_of_a_2_0_reference_lead_to_the_normal_form_and_back() -> None:
    """A reference into `definitions` is one into `components/schemas` for every later stage."""
    document = load_document(described({"$ref": "#/definitions/Name"}, "2.0"))
    assert document.resolve("#/components/schemas/Name") == {"type": "string"}
    assert document.resolve("#/definitions/Name") == {"type": "string"}


# parameters

PARAMETERS: list[Any] = [
    pytest.param({"in": "query"}, {"style": "form", "explode": True, "required": False}, id="query"),
    pytest.param({"in": "path"}, {"style": "simple", "explode": False, "required": True}, id="path is always required"),
    pytest.param({"in": "path", "required": False}, {"required": True}, id="path, whatever it says"),
    pytest.param({"in": "header"}, {"style": "simple", "explode": False}, id="header"),
    pytest.param({"in": "cookie"}, {"style": "form", "explode": True}, id="cookie"),
    pytest.param(
        {"in": "query", "style": "deepObject"}, {"explode": False}, id="deepObject does not explode by itself"
    ),
    pytest.param({"in": "query", "style": "pipeDelimited"}, {"explode": False}, id="pipeDelimited"),
    pytest.param({"in": "query", "explode": False}, {"style": "form", "explode": False}, id="explode false"),
    pytest.param({"in": "query", "allowReserved": True}, {"allow_reserved": True}, id="allowReserved"),
    pytest.param({"in": "query", "allowEmptyValue": True}, {"allow_empty_value": True}, id="allowEmptyValue"),
    pytest.param(
        {"in": "header", "allowEmptyValue": True}, {"allow_empty_value": False}, id="allowEmptyValue elsewhere"
    ),
    pytest.param(
        {"in": "query", "required": True, "deprecated": True}, {"required": True, "deprecated": True}, id="flags"
    ),
    pytest.param({"in": "query", "required": "true"}, {"required": False}, id="a flag that is text"),
    pytest.param({"in": "query", "example": 0}, {"example": 0}, id="an example that is 0"),
    pytest.param(
        {"in": "query", "examples": {"a": {"value": False}}}, {"example": False}, id="the first of the examples"
    ),
    pytest.param({"in": "query", "schema": {"default": None}}, {"default": None}, id="a default that is null"),
    pytest.param({"in": "query", "schema": {"enum": [0, ""]}}, {"enum": (0, "")}, id="an enum"),
    pytest.param({"in": "query", "schema": NAME}, {"type": "string", "schema": NAME}, id="the type behind a reference"),
    pytest.param(
        {"in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
        {"content": "application/json", "schema": {"type": "object"}, "type": "object"},
        id="content instead of schema",
    ),
]


@pytest.mark.parametrize(("raw", "expected"), PARAMETERS)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_parameter_has_the_standards_defaults(version: str, raw: Any, expected: dict[str, Any]) -> None:
    """Source: OAS 3.1.1 Parameter Object."""
    document = described({}, version)
    path = "/p/{p}" if raw["in"] == "path" else "/p"
    parameter = {"name": "p", **({} if "content" in raw else {"schema": {}}), **raw}
    document["paths"] = {path: {"get": {"operationId": "p", "parameters": [parameter]}}}
    (built,) = Client(document).operations["p"].parameters
    assert {name: getattr(built, name) for name in expected} == expected


@pytest.mark.parametrize("name", ["Accept", "content-type", "AUTHORIZATION"])
def test_the_three_headers_of_http_are_never_demanded(name: str) -> None:
    """Source: OAS 3.1.1 Parameter Object, `name`."""
    document = described({}, "3.0.3")
    document["paths"]["/send"]["post"]["parameters"] = [
        {"name": name, "in": "header", "required": True, "schema": NAME}
    ]
    assert Client(document).operations["send"].parameter(name).required is False


INSIDE: list[tuple[dict[str, Any], Any]] = [
    ({"properties": {"n": "SCHEMA"}}, {"n": 1}),
    ({"patternProperties": {"^n": "SCHEMA"}}, {"n": 1}),
    ({"dependentSchemas": {"a": {"properties": {"n": "SCHEMA"}}}}, {"a": 0, "n": 1}),
    ({"additionalProperties": "SCHEMA"}, {"n": 1}),
    ({"unevaluatedProperties": "SCHEMA"}, {"n": 1}),
    ({"items": "SCHEMA"}, [1]),
    ({"prefixItems": ["SCHEMA"]}, [1]),
    ({"unevaluatedItems": "SCHEMA"}, [1]),
    ({"contains": "SCHEMA"}, [1]),
    ({"allOf": ["SCHEMA"]}, 1),
    ({"anyOf": ["SCHEMA"]}, 1),
    ({"oneOf": ["SCHEMA"]}, 1),
    ({"not": {"not": "SCHEMA"}}, 1),
    ({"if": True, "then": "SCHEMA"}, 1),
    ({"if": False, "else": "SCHEMA"}, 1),
    ({"propertyNames": {"not": {"not": {"not": "SCHEMA"}}}}, {"n": 1}),
]


def filled(node: Any, schema: Any) -> Any:
    if node == "SCHEMA":
        return schema
    if isinstance(node, dict):
        return {key: filled(value, schema) for key, value in node.items()}
    return [filled(value, schema) for value in node] if isinstance(node, list) else node


@pytest.mark.parametrize(("around", "value"), INSIDE, ids=[next(reversed(around)) for around, _ in INSIDE])
def test_schemas_are_brought_to_their_form_inside_every_keyword(around: dict[str, Any], value: Any) -> None:
    """A boolean `exclusiveMinimum` becomes the bound, which 1 does not exceed; text there is reported."""

    def client(schema: Any) -> Client:
        body = {"content": {"application/json": {"schema": filled(around, schema)}}}
        paths = {"/x": {"post": {"operationId": "op", "requestBody": body, "responses": {}}}}
        return Client({"openapi": "3.1.0", "paths": paths}, base_url="https://a.test")

    exclusive = client({"minimum": 1, "exclusiveMinimum": True})
    if "propertyNames" not in around:
        assert len(exclusive.validate("op", body=value)) == 1
    assert exclusive.document.problems == ()
    broken = client({"exclusiveMinimum": "five"})
    assert [problem.what for problem in broken.document.problems] == [
        '`exclusiveMinimum` must be a number, this is "five"'
    ]
    broken.validate("op", body=value)
