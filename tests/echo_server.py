"""An HTTP server on loopback that records every request as it arrived, and sends prepared answers."""

from __future__ import annotations

import http.server
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

CONNECTION_HEADERS = ("accept-encoding", "connection", "host", "user-agent")
"""What the sending library adds to every request; left out where a test asserts all that we send."""

READ_BY_CLIENTS = (
    "ALL_PROXY",
    "CURL_CA_BUNDLE",
    "DYNACLIENT_LOG",
    "DYNACLIENT_OVERLAYS",
    "DYNACLIENT_SPEC",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NETRC",
    "NO_PROXY",
    "OPENAI_ADMIN_KEY",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_ORG_ID",
    "OPENAI_PROJECT_ID",
    "REQUESTS_CA_BUNDLE",
)
"""What is left of a developer's own environment would change what these tests see."""


@dataclass(frozen=True)
class Received:
    """One request: the request line as it came, header pairs in order, and the body without its framing."""

    line: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def method(self) -> str:
        return self.line.split(" ")[0]

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    def header(self, name: str) -> str | None:
        """The header's value; several are an error of the sender."""
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        assert len(values) <= 1, f"{name} was sent {len(values)} times"
        return values[0] if values else None

    @property
    def own_headers(self) -> dict[str, str]:
        """All headers but those of the connection."""
        return {key: value for key, value in self.headers if key.lower() not in CONNECTION_HEADERS}


@dataclass(frozen=True)
class Reply:
    """What the server answers. `breaks_after` closes the connection after so many bytes of the body."""

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    breaks_after: int | None = None
    holds: threading.Event | None = None


class EchoServer:
    """`received` has the requests in order; `replies[path]` the answers to come, the last of which stays."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.replies: dict[str, list[Reply]] = {}
        self.connections = 0
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def answer(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.answer(path, Reply(status, b"", {"Location": location}))

    def next_reply(self, path: str) -> Reply:
        waiting = self.replies.get(path, [Reply()])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is a case of these tests, and no news."""


def _handler(echo: EchoServer) -> type[http.server.BaseHTTPRequestHandler]:
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def setup(self) -> None:
            echo.connections += 1
            super().setup()

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            line = self.raw_requestline.decode("latin-1").rstrip("\r\n")
            echo.received.append(Received(line, list(self.headers.items()), self._body()))
            self._answer(echo.next_reply(self.path.partition("?")[0]))

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
                chunks = []
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    chunks.append(self.rfile.read(size))
                    self.rfile.readline()
                self.rfile.readline()
                return b"".join(chunks)
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))

        def _answer(self, reply: Reply) -> None:
            if reply.holds is not None:
                reply.holds.wait(30)
            body = b"" if self.command == "HEAD" or reply.status in (204, 304) else reply.body
            head = [f"HTTP/1.1 {reply.status} {self.responses.get(reply.status, ('Odd',))[0]}"]
            head += [f"{name}: {value}" for name, value in reply.headers.items()]
            head.append(f"Content-Length: {len(reply.body)}" if reply.status not in (204, 304) else "X-Empty: yes")
            self.wfile.write(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
            self.wfile.write(body if reply.breaks_after is None else body[: reply.breaks_after])
            self.wfile.flush()
            if reply.breaks_after is not None:
                self.close_connection = True

        def log_message(self, *args: object) -> None: ...

    return Handler


@contextmanager
def echo_server() -> Iterator[EchoServer]:
    """A server for as long as the block runs."""
    server = EchoServer()
    try:
        yield server
    finally:
        server.close()


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No proxy, key or password file of the developer's."""
    for name in READ_BY_CLIENTS:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def server() -> Iterator[EchoServer]:
    with echo_server() as server:
        yield server


@pytest.fixture
def other() -> Iterator[EchoServer]:
    """A second server: the same host at another port, which is another origin."""
    with echo_server() as server:
        yield server
