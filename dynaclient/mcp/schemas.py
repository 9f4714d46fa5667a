"""The arguments of an operation as one closed JSON Schema in few keywords, which every vendor can be given a form of.

Made from what the document's schemas say, with references and `allOf` merged, so that nothing of them is left. Schemas
that several places use are shared in `$defs`. What is deeper than the detail is folded: any value, described in words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ..document import Document
from ..model import Operation
from ..model.naming import python_name
from ..schema.view import SchemaView, holds_file, view
from ..schema.wording import type_words
from ..types import MISSING
from .fields import body_of
from .text import cut, json_line, one_line

Schema = dict[str, Any]


class SchemaDetail(NamedTuple):
    """How much of a schema is written.

    Attributes:
        depth: levels of objects that are opened.
        words: characters of a description.
        values: constants that are listed.
        optional: whether optional properties are written; else they are only admitted.
    """

    depth: int
    words: int
    values: int
    optional: bool = True


DETAILS = (
    SchemaDetail(8, 400, 200),
    SchemaDetail(5, 200, 60),
    SchemaDetail(3, 120, 30),
    SchemaDetail(2, 80, 20),
    SchemaDetail(2, 40, 12),
    SchemaDetail(1, 40, 12),
    SchemaDetail(1, 0, 8),
    SchemaDetail(0, 0, 6),
    SchemaDetail(0, 0, 0, optional=False),
)

_LIMITS = (
    *("format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties"),
)

_SMALL = 120
"""Characters of a schema that is written out wherever it is used."""

_MOST_ALTERNATIVES = 30


def input_schema(document: Document, operation: Operation, detail: SchemaDetail = DETAILS[0]) -> tuple[Schema, bool]:
    """(the schema of `arguments`, whether something was folded)."""
    writer = _Writer(document, detail)
    properties: dict[str, Schema] = {}
    required: list[str] = []
    counts = Counter(parameter.name for parameter in operation.parameters)
    for parameter in sorted(operation.parameters, key=lambda p: not p.required):
        is_plain = counts[parameter.name] == 1 and argument_name(parameter.name) == parameter.name
        name = parameter.name if is_plain else parameter.python_name
        if not (detail.optional or parameter.must_be_given):
            writer.folded = True
            continue
        properties[name] = writer.write(parameter.schema, detail.depth, parameter.description)
        if parameter.must_be_given:
            required.append(name)
    _add_body(writer, operation, properties, required)
    schema: Schema = {"type": "object", "properties": properties, "required": required}
    schema["additionalProperties"] = not detail.optional and writer.folded
    return writer.shared(
        {name: value for name, value in schema.items() if value != [] or name == "properties"}
    ), writer.folded


def argument_name(name: str) -> str:
    """A name as every vendor takes it: itself, or as it is spelt in Python, which a call takes too.

    Source: Anthropic API reference: names of properties match `^[a-zA-Z0-9_.-]{1,64}$`.
    """
    return name if re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", name) else python_name(name)[:64]


def _add_body(writer: _Writer, operation: Operation, properties: dict[str, Schema], required: list[str]) -> None:
    """The members of the body beside the parameters; the whole as `body` where they cannot be told apart from them."""
    body, media_type = operation.request_body, body_of(operation)
    if body is None:
        return
    schema = media_type.schema if media_type is not None and media_type.schema is not None else {}
    described = view(writer.document, schema)
    members = described.properties
    taken = {*properties, "body"} | {parameter.name for parameter in operation.parameters}
    is_plain = (
        bool(members) and not described.alternatives and not described.together and described.extra in (None, False)
    )
    aliases = {name: argument_name(name) for name in members}
    is_plain = is_plain and len(set(aliases.values())) == len(aliases) and taken.isdisjoint(aliases.values())
    if is_plain and taken.isdisjoint(members) and (body.required or not described.required):
        inner = writer.members(described, writer.detail.depth)
        properties.update({aliases[name]: part for name, part in inner["properties"].items()})
        required.extend(aliases[name] for name in inner.get("required", ()))
        return
    properties["body"] = writer.write(schema, writer.detail.depth, body.description)
    if body.required:
        required.append("body")


class _Writer:
    """Writes schemas, and notes those that are written more than once.

    Attributes:
        folded: whether anything was left out.
    """

    def __init__(self, document: Document, detail: SchemaDetail) -> None:
        self.document = document
        self.detail = detail
        self.folded = False
        self._uses: Counter[str] = Counter()
        self._names: dict[str, str] = {}

    def write(self, schema: Any, depth: int, description: str = "") -> Schema:
        """A value."""
        described = view(self.document, schema)
        found = self._kind(described, schema, depth)
        text = one_line(description or described.description, self.detail.words) if self.detail.words else ""
        if text:
            found["description"] = text
        if described.reference and ("properties" in found or "anyOf" in found):
            key = json_line(found)
            if len(key) > _SMALL:
                self._uses[key] += 1
                self._names.setdefault(key, described.reference.rpartition("/")[2])
        return found

    def _kind(self, described: SchemaView, schema: Any, depth: int) -> Schema:
        if described.is_false:
            return {"not": {}}
        if described.constants:
            return self._constants(described)
        if described.alternatives:
            return self._alternatives(described, depth)
        if described.is_binary or holds_file(self.document, schema):
            return {"type": "string", "description": "The name of a file in the folder for files."}
        types = list(described.types_and_null)
        found: Schema = {"type": types[0] if len(types) == 1 else types} if types else {}
        found |= {name: described.limits[name] for name in _LIMITS if name in described.limits}
        if described.default is not MISSING and len(json_line(described.default)) <= 60:
            found["default"] = described.default
        if "object" in types or (not types and described.properties):
            found |= self._object(described, depth)
        if described.items is not MISSING and ("array" in types or not types):
            found["items"] = self.write(described.items, depth)
        return found

    def _constants(self, described: SchemaView) -> Schema:
        values = list(described.constants)
        types = list(described.types_and_null)
        found: Schema = {"type": types[0] if len(types) == 1 else types} if types else {}
        if len(values) <= self.detail.values:
            found["enum"] = values
        elif self.detail.values:
            self.folded = True
            found["description"] = cut(f"such as {', '.join(map(json_line, values[:4]))}", 120)
        return found

    def _alternatives(self, described: SchemaView, depth: int) -> Schema:
        branches = described.alternatives
        if depth <= 0 or len(branches) > _MOST_ALTERNATIVES:
            return self._fold(described)
        found = []
        for branch in branches:
            merged = described.with_alternative(view(self.document, branch)) if described.properties else None
            written = self.write(branch, depth - 1) if merged is None else self._object_of(merged, depth - 1)
            if written not in found:
                found.append(written)
        if described.nullable:
            found.append({"type": "null"})
        return found[0] if len(found) == 1 else {"anyOf": found}

    def _object_of(self, described: SchemaView, depth: int) -> Schema:
        return {"type": "object", **self._object(described, depth)}

    def _object(self, described: SchemaView, depth: int) -> Schema:
        if not described.properties:
            if isinstance(described.extra, Mapping) and described.extra:
                return {"additionalProperties": self.write(described.extra, depth - 1) if depth > 0 else True}
            return {"additionalProperties": False} if described.extra is False else {}
        if depth <= 0:
            return {"description": self._fold(described)["description"]}
        found = self.members(described, depth - 1)
        unnamed = [name for name in found["properties"] if argument_name(name) != name]
        if not unnamed:
            return {**found, "additionalProperties": described.extra not in (None, False)}
        if not set(unnamed).isdisjoint(found.get("required", ())):
            return {"description": self._fold(described)["description"]}
        self.folded = True
        named = {name: part for name, part in found["properties"].items() if name not in unnamed}
        return {**found, "properties": named, "additionalProperties": True, "description": _others(unnamed)}

    def members(self, described: SchemaView, depth: int) -> Schema:
        """The properties of an object, and which of them are required."""
        found: dict[str, Schema] = {}
        required = []
        for name, schema in sorted(described.properties.items(), key=lambda item: item[0] not in described.required):
            inner = view(self.document, schema)
            if inner.read_only:
                continue
            is_required = name in described.required and inner.default is MISSING
            if not (self.detail.optional or is_required):
                self.folded = True
                continue
            found[name] = self.write(schema, depth)
            if is_required:
                required.append(name)
        return {"properties": found, **({"required": required} if required else {})}

    def _fold(self, described: SchemaView) -> Schema:
        self.folded = True
        names = ", ".join(list(described.properties)[:12])
        words = type_words(self.document, dict(described.parts[0])) if described.parts else "any"
        return {"description": cut(f"{words}{f' with {names}' if names else ''}", 160)}

    def shared(self, schema: Schema) -> Schema:
        """The schema with what is used more than once in `$defs`."""
        repeated = {key for key, count in self._uses.items() if count > 1}
        if not repeated:
            return schema
        names: dict[str, str] = {}
        for key in sorted(repeated):
            name = base = "".join(c if c.isalnum() or c in "_.-" else "_" for c in self._names[key]) or "Value"
            number = 2
            while name in names.values():
                name, number = f"{base}_{number}", number + 1
            names[key] = name
        defs: dict[str, Schema] = {}
        replaced = {name: _replaced(value, names, defs) for name, value in schema.items()}
        return {**replaced, "$defs": defs} if defs else replaced


def _others(names: Sequence[str]) -> str:
    """What is said of members that a vendor does not take by their names."""
    return one_line(f"Also admits {', '.join(map(json_line, names))}.", 160)


def _replaced(value: Any, names: Mapping[str, str], defs: dict[str, Schema]) -> Any:
    """A part of a schema with references to `$defs`, which are filled with what they lead to."""
    if isinstance(value, list):
        return [_replaced(item, names, defs) for item in value]
    if not isinstance(value, dict):
        return value
    key = json_line(value) if "properties" in value or "anyOf" in value else ""
    inner = {name: _replaced(item, names, defs) for name, item in value.items()}
    if key in names:
        defs.setdefault(names[key], inner)
        return {"$ref": f"#/$defs/{names[key]}"}
    return inner
