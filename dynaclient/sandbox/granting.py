"""What one wish comes to at one schema: granted as it is, to be made, or hopeless. Generates nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..types import MISSING
from .scalars import fits, fitting
from .shape import Shape
from .wishes import ABSENT, UNSET, Moment

_SINGLE = frozenset((str, int, float, bool))
_SCALARS = frozenset(("string", "number", "integer", "boolean", "null"))


def is_scalar(shape: Shape) -> bool:
    """Whether neither an object nor a list fits."""
    types = shape.types or (["object"] if shape.members else ["array"] if "items" in shape.words else [])
    return bool(types) and set(types) <= _SCALARS


def is_plain_wish(wish: Any, shape: Shape) -> bool:
    """Whether a single value that is wished for seems to fit as it is."""
    if wish is MISSING or wish is ABSENT or wish is UNSET or isinstance(wish, Moment):
        return False
    if not shape.types and (shape.members or "items" in shape.words or shape.unions):
        return False
    return fits(wish, shape)


def granting(shape: Shape, *, nullable: bool) -> Callable[[Any, Any], Any]:
    """What says what a wish for a single value comes to here, given a sample; `MISSING` if it has to be made."""
    fits_quickly = fitting(shape)
    is_open = bool(shape.types) or not (shape.members or "items" in shape.words or shape.unions)
    is_unset, as_moment = unset(shape), _moments(shape)
    takes_null = shape.takes_null or not (shape.types or shape.unions)
    if nullable and shape.means_null:
        takes_null, is_unset = True, None

    def grant(wish: Any, sample: Any) -> Any:
        kind = wish.__class__
        if kind in _SINGLE:  # most of them
            return wish if is_open and fits_quickly(wish) else MISSING
        if wish is UNSET:
            return is_unset
        if kind is dict or isinstance(wish, (dict, list)) or wish is ABSENT:
            return MISSING
        if isinstance(wish, Moment):
            return as_moment(wish, sample)
        if wish is None and takes_null:
            return None
        return wish if is_open and fits_quickly(wish) else MISSING

    return grant


def granted_classes(shape: Shape) -> frozenset[type]:
    """The classes of the single values whose every one is granted as it is."""
    is_open = bool(shape.types) or not (shape.members or "items" in shape.words or shape.unions)
    if not is_open or shape.words.get("enum") is not None or shape.outline.is_false:
        return frozenset()
    return frozenset(type(value) for value in ("", 0, 0.5, True) if fits(value, shape))


def is_hopeless(shape: Shape) -> bool:
    """Whether a single value that is not granted as it is can be no part of what fits here."""
    return not shape.unions and is_scalar(shape)


def unset(shape: Shape) -> Any:
    """What a member is when nobody has set it; `MISSING` if the schema has nothing for that."""
    if shape.outline.default is not MISSING and fits(shape.outline.default, shape):
        return shape.outline.default
    if "array" in shape.types and not shape.words.get("minItems"):
        return []
    if shape.takes_null:
        return None
    is_map = "object" in shape.types and not shape.members and not shape.words.get("minProperties")
    return {} if is_map and not shape.words.get("required") else MISSING


def _moments(shape: Shape) -> Callable[[Moment, Any], Any]:
    """What writes a moment as a number or a text; it gives `MISSING` if neither fits."""
    form, fits_quickly = str(shape.words.get("format", "")), fitting(shape)
    is_large = any(map(_is_large, shape.examples))
    if "integer" in shape.types or ("number" in shape.types and "string" not in shape.types):

        def number(moment: Moment, sample: Any) -> Any:
            value = moment.as_number(is_large=is_large or _is_large(sample))
            return value if fits_quickly(value) else MISSING

        return number
    if "string" in shape.types and form in ("", "date", "date-time"):

        def text(moment: Moment, sample: Any) -> Any:
            value = moment.as_text(form)
            return value if fits_quickly(value) else MISSING

        return text
    return lambda moment, sample: MISSING


def _is_large(value: Any) -> bool:
    return isinstance(value, (int, float)) and value > _MILLISECONDS


_MILLISECONDS = 100_000_000_000
"""Above this a number is a time in milliseconds."""
