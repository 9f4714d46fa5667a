"""cheroot, as the server of one WSGI application: limits, deadlines, connections cut on purpose.

Reads each request completely before the application sees it. Knows nothing about the application. Imported only when
something is served.
"""

from __future__ import annotations

import contextlib
import io
import socket
import time
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from cheroot import errors
from cheroot.server import ChunkedRFile, HTTPConnection, HTTPRequest
from cheroot.wsgi import Gateway_10, Server

from .connection_files import AnswerWriter, RequestReader
from .header_reader import HeaderReader, TooManyHeaders
from .limits import ServingLimits
from .worker_pool import WorkerPool

NAME = "dynaclient-sandbox"
_TOO_LARGE = "413 Content Too Large"
_LINGER, _LINGER_UNSERVED = 5.0, 0.05
"""Seconds for which the rest of a refused request is read, so that the refusal arrives; one thread answers all 503s."""


class _Unreadable(Exception):
    """A request whose body cannot be read. The arguments are the status line and the reason."""


class _Request(HTTPRequest):
    def __init__(self, server: Any, connection: Any) -> None:
        # an absolute URL is taken as RFC 9112 section 3.2.2 asks, which cheroot does for a proxy only
        super().__init__(server, connection, proxy_mode=True)
        self.header_reader = HeaderReader(server.limits.headers)

    def read_request_headers(self) -> bool:
        try:
            if not super().read_request_headers():  # type: ignore[no-untyped-call]
                return False
        except (errors.MaxSizeExceeded, TooManyHeaders):
            self.simple_response("431 Request Header Fields Too Large", "The headers of the request are too large.")
            return False
        return True

    def simple_response(self, status: Any, msg: str = "") -> None:
        """Refuse the request, and close the connection."""
        self.close_connection = True
        self.conn.is_refused = True
        code, _, reason = str(status).partition(" ")
        if code == "413":
            reason, msg = "Content Too Large", f"A request body may have {self.server.max_request_body_size} bytes."
        body = msg.encode("ascii", "replace")
        head = (
            f"HTTP/1.1 {code} {reason}\r\nServer: {NAME}\r\nContent-Type: text/plain\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        with contextlib.suppress(OSError):
            self.conn.wfile.write(head.encode("ascii") + body)

    def respond(self) -> None:
        """Read the body, and let the application answer."""
        self.conn.rfile.deadline = time.monotonic() + self.server.limits.read_body
        try:
            body = self._body()
        except _Unreadable as error:
            self.simple_response(*error.args)
            return
        self.server.gateway(self, body).respond()

    def _body(self) -> bytes:
        most = self.server.limits.body
        if self.chunked_read:
            if b"Content-Length" in self.inheaders:  # RFC 9112 section 6.1: an attempt to smuggle a request
                raise _Unreadable("400 Bad Request", "A body has either a Content-Length or chunks.")
            return self._chunks(most)
        length = int(self.inheaders.get(b"Content-Length", 0))
        body = self.conn.rfile.read(length) if length else b""
        if len(body) != length:
            raise _Unreadable("400 Bad Request", "The body ends early.")
        return bytes(body)

    def _chunks(self, most: int) -> bytes:
        chunks: Any = ChunkedRFile(self.conn.rfile, 0)
        body = bytearray()
        try:
            while piece := chunks.read(1):
                body += piece + chunks.buffer
                chunks.buffer = b""
                if len(body) > most:
                    raise _Unreadable(_TOO_LARGE)
            for _ in chunks.read_trailer_lines():
                pass
        except ValueError as error:
            raise _Unreadable("400 Bad Request", f"The chunks of the body are malformed: {error}") from None
        return bytes(body)


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request
    is_new = True
    is_refused = False

    def __init__(self, server: Any, connection: Any, makefile: Any = None) -> None:
        def file_of(connection: Any, mode: str, _: int) -> Any:
            return RequestReader(connection) if "r" in mode else AnswerWriter(connection, server.limits.write)

        super().__init__(server, connection, file_of)

    def communicate(self) -> bool:
        self.rfile.deadline = time.monotonic() + self.server.limits.read_head
        return bool(super().communicate())  # type: ignore[no-untyped-call]

    def close(self) -> None:
        if self.is_refused or self.linger:  # closing on unread bytes resets the connection: the refusal would be lost
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)
                self.rfile.drain(_LINGER if self.is_refused else _LINGER_UNSERVED)
            self.linger = False
        super().close()


