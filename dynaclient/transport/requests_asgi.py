"""Call an ASGI application in the same process instead of the network.

It is an adapter of requests, as for WSGI. The application runs on an event loop: the caller's, for the async client, or
one in a thread of its own. Its lifespan begins before the first request and ends when the client is closed.
"""

from __future__ import annotations

import asyncio
import threading
import weakref
from collections.abc import Callable
from functools import partial
from http.client import responses
from typing import Any

import urllib3
from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter, HTTPAdapter

from .applications import has_no_body, raw_answer
from .asgi_lifespan import TO_END, ASGIApplication, Lifespan, Remaining
from .asgi_run import Run, scope_of
from .deadlines import Deadline, parts_of


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
        self._lifespan: Lifespan | None = None
        self._end_loop: Callable[[], Any] | None = None
        self._kept: list[Lifespan] = []
        self.loop: asyncio.AbstractEventLoop | None = None

    def send(  # of the settings, only the timeout concerns an application
        self, request: PreparedRequest, *_: Any, timeout: Any = None, **settings: Any
    ) -> Response:
        """Run the application up to its first bytes. Its exceptions reach the caller."""
        remaining = _remaining(timeout)
        loop, lifespan = self._begun()
        lifespan.begin(remaining)
        run = Run(self._app, scope_of(request, lifespan.state), request.body, loop, remaining)
        status, headers = run.begin()
        without_body = has_no_body(request.method, status)
        if without_body:
            run.drop()
        raw = raw_answer(request, status, responses.get(status, ""), headers, None if without_body else run)
        return self._builder.build_response(request, raw)

    def _begun(self) -> tuple[asyncio.AbstractEventLoop, Lifespan]:
        with self._lock:
            if self.loop is None:
                self.loop = asyncio.new_event_loop()
                self._thread = threading.Thread(target=_run, args=(self.loop,), name="dynaclient-asgi", daemon=True)
                self._thread.start()
                self._kept = []
                self._end_loop = weakref.finalize(self, _end_loop, self.loop, self._kept)  # if nobody closes the client
            if self._lifespan is None or self._lifespan.loop is not self.loop:
                self._lifespan = Lifespan(self._app, self.loop)
                self._kept.append(self._lifespan)
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
                thread.join(TO_END)


def _run(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()


def _end_loop(loop: asyncio.AbstractEventLoop, kept: list[Lifespan]) -> None:
    """End what runs on a loop, then the loop.

    Args:
        kept: what waits there; a loop does not keep its tasks, and one that is collected while it waits is an error.
    """

    async def end() -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.wait(others, timeout=TO_END) if others else None
        kept.clear()
        loop.call_soon(loop.stop)

    if loop.is_running():
        asyncio.run_coroutine_threadsafe(end(), loop)


def _remaining(timeout: Any) -> Remaining:
    """Returns the seconds that the next wait may take: for a message, and until the whole has to end."""
    if isinstance(timeout, urllib3.Timeout):
        begun = timeout.clone()
        begun.start_connect()
        each, total = begun.read_timeout, timeout.total
    else:
        each, total = parts_of(timeout)[1], None
    deadline = Deadline.after(total if isinstance(total, (int, float)) else None)
    return partial(deadline.sooner, each if isinstance(each, (int, float)) else None)
