"""Recorded answers as a plugin gives them: bodies at once, streams piece by piece in their time. Sync and async."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

from .. import errors
from .._support.wording import clean
from ..errors import NotRecorded, TransportError
from ..response.decoders import undecoded_coding
from ..transport.bodies import is_stream_answer
from ..transport.fields import Fields
from ..transport.plugin_call import PluginAnswer, PluginCall
from .exchange import Exchange, Failure, value_of

_OF_THE_BYTES = frozenset(("content-digest", "repr-digest", "digest", "content-md5"))
"""Headers that are no longer true of a body in which secrets are masked."""


def replayed_answer(
    exchange: Exchange, call: PluginCall, path: str, speed: float | None, *, is_async: bool
) -> PluginAnswer:
    """The answer of an exchange.

    Args:
        path: the file of the recording, for errors.
        speed: how much faster than recorded a stream is replayed; None for without waiting.

    Raises:
        TransportError: that is what was recorded.
        NotRecorded: the body was too large to be kept.
    """
    answer = exchange.answer
    if answer.failure is not None and not answer.status:
        raise error_of(answer.failure, call)
    if answer.body.data is None:
        coding = undecoded_coding(value_of(answer.headers, "Content-Encoding"))
        what = f"its answer in {path}, number {exchange.place}, has {answer.body.size:,} bytes that were not kept"
        remedy = "record it again with a larger max_body="
        if coding:
            remedy = f"record it again where {coding} is decoded, as with dynaclient[compression]"
        raise NotRecorded(f"{what}: {remedy}", operation_id=call.operation_id, path=path, nearest=exchange.place)
    headers = _headers(exchange)
    is_stream = is_stream_answer(answer.status, headers)
    if not answer.pieces and not is_stream:
        return PluginAnswer(answer.status, headers, answer.body.data, answer.reason)
    steps = _steps(exchange, speed)
    failure = None if answer.failure is None else error_of(answer.failure, call)
    pieces: Any = _later(steps, failure) if is_async else _now(steps, failure)
    return PluginAnswer(answer.status, headers, pieces, answer.reason)


def error_of(failure: Failure, call: PluginCall) -> TransportError:
    """The error of a call that failed when it was recorded."""
    kind = getattr(errors, failure.kind, None)
    kind = kind if isinstance(kind, type) and issubclass(kind, TransportError) else errors.ConnectionFailed
    known: dict[str, Any] = {name: failure.facts[name] for name in FACTS if name in failure.facts}
    own = _OWN_FACTS.get(kind, ())
    known |= {name: failure.facts[name] for name in own if name in failure.facts}
    url = call.url.partition("?")[0]
    return kind(clean(failure.message), operation_id=call.operation_id, method=call.method, url=url, **known)


_OWN_FACTS: dict[type[TransportError], tuple[str, ...]] = {
    errors.DeadlineExceeded: ("ran_out", "seconds"),
    errors.BodyTooLarge: ("limit",),
}

FACTS = ("sent", "lasting", "status_code", "received")
"""What is kept of a failed call, besides its message and what its class has of its own."""


def failure_of(error: TransportError, message: str) -> Failure:
    """What is kept of a failed call."""
    names = (*FACTS, "ran_out", "seconds", "limit")
    facts = {name: getattr(error, name) for name in names if getattr(error, name, None) is not None}
    return Failure(type(error).__name__, message, facts)


def _headers(exchange: Exchange) -> Fields:
    """The headers of the answer, true of the body as it is kept."""
    answer = exchange.answer
    fields = Fields.joined(answer.headers)
    data = answer.body.data or b""
    is_coded = "Content-Encoding" in fields
    coding = value_of(answer.headers, "Content-Encoding")
    if is_coded and (not exchange.is_own or undecoded_coding(coding)):  # the body is unpacked, the headers as they were
        del fields["Content-Encoding"]
        is_coded = False
    if "Content-Length" in fields and not is_coded and data and not answer.pieces:
        fields["Content-Length"] = str(len(data))
    if answer.body.is_masked:
        for name in _OF_THE_BYTES & {name.lower() for name in fields}:
            del fields[name]
    return fields


def _steps(exchange: Exchange, speed: float | None) -> list[tuple[float, bytes]]:
    """(seconds to wait before it, piece) of a body."""
    data = exchange.answer.body.data or b""
    out: list[tuple[float, bytes]] = []
    place, before = 0, 0.0
    for when, length in exchange.answer.pieces:
        wait = 0.0 if not speed else max(when - before, 0.0) / speed
        out.append((wait, data[place : place + length]))
        place, before = place + length, when
    if place < len(data):
        out.append((0.0, data[place:]))
    return [(wait, piece) for wait, piece in out if piece or wait]


def _now(steps: list[tuple[float, bytes]], failure: TransportError | None) -> Iterator[bytes]:
    for wait, piece in steps:
        if wait:
            time.sleep(wait)
        if piece:
            yield piece
    if failure is not None:
        raise failure


async def _later(steps: list[tuple[float, bytes]], failure: TransportError | None) -> AsyncIterator[bytes]:
    for wait, piece in steps:
        if wait:
            await asyncio.sleep(wait)
        if piece:
            yield piece
    if failure is not None:
        raise failure
