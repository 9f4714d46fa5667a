"""Where in an answer the items of a list are, by its schema. Knows the members of envelopes by the names APIs use."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..schema.view import types_of
from .shape import shape_of


def items_of(document: Document, schema: Any) -> Any:
    """The schema of the items that a list answer holds, or None where it is no list."""
    place = list_place(document, schema)
    if place is None:
        return None
    for name in place:
        schema = members_of(document, schema)[name]
    return _items(document, schema)


def members_of(document: Document, schema: Any, depth: int = 0) -> dict[str, Any]:
    """The members that a schema declares, each with all that is said of it: also by its alternatives."""
    shape = shape_of(document, schema)
    found = {name: list(schemas) for name, schemas in shape.members.items()}
    for union in shape.unions if depth < 4 else ():
        for alternative in union:
            for name, described in members_of(document, alternative, depth + 1).items():
                found.setdefault(name, [described])
    return {name: schemas[0] if len(schemas) == 1 else {"allOf": schemas} for name, schemas in found.items()}


def list_place(document: Document, schema: Any) -> tuple[str, ...] | None:
    """Where in an answer the items of a list are: `()` for an array, `("data",)`; None where it is no list."""
    if schema is None:
        return None
    if "array" in types_of(document, schema):
        return ()
    found = _lists_in(document, schema)
    if found:
        return (min(found, key=_likeliness),)
    for name, inner in members_of(document, schema).items():
        if name.lower() in _WRAPPERS and (deeper := _lists_in(document, inner)):
            return (name, min(deeper, key=_likeliness))
    return None


_LIST_NAMES = ("data", "items", "results", "value", "values", "list", "entries", "records", "resources")
_WRAPPERS = frozenset(("data", "result", "response", "_embedded"))
_NEVER = frozenset(("errors", "warnings", "links", "_links", "schemas", "permissions"))


def _likeliness(name: str) -> int:
    return _LIST_NAMES.index(name.lower()) if name.lower() in _LIST_NAMES else len(_LIST_NAMES)


def _lists_in(document: Document, schema: Any) -> list[str]:
    """Members that are arrays of objects, where one of them is known for being a list or is the only one."""
    properties = members_of(document, schema)
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
    items = _items(document, schema)
    return items is not None and "object" in types_of(document, items)


def _items(document: Document, schema: Any) -> Any:
    shape = shape_of(document, schema)
    if "items" in shape.words:
        found = shape.words["items"]
        return found[0] if len(found) == 1 else {"allOf": found}
    for union in shape.unions:
        for alternative in union:
            items = _items(document, alternative)
            if items is not None:
                return items
    return None
