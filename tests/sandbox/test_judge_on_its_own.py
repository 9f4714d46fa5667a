"""The sandbox judges by the document alone: what the client overlooks, misreads or excuses does not blind it."""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client as WSGIClient

import dynaclient
from dynaclient import Client
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.ecma_pattern import TooComplex, matches
from dynaclient.schema import closure
from tests.sandbox.conftest import client_of

PACKAGE = Path(dynaclient.__file__).parent

COMPONENTS = {
    "Name": {"type": "string"},
    "Named": {"required": ["id"]},
    "Hidden": {"type": "string", "readOnly": True},
}


def document_of(schema: Any) -> dict[str, Any]:
    """A document with one operation whose body has the schema."""
    operation = {
        "operationId": "op",
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"200": {"description": ""}},
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Small", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": COMPONENTS},
    }


def status_of(sandbox: Sandbox, value: Any) -> int:
    return WSGIClient(sandbox).post("/x", data=json.dumps(value), content_type="application/json").status_code


def test_nothing_of_what_the_client_judges_by_is_imported() -> None:
    """A judge that shares the code of the judged finds no fault in it."""
    shared = {"closure", "relief", "policy", "engine", "jsonschema_engine", "patterns", "checker", "interpreter"}
    for path in sorted((PACKAGE / "sandbox").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom) or node.level != 2:
                continue
            module, names = (node.module or "").split("."), {alias.name for alias in node.names}
            if module[0] == "schema":
                assert not shared & {*module[1:], *(names if len(module) == 1 else ())}, path.name
                assert not names & {"SchemaChecker", "Relief", "build_closure"}, path.name


# a keyword that the client does not know

REFUSED: dict[str, tuple[dict[str, Any], Any]] = {
    "type": ({"type": "integer"}, "x"),
    "enum": ({"enum": ["a", "b"]}, "c"),
    "const": ({"const": 1}, 2),
    "required": ({"required": ["a"]}, {}),
    "minimum": ({"minimum": 3}, 2),
    "maximum": ({"maximum": 3}, 4),
    "exclusiveMinimum": ({"exclusiveMinimum": 3}, 3),
    "exclusiveMaximum": ({"exclusiveMaximum": 3}, 3),
    "multipleOf": ({"multipleOf": 2}, 3),
    "minLength": ({"minLength": 2}, "a"),
    "maxLength": ({"maxLength": 2}, "abc"),
    "pattern": ({"pattern": "^a"}, "b"),
    "minItems": ({"minItems": 1}, []),
    "maxItems": ({"maxItems": 1}, [1, 2]),
    "uniqueItems": ({"uniqueItems": True}, [1, 1]),
    "minContains": ({"contains": {"const": 1}, "minContains": 2}, [1]),
    "maxContains": ({"contains": {"const": 1}, "maxContains": 1}, [1, 1]),
    "minProperties": ({"minProperties": 1}, {}),
    "maxProperties": ({"maxProperties": 1}, {"a": 1, "b": 2}),
    "dependentRequired": ({"dependentRequired": {"a": ["b"]}}, {"a": 1}),
}
"""Keyword → a schema and a value that only this keyword refuses."""

ANNOTATIONS = {"format"}
"""Keywords in the table that refuse nothing. Source: JSON Schema 2020-12 validation, section 7.2.1."""


def test_every_keyword_of_the_table_is_tried() -> None:
    assert REFUSED.keys() >= closure._PLAIN - ANNOTATIONS


