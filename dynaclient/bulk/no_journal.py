"""The journal of a job without an output, which knows nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from .journal_log import Entry, Flight
from .rows import Row
from .states import States


class NoJournal:
    """The journal of a job without an output."""

    header = None
    durable = 1 << 62

    def __init__(self) -> None:
        self.states = States()
        self.flights: dict[int, Flight] = {}

    def started(self, rows: Sequence[Row], *, is_safe: bool) -> int:
        """Note nothing."""
        return 0

    def finished(self, entries: Sequence[Entry]) -> None:
        """Write nothing."""

    def known_rows(self) -> int:
        """None."""
        return 0

    def close(self) -> None:
        """Nothing to close."""

    discard = close
