"""One operation as a complete OpenAPI 3.1 document of its own, for tools that want a whole document.

It holds the operation in its 3.1 form and just the schemas that it reaches, so that a tool that reads all it is
given reads little. openapi-core judges sandbox requests and unmarshals responses from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..document import Document
from ..document.copying import SchemaCollector


def excerpt(
    document: Document,
    operation_id: str,
    *,
    server: str = "/",
    finish: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A document with this one operation.

    Args:
        server: the only server it names.
        finish: changes each object of the operation and its schemas whose keys are keywords; gives it back.

    Returns:
        Plain dicts; only examples, defaults and enums are shared with the document's own.
    """
    entry = document.entries[operation_id]
    collector = SchemaCollector(document, finish=finish)
    operation = collector.copy(document.operation(operation_id))
    operation["operationId"] = operation_id
    operation.pop("servers", None)
    if "security" not in operation and document.security is not None:
        operation["security"] = collector.copy(document.security)
    if not operation["responses"]:
        operation["responses"] = {"default": {"description": ""}}
    path = re.split(r"[?#]", entry.path)[0]
    return {
        "openapi": "3.1.0",
        "info": {"title": document.title, "version": str(document.info.get("version", ""))},
        "servers": [{"url": server}],
        "paths": {path if path.startswith("/") else f"/{path}": {entry.method: operation}},
        "components": {
            "schemas": collector.schemas(),
            "securitySchemes": collector.copy(document.security_schemes),
        },
    }
