"""Work that can be stopped before its end, and what stopped it."""

from __future__ import annotations

from .report import Report


class Stoppable:
    """Work with a report. Its methods may be called from any thread.

    Attributes:
        report: what has come of the job so far.
        failure: the error that ended the job, or None.
    """

    report: Report

    def __init__(self) -> None:
        self.failure: BaseException | None = None
        self._stopping = False

    @property
    def is_stopping(self) -> bool:
        """Whether no further row is sent."""
        return self._stopping

    def stop(self, reason: str = "") -> None:
        """Send nothing more; what is being sent is finished."""
        self._stopping = True
        if reason and not self.report.stopped:
            self.report.stopped = reason

    def fail(self, error: BaseException) -> None:
        """End the job with an error, after what is being sent is finished."""
        if self.failure is None:
            self.failure = error
        self.stop()
