"""One operation as the document that openapi-core judges its requests by.

Applies the reliefs of the validation policy, so that both sides refuse the same, and leaves out what is no business of
the judge: responses, examples, formats (an annotation in JSON Schema 2020-12) and patterns that Python cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..document.operation_form import NEVER_DEMANDED
from ..model import Operation, Parameter, build_security_schemes
from ..schema import Reliefs, build_closure
from ..types import MISSING
from .texts import python_pattern

JSON = "application/json"
ANY = "/any"
_PREFIX = "#/components/schemas/"
_LEFT_OUT = frozenset(("format", "discriminator", "x-was", "x-wraps"))
_NAMED = frozenset(("properties", "patternProperties", "dependentSchemas", "$defs"))
_DATA = frozenset(("enum", "const", "required", "dependentRequired"))


def judged_document(document: Document, operation: Operation, by_hand: frozenset[tuple[str, str]]) -> dict[str, Any]:
    """A document with this one operation, in which every body is JSON.

    It has a path for each declared media type (`/0`, `/1`, …), where a body must be what that one describes, and one
    (`ANY`) where it may be anything.

    Args:
        by_hand: (location, name) of the parameters that are handed over as JSON, because openapi-core does not read
            their style.
    """
    content = operation.request_body.content if operation.request_body else {}
    parameters = [p for p in operation.parameters if not (p.location == "header" and p.name.lower() in NEVER_DEMANDED)]
    wanted: dict[str, Any] = {f"p{i}": parameter.schema for i, parameter in enumerate(parameters)}
    wanted |= {name: item.schema for name, item in content.items() if item.schema is not None}
    closure = build_closure(document, {"properties": wanted}, Reliefs("request"), operation.pointer)
    whole = _rewritten(closure.schema)
    schemas = whole.get("properties", {})
    raw: dict[str, Any] = {
        "operationId": operation.operation_id,
        "parameters": [_parameter(p, schemas[f"p{i}"], by_hand) for i, p in enumerate(parameters)],
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
        "components": {"schemas": whole.get("$defs", {}), "securitySchemes": _schemes(document)},
    }


def _with_body(raw: Mapping[str, Any], required: bool, schema: Any) -> dict[str, Any]:
    media_type = {} if schema is None else {"schema": schema}
    return {**raw, "requestBody": {"required": required, "content": {JSON: media_type}}}


def _parameter(parameter: Parameter, schema: Any, by_hand: frozenset[tuple[str, str]]) -> dict[str, Any]:
    out = {
        "name": parameter.name,
        "in": parameter.location,
        "required": parameter.required and (parameter.default is MISSING or parameter.location == "path"),
    }
    if (parameter.location, parameter.name) in by_hand:
        return {**out, "content": {JSON: {"schema": schema}}}
    return {**out, "schema": schema, "style": parameter.style, "explode": parameter.explode}


def _security(document: Document, operation: Operation) -> list[dict[str, list[str]]]:
    """The alternatives, without schemes that a sandbox cannot see (a client certificate)."""
    schemes = _schemes(document)
    return [{name: list(scopes) for name, scopes in item.items() if name in schemes} for item in operation.security]


def _schemes(document: Document) -> dict[str, Any]:
    """The schemes whose credentials arrive in a request, in the words that openapi-core knows."""
    received = ((name, scheme.received()) for name, scheme in build_security_schemes(document).items())
    return {name: raw for name, raw in received if raw is not None}


def _rewritten(value: Any, *, names: bool = False) -> Any:
    if isinstance(value, list):
        return [_rewritten(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    out: dict[str, Any] = {}
    for key, item in value.items():
        if names:
            out[key] = _rewritten(item)
        elif key == "$ref":
            out[key] = _PREFIX + item.removeprefix("#/$defs/")
        elif key in _LEFT_OUT:
            continue
        elif key in _DATA:
            out[key] = item
        elif key == "pattern":
            if (pattern := _readable(item)) is not None:
                out[key] = pattern
        elif key == "patternProperties":
            out[key] = {p: _rewritten(s) for name, s in item.items() if (p := _readable(name)) is not None}
        else:
            out[key] = _rewritten(item, names=key in _NAMED)
    return out


def _readable(pattern: str) -> str | None:
    for candidate in (pattern, python_pattern(pattern)):
        try:
            re.compile(candidate)
        except re.error:
            continue
        return candidate
    return None
