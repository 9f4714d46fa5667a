"""What the sending libraries raise → our errors, in words of their own that hold no secret and no whole address."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import requests
import urllib3.exceptions

from .._support.record import record
from .._support.wording import masked
from ..errors import ConnectionFailed, DeadlineExceeded, TransportError
from .deadlines import NEVER, Deadline, Timeout, parts_of
from .redirects import without_secrets

T = TypeVar("T")

_LIBRARY_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException)
_LIBRARIES = frozenset(["email", "encodings", "http", "idna", "requests", "socket", "ssl", "urllib", "urllib3"])
_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_CONNECT_TIMEOUTS = (requests.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError)

_REASONS = {
    "SSLError": "the TLS connection was refused",
    "ProxyError": "the proxy could not be reached",
    "InvalidURL": "the address is no URL that can be sent to",
    "InvalidSchema": "no adapter of the session handles this address",
    "InvalidHeader": "a header begins with a space, or holds what no header can carry",
    "ChunkedEncodingError": "the connection broke before the answer was complete",
    "ClientConnectorSSLError": "the TLS connection was refused",
    "ClientConnectorCertificateError": "the TLS connection was refused",
    "ClientProxyConnectionError": "the proxy could not be reached",
    "ClientPayloadError": "the connection broke before the answer was complete",
    "IncompleteRead": "the connection broke before the answer was complete",
    "ProtocolError": "the connection broke before the answer was complete",
    "ServerDisconnectedError": "the server closed the connection without an answer",
    "ContentDecodingError": "the answer is not compressed as its Content-Encoding says",
    "UnrewindableBodyError": "the server wants the body again at another address, and it cannot be read twice; "
    "pass bytes, a path or a file that can go back",
}
"""By the name of the error of requests or aiohttp. What is not here is a connection that failed."""

_NEVER_SENT = frozenset(
    [
        "ConnectTimeoutError",  # urllib3
        "NewConnectionError",
        "NameResolutionError",
        "ProxyError",  # raised by urllib3 only while it connects to the proxy
        "ClientConnectorError",  # aiohttp
        "ClientConnectorDNSError",
        "ClientConnectorSSLError",
        "ClientConnectorCertificateError",
        "ClientProxyConnectionError",
        "ConnectionTimeoutError",
        "ServerFingerprintMismatch",
        "SSLCertVerificationError",
        "ConnectionRefusedError",
    ]
)
"""What is raised only where no byte of the request reached the server."""

_LASTING = frozenset(["TooManyRedirects", "UnrewindableBodyError", "InvalidURL", "InvalidSchema", "InvalidHeader"])
"""What does not become better with another attempt."""

_BEFORE_ANYTHING = (
    "WRONG_VERSION_NUMBER",
    "UNSUPPORTED_PROTOCOL",
    "PROTOCOL_VERSION",
    "HANDSHAKE_FAILURE",
    "NO_PROTOCOLS",
)
"""Reasons of the TLS library for a connection that it refused."""


class ApplicationError(Exception):
    """Carries what an application in process raised past all who handle errors of the network."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


@record(frozen=False, hidden=("url", "find_secrets"))
class CallContext:
    """The call that an error belongs to, for its text: what it had of time, and what had come of the answer.

    Attributes:
        find_secrets: gives the texts that must not be seen, which few calls have to know.
    """

    operation_id: str
    method: str
    url: str
    find_secrets: Callable[[], frozenset[str]] = frozenset
    timeout: Timeout = None
    deadline: Deadline = NEVER
    status_code: int | None = None
    received: int = 0

    @property
    def secrets(self) -> frozenset[str]:
        """Texts that must not be seen."""
        return self.find_secrets()


def with_network_errors(act: Callable[[], T], context: CallContext | Callable[[], CallContext]) -> T:
    """What `act` gives; what the libraries raise in it becomes a `TransportError`.

    Args:
        context: the call, or a function that says how far it has come by then.

    That is raised where no other error is being handled: the library's own would stand in its context, and the whole
    address in that one's text.

    Raises:
        ConnectionFailed, DeadlineExceeded: no complete answer was received.
    """
    told: BaseException
    try:
        return act()
    except ApplicationError as error:
        told = error.error
        if getattr(told, "cuts_connection", False):  # an application that plays a broken network
            told = failure_of(told, context() if callable(context) else context)
    except _LIBRARY_ERRORS as error:
        told = failure_of(error, context() if callable(context) else context)
    except (OSError, ValueError) as error:
        if not _raised_in_library(error):
            raise
        told = failure_of(error, context() if callable(context) else context)
    raise told


