"""What runs on the workers: an ordinary job for each part, by a client of the worker's own. Knows nothing of Dask."""

from __future__ import annotations

import pickle
import threading

from ... import __version__
from ..._support.wording import either
from ...errors import BulkError, MissingCredentials, RequestError
from ..row_requests import RowRequests
from ..rows import Row
from .part_run import PartRun
from .parts import Outcome, Part
from .places import PartIsHeld, PlaceError
from .shipment import RUN_FILE, Shipment, WorkerJob

_MOST_IDLE = 8
"""Other jobs that a worker remembers: their callers may be gone without a word."""


class NotGreeted(Exception):
    """This process does not know the job: it is not the one that was asked before."""


class Unfit(Exception):
    """A worker cannot take part in a job; the text says why and what to do. Nothing was sent."""


_jobs: dict[str, WorkerJob] = {}
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
    here = WorkerJob(shipment)
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


def _find_credentials(here: WorkerJob) -> None:
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
    advice = "Pass worker_credentials=, a function that finds them there"
    if variable:
        advice = f"{variable} there, pass worker_credentials=, a function that finds them there"
    return (
        f"it finds no credentials for {schemes}, and those of the client stay where it is. {advice}, or "
        "send them with client.with_options(pickle_credentials=True)"
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
        return PartRun(here, part).outcome()
    except PartIsHeld:
        return Outcome(is_held=True)
    except (PlaceError, OSError) as error:
        return Outcome(failure=f"{here.shipment.address!r} cannot be used: {error}")
    except BulkError as error:
        return Outcome(failure=error.message)
    finally:
        here.running -= 1
