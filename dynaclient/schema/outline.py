"""What one schema says, with its references and `allOf` taken together: for people and type checkers to read.

Follows just the schema asked for. What its properties, items and alternatives say is asked for one by one, so a
schema that contains itself needs no care here. Judges no values: that is what `checker` is for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document import Document
from ..types import MISSING
from .properties import target_of_reference

LIMITS = (
    "format",
    "contentMediaType",
    "contentEncoding",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
)
"""Keywords that narrow a value of a type, in the order in which they are told."""

_FIRST = ("title", "description", "default", "enum", "const", "items", "prefixItems", "discriminator", *LIMITS)
_TRUE = ("deprecated", "readOnly", "writeOnly")
_CONSTRAINTS = frozenset(("required", "not", "title", "description"))
"""What a branch of a union may hold that only says which properties go together."""

_ADDS = frozenset(("properties", "required", "anyOf", "oneOf", "items", "additionalProperties", "enum"))
"""What makes a schema another one than that it refers to."""


@dataclass(slots=True)
class Outline:
    """What a schema says. `MISSING` where it says nothing.

    Attributes:
        references: the references that lead from the schema to what it says, in order; none where it is written out.
        types: JSON types without null.
        nullable: whether null is admitted beside other types.
        properties: schemas by name.
        required: names that must be there, those with a default among them.
        extra: the schema of other properties, False for none, None where nothing is said.
        alternatives: the branches of a union, null left out; a union of one branch is that branch.
        together: sets of names of which one must be given completely.
        limits: keyword → value.
        examples: values.
    """

    references: tuple[str, ...] = ()
    title: str = ""
    description: str = ""
    types: tuple[str, ...] = ()
    nullable: bool = False
    properties: dict[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    items: Any = MISSING
    prefix_items: tuple[Any, ...] = ()
    extra: Any = None
    alternatives: tuple[Any, ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    discriminator: Mapping[str, Any] | None = None
    enum: tuple[Any, ...] = ()
    const: Any = MISSING
    default: Any = MISSING
    examples: tuple[Any, ...] = ()
    limits: dict[str, Any] = field(default_factory=dict)
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False

    @property
    def reference(self) -> str:
        """The reference under which the schema is known, or ""."""
        return self.references[0] if self.references else ""

    @property
    def is_binary(self) -> bool:
        """Whether the value is bytes. Source: OAS 3.1.1, "Working with Binary Data"."""
        encoded = "contentEncoding" in self.limits
        return self.limits.get("format") == "binary" or ("contentMediaType" in self.limits and not encoded)


def outline(document: Document, schema: Any) -> Outline:
    """What a schema says; nothing for a reference that leads nowhere.

    Args:
        schema: in its 3.1 form, a boolean included.
    """
    parts, references = _parts(document, schema)
    found = _gather(parts)
    found.references = tuple(references)
    while len(found.alternatives) == 1:
        only, found.alternatives = found.alternatives[0], ()
        inner, chain = _parts(document, only)
        if any(part is own for part in inner for own in parts):
            break
        found = _laid_over(found, _gather(inner), chain)
        parts = [*parts, *inner]
    found.types = tuple(t for t in found.types or _implied(found) if t != "null")
    return found


def _parts(document: Document, schema: Any) -> tuple[list[Mapping[str, Any]], list[str]]:
    """The schemas that describe the same value, outer before inner; and the chain of references they begin with."""
    parts: list[Mapping[str, Any]] = []
    chain: list[str] = []
    waiting = [(schema, True)]
    while waiting:
        part, head = waiting.pop(0)
        if not isinstance(part, Mapping) or any(part is known for known in parts):
            continue
        parts.append(part)
        inner: list[tuple[Any, bool]] = []
        all_of = part.get("allOf", ())
        # Beside a reference, and around an `allOf` of one, words of its own still leave it that other schema.
        same = head and not any(word in part for word in _ADDS) and len(all_of) + ("$ref" in part) == 1
        if "$ref" in part:
            if same:
                chain.append(part["$ref"])
            inner.append((target_of_reference(document, part["$ref"]), same))
        inner += [(item, same) for item in all_of]
        waiting[0:0] = inner
    return parts, chain


def _gather(parts: list[Mapping[str, Any]]) -> Outline:
    out = Outline()
    first: dict[str, Any] = {}
    declared: dict[str, list[Any]] = {}
    required: dict[str, None] = {}
    refuses_null, says_null = False, False
    for part in parts:
        for key in _FIRST:
            if key in part:
                first.setdefault(key, part[key])
        for name, described in part.get("properties", {}).items():
            declared.setdefault(name, []).append(described)
        required.update(dict.fromkeys(part.get("required", ())))
        kinds = part.get("type")
        kinds = kinds if isinstance(kinds, list) else [kinds] if kinds else []
        if kinds and not out.types:
            out.types = tuple(kinds)
        says_null = says_null or "null" in kinds or part.get("nullable") is True
        refuses_null = refuses_null or bool(kinds and "null" not in kinds and part.get("nullable") is not True)
        if out.extra is None and "additionalProperties" in part:
            out.extra = part["additionalProperties"]
        if out.extra is None and part.get("patternProperties"):
            out.extra = next(iter(part["patternProperties"].values()))
        out.deprecated = out.deprecated or part.get("deprecated") is True
        out.read_only = out.read_only or part.get("readOnly") is True
        out.write_only = out.write_only or part.get("writeOnly") is True
        out.examples += tuple(_examples(part))
        says_null = _union(out, part) or says_null
    # The part written last is the more exact one, and its words come first.
    out.properties = {name: given[0] if len(given) == 1 else {"allOf": given[::-1]} for name, given in declared.items()}
    out.required = tuple(required)
    out.nullable = says_null and not refuses_null
    _fill(out, first)
    return out


def _union(out: Outline, part: Mapping[str, Any]) -> bool:
    """Take the branches of `anyOf` and `oneOf` in; whether null is one of them."""
    says_null = False
    for word in ("anyOf", "oneOf"):
        branches = [item for item in part.get(word, ()) if item is not True]
        proper = [item for item in branches if not _is_null(item)]
        says_null = says_null or len(proper) < len(branches)
        if proper and all(isinstance(item, Mapping) and set(item) <= _CONSTRAINTS for item in proper):
            out.together += tuple(tuple(item["required"]) for item in proper if item.get("required"))
        elif proper and not out.alternatives:
            out.alternatives = tuple(proper)
    return says_null


def _is_null(schema: Any) -> bool:
    return isinstance(schema, Mapping) and (
        schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None] or schema.get("const", 0) is None
    )


def _fill(out: Outline, first: Mapping[str, Any]) -> None:
    out.title = first.get("title", "")
    out.description = first.get("description", "")
    out.default = first.get("default", MISSING)
    out.const = first.get("const", MISSING)
    enum = first.get("enum", ())
    out.enum = tuple(value for value in enum if value is not None)
    out.items = first.get("items", MISSING)
    out.prefix_items = tuple(first.get("prefixItems", ()))
    out.discriminator = first.get("discriminator")
    out.limits = {key: first[key] for key in LIMITS if key in first}


def _laid_over(own: Outline, inner: Outline, chain: list[str]) -> Outline:
    """A union of one branch: what the schema says itself, then what the branch says."""
    for name in ("title", "description", "types", "items", "prefix_items", "discriminator", "enum"):
        if getattr(own, name) in ("", (), None, MISSING):
            setattr(own, name, getattr(inner, name))
    for name in ("const", "default"):
        if getattr(own, name) is MISSING:
            setattr(own, name, getattr(inner, name))
    own_properties = bool(own.properties)
    own.properties = inner.properties | own.properties
    own.required = tuple(dict.fromkeys((*own.required, *inner.required)))
    own.extra = inner.extra if own.extra is None else own.extra
    own.examples += inner.examples
    own.together += inner.together
    own.alternatives = inner.alternatives
    own.limits = inner.limits | own.limits
    own.nullable = own.nullable or inner.nullable
    own.references = own.references or (() if own_properties else tuple(chain))
    for name in _TRUE:
        python = {"readOnly": "read_only", "writeOnly": "write_only"}.get(name, name)
        setattr(own, python, getattr(own, python) or getattr(inner, python))
    return own


def _implied(found: Outline) -> Iterator[str]:
    """The types of a schema that names none, where the rest of it shows them."""
    values = found.enum or (() if found.const is MISSING else (found.const,))
    if values:
        for kind, name in ((bool, "boolean"), (str, "string"), (dict, "object"), (list, "array")):
            if any(isinstance(value, kind) for value in values):
                yield name
        if any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
            yield "number" if any(isinstance(value, float) for value in values) else "integer"
    elif not found.alternatives:
        if found.properties or isinstance(found.extra, Mapping):
            yield "object"
        if found.items is not MISSING or found.prefix_items:
            yield "array"


def _examples(part: Mapping[str, Any]) -> Iterator[Any]:
    if "example" in part:
        yield part["example"]
    examples = part.get("examples", ())
    yield from examples if isinstance(examples, list) else ()
