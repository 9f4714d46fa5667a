"""What schemas of the same value say together: types, constants, members, items, and where they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._support.patterns import python_search
from ..document.pointer import extended, tokens_of
from .admitted import Part
from .cases import is_of_type

_ALL = frozenset(("null", "boolean", "integer", "number", "string", "array", "object"))

_SAFE = re.compile(r"[A-Za-z0-9_.-]+").fullmatch
"""A token that is the same in a reference."""

TEXTS = ("title", "description", "examples", "example", "externalDocs", "$comment")

ANNOTATIONS = (*TEXTS, "default", "readOnly", "writeOnly", "deprecated", "discriminator")


def below(reference: str, tokens: tuple[str | int, ...]) -> str:
    """The reference to a member."""
    for token in tokens:
        plain = "#" in reference and (isinstance(token, int) or _SAFE(token))
        reference = f"{reference}/{token}" if plain else extended(reference, (token,))
    return reference


def first(schemas: list[Mapping[str, Any]], keyword: str, default: Any) -> Any:
    """The value of a keyword in the outermost schema that has it."""
    return next((schema[keyword] for schema in schemas if keyword in schema), default)


def named(groups: Sequence[Sequence[Part]]) -> tuple[str, str]:
    """The name of the innermost component that the groups begin with, and the place of the schema that says most."""
    name = ""
    for group in groups:
        for _, at in group[:2]:
            tokens = tokens_of(at.partition("#")[2])
            if len(tokens) > 1 and tokens[-2] in ("schemas", "definitions", "$defs"):
                name = tokens[-1]
    parts = [part for group in groups[::-1] for part in group]
    for is_place in (_has_members, _is_no_reference):
        for schema, at in parts:
            if is_place(schema):
                return name, at
    return name, parts[0][1] if parts else ""


def _has_members(schema: Mapping[str, Any]) -> bool:
    return bool(schema.get("properties"))


def is_reference(schema: Mapping[str, Any]) -> bool:
    """Whether a schema is nothing but a reference, with texts beside it at most."""
    return "$ref" in schema and schema.keys() <= {"$ref", *ANNOTATIONS}


def _is_no_reference(schema: Mapping[str, Any]) -> bool:
    return "$ref" not in schema and "allOf" not in schema


def types_and_values(schemas: list[Mapping[str, Any]]) -> tuple[frozenset[str], list[Any] | None]:
    """The types that all schemas allow, and the constants, or None if any value of them will do."""
    types = _ALL
    values: list[Any] | None = None
    for schema in schemas:
        declared = schema.get("type")
        if declared is not None:
            named = set(declared) if isinstance(declared, list) else {declared}
            types &= named | {"integer"} if "number" in named else named
        for listed in ([schema["const"]] if "const" in schema else None, schema.get("enum")):
            if listed is not None:
                values = list(listed) if values is None else [v for v in values if any(_same(v, w) for w in listed)]
    if values is not None:
        values = [value for value in values if is_of_type(value, types)]
    return types, values


def _same(one: Any, other: Any) -> bool:
    """Whether two JSON values are equal: true is not 1, and 1 is 1.0."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def of_name(name: str, parts: list[Part]) -> Iterator[Part]:
    """What describes a member of this name."""
    for schema, at in parts:
        is_known = False
        if name in schema.get("properties", {}):
            is_known = True
            yield schema["properties"][name], below(at, ("properties", name))
        for pattern, described in schema.get("patternProperties", {}).items():
            search = python_search(pattern)
            if search is not None and search(name):
                is_known = True
                yield described, below(at, ("patternProperties", pattern))
        if not is_known and schema.get("additionalProperties") not in (None, True, {}):
            yield schema["additionalProperties"], below(at, ("additionalProperties",))


def of_index(index: int, parts: list[Part]) -> Iterator[Part]:
    """What describes an item."""
    for schema, at in parts:
        prefix = schema.get("prefixItems", ())
        if index < len(prefix):
            yield prefix[index], below(at, ("prefixItems", index))
        elif "items" in schema:
            yield schema["items"], below(at, ("items",))
