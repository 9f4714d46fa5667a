"""Call an in-process application from the async client: runs each step of the sync sender in a thread.

The threads are the sender's own: those of the event loop may all be taken by an application that waits for one.
"""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import requests

from ..errors import ResponseError
from ..request import WireRequest
from .delivery import CallContext, Outcome
from .requests_body import Incoming
from .requests_sender import Sender
from .senders import AsyncSenderBase

_MOST = 256
"""Calls that run at once."""

InThread = Callable[..., Awaitable[Any]]


class ThreadedIncoming:
    """The body of a sync sender's answer, read in a thread."""

    def __init__(self, inner: Incoming, operation_id: str, in_thread: InThread) -> None:
        self._in_thread = in_thread
        self.raw = inner.raw
        self.is_stream = inner.is_stream
        self._inner = inner
        self._operation_id = operation_id

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory."""
        return self._inner.is_read

    def read(self) -> bytes:
        """The body, which must have been read."""
        if not self.is_read:
            text = "the body has not been read yet; `await response.read()`, or iterate with `async for`"
            raise ResponseError(text, operation_id=self._operation_id)
        return self._inner.read()

    async def load(self) -> bytes:
        """The whole body."""
        content: bytes = await self._in_thread(self._inner.read)
        return content

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the body in pieces as they arrive; once."""
        chunks = self._inner.chunks()
        while chunk := await self._in_thread(next, chunks, b""):
            yield chunk

    def close(self) -> None:
        """Close the application's output."""
        self._inner.close()


class ThreadedSender(AsyncSenderBase):
    """Calls one application; has the methods of `AsyncSender`."""

    def __init__(self, session: None, app: Any) -> None:
        self._sender = Sender(None, app)
        self._threads = ThreadPoolExecutor(_MOST, "dynaclient-app")

    async def _in_thread(self, act: Callable[..., Any], *args: Any, **options: Any) -> Any:
        run = partial(contextvars.copy_context().run, act, *args, **options)
        return await asyncio.get_running_loop().run_in_executor(self._threads, run)

    def sends_as_is(self, wire: WireRequest) -> bool:
        """Whether `attempt` can send the wire request without preparing it: never."""
        return False

    def prepare(self, wire: WireRequest, without: Iterable[str] = ()) -> requests.PreparedRequest:
        """The request as the application receives it."""
        return self._sender.prepare(wire, without)

    async def attempt(
        self,
        request: requests.PreparedRequest,
        wire: WireRequest,
        context: CallContext,
        *,
        stream: bool,
        again: bool,
        follow: bool = True,
    ) -> Outcome:
        """Call the application; one of ASGI runs on this event loop."""
        adapter: Any = self._sender.session.get_adapter(request.url or "")
        if hasattr(adapter, "loop"):
            adapter.loop = asyncio.get_running_loop()
        outcome: Outcome = await self._in_thread(
            self._sender.attempt, request, wire, context, stream=stream, again=again, follow=follow
        )
        if outcome.answer is None:
            return outcome
        incoming = ThreadedIncoming(outcome.answer, wire.operation_id, self._in_thread)
        return Outcome(incoming, outcome.status_code, outcome.headers)

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        self._sender.finish(wire, outcome)

    def forget(self) -> None:
        """Do nothing: there are no connections to drop."""

    async def close(self) -> None:
        """Close the sender, which ends the lifespan of an application."""
        await self._in_thread(self._sender.close)
        self._threads.shutdown(wait=False)
        self._threads = ThreadPoolExecutor(_MOST, "dynaclient-app")
