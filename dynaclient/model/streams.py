"""Which argument of an operation asks for its answer as a stream of events. Knows nothing of how streams are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..document import Document
from ..schema.view import properties_of, view
from .values import Operation

EVENTS = "event-stream"


@dataclass(frozen=True, slots=True)
class StreamSwitch:
    """The argument that asks for a stream.

    Attributes:
        location: query or body.
        value: what it is set to: `True`, or the value of an enum that means a stream.
        others: the values of that enum that mean none; empty beside `True`.
    """

    name: str
    location: str
    value: Any
    others: tuple[Any, ...] = ()


def declares_stream(operation: Operation) -> bool:
    """Whether the document says that an answer may be a stream of events."""
    return any(EVENTS in name for answer in operation.responses.values() for name in answer.content)


def always_streams(operation: Operation) -> bool:
    """Whether every answer to a call that succeeds is a stream of events."""
    names = [name for status, answer in operation.responses.items() if status[:1] == "2" for name in answer.content]
    return bool(names) and all(EVENTS in name for name in names)


def stream_switch(document: Document, operation: Operation) -> StreamSwitch | None:
    """The argument that asks for a stream, or None where nothing does.

    A field `stream` of the body counts also where the document forgets to describe the events.
    """
    declared = declares_stream(operation)
    for location, name, schema in _candidates(document, operation, declared=declared):
        said = view(document, schema)
        if name == "stream" and "boolean" in said.types:
            return StreamSwitch(name, location, value=True)
        if declared and "stream" in name and "sse" in said.values:
            return StreamSwitch(name, location, "sse", tuple(value for value in said.values if value != "sse"))
    return None


def _candidates(document: Document, operation: Operation, *, declared: bool) -> Iterator[tuple[str, str, Any]]:
    for media_type in operation.request_body.content.values() if operation.request_body else ():
        for name, schema in properties_of(document, media_type.schema).items():
            yield "body", name, schema
    for parameter in operation.parameters if declared else ():
        if parameter.location == "query":
            yield "query", parameter.name, parameter.schema
