"""What the sending libraries raise → our errors, in words of their own that hold no secret and no whole address."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from typing import TypeVar

import requests
import urllib3.exceptions

from ..errors import ConnectionFailed, DeadlineExceeded, TransportError
from ..record import record
from ..wording import masked
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
    "ContentDecodingError": "the answer is not compressed as its Content-Encoding says",
    "UnrewindableBodyError": "the server wants the body again at another address, and it cannot be read twice; "
    "pass bytes, a path or a file that can go back",
}
"""By the name of the error of requests. What is not here is a connection that failed."""


class ApplicationError(Exception):
    """Carries what an application in process raised past all who handle errors of the network."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error


@record(
    hidden=(
        "url",
        "secrets",
    )
)
class Errand:
    """The call that an error belongs to, for its text."""

    operation_id: str
    method: str
    url: str
    secrets: frozenset[str] = frozenset()


def translated(act: Callable[[], T], errand: Errand) -> T:
    """What `act` gives; what the libraries raise in it becomes a `TransportError`.

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
    except _LIBRARY_ERRORS as error:
        told = failure_of(error, errand)
    except (OSError, ValueError) as error:
        if not _raised_in_library(error):
            raise
        told = failure_of(error, errand)
    raise told


def failure_of(error: BaseException, errand: Errand) -> TransportError:
    """The error in words. The URL is shown without its query."""
    chain = list(_chain(error))
    shown = masked(without_secrets(errand.url, errand.secrets), errand.secrets).partition("?")[0]
    if any(_is_timeout(item) for item in chain):
        connecting = any(isinstance(item, _CONNECT_TIMEOUTS) for item in chain)
        text = f"the time {'to connect' if connecting else 'between two bytes of the answer'} ran out (timeout=)"
        return DeadlineExceeded(text, operation_id=errand.operation_id, method=errand.method, url=shown)
    reason = masked(reason_of(error), errand.secrets)
    return ConnectionFailed(reason, operation_id=errand.operation_id, method=errand.method, url=shown)


def reason_of(error: BaseException) -> str:
    """What went wrong, with the operating system's own words where there are any, and no address."""
    if isinstance(error, requests.TooManyRedirects):
        return str(error)
    deepest = list(_chain(error))[-1]
    known = _REASONS.get(type(error).__name__, "no connection, or it broke before the answer was complete")
    if isinstance(error, requests.RequestException) and not isinstance(error, requests.ConnectionError):
        return known if type(error).__name__ in _REASONS else f"{known} ({type(error).__name__})"
    told = getattr(deepest, "strerror", None)
    return f"{known}: {told}" if isinstance(told, str) and told else f"{known} ({type(deepest).__name__})"


def _is_timeout(error: BaseException) -> bool:
    # in older releases of urllib3 a refused connection is a kind of timeout
    return isinstance(error, _TIMEOUTS) and not isinstance(error, urllib3.exceptions.NewConnectionError)


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
