"""One operation as a document for openapi-core to judge requests by, built from the source document alone.

Leaves out what the judge does not need: responses, examples, other media types.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..document.operation_form import NEVER_DEMANDED
from ..model import MediaType, Operation, Parameter, build_security_schemes
from ..model.media_types import family_of
from ..types import MISSING
from .judged_schemas import judged_schemas
from .sequences import judged_schema

JSON = "application/json"
ANY = "/any"


def judged_document(
    document: Document, operation: Operation, by_hand: frozenset[tuple[str, str]], *, strict: bool = False
) -> dict[str, Any]:
    """A document with only this operation, in which every body is JSON.

    It has a path for each declared media type (`/0`, `/1`, …), which takes a body of that type, and one (`ANY`) which
    takes any body.

    Args:
        by_hand: (location, name) of the parameters that openapi-core gets as JSON, because it cannot parse their style.
        strict: follow the letter of the document, without the reliefs.
    """
    content = operation.request_body.content if operation.request_body else {}
    parameters = [p for p in operation.parameters if not (p.location == "header" and p.name.lower() in NEVER_DEMANDED)]
    described = {name: _described(item) for name, item in content.items()}
    bodies = {name: found for name, found in described.items() if found[0] is not None}
    given = [(parameter.schema, parameter.pointer) for parameter in parameters]
    copies, named = judged_schemas(document, [*given, *bodies.values()], "request", strict=strict)
    schemas = dict(zip(bodies, copies[len(given) :], strict=True))
    raw: dict[str, Any] = {
        "operationId": operation.operation_id,
        "parameters": [_parameter(p, copies[i], by_hand, strict=strict) for i, p in enumerate(parameters)],
        "responses": {"default": {"description": ""}},
        "security": _security(document, operation),
    }
    paths = {ANY: {"post": raw}}
    if operation.request_body is not None and content:
        required = operation.request_body.required
        paths = {f"/{i}": {"post": _with_body(raw, required, schemas.get(name))} for i, name in enumerate(content)}
        paths[ANY] = {"post": _with_body(raw, required, None)}
    return {
        "openapi": "3.1.0",
        "info": {"title": document.title, "version": "1"},
        "paths": paths,
        "components": {"schemas": named, "securitySchemes": _schemes(document)},
    }


def _described(media_type: MediaType) -> tuple[Any, str]:
    """The schema of the value that a body becomes, and its place."""
    if media_type.items is not None:
        return judged_schema(media_type.items), media_type.pointer
    is_stream = family_of(media_type.name).framing == "events"  # whose schema is that of the data of one event
    return (None if is_stream else media_type.schema), media_type.pointer


def _with_body(raw: Mapping[str, Any], required: bool, schema: Any) -> dict[str, Any]:
    media_type = {} if schema is None else {"schema": _whole(schema)}
    return {**raw, "requestBody": {"required": required, "content": {JSON: media_type}}}


def _whole(schema: Any) -> Any:
    """Wrap a top-level `$ref`: openapi-core follows it and ignores the keywords beside it."""
    return {"allOf": [schema]} if isinstance(schema, dict) and "$ref" in schema else schema


def _parameter(
    parameter: Parameter, schema: Any, by_hand: frozenset[tuple[str, str]], *, strict: bool
) -> dict[str, Any]:
    excused = not strict and parameter.default is not MISSING and parameter.location != "path"
    out = {
        "name": parameter.name,
        "in": "query" if parameter.location == "querystring" else parameter.location,
        "required": parameter.required and not excused,
    }
    if (parameter.location, parameter.name) in by_hand:
        return {**out, "content": {JSON: {"schema": _whole(schema)}}}
    return {**out, "schema": schema, "style": parameter.style, "explode": parameter.explode}


def _security(document: Document, operation: Operation) -> list[dict[str, list[str]]]:
    """The alternatives, without schemes that the sandbox cannot see (client certificates)."""
    schemes = _schemes(document)
    return [{name: list(scopes) for name, scopes in item.items() if name in schemes} for item in operation.security]


def _schemes(document: Document) -> dict[str, Any]:
    """The schemes whose credentials arrive in the request, in the terms that openapi-core supports."""
    received = ((name, scheme.received()) for name, scheme in build_security_schemes(document).items())
    return {name: raw for name, raw in received if raw is not None}
