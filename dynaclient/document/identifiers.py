"""The `$id`s and anchors of one text: which schema each of them names; and `$self`, which names the text itself.

Source: JSON Schema 2020-12 Core, sections 8.2 and 9.3; OAS 3.2.0 OpenAPI Object, `$self`.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from ..errors import UnresolvableReference
from .place import Place
from .walk import DATA, NAMED

_NAMED = NAMED | {"definitions", "dependencies", "parameters", "requestBodies", "pathItems", "callbacks"}


class Identifiers(NamedTuple):
    """What the identifiers of a text name, as JSON Pointers into it.

    Attributes:
        resources: absolute URI → the schema with that `$id`.
        anchors: (schema resource, name) → the schema with that anchor.
        dynamic: schema resource → its dynamic anchors by name.
    """

    resources: dict[str, str]
    anchors: dict[tuple[str, str], str]
    dynamic: dict[str, dict[str, str]]


def read_identifiers(value: Any, uri: str, *, rebases: bool) -> Identifiers:
    """The identifiers in a text, found without recursion; a value that is shared counts where it is first.

    Args:
        rebases: whether a schema with an `$id` is a resource of its own, as in 3.1. The Schema Objects of 2.0 and 3.0
            have no `$id`: there it only gives the schema a name.
    """
    found = Identifiers({}, {}, {})
    stack: list[tuple[Any, Place, bool]] = [(value, Place(uri), False)]
    seen: set[int] = set()
    while stack:
        node, place, names = stack.pop()
        if not isinstance(node, (Mapping, list)) or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, list):
            stack.extend((item, place.child(i), False) for i, item in reversed(list(enumerate(node))))
            continue
        if not names:
            place = _identified(found, node, place, rebases=rebases)
        stack.extend(
            (item, place.child(key), not names and key in _NAMED)
            for key, item in reversed(list(node.items()))
            if names or key not in DATA
        )
    return found


def own_address(root: Any) -> str | None:
    """The address that a description gives itself, as its `$self`."""
    given = root.get("$self") if isinstance(root, Mapping) and "openapi" in root else None
    return given if isinstance(given, str) else None


def _identified(found: Identifiers, node: Mapping[Any, Any], place: Place, *, rebases: bool) -> Place:
    """Note what one schema is called; its place, as the base of what is in it."""
    identifier = node.get("$id") if place.pointer else own_address(node) or node.get("$id")
    if isinstance(identifier, str):
        with suppress(UnresolvableReference):  # an `$id` that is not a valid address names nothing
            inner = place.within(identifier)
            if inner is not place:
                found.resources.setdefault(inner.base, place.pointer)
                place = inner if rebases else place
            elif len(identifier) > 1:  # `#name` was the anchor of drafts 6 and 7
                found.anchors.setdefault((place.base_pointer, identifier[1:]), place.pointer)
    for keyword in ("$anchor", "$dynamicAnchor"):
        if isinstance(node.get(keyword), str):
            found.anchors.setdefault((place.base_pointer, node[keyword]), place.pointer)
    if isinstance(node.get("$dynamicAnchor"), str):
        found.dynamic.setdefault(place.base_pointer, {}).setdefault(node["$dynamicAnchor"], place.pointer)
    return place
