"""What a generated value has to be: the merged keywords of its schema, and the alternatives left to choose from.

Does not generate values. Alternatives (`anyOf`, `oneOf`) stay separate: the generator chooses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from ..document import Document
from ..schema.view import SchemaView, view
from ..types import MISSING


class Shape:
    """What a value has to be.

    Attributes:
        outline: the view of the schema.
        words: keyword → its value over all parts.
        unions: the alternatives of each `anyOf` and `oneOf` still to choose from.
        types: the allowed JSON types; empty if the schema does not restrict them.
        members: the declared members, each with its schema.
        examples: the examples and defaults of the parts, outermost first.
        unsent: the directions in which such a value is not sent.
    """

    __slots__ = ("examples", "members", "outline", "types", "unions", "unsent", "words")

    def __init__(self, outline: SchemaView) -> None:
        self.outline = outline
        self.words: dict[str, Any] = dict(_words(outline))
        self.unions: list[list[Any]] = [list(union) for union in outline.unions]
        self.types: list[str] = list(self.words.get("type", ()))
        self.members: dict[str, Any] = self.words.get("properties", {})
        self.examples = [*outline.examples, *([] if outline.default is MISSING else [outline.default])]
        unsent = (("request", outline.read_only), ("response", outline.write_only))
        self.unsent = frozenset(direction for direction, is_unsent in unsent if is_unsent)


_MAX_KEPT = 20_000
"""Shapes cached per document; beyond that the cache is cleared."""

_shapes: WeakKeyDictionary[Document, dict[int, tuple[Any, Shape]]] = WeakKeyDictionary()
"""By document and identity of the schema, which is kept alive."""


def shape_of(document: Document, schema: Any) -> Shape:
    """The shape of a schema, which others may have too: it is not to be changed."""
    known = _shapes.get(document)
    if known is None:
        known = _shapes.setdefault(document, {})
    found = known.get(id(schema))
    if found is None:
        if len(known) >= _MAX_KEPT:
            known.clear()
        found = known[id(schema)] = schema, Shape(view(document, schema))
    return found[1]


def with_alternative(document: Document, shape: Shape, alternative: Any) -> Shape:
    """The shape merged with one alternative, whose own alternatives are then left to choose from."""
    return Shape(shape.outline.with_alternative(view(document, alternative)))


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
