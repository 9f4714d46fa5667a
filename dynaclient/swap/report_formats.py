"""Reports in the forms that people, programs and CI services read: a table of formats, which decide nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from .._support.report_text import ReportCase, junit, md_cell, writer_for
from .._support.wording import clean, either
from .._version import __version__
from .changes import Change, Changes
from .kinds import BREAKING, RISKY, SAFE, Verdict

_MOST_ANNOTATIONS = 200
"""Annotations that are written for GitHub, which shows fewer."""


def written(report: Changes, name: str) -> str:
    """The report in a format, without a line end after the last line.

    Raises:
        RequestError: there is no such format.
    """
    return writer_for(name, FORMATS)(report)


def summary(report: Changes) -> str:
    """The first line: both documents, and how many changes there are."""
    counts = [f"{len(report.of(verdict))} {verdict}" for verdict in (BREAKING, RISKY, SAFE)]
    what = f"{report.compared} operation{'s' if report.compared != 1 else ''}{' in use' if report.used else ''}"
    added = f", {len(report.added)} new" if report.added else ""
    return f"{report.old_title} → {report.new_title}: {what}{added}; {', '.join(counts)}; {_texts(report)}"


def _texts(report: Changes) -> str:
    if not report.texts:
        return "no text is different"
    return f"{report.texts} text{'s are' if report.texts != 1 else ' is'} different"


def _text(report: Changes) -> str:
    lines = [clean(summary(report))]
    first: dict[tuple[str, ...], str] = {}
    for operation, changes in report.operations.items():
        shown = [change for change in changes if change.verdict != SAFE]
        fresh = [change for change in shown if first.setdefault(_identity(change), operation) == operation]
        if not shown:
            continue
        lines.append("")
        lines.append(clean(operation))
        lines += lines_of(fresh)
        known = [first[_identity(change)] for change in shown if change not in fresh]
        if known:
            again = [f"{known.count(name)} as in {name}" for name in dict.fromkeys(known)]
            lines.append(clean(f"  and {either(again, word='and')}"))
    return "\n".join(lines)


def _identity(change: Change) -> tuple[str, ...]:
    """Equal for the same change of a schema that several operations use."""
    direction = "answer" if change.where.startswith("answer") else "request"
    if change.kind.startswith(("operation", "route", "status")):
        return (change.kind, change.operation_id, change.text)
    if change.kind.startswith(("server", "security")):
        return (change.kind, change.text)
    return (
        change.kind,
        direction,
        change.old_pointer,
        change.new_pointer,
        change.text,
        change.where.rpartition("/")[2],
    )


def lines_of(changes: Iterable[Change]) -> list[str]:
    """The lines of some changes of an operation; the same change in several places is one."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for change in changes:
        part = change.where.partition(" /")[0]
        groups.setdefault((change.verdict, part, change.text, change.advice), []).append(change)
    lines = []
    for (verdict, part, text, advice), group in groups.items():
        places = ", ".join(change.where.removeprefix(part).strip() for change in group)
        where = f"{part} {places}".strip()
        lines.append(clean(f"  {verdict}: {f'{where}: ' if where else ''}{text}. {advice}".rstrip()))
        if verdict == BREAKING:
            lines += [clean(f"    {change.old_pointer} → {change.new_pointer}") for change in group]
    return lines


def as_dict(report: Changes) -> dict[str, Any]:
    """The report as plain JSON values."""
    return {
        "old": report.old_title,
        "new": report.new_title,
        "compared": report.compared,
        "only_used": report.used,
        "counts": {verdict: len(report.of(verdict)) for verdict in (BREAKING, RISKY, SAFE)},
        "texts": report.texts,
        "added": list(report.added),
        "changes": [
            {
                "verdict": change.verdict,
                "kind": change.kind,
                "operation_id": change.operation_id,
                "where": change.where,
                "argument": change.argument,
                "text": change.text,
                "advice": change.advice,
                "old_pointer": change.old_pointer,
                "new_pointer": change.new_pointer,
            }
            for change in report.changes
        ],
    }


