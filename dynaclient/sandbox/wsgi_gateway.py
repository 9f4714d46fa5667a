"""One request of cheroot, read completely, as WSGI has it, and the application's answer, sent. Knows no limits."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Iterable, Iterator
from typing import Any

from cheroot.wsgi import Gateway

from .request_head import environ_name


class WholeRequestGateway(Gateway):
    """The way of one request through the application.

    Args:
        request: of cheroot, its head read.
        body: all of it.
    """

    def __init__(self, request: Any, body: bytes) -> None:
        self._body = body
        super().__init__(request)

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]  # cheroot's stub has None
        """What the application gets. Source: PEP 3333, "environ Variables"."""
        request = self.req
        server, connection = request.server, request.conn
        target = request.uri.decode("latin-1")
        environ = {
            "REQUEST_METHOD": request.method.decode("latin-1"),
            "SCRIPT_NAME": "",
            "PATH_INFO": request.path.decode("latin-1"),
            "QUERY_STRING": request.qs.decode("latin-1"),
            "REQUEST_URI": target,
            "RAW_URI": target,
            "SERVER_NAME": server.host,
            "SERVER_PORT": str(server.bind_addr[1]),
            "SERVER_PROTOCOL": request.request_protocol.decode("latin-1"),
            "SERVER_SOFTWARE": server.server_name,
            "REMOTE_ADDR": connection.remote_addr or "",
            "REMOTE_PORT": str(connection.remote_port or ""),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self._body),
            "wsgi.input_terminated": True,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        for name, value in request.inheaders.items():
            environ[environ_name(name)] = value.decode("latin-1")
        environ["CONTENT_LENGTH"] = str(len(self._body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return environ

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
