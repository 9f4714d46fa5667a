"""One attempt of a worker at a part: an ordinary job of its rows, whose results and journal are kept in the folder."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from typing import Any

from ...errors import BulkError, Forbidden, Unauthorized
from ..inputs import Input
from ..job import AsyncJob, Job
from ..options import JobOptions
from ..report import Report
from ..results import Done
from ..work import Work
from .parts import Outcome, Part, PartRow, Record
from .returned_rows import packed
from .shipment import WorkerJob


class PartRun:
    """One attempt at a part."""

    def __init__(self, here: WorkerJob, part: Part) -> None:
        self._here = here
        self._part = part
        self._file = f"part-{part.number:05}.{here.shipment.form}"
        self._outcome = Outcome()

    def outcome(self) -> Outcome:
        """Send the rows.

        Raises:
            PartIsHeld: another process is running the part.
            PlaceError, OSError: the results cannot be written.
        """
        here, part = self._here, self._part
        client = here.client if part.rate is None else here.client.with_options(rate=part.rate)
        is_safe = self._work(client, "").is_safe
        with here.place.part_folder(part.place, is_safe=is_safe) as (folder, may_be_lost):
            if self._is_done():  # by a worker that was taken for lost
                return self._outcome
            if may_be_lost:
                self._suspect(self._work(client, folder))
            work = self._work(client, folder)
            try:
                self._run(work)
            except BulkError as error:
                self._outcome.is_stopped = True
                if not (work.report.stopped or self._outcome.refusal) or work.failure is not None:
                    self._outcome.failure = error.message
            except Exception:
                self._keep(folder, work)
                raise
            here.first_workers = work.crew.limit
            if not self._outcome.failure or work.report.sent:
                self._keep(folder, work)
        return self._outcome

    def _is_done(self) -> bool:
        content = self._here.place.read(f"{self._part.place}.json")
        record = None if content is None else Record.from_json(content)
        if record is None or not record.is_done:
            return False
        self._outcome.record = record
        self._outcome.report = Report(self._here.shipment.operation_id, earlier=record.done)
        return True

    def _work(self, client: Any, folder: str) -> Work:
        shipment = self._here.shipment
        source = Input("the rows", lambda: map(_as_row, self._part.rows), again=True)
        options = JobOptions(
            key=_key,
            arguments=_arguments,
            into=os.path.join(folder, self._file) if folder else None,
            form=shipment.form if folder else None,
            order="input" if shipment.in_order and folder else None,
            workers=shipment.workers,
            first_workers=self._here.first_workers,
            max_failures=shipment.max_failures,
            select=shipment.select,
            select_name=shipment.select_name,
            coerce=False,
            skip_bad=True,
            resend_unknown=shipment.resend_unknown and bool(folder),
            run=f"{shipment.run}-{self._part.number}",
            is_checked=True,
        )
        return Work(client, shipment.operation_id, source, options)

    @staticmethod
    def _suspect(work: Work) -> None:
        """Note that every row that is not finished may have been sent: an earlier worker is lost."""
        work.prepare()
        try:
            while (row := work.take()) is not None:
                if not row.problems:
                    work.request(row)
        finally:
            work.finish()

    def _run(self, work: Work) -> None:
        here = self._here
        is_async = here.client._is_async  # noqa: SLF001  # a part of the client
        job: Any = AsyncJob(work) if is_async else Job(work)
        here.job = job
        try:
            if here.is_stopping:
                job.stop()
            if is_async:
                asyncio.run(self._run_async(work.client, job))
            else:
                for done in job:
                    self._note(done)
        finally:
            here.job = None

    async def _run_async(self, client: Any, job: Any) -> None:
        try:
            async for done in job:
                self._note(done)
        finally:
            await client.close()

    def _note(self, done: Done) -> None:
        if isinstance(done.error, (Unauthorized, Forbidden)) and not self._outcome.refusal:
            number = self._part.rows[done.number - 1].number
            self._outcome.refusal = f"the server refused row {number:,}: {done.error}"
        if self._here.shipment.wants_rows:
            self._outcome.rows.append(packed(done))

    def _keep(self, folder: str, work: Work) -> None:
        """Write the results of the part, and what came of it."""
        here, part, report = self._here, self._part, work.report
        place, path = here.place, os.path.join(folder, self._file)
        done = report.earlier + report.done
        size = os.path.getsize(path) if os.path.exists(path) else 0
        record = Record(
            part.number,
            part.rows[0].number,
            part.rows[-1].number,
            len(part.rows),
            done,
            report.failed,
            report.unknown,
            self._file if size else "",
            size,
        )
        if size:
            place.put(path, self._file)
        if record.is_done:
            place.write(f"{part.place}.json", record.to_json())
            place.forget(part.place)
        else:
            place.keep(folder, part.place)
            place.write(f"{part.place}.json", record.to_json())
        self._outcome.record, self._outcome.report = record, report


def _as_row(row: PartRow) -> Mapping[str, Any]:
    return {"key": row.key, "arguments": row.arguments, "values": row.values}


def _key(row: Mapping[str, Any]) -> Any:
    return row["key"]


def _arguments(row: Mapping[str, Any]) -> Any:
    return row["arguments"]
