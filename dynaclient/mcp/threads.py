"""Sync calls in threads of their own, which neither a cancelled caller nor the end of the process waits for.

The threads of anyio are waited for at the end of the process, which a server that does not answer would delay.
"""

from __future__ import annotations

import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import anyio
import anyio.from_thread
import anyio.lowlevel

from .results import ToolResult

Send = Callable[[Callable[[int, str], None], Callable[[], bool]], ToolResult]
"""Sends a call: (how to report progress, whether it was cancelled) → what came of it."""

Report = Callable[[float, None, str], Awaitable[None]]


class CallThreads:
    """Runs calls.

    Args:
        most: threads at a time: those of calls that were cancelled go on until their answer or deadline.
    """

    def __init__(self, most: int) -> None:
        self._room = threading.BoundedSemaphore(most)

    async def run(self, send: Send, report: Report) -> ToolResult:
        """Send a call in a thread and wait for what comes of it; a cancellation does not wait."""
        if not self._room.acquire(blocking=False):
            text = "Too many calls are still under way; wait a minute. Nothing was sent."
            return ToolResult(text, is_error=True)
        loop, done, cancelled = anyio.lowlevel.current_token(), anyio.Event(), threading.Event()
        outcome: list[Any] = []

        def tell(events: int, text: str) -> None:
            if not cancelled.is_set():
                _in_loop(anyio.from_thread.run, report, float(events), None, text, token=loop)

        def work() -> None:
            try:
                outcome.append(send(tell, cancelled.is_set))
            except BaseException as error:  # noqa: BLE001  # raised where the call is waited for
                outcome.append(error)
            finally:
                self._room.release()
                _in_loop(anyio.from_thread.run_sync, done.set, token=loop)

        threading.Thread(target=work, name="dynaclient call", daemon=True).start()
        try:
            await done.wait()
        finally:
            cancelled.set()
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        result: ToolResult = outcome[0]
        return result


def _in_loop(run: Callable[..., Any], *arguments: Any, **options: Any) -> None:
    """Run something in the event loop, if that has not ended meanwhile."""
    with suppress(RuntimeError):
        run(*arguments, **options)
