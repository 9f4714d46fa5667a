"""What a generated value has to be: the merged keywords of its schema, and the alternatives left to choose from.

Does not generate values. Alternatives (`anyOf`, `oneOf`) stay separate: the generator chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..document import Document
from ..schema.view import SchemaView, view
from ..types import MISSING


@dataclass(slots=True)
class Shape:
    """What a value has to be.

    Attributes:
        outline: the view of the schema.
        words: keyword → its value over all parts.
        unions: the alternatives of each `anyOf` and `oneOf` still to choose from.
    """

    outline: SchemaView
    words: dict[str, Any]
    unions: list[list[Any]] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        """The allowed JSON types; empty if the schema does not restrict them."""
        return list(self.words.get("type", ()))

    @property
    def members(self) -> dict[str, Any]:
        """The declared members, each with its schema."""
        return self.words.get("properties", {})  # type: ignore[no-any-return]

    @property
    def examples(self) -> list[Any]:
        """The examples and defaults of the parts, outermost first."""
        return [*self.outline.examples, *([] if self.outline.default is MISSING else [self.outline.default])]


def shape_of(document: Document, schema: Any) -> Shape:
    """The shape of a schema."""
    return _shape(view(document, schema))


def with_alternative(document: Document, shape: Shape, alternative: Any) -> Shape:
    """The shape merged with one alternative, whose own alternatives are then left to choose from."""
    return _shape(shape.outline.with_alternative(view(document, alternative)))


def _shape(outline: SchemaView) -> Shape:
    return Shape(outline, dict(_words(outline)), [list(union) for union in outline.unions])


def _words(outline: SchemaView) -> Iterator[tuple[str, Any]]:
    yield from outline.limits.items()
    if outline.is_null or outline.types:
        yield "type", [*outline.types, *(["null"] if outline.nullable else [])]
    for keyword, found in (
        ("enum", list(outline.constants)),
        ("required", list(outline.required)),
        ("properties", dict(outline.properties)),
        ("prefixItems", list(outline.prefix_items)),
        ("pattern", list(outline.patterns)),
    ):
        if found:
            yield keyword, found
    if outline.items is not MISSING:
        yield "items", outline.items
    for keyword in ("contains", "patternProperties", "propertyNames"):
        if outline.first(keyword) is not None:
            yield keyword, outline.first(keyword)
    if outline.first("additionalProperties") is not None:
        yield "additionalProperties", outline.extra


def kinds_of(shape: Shape, wish: Any = MISSING) -> list[str]:
    """The JSON types to try for a shape, best first."""
    words = shape.words
    types = [kind for kind in shape.types if kind != "null"] or ([] if not shape.types else ["null"])
    if types:
        wanted = "object" if isinstance(wish, dict) else "array" if isinstance(wish, list) else ""
        return sorted(types, key=lambda kind: kind != wanted) if wanted else types
    if "properties" in words or "additionalProperties" in words or "required" in words or isinstance(wish, dict):
        return ["object"]
    if "items" in words or "prefixItems" in words or isinstance(wish, list):
        return ["array"]
    if any(word in words for word in ("minimum", "maximum", "multipleOf")):
        return ["number"]
    return ["string"]
