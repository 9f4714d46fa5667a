"""The responses of async calls: a `Response` whose body is read, iterated and saved with `await`, and its stream."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Awaitable, Generator, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import ResponseError
from ..types import MISSING
from .response import Response
from .streams import items_of

if TYPE_CHECKING:
    from typing_extensions import Self

    from .saving import Progress


class AsyncResponse(Response):
    """A response whose body is in memory, or a stream: `async for` yields its items as they arrive.

    Attributes:
        raw: the answer under the names of `requests.Response`; `raw.client_response` is aiohttp's own.
    """

    @property
    def incoming(self) -> Any:
        """The body as it arrives."""
        return self._incoming

    _reads_with_await = True

    async def follow(  # type: ignore[override]
        self, name: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **changes: Any
    ) -> Self:
        """Make the call that a link leads to; see `Response.follow`."""
        from ..request.values import Arguments

        found: Self = await self._maker()._followed(self, name, Arguments(params, body, changes))  # noqa: SLF001
        return found

    def __iter__(self) -> Iterator[Any]:
        if not self.is_read:
            raise ResponseError("this is a stream; iterate it with `async for`", operation_id=self.operation_id)
        return super().__iter__()

    async def __aiter__(self) -> AsyncIterator[Any]:
        """Yield the items of a sequence as they arrive, else those of `data`; see `Response`."""
        items = items_of(self)
        if items is None:
            await self.read()
            for item in self._items():
                yield item
            return
        try:
            async for chunk in self.incoming.chunks():
                for item in items.feed(chunk):
                    yield item
                if items.ended:
                    return
            for item in items.end():
                yield item
        finally:
            self.close()

    async def read(self) -> bytes:
        """Read the whole body; afterwards `data` and `content` return it."""
        body: bytes = await self.incoming.load()
        return body

    async def iter_bytes(self) -> AsyncIterator[bytes]:  # type: ignore[override]
        """Yield the body in pieces as they arrive; with `stream=True`, without keeping it in memory."""
        try:
            async for chunk in self.incoming.chunks():
                yield chunk
        finally:
            self.close()

    async def save(  # type: ignore[override]
        self, path: str | os.PathLike[str], *, progress: bool | Progress = False
    ) -> Path:
        """Write the body to a file; see `Response.save`."""
        from .saving import save_async

        return await save_async(self, path, progress, None if self._client is None else self._resume)

    def close(self) -> Awaitable[None]:  # type: ignore[override]
        """Release the connection without reading the rest of the body. At once; it may be awaited all the same."""
        super().close()
        return _Done()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        self.close()


class AsyncStream(AsyncResponse):
    """A response whose body is a sequence of items, read with `async for`; see `Stream`."""

    async def text(self) -> AsyncIterator[str]:  # type: ignore[override]  # the text of a stream arrives in pieces
        """Yield the text that the events carry, piece by piece; see `Stream.text`."""
        from .stream_text import TextReader

        reader = TextReader(self)
        try:
            async for item in self:
                for piece in reader.pieces(item):
                    yield piece
            reader.finish()
        finally:
            self.close()

    def events(self, *names: str) -> AsyncIterator[Any]:
        """Yield the events with one of these names, as they arrive; see `Stream.events`."""
        from .stream import checked_names

        return self._events(checked_names(names, self.operation_id))

    @property
    def data(self) -> Any:
        """The decoded body, which must have been read; see `Stream.data`."""
        from .stream import data_of_sequence

        self._data = data_of_sequence(self, super().data)
        return self._data

    def unmarshal(self, into: Any = MISSING) -> Any:
        """JSON lines as typed values; see `Stream.unmarshal`."""
        from .stream import refuse_to_unmarshal

        refuse_to_unmarshal(self)
        return super().unmarshal(into)

    async def _events(self, names: frozenset[str]) -> AsyncIterator[Any]:
        from .stream_text import matching

        try:
            async for item in self:
                if matching(item, names, self):
                    yield item
        finally:
            self.close()


class _Done:
    """Something that has happened already, for callers that await it."""

    def __await__(self) -> Generator[Any, None, None]:
        return
        yield
