"""Call an ASGI application in the same process instead of the network. Source: ASGI 3.0, "HTTP & WebSocket" 2.4.

It is an adapter of requests, as for WSGI. The application runs on an event loop: the caller's, for the async client, or
one in a thread of its own. Its lifespan begins before the first request and ends when the client is closed.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import queue
import threading
import time
import weakref
from collections.abc import Awaitable, Callable, Iterator
from http.client import responses
from typing import Any
from urllib.parse import unquote, urlsplit

import urllib3
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter
from requests.exceptions import ReadTimeout

from .applications import CHUNK, has_no_body, raw_answer
from .failures import ApplicationError

ASGIApplication = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

Limits = tuple[float | None, float | None]
"""Seconds to wait for each message, and when the whole of it ends."""

_WAITING = 64
"""Chunks of a body that wait for their reader; then the application waits."""

_TO_END = 5.0
"""Seconds that an application has to end its lifespan."""

_VERSION = {"version": "3.0", "spec_version": "2.4"}


class ASGIAdapter(BaseAdapter):
    """Sends requests to an application instead of a socket.

    Attributes:
        loop: the event loop that the application runs on; None until the first request, for one of its own.
    """

    def __init__(self, app: ASGIApplication) -> None:
        super().__init__()
        self._app = app
        self._builder = HTTPAdapter()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._lifespan: _Lifespan | None = None
        self._end_loop: Callable[[], Any] | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    def send(  # of the settings, only the timeout concerns an application
        self, request: PreparedRequest, *_: Any, timeout: Any = None, **settings: Any
    ) -> Response:
        """Run the application up to its first bytes. Its exceptions reach the caller."""
        limits = _limits(timeout)
        loop, lifespan = self._begun()
        lifespan.begin(limits)
        run = _Run(self._app, _scope_of(request, lifespan.state), request.body, loop, limits)
        status, headers = run.begin()
        without_body = has_no_body(request.method, status)
        if without_body:
            run.drop()
        raw = raw_answer(request, status, responses.get(status, ""), headers, None if without_body else run)
        return self._builder.build_response(request, raw)

    def _begun(self) -> tuple[asyncio.AbstractEventLoop, _Lifespan]:
        with self._lock:
            if self.loop is None:
                self.loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_run, args=(self.loop,), name="dynaclient-asgi", daemon=True)
                self._thread.start()
                self._end_loop = weakref.finalize(self, _end_loop, self.loop)  # of a client that nobody closes
            if self._lifespan is None or self._lifespan.loop is not self.loop:
                self._lifespan = _Lifespan(self._app, self.loop)
            return self.loop, self._lifespan

    def close(self) -> None:
        """End the lifespan, and the loop if it is the adapter's own."""
        with self._lock:
            lifespan, self._lifespan = self._lifespan, None
            loop, thread, self.loop, self._thread = self.loop, self._thread, None, None
        try:
            if lifespan is not None and lifespan.loop is loop and loop is not None and loop.is_running():
                lifespan.end()
        finally:
            if thread is not None and loop is not None:
                if self._end_loop is not None:
                    self._end_loop()
                thread.join(_TO_END)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def _end_loop(loop: asyncio.AbstractEventLoop) -> None:
    """End what runs on a loop, then the loop."""

    async def end() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=_TO_END) if others else None
        loop.call_soon(loop.stop)

    if loop.is_running():
        asyncio.run_coroutine_threadsafe(end(), loop)


