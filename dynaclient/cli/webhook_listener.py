"""A small server for webhooks: answers at once, and hands over what arrived. Knows nothing about signatures."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

MOST_BODY = 10_000_000
"""Bytes of a body that are read."""

PATIENCE = 10.0
"""Seconds for a request to arrive."""


class Received(NamedTuple):
    """A request as it arrived."""

    path: str
    headers: list[tuple[str, str]]
    body: bytes


class WebhookListener:
    """Listens until it is closed.

    Args:
        judge: is given each request, and says its status: 204 for one that is taken.
        deliver: is given the requests that were taken, one after the other, in a thread of its own.

    Raises:
        OSError: the address cannot be listened on.
    """

    def __init__(
        self, host: str, port: int, judge: Callable[[Received], int], deliver: Callable[[Received], None] | None
    ) -> None:
        self._waiting: queue.SimpleQueue[Received | None] = queue.SimpleQueue()
        self._deliver = deliver
        self._server = _Server((host, port), _handler(judge, self._waiting if deliver is not None else None))
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self._server.server_address[1]}"
        self._threads = [threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)]
        if deliver is not None:
            self._threads.append(threading.Thread(target=self._deliver_all, daemon=True))
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Stop listening, and deliver what was taken."""
        self._server.shutdown()
        self._server.server_close()
        self._waiting.put(None)
        for thread in self._threads:
            thread.join()

    def _deliver_all(self) -> None:
        while (received := self._waiting.get()) is not None and self._deliver is not None:
            self._deliver(received)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that goes away is not an error here."""


def _handler(
    judge: Callable[[Received], int], waiting: queue.SimpleQueue[Received | None] | None
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = PATIENCE
        server_version = "dynaclient"
        sys_version = ""

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name of the base class
            """The command says what is to be said."""

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isascii() or not length.isdigit():
                self._answer(411)
            elif int(length) > MOST_BODY:
                self._answer(413)
            else:
                received = Received(self.path, list(self.headers.items()), self.rfile.read(int(length)))
                status = judge(received) if len(received.body) == int(length) else 400
                self._answer(status)
                if status < 300 and waiting is not None:
                    waiting.put(received)

        def do_GET(self) -> None:
            self._answer(405)

        do_HEAD = do_PUT = do_DELETE = do_PATCH = do_GET  # noqa: N815  # the names of the base class

        def _answer(self, status: int) -> None:
            self.send_response(status)
            if status == 405:
                self.send_header("Allow", "POST")
            if status != 204:
                self.send_header("Content-Length", "0")
            if status not in (204, 400):
                self.close_connection = True
            self.end_headers()

    return Handler
