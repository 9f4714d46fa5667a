"""A call that plugins watch: runs their `send` around each attempt and emits its events.

Loaded only if a plugin has `send`, `asend` or `event`.
"""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import requests

from .._support.record import replaced
from .._support.wording import masked
from ..errors import RequestError, TransportError
from .bodies import can_replay
from .delivery import Attempt, CallContext, DeliveryOptions, Outcome
from .events import CallEvent, CallFinished, CallStarted
from .plugin_call import PluginAnswer, PluginCall
from .redirects import without_secrets
from .secrecy import secrets_in_headers, secrets_in_query
from .supplied_body import AsyncSuppliedBody, SuppliedBody

_log = logging.getLogger("dynaclient")
_numbers = itertools.count(1)


class WatchedCall:
    """A call that plugins watch. As a context manager it emits the first and the last event."""

    def __init__(self, request: requests.PreparedRequest, context: CallContext, options: DeliveryOptions) -> None:
        self.done: tuple[Outcome, tuple[Attempt, ...]] | None = None
        self._request = request
        self._context = context
        self._hooks = options.hooks
        self._stream = options.stream
        self._began = time.monotonic()
        secrets = context.secrets
        url = masked(without_secrets(context.url, secrets), secrets).partition("?")[0]
        self.identity = (next(_numbers), context.operation_id, context.method, url, context.path)

    def __enter__(self) -> WatchedCall:
        self.emit(CallStarted(*self.identity))
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        outcome, attempts = self.done or (Outcome(error=error), ())  # type: ignore[arg-type]
        seconds = time.monotonic() - self._began
        self.emit(CallFinished(*self.identity, outcome.status_code, outcome.error, attempts, seconds))

    def take(self, request: requests.PreparedRequest) -> None:
        """Continue with another request."""
        self._request = request

    def emit(self, event: CallEvent) -> None:
        """Pass an event to every plugin; log any exception."""
        for receive in self._hooks.event:
            try:
                receive(event)
            except Exception:  # noqa: BLE001  # a plugin's own code may raise anything
                name = type(getattr(receive, "__self__", receive)).__name__
                _log.exception("%s.event failed for %s", name, type(event).__name__)

    def attempt(self, number: int, send: Callable[[Any, CallContext, bool], Outcome]) -> Outcome:
        """Make one attempt through the `send` of every plugin."""
        sending = _Sending(self._context, number)

        def passed(index: int, call: PluginCall) -> PluginAnswer:
            if index == len(self._hooks.send):
                return sending.answer_of(send(*sending.arguments(call)))
            around = self._hooks.send[index]
            return _checked(around(call, partial(passed, index + 1)), around)

        try:
            answer = passed(0, self._call(number))
        except TransportError as error:
            return Outcome(status_code=error.status_code, error=error)
        received = sending.incoming_of(answer)
        if received is not None:
            return _outcome(received)
        incoming = SuppliedBody(answer, self._request, self._context)
        if not (self._stream or incoming.is_stream):
            try:
                incoming.read()
            except TransportError as error:
                return Outcome(status_code=answer.status_code, error=error)
            finally:
                incoming.close()
        return _outcome(incoming)

    async def attempt_async(self, number: int, send: Callable[[Any, CallContext, bool], Awaitable[Outcome]]) -> Outcome:
        """Make one attempt through the `asend` of every plugin."""
        sending = _Sending(self._context, number)

        async def passed(index: int, call: PluginCall) -> PluginAnswer:
            if index == len(self._hooks.send):
                return sending.answer_of(await send(*sending.arguments(call)))
            around = self._hooks.send[index]
            return _checked(await around(call, partial(passed, index + 1)), around)

        try:
            answer = await passed(0, self._call(number))
        except TransportError as error:
            return Outcome(status_code=error.status_code, error=error)
        received = sending.incoming_of(answer)
        if received is not None:
            return _outcome(received)
        incoming = AsyncSuppliedBody(answer, self._request, self._context)
        if not (self._stream or incoming.is_stream):
            try:
                await incoming.load()
            except TransportError as error:
                return Outcome(status_code=answer.status_code, error=error)
            finally:
                incoming.close()
        return _outcome(incoming)

    def _call(self, number: int) -> PluginCall:
        return PluginCall(self.identity[0], number, self._request, self._stream, self._context)


class _Sending:
    """What one attempt really sends: usually one request, none if a cache answers, two if a plugin repeats it."""

    def __init__(self, context: CallContext, number: int) -> None:
        self._context = context
        self._again = number > 1
        self._answered: list[Any] = []

    def arguments(self, call: PluginCall) -> tuple[requests.PreparedRequest, CallContext, bool]:
        """What to send for the call that the last plugin passed on.

        Raises:
            RequestError: the body has been read and cannot be sent a second time.
        """
        again, self._again = self._again, True
        if again and not can_replay(call.body):
            raise RequestError(
                "a plugin sent the request a second time, but its body can be read only once",
                operation_id=call.operation_id,
            )
        request, context = call.request, self._context
        known = context.find_secrets

        def find_secrets() -> frozenset[str]:
            return known() | secrets_in_query(request.url or "") | secrets_in_headers(request.headers)

        return request, replaced(context, url=request.url or "", find_secrets=find_secrets), again

    def answer_of(self, outcome: Outcome) -> PluginAnswer:
        """The server's answer.

        Raises:
            TransportError: there is none.
        """
        if outcome.error is not None:
            raise outcome.error
        self._answered.append(outcome.answer)
        return PluginAnswer.received(outcome.answer)

    def incoming_of(self, answer: PluginAnswer) -> Any:
        """The server's body, or None if a plugin made, changed or kept the answer."""
        incoming = None if answer.is_changed else answer.incoming
        return incoming if any(incoming is one for one in self._answered) else None


def _outcome(incoming: Any) -> Outcome:
    return Outcome(incoming, incoming.raw.status_code, incoming.raw.headers)


def _checked(answer: Any, around: Any) -> PluginAnswer:
    if not isinstance(answer, PluginAnswer):
        name = getattr(around, "__qualname__", type(around).__name__)
        raise TypeError(f"{name} must return a PluginAnswer, such as that of next(call), not {type(answer).__name__}")
    return answer
