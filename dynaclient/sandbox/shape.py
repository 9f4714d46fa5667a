"""What a value has to be, for those who make one: what its schema says, and the alternatives left to choose.

Knows nothing of how a value is made. Alternatives (`anyOf`, `oneOf`) stay apart: who makes the value chooses.
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
        said: what the schema says.
        words: keyword → what all parts together say.
        unions: the alternatives of each `anyOf` and `oneOf` that is still to choose from.
    """

    said: SchemaView
    words: dict[str, Any]
    unions: list[list[Any]] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        """The JSON types that are left; none when nothing is said."""
        return list(self.words.get("type", ()))

    @property
    def members(self) -> dict[str, Any]:
        """The declared members, each with its schema."""
        return self.words.get("properties", {})  # type: ignore[no-any-return]

    @property
    def examples(self) -> list[Any]:
        """Values that the parts give as example or default, outer before inner."""
        return [*self.said.examples, *([] if self.said.default is MISSING else [self.said.default])]


def shape_of(document: Document, schema: Any) -> Shape:
    """What a value of a schema has to be."""
    return _shape(view(document, schema))


def with_alternative(document: Document, shape: Shape, alternative: Any) -> Shape:
    """The shape with one alternative taken in; the alternatives of that one are left to choose from."""
    return _shape(shape.said.with_alternative(view(document, alternative)))


def _shape(said: SchemaView) -> Shape:
    return Shape(said, dict(_words(said)), [list(union) for union in said.unions])


def _words(said: SchemaView) -> Iterator[tuple[str, Any]]:
    yield from said.limits.items()
    if said.is_null or said.types:
        yield "type", [*said.types, *(["null"] if said.nullable else [])]
    for keyword, found in (
        ("enum", list(said.constants)),
        ("required", list(said.required)),
        ("properties", dict(said.properties)),
        ("prefixItems", list(said.prefix_items)),
        ("pattern", list(said.patterns)),
    ):
        if found:
            yield keyword, found
    if said.items is not MISSING:
        yield "items", said.items
    for keyword in ("contains", "patternProperties", "propertyNames"):
        if said.first(keyword) is not None:
            yield keyword, said.first(keyword)
    if said.first("additionalProperties") is not None:
        yield "additionalProperties", said.extra
