"""Regular expressions of a document. Descriptions use ECMA-262, of which Python's `re` understands a part."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Search = Callable[[str], Any]
"""Text → what a pattern found in it, or None."""

LARGEST_COUNT = 1000
"""The largest count of a repeat that the native engine expands; it copies the repeated part that many times."""

SIZE_LIMIT = 32 * 2**20
"""Bytes that the native engine may use for one pattern with a larger count."""


@lru_cache(maxsize=4096)
def usable_pattern(pattern: str, *, of_names: bool = False) -> bool:
    """Whether the engine that checks values can use this pattern.

    Args:
        of_names: whether it chooses properties: then a large count has to be expanded.
    """
    try:
        import jsonschema_rs
    except ImportError:
        return python_pattern(pattern) is not None
    if not has_large_count(pattern):
        return _compiles(pattern)
    if not of_names and large_search(pattern) is not None:
        return usable_pattern(_without_counts(pattern))
    return _compiles(pattern, pattern_options=jsonschema_rs.FancyRegexOptions(size_limit=SIZE_LIMIT))


def pattern_problem(pattern: str) -> str:
    """Why a pattern cannot be used, for the document's problems."""
    counted = has_large_count(pattern) and usable_pattern(_without_counts(pattern))
    return f"the pattern {pattern!r} is {'too large to be checked' if counted else 'not a regular expression'}"


def _compiles(pattern: str, **options: Any) -> bool:
    import jsonschema_rs

    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, **options)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=4096)
def python_pattern(pattern: str) -> re.Pattern[str] | None:
    r"""The pattern for Python's `re`, or None if `re` cannot express it.

    In ECMA-262 `$` matches only at the very end, `\d` and `\w` are ASCII, and groups are named `(?<name>…)`.
    """
    try:
        return re.compile(re.sub(_ECMA, _translated, pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError):
        return None


_ECMA = r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<(?![=!])|\$"
"""An escape, a character class, the start of a named group, or `$`."""

_PYTHON = {"$": r"\Z", "(?<": "(?P<"}


def _translated(match: re.Match[str]) -> str:
    return _PYTHON.get(match[0], match[0])


@lru_cache(maxsize=4096)
def python_search(pattern: str) -> Search | None:
    r"""The search of a pattern by `re`, with the blanks and line ends of ECMA-262; None if `re` cannot express it.

    Source: ECMA-262 section 22.2.2.9, CharacterClassEscape `\s`; section 12.3, LineTerminator.
    """
    compiled = python_pattern(re.sub(_BLANKS, _with_blanks, pattern))
    return None if compiled is None else compiled.search


_BLANKS = r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\."
_BLANK = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_SPELT_OUT = {r"\s": f"[{_BLANK}]", r"\S": f"[^{_BLANK}]", ".": r"[^\n\r\u2028\u2029]"}


def _with_blanks(match: re.Match[str]) -> str:
    text = match[0]
    if text[0] != "[":
        return _SPELT_OUT.get(text, text)
    return re.sub(r"\\.", lambda escape: _BLANK if escape[0] == r"\s" else escape[0], text, flags=re.DOTALL)


# large counts

_TOKENS = r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{([0-9]+)(?:,([0-9]*))?\}"
"""An escape, a character class, or a count."""

_REPEATED_GROUP = r"\)(?:[*+]|\{[0-9]+(?:,[0-9]*)?\})"
_BRANCHES = r"(?s)\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?|([*+?|]|\{[0-9]+,[0-9]*\})"
_MOST_BRANCHES = 2
"""Branches of a pattern up to which a search that backtracks takes about the square of the text's length."""


@lru_cache(maxsize=4096)
def has_large_count(pattern: str) -> bool:
    """Whether a repeat has a count above `LARGEST_COUNT`."""
    counts = (count for found in re.finditer(_TOKENS, pattern) for count in found.groups() if count)
    return any(len(count) > 9 or int(count) > LARGEST_COUNT for count in counts)


@lru_cache(maxsize=4096)
def large_search(pattern: str) -> Search | None:
    """The search of a pattern with a large count by an engine that does not expand it; None if it could take long."""
    branches = sum(found[1] is not None for found in re.finditer(_BRANCHES, pattern))
    if branches > _MOST_BRANCHES or re.search(_REPEATED_GROUP, pattern):
        return None
    found = python_search(pattern)
    if found is not None:
        return found
    try:
        from regress import Regex, RegressError
    except ImportError:
        return None
    try:
        search: Search = Regex(pattern, "u").find
    except (RegressError, UnicodeEncodeError):
        return None
    return search


def _without_counts(pattern: str) -> str:
    return re.sub(_TOKENS, lambda found: found[0] if found[1] is None else "*", pattern)
