"""How well an alternative of `anyOf` or `oneOf` can hold what is wished for. Generates nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..document import Document
from .granting import is_plain_wish
from .shape import Shape, kinds_of, shape_of, with_alternative
from .wishes import TEXT_NAMES, Moment

IsValid = Callable[[Any, Any], bool]
"""Whether a value fits a schema, given as (schema, value)."""


def score(document: Document, shape: Shape, alternative: Any, guide: Any, is_valid: IsValid | None) -> float:
    """How well an alternative can hold what is wished for.

    Args:
        guide: what is wished for.
    """
    fits_whole = not isinstance(guide, Moment) and _fits_whole(alternative, guide, is_valid)
    if fits_whole and not isinstance(guide, dict):
        return 100
    chosen = with_alternative(document, shape, alternative)
    if isinstance(guide, dict):
        score = 3.0 if fits_whole else 0.0
        for name, item in guide.items():
            described = chosen.members.get(name)
            if described is None:
                score -= 0.1
                continue
            inner = shape_of(document, described)
            values = inner.words.get("enum")
            if values:
                score += 5 if item in values else -5 if isinstance(item, (str, int)) else 0
            else:
                score += 1
        missing = set(chosen.words.get("required", ())) - set(guide)
        return score - 0.2 * len(missing) if chosen.members else score - 1
    if isinstance(guide, list):
        return 10 if "array" in kinds_of(chosen, guide) else 0
    if isinstance(guide, str):
        if "string" in chosen.types:
            return 20
        names = set(chosen.members)
        return 5 if names & set(TEXT_NAMES) else 2 if "array" in chosen.types else 0
    return 10 if is_plain_wish(guide, chosen) else 0


def _fits_whole(alternative: Any, guide: Any, is_valid: IsValid | None) -> bool:
    try:
        return is_valid is not None and is_valid(alternative, guide)
    except (TypeError, ValueError):  # a mark inside it
        return False


def is_null(alternative: Any) -> bool:
    """Whether an alternative is null and nothing else."""
    return isinstance(alternative, Mapping) and alternative.get("type") in ("null", ["null"])
