"""The work of a job, whoever does it: which row is next, its request, what came of it, and when to stop."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from .._support.urls import without_userinfo
from ..errors import ConnectionFailed, DynaclientError, ResponseError
from ..request import WireRequest
from ..request.idempotency import has_key
from ..response import Response
from ..transport.retries import harmless
from .async_rows import NoMoreWanted
from .crew import Crew, checked_workers
from .endings import job_error, stopped
from .inputs import Input
from .journal import Journal
from .options import JobOptions
from .outputs import write_output, write_rows
from .preparation import Preparation
from .results import Done, bad_row, entry_of, state_of
from .rows import Row
from .states import State
from .stopping import Stoppable
from .tally import Tally

_TOO_MANY = 429

_AHEAD = 64
"""Rows that are noted together as being sent, if they may be sent twice."""


class Work(Stoppable):
    """What the workers of a job share. Its methods may be called from any thread.

    Args:
        client: makes the calls.
        source: the rows.

    Attributes:
        active: the document in use, which stays the same for the whole job.
        crew: how many workers there are.
        is_safe: whether every row may be sent twice, by its method or its idempotency key.
    """

    def __init__(self, client: Any, operation_id: str, source: Input, options: JobOptions) -> None:
        super().__init__()
        self._workers = checked_workers(options.workers)
        self._prepared = prepared = Preparation(client, operation_id, source, options)
        self.client, self.active, self.operation = prepared.client, prepared.active, prepared.operation
        self.source = source
        self.options = options
        self.report = prepared.report
        self._tally = Tally(self.report, options.max_failures)
        self.is_safe = harmless(self.operation.method, has_key=prepared.plan.adds_key)
        self._feed = prepared.feed
        self._journal = prepared.journal
        self._requests = prepared.requests
        self._output = prepared.output
        self._ahead: deque[Row] = deque()
        self._taking = threading.Lock()
        self._lock = threading.Lock()
        self._began: float | None = None
        self._is_closed = False
        self.crew = Crew(self._workers, 1)

    # before

    def prepare(self, *, sends: bool = True) -> None:
        """Open the journal and check the rows; see `Preparation.run`.

        Raises:
            BulkError: rows cannot be sent, or the output belongs to another job.
        """
        self._is_closed = True
        self._prepared.run(sends=sends)
        self._is_closed = not sends
        self._feed, self._journal = self._prepared.feed, self._prepared.journal

    def start(self, most: int) -> None:
        """Begin to send, with at most so many workers if their number is found out."""
        self.crew = Crew(self._workers, most, self.options.first_workers)
        self._began = time.monotonic()

    # rows

    def take(self) -> Row | None:
        """The next row to send; None at the end, or when the job stops."""
        if self._stopping:
            return None
        try:
            if self.is_safe and self.source.again:
                return self._take_ahead()
            row = self._feed.take()
        except NoMoreWanted:
            return None
        except BaseException as error:  # noqa: BLE001  # ends the job, after what is being sent
            self.fail(error)
            return None
        return row

    def _take_ahead(self) -> Row | None:
        """The next row, of several that are noted together: if one of them is never sent, the next run sends it."""
        with self._taking:
            if not self._ahead:
                rows: list[Row] = []
                while len(rows) < _AHEAD and (row := self._feed.take()) is not None:
                    rows.append(row)
                self._journal.started([row for row in rows if not row.problems], is_safe=True)
                self._ahead.extend(rows)
            return self._ahead.popleft() if self._ahead else None

    def ready(self) -> Row | None:
        """The next row, if it can be had without reading; see `waits_for_rows`."""
        return None if self._stopping else self._feed.ready()

    @property
    def waits_for_rows(self) -> bool:
        """Whether the next row may have to be waited for."""
        return not self.source.again

    def request(self, row: Row) -> tuple[WireRequest, int]:
        """The request of a row, which is sent next, and the size that the log must have on the disk before.

        Raises:
            RequestError: it cannot be made.
        """
        wire = self._requests.request(row)
        if self.is_safe:
            if not self.source.again:
                self._journal.started((row,), is_safe=True)
            return wire, 0
        is_safe = has_key(wire.headers)  # one of the row's own
        position = self._journal.started((row,), is_safe=is_safe)
        return wire, 0 if is_safe else position

    def is_durable(self, position: int) -> bool:
        """Whether the log is on the disk up to there."""
        return position <= self._journal.durable

    def make_durable(self, position: int) -> None:
        """Wait until the log is on the disk up to there."""
        if isinstance(self._journal, Journal):
            self._journal.sync(position)

    def settle(self, row: Row, response: Response | None, error: DynaclientError | None, wire: Any) -> Done:
        """What came of a row."""
        if response is not None:
            try:
                _ = response.data
            except ResponseError as problem:
                error = problem
        if error is None:
            return Done(row, response, None, State.DONE)
        state = state_of(error, wire.method, has_key=has_key(wire.headers))
        return Done(row, None, error, state)

    def bad(self, row: Row) -> Done:
        """A row that is not sent, because it does not fit."""
        return bad_row(row, self.operation.operation_id)

    def _lost(self, row: Row) -> Done:
        """A row that was being sent when an earlier run ended."""
        error = ConnectionFailed(
            "an earlier run ended while this row was being sent, and the server may have acted on it",
            operation_id=self.operation.operation_id,
            method=self.operation.sent_method,
            url=f"{without_userinfo(self._prepared.plan.base_url())}{self.operation.path}",
        )
        return Done(row, None, error, State.UNKNOWN)

    def lost_rows(self) -> list[Done]:
        """The rows of an earlier run that became unknown, as far as the input was read."""
        lost, found = self._feed.lost, []
        while lost:
            found.append(self._lost(lost.popleft()))
        return found

    def commit(self, finished: Sequence[Done]) -> None:
        """Write and count finished rows."""
        try:
            if isinstance(self._journal, Journal):
                with_number = self._output is not None and not self._output.is_direct
                select = None if self.options.select is None else self._selected
                self._journal.finished([entry_of(done, select, with_number=with_number) for done in finished])
        except OSError as error:
            self.fail(error)
        with self._lock:
            reason = self._tally.count(finished)
            if self._began is not None:
                self.report.seconds = time.monotonic() - self._began
        if reason:
            self.stop(reason)
        refused = sum(1 for done in finished if _met_refusal(done))
        pacer = self.client._core.quotas  # noqa: SLF001  # a part of the client
        self.crew.note(len(finished), refused, time.monotonic(), None if pacer is None else pacer.demand())

    def _selected(self, data: Any) -> Any:
        """The part of the data to write; all of it, and the job ends, where the caller's function fails."""
        try:
            return self.options.select(data)  # type: ignore[misc]  # it is not None
        except Exception as error:  # noqa: BLE001  # the caller's function
            self.fail(error)
            return data

    # after

    def finish(self) -> None:
        """Write the output and let go of the journal. Called once, by whoever ends the job."""
        if self._is_closed:
            return
        self._is_closed = True
        journal, total = self._journal, self.report.total
        if not isinstance(journal, Journal):
            return
        try:
            if self._output is not None:
                highest = total if total is not None else journal.known_rows()
                if not self._output.is_direct:
                    write_output(self._output, journal, highest)
                write_rows(self._output, journal, highest)
            is_whole = total is not None and self.failure is None
            if is_whole and journal.header is not None and journal.header.get("total") != total:
                journal.begin({**journal.header, "total": total})
        except OSError as error:
            self.fail(error)
        finally:
            journal.close()

    def error(self) -> BaseException | None:
        """What ended the job before all rows were sent, as the caller sees it; None if nothing did."""
        if self.failure is not None:
            return job_error(self.report, self.failure)
        if self.report.stopped:
            return stopped(self.report)
        return None


def _met_refusal(done: Done) -> bool:
    if done.tries == 1 and done.error is None:
        return False
    return any(attempt.status_code == _TOO_MANY for attempt in done.attempts)


Deliver = Callable[[Sequence[Done]], None]
