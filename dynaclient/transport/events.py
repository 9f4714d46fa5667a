"""Events of a call, which plugins receive in `event`. They hold no secrets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .delivery import Attempt


Identity = tuple[int, str, str, str, str]
"""The fields of a `CallEvent`."""


@dataclass(frozen=True, slots=True)
class CallEvent:
    """Something that happened during a call.

    Attributes:
        call_id: the number of the call, unique in the process and the same in all of its events.
        operation_id: the operation that is called.
        method: in upper case.
        url: without query, user info and secrets.
        path: the path template of the operation.
    """

    call_id: int
    operation_id: str
    method: str
    url: str
    path: str


@dataclass(frozen=True, slots=True)
class CallStarted(CallEvent):
    """A call begins; the request is ready to be sent."""


@dataclass(frozen=True, slots=True)
class AttemptStarted(CallEvent):
    """An attempt is about to be sent; `number` counts from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class AttemptFinished(CallEvent):
    """An attempt received a status below 400."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class AttemptFailed(CallEvent):
    """An attempt ended with a status of 400 or above, or with a network failure."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class AttemptRetried(CallEvent):
    """The attempt that just failed will be retried after `attempt.wait` seconds."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class CallFinished(CallEvent):
    """A call has ended; the rest of a stream may still arrive.

    Attributes:
        status_code: the status of the answer, or None.
        error: the network failure or other exception that ended the call, or None.
        attempts: every attempt in order; empty if an exception other than a network failure ended the call.
        seconds: since the start of the first attempt, or of the wait before it.
    """

    status_code: int | None
    error: BaseException | None
    attempts: tuple[Attempt, ...]
    seconds: float
