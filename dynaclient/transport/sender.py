"""WireRequest → PreparedRequest → requests.Response, through a session whose every setting is respected."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import requests
from requests.auth import AuthBase
from requests.utils import get_auth_from_url

from .. import __version__
from ..errors import RequestError
from ..request import WireRequest
from ..types import MISSING
from .failures import Errand, reason_of, translated
from .preparing import Preparation
from .redirects import can_be_repeated, keep_authorization, leave_credentials, origin_of
from .secrecy import keep_out_of_logs, secrets_in_headers, secrets_in_query
from .wsgi import WSGIAdapter

Timeout = float | tuple[float | None, float | None] | None
"""Seconds: for connecting and between bytes alike, or one for each; None waits for ever."""

_CHUNK = 1 << 16

USER_AGENT = f"dynaclient/{__version__}"


class _AsPrepared(AuthBase):
    """Leaves a request as it is, so that requests does not look for a password of its own (in ~/.netrc)."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        return request


class _Token(AuthBase):
    """Signs with the token of an OAuth 2 session, which would do so in `request()`: requests are not sent by that."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
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
        self._in_process = app is not None
        if session is None:
            self.session.headers["User-Agent"] = USER_AGENT
        if app is not None:
            adapter = WSGIAdapter(app)
            self.session.trust_env = False  # no proxy stands between an application and its caller
            self.session.mount("http://", adapter)
            self.session.mount("https://", adapter)
        self._preparation = Preparation(self.session, is_ours=self.owns_session)

    def close(self) -> None:
        """Close the connections, unless the session is the caller's."""
        if self.owns_session:
            self.session.close()

    def prepare(self, wire: WireRequest, without: Iterable[str] = ()) -> requests.PreparedRequest:
        """The request as the session sends it: with its headers, cookies, authentication, parameters and hooks.

        Args:
            without: names of headers of the session that are left out.

        Raises:
            RequestError: no request can be made of this; nothing was sent.
        """
        prepared = self._preparation.prepare(wire, without) or self._prepare_by_session(wire, without)
        if wire.cookies or "Cookie" in prepared.headers:
            _add_cookies(prepared, wire)
        prepared.operation_id = wire.operation_id  # type: ignore[attr-defined]  # for hooks and users to read
        return prepared

    def _prepare_by_session(self, wire: WireRequest, without: Iterable[str]) -> requests.PreparedRequest:
        headers: dict[str, Any] = {**dict.fromkeys(without), **wire.headers}
        request = requests.Request(wire.method, wire.url, headers=headers, data=_body_of(wire), auth=self._auth(wire))
        told = ""
        try:
            prepared = self.session.prepare_request(request)
        except requests.RequestException as error:
            told = reason_of(error)
        if told:  # raised out here, where the library's error and the address in it are no context
            raise RequestError(f"{told}. Nothing was sent", operation_id=wire.operation_id)
        return prepared

    def _auth(self, wire: WireRequest) -> Any:
        """The handler that signs: the call's own; none where an Authorization stands already; else the session's.

        A session made here takes nothing from ~/.netrc, since nobody asked for that.
        """
        if wire.auth is not None:
            return wire.auth
        if any(name.lower() == "authorization" for name in wire.headers):
            return _AsPrepared()
        if self.owns_session:
            user_info = get_auth_from_url(wire.url)
            return user_info if any(user_info) else _AsPrepared()
        signed = "authorization" in map(str.lower, self.session.headers)
        token = getattr(self.session, "access_token", None)  # as an OAuth2Session of requests-oauthlib has it
        if isinstance(token, str) and token and not signed:
            return _Token(token)
        return _AsPrepared() if self.session.auth is None and signed else None

    def send(
        self, prepared: requests.PreparedRequest, wire: WireRequest, *, timeout: Timeout, stream: bool
    ) -> requests.Response:
        """Send a prepared request and follow its redirects.

        Raises:
            ConnectionFailed, DeadlineExceeded: no complete answer was received.
        """
        secrets = secrets_of(prepared, wire)
        keep_out_of_logs(secrets)
        errand = Errand(wire.operation_id, wire.method, prepared.url or wire.url, secrets)
        try:
            return translated(lambda: self._follow(prepared, wire, errand, timeout, stream), errand)
        finally:
            late = stream and self._in_process  # such an application reads its input while its output is read
            if hasattr(wire.body, "known_size") and not late:  # what the request stage opened itself
                wire.body.close()

    def _follow(
        self, prepared: requests.PreparedRequest, wire: WireRequest, errand: Errand, timeout: Timeout, stream: bool
    ) -> requests.Response:
        history: list[requests.Response] = []
        at_home, hops = True, 0
        while True:
            response = self._send_once(prepared, wire if at_home else None, timeout, stream)
            following = response.next
            if following is None:
                response.history = [*history, *response.history]
                return response
            hops += 1
            if hops > self.session.max_redirects:
                raise requests.TooManyRedirects(f"redirected more than {self.session.max_redirects} times")
            if not can_be_repeated(following.body):
                raise requests.exceptions.UnrewindableBodyError
            history += [*response.history, response]
            if origin_of(following.url or "") != origin_of(prepared.url or ""):
                at_home = False
                leave_credentials(following, self.session, errand.secrets)
            else:
                keep_authorization(following, prepared)
                if at_home:
                    _add_cookies(following, wire)
            following.operation_id = wire.operation_id  # type: ignore[attr-defined]
            prepared = following

    def _send_once(
        self, prepared: requests.PreparedRequest, wire: WireRequest | None, timeout: Timeout, stream: bool
    ) -> requests.Response:
        cert = wire.cert if wire is not None else None
        settings = self._preparation.settings(prepared.url or "", stream, cert)
        if wire is None:
            settings["cert"] = None  # a client certificate is a credential too
        return self.session.send(prepared, timeout=timeout, allow_redirects=False, **settings)


def _body_of(wire: WireRequest) -> Any:
    """The body as requests can take it: of one that has a length it takes none for unknown, and zero for none."""
    body = wire.body
    size = getattr(body, "known_size", MISSING)
    if size is None:
        return iter(lambda: body.read(_CHUNK), b"")
    return b"" if size == 0 else body


def secrets_of(prepared: requests.PreparedRequest, wire: WireRequest) -> frozenset[str]:
    """What a request carries that no text may show, whoever put it there."""
    return wire.secrets | secrets_in_query(prepared.url or "") | secrets_in_headers(prepared.headers)


def _add_cookies(prepared: requests.PreparedRequest, wire: WireRequest) -> None:
    """Join the call's cookies with those of the session; of two with one name the call's is sent."""
    own_header = next((value for name, value in wire.headers.items() if name.lower() == "cookie"), None)
    if own_header is not None:  # requests drops it on a redirect
        prepared.headers["Cookie"] = own_header
    if not wire.cookies:
        return
    own = {name for name, _ in wire.cookies}
    held = [pair.strip() for pair in str(prepared.headers.get("Cookie", "")).split(";") if pair.strip()]
    kept = [pair for pair in held if pair.partition("=")[0] not in own]
    prepared.headers["Cookie"] = "; ".join([*kept, *(f"{name}={value}" for name, value in wire.cookies)])
