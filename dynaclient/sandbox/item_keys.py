"""The keys of items: the one that a request chose for a new item, or one that no other item has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..document import Document
from ..types import MISSING
from .envelopes import at
from .item_maker import ItemMaker
from .keys import KeyMaker, key_maker
from .memory import Memory
from .resource_model import ResourceModel
from .values import Values

_MAX_KEPT = 4096
"""Schemas of keys for which a likeness is kept; beyond that the cache is cleared."""


class ItemKeys:
    """Gives new items their keys."""

    def __init__(self, document: Document, values: Values, items: ItemMaker, memory: Memory, seed: int) -> None:
        self._document = document
        self._values = values
        self._items = items
        self._memory = memory
        self._seed = seed
        self._makers: dict[tuple[str, int, str | int | None], tuple[Any, KeyMaker]] = {}
        self._likes: dict[tuple[str, int], tuple[Any, Any]] = {}

    def chosen(self, resource: ResourceModel, facts: Mapping[str, Any]) -> Any:
        """The key that the request itself gives to the new item: as it has it itself, or as the path names it."""
        own = self.own(resource, facts)
        return _key_at(facts, (resource.key_name,)) if own is MISSING else own

    def own(self, resource: ResourceModel, facts: Mapping[str, Any]) -> Any:
        """The key that the request gives to the new item as its own member.

        A key under the path's name (`role_id` for the role of a group) is that of something that is there already.
        """
        return _key_at(facts, resource.key)

    def new(self, resource: ResourceModel, parent: str, schema: Any, sample: Any, number: int) -> Any:
        """A key that no other item has."""
        described = self._items.key_schema(schema, resource)
        like = at(sample, resource.key) if resource.key else MISSING
        if like is MISSING and described is not None:
            like = self._like(resource, described)
        make = self._maker(resource, described, like)
        for attempt in range(20):
            key = make(number + attempt, f"{self._seed}:{resource.collection}:{number}:{attempt}")
            if self._memory.get(resource.collection, parent, str(key)) is None:
                break
        return key

    def _maker(self, resource: ResourceModel, described: Any, like: Any) -> KeyMaker:
        """What makes the keys, kept for those that look like texts or numbers."""
        which = resource.collection, id(described), like if type(like) in (str, int) else None
        found = self._makers.get(which)
        if found is None:  # keeps the schema alive, so that its id is not reused
            if len(self._makers) >= _MAX_KEPT:
                self._makers.clear()
            made = key_maker(self._document, described, like, resource.noun)
            found = self._makers[which] = described, made
        return found[1]

    def _like(self, resource: ResourceModel, described: Any) -> Any:
        """A key as its schema alone has it, made once."""
        which = resource.collection, id(described)
        found = self._likes.get(which)
        if found is None:  # keeps the schema alive, so that its id is not reused
            if len(self._likes) >= _MAX_KEPT:
                self._likes.clear()
            found = self._likes[which] = described, self._values.value(described, key=f"{resource.collection}:key")
        return found[1]


def _key_at(facts: Mapping[str, Any], place: tuple[str, ...] | None) -> Any:
    value = at(facts, place) if place and place != ("",) else MISSING
    return value if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value) else MISSING
