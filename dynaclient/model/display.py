"""Operations as HTML tables for notebooks. Escapes everything from the document, which is untrusted input.

The notebook views in `values` import this module on first use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from .._support.notebook import table_html
from .._support.wording import shown
from ..document import Document
from ..schema.view import properties_of, view
from ..schema.wording import FieldFacts, facts_of
from ..types import MISSING

Cells = tuple[str, ...]

_MAX_VALUES = 12
"""The number of enum values that a row lists."""


def operations_html(operations: Iterable[Any]) -> str:
    """A table of operations: id, method, path, summary."""
    rows = [(op.operation_id, op.sent_method, op.path, op.summary) for op in operations]
    return f"<p>{len(rows)} operations</p>" + table_html(("operation", "method", "path", "summary"), rows)


def operation_html(operation: Any) -> str:
    """One operation with its parameters, its body and the fields of its body."""
    head = f"<p><b>{escape(operation.operation_id)}</b> <code>{operation.sent_method} {escape(operation.path)}</code>"
    head += f"<br>{escape(operation.summary)}</p>"
    rows = [_parameter(parameter) for parameter in operation.parameters]
    if operation.request_body is not None:
        rows += _body(operation.request_body, getattr(operation, "_document", None))
    return head + table_html(("name", "in", "type", "", "default", "description"), rows)


def _parameter(parameter: Any) -> Cells:
    kind = " or ".join(parameter.type) if isinstance(parameter.type, tuple) else parameter.type or ""
    default = "" if parameter.default is MISSING else shown(parameter.default)
    needed = "required" if parameter.required else ""
    return parameter.name, parameter.location, kind, needed, default, parameter.description


def _body(body: Any, document: Document | None) -> Iterator[Cells]:
    """A row for the body, and one for each of its fields; fields of several schemas name their media type.

    Args:
        document: what the schemas refer to; without it the fields are unknown, as in an operation that was pickled.
    """
    yield "body", "body", ", ".join(body.content), "required" if body.required else "", "", body.description
    if document is None:
        return
    described = list(_schemas(body.content))
    for media_types, schema in described:
        place = "body" if len(described) == 1 else f"body, {', '.join(media_types)}"
        needed = view(document, schema).required
        for name, inner in properties_of(document, schema).items():
            facts = facts_of(document, inner)
            if not facts.read_only:
                yield _field(name, place, facts, required=name in needed)


def _schemas(content: Mapping[str, Any]) -> Iterator[tuple[list[str], object]]:
    """The different schemas of a body, each with its media types."""
    found: list[tuple[list[str], object]] = []
    for media_type in content.values():
        same = next((names for names, schema in found if schema == media_type.schema), None)
        if same is not None:
            same.append(media_type.name)
        elif media_type.schema is not None:
            found.append(([media_type.name], media_type.schema))
    return iter(found)


def _field(name: str, place: str, facts: FieldFacts, *, required: bool) -> Cells:
    words = [*facts.limits]
    if facts.values:
        listed = ", ".join(shown(value) for value in facts.values[:_MAX_VALUES])
        more = ", …" if len(facts.values) > _MAX_VALUES else ""
        words.append(f"{'such as' if facts.is_open else 'one of'} {listed}{more}")
    kind = facts.type + (f" ({facts.format})" if facts.format else "")
    default = "" if facts.default is MISSING else shown(facts.default)
    bracketed = f"({'; '.join(words)})" if words and facts.description else "; ".join(words)
    text = f"{facts.description} {bracketed}".strip()
    return name, place, kind, "required" if required else "", default, text
