"""The specification of the view of a schema, row by row."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dynaclient.document import Document, load_document
from dynaclient.schema.view import (
    SchemaView,
    extra_of,
    free_members_of,
    holds_file,
    items_of,
    properties_of,
    types_of,
    values_of,
    variants,
    view,
)
from dynaclient.types import MISSING

SCHEMAS: dict[str, Any] = {
    "Name": {"type": "string", "maxLength": 8, "description": "A name."},
    "Alias": {"$ref": "#/components/schemas/Name"},
    "Loop": {"$ref": "#/components/schemas/Loop"},
    "Pair": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
    "Tree": {"type": "object", "properties": {"up": {"$ref": "#/components/schemas/Tree"}}},
    "Ring": {"allOf": [{"$ref": "#/components/schemas/Ring"}, {"type": "object"}]},
}
NAME, ALIAS, PAIR = ({"$ref": f"#/components/schemas/{name}"} for name in ("Name", "Alias", "Pair"))
NULL = {"type": "null"}


def described(**components: Any) -> Document:
    return load_document(
        {"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": {**SCHEMAS, **components}}}
    )


def said(schema: Any) -> SchemaView:
    return view(described(), schema)


ROWS: list[Any] = [
    # references: the names that a schema is known by
    pytest.param(NAME, "references", (NAME["$ref"],), id="a reference is the schema's name"),
    pytest.param(ALIAS, "references", (ALIAS["$ref"], NAME["$ref"]), id="a chain of references is in order"),
    pytest.param({**NAME, "description": "x"}, "references", (NAME["$ref"],), id="words beside it leave the name"),
    pytest.param({"allOf": [NAME], "title": "x"}, "references", (NAME["$ref"],), id="so do words around allOf of one"),
    pytest.param({"anyOf": [NAME, NULL]}, "references", (NAME["$ref"],), id="and a union with null"),
    pytest.param({**NAME, "enum": ["x"]}, "references", (), id="an enum beside it makes another schema"),
    pytest.param({"allOf": [NAME, {"required": ["x"]}]}, "references", (), id="so does a second part"),
    pytest.param(True, "references", (), id="true has no name"),
    # words
    pytest.param(NAME, "description", "A name.", id="the description behind a reference"),
    pytest.param({**NAME, "description": "Mine."}, "description", "Mine.", id="the outermost description holds"),
    pytest.param({**NAME, "description": ""}, "description", "A name.", id="an empty description says nothing"),
    pytest.param({"anyOf": [NAME, NULL], "description": "Mine."}, "description", "Mine.", id="around a union"),
    pytest.param({"allOf": [{}, {"title": "T"}]}, "title", "T", id="a title in allOf"),
    # default and flags
    pytest.param({}, "default", MISSING, id="no default"),
    pytest.param({"default": None}, "default", None, id="null is a default"),
    pytest.param({"allOf": [{"type": "integer"}, {"default": 3}]}, "default", 3, id="a default in allOf"),
    pytest.param({"default": 1, "allOf": [{"default": 2}]}, "default", 1, id="the outermost default holds"),
    pytest.param({"anyOf": [{"default": 2}, NULL]}, "default", 2, id="a default in a nullable union"),
    pytest.param({"anyOf": [{"default": 2}, {"type": "string"}]}, "default", MISSING, id="none of an alternative's"),
    pytest.param({"allOf": [{}, {"readOnly": True}]}, "read_only", True, id="readOnly in allOf"),
    pytest.param({"readOnly": False, "allOf": [{"readOnly": True}]}, "read_only", True, id="any occurrence counts"),
    pytest.param({"readOnly": "yes"}, "read_only", False, id="only true is true"),
    pytest.param({"allOf": [{"writeOnly": True}]}, "write_only", True, id="writeOnly in allOf"),
    pytest.param({"deprecated": True, **NAME}, "deprecated", True, id="deprecated beside a reference"),
    pytest.param({"example": 1, "allOf": [{"examples": [2, 3]}]}, "examples", (1, 2, 3), id="examples, outer first"),
    # types
    pytest.param({"type": ["integer", "null"]}, "types", ("integer",), id="null is told apart"),
    pytest.param(
        {"allOf": [{"type": "number"}, {"type": "integer"}]}, "types", ("integer",), id="integers are numbers"
    ),
    pytest.param(
        {"type": ["string", "integer"], "allOf": [{"type": "string"}]}, "types", ("string",), id="what all parts admit"
    ),
    pytest.param({"properties": {"a": {}}}, "types", ("object",), id="properties show an object"),
    pytest.param({"additionalProperties": {"type": "string"}}, "types", ("object",), id="so does a map"),
    pytest.param({"items": {}}, "types", ("array",), id="items show an array"),
    pytest.param({"enum": ["a", None]}, "types", ("string",), id="an enum shows its types"),
    pytest.param({"const": 1.5}, "types", ("number",), id="a constant shows its type"),
    pytest.param({"enum": [True, 1]}, "types", ("boolean", "integer"), id="true is no integer"),
    pytest.param({}, "types", (), id="nothing shows nothing"),
    pytest.param({"anyOf": [{"type": "string"}, {"type": "integer"}]}, "types", (), id="alternatives keep their types"),
    # null
    pytest.param({"type": ["string", "null"]}, "nullable", True, id="null among the types"),
    pytest.param({"allOf": [{"type": ["string", "null"]}, {"type": "string"}]}, "nullable", False, id="every part"),
    pytest.param({"anyOf": [NAME, NULL]}, "nullable", True, id="null as an alternative"),
    pytest.param({"oneOf": [NAME, {"enum": [None]}]}, "nullable", True, id="null as an enum"),
    pytest.param({"type": "string", "anyOf": [{}, NULL]}, "nullable", False, id="a type around refuses it"),
    pytest.param({**NAME, "nullable": True}, "nullable", True, id="the word beside a reference"),
    pytest.param({"allOf": [NAME], "nullable": True}, "nullable", True, id="the word beside allOf"),
    pytest.param({"enum": ["a", None]}, "nullable", True, id="null in an enum without a type"),
    pytest.param({"type": "string", "enum": ["a", None]}, "nullable", False, id="a type refuses null in an enum"),
    # constants
    pytest.param({"enum": ["a", "b"]}, "values", ("a", "b"), id="an enum"),
    pytest.param({"const": 0}, "values", (0,), id="a constant"),
    pytest.param({"enum": ["a", "b", "c"], "allOf": [{"enum": ["c", "b"]}]}, "values", ("b", "c"), id="in all parts"),
    pytest.param({"enum": [1, True]}, "values", (1, True), id="true is not 1"),
    pytest.param({"enum": ["a", None]}, "constants", ("a", None), id="null is a constant"),
    # limits: the narrowest
    pytest.param({**NAME, "maxLength": 9}, "limits", {"maxLength": 8}, id="behind a reference"),
    pytest.param(
        {"minimum": 1, "allOf": [{"minimum": 3, "maximum": 9}, {"maximum": 7}]},
        "limits",
        {"minimum": 3, "maximum": 7},
        id="of all parts",
    ),
    pytest.param({"allOf": [{"pattern": "^a"}, {"pattern": "z$"}]}, "patterns", ("^a", "z$"), id="every pattern"),
    pytest.param(
        {"uniqueItems": False, "allOf": [{"uniqueItems": True}]}, "limits", {"uniqueItems": True}, id="unique"
    ),
    # objects
    pytest.param(PAIR, "required", ("a",), id="required behind a reference"),
    pytest.param({"required": ["b"], "allOf": [PAIR]}, "required", ("b", "a"), id="required of all parts"),
    pytest.param({"allOf": [PAIR]}, "properties", {"a": {"type": "string"}}, id="properties in allOf"),
    pytest.param(
        {"properties": {"a": {"maxLength": 3}}, "allOf": [PAIR]},
        "properties",
        {"a": {"allOf": [{"type": "string"}, {"maxLength": 3}]}},
        id="a name that two parts describe",
    ),
    pytest.param({"anyOf": [PAIR, NULL]}, "properties", {"a": {"type": "string"}}, id="of a nullable union"),
    pytest.param({}, "extra", None, id="other properties: nothing said"),
    pytest.param({"additionalProperties": False}, "extra", False, id="none"),
    pytest.param(
        {"additionalProperties": {}, "allOf": [{"additionalProperties": False}]}, "extra", False, id="none, too"
    ),
    pytest.param({"patternProperties": {"^x": {"type": "string"}}}, "extra", {"type": "string"}, id="by pattern"),
    # arrays
    pytest.param({}, "items", MISSING, id="items: nothing said"),
    pytest.param({"items": False}, "items", False, id="no items"),
    pytest.param({"items": NAME, "allOf": [{"items": {}}]}, "items", {"allOf": [NAME, {}]}, id="items of all parts"),
    pytest.param({"prefixItems": [NAME]}, "prefix_items", (NAME,), id="the first items"),
    # alternatives
    pytest.param({"oneOf": [NAME, PAIR, NULL]}, "alternatives", (NAME, PAIR), id="null is no alternative"),
    pytest.param({"oneOf": [NAME, NULL]}, "alternatives", (), id="one alternative is what it says itself"),
    pytest.param({"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "alternatives", (), id="nor are bare names"),
    pytest.param(
        {"anyOf": [{"required": ["a"]}, {"required": ["b", "c"]}]},
        "together",
        (("a",), ("b", "c")),
        id="names together",
    ),
    pytest.param(
        {"oneOf": [NAME, PAIR], "discriminator": {"propertyName": "t"}},
        "discriminator",
        {"propertyName": "t"},
        id="the discriminator",
    ),
    # bytes
    pytest.param({"type": "string", "format": "binary"}, "is_binary", True, id="format binary"),
    pytest.param({"allOf": [{"format": "binary"}]}, "is_binary", True, id="format binary in allOf"),
    pytest.param({"contentMediaType": "image/png"}, "is_binary", True, id="a media type"),
    pytest.param({"contentMediaType": "x/y", "contentEncoding": "base64"}, "is_binary", False, id="encoded as text"),
    pytest.param({"type": "object", "contentMediaType": "x/y"}, "is_binary", False, id="an object is no file"),
    pytest.param({"type": "string", "format": "byte"}, "is_binary", False, id="base64 is text"),
    # what leads nowhere
    pytest.param({"$ref": "#/components/schemas/Gone"}, "properties", {}, id="a reference that leads nowhere"),
    pytest.param({"$ref": "#/components/schemas/Loop"}, "types", (), id="a reference to itself"),
    pytest.param({"$ref": "#/components/schemas/Ring"}, "types", ("object",), id="a schema in its own allOf"),
    pytest.param(False, "is_false", True, id="false"),
    pytest.param({"allOf": [{}, False]}, "is_false", True, id="false in allOf"),
    pytest.param(True, "is_false", False, id="true"),
    pytest.param(None, "types", (), id="no schema"),
]


@pytest.mark.parametrize(("schema", "fact", "value"), ROWS)
def test_a_schema_says(schema: Any, fact: str, value: Any) -> None:
    """One row for each thing that a schema can say, and where it may be written."""
    found = getattr(said(schema), fact)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        pytest.param({"anyOf": [{"type": "string"}, {"type": "integer"}]}, ("string", "integer"), id="each"),
        pytest.param({"anyOf": [{"type": "string"}, NULL]}, ("string", "null"), id="null last"),
        pytest.param({"oneOf": [{"anyOf": [NAME, PAIR]}, {"type": "array"}]}, ("array", "string", "object"), id="deep"),
        pytest.param({}, (), id="nothing said"),
    ],
)
def test_the_types_of_alternatives_are_admitted_types(schema: Any, types: tuple[str, ...]) -> None:
    """The types of a value, whichever alternative it is meant for."""
    assert types_of(described(), schema) == types


def test_a_value_may_have_the_properties_of_every_alternative() -> None:
    """The schema's own first; the first to describe a name wins."""
    schema = {"properties": {"a": {"const": 1}}, "oneOf": [PAIR, {"properties": {"b": {}, "a": {"const": 2}}}]}
    assert properties_of(described(), schema) == {"a": {"const": 1}, "b": {}}


