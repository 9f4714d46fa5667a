"""What happens when an item enters a state: what is set, made and finished, and the webhooks that tell of it.

What a table says (`Life.on`), and what the names of members say: `completed_at`, `error`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .._support.spelling import plain_name
from ..document import Document
from ..schema.view import properties_of, types_of, view
from ..types import MISSING
from .clock import SandboxClock
from .computed_names import ItemNames
from .memory import Resource, parent_of
from .new_items import Adding
from .resource_model import ResourceModel, emptied
from .store_protocol import Store
from .templates import Layered, filled, is_constant, named, way_of
from .wishes import Moment

_TIME = re.compile(r"(at|on|time|date|timestamp)$")
_PROBLEMS = re.compile(r"^(fail|err)")
_NOTHING: tuple[Any, ...] = (MISSING, None, False, [], {}, "")

Finish = Callable[[ResourceModel, Sequence[str], Resource], Resource]
"""Brings an item to its last state: (resource, keys of its parents, item)."""


class StateEffects:
    """The effects of states on a store's items.

    Args:
        finish: of `lives`.
    """

    def __init__(self, document: Document, store: Store, clock: SandboxClock, finish: Finish) -> None:
        self._document = document
        self._store = store
        self._clock = clock
        self._finish = finish

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
        wish = self.carried_out(resource, keys, item, state, sent, made)
        return self._store.change(resource, parent_of(keys), item, wish, touch=False) if wish else item

    def carried_out(
        self,
        resource: ResourceModel,
        keys: list[str],
        item: Resource,
        state: str,
        sent: Mapping[str, Any],
        made: dict[str, Any] | None = None,
    ) -> Mapping[str, Any]:
        """The same, but for the members that are set: these are returned."""
        todo = resource.life.on.get(state, {}) if resource.life is not None else {}
        if not todo:
            return {}
        names: Mapping[str, Any] = ItemNames(self._store, resource, keys, item, sent, self._clock.now())
        for entry in todo.get("make", ()):
            found = self._make(entry, names, resource, keys, item)
            if found:
                names = Layered(found, names)
            if made is not None:
                made.update(found)
        for entry in todo.get("finish", ()):
            self._finish_others(entry, names, resource, keys, item)
        for entry in todo.get("send", ()):
            if "if" not in entry or filled(entry["if"], names) not in _NOTHING:
                self._store.announce(entry["webhook"], filled(entry.get("with", {}), names))
        wish: Mapping[str, Any] = filled(todo.get("set", {}), names)
        return wish

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
                self._finish(inner, above, child)

    def _make(
        self,
        made: Mapping[str, Any],
        names: Mapping[str, Any],
        resource: ResourceModel,
        keys: list[str],
        item: Resource,
    ) -> dict[str, Any]:
        """Make what one entry of `make` describes: one resource, or one for each entry of a list."""
        entries = filled(made["each"], names) if "each" in made else [item.value]
        if not isinstance(entries, list):
            return {made["as"]: []} if "as" in made else {}
        target = self._store.model.resources.get(emptied(made["resource"]))
        if target is None:
            return {}
        found: list[Any] = []
        for index, entry in enumerate(entries):
            inner = Layered({"each": entry, "index": index}, names)
            if "if" in made and filled(made["if"], inner) in _NOTHING:
                continue
            wish = filled(made.get("with", {}), inner)
            content = filled(made["content"], inner) if "content" in made else MISSING
            data = content.encode() if isinstance(content, str) else content if isinstance(content, bytes) else None
            above = _parents(target, resource, keys, item, Layered(filled(made.get("into", {}), inner), inner))
            key = filled(made["key"], inner) if "key" in made else MISSING
            if self._store.memory.get(target.collection, parent_of(above), str(key)) is not None:
                continue
            adding = Adding(sent=None, chosen=key, wish=filled(made.get("also", {}), inner))
            new = self._store.add(target, above, wish, adding, content=data)
            found.append(self._finish(target, above, new).value if made.get("finished", False) else new.value)
        if "as" not in made:
            return {}
        return {made["as"]: found if "each" in made else found[0] if found else MISSING}

    def times(self, resource: ResourceModel, value: Any, state: str, *, last: bool) -> dict[str, Any]:
        """The members that entering a state sets by their names: `completed_at`, `error`."""
        out: dict[str, Any] = {}
        wanted = {plain_name(state)} | (
            {"started", "start"} if plain_name(state) in ("inprogress", "running", "processing") else set()
        )
        if last:
            wanted |= {"finished", "ended", "end"}
        for name, described in properties_of(self._document, resource.schema).items():
            low = plain_name(name)
            stem = _TIME.sub("", low)
            is_time = low != stem and bool(set(types_of(self._document, described)) & {"integer", "number", "string"})
            if is_time and stem in wanted:
                out[name] = Moment(self._clock.now())
            elif _PROBLEMS.match(plain_name(state)) and re.match(r"^(last)?error$|^failure$", low):
                if view(self._document, described).nullable and isinstance(value, dict) and value.get(name) is None:
                    out[name] = _problem(self._document, described)
            elif last and low == "requiredaction":
                out[name] = None
        return out


def lists_asked_for(todo: Mapping[str, Any]) -> frozenset[str] | None:
    """The lists in a request without which an entry of a table only sets constants; None if it does more anyway."""
    if not todo.keys() <= {"set", "make"} or not is_constant(todo.get("set", {})):
        return None
    ways = [way_of(made.get("each")) for made in todo.get("make", ())]
    is_all = all(len(way) > 1 and way[0] == "sent" for way in ways)
    return frozenset(way[1] for way in ways) if is_all else None


_PROBLEM: Mapping[str, Any] = {"message": "It was asked to fail.", "code": "server_error", "param": None}


def _problem(document: Document, schema: Any) -> Any:
    """An error with a message, in the members that the schema has."""
    members = properties_of(document, schema)
    return {name: item for name, item in _PROBLEM.items() if name in members} if members else _PROBLEM["message"]


def _parents(
    target: ResourceModel, resource: ResourceModel, keys: list[str], item: Resource, names: Mapping[str, Any]
) -> list[str]:
    """The keys of the parents of what is made: those of the item and its own, by the names of their templates."""
    known = {**dict(zip(resource.parents, keys, strict=False)), resource.key_name: item.key}
    out = []
    for name in target.parents:
        value = known.get(name, named(names, name))
        value = named(names, f"item.{name}") if value is MISSING else value
        out.append(str(value) if value is not MISSING else "")
    return out
