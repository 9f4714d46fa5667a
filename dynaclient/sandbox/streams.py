"""Event streams: which events an operation sends if asked to stream, and how they are encoded.

A stream tells one story. For an API in the table it is written there (`stories`); for the common shape of choices with
deltas it comes from the answer that would be sent without streaming (`deltas`); else from the kinds of event that the
document declares (`event_kinds`). Source: WHATWG HTML section 9.2, "Server-sent events".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..document import Document
from ..errors import UnresolvableReference
from ..model import MediaType, Operation
from ..schema.view import properties_of, variants, view
from ..types import MISSING
from .answers import events_of
from .deltas import has_choices, told_in_deltas
from .event_kinds import kinds_of, name_of, told_by_kinds, told_in_pieces
from .judge import Accepted
from .media import EVENTS, acceptable, kind_of_media
from .operation_call import BehaviourContent, Outcome
from .resource_store import ResourceStore
from .sequences import with_content
from .templates import filled
from .values import Values
from .wishes import remembered

_ASKS = {"stream": True, "stream_format": "sse"}
"""Members of a request that ask for a stream → the value that does."""

_TERMINATOR = re.compile(r"\[[A-Z]{3,}\]")
_MENTIONED = re.compile(r"(?:`|data:\s*)(\[[A-Z]{3,}\])")
_NAMES = ("event", "type")
"""Members that name the kind of an event."""


def asks_to_stream(document: Document, accepted: Accepted, accept: str, media_type: MediaType | None) -> bool:
    """Whether a request asks for events: by its `stream` field or, if it has none, by its Accept header.

    Args:
        media_type: of the operation's stream, if it has one.
    """
    operation = accepted.operation
    if media_type is None:
        return False
    body = accepted.body if isinstance(accepted.body, dict) else {}
    for name, wanted in _ASKS.items():
        flag = body.get(name, accepted.parameters["query"].get(name, MISSING))
        if flag is not MISSING:
            return bool(flag == wanted)
    names = [name for response in operation.responses.values() for name in response.content]
    if all(kind_of_media(name) == "events" for name in names):
        return True
    if "event-stream" not in accept or _can_ask(document, operation):
        return False
    return kind_of_media(acceptable(names, accept)[0]) == "events"


def _can_ask(document: Document, operation: Operation) -> bool:
    body = operation.request_body
    return any(parameter.name in _ASKS for parameter in operation.parameters) or any(
        not properties_of(document, item.schema).keys().isdisjoint(_ASKS)
        for item in (body.content.values() if body else ())
    )


class Streams:
    """Tells the streams of a document's operations.

    Args:
        stories: `POST /path` → the `events` of its stream, as templates; and the name of their `schema`, where the
            operation does not declare its stream.
    """

    def __init__(
        self, document: Document, values: Values, store: ResourceStore, stories: Mapping[str, Any] | None = None
    ) -> None:
        self._document = document
        self._values = values
        self._store = store
        self._stories = stories or {}
        self._media_types: dict[str, MediaType | None] = {}

    def media_type(self, operation: Operation) -> MediaType | None:
        """The media type of an operation's stream, if it has one: as declared, else with the table's schema."""
        name = operation.operation_id
        if name not in self._media_types:
            self._media_types[name] = self._media_type(operation)
        return self._media_types[name]

    def _media_type(self, operation: Operation) -> MediaType | None:
        declared = events_of(operation)
        story = self._story(operation)
        if declared is not None or story is None or "schema" not in story:
            return declared
        reference = f"#/components/schemas/{story['schema']}"
        try:
            self._document.schema(reference)
        except UnresolvableReference:
            return None
        return MediaType(EVENTS, {"$ref": reference})

    def _story(self, operation: Operation) -> Mapping[str, Any] | None:
        return self._stories.get(f"{operation.sent_method} {operation.path}")

    def written(self, accepted: Accepted, outcome: Outcome) -> list[bytes]:
        """The events of what an operation came to, encoded. What they are about is in the last one's state then."""
        operation, media_type = accepted.operation, self.media_type(accepted.operation)
        if media_type is None or media_type.schema is None:
            return [b"data: {}\n\n"]
        kinds = self._kinds(media_type)
        events = list(self._events(accepted, outcome, media_type, kinds))
        if media_type.items is not None:
            events = [with_content(self._document, self._values, media_type.schema, event) for event in events]
        return self._encoded(operation, kinds, events)

    def _kinds(self, media_type: MediaType) -> list[Any]:
        """The kinds of event; of events that are described by their fields, with what they have in common."""
        schema = media_type.schema
        branches = view(self._document, schema).alternatives if media_type.items is not None else ()
        return [{"allOf": [schema, branch]} for branch in branches] or kinds_of(self._document, schema)

    def given(self, operation: Operation, events: Iterable[Any], *, as_they_are: bool = False) -> list[bytes]:
        """Events that somebody else chose, encoded as this operation streams them.

        Args:
            as_they_are: whether to leave out the text that ends the stream, if the events do not have it.
        """
        media_type = self.media_type(operation)
        kinds = kinds_of(self._document, media_type.schema) if media_type is not None and media_type.schema else []
        return self._encoded(operation, kinds, list(events), ends=not as_they_are)

    def reason_against(self, operation: Operation, event: Any) -> tuple[str, str] | None:
        """Why an event is none of this operation's stream, and where; None if it is."""
        media_type = self.media_type(operation)
        schema = media_type.schema if media_type is not None else None
        if schema is None or (isinstance(event, str) and _TERMINATOR.fullmatch(event)):
            return None
        kinds = kinds_of(self._document, schema)
        if self._values.is_valid(schema, event) or any(self._values.is_valid(kind, event) for kind in kinds):
            return None
        meant = next((kind for kind in kinds if name_of(event) in _names_of(self._document, kind)), schema)
        return self._values.checker(meant, "response").reason(event)

    def _encoded(self, operation: Operation, kinds: list[Any], events: list[Any], *, ends: bool = True) -> list[bytes]:
        tags = _tags(self._document, kinds) if len(kinds) > 1 else frozenset()
        last = [event for event in events if _is_terminator(event)]
        out = [_written(event, tags) for event in [*(event for event in events if not _is_terminator(event)), *last]]
        terminator = _terminator(self._document, operation)
        if not last and terminator and ends:
            out.append(f"data: {terminator}\n\n".encode())
        return out

    def _events(self, accepted: Accepted, outcome: Outcome, media_type: MediaType, kinds: list[Any]) -> Iterable[Any]:
        story = self._story(accepted.operation)
        value = outcome.value
        states: dict[str, Any] = {}
        made: dict[str, Any] = {}
        if outcome.item is not None and outcome.resource is not None:
            item, states, made = self._store.lives.passage(outcome.resource, outcome.keys, outcome.item)
            if not self._store.lives.is_over(outcome.item):
                value = item.value
        if isinstance(value, BehaviourContent):
            value = MISSING
        if story is not None:
            keys = dict(zip(outcome.resource.parents, outcome.keys, strict=False)) if outcome.resource else {}
            names = {"answer": value, "states": states, "made": made, "path": keys, "body": accepted.body}
            if outcome.resource is not None and outcome.keys:
                names["parent"] = self._store.parent_value(outcome.resource, outcome.keys)
            return self._of_story(story["events"], names, media_type, kinds)
        if len(kinds) > 1:
            return told_by_kinds(self._document, self._values, media_type, kinds, value)
        if has_choices(self._document, media_type.schema) and isinstance(value, dict):
            return told_in_deltas(self._document, self._values, media_type, accepted, value)
        return told_in_pieces(self._document, self._values, media_type, value)

    def _of_story(self, story: Any, names: Mapping[str, Any], media_type: MediaType, kinds: list[Any]) -> Iterable[Any]:
        """The events of a story, each in its kind's form, numbered where its kind has numbers."""
        number = 0
        for event in filled(story, names):
            kind = next((kind for kind in kinds if name_of(event) in _names_of(self._document, kind)), None)
            if kind is None and len(kinds) > 1:
                continue  # this document does not have it
            wish = dict(event)
            if kind is not None and "sequence_number" in properties_of(self._document, kind):
                wish["sequence_number"] = number
            schema = media_type.schema if kind is None else kind
            made = self._values.wished(schema, remembered(wish), key=f"{media_type.pointer}:{name_of(event)}")
            if made is not MISSING:
                number += 1
                yield made


