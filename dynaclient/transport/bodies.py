"""Facts about a body: whether it can be sent again, whether it is a stream, and its pieces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..model.media_types import EVENTS as EVENTS  # noqa: PLC0414  # exported
from ..model.media_types import framing_of

CHUNK = 1 << 16
"""Bytes of a body that are read at once."""


def can_replay(body: Any) -> bool:
    """Whether a body can be sent again: bytes and seekable files can; pipes and iterators cannot."""
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
    """Rewind a body that was sent to its start."""
    if hasattr(body, "seek"):
        body.seek(0)


def chunks_of(body: Any) -> Iterator[bytes]:
    """The pieces of a file or of an iterable of bytes."""
    return iter(lambda: body.read(CHUNK), b"") if hasattr(body, "read") else iter(body)


def is_stream_answer(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer is read item by item as it arrives. An error never is: its body explains what happened."""
    return status < 400 and is_stream(headers.get("Content-Type") or "")


@lru_cache(maxsize=256)
def is_stream(content_type: str) -> bool:
    """Whether a Content-Type is that of a sequence of items: events, JSON lines, JSON text sequences, or parts."""
    return framing_of(content_type) != ""
