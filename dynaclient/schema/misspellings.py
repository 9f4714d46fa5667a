"""Members of objects that are probably misspelt: not declared, but close to a declared name that is missing.

Most schemas are open, so that such a member is valid, and the server ignores it. What is read from the schema is kept
in `Place`s, so that a value whose names are all declared is passed by a few look-ups in their tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._support.spelling import misspelt_among
from ..document import Document
from ..document.names import SUBTYPES
from ..types import MISSING
from .failure import Path
from .schema_view import SchemaView
from .view import variants, view

MOST_DOUBTED = 50
"""Undeclared members of one object that are compared; an object with more is a table of names."""

_MOST_VIEWS = 500
_MOST_PLACES = 5000
"""Schemas for one place, and places of one body: where there are more, names are not looked at."""

_IN_OBJECTS = frozenset(
    (
        "properties",
        "items",
        "prefixItems",
        "additionalProperties",
        "patternProperties",
        "allOf",
        "anyOf",
        "oneOf",
        "$ref",
    )
) | {SUBTYPES, "then", "else", "dependentSchemas"}
"""Keywords without which nothing in a value has declared names."""

_REFERENCE = frozenset(("$ref",))

_MOST_KEPT = 1000
"""Names that a place remembers to be unlike any declared one."""

_APPLYING = frozenset((SUBTYPES, "then", "else", "dependentSchemas"))
_WITH_CONSTANTS = frozenset(("const", "enum", "$ref", "allOf"))

Misspelling = tuple[Path, str, str]
"""Path of the object, the name that it has, and the declared name that is missing."""


class Place:
    """What the schemas of one place in a value declare: names of members, and the places below.

    Its attributes are tables that are filled when they are asked for the first time.

    Attributes:
        declared: name → its schemas, of all alternatives together.
        children: name → its place, or None if nothing below it declares names.
        items: the place of the items of an array, or None.
        tag: the name whose constants distinguish most of the alternatives, or "".
        chosen: constant of `tag` → this place without the alternatives that have another constant.
        is_map: whether members may have any name; also where none is declared.
    """

    __slots__ = ("_document", "_fine", "_known", "_views", "children", "chosen", "declared", "is_map", "items", "tag")

    def __init__(self, document: Document, views: tuple[SchemaView, ...], known: dict[Any, Place]) -> None:
        self._document = document
        self._views = views
        self._known = known
        self._fine: set[str] = set()
        self.declared: dict[str, tuple[Any, ...]] = {}
        for each in views:
            for name, schema in each.properties.items():
                found = self.declared.get(name)
                if found is None:
                    self.declared[name] = (schema,)
                elif not any(schema is other or _same_reference(schema, other) for other in found):
                    self.declared[name] = (*found, schema)
        self.is_map = not self.declared or any(_is_map(each) for each in views)
        self.children: dict[str, Place | None] = _Children(self)
        self.tag = self._tag() if len(views) > 2 else ""
        self.chosen: dict[str, Place] = _Chosen(self)
        self.items: Place | None = None
        known[_key_of(views)] = self  # before its items: an array may hold arrays of its own kind
        self.items = self._place([schema for each in views for schema in _items_of(each)])

    def _tag(self) -> str:
        counts: dict[str, int] = {}
        for each in self._views:
            for name, schema in each.properties.items():
                may_have = type(schema) is dict and not _WITH_CONSTANTS.isdisjoint(schema)  # few have
                if may_have and self._constants(each, name):
                    counts[name] = counts.get(name, 0) + 1
        best = max(counts, key=lambda name: counts[name], default="")
        return best if counts.get(best, 0) > 1 else ""

    def _constants(self, found: SchemaView, name: str) -> tuple[Any, ...]:
        return view(self._document, found.properties[name]).values if name in found.properties else ()

    def meant(self, value: str) -> Place:
        """This place without the alternatives that have other constants for `tag` than a value."""
        constants = [self._constants(each, self.tag) for each in self._views]
        kept = tuple(each for each, found in zip(self._views, constants, strict=True) if not found or value in found)
        if len(kept) == len(self._views) or not any(value in found for found in constants):
            return self
        return _place_of(self._document, kept, self._known)

    def child(self, name: str) -> Place | None:
        """The place of a member; None if nothing below it declares names."""
        schemas = self.declared.get(name)
        if schemas is None:
            schemas = tuple(each.extra for each in self._views if isinstance(each.extra, Mapping))
        return self._place(schemas)

    def _place(self, schemas: Iterable[Any]) -> Place | None:
        views = _views_of(self._document, schemas)
        if not views or len(views) > _MOST_VIEWS or len(self._known) > _MOST_PLACES:
            return None
        if len(views) == 1 and len(views[0].parts) <= 1 and all(map(_IN_OBJECTS.isdisjoint, views[0].parts)):
            return None  # most members: text, numbers, and what a boolean describes
        place = _place_of(self._document, views, self._known)
        return None if place.is_silent else place

    @property
    def is_silent(self) -> bool:
        """Whether neither this place nor any below it declares names."""
        return not self.declared and self.items is None and not any(isinstance(v.extra, Mapping) for v in self._views)

    def has_doubt(self, value: Mapping[str, Any]) -> bool:
        """Whether an object with undeclared members may have a misspelt one."""
        return any(True for _ in self.doubts(value))

    def doubts(self, value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """The names in an object that are probably misspelt, each with the one that was probably meant."""
        if self.is_map:
            return
        others = [name for name in value if isinstance(name, str) and name not in self.declared]
        for name in others if len(others) <= MOST_DOUBTED else ():
            if name in self._fine:
                continue
            if misspelt_among(name, self.declared) is None:
                if len(self._fine) < _MOST_KEPT:
                    self._fine.add(name)
                continue
            meant = misspelt_among(name, (known for known in self.declared if known not in value))
            if meant is not None and not any(view(self._document, s).read_only for s in self.declared[meant]):
                yield name, meant


class _Children(dict[str, "Place | None"]):
    """A table of the places of members. It does not keep undeclared names, which are unlimited in number."""

    __slots__ = ("_place",)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def __missing__(self, name: str) -> Place | None:
        found = self._place.child(name)
        if name in self._place.declared:
            self[name] = found
        return found


class _Chosen(dict[str, Place]):
    """A table of the places that a tag chooses. Values that are not constants of it are not kept."""

    __slots__ = ("_place",)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def __missing__(self, value: str) -> Place:
        found = self._place.meant(value)
        if found is not self._place:
            self[value] = found
        return found


def _same_reference(one: Any, other: Any) -> bool:
    """Whether two schemas are only references, to the same schema."""
    is_reference = isinstance(one, dict) and isinstance(other, dict) and one.keys() == _REFERENCE
    return is_reference and one == other


def place_of(document: Document, schema: Any) -> Place:
    """The place of a whole value."""
    return _place_of(document, _views_of(document, [schema]), {})


def _place_of(document: Document, views: tuple[SchemaView, ...], known: dict[Any, Place]) -> Place:
    return known.get(_key_of(views)) or Place(document, views, known)


def _key_of(views: Iterable[SchemaView]) -> tuple[tuple[int, ...], ...]:
    """What the views of a place say, by identity; the place keeps it alive."""
    return tuple(map(_identity, views))


def _identity(found: SchemaView) -> tuple[int, ...]:
    """The schemas that a view merges; those that are only a reference say nothing."""
    parts = found.parts
    if len(parts) == 1:
        return (id(parts[0]),)
    return tuple([id(part) for part in parts if part.keys() != _REFERENCE])


def _views_of(document: Document, schemas: Iterable[Any]) -> tuple[SchemaView, ...]:
    """The views of schemas for the same place, each once: alternatives often lead to the same schema."""
    views = {_identity(found): found for schema in schemas for found in _readings(document, schema)}
    return tuple(views.values())


def _readings(document: Document, schema: Any) -> Iterator[SchemaView]:
    """The views of a schema, its alternatives, and the schemas that apply under a condition."""
    for found in variants(document, schema):
        yield found
        for part in found.parts:
            if not _APPLYING.isdisjoint(part):  # few have any
                yield from _applied(document, part)


def _applied(document: Document, part: Mapping[str, Any]) -> Iterator[SchemaView]:
    """What else may apply to the value of a schema: the subtypes of its discriminator, and conditional schemas."""
    for reference in part.get(SUBTYPES, {}).values():
        yield view(document, {"$ref": reference})
    for keyword in ("then", "else"):
        if keyword in part:
            yield view(document, part[keyword])
    for dependent in part.get("dependentSchemas", {}).values():
        yield view(document, dependent)


def _is_map(found: SchemaView) -> bool:
    """Whether a schema is meant for objects with names of any kind."""
    if isinstance(found.extra, Mapping) and found.extra:
        return True
    return "object" in found.types and not found.properties and not found.unions and found.extra is not False


def _items_of(found: SchemaView) -> Iterator[Any]:
    if found.items is not MISSING:
        yield found.items
    yield from found.prefix_items


def find_misspellings(place: Place | None, value: Any, path: Path = ()) -> Iterator[Misspelling]:
    """Every member of a value, at any depth, that is probably misspelt.

    Args:
        value: plain JSON.
    """
    if place is None:
        return
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from find_misspellings(place.items, item, (*path, i))
    elif isinstance(value, dict):
        tagged = value.get(place.tag) if place.tag else None
        meant = place.chosen[tagged] if isinstance(tagged, str) else place
        for given, wanted in meant.doubts(value):
            yield path, given, wanted
        for name, item in value.items():
            if isinstance(item, (dict, list)):
                yield from find_misspellings(meant.children[name], item, (*path, name))
