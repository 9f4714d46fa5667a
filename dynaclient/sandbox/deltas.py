"""An answer with `choices` as chunks whose deltas add up to it: the shape that chat APIs have in common.

A chunk has the members of the answer, and for one choice a `delta` of its message, or a piece of its `text`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..document import Document
from ..model import MediaType
from ..schema.view import properties_of, view
from ..types import MISSING
from .envelopes import schema_at
from .judge import Accepted
from .language import tokens_of
from .values import Values
from .wishes import remembered


def has_choices(document: Document, schema: Any) -> bool:
    """Whether a chunk of this schema has choices with deltas or texts."""
    members = properties_of(document, schema_at(document, schema, ("choices", "*")))
    return "delta" in members or "text" in members


def told_in_deltas(
    document: Document, values: Values, media_type: MediaType, accepted: Accepted, answer: dict[str, Any]
) -> Iterator[Any]:
    """The chunks: for each choice its beginning, its pieces and its end; then the usage, if it is asked for."""
    schema = media_type.schema
    members = properties_of(document, schema)
    with_text = "text" in properties_of(document, schema_at(document, schema, ("choices", "*")))
    shared = {name: item for name, item in answer.items() if name in members and name not in ("choices", "usage")}
    if "object" in members and (names := view(document, members["object"]).values):
        shared["object"] = names[0]
    options = accepted.body.get("stream_options") if isinstance(accepted.body, dict) else None
    counts = isinstance(options, dict) and options.get("include_usage") is True and "usage" in members
    if counts:
        shared["usage"] = None
    for choice in answer.get("choices", ()):
        for part in _texts(choice) if with_text else _deltas(choice):
            chunk = {**shared, "choices": [{"index": choice["index"], "logprobs": None, "finish_reason": None, **part}]}
            yield _made(values, media_type, chunk)
    if counts:
        yield _made(values, media_type, {**shared, "choices": [], "usage": answer.get("usage")})


def _made(values: Values, media_type: MediaType, chunk: dict[str, Any]) -> Any:
    made = values.wished(media_type.schema, remembered(chunk), key=media_type.pointer)
    return chunk if made is MISSING else made


def _texts(choice: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pieces = tokens_of(choice.get("text") or "")
    for i, piece in enumerate(pieces):
        yield {"text": piece, "finish_reason": choice.get("finish_reason") if i == len(pieces) - 1 else None}


def _deltas(choice: dict[str, Any]) -> Iterator[dict[str, Any]]:
    message = choice.get("message", {})
    logged = (choice.get("logprobs") or {}).get("content") or []
    first: dict[str, Any] = {"role": message.get("role", "assistant")}
    calls = message.get("tool_calls") or []
    content = message.get("content")
    if content is not None or not calls:
        first |= {"content": "", "refusal": None}
    yield {"delta": first}
    for i, piece in enumerate(tokens_of(content or "")):
        log = {"logprobs": {"content": [logged[i]], "refusal": None}} if i < len(logged) else {}
        yield {"delta": {"content": piece}, **log}
    for number, call in enumerate(calls):
        function = call.get("function", {})
        begun = {"name": function.get("name"), "arguments": ""}
        yield {"delta": {"tool_calls": [{"index": number, "id": call["id"], "type": call["type"], "function": begun}]}}
        for piece in tokens_of(function.get("arguments", "")):
            yield {"delta": {"tool_calls": [{"index": number, "function": {"arguments": piece}}]}}
    old = message.get("function_call")
    if old:
        yield {"delta": {"function_call": {"name": old["name"], "arguments": ""}}}
        for piece in tokens_of(old["arguments"]):
            yield {"delta": {"function_call": {"arguments": piece}}}
    yield {"delta": {}, "finish_reason": choice.get("finish_reason")}
