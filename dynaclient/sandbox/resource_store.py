"""The resources of one sandbox: finds them, creates new ones, and invents those that the document shows.

Knows the model, the memory and how values are made; `behaviour` knows what each operation does with them, `lives` what
happens to them in time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from ..document import Document
from ..model import Operations
from ..types import MISSING
from .clock import SandboxClock
from .envelopes import at
from .item_keys import ItemKeys
from .item_maker import ItemMaker
from .lives import Lives
from .memory import Memory, Resource, keys_of, parent_of
from .new_items import PLAINLY, Adding, NewItems
from .refusal import Refusal, Refused
from .resource_model import ResourceModel, SandboxModel
from .shared_items import SharedItems
from .shown_items import ShownItems
from .values import Values

Unknown = Literal["auto", "refuse", "invent"]


class ResourceStore:
    """The resources in a memory.

    Args:
        unknown: how to treat a key that no request created: "auto" answers 404 if the API can create such resources,
            except for keys that the document shows as examples; "refuse" always answers 404; "invent" always makes
            the resource up.
    """

    def __init__(
        self,
        document: Document,
        operations: Operations,
        model: SandboxModel,
        values: Values,
        memory: Memory,
        clock: SandboxClock,
        *,
        seed: int,
        unknown: Unknown,
    ) -> None:
        self._document = document
        self._operations = operations
        self.model = model
        self._values = values
        self.memory: Memory = memory
        self.items = ItemMaker(document, values, clock)
        self.requests: Callable[[str, str, Any], Any] = lambda method, path, body: None
        self.webhooks: Callable[[str, Mapping[str, Any]], None] | None = None
        self._announced: list[tuple[str, Mapping[str, Any]]] = []
        self.lives = Lives(document, self, clock)
        self._clock = clock
        self._unknown = unknown
        self._alone: dict[str, bool] = {}
        self.shared = SharedItems(memory, model)
        self._shown = ShownItems(operations, model)
        self._keys = ItemKeys(document, values, self.items, memory, seed)
        self._new = NewItems(operations, self.items, self._keys, self._shown)

    def announce(self, webhook: str, fields: Mapping[str, Any]) -> None:
        """Let a webhook tell what has happened, once the transaction is over."""
        if self.webhooks is not None:
            self._announced.append((webhook, fields))

    def tell_webhooks(self, *, happened: bool) -> None:
        """The end of a transaction: what was announced is told, or it has not happened."""
        announced, self._announced = self._announced, []
        if self.webhooks is not None and happened:
            for webhook, fields in announced:
                self.webhooks(webhook, fields)

    def look(self) -> None:
        """Let everything whose state a webhook tells of be as it is by the clock now."""
        told = [item for item in self.model.resources.values() if item.life is not None and item.life.tells]
        with self.memory.together():
            happened = False
            try:
                for resource in told:
                    for parent, item in self.memory.anywhere(resource.collection):
                        if not item.deleted and not self.lives.is_over(item):
                            self.lives.observed(resource, keys_of(parent), item)
                happened = True
            finally:
                self.tell_webhooks(happened=happened)

    @property
    def believes(self) -> bool:
        """Whether every key in a request is assumed to exist."""
        return self._unknown == "invent"

    def existing(self, resource: ResourceModel, keys: Sequence[str], key: str, facts: Mapping[str, Any]) -> Resource:
        """The item with this key.

        Args:
            keys: of its parents, outermost first.
            facts: the path's parameters.

        Raises:
            Refused: there is no such item (404).
        """
        home = self.shared.home(resource, keys, key)
        if home is not None and not home.item.deleted:
            return home.item
        believed = (
            self.believes
            or resource.is_single
            or (self._unknown == "auto" and (not resource.can_be_made or key in self._shown.keys(resource)))
        )
        if home is not None or not believed:
            text = f"There is no {resource.noun} '{key}'."
            raise Refused(Refusal(404, text, resource.key_name or "id", "path", "not_found"))
        return self.invent(resource, parent_of(keys), key, facts)

    def taken(self, resource: ResourceModel, keys: Sequence[str], facts: Mapping[str, Any]) -> str:
        """The key that a request chooses for a new item, if an item has it already; else "".

        One that names an item of another collection (the `group_id` of a project's groups) may be given again.

        Args:
            keys: of its parents, outermost first.
        """
        chosen = MISSING if resource.is_single else self._keys.own(resource, facts)
        if chosen is MISSING or self._names_another(resource):
            return ""
        key = str(self.items.as_key(resource, str(chosen)))
        found = self.memory.get(resource.collection, parent_of(keys), key)
        return "" if found is None or found.deleted else key

    def _names_another(self, resource: ResourceModel) -> bool:
        name = (resource.key or ("",))[-1]
        others = self.model.resources.values()
        return name == f"{resource.noun}_id" and any(
            other is not resource and other.noun == resource.noun for other in others
        )

    def add(
        self,
        resource: ResourceModel,
        keys: Sequence[str],
        facts: Mapping[str, Any],
        adding: Adding = PLAINLY,
        *,
        content: bytes | None = None,
        content_type: str = "",
        outcome: str = "",
    ) -> Resource:
        """Create and store an item, with the resources inside it that the request lists.

        Args:
            keys: the keys of its parents, outermost first.
            facts: what was asked for: the request's path parameters and fields.
            outcome: the last state that is asked for.
        """
        facts = {**self._inherited(resource, facts), **facts}
        number = self.memory.next_number()
        parent = parent_of(keys)
        states = self.lives.begin(resource, {**facts, **(adding.wish or {})}, outcome)
        beginning = self.lives.beginning(resource, states)
        made, value = self._new.made(resource, parent, facts, number, adding, beginning)
        key = "" if resource.is_single else str(made)
        upload = adding.upload
        content = upload.data if upload is not None else content
        content_type = upload.content_type if upload is not None else content_type
        self.memory.put(resource.collection, parent, key, value, content, content_type, states)
        self._add_inside(resource, [*keys, key], facts)
        item = Resource(number, key, value, content, content_type, life=states)
        if adding.is_shown:
            return self.lives.arrived(resource, list(keys), item, facts)
        return self.lives.effects.entered(resource, list(keys), item, "new", facts)

    def _inherited(self, resource: ResourceModel, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What a new item takes from the items that it names."""
        out: dict[str, Any] = {}
        for part in resource.inherits:
            found = self.memory.anywhere(part.collection, str(facts[part.member])) if part.member in facts else []
            value = found[-1][1].value if found else None
            if isinstance(value, dict):
                out |= {name: value[name] for name in part.members if value.get(name) is not None}
        return out

    def _add_inside(self, resource: ResourceModel, keys: Sequence[str], facts: Mapping[str, Any]) -> None:
        """Create nested resources: each item of a thread's `messages` becomes an item of the resource of that name.

        Those that nothing else depends on are made when somebody looks.
        """
        for member, entries in facts.items():
            inner = self.model.resources.get(f"{resource.collection}/{{}}/{member}") if type(entries) is list else None
            if inner is None or inner.schema is None:
                continue
            above = dict(zip(inner.parents, keys, strict=False))
            wanted = [{**above, **entry} for entry in entries if isinstance(entry, dict)]
            if self._stands_alone(inner):
                make = partial(self._new.made_one_by_one, inner, keys, wanted, self._clock.now())
                self.memory.put_later(inner.collection, parent_of(keys), len(wanted), make)
            else:
                for entry in wanted:
                    self.add(inner, keys, entry)

    def _stands_alone(self, resource: ResourceModel) -> bool:
        """Whether making an item changes and needs nothing else: it has no states, and nothing inside or elsewhere."""
        name = resource.collection
        if name not in self._alone:
            depends = resource.life is not None or bool(resource.inherits) or resource.is_single
            holds = any(path.startswith(f"{name}/{{}}/") for path in self.model.resources)
            self._alone[name] = not depends and not holds
        return self._alone[name]

    def change(
        self,
        resource: ResourceModel,
        parent: str,
        item: Resource,
        *wishes: Mapping[str, Any],
        content: bytes | None = None,
        content_type: str = "",
        life: dict[str, Any] | None = None,
        touch: bool = True,
    ) -> Resource:
        """Change members of an item, one wish after the other, and store it; its key stays."""
        fixed = {resource.key[0]} if resource.key and len(resource.key) == 1 else set()
        told = [{name: value for name, value in wish.items() if name not in fixed} for wish in wishes]
        value = self.items.changed(resource.schema, item.value, *told, touch=touch)
        self.memory.put(resource.collection, parent, item.key, value, content, content_type, life, writes=len(wishes))
        states = item.life if life is None else life
        return Resource(item.number, item.key, value, content or item.content, item.content_type, life=states)

    # what nobody made

    def invent(self, resource: ResourceModel, parent: str, key: str, facts: Mapping[str, Any]) -> Resource:
        """Store a made-up item with this key."""
        value: Any = MISSING
        if resource.schema is not None:
            known = {name: facts[name] for name in resource.parents if name in facts}
            place = resource.key
            known = {name: item for name, item in known.items() if place != (name,)}
            value = self.items.invented(
                resource.schema,
                known,
                place,
                self.items.as_key(resource, key),
                self._shown.sample(resource),
                f"{resource.collection}{parent}/{key}",
            )
        self.memory.put(resource.collection, parent, key, {} if value is MISSING else value)
        return self.memory.get(resource.collection, parent, key) or Resource(0, key, {})

    def invent_items(
        self, resource: ResourceModel, parent: str, facts: Mapping[str, Any], shown: Any, count: int
    ) -> None:
        """Store made-up items for a list that no operation adds to, beginning with the document's own examples."""
        shown = shown if isinstance(shown, list) else []
        schema = resource.schema
        if schema is None:
            return
        for i in range(max(count, len(shown))):
            number = self.memory.next_number()
            sample = shown[i] if i < len(shown) else self._shown.sample(resource) if i == 0 else MISSING
            like = at(sample, resource.key) if resource.key else MISSING
            is_shown = i < len(shown) and not parent and like is not MISSING
            key = like if is_shown else self._keys.new(resource, parent, schema, sample, number)
            known = {name: item for name, item in facts.items() if resource.key != (name,)}
            value = self.items.invented(schema, known, resource.key, key, sample, f"{resource.collection}{parent}/{i}")
            if value is MISSING:
                return
            held = at(value, resource.key) if resource.key else MISSING
            self.memory.put(resource.collection, parent, str(key if held is MISSING else held), value)

    def call(self, method: str, path: str, body: Any) -> Any:
        """Carry out a request for an item's sake, as a batch does: its status and value."""
        return self.requests(method, path, body)

    def parent_value(self, resource: ResourceModel, keys: Sequence[str]) -> Any:
        """The value of the item that an item is part of, or `MISSING`."""
        collection = resource.collection.rpartition("/{}/")[0]
        found = self.memory.get(collection, parent_of(keys[:-1]), keys[-1]) if keys else None
        return MISSING if found is None else found.value

    def made_for(self, schema: Any, seed: str) -> Any:
        """A value of a JSON Schema that a request brings with it, such as a tool's parameters; `{}` without one."""
        made = self._values.of_foreign(schema, key=seed)
        return {} if made is MISSING else made
