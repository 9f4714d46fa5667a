"""A JSON value cut to a number of bytes: whole items of a list while they fit, small members before large ones.

What is left out is shown in its place, with what it was.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .text import json_line

_MARK = "…"
_LEAST = 40
"""Bytes below which nothing of a value is shown."""


class Shown(NamedTuple):
    """A part of a value.

    Attributes:
        text: JSON, or nearly: marks say what is left out.
        items: of the list that was cut, how many are shown; None if none was.
        total: how many it has.
        path: the JMESPath of the list; "@" for the value itself.
    """

    text: str
    items: int | None = None
    total: int = 0
    path: str = ""


def size_of(value: Any) -> int:
    """The bytes of a value as it is shown."""
    return len(json_line(value).encode("utf-8", "surrogatepass"))


def main_list(value: Any) -> str | None:
    """The JMESPath of the list that a value is about: itself, or the largest list among its members."""
    if isinstance(value, list):
        return "@"
    if not isinstance(value, dict):
        return None
    lists = [name for name, item in value.items() if isinstance(item, list) and item]
    if not lists:
        return None
    largest = max(lists, key=lambda name: len(json_line(value[name])))
    return _step(largest)


def _step(name: str) -> str:
    is_word = name.isascii() and name.isidentifier()
    return name if is_word else json_line(name)


def fitted(value: Any, most: int) -> Shown:
    """A value in at most so many bytes."""
    whole = json_line(value)
    if len(whole.encode("utf-8", "surrogatepass")) <= most:
        return Shown(whole)
    path = main_list(value)
    if path == "@":
        shown = _whole_items(value, most - 2)
        if shown:
            return Shown(json_line(value[:shown]), shown, len(value), path)
        return Shown(json_line([_folded(value[0], most - 60)]), 0, len(value), path)
    if path is not None and isinstance(value, dict):
        name = next(name for name in value if _step(name) == path)
        rest = {other: item for other, item in value.items() if other != name}
        beside = rest if size_of(rest) <= most // 3 else _folded(rest, most // 3)
        room = most - size_of(beside) - len(json_line(name)) - 4
        items = value[name]
        shown = _whole_items(items, room)
        if shown:
            return Shown(json_line({**beside, name: items[:shown]}), shown, len(items), path)
    return Shown(json_line(_folded(value, most)))


def _whole_items(items: list[Any], room: int) -> int:
    """How many items fit, from the first on."""
    for number, item in enumerate(items):
        room -= size_of(item) + 1
        if room < 0:
            return number
    return len(items)


def _folded(value: Any, most: int) -> Any:
    """A value in about so many bytes, with marks where something is left out."""
    if most >= _LEAST and size_of(value) <= most:
        return value
    if isinstance(value, str):
        most = max(0, min(most - 30, 2_000))
        return f"{_begin(value, most)}{_MARK} ({len(value):,} characters)" if most else f"{_MARK} a text"
    if isinstance(value, dict):
        return _folded_object(value, most)
    if isinstance(value, list):
        return _folded_list(value, most)
    return value if size_of(value) <= max(most, _LEAST) else _MARK


def _begin(text: str, most: int) -> str:
    """The beginning of a text that takes so many bytes when it is shown, with hidden characters escaped."""
    part = text.encode("utf-8", "surrogatepass")[:most].decode("utf-8", "ignore")
    while part and (size := size_of(part) - 2) > most:
        part = part[: min(len(part) - 1, len(part) * most // size)]
    return part


def _folded_object(value: dict[str, Any], most: int) -> Any:
    if most < _LEAST:
        return f"{_MARK} an object of {len(value)}"
    found: dict[str, Any] = {}
    sizes = {name: size_of(item) for name, item in value.items()}
    room = most - 2
    order = sorted(value, key=lambda name: sizes[name])
    for left, name in zip(range(len(order), 0, -1), order, strict=True):
        share = room // left - len(json_line(name)) - 2
        if share < 12:
            found[_MARK] = f"{left} more members: {', '.join(order[-left:][:6])[:80]}"
            break
        found[name] = _folded(value[name], share)
        room -= size_of(found[name]) + len(json_line(name)) + 2
    return {name: found[name] for name in (*value, _MARK) if name in found}


def _folded_list(value: list[Any], most: int) -> Any:
    if most < _LEAST:
        return f"{_MARK} a list of {len(value)}"
    shown = _whole_items(value, most - 40)
    if shown:
        return [*value[:shown], f"{_MARK} {len(value) - shown} more of {len(value)}"]
    rest = [f"{_MARK} {len(value) - 1} more of {len(value)}"] if len(value) > 1 else []
    return [_folded(value[0], most - 40), *rest]