def _json(report: Changes) -> str:
    return json.dumps(as_dict(report), indent=2, ensure_ascii=False)


def _markdown(report: Changes) -> str:
    lines = [f"**{md_cell(summary(report))}**"]
    for verdict in (BREAKING, RISKY):
        changes = report.of(verdict)
        if not changes:
            continue
        lines += ["", f"### {verdict.capitalize()} ({len(changes)})", "", "| operation | where | what | what to do |"]
        lines.append("| --- | --- | --- | --- |")
        cells = ((md_cell(c.operation_id), *map(md_cell, (c.where, c.text, c.advice))) for c in changes)
        lines += [f"| `{operation}` | {' | '.join(rest)} |" for operation, *rest in cells]
    return "\n".join(lines)


def _junit(report: Changes) -> str:
    """One test case for each operation with changes, which fails if calls break, and one for all others."""
    cases = []
    for operation, changes in report.operations.items():
        broken = [change for change in changes if change.verdict == BREAKING]
        risky = [change for change in changes if change.verdict == RISKY]
        failure = None
        if broken:
            failure = f"{broken[0].where}: {broken[0].text}".lstrip(": "), broken[0].kind
        cases.append(ReportCase(operation, failure, lines_of(broken), lines_of(risky)))
    others = report.compared - sum(name not in report.added for name in report.operations)
    if others or not cases:
        cases.append(ReportCase(f"{others} operation{'s' if others != 1 else ''} without changes"))
    return junit("dynaclient.diff", cases)


_LEVELS: Mapping[Verdict, tuple[str, str]] = {
    BREAKING: ("error", "error"),
    RISKY: ("warning", "warning"),
    SAFE: ("notice", "note"),
}
"""Verdict → the level of an annotation of GitHub, and that of SARIF."""


def _github(report: Changes) -> str:
    """Workflow commands, which GitHub shows as annotations."""
    shown = [change for change in report.changes if change.verdict != SAFE][:_MOST_ANNOTATIONS]
    lines = []
    for change in shown:
        title = _property(f"{change.operation_id}: {change.kind}")
        where = f"{change.where}: " if change.where else ""
        lines.append(
            f"::{_LEVELS[change.verdict][0]} title={title}::{_data(f'{where}{change.text}. {change.advice}'.rstrip())}"
        )
    return "\n".join([*lines, f"::notice title=dynaclient diff::{_data(summary(report))}"])


def _data(text: str) -> str:
    return clean(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _sarif(report: Changes) -> str:
    """SARIF 2.1.0, for code scanning, which shows the first place of a result. Places are references into documents."""
    changes = [change for change in report.changes if change.verdict != SAFE]
    kinds = list(dict.fromkeys(change.kind for change in changes))
    results = [
        {
            "ruleId": change.kind,
            "ruleIndex": kinds.index(change.kind),
            "level": _LEVELS[change.verdict][1],
            "message": {"text": clean(f"{change}. {change.advice}".rstrip())},
            "locations": [
                {**_file(source), "logicalLocations": [{"fullyQualifiedName": pointer, "kind": "member"}]}
                for source, pointer in (
                    (report.new_source, change.new_pointer),
                    (report.old_source, change.old_pointer),
                )
            ],
        }
        for change in changes
    ]
    driver = {"name": "dynaclient", "version": __version__, "rules": [{"id": kind} for kind in kinds]}
    run = {"tool": {"driver": driver}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _file(source: str) -> dict[str, Any]:
    """The place of a document, of which code scanning demands a line."""
    if not source:
        return {}
    address = source if "://" in source else quote(source.replace(os.sep, "/"))
    return {"physicalLocation": {"artifactLocation": {"uri": address}, "region": {"startLine": 1}}}


FORMATS: Mapping[str, Callable[[Changes], str]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
    "junit": _junit,
    "github": _github,
    "sarif": _sarif,
}
