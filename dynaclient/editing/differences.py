"""Differences of JSON values: where they are, how two changes go together, and as patches. Knows no schema.

Objects are compared member by member. Any other value, a list too, is changed as a whole: nobody can tell which of its
items are the same ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..document.pointer import pointer_to
from ..types import MISSING

Path = tuple[str, ...]


def is_same(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same: 1 is 1.0, but not true. Source: JSON Schema 2020-12 Core, section 4.2.2."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other)


def changes(before: Any, after: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Each place that differs, with the new value there; `MISSING` for a member that is gone."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from changes(before.get(name, MISSING), after.get(name, MISSING), (*path, name))
    elif not is_same(before, after):
        yield path, after


def merged(before: Any, ours: Any, theirs: Any, path: Path = ()) -> tuple[Any, list[Path]]:
    """Two changes of one value put together, and the places that both changed.

    A place that both set to the same value counts too: of two who count from 3 to 4, one would get lost.

    Args:
        before: the value that both began with.
    """
    if is_same(before, ours) or (ours is MISSING and theirs is MISSING):
        return theirs, []
    if is_same(before, theirs):
        return ours, []
    if not (isinstance(ours, dict) and isinstance(theirs, dict)):
        return ours, [path]
    began = before if isinstance(before, dict) else {}
    out: dict[str, Any] = {}
    places: list[Path] = []
    for name in dict.fromkeys((*theirs, *ours)):
        value, found = merged(
            began.get(name, MISSING), ours.get(name, MISSING), theirs.get(name, MISSING), (*path, name)
        )
        places += found
        if value is not MISSING:
            out[name] = value
    return out, places


def at(value: Any, path: Path) -> Any:
    """The value at a place, or `MISSING`."""
    for name in path:
        value = value.get(name, MISSING) if isinstance(value, dict) else MISSING
    return value


def merge_patch(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The difference of two objects as a merge patch, where null removes a member. Source: RFC 7396 section 2."""
    patch: dict[str, Any] = {}
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name, MISSING), after.get(name, MISSING)
        if new is MISSING:
            patch[name] = None
        elif isinstance(old, dict) and isinstance(new, dict):
            inner = merge_patch(old, new)
            if inner:
                patch[name] = inner
        elif not is_same(old, new):
            patch[name] = new
    return patch


def fits_merge_patch(before: Any, after: Any) -> bool:
    """Whether a merge patch can express the difference: it changes objects, and sets no member to null."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return False
    return not any(_sets_null(new) for _, new in changes(before, after))


def _sets_null(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and any(map(_sets_null, value.values())))


def json_patch(before: Any, after: Any) -> list[dict[str, Any]]:
    """The difference of two values as a JSON Patch. Source: RFC 6902 section 4."""
    steps: list[dict[str, Any]] = []
    for path, new in changes(before, after):
        step: dict[str, Any] = {"op": "replace", "path": pointer_to(path)}
        if new is MISSING:
            step["op"] = "remove"
        else:
            step["op"] = "add" if at(before, path) is MISSING else "replace"
            step["value"] = new
        steps.append(step)
    return steps
