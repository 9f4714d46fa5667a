"""The bytes of a body and its Content-Type → a value: JSON, text, bytes, or None for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from ..model.media_types import essence, family_of, is_anything
from ..transport.bodies import LINES

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


def decode(content: bytes, content_type: str) -> Any:
    """Decode a body.

    Returns:
        The JSON value, a list of them for JSON lines;
        text for `text/*`, XML and their like; the bytes of anything else; None for an empty body.

    Raises:
        ValueError: the bytes are not what the Content-Type says.
    """
    if not content:
        return None
    kind = essence(content_type)
    if kind in LINES:
        return _lines(content, content_type)
    family = family_of(kind)
    if family.read is not None:
        return family.read(content, content_type)
    is_range = "*" in kind and is_anything(kind)  # nothing can be sent as a range
    reader = _bytes if is_range else _READERS.get(family.name, _bytes)
    return reader(content, content_type)


def _lines(content: bytes, content_type: str) -> Any:
    return [json.loads(line) for line in content.split(b"\n") if line.strip()]


def _text(content: bytes, content_type: str) -> str:
    return content.decode(charset_of(content_type), errors="replace")


def _bytes(content: bytes, content_type: str) -> bytes:
    return content


def _json(content: bytes, content_type: str) -> Any:
    """UTF-8, 16 or 32 as the bytes show; another charset only where they are none of these and the server names it."""
    try:
        return json.loads(content.decode())
    except (ValueError, RecursionError):  # not UTF-8, or with a byte order mark, or wrong: below it is said
        pass
    try:
        return json.loads(content)
    except UnicodeDecodeError:
        return json.loads(content.decode(charset_of(content_type)))
    except RecursionError:
        raise ValueError("the JSON nests too deep") from None


_READERS: dict[str, Callable[[bytes, str], Any]] = {"json": _json, "form": _text, "text": _text}
"""The standard's families whose bodies are more than bytes."""


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type names, if Python knows it; else UTF-8, without its byte order mark."""
    found = _CHARSET.search(content_type)
    name = found[1] if found else "utf-8"
    try:
        "".encode(name)
    except (LookupError, ValueError):
        name = "utf-8"
    return "utf-8-sig" if name.lower() in ("utf-8", "utf8") else name
