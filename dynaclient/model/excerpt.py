"""One operation as a complete OpenAPI 3.2 document, for tools that need a whole document.

It contains the operation in its normal form and only the schemas that it reaches, so a tool that reads all of it reads
little. openapi-core uses it to validate sandbox requests and to unmarshal responses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..document import Document
from ..document.copying import SchemaCollector
from ..document.names import path_item
from ..document.version import VERSION


def excerpt(
    document: Document,
    operation_id: str,
    *,
    server: str = "/",
    finish: Callable[[dict[str, Any]], dict[str, Any]] | None = None,
) -> dict[str, Any]:
    """A document with this one operation.

    Args:
        server: the only server in it.
        finish: changes and returns each object of the operation and its schemas whose keys are keywords.

    Returns:
        Plain dicts; only examples, defaults and enums are shared with the document.
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
        "openapi": VERSION,
        "info": {"title": document.title, "version": str(document.info.get("version", ""))},
        "servers": [{"url": server}],
        "paths": {path if path.startswith("/") else f"/{path}": path_item({entry.method: operation})},
        "components": {
            "schemas": collector.schemas(),
            "securitySchemes": collector.copy(document.security_schemes),
        },
    }
