"""Base classes of the sync and async senders: they make the first attempt directly, then follow the retry rules.

A sender implements only `attempt` (send once) and `finish` (close what the request opened).
"""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from .._support.awaiting import awaited
from .._support.headers import names_in
from .._support.urls import origin_of
from ..request.idempotency import has_key
from .attempts import (
    CallFacts,
    Discard,
    Emit,
    NotifyRetry,
    Renew,
    Send,
    Steps,
    Wait,
    carry_out,
    carry_out_async,
    conduct,
)
from .bodies import can_replay
from .deadlines import NEVER, Deadline
from .delivery import Attempt, CallContext, Delivery, DeliveryOptions, Outcome
from .secrecy import secrets_of

if TYPE_CHECKING:
    from ..request import WireRequest
    from .interception import WatchedCall
    from .pacing import Pacer

    class PacerSource(Protocol):
        """Has the pacer that all copies of a client share.

        Attributes:
            quotas: the pacer; None before its first use.
            accepted: the times of the calls that succeeded without it.
        """

        quotas: Pacer | None
        accepted: deque[float]

        def pacer(self) -> Pacer:
            """The pacer, made if there is none."""

    from .renewal import CallOnItsWay

Begun = tuple[float, Outcome]
"""The start and the outcome of the first attempt."""


def _no_sender() -> Any:
    raise NotImplementedError("this sender was given none for the requests of credentials")


def _context(request: Any, wire: WireRequest, options: DeliveryOptions) -> CallContext:
    """The context of a call that begins now; `request` is the prepared form of `wire`."""
    deadline = options.deadline
    return CallContext(
        wire.operation_id,
        request.method or wire.method,
        request.url or wire.url,
        partial(secrets_of, request, wire),
        options.timeout,
        NEVER if deadline is None else deadline if isinstance(deadline, Deadline) else Deadline.after(deadline),
        max_body=options.max_body,
        texts=wire.texts,
        path=wire.path,
    )


def _steps(
    call: CallOnItsWay,
    options: DeliveryOptions,
    pacer: Pacer | None,
    begun: Begun | None,
    watched: WatchedCall | None,
) -> Steps:
    facts = CallFacts(
        call.context,
        has_key(call.request.headers),
        lambda: can_replay(call.request.body),
        options.retries,
        pacer,
        None if pacer is None else _pace_key(call.context, call.wire),
        options.rate,
        options.pace,
        None if watched is None else watched.identity,
        call.wire.renewal is not None,
    )
    return conduct(facts, begun=begun)


def _pacer(source: PacerSource, options: DeliveryOptions) -> Pacer | None:
    """The pacer, if it may hold a call back."""
    if options.rate is not None:
        return source.pacer()
    known = source.quotas if options.pace else None
    return known if known is not None and known.states else None


def _pace_key(context: CallContext, wire: WireRequest) -> Any:
    """What shares a quota: the origin, and the credentials."""
    return origin_of(context.url), wire.secrets


def _watch_quota(source: PacerSource, context: CallContext, wire: WireRequest, outcome: Outcome) -> None:
    """Begin to pace if an answer reports that little of a quota is left."""
    from .key_state import is_scarce
    from .rate_limit import read_rate_limit

    limits = read_rate_limit(outcome.headers)
    if limits is not None and is_scarce(limits):
        pacer = source.pacer()
        pacer.learn(pacer.place(_pace_key(context, wire)), outcome.status_code, outcome.headers)


_LONG = 10.0
"""Seconds that retries may cost a call before the log warns of it."""


def _warn_of_delay(attempt: Attempt) -> None:
    """Warn if what went wrong costs a call more than ten seconds, before it waits for its next attempt."""
    delay = attempt.started + attempt.seconds + (attempt.wait or 0.0)
    if delay > _LONG:
        what = attempt.error.message if attempt.error is not None else f"status {attempt.status_code}"
        text = "%s: attempt %d failed after %.3g s (%s); the next one follows in %.3g s, %.3g s after the call began"
        _log.warning(text, attempt.operation_id, attempt.number, attempt.seconds, what, attempt.wait, delay)


