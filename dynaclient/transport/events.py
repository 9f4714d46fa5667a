"""What happens during a call, as the values that plugins receive in `event`. No value holds a secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .delivery import Attempt


Identity = tuple[int, str, str, str]
"""The fields of a `CallEvent`."""


@dataclass(frozen=True, slots=True)
class CallEvent:
    """Something that happened during a call.

    Attributes:
        call_id: a number that all events of one call share, and no other call of the process has.
        operation_id: the operation that is called.
        method: in upper case.
        url: without its query, user info and secrets.
    """

    call_id: int
    operation_id: str
    method: str
    url: str


@dataclass(frozen=True, slots=True)
class CallStarted(CallEvent):
    """A call begins; the request is ready to be sent."""


@dataclass(frozen=True, slots=True)
class AttemptStarted(CallEvent):
    """An attempt is about to be sent; `number` counts from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class AttemptFinished(CallEvent):
    """An attempt was answered with a status below 400."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class AttemptFailed(CallEvent):
    """An attempt ended with a status from 400, or with a failure of the network."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class AttemptRetried(CallEvent):
    """The attempt that just failed will be made again after `attempt.wait` seconds."""

    attempt: Attempt


@dataclass(frozen=True, slots=True)
class CallFinished(CallEvent):
    """A call is over, apart from the rest of a stream.

    Attributes:
        status_code: the status of the answer, or None.
        error: what ended the call instead of an answer: a failure of the network, or any other exception.
        attempts: every attempt, the last one last; empty where another exception ended the call.
        seconds: from the beginning of the first attempt, or of the wait before it.
    """

    status_code: int | None
    error: BaseException | None
    attempts: tuple[Attempt, ...]
    seconds: float
