"""Parse event streams, JSON lines and JSON text sequences from chunks of bytes, each item as soon as it is complete.

Does no I/O. Source: WHATWG HTML, "Server-sent events", sections 9.2.5 (parsing) and 9.2.6 (interpretation); RFC 7464.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Protocol

from .._support import splitters
from .._support.record import record
from .._support.splitters import LineSplitter, RecordSplitter, TooLong
from ..errors import DynaclientWarning

DONE = "[DONE]"
"""The data of the event that ends a stream in the OpenAI API and APIs like it."""

_JSON_STARTS = frozenset('{["-0123456789tfn')


@record(aside=("_sent",))
class Event:
    """One event of a stream.

    Attributes:
        data: the data, decoded if it is JSON, else the text.
        event: the type; "message" if the stream gives none.
        id: the last id the stream has sent so far, or "".
        retry: milliseconds to wait before reconnecting, if this event sets it.
        text: the data as it was sent.
    """

    data: Any
    event: str = "message"
    id: str = ""
    retry: int | None = None
    text: str = ""

    @property
    def sent(self) -> dict[str, Any]:
        """The fields that the stream has sent for this event, as a document's `itemSchema` describes them.

        Source: OAS 3.2.0 Media Type Object, "Special Considerations for Server-Sent Events".
        """
        names = getattr(self, "_sent", ("event", "id"))
        own: dict[str, Any] = {"data": self.text}
        own |= {name: getattr(self, name) for name in ("event", "id") if name in names}
        return own if self.retry is None else {**own, "retry": self.retry}


class Parser(Protocol):
    """Takes bytes as they arrive and returns the items they complete."""

    def feed(self, chunk: bytes) -> Iterable[Any]:
        """The items that these bytes complete."""

    def end(self) -> Iterable[Any]:
        """The items that the end of the stream completes."""


class EventParser:
    """Parses an event stream. Drops an event that the end of the stream cuts off, as the standard requires."""

    def __init__(self) -> None:
        self._lines = LineSplitter()
        self._data: list[str] = []
        self._size = 0
        self._event = ""
        self._id = ""
        self._retry: int | None = None
        self._sent: set[str] = set()

    def feed(self, chunk: bytes) -> list[Event]:
        """The events that these bytes complete."""
        found: list[Event] = []
        for line in self._lines.feed(chunk):
            if line:
                self._field(line)
            else:
                found += self._dispatch()
        return found

    def end(self) -> list[Event]:
        """No events: an unfinished one is dropped."""
        return []

    def _field(self, line: bytes) -> None:
        name, _, value = line.decode("utf-8", "replace").partition(":")
        act = self._FIELDS.get(name)
        if act is not None:
            act(self, value.removeprefix(" "))

    def _dispatch(self) -> list[Event]:
        data, event, retry, sent = self._data, self._event, self._retry, self._sent
        self._data, self._size, self._event, self._retry, self._sent = [], 0, "", None, set()
        if not data:
            return []
        text = "\n".join(data)
        found = Event(_decoded(text), event or "message", self._id, retry, text)
        object.__setattr__(found, "_sent", sent)
        return [found]

    def _set_data(self, value: str) -> None:
        self._data.append(value)
        self._size += len(value) + 1
        if self._size > splitters.MOST_BYTES:
            raise TooLong("an event")

    def _set_event(self, value: str) -> None:
        self._event = value
        self._sent.add("event")

    def _set_id(self, value: str) -> None:
        if "\0" not in value:
            self._id = value
            self._sent.add("id")

    def _set_retry(self, value: str) -> None:
        if value.isascii() and value.isdigit():
            self._retry = int(value[:18])

    _FIELDS: ClassVar[dict[str, Callable[[EventParser, str], None]]] = {
        "data": _set_data,
        "event": _set_event,
        "id": _set_id,
        "retry": _set_retry,
    }
    """Fields by name. A comment has the name "" and is ignored like any unknown field."""


class LineParser:
    """Parses JSON values, one per line. Skips empty lines; the last line needs no line end.

    Raises:
        ValueError: a line is not JSON.
    """

    def __init__(self) -> None:
        self._lines = LineSplitter()

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The values that these bytes complete."""
        return _values(self._lines.feed(chunk))

    def end(self) -> Iterator[Any]:
        """The value of a last line that has no line end."""
        return _values([self._lines.end()])


def _values(lines: list[bytes]) -> Iterator[Any]:
    return (json.loads(line) for line in lines if line.strip())


class RecordParser:
    """Parses a JSON text sequence. A record that the next one cuts off is left out, with a warning.

    Source: RFC 7464 sections 2.1, 2.3 and 2.4.

    Raises:
        ValueError: a whole record is not JSON, or the last one is cut off.
    """

    def __init__(self) -> None:
        self._records = RecordSplitter()
        self._count = 0

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The values that these bytes complete."""
        for text in self._records.feed(chunk):
            self._count += 1
            try:
                yield whole_record(text)
            except CutOff:
                from .._support.warning import warn_caller

                what = f"record {self._count - 1} of the stream is cut off, and is left out"
                warn_caller(what, DynaclientWarning)

    def end(self) -> Iterator[Any]:
        """The value of the last record."""
        text = self._records.end()
        if text.strip():
            yield whole_record(text)


class CutOff(ValueError):
    """A record does not have its end."""


def whole_record(text: bytes) -> Any:
    """The value of a record.

    Raises:
        CutOff: its end may be missing: it is not JSON and has no line break after it, or is a number or a word and has
            no white space.
        ValueError: it is not JSON.
    """
    try:
        value = json.loads(text)
    except ValueError:
        if text.endswith(b"\n"):
            raise
        raise CutOff("it is cut off") from None
    if text[-1:].isspace() or isinstance(value, (str, list, dict)):
        return value
    raise CutOff("it is cut off: a line break after it is missing")


def _decoded(text: str) -> Any:
    if text[:1] in _JSON_STARTS:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text


def is_error(event: Event) -> bool:
    """Whether an event reports a failure of the server: by its type, or by an `error` in an event without a type."""
    if event.event == "error":
        return True
    return event.event == "message" and isinstance(event.data, dict) and bool(event.data.get("error"))
