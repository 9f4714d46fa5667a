"""The dialects of JSON Schema that a document may name, and how schemas of any other are read."""

from __future__ import annotations

import re
from typing import Any

from .._support.wording import shown
from .place import Place, ReportProblem

_OWN = re.compile(r"https://spec\.openapis\.org/oas/3\.[12]/(?:dialect|schema-base)/[\w.-]+")
"""A dialect of OpenAPI itself. What differs between its dates concerns no schema."""

_JSON_SCHEMA = re.compile(r"https?://json-schema\.org/(?:draft-0[4-7]|draft/(?:2019-09|2020-12))/schema#?")
"""Those whose keywords `schema_form` reads."""


def is_own_dialect(text: str) -> bool:
    """Whether this is a dialect of OpenAPI itself."""
    return _OWN.fullmatch(text) is not None


def report_dialect(given: Any, place: Place, report: ReportProblem) -> None:
    """Report a dialect that is not read. Source: OAS 3.2.0 "Specifying Schema Dialects"."""
    if isinstance(given, str) and not is_own_dialect(given) and not _JSON_SCHEMA.fullmatch(given):
        what = f"the dialect {shown(given)} of JSON Schema is not known"
        report(place, "unknown-dialect", what, "schemas are read as those of JSON Schema 2020-12")
