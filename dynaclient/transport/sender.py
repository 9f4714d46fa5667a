"""WireRequest → PreparedRequest → requests.Response, through a session whose every setting is respected."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import requests
import urllib3
from requests.auth import AuthBase
from requests.utils import get_auth_from_url

from .._version import __version__
from ..errors import RequestError, TransportError
from ..request import WireRequest
from ..types import MISSING
from .adapter import PoolCachingAdapter
from .attempts import Attempt, Discard, NotifyRetry, Outcome, Send, Steps, Wait, carry_out, only_attempt
from .context import Terms, context_of, steps_of
from .cookies import add_cookies
from .deadlines import parts_of
from .failures import CallContext, reason_of, with_network_errors
from .fields import Fields
from .incoming import Incoming
from .preparer import RequestPreparer
from .redirects import can_be_repeated, send_along
from .replay import rewind_body
from .secrecy import keep_out_of_logs
from .stream_types import is_stream_answer

if TYPE_CHECKING:
    from .pacing import Pacer

_CHUNK = 1 << 16

USER_AGENT = f"dynaclient/{__version__}"


_POOL = 256
"""Connections to one host that are kept: as many as there may be threads."""


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
            self.session.headers = Fields([*self.session.headers.items(), ("User-Agent", USER_AGENT)])
            for prefix in ("http://", "https://"):  # requests would throw away all connections but ten
                self.session.mount(prefix, PoolCachingAdapter(pool_maxsize=_POOL))
        if app is not None:
            from .wsgi import WSGIAdapter

            adapter = WSGIAdapter(app)
            self.session.trust_env = False  # no proxy stands between an application and its caller
            self.session.mount("http://", adapter)
            self.session.mount("https://", adapter)
        self._preparer = RequestPreparer(self.session, is_ours=self.owns_session)

    def close(self) -> None:
        """Close the connections, unless the session is the caller's."""
        if self.owns_session:
            self.session.close()

    def forget(self) -> None:
        """Drop the connections in a process that was forked off; they are those of the one it came from."""
        for adapter in self.session.adapters.values():
            adapter.close()

    def prepare(self, wire: WireRequest, without: Iterable[str] = ()) -> requests.PreparedRequest:
        """The request as the session sends it: with its headers, cookies, authentication, parameters and hooks.

        Args:
            without: names of headers of the session that are left out.

        Raises:
            RequestError: no request can be made of this; nothing was sent.
        """
        prepared = self._preparer.prepare(wire, without) or self._prepare_by_session(wire, without)
        if wire.cookies or "Cookie" in prepared.headers:
            add_cookies(prepared, wire)
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

    def attempt(
        self, prepared: requests.PreparedRequest, wire: WireRequest, context: CallContext, *, stream: bool, again: bool
    ) -> Outcome:
        """Send a prepared request, follow its redirects, and read the body unless it is a stream.

        Args:
            stream: leave the body where it is, whatever it is.
            again: it was sent before: the body goes back to its start.

        Returns:
            The answer as an `Incoming`, or the failure of the network.
        """
        rewind_body(prepared.body, again=again)
        keep_out_of_logs(context.secrets)
        try:
            raw = with_network_errors(lambda: self._follow(prepared, wire, context), context)
            incoming = Incoming(raw, context)
            if not (stream or is_stream_answer(raw.status_code, raw.headers)):
                incoming.read()
        except TransportError as error:
            return Outcome(status_code=error.status_code, error=error)
        return Outcome(incoming, raw.status_code, raw.headers)

    def perform(
        self, prepared: requests.PreparedRequest, wire: WireRequest, terms: Terms, pacer: Pacer | None
    ) -> tuple[CallContext, Outcome, tuple[Attempt, ...]]:
        """Carry out a call: every attempt, and the waits between them."""
        context = context_of(prepared, wire, terms)
        outcome: Outcome | None = None
        begun: tuple[float, Outcome] | None = None
        try:
            if pacer is None:  # most calls are over with the first attempt
                began = time.monotonic()
                outcome = self.attempt(prepared, wire, context, stream=terms.stream, again=False)
                if outcome.is_success:
                    return context, outcome, (only_attempt(context, outcome, time.monotonic() - began),)
                begun = began, outcome
            steps = steps_of(context, prepared, wire, terms, pacer, begun)
            outcome, attempts = self._carry_out(steps, prepared, wire, context, terms)
        finally:
            self.finish(wire, outcome)
        return context, outcome, attempts

    def _carry_out(
        self, steps: Steps, prepared: requests.PreparedRequest, wire: WireRequest, context: CallContext, terms: Terms
    ) -> tuple[Outcome, tuple[Attempt, ...]]:
        def tell(step: NotifyRetry) -> None:
            for hook in terms.on_retry:
                hook(step.attempt)

        return carry_out(
            steps,
            {
                Send: lambda step: self.attempt(prepared, wire, context, stream=terms.stream, again=step.again),
                Wait: lambda step: time.sleep(step.seconds),
                Discard: lambda step: step.answer.close(),
                NotifyRetry: tell,
            },
        )

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        late = self._in_process and outcome is not None and outcome.answer is not None and not outcome.answer.is_read
        if hasattr(wire.body, "known_size") and not late:  # such an application reads its input while it answers
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
            if not can_be_repeated(following.body):
                raise requests.exceptions.UnrewindableBodyError
            history += [*response.history, response]
            at_home = send_along(following, prepared, wire, self.session, context.secrets, at_home=at_home)
            prepared = following

    def _send_once(
        self, prepared: requests.PreparedRequest, wire: WireRequest | None, context: CallContext
    ) -> requests.Response:
        cert = wire.cert if wire is not None else None
        settings = self._preparer.settings(prepared.url or "", True, cert)
        if wire is None:
            settings["cert"] = None  # a client certificate is a credential too
        return self.session.send(prepared, timeout=_timeout_within(context), allow_redirects=False, **settings)


def _body_of(wire: WireRequest) -> Any:
    """The body as requests can take it: of one that has a length it takes none for unknown, and zero for none."""
    body = wire.body
    size = getattr(body, "known_size", MISSING)
    if size is None:
        return iter(lambda: body.read(_CHUNK), b"")
    return b"" if size == 0 else body


def _timeout_within(context: CallContext) -> Any:
    """The timeout of one request: connecting and waiting for the answer share what is left of the deadline."""
    connect, read = parts_of(context.timeout)
    if context.deadline.seconds is None:
        return connect, read
    return urllib3.Timeout(total=max(context.deadline.remaining or 0.0, 1e-3), connect=connect, read=read)
