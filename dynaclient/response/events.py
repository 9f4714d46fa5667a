"""Parse event streams and JSON lines from chunks of bytes, each item as soon as it is complete. Does no I/O.

Source: WHATWG HTML, "Server-sent events", sections 9.2.5 (parsing) and 9.2.6 (interpretation).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, ClassVar, Protocol

from .._support.record import record
from ..model.media_types import JSON_LINES, essence
from ..transport.bodies import EVENTS

DONE = "[DONE]"
"""The data of the event that ends a stream in the OpenAI API and APIs like it."""

MOST_BYTES = 1 << 26
"""The largest line or event, in bytes."""

_BOM = b"\xef\xbb\xbf"
_LINE_ENDS = re.compile(rb"\r\n|\n|\r")
_JSON_STARTS = frozenset('{["-0123456789tfn')


@record
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


class TooLong(ValueError):
    """A line or an event of a stream is too long to be held in memory."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} of the stream is longer than {MOST_BYTES:,} bytes; read the body with response.iter_bytes()"
        )


class Parser(Protocol):
    """Takes bytes as they arrive and returns the items they complete."""

    def feed(self, chunk: bytes) -> Iterable[Any]:
        """The items that these bytes complete."""

    def end(self) -> Iterable[Any]:
        """The items that the end of the stream completes."""


class LineSplitter:
    """Splits chunks into lines at CR, LF or CR LF, even if a CR LF is split between two chunks."""

    def __init__(self) -> None:
        self._partial: list[bytes] = []
        self._size = 0
        self._after_cr = False
        self._at_start = True

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines that these bytes complete, without their ends. A line that ends in CR does not wait for the LF.

        Raises:
            TooLong: the unfinished line is too long.
        """
        if not chunk:
            return []
        if self._after_cr and chunk[:1] == b"\n":
            chunk = chunk[1:]
        self._after_cr = chunk[-1:] == b"\r"
        lines = _LINE_ENDS.split(chunk)
        rest = lines.pop()
        if lines:
            lines[0] = b"".join([*self._partial, lines[0]])
            self._partial = []
            self._size = 0
            if self._at_start:
                self._at_start = False
                lines[0] = lines[0].removeprefix(_BOM)
        if rest:
            self._partial.append(rest)
            self._size += len(rest)
            if self._size > MOST_BYTES:
                raise TooLong("a line")
        return lines

    def end(self) -> bytes:
        """The text after the last line end."""
        rest, self._partial = b"".join(self._partial), []
        return rest.removeprefix(_BOM) if self._at_start else rest


class EventParser:
    """Parses an event stream. Drops an event that the end of the stream cuts off, as the standard requires."""

    def __init__(self) -> None:
        self._lines = LineSplitter()
        self._data: list[str] = []
        self._size = 0
        self._event = ""
        self._id = ""
        self._retry: int | None = None

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
        data, event, retry = self._data, self._event, self._retry
        self._data, self._size, self._event, self._retry = [], 0, "", None
        if not data:
            return []
        text = "\n".join(data)
        return [Event(_decoded(text), event or "message", self._id, retry, text)]

    def _set_data(self, value: str) -> None:
        self._data.append(value)
        self._size += len(value) + 1
        if self._size > MOST_BYTES:
            raise TooLong("an event")

    def _set_event(self, value: str) -> None:
        self._event = value

    def _set_id(self, value: str) -> None:
        if "\0" not in value:
            self._id = value

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


PARSERS: dict[str, Callable[[], Parser]] = {EVENTS: EventParser, **dict.fromkeys(JSON_LINES, LineParser)}
"""Media type → its parser."""


def parser_for(content_type: str) -> Parser | None:
    """A parser for a stream of this type, or None if the type is not a stream."""
    make = PARSERS.get(essence(content_type))
    return None if make is None else make()


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
