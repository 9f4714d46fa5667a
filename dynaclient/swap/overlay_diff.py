"""The overlay that makes one document of another: one action for each operation or component that changes.

Knows the raw documents only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..document import Document
from ..document.jsonpath_text import path_to
from ..document.overlays import plain_copy
from ..document.place import Place

Location = tuple[str | int, ...]

_GROUPS = {"paths": 3, "components": 3, "webhooks": 3, "definitions": 2, "parameters": 2, "responses": 2}
"""Member of the root → how many tokens lead to what gets an action of its own; 1 for other members."""


def raw_of(document: Document) -> Mapping[str, Any]:
    """The raw root of a document, with its overlays applied."""
    root, _ = document.follow({"$ref": "#"}, Place(document.uri))
    return root


def overlay_between(old: Document, new: Document) -> dict[str, Any]:
    """The overlay that makes the second document of the first, as a mapping.

    Its `actions` are empty if the two are equal, which is not a valid overlay.
    """
    actions = actions_between(raw_of(old), raw_of(new))
    info = {"title": f"From {_name(old)} to {_name(new)}", "version": str(new.info.get("version", "")) or "1"}
    return {"overlay": "1.1.0", "info": info, "actions": actions}


def _name(document: Document) -> str:
    return f"{document.title} {document.info.get('version', '')}".strip()


def actions_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The actions that make the second value of the first: what goes, then what comes or changes."""
    comparison = _Comparison()
    update = comparison.objects(plain_copy(old), plain_copy(new), ())
    if update:
        comparison.updates.insert(0, {"target": "$", "update": update})
    return [*({"target": path_to(location), "remove": True} for location in comparison.removals), *comparison.updates]


class _Comparison:
    def __init__(self) -> None:
        self.removals: list[Location] = []
        self.updates: list[dict[str, Any]] = []

    def objects(self, old: Mapping[str, Any], new: Mapping[str, Any], location: Location) -> dict[str, Any]:
        """What to merge into an object; what needs actions of its own is recorded."""
        self.removals += [(*location, name) for name in old if name not in new]
        update: dict[str, Any] = {}
        for name, value in new.items():
            inner = (*location, name)
            if name not in old:
                update[name] = value
            elif isinstance(value, dict) and isinstance(old[name], dict):
                changes = self.objects(old[name], value, inner)
                if changes and _is_group(inner):
                    self.updates.append({"target": path_to(inner), "update": changes})
                elif changes:
                    update[name] = changes
            elif isinstance(value, list) and isinstance(old[name], list):
                added = self.lists(old[name], value, inner)
                if added is None:
                    self.removals.append(inner)
                    update[name] = value
                elif added:
                    update[name] = added
            elif not _same(old[name], value):
                if isinstance(value, (dict, list)) or isinstance(old[name], (dict, list)):
                    self.removals.append(inner)
                update[name] = value
        return update

    def lists(self, old: Sequence[Any], new: Sequence[Any], location: Location) -> Sequence[Any] | None:
        """The items to append to a list, or None if it has to be replaced."""
        if _same(old, new[: len(old)]):
            return new[len(old) :]
        if len(old) == len(new) and all(map(_can_merge, old, new)):
            for i, (item, other) in enumerate(zip(old, new, strict=True)):
                self._item(item, other, (*location, i))
            return ()
        gone = _left_out(old, new)
        if gone is None:
            return None
        self.removals += [(*location, i) for i in reversed(gone)]  # the last one first, so that indexes stay true
        return ()

    def _item(self, old: Any, new: Any, location: Location) -> None:
        change: Any = new
        if isinstance(new, dict):
            change = self.objects(old, new, location)
        if change if isinstance(new, dict) else not _same(old, new):
            self.updates.append({"target": path_to(location), "update": change})


def _is_group(location: Location) -> bool:
    return len(location) == _GROUPS.get(str(location[0]), 1)


def _can_merge(old: Any, new: Any) -> bool:
    """Whether an item can become another without a change of the list."""
    if isinstance(old, dict) and isinstance(new, dict):
        identity = [{name: item[name] for name in ("$ref", "name", "in") if name in item} for item in (old, new)]
        return identity[0] == identity[1]
    return _same(old, new) or (not isinstance(old, (dict, list)) and not isinstance(new, (dict, list)))


def _left_out(old: Sequence[Any], new: Sequence[Any]) -> list[int] | None:
    """The indexes of the items without which the first list is the second; None if there are none."""
    gone: list[int] = []
    k = 0
    for i, item in enumerate(old):
        if k < len(new) and _same(item, new[k]):
            k += 1
        else:
            gone.append(i)
    return gone if k == len(new) else None


def _same(one: Any, other: Any) -> bool:
    """Whether two values are equal as JSON: True is not 1."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return isinstance(one, bool) is isinstance(other, bool) and bool(one == other)
