"""Reports in formats: which there are, Markdown, and the JUnit XML that CI services read.

Knows nothing about what is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar
from xml.sax.saxutils import escape, quoteattr

from ..errors import RequestError
from .wording import clean, did_you_mean, either

Writer = TypeVar("Writer")


def writer_for(name: str, formats: Mapping[str, Writer]) -> Writer:
    """What writes reports in a format.

    Raises:
        RequestError: there is no such format.
    """
    if name not in formats:
        hint = did_you_mean(name, formats) or f" There are {either(list(formats))}."
        raise RequestError(f"there is no format {name!r} of reports.{hint}")
    return formats[name]


def md_cell(text: str) -> str:
    """A text for a cell of a Markdown table, or for a line."""
    return clean(text).replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


class ReportCase(NamedTuple):
    """One test case.

    Attributes:
        failure: the first line of why it failed, and the kind of failure; None if it passed.
        details: the lines under that.
        output: lines of a case that say something without failing it.
    """

    name: str
    failure: tuple[str, str] | None = None
    details: Sequence[str] = ()
    output: Sequence[str] = ()


def junit(suite: str, cases: Sequence[ReportCase]) -> str:
    """A test suite. Some services refuse one without any case."""
    failures = sum(case.failure is not None for case in cases)
    head = f'<testsuite name="{suite}" tests="{len(cases)}" failures="{failures}">'
    return "\n".join(
        ['<?xml version="1.0" encoding="UTF-8"?>', head, *(_case(suite, case) for case in cases), "</testsuite>"]
    )


def _case(suite: str, case: ReportCase) -> str:
    parts = []
    if case.failure is not None:
        message, kind = case.failure
        body = escape("\n".join(case.details))
        parts.append(f"    <failure message={quoteattr(clean(message))} type={quoteattr(kind)}>{body}</failure>")
    if case.output:
        parts.append(f"    <system-out>{escape(chr(10).join(case.output))}</system-out>")
    start = f'  <testcase classname="{suite}" name={quoteattr(clean(case.name))}'
    return "\n".join([f"{start}>", *parts, "  </testcase>"]) if parts else f"{start}/>"
