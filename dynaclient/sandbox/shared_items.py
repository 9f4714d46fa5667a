"""Where an item was made, if its collection shows those of other collections too; the items of a list of all of them.

Reads the memory, by the model's `shows`; changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .memory import Memory, Resource, keys_of, parent_of
from .resource_model import ResourceModel, SandboxModel, Shown


class Home(NamedTuple):
    """An item and the collection that it was made in.

    Attributes:
        keys: of its parents, outermost first.
    """

    resource: ResourceModel
    keys: tuple[str, ...]
    item: Resource


class SharedItems:
    """The items of a memory by the collections that show them."""

    def __init__(self, memory: Memory, model: SandboxModel) -> None:
        self._memory = memory
        self._model = model

    def home(self, resource: ResourceModel, keys: Sequence[str], key: str) -> Home | None:
        """The item with this key, even a deleted one: in its own collection, else in those that are shown too."""
        own = self._memory.get(resource.collection, parent_of(keys), key)
        if own is not None or resource.is_single:
            return None if own is None else Home(resource, tuple(keys), own)
        found = [home for shown in resource.shows for home in self._homes(resource, keys, shown, key)]
        return max(found, key=lambda home: (not home.item.deleted, home.item.number), default=None)

    def listed(self, resource: ResourceModel, keys: Sequence[str]) -> list[Home]:
        """Every item that a list of the collection has, oldest first."""
        parent = parent_of(keys)
        found = [Home(resource, tuple(keys), item) for item in self._memory.items(resource.collection, parent)]
        for shown in resource.shows:
            found += [home for home in self._homes(resource, keys, shown) if not home.item.deleted]
        return sorted(found, key=lambda home: home.item.number)

    def _homes(
        self, resource: ResourceModel, keys: Sequence[str], shown: Shown, key: str | None = None
    ) -> Iterator[Home]:
        """The items of another collection that belong to this one: whose parents and member agree with its path."""
        other = self._model.resources[shown.collection]
        known = dict(zip(resource.parents, keys, strict=False))
        for parent, item in self._memory.anywhere(other.collection, key):
            above = dict(zip(other.parents, keys_of(parent), strict=False))
            agrees = all(above[name] == value for name, value in known.items() if name in above)
            if agrees and (not shown.member or _holds(item, shown.member, known.get(shown.parent))):
                yield Home(other, tuple(keys_of(parent)), item)


def _holds(item: Resource, member: str, key: str | None) -> bool:
    value = item.value.get(member) if isinstance(item.value, dict) else None
    held = [value.get(name) for name in _KEYS] if isinstance(value, dict) else [value]
    return any(entry is not None and str(entry) == key for entry in held)


_KEYS = ("id", "key", "name", "login", "username", "slug")
"""Members by which an object in an item says what the item belongs to."""