def _watched(request: Any, context: CallContext, options: DeliveryOptions) -> WatchedCall | None:
    """The call wrapped for plugins, or None if no plugin watches attempts or events."""
    if not (options.hooks.send or options.hooks.event):
        return None
    from .interception import WatchedCall

    return WatchedCall(request, context, options)


_log = logging.getLogger("dynaclient")


class SenderBase:
    """Carries out calls with an `attempt` that returns an `Outcome`.

    Attributes:
        log: the logger of the package, which clients ask whether somebody listens.
    """

    log = _log

    def deliver(
        self,
        request: Any,
        wire: WireRequest,
        options: DeliveryOptions,
        source: PacerSource,
        prepare: Callable[[WireRequest, DeliveryOptions], Any],
        token_sender: Callable[[], Any] = _no_sender,
    ) -> Delivery:
        """Carry out a call: every attempt, and the waits between them.

        Args:
            request: what `attempt` sends, the prepared form of `wire`.
            source: has the pacer of the client, which is made when there is something to pace.
            prepare: prepares a request with new credentials.
            token_sender: returns the sender of the requests by which credentials are obtained.
        """
        context = _context(request, wire, options)
        hooks = options.hooks
        may_wait = options.rate is not None or (options.pace and source.quotas is not None)
        pacer = _pacer(source, options) if may_wait else None
        outcome: Outcome | None = None
        begun: Begun | None = None
        try:
            if pacer is None and not hooks.send and not hooks.event:  # most calls succeed at the first attempt
                began = time.monotonic()
                outcome = self.attempt(request, wire, context, stream=options.stream, again=False)
                if outcome.error is None and outcome.status_code < 400:  # type: ignore[operator]
                    if options.pace:
                        source.accepted.append(began)
                        if "rate" in names_in(outcome.headers):
                            _watch_quota(source, context, wire, outcome)
                    return Delivery(wire, context, outcome, time.monotonic() - began)
                begun = began, outcome
            if options.pace:
                pacer = source.pacer()
            from .renewal import CallOnItsWay  # most calls are over

            call = CallOnItsWay(request, wire, context, token_sender)
            outcome, attempts = self._carry_out(call, options, pacer, begun, prepare)
            wire = call.wire
        finally:
            self.finish(wire, outcome)
        return Delivery(wire, context, outcome, attempts)

    def _carry_out(
        self,
        call: CallOnItsWay,
        options: DeliveryOptions,
        pacer: Pacer | None,
        begun: Begun | None,
        prepare: Callable[[WireRequest, DeliveryOptions], Any],
    ) -> Any:
        watched = _watched(call.request, call.context, options)

        def send(request: Any, context: CallContext, again: bool) -> Outcome:
            return self.attempt(request, call.wire, context, stream=options.stream, again=again)

        def attempt(step: Send) -> Outcome:
            if watched is None or not options.hooks.send:
                return send(call.request, call.context, step.number > 1)
            return watched.attempt(step.number, send)

        def renew(step: Renew) -> bool:
            found = call.renew(prepare, options, step.headers)
            if found and watched is not None:
                watched.take(call.request)
            return found

        def notify(step: NotifyRetry) -> None:
            _warn_of_delay(step.attempt)
            for hook in options.hooks.retried:
                hook(step.attempt)

        performers: dict[type, Callable[[Any], Any]] = {
            Send: attempt,
            Wait: lambda step: time.sleep(step.seconds),
            Discard: lambda step: step.answer.close(),
            NotifyRetry: notify,
            Renew: renew,
        }
        if watched is None:
            return carry_out(_steps(call, options, pacer, begun, None), performers)
        performers[Emit] = lambda step: watched.emit(step.event)
        with watched:
            watched.done = carry_out(_steps(call, options, pacer, begun, watched), performers)
        return watched.done

    def attempt(
        self, request: Any, wire: WireRequest, context: CallContext, *, stream: bool, again: bool, follow: bool = True
    ) -> Outcome:
        """Send a request, follow its redirects, and read the body of the answer unless it is a stream.

        Args:
            follow: False takes a redirect as the answer.
            stream: leave the body of any answer unread.
            again: the request was sent before: rewind its body.

        Returns:
            The answer's body as it arrives, or the network failure.
        """
        raise NotImplementedError

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        raise NotImplementedError


