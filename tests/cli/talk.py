"""What servers of several APIs send when they stream, event by event."""

from __future__ import annotations

import json
from typing import Any


def _chunk(index: int, **delta: Any) -> str:
    choice = {"index": index, "delta": delta}
    return "data: " + json.dumps({"object": "chat.completion.chunk", "choices": [choice]})


def _typed(kind: str, **data: Any) -> str:
    return f"event: {kind}\ndata: " + json.dumps({"type": kind, **data})


def _thread(kind: str, **data: Any) -> str:
    return f"event: {kind}\ndata: " + json.dumps(data)


def _message(index: int, text: str) -> str:
    block = {"index": index, "type": "text", "text": {"value": text}}
    return _thread("thread.message.delta", object="thread.message.delta", delta={"content": [block]})


STREAMS = {
    "chat": [
        _chunk(0, role="assistant", content=""),
        _chunk(0, content="Two\nli"),
        _chunk(0, content="nes \x1b[31m"),
        'data: {"choices": [], "usage": {"total_tokens": 3}}',
        "data: [DONE]",
    ],
    "choices": [_chunk(0, content="one"), _chunk(1, content="two"), _chunk(0, content="!"), "data: [DONE]"],
    "tools": [_chunk(0, tool_calls=[{"function": {"arguments": "{}"}}]), "data: [DONE]"],
    "completion": ['data: {"choices": [{"index": 0, "text": "Once"}]}', "data: [DONE]"],
    "responses": [
        _typed("response.created", response={"id": "r"}),
        _typed("response.output_text.delta", delta="First"),
        _typed("response.function_call_arguments.delta", delta="{"),
        _typed("response.output_text.done", text="First"),
        _typed("response.refusal.delta", delta="No."),
        _typed("response.incomplete", response={"incomplete_details": {"reason": "max_output_tokens"}}),
    ],
    "failed": [
        _typed("response.output_text.delta", delta="Half"),
        _typed("response.failed", response={"error": {"message": "the model is gone"}}),
    ],
    "error": [_chunk(0, content="Half"), 'data: {"error": {"message": "overloaded"}}'],
    "thread": [
        _thread("thread.run.created", id="run_1"),
        _message(0, "Hel"),
        _message(0, "lo"),
        _thread("thread.message.completed", id="msg_1"),
        "event: done\ndata: [DONE]",
    ],
    "blocks": [
        'event: ping\ndata: {"type": "ping"}',
        _typed("content_block_delta", index=0, delta={"type": "text_delta", "text": "Hi"}),
        _typed("message_stop"),
    ],
    "candidates": ['data: {"candidates": [{"content": {"parts": [{"text": "Gem"}, {"text": "s"}]}}]}'],
    "transcript": [_typed("transcript.text.delta", delta="So "), _typed("transcript.text.done", text="So ")],
    "prices": ['data: {"price": 1.50}', 'data: {"price": 2}', "data: closed"],
    "lines": ['{"n":1.50}', '{"n":2}'],
    "half": ['{"n":1}', '{"n":'],
}
"""By name: the events, as they stand on the wire."""
