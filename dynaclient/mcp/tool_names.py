"""Names of tools: an operation's name with the characters and the length that every vendor takes, each once."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable

LONGEST = 64
"""Characters that every vendor takes. Source: OpenAI and Anthropic API references, `name` of a tool."""


def tool_names(names: Iterable[str], longest: int = LONGEST) -> dict[str, str]:
    """Name of an operation → name of its tool, the same whatever else is offered unless two would be the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "_", name).strip("_") or "operation"
        if not (plain[0].isalpha() or plain[0] == "_"):  # Gemini wants a letter
            plain = f"_{plain}"
        if len(plain) > longest or plain in taken:
            mark = f"_{zlib.crc32(name.encode('utf-8', 'surrogatepass')):08x}"
            plain = plain[: longest - len(mark)] + mark
        found[name] = plain
        taken.add(plain)
    return found
