"""Reads a text from a web address, within a total time and size."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .._support.urls import without_secrets
from ..errors import DocumentError

TIMEOUT = (10.0, 60.0)
"""Seconds to connect, and to wait between bytes."""

TOTAL = 120.0
"""Seconds for a whole text, redirects included."""

_MAX_REDIRECTS = 10


class WebText(NamedTuple):
    """A text at a web address.

    Attributes:
        data: its bytes, or None if it did not change.
        address: where it was found, after redirects.
        validators: the headers that ask for it again only if it changes.
    """

    data: bytes | None
    address: str
    validators: Mapping[str, str]


def read_web(
    uri: str, max_bytes: int, check: Callable[[str], None] | None, *, total: float = TOTAL
) -> tuple[bytes, str]:
    """The text at an address, and the address it came from after redirects.

    Args:
        max_bytes: the longest text.
        check: called with each address that a redirect leads to; raises if it may not be read.
        total: seconds for all of it.

    Raises:
        DocumentError: there is no text there, or not in time.
    """
    found = read_web_text(uri, max_bytes, check, total=total)
    return found.data or b"", found.address


def read_web_text(
    uri: str,
    max_bytes: int,
    check: Callable[[str], None] | None,
    *,
    total: float = TOTAL,
    validators: Mapping[str, str] | None = None,
) -> WebText:
    """The text at an address, unless it is as it was.

    Args:
        validators: those of an earlier answer; the server may then say that nothing changed.

    Raises:
        DocumentError: there is no text there, or not in time.
    Source: RFC 9110 section 13.1 (conditional requests).
    """
    source = without_secrets(uri)
    with requests.Session() as session, _Watch(session, total) as watch:
        try:
            found = _read(session, uri, source, max_bytes, check, validators or {})
        except (requests.RequestException, OSError, ValueError) as error:
            if not watch.is_over:
                raise DocumentError(f"the address cannot be read: {_reason(error)}", source=source) from None
        else:
            if not watch.is_over:  # a connection that was cut looks like the end of a text without a length
                return found
        what = f"the address cannot be read: it was not complete after {total:g} s"
        raise DocumentError(what, source=source)


_VALIDATORS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
"""Header of an answer → header of the next request."""


def _read(
    session: requests.Session,
    uri: str,
    source: str,
    max_bytes: int,
    check: Callable[[str], None] | None,
    validators: Mapping[str, str],
) -> WebText:
    address = uri
    for _ in range(_MAX_REDIRECTS):
        with session.get(
            address, headers=dict(validators), timeout=TIMEOUT, stream=True, allow_redirects=False
        ) as response:
            if response.next is not None and response.next.url:
                address = response.next.url
                if check is not None:  # a redirect may lead only where a reference may
                    check(address)
                continue
            if response.status_code == 304 and validators:
                return WebText(None, address, validators)
            if not response.ok:
                raise DocumentError(f"the server answered {response.status_code} {response.reason}", source=source)
            data = _bounded(response, source, max_bytes)
            headers = response.headers
            kept = {ask: headers[name] for name, ask in _VALIDATORS.items() if name in headers}
            return WebText(data, address, kept)
    raise DocumentError(f"redirected more than {_MAX_REDIRECTS} times", source=source)


def _bounded(response: requests.Response, source: str, max_bytes: int) -> bytes:
    too_long = DocumentError(f"the text is longer than the limit of {max_bytes:,} bytes", source=source)
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and (len(length) > 18 or int(length) > max_bytes):
        raise too_long
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(1 << 16):
        size += len(chunk)
        if size > max_bytes:
            raise too_long
        chunks.append(chunk)
    return b"".join(chunks)


def _reason(error: BaseException) -> str:
    """The reason, in the operating system's words if there are any, without the address."""
    deepest = error
    while deepest.__cause__ or deepest.__context__:
        deepest = deepest.__cause__ or deepest.__context__ or deepest
    reason = getattr(deepest, "strerror", None)
    return reason if isinstance(reason, str) and reason else f"no complete response ({type(deepest).__name__})"


class _Watch:
    """Cuts the connections of a session when its time is over, wherever they wait: for headers, TLS or the body."""

    def __init__(self, session: requests.Session, seconds: float) -> None:
        self.is_over = False
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        session.mount("http://", _WatchedAdapter(self._sockets))
        session.mount("https://", _WatchedAdapter(self._sockets))

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for connection in self._sockets:
            connection.close()

    def _cut(self) -> None:
        self.is_over = True
        for connection in list(self._sockets):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _WatchedAdapter(HTTPAdapter):
    """An adapter that lists the sockets it opens."""

    def __init__(self, sockets: list[socket.socket]) -> None:
        self._pools = _pools(sockets)
        super().__init__()

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _listed(connection: socket.socket, sockets: list[socket.socket]) -> socket.socket:
    sockets.append(connection.dup())  # TLS takes the socket itself over
    return connection


def _pools(sockets: list[socket.socket]) -> dict[str, Any]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _listed(super()._new_conn(), sockets)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _listed(super()._new_conn(), sockets)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
