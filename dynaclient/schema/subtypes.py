"""A base schema of 2.0 under "strict": its discriminator names the schema that a value is held against.

Source: OAS 2.0 Schema Object, `discriminator`; OAS 3.0.4 Discriminator Object; `defaultMapping`: 3.2.0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..document import Document
from ..document.names import SUBTYPES
from .marks import ADDED, CHOOSES, EXCLUSIVE
from .view import view

Refer = Callable[[str], str]
"""Reference of a document → the reference in the closure to the same schema, for a value of the base schema."""


def held_against(document: Document, schema: Mapping[str, Any], copied: dict[str, Any], refer: Refer) -> dict[str, Any]:
    """The copy of a base schema that holds a value against the schema that its discriminator names.

    That one refers to the base, which is left out here: a value is held against it once, on every level.
    """
    name, subtypes = schema["discriminator"]["propertyName"], schema[SUBTYPES]
    own = next((found for found in subtypes.values() if document.schema(found) is schema), "")
    base: Any = {"$ref": refer(own)} if own else True
    chosen = []
    for value, reference in subtypes.items():
        meant: dict[str, Any] = {"$ref": refer(reference)}
        if not any(part is schema for part in view(document, {"$ref": reference}).parts):
            meant = {"allOf": [base, meant]}
        chosen.append({"if": _named(name, {"const": value}), "then": meant})
    default = schema["discriminator"].get("defaultMapping")
    chosen.append(
        {"if": _named(name, {"enum": list(subtypes)}), "else": base if default is None else {"$ref": refer(default)}}
    )
    known: Any = default is not None or {"properties": {name: {"enum": list(subtypes), CHOOSES: True}}, ADDED: True}
    if own:
        copied = {"type": copied["type"]} if "type" in copied else {}
    return {**copied, "allOf": [*copied.get("allOf", ()), known, {"allOf": chosen, EXCLUSIVE: True, ADDED: True}]}


def _named(name: str, values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {name: values}, "required": [name]}
