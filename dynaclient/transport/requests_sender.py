"""Send through a session of requests, respecting all of its settings."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from requests.auth import AuthBase
from requests.utils import get_auth_from_url
from urllib3.response import GzipDecoder

from .._version import __version__
from ..errors import RequestError, TransportError
from ..request import WireRequest
from ..types import MISSING
from .bodies import can_replay, chunks_of, is_stream, rewind_body
from .connections import keep_deadlines_of, within_deadline
from .deadlines import Timeout, parts_of
from .delivery import CallContext, Outcome
from .failures import NETWORK_ERRORS, error_to_raise, reason_of
from .fields import Fields, add_cookies
from .redirects import as_written, keep_query, send_along
from .requests_adapter import PoolCachingAdapter
from .requests_body import Incoming, read_redirect
from .requests_preparer import RequestPreparer
from .secrecy import keep_out_of_logs
from .senders import SenderBase

if TYPE_CHECKING:
    from .network import Network

USER_AGENT = f"dynaclient/{__version__}"


_SAFE_CODINGS = () if "max_length" in GzipDecoder.decompress.__code__.co_varnames else (
    ("Accept-Encoding", "gzip, deflate"),
)  # fmt: skip
"""Instead of all codings that urllib3 decodes, if it is too old to limit what a few bytes of br or zstd become."""

_POOL = 256
"""Connections kept per host: as many as there may be threads."""


class _AsPrepared(AuthBase):
    """Leaves the request unchanged, to keep requests from looking for a password in ~/.netrc."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Token(AuthBase):
    """Signs with the token of an OAuth 2 session, which does so itself only in `request()`, not used here."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


class Sender(SenderBase):
    """Sends through one session. Closes only a session that it created.

    Args:
        session: the caller's own, or None to create one.
        app: an application to call instead of the network.
        network: how connections are made, if not as by default.
    """

    def __init__(
        self, session: requests.Session | None = None, app: Any = None, network: Network | None = None
    ) -> None:
        if session is not None and app is not None:
            raise ValueError("pass session= or app=, not both: an application is called through a session of its own")
        self.owns_session = session is None
        self.session = requests.Session() if session is None else session
        self._in_process = app is not None
        self._takes_timeouts = session is None and app is None
        if session is None:
            self.session.headers = Fields([*self.session.headers.items(), ("User-Agent", USER_AGENT), *_SAFE_CODINGS])
            self.session.verify = os.environ.get("SSL_CERT_FILE") or True
            for prefix in ("http://", "https://"):  # requests keeps only ten connections by default
                self.session.mount(prefix, PoolCachingAdapter(network, pool_maxsize=_POOL))
        self._proxies = None if network is None else network.proxies
        if app is not None:
            adapter = _adapter_of(app)
            self.session.trust_env = False  # there is no proxy in front of an in-process application
            self.session.mount("http://", adapter)
            self.session.mount("https://", adapter)
        reads_proxies = self.owns_session and self._proxies is None and app is None
        self._preparer = RequestPreparer(self.session, is_ours=self.owns_session, reads_proxies=reads_proxies)

    def close(self) -> None:
        """Close the connections, unless the session is the caller's."""
        if self.owns_session:
            self.session.close()

    def forget(self) -> None:
        """Drop the connections in a forked process: they belong to its parent."""
        for adapter in self.session.adapters.values():
            adapter.close()

    def prepare(self, wire: WireRequest, without: Iterable[str] = ()) -> requests.PreparedRequest:
        """The request as the session sends it: with its headers, cookies, authentication, parameters and hooks.

        Args:
            without: names of session headers to leave out.

        Raises:
            RequestError: the request is invalid; nothing was sent.
        """
        prepared = self._preparer.prepare(wire, without) or self._prepare_by_session(wire, without)
        if wire.cookies or "Cookie" in prepared.headers:
            add_cookies(prepared, wire)
        prepared.operation_id = wire.operation_id  # type: ignore[attr-defined]  # for hooks and callers
        return prepared

    def _prepare_by_session(self, wire: WireRequest, without: Iterable[str]) -> requests.PreparedRequest:
        if hasattr(wire.body, "__aiter__"):
            raise RequestError(
                "the body is an async iterable, which only an AsyncClient without app= can send. Nothing was sent",
                operation_id=wire.operation_id,
            )
        headers: dict[str, Any] = {**dict.fromkeys(without), **wire.headers}
        request = requests.Request(
            as_written(wire.method), wire.url, headers=headers, data=_body_of(wire), auth=self._auth(wire)
        )
        reason = ""
        try:
            prepared = self.session.prepare_request(request)
        except requests.RequestException as error:
            reason = reason_of(error)
        if reason:  # raised outside `except`: the library's error, which shows the URL, must not become its context
            raise RequestError(f"{reason}. Nothing was sent", operation_id=wire.operation_id)
        return prepared

    def _auth(self, wire: WireRequest) -> Any:
        """The handler that signs: the call's own; none if there is an Authorization header already; else the session's.

        A session created here does not read ~/.netrc.
        """
        if wire.auth is not None:
            return wire.auth
        if any(name.lower() == "authorization" for name in wire.headers):
            return _AsPrepared()
        if self.owns_session:
            user_info = get_auth_from_url(wire.url)
            return user_info if any(user_info) else _AsPrepared()
        signed = "authorization" in map(str.lower, self.session.headers)
        token = getattr(self.session, "access_token", None)  # as on an OAuth2Session of requests-oauthlib
        if isinstance(token, str) and token and not signed:
            return _Token(token)
        return _AsPrepared() if self.session.auth is None and signed else None

    def attempt(
        self,
        request: requests.PreparedRequest,
        wire: WireRequest,
        context: CallContext,
        *,
        stream: bool,
        again: bool,
        follow: bool = True,
    ) -> Outcome:
        """Send a prepared request; see `SenderBase.attempt`. The answer is an `Incoming`."""
        if again:
            rewind_body(request.body)
        keep_out_of_logs(context.find_secrets())
        failure: BaseException | None = None
        try:
            raw = (self._follow if follow else self._send_once)(request, wire, context)
        except NETWORK_ERRORS as error:
            failure = getattr(request.body, "failure", None) or error_to_raise(error, context)
        if failure is not None:
            if isinstance(failure, TransportError):
                return Outcome(status_code=failure.status_code, error=failure)
            raise failure
        incoming = Incoming(raw, context)
        incoming.is_stream = raw.status_code < 400 and is_stream(raw.headers.get("Content-Type") or "")
        if not (stream or incoming.is_stream):
            try:
                incoming.read()
            except TransportError as error:
                return Outcome(status_code=error.status_code, error=error)
        return Outcome(incoming, raw.status_code, raw.headers)

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        late = self._in_process and outcome is not None and outcome.answer is not None and not outcome.answer.is_read
        if hasattr(wire.body, "known_size") and not late:  # such an application reads its input while answering
            wire.body.close()

    def _follow(self, prepared: requests.PreparedRequest, wire: WireRequest, context: CallContext) -> requests.Response:
        history: list[requests.Response] = []
        at_home, hops = True, 0
        while True:
            response = self._send_once(prepared, wire if at_home else None, context)
            following = response.next
            if following is None:
                response.history = [*history, *response.history]
                return response
            hops += 1
            if hops > self.session.max_redirects:
                raise requests.TooManyRedirects(f"redirected more than {self.session.max_redirects} times")
            keep_query(following, prepared, response.status_code)
            if not can_replay(following.body):
                raise requests.exceptions.UnrewindableBodyError
            history += [*response.history, response]
            at_home = send_along(following, prepared, wire, self.session, context.secrets, at_home=at_home)
            prepared = following

    def _send_once(
        self, prepared: requests.PreparedRequest, wire: WireRequest | None, context: CallContext
    ) -> requests.Response:
        cert = wire.cert if wire is not None else None
        settings = self._preparer.settings(prepared.url or "", True, cert)
        if self._proxies is not None:
            settings["proxies"] = self._proxies
        if wire is None:
            settings["cert"] = None  # a client certificate is a credential too
        if not self.owns_session:
            if isinstance(cert, ssl.SSLContext):
                raise RequestError(
                    "a session of your own takes the paths of a certificate, not an SSLContext: pass those, or mount "
                    "an adapter that uses the context",
                    operation_id=context.operation_id,
                )
            keep_deadlines_of(self.session, prepared, settings)
            _read_redirects(prepared)
        if context.deadline.seconds is None:
            timeout: Any = _timeout_of(context.timeout) if self._takes_timeouts else context.timeout
            return self.session.send(prepared, timeout=timeout, allow_redirects=False, **settings)
        with within_deadline(context):
            return self.session.send(prepared, timeout=_timeout_within(context), allow_redirects=False, **settings)


