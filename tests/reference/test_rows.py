"""Schemas become rows: nested fields are below, alternatives are named, recursion ends."""

from __future__ import annotations

from typing import Any

from dynaclient.document import load_document
from dynaclient.reference.names import Names, SchemaNames
from dynaclient.reference.phrases import values_of
from dynaclient.reference.rows import Row, RowBuilder
from dynaclient.types import MISSING


def rows_of(schema: Any, schemas: dict[str, Any] | None = None, *, budget: int = 50_000) -> Row:
    document = load_document(
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {},
            "components": {"schemas": schemas or {}},
        }
    )
    return RowBuilder(document, SchemaNames(document), budget).value(schema)


def names(row: Row) -> list[str]:
    return [child.name for child in row.children]


NODE = {
    "type": "object",
    "required": ["value"],
    "properties": {
        "value": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
    },
}


def test_a_schema_that_contains_itself_is_shown_once_and_linked() -> None:
    """The second time it only points at its page."""
    row = rows_of({"$ref": "#/components/schemas/Node"}, {"Node": NODE})
    assert names(row) == ["value", "children"]
    again = row.children[1]
    assert (again.cut, again.children, again.schema, again.type) == ("above", (), "Node", "array of Node")


def test_recursion_through_an_unnamed_place_is_given_a_page() -> None:
    """A reference into the middle of something gets a page as soon as it is needed to end a recursion."""
    schemas = {
        "Tree": {
            "type": "object",
            "properties": {"left": {"properties": {"up": {"$ref": "#/components/schemas/Tree/properties/left"}}}},
        }
    }
    row = rows_of({"$ref": "#/components/schemas/Tree"}, schemas)
    up = row.children[0].children[0]
    assert up.name == "up"
    assert (up.children[0].name, up.children[0].cut, up.children[0].schema) == ("up", "above", "left")


def test_a_union_becomes_named_alternatives_with_the_common_fields_beside_them() -> None:
    """Alternatives are called by the constant that tells them apart, or by their schema."""
    schemas = {
        "Cat": {"type": "object", "properties": {"type": {"const": "cat"}, "lives": {"type": "integer"}}},
        "Dog": {"type": "object", "title": "A dog", "properties": {"tricks": {"type": "integer"}}},
    }
    union = {
        "properties": {"name": {"type": "string"}},
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
    }
    row = rows_of(union, schemas)
    assert [(child.kind, child.name) for child in row.children] == [
        ("field", "name"),
        ("alternative", "type: cat"),
        ("alternative", "A dog"),
    ]
    assert names(row.children[1]) == ["type", "lives"]


