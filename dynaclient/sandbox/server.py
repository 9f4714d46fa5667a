"""A WSGI application on a real port, in threads: HTTP/1.1 with keep-alive and chunked bodies both ways.

Werkzeug's server closes every connection and wsgiref's speaks HTTP/1.0, so neither will do. Knows nothing about the
application.
"""

from __future__ import annotations

import contextlib
import io
import socket
import sys
import threading
import traceback
from collections.abc import Iterable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import unquote_to_bytes

Application = Any
"""A callable of (environ, start_response), as defined by PEP 3333."""

_HOP_BY_HOP = frozenset(("connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade"))
_ANYWHERE = ("", "0.0.0.0")  # noqa: S104  # compared with, not bound to
_LINE = 65536


class Serving:
    """A running server. Use it as a context manager, or call `close`.

    Attributes:
        url: the address, without a trailing slash.
    """

    def __init__(self, application: Application, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _Server((host, port), _Handler)
        self._server.application = application
        bound = self._server.server_address[1]
        shown = f"[{host}]" if ":" in host else "127.0.0.1" if host in _ANYWHERE else host
        self.port = int(bound)
        self.url = f"http://{shown}:{bound}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop serving, and close open connections."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        self._server.close_connections()

    def wait(self) -> None:
        """Serve until the process is interrupted."""
        self._thread.join()

    def __enter__(self) -> Serving:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Serving {self.url}>"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024
    application: Application = None

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        if ":" in address[0]:
            self.address_family = socket.AF_INET6
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, handler)

    def server_bind(self) -> None:
        """Bind without a reverse lookup of the host name, which can take seconds."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Close the connections that clients keep open, so that no thread waits for another request."""
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], OSError):  # a disconnected client is not a server error
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "dynaclient-sandbox"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server
    _headers_buffer: list[bytes]

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the base class
        """Log nothing, to keep the output of tests clean."""

    def handle_one_request(self) -> None:
        """One request of a connection."""
        self.raw_requestline = self.rfile.readline(_LINE + 1)
        if len(self.raw_requestline) > _LINE:
            self.requestline, self.request_version, self.command = "", "", ""
            self.send_error(414)
            return
        if not self.raw_requestline:
            self.close_connection = True
            return
        if self.parse_request():
            self._run()

    def _run(self) -> None:
        body = self._body()
        if body is None:
            return
        started: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            started[:] = [status, headers]
            return lambda data: None

        chunks: Iterable[bytes] = ()
        try:
            chunks = self.server.application(self._environ(body), start_response)
        except OSError:
            raise  # close the connection
        except Exception:  # noqa: BLE001  # a server outlives what its application does
            traceback.print_exc()
            started[:] = ["500 Internal Server Error", [("Content-Length", "0")]]
        try:
            self._send(started, chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()

    def _body(self) -> io.BytesIO | None:
        """The complete body of the request, or None if it is malformed, so that the connection cannot go on."""
        try:
            if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
                return io.BytesIO(self._chunked())
            length = int(self.headers.get("Content-Length") or 0)
            data = self.rfile.read(length) if length > 0 else b""
            if len(data) == max(length, 0):
                return io.BytesIO(data)
        except ValueError:
            self.send_error(400)
        self.close_connection = True
        return None

    def _chunked(self) -> bytes:
        """Source: RFC 9112 section 7.1."""
        out = bytearray()
        while size := int(self.rfile.readline(_LINE).split(b";")[0].strip() or b"x", 16):
            data = self.rfile.read(size)
            if len(data) != size:
                raise ValueError("the body ends early")
            out += data
            self.rfile.readline(_LINE)
        while self.rfile.readline(_LINE).strip():
            pass  # trailers
        return bytes(out)

    def _environ(self, body: io.BytesIO) -> dict[str, Any]:
        path, _, query = self.path.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": self.command,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "RAW_URI": self.path,
            "QUERY_STRING": query,
            "SERVER_NAME": self.server.server_name,
            "SERVER_PORT": str(self.server.server_port),
            "SERVER_PROTOCOL": self.request_version,
            "REMOTE_ADDR": self.client_address[0],
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": body,
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "CONTENT_LENGTH": str(len(body.getvalue())),
        }
        for name, value in self.headers.items():
            key = name.upper().replace("-", "_")
            if key == "CONTENT_TYPE":
                environ[key] = value
            elif key not in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
                key = f"HTTP_{key}"
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        return environ

    def _send(self, started: list[Any], chunks: Iterable[bytes]) -> None:
        """Write the answer; the first chunk is sent together with the headers."""
        pieces = iter(chunks)
        first = next(pieces, b"")
        status, headers = started
        code, _, reason = status.partition(" ")
        self.send_response(int(code), reason)
        names = {name.lower(): value for name, value in headers}
        for name, value in headers:
            if name.lower() not in _HOP_BY_HOP:
                self.send_header(name, value)
        empty = self.command == "HEAD" or int(code) < 200 or int(code) in (204, 304)
        chunked = not empty and "content-length" not in names and self.request_version != "HTTP/1.0"
        if chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif "content-length" not in names and not empty:
            self.close_connection = True
        if self.close_connection or names.get("connection", "").lower() == "close":
            self.send_header("Connection", "close")
        self._headers_buffer.append(b"\r\n")
        head = b"".join(self._headers_buffer)
        self._headers_buffer.clear()
        self.wfile.write(head + (b"" if empty else _framed(first, chunked)))
        sent = len(first)
        for piece in pieces if not empty else ():
            if piece:
                self.wfile.write(_framed(piece, chunked))
                sent += len(piece)
        if chunked:
            self.wfile.write(b"0\r\n\r\n")
        elif not empty and sent < int(names.get("content-length", sent)):
            self.close_connection = True  # the rest is missing, and the client must notice


def _framed(piece: bytes, chunked: bool) -> bytes:
    return b"%x\r\n%s\r\n" % (len(piece), piece) if chunked and piece else piece
