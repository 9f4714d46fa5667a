"""Numbers within bounds, and a quick check of a value's type. Knows nothing about composed schemas."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, floor
from random import Random
from typing import Any

from .shape import CLASSES, Shape


def number(words: Mapping[str, Any], rng: Random, *, whole: bool) -> Any:
    """A number that satisfies the bounds and `multipleOf`; None if there is none."""
    least, most = words.get("minimum"), words.get("maximum")
    above, below = words.get("exclusiveMinimum"), words.get("exclusiveMaximum")
    step = words.get("multipleOf", 1 if whole else None)
    low: Any = least if above is None or (least is not None and least > above) else above
    high: Any = most if below is None or (most is not None and most < below) else below
    if step is None:
        if low is None and high is None:
            return round(rng.uniform(0, 10), 2)
        low = low if low is not None else high - 2
        high = high if high is not None else low + 2
        return low if low == high else round((low + high) / 2, 6)
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
    made = rng.randint(first, final) * step
    return int(made) if whole or float(made).is_integer() else made


def fits(value: Any, shape: Shape) -> bool:
    """A quick check of an example: whether it has the right type and is in the enumeration."""
    values = shape.words.get("enum")
    if values is not None and not any(value == item and type(value) is type(item) for item in values):
        return False
    types = shape.types
    if not types:
        return True
    if isinstance(value, bool):
        return "boolean" in types
    return isinstance(value, shape.classes)


def takes_all(shape: Shape, values: list[Any]) -> bool:
    """The same for many numbers or texts, by their types alone."""
    if shape.unions or shape.outline.is_false or "enum" in shape.words:
        return False
    fitting = {kind for name in shape.types for kind in CLASSES.get(name, ())}
    return bool(values) and set(map(type, values)) <= fitting & {str, int, float}
