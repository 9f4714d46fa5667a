"""What changed between two cases of one type, apart from their members and items: a function for each kind of rule.

Each looks at what the old case admits and the new one does not, and the other way round; what that means for a request
or an answer is in `kinds`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .._support.numbers import is_multiple
from .._support.wording import either, shown
from ..schema.formats import DEFAULT_FORMATS, LENIENT_DATE_TIME
from .admitted import Bound, Case
from .cases import LIMITS, admits

Change = tuple[str, str]
"""Kind and text."""

_MOST = 8
"""Values that a text lists."""

_WRITTEN_OTHERWISE = frozenset(("binary", "contentMediaType application/octet-stream"))
"""Formats that change how a value is written: as a file instead of text."""


_FLOATS = frozenset(("float", "double"))
"""Formats that are the same number in Python."""


def iter_changes(old: Case, new: Case) -> Iterator[Change]:
    """The changes between two cases of the same type."""
    if old.is_integer != new.is_integer and old.values is None and new.values is None:
        narrowed = new.is_integer
        yield (
            ("type-narrowed", "it must be an integer now, and could be any number")
            if narrowed
            else ("type-widened", "it may be any number now, and had to be an integer")
        )
    yield from _values(old, new)
    if old.values is None and new.values is None:
        for check in _CHECKS:
            yield from check(old, new)
    yield from _rules(old, new)


def _values(old: Case, new: Case) -> Iterator[Change]:
    if old.values is None and new.values is None:
        return
    if new.values is None:
        lost = [value for value in old.values or () if not admits(new, value)]
        if lost:
            yield "value-removed", f"{listed(lost)} {_is(lost)} no longer admitted"
        yield "values-opened", "other values than those listed are admitted now"
        return
    if old.values is None:
        gained = [value for value in new.values if not admits(old, value)]
        if gained:
            yield "value-added", f"{listed(gained)} {_is(gained)} admitted now"
        yield "values-restricted", f"only {listed(new.values)} {_is(new.values)} admitted now, and any value was"
        return
    lost = [value for value in old.values if not admits(new, value)]
    gained = [value for value in new.values if not admits(old, value)]
    if lost and len(lost) == len(old.values) and gained:
        yield "value-changed", f"it is {listed(new.values)} now, and was {listed(old.values)}"
        return
    if lost:
        yield "value-removed", f"{listed(lost)} {_is(lost)} no longer admitted; left: {listed(new.values)}"
    if gained:
        yield "value-added", f"{listed(gained)} {_is(gained)} admitted now"


def _is(values: Iterable[Any]) -> str:
    return "is" if len(list(values)) == 1 else "are"


def listed(values: Iterable[Any]) -> str:
    """Values as text, shortened."""
    every = list(values)
    texts = [shown(value, limit=40) for value in every[:_MOST]]
    if len(every) > _MOST:
        return f"{', '.join(texts)} and {len(every) - _MOST} more"
    return either(texts, word="and")


def _limits(old: Case, new: Case) -> Iterator[Change]:
    for keyword, narrower, widest in LIMITS.get(old.type, ()):
        before, after = old.limits.get(keyword, widest), new.limits.get(keyword, widest)
        if before != after:
            kind = "limit-narrowed" if narrower(before, after) == after else "limit-widened"
            yield kind, f"`{keyword}` is {_limit(after)} now, and was {_limit(before)}"
    steps, now = old.limits.get("multipleOf", frozenset()), new.limits.get("multipleOf", frozenset())
    if steps != now:
        if not _all_multiples(steps, now):
            yield "limit-narrowed", f"`multipleOf` is {_steps(now)} now, and was {_steps(steps)}"
        elif not _all_multiples(now, steps):
            yield "limit-widened", f"`multipleOf` is {_steps(now)} now, and was {_steps(steps)}"


def _all_multiples(steps: frozenset[Any], of: frozenset[Any]) -> bool:
    """Whether a multiple of every step is certain to be a multiple of each of the others."""
    return all(any(is_multiple(step, other) for step in steps) for other in of)


def _steps(steps: frozenset[Any]) -> str:
    return either([f"{step:g}" for step in sorted(steps)], word="and") or "not limited"


def _limit(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "not limited" if value == math.inf else f"{value}"


def _bounds(old: Case, new: Case) -> Iterator[Change]:
    for name, before, after, sign in (
        ("minimum", _whole(old, old.lower, 1), _whole(new, new.lower, 1), 1),
        ("maximum", _whole(old, old.upper, -1), _whole(new, new.upper, -1), -1),
    ):
        if before == after:
            continue
        is_narrower = _key(after, sign) > _key(before, sign)
        kind = "limit-narrowed" if is_narrower else "limit-widened"
        yield kind, f"its {name} is {_bound(after)} now, and was {_bound(before)}"


def _whole(case: Case, bound: Bound, sign: int) -> Bound:
    """The bound of integers without `exclusive`: above 0 is from 1."""
    if not case.is_integer or bound.value is None:
        return bound
    whole = math.floor(sign * bound.value) if bound.is_exclusive else math.ceil(sign * bound.value)
    return Bound(sign * (whole + 1 if bound.is_exclusive else whole))


def _key(bound: Bound, sign: int) -> tuple[float, bool]:
    return (-math.inf, False) if bound.value is None else (sign * bound.value, bound.is_exclusive)


def _bound(bound: Bound) -> str:
    if bound.value is None:
        return "not limited"
    return f"{bound.value:g}, which is excluded" if bound.is_exclusive else f"{bound.value:g}"


def _patterns(old: Case, new: Case) -> Iterator[Change]:
    lost, gained = old.patterns - new.patterns, new.patterns - old.patterns
    if lost and gained:
        yield "pattern-changed", f"it must match {_all(gained)} now, and had to match {_all(lost)}"
    elif gained:
        yield "pattern-added", f"it must match {_all(gained)} now"
    elif lost:
        yield "pattern-removed", f"it need not match {_all(lost)} any more"


def _all(texts: Iterable[str]) -> str:
    return either([shown(text, limit=80) for text in sorted(texts)], word="and")


def _formats(old: Case, new: Case) -> Iterator[Change]:
    lost, gained = old.formats - new.formats, new.formats - old.formats
    if not lost and not gained:
        return
    now, was = either(sorted(new.formats), word="and") or "none", either(sorted(old.formats), word="and") or "none"
    text = f"its format is {now} now, and was {was}"
    if lost | gained <= _FLOATS:
        yield "float-format-changed", text
    elif (lost | gained) & _WRITTEN_OTHERWISE:
        yield "format-changed", text
    elif not lost:
        yield ("format-added" if _are_checked(old, gained) else "format-hint-added"), text
    elif not gained:
        yield "format-removed", text
    else:
        yield ("format-changed" if _are_checked(old, gained) else "format-hint-changed"), text


def _are_checked(case: Case, names: Iterable[str]) -> bool:
    """Whether a text is checked against one of these formats; those of numbers are limits, and compared as such."""
    known = DEFAULT_FORMATS | ({"date-time"} if LENIENT_DATE_TIME in DEFAULT_FORMATS else set())
    return case.type == "string" and not known.isdisjoint(names)


def _rules(old: Case, new: Case) -> Iterator[Change]:
    lost, gained = old.rules - new.rules, new.rules - old.rules
    for keyword in sorted({keyword for keyword, _ in lost | gained}):
        was = any(name == keyword for name, _ in lost)
        now = any(name == keyword for name, _ in gained)
        if was and now:
            yield "rule-changed", f"its rule `{keyword}` is another one now"
        else:
            yield ("rule-added" if now else "rule-removed"), f"its rule `{keyword}` is {'new' if now else 'gone'}"


_CHECKS: tuple[Callable[[Case, Case], Iterator[Change]], ...] = (_limits, _bounds, _patterns, _formats)
