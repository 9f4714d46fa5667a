"""What came of a pull."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class PullReport:
    """What came of a pull.

    Attributes:
        operation_id: the operation.
        into: the output, or "".
        pages: pages that this run has read.
        items: items on these pages.
        new: of these, those that were not there yet; they were written.
        earlier: items that this run had read before it was interrupted.
        since: the highest value at the end, or None.
        parameter: the parameter that asked for what is new, or "" if all pages were read.
        began_again: whether the server no longer had the page where an interrupted run ended.
        is_whole: whether the last page was read.
        seconds: how long it took.
        stopped: why it ended early, or "".
    """

    operation_id: str
    into: str = ""
    pages: int = 0
    items: int = 0
    new: int = 0
    earlier: int = 0
    since: Any = None
    parameter: str = ""
    began_again: bool = False
    is_whole: bool = False
    seconds: float = 0.0
    stopped: str = ""

    @property
    def sent(self) -> int:
        """Requests whose page was read."""
        return self.pages

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        seen = f", {self.items - self.new:,} seen before" if self.items != self.new else ""
        earlier = f", {self.earlier:,} read before the interruption" if self.earlier else ""
        pages = f"{self.pages:,} page{'' if self.pages == 1 else 's'}"
        yield f"{self.operation_id}: {self.new:,} new{seen}{earlier}, from {pages}, in {self.seconds:.1f} s."
        if self.began_again:
            yield "The server no longer had the page where the last run ended, so this run began with the first one."