@pytest.mark.parametrize(
    ("schema", "items"),
    [
        pytest.param({"items": NAME}, NAME, id="its own"),
        pytest.param({"anyOf": [{"type": "string"}, {"items": PAIR}]}, PAIR, id="an alternative's"),
        pytest.param({"type": "array"}, MISSING, id="none"),
    ],
)
def test_items_may_be_those_of_an_alternative(schema: Any, items: Any) -> None:
    """Text is split into items also where one item alone is admitted."""
    assert items_of(described(), schema) == items


@pytest.mark.parametrize(
    ("schema", "values", "is_open"),
    [
        pytest.param({"enum": ["a"]}, ("a",), False, id="an enum is closed"),
        pytest.param({"anyOf": [{"enum": ["a"]}, {"const": "b"}]}, ("a", "b"), False, id="alternatives together"),
        pytest.param({"anyOf": [{"enum": ["a"]}, {"type": "string"}]}, ("a",), True, id="any text beside it"),
        pytest.param({"anyOf": [{"enum": ["a"]}, NULL]}, ("a",), False, id="null is no other value"),
        pytest.param({"anyOf": [{"enum": ["a"]}, {"enum": ["b"]}, NULL]}, ("a", "b"), False, id="nor among several"),
        pytest.param({"type": "string", "anyOf": [{"enum": [1]}, {"enum": [True]}]}, (1, True), False, id="true, 1"),
    ],
)
def test_values_are_listed_and_said_to_be_all_or_some(schema: Any, values: tuple[Any, ...], is_open: bool) -> None:
    """People read "one of" for the first, "such as" for the second."""
    assert values_of(described(), schema) == (values, is_open)


