"""Text for a model: what it costs, and how text that others wrote is cleaned, cut and marked. Knows nothing of APIs.

Documents and servers are not trusted: their texts may hold instructions, invisible characters, or be endless.
"""

from __future__ import annotations

import json
import re
from typing import Any

BYTES_PER_TOKEN = 4
"""What a token is taken to be, in UTF-8."""

_HIDDEN = (
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180b-\u180f"
    r"\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"
)
"""Characters that show nothing: controls except line feed and tab, format characters, variation selectors, tags,
blanks, surrogates and private ones. Source: Unicode 15, general categories Cc, Cf, Cs, Co, Zl and Zp."""


def tokens_of(text: str) -> int:
    """The tokens of a text, as they are counted here: its bytes divided by 4."""
    return -(-len(text.encode("utf-8", "surrogatepass")) // BYTES_PER_TOKEN)


def visible(text: str) -> str:
    """A text without what cannot be seen: control and format characters, tags, variation selectors, blanks."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_HIDDEN, "", text)


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
    return re.sub(_HIDDEN, lambda found: json.dumps(found[0])[1:-1], text)


def slug(text: str, most: int = 24) -> str:
    """A short name made of a title: lower case, letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:most].strip("-") or "api"
