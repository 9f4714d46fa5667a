"""The modes of validation, and each relief beside the letter of the standard."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client
from dynaclient.schema import Mode, Reliefs
from dynaclient.schema.policy import RELIEFS as TABLE

REQUEST, RESPONSE = Reliefs("request"), Reliefs("response")

AB = {
    "type": "object",
    "additionalProperties": False,
    "required": ["a", "b"],
    "properties": {"a": {"type": "string"}},
}
"""`b` is demanded and not admitted: the 2024 OpenAI description makes `createRun` uncallable that way."""

OWNER = {"Owner": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "readOnly": True}}}}
ID = {"Id": {"type": "string", "readOnly": True}, "Named": {"required": ["id"]}}
NAME = {"Name": {"type": "string"}, "Three": {"type": "integer", "default": 3}}

RELIEFS: list[Any] = [
    # 1. an overlapping oneOf
    pytest.param({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 5, REQUEST, ["oneOf"], id="1: oneOf overlaps"),
    pytest.param({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 5, RESPONSE, ["oneOf"], id="1: in responses too"),
    pytest.param(
        {"anyOf": [{"type": "number"}], "oneOf": [{"type": "integer"}, {"minimum": 0}]},
        5,
        REQUEST,
        ["oneOf"],
        id="1: beside anyOf",
    ),
    pytest.param({"items": {"oneOf": [{}, {}]}}, [1], REQUEST, ["oneOf"], id="1: within"),
    # 2. readOnly and writeOnly
    pytest.param(
        {"required": ["id"], "properties": {"id": {"readOnly": True}}},
        {},
        REQUEST,
        ["required"],
        id="2: readOnly, request",
    ),
    pytest.param(
        {"required": ["pw"], "properties": {"pw": {"writeOnly": True}}},
        {},
        RESPONSE,
        ["required"],
        id="2: writeOnly, answer",
    ),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"$ref": "#/components/schemas/Id"}}},
        {},
        REQUEST,
        ["required"],
        id="2: readOnly behind a reference",
    ),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"$ref": "#/components/schemas/Name", "readOnly": True}}},
        {},
        REQUEST,
        ["required"],
        id="2: readOnly beside a reference",
    ),
    pytest.param(
        {"allOf": [{"$ref": "#/components/schemas/Named"}], "properties": {"id": {"readOnly": True}}},
        {},
        REQUEST,
        ["required"],
        id="2: demanded by a reference in allOf",
    ),
    pytest.param(
        {"allOf": [{"properties": {"id": {"readOnly": True}}}, {"required": ["id"]}]},
        {},
        REQUEST,
        ["required"],
        id="2: declared by one part, demanded by another",
    ),
    pytest.param(
        {"required": ["id"], "allOf": [{"properties": {"id": {"readOnly": True}}}]},
        {},
        REQUEST,
        ["required"],
        id="2: declared in allOf, demanded around it",
    ),
    pytest.param(
        {"properties": {"o": {"$ref": "#/components/schemas/Owner"}}}, {"o": {}}, REQUEST, ["required"], id="2: within"
    ),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"allOf": [{"type": "string"}, {"readOnly": True}]}}},
        {},
        REQUEST,
        ["required"],
        id="2: readOnly in allOf",
    ),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"anyOf": [{"type": "string", "readOnly": True}, {"type": "null"}]}}},
        {},
        REQUEST,
        ["required"],
        id="2: readOnly in a union with null",
    ),
    # 3. a required property with a default
    pytest.param(
        {"required": ["a"], "properties": {"a": {"default": 1}}}, {}, REQUEST, ["required"], id="3: a default"
    ),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"default": None}}},
        {},
        REQUEST,
        ["required"],
        id="3: a default of null",
    ),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"allOf": [{"type": "integer"}, {"default": 3}]}}},
        {},
        REQUEST,
        ["required"],
        id="3: a default in allOf",
    ),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"allOf": [{"$ref": "#/components/schemas/Three"}]}}},
        {},
        REQUEST,
        ["required"],
        id="3: a default behind a reference in allOf",
    ),
    # 4. nullable
    pytest.param(
        {"type": "string", "enum": ["a"], "nullable": True}, None, REQUEST, ["type", "enum"], id="4: beside an enum"
    ),
    pytest.param({"type": "string", "nullable": True}, None, REQUEST, ["type"], id="4: beside a type, in 3.1"),
    pytest.param(
        {"$ref": "#/components/schemas/Name", "nullable": True}, None, REQUEST, ["type"], id="4: beside a $ref"
    ),
    pytest.param({"allOf": [{"type": "string"}], "nullable": True}, None, REQUEST, ["type"], id="4: beside allOf"),
    pytest.param({"anyOf": [{"type": "string"}], "nullable": True}, None, REQUEST, ["type"], id="4: beside anyOf"),
    pytest.param({"oneOf": [{"type": "string"}], "nullable": True}, None, REQUEST, ["type"], id="4: beside oneOf"),
    pytest.param({"const": "a", "nullable": True}, None, RESPONSE, ["const"], id="4: beside const"),
    pytest.param(
        {"enum": ["a"], "properties": {}, "nullable": True}, None, REQUEST, ["enum"], id="4: beside an enum and more"
    ),
    # 5. a required name that is neither declared nor admitted
    pytest.param(AB, {"a": "x"}, REQUEST, ["required"], id="5: neither declared nor admitted"),
]


@pytest.mark.parametrize(("schema", "value", "relief", "strict"), RELIEFS)
def test_a_relief_accepts_what_the_letter_refuses(
    find: Any, schema: Any, value: Any, relief: Reliefs, strict: list[str]
) -> None:
    """Both sides of each relief: accepted by default, refused by "strict" with the keyword that says so."""
    schemas = OWNER | ID | NAME
    assert find(schema, value, relief=relief, schemas=schemas) == []
    assert [finding.keyword for finding in find(schema, value, schemas=schemas)] == strict


LIMITS: list[Any] = [
    # a server sends what it promises: its reader has no default to assume
    pytest.param({"required": ["a"], "properties": {"a": {"default": False}}}, {}, RESPONSE, id="3: not in answers"),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"allOf": [{"default": None}]}}}, {}, RESPONSE, id="3: nor in allOf"
    ),
    pytest.param(AB, {"a": "x"}, RESPONSE, id="5: not in answers"),
    pytest.param(
        {"oneOf": [{"type": "integer"}, {"type": "null"}]}, "x", REQUEST, id="1: none of the alternatives fits"
    ),
    pytest.param(
        {"required": ["id"], "properties": {"id": {"readOnly": True}}}, {}, RESPONSE, id="2: readOnly, answer"
    ),
    pytest.param(
        {"required": ["p"], "properties": {"p": {"writeOnly": True}}}, {}, REQUEST, id="2: writeOnly, request"
    ),
    pytest.param(
        {"properties": {"id": {"readOnly": True, "type": "string"}}}, {"id": 1}, REQUEST, id="2: given and wrong"
    ),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"default": 1, "type": "integer"}}}, {"a": "x"}, REQUEST, id="3"
    ),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"example": 1}}}, {}, REQUEST, id="3: an example is no default"
    ),
    pytest.param(
        {"required": ["a"], "properties": {"a": {"anyOf": [{"default": 1}, {"type": "string"}]}}},
        {},
        REQUEST,
        id="3: a default of one alternative among others",
    ),
    pytest.param({"type": "string", "enum": ["a"], "nullable": True}, "b", REQUEST, id="4: another value"),
    pytest.param({"type": "string", "enum": ["a"]}, None, REQUEST, id="4: not nullable"),
    pytest.param({"required": ["b"]}, {}, REQUEST, id="5: undeclared, and admitted"),
    pytest.param(
        {"required": ["b"], "additionalProperties": {"type": "string"}}, {}, REQUEST, id="5: admitted by a schema"
    ),
    pytest.param(
        {"required": ["b"], "additionalProperties": False, "patternProperties": {"^b": {}}},
        {},
        REQUEST,
        id="5: by a pattern",
    ),
    pytest.param(
        {"required": ["b"], "additionalProperties": False, "properties": {"b": {}}}, {}, REQUEST, id="5: declared"
    ),
    pytest.param(AB, {}, REQUEST, id="5: the other name is still demanded"),
    pytest.param(AB, {"a": "x", "b": 1}, REQUEST, id="5: the name is still not admitted"),
]


@pytest.mark.parametrize(("schema", "value", "relief"), LIMITS)
def test_a_relief_goes_no_further_than_it_says(find: Any, schema: Any, value: Any, relief: Reliefs) -> None:
    """A value that is wrong in every reading stays wrong."""
    assert find(schema, value, relief=relief)


def test_nullable_without_a_type_admits_null_and_everything_else(find: Any) -> None:
    """Source: OAS 3.0.3 clarification of `nullable`: without a type it changes nothing, null is admitted anyway."""
    assert find({"nullable": True}, None) == []
    assert find({"nullable": True, "minLength": 3}, None, relief=REQUEST) == []
    assert find({"nullable": True, "minLength": 3}, "x", relief=REQUEST) != []


def test_the_modes_of_the_client_are_these() -> None:
    """`validate=True` is with reliefs, `"strict"` the letter of the standard."""
    body = {"content": {"application/json": {"schema": AB}}, "required": True}
    document = {
        "openapi": "3.1.0",
        "paths": {
            "/send": {
                "post": {
                    "operationId": "send",
                    "parameters": [
                        {"name": "p", "in": "query", "required": True, "schema": {"type": "integer", "default": 7}}
                    ],
                    "requestBody": body,
                }
            }
        },
    }
    client = Client(document, base_url="http://h")
    assert client.validate("send", body={"a": "x"}) == []
    request = client.prepare("send", body={"a": "x"})
    assert (request.url, request.body) == ("http://h/send?p=7", b'{"a":"x"}')
    strict = client.with_options(validate="strict")
    assert [(v.path, v.keyword) for v in strict.validate("send", body={"a": "x"})] == [
        ("/p", "required"),
        ("/body/b", "required"),
    ]


@pytest.mark.parametrize(
    ("validate", "checks", "relieves", "raises", "logs"),
    [
        (True, True, True, True, False),
        ("strict", True, False, True, False),
        ("warn", True, True, False, True),
        (False, False, True, False, False),
    ],
)
def test_a_mode_is_four_decisions(validate: Any, checks: bool, relieves: bool, raises: bool, logs: bool) -> None:
    """What `validate=` means, in one table."""
    mode = Mode.of(validate)
    assert (mode.checks, mode.relieves, mode.raises, mode.logs) == (checks, relieves, raises, logs)


@pytest.mark.parametrize(
    ("mode", "checks", "raises", "logs"),
    [
        (True, True, True, False),
        ("raise", True, True, False),
        ("warn", True, False, True),
        ("record", True, False, False),
        (False, False, False, False),
    ],
)
def test_answers_have_modes_of_their_own(mode: Any, checks: bool, raises: bool, logs: bool) -> None:
    """What `validate_responses=` means; it has no strict mode."""
    found = Mode.of_answers(mode)
    assert (found.checks, found.raises, found.logs, found.relieves) == (checks, raises, logs, True)


def test_every_relief_has_its_reason_and_its_section() -> None:
    """A reader of the table learns what passes, why, and which section the letter follows from."""
    assert [relief.name for relief in TABLE] == [
        "overlap", "unsent", "default", "parameter", "nullable", "undeclared"
    ]  # fmt: skip
    for relief in TABLE:
        assert relief.admits
        assert relief.reason
        assert relief.source.startswith(("OAS 3", "JSON Schema 2020-12"))
