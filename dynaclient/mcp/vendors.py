"""How each vendor of models wants a function described: the envelope, and which keywords its schemas may have.

One row for each format. Schemas come from `schemas`, in few keywords; here they lose what a vendor refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .text import cut, json_line

Schema = dict[str, Any]

_ALL_LIMITS = frozenset(
    ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
     "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties")
)  # fmt: skip

_JSON_FORMATS = frozenset(("date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid", "uri"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the schemas of a vendor may have.

    Attributes:
        limits: keywords that limit a value.
        formats: values of `format`; None for any.
        references: whether `$ref` and `$defs` may be used.
        null: how null is admitted: in a list of types, by `nullable`, or as one of `anyOf`. Without lists of types,
            several types are `anyOf` too.
        enums_of: types whose values an `enum` may list; empty for any.
        defaults: whether `default` may be given.
        closes: whether `additionalProperties` may be given.
        all_required: whether every property has to be required, so that an optional one admits null instead.
        free_objects: whether an object may have members that are not named.
        shortest: the most items that `minItems` may demand; None for any.
        upper_types: whether names of types are in upper case.
    """

    limits: frozenset[str] = _ALL_LIMITS
    formats: frozenset[str] | None = None
    references: bool = True
    null: Literal["types", "nullable", "anyOf"] = "types"
    enums_of: frozenset[str] = frozenset()
    defaults: bool = True
    closes: bool = True
    all_required: bool = False
    free_objects: bool = True
    shortest: int | None = None
    upper_types: bool = False


class NotStrict(ValueError):
    """A schema admits what the strict mode of a vendor cannot express."""


JSON_SCHEMA = Dialect()
OPENAI_STRICT = Dialect(
    limits=_ALL_LIMITS - {"minLength", "maxLength", "uniqueItems", "minProperties", "maxProperties"},
    formats=_JSON_FORMATS - {"uri"},
    defaults=False,
    all_required=True,
    free_objects=False,
)
"""Source: OpenAI, "Structured Outputs", supported schemas."""

ANTHROPIC_STRICT = Dialect(
    limits=frozenset(("pattern", "minItems")), formats=_JSON_FORMATS, null="anyOf", free_objects=False, shortest=1
)
"""Source: Anthropic, "Structured outputs", JSON Schema limitations."""

GEMINI = Dialect(
    limits=_ALL_LIMITS - {"exclusiveMinimum", "exclusiveMaximum", "multipleOf", "uniqueItems"},
    formats=frozenset(("int32", "int64", "float", "double", "date-time")),
    references=False,
    null="nullable",
    enums_of=frozenset(("string",)),
    defaults=False,
    closes=False,
    free_objects=False,
    upper_types=True,
)
"""Source: Gemini API reference, Schema."""

