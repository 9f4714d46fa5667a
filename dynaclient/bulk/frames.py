"""The items of a list as a table: of pyarrow, or a data frame of pandas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import MissingExtra
from .arrow_columns import Columns, require_pyarrow

_BATCH = 1000


def to_arrow(pages: Any) -> Any:
    """Read all pages: their items as a `pyarrow.Table`, with a column for each member.

    A column whose values have types that do not go together becomes JSON text; items that are not objects are in the
    column `value`.

    Raises:
        MissingExtra: pyarrow is not installed. Nothing was sent.
        DynaclientError: as iterating over the pages.
    """
    require_pyarrow("to_arrow")
    return _table([_row(item) for item in pages])


async def to_arrow_async(pages: Any) -> Any:
    """Read all pages of an async client; see `to_arrow`."""
    require_pyarrow("to_arrow")
    return _table([_row(item) async for item in pages])


def to_pandas(pages: Any) -> Any:
    """Read all pages: their items as a `pandas.DataFrame`, with a column for each member.

    Raises:
        MissingExtra: pandas is not installed. Nothing was sent.
        DynaclientError: as iterating over the pages.
    """
    pandas = _require_pandas()
    return pandas.DataFrame([_row(item) for item in pages])


async def to_pandas_async(pages: Any) -> Any:
    """Read all pages of an async client; see `to_pandas`."""
    pandas = _require_pandas()
    return pandas.DataFrame([_row(item) async for item in pages])


def _row(item: Any) -> Mapping[str, Any]:
    return item if isinstance(item, Mapping) else {"value": item}


def _table(rows: list[Mapping[str, Any]]) -> Any:
    pyarrow, columns = require_pyarrow(), Columns()
    batches = [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]
    for batch in batches:
        columns.add(batch)
    tables = [columns.table(batch) for batch in batches]
    return pyarrow.concat_tables(tables) if tables else columns.schema.empty_table()


def _require_pandas() -> Any:
    try:
        import pandas
    except ModuleNotFoundError as error:
        raise MissingExtra("to_pandas", error.name or "pandas") from None
    return pandas
