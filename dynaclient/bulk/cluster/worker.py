"""What runs on the workers: an ordinary job for each part, by a client of the worker's own. Knows nothing of Dask."""

from __future__ import annotations

import asyncio
import os
import pickle
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ... import __version__
from ..._support.wording import either
from ...errors import BulkError, Forbidden, MissingCredentials, RequestError, Unauthorized
from ..inputs import Input
from ..job import AsyncJob, Job
from ..options import JobOptions
from ..report import Report
from ..results import Done, Select
from ..row_requests import RowRequests
from ..rows import Row
from ..work import Work
from .parts import Outcome, Part, PartRow, Record
from .places import PartIsHeld, PlaceError, place_of
from .returned_rows import packed

RUN_FILE = "_job.json"

_MOST_IDLE = 8
"""Other jobs that a worker remembers: their callers may be gone without a word."""


class NotGreeted(Exception):
    """This process does not know the job: it is not the one that was asked before."""


class Unfit(Exception):
    """A worker cannot take part in a job; the text says why and what to do. Nothing was sent."""


@dataclass(slots=True)
class Shipment:
    """What a worker needs to know of a job.

    Attributes:
        run: its id.
        client: makes the calls.
        credentials: is called on the worker and returns them; None for those that the client has or finds there.
        address: of the results.
        sample: a row, to find out whether requests can be made.
        wants_rows: whether the rows are sent back.
    """

    run: str
    client: Any
    credentials: Callable[[], Mapping[str, Any]] | None
    operation_id: str
    address: str
    form: str
    in_order: bool
    select: Select | None
    select_name: str
    workers: int | str
    max_failures: int | None
    resend_unknown: bool
    sample: PartRow
    wants_rows: bool


class _Here:
    """A job on this worker."""

    def __init__(self, shipment: Shipment) -> None:
        self.shipment = shipment
        self.client = shipment.client
        self.place = place_of(shipment.address)
        self.job: Any = None
        self.first_workers: int | None = None
        self.is_stopping = False
        self.running = 0


_jobs: dict[str, _Here] = {}
_lock = threading.Lock()


def greet(content: bytes) -> None:
    """Take in a job.

    Args:
        content: a pickled `Shipment`.

    Raises:
        Unfit: this worker cannot make its calls, or does not see its folder.
    """
    version, run, pickled = pickle.loads(content)  # noqa: S301  # from the caller, as the task itself
    if version != __version__:
        raise Unfit(f"it has dynaclient {__version__}, and the job comes from {version}: install the same release")
    try:
        shipment: Shipment = pickle.loads(pickled)  # noqa: S301
    except Exception as error:  # noqa: BLE001  # whatever the caller's own classes raise
        raise Unfit(f"it cannot unpack the job: {type(error).__name__}: {error}") from None
    here = _Here(shipment)
    try:
        content_there = here.place.read(RUN_FILE)
    except PlaceError as error:
        raise Unfit(f"it cannot read {shipment.address!r}: {error}") from None
    if content_there is None or run.encode() not in content_there:
        raise Unfit(
            f"it does not see the folder {shipment.address!r} of this machine: name one that all machines share, or an "
            "address such as s3://bucket/results"
        )
    _find_credentials(here)
    with _lock:
        _jobs[run] = here
        idle = [name for name, other in _jobs.items() if not other.running and name != run]
        for name in idle[:-_MOST_IDLE]:
            del _jobs[name]


def _find_credentials(here: _Here) -> None:
    shipment = here.shipment
    try:
        if shipment.credentials is not None:
            here.client = here.client.with_options(credentials=shipment.credentials())
        client = here.client.with_options(raise_for_status=True, stream=False)
        sample = shipment.sample
        RowRequests(client, shipment.operation_id, shipment.run).request(
            Row(1, sample.values, sample.key, sample.arguments)
        )
    except MissingCredentials as error:
        raise Unfit(_without_credentials(error)) from None
    except RequestError as error:
        raise Unfit(str(error)) from None
    except Exception as error:  # noqa: BLE001  # the caller's function
        raise Unfit(f"its credentials cannot be found: {type(error).__name__}: {error}") from None


def _without_credentials(error: MissingCredentials) -> str:
    schemes = either([" together with ".join(repr(name) for name in names) for names in error.alternatives])
    variable = error.hint.partition(",")[0]  # "Set OPENAI_API_KEY"
    there = f"{variable} there, pass" if variable else "Pass"
    return (
        f"it finds no credentials for {schemes}, and those of the client stay where it is. {there} "
        "worker_credentials=, a function that finds them there, or send them with "
        "client.with_options(pickle_credentials=True)"
    )


def stop(run: str) -> int:
    """Send no further row of a job; returns how many parts are being finished here."""
    here = _jobs.get(run)
    if here is None:
        return 0
    here.is_stopping = True
    job = here.job
    if job is not None:
        job.stop()
    return here.running


def forget(run: str) -> None:
    """The job has ended."""
    with _lock:
        _jobs.pop(run, None)


def run_part(run: str, content: bytes) -> Outcome:
    """Send the rows of a part, and write what came of them.

    Args:
        content: a pickled `Part`.

    Raises:
        NotGreeted: this process does not know the job.
        Unfit: it cannot unpack the rows.
        Exception: what a function of the caller's raised.
    """
    here = _jobs.get(run)
    if here is None:
        raise NotGreeted
    if here.is_stopping:
        return Outcome(is_stopped=True)
    try:
        part: Part = pickle.loads(content)  # noqa: S301
    except Exception as error:  # noqa: BLE001  # whatever the classes of values raise
        raise Unfit(f"it cannot unpack rows: {type(error).__name__}: {error}") from None
    here.running += 1
    try:
        return _PartRun(here, part).outcome()
    except PartIsHeld:
        return Outcome(is_held=True)
    except (PlaceError, OSError) as error:
        return Outcome(failure=f"{here.shipment.address!r} cannot be used: {error}")
    except BulkError as error:
        return Outcome(failure=error.message)
    finally:
        here.running -= 1


class _PartRun:
    """One attempt at a part."""

    def __init__(self, here: _Here, part: Part) -> None:
        self._here = here
        self._part = part
        self._file = f"part-{part.number:05}.{here.shipment.form}"
        self._outcome = Outcome()

    def outcome(self) -> Outcome:
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
