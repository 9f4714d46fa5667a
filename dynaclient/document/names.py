"""Names in the normal form of a document, that of OpenAPI 3.2, which later stages rely on. Standard library only."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any] | bool
"""A schema in the normal form."""

LISTS_IN_PLACE = frozenset(("allOf", "anyOf", "oneOf"))
ONE_IN_PLACE = frozenset(("not", "if", "then", "else"))
IN_PLACE = LISTS_IN_PLACE | ONE_IN_PLACE | {"dependentSchemas"}
"""Keywords whose schemas describe the same value."""

ONE_INSIDE = frozenset(
    ("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames", "contains", "items")
)
"""Keywords whose schema describes members or items of the value."""

ONE_SCHEMA = ONE_IN_PLACE | ONE_INSIDE
SCHEMA_LISTS = LISTS_IN_PLACE | {"prefixItems"}
SCHEMA_MAPS = frozenset(("properties", "patternProperties", "dependentSchemas"))
"""Keywords that hold one schema, a list of them, or a map of them by name, if a value is checked against these.

Source: JSON Schema 2020-12 Core, sections 10 and 11.
"""

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
"""The fixed fields of a Path Item that contain operations. Source: OAS 3.2.0 Path Item Object."""


def sent_method(method: str) -> str:
    """A method as it is sent: that of a fixed field in upper case, another one as the document writes it."""
    return method.upper() if method in METHODS else method


def written_method(sent: str) -> str:
    """A method that was sent, as a document writes it: the inverse of `sent_method`, for the known ones in any case."""
    return lower if (lower := sent.lower()) in METHODS else sent


ADDITIONAL = "additionalOperations"
"""The member of a Path Item with the operations of other methods. Source: OAS 3.2.0 Path Item Object."""


def path_item(operations: Mapping[str, Any]) -> dict[str, Any]:
    """The Path Item with these operations by method: in its fixed fields, or among the additional ones."""
    others = {method: operation for method, operation in operations.items() if method not in METHODS}
    fields = {method: operation for method, operation in operations.items() if method in METHODS}
    return {**fields, ADDITIONAL: others} if others else fields


TEMPLATE = re.compile(r"\{([^{}/?#]+)\}")
"""A template expression in a path key."""

POINTER = "x-pointer"
"""Added to parameters and media types: the place of their schema, as a reference into the document."""

ITEM_POINTER = "x-item-pointer"
"""Added to media types: the place of their `itemSchema`, as a reference into the document."""

SUBTYPES = "x-subtypes"
"""Added to a base schema with a discriminator (2.0 and 3.0): a value of its property → the schema that it names."""

SCOPE = "\x01"
"""Separates a reference from the number of the dynamic scope that its target is read in (`dynamic_scope`)."""

WHOLE = "x-whole"
"""In Encoding Objects: whether a list is written in the content type as one value, as up to 3.1; not each of its items.

Source: OAS 3.2.0 "Encoding By Name", whose rule for items 3.1.2 and before do not have.
"""

UNFOUND = "x-unfound"
"""Key of a Link Object: why the document has no operation that it leads to."""

UNSENDABLE = "x-unsendable"
"""In operations: the parameters that are required in a place that requests do not have, each with its own place."""

NULL_TEXT = "x-null"
"""In query parameters: the text that null is sent as. Without it null is not sent: no style has a text for it."""

OPERATION_IDS = "x-operation-ids"
"""In the root: the ids of operations in other texts, by path and method. A text is read when one of them is used."""

BODY_NAME = "x-body-name"
"""In request bodies: the name of the 2.0 body parameter that it was. Converters from 2.0 keep it in such extensions."""

BODY_NAMES = (BODY_NAME, "x-codegen-request-body-name")
"""The extensions, of a Request Body or Operation Object, that keep it."""

UNCHECKED = "values here are not checked"
"""The consequence of a schema, or a part of one, that cannot be used."""

UNRESOLVABLE = "unresolvable-reference"
"""The kind of problem that a reference is which leads nowhere (`place.KINDS`)."""

FOLLOWED = "it is followed"
"""The consequence of a reference where the standard has none."""

_SWAGGER2 = {
    "/components/schemas": "/definitions",
    "/components/parameters": "/parameters",
    "/components/responses": "/responses",
    "/components/securitySchemes": "/securityDefinitions",
}
"""Path in the normal form → path in 2.0."""


def normal_pointer(pointer: str) -> str:
    """A 2.0 pointer in the normal form: `/definitions/Pet` → `/components/schemas/Pet`."""
    for modern, old in _SWAGGER2.items():
        if pointer == old or pointer.startswith(old + "/"):
            return modern + pointer[len(old) :]
    return pointer


def raw_pointer(pointer: str) -> str:
    """The inverse of `normal_pointer`: the place in 2.0 of what a normal pointer names."""
    for modern, old in _SWAGGER2.items():
        if pointer == modern or pointer.startswith(modern + "/"):
            return old + pointer[len(modern) :]
    return pointer
