"""Values are made to fit their schemas: every keyword, recursion, both directions, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from regress import Regex

from dynaclient.document import Document
from dynaclient.sandbox import texts
from dynaclient.sandbox.dice import dice_of, number_below
from dynaclient.sandbox.generation import Plan
from dynaclient.sandbox.value_maker import Maker
from dynaclient.sandbox.values import Values
from dynaclient.schema import Reliefs, SchemaChecker
from dynaclient.types import MISSING


def document(**schemas: Any) -> Document:
    return Document({"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": schemas}})


TREE = {
    "type": "object",
    "required": ["kids"],
    "properties": {"kids": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
}

SCHEMAS = {
    "anything": {},
    "true": {"properties": {"a": True}, "required": ["a"]},
    "const": {"const": {"deep": [1, None]}},
    "enum": {"enum": [3, "x"]},
    "types": {"type": ["null", "integer"]},
    "bounds": {"type": "integer", "minimum": 7, "exclusiveMaximum": 9, "multipleOf": 2},
    "number": {"type": "number", "exclusiveMinimum": 0, "maximum": 0.001},
    "negative": {"type": "integer", "maximum": -5},
    "multiple": {"type": "number", "multipleOf": 0.25, "minimum": 1.1},
    "lengths": {"type": "string", "minLength": 30, "maxLength": 31},
    "short": {"type": "string", "maxLength": 1},
    "pattern": {"type": "string", "pattern": r"^[A-Z]{2}-\d{4}(-x)?$"},
    "patterns": {"allOf": [{"type": "string", "pattern": "^a"}, {"pattern": "z$"}, {"minLength": 2}]},
    "array": {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"enum": ["a", "b", "c", "d"]}},
    "tuple": {
        "type": "array",
        "prefixItems": [{"type": "integer"}, {"type": "boolean"}],
        "items": False,
        "minItems": 2,
    },
    "contains": {"type": "array", "contains": {"const": 5}},
    "required": {"type": "object", "required": ["a", "undeclared"], "properties": {"a": {"type": "null"}}},
    "map": {"type": "object", "minProperties": 2, "additionalProperties": {"type": "integer"}},
    "names": {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^x-[a-z]+$"}},
    "closed": {
        "type": "object",
        "additionalProperties": False,
        "patternProperties": {"^n[0-9]$": {"type": "integer"}},
        "minProperties": 1,
    },
    "few": {"type": "object", "maxProperties": 1, "properties": {"a": {}, "b": {}, "c": {}}},
    "allOf": {
        "allOf": [
            {"required": ["a"], "properties": {"a": {"type": "integer", "minimum": 3}}},
            {"properties": {"a": {"maximum": 3}}},
        ]
    },
    "oneOf": {"oneOf": [{"type": "string"}, {"type": "integer"}], "minimum": 4},
    "anyOf": {"anyOf": [False, {"type": "object", "required": ["k"], "properties": {"k": {"const": "v"}}}]},
    "nested": {"oneOf": [{"anyOf": [{"allOf": [{"type": "integer"}, {"minimum": 100}]}]}]},
    "base": {
        "type": "object",
        "required": ["t"],
        "properties": {"t": {"type": "string"}},
        "oneOf": [{"properties": {"t": {"const": "z"}}}],
    },
    "nullable": {"$ref": "#/components/schemas/T", "nullable": True},
    "T": TREE,
    "loop": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/loop"}, "n": {"type": "integer"}}},
    "either": {"oneOf": [{"$ref": "#/components/schemas/forced"}, {"type": "string"}]},
    "forced": {"type": "object", "required": ["x"], "properties": {"x": {"$ref": "#/components/schemas/either"}}},
    "wrong example": {"type": "object", "properties": {"a": {"type": "integer", "example": "no"}}, "required": ["a"]},
    "if": {
        "type": "object",
        "properties": {"a": {"type": "boolean"}},
        "if": {"required": ["a"]},
        "then": {"required": ["b"]},
    },
}


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("small", [False, True], ids=["full", "small"])
def test_values_fit(name: str, small: bool) -> None:
    """A value of every keyword and composition, as full or as small as can be."""
    described = document(**SCHEMAS)
    schema = described.schema(f"#/components/schemas/{name.replace(' ', '%20')}")
    value = Values(described, 1).value(schema, "request", small=small)
    assert value is not MISSING
    assert SchemaChecker(described, schema, Reliefs("request")).is_valid(value)


def test_what_has_no_value_has_none() -> None:
    """`MISSING`, where nothing can be valid."""
    described = document(
        endless={"type": "object", "required": ["x"], "properties": {"x": {"$ref": "#/components/schemas/endless"}}}
    )
    for schema in (False, {"$ref": "#/components/schemas/endless"}, {"type": "integer", "minimum": 2, "maximum": 1}):
        assert Values(described).value(schema) is MISSING


def test_examples_come_first_and_must_be_valid() -> None:
    """The first valid example is the value; one that does not fit is passed over."""
    described = document()
    schema = {"type": "integer", "example": "seven"}
    assert Values(described).value(schema, examples=["one", 1, 2]) == 1
    assert isinstance(Values(described).value(schema), int)
    assert Values(described).value({"type": "integer", "examples": [5]}) == 5


def test_directions() -> None:
    """ReadOnly members are not sent, writeOnly ones not answered."""
    schema = {
        "type": "object",
        "properties": {"r": {"type": "string", "readOnly": True}, "w": {"type": "string", "writeOnly": True}},
    }
    values = Values(document())
    assert values.value(schema, "request").keys() == {"w"}
    assert values.value(schema, "response").keys() == {"r"}


def test_the_same_seed_and_question_give_the_same_value() -> None:
    """Other seeds and other questions give others."""
    schema = {"type": "object", "properties": {"a": {"type": "string", "format": "uuid"}}}
    one = Values(document(), 5).value(schema, key="x")
    assert Values(document(), 5).value(schema, key="x") == one
    assert Values(document(), 6).value(schema, key="x") != one
    assert Values(document(), 5).value(schema, key="y") != one


def test_a_plan_without_depth_has_no_optional_members() -> None:
    """What may be left out is."""
    described = document(**SCHEMAS)
    maker = Maker(described, "request")
    assert maker.make(described.schema("#/components/schemas/loop"), Random(0), Plan(depth=0)) == {}


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\w{3,5}$",
        r"^(a|b)+c?$",
        r"^[^aeiou\s]{4}$",
        r"^(\d{3})-\1$",
        r"^#?[0-9A-Fa-f]{6}$",
        r"[a-z]+@[a-z]+\.com",
        r"^(?<year>\d{4})$",
        r"^[\p{L}]{2}$",
        r"^\u0041+$",
        r"^\u{41}+[\u{42}-C]$",
        r"^[^\p{L}\s]{3}$",
        r"^\p{Lu}\p{Nd}$",
        r"^a\$$",
        r"^.{5,}$",
        r"^(?!x)[a-z]{3}$",
        r"^(http|https)://[^/]+/.*$",
    ],
)
def test_patterns(pattern: str) -> None:
    """A text for the expressions that documents write, ECMA's own included."""
    made = texts.from_pattern(pattern, Random(2))
    assert made is not None
    assert Regex(pattern, "u").find(made) is not None


def test_a_pattern_nobody_can_read_is_left() -> None:
    """No text, no exception."""
    assert texts.from_pattern("(((", Random(0)) is None


@pytest.mark.parametrize("count", [1, 2, 3, 10, 16, 32, 1000])
def test_cheaper_numbers_are_those_of_the_standard_library(count: int) -> None:
    """The same seed, the same answers: of whichever the numbers are drawn."""
    one, other = dice_of(f"seed {count}"), Random(f"seed {count}")
    assert [number_below(one, count) for _ in range(50)] == [other.randrange(count) for _ in range(50)]
    assert one.random() == other.random()