class _Gateway(Gateway_10):
    def __init__(self, request: Any, body: bytes) -> None:
        super().__init__(request)
        self.env.update(
            {
                "SERVER_NAME": request.server.host,
                "RAW_URI": self.env["REQUEST_URI"],
                "wsgi.input": io.BytesIO(body),
                "wsgi.input_terminated": True,
                "CONTENT_LENGTH": str(len(body)),
            }
        )
        self.env.pop("HTTP_TRANSFER_ENCODING", None)

    def respond(self) -> None:
        """Send what the application answers. Source: PEP 3333, "Specification Details"."""
        request = self.req
        chunks: Iterable[bytes] = ()
        try:
            chunks = request.server.wsgi_app(self.env, self.start_response)
            self._send(iter(chunks))
        except OSError as error:  # the client has gone, or the connection is cut on purpose
            request.close_connection = True
            if not getattr(error, "cuts_connection", False) and not isinstance(error, (ConnectionError, TimeoutError)):
                traceback.print_exc()
        except Exception:  # noqa: BLE001  # a server outlives what its application does
            traceback.print_exc()
            request.close_connection = True
            if not request.sent_headers:
                request.status, request.outheaders = b"500 Internal Server Error", [(b"Content-Length", b"0")]
                request.ensure_headers_sent()
                request.conn.wfile.flush()
        finally:
            if hasattr(chunks, "close"):
                chunks.close()

    def _send(self, pieces: Iterator[bytes]) -> None:
        request, out = self.req, self.req.conn.wfile
        first = next(pieces, b"")
        empty = request.method == b"HEAD" or int(request.status[:3]) in (204, 304)
        out.holds = True
        request.ensure_headers_sent()
        sent = 0
        if not empty:
            for piece in _all(first, pieces):
                if piece:
                    out.holds = False
                    request.write(piece)
                    sent += len(piece)
            if request.chunked_write:
                out.write(b"0\r\n\r\n")
            if self.remaining_bytes_out is not None and sent < self.remaining_bytes_out:
                request.close_connection = True  # the rest is missing, and the client must notice
        out.flush()


def _all(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class HTTPServer(Server):
    """The server of an application, which listens once `prepare` is called and answers while `serve` runs."""

    ConnectionClass = _Connection
    expiration_interval = 0.05

    def __init__(self, application: Any, host: str, port: int, limits: ServingLimits) -> None:
        super().__init__((host or "0.0.0.0", port), application, server_name=NAME, request_queue_size=1024)  # noqa: S104
        self.limits = limits
        self.host = host
        self.gateway = _Gateway
        self.timeout = limits.idle
        self.shutdown_timeout = 1.0
        self.max_request_header_size = limits.head
        self.max_request_body_size = limits.body
        self.keep_alive_conn_limit = limits.kept_alive
        self.requests = WorkerPool(self, limits.threads, limits.waiting)

    @classmethod
    def prepare_socket(cls, *arguments: Any, **named: Any) -> Any:
        """A socket whose port another server may have right after this one."""
        made = super().prepare_socket(*arguments, **named)
        if hasattr(socket, "AF_UNIX"):  # on Windows the option lets two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return made

    @staticmethod
    def bind_socket(socket_: Any, bind_addr: Any) -> Any:
        """Bind the socket, or close it, which cheroot does not."""
        try:
            return Server.bind_socket(socket_, bind_addr)  # type: ignore[no-untyped-call]
        except OSError:
            socket_.close()
            raise

    def process_conn(self, conn: Any) -> None:
        """Give a connection to a thread; a new one only when it has sent something, unless there are many."""
        if conn.is_new and self.can_add_keepalive_connection:
            conn.is_new = False
            self.put_conn(conn)
        else:
            super().process_conn(conn)
