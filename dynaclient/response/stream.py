"""The response of a call that streams: its events, its items, its parts, or the text in them, as they arrive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._support.wording import shown_option
from ..errors import RequestError
from ..model.media_types import EVENTS, essence, framing_of
from ..types import MISSING
from .response import Response
from .stream_text import TextReader, matching
from .streams import described_items, items_of


class Stream(Response):
    """A response whose body is a sequence: events, JSON lines, a JSON text sequence, or the parts of a multipart body.

    Iterate it for every item, or use `text()` for the text that a model writes, or `events(NAME)` for those of a kind;
    each works once. It closes at the end, or earlier with `close`, `with`, or by leaving the loop.
    """

    def text(self) -> Iterator[str]:  # type: ignore[override]  # the text of a stream arrives in pieces
        """Yield the text that the events carry, piece by piece; `"".join(stream.text())` is the whole text.

        Known are OpenAI's chat completions, completions, responses, runs and transcriptions, the messages of Anthropic,
        the candidates of Gemini, and APIs like them. Of several choices it is the first.

        Raises:
            ErrorEvent: an event reports a failure.
            UndecodableBody: an event is broken JSON.
            ResponseError: at the end, if no event was of a kind that carries text.
        """
        reader = TextReader(self)
        try:
            for item in self:
                yield from reader.pieces(item)
            reader.finish()
        finally:
            self.close()

    def events(self, *names: str) -> Iterator[Any]:
        """Yield the events with one of these names, as they arrive; without a name, all of them.

        Args:
            names: the events' types, in their `event` field or as the `type` in their data. Of JSON lines, each value
                counts by its `type`.

        Raises:
            ErrorEvent: an event reports a failure.
        """
        return self._events(checked_names(names, self.operation_id))

    @property
    def data(self) -> Any:
        """The decoded body: JSON lines and JSON text sequences as a list of values, events as text.

        A multipart body is a list of what its parts hold if the document describes them by position, else bytes.
        """
        self._data = data_of_sequence(self, super().data)
        return self._data

    def unmarshal(self, into: Any = MISSING) -> Any:
        """JSON lines as typed values; see `Response.unmarshal`.

        Raises:
            RequestError: it is a stream of events, which is left as it is.
        """
        refuse_to_unmarshal(self)
        return super().unmarshal(into)

    def _events(self, names: frozenset[str]) -> Iterator[Any]:
        try:
            for item in self:
                if matching(item, names, self):
                    yield item
        finally:
            self.close()


def data_of_sequence(response: Response, data: Any) -> Any:
    """The data of a stream that was read as a whole, with its items checked, if they are.

    Raises:
        UndecodableBody: a part cannot be read.
        InvalidResponse: an item does not fit the document.
    """
    check = response.item_check
    is_parts = isinstance(data, bytes) and framing_of(response.content_type) == "parts"
    if is_parts and described_items(response) is not None:
        items = items_of(response)
        assert items is not None  # it is a sequence
        return [part.data for part in (*items.feed(response.content), *items.end())]
    if check is not None and isinstance(data, list):
        response.item_check = None
        for index, item in enumerate(data):
            check(index, item)
        check.end(len(data))
    return data


def refuse_to_unmarshal(response: Response) -> None:
    """Refuse to read an event stream as one value, before it is read. JSON lines are a list.

    Raises:
        RequestError: the response is one.
    """
    if essence(response.content_type) == EVENTS:
        raise RequestError(
            "a stream of events is not read as one value: iterate it and read event.data, or use text(); a call "
            "without stream=True has an answer for unmarshal()",
            operation_id=response.operation_id,
        )


def checked_names(names: tuple[str, ...], operation_id: str) -> frozenset[str]:
    """The names of events to yield.

    Raises:
        RequestError: one is not text.
    """
    for name in names:
        if not isinstance(name, str):
            raise RequestError(
                f"events() takes the names of events as text, such as 'message', not {shown_option(name)}",
                operation_id=operation_id,
            )
    return frozenset(names)
