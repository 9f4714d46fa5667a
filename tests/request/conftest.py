"""Fixtures for the request stage: small documents, prepared requests, a server that counts, and the walk's tally."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

WALK = pytest.StashKey[dict[str, tuple[int, int, int]]]()


def document(
    path: str = "/x",
    method: str = "post",
    *,
    parameters: list[dict[str, Any]] | None = None,
    body: Any = None,
    content: dict[str, Any] | None = None,
    required: bool = False,
    **fields: Any,
) -> dict[str, Any]:
    """A document with one operation, `op`.

    Args:
        body: the schema of a JSON body.
        content: the whole `content` of the body, instead.
        fields: further fields of the root (`servers`, `components`, …), or of the operation under `operation`.
    """
    operation: dict[str, Any] = {"operationId": "op", "responses": {}, **fields.pop("operation", {})}
    if parameters is not None:
        operation["parameters"] = parameters
    if body is not None:
        content = {"application/json": {"schema": body}}
    if content is not None:
        operation["requestBody"] = {"content": content, "required": required}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://api.test"}],
        "paths": {path: {method: operation}},
        **fields,
    }


class CountingServer:
    """A server on loopback that counts what reaches it."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        counter = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _answer(self) -> None:
                body = self._body()
                counter.requests.append((self.command, self.path, dict(self.headers), body))
                answer = json.dumps({"ok": True}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def _body(self) -> bytes:
                if self.headers.get("Transfer-Encoding") == "chunked":
                    chunks = []
                    while size := int(self.rfile.readline(), 16):
                        chunks.append(self.rfile.read(size))
                        self.rfile.readline()
                    self.rfile.readline()
                    return b"".join(chunks)
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))

            def log_message(self, *args: Any) -> None:
                pass

        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            setattr(Handler, f"do_{method}", Handler._answer)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def counting_server() -> Iterator[CountingServer]:
    """A real server; `requests` lists what arrived."""
    server = CountingServer()
    yield server
    server.stop()


@pytest.fixture(name="document")
def _document() -> Any:
    """Makes a document with one operation."""
    return document


@pytest.fixture
def walk_tally(request: pytest.FixtureRequest) -> dict[str, tuple[int, int, int]]:
    """Document → (operations walked, omissions tried, omissions without a rule), shown at the end of the run."""
    return request.config.stash.setdefault(WALK, {})


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say how far the walk over the documents went."""
    tally = config.stash.get(WALK, {})
    if tally:
        operations, omissions, relieved = map(sum, zip(*tally.values(), strict=True))
        terminalreporter.section("every operation of every document")
        terminalreporter.line(
            f"{operations:,} operations of {len(tally)} documents prepared; {omissions:,} required arguments left out "
            f"in turn, each refused by name; {relieved:,} that may be left out by relief"
        )
