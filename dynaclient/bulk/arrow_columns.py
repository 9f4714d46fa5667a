"""The types of columns of rows of JSON, and such rows as Arrow tables. Imports pyarrow when used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import MissingExtra
from .rows import dumped


def require_pyarrow(what: str = "a Parquet or Arrow file") -> Any:
    """The pyarrow package, with what reads and writes its files.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtra(what, error.name or "pyarrow") from None
    return pyarrow


class Columns:
    """The columns of rows. A column whose rows have types that do not go together becomes JSON text."""

    def __init__(self) -> None:
        self._pyarrow = require_pyarrow()
        self._types: dict[str, Any] = {}

    def add(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Take in the types of rows."""
        for column in dict.fromkeys(name for row in rows for name in row):
            kind = _type_of(self._pyarrow, [row.get(column) for row in rows])
            self._types[column] = _joined(self._pyarrow, self._types.get(column), kind)

    def add_schema(self, schema: Any, empty: Iterable[str]) -> None:
        """Take in the columns of a table.

        Args:
            empty: those that have no values, so that their type is of no account.
        """
        without = set(empty)
        for field in schema:
            kind = self._pyarrow.null() if field.name in without else field.type
            self._types[field.name] = _joined(self._pyarrow, self._types.get(field.name), kind)

    @property
    def schema(self) -> Any:
        """The schema of a table with these columns; one without values is text."""
        pyarrow = self._pyarrow
        return pyarrow.schema(
            [
                (column, pyarrow.string() if kind is _JSON or pyarrow.types.is_null(kind) else kind)
                for column, kind in self._types.items()
            ]
        )

    def table(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Rows as a table."""
        columns = {
            column: [_cell(row.get(column), as_text=kind is _JSON) for row in rows]
            for column, kind in self._types.items()
        }
        return self._pyarrow.table(columns, schema=self.schema)


_JSON = object()
"""The type of a column that is written as JSON text."""


def _type_of(pyarrow: Any, values: list[Any]) -> Any:
    try:
        kind = pyarrow.array(values).type
    except (pyarrow.ArrowException, OverflowError):
        return _JSON
    return _JSON if _has_empty_struct(pyarrow, kind) else kind


def _has_empty_struct(pyarrow: Any, kind: Any) -> bool:
    """Whether Parquet cannot hold the type: an object without members."""
    if pyarrow.types.is_struct(kind):
        return kind.num_fields == 0 or any(_has_empty_struct(pyarrow, field.type) for field in kind)
    return pyarrow.types.is_list(kind) and _has_empty_struct(pyarrow, kind.value_type)


def _joined(pyarrow: Any, one: Any, other: Any) -> Any:
    """A type for the values of both."""
    if one is None or one is _JSON or other is _JSON:
        return other if one is None else _JSON
    try:
        schemas = [pyarrow.schema([("x", kind)]) for kind in (one, other)]
        return pyarrow.unify_schemas(schemas, promote_options="permissive").field("x").type
    except (pyarrow.ArrowException, TypeError):
        return _JSON


def _cell(value: Any, *, as_text: bool) -> Any:
    return dumped(value) if as_text and value is not None and not isinstance(value, str) else value