@pytest.mark.parametrize("keyword", REFUSED)
def test_a_keyword_taken_from_the_client_still_binds_the_sandbox(keyword: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client sees nothing wrong and sends it; the sandbox answers 400."""
    schema, value = REFUSED[keyword]
    document = document_of(schema)
    assert Client(document, base_url="http://x").validate("op", body=value)
    monkeypatch.setattr(closure, "_PLAIN", closure._PLAIN - {keyword})
    sandbox = Sandbox(document)
    assert client_of(sandbox).validate("op", body=value) == []
    assert status_of(sandbox, value) == 400


# patterns


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        pytest.param("^[a-z]+$", "abc\n", id="a line end behind $"),
        pytest.param(r"^\d+$", "٣", id="a digit that is not ASCII"),
        pytest.param(r"^\w+$", "é", id="a letter that is not ASCII"),
        pytest.param(r"^[\p{L}]+$", "1", id="a Unicode property"),
        pytest.param("^(?<year>[0-9]{4})$", "24", id="a named group"),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_patterns_are_ecma_262_on_both_sides(pattern: str, text: str, strict: bool) -> None:
    """Source: JSON Schema 2020-12 core, section 6.4; ECMA-262, section 22.2."""
    sandbox = Sandbox(document_of({"pattern": pattern}), strict=strict)
    (violation,) = client_of(sandbox).validate("op", body=text)
    assert violation.keyword == "pattern"
    assert status_of(sandbox, text) == 400


@pytest.mark.parametrize(
    ("schema", "fits", "wrong"),
    [
        pytest.param({"patternProperties": {r"^\d+$": {"type": "string"}}}, {"٣": 1}, {"3": 1}, id="patternProperties"),
        pytest.param(
            {"patternProperties": {"^[a-z]+$": {}}, "additionalProperties": False},
            {"abc": 1},
            {"abc\n": 1},
            id="additionalProperties",
        ),
        pytest.param(
            {"allOf": [{"patternProperties": {r"^\w$": {}}}], "unevaluatedProperties": False},
            {"e": 1},
            {"é": 1},
            id="unevaluatedProperties",
        ),
        pytest.param({"propertyNames": {"pattern": "^a$"}}, {"a": 1}, {"a\n": 1}, id="propertyNames"),
    ],
)
def test_patterns_of_names_are_too(schema: Any, fits: Any, wrong: Any) -> None:
    """Python's `re`, which jsonschema matches names with, has no part in it."""
    sandbox = Sandbox(document_of(schema))
    assert status_of(sandbox, fits) == 200
    assert status_of(sandbox, wrong) == 400


HANGING: list[Any] = [
    pytest.param("^(a+)+$", "a" * 40 + "!", id="a repeated repetition"),
    pytest.param("^(a|a)*$", "a" * 40 + "!", id="repeated alternatives"),
    pytest.param("^(a?){40}a{40}$", "a" * 39, id="many options"),
    pytest.param("a*a*a*a*a*b", "a" * 5_000, id="repetitions side by side"),
    pytest.param("x+y", "x" * 300_000, id="a long text"),
    pytest.param(r"^(\w+\s?)*\1$", "a" * 60 + "!", id="a reference back"),
    pytest.param("^(?=(a|aa)+$)a+b", "a" * 60 + "!", id="looking ahead"),
]


@pytest.mark.parametrize(("pattern", "text"), HANGING)
def test_a_pattern_that_could_hang_is_answered(pattern: str, text: str) -> None:
    """Each takes an engine that only backtracks longer than anyone waits."""
    sandbox = Sandbox(document_of({"pattern": pattern}))
    started = time.monotonic()
    assert status_of(sandbox, text) == 400
    assert time.monotonic() - started < 60


def test_what_was_given_up_says_so() -> None:
    with pytest.raises(TooComplex):
        matches(r"^(\w+\s?)*\1$", "a" * 60 + "!")
    sandbox = Sandbox(document_of({"pattern": r"^(\w+\s?)*\1$"}))
    response = WSGIClient(sandbox).post("/x", data=json.dumps("a" * 60 + "!"), content_type="application/json")
    assert (response.status_code, "too complex" in response.text) == (400, True)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        pytest.param("b", "abc", True, id="searched for"),
        pytest.param(r"[\w-.]", "-", True, id="the older syntax"),
        pytest.param(r"\Aa\Z", "a", None, id="anchors of another language"),
        pytest.param("(", "a", None, id="no pattern"),
        pytest.param("\ud800", "a", None, id="half of a surrogate pair"),
        pytest.param("^.$", "😀", True, id="one character"),
        pytest.param("^(a+)+$", "aaa", True, id="by the limited engine"),
    ],
)
def test_what_a_pattern_finds(pattern: str, text: str, found: bool | None) -> None:
    assert matches(pattern, text) is found


