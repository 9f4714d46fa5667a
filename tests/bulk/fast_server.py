"""A server that costs little: it counts what it carries out, and makes the trouble that it is asked for."""

from __future__ import annotations

import asyncio
import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

REASONS = {200: b"OK", 429: b"Too Many Requests", 500: b"Internal Server Error", 503: b"Service Unavailable"}


@dataclass
class Trouble:
    """What goes wrong, as shares of the requests.

    Attributes:
        refused: answered 429 with `retry_after`.
        failed: answered 500 or 503; a 500 comes after the request was carried out half of the time.
        cut: the connection ends without an answer, after the request was carried out half of the time.
        rate: the most requests in any second; further ones are answered 429 with the wait until there is room.
    """

    refused: float = 0.0
    retry_after: float = 0.0
    failed: float = 0.0
    cut: float = 0.0
    rate: int = 0
    seed: int = 1


@dataclass
class FastServer:
    """Serves POST /notes and GET /notes/ID from a thread of its own.

    Attributes:
        done: how often each note was carried out; a repeated idempotency key repeats its answer instead.
        requests: how many requests arrived; `at` is called with the number of each.
        counted: when requests arrived that counted against the rate.
    """

    trouble: Trouble = field(default_factory=Trouble)
    delay: float = 0.0
    at: Callable[[int], None] = lambda number: None
    done: Counter[str] = field(default_factory=Counter)
    keys: dict[str, str] = field(default_factory=dict)
    requests: int = 0
    counted: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    connections: set[Any] = field(default_factory=set)
    url: str = ""

    def __enter__(self) -> FastServer:
        self._random = random.Random(self.trouble.seed)
        self._window: deque[float] = deque()
        self._loop = asyncio.new_event_loop()
        started = threading.Event()

        async def serve() -> None:
            server = await self._loop.create_server(lambda: _Connection(self), "127.0.0.1", 0, backlog=512)
            self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            self._server = server
            started.set()

        def run() -> None:
            self._loop.run_until_complete(serve())
            self._loop.run_forever()

        self._thread = threading.Thread(target=run, daemon=True)
        self._thread.start()
        started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        def stop() -> None:
            self._server.close()
            for connection in list(self.connections):
                connection.abort()
            self._loop.call_soon(self._loop.stop)

        self._loop.call_soon_threadsafe(stop)
        self._thread.join(10)
        self._loop.close()

    def answer(self, line: bytes, head: bytes, body: bytes) -> tuple[int, dict[str, Any], list[bytes]] | None:
        """Status, body and headers; None to cut the connection."""
        self.requests += 1
        self.at(self.requests)
        now, trouble = time.monotonic(), self.trouble
        if trouble.rate:
            while self._window and self._window[0] <= now - 1:
                self._window.popleft()
            if len(self._window) >= trouble.rate:
                self.statuses[429] += 1
                return 429, {}, [b"Retry-After: %.3f" % (self._window[0] + 1 - now)]
            self._window.append(now)
        self.counted.append(now)
        chance = self._random.random()
        if chance < trouble.refused:
            self.statuses[429] += 1
            return 429, {}, [b"Retry-After: %.3f" % trouble.retry_after]
        chance -= trouble.refused
        if chance < trouble.failed:
            status = self._random.choice((500, 503))
            if status == 500 and self._random.random() < 0.5:
                self._act(line, head, body)
            self.statuses[status] += 1
            return status, {}, []
        chance -= trouble.failed
        is_cut = chance < trouble.cut
        if is_cut and self._random.random() < 0.5:
            return None
        name = self._act(line, head, body)
        if is_cut:
            return None
        self.statuses[200] += 1
        return 200, {"name": name}, []

    def _act(self, line: bytes, head: bytes, body: bytes) -> str:
        name = json.loads(body)["text"] if body else line.split(b" ")[1].rpartition(b"/")[2].decode()
        at = head.find(b"idempotency-key: ")
        if at >= 0:
            key = head[at + 17 :].partition(b"\r\n")[0].decode()
            if key in self.keys:
                assert self.keys[key] == name
                return str(name)
            self.keys[key] = name
        self.done[name] += 1
        return str(name)


class _Connection(asyncio.Protocol):
    def __init__(self, server: FastServer) -> None:
        self._server = server
        self._buffer = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport
        self._server.connections.add(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._server.connections.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            line, _, head = self._buffer[: end + 2].partition(b"\r\n")
            head = head.lower()
            at = head.find(b"content-length: ")
            length = int(head[at + 16 :].partition(b"\r\n")[0]) if at >= 0 else 0
            if len(self._buffer) < end + 4 + length:
                return
            body = self._buffer[end + 4 : end + 4 + length]
            self._buffer = self._buffer[end + 4 + length :]
            self._answer(self._server.answer(line, head, body))

    def _answer(self, found: tuple[int, dict[str, Any], list[bytes]] | None) -> None:
        if found is None:
            self._transport.abort()
            return
        status, value, headers = found
        body = json.dumps(value).encode()
        lines = [
            b"HTTP/1.1 %d %s" % (status, REASONS[status]),
            b"Content-Type: application/json",
            b"Content-Length: %d" % len(body),
            *headers,
        ]
        data = b"\r\n".join(lines) + b"\r\n\r\n" + body
        if self._server.delay:
            asyncio.get_running_loop().call_later(self._server.delay, self._transport.write, data)
        else:
            self._transport.write(data)
