"""The bytes of a body and its Content-Type → a value: JSON, text, bytes, or None for nothing."""

from __future__ import annotations

import json
import re
from typing import Any

from ..request.media import essence, is_json

_CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)
_TEXT = ("application/xml", "application/yaml", "application/javascript", "application/x-www-form-urlencoded")


def decode(content: bytes, content_type: str) -> Any:
    """Decode a body.

    Returns:
        The JSON value; text for `text/*`, XML and their like; the bytes of anything else; None for an empty body.

    Raises:
        ValueError: the bytes are not what the Content-Type says.
    """
    if not content:
        return None
    kind = essence(content_type)
    if is_json(kind) and "*" not in kind:
        try:
            return json.loads(content)
        except RecursionError:
            raise ValueError("the JSON nests too deep") from None
    if kind.startswith("text/") or kind in _TEXT or kind.endswith(("+xml", "+yaml")):
        return content.decode(charset_of(content_type), errors="replace")
    return content


def charset_of(content_type: str) -> str:
    """The charset that a Content-Type names, where Python knows it; else UTF-8."""
    found = _CHARSET.search(content_type)
    if found:
        try:
            "".encode(found[1])
        except LookupError:
            return "utf-8"
        return found[1]
    return "utf-8"
