"""One schema and everything it refers to, as a single self-contained JSON Schema for the engines to compile.

Leaves out annotations and turns references into `#/$defs/…`. `policy` decides what the copy relaxes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from .._support.record import made, record
from ..document import Document
from ..document.copying import ReferenceNames
from ..document.names import (
    IN_PLACE,
    ONE_SCHEMA,
    SCHEMA_LISTS,
    SCHEMA_MAPS,
    SUBTYPES,
    UNCHECKED,
    UNRESOLVABLE,
    Schema,
)
from ..document.pointer import extended
from ..document.walk import iter_references
from ..errors import UnresolvableReference
from ..types import JSONObject
from .formats import NO_FORMATS, with_format
from .marks import ADDED, WAS, WRAPS
from .policy import Letter, Reliefs
from .view import SchemaView, read_schema, read_variants

_PLAIN = frozenset(
    [
        "type",
        "enum",
        "const",
        "required",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minContains",
        "maxContains",
        "minProperties",
        "maxProperties",
        "dependentRequired",
    ]
)
DEFS = "#/$defs/"
"""The start of every reference in a closure."""

_NONE: frozenset[int] = frozenset()

MAX_HELD = 200
"""Sets of base schemas whose discriminators apply to one value, in one closure; beyond that they are only hints."""

_VARIANT = "\0"
"""Separates a reference from the number of the outermost schema that a copy of its target is made for."""


@record(hidden=("known",))
class Closure:
    """A self-contained schema.

    Attributes:
        schema: JSON Schema 2020-12, every `$ref` into its own `$defs`.
        origins: name in `$defs` → the reference in the document that it was copied from.
        origin: the reference that the root schema was copied from, or "".
        has_large_counts: whether a pattern repeats something more often than an engine can expand.
        known: what was found out about its parts, by its kind and their identity, with the part, so that no other one
            has that identity.
    """

    schema: Schema
    origins: dict[str, str] = made(dict)
    origin: str = ""
    has_large_counts: bool = False
    known: dict[tuple[str, int], tuple[Any, Any]] = made(dict)

    @property
    def is_recursive(self) -> bool:
        """Whether a part of the schema refers to itself, so that values of any depth fit."""
        defs = self.schema.get("$defs", {}) if isinstance(self.schema, dict) else {}
        left: dict[str, int] = {}
        referring: dict[str, list[str]] = {}
        for name, part in defs.items():
            names = {_named(reference) for reference in iter_references(part)} & defs.keys()
            left[name] = len(names)
            for referred in names:
                referring.setdefault(referred, []).append(name)
        ends = [name for name, count in left.items() if not count]
        for end in ends:  # a schema that refers to no other remaining one cannot be in a circle; the list grows
            for name in referring.get(end, ()):
                left[name] -= 1
                if not left[name]:
                    ends.append(name)
        return len(ends) < len(left)

    def node(self, path: tuple[str | int, ...]) -> Any:
        """The part of the schema at a path."""
        value: Any = self.schema
        for token in path:  # an engine may return a name of digits as a number
            value = value[int(token)] if isinstance(value, list) else value[str(token)]
        return value

    def followed(self, schema: Any) -> Any:
        """The schema itself, or its target in `$defs` if it is only a reference."""
        for _ in range(64):
            if not (isinstance(schema, dict) and isinstance(schema.get("$ref"), str) and isinstance(self.schema, dict)):
                return schema
            schema = self.schema["$defs"][_named(schema["$ref"])]
        return schema

    def origin_of(self, schema: Any) -> str:
        """The reference in the document that a reference of the closure was made from; "" for any other schema."""
        reference = schema.get("$ref") if isinstance(schema, dict) else None
        return self.origins.get(_named(reference), "") if isinstance(reference, str) else ""

    def target(self, reference: str) -> Any:
        """The schema that a reference of the closure leads to."""
        return self.schema["$defs"].get(_named(reference)) if isinstance(self.schema, dict) else None

    def view(self, schema: Any) -> SchemaView:
        """The view of a part of the closure."""
        if type(schema) is not dict:
            return read_schema(self.target, schema)
        found: SchemaView = self.once("view", schema, lambda: read_schema(self.target, schema))
        return found

    def once(self, kind: str, part: Any, find: Callable[[], Any]) -> Any:
        """What `find` returns about a part of the closure, which it is asked once."""
        key = (kind, id(part))
        found = self.known.get(key)
        if found is None:
            found = self.known[key] = (part, find())
        return found[1]

    def property_names(self, schema: Any) -> list[str]:
        """The property names that a part of the closure and its alternatives declare, its own first."""
        return list(dict.fromkeys(name for part in read_variants(self.target, schema) for name in part.properties))

    def reference(self, path: tuple[str | int, ...]) -> str:
        """The place in the document that the closure at `path` was copied from."""
        tokens, base = list(path), self.origin
        node: Any = self.schema
        if len(tokens) >= 2 and tokens[0] == "$defs":
            base = self.origins.get(str(tokens[1]), base)
            node = self.node(tuple(tokens[:2]))
            tokens = tokens[2:]
        out: list[str | int] = []
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if isinstance(node, dict) and WRAPS in node and token == "anyOf":
                node = node["anyOf"][node[WRAPS]]
                i += 2
                continue
            out.append(node[WAS].get(token, token) if isinstance(node, dict) and WAS in node else token)
            node = _step(node, token)
            i += 1
            if isinstance(node, dict) and ADDED in node:
                del out[-2:]
        return extended(base, out) if base else ""


def _once_each(copies: list[Schema]) -> list[Schema]:
    """The members of an `allOf`, where `true` replaces each reference that was there before."""
    seen: set[str] = set()
    out: list[Schema] = []
    for copy in copies:
        reference = copy["$ref"] if isinstance(copy, dict) and copy.keys() == {"$ref"} else None
        out.append(True if reference in seen else copy)
        if reference is not None:
            seen.add(reference)
    return out


def _named(reference: str) -> str:
    """The name in `$defs` of the target of a reference."""
    return reference.removeprefix(DEFS)


def _step(node: Any, token: str | int) -> Any:
    if isinstance(node, dict):
        return node.get(str(token))
    if isinstance(node, list) and int(token) < len(node):
        return node[int(token)]
    return None


def build_closure(
    document: Document,
    schema: Schema | JSONObject,
    rules: Reliefs | Letter | None,
    origin: str = "",
    formats: frozenset[str] = NO_FORMATS,
) -> Closure:
    """Copy `schema` and everything it reaches into one closure.

    Args:
        rules: the reliefs, or the letter of OpenAPI; None for JSON Schema alone.
        origin: the place of the schema, as a reference into the document.
        formats: the names in `formats.FORMATS` of those that are asserted.
    """
    closure = _Builder(document, rules, formats).build(schema, origin)
    if not document.is_dynamic:
        return closure
    return _Builder(document, rules, formats).build(document.in_dynamic_scope(schema, origin), origin)


class _Builder:
    def __init__(self, document: Document, rules: Reliefs | Letter | None, formats: frozenset[str]) -> None:
        self._document = document
        self._rules = rules
        self._formats = formats
        self._names = ReferenceNames()
        self._has_large_counts = False
        self._held_sets: set[frozenset[int]] = set()
        self._variants: dict[str, tuple[tuple[JSONObject, ...], frozenset[int]]] = {}
        self._outermost: dict[int, int] = {}

    def build(self, schema: Schema | JSONObject, origin: str) -> Closure:
        copied = self._copy(schema, (), _NONE)
        defs: dict[str, Schema] = {}
        while self._names.waiting:
            key = self._names.waiting.pop()
            reference, _, _ = key.partition(_VARIANT)
            target = self._target(reference)
            defs[self._names.name(key)] = self._copy(target, *self._variants.get(key, ((), _NONE)))
        if defs:
            copied = {**copied, "$defs": defs} if isinstance(copied, dict) else copied
        written = self._document.written
        origins = {name: written(key.partition(_VARIANT)[0]) for key, name in self._names.names.items()}
        return Closure(copied, origins, origin, self._has_large_counts)

    def _target(self, reference: str) -> Schema:
        try:
            return self._document.schema(reference)
        except UnresolvableReference as error:
            self._document.report_schema(reference, UNRESOLVABLE, error.message, UNCHECKED)
            return True

    def _referred(self, reference: str, relatives: tuple[JSONObject, ...], held: frozenset[int]) -> str:
        """The name of a reference's target: one copy for all, unless its place changes what it says.

        A relative may excuse a name that it requires, or the value may already be held against the schema it names.
        """
        held = held | self._inherited(reference, relatives)
        alone = len(relatives) == 1 and relatives[0].keys().isdisjoint(("properties", "allOf"))
        if alone or self._rules is None or not self._rules.excuses(self._document, self._target(reference), relatives):
            if not held:
                return self._names.name(reference)
            number = ""
            relatives = ()
        else:
            relatives = relatives[-1:]
            number = str(self._outermost.setdefault(id(relatives[0]), len(self._outermost)))
        key = f"{reference}{_VARIANT}{number}{sorted(held) if held else ''}"
        self._variants[key] = relatives, held
        return self._names.name(key)

    def _copy(self, schema: Schema | JSONObject, family: tuple[JSONObject, ...], held: frozenset[int]) -> Schema:
        """Copy one schema.

        Args:
            family: the outermost schema whose `allOf` contains it: it has all of the value.
            held: the identities of the base schemas that hold this value against the schema it names: they have to do
                so once only, since that schema refers to them.
        """
        if isinstance(schema, bool):
            return schema
        out: dict[str, Any] = {}
        relatives = (schema, *family)
        for key, value in schema.items():
            if key in _PLAIN:
                out[key] = value
            elif key == "$ref":
                out["$ref"] = DEFS + self._referred(value, relatives, held)
            elif key in ONE_SCHEMA:
                out[key] = self._copy(value, (), held if key in IN_PLACE else _NONE)
            elif key in SCHEMA_MAPS:
                inside = held if key in IN_PLACE else _NONE
                out[key] = {name: self._copy(item, (), inside) for name, item in value.items()}
            elif key in SCHEMA_LISTS:
                inner = (family or (schema,)) if key == "allOf" else ()
                inside = held if key in IN_PLACE else _NONE
                copies = [self._copy(item, inner, inside) for item in value]
                out[key] = _once_each(copies) if key == "allOf" and len(copies) > 1 else copies
            elif key == "discriminator":
                out["discriminator"] = value
        if "pattern" in schema or "patternProperties" in schema:
            self._read_counts((schema.get("pattern", ""), *schema.get("patternProperties", ())))
        if "format" in schema:
            out = with_format(schema["format"], out, self._formats, WAS)
        if self._rules is None:
            return out
        if "required" in out:
            out["required"] = self._rules.demanded(self._document, schema, family)
        if id(schema) in held or len(self._held_sets) > MAX_HELD:
            schema = {key: value for key, value in schema.items() if key != SUBTYPES}
        return self._rules.shaped(self._document, schema, out, lambda reference: self._held(schema, reference, held))

    def _read_counts(self, patterns: Iterable[str]) -> None:
        if not self._has_large_counts and any("{" in pattern for pattern in patterns):
            from .._support.patterns import has_large_count

            self._has_large_counts = any(map(has_large_count, patterns))

    def _inherited(self, reference: str, relatives: tuple[JSONObject, ...]) -> frozenset[int]:
        """The base schema that a reference leads to, if a relative is one of the schemas that it knows."""
        if not isinstance(self._rules, Letter):
            return _NONE
        base = self._target(reference)
        names = base.get(SUBTYPES, {}) if isinstance(base, dict) else {}
        known = [self._target(name) for name in names.values()]
        is_known = any(relative is schema for relative in relatives for schema in known if schema is not base)
        return frozenset([id(base)]) if is_known else _NONE

    def _held(self, base: JSONObject, reference: str, held: frozenset[int]) -> str:
        """The reference to `base` itself, or to a schema that a value of it names."""
        held = held | {id(base)}
        self._held_sets.add(held)
        return DEFS + self._referred(reference, (base,), held)
