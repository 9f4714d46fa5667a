"""Find the argument that makes an operation answer with a stream of events. Does not read streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..document import Document
from ..schema.view import properties_of, view
from .media_types import Framing, family_of
from .values import Operation

EVENTS = "event-stream"


@dataclass(frozen=True, slots=True)
class StreamSwitch:
    """The argument that requests a stream.

    Attributes:
        location: query or body.
        value: the value that requests a stream: `True`, or a value of an enum.
        others: the other values of that enum; empty if `value` is `True`.
    """

    name: str
    location: str
    value: Any
    others: tuple[Any, ...] = ()


def declares_stream(operation: Operation) -> bool:
    """Whether the document declares a stream of events as a possible answer."""
    return any(EVENTS in name for answer in operation.responses.values() for name in answer.content)


def always_streams(operation: Operation) -> bool:
    """Whether every successful answer is a stream of events."""
    names = [name for status, answer in operation.responses.items() if status[:1] == "2" for name in answer.content]
    return bool(names) and all(EVENTS in name for name in names)


def framing_of_answers(operation: Operation) -> Framing:
    """The framing of every successful answer, if each is a sequence of items; else ""."""
    content = [
        item for status, answer in operation.responses.items() if status[:1] == "2" for item in answer.content.values()
    ]
    framings = [family_of(item.name).framing for item in content if EVENTS in item.name or item.items is not None]
    return framings[0] if framings and len(framings) == len(content) else ""


def stream_switch(document: Document, operation: Operation) -> StreamSwitch | None:
    """The argument that requests a stream, or None if there is none.

    A body field named `stream` counts even if the document does not describe the events.
    """
    declared = declares_stream(operation)
    for location, name, schema in _candidates(document, operation, declared=declared):
        described = view(document, schema)
        if name == "stream" and "boolean" in described.types:
            return StreamSwitch(name, location, value=True)
        if declared and "stream" in name and "sse" in described.values:
            return StreamSwitch(name, location, "sse", tuple(value for value in described.values if value != "sse"))
    return None


def _candidates(document: Document, operation: Operation, *, declared: bool) -> Iterator[tuple[str, str, Any]]:
    for media_type in operation.request_body.content.values() if operation.request_body else ():
        for name, schema in properties_of(document, media_type.schema).items():
            yield "body", name, schema
    for parameter in operation.parameters if declared else ():
        if parameter.location == "query":
            yield "query", parameter.name, parameter.schema
