"""What a document says about the items of a body that is a sequence: lines, records, events or unnamed parts.

Reads `itemSchema`, `schema` and the encodings by position into one value, whatever version they were written in.
Source: OAS 3.2.0 Media Type Object, "Sequential Media Types", "Encoding By Position".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..document.names import ITEM_POINTER, POINTER
from ..document.pointer import extended
from ..schema.view import items_of, types_of, view
from ..types import MISSING, JSONObject
from .media_types import family_of, framing_of
from .values import Encoding, ItemRules

_BY_POSITION = frozenset(("itemSchema", "prefixEncoding", "itemEncoding"))
"""Members of a Media Type Object that make the parts of a multipart body a list."""


def sequence_of(
    document: Document, name: str, raw: Mapping[str, Any], schema: JSONObject | None, item: JSONObject | None
) -> ItemRules | None:
    """The rules for the items of a Media Type Object in its normal form; None if it is not a sequence of items.

    Those are a multipart body whose parts have names, and a stream of events whose schema is that of their data. A
    document of an older version describes a stream of JSON by the schema of one value: that is one of the items.

    Args:
        schema, item: its `schema` and `itemSchema` as mappings, or None.
    """
    framing = family_of(name).framing
    types = types_of(document, schema) if schema is not None else ()
    is_list = "array" in types or (schema is not None and not types and items_of(document, schema) is not MISSING)
    if framing == "parts" and not (is_list or _BY_POSITION & raw.keys()):
        return None
    if framing == "events" and not is_list and "itemSchema" not in raw:
        return None  # the schema describes the data of an event
    pointer = raw.get(ITEM_POINTER, "")
    of_schema = raw.get(POINTER, "")
    if framing == "events" and item is None:
        found = items_of(document, schema)
        item, pointer = {} if found is MISSING else found, extended(of_schema, ("items",))
    elif item is None and schema is not None and not is_list and types not in ((), ("string",)):
        item, pointer = schema, of_schema
    return ItemRules(
        framing or framing_of(name),
        item,
        pointer,
        schema if is_list else None,
        of_schema if is_list else "",
        tuple(map(Encoding.of, raw.get("prefixEncoding", ()))),
        Encoding.of(raw["itemEncoding"]) if "itemEncoding" in raw else None,
    )


def schema_at(document: Document, rules: ItemRules, index: int) -> Any:
    """The schema of the item at an index; `{}` if the document says nothing about it."""
    if rules.schema is not None or rules.whole is None:
        return rules.schema or {}
    return position_of(document, rules.whole, index)


def position_of(document: Document, schema: Any, index: int) -> Any:
    """The schema of the item at an index of a list."""
    described = view(document, schema)
    if index < len(described.prefix_items):
        return described.prefix_items[index]
    return {} if described.items is MISSING else described.items


def whole_schema(rules: ItemRules) -> tuple[JSONObject | None, str]:
    """The schema that describes a body for people and types, and its place: of the list of items, or of one event."""
    if rules.framing == "events":
        return rules.schema, rules.pointer
    if rules.whole is not None or rules.schema is None:
        return rules.whole, rules.whole_pointer
    return {"type": "array", "items": rules.schema}, rules.pointer
