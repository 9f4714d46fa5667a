"""Connections that ask the deadline of their call before each wait: to connect, to send, and to read an answer.

urllib3 sets a socket's time once, and each byte of a header line, an interim response, a chunk's size or a trailer
would start it anew. Calls without a deadline take the library's own way.
"""

from __future__ import annotations

import http.client
import io
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NameResolutionError, NewConnectionError

from .deadlines import parts_of
from .delivery import CallContext

_PIECE = 1 << 16
"""Bytes sent before the deadline is asked again."""

_call: ContextVar[CallContext | None] = ContextVar("call", default=None)


@contextmanager
def within_deadline(context: CallContext) -> Iterator[None]:
    """Apply the call's deadline to every connection that is used inside."""
    token = _call.set(context)
    try:
        yield
    finally:
        _call.reset(token)


def keep_deadlines(pool: Any) -> None:
    """Make a pool of urllib3 open connections that keep deadlines. Connections that are idle in it are closed.

    Libraries that record calls replace the class of connections for a while, so this is asked for each request.
    """
    kind = timed(type(pool).ConnectionCls)
    if pool.ConnectionCls is kind:
        return
    pool.ConnectionCls = kind
    idle = pool.pool
    with idle.mutex:
        for index, held in enumerate(idle.queue):
            if held is not None:
                held.close()
                idle.queue[index] = None


def keep_deadlines_of(session: requests.Session, request: requests.PreparedRequest, settings: dict[str, Any]) -> None:
    """Do the same for the pool that a caller's session takes for a request, if it is one of urllib3."""
    try:
        adapter = session.get_adapter(request.url or "")
        if isinstance(adapter, HTTPAdapter):
            chosen = {name: settings.get(name) for name in ("verify", "proxies", "cert")}
            keep_deadlines(adapter.get_connection_with_tls_context(request, **chosen))
    except (AttributeError, HTTPError, OSError, ValueError):  # sending meets the same, and reports it
        return


@lru_cache(maxsize=64)
def timed(kind: Any) -> Any:
    """A class of connections that keeps deadlines; the class itself if it does not send as `http.client` does."""
    is_usual = getattr(kind, "send", None) is http.client.HTTPConnection.send
    return type(kind.__name__, (_Timed, kind), {}) if is_usual else kind


class _Timed:
    """What `timed` adds to a class of connections."""

    sock: Any
    timeout: Any
    _dns_host: str

    def send(self, data: Any) -> None:
        """Send bytes, in pieces if there is a deadline."""
        context = _call.get()
        try:
            if context is None:
                vars(self).pop("response_class", None)
                super().send(data)  # type: ignore[misc]
            else:
                self._send_in_time(data, context)
        except ssl.SSLEOFError:
            _raise_alert(self.sock)
            raise

    def _send_in_time(self, data: Any, context: CallContext) -> None:
        self.response_class = partial(_TimedResponse, context)
        if self.sock is None:
            self.connect()  # type: ignore[attr-defined]
        for piece in _pieces(data):
            self.sock.settimeout(_seconds_left(context, self.timeout))
            super().send(piece)  # type: ignore[misc]

    def _new_conn(self) -> Any:
        """Open a socket: all addresses of a host share the time that is left, and finding them counts too."""
        context = _call.get()
        if context is None or not _connects_itself(type(self)):
            return super()._new_conn()  # type: ignore[misc]
        host, limit = self._dns_host, self.timeout
        failure: Exception | None = None
        try:
            for address in _addresses(self, host, context):
                self._dns_host, self.timeout = address, _seconds_left(context, limit)
                try:
                    sock = super()._new_conn()  # type: ignore[misc]
                except (ConnectTimeoutError, NewConnectionError) as error:
                    failure = error
                    continue
                try:
                    sock.settimeout(_seconds_left(context, limit))
                except TimeoutError:
                    sock.close()
                    raise
                return sock
        except TimeoutError:
            raise ConnectTimeoutError(self, "the deadline of the call has passed") from None
        finally:
            self._dns_host, self.timeout = host, limit
        raise failure or NewConnectionError(self, "the host has no address")  # type: ignore[arg-type]


def _raise_alert(sock: Any) -> None:
    """Raise why a server closed a TLS connection while it was written to, if its alert has arrived.

    A server of TLS 1.3 refuses a client, for its certificate, when that may send already. Source: RFC 8446 section 2.
    """
    try:
        sock.settimeout(_FOR_ALERT)
        sock.recv(1)
    except ssl.SSLEOFError:
        return
    except ssl.SSLError:
        raise
    except OSError:
        return


_FOR_ALERT = 1.0
"""Seconds to wait for an alert, on a connection that is closed."""


def _connects_itself(kind: type) -> bool:
    """Whether a class opens its socket as urllib3 does, to an address that is looked up here, not by a SOCKS proxy."""
    own = next((vars(base)["_new_conn"] for base in kind.__mro__[2:] if "_new_conn" in vars(base)), None)
    return own is HTTPConnection._new_conn  # noqa: SLF001  # the method that subclasses replace


def _addresses(connection: Any, host: str, context: CallContext) -> list[str]:
    """The addresses of a host. The system's look-up knows no time limit, so another thread waits for it."""
    found: list[list[str] | BaseException] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host.strip("[]"), connection.port, 0, socket.SOCK_STREAM)
            found.append(list(dict.fromkeys(str(answer[4][0]) for answer in answers)))
        except BaseException as error:  # noqa: BLE001  # raised by the thread that waits
            found.append(error)

    if host.strip("[]").replace(".", "").isdigit() or ":" in host:
        return [host]
    thread = threading.Thread(target=look_up, name="dynaclient-look-up", daemon=True)
    thread.start()
    thread.join(_seconds_left(context, parts_of(context.timeout)[0]))
    if not found:
        raise ConnectTimeoutError(connection, "the host name was not resolved in time")
    if isinstance(found[0], socket.gaierror):
        raise NameResolutionError(host, connection, found[0])
    return [host] if isinstance(found[0], BaseException) else found[0]  # urllib3 reports what is wrong with the name


class _TimedResponse(http.client.HTTPResponse):
    """An answer that is read within the deadline of its call."""

    def __init__(self, context: CallContext, sock: Any, *args: Any, **settings: Any) -> None:
        super().__init__(sock, *args, **settings)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, context))


class _TimedReader(io.RawIOBase):
    """The bytes of a socket. Sets the socket's time before each read."""

    def __init__(self, file: Any, sock: Any, context: CallContext) -> None:
        super().__init__()
        self._file = file
        self._sock = sock
        self._context = context
        self._limit = parts_of(context.timeout)[1]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        self._sock.settimeout(_seconds_left(self._context, self._limit))
        return self._file.readinto(buffer)  # type: ignore[no-any-return]

    def fileno(self) -> int:
        return self._file.fileno()  # type: ignore[no-any-return]

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._file.close()


def _seconds_left(context: CallContext, limit: float | None) -> float:
    """The time for the next wait.

    Raises:
        TimeoutError: the deadline has passed.
    """
    deadline = context.deadline
    if deadline.expired:
        raise TimeoutError("the deadline of the call has passed")
    return max(deadline.sooner(limit) or 0.0, 1e-3)


def _pieces(data: Any) -> Iterator[Any]:
    """Bytes in pieces; anything else, which `http.client` reads itself, whole."""
    if isinstance(data, (bytes, bytearray, memoryview)) and len(data) > _PIECE:
        view = memoryview(data)
        return (view[start : start + _PIECE] for start in range(0, len(view), _PIECE))
    return iter((data,))
