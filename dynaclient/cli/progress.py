"""Progress of uploads, downloads and pages: on standard error, only on a terminal and only if it takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .terminal import Terminal

WORTH_A_BAR = 1_000_000
"""The number of bytes from which progress is shown."""

WORTH_A_WORD = 3.0
"""The number of seconds from which a wait is explained."""


class Bar:
    """Counts bytes, and draws a bar once there are many. A context manager; leaving it removes the bar.

    Args:
        total: bytes to come, or None where that is unknown.
    """

    def __init__(self, terminal: Terminal, title: str, total: int | None) -> None:
        self._terminal = terminal
        self._title = title
        self._total = total
        self._done = 0
        self._progress: Any = None
        self._task: Any = None

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.close()

    def close(self) -> None:
        """Remove the bar."""
        if self._progress is not None:
            self._progress.stop()
            self._progress = None

    def advance(self, count: int) -> None:
        """Count more bytes."""
        self._done += count
        if self._progress is None and self._terminal.shows_progress and self._done >= WORTH_A_BAR:
            self._start()
        if self._progress is not None:
            self._progress.update(self._task, completed=self._done)

    def restart(self) -> None:
        """Start again from the first byte."""
        self._done = 0

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        console = Console(file=self._terminal.stderr, no_color=bool(self._terminal.env.get("NO_COLOR")))
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        self._progress = Progress(*columns, console=console, transient=True)
        self._progress.start()
        self._task = self._progress.add_task(self._title, total=self._total)


_PAGES = "page {task.fields[pages]}, {task.completed} items"


class PageCount:
    """Counts pages and items, and shows both from the second page on. A context manager; leaving it removes the line.

    Shows nothing if the items themselves appear on the terminal.

    Attributes:
        pages: how many were requested.
    """

    def __init__(self, terminal: Terminal, *, is_shown: bool) -> None:
        self.pages = 0
        self._items = 0
        self._terminal = terminal
        self._is_shown = is_shown and terminal.shows_progress
        self._progress: Any = None

    def __enter__(self) -> PageCount:
        return self

    def __exit__(self, *exc_info: object) -> None:
        if self._progress is not None:
            self._progress.stop()

    def asked(self, request: Any) -> None:
        """Count another page; a hook of the client."""
        self.pages += 1
        if self.pages == 2 and self._is_shown:
            self._progress = _progress(self._terminal, _PAGES)
            self._task = self._progress.add_task("pages", total=None, pages=2)
        self._show()

    def came(self, items: int) -> None:
        """Count more items."""
        self._items = items
        self._show()

    def _show(self) -> None:
        if self._progress is not None:
            self._progress.update(self._task, completed=self._items, pages=self.pages)


def _progress(terminal: Terminal, *texts: str) -> Any:
    """Start a progress display with the given texts and columns of rich."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    console = Console(file=terminal.stderr, no_color=bool(terminal.env.get("NO_COLOR")))
    progress = Progress(SpinnerColumn(), *map(TextColumn, texts), console=console, transient=True)
    progress.start()
    return progress


class WatchedBody:
    """A request body that counts the bytes read from it, and otherwise behaves like the body itself."""

    def __init__(self, body: Any, bar: Bar) -> None:
        self._body = body
        self._bar = bar

    def __getattr__(self, name: str) -> Any:
        return getattr(self._body, name)

    def __len__(self) -> int:
        return len(self._body)

    def __bool__(self) -> bool:
        return True

    def __iter__(self) -> Any:
        while chunk := self.read(1 << 16):
            yield chunk

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        data: bytes = self._body.read(size)
        self._bar.advance(len(data))
        if not data:
            self._bar.close()
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        """Start again."""
        self._bar.restart()
        return int(self._body.seek(offset, whence))


def watch_upload(terminal: Terminal, request: Any) -> None:
    """Put a bar on a request whose body is a large stream."""
    size = getattr(request.body, "known_size", None)
    if hasattr(request.body, "read") and (size is None or size >= WORTH_A_BAR):
        request.body = WatchedBody(request.body, Bar(terminal, "upload", size))


def explain_wait(terminal: Terminal, attempt: Any) -> None:
    """Explain a long wait for the next attempt."""
    if attempt.wait >= WORTH_A_WORD:
        terminal.note(f"{attempt.reason[:1].upper()}{attempt.reason[1:]}; trying again in {attempt.wait:.3g} s.")
