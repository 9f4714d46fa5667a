"""The work of a job, whoever does it: which row is next, its request, what came of it, and when to stop."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from .._support.urls import without_userinfo
from .._support.wording import shown_option
from ..errors import (
    BulkError,
    ConnectionFailed,
    DynaclientError,
    Forbidden,
    RequestError,
    ResponseError,
    Unauthorized,
)
from ..request import WireRequest
from ..request.idempotency import has_key
from ..response import Response
from ..transport.retries import harmless
from .checking import Feed, problems_of
from .columns import RowReader, argument_names
from .crew import Crew, checked_workers
from .endings import told
from .identity import identity_of, refuse_other_job
from .inputs import Input
from .journal import Journal, NoJournal, Unusable
from .options import JobOptions, check_columns, checked_failures
from .outputs import Output, output_of, write_output, write_rows
from .report import BadRow, Report
from .results import Done, entry_of, kind_of_error, state_of
from .row_requests import RowRequests
from .rows import Row
from .states import State, States

_TOO_MANY = 429

_AHEAD = 64
"""Rows that are noted together as being sent, if they may be sent twice."""

_FEW = 100
"""Rows that must have finished before a share of failures is judged, where nobody knows how many rows there are."""


class Work:
    """What the workers of a job share. Its methods may be called from any thread.

    Args:
        client: makes the calls.
        source: the rows.

    Attributes:
        active: the document in use, which stays the same for the whole job.
        report: what has come of the job so far.
        crew: how many workers there are.
        failure: the error that ended the job, or None.
        is_safe: whether every row may be sent twice, by its method or its idempotency key.
    """

    def __init__(self, client: Any, operation_id: str, source: Input, options: JobOptions) -> None:
        pinned = client._pinned()  # noqa: SLF001  # a part of the client: a job stays with one document
        self.client = pinned.with_options(raise_for_status=True, stream=False)
        plans = self.client._current_plans()  # noqa: SLF001
        self.active = plans.active
        builder, self._plan, _ = self.client._planned(operation_id, plans)  # noqa: SLF001
        self.operation = builder.operation
        self.source = source
        self.options = options
        name = self.operation.operation_id
        self.report = Report(name)
        self.failure: BaseException | None = None
        self._most_failures = checked_failures(options.max_failures)
        self._workers = checked_workers(options.workers)
        self._output: Output | None = None
        if options.into is not None:
            self._output = output_of(options.into, options.form, options.order)
            self.report.into = self._output.path
        elif options.order is not None or options.form is not None or options.resend_unknown:
            raise RequestError(
                "order=, form= and resend_unknown= are about the output: name it with into=", operation_id=name
            )
        check_columns(self.client, name, options)
        coerce = source.is_text if options.coerce is None else options.coerce
        self._reader = RowReader(
            argument_names(self.operation, builder.properties),
            key=options.key,
            arguments=options.arguments,
            constants=options.constants,
            is_file=source.is_file,
            typed=builder.typed if coerce else None,
        )
        self._journal: Journal | NoJournal = NoJournal()
        self._requests = RowRequests(self.client, name, os.urandom(16).hex())
        self._feed = self._new_feed()
        self.is_safe = harmless(self.operation.method, has_key=self._plan.adds_key)
        self._ahead: deque[Row] = deque()
        self._taking = threading.Lock()
        self._lock = threading.Lock()
        self._stopping = False
        self._began: float | None = None
        self._is_closed = False
        self.crew = Crew(self._workers, 1)

    # before

    def prepare(self, *, sends: bool = True) -> None:
        """Open the journal and check the rows, if all can be checked first.

        Args:
            sends: whether rows are sent afterwards; otherwise all are checked, and nothing is left on disk.

        Raises:
            BulkError: rows cannot be sent, or the output belongs to another job.
        """
        self._requests.keeps = sends and self.source.again
        try:
            self._open()
            self._feed = self._new_feed()
            if self._feed.is_checked:
                self._check_all(keep=sends)
            elif not sends:
                while self._feed.take() is not None:
                    continue
            if sends:
                self._begin()
        except BaseException as error:  # noqa: BLE001  # nothing stays open
            self._journal.discard()
            self._is_closed = True
            raise told(self.report, error) from None
        if not sends:
            self._journal.discard()
            self._is_closed = True

    def _check_all(self, *, keep: bool) -> None:
        """Check all rows; if they have changed since an earlier run that has done nothing, begin anew."""
        try:
            self._feed.check_all(keep=keep)
        except Unusable:
            journal = self._journal
            if not isinstance(journal, Journal) or _holds_anything(journal.states):
                raise
            journal.start_over()
            self._requests.run = os.urandom(16).hex()
            self._requests.forget()
            self.report = Report(self.operation.operation_id, self.report.into)
            self._feed = self._new_feed()
            self._feed.check_all(keep=keep)

    def _open(self) -> None:
        if self._output is None:
            return
        path = self._output.path
        folder, results = f"{path}.journal", path if self._output.is_direct else None
        self._journal = journal = Journal(folder, results, self._goes_on)
        if journal.header is not None:
            self._requests.run = journal.header["run"]
        states = journal.states
        self.report.earlier = states.count(State.DONE)
        self.report.bad = states.count(State.BAD)

    def _goes_on(self, header: Mapping[str, Any], states: States) -> bool:
        """Whether this job is the one that the journal is of; another one may begin if that has done nothing."""
        try:
            refuse_other_job(self.report.into, header, self._header())
        except Unusable:
            if _holds_anything(states):
                raise
            return False
        return True

    def _header(self) -> dict[str, Any]:
        keys = self._plan.adds_key
        return identity_of(
            self.operation.operation_id, self._plan.base_url(), self.options, self._output, has_keys=keys
        )

    def _new_feed(self) -> Feed:
        return Feed(
            self.source,
            self._reader,
            self._problems,
            self._journal,
            self.report,
            has_keys=self.options.key is not None,
            skip_bad=self.options.skip_bad,
            to_send=self._is_to_send,
        )

    def _is_to_send(self, number: int, state: int) -> bool:
        if state in (State.NEW, State.FAILED):
            return True
        if state == State.STARTED:
            flight = self._journal.flights.get(number)
            return flight is not None and (flight.is_safe or self.options.resend_unknown)
        return state == State.UNKNOWN and self.options.resend_unknown

    def _problems(self, row: Row) -> Sequence[tuple[str, str]]:
        """What is wrong with the arguments of a row: (column, reason)."""
        found = self._requests.problems(row)
        return tuple(problems_of(found, self._reader)) if found else ()

    def _begin(self) -> None:
        journal = self._journal
        if not isinstance(journal, Journal):
            return
        if journal.header is None:
            journal.begin({"version": 1, "run": self._requests.run, **self._header(), "total": self.report.total})
        again = {"failed", "unknown"} if self.options.resend_unknown else {"failed"}
        journal.drop_lines(frozenset(again))
        journal.keep_on_disk()
        self.report.unknown = 0 if self.options.resend_unknown else journal.states.count(State.UNKNOWN)

    def start(self, most: int) -> None:
        """Begin to send, with at most so many workers if their number is found out."""
        self.crew = Crew(self._workers, most)
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
        text = "; ".join(str(BadRow(row.number, row.key, *problem)) for problem in row.problems)
        return Done(row, None, RequestError(text, operation_id=self.operation.operation_id), State.BAD)

    def _lost(self, row: Row) -> Done:
        """A row that was being sent when an earlier run ended."""
        error = ConnectionFailed(
            "an earlier run ended while this row was being sent, and the server may have acted on it",
            operation_id=self.operation.operation_id,
            method=self.operation.method.upper(),
            url=f"{without_userinfo(self._plan.base_url())}{self.operation.path}",
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
            self._count(finished)
        refused = sum(1 for done in finished if _met_refusal(done))
        self.crew.note(len(finished), refused, time.monotonic())

    def _selected(self, data: Any) -> Any:
        """The part of the data that is written; all of it, and the end of the job, if there is no such part."""
        try:
            return self.options.select(data)  # type: ignore[misc]  # it is not None
        except Exception as error:  # noqa: BLE001  # the caller's function
            self.fail(error)
            return data

    def _count(self, finished: Iterable[Done]) -> None:
        report = self.report
        for done in finished:
            if done.state is State.DONE:
                report.done += 1
            elif done.state is State.FAILED:
                report.failed += 1
            elif done.state is State.UNKNOWN:
                report.unknown += 1
                report.add_unknown(done.key)
            if done.state is State.BAD:
                continue
            report.sent += 1 if done.tries else 0
            report.requests += done.tries
            if done.error is not None and done.tries:
                report.count_error(kind_of_error(done.error))
                self._consider(done)
        if self._began is not None:
            report.seconds = time.monotonic() - self._began

    def _consider(self, done: Done) -> None:
        """Stop if the credentials are refused, or too many rows have failed."""
        report = self.report
        if isinstance(done.error, (Unauthorized, Forbidden)):
            self.stop(f"the server refused row {done.number:,}: {done.error}")
        most = self._most_failures
        if most is None:
            return
        failures = report.failed + report.unknown
        total = report.total or max(report.done + failures, _FEW)
        if failures > (most * total if isinstance(most, float) else most):
            self.stop(f"{failures:,} rows failed, more than max_failures={shown_option(self.options.max_failures)}")

    def stop(self, reason: str = "") -> None:
        """Send nothing more; what is being sent is finished."""
        self._stopping = True
        if reason and not self.report.stopped:
            self.report.stopped = reason

    def fail(self, error: BaseException) -> None:
        """End the job with an error, after what is being sent is finished."""
        if self.failure is None:
            self.failure = error
        self.stop()

    @property
    def is_stopping(self) -> bool:
        """Whether no further row is sent."""
        return self._stopping

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
            return told(self.report, self.failure)
        if self.report.stopped:
            return BulkError(
                f"the job stopped: {self.report.stopped}", report=self.report, operation_id=self.report.operation_id
            )
        return None


def _holds_anything(states: States) -> bool:
    """Whether something has come of an earlier run, or may have."""
    return any(states.count(state) for state in (State.STARTED, State.DONE, State.UNKNOWN))


def _met_refusal(done: Done) -> bool:
    if done.tries == 1 and done.error is None:
        return False
    return any(attempt.status_code == _TOO_MANY for attempt in done.attempts)


Deliver = Callable[[Sequence[Done]], None]
