"""Carry out the flows by which credentials are obtained, for the sync and the async client.

Their requests go once, on connections of their own, over https or to this computer, and are never redirected. The
deadline of the call counts.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .._support.awaiting import awaited
from .._support.record import record
from ..credentials.source import Pending
from ..credentials.steps import Ask, AskElsewhere, Fetch, FetchAnswer, Join, Pause
from ..errors import RequestError, TransportError
from ..model.schemes import certificate_of
from ..request import WireRequest
from .attempts import carry_out, carry_out_async
from .deadlines import NEVER, Deadline, parts_of
from .delivery import CallContext, CallHooks, DeliveryOptions
from .failures import deadline_exceeded
from .fields import Fields
from .secrecy import secrets_in_headers

if TYPE_CHECKING:
    from .delivery import Outcome
    from .interception import WatchedCall

MAX_ANSWER = 1 << 20
"""The most bytes of an answer that are read."""

_LONGEST_READ = 60.0
"""Seconds between bytes of an answer, at most."""


@record
class TokenCall:
    """The call that credentials are obtained for.

    Attributes:
        make_sender: returns the sender of the requests.
        in_process: whether an application answers, whatever the address.
    """

    operation_id: str
    options: DeliveryOptions
    deadline: Deadline
    make_sender: Callable[[], Any]
    in_process: bool = False

    def wire(self, step: Fetch) -> tuple[WireRequest, CallContext]:
        """The request of a step.

        Raises:
            RequestError: its address may not be used.
        """
        step.check()
        check_address(step.url, in_process=self.in_process)
        if self.deadline.expired:
            raise self.out_of_time()
        body, kind = step.content()
        headers = Fields([("Accept", "application/json")])
        if kind:
            headers["Content-Type"] = kind
        for name, value in step.headers.items():
            headers[name] = value
        sent = dict(headers.items())
        secrets = secrets_in_headers(sent, frozenset(step.secrets))
        wire = WireRequest(
            self.operation_id, step.method, step.url, sent, (), body, None, certificate_of(step.cert), secrets
        )
        connect, read = parts_of(self.options.timeout)
        timeout = (connect, _LONGEST_READ if read is None else min(read, _LONGEST_READ))
        context = CallContext(
            self.operation_id, step.method, step.url, lambda: secrets, timeout, self.deadline, max_body=MAX_ANSWER
        )
        return wire, context

    def watched(self, request: Any, context: CallContext) -> WatchedCall | None:
        """A request of its own for the plugins that watch such requests; None without them."""
        hooks = self.options.hooks
        if not hooks.token:
            return None
        from .interception import WatchedCall

        return WatchedCall(request, context, DeliveryOptions(hooks=CallHooks(send=hooks.token)))

    def out_of_time(self) -> TransportError:
        """The error of a call whose deadline passes while its credentials are obtained."""
        return deadline_exceeded(self.deadline, operation_id=self.operation_id, sent=False)

    def check_pause(self, seconds: float) -> None:
        """Refuse to wait beyond the deadline."""
        if not self.deadline.allows(seconds):
            raise self.out_of_time()


def check_address(url: str, *, in_process: bool = False) -> None:
    """Refuse an address to which secrets would go in the clear.

    Raises:
        RequestError: it is not https, and not on this computer.
    Source: RFC 6749 section 3.2; RFC 8252 section 8.3.
    """
    reason = "is not an address"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        if host and (parts.scheme == "https" or (parts.scheme == "http" and (in_process or is_loopback(host)))):
            return
        if host and parts.scheme == "http":
            reason = "would send secrets in the clear: it must be https, or on this computer"
    except ValueError:
        pass
    from .._support.urls import without_secrets

    raise RequestError(f"{without_secrets(str(url))} {reason}")


def is_loopback(host: str) -> bool:
    """Whether a host is this computer. Source: RFC 8252 section 7.3."""
    import ipaddress

    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def obtain(pending: Mapping[str, Any], call: TokenCall) -> dict[str, Any]:
    """The credentials, by scheme, which `pending` has to obtain first.

    Raises:
        TokenError: one is not to be had.
        RequestError: a credential is a coroutine function.
        DeadlineExceeded: the deadline passed.
    """
    found = {}
    for name, answer in pending.items():
        flow = _flow(answer)
        if flow is None:
            found[name] = refuse_awaitable(name, answer, call.operation_id)
        else:
            found[name] = carry_out(flow, performers_of(name, call))
    return found


def performers_of(name: str, call: TokenCall) -> dict[type, Callable[[Any], Any]]:
    """What carries out the steps of the credential of a scheme, in this thread."""

    def fetch(step: Fetch) -> FetchAnswer:
        wire, context = call.wire(step)
        sender = call.make_sender()
        request = sender.prepare(wire)

        def send(request: Any, context: CallContext, again: bool) -> Outcome:
            outcome: Outcome = sender.attempt(request, wire, context, stream=False, again=again, follow=False)
            return outcome

        watched, began = call.watched(request, context), time.monotonic()
        outcome = send(request, context, False) if watched is None else watched.attempt(1, send)
        _note(name, wire, outcome, began)
        return _answer(outcome)

    def pause(step: Pause) -> None:
        call.check_pause(step.seconds)
        time.sleep(step.seconds)

    def join(step: Join) -> Any:
        from concurrent.futures import TimeoutError as Late

        try:
            return step.landing.result(call.deadline.remaining)
        except Late:
            pass
        raise call.out_of_time()

    return {
        Fetch: fetch,
        Pause: pause,
        Join: join,
        Ask: _asker(name, call.operation_id),
        AskElsewhere: lambda step: step.function(),
    }


async def obtain_async(pending: Mapping[str, Any], call: TokenCall) -> dict[str, Any]:
    """The same, where functions may be coroutine functions."""
    import asyncio

    async def fetch(name: str, step: Fetch) -> FetchAnswer:
        wire, context = call.wire(step)
        sender = call.make_sender()
        is_watched = bool(call.options.hooks.token)
        request = wire if sender.sends_as_is(wire) and not is_watched else sender.prepare(wire)

        async def send(request: Any, context: CallContext, again: bool) -> Outcome:
            outcome: Outcome = await sender.attempt(request, wire, context, stream=False, again=again, follow=False)
            return outcome

        watched, began = call.watched(request, context), time.monotonic()
        outcome = await (send(request, context, False) if watched is None else watched.attempt_async(1, send))
        _note(name, wire, outcome, began)
        return _answer(outcome)

    async def pause(step: Pause) -> None:
        call.check_pause(step.seconds)
        await asyncio.sleep(step.seconds)

    async def join(step: Join) -> Any:
        waiting = asyncio.wrap_future(step.landing)
        done, _ = await asyncio.wait([waiting], timeout=call.deadline.remaining)
        if not done:
            raise call.out_of_time()
        return waiting.result()

    async def ask(step: Ask) -> Any:
        return await awaited(step.function())

    performers: dict[type, Callable[[Any], Awaitable[Any]]] = {
        Pause: pause,
        Join: join,
        Ask: ask,
        AskElsewhere: lambda step: asyncio.to_thread(step.function),
    }
    found = {}
    for name, answer in pending.items():
        flow = _flow(answer)
        own: dict[type, Callable[[Any], Awaitable[Any]]] = {**performers, Fetch: partial(fetch, name)}
        found[name] = await (awaited(answer) if flow is None else carry_out_async(flow, own))
    return found


def ready_credentials(wire: WireRequest) -> WireRequest:
    """The request with credentials that need no request of their own.

    Raises:
        RequestError: one has to be fetched or awaited, which only a call does.
    """
    renewal = wire.renewal
    pending = renewal.pending if renewal is not None else None
    if renewal is None or not pending:
        return wire

    def refuse(_: Any) -> Any:
        raise RequestError(
            "its credential is a token that has to be fetched first: a call fetches it", operation_id=wire.operation_id
        )

    call = TokenCall(wire.operation_id, DeliveryOptions(), NEVER, lambda: None)
    found = {}
    for name, answer in pending.items():
        performers = {**performers_of(name, call), Fetch: refuse, Pause: refuse, Join: refuse}
        flow = _flow(answer)
        found[name] = refuse_awaitable(name, answer, call.operation_id) if flow is None else carry_out(flow, performers)
    return renewal.again({**renewal.answers, **found})


def refuse_awaitable(name: str, answer: Any, operation_id: str) -> Any:
    """The answer of a function, if nothing needs to await it.

    Raises:
        RequestError: the function is a coroutine function.
    """
    if not hasattr(answer, "__await__"):
        return answer
    getattr(answer, "close", lambda: None)()  # Python warns of a coroutine that nobody awaits
    raise RequestError(
        f"the credential for {name!r} is a coroutine function, which only a call of AsyncClient awaits",
        operation_id=operation_id,
    )


def _asker(name: str, operation_id: str) -> Callable[[Ask], Any]:
    return lambda step: refuse_awaitable(name, step.function(), operation_id)


def _flow(answer: Any) -> Any:
    return answer.obtain() if isinstance(answer, Pending) else None


_log = logging.getLogger("dynaclient")


def _note(name: str, wire: WireRequest, outcome: Outcome, began: float) -> None:
    """Write a line about a request for the credential of a scheme; of its address only the host."""
    if _log.isEnabledFor(logging.INFO):
        from .._support.urls import host_and_port

        what = type(outcome.error).__name__ if outcome.error is not None else outcome.status_code
        milliseconds = (time.monotonic() - began) * 1000
        text = "%s: for the credential %s: %s %s: %s in %.0f ms"
        host = host_and_port(urlsplit(wire.url).netloc)
        _log.info(text, wire.operation_id, name, wire.method, host, what, milliseconds)


def _answer(outcome: Outcome) -> FetchAnswer:
    """The answer to a step.

    Raises:
        TransportError: none arrived.
    """
    if outcome.error is not None:
        raise outcome.error
    answer = outcome.answer
    try:
        return FetchAnswer(outcome.status_code or 0, Fields.joined(outcome.headers.items()), answer.read())
    finally:
        answer.close()
