"""The only reader of schemas: merges `$ref`, `allOf` and unions with null into one view.

Reads only the given schema, not its properties, items or alternatives, so recursive schemas need no special care. Does
not check values; see `checker`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from weakref import WeakKeyDictionary

from ..document import Document
from ..errors import UnresolvableReference
from ..types import MISSING
from .parts import MAX_DEPTH, Lookup, distinguishing_union, proper_branches, read_parts, same_value
from .schema_view import SchemaView

__all__ = [
    "SchemaView",
    "extra_of",
    "free_members_of",
    "holds_file",
    "items_of",
    "properties_of",
    "read_schema",
    "read_variants",
    "types_of",
    "values_of",
    "variants",
    "view",
]

_MAX_KEPT = 20_000
"""Views cached per document; beyond that the cache is cleared."""

_NOTHING = SchemaView(((),), (), frozenset(), is_false=False)
_FALSE = SchemaView(((),), (), frozenset(), is_false=True)

_views: WeakKeyDictionary[Document, dict[int, SchemaView]] = WeakKeyDictionary()
"""By document and identity of the schema, which the view keeps alive."""


def view(document: Document, schema: Any) -> SchemaView:
    """The view of a schema; an empty one for a reference without a target.

    Args:
        schema: in its normal form; may be a boolean.
    """
    if type(schema) is not dict and not isinstance(schema, Mapping):
        return _FALSE if schema is False else _NOTHING
    known = _views.get(document)
    if known is None:
        known = _views.setdefault(document, {})
    found = known.get(id(schema))
    if found is None:
        if len(known) >= _MAX_KEPT:
            known.clear()
        found = known[id(schema)] = read_schema(partial(_target, document), schema)
    return found


def read_schema(lookup: Lookup, schema: Any) -> SchemaView:
    """`view` for schemas outside a document, not cached."""
    if type(schema) is not dict and not isinstance(schema, Mapping):
        return _FALSE if schema is False else _NOTHING
    if schema.keys().isdisjoint(_COMPOSING):  # most of them
        return SchemaView(((schema,),), (), frozenset(), is_false=False)
    followed: list[str] = []
    parts, chain, is_false = read_parts(lookup, schema, followed)
    levels, merged = [tuple(parts)], set()
    seen = {id(part) for part in parts}
    while len(levels) <= MAX_DEPTH:
        union = distinguishing_union(levels[-1])
        if union is None or len(proper := proper_branches(union)) != 1:
            break
        merged.add(id(union))
        inner, inner_chain, _ = read_parts(lookup, proper[0], followed)
        if not inner or not seen.isdisjoint(map(id, inner)):
            break
        chain = chain or ([] if any("properties" in part for part in levels[0]) else inner_chain)
        seen.update(map(id, inner))
        levels.append(tuple(inner))
    return SchemaView(tuple(levels), tuple(chain), frozenset(merged), followed=tuple(followed), is_false=is_false)


def variants(document: Document, schema: Any) -> list[SchemaView]:
    """The views of a schema and of each of its alternatives, with nested unions flattened; each once."""
    found = [view(document, schema)]
    if not found[0].unions:
        return found
    return _spread(found, lambda branch: view(document, branch))


def read_variants(lookup: Lookup, schema: Any) -> list[SchemaView]:
    """`variants` for schemas outside a document."""
    return _spread([read_schema(lookup, schema)], lambda branch: read_schema(lookup, branch))


def types_of(document: Document, schema: Any) -> tuple[str, ...]:
    """The JSON types that a schema allows, including alternatives and null; empty if it does not restrict types."""
    own, *others = variants(document, schema)
    if not others:
        return own.types_and_null
    kinds = dict.fromkeys(kind for item in (own, *others) for kind in item.types)
    return (*kinds, "null") if own.nullable or any(item.nullable for item in others) else tuple(kinds)


def properties_of(document: Document, schema: Any) -> Mapping[str, Any]:
    """The properties that a value may have: the schema's own first, then those of its alternatives."""
    own, *others = variants(document, schema)
    if not others:
        return own.properties
    found = dict(own.properties)
    for item in others:
        for name, described in item.properties.items():
            found.setdefault(name, described)
    return found


def extra_of(document: Document, schema: Any) -> Any:
    """What a schema or its alternatives say of members that they do not name: a schema, True or False; None: nothing.

    Source: JSON Schema 2020-12 Core, sections 10.3.2.2 and 10.3.2.3.
    """
    found = [item.extra for item in variants(document, schema) if item.extra is not None]
    return next((extra for extra in found if extra is not False), False if found else None)


def free_members_of(document: Document, schema: Any) -> Any:
    """The schema of the members of an object that is described by `additionalProperties` alone; `MISSING` of any other.

    True if they may have any value.
    """
    extra = extra_of(document, schema)
    return MISSING if extra in (None, False) or properties_of(document, schema) else extra


def items_of(document: Document, schema: Any) -> Any:
    """The schema of an array's items, also from an alternative; `MISSING` if there is none."""
    return next((item.items for item in variants(document, schema) if item.items is not MISSING), MISSING)


def values_of(document: Document, schema: Any) -> tuple[tuple[Any, ...], bool]:
    """The constants that a schema or its alternatives list, and whether other values are allowed too."""
    found = variants(document, schema)
    values: list[Any] = []
    for item in found:
        values += [value for value in item.values if not any(same_value(value, known) for known in values)]
    bare = [item for item in found if not item.constants and not item.alternatives]
    return tuple(values), any(item.types or not item.nullable for item in bare)


def holds_file(document: Document, schema: Any) -> bool:
    """Whether a form field of this schema is a file, or an array of files.

    Source: OAS 3.0.4 and 3.1.1, "Considerations for File Uploads".
    """
    for _ in range(MAX_DEPTH):
        found = variants(document, schema)
        if any(item.is_binary for item in found):
            return True
        schema = next((item.items for item in found if item.items is not MISSING), MISSING)
        if schema is MISSING:
            break
    return False


# reading


def _target(document: Document, reference: str) -> Any:
    try:
        return document.schema(reference)
    except UnresolvableReference:
        return None


_COMPOSING = frozenset(("$ref", "allOf", "anyOf", "oneOf"))


def _spread(found: list[SchemaView], read: Callable[[Any], SchemaView]) -> list[SchemaView]:
    seen = {id(found[0].parts[0])} if found[0].parts else set()
    level = found
    for _ in range(MAX_DEPTH):
        following = []
        for item in level:
            for branch in (branch for union in item.unions for branch in union):
                inner = read(branch)
                if inner.parts and id(inner.parts[0]) not in seen:
                    seen.add(id(inner.parts[0]))
                    following.append(inner)
        if not following:
            break
        found = [*found, *following]
        level = following
    return found
