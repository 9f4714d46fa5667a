"""Parquet and Arrow files, read and written in batches with pyarrow, which is imported here only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..errors import MissingExtra
from .files import open_bytes
from .json_rows import UnreadableRows
from .rows import dumped

_BATCH = 1000


def require_pyarrow() -> Any:
    """The pyarrow package, with what reads and writes its files.

    Raises:
        MissingExtra: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.ipc
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        raise MissingExtra("a Parquet or Arrow file", error.name or "pyarrow") from None
    return pyarrow


def parquet_rows(path: str, name: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a Parquet file."""
    pyarrow = require_pyarrow()

    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                yield from batch.to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableRows(f"{name} cannot be read as Parquet: {_reason(error)}") from None


def arrow_rows(path: str, name: str) -> Iterator[Mapping[str, Any]]:
    """The rows of an Arrow file, or of an Arrow stream in a file."""
    pyarrow = require_pyarrow()

    try:
        with open_bytes(path) as file:
            is_file = file.read(6) == b"ARROW1"
        with pyarrow.OSFile(path) as source:
            if is_file:
                opened = pyarrow.ipc.open_file(source)
                batches = (opened.get_batch(index) for index in range(opened.num_record_batches))
            else:
                batches = iter(pyarrow.ipc.open_stream(source))
            for batch in batches:
                for start in range(0, batch.num_rows, _BATCH):
                    yield from batch.slice(start, _BATCH).to_pylist()
    except (pyarrow.ArrowException, OSError) as error:
        raise UnreadableRows(f"{name} cannot be read as Arrow: {_reason(error)}") from None


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__


def write_parquet(file: Any, batches: Iterable[list[dict[str, Any]]], again: Iterable[list[dict[str, Any]]]) -> None:
    """Write rows as Parquet.

    Args:
        file: open for bytes.
        batches: the rows, to find the types of the columns. A column whose rows have types that do not go together
            becomes JSON text.
        again: the same rows, to write them.
    """
    pyarrow = require_pyarrow()

    types: dict[str, Any] = {}
    for batch in batches:
        for column in dict.fromkeys(name for row in batch for name in row):
            values = [row.get(column) for row in batch]
            types[column] = _joined(pyarrow, types.get(column), _type_of(pyarrow, values))
    text = {column for column, kind in types.items() if kind is _JSON}
    fields = [(column, pyarrow.string() if column in text else kind) for column, kind in types.items()]
    schema = pyarrow.schema(
        [(column, pyarrow.string() if pyarrow.types.is_null(kind) else kind) for column, kind in fields]
    )
    with pyarrow.parquet.ParquetWriter(file, schema) as writer:
        for batch in again:
            columns = {
                column: [_cell(row.get(column), as_text=column in text) for row in batch] for column, _ in fields
            }
            writer.write_table(pyarrow.table(columns, schema=schema))


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
