"""Turn the sending libraries' exceptions into ours, with messages that hold no secret and no full URL."""

from __future__ import annotations

import http.client
import re
import ssl
from collections.abc import Iterator
from typing import Any

import requests
import urllib3.exceptions

from .._support.wording import masked
from ..errors import BodyTooLarge, ConnectionFailed, DeadlineExceeded, MissingExtra, ResponseError, TransportError
from .deadlines import Deadline, parts_of
from .delivery import CallContext
from .redirects import without_secrets
from .tls_failures import (
    MissingFile,
    UnreadableFile,
    in_words,
    is_closed_early,
    is_refused,
    is_unreadable,
    reason_of_tls,
    reason_of_unreadable,
)

_LIBRARY_ERRORS = (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException)
_LIBRARIES = frozenset(
    ["aiohttp", "email", "encodings", "http", "idna", "requests", "socket", "ssl", "urllib", "urllib3", "yarl"]
)
_TIMEOUTS = (requests.Timeout, urllib3.exceptions.TimeoutError, TimeoutError)
_CONNECT_TIMEOUTS = (requests.ConnectTimeout, urllib3.exceptions.ConnectTimeoutError)

_REASONS = {
    "SSLError": "the TLS connection was refused",
    "ProxyError": "the proxy could not be reached",
    "InvalidURL": "the address is not a valid URL",
    "InvalidSchema": "the session has no adapter for this URL",
    "InvalidHeader": "a header begins with a space or holds a character that headers cannot carry",
    "ChunkedEncodingError": "the connection broke before the answer was complete",
    "ClientConnectorSSLError": "the TLS connection was refused",
    "ClientConnectorCertificateError": "the TLS connection was refused",
    "ClientProxyConnectionError": "the proxy could not be reached",
    "ClientPayloadError": "the connection broke before the answer was complete",
    "IncompleteRead": "the connection broke before the answer was complete",
    "ProtocolError": "the connection broke before the answer was complete",
    "ServerDisconnectedError": "the server closed the connection without an answer",
    "UnrewindableBodyError": "the server redirects the body to another address, and it cannot be read twice; "
    "pass bytes, a list, a path or a seekable file",
}
"""Messages by the name of the requests or aiohttp exception. Any other is a failed connection."""

_UNDECODABLE = frozenset(("ContentDecodingError", "ContentEncodingError", "DecodeError"))
"""Names of the exceptions of requests, aiohttp and urllib3 for a body that cannot be decompressed."""

_CODING = re.compile(r"content-encoding: ([\w-]+(?: \([\w-]+\))?)")

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
"""Exceptions raised only if no byte of the request reached the server."""

_LASTING = frozenset(
    [
        "TooManyRedirects",
        "UnrewindableBodyError",
        "InvalidURL",
        "InvalidSchema",
        "InvalidHeader",
        "SSLCertVerificationError",
    ]
)
"""Exceptions that another attempt would raise again."""


