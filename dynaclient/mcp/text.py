"""Text for a model: what it costs, and how text that others wrote is cleaned, cut and marked. Knows nothing of APIs.

Documents and servers are not trusted: their texts may hold instructions, invisible characters, or be endless.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

BYTES_PER_TOKEN = 4
"""What a token is taken to be, in UTF-8."""

_BLANK = "\u115f\u1160\u2800\u3164\uffa0"
"""Characters that are letters by name and show nothing."""

_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
"""General categories of characters that show nothing. Source: Unicode 15, chapter 4.5."""

_KEPT = "\n\t"


def tokens_of(text: str) -> int:
    """The tokens of a text, as they are counted here: its bytes divided by 4."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)


def visible(text: str) -> str:
    """A text without what cannot be seen: control and format characters, tags, variation selectors, blanks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character for character in text if not _is_hidden(character))


def _is_hidden(character: str) -> bool:
    if character in _KEPT:
        return False
    code = ord(character)
    return (
        unicodedata.category(character) in _INVISIBLE
        or character in _BLANK
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0000 <= code <= 0xE0FFF
    )


def cut(text: str, most: int) -> str:
    """At most this many characters of a text; the cut is shown."""
    return text if len(text) <= most else f"{text[: max(0, most - 1)].rstrip()}…"


def one_line(text: str, most: int) -> str:
    """A text of others on one line: cleaned and cut, but not marked."""
    return cut(" ".join(visible(text[: 4 * most + 200]).split()), most)


def quoted(text: str, most: int) -> str:
    """A text of others on one line, in quotation marks that it cannot close itself; "" for none."""
    line = one_line(text, most).replace("“", '"').replace("”", '"')
    return f"“{line}”" if line else ""


def json_line(value: Any) -> str:
    """A value as compact JSON in which every character can be seen: hidden ones are escaped, so nothing is lost."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(character) if _is_hidden(character) else character for character in text)


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]


def slug(text: str, most: int = 24) -> str:
    """A short name made of a title: lower case, letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:most].strip("-") or "api"
