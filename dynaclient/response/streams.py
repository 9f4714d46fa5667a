"""The items of a stream as they become complete, up to its end or an event that reports an error.

Does no I/O: the sync and the async response feed it the bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .._support.splitters import TooLong
from ..errors import ErrorEvent, UndecodableBody
from ..model import ItemRules
from ..model.media_types import declared_for, framing_of
from ..types import ResponseLike
from .events import DONE, Event, EventParser, LineParser, Parser, RecordParser, is_error
from .status import declared_response, detail_of

_MOST_DETAIL = 500

_WRONG = {
    "lines": "item {} of the stream is not JSON: {}",
    "records": "item {} of the stream is not JSON: {}",
    "parts": "part {} of the multipart body cannot be read: {}",
    "events": "event {} of the stream cannot be read: {}",
}
"""Framing → what is wrong with the item that has an index, and why."""


class Items:
    """The items of one stream.

    Attributes:
        ended: whether the server has marked the end of the stream.
    """

    def __init__(self, response: ResponseLike, parser: Parser) -> None:
        self.ended = False
        self._response = response
        self._parser = parser
        self._check = response.item_check
        self._count = 0

    def feed(self, chunk: bytes) -> Iterator[Any]:
        """The items that these bytes complete, up to the end of the stream.

        Raises:
            ErrorEvent: the server reports a failure.
            UndecodableBody: an item does not match the Content-Type, or is too long.
            InvalidResponse: an item does not fit the document, if they are checked.
        """
        return self._until_the_end(self._parser.feed, chunk)

    def end(self) -> Iterator[Any]:
        """The items that the end of the body completes."""
        yield from self._until_the_end(lambda _: self._parser.end(), b"")
        if self._check is not None and not self.ended:
            self._check.end(self._count)

    def _until_the_end(self, parse: Callable[[bytes], Iterable[Any]], chunk: bytes) -> Iterator[Any]:
        for item in self._parsed(parse, chunk):
            if isinstance(item, Event):
                if is_error(item):
                    raise self._error(item)
                if item.text.strip() == DONE:
                    self.ended = True
                    if self._check is not None:
                        self._check.end(self._count)
                    return
            if self._check is not None:
                self._check(self._count, item)
            self._count += 1
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
            reason = response.masked(_WRONG[framing_of(response.content_type)].format(self._count, error))
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
    if parser is not None and framing_of(response.content_type) == "parts":
        from .xml_answer import part_reader

        rules = described_items(response)
        if rules is not None:
            parser = part_parser(response.content_type, part_reader(response, rules))
    return None if parser is None else Items(response, parser)


def described_items(response: ResponseLike) -> ItemRules | None:
    """What the document says about the items of an answer; None if it does not describe them one by one."""
    declared = declared_response(response.operation, response.status_code)
    name = None if declared is None else declared_for(declared.content, response.content_type)
    return None if name is None or declared is None else declared.content[name].items


def part_parser(content_type: str, read_xml: Callable[[tuple[int, ...], str], Any] | None = None) -> Parser:
    """The parser of a multipart body."""
    from .parts import PartParser  # rare

    return PartParser(content_type, read_xml=read_xml)


PARSERS: dict[str, Callable[[str], Parser]] = {
    "events": lambda content_type: EventParser(),
    "lines": lambda content_type: LineParser(),
    "records": lambda content_type: RecordParser(),
    "parts": part_parser,
}
"""Framing of a media type → what makes the parser of a body with this Content-Type."""


def parser_for(content_type: str) -> Parser | None:
    """A parser for a stream of this type, or None if the type is not a stream."""
    make = PARSERS.get(framing_of(content_type))
    return None if make is None else make(content_type)