class AsyncSenderBase:
    """Carries out calls with an awaitable `attempt`; the async counterpart of `SenderBase`."""

    log = _log

    async def deliver(
        self,
        request: Any,
        wire: WireRequest,
        options: DeliveryOptions,
        source: PacerSource,
        prepare: Callable[[WireRequest, DeliveryOptions], Any],
        token_sender: Callable[[], Any] = _no_sender,
    ) -> Delivery:
        """Carry out a call: every attempt, and the waits between them."""
        context = _context(request, wire, options)
        hooks = options.hooks
        may_wait = options.rate is not None or (options.pace and source.quotas is not None)
        pacer = _pacer(source, options) if may_wait else None
        outcome: Outcome | None = None
        begun: Begun | None = None
        try:
            if pacer is None and not hooks.send and not hooks.event:
                began = time.monotonic()
                outcome = await self.attempt(request, wire, context, stream=options.stream, again=False)
                if outcome.error is None and outcome.status_code < 400:  # type: ignore[operator]
                    if options.pace:
                        source.accepted.append(began)
                        if "rate" in names_in(outcome.headers):
                            _watch_quota(source, context, wire, outcome)
                    return Delivery(wire, context, outcome, time.monotonic() - began)
                begun = began, outcome
            if options.pace:
                pacer = source.pacer()
            from .renewal import CallOnItsWay  # most calls are over

            call = CallOnItsWay(request, wire, context, token_sender)
            outcome, attempts = await self._carry_out(call, options, pacer, begun, prepare)
            wire = call.wire
        finally:
            self.finish(wire, outcome)
        return Delivery(wire, context, outcome, attempts)

    async def _carry_out(
        self,
        call: CallOnItsWay,
        options: DeliveryOptions,
        pacer: Pacer | None,
        begun: Begun | None,
        prepare: Callable[[WireRequest, DeliveryOptions], Any],
    ) -> Any:
        from asyncio import sleep  # takes longer to load than the rest of a sync client

        watched = _watched(call.request, call.context, options)

        async def send(request: Any, context: CallContext, again: bool) -> Outcome:
            return await self.attempt(request, call.wire, context, stream=options.stream, again=again)

        async def attempt(step: Send) -> Outcome:
            if watched is None or not options.hooks.send:
                return await send(call.request, call.context, step.number > 1)
            return await watched.attempt_async(step.number, send)

        async def renew(step: Renew) -> bool:
            found = await call.renew_async(prepare, options, step.headers)
            if found and watched is not None:
                watched.take(call.request)
            return found

        async def discard(step: Discard) -> None:
            step.answer.close()

        async def notify(step: NotifyRetry) -> None:
            _warn_of_delay(step.attempt)
            for hook in options.hooks.retried:
                await awaited(hook(step.attempt))

        performers: dict[type, Callable[[Any], Any]] = {
            Send: attempt,
            Wait: lambda step: sleep(step.seconds),
            Discard: discard,
            NotifyRetry: notify,
            Renew: renew,
        }
        if watched is None:
            return await carry_out_async(_steps(call, options, pacer, begun, None), performers)

        async def emit(step: Emit) -> None:
            watched.emit(step.event)

        performers[Emit] = emit
        with watched:
            steps = _steps(call, options, pacer, begun, watched)
            watched.done = await carry_out_async(steps, performers)
        return watched.done

    async def attempt(
        self, request: Any, wire: WireRequest, context: CallContext, *, stream: bool, again: bool, follow: bool = True
    ) -> Outcome:
        """Send a request; see `SenderBase.attempt`."""
        raise NotImplementedError

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        raise NotImplementedError
