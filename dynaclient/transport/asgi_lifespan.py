"""The lifespan of an ASGI application. Source: ASGI 3.0, "Lifespan Protocol" 2.0."""

from __future__ import annotations

import asyncio
import concurrent.futures
import queue
import threading
from collections.abc import Awaitable, Callable
from typing import Any

from requests.exceptions import ReadTimeout

from .failures import ApplicationError

ASGIApplication = Callable[[dict[str, Any], Any, Any], Awaitable[None]]

Remaining = Callable[[], float | None]
"""Returns the seconds that the next wait of a call may take; None for no limit."""

TO_END = 5.0
"""Seconds that an application has to end."""

VERSION = {"version": "3.0", "spec_version": "2.4"}


class Lifespan:
    """Begins and ends an application; does nothing for one that has no lifespan."""

    def __init__(self, app: ASGIApplication, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.state: dict[str, Any] = {}
        self._app = app
        self._told: asyncio.Queue[dict[str, Any]] | None = None
        self._answers: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._task: concurrent.futures.Future[None] | None = None
        self._lock = threading.Lock()
        self._has_begun = False

    def begin(self, remaining: Remaining) -> None:
        """Wait until the application has started; it starts once.

        Args:
            remaining: the seconds that the call may still wait.
        """
        if self._has_begun:
            return
        wait = remaining()
        if not self._lock.acquire(timeout=-1 if wait is None else wait):
            raise ReadTimeout
        try:
            if not self._has_begun:
                self._start(remaining)
        finally:
            self._lock.release()

    def _start(self, remaining: Remaining) -> None:
        if self._task is None:
            self._task = asyncio.run_coroutine_threadsafe(self._run(), self.loop)
        try:
            answer = self._answers.get(timeout=remaining())
        except queue.Empty:
            raise ReadTimeout from None
        self._has_begun = True
        if answer is not None and answer["type"] == "lifespan.startup.failed":
            error = RuntimeError(f"the application failed to start: {answer.get('message', '')}")
            raise ApplicationError(error)

    def end(self) -> None:
        """Tell the application to end, and wait until it has; it is cancelled if that takes too long."""
        if self._task is None or self._task.done():
            return
        self.loop.call_soon_threadsafe(self._say, "lifespan.shutdown")
        try:
            answer = self._answers.get(timeout=TO_END)
            self._task.result(timeout=TO_END)
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

        scope = {"type": "lifespan", "asgi": VERSION, "state": self.state}
        try:
            await self._app(scope, self._told.get, send)
        except Exception:
            if has_begun:
                raise  # in the shutdown, whose caller hears of it
        finally:  # an application that refuses the scope has no lifespan
            self._answers.put(None)
