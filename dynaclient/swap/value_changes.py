"""What changed between two schemas of a value whatever its type: types, null, default, flags, discriminator."""

from __future__ import annotations

from collections.abc import Iterator

from .._support.wording import either, shown
from ..types import MISSING
from .admitted import TYPES, Admitted
from .case_changes import Change, listed


def iter_value_changes(old: Admitted, new: Admitted, direction: str) -> Iterator[Change]:
    """The changes between two schemas, apart from those within a type."""
    yield from _annotations(old, new)
    if old.discriminator != new.discriminator:
        yield _discriminators(old, new, direction)
    lost = [kind for kind in TYPES if kind in old.cases and kind not in new.cases]
    gained = [kind for kind in TYPES if kind in new.cases and kind not in old.cases]
    if old.nullable and not new.nullable:
        if lost or not new.cases:
            lost.append("null")
        else:
            yield "null-refused", "null is no longer admitted"
    elif new.nullable and not old.nullable:
        if gained or not old.cases:
            gained.append("null")
        else:
            yield "null-admitted", "null is admitted now"
    yield from _types(old, new, lost, gained)


def _types(old: Admitted, new: Admitted, lost: list[str], gained: list[str]) -> Iterator[Change]:
    text = f"it is {_kinds(new)} now, and was {_kinds(old)}"
    if new.is_nothing:
        text = f"no value is admitted now, and it was {_kinds(old)}"
    elif old.is_nothing:
        text = f"it is {_kinds(new)} now, and no value was admitted"
    if old.cases and lost and (gained or not new.cases) and old.cases.keys().isdisjoint(new.cases):
        yield "type-changed", text
        return
    if lost:
        yield "type-narrowed", text
    if gained:
        yield "type-widened", text


def _kinds(admitted: Admitted) -> str:
    return "any value" if admitted.is_anything else either(list(admitted.kinds))


def _annotations(old: Admitted, new: Admitted) -> Iterator[Change]:
    before, after = (None if one.default is MISSING else one.default for one in (old, new))
    if before != after or isinstance(before, bool) != isinstance(after, bool):  # null says as much as no default
        now, was = ("none" if value is None else shown(value, limit=40) for value in (after, before))
        yield "default-changed", f"its default is {now} now, and was {was}"
    for flag, name in (("read_only", "read-only"), ("write_only", "write-only"), ("deprecated", "deprecated")):
        before, after = getattr(old, flag), getattr(new, flag)
        if before != after:
            yield (name if after else "flag-removed"), f"it is {'now' if after else 'no longer'} {name}"


def _discriminators(old: Admitted, new: Admitted, direction: str) -> Change:
    """Kind and text of a change of the discriminator, which only helps to tell alternatives apart."""
    before, after = old.discriminator, new.discriminator
    if before is None or after is None:
        return "discriminator-hint", f"its discriminator is {'new' if before is None else 'gone'}"
    if before[0] != after[0]:
        return "discriminator-changed", f"its discriminator is {after[0]!r} now, and was {before[0]!r}"
    has_more = before[1] <= after[1] if direction == "request" else after[1] <= before[1]
    lost, gained = sorted(before[1] - after[1]), sorted(after[1] - before[1])
    text = f"its discriminator knows {listed(gained)} now" if gained else ""
    text += f"{', and' if text else 'its discriminator'} no longer knows {listed(lost)}" if lost else ""
    return ("discriminator-hint" if has_more else "discriminator-changed"), text
