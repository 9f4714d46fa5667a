"""Operations as a table for a person: id, method and summary are kept, the path gives way. Finds nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .terminal import one_line
from .wrapping import cells, cut, padded, wrap

if TYPE_CHECKING:
    from .terminal import Terminal

COLUMNS = ("operation", "method", "path", "summary")
_GAP = "  "
_INDENT = "    "
_LEAST_PATH = 8
"""The columns that a path keeps."""

_LONGEST_SUMMARY = 48
"""The columns that a summary keeps; one that is longer may be cut."""

Row = tuple[str, str, str, str]


def write_table(terminal: Terminal, rows: Sequence[Row]) -> None:
    """Write a line for each operation; where the terminal is too narrow for that, two."""
    rows = [tuple(map(one_line, row)) for row in rows]  # type: ignore[misc]
    name, method, path, summary = (max(map(cells, column)) for column in zip(COLUMNS, *rows, strict=True))
    room = terminal.width - name - method - 3 * len(_GAP)
    bold = ("\x1b[1m", "\x1b[0m") if terminal.has_colour else ("", "")
    if room >= min(path, _LEAST_PATH) + min(summary, _LONGEST_SUMMARY):
        path = min(path, max(_LEAST_PATH, room - summary))
        widths = (name, method, path, room - path)
        terminal.line(f"{bold[0]}{_line(COLUMNS, widths)}{bold[1]}")
        lines: Iterator[str] = (_line(row, widths) for row in rows)
    else:
        lines = (line for row in rows for line in _two_lines(row, terminal.width, bold))
    terminal.write("".join(f"{line}\n" for line in lines))


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(padded(cut(text, width), width) for text, width in zip(row, widths, strict=True)).rstrip()


def _two_lines(row: Row, width: int, bold: tuple[str, str]) -> Iterator[str]:
    """The id, method and path; below them the summary, in more lines where it is long.

    Where the id leaves no room for the method and a path, they are below it.
    """
    name, method, path, summary = row
    room = width - cells(method) - len(_GAP)
    beside = room - cells(name) - len(_GAP)
    head = f"{bold[0]}{name}{bold[1]}"
    if beside >= min(cells(path), _LEAST_PATH):
        yield f"{head}{_GAP}{method}{_GAP}{cut(path, beside)}"
    else:
        yield head
        yield f"{_INDENT}{method}{_GAP}{cut(path, room - len(_INDENT))}"
    yield from wrap(summary, width, first=_INDENT, then=_INDENT)
