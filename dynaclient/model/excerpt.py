"""One operation as a complete OpenAPI 3.1 document of its own, for tools that want a whole document.

It holds the operation in its 3.1 form and just the schemas that it reaches, so that a tool that reads all it is
given reads little. openapi-core judges sandbox requests and unmarshals responses from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..document import Document
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
        """A copy in which every `$ref` leads to `#/components/schemas/…`, without extensions.

        Args:
            names: the keys of `value` are names, not keywords.
        """
        if isinstance(value, Mapping):
            copied: dict[str, Any] = {}
            for key, item in value.items():  # no call but the one into the depth: schemas nest deep enough as it is
                key = str(key)
                if names:
                    copied[key] = self.copy(item)
                elif key == "$ref" and isinstance(item, str):
                    copied[key] = _PREFIX + self._names.name(item)
                elif key == "discriminator":
                    copied[key] = self._discriminator(item)
                elif key in DATA:
                    copied[key] = item
                elif not key.startswith("x-"):
                    copied[key] = self.copy(item, names=key in NAMED)
            return copied
        if isinstance(value, list):
            copies = []
            for item in value:
                copies.append(self.copy(item))  # noqa: PERF401  # a comprehension is one more frame in Python 3.10
            return copies
        return value

    def _discriminator(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        copied = dict(raw)
        if isinstance(raw.get("mapping"), Mapping):
            copied["mapping"] = {name: _PREFIX + self._names.name(target) for name, target in raw["mapping"].items()}
        return copied

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
