"""How far a bulk job is, on standard error: a bar on a terminal, a line a minute elsewhere."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from .._support.wording import duration

if TYPE_CHECKING:
    from ..bulk.report import Report
    from .terminal import Terminal

EVERY = 60.0
"""Seconds between two lines in a log."""

_REDRAW = 0.2
_SPAN = 30.0
"""Seconds over which the rate is measured."""


class Progress:
    """Shows how far a job is. A context manager; leaving it removes the bar."""

    def __init__(self, terminal: Terminal, report: Report) -> None:
        self._terminal = terminal
        self._report = report
        self._began = time.monotonic()
        self._marks: list[tuple[float, int]] = [(self._began, 0)]
        self._shown = 0.0
        self._bar: Any = None
        self._task: Any = None
        self._ended = threading.Event()

    def __enter__(self) -> Progress:
        if not self._terminal.shows_progress:
            threading.Thread(target=self._write_lines, daemon=True).start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._ended.set()
        if self._bar is not None:
            self._bar.stop()

    def moved(self) -> None:
        """A row has finished."""
        now = time.monotonic()
        if not self._terminal.shows_progress or now - self._shown < _REDRAW:
            return
        self._shown = now
        if self._bar is None:
            self._start()
        report = self._report
        self._bar.update(
            self._task, completed=_finished(report), total=report.total, told=self._state(now), visible=True
        )

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        console = Console(file=self._terminal.stderr, no_color=bool(self._terminal.env.get("NO_COLOR")))
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[told]}"),
        )
        self._bar = Progress(*columns, console=console, transient=True)
        self._bar.start()
        self._task = self._bar.add_task(self._report.operation_id, total=self._report.total, told="")

    def _write_lines(self) -> None:
        while not self._ended.wait(EVERY):
            self._terminal.note(self.line(time.monotonic()))

    def line(self, now: float) -> str:
        """How far the job is, in a line."""
        report = self._report
        of = f" of {report.total:,}" if report.total is not None else ""
        return f"{report.operation_id}: {_finished(report):,}{of} rows, {self._state(now)}"

    def _state(self, now: float) -> str:
        """The rate, the errors and the time left."""
        report, marks = self._report, self._marks
        here = report.done + report.failed + report.unknown
        marks.append((now, here))
        while len(marks) > 2 and now - marks[0][0] > _SPAN:
            marks.pop(0)
        seconds = now - marks[0][0]
        rate = (here - marks[0][1]) / seconds if seconds > 0 else 0.0
        parts = [f"{rate:,.0f}/s" if rate >= 10 else f"{rate * 60:,.0f}/min"]
        if report.failed + report.unknown:
            parts.append(f"{report.failed + report.unknown:,} failed")
        if report.total is not None and rate > 0:
            parts.append(f"about {duration(round((report.total - _finished(report)) / rate))} left")
        return ", ".join(parts)


def _finished(report: Report) -> int:
    return report.earlier + report.done + report.failed + report.unknown + report.bad
