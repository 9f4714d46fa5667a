"""What narrows a value, in words: `1 to 100`, `at most 64 characters`, `matches ^[a-z]+$`."""

from __future__ import annotations

from typing import Any

from .._support.wording import shown
from ..schema.outline import Outline

_RANGES = (
    ("minLength", "maxLength", "character"),
    ("minItems", "maxItems", "item"),
    ("minProperties", "maxProperties", "field"),
)
_FORMATS_SAID = frozenset(("binary", "float", "double"))


def limits_of(said: Outline) -> tuple[str, ...]:
    """The limits of a value, each a few words."""
    limits = said.limits
    out = []
    if "format" in limits and limits["format"] not in _FORMATS_SAID:
        out.append(f"format {limits['format']}")
    if "contentMediaType" in limits:
        out.append(f"media type {limits['contentMediaType']}")
    if "contentEncoding" in limits:
        out.append(f"encoded as {limits['contentEncoding']}")
    out += _numbers(limits)
    for low, high, unit in _RANGES:
        out += _range(limits.get(low), limits.get(high), unit)
    if "multipleOf" in limits:
        out.append(f"a multiple of {limits['multipleOf']}")
    if "pattern" in limits:
        out.append(f"matches {limits['pattern']}")
    if limits.get("uniqueItems"):
        out.append("no item twice")
    if said.extra is False and said.properties:
        out.append("no other fields")
    for names in said.together:
        out.append(f"with {' and '.join(names)}")
    return tuple(out)


def _numbers(limits: dict[str, Any]) -> list[str]:
    low, high = limits.get("minimum"), limits.get("maximum")
    out = []
    if low is not None and high is not None:
        out.append(f"{shown(low)} to {shown(high)}")
    elif low is not None:
        out.append(f"at least {shown(low)}")
    elif high is not None:
        out.append(f"at most {shown(high)}")
    for key, words in (("exclusiveMinimum", "above"), ("exclusiveMaximum", "below")):
        if key in limits:
            out.append(f"{words} {shown(limits[key])}")
    return out


def _range(low: Any, high: Any, unit: str) -> list[str]:
    def counted(count: Any) -> str:
        return f"{count:,} {unit}{'' if count == 1 else 's'}"

    if low == 0:
        low = None
    if low is not None and low == high:
        return [f"exactly {counted(low)}"]
    if low is not None and high is not None:
        return [f"{low:,} to {counted(high)}"]
    if low is not None:
        return [f"at least {counted(low)}"]
    return [f"at most {counted(high)}"] if high is not None else []
