"""The interpreter agrees with the engine, and a first call needs nothing else."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from dynaclient import load_document
from dynaclient.model import Operations
from dynaclient.openai import load_bundled
from dynaclient.schema import Reliefs, SchemaChecker
from dynaclient.schema.closure import Closure, build_closure
from dynaclient.schema.engine import compile_closure
from dynaclient.schema.interpreter import Interpreter

CERTAIN: list[Any] = [
    pytest.param({"type": ["integer", "null"]}, [(1, True), (1.0, True), (1.5, False), (None, True), (True, False)]),
    pytest.param({"enum": ["a", 1, None]}, [("a", True), (1.0, True), (True, False), ([], False), (None, True)]),
    pytest.param({"const": False}, [(False, True), (0, False), ("", False)]),
    pytest.param({"minimum": 1, "exclusiveMaximum": 3}, [(1, True), (0, False), (3, False), (2.5, True), ("x", True)]),
    pytest.param({"minLength": 2, "maxLength": 3}, [("😀😀", True), ("a", False), ("abcd", False), (7, True)]),
    pytest.param({"minItems": 1, "items": {"type": "string"}}, [(["a"], True), ([], False), ([1], False)]),
    pytest.param({"uniqueItems": True}, [(["a", "b"], True), (["a", "a"], False)]),
    pytest.param({"required": ["a"], "additionalProperties": False, "properties": {"a": True}}, [
        ({"a": 1}, True), ({}, False), ({"a": 1, "b": 2}, False), ("text", True)]),
    pytest.param({"propertyNames": {"maxLength": 1}, "maxProperties": 1}, [
        ({"a": 1}, True), ({"ab": 1}, False), ({"a": 1, "b": 1}, False)]),
    pytest.param({"oneOf": [{"type": "string"}, {"minLength": 2}]}, [("a", True), ("ab", False), (1, True)]),
    pytest.param({"anyOf": [{"type": "string"}, {"type": "null"}]}, [("a", True), (None, True), (1, False)]),
    pytest.param({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [(1, True), (3, False)]),
    pytest.param({"not": {"type": "string"}}, [("a", False), (1, True)]),
    pytest.param({"format": "email"}, [("a@b.example", True), ("anything", False), (1, True)]),
    pytest.param({"format": "date"}, [("2024-02-29", True), ("2023-02-29", False), (None, True)]),
    pytest.param({"format": "int32"}, [(1, True), ("x", True)]),
]  # fmt: skip
"""Schemas of the plain keywords, with values about which there is no doubt."""


@pytest.mark.parametrize(("schema", "values"), CERTAIN, ids=lambda case: str(case)[:40])
def test_plain_keywords_are_judged(schema: Any, values: list[tuple[Any, bool]]) -> None:
    """And as the engine judges them."""
    engine = compile_closure(Closure(schema), lambda *_: None)
    for value, valid in values:
        assert Interpreter(Closure(schema)).judge(schema, value) is valid is engine.is_valid(value)


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"pattern": "^a"}, "a"),
        ({"format": "uri"}, "https://a.example"),
        ({"multipleOf": 0.01}, 19.99),
        ({"enum": [{"a": 1}]}, {"a": 1}),
        ({"uniqueItems": True}, [1, 1.0]),
        ({"patternProperties": {"^a": False}, "additionalProperties": True}, {"a": 1}),
        ({"type": "string"}, datetime.date(2026, 1, 2)),
        ({"minLength": 1}, ("tuple",)),
        ({"additionalProperties": {"type": "string"}}, {1: "a"}),
        ({"contains": {"type": "string"}}, ["a"]),
    ],
)
def test_what_it_does_not_know_it_leaves_open(schema: Any, value: Any) -> None:
    assert Interpreter(Closure(schema)).judge(schema, value) is None


def test_nothing_is_judged_when_the_allowance_is_used_up() -> None:
    interpreter = Interpreter(Closure({"items": {"type": "string"}}), allowance=5)
    assert interpreter.fits(["a"])
    assert not interpreter.is_spent
    assert not interpreter.fits(["a"] * 100)
    assert interpreter.is_spent
    assert not interpreter.fits(["a"])


def test_a_value_nested_without_end_is_left_to_the_engine() -> None:
    """The engine says how deep a value may be; Python's stack must not."""
    value: Any = []
    for _ in range(5000):
        value = [value]
    closure = Closure({"$ref": "#/$defs/R", "$defs": {"R": {"items": {"$ref": "#/$defs/R"}}}})
    assert not Interpreter(closure, allowance=10**6).fits(value)


def test_the_examples_of_the_bundled_description_need_no_engine() -> None:
    """But for the few whose schemas have a keyword that only the engine knows."""
    document, judged, left = load_bundled(), 0, set()
    operations = Operations(document)
    for operation in operations.values():
        for media_type in operation.request_body.content.values() if operation.request_body else ():
            closure = build_closure(document, media_type.schema, Reliefs("request"), media_type.pointer)
            for example in media_type.examples.values():
                verdict = Interpreter(closure).judge(closure.schema, example)
                assert verdict is not False
                judged += 1
                left |= set() if verdict else {operation.operation_id}
    assert judged > 30
    assert len(left) <= judged / 10, left


def test_a_checker_compiles_when_it_was_asked_often_enough() -> None:
    """Then the engine judges, and says the same."""
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": {"n": {"type": "integer"}}}}}}
    document = load_document({"openapi": "3.1.0", "paths": {"/s": {"post": {"operationId": "s", "requestBody": body}}}})
    schema = document.operation("s")["requestBody"]["content"]["application/json"]["schema"]
    checker = SchemaChecker(document, schema, None)
    assert checker.is_valid({"n": 1})
    assert checker._engine is None
    assert all(checker.is_valid({"n": n}) for n in range(1000))
    assert checker._engine is not None
    assert [finding.keyword for finding in checker.findings({"n": "x"})] == ["type"]
