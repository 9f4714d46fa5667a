"""What a schema says, taken together."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient.document import load_document
from dynaclient.schema.view import SchemaView, view
from dynaclient.types import MISSING

SCHEMAS: dict[str, Any] = {
    "Name": {"type": "string", "maxLength": 8, "description": "A name."},
    "Loop": {"$ref": "#/components/schemas/Loop"},
    "Pair": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
}


def said(schema: Any) -> SchemaView:
    document = load_document({"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": SCHEMAS}})
    return view(document, schema)


NAME = "#/components/schemas/Name"


@pytest.mark.parametrize(
    ("schema", "references", "description"),
    [
        pytest.param({"$ref": NAME}, (NAME,), "A name.", id="reference"),
        pytest.param({"$ref": NAME, "description": "Mine."}, (NAME,), "Mine.", id="words-beside-it"),
        pytest.param({"allOf": [{"$ref": NAME}], "description": "Mine."}, (NAME,), "Mine.", id="all-of-one"),
        pytest.param({"anyOf": [{"$ref": NAME}, {"type": "null"}]}, (NAME,), "A name.", id="or-null"),
        pytest.param({"$ref": NAME, "enum": ["x"]}, (), "A name.", id="keywords-beside-it-make-another-schema"),
        pytest.param({"allOf": [{"$ref": NAME}, {"required": ["x"]}]}, (), "A name.", id="all-of-two"),
    ],
)
def test_a_schema_keeps_the_name_that_it_is_known_by(
    schema: Any, references: tuple[str, ...], description: str
) -> None:
    """A reference is the schema's name unless something beside it makes it another schema."""
    found = said(schema)
    assert (found.references, found.description, found.limits) == (references, description, {"maxLength": 8})


def test_a_reference_to_itself_says_nothing() -> None:
    """And ends."""
    assert said({"$ref": "#/components/schemas/Loop"}).types == ()


def test_a_reference_that_leads_nowhere_says_nothing() -> None:
    """And raises nothing: the document is tolerated."""
    assert said({"$ref": "#/components/schemas/Gone"}).properties == {}


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        pytest.param({"properties": {"a": {}}}, ("object",), id="properties"),
        pytest.param({"items": {}}, ("array",), id="items"),
        pytest.param({"enum": ["a", None]}, ("string",), id="enum"),
        pytest.param({"const": 1.5}, ("number",), id="const"),
        pytest.param({"type": ["integer", "null"]}, ("integer",), id="declared"),
        pytest.param({}, (), id="nothing"),
    ],
)
def test_types_are_read_from_what_else_is_said(schema: Any, types: tuple[str, ...]) -> None:
    """Null is told apart from the types."""
    assert said(schema).types == types


def test_branches_that_only_require_names_are_no_alternatives() -> None:
    """They say which fields go together."""
    found = said({"properties": {"a": {}, "b": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]})
    assert (found.alternatives, found.together) == ((), (("a",), ("b",)))


def test_null_needs_every_part_to_admit_it() -> None:
    """`allOf` of a nullable part and one that is not refuses null."""
    assert said({"type": ["string", "null"]}).nullable
    assert not said({"allOf": [{"type": ["string", "null"]}, {"type": "string"}]}).nullable


def test_missing_is_neither_none_nor_false() -> None:
    """A default of null is a default."""
    assert said({"default": None}).default is None
    assert said({}).default is MISSING
