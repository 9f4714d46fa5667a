"""Event streams: which events an operation sends if asked to stream, and how they are encoded.

The kinds of event come from the schema of an event, their texts from the answer that would be sent without streaming,
and the terminator from the document's descriptions. Source: WHATWG HTML section 9.2, "Server-sent events".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from ..document import Document
from ..model import MediaType, Operation
from ..schema.view import properties_of, variants, view
from ..types import MISSING
from .answers import events_of
from .behaviour import Outcome
from .judge import Accepted
from .media import acceptable, kind_of_media
from .resource_store import ResourceStore
from .values import Values

_ASKS = {"stream": True, "stream_format": "sse"}
"""Members of a request that ask for a stream → the value that does."""

_TERMINATOR = re.compile(r"\[[A-Z]{3,}\]")
_MENTIONED = re.compile(r"(?:`|data:\s*)(\[[A-Z]{3,}\])")
_OPENING = re.compile(r"(created|queued|started|start|in_progress|added|opened|begin)$")
_CLOSING = re.compile(r"(done|completed|complete|finished|ended|end|stopped|stop|closed)$")
_TROUBLE = re.compile(r"(error|fail|cancel|expire|incomplete|refus|requires_action|interrupt|filter)", re.IGNORECASE)
_TEXTS = ("content", "text", "delta", "value", "output", "completion", "message")
_PIECES = 4


def asks_to_stream(document: Document, accepted: Accepted, accept: str) -> bool:
    """Whether a request asks for events: by its `stream` field or, if it has none, by its Accept header."""
    operation = accepted.operation
    media_type = events_of(operation)
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
    if _can_ask(document, operation):
        return False
    return "event-stream" in accept and kind_of_media(acceptable(names, accept)[0]) == "events"


def _can_ask(document: Document, operation: Operation) -> bool:
    body = operation.request_body
    return any(parameter.name in _ASKS for parameter in operation.parameters) or any(
        not properties_of(document, item.schema).keys().isdisjoint(_ASKS)
        for item in (body.content.values() if body else ())
    )


class Streams:
    """Generates the streams of a document's operations."""

    def __init__(self, document: Document, values: Values, store: ResourceStore) -> None:
        self._document = document
        self._values = values
        self._store = store

    def told(self, accepted: Accepted, outcome: Outcome) -> list[bytes]:
        """The stream of what an operation came to."""
        return list(self.events(accepted, outcome.value))

    def events(self, accepted: Accepted, answer: Any) -> Iterator[bytes]:
        """The stream, one event at a time.

        Args:
            answer: the answer that would be sent without streaming, or `MISSING`.
        """
        media_type = events_of(accepted.operation)
        if media_type is None or media_type.schema is None:
            yield b"data: {}\n\n"
            return
        alternatives = list(self._alternatives(media_type.schema))
        made: Iterable[Any]
        if len(alternatives) > 1:
            made = self._union(media_type, alternatives, answer)
        else:
            made = self._chunks(accepted.operation, media_type, answer)
        last: list[Any] = []
        tags = _tags(self._document, alternatives) if len(alternatives) > 1 else frozenset()
        for value in made:
            if isinstance(value, dict) and isinstance(value.get("data"), str) and _TERMINATOR.fullmatch(value["data"]):
                last.append(value)
            else:
                yield _written(value, tags)
        for value in last:
            yield _written(value, tags)
        terminator = _terminator(self._document, accepted.operation)
        if not last and terminator:
            yield f"data: {terminator}\n\n".encode()

    # many kinds of event

    def _alternatives(self, schema: Any, depth: int = 0) -> Iterator[Any]:
        """The kinds of event, with nested unions flattened."""
        outline = view(self._document, schema)
        if not outline.alternatives or depth >= 8 or outline.properties:
            yield schema
            return
        for alternative in outline.alternatives:
            yield from self._alternatives(alternative, depth + 1)

    def _union(self, media_type: MediaType, alternatives: list[Any], answer: Any) -> list[Any]:
        """One event of each kind, in the order of a successful run: what opens first closes last."""
        made: list[Any] = []
        for i, alternative in enumerate(alternatives):
            examples = [e for e in media_type.examples.values() if self._values.is_valid(alternative, e)]
            value = self._values.value(alternative, examples=examples, key=f"{media_type.pointer}/{i}")
            named = (event for event in self._named(alternative, value) if not _TROUBLE.search(_name_of(event)))
            made.extend(self._about(alternative, event, answer) for event in named)
        made.sort(key=lambda event: _phase(_name_of(event)))
        for number, event in enumerate(made):
            if isinstance(event, dict) and "sequence_number" in event:
                event["sequence_number"] = number
        return made

    def _named(self, schema: Any, value: Any) -> Iterator[Any]:
        """The event with each name that its kind allows."""
        if not isinstance(value, dict):
            if value is not MISSING:
                yield value
            return
        tag = next((tag for tag in _NAMES if isinstance(value.get(tag), str)), "")
        described = properties_of(self._document, schema).get(tag)
        names = view(self._document, described).values
        for name in names or (value.get(tag),):
            yield {**value, tag: name} if tag else value

    def _about(self, schema: Any, event: Any, answer: Any) -> Any:
        """The event with the answer in the member that can hold it, in the state that the event's name says."""
        out = deepcopy(event)
        if not isinstance(answer, dict) or not isinstance(out, dict):
            return out
        word = re.split(r"[.:/]", _name_of(event))[-1]
        for member, before in list(out.items()):
            if not isinstance(before, dict):
                continue
            choices: list[dict[str, Any]] = []
            if len(before.keys() & answer.keys()) * 2 > len(answer):
                states = {name: word for name in ("status",) if name in answer}
                choices = [{**answer, **states}, answer]
            same = {name: item for name, item in answer.items() if name.endswith("_id") and name in before}
            for choice in [*choices, {**before, **same}]:
                out[member] = choice
                if self._values.is_valid(schema, out):
                    break
                out[member] = before
        return out

    # one kind of event: a text in pieces

    def _chunks(self, operation: Operation, media_type: MediaType, answer: Any) -> Iterator[Any]:
        schema = media_type.schema
        base = self._values.value(schema, examples=media_type.examples.values(), key=media_type.pointer)
        if base is MISSING:
            return
        if isinstance(answer, dict):
            scalars = {name: item for name, item in answer.items() if isinstance(item, (str, int, float))}
            base = self._values.wished(schema, scalars, sample=base, key=media_type.pointer)
        texts = list(_leaves(answer, _TEXTS))
        text = max((parent[key] for parent, key in texts), key=len, default="One piece after the other.")
        words = text.split(" ")
        size = -(-len(words) // _PIECES)
        pieces = [" ".join(words[i : i + size]) for i in range(0, len(words), size)]
        for i, piece in enumerate(pieces):
            chunk = deepcopy(base)
            self._put(schema, chunk, piece if i == 0 else f" {piece}")
            if i == len(pieces) - 1:
                self._finish(schema, chunk, answer)
            yield chunk

    def _put(self, schema: Any, chunk: Any, piece: str) -> None:
        for parent, key in _leaves(chunk, _TEXTS):
            before = parent[key]
            parent[key] = piece
            if self._values.is_valid(schema, chunk):
                return
            parent[key] = before

    def _finish(self, schema: Any, chunk: Any, answer: Any) -> None:
        """Fill the null members of the last piece from the whole answer, such as the reason why it ended."""
        known = {key: parent[key] for parent, key in _leaves(answer, None) if isinstance(key, str)}
        for parent, key in list(_nulls(chunk)):
            if key in known:
                parent[key] = known[key]
                if not self._values.is_valid(schema, chunk):
                    parent[key] = None


_NAMES = ("event", "type")
"""Members that name the kind of an event."""


def _name_of(event: Any) -> str:
    if isinstance(event, dict):
        for member in _NAMES:
            if isinstance(event.get(member), str):
                return str(event[member])
    return ""


def _phase(name: str) -> tuple[int, int]:
    """The sort key of an event: openings from the outermost in, other events, closings from the innermost out."""
    depth = len(re.split(r"[.:/]", name))
    if _CLOSING.search(name):
        return 2, -depth
    return (0, depth) if _OPENING.search(name) else (1, 0)


def _tags(document: Document, alternatives: list[Any]) -> frozenset[str]:
    """The members whose constants distinguish the kinds of event."""
    found: set[str] = set()
    for alternative in alternatives:
        for name, described in properties_of(document, alternative).items():
            if name in _NAMES and view(document, described).values:
                found.add(name)
    return frozenset(found)


def _written(value: Any, tags: frozenset[str]) -> bytes:
    """The encoded event: its name if it has one, then its data."""
    name, data = "", value
    if isinstance(value, dict) and set(value) <= {"event", "data", "id", "retry"} and "data" in value:
        name, data = str(value.get("event", "")), value["data"]
    elif isinstance(value, dict) and tags:
        name = next((value[tag] for tag in tags if isinstance(value.get(tag), str)), "")
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    lines = [f"event: {name}"] if name else []
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


def _leaves(value: Any, names: tuple[str, ...] | None) -> Iterator[tuple[Any, Any]]:
    """Every text in a value, as its parent and key; only those under `names`, in their order, if given."""
    found = [(parent, key) for parent, key, item in _members(value) if isinstance(item, str)]
    if names is None:
        yield from found
        return
    for name in names:
        yield from ((parent, key) for parent, key in found if key == name)


def _nulls(value: Any) -> Iterator[tuple[Any, Any]]:
    return ((parent, key) for parent, key, item in _members(value) if item is None)


def _members(value: Any) -> Iterator[tuple[Any, Any, Any]]:
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in list(members):
        yield value, key, item
        yield from _members(item)
