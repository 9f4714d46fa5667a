"""What a verification found, and the forms in which people and programs read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from .._support.report_text import ReportCase, junit, md_cell, writer_for
from .._support.wording import clean
from .findings import Finding

_SUITE = "dynaclient.verify"


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """The findings of some exchanges; printing it shows them by operation.

    Attributes:
        title: title and version of the document.
        findings: each kind of difference once, with the number of exchanges that have it.
        exchanges: how many were held against the document.
        operations: operationId → how many of them were of it.
        left_out: how many were not of this API.
        notes: what else there is to say, such as operations that could not be called.
    """

    title: str
    findings: tuple[Finding, ...] = ()
    exchanges: int = 0
    operations: Mapping[str, int] = field(default_factory=dict)
    left_out: int = 0
    notes: tuple[str, ...] = ()

    def format(self, name: str = "text") -> str:
        """The report as text, json, markdown or junit.

        Raises:
            RequestError: there is no such format.
        """
        return writer_for(name, FORMATS)(self)

    def to_dict(self) -> dict[str, Any]:
        """The report as plain JSON values."""
        return {
            "document": self.title,
            "exchanges": self.exchanges,
            "operations": dict(self.operations),
            "left_out": self.left_out,
            "notes": list(self.notes),
            "findings": [asdict(finding) for finding in self.findings],
        }

    @property
    def summary(self) -> str:
        """One line: how much was looked at, and how much was found."""
        found = _count(len(self.findings), "finding") if self.findings else "nothing found"
        left = f"; {_count(self.left_out, 'exchange')} of other addresses left out" if self.left_out else ""
        return (
            f"{self.title}: {_count(self.exchanges, 'exchange')} of {_count(len(self.operations), 'operation')}, "
            f"{found}{left}"
        )

    def by_operation(self) -> dict[str, list[Finding]]:
        """The findings by operation; those of none by the request."""
        found: dict[str, list[Finding]] = {}
        for finding in self.findings:
            found.setdefault(finding.operation_id or finding.call, []).append(finding)
        return found

    def __str__(self) -> str:
        return self.format()

    def __repr__(self) -> str:
        return f"<Report {self.summary}>"

    def _repr_html_(self) -> str:
        from .._support.notebook import table_html

        rows = [(f.operation_id, f.call, f"{f.side} {f.where}".strip(), f.text, str(f.times)) for f in self.findings]
        return (
            table_html(("operation", "exchange", "where", "what", "times"), rows)
            if rows
            else "<p>Nothing was found.</p>"
        )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def lines_of(findings: Iterable[Finding]) -> list[str]:
    """The lines of the findings of one operation."""
    lines = []
    for finding in findings:
        place = f", exchange {finding.exchange}" if finding.exchange else ""
        times = f", {finding.times} times" if finding.times > 1 else ""
        lines.append(clean(f"  {finding} ({finding.call}{place}{times})"))
        if finding.pointer:
            lines.append(clean(f"    {finding.pointer}"))
    return lines


def _text(report: Report) -> str:
    lines = [clean(report.summary), *(clean(f"  {note}") for note in report.notes)]
    for operation, findings in report.by_operation().items():
        lines += ["", clean(operation), *lines_of(findings)]
    return "\n".join(lines)


def _json(report: Report) -> str:
    return json.dumps(report.to_dict(), indent=2, ensure_ascii=False)


def _markdown(report: Report) -> str:
    lines = [f"**{md_cell(report.summary)}**", *(f"- {md_cell(note)}" for note in report.notes)]
    if report.findings:
        lines += ["", "| operation | exchange | where | what | times |", "| --- | --- | --- | --- | ---: |"]
    for finding in report.findings:
        cells = (
            f"`{md_cell(finding.operation_id)}`" if finding.operation_id else "",
            md_cell(finding.call),
            md_cell(f"{finding.side} {finding.where}".strip()),
            md_cell(finding.text),
            str(finding.times),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _junit(report: Report) -> str:
    """One test case for each operation: it fails if something was found."""
    by_operation = report.by_operation()
    names = [*report.operations, *(name for name in by_operation if name not in report.operations)]
    cases = []
    for name in names:
        findings = by_operation.get(name, [])
        failure = (str(findings[0]), findings[0].kind) if findings else None
        cases.append(ReportCase(name, failure, lines_of(findings)))
    return junit(_SUITE, cases or [ReportCase("nothing to verify", output=report.notes)])


FORMATS: Mapping[str, Callable[[Report], str]] = {"text": _text, "json": _json, "markdown": _markdown, "junit": _junit}
