"""What ends a job early, as its caller sees it."""

from __future__ import annotations

from ..errors import BulkError
from .checking import BadRows
from .journal_log import Unusable
from .json_rows import UnreadableRows
from .pull_report import PullReport
from .report import Report, bad_rows_text, rows_of


def job_error(report: Report | PullReport, error: BaseException) -> BaseException:
    """The error of a job that a caller sees: one of the library's for those of this room and of the system."""
    is_refused = not report.sent
    nothing = " Nothing was sent." if is_refused else ""
    if isinstance(error, BadRows) and isinstance(report, Report):
        among = rows_of(report.total) if report.total is not None else f"rows {error.first:,} to {error.last:,}"
        report.stopped = f"{report.bad:,} of {among} do not fit"
        unused = f"Columns that match no argument: {', '.join(report.unused)}.\n" if report.unused else ""
        text = (
            f"{report.bad:,} of {among} cannot be sent.{nothing}\n{bad_rows_text(report)}\n{unused}"
            "Mend them, or leave them out with skip_bad=True."
        )
    elif isinstance(error, (Unusable, UnreadableRows)):
        report.stopped = str(error)
        text = f"{error}.{nothing}"
    elif isinstance(error, OSError):
        report.stopped = f"a file cannot be written: {error.strerror}"
        where = repr(error.filename) if error.filename else f"the output {report.into!r}"
        kept = " What was done is kept: make room, and run the job again, which goes on."
        text = f"{where} cannot be written: {error.strerror}.{kept if report.sent or report.earlier else nothing}"
    else:
        return error
    return BulkError(text, report=report, operation_id=report.operation_id, nothing_sent=is_refused)


def stopped(report: Report) -> BulkError:
    """The error of a job that stopped by a rule."""
    return BulkError(f"the job stopped: {report.stopped}", report=report, operation_id=report.operation_id)
