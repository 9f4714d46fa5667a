"""Headers that an Encoding Object declares for the parts of a multipart body: whether they are given and valid.

Source: OAS 3.1.1 Encoding Object, `headers`, which ignores Content-Type there; RFC 7578 section 4.8.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..document import Document
from ..errors import Violation
from ..model import Encoding, MediaType
from ..model.build import as_mapping
from ..schema import Mode, SchemaChecker, rules_for
from ..schema.policy import stands_in
from ..schema.view import types_of
from ..types import MISSING
from .coercion import coerce
from .writing.files import FilePart
from .writing.headers import is_one_line
from .writing.styles import text_of


def default_headers(encoding: Encoding | None) -> dict[str, str]:
    """The declared defaults of headers that a part must have."""
    declared = encoding.headers if encoding is not None else {}
    defaults = ((name, _default(raw)) for name, raw in declared.items() if _is_required(name, raw))
    return {name: text_of(value) for name, value in defaults if value is not MISSING and is_one_line(text_of(value))}


def judged_headers(
    document: Document, media_type: MediaType, content: Mapping[str, Any], mode: Mode
) -> Iterator[Violation]:
    """What is wrong with the headers of parts, by the Encoding Objects of a body."""
    for field, encoding in media_type.encoding.items():
        parts = content.get(field, [])
        for part in parts if isinstance(parts, list) else [parts]:
            headers = part.headers if isinstance(part, FilePart) else {}
            yield from headers_of_part(document, field, encoding, headers, mode)


def headers_of_part(
    document: Document, field: str, encoding: Encoding, headers: Mapping[str, str], mode: Mode
) -> Iterator[Violation]:
    """What is wrong with the headers of one part.

    Args:
        field: its name, or its index.
    """
    given = {name.lower(): text for name, text in headers.items()}
    for name, raw in encoding.headers.items():
        yield from _of_header(document, field, name, raw, given.get(name.lower()), mode)


def _of_header(
    document: Document, field: str, name: str, raw: Mapping[str, Any], given: str | None, mode: Mode
) -> Iterator[Violation]:
    path = f"/body/{field.replace('~', '~0').replace('/', '~1')}"
    if given is None:
        if _is_required(name, raw) and not stands_in("header", _default(raw), mode):
            text = f"the part needs the header {name}: pass (file name, content, media type, {{{name!r}: …}})"
            yield Violation("body", path, "required", text)
        return
    schema = as_mapping(_described(raw).get("schema", {}))
    if {"array", "object"}.isdisjoint(types_of(document, schema)):  # written by the caller in the style
        value = coerce(document, schema, given)
        checker = SchemaChecker(document, schema, rules_for("request", relieves=mode.relieves), formats=mode.formats)
        for finding in checker.findings(value):
            yield Violation("body", path, finding.keyword, f"header {name}: {finding.message}", finding.value)


def _described(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """What has the schema of a header: itself, or the media type of its content."""
    content = raw.get("content")
    return next(iter(content.values())) if content else raw


def _is_required(name: str, raw: Mapping[str, Any]) -> bool:
    return raw.get("required") is True and name.lower() != "content-type"


def _default(raw: Mapping[str, Any]) -> Any:
    schema = _described(raw).get("schema")
    return schema.get("default", MISSING) if isinstance(schema, Mapping) else MISSING
