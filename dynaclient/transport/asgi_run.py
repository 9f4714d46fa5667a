"""One request to an ASGI application. Source: ASGI 3.0, "HTTP & WebSocket" 2.4."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import queue
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from requests import PreparedRequest
from requests.exceptions import ReadTimeout

from .asgi_lifespan import TO_END, VERSION, ASGIApplication, Remaining
from .bodies import chunks_of
from .failures import ApplicationError

_WAITING = 64
"""Chunks of a body that wait for their reader; then the application waits."""


def scope_of(request: PreparedRequest, state: dict[str, Any]) -> dict[str, Any]:
    """The scope of a prepared request. Source: ASGI 3.0, "HTTP Connection Scope"."""
    parts = urlsplit(request.url or "/")
    raw_path = parts.path or "/"
    headers = [(_latin_1(name).lower(), _latin_1(value)) for name, value in request.headers.items()]
    if not any(name == b"host" for name, _ in headers):
        headers.insert(0, (b"host", _latin_1(parts.netloc.rpartition("@")[2])))
    return {
        "type": "http",
        "asgi": VERSION,
        "http_version": "1.1",
        "method": (request.method or "GET").upper(),
        "scheme": parts.scheme or "http",
        "path": unquote(raw_path),
        "raw_path": raw_path.encode("ascii", "replace"),
        "query_string": parts.query.encode("ascii", "replace"),
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 123),
        "server": (parts.hostname or "localhost", parts.port or (443 if parts.scheme == "https" else 80)),
        "state": dict(state),
    }


def _latin_1(text: Any) -> bytes:
    return text if isinstance(text, bytes) else str(text).encode("latin-1")


def _chunks_of(body: Any) -> Iterator[bytes]:
    if body is None:
        return iter(())
    if isinstance(body, (str, bytes, bytearray)):
        return iter((body.encode() if isinstance(body, str) else bytes(body),))
    return chunks_of(body)


class _Ended:
    """The application has returned, or raised `error`."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class Run:
    """One request: what the application sends comes out of a queue, in the caller's thread."""

    def __init__(
        self,
        app: ASGIApplication,
        scope: dict[str, Any],
        body: Any,
        loop: asyncio.AbstractEventLoop,
        remaining: Remaining,
    ) -> None:
        self._app = app
        self._scope = scope
        self._body = body
        self._loop = loop
        self._remaining = remaining
        self._messages: queue.SimpleQueue[dict[str, Any] | _Ended] = queue.SimpleQueue()
        self._room: asyncio.Semaphore | None = None
        self._gone: asyncio.Event | None = None
        self._task: concurrent.futures.Future[None] | None = None

    # in the caller's thread

    def begin(self) -> tuple[int, list[tuple[str, str]]]:
        """The status and headers; raises what the application raises before it sends them."""
        self._task = asyncio.run_coroutine_threadsafe(self._go(), self._loop)
        message = self._next()
        if isinstance(message, _Ended):
            error = message.error or RuntimeError("the ASGI application returned without an answer")
            raise ApplicationError(error) from None
        if message["type"] != "http.response.start":
            self.close()
            raise ApplicationError(RuntimeError(f"the ASGI application began its answer with {message['type']!r}"))
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message.get("headers", ())]
        return int(message["status"]), headers

    def __iter__(self) -> Iterator[bytes]:
        is_last = False
        while not is_last:
            message = self._next()
            if isinstance(message, _Ended):
                error = message.error or RuntimeError("the ASGI application returned before its body was complete")
                raise ApplicationError(error) from None
            is_last = not message.get("more_body")
            if is_last:  # what it raises after its answer reaches the caller too
                ended = self._next()
                if isinstance(ended, _Ended) and ended.error is not None:
                    raise ApplicationError(ended.error) from None
            if message.get("body"):
                yield bytes(message["body"])

    def drop(self) -> None:
        """Run the application to its end and discard the output."""
        for _ in self:
            pass

    def close(self) -> None:
        """Tell the application that the client has gone, if it still runs, and end it."""
        if self._task is not None and not self._task.done():
            with contextlib.suppress(RuntimeError):  # the loop has been closed
                self._loop.call_soon_threadsafe(self._leave)
        if hasattr(self._body, "known_size"):
            self._body.close()

    def _next(self) -> dict[str, Any] | _Ended:
        try:
            message = self._messages.get(timeout=self._remaining())
        except queue.Empty:
            self.close()
            raise ReadTimeout from None
        if not isinstance(message, _Ended):
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._make_room)
        return message

    # on the loop

    def _make_room(self) -> None:
        if self._room is not None:
            self._room.release()

    def _leave(self) -> None:
        if self._gone is not None and self._room is not None:
            self._gone.set()
            self._room.release()  # wake what waits for its reader
        if self._task is not None:
            self._loop.call_later(TO_END, self._task.cancel)

    async def _go(self) -> None:
        self._room, self._gone = asyncio.Semaphore(_WAITING), asyncio.Event()
        chunks = _chunks_of(self._body)
        following: bytes | None = await _taken(self._body, chunks)
        has_ended = False

        async def receive() -> dict[str, Any]:
            nonlocal following, has_ended
            if has_ended:
                await self._gone.wait()  # type: ignore[union-attr]
                return {"type": "http.disconnect"}
            chunk, following = following, None
            if chunk is not None:
                following = await _taken(self._body, chunks)
            has_ended = following is None
            return {"type": "http.request", "body": chunk or b"", "more_body": not has_ended}

        async def send(message: dict[str, Any]) -> None:
            if self._gone.is_set():  # type: ignore[union-attr]
                raise OSError("the client has gone")
            await self._room.acquire()  # type: ignore[union-attr]
            if self._gone.is_set():  # type: ignore[union-attr]
                raise OSError("the client has gone")
            self._messages.put(message)

        error: BaseException | None = None
        try:
            await self._app(self._scope, receive, send)
        except asyncio.CancelledError:
            error = ConnectionAbortedError("the client has gone")
        except Exception as raised:  # noqa: BLE001  # whatever it is, it is the caller's
            if not self._gone.is_set():  # nobody reads it, and it would keep the application's frames
                error = raised
        self._gone.set()
        self._messages.put(_Ended(error))


async def _taken(body: Any, chunks: Iterator[bytes]) -> bytes | None:
    """The next chunk of a body; a body that must be read is read in a thread."""
    if body is None or isinstance(body, (str, bytes, bytearray)):
        return next(chunks, None)
    return await asyncio.to_thread(next, chunks, None)
