"""Who does which part: one at a time for each worker, and what a lost worker has left for another one."""

from __future__ import annotations

import logging
import queue
import time
from collections import deque
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...errors import BulkError, RequestError
from . import worker as there
from .dask_cluster import ClusterLost, DaskCluster, WorkerLost, pickled
from .parts import Outcome, Part
from .shares import RateShares

_log = logging.getLogger("dynaclient")

_LOOK = 0.3
"""Seconds between looks which workers there are."""

_PATIENCE = 60.0
"""Seconds to wait for a worker where there is none."""

_LONGEST = 600.0
"""Seconds to wait for a process to let go of a part, or to finish what an earlier run has left to it."""

_AGAIN = 1.0
"""Seconds before a part is tried again that a process holds."""

_MOST_TRIES = 10
"""How often a part is given to a worker: one whose rows end every process is not given to all of them."""


class Finished(NamedTuple):
    """A part, and what came of it."""

    part: Part
    outcome: Outcome


class _Assignment(NamedTuple):
    worker: str
    part: Part | None


class Dispatch:
    """Gives parts to workers until none is left.

    Args:
        cluster: has the workers.
        run: the id of the job.
        shipment: what a worker gets before its first part.
        shares: of the rate.

    Attributes:
        has_given: whether a worker was given a part, so that rows may have been sent.
    """

    def __init__(self, cluster: DaskCluster, run: str, shipment: bytes, shares: RateShares) -> None:
        self._cluster = cluster
        self._run = run
        self._shipment = shipment
        self._shares = shares
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._out: dict[Any, _Assignment] = {}
        self._workers: set[str] = set()
        self._ready: set[str] = set()
        self._again: deque[tuple[float, Part]] = deque()
        self._rests: dict[str, float] = {}
        self._held: dict[int, float] = {}
        self._looked = float("-inf")
        self._seen = time.monotonic()
        self._stopping = False
        self.has_given = False

    def finish_earlier(self) -> None:
        """Wait until no worker is busy with an earlier run of this job, whose caller is gone."""
        until = time.monotonic() + _LONGEST
        while any(self._cluster.everywhere(there.stop, self._run)) and time.monotonic() < until:
            time.sleep(_LOOK)
        self._cluster.everywhere(there.forget, self._run)

    def stop(self) -> None:
        """Send no further row; what is being sent is finished."""
        if not self._stopping:
            self._stopping = True
            self._cluster.everywhere(there.stop, self._run)

    def close(self) -> None:
        """The job has ended."""
        for future in list(self._out):
            self._cluster.abandon(future)
        self._out.clear()
        self._cluster.everywhere(there.forget, self._run)

    def finished(self, parts: Iterator[Part]) -> Iterator[Finished]:
        """Each part as it finishes, until there are none, or the job stops.

        Raises:
            BulkError: no worker is there any more, or one cannot take part.
            ClusterLost: the scheduler is gone.
        """
        waiting = next(parts, None)
        while True:
            self._look()
            waiting = self._give(waiting, parts)
            if not self._out and (self._stopping or (waiting is None and not self._again)):
                return
            try:
                future = self._answers.get(timeout=_LOOK)
            except queue.Empty:
                continue
            found = self._answered(future)
            if found is not None:
                yield found

    # workers

    def _look(self) -> None:
        """See which workers have come, and which are gone."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return
        self._looked = now
        present = self._cluster.workers()
        for worker in self._workers - present:
            self._lose(worker)
        for worker in present - self._workers:
            self._greet(worker)
        self._workers = present
        if present:
            self._seen = now
        elif self._cluster.is_local or now - self._seen > _PATIENCE:
            raise BulkError(f"the scheduler {self._cluster.address!r} has no worker")

    def _greet(self, worker: str) -> None:
        future = self._cluster.send(worker, there.greet, self._shipment, after=self._answers.put)
        self._out[future] = _Assignment(worker, None)

    def _lose(self, worker: str) -> None:
        """Take a worker off the list, and its part back."""
        self._ready.discard(worker)
        self._shares.leave(worker, time.monotonic())
        for future, assignment in list(self._out.items()):
            if assignment.worker == worker:
                del self._out[future]
                self._cluster.abandon(future)
                if assignment.part is not None:
                    self._take_back(worker, assignment.part)

    def _take_back(self, worker: str, part: Part) -> None:
        _log.warning("the worker %s is lost: its %s go to another one", worker, part.span)
        if part.tries >= _MOST_TRIES:
            raise BulkError(
                f"{part.span} were given to {part.tries} workers, and each was lost: their logs may say why"
            )
        self._again.append((0.0, part))

    # parts

    def _give(self, waiting: Part | None, parts: Iterator[Part]) -> Part | None:
        """Give parts to the workers that have none; returns the next part."""
        if self._stopping:
            return waiting
        busy = {assignment.worker for assignment in self._out.values()}
        now = time.monotonic()
        for worker in sorted(self._ready - busy):
            if self._rests.get(worker, 0.0) > now:
                continue
            part = self._due(now) or waiting
            if part is None:
                break
            rate, wait = self._shares.ask(worker, self._ready, now)
            if wait:
                self._rests[worker] = now + wait
                if part is not waiting:
                    self._again.appendleft((0.0, part))
                continue
            if part is waiting:
                waiting = next(parts, None)
            part.rate, part.tries, self.has_given = rate, part.tries + 1, True
            content = _packed(part)
            future = self._cluster.send(worker, there.run_part, self._run, content, after=self._answers.put)
            self._out[future] = _Assignment(worker, part)
        return waiting

    def _due(self, now: float) -> Part | None:
        """A part that has to be tried again now."""
        for _ in range(len(self._again)):
            at, part = self._again.popleft()
            if at <= now:
                return part
            self._again.append((at, part))
        return None

    def _answered(self, future: Any) -> Finished | None:
        assignment = self._out.pop(future, None)
        if assignment is None:
            return None
        worker, part = assignment
        try:
            outcome = self._cluster.result(future)
        except WorkerLost:
            self._ready.discard(worker)
            self._workers.discard(worker)  # if it is still there, it is greeted again
            if part is not None:
                self._take_back(worker, part)
            return None
        except there.NotGreeted:  # a new process has the address of the one that was lost
            self._ready.discard(worker)
            self._greet(worker)
            if part is not None:
                self._take_back(worker, part)
            return None
        except there.Unfit as error:
            raise BulkError(f"the worker {worker} cannot take part: {error}") from None
        except ModuleNotFoundError as error:
            name = error.name or "dynaclient"
            raise BulkError(
                f"the worker {worker} cannot take part: {name} is not installed there. Install dynaclient on every "
                "machine of the cluster"
            ) from None
        if part is None:
            self._ready.add(worker)
            return None
        self._shares.ended(worker, time.monotonic())
        return self._checked(part, outcome)

    def _checked(self, part: Part, outcome: Outcome) -> Finished | None:
        """A finished part; None if another process holds it, and it is tried again."""
        if not outcome.is_held:
            self._held.pop(part.number, None)
            return Finished(part, outcome)
        now = time.monotonic()
        if now - self._held.setdefault(part.number, now) > _LONGEST:
            raise BulkError(
                f"{part.span} are held by a process that the scheduler has lost: end it, and run the job again"
            )
        part.tries -= 1
        self._again.append((now + _AGAIN, part))
        return None


def _packed(part: Part) -> bytes:
    try:
        return pickled(part)
    except Exception as error:  # noqa: BLE001  # whatever the classes of values raise
        raise RequestError(f"{part.span} cannot go to workers, as they cannot be pickled: {error}") from None


__all__ = ["ClusterLost", "Dispatch", "Finished"]