class ApplicationError(Exception):
    """Carries an exception of an in-process application past the handlers of network errors."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


NETWORK_ERRORS = (ApplicationError, *_LIBRARY_ERRORS, OSError, ValueError)
"""What sending and reading through requests may raise; `error_to_raise` converts each."""


def error_to_raise(error: Exception, context: CallContext) -> BaseException:
    """What to raise for one of `NETWORK_ERRORS`: a `TransportError`, or the error itself if a caller's code raised it.

    Raise it after the `except` block: inside it the library's error would become its context, and the message of that
    error holds the full URL.
    """
    if isinstance(error, ApplicationError):
        raised = error.error
        # an application that simulates a broken network
        return failure_of(raised, context) if getattr(raised, "cuts_connection", False) else raised
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in str(error):  # of the caller's own session
        return MissingExtra("a SOCKS proxy", "socks")
    if isinstance(error, (*_LIBRARY_ERRORS, MissingFile, UnreadableFile)) or _raised_in_library(error):
        return failure_of(error, context)
    return error


def failure_of(error: BaseException, context: CallContext) -> TransportError:
    """The `TransportError` for an exception. Its message shows the URL without the query."""
    chain = list(_chain(error))
    is_wrong_file = _missing_file(error) is not None or any(map(is_unreadable, chain))
    was_refused = any(map(is_refused, chain))
    known = {
        **_facts(context),
        "sent": context.status_code is not None
        or not (is_wrong_file or was_refused or any(map(_is_never_sent, chain))),
        "lasting": is_wrong_file or was_refused or any(type(item).__name__ in _LASTING for item in chain),
    }
    if any(_is_timeout(item) for item in chain):
        if context.deadline.expired:
            return deadline_exceeded(context.deadline, **known)
        connect, read = parts_of(context.timeout)
        if any(_is_connecting(item) for item in chain):
            return DeadlineExceeded("connecting took too long (timeout=)", ran_out="connect", seconds=connect, **known)
        text = "the server sent nothing for too long (timeout=)"
        return DeadlineExceeded(text, ran_out="read", seconds=read, **known)
    reason = reason_of(error)
    is_open = context.status_code is None and not (was_refused or is_wrong_file)
    if is_open and context.url[:6].lower() == "https:" and any(map(is_closed_early, chain)):
        reason = "the server closed the TLS connection before it answered; it may demand a client certificate (cert=)"
    return ConnectionFailed(masked(reason, context.secrets), **known)


def body_too_large(context: CallContext) -> BodyTooLarge:
    """The error of a call whose answer has a larger body than may be held in memory."""
    limit = context.max_body or 0
    return BodyTooLarge(
        f"the body is larger than {limit:,} bytes (max_body=); "
        "with_options(stream=True) leaves it to response.save(path) or response.iter_bytes()",
        limit=limit,
        lasting=True,
        **_facts(context),
    )


def no_second_time(context: CallContext, *, closed: bool) -> ResponseError:
    """The error of reading a body that was read before, or was closed before it was read."""
    text = "the stream has been read already; collect its items in a list to use them twice"
    if closed:
        text = "the response was closed before its body was read"
    return ResponseError(text, operation_id=context.operation_id)


def _facts(context: CallContext) -> dict[str, Any]:
    """What every error tells of its call. The URL is without its query and without secrets."""
    secrets = context.secrets
    return {
        "operation_id": context.operation_id,
        "method": context.method,
        "url": masked(without_secrets(context.url, secrets), secrets).partition("?")[0],
        "status_code": context.status_code,
        "received": context.received,
    }


def deadline_exceeded(deadline: Deadline, **known: Any) -> DeadlineExceeded:
    """The error of a call that exceeded its deadline."""
    text = f"the deadline of {round(deadline.seconds or 0.0, 3):g} s ran out (deadline=)"
    return DeadlineExceeded(text, ran_out="deadline", seconds=deadline.seconds, **known)


def reason_of(error: BaseException) -> str:
    """What went wrong, with the operating system's message if there is one, and without the URL."""
    if isinstance(error, requests.TooManyRedirects):
        return str(error)
    missing = _missing_file(error)
    if missing is not None:
        return f"there is no file {missing!r}, which the TLS settings name"
    if isinstance(error, UnreadableFile):
        return reason_of_unreadable(in_words(error))
    chain = list(_chain(error))
    undecodable = next((item for item in chain if type(item).__name__ in _UNDECODABLE), None)
    if undecodable is not None:
        coding = _CODING.search(str(undecodable))
        return f"the answer could not be decompressed as its Content-Encoding says{f': {coding[1]}' if coding else ''}"
    for item in chain:
        what = getattr(item, "verify_message", "")  # of an ssl.SSLCertVerificationError
        if isinstance(what, str) and what:
            what = what.rstrip(".")
            return f"the server's certificate was refused: {what} (verify= names the authorities to trust)"
    refused = next((item for item in chain if isinstance(item, ssl.SSLError) and getattr(item, "reason", None)), None)
    if refused is not None:
        return reason_of_tls(refused)
    deepest = chain[-1]
    known = _REASONS.get(type(error).__name__, "the connection failed, or broke before the answer was complete")
    if isinstance(error, requests.RequestException) and not isinstance(error, requests.ConnectionError):
        return known if type(error).__name__ in _REASONS else f"{known} ({type(error).__name__})"
    detail = in_words(deepest)
    return f"{known}: {detail}" if detail else f"{known} ({type(deepest).__name__})"


def _missing_file(error: BaseException) -> str | None:
    """The certificate, key or bundle that does not exist: requests raises a bare OSError with the path in its text."""
    if isinstance(error, MissingFile):
        return str(error.filename)
    before, _, path = str(error).rpartition("invalid path: ")
    return path if type(error) is OSError and before else None


def _is_timeout(error: BaseException) -> bool:
    # in older urllib3 a refused connection is a kind of timeout; in Python 3.10 asyncio has a TimeoutError of its own
    is_one = isinstance(error, _TIMEOUTS) or any(kind.__name__ == "TimeoutError" for kind in type(error).__mro__)
    return is_one and not isinstance(error, urllib3.exceptions.NewConnectionError)


def _is_connecting(error: BaseException) -> bool:
    return isinstance(error, _CONNECT_TIMEOUTS) or type(error).__name__ == "ConnectionTimeoutError"


def _is_never_sent(error: BaseException) -> bool:
    """Whether this proves that no byte of the request reached the server."""
    return type(error).__name__ in _NEVER_SENT or isinstance(error, requests.ConnectTimeout)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and its causes, down to the first."""
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        reason = getattr(following, "reason", None)
        inner = [reason, *following.args, following.__cause__, following.__context__]
        following = next((item for item in inner if isinstance(item, BaseException)), None)


def _raised_in_library(error: BaseException) -> bool:
    """Whether a built-in error was raised inside the libraries, not in a hook or adapter of the caller."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = "" if trace is None else str(trace.tb_frame.f_globals.get("__name__", ""))
    return module.partition(".")[0] in _LIBRARIES
