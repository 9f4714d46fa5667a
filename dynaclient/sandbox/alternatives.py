"""Alternatives of `anyOf` or `oneOf`: how well one can hold what is wished for, and the name of one in its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from ..document import Document
from ..document.pointer import tokens_of
from .generation import Generation, MakePart
from .granting import is_plain_wish
from .scalars import fitting
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


def naming(
    document: Document, shape: Shape, alternative: Any, discriminator: Mapping[str, Any], make: MakePart
) -> MakePart:
    """What makes values of an alternative, with its name in the property of the discriminator, where any text fits.

    Source: OAS 3.2.0 Discriminator Object: a name of `mapping`, else that of the schema.
    """
    key, reference = (
        discriminator["propertyName"],
        alternative.get("$ref") if isinstance(alternative, Mapping) else None,
    )
    if not isinstance(reference, str) or key not in shape.members:
        return make
    mapped = discriminator.get("mapping", {})
    name = next((value for value, target in mapped.items() if target == reference), "")
    others = {value for value, target in mapped.items() if target != reference}
    name = name or (tokens_of(unquote(reference.partition("#")[2])) or [""])[-1]
    inner = shape_of(document, shape.members[key])
    if not name or inner.words.get("enum") or not fitting(inner)(name):
        return make

    def make_named(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
        made = make(state, depth, wish, sample)
        if not isinstance(made, dict) or key not in made or (isinstance(wish, Mapping) and key in wish):
            return made
        is_shown = isinstance(sample, Mapping) and key in sample and sample[key] not in others
        return made if is_shown else {**made, key: name}

    return make_named


def _fits_whole(alternative: Any, guide: Any, is_valid: IsValid | None) -> bool:
    try:
        return is_valid is not None and is_valid(alternative, guide)
    except (TypeError, ValueError):  # a mark inside it
        return False


def is_null(alternative: Any) -> bool:
    """Whether an alternative is null and nothing else."""
    return isinstance(alternative, Mapping) and alternative.get("type") in ("null", ["null"])
