"""What a worker gets of a job, and what it makes of that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..results import Select
from .parts import PartRow
from .places import place_of

RUN_FILE = "_job.json"


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


class WorkerJob:
    """A job on this worker."""

    def __init__(self, shipment: Shipment) -> None:
        self.shipment = shipment
        self.client = shipment.client
        self.place = place_of(shipment.address)
        self.job: Any = None
        self.first_workers: int | None = None
        self.is_stopping = False
        self.running = 0
