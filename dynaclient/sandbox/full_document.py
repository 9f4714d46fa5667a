"""All operations of a document as one OpenAPI 3.1 document in one file, for a viewer that reads nothing else.

`model.excerpt` does this for one operation; here schemas are shared, and what a viewer would trip over is left out.
"""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.copying import SchemaCollector
from ..document.names import POINTER
from ..model import Operations
from .routes import path_of


def whole_document(document: Document, operations: Operations, *, server: str = "/") -> dict[str, Any]:
    """The document in its 3.1 form, with `server` as its only server.

    Of operations that differ by more than method and path (their key has a `#fragment`), the first stands for all.
    """
    collector = SchemaCollector(document, leaves_out=frozenset((POINTER, "links", "callbacks")).__contains__)
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations.values():
        raw = collector.copy(document.operation(operation.operation_id))
        raw.pop("servers", None)
        raw["operationId"] = operation.operation_id
        raw["security"] = [{name: list(scopes) for name, scopes in item.items()} for item in operation.security]
        raw["responses"] = raw["responses"] or {"default": {"description": ""}}
        paths.setdefault(path_of(operation), {}).setdefault(operation.method, raw)
    schemes = collector.copy(dict(document.security_schemes))
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
        "components": {"schemas": collector.schemas(), "securitySchemes": schemes},
    }
