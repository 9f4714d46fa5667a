"""cheroot, as the server of one WSGI application: limits, deadlines, connections cut on purpose.

Reads each request completely before the application sees it, unless the application passes bodies on. Knows nothing
about the application. Imported only when something is served.
"""

from __future__ import annotations

import contextlib
import socket
import time
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from cheroot import errors
from cheroot.server import ChunkedRFile, HTTPConnection, HTTPRequest
from cheroot.wsgi import Server

from .arriving_body import ArrivingBody
from .connection_files import AnswerWriter, RequestReader
from .header_reader import HeaderReader, TooManyHeaders
from .limits import ServingLimits
from .request_head import read_head
from .worker_pool import WorkerPool
from .wsgi_gateway import PassingGateway, WholeRequestGateway

NAME = "dynaclient-sandbox"
_TOO_LARGE = "413 Content Too Large"
_LINGER, _LINGER_UNSERVED = 5.0, 0.05
"""Seconds for which the rest of a refused request is read, so that the refusal arrives; one thread answers all 503s."""


_ANY_SIZE = 1 << 62

_MOST_DRAINED = 1 << 20
"""Bytes of a body that nobody wanted which are read, so that the connection can go on."""

_SET = frozenset((b"connection", b"date", b"server", b"transfer-encoding"))
"""Headers that an application seldom sets itself; cheroot knows what follows from them."""

_END = b"Server: %s\r\n\r\n" % NAME.encode("ascii")


class _Unreadable(Exception):
    """A request whose body cannot be read. The arguments are the status line and the reason."""


class _Request(HTTPRequest):
    def __init__(self, server: Any, connection: Any) -> None:
        # an absolute URL is taken as RFC 9112 section 3.2.2 asks, which cheroot does for a proxy only
        super().__init__(server, connection, proxy_mode=True)
        self.header_reader = HeaderReader(server.limits.headers)

    def parse_request(self) -> None:
        """Read the head: at once if it is a common one that has arrived whole, else as cheroot does."""
        server = self.server
        arrived = self.conn.rfile.head(server.max_request_header_size)
        head = None if arrived is None else read_head(arrived, server.limits.headers)
        if head is None:
            self.conn.rfile.put_back(arrived)
            super().parse_request()
            return
        self.started_request, self.rfile = True, self.conn.rfile
        self.method, self.uri, self.path, self.qs, self.inheaders = head
        self.request_protocol, self.response_protocol = b"HTTP/1.1", "HTTP/1.1"
        self.close_connection = head.headers.get(b"Connection") == b"close"
        self.ready = int(head.headers.get(b"Content-Length", 0)) <= server.max_request_body_size
        if not self.ready:
            self.simple_response(_TOO_LARGE)

    def read_request_headers(self) -> bool:
        try:
            if not super().read_request_headers():  # type: ignore[no-untyped-call]
                return False
        except (errors.MaxSizeExceeded, TooManyHeaders):
            self.simple_response("431 Request Header Fields Too Large", "The headers of the request are too large.")
            return False
        return True

    def send_headers(self) -> None:
        """Send the headers of the answer, with those that every answer has."""
        server, names = self.server, [name.lower() for name, _ in self.outheaders]
        status: Any = self.status  # bytes; cheroot's stub has a text
        date = _date(int(time.time()))
        is_plain = b"content-length" in names and self.response_protocol == "HTTP/1.1" and status[:3] != b"413"
        if is_plain and not self.close_connection and _SET.isdisjoint(names) and server.can_add_keepalive_connection:
            lines = [b"%s: %s\r\n" % header for header in self.outheaders]
            self.conn.wfile.write(b"HTTP/1.1 %s\r\n%sDate: %s\r\n%s" % (status, b"".join(lines), date, _END))
            return
        if b"date" not in names:
            self.outheaders.append((b"Date", date))
        super().send_headers()

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
        if self.server.passes_bodies:
            self._pass()
            return
        self.conn.rfile.deadline = time.monotonic() + self.server.limits.read_body
        try:
            body = self._body()
        except _Unreadable as error:
            self.simple_response(*error.args)
            return
        self.server.gateway(self, body).respond()

    def _pass(self) -> None:
        """Let the application read the body as it arrives."""
        if self.chunked_read and b"Content-Length" in self.inheaders:
            self.simple_response("400 Bad Request", "A body has either a Content-Length or chunks.")
            return
        length = None if self.chunked_read else int(self.inheaders.get(b"Content-Length", 0))
        source = ArrivingBody(self.conn.rfile, length, self.server.limits.read_body)
        PassingGateway(self, source, length).respond()
        if not source.drain(_MOST_DRAINED):
            self.close_connection = True
            self.conn.is_refused = True

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


@lru_cache(maxsize=1)
def _date(seconds: int) -> bytes:
    """A time as HTTP has it. Source: RFC 9110 section 5.6.7."""
    return formatdate(seconds, usegmt=True).encode("ascii")


class _Connection(HTTPConnection):
    RequestHandlerClass = _Request
    environ: dict[str, Any] | None = None
    is_new = True
    is_refused = False

    def __init__(self, server: Any, connection: Any, makefile: Any = None) -> None:
        def file_of(connection: Any, mode: str, _: int) -> Any:
            return RequestReader(connection) if "r" in mode else AnswerWriter(connection, server.limits.write)

        connection.setblocking(False)  # cheroot has set a timeout
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


class HTTPServer(Server):
    """The server of an application, which listens once `prepare` is called and answers while `serve` runs.

    Args:
        passes_bodies: let the application read bodies as they arrive; `limits.body` does not count.
    """

    ConnectionClass = _Connection
    expiration_interval = 0.05

    def __init__(
        self, application: Any, host: str, port: int, limits: ServingLimits, *, passes_bodies: bool = False
    ) -> None:
        super().__init__((host or "0.0.0.0", port), application, server_name=NAME, request_queue_size=1024)  # noqa: S104
        self.limits = limits
        self.passes_bodies = passes_bodies
        self.host = host
        self.gateway = WholeRequestGateway
        self.timeout = limits.idle
        self.shutdown_timeout = 1.0
        self.max_request_header_size = limits.head
        self.max_request_body_size = _ANY_SIZE if passes_bodies else limits.body
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
