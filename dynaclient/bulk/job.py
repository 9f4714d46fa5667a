"""Jobs as their callers see them: iterate over the rows as they finish, and read the report."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..errors import BulkError
from .report import Report
from .results import Done
from .threads import Threads
from .twin import async_twin, call_through, can_run_async, with_retry_hook
from .work import Deliver, Work

_WAITING = 2000
"""Finished rows that wait for the caller before no further ones are sent."""

_LOOK = 0.5
"""Seconds after which a wait is interrupted, so that Ctrl-C is seen where a wait cannot be interrupted."""

_GLANCE = 0.2
"""The same where somebody looks how far the job is."""


class BaseJob:
    """What both kinds of jobs have.

    Attributes:
        on_interrupt: called when Ctrl-C interrupts the job, before what is being sent is finished.
    """

    def __init__(self, work: Any) -> None:
        self._work = work
        self._is_begun = False
        self._given = 0
        self.on_interrupt: Callable[[], Any] = lambda: None
        self._taken = 0

    @property
    def report(self) -> Report:
        """What has come of the job so far."""
        found: Report = self._work.report
        return found

    def stop(self) -> None:
        """Send no further row; those that are being sent are finished. May be called from any thread."""
        self._work.stop()

    def __repr__(self) -> str:
        report = self.report
        of = "" if report.total is None else f" of {report.total:,}"
        into = f" into {report.into!r}" if report.into else ""
        return f"<{type(self).__name__} {report.operation_id}{into}: {report.done + report.earlier:,}{of} rows done>"

    def _begin(self) -> None:
        if self._is_begun:
            raise BulkError(
                "a job runs once: call map again, which goes on where it ended", operation_id=self.report.operation_id
            )
        self._is_begun = True

    def _is_full(self) -> bool:
        return self._given - self._taken > _WAITING

    def _checked(self) -> Report:
        report = self.report
        if report.failed or report.unknown:
            raise BulkError(f"not every row is done.\n{report}", report=report, operation_id=report.operation_id)
        return report


class Job(BaseJob):
    """A bulk job. `for done in job` sends the rows and yields each as it finishes; `run` does so without yielding.

    Rows are checked when iterating begins. Leaving the loop early finishes what is being sent and stops; the same call
    of `map` with the same `into=` goes on.

    Attributes:
        report: what has come of it so far.

    Raises:
        BulkError: while iterating. Rows do not fit, and nothing was sent; or the server refused the credentials, more
            rows failed than `max_failures`, or the output cannot be written. A row that fails raises nothing: it is
            yielded with its `error`.
    """

    def __iter__(self) -> Iterator[Done]:
        finished: queue.SimpleQueue[Sequence[Done] | None] = queue.SimpleQueue()

        def deliver(batch: Sequence[Done]) -> None:
            self._given += len(batch)
            finished.put(batch)

        with self._sending(deliver, lambda: finished.put(None)):
            while (batch := _next(finished)) is not None:
                for done in batch:
                    self._taken += 1
                    yield done

    @contextmanager
    def _sending(self, deliver: Deliver, ended: Callable[[], Any]) -> Iterator[threading.Event]:
        """Check the rows, and send them until the last is finished, or the caller leaves.

        Args:
            deliver: takes finished rows, in another thread.
            ended: called there when the last one is finished, as the event that is given is set.
        """
        self._begin()
        work = self._work
        work.prepare()
        end = self._start(deliver, ended)
        try:
            yield end
        except KeyboardInterrupt:
            work.stop()
            self.on_interrupt()
            raise
        finally:
            work.stop()
            try:
                while not end.wait(_LOOK):
                    continue
            finally:
                work.finish()
        error = work.error()
        if error is not None:
            raise error

    def _start(self, deliver: Deliver, ended: Callable[[], Any]) -> threading.Event:
        """Start the workers; the event is set when the last one has ended."""
        work = self._work
        client = work.client
        if can_run_async(client):
            end = threading.Event()
            thread = threading.Thread(
                target=_run_tasks, args=(work, deliver, self._is_full, ended, end), name="dynaclient bulk", daemon=True
            )
            thread.start()
            return end
        threads = Threads(work, deliver, self._is_full, ended)
        threads.start()
        return threads.ended

    def run(self) -> Report:
        """Send all rows. Takes less time than iterating, since nothing is handed to the caller.

        Raises:
            BulkError: the job stopped early, or rows failed or are unknown.
        """
        self.drain()
        return self._checked()

    def drain(self, look: Callable[[], Any] | None = None) -> None:
        """Send all rows, as iterating does, and yield none: `report` says what has come of them.

        Args:
            look: called a few times a second, such as to show how far the job is.

        Raises:
            BulkError: the job stopped early. Rows that fail raise nothing.
        """
        seconds = _LOOK if look is None else _GLANCE
        with self._sending(lambda batch: None, lambda: None) as end:
            while not end.wait(seconds):
                if look is not None:
                    look()

    def check(self) -> Report:
        """Check all rows, and send nothing.

        Raises:
            BulkError: rows do not fit; `report.bad_rows` has each of them.
        """
        self._begin()
        self._work.prepare(sends=False)
        return self.report


def _next(finished: Any) -> Any:
    while True:
        try:
            return finished.get(timeout=_LOOK)
        except queue.Empty:
            continue


def _run_tasks(work: Work, deliver: Any, is_full: Any, ended: Any, end: threading.Event) -> None:
    """Send the rows of a sync client through its async twin, in an event loop of this thread."""
    from .tasks import Tasks

    client = work.client

    async def main() -> None:
        twin = async_twin(client)

        def call(wire: Any) -> Any:
            return call_through(twin, caller, work.active, work.operation, wire)

        tasks = Tasks(work, call, deliver, is_full)
        caller = with_retry_hook(client, tasks.waits)
        try:
            await tasks.run()
        finally:
            await twin.close()

    try:
        asyncio.run(main())
    except BaseException as error:  # noqa: BLE001  # the caller's thread raises it
        work.fail(error)
    finally:
        end.set()
        ended()


class AsyncJob(BaseJob):
    """A bulk job of an async client: `async for done in job`, or `await job.run()`. See `Job`."""

    async def __aiter__(self) -> AsyncIterator[Done]:
        from .tasks import Tasks

        self._begin()
        work = self._work
        source = work.source.source
        if source is not None:
            source.attach()
        await asyncio.to_thread(work.prepare)
        finished: asyncio.Queue[Sequence[Done] | None] = asyncio.Queue()

        def deliver(batch: Sequence[Done]) -> None:
            self._given += len(batch)
            finished.put_nowait(batch)

        async def call(wire: Any) -> Any:
            response = await caller._send(work.active, work.operation, wire)  # noqa: SLF001  # a part of the client
            await response.read()
            return response

        tasks = Tasks(work, call, deliver, self._is_full)
        caller = with_retry_hook(work.client, tasks.waits)
        running = asyncio.ensure_future(tasks.run())
        running.add_done_callback(lambda _: finished.put_nowait(None))
        try:
            while (batch := await finished.get()) is not None:
                for done in batch:
                    self._taken += 1
                    yield done
        finally:
            work.stop()
            try:
                if source is not None:
                    await source.close()
                await asyncio.shield(running)
            finally:
                if not running.done():
                    tasks.abandon()
                work.finish()
        error = work.error()
        if error is not None:
            raise error

    async def run(self) -> Report:
        """Send all rows. See `Job.run`."""
        async for _ in self:
            continue
        return self._checked()

    async def check(self) -> Report:
        """Check all rows, and send nothing. See `Job.check`."""
        self._begin()
        source = self._work.source.source
        if source is not None:
            source.attach()
        await asyncio.to_thread(self._work.prepare, sends=False)
        return self.report
