"""Send through aiohttp, with the same steps as the sync sender.

Redirects, failures and the shape of an answer are shared with the sync side; only what touches the socket is here.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.request import getproxies

import aiohttp
import requests
from aiohttp.http_parser import DeflateBuffer
from requests.utils import select_proxy
from yarl import URL

from .._support.urls import origin_of
from ..errors import TransportError
from ..request import WireRequest
from .aiohttp_body import FAILURES, AiohttpAnswer, AsyncIncoming, Body, prepared_of
from .aiohttp_challenges import as_response, request_after_challenge
from .bodies import CHUNK, can_replay, is_stream_answer, rewind_body
from .deadlines import Timeout, parts_of
from .delivery import CallContext, Outcome
from .failures import error_to_raise, failure_of
from .fields import add_cookies
from .redirects import as_written, keep_query, send_along
from .requests_sender import USER_AGENT
from .senders import AsyncSenderBase

if TYPE_CHECKING:
    from .network import Network

_LIMITS_SIZE = "max_decompress_size" in DeflateBuffer.__init__.__code__.co_varnames
_SAFE_CODINGS = {} if _LIMITS_SIZE else {"Accept-Encoding": "gzip, deflate"}
"""Instead of all codings that aiohttp decodes, if it is too old to limit what a few bytes of br or zstd become."""

_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_MOST_REDIRECTS = 30


class AsyncSender(AsyncSenderBase):
    """Sends through one aiohttp session, opened with the first request. Closes only a session that it opened.

    Args:
        session: the caller's own, or None to open one.
        network: how connections are made, or None for what both clients do by default.
    """

    def __init__(self, session: aiohttp.ClientSession | None = None, network: Network | None = None) -> None:
        self.owns_session = session is None
        self._session = session
        self._loop: asyncio.AbstractEventLoop | None = None
        self._redirector = requests.Session()  # used for its redirect rules only
        self._network = network
        self._reads_environment = False

    def session(self) -> aiohttp.ClientSession:
        """The session, for the running event loop."""
        if not self.owns_session and self._session is not None:
            return self._session
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._loop = loop
            self._session = aiohttp.ClientSession(
                headers={"User-Agent": USER_AGENT, **_SAFE_CODINGS},
                cookie_jar=aiohttp.CookieJar(unsafe=True, quote_cookie=False),
                connector=aiohttp.TCPConnector(limit=0),
            )
            self._reads_environment = bool(getproxies())
        return self._session

    async def close(self) -> None:
        """Close the connections, unless the session is the caller's."""
        if self.owns_session and self._session is not None:
            session, self._session = self._session, None
            await session.close()

    def forget(self) -> None:
        """Drop the connections in a forked process: they belong to the parent's event loop."""
        if self.owns_session:
            self._session = None

    def sends_as_is(self, wire: WireRequest) -> bool:
        """Whether `attempt` can send the wire request without preparing it."""
        return wire.auth is None and not wire.cookies and (wire.body is None or type(wire.body) is bytes)

    def prepare(self, wire: WireRequest, without: Iterable[str] = ()) -> requests.PreparedRequest:
        """The request as it is sent, without what aiohttp adds: Host, Accept-Encoding, and the session's cookies."""
        prepared = prepared_of(wire)
        size = getattr(wire.body, "known_size", None)
        if size is not None:
            prepared.headers["Content-Length"] = str(size)
        if wire.auth is not None:
            prepared.hooks = {"response": []}
            prepared = wire.auth(prepared)
        if wire.cookies:
            add_cookies(prepared, wire)
        prepared.operation_id = wire.operation_id  # type: ignore[attr-defined]  # a handler may return a new one
        return prepared

    async def attempt(
        self,
        request: requests.PreparedRequest | WireRequest,
        wire: WireRequest,
        context: CallContext,
        *,
        stream: bool,
        again: bool,
        follow: bool = True,
    ) -> Outcome:
        """Send a request; see `SenderBase.attempt`. The answer is an `AsyncIncoming`."""
        if again:
            rewind_body(request.body)
        broken: Exception | None = None
        try:
            answer = await self._send_once(request, wire.cert, context)
            if answer.status_code == 401 and wire.auth is not None:
                answer = await self._after_challenge(answer, wire, context)
            if follow and answer.status_code in _REDIRECTS:
                answer = await self._follow(answer, wire, context)
                if answer.status_code == 401 and wire.auth is not None:
                    answer = await self._after_challenge(answer, wire, context)
        except FAILURES as error:
            broken = getattr(request.body, "failure", None)
            if broken is None:
                return Outcome(error=failure_of(error, context))
        except ValueError as error:  # of what reads addresses; or the caller's own
            failure = error_to_raise(error, context)
            if not isinstance(failure, TransportError):
                raise
            return Outcome(error=failure)
        if broken is not None:
            raise broken  # by the source of the body, or an item in it
        incoming = AsyncIncoming(answer, context)
        headers = answer.client_response.headers
        incoming.is_stream = is_stream_answer(answer.status_code, headers)
        if not (stream or incoming.is_stream):
            try:
                await incoming.load()
            except TransportError as error:
                return Outcome(status_code=error.status_code, error=error)
        return Outcome(incoming, answer.status_code, headers)

    def finish(self, wire: WireRequest, outcome: Outcome | None) -> None:
        """Close what the request stage opened, after the last attempt."""
        if hasattr(wire.body, "known_size"):
            wire.body.close()

    async def _after_challenge(self, answer: AiohttpAnswer, wire: WireRequest, context: CallContext) -> AiohttpAnswer:
        """The answer to what the authentication handler sends after a 401, at the call's own origin only."""
        home = origin_of(wire.url)
        if any(origin_of(hop.url) != home for hop in (*answer.history, answer)):
            return answer
        following = request_after_challenge(answer)
        if following is None or not can_replay(following.body):
            return answer
        answer.close()
        rewind_body(following.body)
        again = await self._send_once(following, wire.cert, context)
        again.history = answer.history
        return again

    async def _follow(self, answer: AiohttpAnswer, wire: WireRequest, context: CallContext) -> AiohttpAnswer:
        history: list[AiohttpAnswer] = []
        prepared = answer.request
        at_home = True
        while True:
            if answer.status_code not in _REDIRECTS or "Location" not in answer.headers:
                answer.history = history
                return answer
            following = self._redirected(answer)
            if following is None:
                answer.history = history
                return answer
            answer.close()
            if len(history) >= _MOST_REDIRECTS:
                raise requests.TooManyRedirects(f"redirected more than {_MOST_REDIRECTS} times")
            keep_query(following, prepared, answer.status_code)
            if not can_replay(following.body):
                raise requests.exceptions.UnrewindableBodyError
            rewind_body(following.body)
            history.append(answer)
            at_home = send_along(following, prepared, wire, self._redirector, context.secrets, at_home=at_home)
            prepared = following
            answer = await self._send_once(prepared, wire.cert if at_home else None, context)

    def _redirected(self, answer: AiohttpAnswer) -> requests.PreparedRequest | None:
        """The request for a redirect's target, by the rules of requests; None if it has none."""
        redirect = as_response(answer)
        targets: Any = self._redirector.resolve_redirects(redirect, answer.request, yield_requests=True)
        return next(targets, None)

    async def _send_once(
        self, request: requests.PreparedRequest | WireRequest, cert: Any, context: CallContext
    ) -> AiohttpAnswer:
        url, headers, body = request.url or "", request.headers, request.body
        secure = url[:6].lower() == "https:"
        answered = await self.session().request(
            as_written(request.method or "GET"),
            URL(url, encoded=True),
            headers=headers if type(headers) is dict else dict(headers.items()),
            data=Body(body) if type(body) is bytes and self.owns_session else _payload(body),
            timeout=_timeout(context),
            allow_redirects=False,
            ssl=self._context(cert) if secure and (cert is not None or self.owns_session) else True,
            proxy=self._proxy(url),
            skip_auto_headers=None if "Content-Type" in headers else _NO_TYPE,
        )
        return AiohttpAnswer(answered, request)

    def _context(self, cert: Any) -> ssl.SSLContext:
        """A TLS context with the certificates that the sync client would trust, and the client's own."""
        if self._network is None:
            from .network import Network

            self._network = Network()
        return self._network.context(cert)

    def _proxy(self, url: str) -> str | None:
        """The proxy for a URL: of the client, or else of the environment; None leaves it to the caller's session."""
        if self._network is not None and self._network.proxies is not None:
            return select_proxy(url, self._network.proxies)
        if not self._reads_environment:
            return None
        from .network import environment_proxy

        return environment_proxy(url, is_async=True)


