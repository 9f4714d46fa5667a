"""WireRequest → PreparedRequest → requests.Response, through a session whose every setting is respected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import requests
from requests.auth import AuthBase

from .. import __version__
from ..errors import ConnectionFailed, DeadlineExceeded, TransportError
from ..request import WireRequest
from ..wording import masked
from .redirects import leave_credentials, origin_of, without_secrets
from .secrecy import keep_out_of_logs
from .wsgi import WSGIAdapter

Timeout = float | tuple[float, float] | None
"""Seconds: for connecting and between bytes alike, or one for each; None waits for ever."""

USER_AGENT = f"dynaclient/{__version__}"


class _AsPrepared(AuthBase):
    """Leaves a request as it is, so that requests does not look for a password of its own (in ~/.netrc)."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class Sender:
    """Sends through one session. Closes the session only if it made it.

    Args:
        session: the caller's own, or None to make one.
        app: a WSGI application to call instead of the network.
    """

    def __init__(self, session: requests.Session | None = None, app: Any = None) -> None:
        if session is not None and app is not None:
            raise ValueError("pass session= or app=, not both: an application is called through a session of its own")
        self.owns_session = session is None
        self.session = requests.Session() if session is None else session
        if session is None:
            self.session.headers["User-Agent"] = USER_AGENT
        if app is not None:
            adapter = WSGIAdapter(app)
            self.session.trust_env = False  # no proxy stands between an application and its caller
            self.session.mount("http://", adapter)
            self.session.mount("https://", adapter)

    def close(self) -> None:
        """Close the connections, unless the session is the caller's."""
        if self.owns_session:
            self.session.close()

    def prepare(self, wire: WireRequest) -> requests.PreparedRequest:
        """The request as the session sends it: with its headers, cookies, authentication, parameters and hooks."""
        auth = wire.auth
        if auth is None and any(name.lower() == "authorization" for name in wire.headers):
            auth = _AsPrepared()
        request = requests.Request(wire.method, wire.url, headers=dict(wire.headers), data=wire.body, auth=auth)
        try:
            prepared = self.session.prepare_request(request)
        except requests.RequestException as error:
            raise self._failure(error, wire, wire.url) from None
        prepared.operation_id = wire.operation_id  # type: ignore[attr-defined]  # for hooks and users to read
        _add_cookies(prepared, wire)
        return prepared

    def send(
        self, prepared: requests.PreparedRequest, wire: WireRequest, *, timeout: Timeout, stream: bool
    ) -> requests.Response:
        """Send a prepared request and follow its redirects.

        Raises:
            ConnectionFailed, DeadlineExceeded: no complete answer was received.
        """
        if wire.secrets and any(secret in wire.url for secret in wire.secrets):
            keep_out_of_logs(wire.secrets)
        try:
            return self._follow(prepared, wire, timeout, stream)
        except requests.RequestException as error:
            raise self._failure(error, wire, prepared.url or wire.url) from None
        except OSError as error:
            raise self._failure(error, wire, prepared.url or wire.url) from None
        finally:
            close: Callable[[], None] | None = getattr(wire.body, "close", None)
            if close is not None and hasattr(wire.body, "known_size"):  # what the request stage opened itself
                close()

    def _follow(
        self, prepared: requests.PreparedRequest, wire: WireRequest, timeout: Timeout, stream: bool
    ) -> requests.Response:
        history: list[requests.Response] = []
        at_home = True
        while True:
            response = self._send_once(prepared, wire if at_home else None, timeout, stream)
            following = response.next
            if following is None:
                response.history = history
                return response
            if len(history) >= self.session.max_redirects:
                raise requests.TooManyRedirects(f"redirected more than {self.session.max_redirects} times")
            history.append(response)
            if origin_of(following.url or "") != origin_of(prepared.url or ""):
                at_home = False
                leave_credentials(following, self.session, wire.secrets)
            elif at_home:
                _add_cookies(following, wire)
            following.operation_id = wire.operation_id  # type: ignore[attr-defined]
            prepared = following

    def _send_once(
        self, prepared: requests.PreparedRequest, wire: WireRequest | None, timeout: Timeout, stream: bool
    ) -> requests.Response:
        cert = wire.cert if wire is not None else None
        settings = self.session.merge_environment_settings(prepared.url or "", {}, stream, None, cert)
        if wire is None:
            settings["cert"] = None  # a client certificate is a credential too
        return self.session.send(prepared, timeout=timeout, allow_redirects=False, **settings)

    def _failure(self, error: Exception, wire: WireRequest, url: str) -> TransportError:
        """The error in words, with no secret in it. The cause is left out: its text may hold the whole address."""
        place = {"operation_id": wire.operation_id, "method": wire.method}
        shown = masked(without_secrets(url, wire.secrets), wire.secrets).partition("?")[0]
        if isinstance(error, requests.Timeout):
            waited = "to connect" if isinstance(error, requests.ConnectTimeout) else "between two bytes of the answer"
            return DeadlineExceeded(f"the time {waited} ran out (timeout=)", url=shown, **place)
        reason = masked(_reason(error), wire.secrets)
        return ConnectionFailed(reason, url=shown, **place)


def _reason(error: BaseException) -> str:
    """The innermost reason that has words of its own and no address in it."""
    deepest: BaseException = error
    seen: set[int] = set()
    while id(deepest) not in seen:
        seen.add(id(deepest))
        inner = getattr(deepest, "reason", None)
        if not isinstance(inner, BaseException):
            inner = next((arg for arg in deepest.args if isinstance(arg, BaseException)), None)
        inner = inner or deepest.__cause__ or deepest.__context__
        if not isinstance(inner, BaseException):
            break
        deepest = inner
    known = {
        "SSLError": "the TLS connection was refused",
        "ProxyError": "the proxy could not be reached",
        "TooManyRedirects": str(error),
        "InvalidURL": "the address is no URL that can be sent to",
        "InvalidSchema": "no adapter of the session handles this address",
        "ChunkedEncodingError": "the connection broke before the answer was complete",
    }.get(type(error).__name__, "no connection, or it broke before the answer was complete")
    told = getattr(deepest, "strerror", None)
    return f"{known}: {told}" if isinstance(told, str) and told else f"{known} ({type(deepest).__name__})"


def _add_cookies(prepared: requests.PreparedRequest, wire: WireRequest) -> None:
    """Join the call's cookies with those of the session; of two with one name the call's is sent."""
    if not wire.cookies:
        return
    own = {name for name, _ in wire.cookies}
    held = [pair.strip() for pair in str(prepared.headers.get("Cookie", "")).split(";") if pair.strip()]
    kept = [pair for pair in held if pair.partition("=")[0] not in own]
    prepared.headers["Cookie"] = "; ".join([*kept, *(f"{name}={value}" for name, value in wire.cookies)])
