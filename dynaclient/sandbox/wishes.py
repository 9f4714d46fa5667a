"""What an answer is wished to hold: values by their place, and marks for members that are to be empty or absent.

A wish is a value as it should be. Inside it, `ABSENT` asks to leave a member out, `UNSET` for what the member is when
nobody has set it, `Moment` for a point in time in whatever form the schema has. The generator grants what its schema
allows; `without_wish` takes back what turned out not to fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Final

from ..types import MISSING


class _Mark:
    def __init__(self, name: str) -> None:
        self._name = name

    def __repr__(self) -> str:
        return self._name

    def __deepcopy__(self, _: Any) -> _Mark:
        return self

    def __copy__(self) -> _Mark:
        return self


ABSENT: Final = _Mark("ABSENT")
"""Leave the member out if it is optional."""

UNSET: Final = _Mark("UNSET")
"""Nobody has set it: its default, else empty, else null, else absent, whichever its schema allows first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, in seconds since 1970: a number or a text, as the schema has it."""

    seconds: float

    def as_number(self, *, is_large: bool = False) -> int:
        """Seconds since 1970; milliseconds if the schema's examples are that large."""
        return int(self.seconds * 1000) if is_large else int(self.seconds)

    def as_text(self, form: str) -> str:
        """RFC 3339; the date alone for `format: date`."""
        moment = datetime.fromtimestamp(self.seconds, timezone.utc)
        return f"{moment:%Y-%m-%d}" if form == "date" else f"{moment:%Y-%m-%dT%H:%M:%SZ}"


TEXT_NAMES: Final = ("text", "value", "content", "message", "output", "completion", "body", "delta")
"""Members that hold the text of a structured value, best first."""


class Remembered(dict[str, Any]):
    """An object that is known whole: nothing optional is added to it."""


def remembered(value: Any) -> Any:
    """The value, with its objects as `Remembered`."""
    if isinstance(value, Mapping):
        return Remembered({name: remembered(item) for name, item in value.items()})
    return [remembered(item) for item in value] if isinstance(value, list) else value


def copied(wish: Any) -> Any:
    """A copy whose objects and lists can be changed; several times as fast as `deepcopy`."""
    kind = type(wish)
    if kind is dict or kind is Remembered:
        return kind({name: copied(item) for name, item in wish.items()})
    return [copied(item) for item in wish] if kind is list else wish


def is_plain(wish: Any) -> bool:
    """Whether it holds no mark or moment and can be used as a value."""
    if wish.__class__ in _VALUES:
        return True
    if isinstance(wish, dict):
        return all(map(is_plain, wish.values()))
    return all(map(is_plain, wish)) if isinstance(wish, list) else not isinstance(wish, (_Mark, Moment))


_VALUES = frozenset((str, int, float, bool, type(None)))


def _has_members(wish: Any) -> bool:
    """Whether it is an object; asked of every member of every wish."""
    kind = wish.__class__
    return kind is dict or (kind not in _SINGLE and isinstance(wish, Mapping))


_SINGLE = frozenset((str, int, float, bool, list, type(None), type(MISSING), _Mark, Moment))


def merged(below: Any, above: Any) -> Any:
    """`above`, with the members of `below` that it does not have; lists are replaced as a whole."""
    if not (_has_members(below) and _has_members(above)):
        return below if above is MISSING else above
    whole = Remembered(below) if isinstance(below, Remembered) else dict(below)
    overlay(whole, above)
    return whole


def overlay(whole: dict[str, Any], above: Mapping[str, Any]) -> None:
    """Change an object to what `merged` makes of it."""
    for name, item in above.items():
        is_whole = item is not MISSING and (item.__class__ in _SINGLE or not _has_members(item))
        whole[name] = item if is_whole else merged(whole.get(name, MISSING), item)


def without_absent(wish: Any) -> Any:
    """The wish without the members of its objects that are to be absent; lists stay as they are."""
    if not isinstance(wish, Mapping):
        return wish
    return {name: without_absent(item) for name, item in wish.items() if item is not ABSENT}


def without_wish(wish: Any, place: Sequence[str | int]) -> bool:
    """Remove the member of a wish at `place`, or the innermost one around it. Returns whether there was one."""
    node, found = wish, None
    for token in place:
        if isinstance(node, dict) and token in node:
            found = node, token
            node = node[token]
        elif isinstance(node, list) and isinstance(token, int) and token < len(node):
            node = node[token]
        else:
            break
    if found is None:
        return False
    del found[0][found[1]]
    return True
