"""One attempt of a call as it passes a recorder: its request, its body as it is sent, its answer as it is read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from ..errors import TransportError
from ..transport.bodies import chunks_of
from ..transport.plugin_call import PluginAnswer, PluginCall
from .bodies import (
    BodyKeeper,
    PassingBody,
    PassingBodyAsync,
    SentOnce,
    SentOnceAsync,
    boundary_of,
    kept_at_once,
    watched_once,
)
from .exchange import Exchange, KeptBody, ReceivedAnswer, SentRequest, pairs_of
from .replaying import failure_of
from .unpacking import plain_request, readable

Kind = Literal["call", "token"]
Write = Callable[[Exchange], None]


@dataclass(slots=True)
class RecordedAttempt:
    """An attempt that is about to be sent.

    Attributes:
        call: what to pass on; its request may be a copy, whose body is watched.
        body: the body as it is sent; None if it is not known before.
        sent: the body that is watched, where it is not known before.
        most: the most bytes of a body to keep.
    """

    call: PluginCall
    body: KeptBody | None
    sent: SentOnce | SentOnceAsync | None
    most: int | None

    def request(self) -> SentRequest:
        """The request as far as it was sent."""
        body = self.body
        if body is None:
            assert self.sent is not None
            body = self.sent.keeper.body()
        headers, body = plain_request(pairs_of(self.call.headers), body, self.most)
        return SentRequest(self.call.method, self.call.url, headers, body)

    def failed(self, error: TransportError, kind: Kind, started: datetime, seconds: float) -> Exchange:
        """The exchange of an attempt that got no answer."""
        answer = ReceivedAnswer(0, failure=failure_of(error, error.message))
        return self._exchange(answer, kind, started, seconds)

    def answered(
        self, answer: PluginAnswer, kind: Kind, started: datetime, wait: float, write: Write, *, is_async: bool = False
    ) -> PluginAnswer:
        """The answer to pass on. `write` is called with the exchange: at once, or when the body has been read."""
        status, reason, headers = answer.status_code, answer.reason, pairs_of(answer.headers)
        if answer.is_read:
            data = bytes(answer.body)  # type: ignore[arg-type]
            keeper = BodyKeeper(self.most)
            keeper.take(data)
            body = readable(keeper.body(), headers)
            write(self._exchange(ReceivedAnswer(status, reason, headers, body), kind, started, wait))
            return answer

        def done(body: KeptBody, pieces: tuple[tuple[float, int], ...], error: BaseException | None) -> None:
            failure = failure_of(error, error.message) if isinstance(error, TransportError) else None
            received = ReceivedAnswer(status, reason, headers, readable(body, headers), pieces, failure)
            write(self._exchange(received, kind, started, wait, pieces[-1][0] if pieces else 0.0))

        passing = (PassingBodyAsync if is_async else PassingBody)(answer.body, self.most, done)
        return _PassingAnswer(answer, passing)

    def _exchange(
        self, answer: ReceivedAnswer, kind: Kind, started: datetime, wait: float, receive: float = 0.0
    ) -> Exchange:
        call = self.call
        return Exchange(
            self.request(), answer, call.operation_id, kind, call.number, started, wait, receive, is_own=True
        )


class _PassingAnswer(PluginAnswer):
    """An answer whose body is watched; closing it is the end of the exchange."""

    def __init__(self, answer: PluginAnswer, passing: PassingBody) -> None:
        super().__init__(answer.status_code, answer.headers, passing, answer.reason)
        self.incoming = answer.incoming
        self._passing = passing

    def close(self) -> None:
        """Release the connection, and note what was read."""
        super().close()
        self._passing.end(is_whole=False)


def with_body(call: PluginCall, most: int | None, *, needs_body: bool) -> RecordedAttempt:
    """An attempt, with its body if that can be read before it is sent.

    Args:
        needs_body: read it in any case; a body that can be read only once is then in memory.
    """
    body, content_type = call.body, call.headers.get("Content-Type") or ""
    kept = kept_at_once(body, content_type, most)
    if kept is not None:
        return RecordedAttempt(call, kept, None, most)
    if needs_body:
        return _in_memory(call, b"".join(chunks_of(body)), content_type, most)
    return _watched(call, body, content_type, most)


async def with_body_async(call: PluginCall, most: int | None, *, needs_body: bool) -> RecordedAttempt:
    """The same for an async client: files are read in a thread."""
    body, content_type = call.body, call.headers.get("Content-Type") or ""
    if hasattr(body, "__aiter__"):
        if needs_body:
            return _in_memory(call, b"".join([piece async for piece in body]), content_type, most)
        return _watched(call, body, content_type, most)
    if body is None or isinstance(body, (str, bytes, bytearray)):
        return with_body(call, most, needs_body=needs_body)
    return await asyncio.to_thread(lambda: with_body(call, most, needs_body=needs_body))


def _watched(call: PluginCall, body: Any, content_type: str, most: int | None) -> RecordedAttempt:
    request = call.request.copy()
    request.body = sent = watched_once(body, content_type, most)  # type: ignore[assignment]
    return RecordedAttempt(call.with_request(request), None, sent, most)


def _in_memory(call: PluginCall, data: bytes, content_type: str, most: int | None) -> RecordedAttempt:
    keeper = BodyKeeper(most, boundary_of(content_type))
    keeper.take(data)
    request = call.request.copy()
    request.body = data
    request.headers.pop("Transfer-Encoding", None)
    request.headers["Content-Length"] = str(len(data))
    return RecordedAttempt(call.with_request(request), keeper.body(), None, most)
