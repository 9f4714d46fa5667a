"""Jobs on a cluster as their callers see them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

from ...errors import BulkError, RequestError
from ..inputs import Input, check_source
from ..job import BaseJob
from ..options import JobOptions
from ..report import Report
from ..results import Done
from .dask_cluster import ClusterLost, DaskCluster, check_address, local_workers, require_distributed
from .dispatch import Dispatch
from .parts import Outcome, Part
from .returned_rows import unpacked
from .shares import RateShares
from .work import ClusterWork, Credentials

Finished = list[Done]


class ClusterJob(BaseJob):
    """A bulk job whose rows workers of Dask send. Used like `Job`; a row is yielded when its part is finished.

    Attributes:
        report: what has come of it so far.

    Raises:
        BulkError: while iterating, as for `Job`; or no worker is left, or one cannot take part.
    """

    def __init__(self, work: ClusterWork, address: str) -> None:
        super().__init__(work)
        self._address = address

    def __iter__(self) -> Iterator[Done]:
        for finished in self.steps(wants_rows=True):
            yield from finished

    def run(self) -> Report:
        """Send all rows.

        Raises:
            BulkError: the job stopped early, or rows failed or are unknown.
        """
        for _ in self.steps():
            continue
        return self._checked()

    def check(self) -> Report:
        """Check all rows, and send nothing. See `Job.check`."""
        self._begin()
        self._work.check()
        return self.report

    def steps(self, *, wants_rows: bool = False) -> Generator[Finished, None, None]:
        """Send all rows; yields whenever a part is finished.

        Args:
            wants_rows: whether workers send back the rows, and not only what is counted.
        """
        self._begin()
        work: ClusterWork = self._work
        require_distributed()
        with contextlib.ExitStack() as opened:
            cluster, count = None, local_workers(self._address)
            if not count:
                cluster = opened.enter_context(contextlib.closing(DaskCluster(self._address)))
                count = len(cluster.workers())
            work.prepare(count)
            opened.callback(work.finish)
            bad: Finished = []
            parts = work.parts(bad.append)
            try:
                first = next(parts, None)
            except Exception as error:  # noqa: BLE001  # raised below
                work.fail(error)
                first = None
            if first is not None:
                if cluster is None:
                    cluster = opened.enter_context(contextlib.closing(DaskCluster(self._address)))
                shipment = work.shipment(first.rows[0], wants_rows=wants_rows)
                dispatch = Dispatch(cluster, work.folder.run, shipment, RateShares(work.rate))
                yield from self._sent(dispatch, itertools.chain((first,), parts), bad)
            yield bad
        ending = work.error()
        if ending is not None:
            raise ending

    def _sent(self, dispatch: Dispatch, parts: Iterator[Part], bad: Finished) -> Iterator[Finished]:
        """Each part as it is finished, with the rows found so far that do not fit."""
        work: ClusterWork = self._work
        began = time.monotonic()
        try:
            if not work.folder.is_new:
                dispatch.finish_earlier()
            for part, outcome in dispatch.finished(parts):
                self._take_in(outcome, began)
                found = [unpacked(row, part.rows[row.place], work.client, work.operation) for row in outcome.rows]
                yield [*bad, *found]
                bad.clear()
                if work.is_stopping:
                    dispatch.stop()
        except KeyboardInterrupt:
            work.stop()
            self.on_interrupt()
            raise
        except Exception as error:  # noqa: BLE001  # `error` raises it, when everything is in order again
            work.fail(error)
        finally:
            work.stop()
            try:
                dispatch.stop()
                for _, outcome in dispatch.finished(iter(())):
                    self._take_in(outcome, began)
            except (ClusterLost, BulkError) as error:
                work.fail(error)
            finally:
                work.has_begun = dispatch.has_given
                dispatch.close()

    def _take_in(self, outcome: Outcome, began: float) -> None:
        work: ClusterWork = self._work
        work.take_in(outcome.record, outcome.report)
        self.report.seconds = time.monotonic() - began
        if outcome.failure:
            work.fail(BulkError(outcome.failure))
        elif outcome.refusal:
            work.stop(outcome.refusal)
        elif outcome.is_stopped and not work.is_stopping:
            work.stop("a worker was asked to stop")


class AsyncClusterJob(BaseJob):
    """A bulk job of an async client, whose rows workers of Dask send. Used like `AsyncJob`."""

    def __init__(self, work: ClusterWork, address: str) -> None:
        super().__init__(work)
        self._job = ClusterJob(work, address)

    async def __aiter__(self) -> AsyncIterator[Done]:
        async for finished in self._steps(wants_rows=True):
            for done in finished:
                yield done

    async def run(self) -> Report:
        """Send all rows. See `ClusterJob.run`."""
        async for _ in self._steps():
            continue
        return self._checked()

    async def check(self) -> Report:
        """Check all rows, and send nothing. See `Job.check`."""
        self._attach()
        return await asyncio.to_thread(self._job.check)

    def _attach(self) -> Any:
        """Read rows in this event loop, if they are an async iterable."""
        source = self._work.source.source
        if source is not None:
            source.attach()
        return source

    async def _steps(self, *, wants_rows: bool = False) -> AsyncIterator[Finished]:
        source, steps = self._attach(), self._job.steps(wants_rows=wants_rows)
        try:
            while (finished := await asyncio.to_thread(next, steps, None)) is not None:
                yield finished
        finally:
            self._work.stop()
            if source is not None:
                await source.close()
            await asyncio.shield(asyncio.to_thread(steps.close))


def cluster_job_of(
    client: Any,
    operation_id: str,
    source: Input,
    options: JobOptions,
    address: Any,
    credentials: Credentials | None = None,
) -> ClusterJob | AsyncClusterJob:
    """A job of a client, sync or async, on the cluster of this address.

    Raises:
        RequestError: an option cannot be what it is.
    """
    checked = check_address(address)
    check_source(client, source)
    if credentials is not None and not callable(credentials):
        raise RequestError("worker_credentials= must be a function, which is called on each worker")
    work = ClusterWork(client, operation_id, source, options, credentials)
    return AsyncClusterJob(work, checked) if client._is_async else ClusterJob(work, checked)  # noqa: SLF001
