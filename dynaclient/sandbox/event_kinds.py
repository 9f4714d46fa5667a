"""A story from what the document declares: one event of each kind in a sensible order, or a text in pieces.

For streams that no table describes. Events are about the answer that would be sent without streaming.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from ..document import Document
from ..model import MediaType
from ..schema.view import properties_of, view
from ..types import MISSING
from .values import Values
from .wishes import remembered

_OPENING = re.compile(r"(created|queued|started|start|in_progress|added|opened|begin)$")
_CLOSING = re.compile(r"(done|completed|complete|finished|ended|end|stopped|stop|closed)$")
_TROUBLE = re.compile(r"(error|fail|cancel|expire|incomplete|refus|requires_action|interrupt|filter)", re.IGNORECASE)
_TEXTS = ("content", "text", "delta", "value", "output", "completion", "message")
_NAMES = ("event", "type")
_PIECES = 4


def kinds_of(document: Document, schema: Any, depth: int = 0) -> list[Any]:
    """The kinds of event of a stream, with nested unions flattened."""
    outline = view(document, schema)
    if not outline.alternatives or depth >= 8 or outline.properties:
        return [schema]
    return [kind for alternative in outline.alternatives for kind in kinds_of(document, alternative, depth + 1)]


def told_by_kinds(
    document: Document, values: Values, media_type: MediaType, kinds: list[Any], answer: Any
) -> list[Any]:
    """One event of each kind, in the order of a successful run: what opens first closes last."""
    made: list[Any] = []
    for i, kind in enumerate(kinds):
        examples = [e for e in media_type.examples.values() if values.is_valid(kind, e)]
        value = values.value(kind, examples=examples, key=f"{media_type.pointer}/{i}")
        named = (event for event in _named(document, kind, value) if not _TROUBLE.search(name_of(event)))
        made.extend(_about(values, kind, event, answer) for event in named)
    made.sort(key=lambda event: _phase(name_of(event)))
    for number, event in enumerate(made):
        if isinstance(event, dict) and "sequence_number" in event:
            event["sequence_number"] = number
    return made


def _named(document: Document, schema: Any, value: Any) -> Iterator[Any]:
    """The event with each name that its kind allows."""
    if not isinstance(value, dict):
        if value is not MISSING:
            yield value
        return
    tag = next((tag for tag in _NAMES if isinstance(value.get(tag), str)), "")
    described = properties_of(document, schema).get(tag)
    names = view(document, described).values
    for name in names or (value.get(tag),):
        yield {**value, tag: name} if tag else value


def _about(values: Values, schema: Any, event: Any, answer: Any) -> Any:
    """The event with the answer in the member that can hold it, in the state that the event's name says."""
    out = deepcopy(event)
    if not isinstance(answer, dict) or not isinstance(out, dict):
        return out
    word = re.split(r"[.:/]", name_of(event))[-1]
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
            if values.is_valid(schema, out):
                break
            out[member] = before
    return out


def told_in_pieces(document: Document, values: Values, media_type: MediaType, answer: Any) -> Iterator[Any]:
    """One kind of event: the longest text of the answer in pieces."""
    schema = media_type.schema
    base = values.value(schema, examples=media_type.examples.values(), key=media_type.pointer)
    if base is MISSING:
        return
    if isinstance(answer, dict):
        scalars = {name: item for name, item in answer.items() if isinstance(item, (str, int, float))}
        base = values.wished(schema, {**remembered(base), **scalars}, key=media_type.pointer)
    texts = list(_leaves(answer, _TEXTS))
    text = max((parent[key] for parent, key in texts), key=len, default="One piece after the other.")
    words = text.split(" ")
    size = -(-len(words) // _PIECES)
    pieces = [" ".join(words[i : i + size]) for i in range(0, len(words), size)]
    for i, piece in enumerate(pieces):
        chunk = deepcopy(base)
        _put(values, schema, chunk, piece if i == 0 else f" {piece}")
        if i == len(pieces) - 1:
            _finish(values, schema, chunk, answer)
        yield chunk


def _put(values: Values, schema: Any, chunk: Any, piece: str) -> None:
    for parent, key in _leaves(chunk, _TEXTS):
        before = parent[key]
        parent[key] = piece
        if values.is_valid(schema, chunk):
            return
        parent[key] = before


def _finish(values: Values, schema: Any, chunk: Any, answer: Any) -> None:
    """Fill the null members of the last piece from the whole answer, such as the reason why it ended."""
    known = {key: parent[key] for parent, key in _leaves(answer, None) if isinstance(key, str)}
    for parent, key in list(_nulls(chunk)):
        if key in known:
            parent[key] = known[key]
            if not values.is_valid(schema, chunk):
                parent[key] = None


def name_of(event: Any) -> str:
    """The name of an event's kind, or ""."""
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