class _Lifespan:
    """The lifespan of an application; nothing for one that has none. Source: ASGI 3.0, "Lifespan Protocol" 2.0."""

    def __init__(self, app: ASGIApplication, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.state: dict[str, Any] = {}
        self._app = app
        self._told: asyncio.Queue[dict[str, Any]] | None = None
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._task: concurrent.futures.Future[None] | None = None
        self._lock = threading.Lock()
        self._has_begun = False

    def begin(self, limits: Limits) -> None:
        """Wait until the application has started, within the limits of the call; it starts once."""
        if self._has_begun:
            return
        wait = _wait_of(limits)
        if not self._lock.acquire(timeout=-1 if wait is None else wait):
            raise ReadTimeout
        try:
            if not self._has_begun:
                self._start(limits)
        finally:
            self._lock.release()

    def _start(self, limits: Limits) -> None:
        if self._task is None:
            self._task = asyncio.run_coroutine_threadsafe(self._run(), self.loop)
        try:
            answer = self._answers.get(timeout=_wait_of(limits))
        except queue.Empty:
            raise ReadTimeout from None
        self._has_begun = True
        if answer is not None and answer["type"] == "lifespan.startup.failed":
            error = RuntimeError(f"the application failed to start: {answer.get('message', '')}")
            raise ApplicationError(error)

    def end(self) -> None:
        if self._task is None or self._task.done():
            return
        self.loop.call_soon_threadsafe(self._say, "lifespan.shutdown")
        try:
            answer = self._answers.get(timeout=_TO_END)
            self._task.result(timeout=_TO_END)
        except (queue.Empty, concurrent.futures.TimeoutError):
            self._task.cancel()
            return
        except Exception as error:  # whatever it is, it is the caller's
            raise error from None
        if answer is not None and answer["type"] == "lifespan.shutdown.failed":
            raise RuntimeError(f"the application failed to end: {answer.get('message', '')}")

    def _say(self, kind: str) -> None:
        assert self._told is not None
        self._told.put_nowait({"type": kind})

    async def _run(self) -> None:
        self._told = asyncio.Queue()
        self._say("lifespan.startup")
        has_begun = False

        async def send(message: dict[str, Any]) -> None:
            nonlocal has_begun
            has_begun = True
            self._answers.put(message)

        scope = {"type": "lifespan", "asgi": _VERSION, "state": self.state}
        try:
            await self._app(scope, self._told.get, send)
        except Exception:
            if has_begun:
                raise  # in the shutdown, whose caller hears of it
        finally:  # an application that refuses the scope has no lifespan
            self._answers.put(None)


def _scope_of(request: PreparedRequest, state: dict[str, Any]) -> dict[str, Any]:
    """The scope of a prepared request. Source: ASGI 3.0, "HTTP Connection Scope"."""
    parts = urlsplit(request.url or "/")
    raw_path = parts.path or "/"
    headers = [(_latin_1(name).lower(), _latin_1(value)) for name, value in request.headers.items()]
    if not any(name == b"host" for name, _ in headers):
        headers.insert(0, (b"host", _latin_1(parts.netloc.rpartition("@")[2])))
    return {
        "type": "http",
        "asgi": _VERSION,
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
    return iter(lambda: body.read(CHUNK), b"") if hasattr(body, "read") else iter(body)


class _Ended:
    """The application has returned, or raised `error`."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Run:
    """One request: what the application sends comes out of a queue, in the caller's thread."""

    def __init__(
        self,
        app: ASGIApplication,
        scope: dict[str, Any],
        body: Any,
        loop: asyncio.AbstractEventLoop,
        limits: Limits,
    ) -> None:
        self._app = app
        self._scope = scope
        self._body = body
        self._loop = loop
        self._limits = limits
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
            message = self._messages.get(timeout=_wait_of(self._limits))
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
            self._loop.call_later(_TO_END, self._task.cancel)

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


def _wait_of(limits: Limits) -> float | None:
    """The seconds that the next wait may take."""
    wait, end = limits
    if end is None:
        return wait
    left = max(end - time.monotonic(), 0.0)
    return left if wait is None else min(wait, left)


def _limits(timeout: Any) -> Limits:
    """Seconds to wait for each message, and when the whole of it ends."""
    if isinstance(timeout, urllib3.Timeout):
        total, begun = timeout.total, timeout.clone()
        begun.start_connect()
        read = begun.read_timeout
        return (
            read if isinstance(read, (int, float)) else None,
            time.monotonic() + total if isinstance(total, (int, float)) else None,
        )
    if isinstance(timeout, tuple):
        timeout = timeout[1]
    return timeout, None
