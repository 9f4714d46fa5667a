"""Documents that differ in everything a call shows, each with a number, and the server that they all describe."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def numbered(number: int, *, more: bool = True) -> dict[str, Any]:
    """A document whose operation `op` has the number in its path, its key's header, its default and its answer.

    Args:
        more: whether it has a second operation, `other`.
    """
    answer = {
        "type": "object",
        "required": ["path", "header", "page"],
        "properties": {"path": {"const": number}, "header": {"const": number}, "page": {"type": "integer"}},
    }
    responses = {"200": {"description": "", "content": {"application/json": {"schema": answer}}}}
    operation = {
        "operationId": "op",
        "summary": f"The operation of version {number}.",
        "parameters": [
            {"name": "page", "in": "query", "schema": {"type": "integer", "maximum": 1000 + number}},
            {"name": f"only{number}", "in": "query", "schema": {"type": "string"}},
        ],
        "x-pagination": {"type": "page"},
        "responses": responses,
    }
    paths: dict[str, Any] = {f"/v{number}": {"get": operation}}
    if more:
        paths["/other"] = {"get": {"operationId": "other", "responses": {}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Numbered", "version": str(number)},
        "security": [{"key": []}],
        "components": {"securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": f"X-Key-{number}"}}},
        "paths": paths,
    }


class NumberedServer:
    """Answers with the numbers in the path and the header of each request. `connections` counts those opened."""

    def __init__(self) -> None:
        self.connections = 0
        self.holds: threading.Event | None = None
        self.waiting = threading.Semaphore(0)
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 60
            disable_nagle_algorithm = True

            def setup(self) -> None:
                with server._lock:
                    server.connections += 1
                super().setup()

            def do_GET(self) -> None:
                if server.holds is not None:
                    server.waiting.release()
                    server.holds.wait(30)
                path, _, query = self.path.partition("?")
                headers = [name for name in self.headers if name.lower().startswith("x-key-")]
                page = next((part[5:] for part in query.split("&") if part.startswith("page=")), "0")
                found = {
                    "path": int(path.removeprefix("/v")) if path.startswith("/v") else 0,
                    "header": int(headers[0].rpartition("-")[2]) if headers else 0,
                    "page": int(page),
                    "data": [int(page)] if int(page) < 4 else [],
                }
                body = json.dumps(found).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False
            request_queue_size = 512

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
