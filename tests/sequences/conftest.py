"""A server that records what arrives, also of bodies that are broken off; and both kinds of client."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from dynaclient import AsyncClient, Client
from tests.sequences.described import document


@dataclass
class Arrived:
    """A request; `whole` is whether its body came to its end."""

    path: str
    headers: dict[str, str]
    body: bytes
    whole: bool


class Recorder:
    """Answers with `reply(arrived)`: a status, headers and a body."""

    def __init__(self) -> None:
        self.arrived: list[Arrived] = []
        self.ended = threading.Semaphore(0)
        self.reply: Callable[[Arrived], tuple[int, dict[str, str], bytes]] = lambda arrived: (204, {}, b"")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body, whole = self._read()
                outer.arrived.append(Arrived(self.path, dict(self.headers.items()), body, whole))
                outer.ended.release()
                if not whole:
                    self.close_connection = True
                    return
                status, headers, answer = outer.reply(outer.arrived[-1])
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def _read(self) -> tuple[bytes, bool]:
                if self.headers.get("Transfer-Encoding") != "chunked":
                    return self.rfile.read(int(self.headers.get("Content-Length") or 0)), True
                body = b""
                while line := self.rfile.readline().strip():
                    piece = self.rfile.read(int(line, 16))
                    self.rfile.readline()
                    body += piece
                    if not piece:
                        return body, True
                return body, False

            def log_message(self, *args: Any) -> None: ...

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None: ...

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def last(self) -> Arrived:
        """The next request, when its body has ended or broken off."""
        assert self.ended.acquire(timeout=20)
        return self.arrived[-1]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Recorder]:
    made = Recorder()
    yield made
    made.close()


async def asynchronously(items: Iterable[Any]) -> AsyncIterator[Any]:
    for item in items:
        yield item


class Calls:
    """Calls through a sync or an async client; an async one gets its iterators as async ones."""

    def __init__(self, kind: str, url: str) -> None:
        self.kind = kind
        self.url = url

    def __call__(self, name: str, body: Any, **options: Any) -> Any:
        """The items of the answer, or its error."""
        if self.kind == "sync":
            with Client(document(), base_url=self.url, **options) as client:
                return (
                    list(client.call(name, body=body))
                    if options.get("validate_responses")
                    else _done(client.call(name, body=body))
                )
        return asyncio.run(self._call(name, body, options))

    async def _call(self, name: str, body: Any, options: dict[str, Any]) -> Any:
        if inspect.isgenerator(body):
            body = asynchronously(body)
        async with AsyncClient(document(), base_url=self.url, **options) as client:
            response = await client.call(name, body=body)
            return [item async for item in response] if options.get("validate_responses") else _done(response)


def _done(response: Any) -> int:
    response.close()
    return int(response.status_code)


@pytest.fixture(params=["sync", "async"])
def calls(request: pytest.FixtureRequest, server: Recorder) -> Calls:
    return Calls(request.param, server.url)
