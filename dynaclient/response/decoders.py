"""The bytes of a body and its Content-Type → a value: JSON, text, bytes, or None for nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from ..request.media import essence, is_json
from ..transport.stream_types import LINES

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_TEXTS = ("application/xml", "application/yaml", "application/javascript", "application/x-www-form-urlencoded")


def decode(content: bytes, content_type: str) -> Any:
    """Decode a body.

    Returns:
        The JSON value, a list of them for JSON lines;
        text for `text/*`, XML and their like; the bytes of anything else; None for an empty body.

    Raises:
        ValueError: the bytes are not what the Content-Type says.
    """
    return _decoder_of(content_type)(content, content_type) if content else None


Decoder = Callable[[bytes, str], Any]


@lru_cache(maxsize=256)
def _decoder_of(content_type: str) -> Decoder:
    kind = essence(content_type)
    if kind in LINES:
        return _lines
    if is_json(kind) and "*" not in kind:
        return _json
    return _text if kind.startswith("text/") or kind in _TEXTS or kind.endswith(("+xml", "+yaml")) else _bytes


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


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type names, where Python knows it; else UTF-8, whose byte order mark is no text."""
    found = _CHARSET.search(content_type)
    name = found[1] if found else "utf-8"
    try:
        "".encode(name)
    except (LookupError, ValueError):
        name = "utf-8"
    return "utf-8-sig" if name.lower() in ("utf-8", "utf8") else name
