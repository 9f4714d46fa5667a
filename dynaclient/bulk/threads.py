"""Workers as threads: for sync clients whose calls cannot be made by an async one."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from ..errors import DynaclientError, RequestError
from .results import Done
from .work import Deliver, Work

MOST = 64
"""The most threads that "auto" comes to."""


class Threads:
    """Threads that send rows until there are none, or the job stops.

    Args:
        deliver: takes finished rows, from any thread.
        is_full: whether so many finished rows wait for the caller that no further one should be sent.
        after: called when the last thread has ended.
    """

    def __init__(self, work: Work, deliver: Deliver, is_full: Callable[[], bool], after: Callable[[], None]) -> None:
        self._work = work
        self._deliver = deliver
        self._is_full = is_full
        self._after = after
        self._lock = threading.Lock()
        self._running = 0
        self._ended = False
        self.ended = threading.Event()

    def start(self) -> None:
        """Begin to send."""
        self._work.start(MOST)
        self._grow(at_least=1)

    def _grow(self, at_least: int = 0) -> None:
        with self._lock:
            missing = 0 if self._ended else max(self._work.crew.limit - self._running, at_least)
            self._running += missing
        for _ in range(missing):
            threading.Thread(target=self._run, name="dynaclient bulk", daemon=True).start()

    def _run(self) -> None:
        try:
            while True:
                self._wait_for_caller()
                if self._is_too_many():
                    return
                row = self._work.take()
                if row is None:
                    break
                self._send(row)
        except BaseException as error:  # noqa: BLE001  # of the caller's hooks, or a bug: ends the job
            self._work.fail(error)
        if self._is_last():
            self._commit(self._work.lost_rows())
            self.ended.set()
            self._after()

    def _wait_for_caller(self) -> None:
        while self._is_full() and not self._work.is_stopping:
            time.sleep(0.01)

    def _is_too_many(self) -> bool:
        """Whether this worker is one too many; then it counts as gone."""
        with self._lock:
            is_one = self._running > self._work.crew.limit
            self._running -= is_one
        return is_one

    def _is_last(self) -> bool:
        """Count this worker as gone, which has found no further row."""
        with self._lock:
            self._ended = True
            self._running -= 1
            return not self._running

    def _send(self, row: Any) -> None:
        work = self._work
        if row.problems:
            self._commit([work.bad(row)])
            return
        wire, position = work.request(row)
        if not work.is_durable(position):
            work.make_durable(position)
        client, response, failure = work.client, None, None
        try:
            response = client._send(work.active, work.operation, wire)  # noqa: SLF001  # a part of the client
            _ = response.content
        except RequestError:
            raise
        except DynaclientError as error:
            failure = error
        self._commit([work.settle(row, response, failure, wire)])

    def _commit(self, finished: list[Done]) -> None:
        finished = [*self._work.lost_rows(), *finished]
        if finished:
            self._work.commit(finished)
            self._deliver(finished)
            if not self._work.is_stopping:
                self._grow()
