"""An application in process for the async client: the sync sender, each of its steps in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import requests

from ..errors import ResponseError
from ..request import WireRequest
from .delivery import CallContext, Outcome
from .requests_body import Incoming
from .requests_sender import Sender
from .senders import AsyncSenderBase


class ThreadedIncoming:
    """The body of an answer of the sync sender, awaited."""

    def __init__(self, inner: Incoming, operation_id: str) -> None:
        self.raw = inner.raw
        self._inner = inner
        self._operation_id = operation_id

    @property
    def is_read(self) -> bool:
        """Whether the whole body is in memory."""
        return self._inner.is_read

    def read(self) -> bytes:
        """The body, if it was read."""
        if not self.is_read:
            text = "the body was not read yet; `await response.read()`, or iterate with `async for`"
            raise ResponseError(text, operation_id=self._operation_id)
        return self._inner.read()

    async def load(self) -> bytes:
        """The whole body."""
        return await asyncio.to_thread(self._inner.read)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body in pieces of what has arrived; once."""
        chunks = self._inner.chunks()
        while chunk := await asyncio.to_thread(next, chunks, b""):
            yield chunk

    def close(self) -> None:
        """End the application's output."""
        self._inner.close()


class ThreadedSender(AsyncSenderBase):
    """Calls one application. Its methods are those of `AsyncSender`."""

    def __init__(self, session: None, app: Any) -> None:
        self._sender = Sender(None, app)

    def sends_as_is(self, wire: WireRequest) -> bool:
        """Whether `attempt` takes the wire request itself."""
        return False

    def prepare(self, wire: WireRequest, without: Iterable[str] = ()) -> requests.PreparedRequest:
        """The request as the application sees it."""
        return self._sender.prepare(wire, without)

    async def attempt(
        self, request: requests.PreparedRequest, wire: WireRequest, context: CallContext, *, stream: bool, again: bool
    ) -> Outcome:
        """Call the application."""
        outcome = await asyncio.to_thread(self._sender.attempt, request, wire, context, stream=stream, again=again)
        if outcome.answer is None:
            return outcome
        incoming = ThreadedIncoming(outcome.answer, wire.operation_id)
        return Outcome(incoming, outcome.status_code, outcome.headers)

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        self._sender.finish(wire, outcome)

    def forget(self) -> None:
        """There are no connections to drop."""

    async def close(self) -> None:
        """Close the sender."""
        self._sender.close()
