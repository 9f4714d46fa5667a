"""Where the suites are, and a server for the documents that the cases of JSON Schema refer to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SUITES = Path(__file__).resolve().parents[3] / "shared" / "suites"
"""Not part of the repository."""

AS_PUBLISHED = "http://localhost:1234"
"""The address that the suite's schemas use for the documents they refer to."""

needs_suites = pytest.mark.skipif(not SUITES.exists(), reason="../shared/suites is not here")


class Served:
    """Documents on a loopback port: the suite's remotes, and the schemas of the case at hand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.texts: dict[str, bytes] = {}

    def here(self, value: object) -> str:
        """A value as JSON in which the published address is this server's."""
        return json.dumps(value).replace(AS_PUBLISHED, self.url)


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    """A server for the session."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = found.texts.get(self.path)
            if text is None:
                remote = SUITES / "json-schema-remotes" / self.path.lstrip("/")
                text = (
                    remote.read_bytes().replace(AS_PUBLISHED.encode(), found.url.encode()) if remote.is_file() else b""
                )
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Served(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()
