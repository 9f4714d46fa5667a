"""Which names are near one another: THE measure, and the two uses of it.

A name that `is_misspelling` of another one is refused or doubted, so that a wrong answer costs a call; one that is
`nearest` is only suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

_SHORTEST = 3
_FEW = 5
_MANY = 8
_LONGEST = 64
"""Letters of a name: of the shortest that can be misspelt, from which a letter may be another one, from which two
slips count, and of the longest that is compared."""

_SLIP = 2
_SUBSTITUTION = 3
"""What a letter that is missing, added or exchanged with the next costs, and what another letter costs."""

_PART = 4
"""Letters of the shortest beginning that a name is suggested for."""

_DIGITS = r"[0-9]+"
_WORDS = r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+"


@lru_cache(4096)
def plain_name(name: str) -> str:
    """A name without case and punctuation: `page[after]`, `pageAfter` and `page_after` become the same."""
    return re.sub(r"[^a-z0-9]", "", name.lower()) or name


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
    return _slips(one, other) is not None


def nearest(given: str, known: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """The known names that `given` may mean, best first: a slip, the same words and more, a beginning, a part.

    Of several spellings of a name, the first that is known.
    """
    names: dict[str, str] = {}
    for name in known:
        names.setdefault(plain_name(name), name)
    letters, words = plain_name(given), _words_of(given)
    if letters in names:
        return (names[letters],)
    costs = {name: cost for plain, name in names.items() if (cost := _cost(given, letters, name, plain)) is not None}
    if costs:
        return tuple(sorted(costs, key=lambda name: costs[name]))[:limit]
    whole = sorted((name for name in names.values() if words and words <= _words_of(name)), key=_word_count)
    if not whole and len(letters) >= _PART:
        whole = [name for plain, name in names.items() if plain.startswith(letters)]
    if not whole:
        whole = [name for plain, name in names.items() if len(plain) >= _PART and set() < _words_of(name) < words]
    return tuple(whole[:limit]) if len(words) > 1 or len(whole) <= limit else ()


def _cost(given: str, letters: str, name: str, plain: str) -> int | None:
    """What the slips between two names cost, or None if they are too many for their length.

    The words that both begin or end with do not count: `listTeams` is as far from `listItems` as `teams` from `items`.
    """
    if not letters or not plain or max(len(letters), len(plain)) > _LONGEST:
        return None
    few = _FEW - 1 if letters[0] == plain[0] else _FEW  # `dome` may mean `done`, but `rate` not `date`
    whole = _slips(letters, plain, few)
    if whole is None:
        return None
    one, other = [[word.lower() for word in re.findall(_WORDS, text)] for text in (given, name)]
    while one and other and one[0] == other[0]:
        del one[0], other[0]
    while one and other and one[-1] == other[-1]:
        del one[-1], other[-1]
    return _slips("".join(one), "".join(other), few) if one and other else whole


def _slips(one: str, other: str, few: int = _FEW) -> int | None:
    """What the slips between two texts cost, or None if it is more than their length allows."""
    shortest = min(len(one), len(other))
    most = _SLIP if shortest < few else _SUBSTITUTION if shortest < _MANY else _SLIP + _SUBSTITUTION
    if abs(len(one) - len(other)) * _SLIP > most or shortest < _SLIP:
        return None
    cost = _distance(one, other)
    return cost if cost <= most else None


@lru_cache(4096)
def _words_of(name: str) -> frozenset[str]:
    """The words of a name, in the singular."""
    return frozenset(word.lower().removesuffix("s") for word in re.findall(_WORDS, name))


def _word_count(name: str) -> int:
    return len(_words_of(name))


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
