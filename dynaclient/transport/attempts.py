"""One call as a sequence of steps: pace, send, judge, wait, send again. Does no I/O itself.

A generator yields each step and receives its result, so the sync and the async client share the rules and differ only
in one small loop each (`carry_out`, `carry_out_async`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .._support.record import record
from ..errors import DeadlineExceeded
from .delivery import ANSWERED, Attempt, CallContext, Outcome
from .retries import RetryPolicy, RetryVerdict, judge_failure, judge_status

if TYPE_CHECKING:
    from .events import CallEvent, Identity
    from .key_state import Ticket
    from .pacing import Pacer
    from .rates import Rate

T = TypeVar("T")


@record
class Send:
    """Send the request as attempt `number`, from 1. From 2 on, rewind its body first."""

    number: int


@record
class Wait:
    """Wait this many seconds."""

    seconds: float


@record
class Discard:
    """Close an answer that will not be used."""

    answer: Any


@record
class NotifyRetry:
    """Call the `on_retry` hooks."""

    attempt: Attempt


@record
class Renew:
    """Ask for the credentials again; the result is whether there are others. `headers` are those of the 401."""

    headers: Mapping[str, str]


@record
class Emit:
    """Pass an event to the plugins."""

    event: CallEvent


FIRST = Send(1)
NOTHING = Outcome()
"""The outcome while a request has not ended."""

_PATIENCE = 6
"""Attempts of a call that may be refused since others came first."""

SUCCESS = RetryVerdict(False, ANSWERED)
RENEWED = RetryVerdict(True, "the server refused the credentials (401), and there are newer ones")

Step = Send | Wait | Discard | NotifyRetry | Renew | Emit
Steps = Generator[Step, Any, tuple[Outcome, tuple[Attempt, ...]]]


@record(frozen=False)
class CallFacts:
    """What the rules need to know about a call.

    Attributes:
        has_key: whether the request carries an idempotency key.
        replayable: returns whether the body can be sent from its start; an iterator can until it is begun.
        renewable: whether a function returned the credentials, which can be asked again.
        pacer: what paces requests, or None; `pace_key` is what they count against, `rate` the most that are sent, and
            `obeys` whether they wait for the server's limit.
        identity: the first fields of its events, or None if no plugin receives events.
    """

    context: CallContext
    has_key: bool
    replayable: Callable[[], bool]
    policy: RetryPolicy
    pacer: Pacer | None = None
    pace_key: Any = None
    rate: Rate | None = None
    obeys: bool = True
    identity: Identity | None = None
    renewable: bool = False


def conduct(
    call: CallFacts,
    clock: Callable[[], float] = time.monotonic,
    chance: Callable[[], float] = random.random,
    begun: tuple[float, Outcome] | None = None,
) -> Steps:
    """The steps of a call; returns its outcome and every attempt.

    Args:
        begun: the start and outcome of the first attempt, if it has been made already.
    """
    began = clock() if begun is None else begun[0]
    attempts: list[Attempt] = []
    renewals = crowded = 0
    pacer = call.pacer
    ticket = None if pacer is None else pacer.place(call.pace_key)
    while True:
        if begun is not None:
            (started, outcome), begun = begun, None
            if pacer is not None and ticket is not None:
                crowded += _learn(call, pacer, ticket, outcome)
        else:
            if pacer is not None and ticket is not None:
                yield from _pace(call, pacer, ticket)
            outcome = NOTHING
            try:
                if call.identity is not None:
                    yield from _started(call.identity, len(attempts) + 1)
                started = clock()
                outcome = yield Send(len(attempts) + 1) if attempts else FIRST
            finally:  # also if the call is abandoned halfway: free its place in the quota
                if pacer is not None and ticket is not None:
                    crowded += _learn(call, pacer, ticket, outcome)
        ended = clock()
        number = len(attempts) + 1
        judged = None if outcome.is_success else _judge(call, outcome)
        verdict, wait = (
            (SUCCESS, None)
            if judged is None
            else _decide(call, judged, number - renewals - _uncounted(call, crowded), chance)
        )
        if outcome.status_code == 401 and call.renewable and not renewals:
            renewals = 1
            if call.replayable() and call.context.deadline.allows(0) and (yield Renew(outcome.headers)):
                verdict, wait = RENEWED, 0.0
        attempt = Attempt(
            operation_id=call.context.operation_id,
            number=number,
            status_code=outcome.status_code,
            error=outcome.error,
            started=started - began,
            seconds=ended - started,
            wait=wait,
            reason=verdict.reason,
        )
        attempts.append(attempt)
        if call.identity is not None:
            yield from _ended(call.identity, attempt, is_success=outcome.is_success)
        if wait is None:
            return outcome, tuple(attempts)
        if outcome.answer is not None:
            yield Discard(outcome.answer)
        yield NotifyRetry(attempt)
        yield Wait(wait)


def _uncounted(call: CallFacts, crowded: int) -> int:
    """How many attempts do not count as retries: those that were refused since other calls came first."""
    return min(crowded, _PATIENCE) if call.policy.most else 0


def _started(identity: Identity, number: int) -> Generator[Step, Any, None]:
    from .events import AttemptStarted

    yield Emit(AttemptStarted(*identity, number))


def _ended(identity: Identity, attempt: Attempt, *, is_success: bool) -> Generator[Step, Any, None]:
    from .events import AttemptFailed, AttemptFinished, AttemptRetried

    yield Emit(AttemptFinished(*identity, attempt) if is_success else AttemptFailed(*identity, attempt))
    if attempt.wait is not None:
        yield Emit(AttemptRetried(*identity, attempt))


def _judge(call: CallFacts, outcome: Outcome) -> RetryVerdict | None:
    if outcome.error is not None:
        if outcome.error.lasting:
            return RetryVerdict(False, "it would fail again")
        return judge_failure(call.context.method, sent=outcome.error.sent, has_key=call.has_key)
    return judge_status(
        outcome.status_code or 0,
        outcome.headers,
        call.context.method,
        has_key=call.has_key,
        policy=call.policy,
    )


def _decide(
    call: CallFacts, verdict: RetryVerdict, number: int, chance: Callable[[], float]
) -> tuple[RetryVerdict, float | None]:
    """The verdict within the limits of the call, and the wait; None if there is no further attempt."""
    if not verdict.again:
        return verdict, None
    if number > call.policy.most:
        return RetryVerdict(False, f"{verdict.reason}; no retries are left"), None
    if not call.replayable():
        return RetryVerdict(False, f"{verdict.reason}; the body can be read only once"), None
    wait = verdict.retry_after if verdict.retry_after is not None else call.policy.backoff(number, chance())
    if not call.context.deadline.allows(wait):
        return RetryVerdict(False, f"{verdict.reason}; the deadline leaves no time to wait {wait:.3g} s"), None
    return verdict, wait


_LOOK_AGAIN = 0.25
"""Seconds, the shortest wait that is cut in half: the answer to another call may let this one go sooner."""


def _pace(call: CallFacts, pacer: Pacer, ticket: Ticket) -> Generator[Step, Any, None]:
    """Wait until the pacer allows one more request."""
    deadline = call.context.deadline
    patience = call.policy.longest_told if call.obeys else None
    try:
        while wait := pacer.wait(ticket, call.rate, patience=patience, within=deadline.remaining):
            if not deadline.allows(wait):
                raise DeadlineExceeded(
                    f"the rate limit opens in {wait:.3g} s, later than the deadline of {deadline.seconds:g} s",
                    ran_out="deadline",
                    seconds=deadline.seconds,
                    operation_id=call.context.operation_id,
                    method=call.context.method,
                    url=call.context.url.partition("?")[0],
                    sent=False,
                )
            yield Wait(wait if wait <= _LOOK_AGAIN else max(_LOOK_AGAIN, wait / 2))
    finally:  # also if the call is abandoned while it waits
        pacer.leave(ticket)


def _learn(call: CallFacts, pacer: Pacer, ticket: Ticket, outcome: Outcome) -> bool:
    return pacer.learn(ticket, outcome.status_code if call.obeys else None, outcome.headers)


Performers = Mapping[type, Callable[[Any], Any]]
"""Type of step → the function that carries it out."""


def carry_out(steps: Generator[Any, Any, T], performers: Performers) -> T:
    """Carry out the steps in order. An exception is thrown into the generator, which may handle it."""
    advance: Callable[[Any], Any] = steps.send
    given: Any = None
    while True:
        try:
            step = advance(given)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        try:
            advance, given = steps.send, performers[type(step)](step)
        except BaseException as error:  # noqa: BLE001  # goes to the steps, which raise it again
            advance, given = steps.throw, error


async def carry_out_async(steps: Generator[Any, Any, T], performers: Performers) -> T:
    """Carry out the steps in order, awaiting each. An exception is thrown into the generator, which may handle it."""
    advance: Callable[[Any], Any] = steps.send
    given: Any = None
    while True:
        try:
            step = advance(given)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        try:
            advance, given = steps.send, await performers[type(step)](step)
        except BaseException as error:  # noqa: BLE001  # goes to the steps, which raise it again
            advance, given = steps.throw, error
