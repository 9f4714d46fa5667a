"""The items of a stream as they become complete, up to its end or an event that reports an error.

Does no I/O: the sync and the async response feed it the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..errors import ErrorEvent, UndecodableBody
from ..types import ResponseLike
from .events import DONE, Event, Parser, TooLong, is_error, parser_for
from .status import detail_of

_MOST_DETAIL = 500


class Items:
    """The items of one stream.

    Attributes:
        ended: whether the server has marked the end of the stream.
    """

    def __init__(self, response: ResponseLike, parser: Parser) -> None:
        self.ended = False
        self._response = response
        self._parser = parser

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The items that these bytes complete, up to the end of the stream.

        Raises:
            ErrorEvent: the server reports a failure.
            UndecodableBody: a line does not match the Content-Type, or is too long.
        """
        return self._until_the_end(self._parser.feed, chunk)

    def end(self) -> Iterator[Any]:
        """The items that the end of the body completes."""
        return self._until_the_end(lambda _: self._parser.end(), b"")

    def _until_the_end(self, parse: Callable[[bytes], Iterable[Any]], chunk: bytes) -> Iterator[Any]:
        for item in self._parsed(parse, chunk):
            if isinstance(item, Event):
                if is_error(item):
                    raise self._error(item)
                if item.text.strip() == DONE:
                    self.ended = True
                    return
            yield item

    def _parsed(self, parse: Callable[[bytes], Iterable[Any]], chunk: bytes) -> Iterator[Any]:
        response = self._response
        try:
            values = iter(parse(chunk))
            while True:
                value = next(values, self)
                if value is self:
                    return
                yield value
        except TooLong as error:
            reason = str(error)
        except (ValueError, RecursionError) as error:
            reason = response.masked(f"a line of the {response.content_type} is not JSON: {error}")
        raise UndecodableBody(
            reason,
            response=response,
            operation_id=response.operation_id,
        )

    def _error(self, event: Event) -> ErrorEvent:
        response = self._response
        detail = response.masked(detail_of(event.data, 1))[:_MOST_DETAIL]
        return ErrorEvent(event=event, detail=detail, response=response, operation_id=response.operation_id)


def items_of(response: ResponseLike) -> Items | None:
    """The items of a response, or None if it is not a stream."""
    parser = parser_for(response.content_type)
    return None if parser is None else Items(response, parser)
