"""Whether a text matches a pattern as ECMA-262 reads it, in bounded time. Shares nothing with the client's patterns.

`regress` implements ECMA-262 but backtracks without limit. What could take it long goes to jsonschema-rs, which counts
its steps back and gives up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

BACKTRACKS = 200_000
"""Steps back that one match may take: a few hundredths of a second."""

_STEPS = 1_000_000
"""An estimate of steps up to which `regress` is asked: at most about as long."""

_FOREIGN = re.compile(r"(?<!\\)(?:\\\\)*\\[AaGHhQEZzeX]")
"""Escapes of Perl, Python or .NET. ECMA-262 gives them no meaning, so a pattern with one cannot be checked."""

_BRANCHING = re.compile(
    r"""\\. | \[(?:\\.|[^\]\\])*\] | \(\?[:=!<] | \)[*+{](?P<repeated>) | \{\d+\} | [*+?{|](?P<branch>)""",
    re.VERBOSE | re.DOTALL,
)
"""The places where a match has a choice; escapes, classes, the starts of groups and fixed counts are skipped."""


class TooComplex(Exception):
    """Matching takes more steps than it may."""


def matches(pattern: str, text: str) -> bool | None:
    """Whether the pattern is found in the text; None where nothing here can read the pattern or the text.

    Raises:
        TooComplex: the match was given up.
    """
    choices = _choices(pattern)
    if choices is not None and (len(text) + 1) ** (choices + 1) <= _STEPS:
        compiled = _regress(pattern)
        if compiled is not None:
            try:
                return compiled.find(text) is not None
            except UnicodeEncodeError:  # half of a surrogate pair
                return None
    limited = _limited(pattern)
    if limited is None:
        return None
    try:
        return not any(_is_mismatch(error) for error in limited.iter_errors(text))
    except ValueError:
        return None


def _is_mismatch(error: Any) -> bool:
    if hasattr(error.kind, "error"):  # the engine itself failed: it had to stop
        raise TooComplex
    return True


@lru_cache(maxsize=4096)
def _choices(pattern: str) -> int | None:
    """How many choices a match has, each at most once per character; None when a group repeats, so without bound."""
    count = 0
    for found in _BRANCHING.finditer(pattern):
        if found["repeated"] is not None:
            return None
        count += found["branch"] is not None
    return count


@lru_cache(maxsize=4096)
def _regress(pattern: str) -> Any:
    """The pattern for `regress`: as Unicode, as JSON Schema asks for, or in the older syntax that forgives more.

    Source: JSON Schema 2020-12 core, section 6.4; ECMA-262, annex B.1.2.
    """
    from regress import Regex, RegressError

    for flags in ("u", ""):
        try:
            return Regex(pattern, flags)
        except UnicodeEncodeError:
            return None
        except RegressError:
            if _FOREIGN.search(pattern):
                return None
    return None


@lru_cache(maxsize=4096)
def _limited(pattern: str) -> Any:
    import decimal  # noqa: F401  # here Ctrl-C is an exception; while jsonschema_rs loads it, it is a panic

    try:
        import jsonschema_rs
    except ImportError:  # no wheel for this Python
        return None
    options = jsonschema_rs.FancyRegexOptions(backtrack_limit=BACKTRACKS)
    try:
        return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    except (ValueError, jsonschema_rs.ValidationError):
        return None
