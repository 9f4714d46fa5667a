"""Numbers within bounds, and a quick check of a value's type. Knows nothing about composed schemas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil, floor
from random import Random
from typing import Any

from .shape import CLASSES, Shape


def numbers(words: Mapping[str, Any], *, whole: bool) -> Callable[[Random], Any] | None:
    """What draws numbers that satisfy the bounds and `multipleOf`; None if there are none."""
    least, most = words.get("minimum"), words.get("maximum")
    above, below = words.get("exclusiveMinimum"), words.get("exclusiveMaximum")
    step = words.get("multipleOf", 1 if whole else None)
    low: Any = least if above is None or (least is not None and least > above) else above
    high: Any = most if below is None or (most is not None and most < below) else below
    if step is None:
        if low is None and high is None:
            return lambda rng: round(rng.uniform(0, 10), 2)
        low = low if low is not None else high - 2
        high = high if high is not None else low + 2
        middle = low if low == high else round((low + high) / 2, 6)
        return lambda rng: middle
    first: int | None = ceil(low / step) if low is not None else None
    last: int | None = floor(high / step) if high is not None else None
    if first is not None and above is not None and first * step <= above:
        first += 1
    if last is not None and below is not None and last * step >= below:
        last -= 1
    if first is None:
        first = 1 if last is None else min(1, last)
    final = first + 9 if last is None else min(last, first + 9)
    if final < first:
        return None
    start, count = first, final - first + 1
    bits = count.bit_length()

    def draw(rng: Random) -> Any:
        drawn = rng.getrandbits(bits)
        while drawn >= count:  # as `number_below` draws
            drawn = rng.getrandbits(bits)
        made = (start + drawn) * step
        return int(made) if whole or float(made).is_integer() else made

    return draw


def fitting(shape: Shape) -> Callable[[Any], bool]:
    """A quick check of examples: whether one has the right type and is in the enumeration."""
    values, types, classes = shape.words.get("enum"), shape.types, shape.classes
    takes_booleans = not types or "boolean" in types

    def fits_type(value: Any) -> bool:
        return takes_booleans if value is True or value is False else not types or isinstance(value, classes)

    if values is None:
        return fits_type
    if all(item.__class__ in _HASHABLE for item in values):
        known = frozenset((item.__class__, item) for item in values if fits_type(item))
        return lambda value: value.__class__ in _HASHABLE and (value.__class__, value) in known
    return lambda value: any(value == item and type(value) is type(item) for item in values) and fits_type(value)


_HASHABLE = frozenset((str, int, float, bool, type(None)))


def fits(value: Any, shape: Shape) -> bool:
    """The same once."""
    return fitting(shape)(value)


def takes_all(shape: Shape, values: list[Any]) -> bool:
    """The same for many numbers or texts, by their types alone."""
    if shape.unions or shape.outline.is_false or "enum" in shape.words:
        return False
    fitting = {kind for name in shape.types for kind in CLASSES.get(name, ())}
    return bool(values) and set(map(type, values)) <= fitting & {str, int, float}
