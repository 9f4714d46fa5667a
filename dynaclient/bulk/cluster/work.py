"""The work of a job on a cluster, on its caller's machine: which parts have to be sent, and what came of them."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ... import __version__
from ...errors import BulkError, RequestError
from ...transport.rates import Rate
from ...transport.retries import harmless
from ..endings import job_error, stopped
from ..files import AppendFile
from ..identity import identity_of
from ..inputs import Input
from ..journal_log import Unusable
from ..options import JobOptions
from ..outputs import Output, checked_path, form_of
from ..preparation import Preparation
from ..report import Report, rows_of
from ..results import Done, bad_row
from ..rows import Row, as_json, dumped
from ..stopping import Stoppable
from ..tally import Tally
from .dask_cluster import ClusterLost, pickled
from .parts import Part, PartRow, Record, Watched, iter_parts, rows_per_part
from .places import PlaceError, place_of
from .run_folder import RunFolder
from .shipment import Shipment

_DIFFERENCES = 3

Credentials = Callable[[], Mapping[str, Any]]


class ClusterWork(Stoppable):
    """What a job on a cluster has to do.

    Args:
        credentials: is called on each worker.

    Attributes:
        folder: of the results.
        rate: of the job, or None.
        has_begun: whether rows may have been sent.
    """

    def __init__(
        self, client: Any, operation_id: str, source: Input, options: JobOptions, credentials: Credentials | None
    ) -> None:
        super().__init__()
        if options.into is None:
            raise RequestError(
                "engine='dask' needs into=: a folder that all machines share, or an address such as "
                "'s3://bucket/results', where the workers write",
                operation_id=operation_id,
            )
        path = checked_path(options.into)
        form, in_order = form_of(path, options.form, options.order)
        self.folder = RunFolder(place_of(path))
        self.options = options
        self.source = source
        self.output = Output(self.folder.place.address, form, in_order)
        self._watched = Watched(source, lambda: self.folder.size, self._seen)
        here = replace(options, into=None, order=None, form=None, resend_unknown=False)
        self._prepared = Preparation(client, operation_id, self._watched.input(), here)
        self.client, self.operation = self._prepared.client, self._prepared.operation
        self.report = self._prepared.report
        self.report.into = self.output.path
        self.rate: Rate | None = self.client._options.delivery.rate  # noqa: SLF001  # a part of the client
        self.has_begun = False
        self._credentials = credentials
        self._tally = Tally(self.report, options.max_failures)
        self._differing: list[int] = []
        self._bad: AppendFile | None = None
        self._scratch: Any = None

    # before

    def check(self) -> None:
        """Check all rows, and send nothing.

        Raises:
            BulkError: rows do not fit.
        """
        if self.folder.exists():
            self.prepare(1)
            self.folder.close()
            return
        self._watched.is_watching = False
        self._prepared.run(sends=False)

    def prepare(self, workers: int) -> None:
        """Open the folder, and check the rows, if all can be checked first.

        Args:
            workers: how many there are.

        Raises:
            BulkError: rows cannot be sent, or the folder belongs to another job.
        """
        try:
            self.folder.open(self._identity(), lambda: self._new_size(workers))
            self.report.earlier, self.report.unknown = self.folder.count("done"), self.folder.count("unknown")
            feed = self._prepared.feed
            if feed.is_checked:
                feed.check_all(keep=False)
                self._compare()
                self._watched.is_watching = False
            self.folder.write_run(self.report.total)
        except BaseException as error:  # noqa: BLE001  # nothing stays open
            self.folder.discard()
            raise self.job_error(error) from None

    def _identity(self) -> Mapping[str, Any]:
        plan = self._prepared.plan
        name = self.operation.operation_id
        return identity_of(name, plan.base_url(), self.options, self.output, has_keys=plan.adds_key)

    def _new_size(self, workers: int) -> int:
        """Rows of a part: so many that each worker gets several, if the rows can be counted."""
        total = sum(1 for _ in self.source.read()) if self.source.again else None
        is_safe = harmless(self.operation.method, has_key=self._prepared.plan.adds_key)
        return rows_per_part(total, workers, is_unsure=not (is_safe or self.folder.place.is_appended))

    def _seen(self, place: int, digest: str) -> None:
        """Rows of a part were read."""
        digests = self.folder.digests
        if place == len(digests):
            digests.append(digest)
        elif digests[place] != digest:
            self._differing.append(place)
            if not self.source.again:
                self._compare()

    def _compare(self) -> None:
        """Refuse an input that has changed since the job began."""
        total, before, size = self.report.total, self.folder.total, self.folder.size
        found = []
        if before is not None and total is not None and total != before:
            found.append(f"there were {rows_of(before)} before, and there are {total:,} now")
        if self._differing:
            places = self._differing[:_DIFFERENCES]
            spans = ", ".join(f"{place * size + 1:,} to {(place + 1) * size:,}" for place in places)
            more = " and others" if len(self._differing) > len(places) else ""
            found.append(f"some of the rows {spans}{more} are not what they were")
        if found:
            raise Unusable(
                f"{self.source.name} changed since this job began: {'; '.join(found)}. Bring it back as it was, or "
                "name another output"
            )

    # parts

    def parts(self, deliver: Callable[[Done], None]) -> Iterator[Part]:
        """The parts that have rows to send.

        Args:
            deliver: takes rows that are not sent, because they do not fit.
        """
        for part in iter_parts(self._good_rows(deliver), self.folder.size):
            record = self.folder.records.get(part.number)
            settled = 0 if record is None else record.done + (0 if self.options.resend_unknown else record.unknown)
            if len(part.rows) > settled:
                if not self.source.again:
                    self.folder.write_run(None)
                yield part

    def _good_rows(self, deliver: Callable[[Done], None]) -> Iterator[Row]:
        while not self._stopping and (row := self._prepared.feed.take()) is not None:
            if row.problems:
                self._keep_bad(row)
                deliver(bad_row(row, self.operation.operation_id))
            else:
                yield row

    def _keep_bad(self, row: Row) -> None:
        if self._bad is None:
            self._scratch = tempfile.TemporaryDirectory(prefix="dynaclient-")
            self._bad = AppendFile(os.path.join(self._scratch.name, "bad"))
        self._bad.append(dumped(as_json(row.values)).encode("utf-8", "backslashreplace") + b"\n")

    def shipment(self, sample: PartRow, *, wants_rows: bool) -> bytes:
        """What each worker gets before its first part.

        Args:
            sample: a row that fits.

        Raises:
            RequestError: the client or a function of the caller's cannot be pickled.
        """
        options = self.options
        shipment = Shipment(
            run=self.folder.run,
            client=self.client,
            credentials=self._credentials,
            operation_id=self.operation.operation_id,
            address=self.output.path,
            form=self.output.form,
            in_order=self.output.in_order,
            select=options.select,
            select_name=options.select_name,
            workers=options.workers,
            max_failures=self._tally.most(),
            resend_unknown=options.resend_unknown,
            sample=sample,
            wants_rows=wants_rows,
        )
        try:
            return pickle.dumps((__version__, self.folder.run, pickled(shipment)))
        except Exception as error:  # noqa: BLE001  # whatever a class of the caller's raises
            raise RequestError(
                f"the job cannot go to workers, as it cannot be pickled: {error}", operation_id=self.report.operation_id
            ) from None

    # what came of them

    def take_in(self, record: Record | None, found: Report | None) -> None:
        """Count what a worker did."""
        if record is None or found is None:
            return
        report, known = self.report, self.folder.records.get(record.number)
        self.folder.records[record.number] = record
        report.earlier += found.earlier - (0 if known is None else known.done)
        report.unknown += record.unknown - (0 if known is None else known.unknown)
        report.add(found)
        reason = self._tally.excess()
        if reason:
            self.stop(reason)

    # after

    def finish(self) -> None:
        """Write the manifest, and the rows that are not done."""
        try:
            self.folder.write_rows(None if self._bad is None else self._bad.path)
            self.folder.write_manifest(self.report, self.output.form)
            if self.failure is None:
                self.folder.write_run(self.report.total)
        except (PlaceError, OSError) as error:
            self.fail(error)
        finally:
            if self._bad is not None:
                self._bad.close()
                self._scratch.cleanup()
            self.folder.close()

    def error(self) -> BaseException | None:
        """What ended the job before all rows were sent, as the caller sees it; None if nothing did."""
        if self.failure is not None:
            return self.job_error(self.failure)
        return stopped(self.report) if self.report.stopped else None

    def job_error(self, error: BaseException) -> BaseException:
        """An error as the caller sees it, with the report."""
        report = self.report
        if isinstance(error, BulkError) and error.report is None:
            text = error.message
        elif isinstance(error, PlaceError):
            text = f"the output {self.output.path!r} cannot be used: {error}"
        elif isinstance(error, ClusterLost):
            text = str(error)
        else:
            return job_error(report, error)
        report.stopped = report.stopped or text
        is_sent = self.has_begun
        end = "What was done is kept: the same job goes on." if is_sent else "Nothing was sent."
        if "What was done is kept" in text:  # a worker's own text, about its disk
            end = ""
        return BulkError(
            f"{text.rstrip('.')}. {end}".rstrip(),
            report=report,
            operation_id=report.operation_id,
            nothing_sent=not is_sent,
        )
