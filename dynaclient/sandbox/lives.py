"""Moves items through their states: after so many reads, or so much time of the sandbox's clock, or by an action.

What happens on the way stands in the `Life` of the resource: members that are set, and other resources that are made.
The record of one item's life is `{"states": [...], "at": place in them, "since": time, "reads": number, "made": by a
request}`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..document import Document
from ..schema.view import properties_of, types_of, view
from ..types import MISSING
from .clock import SandboxClock
from .computed_names import ItemNames
from .item_maker import plain
from .life_model import Life, states_in
from .memory import Resource, parent_of
from .resource_model import ResourceModel, emptied
from .store_protocol import Store
from .templates import Layered, filled, fits, named
from .wishes import Moment

Record = dict[str, Any]

_GOOD_ENDS = ("finished", "ended", "completed", "closed", "done", "resolved")
_TIME = re.compile(r"(at|on|time|date|timestamp)$")
_PROBLEMS = re.compile(r"^(fail|err)")


class Lives:
    """The lives of a store's items. Called within a transaction of its memory."""

    def __init__(self, document: Document, store: Store, clock: SandboxClock) -> None:
        self._document = document
        self._store = store
        self._clock = clock

    # beginning

    def begin(self, resource: ResourceModel, facts: Mapping[str, Any], outcome: str = "") -> Record | None:
        """The record of a new item's life, or None if it has none.

        Args:
            outcome: the last state that is asked for instead of the usual one.
        """
        life = resource.life
        if life is None:
            return None
        states = next((c.states for c in life.courses if fits(c.when, facts)), life.courses[-1].states)
        if facts.get(life.member) in self._states(resource, life) and facts[life.member] not in states:
            states = (str(facts[life.member]),)
        elif facts.get(life.member) in states:
            states = states[states.index(facts[life.member]) :]
        if outcome in self._states(resource, life):
            states = (*(state for state in states[:-1] if state != outcome), outcome)
        return {"states": list(states), "at": 0, "since": self._clock.now(), "reads": 0, "made": True}

    def beginning(self, resource: ResourceModel, record: Record | None) -> dict[str, Any]:
        """The members of a new item that its first state sets."""
        return {} if record is None or resource.life is None else {resource.life.member: record["states"][0]}

    def _states(self, resource: ResourceModel, life: Life) -> list[str]:
        described = properties_of(self._document, resource.schema).get(life.member)
        return states_in(self._document, described) if described is not None else []

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
            **self.times(resource, item.value, state, last=record["at"] == len(record["states"]) - 1),
        }
        item = self._store.change(resource, parent_of(keys), item, wish, life=record)
        return self.entered(resource, list(keys), item, state, sent or {}, made)

    def entered(
        self,
        resource: ResourceModel,
        keys: list[str],
        item: Resource,
        state: str,
        sent: Mapping[str, Any],
        made: dict[str, Any] | None = None,
    ) -> Resource:
        """Carry out what the table has for a state that an item has entered; "new" is that of being created.

        Args:
            made: is given what is made, by its name in the table.
        """
        todo = resource.life.on.get(state, {}) if resource.life is not None else {}
        if not todo:
            return item
        names: Mapping[str, Any] = ItemNames(self._store, resource, keys, item, sent, self._clock.now())
        for entry in todo.get("make", ()):
            found = self._make(entry, names, resource, keys, item)
            names = Layered(found, names)
            if made is not None:
                made.update(found)
        for entry in todo.get("finish", ()):
            self._finish_others(entry, names, resource, keys, item)
        wish = filled(todo.get("set", {}), names)
        return self._store.change(resource, parent_of(keys), item, wish, touch=False) if wish else item

    def _finish_others(
        self, entry: Any, names: Mapping[str, Any], resource: ResourceModel, keys: list[str], item: Resource
    ) -> None:
        """Bring other items to their last state: those inside this one, or of another collection by their keys."""
        path = entry["resource"] if isinstance(entry, Mapping) else entry
        inner = self._store.model.resources.get(emptied(path))
        if inner is None:
            return
        above = _parents(inner, resource, keys, item, names)
        wanted = filled(entry["keys"], names) if isinstance(entry, Mapping) else None
        for child in self._store.memory.items(inner.collection, parent_of(above)):
            if wanted is None or child.key in wanted:
                self.finish(inner, above, child)

    def _make(
        self,
        made: Mapping[str, Any],
        names: Mapping[str, Any],
        resource: ResourceModel,
        keys: list[str],
        item: Resource,
    ) -> dict[str, Any]:
        """Make what one entry of `make` describes: one resource, or one for each entry of a list."""
        if emptied(made["resource"]) not in self._store.model.resources:
            return {}
        target = self._store.model.resource(made["resource"])
        entries = filled(made["each"], names) if "each" in made else [item.value]
        found: list[Any] = []
        for index, entry in enumerate(entries if isinstance(entries, list) else []):
            inner = Layered({"each": entry, "index": index}, names)
            if "if" in made and filled(made["if"], inner) in (MISSING, None, False, [], {}, ""):
                continue
            wish = filled(made.get("with", {}), inner)
            content = filled(made["content"], inner) if "content" in made else MISSING
            data = content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else None
            above = _parents(target, resource, keys, item, inner)
            key = filled(made["key"], inner) if "key" in made else MISSING
            if self._store.memory.get(target.collection, parent_of(above), str(key)) is not None:
                continue
            new = self._store.add(
                target, above, wish, sent=None, content=data, chosen=key, wish=filled(made.get("also", {}), inner)
            )
            found.append(self.finish(target, above, new).value if made.get("finished", False) else new.value)
        if "as" not in made:
            return {}
        return {made["as"]: found if "each" in made else found[0] if found else MISSING}

    def times(self, resource: ResourceModel, value: Any, state: str, *, last: bool) -> dict[str, Any]:
        """The members that entering a state sets by their names: `completed_at`, `error`."""
        out: dict[str, Any] = {}
        wanted = {plain(state)} | (
            {"started", "start"} if plain(state) in ("inprogress", "running", "processing") else set()
        )
        if last:
            wanted |= {"finished", "ended", "end"}
        for name, described in properties_of(self._document, resource.schema).items():
            low = plain(name)
            stem = _TIME.sub("", low)
            is_time = low != stem and bool(set(types_of(self._document, described)) & {"integer", "number", "string"})
            if is_time and stem in wanted:
                out[name] = Moment(self._clock.now())
            elif _PROBLEMS.match(plain(state)) and re.match(r"^(last)?error$|^failure$", low):
                if view(self._document, described).nullable and isinstance(value, dict) and value.get(name) is None:
                    out[name] = _problem(self._document, described)
            elif last and low == "requiredaction":
                out[name] = None
        return out

    def _counted(self, resource: ResourceModel, keys: Sequence[str], item: Resource) -> Resource:
        """The item with the numbers of its parts by state, if its life has such counts."""
        life = resource.life
        if life is None or not life.counted or not isinstance(item.value, dict):
            return item
        wish: dict[str, Any] = {}
        for member, collection in life.counted.items():
            inner = self._store.model.resources.get(emptied(collection))
            if inner is None or inner.life is None:
                continue
            above = [*keys, item.key]
            states = [
                self.observed(inner, above, child).value.get(inner.life.member)
                for child in self._store.memory.items(inner.collection, parent_of(above))
            ]
            names = properties_of(self._document, properties_of(self._document, resource.schema).get(member))
            wish[member] = {name: states.count(name) if name != "total" else len(states) for name in names}
        if all(item.value.get(name) == counts for name, counts in wish.items()):
            return item
        return self._store.change(resource, parent_of(keys), item, wish, touch=False)


def _problem(document: Document, schema: Any) -> Any:
    """An error with a message, in the members that the schema has."""
    members = properties_of(document, schema)
    return (
        {name: "It was asked to fail." for name in members if name == "message"} if members else "It was asked to fail."
    )


def _parents(
    target: ResourceModel, resource: ResourceModel, keys: list[str], item: Resource, names: Mapping[str, Any]
) -> list[str]:
    """The keys of the parents of what is made: those of the item and its own, by the names of their templates."""
    known = {**dict(zip(resource.parents, keys, strict=False)), resource.key_name: item.key}
    out = []
    for name in target.parents:
        value = known.get(name, named(names, f"item.{name}"))
        out.append(str(value) if value is not MISSING else "")
    return out
