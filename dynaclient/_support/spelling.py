"""Whether one name is probably another one, misspelt.

Stricter than `wording.nearest`, which looks for the best of the names that are known: here a wrong answer refuses or
doubts a name that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from .wording import plain_name

_SHORTEST = 3
_FEW = 5
_MANY = 8
_LONGEST = 64
"""Letters of a name: of the shortest that can be misspelt, from which a letter may be another one, from which two
slips count, and of the longest that is compared."""

_SLIP = 2
_SUBSTITUTION = 3
"""What a letter that is missing, added or exchanged with the next costs, and what another letter costs."""

_DIGITS = r"[0-9]+"


def misspelt_among(given: str, names: Iterable[str]) -> str | None:
    """The first of these names that `given` misspells, or None."""
    return next((name for name in names if is_misspelling(given, name)), None)


@lru_cache(4096)
def is_misspelling(given: str, meant: str) -> bool:
    """Whether `given` differs from `meant` by a slip: in case, in separators, or in one letter (two in a long name).

    Two letters that are both other ones (`min_length`, `max_length`), other digits (`line1`, `line2`) and another first
    letter of a short name (`date`, `rate`) make a different name.
    """
    one, other = plain_name(given), plain_name(meant)
    if one == other:
        return given != meant
    shortest = min(len(one), len(other))
    if shortest < _SHORTEST or max(len(one), len(other)) > _LONGEST:
        return False
    if re.findall(_DIGITS, one) != re.findall(_DIGITS, other) or (shortest < _FEW and one[0] != other[0]):
        return False
    most = _SLIP if shortest < _FEW else _SUBSTITUTION if shortest < _MANY else _SLIP + _SUBSTITUTION
    return abs(len(one) - len(other)) * _SLIP <= most and _distance(one, other) <= most


_WORDS = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"


def names_near(given: str, names: Iterable[str], *, limit: int = 3) -> list[str]:
    """The names that `given` may be a misspelling, another style, another order of words, or a part of."""
    letters, words = plain_name(given), _words_of(given)
    names = {plain_name(name): name for name in reversed(list(names))}.values()  # not an alias beside its name
    slips = [name for name in names if plain_name(name) == letters or is_misspelling(given, name)]
    if slips or not words:
        return slips[:limit]
    whole = sorted((name for name in names if words <= _words_of(name)), key=lambda name: len(_words_of(name)))
    return whole[:limit] if len(words) > 1 or len(whole) <= limit else []


@lru_cache(4096)
def _words_of(name: str) -> frozenset[str]:
    """The words of a name, in the singular."""
    return frozenset(word.lower().removesuffix("s") for word in re.findall(_WORDS, name))


def _distance(one: str, other: str) -> int:
    """The cost of the slips between two texts (optimal string alignment)."""
    before: list[int] = []
    row = [_SLIP * j for j in range(len(other) + 1)]
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [_SLIP * i]
        for j, wanted in enumerate(other, 1):
            cost = min(
                before[j - 1] + (0 if letter == wanted else _SUBSTITUTION), before[j] + _SLIP, row[j - 1] + _SLIP
            )
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, earlier[j - 2] + _SLIP)
            row.append(cost)
    return row[-1]
