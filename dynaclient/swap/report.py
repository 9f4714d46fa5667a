"""A comparison's result: changes grouped by operation, and the forms in which people and programs read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .changes import Changes
from .kinds import SAFE
from .report_formats import as_dict, written


@dataclass(slots=True, frozen=True, repr=False)
class Report(Changes):
    """What changed between two documents; printing it shows what is breaking or risky.

    Attributes:
        old_title: title and version of the old document.
        new_title: title and version of the new document.
        changes: by operation, in the old document's order; within one, the worst first.
        added: the operations that only the new document has; they break nothing.
        texts: how many descriptions, titles and examples are different.
        compared: how many operations were compared.
        used: whether only what a program uses was compared.
        old_source: the path or address of the old document as given; "" if it has none.
        new_source: that of the new document.
    """

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return as_dict(self)

    def format(self, name: str = "text") -> str:
        """The report as text, json, markdown, junit, github or sarif.

        Raises:
            RequestError: there is no such format.
        """
        return written(self, name)

    def __str__(self) -> str:
        return self.format()

    def __repr__(self) -> str:
        counts = f"{len(self.breaking)} breaking, {len(self.risky)} risky, {len(self.safe)} safe"
        return f"<Report {self.old_title!r} → {self.new_title!r}: {counts}>"

    def _repr_html_(self) -> str:
        from .._support.notebook import table_html

        rows = [(c.verdict, c.operation_id, c.where, c.text, c.advice) for c in self.changes if c.verdict != SAFE]
        return (
            table_html(("verdict", "operation", "where", "what", "what to do"), rows)
            if rows
            else "<p>Nothing is breaking or risky.</p>"
        )
