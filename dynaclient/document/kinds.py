"""What kind of object each member of a document is, as written and of any version. Knows no values."""

from __future__ import annotations

from collections.abc import Mapping

from .names import METHODS, SCHEMA_MAPS
from .walk import DATA

_KINDS: Mapping[str, tuple[str, str]] = {
    "paths": ("pathItem", "map"),
    "webhooks": ("pathItem", "map"),
    "pathItems": ("pathItem", "map"),
    "schemas": ("schema", "map"),
    "definitions": ("schema", "map"),
    "responses": ("response", "map"),
    "headers": ("header", "map"),
    "examples": ("example", "map"),
    "links": ("link", "map"),
    "callbacks": ("callback", "map"),
    "requestBodies": ("requestBody", "map"),
    "securitySchemes": ("securityScheme", "map"),
    "securityDefinitions": ("securityScheme", "map"),
    "content": ("mediaType", "map"),
    "mediaTypes": ("mediaType", "map"),
    "encoding": ("encoding", "map"),
    "prefixEncoding": ("encoding", "one"),
    "itemEncoding": ("encoding", "one"),
    "schema": ("schema", "one"),
    "itemSchema": ("schema", "one"),
    "requestBody": ("requestBody", "one"),
    "additionalOperations": ("operation", "map"),
    "components": ("components", "one"),
    "servers": ("server", "one"),
    "tags": ("tag", "one"),
    "security": ("security", "one"),
    "flows": ("flows", "one"),
}
"""Member of an object other than a schema → what it contains, one (or a list of such) or a map by name.

Source: OAS 3.2.0 section 4.
"""

_SCHEMA_MAPS = SCHEMA_MAPS | {"$defs", "definitions"}
_SCHEMA_DATA = DATA | {"discriminator", "required", "externalDocs", "xml"}
_OTHER_DATA = frozenset(("example", "default", "value", "enum", "scopes", "mapping"))


def member_kind(kind: str, key: str, *, is_2: bool, is_object: bool) -> tuple[str, bool]:
    """The kind of the member `key` of an object of a kind, and whether the member is a map of such by name.

    Args:
        kind: "root", "schema", "data", "callback" or another one of OpenAPI's; "other" for those without references.
        is_2: whether the document is Swagger 2.0.
        is_object: whether the member is an object, rather than a list or a scalar.
    """
    if kind == "data" or key.startswith("x-"):
        return "data", False
    if kind == "schema":
        return ("data", False) if key in _SCHEMA_DATA else ("schema", key in _SCHEMA_MAPS)
    if kind == "link" and key in ("parameters", "requestBody"):
        return "data", False
    if kind == "callback":
        return "pathItem", False
    if kind == "pathItem" and key in METHODS:
        return "operation", False
    if key == "parameters":
        return "parameter", is_object
    if key in _OTHER_DATA:
        return "data", False
    inner, shape = _KINDS.get(key, ("other", "one"))
    return ("data" if inner == "example" and is_2 else inner), shape == "map"
