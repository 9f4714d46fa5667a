"""The key and the value of one new item: what was asked for, what a server sets, what the document shows.

Stores nothing: `resource_store` does, now or when somebody looks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..model import Operation, Operations
from ..types import MISSING
from .answers import body_schema
from .envelopes import at
from .forms import Upload
from .item_keys import ItemKeys
from .item_maker import ItemMaker
from .memory import parent_of
from .resource_model import ResourceModel
from .shown_items import ShownItems


class Adding(NamedTuple):
    """How an item is added, where it is not as its resource alone has it.

    Attributes:
        operation: the one that creates it.
        schema: of the item; None if nothing describes it.
        sent: the schema of the request's item.
        chosen: the key, if it is known.
        upload: the file that was sent.
        wish: further members, beyond what was asked for.
        now: the time of its making, if not the present.
        is_shown: whether whoever adds it looks at it at once.
    """

    operation: Operation | None = None
    schema: Any = MISSING
    sent: Any = MISSING
    chosen: Any = MISSING
    upload: Upload | None = None
    wish: Mapping[str, Any] | None = None
    now: float | None = None
    is_shown: bool = False


PLAINLY = Adding()


class NewItems:
    """Makes the new items of one sandbox."""

    def __init__(self, operations: Operations, items: ItemMaker, keys: ItemKeys, shown: ShownItems) -> None:
        self._operations = operations
        self._items = items
        self._shown = shown
        self._keys = keys
        self._sent: dict[str, Any] = {}

    def made(
        self,
        resource: ResourceModel,
        parent: str,
        facts: Mapping[str, Any],
        number: int,
        adding: Adding = PLAINLY,
        beginning: Mapping[str, Any] = {},
    ) -> tuple[Any, Any]:
        """The key of an item, and its value, or what was asked for if nothing describes it.

        Args:
            parent: the keys of its parents.
            facts: what was asked for.
            number: of the item.
            beginning: the members that its first state sets.
        """
        schema = resource.schema if adding.schema is MISSING else adding.schema
        sample = self._shown.sample(resource)
        key = self._keys.chosen(resource, facts) if adding.chosen is MISSING else adding.chosen
        if key is MISSING:
            key = self._keys.new(resource, parent, schema, sample, number)
        else:
            key = self._items.as_key(resource, str(key))
        if schema is None:
            return key, dict(facts)
        value = self._items.new(
            schema,
            {**beginning, **facts, **(adding.wish or {})},
            place=resource.key,
            key=key,
            sent=self._sent_schema(resource, adding),
            upload=adding.upload,
            sample=sample,
            seed=f"{resource.collection}:{number}",
            now=adding.now,
        )
        held = at(value, resource.key) if resource.key else MISSING
        return key if held is MISSING else held, dict(facts) if value is MISSING else value

    def made_one_by_one(
        self, resource: ResourceModel, keys: Sequence[str], wanted: Sequence[Mapping[str, Any]], now: float, first: int
    ) -> Iterator[tuple[str, Any]]:
        """The keys and values of several items that were asked for together.

        Args:
            keys: of their parents.
            now: the time of their making.
            first: the number of the first.
        """
        for number, facts in enumerate(wanted, first):
            key, value = self.made(resource, parent_of(keys), facts, number, Adding(now=now))
            yield str(key), value

    def _sent_schema(self, resource: ResourceModel, adding: Adding) -> Any:
        """The schema of the request's item; None if nothing describes it."""
        if adding.sent is not MISSING:
            return adding.sent
        if adding.operation is not None:
            return body_schema(adding.operation)
        if resource.collection not in self._sent:
            name = resource.operation("create")
            self._sent[resource.collection] = None if name is None else body_schema(self._operations[name])
        return self._sent[resource.collection]
