"""Where a schema has the item, or the list of items, that an operation is about; opens and closes such envelopes.

Decides by shape, and by the names that APIs commonly give. Keeps no state.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..schema import view
from ..schema.view import properties_of, types_of
from ..types import MISSING
from .resource_model import ITEM, Place

_LIST_NAMES = ("data", "items", "results", "value", "values", "list", "entries", "records", "resources")
_WRAPPERS = ("data", "result", "response", "item", "resource", "entity", "payload", "value", "_embedded")
_NEVER = frozenset(("errors", "warnings", "links", "_links", "schemas", "permissions", "meta", "error", "metadata"))


def at(value: Any, place: Place | None) -> Any:
    """The value at a place, or `MISSING`."""
    if value is MISSING:
        return MISSING
    for name in place or ():
        if name == ITEM and isinstance(value, list) and value:
            value = value[0]
        elif (value.__class__ is dict or isinstance(value, Mapping)) and name in value:
            value = value[name]
        else:
            return MISSING
    return value if place is not None else MISSING


def closed(place: Place, value: Any) -> Any:
    """The value in an envelope that has nothing else."""
    for name in reversed(place):
        value = [value] if name == ITEM else {name: value}
    return value


def schema_at(document: Document, schema: Any, place: Place | None) -> Any:
    """The schema at a place; None if there is none."""
    for name in place or ():
        schema = view.items_of(document, schema) if name == ITEM else properties_of(document, schema).get(name)
        if schema is None or schema is MISSING:
            return None
    return schema if place is not None else None


def same_schema(document: Document, one: Any, other: Any) -> bool:
    """Whether two schemas describe the same thing: the same place in the document."""
    if one is None or other is None:
        return False
    first, second = view.view(document, one).parts, view.view(document, other).parts
    if not first or not second:
        return False
    return first[-1] is second[-1] or (first[-1] == second[-1] and bool(first[-1]))


def list_place(document: Document, schema: Any, names: Iterable[str] = ()) -> Place | None:
    """The way to the items in an answer: `()` for an array, `("data",)` for an envelope; None if it is not a list.

    Args:
        names: other names of the member, such as the collection's own.
    """
    if schema is None:
        return None
    if "array" in types_of(document, schema):
        return ()
    known = tuple(name.lower() for name in names)
    found = _lists_in(document, schema, known)
    if found:
        return (min(found, key=lambda name: _likeliness(name, known)),)
    for name, inner in properties_of(document, schema).items():
        if name.lower() in _WRAPPERS and (deeper := _lists_in(document, inner, known)):
            return (name, min(deeper, key=lambda name: _likeliness(name, known)))
    return None


def items_of(document: Document, schema: Any, names: Iterable[str] = ()) -> Any:
    """The schema of the items in a list answer, or None if it is not a list."""
    place = list_place(document, schema, names)
    return None if place is None else schema_at(document, schema, (*place, ITEM))


def _likeliness(name: str, known: tuple[str, ...]) -> int:
    names = (*known, *_LIST_NAMES)
    return names.index(name.lower()) if name.lower() in names else len(names)


def _lists_in(document: Document, schema: Any, known: tuple[str, ...]) -> list[str]:
    """Members that are arrays of objects, if one has a usual name for a list or is the only one."""
    properties = properties_of(document, schema)
    arrays = [
        name
        for name, inner in properties.items()
        if name.lower() not in _NEVER and "array" in types_of(document, inner) and _holds_objects(document, inner)
    ]
    usual = [name for name in arrays if _likeliness(name, known) < len(_LIST_NAMES) + len(known)]
    if usual:
        return usual
    scalars = sum(1 for inner in properties.values() if set(types_of(document, inner)) & {"string"})
    return arrays if len(arrays) == 1 and scalars <= 2 else []


def _holds_objects(document: Document, schema: Any) -> bool:
    return "object" in types_of(document, view.items_of(document, schema))


def item_place(document: Document, schema: Any, names: Iterable[str], known: Any = None) -> Place | None:
    """The way to the one item in an answer or a body; None if it has none.

    Args:
        names: what the item may be called: its noun, its collection.
        known: the schema of an item, if another operation has shown it.
    """
    if schema is None:
        return None
    if known is not None:
        for place in _places(document, schema, tuple(name.lower() for name in names)):
            if same_schema(document, schema_at(document, schema, place), known):
                return place
    types = types_of(document, schema)
    if "object" not in types:
        return (ITEM,) if types == ("array",) and _holds_objects(document, schema) else None
    properties = properties_of(document, schema)
    objects = [name for name, inner in properties.items() if "object" in types_of(document, inner)]
    if has_key(properties):
        return ()
    wanted = [name.lower() for name in names]
    for name in objects:
        if name.lower() in wanted:
            return (name,)
    described = {name: properties_of(document, properties[name]) for name in objects}
    usual = [name for name in objects if name.lower() in _WRAPPERS and described[name]]
    if usual and (len(properties) <= len(objects) + 4 or has_key(described[usual[0]])):
        return (usual[0],)
    if len(properties) == 1 and objects and objects[0].lower() not in _NEVER:
        return (objects[0],)
    if len(properties) == 1:
        ((name, inner),) = properties.items()
        if name.lower() not in _NEVER and types_of(document, inner) == ("array",) and _holds_objects(document, inner):
            return (name, ITEM)
    return ()


def _places(document: Document, schema: Any, names: tuple[str, ...]) -> list[Place]:
    """The places where an item can be, outermost first: the value, the members that may hold it, items of lists."""
    found: list[Place] = [()]
    if "array" in types_of(document, schema):
        found.append((ITEM,))
    properties = properties_of(document, schema)
    for name, inner in properties.items():
        usual = name.lower() in names or name.lower() in _WRAPPERS or name.lower() in _LIST_NAMES
        if usual or len(properties) == 1:
            found.append((name, ITEM) if types_of(document, inner) == ("array",) else (name,))
    return found


def has_key(names: Iterable[str]) -> bool:
    """Whether one of the members is an id."""
    return any(name.lower().lstrip("_") in ("id", "uuid", "sid", "uid") for name in names)
