"""Colours code: source text → HTML in which each word has the class of its kind. The style sheet knows the colours.

Done while pages are written, so that they need no script and load nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

LONGEST = 20_000
"""Characters of code that is coloured; longer texts stay plain."""

CLASS = re.compile(r"[a-z][a-z0-9]{0,2}")
"""The classes that words get: the short names that Pygments has for kinds of tokens."""


def coloured(text: str, language: str) -> str:
    """Code as HTML: escaped, with a `span` around every word of a known kind.

    Args:
        language: a name that Pygments knows, such as "python", "json" or "sh"; code of any other stays plain.
    """
    lexer = _lexer(language.strip().lower()) if len(text) <= LONGEST else None
    if lexer is None:
        return escape(text, quote=False)
    from pygments import highlight

    return str(highlight(text, lexer, _formatter())).removesuffix("\n")


@lru_cache(maxsize=64)
def _lexer(language: str) -> Any:
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None


@lru_cache(maxsize=1)
def _formatter() -> Any:
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(nowrap=True)
