"""The streams and environment of one run, and what may be written to them. Knows nothing about commands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TextIO

from .._support.wording import clean, masked

__all__ = ["PLAIN_WIDTH", "Terminal", "clean", "one_line"]

PLAIN_WIDTH = 100
"""The width of text that is not written to a terminal."""


class Terminal:
    """Where a run reads and writes.

    Attributes:
        secrets: texts that `note` masks, wherever they turn up.
    """

    def __init__(self, env: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> None:
        self.env = env
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.secrets: set[str] = set()

    def with_stdout(self, stdout: TextIO) -> Terminal:
        """A copy with another output."""
        other = Terminal(self.env, self.stdin, stdout, self.stderr)
        other.secrets = self.secrets
        return other

    @property
    def is_interactive(self) -> bool:
        """Whether a person reads the output."""
        return _is_terminal(self.stdout)

    @property
    def shows_progress(self) -> bool:
        """Whether there is a terminal to draw a bar on."""
        return _is_terminal(self.stderr) and self.env.get("TERM") != "dumb"

    @property
    def has_colour(self) -> bool:
        """Whether output is coloured. Source: no-color.org."""
        return self.is_interactive and self._takes_colour

    @property
    def _takes_colour(self) -> bool:
        return not self.env.get("NO_COLOR") and self.env.get("TERM") != "dumb"

    @property
    def width(self) -> int:
        """The width in columns."""
        if not self.is_interactive:
            return PLAIN_WIDTH
        import shutil

        return max(shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns, 40)

    @property
    def height(self) -> int:
        """The height of the screen in lines."""
        import shutil

        return shutil.get_terminal_size((PLAIN_WIDTH, 24)).lines

    def write(self, text: str) -> None:
        """Write text as it is."""
        self.stdout.write(text)

    def line(self, text: str = "") -> None:
        """Write one line of text."""
        self.stdout.write(text + "\n")

    def text(self, text: str) -> None:
        """Write lines of words; on a terminal, broken between words."""
        self.line(_broken(text, self.width) if self.is_interactive else text)

    def write_bytes(self, data: bytes) -> None:
        """Write bytes after the text written so far, and flush."""
        self.stdout.flush()
        buffer: Any = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.stdout.write(data.decode("utf-8", errors="replace"))
        else:
            buffer.write(data)
            buffer.flush()

    def read_bytes(self) -> bytes:
        """All of standard input."""
        buffer: Any = getattr(self.stdin, "buffer", None)
        return self.stdin.read().encode() if buffer is None else bytes(buffer.read())

    def note(self, text: str, *, head: str = "", is_verbatim: bool = False) -> None:
        """Write text for the person on standard error, with secrets masked; on a terminal, broken between words.

        Args:
            head: what the text begins with, coloured as an error on a terminal.
            is_verbatim: whether the lines are those of a request, or for a program, and stay as they are.
        """
        text = clean(masked(head + text, self.secrets))
        try:
            if not is_verbatim and _is_terminal(self.stderr):
                text = _broken(text, _width_of(self.stderr))
                if head and self._takes_colour and text.startswith(head):
                    text = f"\x1b[1;31m{head}\x1b[0m{text[len(head) :]}"
            self.stderr.write(text + "\n")
            self.stderr.flush()
        except (BrokenPipeError, ValueError):  # the reader is gone
            return


def one_line(text: str) -> str:
    """Text on one line."""
    return clean(" ".join(text.split()))


def _broken(text: str, width: int) -> str:
    """Text whose lines are not wider than a terminal; what follows in a line is indented below it."""
    from .wrapping import wrap

    lines: list[str] = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        lines += wrap(line, width, first=indent, then=indent or "  ") if line.strip() else [""]
    return "\n".join(lines)


def _width_of(stream: TextIO) -> int:
    import os

    try:
        return max(os.get_terminal_size(stream.fileno()).columns, 40)
    except (OSError, ValueError):
        return PLAIN_WIDTH


def _is_terminal(stream: TextIO) -> bool:
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False
