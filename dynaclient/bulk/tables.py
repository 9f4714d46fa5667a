"""Rows of CSV and TSV: text by the names of the first line. Source: RFC 4180."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Mapping

from .json_rows import Readable, UnreadableRows, lines_of
from .rows import Unreadable

_SEPARATORS = (",", ";", "\t")


def table_rows(stream: Readable, name: str, separator: str = "") -> Iterator[Mapping[str, str] | Unreadable]:
    """The rows of a table by the names of its first line, all of them text.

    Args:
        separator: between cells; "" for the one that the first line has most of: a comma, semicolon or tab.
    """
    csv.field_size_limit(max(csv.field_size_limit(), min(sys.maxsize, (1 << 31) - 1)))
    lines = (line.decode("utf-8", "surrogateescape") + "\n" for line in lines_of(stream, name))
    first = next((line for line in lines if line.strip()), "")
    if not first:
        return
    found = separator or max(_SEPARATORS, key=first.count)
    reader = csv.reader(_chain(first, lines), delimiter=found, strict=True)
    try:
        names = [cell.strip() for cell in next(reader)]
        _check_names(names, name)
        for cells in reader:
            if cells:
                yield _row(names, cells, reader.line_num)
    except csv.Error as error:
        what = "it ends within quotes" if "unexpected end" in str(error) else str(error)
        raise UnreadableRows(f"{name} is not CSV at line {reader.line_num:,}: {what}") from None


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _check_names(names: list[str], name: str) -> None:
    if any("\udc80" <= character <= "\udcff" for text in names for character in text):
        raise UnreadableRows(f"the first line of {name} is not UTF-8: save the file as UTF-8")
    twice = [column for column, count in Counter(names).items() if count > 1]
    if twice:
        raise UnreadableRows(f"{name} has the column {twice[0]!r} more than once")


def _row(names: list[str], cells: list[str], line: int) -> Mapping[str, str] | Unreadable:
    if len(cells) != len(names):
        return Unreadable(
            f"line {line:,} has {len(cells)} cell{'s' if len(cells) != 1 else ''}, but the first line has "
            f"{len(names)} names: check its separators and quotes",
            text=",".join(cells),
        )
    for column, cell in zip(names, cells, strict=True):
        if not cell.isascii() and any("\udc80" <= character <= "\udcff" for character in cell):
            byte = next(ord(character) - 0xDC00 for character in cell if "\udc80" <= character <= "\udcff")
            return Unreadable(f"line {line:,} is not UTF-8 (byte 0x{byte:02x}): save the file as UTF-8", column)
    return dict(zip(names, cells, strict=True))
