"""The highest value of a field that a pull has seen: which items are new, and the value that asks a server for more.

Values are numbers, dates, times or other text. Knows nothing of requests.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from .._support.wording import shown

_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?)?"
)  # Source: RFC 3339 section 5.6, and ISO 8601 where it is looser
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class NotComparable(Exception):
    """Values of different kinds. Never leaves this room."""


@dataclass(slots=True)
class Mark:
    """The highest value seen so far, and the items that have it.

    Attributes:
        value: as the server wrote it; None before the first.
        seen: the digests of the items that have this value.
    """

    value: Any = None
    seen: set[str] = field(default_factory=set)

    def is_new(self, value: Any, digest: str) -> bool:
        """Whether an item was not there yet when the mark was made."""
        if value is None or self.value is None:
            return True
        order = compared(value, self.value)
        return order > 0 or (order == 0 and digest not in self.seen)

    def raise_to(self, value: Any, digest: str) -> None:
        """Take in an item."""
        if value is None:
            return
        order = 1 if self.value is None else compared(value, self.value)
        if order > 0:
            self.value, self.seen = value, {digest}
        elif order == 0:
            self.seen.add(digest)

    def copy(self) -> Mark:
        """The same, to be raised."""
        return Mark(self.value, set(self.seen))

    def as_json(self) -> dict[str, Any]:
        """For the state file."""
        return {"value": self.value, "seen": sorted(self.seen)}

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Mark:
        """What `as_json` gave."""
        return cls(found["value"], set(found["seen"]))


def compared(one: Any, other: Any) -> int:
    """-1, 0 or 1: whether a value is before, the same as, or after another.

    Raises:
        NotComparable: they are of different kinds.
    """
    kinds: tuple[Callable[[Any], Any], ...] = (_number, _moment, _text)
    for kind in kinds:
        a, b = kind(one), kind(other)
        if a is not None and b is not None:
            return int(a > b) - int(a < b)
    raise NotComparable(f"{shown(one)} and {shown(other)} cannot be compared")


def _number(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        return float(value) if "." in value else int(value)
    return None


def _moment(value: Any) -> datetime | None:
    found = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    day, minutes, seconds, fraction, zone = found.groups()
    zone = "+00:00" if zone is None or zone in "Zz" else zone
    zone = zone if len(zone) != 3 else f"{zone}:00"
    zone = zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    try:
        moment = datetime.fromisoformat(f"{day}T{minutes or '00:00'}{seconds or ':00'}{zone}")
    except ValueError:
        return None
    return moment + timedelta(seconds=float(f"0.{fraction}")) if fraction else moment


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


# what a server is asked for


def as_argument(value: Any, types: tuple[str, ...], form: str, *, is_exclusive: bool) -> Any:
    """A mark in the type that a parameter takes.

    Args:
        types: of the parameter's schema.
        form: its `format`.
        is_exclusive: whether the server leaves out items that have the value itself; then the argument is one unit
            lower (1, a second or a day), so that an item is not lost which has got the same value since.
    """
    moment = _moment(value)
    number = _number(value)
    takes_number = bool({"integer", "number"}.intersection(types))
    if moment is not None and takes_number and "string" not in types:
        number, moment = int(moment.timestamp()), None
    elif number is not None and form in _WRITTEN and not takes_number:
        moment = datetime.fromtimestamp(number, timezone.utc)
    if moment is not None:
        return _written(value, moment, form, is_exclusive=is_exclusive)
    if number is not None:
        lower = number - 1 if is_exclusive else number
        return lower if takes_number or not isinstance(value, str) else str(lower) if is_exclusive else value
    return value


_WRITTEN = ("date", "date-time")


def _written(value: Any, moment: datetime, form: str, *, is_exclusive: bool) -> Any:
    is_day = form == "date" or (isinstance(value, str) and len(value.strip()) == 10)
    if is_day and form != "date-time":
        return (moment - timedelta(days=is_exclusive)).date().isoformat()
    if isinstance(value, str) and not is_exclusive and not is_day:
        return value
    text = (moment - timedelta(seconds=is_exclusive)).isoformat()
    return text.replace("+00:00", "Z")
