"""What happens before the first row is sent: options are checked, the journal is opened, rows are checked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import RequestError
from .checking import Feed, problems_of
from .columns import RowReader, argument_names
from .endings import job_error
from .identity import identity_of, refuse_other_job
from .inputs import Input
from .journal import Journal
from .journal_log import Unusable
from .no_journal import NoJournal
from .options import JobOptions, check_columns
from .outputs import Output, output_of, refuse_input
from .report import Report
from .row_requests import RowRequests
from .rows import Row
from .states import State, States


class Preparation:
    """The parts of a job, made from its options, and ready after `run`.

    Attributes:
        client: makes the calls; a copy, with the options of jobs.
        active: the document in use, which stays the same for the whole job.
        plan: of the calls.
        output: where results go, or None.
        report: what has come of the job so far.
        requests: of the rows.
        journal: of the output.
        feed: the rows.
    """

    def __init__(self, client: Any, operation_id: str, source: Input, options: JobOptions) -> None:
        pinned = client._pinned()  # noqa: SLF001  # a part of the client: a job stays with one document
        self.client = pinned.with_options(raise_for_status=True, stream=False)
        plans = self.client._current_plans()  # noqa: SLF001
        self.active = plans.active
        builder, self.plan, _ = self.client._planned(operation_id, plans)  # noqa: SLF001
        self.operation = builder.operation
        self.source = source
        self.options = options
        name = self.operation.operation_id
        self.report = Report(name)
        self.output: Output | None = None
        if options.into is not None:
            self.output = output_of(options.into, options.form, options.order)
            refuse_input(self.output, source)
            self.report.into = self.output.path
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
        self.journal: Journal | NoJournal = NoJournal()
        self.requests = RowRequests(self.client, name, options.run or _new_run())
        self.feed = self._new_feed()

    def run(self, *, sends: bool = True) -> None:
        """Open the journal and check the rows, if all can be checked first.

        Args:
            sends: whether rows are sent afterwards; otherwise all are checked, and nothing is left on disk.

        Raises:
            BulkError: rows cannot be sent, or the output belongs to another job.
        """
        self.requests.keeps = sends and self.source.again
        try:
            self._open()
            self.feed = self._new_feed()
            if self.feed.is_checked:
                self._check_all(keep=sends)
            elif not sends:
                while self.feed.take() is not None:
                    continue
            if sends:
                self._begin()
        except BaseException as error:  # noqa: BLE001  # nothing stays open
            self.journal.discard()
            raise job_error(self.report, error) from None
        if not sends:
            self.journal.discard()

    def _check_all(self, *, keep: bool) -> None:
        """Check all rows; if they have changed since an earlier run that has done nothing, begin anew."""
        try:
            self.feed.check_all(keep=keep)
        except Unusable:
            journal = self.journal
            if not isinstance(journal, Journal) or _holds_anything(journal.states):
                raise
            journal.start_over()
            self.requests.run = self.options.run or _new_run()
            self.requests.forget()
            self.report.forget_rows()
            self.feed = self._new_feed()
            self.feed.check_all(keep=keep)

    def _open(self) -> None:
        if self.output is None:
            return
        path = self.output.path
        folder, results = f"{path}.journal", path if self.output.is_direct else None
        self.journal = journal = Journal(folder, results, self._goes_on, self.output.files)
        if journal.header is not None:
            self.requests.run = journal.header["run"]
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
        keys = self.plan.adds_key
        return identity_of(self.operation.operation_id, self.plan.base_url(), self.options, self.output, has_keys=keys)

    def _new_feed(self) -> Feed:
        return Feed(
            self.source,
            self._reader,
            self._problems,
            self.journal,
            self.report,
            has_keys=self.options.key is not None,
            skip_bad=self.options.skip_bad,
            to_send=self._is_to_send,
            kept=self.requests.kept,
        )

    def _is_to_send(self, number: int, state: int) -> bool:
        if state in (State.NEW, State.FAILED):
            return True
        if state == State.STARTED:
            flight = self.journal.flights.get(number)
            return flight is not None and (flight.is_safe or self.options.resend_unknown)
        return state == State.UNKNOWN and self.options.resend_unknown

    def _problems(self, row: Row) -> Sequence[tuple[str, str]]:
        """What is wrong with the arguments of a row: (column, reason)."""
        if self.options.is_checked:
            return ()
        found = self.requests.problems(row)
        return tuple(problems_of(found, self._reader)) if found else ()

    def _begin(self) -> None:
        journal = self.journal
        if not isinstance(journal, Journal):
            return
        if journal.header is None:
            journal.begin({"version": 1, "run": self.requests.run, **self._header(), "total": self.report.total})
        again = {"failed", "unknown"} if self.options.resend_unknown else {"failed"}
        journal.drop_lines(frozenset(again))
        journal.keep_on_disk()
        self.report.unknown = 0 if self.options.resend_unknown else journal.states.count(State.UNKNOWN)


def _new_run() -> str:
    return os.urandom(16).hex()


def _holds_anything(states: States) -> bool:
    """Whether something has come of an earlier run, or may have."""
    return any(states.count(state) for state in (State.STARTED, State.DONE, State.UNKNOWN))
