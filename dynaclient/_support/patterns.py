"""Regular expressions of a document. Descriptions use ECMA-262, of which Python's `re` understands a part."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def usable_pattern(pattern: str) -> bool:
    """Whether the engine that checks values can compile this pattern."""
    try:
        import jsonschema_rs
    except ImportError:
        return python_pattern(pattern) is not None
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def python_pattern(pattern: str) -> re.Pattern[str] | None:
    r"""The pattern for Python's `re`, or None if `re` cannot express it.

    In ECMA-262 `$` matches only at the very end, `\d` and `\w` are ASCII, and groups are named `(?<name>…)`.
    """
    try:
        return re.compile(_ECMA.sub(_translated, pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


_ECMA = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<(?![=!])|\$", re.DOTALL)
"""An escape, a character class, the start of a named group, or `$`."""

_PYTHON = {"$": r"\Z", "(?<": "(?P<"}


def _translated(match: re.Match[str]) -> str:
    return _PYTHON.get(match[0], match[0])