_NO_TYPE = frozenset(["Content-Type"])


def _timeout(context: CallContext) -> aiohttp.ClientTimeout:
    if context.deadline.seconds is None:
        return _without_deadline(context.timeout)
    connect, read = parts_of(context.timeout)
    left = context.deadline.remaining
    total = None if left is None else max(left, 1e-3)  # 0 would mean no limit
    return aiohttp.ClientTimeout(total=total, sock_connect=connect, sock_read=read)


@lru_cache(64)
def _without_deadline(timeout: Timeout) -> aiohttp.ClientTimeout:
    connect, read = parts_of(timeout)
    return aiohttp.ClientTimeout(total=None, sock_connect=connect, sock_read=read)


def _payload(body: Any) -> Any:
    """A body in a form that aiohttp accepts: bytes unchanged, anything else in pieces."""
    if body is None or isinstance(body, (bytes, bytearray, str)):
        return body
    return _pieces(body)


async def _pieces(body: Any) -> AsyncIterator[bytes]:
    if hasattr(body, "__aiter__"):
        async for piece in body:
            yield piece
    elif hasattr(body, "read"):
        left = getattr(body, "known_size", None)
        while left != 0:  # never reads past the end: a second attempt may already be reading the body
            chunk = await asyncio.to_thread(body.read, CHUNK if left is None else min(CHUNK, left))
            if not chunk:
                return
            left = None if left is None else left - len(chunk)
            yield chunk
    else:
        for piece in body:
            yield piece
