"""A body that is written item by item as it is sent: each item is checked before it leaves, and none is held.

Reads its source only while the body is sent. Knows no sockets.
"""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from typing import Any

from ..._support.wording import kind_of
from ...document.pointer import pointer_to
from ...errors import InvalidItem, Violation
from ..plain import NotJSON

Pieces = Iterable[bytes]
Write = Callable[[int, Any], tuple[Pieces, Any, Any]]
"""The index of an item and the item → its bytes, the value to check, and its part in a multipart body (or None)."""


_MOST_TOGETHER = 100
"""Items of a file that are sent in one piece."""


def _nothing(index: int, value: Any, part: Any) -> Sequence[Violation]:
    return ()


class ItemBody:
    """A body that is sent in chunks, since its size is unknown.

    Attributes:
        path: of the file that the items come from, or None.
        judge: what is wrong with an item: its index, its value, and its part.
        operation_id: for errors.
        failure: what ended the last sending early: an item that does not fit, or an error of the source.
        known_size: None.
    """

    known_size = None

    def __init__(self, source: Any, write: Write, *, takes_bytes: bool, tail: bytes = b"") -> None:
        self.path: str | None = getattr(source, "path", None)
        self.judge: Callable[[int, Any, Any], Sequence[Violation]] = _nothing
        self.operation_id = ""
        self.failure: Exception | None = None
        self._source = source
        self._write = write
        self._takes_bytes = takes_bytes
        self._tail = tail
        self._started = False
        self._waiting: list[bytes] = []

    def __iter__(self) -> Iterator[bytes]:
        self._start()
        try:
            is_raw = False
            for index, item in enumerate(self._source):
                is_raw = self._is_raw(item, index, is_raw)
                if is_raw:
                    yield bytes(item)
                elif getattr(self._source, "has_more", False) or self._waiting:
                    yield from self._together(index, item)
                else:
                    yield from self._pieces(index, item)
            if self._tail:
                yield self._tail
        except Exception as error:
            self.failure = error
            raise

    def _together(self, index: int, item: Any) -> Iterator[bytes]:
        """The bytes of items that are there at once, in pieces of some size."""
        try:
            self._waiting += self._pieces(index, item)
        except InvalidItem:
            if self._waiting:
                yield b"".join(self._waiting)  # what fits is sent, as item by item
            raise
        if not self._source.has_more or len(self._waiting) >= _MOST_TOGETHER:
            joined = b"".join(self._waiting)
            self._waiting.clear()
            yield joined

    def _start(self) -> None:
        self._started, self.failure = True, None
        self._waiting.clear()

    def _is_raw(self, item: Any, index: int, is_raw: bool) -> bool:
        """Whether the items are the bytes of a body that the caller writes: the first one decides."""
        if not self._takes_bytes or not isinstance(item, (bytes, bytearray, memoryview)):
            return False
        return is_raw or index == 0

    def _pieces(self, index: int, item: Any) -> Pieces:
        """The bytes of an item that fits.

        Raises:
            InvalidItem: it does not.
        """
        try:
            pieces, value, part = self._write(index, item)
            found = self.judge(index, value, part)
        except NotJSON as error:
            found = [Violation("body", f"/body{pointer_to((index, *error.path))}", "type", error.what, item)]
        if found:
            raise InvalidItem(index=index, operation_id=self.operation_id, violations=found)
        return pieces

    # sending again

    def seekable(self) -> bool:
        """Whether the body can be sent from its start: it has not begun, or its source can be read again."""
        if not self._started:
            return True
        again = getattr(self._source, "seekable", None)
        return bool(again()) if again is not None else self._is_collection()

    def _is_collection(self) -> bool:
        return iter(self._source) is not self._source

    def tell(self) -> int:
        """The start of the body, the only position that it can return to."""
        return 0

    def seek(self, offset: int, whence: int = 0) -> int:
        """Return to the start of the body; no other position is supported."""
        if offset != 0 or whence != 0 or not self.seekable():
            raise io.UnsupportedOperation("an iterator can be read only once")
        return 0

    def close(self) -> None:
        """Release the file that the items come from, if this package opened it."""
        close = getattr(self._source, "release", None)
        if close is not None:
            close()


class AsyncItemBody(ItemBody):
    """The same from an async iterable. Only an async client can send it."""

    __iter__ = None  # type: ignore[assignment]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._start()
        try:
            index, is_raw = 0, False
            async for item in self._source:
                is_raw = self._is_raw(item, index, is_raw)
                for piece in (bytes(item),) if is_raw else self._pieces(index, item):
                    yield piece
                index += 1
            if self._tail:
                yield self._tail
        except Exception as error:
            self.failure = error
            raise

    def _is_collection(self) -> bool:
        return self._source.__aiter__() is not self._source


class PartBody(ItemBody):
    """A multipart body.

    Attributes:
        boundary: separates its parts.
    """

    boundary: str


class AsyncPartBody(AsyncItemBody):
    """A multipart body from an async iterable."""

    boundary: str


STREAMS: dict[tuple[bool, bool], type[ItemBody]] = {
    (False, False): ItemBody,
    (False, True): AsyncItemBody,
    (True, False): PartBody,
    (True, True): AsyncPartBody,
}
"""Whether it has parts, and whether its source is async → the class of a body."""


def body_of_pieces(source: Any) -> ItemBody:
    """The body that an iterable of pieces forms, async too: bytes are sent as they are, and text in UTF-8."""
    return STREAMS[False, hasattr(source, "__aiter__")](source, _piece, takes_bytes=True)


def _piece(index: int, value: Any) -> tuple[Pieces, Any, Any]:
    if isinstance(value, (bytes, bytearray, memoryview)):
        return (bytes(value),), None, None
    if isinstance(value, str):
        try:
            return (value.encode(),), None, None
        except UnicodeEncodeError:
            raise NotJSON((), "this text has an unpaired surrogate, which UTF-8 cannot write") from None
    raise NotJSON((), f"a piece of the body is bytes or text, not {kind_of(value)}")
