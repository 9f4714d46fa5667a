"""One operation as a complete OpenAPI 3.1 document of its own, for tools that want a whole document.

It holds the operation in its 3.1 form and just the schemas that it reaches, so that a tool that reads all it is
given reads little. openapi-core judges sandbox requests and unmarshals responses from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..document.operation_form import POINTER
from ..document.walk import DATA, NAMED
from ..errors import UnresolvableReference
from ..schema.closure import ReferenceNames

_PREFIX = "#/components/schemas/"


def excerpt(document: Document, operation_id: str, *, server: str = "/") -> dict[str, Any]:
    """A document with this one operation.

    Args:
        server: the only server it names.

    Returns:
        Plain dicts; only examples, defaults and enums are shared with the document's own.
    """
    entry = document.entries[operation_id]
    collector = _Collector(document)
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


class _Collector:
    """Copies values in the 3.1 form, gathering the schemas that they refer to under names of their own."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._names = ReferenceNames()

    def copy(self, value: Any, *, names: bool = False) -> Any:
        """A copy in which every `$ref` leads to `#/components/schemas/…`. `names`: the keys are no keywords."""
        if isinstance(value, Mapping):
            members = ((str(key), item) for key, item in value.items() if key != POINTER)
            return {key: self.copy(item) if names else self._member(key, item) for key, item in members}
        if isinstance(value, list):
            return [self.copy(item) for item in value]
        return value

    def _member(self, key: str, item: Any) -> Any:
        if key == "$ref" and isinstance(item, str):
            return _PREFIX + self._names.name(item)
        if key in DATA:
            return item
        if key == "discriminator" and isinstance(item, Mapping) and isinstance(item.get("mapping"), Mapping):
            mapping = {name: _PREFIX + self._names.name(target) for name, target in item["mapping"].items()}
            return {**item, "mapping": mapping}
        return self.copy(item, names=key in NAMED)

    def schemas(self) -> dict[str, Any]:
        """Every schema reached so far, and what those reach."""
        found: dict[str, Any] = {}
        while self._names.waiting:
            reference = self._names.waiting.pop()
            try:
                schema = self._document.schema(reference)
            except UnresolvableReference:
                schema = {}
            found[self._names.name(reference)] = self.copy(schema)
        return found
