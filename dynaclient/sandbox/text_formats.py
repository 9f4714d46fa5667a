"""Structured output of any API: a request that gives a JSON Schema for the text of its answer gets JSON that fits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..types import MISSING
from .asked import Asked

_FORMAT = "json_schema"
_DEEPEST = 4
"""Levels of a body at which a format is looked for."""


def format_schema(value: Any) -> Mapping[str, Any] | None:
    """The schema of a format, as `{"type": "json_schema", …}` has it: beside `type`, or one level below; else None."""
    if isinstance(value, Mapping) and value.get("type") == _FORMAT:
        for holder in (value, value.get(_FORMAT)):
            if isinstance(holder, Mapping) and isinstance(holder.get("schema"), Mapping):
                return holder["schema"]  # type: ignore[no-any-return]
    return None


def text_in_format(asked: Asked) -> Any:
    """The member of the answer that has the model's text, with JSON of the request's schema as text; else `MISSING`."""
    schema = next(_schemas(asked.accepted.body, 0), None)
    made = MISSING if schema is None else asked.values.of_foreign(schema, key=asked.accepted.operation.operation_id)
    answer = asked.sample() if made is not MISSING else MISSING
    if not isinstance(answer, dict):
        return MISSING
    for member, item in answer.items():
        for message, name in _texts({member: item}):
            message[name] = json.dumps(made, ensure_ascii=False)
            if "refusal" in message:
                message["refusal"] = None
            return {member: item}
    return MISSING


def _schemas(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The schemas of the formats in a body, outermost first."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return
    found = format_schema(value)
    if found is not None:
        yield found
    for item in value.values():
        yield from _schemas(item, depth + 1)


def _texts(value: Any) -> Iterator[tuple[dict[str, Any], str]]:
    """Where a model's text is in an answer, as parent and member: of a message, or of a part of one."""
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _texts(item)
    if isinstance(value, dict):
        if isinstance(value.get("content"), str) and value.get("role") == "assistant":
            yield value, "content"
        if isinstance(value.get("text"), str) and value.get("type") in ("output_text", "text"):
            yield value, "text"
