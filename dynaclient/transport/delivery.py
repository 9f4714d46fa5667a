"""The values of a call that is being delivered: its options, its context, each attempt, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import record
from ..errors import TransportError
from .deadlines import NEVER, Deadline, Timeout
from .retries import RetryPolicy

if TYPE_CHECKING:
    from ..request import WireRequest

ANSWERED = "answered"
"""The reason of an attempt that succeeded."""

_NO_HEADERS: Mapping[str, str] = {}

DEFAULT_TIMEOUT = (10.0, 600.0)
"""Seconds to connect, and between bytes of the answer."""


@record
class CallHooks:
    """The functions that a call passes, in the order in which they are called.

    Attributes:
        prepared: take the request, and may return another one; once a call.
        answered: take the response; once a call.
        retried: take the `Attempt` that failed, before the wait for the next. What they raise ends the call.
        event: take each `CallEvent`. What they raise is logged.
        send: take a `PluginCall` and the function that sends it on; around each attempt, outermost first.
    """

    prepared: tuple[Callable[[Any], Any], ...] = ()
    answered: tuple[Callable[[Any], Any], ...] = ()
    retried: tuple[Callable[[Any], Any], ...] = ()
    event: tuple[Callable[[Any], Any], ...] = ()
    send: tuple[Callable[[Any, Any], Any], ...] = ()


NO_HOOKS = CallHooks()


@record
class DeliveryOptions:
    """How calls are delivered.

    Attributes:
        timeout: seconds to connect and between bytes.
        deadline: seconds for the whole call, or None.
        retries: what is tried again, and when.
        pace: whether to wait for the server's rate limit.
        stream: whether the body of the answer is left unread, whatever it is.
        hooks: the functions that each call passes.
    """

    timeout: Timeout = DEFAULT_TIMEOUT
    deadline: float | None = None
    retries: RetryPolicy = RetryPolicy()
    pace: bool = False
    stream: bool = False
    hooks: CallHooks = NO_HOOKS


@record(frozen=False, hidden=("url", "find_secrets"))
class CallContext:
    """Context for error messages: the call, its timeouts, and how much of the answer had arrived.

    Attributes:
        find_secrets: returns the texts that no message may show; few calls need them.
    """

    operation_id: str
    method: str
    url: str
    find_secrets: Callable[[], frozenset[str]] = frozenset
    timeout: Timeout = None
    deadline: Deadline = NEVER
    status_code: int | None = None
    received: int = 0

    def __init__(  # written out because every call makes one: the constructor of records takes ten times as long
        self,
        operation_id: str,
        method: str,
        url: str,
        find_secrets: Callable[[], frozenset[str]] = frozenset,
        timeout: Timeout = None,
        deadline: Deadline = NEVER,
        status_code: int | None = None,
        received: int = 0,
    ) -> None:
        self.operation_id = operation_id
        self.method = method
        self.url = url
        self.find_secrets = find_secrets
        self.timeout = timeout
        self.deadline = deadline
        self.status_code = status_code
        self.received = received

    @property
    def secrets(self) -> frozenset[str]:
        """Texts that no message may show."""
        return self.find_secrets()


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
    """What came of one attempt: an answer (its body as it arrives), or the failure of the network."""

    answer: Any = None
    status_code: int | None = None
    headers: Mapping[str, str] = _NO_HEADERS
    error: TransportError | None = None

    def __init__(  # written out for the sake of speed, as above
        self,
        answer: Any = None,
        status_code: int | None = None,
        headers: Mapping[str, str] = _NO_HEADERS,
        error: TransportError | None = None,
    ) -> None:
        self.answer = answer
        self.status_code = status_code
        self.headers = headers
        self.error = error

    @property
    def is_success(self) -> bool:
        """Whether there is an answer whose status is below 400."""
        return self.error is None and (self.status_code or 0) < 400


class Delivery:
    """A call that was carried out.

    Args:
        attempts: every attempt, the last one last; or the seconds of the only one, which succeeded.

    Attributes:
        wire: the request, as the request stage made it.
        context: the call, for error messages.
        answer: the body of the answer as it arrives, with the raw answer; None after a failure.
        error: the failure of the network, or None.
    """

    __slots__ = ("_attempts", "_outcome", "answer", "context", "error", "wire")

    def __init__(
        self, wire: WireRequest, context: CallContext, outcome: Outcome, attempts: tuple[Attempt, ...] | float
    ) -> None:
        self.wire = wire
        self.context = context
        self.answer = outcome.answer
        self.error = outcome.error
        self._outcome = outcome
        self._attempts = attempts

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt, the last one last."""
        if not isinstance(self._attempts, tuple):
            status, seconds = self._outcome.status_code, self._attempts
            self._attempts = (Attempt(self.wire.operation_id, 1, status, None, 0.0, seconds, None, ANSWERED),)
        return self._attempts