def test_alternatives_of_the_same_name_are_numbered() -> None:
    """No two rows of one table read the same."""
    union = {"oneOf": [{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]}
    assert names(rows_of(union)) == ["object (1)", "object (2)"]


def test_null_is_a_word_of_the_type_and_no_alternative() -> None:
    """`anyOf` of something and null is that something."""
    row = rows_of(
        {"properties": {"a": {"anyOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]}}}, {"Node": NODE}
    )
    assert row.children[0].type == "object or null"
    assert names(row.children[0]) == ["value", "children"]


def test_all_of_is_one_object() -> None:
    """Parts are merged; the last part's facts of a field are shown, with those that only another has."""
    parts = {
        "allOf": [
            {"required": ["id"], "properties": {"id": {"type": "string"}, "kind": {"type": "string", "maxLength": 9}}},
            {"properties": {"kind": {"const": "x", "description": "Always x."}}},
        ]
    }
    row = rows_of(parts)
    assert [(child.name, child.required, child.enum, child.limits) for child in row.children] == [
        ("id", True, (), ()),
        ("kind", False, ("x",), ("at most 9 characters",)),
    ]


def test_what_is_said_of_a_value_is_on_its_row() -> None:
    """Limits in words, default, example, enum, direction, deprecation."""
    field = {
        "type": "integer",
        "minimum": 1,
        "maximum": 100,
        "multipleOf": 5,
        "default": 20,
        "example": 10,
        "deprecated": True,
        "readOnly": True,
        "description": "How many.",
    }
    row = rows_of({"required": ["n"], "properties": {"n": field, "w": {"enum": ["a", "b"]}}}).children
    assert row[0] == Row(
        name="n",
        kind="field",
        type="integer",
        required=True,
        description="How many.",
        limits=("1 to 100", "a multiple of 5"),
        default=20,
        example=10,
        deprecated=True,
        read_only=True,
    )
    assert (row[1].type, row[1].enum, row[1].default) == ("string", ("a", "b"), MISSING)


def test_known_values_are_told_from_the_only_ones() -> None:
    """A union of plain text and an enum accepts other values too; one of enums alone does not."""
    known = {"anyOf": [{"type": "string"}, {"enum": ["a", "b"]}]}
    only = {"anyOf": [{"const": "a"}, {"enum": ["b", "c"]}, {"type": "null"}]}
    one = {"anyOf": [{"type": "string"}, {"const": "a"}]}
    rows = rows_of({"properties": {"known": known, "only": only, "one": one, "list": {"items": known}}}).children
    assert [(row.enum, row.is_open) for row in rows] == [
        (("a", "b"), True),
        (("a", "b", "c"), False),
        (("a",), True),
        (("a", "b"), True),
    ]
    assert values_of(rows[0]) == 'Known values, among others: `"a"`, `"b"`.'
    assert values_of(rows[1]) == 'One of `"a"`, `"b"`, `"c"`.'
    assert values_of(rows[2]) == 'Known values, among others: `"a"`.'


def test_other_fields_and_undeclared_required_ones_have_rows() -> None:
    """`additionalProperties` with a shape is a row for any name; an undeclared required name is a row too."""
    schema = {"required": ["ghost"], "properties": {"a": {}}, "additionalProperties": {"properties": {"x": {}}}}
    assert [(c.kind, c.name, c.required) for c in rows_of(schema).children] == [
        ("field", "a", False),
        ("field", "ghost", True),
        ("other", "*", False),
    ]


def test_named_schemas_are_only_linked_when_a_page_is_full() -> None:
    """Nothing is lost: omitted fields are on the schema's own page."""
    schemas = {"Node": NODE, "Leaf": {"type": "object", "properties": {"x": {"type": "string"}}}}
    schema = {"properties": {"a": {"properties": {"leaf": {"$ref": "#/components/schemas/Leaf"}}}}}
    leaf = rows_of(schema, schemas, budget=0).children[0].children[0]
    assert (leaf.cut, leaf.schema, leaf.children) == ("page", "Leaf", ())
    assert names(rows_of(schema, schemas).children[0].children[0]) == ["x"]


def test_file_names_are_safe_and_differ_in_more_than_case() -> None:
    """Two ids that differ only in case are two files everywhere; slashes and dots lead nowhere."""
    taken = Names()
    assert [
        taken.take(t)
        for t in ("getUser", "GetUser", "repos/get-content", "../../etc/passwd", "…", "a b", "CON", "nul.x")
    ] == [
        "getUser",
        "GetUser_2",
        "repos_get-content",
        "etc_passwd",
        "unnamed",
        "a_b",
        "CON_",
        "nul.x_",
    ]


def test_what_is_written_out_at_length_gets_a_page_too() -> None:
    """A page stays light although the document names none of its schemas."""
    wide = {"properties": {f"f{i}": {"properties": {"x": {"description": "d" * 900}}} for i in range(60)}}
    document = load_document({"openapi": "3.1.0", "info": {}, "paths": {}})
    names_ = SchemaNames(document)
    row = RowBuilder(document, names_, 10_000).value(wide)
    last = row.children[-1]
    assert (last.cut, last.children) == ("page", ())
    reference = next(reference for reference, file in names_.files.items() if file == last.schema)
    assert names(RowBuilder(document, names_, 10_000).value(names_.schema(reference))) == ["x"]
