"""A plugin that passes each exchange of a client to a function, with its secrets: for what keeps none of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from ..errors import TransportError
from ..transport.plugin_call import PluginAnswer, PluginCall
from .attempt import Kind, RecordedAttempt, Write, with_body, with_body_async
from .exchange import Exchange


class Watcher:
    """Calls a function with each exchange: at its end, or when the reader of a stream leaves.

    Args:
        write: takes an exchange, unmasked.
        most: the most bytes of a body that are kept; None for no limit.
    """

    def __init__(self, write: Callable[[Exchange], None], most: int | None = None) -> None:
        self._write = write
        self._most = most

    def send(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Send an attempt, and pass its exchange on."""
        return watched(with_body(call, self._most, needs_body=False), next, "call", self._write)

    async def asend(self, call: PluginCall, next: Any) -> PluginAnswer:  # noqa: A002
        """The same for an async client."""
        attempt = await with_body_async(call, self._most, needs_body=False)
        return await watched_async(attempt, next, "call", self._write)


def watched(
    attempt: RecordedAttempt, send: Callable[[PluginCall], PluginAnswer], kind: Kind, write: Write
) -> PluginAnswer:
    """Send an attempt; `write` gets its exchange.

    Raises:
        TransportError: there is no answer; `write` gets that too.
    """
    began, started = time.monotonic(), datetime.now(timezone.utc)
    try:
        answer = send(attempt.call)
    except TransportError as error:
        write(attempt.failed(error, kind, started, time.monotonic() - began))
        raise
    return attempt.answered(answer, kind, started, time.monotonic() - began, write)


async def watched_async(attempt: RecordedAttempt, send: Any, kind: Kind, write: Write) -> PluginAnswer:
    """The same for an async client."""
    began, started = time.monotonic(), datetime.now(timezone.utc)
    try:
        answer = await send(attempt.call)
    except TransportError as error:
        write(attempt.failed(error, kind, started, time.monotonic() - began))
        raise
    return attempt.answered(answer, kind, started, time.monotonic() - began, write, is_async=True)