@pytest.mark.parametrize(
    ("schema", "holds"),
    [
        pytest.param({"format": "binary"}, True, id="a file"),
        pytest.param({"type": "array", "items": {"format": "binary"}}, True, id="files"),
        pytest.param({"oneOf": [{"type": "string"}, {"items": {"format": "binary"}}]}, True, id="as an alternative"),
        pytest.param({"type": "object", "properties": {"f": {"format": "binary"}}}, False, id="inside an object"),
        pytest.param({"type": "array", "items": {"type": "string"}}, False, id="texts"),
    ],
)
def test_a_form_field_may_hold_files(schema: Any, holds: bool) -> None:
    """One, or an array of them."""
    assert holds_file(described(), schema) is holds


def test_a_schema_that_contains_itself_is_read_level_by_level() -> None:
    """A tree in a tree is the same view again."""
    document = described()
    tree = view(document, {"$ref": "#/components/schemas/Tree"})
    assert view(document, view(document, tree.properties["up"]).properties["up"]).types == ("object",)


def test_a_union_that_contains_itself_comes_to_an_end() -> None:
    """Each schema is spread out once."""
    union = {"oneOf": [{"$ref": "#/components/schemas/Union"}, {"type": "string"}, {"type": "array"}]}
    document = described(Union=union)
    assert types_of(document, {"$ref": "#/components/schemas/Union"}) == ("string", "array")
    assert len(variants(document, {"$ref": "#/components/schemas/Union"})) <= 4


