"""A server on this computer that waits for one browser to come back, and closes. Source: RFC 8252 section 7.3."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .deadlines import Deadline

PATH = "/callback"
_PAGE = (
    b"<!doctype html><meta charset=utf-8><title>dynaclient</title>"
    b"<p>The answer has arrived. You may close this window and go back to the terminal.</p>"
)
_LOOKS = 0.25
"""Seconds between looks at the clock."""


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    server: _Server

    def do_GET(self) -> None:  # the name that http.server calls
        is_answer = self.path.partition("?")[0] == PATH and self.server.take(self.path)
        self.send_response(200 if is_answer else 404)
        for name, value in (
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("Referrer-Policy", "no-referrer"),
            ("Connection", "close"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(_PAGE if is_answer else b"")
        self.close_connection = True

    def log_message(self, *args: Any) -> None:
        """Log nothing: the address has a code."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.found = ""
        self.came = threading.Event()
        self._lock = threading.Lock()

    def take(self, path: str) -> bool:
        """Keep the first answer; whether this is it."""
        with self._lock:
            if self.came.is_set():
                return False
            self.found = path
            self.came.set()
            return True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignore a connection that broke: browsers open some that they do not use."""


def await_browser(begin: Callable[[str], None], deadline: Deadline) -> str | None:
    """The address that the browser came back to; None if it did not in time.

    Args:
        begin: opens the page, given the address to come back to.
    """
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            begin(f"http://127.0.0.1:{server.server_port}{PATH}")
            while not server.came.wait(_LOOKS):
                if deadline.expired:
                    return None
        finally:
            server.shutdown()
            thread.join()
        return f"http://127.0.0.1:{server.server_port}{server.found}"