Envelope = Callable[[str, str, Schema, bool], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Vendor:
    """A format of function definitions.

    Attributes:
        strict: the schemas of its strict mode; None if it has none.
        envelope: (name, description, schema, strict) → a definition.
        whole: the definitions → what is passed as `tools`.
        longest_text: characters of a description; None for any.
    """

    dialect: Dialect
    strict: Dialect | None
    envelope: Envelope
    whole: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = list
    longest_text: int | None = 1024


def _openai(name: str, text: str, schema: Schema, strict: bool) -> dict[str, Any]:
    function = {"name": name, "description": text, "parameters": schema}
    return {"type": "function", "function": {**function, **({"strict": True} if strict else {})}}


def _openai_responses(name: str, text: str, schema: Schema, strict: bool) -> dict[str, Any]:
    return {"type": "function", "name": name, "description": text, "parameters": schema, "strict": strict}


def _anthropic(name: str, text: str, schema: Schema, strict: bool) -> dict[str, Any]:
    return {"name": name, "description": text, "input_schema": schema, **({"strict": True} if strict else {})}


def _gemini(name: str, text: str, schema: Schema, strict: bool) -> dict[str, Any]:
    has_some = bool(schema.get("properties"))
    return {"name": name, "description": text, **({"parameters": schema} if has_some else {})}


def _plain(name: str, text: str, schema: Schema, strict: bool) -> dict[str, Any]:
    return {"name": name, "description": text, "parameters": schema}


VENDORS: Mapping[str, Vendor] = {
    "openai": Vendor(JSON_SCHEMA, OPENAI_STRICT, _openai),
    "openai-responses": Vendor(JSON_SCHEMA, OPENAI_STRICT, _openai_responses),
    "anthropic": Vendor(JSON_SCHEMA, ANTHROPIC_STRICT, _anthropic),
    "gemini": Vendor(GEMINI, None, _gemini, lambda found: [{"function_declarations": found}] if found else []),
    "json-schema": Vendor(JSON_SCHEMA, None, _plain, longest_text=None),
}


def in_dialect(schema: Schema, dialect: Dialect) -> Schema:
    """A schema of `schemas` in the dialect of a vendor.

    Raises:
        NotStrict: it has members of any name, which the dialect cannot express.
    """
    return _Translation(dialect, schema.get("$defs", {})).whole(schema)


class _Translation:
    def __init__(self, dialect: Dialect, defs: Mapping[str, Schema]) -> None:
        self._dialect = dialect
        self._defs = defs

    def whole(self, schema: Schema) -> Schema:
        """The schema of all arguments."""
        found = self._object(schema, {"type": self._type("object")})
        if self._dialect.references and self._defs:
            found["$defs"] = {name: self.part(part) for name, part in self._defs.items()}
        return found

    def part(self, schema: Any) -> Schema:
        """A schema below it."""
        if not isinstance(schema, dict) or "not" in schema:
            return {}
        dialect = self._dialect
        if "$ref" in schema:
            if dialect.references:
                return {"$ref": schema["$ref"]}
            return self.part(self._defs[schema["$ref"].rpartition("/")[2]])
        if "anyOf" in schema:
            return self._union(schema)
        types = schema.get("type", [])
        types = [types] if isinstance(types, str) else list(types)
        if dialect.null != "types" and len([kind for kind in types if kind != "null"]) > 1:
            return self._union({**schema, "anyOf": [{**schema, "type": kind} for kind in types]})
        if dialect.null == "anyOf" and "null" in types and len(types) > 1:
            bare = {name: value for name, value in schema.items() if name != "description"}
            bare["type"] = next(kind for kind in types if kind != "null")
            if "enum" in bare:
                bare["enum"] = [value for value in bare["enum"] if value is not None]
            kept = {"description": schema["description"]} if "description" in schema else {}
            return self._union({**kept, "anyOf": [bare, {"type": "null"}]})
        found: Schema = self._typed(types)
        self._add_facts(schema, types, found)
        if "object" in types or "properties" in schema:
            return self._object(schema, found)
        if "items" in schema:
            found["items"] = self.part(schema["items"])
        elif "array" in types and not dialect.free_objects:
            found["items"] = {"type": self._type("string")}
        if not types and "enum" not in found and not dialect.free_objects:
            if dialect.closes:
                raise NotStrict("a value may have any type")
            found["type"] = self._type("string")
        return found

    def _type(self, name: str) -> str:
        return name.upper() if self._dialect.upper_types else name

    def _typed(self, types: list[str]) -> Schema:
        if not types:
            return {}
        if self._dialect.null != "nullable":
            return {"type": types[0] if len(types) == 1 else types}
        named = [kind for kind in types if kind != "null"]
        found: Schema = {"type": self._type(named[0] if named else "string")}
        return {**found, "nullable": True} if "null" in types else found

    def _add_facts(self, schema: Schema, types: list[str], found: Schema) -> None:
        dialect = self._dialect
        if "description" in schema:
            found["description"] = schema["description"]
        values = schema.get("enum")
        if values is not None:
            if not dialect.enums_of:
                found["enum"] = values
            elif dialect.enums_of.issuperset(set(types) - {"null"}):
                found["enum"] = [value for value in values if value is not None]
            else:
                words = f"one of {', '.join(map(json_line, values[:20]))}"
                found["description"] = cut(f"{found.get('description', '')} ({words})".strip(), 400)
        for name, value in schema.items():
            if name in dialect.limits and not (name == "minItems" and self._is_too_long(value)):
                found[name] = value
        form = schema.get("format")
        if form is not None and (dialect.formats is None or form in dialect.formats):
            found["format"] = form
        if dialect.defaults and "default" in schema:
            found["default"] = schema["default"]

    def _is_too_long(self, least: Any) -> bool:
        return self._dialect.shortest is not None and least > self._dialect.shortest

    def _union(self, schema: Schema) -> Schema:
        branches = [branch for branch in schema["anyOf"] if branch != {"type": "null"}]
        branches = [branch for branch in branches if branch.get("type") != "null"]
        is_nullable = len(branches) < len(schema["anyOf"])
        parts = [self.part(branch) for branch in branches]
        found: Schema = dict(parts[0]) if len(parts) == 1 else {"anyOf": parts}
        if "description" in schema:
            found["description"] = schema["description"]
        if is_nullable:
            is_word = self._dialect.null == "nullable"
            found = {**found, "nullable": True} if is_word else _with_null(found, lists=self._dialect.null == "types")
        return found

    def _object(self, schema: Schema, found: Schema) -> Schema:
        dialect = self._dialect
        members = schema.get("properties")
        extra = schema.get("additionalProperties", members is None)
        if not dialect.free_objects and (extra is not False or members is None):
            if members:
                extra = False
            elif dialect.all_required or dialect.closes:
                raise NotStrict("an object has members of any name")
            else:  # what cannot be described goes as text
                return {
                    "type": self._type("string"),
                    "description": cut(f"{found.get('description', '')} (JSON text)".strip(), 400),
                }
        required = list(schema.get("required", ()))
        if members is not None:
            properties = {name: self.part(part) for name, part in members.items()}
            if dialect.all_required:
                properties = {name: part if name in required else _with_null(part) for name, part in properties.items()}
                required = list(properties)
            found["properties"] = properties
            if required or dialect.all_required:
                found["required"] = required
        if dialect.closes:
            found["additionalProperties"] = self.part(extra) if isinstance(extra, dict) else extra
        return found


def _with_null(schema: Schema, *, lists: bool = True) -> Schema:
    """A schema that admits null too."""
    types = schema.get("type")
    if lists and isinstance(types, str) and "enum" not in schema:
        return schema if types == "null" else {**schema, "type": [types, "null"]}
    if lists and isinstance(types, list) and "enum" not in schema:
        return schema if "null" in types else {**schema, "type": [*types, "null"]}
    if "anyOf" in schema:
        is_there = any(branch.get("type") == "null" for branch in schema["anyOf"])
        return schema if is_there else {**schema, "anyOf": [*schema["anyOf"], {"type": "null"}]}
    if not schema:
        return schema
    return {"anyOf": [schema, {"type": "null"}]}
