"""Whether a text matches an ECMA-262 pattern, in bounded time. Shares no code with the client's patterns.

`regress` implements ECMA-262 but backtracks without limit. Patterns that could take long go to jsonschema-rs, which
counts its backtracking steps and gives up.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from .limited_validator import limited_validator

BACKTRACKS = 200_000
"""Backtracking steps allowed for one match: a few hundredths of a second."""

_STEPS = 1_000_000
"""The estimated number of steps up to which `regress` does the match: about as long at most."""

_FOREIGN = re.compile(r"(?<!\\)(?:\\\\)*\\[AaGHhQEZzeX]")
"""Escapes of Perl, Python or .NET. ECMA-262 does not define them, so a pattern with one cannot be checked."""

_BRANCHING = re.compile(
    r"""\\. | \[(?:\\.|[^\]\\])*\] | \(\?[:=!<] | \)[*+{](?P<repeated>) | \{\d+\} | [*+?{|](?P<branch>)""",
    re.VERBOSE | re.DOTALL,
)
"""The places where a match can branch; escapes, classes, group openings and fixed counts are skipped."""


class TooComplex(Exception):
    """Matching takes more steps than allowed."""


def matches(pattern: str, text: str) -> bool | None:
    """Whether the pattern is found in the text; None if no engine can read the pattern or the text.

    Raises:
        TooComplex: the match takes more steps than allowed.
    """
    choices = _choices(pattern)
    if choices is not None and (len(text) + 1) ** (choices + 1) <= _STEPS:
        compiled = _regress(pattern)
        if compiled is not None:
            try:
                return compiled.find(text) is not None
            except UnicodeEncodeError:  # an unpaired surrogate
                return None
    limited = _limited(pattern)
    if limited is None:
        return None
    try:
        return not any(_is_mismatch(error) for error in limited.iter_errors(text))
    except ValueError:
        return None


def _is_mismatch(error: Any) -> bool:
    if hasattr(error.kind, "error"):  # the engine itself gave up
        raise TooComplex
    return True


@lru_cache(maxsize=4096)
def _choices(pattern: str) -> int | None:
    """How many branches a match has, each at most once per character; None if a group repeats, which is unbounded."""
    count = 0
    for found in _BRANCHING.finditer(pattern):
        if found["repeated"] is not None:
            return None
        count += found["branch"] is not None
    return count


@lru_cache(maxsize=4096)
def _regress(pattern: str) -> Any:
    """The pattern compiled by `regress`: in Unicode mode, as JSON Schema requires, else in the lenient older syntax.

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
    return limited_validator({"pattern": pattern}, BACKTRACKS)
