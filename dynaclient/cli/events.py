"""Writes a stream as it arrives: the text in its events, each event in a format, or the server's own bytes.

Knows where the events of common APIs have their text. Source: OpenAI's chat completions, completions, responses,
threads and transcriptions; the messages of Anthropic; the candidates of Gemini.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import ErrorEvent
from ..response.events import Event
from ..response.streams import items_of
from .formats import json_text, plain_text
from .items import ItemWriter

if TYPE_CHECKING:
    from ..response import Response
    from .terminal import Terminal

Path = Sequence[str]

FIRST, EACH = "<first>", "<each>"
"""Steps into a list: the member whose index is 0, or all of them."""


class Carrier(NamedTuple):
    """Where events have their text. `kinds` is a pattern for the type of an event."""

    kinds: re.Pattern[str]
    path: Path


_ANY = re.compile("")
_CARRIERS = (
    Carrier(_ANY, ("choices", FIRST, "delta", "content")),
    Carrier(_ANY, ("choices", FIRST, "delta", "refusal")),
    Carrier(_ANY, ("choices", FIRST, "text")),
    Carrier(re.compile(r"(output_text|refusal|transcript|transcription|transcript\.text)\.delta$"), ("delta",)),
    Carrier(re.compile(r"message\.delta$"), ("delta", "content", EACH, "text", "value")),
    Carrier(re.compile(r"content_block_delta$"), ("delta", "text")),
    Carrier(_ANY, ("candidates", FIRST, "content", "parts", EACH, "text")),
)
"""Add a line here for another API that streams text."""

_TALKS = re.compile(r"(response|thread|transcript|conversation|session|message|content_block)[._]|ping$")
"""Event types of APIs that send text; events without text are not printed."""

_ENDS_TEXT = re.compile(r"(output_text|refusal|transcript|transcript\.text)\.done$|message\.completed$|block_stop$")
"""Types after which the next text starts on a new line."""

_FAILURES: dict[str, Path] = {
    "response.failed": ("response", "error", "message"),
    "thread.run.failed": ("last_error", "message"),
}
"""Types that report a failure → where the reason is."""

_CUTS: dict[str, Path] = {
    "response.incomplete": ("response", "incomplete_details", "reason"),
    "thread.run.incomplete": ("incomplete_details", "reason"),
}
"""Types that report that the text ends early, which is not a failure → where the reason is."""


def kind_of_event(event: Event) -> str:
    """The type of an event, which some APIs write into its data."""
    declared = event.data.get("type") if isinstance(event.data, dict) else None
    return declared if isinstance(declared, str) else event.event


def text_of(event: Event) -> str | None:
    """The text of an event; "" for an event that accompanies text, None for any other event."""
    if not isinstance(event.data, dict):
        return None
    kind = kind_of_event(event)
    for carrier in _CARRIERS:
        text = _text_at(event.data, carrier.path) if carrier.kinds.search(kind) else ""
        if text:
            return text
    talks = _TALKS.match(kind) or isinstance(event.data.get("choices", event.data.get("candidates")), list)
    return "" if talks else None


def _text_at(value: Any, path: Path) -> str:
    if not path:
        return value if isinstance(value, str) else ""
    step, rest = path[0], path[1:]
    if step in (FIRST, EACH):
        members = [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []
        return "".join(_text_at(m, rest) for m in members if step == EACH or m.get("index", 0) == 0)
    return _text_at(value.get(step), rest) if isinstance(value, dict) else ""


class TextWriter:
    """Writes the events of a stream: their text joined together, and events without text as a line of JSON or text."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._in_line = False
        self._events = 0
        self._written = 0
        self._alternatives = 0
        self._cut = ""

    def write(self, event: Event) -> None:
        """Write an event, and flush."""
        self._events += 1
        text = text_of(event)
        if text is None:
            self.end_line()
            self._terminal.line(self._whole(event))
            self._written += 1
        elif text:
            self._terminal.write(plain_text(self._terminal, text))
            self._in_line = not text.endswith("\n")
            self._written += 1
        if isinstance(event.data, dict):
            self._look_at(kind_of_event(event), event.data)
        self._terminal.stdout.flush()

    def end_line(self) -> None:
        """Start a new line for what follows."""
        if self._in_line:
            self._terminal.line()
            self._in_line = False

    def finish(self) -> None:
        """Report what was not shown."""
        if self._events and not self._written:
            self._terminal.note(f"The stream had {self._events} events and no text; --format ndjson shows them.")
        if self._cut:
            self._terminal.note(f"The text is incomplete: {self._cut}.")
        if self._alternatives:
            self._terminal.note(f"The first of {self._alternatives + 1} choices is shown; --format ndjson shows all.")

    def _whole(self, event: Event) -> str:
        """An event as a line, if it can be one in the server's own words."""
        is_json = not isinstance(event.data, str)
        if is_json and (self._terminal.has_colour or "\n" in event.text):
            return json_text(event.data, pretty=False, colour=self._terminal.has_colour)
        return plain_text(self._terminal, event.text)

    def _look_at(self, kind: str, data: dict[str, Any]) -> None:
        """Handle other information in an event: the end of a text, why it was cut, that there are more choices."""
        if _ENDS_TEXT.search(kind):
            self.end_line()
        if kind in _CUTS:
            self._cut = _text_at(data, _CUTS[kind])
        for choice in data.get("choices", data.get("candidates")) or ():
            index = choice.get("index") if isinstance(choice, dict) else None
            if isinstance(index, int):
                self._alternatives = max(self._alternatives, index)


def write_events(response: Response, terminal: Terminal, path: str | None, form: str | None) -> None:
    """Write a stream event by event.

    Raises:
        ErrorEvent: an event reports that the server failed, or could not do what was asked.
    """
    if path is None and form is None:
        text = TextWriter(terminal)
        try:
            for event in response:
                text.write(event)
                _raise_failure(event, response)
        finally:
            text.end_line()
            terminal.stdout.flush()
        text.finish()
        return
    writer = ItemWriter(terminal, path, form, skips_nothing=True)
    for item in response:
        writer.write(item.data if isinstance(item, Event) else item)
        _raise_failure(item, response)
    writer.finish()


def watched(response: Response) -> Any:
    """Write the bytes of a stream as they arrive, and check its events.

    Raises:
        ErrorEvent: as in `write_events`, after the bytes of that event were written.
    """
    items = items_of(response)
    for chunk in response.iter_bytes():
        yield chunk
        for item in items.feed(chunk) if items is not None and not items.ended else ():
            _raise_failure(item, response)


def _raise_failure(item: Any, response: Response) -> None:
    path = _FAILURES.get(kind_of_event(item)) if isinstance(item, Event) else None
    if path is not None and isinstance(item.data, dict):
        detail = response.masked(_text_at(item.data, path))
        raise ErrorEvent(event=item, detail=detail, response=response, operation_id=response.operation_id)
