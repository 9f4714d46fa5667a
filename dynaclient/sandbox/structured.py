"""Structured output: a request that gives a JSON Schema for the text of its answer gets JSON that fits it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from ..document import load_document
from ..errors import DocumentError
from ..types import MISSING
from .judge import Accepted
from .values import Values

_FORMAT = "json_schema"
_DEEPEST = 4
"""Levels of a body at which a format is looked for."""


def in_asked_form(values: Values, accepted: Accepted, schema: Any, value: Any, seed: int) -> Any:
    """The answer with its text as JSON of the schema that the request gives, if it gives one.

    Args:
        schema: that of the answer, which stays valid.
    """
    asked = next(_formats(accepted.body, 0), None)
    if asked is None or not isinstance(value, dict):
        return value
    made = _made(asked, seed)
    out = deepcopy(value)
    for parent, name in _texts(out) if made is not MISSING else ():
        before, parent[name] = parent[name], json.dumps(made, ensure_ascii=False)
        if values.is_valid(schema, out):
            _accept(values, schema, out, parent)
            return out
        parent[name] = before
    return value


def _accept(values: Values, schema: Any, whole: Any, message: dict[str, Any]) -> None:
    """Take the refusal out of a message that answers."""
    before = message.get("refusal")
    if before is not None:
        message["refusal"] = None
        if not values.is_valid(schema, whole):
            message["refusal"] = before


def _formats(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The schemas of the answer formats in a body."""
    if not isinstance(value, Mapping) or depth > _DEEPEST:
        return
    if value.get("type") == _FORMAT:
        inner = value.get(_FORMAT)
        for holder in (value, inner):
            if isinstance(holder, Mapping) and isinstance(holder.get("schema"), Mapping):
                yield holder["schema"]
    for item in value.values():
        yield from _formats(item, depth + 1)


def _made(schema: Mapping[str, Any], seed: int) -> Any:
    """A value of a schema whose references lead into itself."""
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Structured output", "version": "1"},
        "paths": {},
        "components": {"schemas": {"Answer": {**schema, "$id": "urn:structured-output"}}},
    }
    try:
        return Values(load_document(whole), seed).value({"$ref": "#/components/schemas/Answer"}, key="structured")
    except DocumentError:
        return MISSING


def _texts(value: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Where a model's text is in an answer, as parent and member: of a message, or of a part of one."""
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)
    if isinstance(value, dict):
        if isinstance(value.get("content"), str) and value.get("role") == "assistant":
            yield value, "content"
        if isinstance(value.get("text"), str) and value.get("type") in ("output_text", "text"):
            yield value, "text"
