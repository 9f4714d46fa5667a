"""Which answers are read item by item as they arrive, because nobody knows when they end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ..model.media_types import essence

EVENTS = "text/event-stream"
LINES = frozenset(
    ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
     "application/jsonlines", "application/stream+json", "application/x-json-stream"]
)  # fmt: skip
"""JSON values one after the other, a line for each."""


def is_stream_answer(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer is such a stream. Errors are not: their body says what happened."""
    return status < 400 and is_stream(headers.get("Content-Type") or "")


@lru_cache(maxsize=256)
def is_stream(content_type: str) -> bool:
    """Whether a Content-Type is that of a stream."""
    kind = essence(content_type)
    return kind == EVENTS or kind in LINES
