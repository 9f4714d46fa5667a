"""What a generated value has to be: the merged keywords of its schema, and the alternatives left to choose from.

Does not generate values. Alternatives (`anyOf`, `oneOf`) stay separate: the generator chooses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from ..document import Document
from ..schema.view import SchemaView, view
from ..types import MISSING
from .reliefs import Direction

Key = TypeVar("Key")
Made = TypeVar("Made")

CLASSES: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "object": (dict,),
    "array": (list,),
    "boolean": (bool,),
    "null": (type(None),),
    "integer": (int,),
    "number": (int, float),
}
"""JSON type → the classes of its values."""


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
        kinds: the JSON types to try, best first, if nothing is wished for.
        classes: the classes of the values of its types in Python, without that of true and false.
        description: the outermost one.
        takes_null: whether null fits by the letter: not beside an `enum` without null, and `nullable` left in a schema
            is not a keyword of its version, or has no effect.
        means_null: whether null is meant all the same, by a `nullable` beside a type.
        sent: by direction, what `members_sent` has found.
    """

    __slots__ = (
        "classes", "description", "examples", "kinds", "means_null", "members", "outline", "sent", "takes_null",
        "types", "unions", "unsent", "words",
    )  # fmt: skip

    def __init__(self, outline: SchemaView) -> None:
        self.outline = outline
        self.words: dict[str, Any] = dict(_words(outline))
        self.unions: list[list[Any]] = [list(union) for union in outline.unions]
        self.types: list[str] = list(self.words.get("type", ()))
        self.members: dict[str, Any] = self.words.get("properties", {})
        self.examples = [*outline.examples, *([] if outline.default is MISSING else [outline.default])]
        unsent = (("request", outline.read_only), ("response", outline.write_only))
        self.unsent = frozenset(direction for direction, is_unsent in unsent if is_unsent)
        self.kinds = _kinds(self, MISSING)
        self.classes = tuple({found for kind in self.types if kind != "boolean" for found in CLASSES.get(kind, ())})
        self.description = outline.description
        self.takes_null = _takes_null(outline, self.types)
        self.means_null = (
            not self.takes_null
            and outline.nullable
            and any(part.get("nullable") is True and "type" in part for part in outline.parts)
        )
        self.sent: dict[Direction, tuple[SentMember, ...]] = {}


class SentMember(NamedTuple):
    """A declared member of an object that is sent in one direction."""

    name: str
    schema: Any
    shape: Shape
    required: bool


def _takes_null(outline: SchemaView, types: list[str]) -> bool:
    if outline.constants and None not in outline.constants:
        return False
    if any(part.get("nullable") is True for part in outline.parts):
        typed = [part["type"] for part in outline.parts if "type" in part]
        return bool(typed) and all(kinds == "null" or (isinstance(kinds, list) and "null" in kinds) for kinds in typed)
    return outline.nullable or "null" in types


_MAX_KEPT = 20_000
"""Shapes cached per document, and as many merged with an alternative; beyond that the cache is cleared."""

_shapes: WeakKeyDictionary[Document, dict[int, tuple[Any, Shape]]] = WeakKeyDictionary()
"""By document and identity of the schema, which is kept alive."""


def shape_of(document: Document, schema: Any) -> Shape:
    """The shape of a schema, which others may have too: it is not to be changed."""
    known = _shapes.get(document)
    found = known.get(id(schema)) if known is not None else None
    if found is None:
        found = _kept(_shapes, document, id(schema), (schema, Shape(view(document, schema))))
    return found[1]


_chosen: WeakKeyDictionary[Document, dict[tuple[int, int, bool], tuple[Shape, Any, Shape]]] = WeakKeyDictionary()
"""By document, identity of the shape and of the alternative, which are kept alive, and whether with other unions."""


def with_alternative(document: Document, shape: Shape, alternative: Any, *, others: bool = False) -> Shape:
    """The shape merged with one alternative of its first union; others may have it too: it is not to be changed.

    Its own alternatives are then left to choose from, and with `others` those of the shape's other unions.
    """
    others = others and len(shape.unions) > 1
    known = _chosen.get(document)
    which = id(shape), id(alternative), others
    found = known.get(which) if known is not None else None
    if found is None:
        chosen = Shape(shape.outline.with_alternative(view(document, alternative)))
        if others:
            chosen.unions.extend(shape.unions[1:])
        found = _kept(_chosen, document, which, (shape, alternative, chosen))
    return found[2]


def _kept(caches: WeakKeyDictionary[Document, dict[Key, Made]], document: Document, key: Key, made: Made) -> Made:
    """What was made for a document, kept for the next time."""
    known = caches.setdefault(document, {})
    if len(known) >= _MAX_KEPT:
        known.clear()
    known[key] = made
    return made


def members_sent(document: Document, shape: Shape, direction: Direction) -> tuple[SentMember, ...]:
    """The declared members that are sent in a direction, each with its shape; found once."""
    found = shape.sent.get(direction)
    if found is None:
        required = frozenset(shape.words.get("required", ()))
        members = [(name, schema, shape_of(document, schema)) for name, schema in shape.members.items()]
        found = shape.sent[direction] = tuple(
            SentMember(name, schema, inner, name in required)
            for name, schema, inner in members
            if direction not in inner.unsent
        )
    return found


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
    return _kinds(shape, wish) if isinstance(wish, (dict, list)) else shape.kinds


def _kinds(shape: Shape, wish: Any) -> list[str]:
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
