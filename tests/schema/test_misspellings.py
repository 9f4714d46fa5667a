"""Names that are probably misspelt, though a schema is open."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient._support.spelling import is_misspelling
from dynaclient.document import Document
from dynaclient.schema.misspellings import find_misspellings, place_of


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("paramters", "parameters"),
        ("include_usag", "include_usage"),
        ("typ", "type"),
        ("asistant_id", "assistant_id"),
        ("maxTokens", "max_tokens"),
        ("Model", "model"),
        ("modle", "model"),
        ("form", "from"),
        ("tempature", "temperature"),
        ("key", "keys"),
    ],
)
def test_a_slip_is_a_misspelling(given: str, meant: str) -> None:
    """One letter missing, added, exchanged or another one; another case; two slips in a long name."""
    assert is_misspelling(given, meant)
    assert is_misspelling(meant, given)


@pytest.mark.parametrize(
    ("given", "other"),
    [
        ("model", "model"),
        ("min_length", "max_length"),
        ("created_at", "created_by"),
        ("line1", "line2"),
        ("date", "rate"),
        ("text", "type"),
        ("top_p", "top_k"),
        ("n", "m"),
        ("start_date", "end_date"),
        ("input_tokens", "output_tokens"),
        ("a" * 65, "a" * 66),
    ],
)
def test_another_name_is_none(given: str, other: str) -> None:
    """Names that real schemas have side by side, and what is too long to compare."""
    assert not is_misspelling(given, other)
    assert not is_misspelling(other, given)


TEXT = {"type": "string"}


def found(schema: Any, value: Any, components: Any = None) -> list[tuple[Any, ...]]:
    document = Document({"openapi": "3.1.0", "paths": {}, "components": {"schemas": components or {}}})
    return list(find_misspellings(place_of(document, schema), value))


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("schema", "value", "names"),
    [
        pytest.param(obj(colour=TEXT), {"color": 1}, [((), "color", "colour")], id="top"),
        pytest.param(obj(a=obj(colour=TEXT)), {"a": {"color": 1}}, [(("a",), "color", "colour")], id="nested"),
        pytest.param(
            {"type": "array", "items": obj(colour=TEXT)}, [{}, {"color": 1}], [((1,), "color", "colour")], id="items"
        ),
        pytest.param(
            {"allOf": [obj(colour=TEXT), obj(size=TEXT)]},
            {"color": 1, "size": 1},
            [((), "color", "colour")],
            id="allOf",
        ),
        pytest.param(
            {"additionalProperties": obj(colour=TEXT)},
            {"x": {"color": 1}},
            [(("x",), "color", "colour")],
            id="values of a map",
        ),
        pytest.param(
            {**obj(colour=TEXT), "additionalProperties": True},
            {"color": 1},
            [((), "color", "colour")],
            id="open in words",
        ),
        pytest.param(obj(colour=TEXT), {"color": 1, "colour": 2}, [], id="the declared one is there"),
        pytest.param(obj(colour=TEXT), {"weight": 1}, [], id="far"),
        pytest.param(
            {"type": "object", "additionalProperties": TEXT, "properties": {"colour": TEXT}},
            {"color": 1},
            [],
            id="a map",
        ),
        pytest.param(obj(meta={"type": "object"}, colour=TEXT), {"meta": {"color": 1}}, [], id="a free object"),
        pytest.param({"anyOf": [obj(colour=TEXT), {"type": "object"}]}, {"color": 1}, [], id="or a free object"),
        pytest.param(obj(colour={**TEXT, "readOnly": True}), {"color": 1}, [], id="readOnly"),
        pytest.param(obj(colour=TEXT), {"color": 1, **{f"x{i}": i for i in range(60)}}, [], id="a table of names"),
    ],
)
def test_where_names_are_doubted(schema: Any, value: Any, names: list[Any]) -> None:
    """An undeclared member beside a missing one that is close to it, at any depth; not where names are free."""
    assert found(schema, value) == names


def test_the_alternative_that_is_meant_counts() -> None:
    """By its constant: `weights` is declared, but by the other kind."""
    one = obj(type={"const": "one"}, weight=TEXT)
    two = obj(type={"const": "two"}, weights=TEXT)
    union = {"oneOf": [{"$ref": "#/components/schemas/One"}, {"$ref": "#/components/schemas/Two"}]}
    components = {"One": one, "Two": two}
    assert found(union, {"type": "one", "weights": 1}, components) == [((), "weights", "weight")]
    assert found(union, {"type": "two", "weights": 1}, components) == []
    assert found(union, {"type": "three", "weights": 1}, components) == []


def test_a_schema_may_lead_back_to_itself() -> None:
    """Trees, and arrays of arrays of their own kind."""
    tree = {"Tree": {**obj(name=TEXT, children={"type": "array", "items": {"$ref": "#/components/schemas/Tree"}})}}
    value = {"name": "a", "children": [{"nam": "b", "children": []}]}
    assert found({"$ref": "#/components/schemas/Tree"}, value, tree) == [(("children", 0), "nam", "name")]
    nest = {"Nest": {"type": "array", "items": {"$ref": "#/components/schemas/Nest"}}}
    assert found({"$ref": "#/components/schemas/Nest"}, [[[{}]]], nest) == []
