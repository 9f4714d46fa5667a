"""All operations of a document as one OpenAPI 3.1 document in one file, for a viewer that reads nothing else.

`model.excerpt` does this for one operation; here schemas are shared, and what a viewer would trip over is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..document.names import POINTER
from ..document.walk import DATA, NAMED
from ..errors import UnresolvableReference
from ..model import Operations
from ..schema.closure import ReferenceNames
from .routes import path_of

_PREFIX = "#/components/schemas/"


def whole_document(document: Document, operations: Operations, *, server: str = "/") -> dict[str, Any]:
    """The document in its 3.1 form, with `server` as its only server.

    Of operations that differ by more than method and path (their key has a `#fragment`), the first stands for all.
    """
    names = ReferenceNames()
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations.values():
        raw = _copied(document.operation(operation.operation_id), names)
        raw.pop("servers", None)
        raw["operationId"] = operation.operation_id
        raw["security"] = [{name: list(scopes) for name, scopes in item.items()} for item in operation.security]
        raw["responses"] = raw["responses"] or {"default": {"description": ""}}
        paths.setdefault(path_of(operation), {}).setdefault(operation.method, raw)
    schemas: dict[str, Any] = {}
    while names.waiting:
        reference = names.waiting.pop()
        try:
            schema = document.schema(reference)
        except UnresolvableReference:
            schema = {}
        schemas[names.name(reference)] = _copied(schema, names)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": document.title,
            "version": str(document.info.get("version", "")),
            "description": str(document.info.get("description", "")),
        },
        "servers": [{"url": server}],
        "tags": [dict(tag) for tag in document.tags if isinstance(tag.get("name"), str)],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": _copied(dict(document.security_schemes), names)},
    }


def _copied(value: Any, names: ReferenceNames, *, keys_are_names: bool = False) -> Any:
    """A copy in which every `$ref` leads to `#/components/schemas/…`."""
    if isinstance(value, list):
        return [_copied(item, names) for item in value]
    if not isinstance(value, Mapping):
        return value
    out: dict[str, Any] = {}
    for key, item in value.items():
        if keys_are_names:
            out[str(key)] = _copied(item, names)
        elif key == "$ref" and isinstance(item, str):
            out["$ref"] = _PREFIX + names.name(item)
        elif key == "discriminator" and isinstance(item, Mapping):
            mapping = item.get("mapping")
            targets = mapping.items() if isinstance(mapping, Mapping) else ()
            out[key] = {**item, **({"mapping": {n: _PREFIX + names.name(t) for n, t in targets}} if targets else {})}
        elif key in DATA:
            out[key] = item
        elif key not in (POINTER, "links", "callbacks"):
            out[str(key)] = _copied(item, names, keys_are_names=key in NAMED)
    return out
