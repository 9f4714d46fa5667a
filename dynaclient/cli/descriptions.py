"""An operation as a record: parameters, body fields with types and limits, answers, examples. Draws nothing."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.names import sent_method
from ..model import Link, MediaType, Operation, Parameter
from ..model.media_types import family_of
from ..schema.view import items_of, properties_of, view
from ..schema.wording import facts_of, type_words
from ..types import MISSING


def describe_operation(document: Document, operation: Operation) -> dict[str, Any]:
    """Everything that a caller needs to know about an operation, as plain values."""
    body = operation.request_body
    record: dict[str, Any] = {
        "operation_id": operation.operation_id,
        "python_name": operation.python_name,
        "method": operation.sent_method,
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
            {
                "status": r.status,
                "description": r.description or r.summary,
                "content": list(r.content),
                **({"summary": r.summary} if r.summary else {}),
                **({"links": {name: _link(link) for name, link in r.links.items()}} if r.links else {}),
            }
            for r in operation.responses.values()
        ],
    }
    if operation.callbacks:
        record["callbacks"] = {
            name: {
                "method": sent_method(entry.method),
                "address": entry.expression,
                "summary": entry.summary,
                "type": type_words(document, entry.request_schema) if entry.request_schema is not None else "",
            }
            for name, entry in operation.callbacks.items()
        }
    if body is not None:
        record["body"] = {
            "name": body.name,
            "required": body.required,
            "description": body.description,
            "content": {name: _media_type(document, item) for name, item in body.content.items()},
        }
    return record


def _link(link: Link) -> dict[str, Any]:
    record: dict[str, Any] = {"operation": link.operation_id, "parameters": dict(link.parameters)}
    if link.request_body is not MISSING:
        record["body"] = link.request_body
    record |= {"unfound": link.unfound} if link.unfound else {}
    return record | ({"description": link.description} if link.description else {})


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
    if media_type.items is not None or family_of(media_type.name).holds == "items":
        return _sequence(document, media_type)
    needed = view(document, schema).required
    fields = [
        {"name": name, "required": name in needed, **describe_schema(document, item)}
        for name, item in properties_of(document, schema).items()
    ]
    record: dict[str, Any] = {"type": type_words(document, schema), "fields": fields}
    if media_type.examples:
        record["examples"] = dict(media_type.examples)
    return record


def _sequence(document: Document, media_type: MediaType) -> dict[str, Any]:
    """A body that is a sequence: the type of its items, and the fields that they have."""
    rules = media_type.items
    schema = None if rules is None else rules.schema
    if schema is None and rules is not None and rules.whole is not None:
        found = items_of(document, rules.whole)
        schema = None if found is MISSING else found
    item = {} if schema is None else schema
    needed = view(document, item).required
    fields = [
        {"name": name, "required": name in needed, **describe_schema(document, each)}
        for name, each in properties_of(document, item).items()
    ]
    record: dict[str, Any] = {"type": f"items of {type_words(document, item)}", "fields": [], "item": fields}
    if media_type.examples:
        record["examples"] = dict(media_type.examples)
    return record


def describe_schema(document: Document, schema: Any) -> dict[str, Any]:
    """One value: its type and limits."""
    facts = facts_of(document, schema)
    record: dict[str, Any] = {"type": facts.type}
    if facts.values:
        record["such_as" if facts.is_open else "enum"] = list(facts.values)
    if facts.default is not MISSING:
        record["default"] = facts.default
    if facts.format:
        record["format"] = facts.format
    if facts.limits:
        record["limits"] = list(facts.limits)
    if facts.description:
        record["description"] = facts.description
    for name in ("read_only", "write_only", "deprecated"):
        if getattr(facts, name):
            record[name] = True
    return record
