"""Values of a call being delivered: its options, its context, its attempts and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import record
from ..errors import TransportError
from .deadlines import NEVER, Deadline, Timeout
from .retries import RetryPolicy

if TYPE_CHECKING:
    from ..request import WireRequest
    from .rates import Rate

ANSWERED = "answered"
"""The reason of an attempt that succeeded."""

_NO_HEADERS: Mapping[str, str] = {}

DEFAULT_TIMEOUT = (10.0, 600.0)
"""Seconds to connect, and between bytes of the answer."""

MAX_BODY = 1 << 30
"""The most bytes of a body that are held in memory, after decompression."""


@record
class CallHooks:
    """The hooks of a call, in the order in which they run.

    Attributes:
        prepared: take the request and may return another; once per call.
        answered: take the response; once per call.
        retried: take the failed `Attempt`, before the wait for the next one. An exception ends the call.
        event: take each `CallEvent`. An exception is logged.
        send: take a `PluginCall` and the function that sends it on; around each attempt, outermost first.
        token: the same, around each request that obtains a credential.
    """

    prepared: tuple[Callable[[Any], Any], ...] = ()
    answered: tuple[Callable[[Any], Any], ...] = ()
    retried: tuple[Callable[[Any], Any], ...] = ()
    event: tuple[Callable[[Any], Any], ...] = ()
    send: tuple[Callable[[Any, Any], Any], ...] = ()
    token: tuple[Callable[[Any, Any], Any], ...] = ()


NO_HOOKS = CallHooks()


@record
class DeliveryOptions:
    """How to deliver a call.

    Attributes:
        timeout: seconds to connect and between bytes.
        deadline: seconds for the whole call, a deadline that has begun, or None.
        retries: which failures to retry, and when.
        pace: whether to wait for the server's rate limit.
        rate: the most requests that are sent, or None.
        stream: whether to leave the body of any answer unread.
        max_body: the most bytes of a body to hold in memory, or None.
        hooks: the hooks that run for each call.
    """

    timeout: Timeout = DEFAULT_TIMEOUT
    deadline: float | Deadline | None = None
    retries: RetryPolicy = RetryPolicy()
    pace: bool = True
    rate: Rate | None = None
    stream: bool = False
    max_body: int | None = MAX_BODY
    hooks: CallHooks = NO_HOOKS


@record(frozen=False, hidden=("url", "find_secrets", "texts"), aside=("token_error",))
class CallContext:
    """Context for error messages: the call, its timeouts, and how much of the answer had arrived.

    After a 401, `token_error` is why no newer token could be obtained; it is missing otherwise.

    Attributes:
        find_secrets: returns the secrets in the request.
        max_body: the most bytes of a body to hold in memory, or None.
        texts: returns the texts of the client's credentials.
        path: the path template of the operation.
    """

    operation_id: str
    method: str
    url: str
    find_secrets: Callable[[], frozenset[str]] = frozenset
    timeout: Timeout = None
    deadline: Deadline = NEVER
    status_code: int | None = None
    received: int = 0
    max_body: int | None = None
    texts: Callable[[], frozenset[str]] = frozenset
    path: str = ""

    if TYPE_CHECKING:
        token_error: Exception | None = None

    def __init__(  # written out for speed: every call makes one, and a record's constructor takes ten times as long
        self,
        operation_id: str,
        method: str,
        url: str,
        find_secrets: Callable[[], frozenset[str]] = frozenset,
        timeout: Timeout = None,
        deadline: Deadline = NEVER,
        status_code: int | None = None,
        received: int = 0,
        max_body: int | None = None,
        texts: Callable[[], frozenset[str]] = frozenset,
        path: str = "",
    ) -> None:
        self.operation_id = operation_id
        self.method = method
        self.url = url
        self.find_secrets = find_secrets
        self.timeout = timeout
        self.deadline = deadline
        self.status_code = status_code
        self.received = received
        self.max_body = max_body
        self.texts = texts
        self.path = path

    @property
    def secrets(self) -> frozenset[str]:
        """Texts that no message may show; found when they are asked for, since few calls need them."""
        return self.find_secrets() | self.texts()


@record
class Attempt:
    """One attempt of a call, as in `on_retry` and `response.attempts`.

    Attributes:
        operation_id: the operation that was called.
        number: from 1.
        status_code: the status that was received, or None.
        error: the network failure, or None.
        started: seconds since the start of the call.
        seconds: how long the attempt took.
        wait: seconds until the next attempt; None for the last one.
        reason: why it is retried, or why not.
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
    """The result of one attempt: an answer (its body as it arrives) or a network failure."""

    answer: Any = None
    status_code: int | None = None
    headers: Mapping[str, str] = _NO_HEADERS
    error: TransportError | None = None

    def __init__(  # written out for speed, as above
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
    """A completed call.

    Args:
        attempts: every attempt in order; or, if there was one and it succeeded, the seconds it took.

    Attributes:
        wire: the request, as the request stage built it.
        context: the call, for error messages.
        answer: the body of the answer as it arrives, with the raw answer; None after a failure.
        error: the network failure, or None.
    """

    __slots__ = ("_attempts", "_status", "answer", "context", "error", "wire")

    def __init__(
        self, wire: WireRequest, context: CallContext, outcome: Outcome, attempts: tuple[Attempt, ...] | float
    ) -> None:
        self.wire = wire
        self.context = context
        self.answer = outcome.answer
        self.error = outcome.error
        self._status = outcome.status_code
        self._attempts = attempts

    @property
    def count(self) -> int:
        """How many attempts there were."""
        return len(self._attempts) if isinstance(self._attempts, tuple) else 1

    @property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every attempt, in order."""
        if not isinstance(self._attempts, tuple):
            seconds = self._attempts
            self._attempts = (Attempt(self.wire.operation_id, 1, self._status, None, 0.0, seconds, None, ANSWERED),)
        return self._attempts
