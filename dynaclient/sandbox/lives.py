"""Moves items through their states: after so many reads, or so much time of the sandbox's clock, or by an action.

The `Life` of the resource says what happens on the way: members that are set, and other resources that are made.
The record of one item's life is `{"states": [...], "at": place in them, "since": time, "reads": number, "made": by a
request}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..document import Document
from ..schema.parts import same_value
from ..schema.view import properties_of
from .clock import SandboxClock
from .life_model import Life, states_in
from .memory import Resource, parent_of
from .resource_model import ResourceModel, emptied
from .state_effects import StateEffects, lists_asked_for
from .store_protocol import Store
from .templates import fits, is_constant

Record = dict[str, Any]

_TIME = re.compile(r"(at|on|time|date|timestamp)$")
_PROBLEMS = re.compile(r"^(fail|err)")


class Lives:
    """The lives of a store's items. Called within a transaction of its memory."""

    def __init__(self, document: Document, store: Store, clock: SandboxClock) -> None:
        self._document = document
        self._store = store
        self._clock = clock
        self._known_firsts: dict[str, dict[str, Any]] = {}
        self._known_counts: dict[str, list[tuple[str, ResourceModel, str, list[str]]]] = {}
        self._known_states: dict[str, list[str]] = {}
        self._known_lists: dict[str, frozenset[str] | None] = {}
        self.effects = StateEffects(document, store, clock, self.finish)

    # beginning

    def begin(self, resource: ResourceModel, facts: Mapping[str, Any], outcome: str = "") -> Record | None:
        """The record of a new item's life, or None if it has none.

        Args:
            outcome: the last state that is asked for instead of the usual one.
        """
        life = resource.life
        if life is None:
            return None
        states = next((c.states for c in life.courses if not c.when or fits(c.when, facts)), life.courses[-1].states)
        wanted = facts.get(life.member)
        if wanted is not None:
            if wanted in states:
                states = states[states.index(wanted) :]
            elif wanted in self._states(resource, life):
                states = (str(wanted),)
        if outcome and outcome in self._states(resource, life):
            states = (*(state for state in states[:-1] if state != outcome), outcome)
        return {"states": list(states), "at": 0, "since": self._clock.now(), "reads": 0, "made": True}

    def beginning(self, resource: ResourceModel, record: Record | None) -> dict[str, Any]:
        """The members of a new item that its first state sets."""
        life = resource.life
        if record is None or life is None:
            return {}
        return {life.member: record["states"][0], **self._first_members(resource, life)}

    def _first_members(self, resource: ResourceModel, life: Life) -> dict[str, Any]:
        """What being new sets whatever the item is, and the counts of no parts."""
        found = self._known_firsts.get(resource.collection)
        if found is None:
            wanted = life.on.get("new", {}).get("set", {})
            found = {name: item for name, item in wanted.items() if name[:1] != "$" and is_constant(item)}
            found |= {member: dict.fromkeys(names, 0) for member, _, _, names in self._counts(resource, life)}
            self._known_firsts[resource.collection] = found
        return found

    def _states(self, resource: ResourceModel, life: Life) -> list[str]:
        found = self._known_states.get(resource.collection)
        if found is None:
            described = properties_of(self._document, resource.schema).get(life.member)
            found = [] if described is None else states_in(self._document, described)
            self._known_states[resource.collection] = found
        return found

    def arrived(self, resource: ResourceModel, keys: list[str], item: Resource, sent: Mapping[str, Any]) -> Resource:
        """A new item as it is now, stored so: what being new sets, and the counts of what was made inside it.

        Args:
            sent: what was asked for.
        """
        life = resource.life
        if life is None or self._is_as_made(resource, life, item, sent):
            return item
        wishes = [self.effects.carried_out(resource, keys, item, "new", sent)]
        if life.counted and isinstance(item.value, dict):
            wishes.append(self._outdated_counts(resource, life, keys, item.key, {**item.value, **wishes[0]}))
        wishes = [wish for wish in wishes if not _holds(item.value, wish)]
        return self._store.change(resource, parent_of(keys), item, *wishes, touch=False) if wishes else item

    def _is_as_made(self, resource: ResourceModel, life: Life, item: Resource, sent: Mapping[str, Any]) -> bool:
        """Whether being new changes nothing in an item: it has no parts, and what its first state sets is in it."""
        if resource.collection not in self._known_lists:
            self._known_lists[resource.collection] = lists_asked_for(life.on.get("new", {}))
        lists = self._known_lists[resource.collection]
        has_parts = self._store.memory.next_number() > item.number + 1
        if has_parts or lists is None or not lists.isdisjoint(sent):
            return False
        return _holds(item.value, self._first_members(resource, life))

    # looking

    def observed(
        self, resource: ResourceModel, keys: Sequence[str], item: Resource, *, counts: bool = False
    ) -> Resource:
        """The item as it is now, stored so.

        Args:
            keys: of its parents.
            counts: whether this look is one of the reads after which it moves on.
        """
        life, record = resource.life, item.life
        if life is None or record is None:
            return self._counted(resource, keys, item)
        record = dict(record)
        now = self._clock.now()
        changed = False
        while record["at"] < len(record["states"]) - 1:
            if now - record["since"] >= life.seconds > 0:
                record["since"] += life.seconds
            elif counts and life.reads and record["reads"] >= life.reads:
                record["since"] = now
            else:
                break
            record |= {"at": record["at"] + 1, "reads": 0}
            item = self._enter(resource, keys, item, record)
            changed = True
            counts = counts and now - record["since"] >= life.seconds
            if not counts:
                record["reads"] = 1
                self._keep(resource, keys, item, record)
        if counts and not changed and record["at"] < len(record["states"]) - 1:
            record["reads"] += 1
            self._keep(resource, keys, item, record)
        return self._counted(resource, keys, item)

    def has_ended(self, resource: ResourceModel, item: Resource) -> bool:
        """Whether an item that a request made is in a state from which no action leads on."""
        if resource.life is None or item.life is None or not item.life.get("made"):
            return False
        state = item.life["states"][item.life["at"]]
        return self.is_over(item) and state not in resource.life.waits

    def is_over(self, item: Resource) -> bool:
        """Whether an item has reached the last of its states; one without states has."""
        return item.life is None or item.life["at"] >= len(item.life["states"]) - 1

    def finish(self, resource: ResourceModel, keys: Sequence[str], item: Resource) -> Resource:
        """The item in its last state, all those before passed through."""
        return self.passage(resource, keys, item)[0]

    def passage(
        self, resource: ResourceModel, keys: Sequence[str], item: Resource
    ) -> tuple[Resource, dict[str, Any], dict[str, Any]]:
        """The item in its last state; its value in each state on the way there; and what was made by the way."""
        life = resource.life
        made: dict[str, Any] = {}
        member = life.member if life is not None else ""
        states = {str(item.value[member]): item.value} if isinstance(item.value, dict) and member in item.value else {}
        while not self.is_over(item):
            record = dict(item.life or {})
            record |= {"at": record["at"] + 1, "reads": 0, "since": self._clock.now()}
            item = self._enter(resource, keys, item, record, made=made)
            states[str(record["states"][record["at"]])] = item.value
        return item, states, made

    def turn(
        self,
        resource: ResourceModel,
        keys: Sequence[str],
        item: Resource,
        states: Sequence[str],
        *,
        sent: Mapping[str, Any] | None = None,
    ) -> Resource:
        """The item on another way, whose first state it enters at once.

        Args:
            sent: what the request that turns it has.
        """
        made = bool(item.life and item.life.get("made"))
        record = {"states": list(states), "at": 0, "since": self._clock.now(), "reads": 0, "made": made}
        return self._enter(resource, keys, item, record, sent=sent)

    def states_of(self, resource: ResourceModel) -> list[str]:
        """Every state that the document has for a resource's items."""
        return [] if resource.life is None else [str(state) for state in self._states(resource, resource.life)]

    def way_to(self, resource: ResourceModel, state: str) -> tuple[str, ...]:
        """The states from an action on: `cancelling`, if there is such a state, then `cancelled`."""
        stem = re.sub(r"(l?led|ed|d)$", "", state)
        ending = [other for other in self.states_of(resource) if other.startswith(stem) and other.endswith("ing")]
        done = [other for other in self.states_of(resource) if other.startswith(stem) and other.endswith("ed")]
        return (*ending[:1], *(done[:1] or [state]))

    # moving

    def _keep(self, resource: ResourceModel, keys: Sequence[str], item: Resource, record: Record) -> None:
        self._store.memory.put(resource.collection, parent_of(keys), item.key, item.value, life=record)

    def _enter(
        self,
        resource: ResourceModel,
        keys: Sequence[str],
        item: Resource,
        record: Record,
        *,
        sent: Mapping[str, Any] | None = None,
        made: dict[str, Any] | None = None,
    ) -> Resource:
        life, state = resource.life, record["states"][record["at"]]
        if life is None:
            return item
        wish = {
            life.member: state,
            **self.effects.times(resource, item.value, state, last=record["at"] == len(record["states"]) - 1),
        }
        item = self._store.change(resource, parent_of(keys), item, wish, life=record)
        return self.effects.entered(resource, list(keys), item, state, sent or {}, made)

    def _counted(self, resource: ResourceModel, keys: Sequence[str], item: Resource) -> Resource:
        """The item with the numbers of its parts by state, if its life has such counts."""
        life = resource.life
        if life is None or not life.counted or not isinstance(item.value, dict):
            return item
        wish = self._outdated_counts(resource, life, keys, item.key, item.value)
        return self._store.change(resource, parent_of(keys), item, wish, touch=False) if wish else item

    def _outdated_counts(
        self, resource: ResourceModel, life: Life, keys: Sequence[str], key: str, value: Mapping[str, Any]
    ) -> dict[str, Any]:
        """The counts of an item's parts by state; none if its value has them already."""
        wish: dict[str, Any] = {}
        above = [*keys, key]
        for member, inner, state, names in self._counts(resource, life):
            states = [
                self.observed(inner, above, child).value.get(state)
                for child in self._store.memory.items(inner.collection, parent_of(above))
            ]
            wish[member] = {name: states.count(name) if name != "total" else len(states) for name in names}
        return {} if all(value.get(name) == counts for name, counts in wish.items()) else wish

    def _counts(self, resource: ResourceModel, life: Life) -> list[tuple[str, ResourceModel, str, list[str]]]:
        """The members that count an item's parts: what parts, the member with their states, the names of the counts."""
        found = self._known_counts.get(resource.collection)
        if found is None:
            members = properties_of(self._document, resource.schema)
            found = self._known_counts[resource.collection] = []
            for member, collection in life.counted.items():
                inner = self._store.model.resources.get(emptied(collection))
                if inner is not None and inner.life is not None:
                    names = list(properties_of(self._document, members.get(member)))
                    found.append((member, inner, inner.life.member, names))
        return found


def _holds(value: Any, wish: Mapping[str, Any]) -> bool:
    """Whether nothing of a wish is left to be granted."""
    if not wish or not isinstance(value, dict):
        return not wish
    return all(name in value and same_value(value[name], item) for name, item in wish.items())
