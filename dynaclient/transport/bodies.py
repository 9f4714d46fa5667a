"""What is known of a body before it is sent again or read: can it be repeated, and does it arrive item by item?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ..model.media_types import essence

EVENTS = "text/event-stream"
LINES = frozenset(
    ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines",
     "application/jsonlines", "application/stream+json", "application/x-json-stream"]
)  # fmt: skip
"""JSON values one after the other, a line for each."""


def can_replay(body: Any) -> bool:
    """Whether all of a body can be sent again: bytes can, a file that can seek can, a pipe or an iterator cannot."""
    if body is None or isinstance(body, (bytes, bytearray, str)):
        return True
    seekable = getattr(body, "seekable", None)
    if seekable is not None:
        return bool(seekable())
    try:
        body.tell()
    except (OSError, AttributeError, ValueError):
        return False
    return hasattr(body, "seek")


def rewind_body(body: Any) -> None:
    """Take a body that was sent back to its start."""
    if hasattr(body, "seek"):
        body.seek(0)


def is_stream_answer(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer is read item by item as it arrives. An error is not: its body says what happened."""
    return status < 400 and is_stream(headers.get("Content-Type") or "")


@lru_cache(maxsize=256)
def is_stream(content_type: str) -> bool:
    """Whether a Content-Type is that of a stream of events or JSON lines."""
    kind = essence(content_type)
    return kind == EVENTS or kind in LINES
