"""The JSON Schema of a Python type, for APIs that are asked to answer in its form.

Source: JSON Schema 2020-12; of the strict form, OpenAI's "Structured Outputs", "Supported schemas": every member is
required, no others are allowed, `anyOf` is the only union, and a reference has nothing beside it.
"""

from __future__ import annotations

import dataclasses
import enum
import re
import sys
import typing
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ..document.copying import copied
from ..document.walk import iter_references
from .class_types import (
    ATOMS,
    MAPS,
    UNIONS,
    Bindings,
    allows_null,
    is_class,
    is_pydantic,
    members_of,
    name_of,
    simplified,
)

_DEFS = "#/$defs/"
_NOT_IN_NAME = re.compile(r"[^a-zA-Z0-9_-]+")
_LONGEST_NAME = 64

WRAPPED = "value"
"""The member that holds a value which is not an object itself, since the APIs answer with objects only."""

Schema = dict[str, Any]


class ClassSchema(NamedTuple):
    """The schema of a type, ready to be sent.

    Attributes:
        name: letters, digits, `_` and `-`, at most 64.
        is_strict: whether the schema is in the strict form.
        is_wrapped: whether the value is the member `WRAPPED` of the object that the schema describes.
    """

    name: str
    schema: Schema
    is_strict: bool
    is_wrapped: bool


def schema_for(into: Any) -> ClassSchema:
    """The schema of a type that `ClassReader` can read."""
    writer = _Writer()
    schema = writer.write(into, {})
    whole = _with_root(schema, writer.definitions)
    is_wrapped = whole.get("type") != "object" or "properties" not in whole
    if is_wrapped:
        inner = {
            "type": "object",
            "properties": {WRAPPED: schema},
            "required": [WRAPPED],
            "additionalProperties": False,
        }
        whole = _with_root(inner, writer.definitions)
    name = _NOT_IN_NAME.sub("_", name_of(into)).strip("_")[:_LONGEST_NAME] or "answer"
    try:
        strict = _strict(whole, whole.get("$defs", {}))
        return ClassSchema(name, _with_root(strict, strict.pop("$defs", {})), True, is_wrapped)
    except _NotStrict:
        return ClassSchema(name, whole, False, is_wrapped)


class _NotStrict(Exception):
    """The strict form cannot say what the schema says."""


class _Writer:
    """Writes the schemas of types; those of classes go into `definitions`, so that a class may contain itself."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}
        self._names: dict[Any, str] = {}

    def write(self, given: Any, bindings: Bindings) -> Schema:
        given, bindings = simplified(given, bindings)
        origin, arguments = typing.get_origin(given), typing.get_args(given)
        if is_pydantic(given):
            return self._of_pydantic(given)
        if origin is None and given in ATOMS:
            return dict(ATOMS[given].schema)
        if is_class(given):
            return self._of_class(given, bindings)
        if origin is typing.Literal:
            return _of_values(list(arguments))
        if isinstance(given, type) and issubclass(given, enum.Enum):
            return _of_values([member.value for member in given])
        if origin in UNIONS:
            return {"anyOf": [self.write(one, bindings) for one in arguments]}
        kind = origin or given
        if kind in MAPS:
            inner = self.write(arguments[1], bindings) if arguments else {}
            return {"type": "object", "additionalProperties": inner}
        if kind is tuple and arguments and arguments[-1] is not Ellipsis:
            items = [self.write(one, bindings) for one in arguments]
            return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
        return {"type": "array", "items": self.write(arguments[0], bindings) if arguments else {}}

    def _of_class(self, given: Any, bindings: Bindings) -> Schema:
        key = (given, tuple(bindings.items()))
        if key not in self._names:
            name = self._names[key] = self._new_name(given.__name__)
            schema = self.definitions[name] = {"type": "object"}
            if described := _description(given):
                schema["description"] = described
            members = members_of(given)
            described_members = {m.wire: self._described(given, m.name, self.write(m.type, bindings)) for m in members}
            needed = [m.wire for m in members if m.is_required and not allows_null(m.type)]
            schema |= {"properties": described_members, "required": needed, "additionalProperties": False}
        return {"$ref": _DEFS + self._names[key]}

    @staticmethod
    def _described(given: Any, name: str, schema: Schema) -> Schema:
        """The schema of a member, with the description in the metadata of its field."""
        fields = getattr(given, "__dataclass_fields__", {})
        text = fields[name].metadata.get("description") if name in fields else None
        return {**schema, "description": str(text)} if text else schema

    def _of_pydantic(self, given: Any) -> Schema:
        """As pydantic writes it; its definitions get names of their own."""
        if given not in self._names:
            name = self._names[given] = self._new_name(given.__name__)
            schema = sys.modules["pydantic"].TypeAdapter(given).json_schema()
            inner = schema.pop("$defs", {})
            names = {f"{_DEFS}{one}": f"{_DEFS}{self._new_name(one)}" for one in inner if one != given.__name__}
            names[f"{_DEFS}{given.__name__}"] = _DEFS + name
            for one, described in inner.items():
                self.definitions[names[_DEFS + one].removeprefix(_DEFS)] = copied(described, names.__getitem__)
            if schema.get("$ref") != f"{_DEFS}{given.__name__}":  # a model that contains itself is among them already
                self.definitions[name] = copied(schema, names.__getitem__)
        return {"$ref": _DEFS + self._names[given]}

    def _new_name(self, wanted: str) -> str:
        taken = {*self.definitions, *(name for name in self._names.values())}
        plain = _NOT_IN_NAME.sub("_", wanted)
        return next(name for name in _numbered(plain) if name not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}_{number}"
        number += 1


def _description(given: Any) -> str:
    """The class's own docstring, not the one that `dataclass` makes."""
    text = given.__dict__.get("__doc__") or ""
    is_made = text.startswith(f"{given.__name__}(") and dataclasses.is_dataclass(given)
    return "" if is_made else re.sub(r"\s+", " ", text).strip()


