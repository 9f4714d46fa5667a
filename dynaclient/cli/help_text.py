"""The layout of help texts: click's, with lines that break between words only."""

from __future__ import annotations

from collections.abc import Iterable

import click

from .wrapping import cells, padded, wrap


class HelpText(click.HelpFormatter):
    """Writes paragraphs, and lists of options and commands."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, with an empty line between them."""
        indent = " " * self.current_indent
        paragraphs = [wrap(part, self.width, first=indent, then=indent) for part in text.split("\n\n")]
        self.write("\n\n".join("\n".join(lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names with what they mean beside them, or below a name that is wide."""
        rows = list(rows)
        column = min(max(cells(name) for name, _ in rows), col_max) + col_spacing
        indent = " " * self.current_indent
        then = indent + " " * column
        for name, meaning in rows:
            head = indent + padded(name, column)
            if cells(name) > column - col_spacing and meaning:
                self.write(f"{indent}{name}\n")
                head = then
            self.write("\n".join(wrap(meaning, self.width, first=head, then=then)) or head.rstrip())
            self.write("\n")
