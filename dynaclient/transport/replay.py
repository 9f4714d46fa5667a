"""Whether a body can be sent a second time, and how it goes back to its start. Reads nothing."""

from __future__ import annotations

from typing import Any


def can_replay(body: Any) -> bool:
    """Whether all of a body can be had again: bytes can, a file that goes back to its start can, an iterator cannot."""
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


def rewind_body(body: Any, *, again: bool) -> None:
    """Take a body back to its start, if it was sent before."""
    if again and hasattr(body, "seek"):
        body.seek(0)