def _adapter_of(app: Any) -> requests.adapters.BaseAdapter:
    """The adapter that calls an application."""
    from .applications import kind_of_application

    if kind_of_application(app) == "asgi":
        from .requests_asgi import ASGIAdapter

        return ASGIAdapter(app)
    from .requests_wsgi import WSGIAdapter

    return WSGIAdapter(app)


def _body_of(wire: WireRequest) -> Any:
    """The body in a form for requests: an iterator if its size is unknown, b"" if it is empty."""
    body = wire.body
    size = getattr(body, "known_size", MISSING)
    if size is None:
        return body if can_replay(body) or hasattr(body, "failure") else chunks_of(body)
    return b"" if size == 0 else body


def _read_redirects(prepared: requests.PreparedRequest) -> None:
    """Let `read_redirect` run first: the session is not ours, and its adapters need not do it."""
    hooks: Any = prepared.hooks.setdefault("response", [])
    if read_redirect not in hooks:
        hooks.insert(0, read_redirect)


def _timeout_within(context: CallContext) -> Any:
    """The timeout of one request: connecting and waiting for the answer share the time left until the deadline."""
    connect, read = parts_of(context.timeout)
    return urllib3.Timeout(total=max(context.deadline.remaining or 0.0, 1e-3), connect=connect, read=read)


@lru_cache(maxsize=64)
def _timeout_of(timeout: Timeout) -> urllib3.Timeout:
    """A timeout in the form of urllib3, which requests would make for each request."""
    connect, read = parts_of(timeout)
    return urllib3.Timeout(connect=connect, read=read)