# the reliefs

RELIEFS: list[Any] = [
    pytest.param({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 5, id="1: oneOf overlaps"),
    pytest.param({"anyOf": [{"type": "number"}], "oneOf": [{"type": "integer"}, {"minimum": 0}]}, 5, id="1: by anyOf"),
    pytest.param({"items": {"oneOf": [{}, {}]}}, [1], id="1: within"),
    pytest.param({"required": ["a"], "properties": {"a": {"default": None}}}, {}, id="3: a default"),
    pytest.param(
        {"required": ["a"], "allOf": [{"properties": {"a": {"allOf": [{}, {"default": 3}]}}}]}, {}, id="3: in allOf"
    ),
    pytest.param({"type": "string", "enum": ["a"], "nullable": True}, None, id="4: beside an enum"),
    pytest.param({"$ref": "#/components/schemas/Name", "nullable": True}, None, id="4: beside a $ref"),
    pytest.param({"oneOf": [{"type": "string"}], "nullable": True}, None, id="4: beside oneOf"),
    pytest.param({"required": ["a"], "properties": {}, "additionalProperties": False}, {}, id="5: an impossible name"),
]


@pytest.mark.parametrize(("schema", "value"), RELIEFS)
def test_a_relief_holds_by_default_and_not_when_strict(schema: Any, value: Any) -> None:
    assert status_of(Sandbox(document_of(schema)), value) == 200
    assert status_of(Sandbox(document_of(schema), strict=True), value) == 400


UNSENT: list[Any] = [
    pytest.param({"required": ["id"], "properties": {"id": {"readOnly": True}}}, {}, id="2: readOnly"),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"$ref": "#/components/schemas/Hidden"}}}, {}, id="2: behind a $ref"
    ),
    pytest.param(
        {"allOf": [{"$ref": "#/components/schemas/Named"}], "properties": {"id": {"readOnly": True}}},
        {},
        id="2: demanded by a $ref",
    ),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"allOf": [{"type": "string"}, {"readOnly": True}]}}},
        {},
        id="2: said in allOf",
    ),
]


@pytest.mark.parametrize(("schema", "value"), UNSENT)
def test_what_is_read_only_is_not_required_and_refused_when_strict(schema: Any, value: Any) -> None:
    """By default it may be sent, since many programs send back what they got."""
    assert status_of(Sandbox(document_of(schema)), value) == 200
    assert status_of(Sandbox(document_of(schema), strict=True), value) == 200
    assert status_of(Sandbox(document_of(schema)), {"id": "a"}) == 200
    assert status_of(Sandbox(document_of(schema), strict=True), {"id": "a"}) == 400


LIMITS: list[Any] = [
    pytest.param({"oneOf": [{"type": "integer"}, {"type": "null"}]}, "x", id="1: none fits"),
    pytest.param({"required": ["p"], "properties": {"p": {"writeOnly": True}}}, {}, id="2: writeOnly"),
    pytest.param({"properties": {"id": {"readOnly": True, "type": "string"}}}, {"id": 1}, id="2: given and wrong"),
    pytest.param({"required": ["a"], "properties": {"a": {"example": 1}}}, {}, id="3: an example is no default"),
    pytest.param({"type": "string", "enum": ["a"], "nullable": True}, "b", id="4: another value"),
    pytest.param({"required": ["b"]}, {}, id="5: undeclared, and admitted"),
    pytest.param(
        {"required": ["b"], "additionalProperties": False, "patternProperties": {"^b": {}}}, {}, id="5: by a pattern"
    ),
    pytest.param({"properties": {"n": {"$ref": "#/components/schemas/Named"}}}, {"n": {}}, id="required behind a $ref"),
    pytest.param({"$ref": "#/components/schemas/Named", "maxProperties": 1}, {}, id="required beside a keyword"),
    pytest.param({"$ref": "#/components/schemas/Named", "maxProperties": 1}, {"id": 1, "b": 2}, id="beside a $ref"),
    pytest.param({"allOf": [{"$ref": "#/components/schemas/Named"}]}, {}, id="required in allOf"),
    pytest.param({"not": {"$ref": "#/components/schemas/Named"}}, {"id": 1}, id="in not"),
]


