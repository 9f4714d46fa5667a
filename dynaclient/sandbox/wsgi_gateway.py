"""One request of cheroot, read completely, as WSGI has it, and the application's answer, sent. Knows no limits."""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

from cheroot.wsgi import Gateway

from .message import HEADERS
from .request_head import environ_name


class WholeRequestGateway(Gateway):
    """The way of one request through the application.

    Args:
        request: of cheroot, its head read.
        body: all of it.
    """

    holds_head = True
    """Whether the head of an answer waits for the first piece of its body."""

    def __init__(self, request: Any, body: bytes) -> None:
        self._body = body
        super().__init__(request)

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]  # cheroot's stub has None
        """What the application gets. Source: PEP 3333, "environ Variables"."""
        request = self.req
        connection = request.conn
        if connection.environ is None:
            connection.environ = _environ_of(request.server, connection)
        target = request.uri.decode("latin-1")
        environ: dict[str, Any] = {
            **connection.environ,
            "REQUEST_METHOD": request.method.decode("latin-1"),
            "PATH_INFO": request.path.decode("latin-1"),
            "QUERY_STRING": request.qs.decode("latin-1"),
            "REQUEST_URI": target,
            "RAW_URI": target,
            "SERVER_PROTOCOL": request.request_protocol.decode("latin-1"),
            "wsgi.input": io.BytesIO(self._body),
            "wsgi.errors": sys.stderr,
        }
        headers = environ[HEADERS] = []
        for name, value in request.inheaders.items():
            text = value.decode("latin-1")
            environ[environ_name(name)] = text
            headers.append((name.decode("latin-1"), text))
        environ["CONTENT_LENGTH"] = str(len(self._body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return environ

    def start_response(self, status: str, headers: Any, exc_info: Any = None) -> Any:
        """Keep the status and the headers for the first piece of the body. Source: PEP 3333."""
        if self.started_response:
            return super().start_response(status, headers, exc_info)
        self.started_response = True
        request = self.req
        request.status = status.encode("latin-1")
        for name, value in headers:
            raw, is_length = _encoded(name)
            if is_length:
                self.remaining_bytes_out = int(value)
            request.outheaders.append((raw, value.encode("latin-1")))
        return self.write

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
        out.holds = self.holds_head
        request.ensure_headers_sent()
        sent = 0
        if not empty:
            for piece in chain((first,), pieces):
                if piece:
                    out.holds = False
                    request.write(piece)
                    sent += len(piece)
            if request.chunked_write:
                out.write(b"0\r\n\r\n")
            if self.remaining_bytes_out is not None and sent < self.remaining_bytes_out:
                request.close_connection = True  # the rest is missing, and the client must notice
        out.flush()


class PassingGateway(WholeRequestGateway):
    """The same for an application that passes bodies on as they arrive, such as a proxy.

    Args:
        source: the body, with `read`.
        length: its bytes, or None if they are not known.
    """

    holds_head = False

    def __init__(self, request: Any, source: Any, length: int | None) -> None:
        self._source = source
        self._length = length
        super().__init__(request, b"")

    def get_environ(self) -> dict[str, Any]:  # type: ignore[override]
        """What the application gets."""
        environ = super().get_environ()
        environ["wsgi.input"] = self._source
        if self._length is None:
            del environ["CONTENT_LENGTH"]
        else:
            environ["CONTENT_LENGTH"] = str(self._length)
        return environ


def _environ_of(server: Any, connection: Any) -> dict[str, Any]:
    """What is the same for every request of a connection."""
    return {
        "SCRIPT_NAME": "",
        "SERVER_NAME": server.host,
        "SERVER_PORT": str(server.bind_addr[1]),
        "SERVER_SOFTWARE": server.server_name,
        "REMOTE_ADDR": connection.remote_addr or "",
        "REMOTE_PORT": str(connection.remote_port or ""),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


@lru_cache(maxsize=1024)
def _encoded(name: str) -> tuple[bytes, bool]:
    """The name of a header as it is sent, and whether it is that of the length."""
    return name.encode("latin-1"), name.lower() == "content-length"
