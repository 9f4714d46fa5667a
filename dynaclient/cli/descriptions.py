"""An operation as a record: parameters, body fields with types and limits, answers, examples. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..document import Document
from ..model import MediaType, Operation, Parameter
from ..schema.properties import properties_of, resolved, types_of
from ..types import MISSING

_LIMITS = (
    ("minimum", "≥ {}"),
    ("exclusiveMinimum", "> {}"),
    ("maximum", "≤ {}"),
    ("exclusiveMaximum", "< {}"),
    ("multipleOf", "multiple of {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("pattern", "matches {}"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("uniqueItems", "no item twice"),
    ("minProperties", "at least {} members"),
    ("maxProperties", "at most {} members"),
)
"""Keyword → how a limit is said."""

_DEPTH = 4
"""How many alternatives inside alternatives a type is described through."""


def describe_operation(document: Document, operation: Operation) -> dict[str, Any]:
    """All that a caller needs to know of an operation, as plain values."""
    body = operation.request_body
    record: dict[str, Any] = {
        "operation_id": operation.operation_id,
        "python_name": operation.python_name,
        "method": operation.method.upper(),
        "path": operation.path,
        "summary": operation.summary,
        "description": operation.description,
        "tags": list(operation.tags),
        "deprecated": operation.deprecated,
        "servers": [server.url for server in operation.servers],
        "security": [list(requirement) for requirement in operation.security],
        "parameters": [_parameter(document, parameter) for parameter in operation.parameters],
        "body": None,
        "responses": [
            {"status": r.status, "description": r.description, "content": list(r.content)}
            for r in operation.responses.values()
        ],
    }
    if body is not None:
        record["body"] = {
            "required": body.required,
            "description": body.description,
            "content": {name: _media_type(document, item) for name, item in body.content.items()},
        }
    return record


def _parameter(document: Document, parameter: Parameter) -> dict[str, Any]:
    described = {"name": parameter.name, "in": parameter.location, "required": parameter.required}
    described |= describe_schema(document, parameter.schema)
    if parameter.description:
        described["description"] = parameter.description
    if parameter.example is not MISSING:
        described["example"] = parameter.example
    if parameter.deprecated:
        described["deprecated"] = True
    return described


def _media_type(document: Document, media_type: MediaType) -> dict[str, Any]:
    schema = media_type.schema
    needed = set(_required(document, schema))
    fields = [
        {"name": name, "required": name in needed, **describe_schema(document, item)}
        for name, item in properties_of(document, schema).items()
    ]
    record: dict[str, Any] = {"type": type_text(document, schema), "fields": fields}
    if media_type.examples:
        record["examples"] = dict(media_type.examples)
    return record


def _required(document: Document, schema: Any, depth: int = 0) -> Iterator[str]:
    """The names that every value of a schema has: its own, and those of the parts that hold all together."""
    described = resolved(document, schema)
    yield from (name for name in described.get("required", ()) if isinstance(name, str))
    if depth < _DEPTH:
        for part in described.get("allOf", ()):
            yield from _required(document, part, depth + 1)


def describe_schema(document: Document, schema: Any) -> dict[str, Any]:
    """One value: its type, and what else limits it."""
    described = resolved(document, schema)
    own = schema if isinstance(schema, Mapping) else {}
    record: dict[str, Any] = {"type": type_text(document, schema)}
    merged = {**described, **own}
    values = _enum(document, schema)
    if values:
        record["such_as" if _is_open(document, schema) else "enum"] = values
    for name in ("default", "format"):
        if name in merged:
            record[name] = merged[name]
    limits = [text for part in _same_value(document, schema) for text in _limits(part)]
    if limits:
        record["limits"] = list(dict.fromkeys(limits))
    text = merged.get("description")
    if isinstance(text, str) and text.strip():
        record["description"] = text.strip()
    for word, name in (("readOnly", "read_only"), ("deprecated", "deprecated")):
        if merged.get(word) is True:
            record[name] = True
    return record


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    for keyword, text in _LIMITS:
        value = schema.get(keyword)
        if value is not None and value is not False:
            yield text.format(value)


def _same_value(document: Document, schema: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """A schema and the parts that describe the same value."""
    described = resolved(document, schema)
    yield described
    if depth < _DEPTH:
        for word in ("allOf", "anyOf", "oneOf"):
            for part in described.get(word, ()):
                yield from _same_value(document, part, depth + 1)


def _enum(document: Document, schema: Any) -> list[Any]:
    found: list[Any] = []
    for part in _same_value(document, schema):
        found += [value for value in part.get("enum", ()) if value not in found]
        if "const" in part and part["const"] not in found:
            found.append(part["const"])
    return found


def _is_open(document: Document, schema: Any, depth: int = 0) -> bool:
    """Whether values besides those listed are allowed too: an alternative lists none."""
    described = resolved(document, schema)
    alternatives = [*described.get("anyOf", ()), *described.get("oneOf", ())]
    if "enum" in described or "const" in described or depth > _DEPTH:
        return False
    if alternatives:
        return any(_is_open(document, part, depth + 1) for part in alternatives)
    if "allOf" in described:
        return all(_is_open(document, part, depth + 1) for part in described["allOf"])
    return described.get("type") != "null"


def type_text(document: Document, schema: Any, depth: int = 0) -> str:
    """A type in words: `string`, `array of string`, `string or null`, `file`."""
    described = resolved(document, schema)
    names: dict[str, None] = {}
    for name in types_of(document, schema):
        if name == "array" and depth < _DEPTH:
            items = next((part["items"] for part in _same_value(document, schema) if "items" in part), None)
            inner = type_text(document, items, depth + 1) if items is not None else ""
            names[f"array of {inner}" if inner and inner != "any" else "array"] = None
        elif name == "string" and described.get("format") == "binary":
            names["file"] = None
        else:
            names[name] = None
    return " or ".join(names) or "any"
