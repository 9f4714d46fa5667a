"""Writes a stream as it arrives: the text in its events, each event in a format, or the server's own bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..model.media_types import framing_of
from ..response.events import Event
from ..response.parts import Part
from ..response.stream_text import TextReader, ends_text, raise_failure
from ..response.streams import items_of
from .formats import json_text, plain_text
from .items import ItemWriter

if TYPE_CHECKING:
    from ..response import Response
    from .terminal import Terminal


class TextWriter:
    """Writes the events of a stream: their text joined together, and events without text as a line of JSON or text."""

    def __init__(self, terminal: Terminal, response: Response) -> None:
        self._terminal = terminal
        self._reader = TextReader(response)
        self._in_line = False
        self._written = 0

    def write(self, event: Event) -> None:
        """Write an event, and flush."""
        text = self._reader.read(event)
        if text is None:
            self.end_line()
            self._terminal.line(self._whole(event))
            self._written += 1
        elif text:
            self._terminal.write(plain_text(self._terminal, text))
            self._in_line = not text.endswith("\n")
            self._written += 1
        if ends_text(event):
            self.end_line()
        self._terminal.stdout.flush()

    def end_line(self) -> None:
        """Start a new line for what follows."""
        if self._in_line:
            self._terminal.line()
            self._in_line = False

    def finish(self) -> None:
        """Report what was not shown."""
        read = self._reader
        if read.count and not self._written:
            self._terminal.note(f"The stream had {read.count} events and no text; --format ndjson shows them.")
        if read.cut:
            self._terminal.note(f"The text is incomplete: {read.cut}.")
        if read.choices > 1:
            self._terminal.note(f"The first of {read.choices} choices is shown; --format ndjson shows all.")

    def _whole(self, event: Event) -> str:
        """An event as a line, if it can be one in the server's own words."""
        is_json = not isinstance(event.data, str)
        if is_json and (self._terminal.has_colour or "\n" in event.text):
            return json_text(event.data, pretty=False, colour=self._terminal.has_colour)
        return plain_text(self._terminal, event.text)


def write_events(response: Response, terminal: Terminal, path: str | None, form: str | None) -> None:
    """Write a stream event by event.

    Raises:
        ErrorEvent: an event reports that the server failed, or could not do what was asked.
    """
    if path is None and form is None and framing_of(response.content_type) == "events":
        text = TextWriter(terminal, response)
        try:
            for event in response:
                text.write(event)
                raise_failure(event, response)
        finally:
            text.end_line()
            terminal.stdout.flush()
        text.finish()
        return
    writer = ItemWriter(terminal, path, form, skips_nothing=True)
    for item in response:
        writer.write(_value_of(item))
        raise_failure(item, response)
    writer.finish()


def _value_of(item: Any) -> Any:
    """What is shown of an item: the data of an event or a part, which may be bytes that cannot be shown."""
    if isinstance(item, Part) and isinstance(item.data, bytes):
        return f"({item.content_type}, {len(item.content):,} bytes)"
    return item.data if isinstance(item, (Event, Part)) else item


def watched(response: Response) -> Any:
    """Write the bytes of a stream as they arrive, and check its events.

    Raises:
        ErrorEvent: as in `write_events`, after the bytes of that event were written.
    """
    items = items_of(response)
    for chunk in response.iter_bytes():
        yield chunk
        for item in items.feed(chunk) if items is not None and not items.ended else ():
            raise_failure(item, response)
