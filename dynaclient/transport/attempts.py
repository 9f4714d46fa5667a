"""One call as a sequence of steps: pace, send, judge, wait, send again. What carries the steps out is not known here.

A generator yields what is to be done and is sent what came of it, so that the sync and the async client follow the
same rules and differ in one small loop each (`carry_out`, `carry_out_async`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .._support.record import made, record
from ..errors import DeadlineExceeded, TransportError
from .failures import CallContext
from .retries import RetryPolicy, RetryVerdict, judge_failure, judge_status

if TYPE_CHECKING:
    from .pacing import Pacer

T = TypeVar("T")


@record
class Attempt:
    """One attempt of a call, as `on_retry` and `response.attempts` have it.

    Attributes:
        operation_id: the operation that was called.
        number: from 1.
        status_code: the status that was received, or None.
        error: the failure of the network, or None.
        started: seconds from the beginning of the call.
        seconds: how long the attempt took.
        wait: seconds until the next attempt; None for the last one.
        reason: why it is made again, or why not.
    """

    operation_id: str
    number: int
    status_code: int | None
    error: TransportError | None
    started: float
    seconds: float
    wait: float | None
    reason: str


@record(frozen=False)
class Outcome:
    """What came of sending: an answer, or the failure of the network."""

    answer: Any = None
    status_code: int | None = None
    headers: Mapping[str, str] = made(dict)
    error: TransportError | None = None

    @property
    def is_success(self) -> bool:
        """Whether there is an answer, and its status is no failure."""
        return self.error is None and (self.status_code or 0) < 400


@record
class Send:
    """Send the request; `again` when it was sent before and its body has to be rewound."""

    again: bool


@record
class Wait:
    """Wait this many seconds."""

    seconds: float


@record
class Discard:
    """Drop an answer that will not be used: free its connection."""

    answer: Any


@record
class NotifyRetry:
    """Call the `on_retry` hooks."""

    attempt: Attempt


FIRST, AGAIN = Send(again=False), Send(again=True)
NOTHING = Outcome()
"""What has come of a request that is not over."""

ANSWERED = RetryVerdict(False, "answered")

Step = Send | Wait | Discard | NotifyRetry
Steps = Generator[Step, Any, tuple[Outcome, tuple[Attempt, ...]]]


@record(frozen=False)
class Call:
    """What the rules need to know of a call.

    Attributes:
        has_key: whether the request carries an idempotency key.
        replayable: whether the body can be sent a second time.
        pacer: what holds requests back, or None; `pace_key` is whose quota they use.
    """

    context: CallContext
    has_key: bool
    replayable: bool
    policy: RetryPolicy
    pacer: Pacer | None = None
    pace_key: Any = None


def only_attempt(context: CallContext, outcome: Outcome, seconds: float) -> Attempt:
    """The attempt of a call that succeeded at once."""
    return Attempt(context.operation_id, 1, outcome.status_code, None, 0.0, seconds, None, ANSWERED.reason)


def conduct(
    call: Call,
    clock: Callable[[], float] = time.monotonic,
    chance: Callable[[], float] = random.random,
    begun: tuple[float, Outcome] | None = None,
) -> Steps:
    """The steps of a call, and its outcome with every attempt.

    Args:
        begun: when the first attempt was made and what came of it, where that has been done.
    """
    began = clock() if begun is None else begun[0]
    attempts: list[Attempt] = []
    while True:
        if begun is not None:
            (started, outcome), begun = begun, None
        else:
            if call.pacer is not None:
                yield from _pace(call, call.pacer)
            started, outcome = clock(), NOTHING
            try:
                outcome = yield AGAIN if attempts else FIRST
            finally:  # also when the call is given up in the middle: its place in the quota is free again
                if call.pacer is not None:
                    call.pacer.learn(call.pace_key, outcome.status_code, outcome.headers)
        ended = clock()
        number = len(attempts) + 1
        judged = None if outcome.is_success else _judge(call, outcome)
        verdict, wait = (ANSWERED, None) if judged is None else _decide(call, judged, number, chance)
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
        if wait is None:
            return outcome, tuple(attempts)
        if outcome.answer is not None:
            yield Discard(outcome.answer)
        yield NotifyRetry(attempt)
        yield Wait(wait)


def _judge(call: Call, outcome: Outcome) -> RetryVerdict | None:
    if outcome.error is not None:
        if outcome.error.lasting:
            return RetryVerdict(False, "it would happen again")
        return judge_failure(call.context.method, sent=outcome.error.sent, has_key=call.has_key)
    return judge_status(
        outcome.status_code or 0,
        outcome.headers,
        call.context.method,
        has_key=call.has_key,
        policy=call.policy,
    )


def _decide(
    call: Call, verdict: RetryVerdict, number: int, chance: Callable[[], float]
) -> tuple[RetryVerdict, float | None]:
    """The verdict with the limits of the call laid on it, and the wait; None for the end."""
    if not verdict.again:
        return verdict, None
    if number > call.policy.most:
        return RetryVerdict(False, f"{verdict.reason}; no retries are left"), None
    if not call.replayable:
        return RetryVerdict(False, f"{verdict.reason}; the body can be read only once"), None
    wait = verdict.retry_after if verdict.retry_after is not None else call.policy.backoff(number, chance())
    if not call.context.deadline.allows(wait):
        return RetryVerdict(False, f"{verdict.reason}; the deadline leaves no time to wait {wait:.3g} s"), None
    return verdict, wait


def _pace(call: Call, pacer: Pacer) -> Generator[Step, Any, None]:
    """Wait until the quota allows one more request."""
    while (wait := pacer.reserve(call.pace_key)) > 0:
        if not call.context.deadline.allows(wait):
            raise DeadlineExceeded(
                f"the rate limit opens in {wait:.3g} s, later than the deadline of {call.context.deadline.seconds:g} s",
                ran_out="deadline",
                seconds=call.context.deadline.seconds,
                operation_id=call.context.operation_id,
                method=call.context.method,
                url=call.context.url.partition("?")[0],
                sent=False,
            )
        yield Wait(min(wait, pacer.LOOK_AGAIN))


Performers = Mapping[type, Callable[[Any], Any]]
"""Step → what carries it out."""


def carry_out(steps: Generator[Any, Any, T], performers: Performers) -> T:
    """Carry the steps out, one after the other. What fails is told to the steps, which may know better."""
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
    """Carry the steps out, awaiting each. What fails is told to the steps, which may know better."""
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