def _of_values(values: list[Any]) -> Schema:
    kinds = list(dict.fromkeys(_JSON_TYPES[type(value)] for value in values if type(value) in _JSON_TYPES))
    known = len(kinds) == 1 and all(type(value) in _JSON_TYPES for value in values)
    return {"type": kinds[0], "enum": values} if known else {"enum": values}


_JSON_TYPES = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}


def _with_root(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A schema that is not itself a reference, with the definitions that it reaches."""
    root = dict(definitions[schema["$ref"].removeprefix(_DEFS)]) if "$ref" in schema else dict(schema)
    needed: dict[str, Schema] = {}
    waiting = list(iter_references(root))
    while waiting:
        name = waiting.pop().removeprefix(_DEFS)
        if name not in needed:
            needed[name] = definitions[name]
            waiting += iter_references(definitions[name])
    return {**root, "$defs": needed} if needed else root


def _strict(schema: Schema, definitions: Mapping[str, Schema]) -> Schema:
    """A schema in the strict form.

    Raises:
        _NotStrict: there is none.
    """
    if "$ref" in schema and len(schema) > 1:
        schema = {**definitions[schema["$ref"].removeprefix(_DEFS)], **{k: v for k, v in schema.items() if k != "$ref"}}
    if len(schema.get("allOf", ())) == 1:
        schema = {**schema["allOf"][0], **{key: item for key, item in schema.items() if key != "allOf"}}
        return _strict(schema, definitions)
    if "prefixItems" in schema or "allOf" in schema or not schema.keys() & _SAYING:
        raise _NotStrict
    out = {key: item for key, item in schema.items() if key not in ("default", "discriminator")}
    if "oneOf" in out:
        out["anyOf"] = out.pop("oneOf")
    if "anyOf" in out:
        out["anyOf"] = [_strict(branch, definitions) for branch in out["anyOf"]]
    if "items" in out:
        out["items"] = _strict(out["items"], definitions)
    if out.get("type") == "object":
        members = out.get("properties")
        if not members or out.get("additionalProperties"):
            raise _NotStrict
        out["properties"] = {name: _strict(member, definitions) for name, member in members.items()}
        out |= {"required": list(members), "additionalProperties": False}
    if "$defs" in out:
        out["$defs"] = {name: _strict(described, definitions) for name, described in out["$defs"].items()}
    return out


_SAYING = frozenset(("type", "enum", "const", "anyOf", "oneOf", "$ref"))
"""Keywords one of which a strict schema has."""
