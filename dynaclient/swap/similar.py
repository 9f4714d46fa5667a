"""Which names that are gone became which names that are new: by the same description, and by how the names look."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

_LEAST = 0.6
"""Similarity from which two names may be the same thing."""

_WORDS = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")


def similar_pairs(
    lost: Sequence[str], gained: Sequence[str], is_same: Callable[[str, str], bool], *, needs_likeness: bool = True
) -> Iterator[tuple[str, str]]:
    """(old name, new name) of what was renamed, the most similar names first; each name once.

    Args:
        is_same: whether the two are described in the same way.
        needs_likeness: whether names have to look alike as well; without, a description that only one of the others
            has is enough.
    """
    ranked = sorted(
        ((likeness(before, after), before, after) for before in lost for after in gained),
        key=lambda one: (-one[0], lost.index(one[1]), gained.index(one[2])),
    )
    used_before: set[str] = set()
    used_after: set[str] = set()
    for score, before, after in ranked:
        if before in used_before or after in used_after or (needs_likeness and score < _LEAST):
            continue
        is_only = len(lost) == len(gained) == 1
        if (score >= _LEAST or is_only) and is_same(before, after):
            used_before.add(before)
            used_after.add(after)
            yield before, after


def likeness(one: str, other: str) -> float:
    """How similar two names are, from 0 to 1; names that share half of their words are similar."""
    words, others = ({word.lower() for word in _WORDS.findall(name)} for name in (one, other))
    shared = len(words & others) / max(len(words), len(others), 1)
    folded = SequenceMatcher(None, one.lower(), other.lower()).ratio()
    return max(folded, shared + 0.1 if shared >= 0.5 else shared)
