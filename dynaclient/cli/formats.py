"""Values as text: JSON, YAML, tables, lines. Knows nothing about calls."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from .terminal import clean, one_line

if TYPE_CHECKING:
    from .terminal import Terminal

_NAME_WIDTH = 50
"""The width that the first column of a table may always use."""
_NARROW = 12
"""The width below which a column is never cut."""

FORMATS = ("json", "yaml", "table", "raw", "ndjson")

_TOKEN = (
    r'(?P<key>"(?:[^"\\]|\\.)*")(?=\s*:)|(?P<string>"(?:[^"\\]|\\.)*")|(?P<word>\b(?:true|false|null)\b)'
    r"|(?P<number>-?\b\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\b)"
)
_COLOURS = {"key": "34", "string": "32", "word": "35", "number": "36"}
_CONTROL = {code: f"\\u{code:04x}" for code in range(127, 160)}


def write_value(terminal: Terminal, value: Any, form: str | None) -> None:
    """Write a value in one of the `FORMATS`; None writes text as it is and everything else as JSON."""
    if form is None and isinstance(value, str):
        terminal.line(plain_text(terminal, value))
    elif form is None:
        terminal.line(json_text(value, pretty=terminal.is_interactive, colour=terminal.has_colour))
    else:
        _WRITERS[form](terminal, value)


def plain_text(terminal: Terminal, text: str) -> str:
    """Text as it is; on a terminal, without control characters."""
    return clean(text) if terminal.is_interactive else text


def json_text(value: Any, *, pretty: bool = True, colour: bool = False) -> str:
    """JSON text, on one line unless a person reads it."""
    text = json.dumps(value, ensure_ascii=False, indent=2 if pretty else None, default=str)
    text = text.translate(_CONTROL)
    return re.sub(_TOKEN, _coloured, text) if colour else text


def _coloured(match: re.Match[str]) -> str:
    return f"\x1b[{_COLOURS[str(match.lastgroup)]}m{match[0]}\x1b[0m"


def _write_json(terminal: Terminal, value: Any) -> None:
    terminal.line(json_text(value, colour=terminal.has_colour))


def _write_yaml(terminal: Terminal, value: Any) -> None:
    from ..document.yaml_text import yaml_text

    terminal.write(yaml_text(value))


def _write_raw(terminal: Terminal, value: Any) -> None:
    terminal.write(plain_text(terminal, value) if isinstance(value, str) else json_text(value, pretty=False) + "\n")


def _write_lines(terminal: Terminal, value: Any) -> None:
    for row in rows_of(value):
        terminal.line(json_text(row, pretty=False))


def _write_table(terminal: Terminal, value: Any) -> None:
    rows = [row if isinstance(row, dict) else {"value": row} for row in rows_of(value)]
    columns = list(dict.fromkeys(key for row in rows for key in row))
    write_table(terminal, columns, [[_cell(row.get(column)) for column in columns] for row in rows])


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json_text(value, pretty=False)


def rows_of(value: Any) -> list[Any]:
    """The items of a list, even if it is wrapped in an object as in most APIs; else the value itself."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        lists = [item for item in value.values() if isinstance(item, list)]
        if len(lists) == 1 and all(isinstance(item, dict) for item in lists[0]):
            return lists[0]
    return [value]


def write_table(terminal: Terminal, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on a terminal; lines with tabs between the columns elsewhere, under their names."""
    if not rows:
        return
    if terminal.is_interactive:
        draw_table(terminal, columns, rows)
    else:
        write_columns(terminal, [columns, *rows])


def write_columns(terminal: Terminal, rows: Sequence[Sequence[str]]) -> None:
    """Lines with tabs between the columns, for other programs."""
    terminal.write("".join("\t".join(one_line(cell) for cell in row) + "\n" for row in rows))


def draw_table(terminal: Terminal, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table for a person."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for index, column in enumerate(columns):  # the first column names the row, and is cut last
        widest = max(len(one_line(cell)) for cell in (column, *(row[index] for row in rows)))
        least = min(widest, _NAME_WIDTH) if index == 0 or widest <= _NARROW else None
        table.add_column(Text(one_line(column)), overflow="ellipsis", no_wrap=True, min_width=least)
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    colour = terminal.has_colour
    console = Console(file=terminal.stdout, width=terminal.width, no_color=not colour, force_terminal=colour)
    with console.capture() as drawn:
        console.print(table)
    terminal.write("".join(line.rstrip() + "\n" for line in drawn.get().splitlines()))


_WRITERS: dict[str, Callable[[Terminal, Any], None]] = {
    "json": _write_json,
    "yaml": _write_yaml,
    "table": _write_table,
    "raw": _write_raw,
    "ndjson": _write_lines,
}
