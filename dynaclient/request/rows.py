"""A row of text, as a CSV file has it, as the arguments of an operation: typed by the document, or why it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .._support.wording import kind_of
from ..document import Document
from ..errors import RequestError
from ..model import Operation
from ..schema.view import types_of
from ..types import MISSING
from .binding import Binder
from .coercion import typed
from .media import choose_media_type

_TRUTH = {"true": True, "false": False}
_WHOLE = re.compile(r"-?[0-9]{1,15}\.0+")
"""An integer as a column of floats is written."""


def row_arguments(document: Document, operation: Operation, binder: Binder, row: Any) -> dict[str, Any]:
    """The cells of a row by name, each with the type that the document gives to it. An empty cell is left out.

    Args:
        row: text, or any other value (which stays), by the names of arguments.

    Raises:
        RequestError: it is not a mapping from names.
    """
    if row is MISSING:
        raise RequestError(
            f"coerce takes the row as one mapping: client.coerce({operation.operation_id!r}, {{'NAME': 'text'}})",
            operation_id=operation.operation_id,
        )
    if not isinstance(row, Mapping):
        raise RequestError(
            f"a row must be a mapping from names to text, as csv.DictReader gives, not {kind_of(row)}",
            operation_id=operation.operation_id,
        )
    if None in row:
        raise RequestError(
            "the row has more cells than there are names: check its commas and quotes",
            operation_id=operation.operation_id,
        )
    cells = {
        name: cell for name, cell in row.items() if not (cell is None or (isinstance(cell, str) and not cell.strip()))
    }
    media_type = _media_type(operation, binder, cells)
    return {name: _value(document, binder.schema_of(str(name), media_type), cell) for name, cell in cells.items()}


def _media_type(operation: Operation, binder: Binder, cells: Mapping[Any, Any]) -> str:
    """The media type that the names of a row choose."""
    body = operation.request_body
    if body is None or not binder.fields.has_choice:
        return ""
    fields = {field: cell for name, cell in cells.items() if (field := binder.field(str(name))) is not None}
    chosen = choose_media_type(body, fields, None, binder.fields)
    return chosen.name if chosen is not None else ""


def _value(document: Document, schema: Any, cell: Any) -> Any:
    if not isinstance(cell, str) or schema is None:
        return cell
    types = types_of(document, schema)
    if not types or "string" in types:
        return cell
    text = cell.strip()
    if "boolean" in types and text.lower() in _TRUTH:  # TRUE and True, as spreadsheets and Python write it
        return _TRUTH[text.lower()]
    if "integer" in types and _WHOLE.fullmatch(text):
        text = text.partition(".")[0]
    return typed(document, schema, text)
