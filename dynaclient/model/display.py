"""Operations as HTML tables for notebooks. Escapes everything from the document, which is untrusted input.

The notebook views in `values` import this module on first use.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from .._support.notebook import table_html
from .._support.wording import shown
from ..types import MISSING


def operations_html(operations: Iterable[Any]) -> str:
    """A table of operations: id, method, path, summary."""
    rows = [(op.operation_id, op.method.upper(), op.path, op.summary) for op in operations]
    return f"<p>{len(rows)} operations</p>" + table_html(("operation", "method", "path", "summary"), rows)


def operation_html(operation: Any) -> str:
    """One operation with its parameters and body."""
    head = (
        f"<p><b>{escape(operation.operation_id)}</b> <code>{operation.method.upper()} {escape(operation.path)}</code>"
    )
    head += f"<br>{escape(operation.summary)}</p>"
    rows = [_row(parameter) for parameter in operation.parameters]
    if operation.request_body is not None:
        needed = "required" if operation.request_body.required else ""
        rows.append(("body", "body", ", ".join(operation.request_body.content), needed, "", ""))
    return head + table_html(("name", "in", "type", "", "default", "description"), rows)


def _row(parameter: Any) -> tuple[str, ...]:
    kind = " or ".join(parameter.type) if isinstance(parameter.type, tuple) else parameter.type or ""
    default = "" if parameter.default is MISSING else shown(parameter.default)
    needed = "required" if parameter.required else ""
    return parameter.name, parameter.location, kind, needed, default, parameter.description
