"""A folder of Parquet parts in which each key has one row: new rows replace those of their keys.

Every step can be done again after a crash: a part is written whole, before rows that it replaces are removed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .._support.whole_file import WholeFile
from .arrow_columns import Columns, require_pyarrow
from .arrow_files import write_columns
from .key_set import KeySet

FULL = 100_000
"""Rows of a part that takes no further ones in."""

_BATCH = 1000
_NAME = re.compile(r"part-(\d{6,})\.parquet")

Rows = Callable[[], Iterator[dict[str, Any]]]
"""Gives rows, from the first one each time."""


class Parts:
    """The parts of one folder.

    Args:
        key_of: the key of a row; None if rows only add up.
    """

    def __init__(self, folder: str, key_of: Callable[[Any], Any] | None) -> None:
        self.folder = folder
        self._key_of = key_of
        self._parquet = require_pyarrow().parquet

    def small(self, number: int) -> int:
        """The number of this part if it can take in more rows; else 0."""
        path = self._path(number)
        if not number or not os.path.exists(path):
            return 0
        return number if self._parquet.read_metadata(path).num_rows < FULL else 0

    def merge(self, rows: Rows, number: int, absorbs: int) -> None:
        """Write a part with these rows, and remove from the others what they replace.

        Args:
            number: of the part, which may be there from an attempt that was interrupted.
            absorbs: the number of a part whose other rows go into this one; 0 for none.
        """
        columns = self._columns(rows)
        last = self._last(rows)
        is_written = bool(absorbs) and not os.path.exists(self._path(absorbs)) and os.path.exists(self._path(number))
        if not is_written:
            before: Rows = (lambda: self._rows(self._path(absorbs))) if absorbs else lambda: iter(())
            with WholeFile(self._path(number)) as file:
                write_columns(file, columns, _batches(self._merged(before, rows, last)))
                file.flush()
                os.fsync(file.fileno())
        if absorbs and os.path.exists(self._path(absorbs)):
            os.unlink(self._path(absorbs))
        for other in self._numbers():
            if other != number:
                self._replace(self._path(other), columns, last)

    # one part

    def _path(self, number: int) -> str:
        return os.path.join(self.folder, f"part-{number:06d}.parquet")

    def _numbers(self) -> list[int]:
        return sorted(int(found[1]) for name in os.listdir(self.folder) if (found := _NAME.fullmatch(name)))

    def _rows(self, path: str) -> Iterator[dict[str, Any]]:
        with self._parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=_BATCH):
                yield from batch.to_pylist()

    def _columns(self, rows: Rows) -> Columns:
        """The columns of all parts, and of these rows."""
        columns = Columns()
        for number in self._numbers():
            with self._parquet.ParquetFile(self._path(number)) as file:
                columns.add_schema(file.schema_arrow, _empty(file.metadata))
        for batch in _batches(rows()):
            columns.add(batch)
        return columns

    def _last(self, rows: Rows) -> KeySet:
        """The keys of the rows, with the number of the last one of each."""
        last = KeySet()
        if self._key_of is not None:
            for number, row in enumerate(rows(), 1):
                last.put(self._key_of(row), number)
        return last

    def _merged(self, before: Rows, rows: Rows, last: KeySet) -> Iterator[dict[str, Any]]:
        """The rows of another part that stay, then the last row of each key."""
        yield from self._staying(before(), last)
        for number, row in enumerate(rows(), 1):
            if self._key_of is None or last.get(self._key_of(row)) == number:
                yield row

    def _staying(self, rows: Iterable[dict[str, Any]], last: KeySet) -> Iterator[dict[str, Any]]:
        for row in rows:
            if self._key_of is None or not last.get(self._key_of(row)):
                yield row

    def _replace(self, path: str, columns: Columns, last: KeySet) -> None:
        """Remove rows from a part, and give it the columns of all; nothing is written if nothing changes."""
        with self._parquet.ParquetFile(path) as file:
            is_same, count = file.schema_arrow.equals(columns.schema), file.metadata.num_rows
        staying = count if self._key_of is None else sum(1 for _ in self._staying(self._rows(path), last))
        if not staying:
            os.unlink(path)
        elif staying != count or not is_same:
            with WholeFile(path) as new:
                write_columns(new, columns, _batches(self._staying(self._rows(path), last)))


def _empty(metadata: Any) -> Iterator[str]:
    """The plain columns of a part that have no values."""
    names = [metadata.schema.column(index).path for index in range(metadata.num_columns)]
    for index, name in enumerate(names):
        groups = [metadata.row_group(group).column(index) for group in range(metadata.num_row_groups)]
        if all(g.statistics is not None and g.statistics.null_count == g.num_values for g in groups):
            yield name


def _batches(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