@pytest.mark.parametrize(("schema", "value"), LIMITS)
@pytest.mark.parametrize("strict", [False, True])
def test_a_relief_goes_no_further(schema: Any, value: Any, strict: bool) -> None:
    assert status_of(Sandbox(document_of(schema), strict=strict), value) == 400


@pytest.mark.parametrize("strict", [False, True])
def test_a_required_parameter_with_a_default(strict: bool) -> None:
    """The third relief is for parameters too; a default that does not fit is not held against who leaves it out."""
    parameters = [
        {"name": "p", "in": "query", "required": True, "schema": {"type": "integer", "default": 7}},
        {"name": "q", "in": "query", "schema": {"type": "integer", "default": "none"}},
    ]
    operation = {"operationId": "op", "parameters": parameters, "responses": {"200": {"description": ""}}}
    sandbox = Sandbox({"openapi": "3.1.0", "paths": {"/x": {"get": operation}}}, strict=strict)
    assert WSGIClient(sandbox).get("/x").status_code == (400 if strict else 200)
    assert WSGIClient(sandbox).get("/x?p=1").status_code == 200
    assert WSGIClient(sandbox).get("/x?p=one").status_code == 400


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize(
    ("schema", "status"),
    [
        pytest.param({"$ref": "#/components/schemas/Count"}, 200, id="a reference"),
        pytest.param({"$ref": "#/components/schemas/Count", "maximum": 4}, 400, id="beside a reference"),
        pytest.param({"$ref": "#/components/schemas/Few"}, 400, id="beside a reference behind a reference"),
    ],
)
def test_keywords_beside_a_reference_bind_parameters(strict: bool, schema: Any, status: int) -> None:
    """Source: JSON Schema 2020-12 core, section 8.2.3.1."""
    operation = {
        "operationId": "op",
        "parameters": [{"name": "p", "in": "query", "schema": schema}],
        "responses": {"200": {"description": ""}},
    }
    named = {"Count": {"type": "integer"}, "Few": {"$ref": "#/components/schemas/Count", "maximum": 4}}
    document = {"openapi": "3.1.0", "paths": {"/x": {"get": operation}}, "components": {"schemas": named}}
    sandbox = WSGIClient(Sandbox(document, strict=strict))
    assert sandbox.get("/x?p=3").status_code == 200
    assert sandbox.get("/x?p=5").status_code == status
    assert sandbox.get("/x?p=x").status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("word", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_fan_out_are_refused_as_too_complex(word: str) -> None:
    """26 schemas that refer to the next one ten times each: 10^25 ways for one letter."""
    schemas: dict[str, Any] = {f"S{i}": {word: [{"$ref": f"#/components/schemas/S{i + 1}"}] * 10} for i in range(25)}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/S0"}}}}
    operation = {"operationId": "x", "requestBody": body, "responses": {"200": {"description": ""}}}
    document = {"openapi": "3.1.0", "paths": {"/x": {"post": operation}}}
    sandbox = Sandbox({**document, "components": {"schemas": {**schemas, "S25": {"type": "string"}}}})
    answer = WSGIClient(sandbox).post("/x", json=1)
    assert (answer.status_code, answer.json["error"]["code"]) == (400, "too_complex")
