"""Workers as tasks of one event loop: for async clients, and for sync ones through their twin."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from ..errors import DynaclientError, RequestError
from ..response import Response
from .results import Done
from .rows import Row
from .work import Deliver, Work

MOST = 256
"""The most tasks that "auto" comes to."""

_PAUSE = 0.005
"""Seconds between looks whether the caller has taken finished rows."""

_TOGETHER, _LATER = 48, 0.01
"""Rows that are written together, and the seconds after which fewer are. A failure is written at once."""


class Tasks:
    """Tasks that send rows until there are none, or the job stops. What finishes at about the same time is one write.

    Args:
        call: sends a request and returns its answer, read. It reports its retries to `waits`.
        deliver: takes finished rows, in the event loop.
        is_full: whether so many finished rows wait for the caller that no further one should be sent.
    """

    def __init__(
        self, work: Work, call: Callable[[Any], Awaitable[Response]], deliver: Deliver, is_full: Callable[[], bool]
    ) -> None:
        self._work = work
        self._call = call
        self._deliver = deliver
        self._is_full = is_full
        self._tasks: set[asyncio.Task[None]] = set()
        self._finished: list[Done] = []
        self._later: asyncio.TimerHandle | None = None
        self._running = self._waiting = 0
        self._ended = False
        self._reading = asyncio.Lock()
        self._syncing: asyncio.Future[None] | None = None

    async def run(self) -> None:
        """Send all rows; returns when the last one is finished."""
        self._work.start(MOST)
        self._grow()
        while self._tasks:
            await asyncio.wait(set(self._tasks), return_when=asyncio.FIRST_COMPLETED)
        self._finished += self._work.lost_rows()
        self._flush()

    def abandon(self) -> None:
        """Cancel what is being sent."""
        self._work.stop()
        for task in self._tasks:
            task.cancel()

    def _grow(self) -> None:
        while self._running - self._waiting < self._work.crew.limit and not (self._ended or self._work.is_stopping):
            self._running += 1
            task = asyncio.get_running_loop().create_task(self._run())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def waits(self, attempt: Any) -> None:
        """A call waits for its next attempt: meanwhile another worker takes its place. A hook of the client.

        Not if the caller has said how many there are: when the wait is over, there is one more.
        """
        if attempt.wait and self._waiting < MOST and not self._work.crew.is_fixed:
            self._waiting += 1
            asyncio.get_running_loop().call_later(attempt.wait, self._goes_on)
            self._grow()

    def _goes_on(self) -> None:
        self._waiting -= 1

    def _is_too_many(self) -> bool:
        """Whether this worker is one too many; then it counts as gone."""
        if self._running - self._waiting <= self._work.crew.limit:
            return False
        self._running -= 1
        return True

    async def _run(self) -> None:
        work = self._work
        try:
            while not self._is_too_many():
                while self._is_full() and not work.is_stopping:  # noqa: ASYNC110  # the caller is another thread
                    await asyncio.sleep(_PAUSE)
                row = await self._next() if work.waits_for_rows else work.take()
                if row is None:
                    self._ended = True
                    return
                await self._send(row)
                # First the others finish what has arrived: requests that leave one upon the other keep the server
                # awake, and a network call that has to wake it takes several times as long.
                await asyncio.sleep(0)
        except BaseException as error:  # of the caller's hooks, or a bug: ends the job
            work.fail(error)
            if isinstance(error, asyncio.CancelledError):
                raise

    async def _next(self) -> Row | None:
        row = self._work.ready()
        if row is not None:
            return row
        async with self._reading:
            return self._work.ready() or await asyncio.to_thread(self._work.take)

    async def _send(self, row: Row) -> None:
        work = self._work
        if row.problems:
            self._finish(work.bad(row))
            await asyncio.sleep(0)
            return
        if self._finished and not work.is_safe:
            self._flush()  # so that what is done is known to be before the next one is sent
        wire, position = work.request(row)
        while not work.is_durable(position):
            await self._sync(position)
        response, failure = None, None
        try:
            response = await self._call(wire)
        except RequestError:
            raise
        except DynaclientError as error:
            failure = error
        self._finish(work.settle(row, response, failure, wire))

    async def _sync(self, position: int) -> None:
        """Wait for the disk, together with all that wait."""
        if self._syncing is None or self._syncing.done():
            self._syncing = asyncio.ensure_future(asyncio.to_thread(self._work.make_durable, position))
        await asyncio.shield(self._syncing)

    def _finish(self, done: Done) -> None:
        self._finished.append(done)
        if len(self._finished) >= _TOGETHER:
            self._flush()
        elif not done.ok:
            asyncio.get_running_loop().call_soon(self._flush)
        elif self._later is None:
            self._later = asyncio.get_running_loop().call_later(_LATER, self._flush)

    def _flush(self) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        finished, self._finished = [*self._work.lost_rows(), *self._finished], []
        if finished:
            self._work.commit(finished)
            self._deliver(finished)
            self._grow()
