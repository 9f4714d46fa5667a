"""An async iterable of rows, read by the threads that check rows, in the event loop of the job."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from typing import Any


class NoMoreWanted(Exception):
    """The job ended before the rows did. Never leaves this room."""


class AsyncRows:
    """Rows as an iterator that waits, in a thread, for what the event loop reads. Begins once.

    Args:
        rows: as the caller gave them.
    """

    def __init__(self, rows: AsyncIterable[Any]) -> None:
        self._rows = rows
        self._iterator: AsyncIterator[Any] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: concurrent.futures.Future[Any] | None = None
        self._is_closed = False

    def attach(self) -> None:
        """Read in this event loop."""
        self._loop = asyncio.get_running_loop()

    def __iter__(self) -> Iterator[Any]:
        assert self._loop is not None
        self._iterator = aiter(self._rows)
        while not self._is_closed:
            self._waiting = asyncio.run_coroutine_threadsafe(self._next(), self._loop)
            try:
                found = self._waiting.result()
            except concurrent.futures.CancelledError:
                break
            if found is _END:
                return
            yield found
        raise NoMoreWanted

    async def _next(self) -> Any:
        assert self._iterator is not None
        return await anext(self._iterator, _END)

    async def close(self) -> None:
        """Wait for no further row."""
        self._is_closed = True
        if self._waiting is not None:
            self._waiting.cancel()
        close = getattr(self._iterator, "aclose", None)
        if close is not None:
            with contextlib.suppress(RuntimeError):  # it is still ending
                await close()


_END = object()