def _names_of(document: Document, kind: Any) -> set[Any]:
    members = properties_of(document, kind)
    return {value for tag in _NAMES if tag in members for value in view(document, members[tag]).values}


def _tags(document: Document, kinds: list[Any]) -> frozenset[str]:
    """The members whose constants distinguish the kinds of event."""
    found: set[str] = set()
    for kind in kinds:
        for name, described in properties_of(document, kind).items():
            if name in _NAMES and view(document, described).values:
                found.add(name)
    return frozenset(found)


def _is_terminator(event: Any) -> bool:
    data = event.get("data") if isinstance(event, dict) else event
    return isinstance(data, str) and bool(_TERMINATOR.fullmatch(data))


def _written(value: Any, tags: frozenset[str]) -> bytes:
    """The encoded event: its name if it has one, then its data."""
    name, data = "", value
    more: list[str] = []
    if isinstance(value, dict) and set(value) <= {"event", "data", "id", "retry"} and "data" in value:
        name, data = str(value.get("event", "")), value["data"]
        more = [f"{key}: {value[key]}" for key in ("id", "retry") if value.get(key) is not None]
    elif isinstance(value, dict) and tags:
        name = next((value[tag] for tag in tags if isinstance(value.get(tag), str)), "")
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    lines = [f"event: {name}"] if name else []
    lines += more
    lines += [f"data: {line}" for line in text.split("\n")]
    return ("\n".join(lines) + "\n\n").encode()


def _terminator(document: Document, operation: Operation) -> str:
    """The text that ends a stream, such as `[DONE]`, if the document's descriptions mention one."""
    texts = [operation.description, operation.summary]
    texts += [response.description for response in operation.responses.values()]
    for item in operation.request_body.content.values() if operation.request_body else ():
        for name in _ASKS:
            described = properties_of(document, item.schema).get(name)
            texts += [part.get("description", "") for branch in variants(document, described) for part in branch.parts]
    found = [match[1] for text in texts for match in _MENTIONED.finditer(text)]
    return found[0] if found else ""
