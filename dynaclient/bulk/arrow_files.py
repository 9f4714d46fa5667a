"""Parquet and Arrow files, read and written in batches with pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .arrow_columns import Columns, require_pyarrow
from .files import open_bytes
from .json_rows import UnreadableRows

_BATCH = 1000


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
        batches: the rows, to find the types of the columns.
        again: the same rows, to write them.
    """
    columns = Columns()
    for batch in batches:
        columns.add(batch)
    write_columns(file, columns, again)


def write_columns(file: Any, columns: Columns, batches: Iterable[list[dict[str, Any]]]) -> None:
    """Write rows with these columns as Parquet."""
    with require_pyarrow().parquet.ParquetWriter(file, columns.schema) as writer:
        for batch in batches:
            writer.write_table(columns.table(batch))
