"""What the properties and types of a schema are, wherever in its parts they are declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..errors import UnresolvableReference


def properties_of(document: Document, schema: Any) -> dict[str, Any]:
    """The declared properties by name: the schema's own, and those of its `$ref`, `allOf`, `anyOf` and `oneOf`.

    The first declaration of a name wins; a schema's own come before those of its parts.
    """
    found: dict[str, Any] = {}
    for part in _parts(document, schema, ("allOf", "anyOf", "oneOf")):
        for name, described in part.get("properties", {}).items():
            found.setdefault(name, described)
    return found


def types_of(document: Document, schema: Any) -> tuple[str, ...]:
    """The JSON types that a schema declares, alternatives together; none when it says nothing of types."""
    found: dict[str, None] = {}
    for part in _parts(document, schema, ("anyOf", "oneOf", "allOf")):
        declared = part.get("type")
        if declared is None and "properties" in part:
            declared = "object"
        for name in declared if isinstance(declared, list) else [declared] if declared else ():
            found[name] = None
        if part.get("nullable") is True:
            found["null"] = None
    return tuple(found)


def resolved(document: Document, schema: Any) -> Mapping[str, Any]:
    """The schema that a chain of nothing but `$ref`s leads to; an empty one where it leads nowhere."""
    seen: set[int] = set()
    while isinstance(schema, Mapping) and "$ref" in schema and "properties" not in schema:
        if id(schema) in seen:
            return {}
        seen.add(id(schema))
        schema = target_of_reference(document, schema["$ref"])
    return schema if isinstance(schema, Mapping) else {}


def _parts(document: Document, schema: Any, words: tuple[str, ...]) -> list[Mapping[str, Any]]:
    """The schema and the parts that describe the same value, each once, outer before inner."""
    out: list[Mapping[str, Any]] = []
    seen: set[int] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop(0)
        if not isinstance(part, Mapping) or id(part) in seen:
            continue
        seen.add(id(part))
        out.append(part)
        if "$ref" in part:
            waiting.append(target_of_reference(document, part["$ref"]))
        for word in words:
            waiting.extend(part.get(word, ()))
    return out


def target_of_reference(document: Document, reference: str) -> Any:
    """The schema a reference leads to, or None where it leads nowhere."""
    try:
        return document.schema(reference)
    except UnresolvableReference:
        return None
