"""A server on a loopback port whose every answer a test writes as a function."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

CUT = object()
"""Among the chunks of a body: the connection is reset here."""


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What is answered.

    Attributes:
        body: bytes, or chunks that are sent one by one as they are asked for; `CUT` among them cuts the connection.
        head: False to cut the connection before any answer.
        length: the Content-Length, where it differs from the body's or that has none.
    """

    status: int = 200
    body: Any = b""
    headers: dict[str, str] = field(default_factory=dict)
    head: bool = True
    length: int | None = None


def as_json(value: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


def events(*chunks: Any) -> Reply:
    return Reply(200, list(chunks), {"Content-Type": "text/event-stream"})


NO_ANSWER = Reply(head=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def log_message(self, *args: Any) -> None: ...

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the client has gone
            self.close_connection = True

    def handle(self) -> None:
        outer = self.server.outer
        with outer.lock:
            outer.connections += 1
            outer.open.add(self.client_address)
        try:
            super().handle()
        finally:
            with outer.lock:
                outer.open.discard(self.client_address)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._any
        raise AttributeError(name)

    def _any(self) -> None:
        outer = self.server.outer
        seen = Seen(self.command, self.path, dict(self.headers.items()), self._body(), self.client_address[1])
        with outer.lock:
            outer.seen.append(seen)
        self._reply(outer.answer(seen))

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            pieces = []
            while size := int(self.rfile.readline(), 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _reply(self, reply: Reply) -> None:
        if not reply.head:
            self._cut()
            return
        (self.send_response_only if "Date" in reply.headers else self.send_response)(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        whole = isinstance(reply.body, bytes)
        length = reply.length if reply.length is not None or not whole else len(reply.body)
        if length is not None:
            self.send_header("Content-Length", str(length))
        else:
            self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if not whole:
            self._pieces(reply.body, chunked=length is None)
            return
        if self.command != "HEAD":
            self.wfile.write(reply.body)
        if length != len(reply.body):  # the client waits for the rest, so the connection ends
            self.close_connection = True

    def _pieces(self, pieces: Iterable[Any], *, chunked: bool) -> None:
        for piece in pieces:
            if piece is CUT:
                self._cut()
                return
            data = piece() if callable(piece) else piece
            if data:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data) if chunked else data)
                self.wfile.flush()
        if chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _cut(self) -> None:
        """Reset the connection instead of ending it."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256
    outer: Loopback

    def handle_error(self, request: Any, client_address: Any) -> None: ...


class Loopback:
    """Serves with `answer(seen)`; records requests, and which connections are open."""

    def __init__(self, answer: Callable[[Seen], Reply]) -> None:
        self.seen: list[Seen] = []
        self.answer = answer
        self.lock = threading.Lock()
        self.connections = 0
        self.open: set[Any] = set()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.outer = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
