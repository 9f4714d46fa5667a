"""Write a schema as a Python type: TypedDict, Literal, Union. Collects the definitions that the types need.

A type may be wider than its schema, since Python's types cannot express ranges or patterns, but never narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from ..document import Document
from ..document.pointer import target_of, tokens_of
from ..schema.view import SchemaView, view
from ..types import MISSING
from .names import BUILTINS, TypeNames, is_field
from .text import summary_of

Direction = Literal["request", "response", "both"]
MAX_DEPTH = 10
"""Levels of nested inline schemas that are written out."""

_PLAIN = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None"}


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a TypedDict."""

    name: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Record:
    """A TypedDict to define."""

    name: str
    fields: tuple[Field, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name for a type."""

    name: str
    type: str
    description: str


Definition: TypeAlias = Record | Alias


class TypeWriter:
    """Writes types for one stub.

    Args:
        names: gives out class names.
        answered: references that answers reach.
        requested: references that requests reach; a schema that both reach has a single type.
        builtin: how to write built-in names, which methods or fields of the same name may hide.
    """

    def __init__(
        self,
        document: Document,
        names: TypeNames,
        answered: frozenset[str],
        requested: frozenset[str],
        builtin: Mapping[str, str],
    ) -> None:
        self._document = document
        self._names = names
        self._answered = answered
        self._both = answered & requested
        self._builtin = builtin
        self._known: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._open: set[str] = set()
        self.definitions: list[Definition] = []

    def write(self, schema: Any, direction: Direction, name: str, depth: int = 0) -> str:
        """The type of a schema's values.

        In a request an object may be any mapping too: that is how checkers infer a dict in a variable of its own, and
        its keys and values are checked before it is sent.

        Args:
            name: the name for a definition if the schema has none in the document.
        """
        written = self._exact(schema, direction, name, depth)
        if direction != "request":
            return written
        outline = view(self._document, schema)
        mapping = f"Mapping[{self.builtin('str')}, Any]"
        if self._holds_record(outline):
            return _joined((written, mapping))
        is_shared = outline.reference in self._both and "array" in outline.types and outline.items is not MISSING
        if is_shared and self._holds_record(view(self._document, outline.items)):
            return _joined((written, f"Sequence[{mapping}]"))
        return written

    def _holds_record(self, outline: SchemaView, depth: int = 0) -> bool:
        """Whether a value may be an object with declared fields."""
        if outline.properties:
            return not outline.types or "object" in outline.types
        branches = outline.alternatives if depth < MAX_DEPTH else ()
        return any(self._holds_record(view(self._document, branch), depth + 1) for branch in branches)

    def _exact(self, schema: Any, direction: Direction, name: str, depth: int = 0) -> str:
        """The type of a schema's values as the document describes them."""
        if schema is False:
            return "Any"
        outline = view(self._document, schema)
        reference = outline.reference
        if reference:
            written = self._named(reference, direction)
            return _nullable(written) if outline.nullable and not self._admits_null(reference) else written
        return self._spelled(outline, direction, name, depth)

    def _admits_null(self, reference: str) -> bool:
        return view(self._document, {"$ref": reference}).nullable

    def _named(self, reference: str, direction: Direction) -> str:
        """The type of a named schema, defined on first use."""
        key = reference if reference in self._answered else f"{direction}:{reference}"
        side: Direction = direction
        if reference in self._answered:
            side = "both" if reference in self._both else "response"
        if key in self._known:
            return self._known[key]
        if key in self._plain:
            return self._plain[key]
        if key in self._open:  # it only refers to itself
            return "Any"
        outline = view(self._document, {"$ref": reference})
        title = _title(reference, self._document.uri)
        if self._is_record(outline):
            self._known[key] = name = self._names.take(title)
            self._define(name, outline, side, 0)
            return _nullable(name) if outline.nullable else name
        if not (
            outline.alternatives
            or outline.first("enum")
            or outline.items is not MISSING
            or isinstance(outline.extra, Mapping)
        ):
            self._plain[key] = self._spelled(outline, side, title, 0)
            return self._plain[key]
        self._known[key] = name = self._names.take(title)
        self._open.add(key)
        place = len(self.definitions)
        written = self._spelled(outline, side, title, 0)
        self._open.discard(key)
        # a union as a branch of itself adds nothing
        written = " | ".join(part for part in union_members(written) if part != name) or "Any"
        self.definitions.insert(place, Alias(name, written, outline.description))
        return name

    @staticmethod
    def _is_record(outline: SchemaView) -> bool:
        return bool(outline.properties) and not outline.alternatives and set(outline.types) <= {"object"}

    def _spelled(self, outline: SchemaView, direction: Direction, name: str, depth: int) -> str:
        if depth > MAX_DEPTH:
            return "Any"
        written = self._bare(outline, direction, name, depth)
        return _nullable(written) if outline.nullable else written

    def _bare(self, outline: SchemaView, direction: Direction, name: str, depth: int) -> str:
        values = outline.values
        if values and all(isinstance(value, (str, int, bool)) for value in values):
            return f"Literal[{', '.join(dict.fromkeys(map(repr, values)))}]"
        if outline.is_binary:
            return "FileInput" if direction == "request" else self.builtin("bytes")
        if outline.alternatives:
            return self._union(outline, direction, name, depth)
        if self._is_record(outline):
            name = self._names.take(name)
            self._define(name, outline, direction, depth)
            return self._opened(name, outline, direction)
        kinds = [self._kind(kind, outline, direction, name, depth) for kind in outline.types]
        return _joined(kinds) or "Any"

    def _kind(self, kind: str, outline: SchemaView, direction: Direction, name: str, depth: int) -> str:
        if kind == "array":
            inner = {} if outline.items is MISSING else outline.items
            items = self.write(inner, direction, f"{name} item", depth + 1)
            return f"{'Sequence' if direction == 'request' else self.builtin('list')}[{items}]"
        if kind == "object":
            extra = outline.extra if isinstance(outline.extra, Mapping) and not outline.properties else None
            inner = "Any" if extra is None else self.write(extra, direction, f"{name} value", depth + 1)
            if direction == "request":
                return f"Mapping[{self.builtin('str')}, {inner}]"
            return f"{self.builtin('dict')}[{self.builtin('str')}, {inner}]"
        return self.builtin(_PLAIN[kind])

    def _union(self, outline: SchemaView, direction: Direction, name: str, depth: int) -> str:
        """The branches; the schema's own properties belong to each that is an object."""
        types = []
        for i, branch in enumerate(outline.alternatives):
            inner = view(self._document, branch)
            if outline.properties and set(inner.types) <= {"object"} and not inner.alternatives:
                record = self._names.take(f"{name} {self._call(inner) or i + 1}")
                self._define(record, inner, direction, depth + 1, outer=outline)
                types.append(record)
            elif not inner.types and not inner.alternatives and outline.types and not inner.properties:
                types += [self._kind(kind, outline, direction, name, depth) for kind in outline.types]
            else:
                title = name if len(outline.alternatives) == 1 else f"{name} {self._call(inner) or i + 1}"
                types.append(self._exact(branch, direction, title, depth + 1))
        return _joined(types) or "Any"

    def _opened(self, name: str, outline: SchemaView, direction: Direction) -> str:
        """The type of a request that may have other fields, which a TypedDict would refuse."""
        is_open = direction == "request" and (outline.extra is True or isinstance(outline.extra, Mapping))
        return f"{name} | Mapping[{self.builtin('str')}, Any]" if is_open else name

    def _define(
        self, name: str, outline: SchemaView, direction: Direction, depth: int, outer: SchemaView | None = None
    ) -> None:
        """Define a record. Each alternative also has the properties that `outer` adds to its union."""
        place = len(self.definitions)
        fields = []
        properties, required = dict(outline.properties), set(outline.required)
        if outer is not None:
            properties = {**outer.properties, **properties}
            required.update(outer.required)
        for key, schema in properties.items():
            inner = view(self._document, schema)
            if direction == "request" and inner.read_only:
                continue
            needed = key in required and not inner.write_only
            if direction != "response":  # fields that the server sets or assumes need not be sent
                needed = needed and not inner.read_only and inner.default is MISSING
            written = self.write(schema, direction, f"{name} {key}", depth + 1)
            fields.append(Field(key, written, needed, summary_of(inner.description)))
        description = outline.description or (outer.description if outer is not None else "")
        self.definitions.insert(place, Record(name, tuple(fields), summary_of(description)))

    def _call(self, outline: SchemaView) -> str:
        """A name for a branch, or ""."""
        if outline.title:
            return outline.title[:40]
        for key in ("type", "object", "role", "event"):
            values = view(self._document, outline.properties.get(key)).values
            if values and isinstance(values[0], str):
                return values[0][:40]
        return _title(outline.reference, self._document.uri) if outline.reference else ""

    def builtin(self, name: str) -> str:
        """How this stub writes a built-in name."""
        return self._builtin.get(name, name) if name in BUILTINS else name


def write_definition(definition: Definition, hidden: frozenset[str]) -> str:
    """The source of one definition.

    Args:
        hidden: names that types refer to; a field with such a name would hide them in a class body.
    """
    if isinstance(definition, Alias):
        return f"{definition.name}: TypeAlias = {_wrapped_union(definition.type)}\n"
    fields = definition.fields
    if all(is_field(f.name) and f.name not in hidden for f in fields):
        lines = [f"class {definition.name}(TypedDict):"]
        lines += [f'    """{definition.description}"""'] if definition.description else []
        for f in fields:
            lines.append(f"    {f.name}: {f.type if f.required else f'NotRequired[{f.type}]'}")
            if f.description:
                lines.append(f'    """{f.description}"""')
        if len(lines) == 1:
            lines.append("    pass")
        return "\n".join(lines) + "\n"
    members = "".join(f"    {f.name!r}: {f.type if f.required else f'NotRequired[{f.type}]'},\n" for f in fields)
    return f'{definition.name} = TypedDict("{definition.name}", {{\n{members}}})\n'


def _wrapped_union(written: str) -> str:
    parts = union_members(written)
    return written if len(written) < 100 or len(parts) == 1 else "(\n    " + "\n    | ".join(parts) + "\n)"


def _joined(types: Iterable[str]) -> str:
    parts = dict.fromkeys(part for written in types for part in union_members(written))
    if "Any" in parts:
        return "Any"
    return " | ".join(sorted(parts, key=lambda part: part == "None"))


def _nullable(written: str) -> str:
    return written if written == "Any" or "None" in union_members(written) else f"{written} | None"


def union_members(written: str) -> list[str]:
    """The members of a written union."""
    parts, depth, quote, at, i = [], 0, "", 0, 0
    while i < len(written):
        c = written[i]
        if quote:
            i += c == "\\"
            quote = "" if c == quote else quote
        elif c in "'\"":
            quote = c
        elif c in "[]":
            depth += 1 if c == "[" else -1
        elif c == "|" and not depth:
            parts.append(written[at:i].strip())
            at = i + 1
        i += 1
    return [*parts, written[at:].strip()]


def _title(reference: str, uri: str) -> str:
    tokens = [t for t in tokens_of(target_of(reference, uri).fragment) if not t.isdigit()]
    plain = [t for t in tokens if t not in ("schema", "items", "properties", "allOf", "anyOf", "oneOf", "content")]
    return plain[-1] if plain else "schema"
