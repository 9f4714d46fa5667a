"""The value of one resource: what was asked for, what is remembered of it, and for the rest what its schema wants.

Each is a wish (see `wishes`); `Values.wished` makes the valid value that grants most of them. Keeps no state.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
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
from .wishes import ABSENT, UNSET, Moment, is_plain, merged, remembered

_CREATED = re.compile(r"^(created|creation|added|uploaded|registered|issued)(at|on|time|date|timestamp|datetime)?$"
                      r"|^(date|time)(created|added)$|^timestamp$")  # fmt: skip
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


class ItemMaker:
    """Makes and changes the values of resources."""

    def __init__(self, document: Document, values: Values, clock: SandboxClock) -> None:
        self._document = document
        self._values = values
        self._clock = clock

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
    ) -> Any:
        """The value of a resource that was just made.

        Args:
            schema: of an item.
            facts: what was asked for.
            place: where the item has its key; the key goes there.
            sent: the schema of the request: what it could have set and did not is left unset.
            sample: an example of an item.
            seed: what distinguishes it from other items.
        """
        wish = merged(self._unset(schema, sent, facts), merged(self._fresh(schema, place, upload), facts))
        if place:
            wish = merged(wish, closed(place, key))
        return self._values.wished(schema, wish, sample=sample, key=seed)

    def changed(self, schema: Any, value: Any, wish: Mapping[str, Any], *, touch: bool = True) -> Any:
        """The value with these members changed; its time of change too."""
        if not isinstance(value, dict):
            return dict(wish)
        times: dict[str, Any] = {}
        if touch:
            times = {
                name: Moment(self._clock.now())
                for name in properties_of(self._document, schema)
                if name in value and _UPDATED.match(plain_name(name))
            }
        if not times and schema is not None and is_plain(wish):
            plain_whole = merged(value, wish)
            is_own = plain_whole.keys() <= properties_of(self._document, schema).keys()
            if is_own and self._values.is_valid(schema, plain_whole):
                return plain_whole
        whole = merged(remembered(value), {**times, **wish})
        if schema is None:
            return {name: item for name, item in whole.items() if not isinstance(item, Moment)}
        return self._values.wished(schema, whole, key="changed")

    def shaped(self, schema: Any, place: Place | None, value: Any, *, sample: Any = MISSING, seed: str = "") -> Any:
        """The value in the shape of an answer, at this place of it; `MISSING` if no valid answer has it.

        Args:
            place: None if the answer does not have the item.
            sample: an example of the whole answer.
        """
        if schema is None:
            return sample
        whole = closed(place, value) if place is not None else value
        declared = properties_of(self._document, schema_at(self._document, schema, place))
        is_own = not declared or not isinstance(value, dict) or value.keys() <= declared.keys()
        if is_own and whole is not MISSING and self._values.is_valid(schema, whole):
            return whole
        wish = remembered(value)
        wish = closed(place, wish) if place is not None else wish
        return self._values.wished(schema, wish, sample=sample, key=seed)

    def invented(
        self, schema: Any, facts: Mapping[str, Any], place: Place | None, key: Any, sample: Any, seed: str
    ) -> Any:
        """The value of a resource that nobody made: an example, or a generated one, under this key."""
        wish: Any = dict(facts)
        if place:
            wish = merged(wish, closed(place, key))
        return self._values.wished(schema, wish, sample=sample, key=seed)

    def key_schema(self, schema: Any, resource: ResourceModel) -> Any:
        """The schema of a key: of the member that holds it, and of the parameter of paths if one value can be both."""
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

    def _fresh(self, schema: Any, place: Place | None, upload: Upload | None = None) -> dict[str, Any]:
        """The members that a server sets itself in something new: its times, what is still open, what was uploaded.

        Also in the object that holds the key, as `metadata` does.
        """
        out: dict[str, Any] = {}
        for name, described in properties_of(self._document, schema).items():
            low, outline = plain_name(name), view(self._document, described)
            if _CREATED.match(low) or _UPDATED.match(low):
                out[name] = Moment(self._clock.now())
            elif _OPEN.match(low):
                types = types_of(self._document, described)
                out[name] = None if outline.nullable else False if types == ("boolean",) else ABSENT
            elif _LATER.match(low):
                is_fixed = not outline.nullable and "boolean" not in types_of(self._document, described)
                out[name] = Moment(self._clock.now() + DAY) if is_fixed else None
            elif upload is not None and low in _UPLOADED:
                facts = {"filename": upload.filename, "size": len(upload.data), "content_type": upload.content_type}
                out[name] = facts[_UPLOADED[low]]
            elif place and len(place) > 1 and name == place[0]:
                out[name] = self._fresh(described, place[1:])
        return out

    def _unset(self, schema: Any, sent: Any, facts: Mapping[str, Any]) -> dict[str, Any]:
        if sent is None:
            return {}
        members = properties_of(self._document, schema)
        out: dict[str, Any] = {}
        for name, described in properties_of(self._document, sent).items():
            fact = facts.get(name, MISSING)
            if fact is MISSING and name in members:
                out[name] = UNSET
            elif isinstance(fact, Mapping) and name in members:
                out[name] = self._unset(members[name], described, fact)
        return out


def examples_of(operation: Operation, place: Place | None) -> Iterable[Any]:
    """The examples of an operation's successful answers, at a place of them."""
    for status, response in operation.responses.items():
        if status.startswith("2") or status == "default":
            for media_type in response.content.values():
                for example in media_type.examples.values():
                    found = at(example, place or ())
                    if found is not MISSING:
                        yield found
