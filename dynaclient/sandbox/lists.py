"""Locates the items of a list in an answer by its schema. Recognizes envelope members by the names that APIs use."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..schema import view
from ..schema.view import properties_of, types_of
from ..types import MISSING


def items_of(document: Document, schema: Any) -> Any:
    """The schema of the items in a list answer, or None if it is not a list."""
    place = list_place(document, schema)
    if place is None:
        return None
    for name in place:
        schema = properties_of(document, schema)[name]
    found = view.items_of(document, schema)
    return None if found is MISSING else found


def list_place(document: Document, schema: Any) -> tuple[str, ...] | None:
    """The path to the items in an answer: `()` for an array, `("data",)` for an envelope; None if it is not a list."""
    if schema is None:
        return None
    if "array" in types_of(document, schema):
        return ()
    found = _lists_in(document, schema)
    if found:
        return (min(found, key=_likeliness),)
    for name, inner in properties_of(document, schema).items():
        if name.lower() in _WRAPPERS and (deeper := _lists_in(document, inner)):
            return (name, min(deeper, key=_likeliness))
    return None


_LIST_NAMES = ("data", "items", "results", "value", "values", "list", "entries", "records", "resources")
_WRAPPERS = frozenset(("data", "result", "response", "_embedded"))
_NEVER = frozenset(("errors", "warnings", "links", "_links", "schemas", "permissions"))


def _likeliness(name: str) -> int:
    return _LIST_NAMES.index(name.lower()) if name.lower() in _LIST_NAMES else len(_LIST_NAMES)


def _lists_in(document: Document, schema: Any) -> list[str]:
    """Members that are arrays of objects, if one has a usual name for a list or is the only one."""
    properties = properties_of(document, schema)
    arrays = [
        name
        for name, inner in properties.items()
        if name.lower() not in _NEVER and "array" in types_of(document, inner) and _holds_objects(document, inner)
    ]
    known = [name for name in arrays if _likeliness(name) < len(_LIST_NAMES)]
    if known:
        return known
    scalars = sum(1 for inner in properties.values() if set(types_of(document, inner)) & {"string"})
    return arrays if len(arrays) == 1 and scalars <= 2 else []


def _holds_objects(document: Document, schema: Any) -> bool:
    return "object" in types_of(document, view.items_of(document, schema))