@pytest.mark.parametrize("word", ["allOf", "anyOf"])
def test_depth_is_bounded(word: str) -> None:
    """Hundreds of schemas inside one another are neither read to the end nor an error."""
    schema: Any = {"type": "string"}
    for _ in range(500):
        schema = {word: [schema]}
    assert said(schema).types in ((), ("string",))
    assert types_of(described(), schema) in ((), ("string",))


def test_views_are_kept_for_a_document_and_go_with_it() -> None:
    """One schema is read once; its view does not keep the document alive."""
    document = described()
    schema = document.schema("#/components/schemas/Pair")
    assert view(document, schema) is view(document, schema)
    gone = weakref.ref(document)
    del document
    gc.collect()
    assert gone() is None


def test_threads_read_the_same() -> None:
    """Views are made without a lock."""
    document = described()
    schemas = [{"allOf": [PAIR, {"properties": {f"p{i}": NAME}}]} for i in range(200)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda schema: tuple(view(document, schema).properties), schemas * 8))
    assert found == [("a", f"p{i}") for i in range(200)] * 8


@pytest.mark.parametrize(
    ("schema", "extra", "members"),
    [
        pytest.param({"type": "object"}, None, MISSING, id="silent"),
        pytest.param({"additionalProperties": False}, False, MISSING, id="false"),
        pytest.param({"additionalProperties": True}, True, True, id="true"),
        pytest.param({"additionalProperties": {"type": "string"}}, {"type": "string"}, {"type": "string"}, id="schema"),
        pytest.param(
            {"patternProperties": {"^x": {"type": "string"}}}, {"type": "string"}, {"type": "string"}, id="pattern"
        ),
        pytest.param({"properties": {"a": {}}, "additionalProperties": {}}, {}, MISSING, id="beside-properties"),
        pytest.param({"allOf": [{"additionalProperties": True}, {"type": "object"}]}, True, True, id="allOf"),
        pytest.param({"oneOf": [{"type": "string"}, {"additionalProperties": {}}]}, {}, {}, id="an-alternative"),
        pytest.param(
            {"oneOf": [{"properties": {"a": {}}}, {"additionalProperties": {}}]}, {}, MISSING, id="alternatives-apart"
        ),
        pytest.param({"anyOf": [{"additionalProperties": {}}, {"type": "null"}]}, {}, {}, id="nullable"),
        pytest.param({"type": "array"}, None, MISSING, id="no-object"),
        pytest.param(True, None, MISSING, id="boolean"),
        pytest.param(None, None, MISSING, id="none"),
    ],
)
def test_what_a_schema_says_of_members_that_it_does_not_name(schema: Any, extra: Any, members: Any) -> None:
    """Source: JSON Schema 2020-12 Core, sections 10.3.2.2 and 10.3.2.3."""
    document = load_document({"openapi": "3.1.0", "info": {}, "paths": {}})
    assert extra_of(document, schema) == extra
    assert free_members_of(document, schema) == members
