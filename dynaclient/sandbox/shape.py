"""One schema with all its `$ref`s and `allOf`s folded together: what a value has to be, in one mapping.

Knows nothing of how a value is made of it. Alternatives (`anyOf`, `oneOf`) stay apart: who makes the value chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document import Document
from ..errors import UnresolvableReference
from ..types import MISSING


@dataclass(slots=True)
class Shape:
    """What a value has to be.

    Attributes:
        words: keyword → what all parts together say; `properties` maps to the schemas of each member.
        unions: the alternatives of each `anyOf` and `oneOf`.
        references: every `$ref` that was followed, to know recursion by.
        examples: values that the parts give as example, outer before inner.
        default: the outermost default, or `MISSING`.
        nullable: whether null is admitted by the word `nullable`.
        impossible: whether some part is `false`.
    """

    words: dict[str, Any] = field(default_factory=dict)
    unions: list[list[Any]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    examples: list[Any] = field(default_factory=list)
    default: Any = MISSING
    nullable: bool = False
    impossible: bool = False

    @property
    def types(self) -> list[str]:
        """The JSON types that are left; none when nothing is said."""
        return list(self.words.get("type", ()))

    @property
    def members(self) -> dict[str, list[Any]]:
        """The declared members, each with all the schemas that describe it."""
        return self.words.get("properties", {})  # type: ignore[no-any-return]


def shape_of(document: Document, schema: Any) -> Shape:
    """Fold a schema, and everything that describes the same value together with it."""
    shape = Shape()
    _fold(document, schema, shape, set())
    return shape


def _target(document: Document, reference: str) -> Any:
    try:
        return document.schema(reference)
    except UnresolvableReference:
        return None


def with_alternative(document: Document, shape: Shape, alternative: Any) -> Shape:
    """The shape with one alternative folded in; the alternatives of that one are left to choose from."""
    out = Shape(
        {key: _copied(value) for key, value in shape.words.items()},
        [],
        list(shape.references),
        list(shape.examples),
        shape.default,
        shape.nullable,
        shape.impossible,
    )
    _fold(document, alternative, out, set())
    return out


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: list(item) if isinstance(item, list) else item for key, item in value.items()}
    return list(value) if isinstance(value, list) else value


def _fold(document: Document, schema: Any, shape: Shape, seen: set[int]) -> None:
    if schema is False:
        shape.impossible = True
    if not isinstance(schema, Mapping) or id(schema) in seen:
        return
    seen.add(id(schema))
    for key, value in schema.items():
        if key in ("anyOf", "oneOf"):
            shape.unions.append(list(value))
        elif key in ("example", "default"):
            shape.examples.append(value)
            if key == "default" and shape.default is MISSING:
                shape.default = value
        elif key == "examples":
            shape.examples.extend(value if isinstance(value, list) else ())
        elif key == "nullable":
            shape.nullable = shape.nullable or value is True
        elif key == "const":
            _join(shape.words, "enum", [value])
        elif key in _JOINS:
            _join(shape.words, key, value)
    if "$ref" in schema:
        shape.references.append(str(schema["$ref"]))
        _fold(document, _target(document, schema["$ref"]), shape, seen)
    for part in schema.get("allOf", ()):
        _fold(document, part, shape, seen)


def _join(words: dict[str, Any], key: str, value: Any) -> None:
    words[key] = _JOINS[key](words.get(key), value)


def _types(known: list[str] | None, value: Any) -> list[str]:
    new = list(value) if isinstance(value, list) else [value]
    if known is None:
        return new
    both = [name for name in known if name in new or (name == "integer" and "number" in new)]
    both += [name for name in new if name == "integer" and "number" in known and name not in both]
    return both or known


def _values(known: list[Any] | None, value: list[Any]) -> list[Any]:
    if known is None:
        return list(value)
    return [item for item in known if any(item == other and type(item) is type(other) for other in value)] or known


def _names(known: list[str] | None, value: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*(known or ()), *value]))


def _listed(known: list[Any] | None, value: Any) -> list[Any]:
    return [*(known or ()), value]


def _members(known: dict[str, list[Any]] | None, value: Mapping[str, Any]) -> dict[str, list[Any]]:
    out = dict(known or {})
    for name, schema in value.items():
        out[name] = [*out.get(name, ()), schema]
    return out


def _first(known: Any, value: Any) -> Any:
    return value if known is None else known


def _closed(known: Any, value: Any) -> Any:
    return False if known is False or value is False else _first(known, value)


def _least(known: Any, value: Any) -> Any:
    return value if known is None else max(known, value)


def _most(known: Any, value: Any) -> Any:
    return value if known is None else min(known, value)


_JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "type": _types,
    "enum": _values,
    "required": _names,
    "properties": _members,
    "items": _listed,
    "pattern": _listed,
    "multipleOf": _listed,
    "prefixItems": _first,
    "contains": _first,
    "format": _first,
    "additionalProperties": _closed,
    "patternProperties": _first,
    "propertyNames": _first,
    "uniqueItems": lambda known, value: bool(known) or bool(value),
    "readOnly": lambda known, value: bool(known) or bool(value),
    "writeOnly": lambda known, value: bool(known) or bool(value),
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"), _least),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"), _most),
}
"""How what several parts say of one keyword becomes one thing."""
