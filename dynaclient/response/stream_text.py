"""The text that the events of common APIs carry, and the failures that they report. Does not read streams.

The one table of where text is, for `stream.text()` and the command line. Source: OpenAI's chat completions,
completions, responses, threads and transcriptions; the messages of Anthropic; the candidates of Gemini.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .._support.wording import shown
from ..errors import ErrorEvent, ResponseError, UndecodableBody
from ..types import ResponseLike
from .events import Event

Path = Sequence[str]

FIRST, EACH = "<first>", "<each>"
"""Steps into a list: the member whose index is 0, or all of them."""


class Carrier(NamedTuple):
    """Where events have their text. `kinds` is a pattern for the type of an event."""

    kinds: re.Pattern[str]
    path: Path


_MOST_SHOWN = 200
"""Characters of an event that an error shows."""

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
"""Event types of APIs that send text; their events without text accompany it."""

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


def kind_of_event(item: Any) -> str:
    """The type of an item of a stream, which some APIs write into its data; "" if it has none."""
    data = item.data if isinstance(item, Event) else item
    declared = data.get("type") if isinstance(data, dict) else None
    return declared if isinstance(declared, str) else getattr(item, "event", "")


def text_at(value: Any, path: Path) -> str:
    """The text at a path; several are joined, and a missing one is ""."""
    if not path:
        return value if isinstance(value, str) else ""
    step, rest = path[0], path[1:]
    if step in (FIRST, EACH):
        members = [member for member in value if isinstance(member, dict)] if isinstance(value, list) else []
        return "".join(text_at(m, rest) for m in members if step == EACH or m.get("index", 0) == 0)
    return text_at(value.get(step), rest) if isinstance(value, dict) else ""


def raise_failure(item: Any, response: ResponseLike) -> None:
    """Raise what an item of a stream reports.

    Raises:
        ErrorEvent: the server failed, or could not do what was asked.
    """
    path = _FAILURES.get(kind_of_event(item))
    data = item.data if isinstance(item, Event) else item
    if path is not None and isinstance(data, dict):
        event = item if isinstance(item, Event) else Event(item)
        detail = response.masked(text_at(data, path))
        raise ErrorEvent(event=event, detail=detail, response=response, operation_id=response.operation_id)


class TextReader:
    """Reads the text from the items of one stream, event by event.

    Attributes:
        count: the items read so far.
        is_known: whether one of them was of a kind that carries text, or accompanies it.
        cut: why the text ends early, or "".
        choices: the answers that the server writes side by side; the text is that of the first.
    """

    def __init__(self, response: ResponseLike) -> None:
        self.count = 0
        self.is_known = False
        self.cut = ""
        self.choices = 1
        self._response = response
        self._in_line = False
        self._text_ended = False

    def read(self, item: Any) -> str | None:
        """The text that an item adds; "" if it accompanies text, None if it is of any other kind.

        Raises:
            UndecodableBody: an event begins like a JSON object and is none, so that its text is lost.
        """
        self.count += 1
        data = item.data if isinstance(item, Event) else item
        if isinstance(data, str) and data[:1] == "{":
            raise UndecodableBody(
                self._response.masked(
                    f"event {self.count} of the stream is not JSON: {shown(data, limit=_MOST_SHOWN)}"
                ),
                response=self._response,
                operation_id=self._response.operation_id,
            )
        if not isinstance(data, dict):
            return None
        kind = kind_of_event(item)
        self._note(kind, data)
        for carrier in _CARRIERS:
            text = text_at(data, carrier.path) if carrier.kinds.search(kind) else ""
            if text:
                self.is_known = True
                return text
        talks = _TALKS.match(kind) or isinstance(data.get("choices", data.get("candidates")), list)
        self.is_known = self.is_known or bool(talks)
        return "" if talks else None

    def _note(self, kind: str, data: dict[str, Any]) -> None:
        """Note why a text was cut, and that there are more choices."""
        if kind in _CUTS:
            self.cut = text_at(data, _CUTS[kind])
        for choice in data.get("choices", data.get("candidates")) or ():
            index = choice.get("index") if isinstance(choice, dict) else None
            if isinstance(index, int):
                self.choices = max(self.choices, index + 1)

    def pieces(self, item: Any) -> Iterator[str]:
        """The text of an item for a program: as it was sent, with a line end between two texts.

        Raises:
            ErrorEvent: the item reports a failure.
            UndecodableBody: see `read`.
        """
        text = self.read(item)
        if text:
            if self._text_ended and self._in_line:
                yield "\n"
            self._text_ended, self._in_line = False, not text.endswith("\n")
            yield text
        self._text_ended = self._text_ended or ends_text(item)
        raise_failure(item, self._response)

    def finish(self) -> None:
        """Check that the stream was of a kind whose text is known.

        Raises:
            ResponseError: no item of the stream was.
        """
        if self.count and not self.is_known:
            raise ResponseError(
                f"none of the {self.count} events of this stream is of a kind that carries text; iterate the response "
                "itself, or response.events(NAME), and take the text from event.data",
                response=self._response,
                operation_id=self._response.operation_id,
            )


def ends_text(item: Any) -> bool:
    """Whether the next text starts on a new line."""
    return _ENDS_TEXT.search(kind_of_event(item)) is not None


def matching(item: Any, names: frozenset[str], response: ResponseLike) -> bool:
    """Whether an item of a stream has one of these names, as its event or as the `type` in its data.

    Raises:
        ErrorEvent: it has not, and reports a failure.
    """
    if not names or kind_of_event(item) in names or getattr(item, "event", "") in names:
        return True
    raise_failure(item, response)
    return False