def failure_of(error: BaseException, context: CallContext) -> TransportError:
    """The error in words. The URL is shown without its query."""
    chain, secrets = list(_chain(error)), context.secrets
    is_file_missing = _missing_file(error) is not None
    known: dict[str, Any] = {
        "operation_id": context.operation_id,
        "method": context.method,
        "url": masked(without_secrets(context.url, secrets), secrets).partition("?")[0],
        "sent": context.status_code is not None or not (is_file_missing or any(map(_is_never_sent, chain))),
        "lasting": is_file_missing or any(type(item).__name__ in _LASTING for item in chain),
        "status_code": context.status_code,
        "received": context.received,
    }
    if any(_is_timeout(item) for item in chain):
        if context.deadline.expired:
            return deadline_exceeded(context.deadline, **known)
        connect, read = parts_of(context.timeout)
        if any(_is_connecting(item) for item in chain):
            return DeadlineExceeded(
                "the time to connect ran out (timeout=)", ran_out="connect", seconds=connect, **known
            )
        text = "the time between two bytes of the answer ran out (timeout=)"
        return DeadlineExceeded(text, ran_out="read", seconds=read, **known)
    return ConnectionFailed(masked(reason_of(error), secrets), **known)


def deadline_exceeded(deadline: Deadline, **known: Any) -> DeadlineExceeded:
    """The error of a call whose time is over."""
    text = f"the deadline of {deadline.seconds:g} s ran out (deadline=)"
    return DeadlineExceeded(text, ran_out="deadline", seconds=deadline.seconds, **known)


def reason_of(error: BaseException) -> str:
    """What went wrong, with the operating system's own words where there are any, and no address."""
    if isinstance(error, requests.TooManyRedirects):
        return str(error)
    missing = _missing_file(error)
    if missing is not None:
        return f"there is no file {missing!r}, which the TLS settings name"
    deepest = list(_chain(error))[-1]
    known = _REASONS.get(type(error).__name__, "no connection, or it broke before the answer was complete")
    if isinstance(error, requests.RequestException) and not isinstance(error, requests.ConnectionError):
        return known if type(error).__name__ in _REASONS else f"{known} ({type(error).__name__})"
    told = getattr(deepest, "strerror", None)
    return f"{known}: {told}" if isinstance(told, str) and told else f"{known} ({type(deepest).__name__})"


class MissingFile(FileNotFoundError):
    """A file that the TLS settings name is not there."""


def _missing_file(error: BaseException) -> str | None:
    """The certificate, key or bundle that is not there: requests raises a bare OSError and says it in its text only."""
    if isinstance(error, MissingFile):
        return str(error.filename)
    said, _, path = str(error).rpartition("invalid path: ")
    return path if type(error) is OSError and said else None


def _is_timeout(error: BaseException) -> bool:
    # in older releases of urllib3 a refused connection is a kind of timeout; asyncio has one of its own in Python 3.10
    is_one = isinstance(error, _TIMEOUTS) or any(kind.__name__ == "TimeoutError" for kind in type(error).__mro__)
    return is_one and not isinstance(error, urllib3.exceptions.NewConnectionError)


def _is_connecting(error: BaseException) -> bool:
    return isinstance(error, _CONNECT_TIMEOUTS) or type(error).__name__ == "ConnectionTimeoutError"


def _is_never_sent(error: BaseException) -> bool:
    """Whether this says for certain that no byte of the request reached the server."""
    if isinstance(error, ssl.SSLError) and any(reason in (error.reason or "") for reason in _BEFORE_ANYTHING):
        return True
    return type(error).__name__ in _NEVER_SENT or isinstance(error, requests.ConnectTimeout)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error, and what it says it comes from, down to the first."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        reason = getattr(following, "reason", None)
        inner = [reason, *following.args, following.__cause__, following.__context__]
        following = next((item for item in inner if isinstance(item, BaseException)), None)


def _raised_in_library(error: BaseException) -> bool:
    """Whether an error of Python's own comes out of the libraries, not out of a hook or adapter of the caller."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    return module.partition(".")[0] in _LIBRARIES
