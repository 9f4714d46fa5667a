"""Applies overlays to the raw value of a document, which is not changed: what is touched is copied first.

Knows nothing of OpenAPI. Source: Overlay Specification 1.1.0, Action Object. An overlay of 1.0 is applied by the same
rules, which say more; the only action that 1.0 does not have is `copy`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from .._support.record import record
from .._support.wording import either, kind_of, shown
from ..errors import OverlayError
from .origins import Origins
from .overlay_targets import Location, TargetError, Targets
from .overlays import Overlay, OverlayAction
from .pointer import pointer_to
from .yaml_events import MAX_DEPTH

MAX_ADDED = 1_000_000
"""Values that all overlays of a document may add, however often they add the same one."""


@record
class StaleAction:
    """An action that changes nothing, and why."""

    overlay: Overlay
    action: OverlayAction
    reason: str


@record(hidden=("root",))
class OverlaidValue:
    """A raw document with overlays applied.

    Attributes:
        origins: JSON Pointer → the overlay that brought in what is there.
    """

    root: Mapping[str, Any]
    origins: Mapping[str, str]
    stale: tuple[StaleAction, ...]


def apply_overlays(root: Mapping[str, Any], overlays: Sequence[Overlay]) -> OverlaidValue:
    """A document with overlays applied in order.

    Args:
        root: plain dicts, lists and scalars; not changed.

    Raises:
        OverlayError: an action cannot be applied, or takes more than it may.
    """
    overlaying = _Overlaying(root)
    for overlay in overlays:
        for action in overlay.actions:
            overlaying.apply(overlay, action)
    return OverlaidValue(overlaying.root, overlaying.origins.table(), tuple(overlaying.stale))


class _Incompatible(Exception):
    """An action does not fit the nodes that it selects; the text says why."""


class _Overlaying:
    def __init__(self, root: Mapping[str, Any]) -> None:
        self.root: Any = root
        self.origins = Origins()
        self.stale: list[StaleAction] = []
        self._targets: Targets | None = None
        self._own: dict[int, Any] = {}  # copies made here, which may be changed; kept, so that no other gets their id
        self._left = MAX_ADDED
        self._weights: dict[int, tuple[int, int]] = {}
        self._origin = ""

    def apply(self, overlay: Overlay, action: OverlayAction) -> None:
        self._origin = overlay.source
        self._weights.clear()
        try:
            if self._targets is None:
                self._targets = Targets()
            reason = self._apply(action, self._targets)
        except (_Incompatible, TargetError) as error:
            raise OverlayError(str(error), source=overlay.source, line=action.line, target=action.target) from None
        if reason:
            self.stale.append(StaleAction(overlay, action, reason))

    def _apply(self, action: OverlayAction, targets: Targets) -> str:
        """Why nothing changed; "" if something did."""
        locations = targets.select(self.root, action.target)
        if not locations:
            return "the target selects nothing"
        if not action.kind:
            return "it has neither `update` nor `copy` nor `remove`"
        if action.kind == "remove":
            self._remove(locations)
            return ""
        value = action.value
        if action.kind == "copy":
            sources = targets.select(self.root, value)
            if len(sources) > 1:
                raise _Incompatible(f"`copy` must select one node, and {value} selects {len(sources):,}")
            if not sources:
                return f"the source of the copy, {value}, selects nothing"
            value = self._at(sources[0])
            self._own.clear()  # what is in two places now must be copied before either is changed
        kinds = {_shape(self._at(location)) for location in locations}
        if len(kinds) > 1:
            these = either(sorted(kinds), word="and")
            raise _Incompatible(f"the nodes selected must be of one kind, and these are {these}")
        changes = [self._update(location, value) for location in locations]
        return "" if any(changes) else "the document already has what it says"

    def _at(self, location: Location) -> Any:
        value = self.root
        for token in location:
            value = value[token]
        return value

    def _owned(self, location: Location) -> Any:
        """The container at a place, ready to be changed; those above it are too."""
        self.root = value = self._copied(self.root)
        for token in location:
            value[token] = value = self._copied(value[token])
        return value

    def _copied(self, value: Any) -> Any:
        if id(value) in self._own:
            return value
        copy = dict(value) if isinstance(value, dict) else list(value)
        self._spend(len(copy) // 16)  # a wide object for a small change: the pointers are copied, not the values
        self._own[id(copy)] = copy
        return copy

    # remove

    def _remove(self, locations: Sequence[Location]) -> None:
        if () in locations:
            raise _Incompatible("the whole document cannot be removed")
        tokens: dict[Location, set[str | int]] = defaultdict(set)
        for location in locations:
            tokens[location[:-1]].add(location[-1])
        for parent in sorted(tokens, reverse=True):  # what is inside first, and later items before earlier ones
            holder, gone = self._owned(parent), tokens[parent]
            if isinstance(holder, dict):
                for name in gone:
                    del holder[name]
            else:
                holder[:] = [item for i, item in enumerate(holder) if i not in gone]
            self.origins.remove(parent, sorted(gone))  # all names, or all indexes

    # update and copy

    def _update(self, location: Location, value: Any) -> bool:
        """Merge a value into a node; whether it changed anything."""
        node = self._at(location)
        if isinstance(node, dict):
            if not isinstance(value, dict):
                raise _Incompatible(f"{_place(location)} is an object, so an object must be merged, not {shown(value)}")
            return self._merge(location, value)
        if isinstance(node, list):
            return self._extend(location, value if isinstance(value, list) else [value])
        if isinstance(value, (dict, list)):
            raise _Incompatible(
                f"{_place(location)} is {shown(node)}, which only another text, number, boolean or null can replace, "
                f"not {kind_of(value)}; remove it with an action of its own, and add the new value to what holds it"
            )
        return self._replace(location, node, value)

    def _replace(self, location: Location, node: Any, value: Any) -> bool:
        if type(node) is type(value) and node == value:
            return False
        self._put(location[:-1], location[-1], value)
        return True

    def _merge(self, location: Location, value: Mapping[str, Any]) -> bool:
        changed = False
        self._spend(len(value))
        for name, item in value.items():
            inner = (*location, name)
            node = self._at(location)
            if name not in node:
                self._put(location, name, item)
                changed = True
                continue
            present = node[name]
            if _shape(present) != _shape(item):
                raise _Incompatible(
                    f"{_place(inner)} is {_shape(present)}, and the update has {_shape(item)}; "
                    "remove it with an action of its own first"
                )
            if isinstance(present, dict):
                changed |= self._merge(inner, item)
            elif isinstance(present, list):
                changed |= self._extend(inner, item)
            else:
                changed |= self._replace(inner, present, item)
        return changed

    def _extend(self, location: Location, items: Sequence[Any]) -> bool:
        node = self._owned(location)
        for item in items:
            node.append(None)
            self._put(location, len(node) - 1, item)
        return bool(items)

    def _put(self, location: Location, token: str | int, value: Any) -> None:
        """Put a value into the container at a place. It is shared, and copied when it is changed."""
        weight, height = self._weight(value)
        self._spend(weight)
        if len(location) + 1 + height > MAX_DEPTH:
            raise _Incompatible(f"the document would be nested deeper than {MAX_DEPTH} levels")
        self._owned(location)[token] = value
        self.origins.set((*location, token), self._origin)

    def _spend(self, count: int) -> None:
        self._left -= count
        if self._left < 0:
            raise _Incompatible(f"the overlays add more than {MAX_ADDED:,} values")

    def _weight(self, value: Any) -> tuple[int, int]:
        """How many values there are in a value, and how many levels."""
        if not isinstance(value, (dict, list)):
            return 1, 0
        known = self._weights.get(id(value))
        if known is None:
            count, height, level = 1, 0, [value]
            while level:
                items = [item for node in level for item in (node.values() if isinstance(node, dict) else node)]
                count, height = count + len(items), height + 1
                if count > MAX_ADDED:
                    break
                level = [item for item in items if isinstance(item, (dict, list))]
            known = self._weights[id(value)] = count, height
        return known


def _shape(value: Any) -> str:
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else "a simple value"


def _place(location: Location) -> str:
    return f"#{pointer_to(location)}"
