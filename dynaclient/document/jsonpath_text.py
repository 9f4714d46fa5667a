"""Writes JSONPaths. Source: RFC 9535 sections 2.3.1.1 (names) and 2.5.1.1 (the shorthand)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

_SHORT = re.compile(r"[A-Za-z_][0-9A-Za-z_]*\Z")
"""The standard also lets other letters go without quotes, which not every implementation does."""


def path_to(location: Iterable[str | int]) -> str:
    """The JSONPath of one node: `$.paths['/pets'].get.parameters[0]`."""
    return "$" + "".join(map(_segment, location))


def _segment(token: str | int) -> str:
    if isinstance(token, int):
        return f"[{token}]"
    return f".{token}" if _SHORT.match(token) else f"[{text_literal(token)}]"


def text_literal(text: str) -> str:
    """A text as a string literal of JSONPath, in single quotes."""
    inner = json.dumps(text, ensure_ascii=False)[1:-1]
    return "'" + inner.replace('\\"', '"').replace("'", "\\'") + "'"
