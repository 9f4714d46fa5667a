"""Long pages through the person's pager. Knows nothing about what is on them."""

from __future__ import annotations

import io
import shlex
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from .wrapping import cells

if TYPE_CHECKING:
    from .terminal import Terminal

VARIABLE = "PAGER"
_USUAL = ("less", "more")
_LESS = "FRX"
"""Options of `less` where LESS is not set: end by itself if all fits, show colours, leave the text on the screen."""


class _Page(io.StringIO):
    """A page in memory, which is written as for the terminal that will show it."""

    def isatty(self) -> bool:
        return True


@contextmanager
def paged(terminal: Terminal) -> Iterator[Terminal]:
    """A terminal whose output goes through the pager once it is complete, if it is longer than the screen."""
    words = _pager(terminal)
    if not words:
        yield terminal
        return
    page = _Page()
    try:
        yield terminal.with_stdout(page)
    except BaseException:
        terminal.write(page.getvalue())
        raise
    _show(terminal, page.getvalue(), words)


def _pager(terminal: Terminal) -> list[str]:
    """The command of the pager and its arguments. Empty if output is not a terminal, or PAGER switches paging off."""
    if not terminal.is_interactive or terminal.env.get("TERM") == "dumb":
        return []
    given = terminal.env.get(VARIABLE)
    if given is None:
        found = (name for name in _USUAL if shutil.which(name, path=terminal.env.get("PATH")))
        return [name for name in [next(found, "")] if name]
    try:
        words = shlex.split(given)
    except ValueError:  # a quotation that does not end
        words = []
    return [] if words == ["cat"] else words


def _show(terminal: Terminal, text: str, words: list[str]) -> None:
    if _screen_lines(text, terminal.width) < terminal.height:
        terminal.write(text)
        return
    terminal.stdout.flush()
    env = {**terminal.env, "LESS": terminal.env.get("LESS", _LESS)}
    with _ignoring_interrupts():  # Ctrl-C is a key of the pager
        try:
            pager = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=terminal.stdout, env=env)  # noqa: S603
        except OSError as error:
            terminal.write(text)
            terminal.note(f"The pager {words[0]!r} of {VARIABLE} cannot be run: {error.strerror}.")
            return
        with suppress(BrokenPipeError):  # the person has seen enough
            pager.communicate(text.encode(errors="replace"))
        pager.wait()


def _screen_lines(text: str, width: int) -> int:
    return sum(max(1, -(-cells(line) // width)) for line in text.splitlines())


@contextmanager
def _ignoring_interrupts() -> Iterator[None]:
    """Interrupts do nothing here; a process that is started inherits a handler as the default, but not SIG_IGN."""
    before: Any = signal.getsignal(signal.SIGINT)
    try:
        signal.signal(signal.SIGINT, lambda number, frame: None)
    except ValueError:  # not the main thread, which gets no signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
