"""Writes items one by one as they arrive: events of a stream, items of a list. Knows nothing about their source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from .formats import json_text, plain_text, write_value
from .selection import NothingThere, select

if TYPE_CHECKING:
    from .terminal import Terminal


class ItemWriter:
    """Writes items in a format, and flushes after each, so that a reader has it immediately.

    The output is complete only after `finish`, which ends a JSON array and prints a table, sized by its widest cells.

    Args:
        path: the part of each item that is written, or None for all of it.
        form: one of the `FORMATS`; None for one line each: text unchanged, anything else as JSON.
        skips_nothing: whether an item in which nothing is at `path` is left out, instead of being null or an error.

    Attributes:
        count: the items written so far.
    """

    def __init__(self, terminal: Terminal, path: str | None, form: str | None, *, skips_nothing: bool = False) -> None:
        self.count = 0
        self._terminal = terminal
        self._path = path
        self._form = form
        self._skips_nothing = skips_nothing
        self._rows: list[Any] = []

    def write(self, item: Any) -> None:
        """Write the next item, or the selected part of it."""
        if self._path is not None:
            try:
                item = select(item, self._path)
            except NothingThere:
                if not self._skips_nothing:
                    raise
                item = None
            if item is None and self._skips_nothing:
                return
        self._EACH[self._form](self, item)
        self.count += 1
        self._terminal.stdout.flush()

    def finish(self) -> None:
        """Finish after the last item."""
        if self._form == "json":
            self._terminal.line("\n]" if self.count else "[]")
        elif self._form == "yaml" and not self.count:
            self._terminal.line("[]")
        elif self._form == "table":
            write_value(self._terminal, self._rows, "table")

    def _line(self, item: Any) -> None:
        if isinstance(item, str):
            self._terminal.line(plain_text(self._terminal, item))
        else:
            self._json_line(item)

    def _json_line(self, item: Any) -> None:
        self._terminal.line(json_text(item, pretty=False, colour=self._terminal.has_colour))

    def _member(self, item: Any) -> None:
        text = json_text(item, colour=self._terminal.has_colour).replace("\n", "\n  ")
        self._terminal.write(f"{',' if self.count else '['}\n  {text}")

    def _yaml(self, item: Any) -> None:
        write_value(self._terminal, [item], "yaml")

    def _row(self, item: Any) -> None:
        self._rows.append(item)

    def _raw(self, item: Any) -> None:
        write_value(self._terminal, item, "raw")

    _EACH: ClassVar[dict[str | None, Callable[[ItemWriter, Any], None]]] = {
        None: _line,
        "ndjson": _json_line,
        "json": _member,
        "yaml": _yaml,
        "table": _row,
        "raw": _raw,
    }
