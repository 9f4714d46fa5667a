"""The value of one resource: what was asked for, what is remembered of it, and for the rest what its schema wants.

Each is a wish (see `wishes`); `Values.wished` makes the valid value that grants most of them. Keeps no state.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .._support.spelling import plain_name
from ..document import Document
from ..model import Operation
from ..schema.view import properties_of, types_of, view
from ..types import MISSING
from .clock import SandboxClock
from .envelopes import at, closed, schema_at
from .forms import Upload
from .resource_model import Place, ResourceModel
from .values import Values
from .wishes import ABSENT, UNSET, Moment, is_plain, merged, overlay, remembered

_CREATED = re.compile(
    r"^(created|creation|added|uploaded|registered|issued|lastactive)(at|on|time|date|timestamp|datetime)?$"
    r"|^(date|time)(created|added)$|^timestamp$"
)
_UPDATED = re.compile(
    r"^(updated|modified|changed|lastmodified|lastupdated)(at|on|time|date|timestamp)?$|^lastmodified$"
)
_OPEN = re.compile(
    r"^(completed|failed|cancelled|canceled|cancelling|expired|finished|ended|deleted|archived|closed|resolved|stopped|"
    r"revoked|merged|paused|trashed|purged|removed|terminated|suspended|started|inprogress|finalizing|redacted|deletion)"
    r"(at|on|time|date|timestamp|datetime|by)?$|^end(at|time|date)?$|^(last)?errors?(message|code|details)?$|^failures?"
    r"(code|message|reason|details)?$|^incompletedetails$|^requiredaction$|^cancell?ation|^statusdetails$"
)
"""Names, in lower case without underscores, of what is null, false or absent in something that was just made."""

_LATER = re.compile(r"^(expires|expiry|expiration|validuntil)(at|on|time|date|timestamp)?$")
"""Names of when something new ends by itself."""

DAY = 86_400.0

_UPLOADED: dict[str, str] = {
    **dict.fromkeys(("filename", "originalfilename", "name"), "filename"),
    **dict.fromkeys(("bytes", "size", "filesize", "contentlength"), "size"),
    **dict.fromkeys(("contenttype", "mimetype"), "content_type"),
}


_MAX_KEPT = 4096
"""Schemas for which is kept what a server sets in their objects, or what their keys are like; beyond that the cache is
cleared."""


@dataclass(frozen=True, slots=True)
class _SetByServer:
    """A member that a server sets itself in something new: to the first of these that it has.

    Attributes:
        seconds: the time so long after that of the making.
        value: this value.
        uploaded: this fact of what was uploaded.
        schema: an object of this schema, which holds the key.
    """

    name: str
    seconds: float | None = None
    value: Any = MISSING
    uploaded: str = ""
    schema: Any = MISSING


class ItemMaker:
    """Makes and changes the values of resources."""

    def __init__(self, document: Document, values: Values, clock: SandboxClock) -> None:
        self._document = document
        self._values = values
        self._clock = clock
        self._server_sets: dict[tuple[int, Place | None], tuple[Any, tuple[_SetByServer, ...]]] = {}
        self._unsets: dict[tuple[int, int], tuple[Any, Any, tuple[tuple[str, Any, Any], ...]]] = {}
        self._key_schemas: dict[tuple[str, int], tuple[Any, Any]] = {}

    def new(
        self,
        schema: Any,
        facts: Mapping[str, Any],
        *,
        place: Place | None,
        key: Any,
        sent: Any = None,
        upload: Upload | None = None,
        sample: Any = MISSING,
        seed: str = "",
        now: float | None = None,
    ) -> Any:
        """The value of a resource that was just made.

        Args:
            schema: of an item.
            facts: what was asked for.
            place: where the item has its key; the key goes there.
            sent: the schema of the request: what it could have set and did not is left unset.
            sample: an example of an item.
            seed: what distinguishes it from other items.
            now: the time of its making, if not the present.
        """
        now = self._clock.now() if now is None else now
        wish = self._unset(schema, sent, facts)
        overlay(wish, self._fresh(schema, place, now, upload))
        overlay(wish, facts)
        if place:
            overlay(wish, closed(place, key))
        return self._values.wished(schema, wish, sample=sample, key=seed)

    def changed(self, schema: Any, value: Any, *wishes: Mapping[str, Any], touch: bool = True) -> Any:
        """The value with the members of these wishes changed, one after the other; its time of change too."""
        wish = wishes[0]
        if len(wishes) > 1:
            whole = self._plainly_changed(schema, value, wishes) if isinstance(value, dict) and not touch else MISSING
            if whole is not MISSING:
                return whole
            for own in wishes:
                value = self.changed(schema, value, own, touch=touch)
            return value
        if not isinstance(value, dict):
            return dict(wish)
        times: dict[str, Any] = {}
        if touch:
            times = {
                name: Moment(self._clock.now())
                for name in properties_of(self._document, schema)
                if name in value and _UPDATED.match(plain_name(name))
            }
        if not times and (plain := self._plainly_changed(schema, value, wishes)) is not MISSING:
            return plain
        whole = merged(remembered(value), {**times, **wish})
        if schema is None:
            return {name: item for name, item in whole.items() if not isinstance(item, Moment)}
        made = self._values.wished(schema, whole, key="changed")
        return value if made is MISSING else made

    def _plainly_changed(self, schema: Any, value: dict[str, Any], wishes: Iterable[Mapping[str, Any]]) -> Any:
        """The value with the wishes as they are; `MISSING` if that does not fit."""
        if schema is None or not all(map(is_plain, wishes)):
            return MISSING
        whole: Any = value
        for wish in wishes:
            whole = merged(whole, wish)
        is_own = whole.keys() <= properties_of(self._document, schema).keys()
        return whole if is_own and self._values.fits(schema, whole) else MISSING

    def shaped(
        self,
        schema: Any,
        place: Place | None,
        value: Any,
        *,
        sample: Callable[[], Any] = lambda: MISSING,
        seed: str = "",
    ) -> Any:
        """The value in the shape of an answer, at this place of it; `MISSING` if no valid answer has it.

        Args:
            place: None if the answer does not have the item.
            sample: makes an example of the whole answer, for a value that does not fit as it is.
        """
        if schema is None:
            return sample()
        whole = closed(place, value) if place is not None else value
        declared = properties_of(self._document, schema_at(self._document, schema, place))
        is_own = not declared or not isinstance(value, dict) or value.keys() <= declared.keys()
        if is_own and whole is not MISSING and self._values.fits(schema, whole):
            return whole
        wish = remembered(value)
        wish = closed(place, wish) if place is not None else wish
        return self._values.wished(schema, wish, sample=sample(), key=seed)

    def invented(
        self, schema: Any, facts: Mapping[str, Any], place: Place | None, key: Any, sample: Any, seed: str
    ) -> Any:
        """The value of a resource that nobody made: an example, or a generated one, under this key."""
        wish: Any = dict(facts)
        if place:
            wish = merged(wish, closed(place, key))
        return self._values.wished(schema, wish, sample=sample, key=seed)

    def key_schema(self, schema: Any, resource: ResourceModel) -> Any:
        """The schema of a key: of the member that holds it, and of the parameter of paths if one value can be both.

        The same object each time, so that what is made of it is found again.
        """
        which = resource.collection, id(schema)
        found = self._key_schemas.get(which)
        if found is None:  # keeps the schema alive, so that its id is not reused
            if len(self._key_schemas) >= _MAX_KEPT:
                self._key_schemas.clear()
            found = self._key_schemas[which] = schema, self._key_schema(schema, resource)
        return found[1]

    def _key_schema(self, schema: Any, resource: ResourceModel) -> Any:
        for name in resource.key or ():
            schema = properties_of(self._document, schema).get(name)
        held, sent = schema if resource.key else None, resource.key_schema
        if held is None or sent is None:
            return sent if held is None else held
        both = set(types_of(self._document, held)) & set(types_of(self._document, sent))
        return {"allOf": [held, sent]} if both else held

    def as_key(self, resource: ResourceModel, key: str) -> Any:
        """A key from a path, as the number that the item's schema may want it to be."""
        types = types_of(self._document, self.key_schema(resource.schema, resource))
        is_number = "string" not in types and bool(set(types) & {"integer", "number"})
        return int(key) if is_number and re.fullmatch(r"-?\d{1,18}", key) else key

    def _fresh(self, schema: Any, place: Place | None, now: float, upload: Upload | None = None) -> dict[str, Any]:
        """The members that a server sets itself in something new: its times, what is still open, what was uploaded.

        Also in the object that holds the key, as `metadata` does.
        """
        out: dict[str, Any] = {}
        for own in self._set_by_server(schema, place):
            if own.seconds is not None:
                out[own.name] = Moment(now + own.seconds)
            elif own.value is not MISSING:
                out[own.name] = own.value
            elif upload is not None and own.uploaded:
                facts = {"filename": upload.filename, "size": len(upload.data), "content_type": upload.content_type}
                out[own.name] = facts[own.uploaded]
            elif place and own.schema is not MISSING:
                out[own.name] = self._fresh(own.schema, place[1:], now)
        return out

    def _set_by_server(self, schema: Any, place: Place | None) -> tuple[_SetByServer, ...]:
        """What `_fresh` sets in the objects of a schema, found once."""
        which = id(schema), place
        found = self._server_sets.get(which)
        if found is None:  # keeps the schema alive, so that its id is not reused
            if len(self._server_sets) >= _MAX_KEPT:
                self._server_sets.clear()
            holder = place[0] if place and len(place) > 1 else ""
            members = properties_of(self._document, schema).items()
            sets = [self._server_set(name, described, holds_key=name == holder) for name, described in members]
            found = self._server_sets[which] = schema, tuple(own for own in sets if own is not None)
        return found[1]

    def _server_set(self, name: str, described: Any, *, holds_key: bool) -> _SetByServer | None:
        low, outline = plain_name(name), view(self._document, described)
        if _CREATED.match(low) or _UPDATED.match(low):
            return _SetByServer(name, seconds=0)
        types = types_of(self._document, described)
        if _OPEN.match(low):
            return _SetByServer(name, value=None if outline.nullable else False if types == ("boolean",) else ABSENT)
        if _LATER.match(low):
            is_fixed = not outline.nullable and "boolean" not in types
            return _SetByServer(name, seconds=DAY) if is_fixed else _SetByServer(name, value=None)
        if low in _UPLOADED or holds_key:
            return _SetByServer(name, uploaded=_UPLOADED.get(low, ""), schema=described if holds_key else MISSING)
        return None

    def _unset(self, schema: Any, sent: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
        """What could have been sent and was not."""
        out: dict[str, Any] = {}
        for name, own, described in self._shared(schema, sent) if sent is not None else ():
            fact = facts.get(name, MISSING)
            if fact is MISSING:
                out[name] = UNSET
            elif isinstance(fact, dict):
                out[name] = self._unset(own, described, fact)
        return out

    def _shared(self, schema: Any, sent: Any) -> tuple[tuple[str, Any, Any], ...]:
        """The members that an item and what is sent have in common, with the schemas of both, found once."""
        which = id(schema), id(sent)
        found = self._unsets.get(which)
        if found is None:  # keeps the schemas alive, so that their ids are not reused
            if len(self._unsets) >= _MAX_KEPT:
                self._unsets.clear()
            members = properties_of(self._document, schema)
            shared = [
                (name, members[name], described)
                for name, described in properties_of(self._document, sent).items()
                if name in members
            ]
            found = self._unsets[which] = schema, sent, tuple(shared)
        return found[2]


def examples_of(operation: Operation, place: Place | None) -> Iterable[Any]:
    """The examples of an operation's successful answers, at a place of them."""
    declares_success = any(status.startswith("2") for status in operation.responses)
    for status, response in operation.responses.items():
        if status.startswith("2") or (status == "default" and not declares_success):
            for media_type in response.content.values():
                for example in media_type.examples.values():
                    found = at(example, place or ())
                    if found is not MISSING:
                        yield found
