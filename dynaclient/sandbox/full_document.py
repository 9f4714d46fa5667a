"""All operations of a document as one self-contained OpenAPI 3.1 document, for a viewer that needs one.

`model.excerpt` does this for one operation; here operations share schemas, and what breaks viewers is left out. The
viewer reads no later version: the description names the operations that it cannot show.
"""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.copying import SchemaCollector
from ..document.names import METHODS, POINTER, SUBTYPES
from ..model import Operations
from .routes import path_of


def whole_document(document: Document, operations: Operations, *, server: str = "/") -> dict[str, Any]:
    """The document in OpenAPI 3.1, with `server` as its only server.

    Operations that share a method and path (their keys differ by a `#fragment`) are represented by the first one.
    """
    collector = SchemaCollector(document, leaves_out=frozenset((POINTER, SUBTYPES, "links", "callbacks")).__contains__)
    paths: dict[str, dict[str, Any]] = {}
    hidden: list[str] = []
    for operation in operations.values():
        if operation.method not in _SHOWN:
            hidden.append(f"- `{operation.sent_method} {path_of(operation)}` ({operation.operation_id})")
            continue
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
            "description": _with_hidden(str(document.info.get("description", "")), hidden),
        },
        "servers": [{"url": server}],
        "tags": [dict(tag) for tag in document.tags if isinstance(tag.get("name"), str)],
        "paths": paths,
        "components": {"schemas": collector.schemas(), "securitySchemes": schemes},
    }


_SHOWN = frozenset(METHODS) - {"query"}
"""The methods that a Path Item of 3.1 has."""


def _with_hidden(description: str, hidden: list[str]) -> str:
    """A description with the operations that a document of 3.1 has no place for."""
    if not hidden:
        return description
    lines = "\n".join(["This page cannot show the operations whose methods are new in OpenAPI 3.2:", "", *hidden])
    return f"{description}\n\n{lines}" if description else lines
