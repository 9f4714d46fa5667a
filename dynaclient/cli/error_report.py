"""Errors as one paragraph with the fix, or as JSON, and the exit code that each means."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from .._support.secret_names import MASK
from .._support.wording import either, masked
from ..errors import (
    BulkError,
    DeadlineExceeded,
    DocumentError,
    HTTPStatusError,
    MissingCredentials,
    MissingExtra,
    RecordingError,
    RequestError,
    ResponseError,
    TransportError,
    WebhookError,
)
from .advice import fix_for, is_missing_package, unset_variables
from .commands import PROGRAM
from .failures import CommandError
from .own_words import in_own_words
from .usage import usage_text

if TYPE_CHECKING:
    from .setup import Setup

_EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (click.UsageError, 2),
    (RequestError, 2),
    (RecordingError, 2),
    (WebhookError, 2),
    (DocumentError, 3),
    (TransportError, 6),
    (ResponseError, 5),
)
"""Kind of error → exit code. The first match wins; any other exception is a bug.

5 covers every answer that is the server's fault: a 5xx, a body that does not match its type, an event that reports a
failure, pages that never end.
"""

_FULL = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO))
"""Why the system refuses a write."""


def report(error: Exception, setup: Setup) -> int:
    """Write an error to standard error, and return its exit code."""
    if isinstance(error, OSError) and error.errno in _FULL:
        error = CommandError(
            f"the output cannot be written: {error.strerror}.", fix="Make room, or write to another place with -o FILE."
        )
    code = exit_code_of(error)
    terminal = setup.terminal
    message, fix = _message(error, setup), fix_for(error, setup)
    if code == 2 and setup.hidden_command:
        from .words import hidden_command

        fix = f"{fix} {hidden_command(setup)}".strip()
    if setup.items_written:
        count = setup.items_written
        message = f"{message}\n{count} item{' was' if count == 1 else 's were'} written before that."
        message += f" Go on with {setup.next_page}." if setup.next_page else ""
    if setup.goes_on:
        message = f"{message}{' ' if setup.items_written else _space(message)}{setup.goes_on}"
    if setup.json_errors:
        record = {"error": _record(error, setup, code, message, fix)}
        terminal.note(json.dumps(record, ensure_ascii=False, default=str), is_verbatim=True)
    else:
        terminal.note(f" {message}{_space(message)}{fix}" if fix else f" {message}", head=f"{PROGRAM}:")
    if code == 1 and terminal.env.get("DYNACLIENT_DEBUG"):
        import traceback

        terminal.note("".join(traceback.format_exception(error)), is_verbatim=True)
    return code


def exit_code_of(error: Exception) -> int:
    """0 done, 2 usage or refused, 3 document, 4 HTTP 4xx, 5 HTTP 5xx, 6 network or deadline, 8 rows, 1 a bug."""
    if isinstance(error, CommandError):
        return error.exit_code
    if is_missing_package(error):
        return 2
    if isinstance(error, BulkError):
        return 2 if error.nothing_sent else 8
    if isinstance(error, HTTPStatusError):
        return 4 if error.status_code < 500 else 5
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 1)


def _space(message: str) -> str:
    return "\n" if "\n" in message else " "


def _message(error: Exception, setup: Setup) -> str:
    if isinstance(error, MissingCredentials):
        sets = either([" together with ".join(names) for names in error.alternatives])
        unset = either(unset_variables(error, setup), word="and")
        missing = f"{unset} {'are' if ' and ' in unset else 'is'} not set" if unset else "none are given"
        return f"{error.operation_id} needs credentials for {sets}, and {missing}. Nothing was sent."
    if is_missing_package(error):
        if isinstance(error, ModuleNotFoundError):
            return f"this needs {error.name}, which is not installed."
        return f"this needs {'a newer' if error.name else 'another'} package: {str(error).rstrip('.')}."
    if isinstance(error, click.UsageError):
        return usage_text(error)
    if isinstance(error, DeadlineExceeded) and error.last is not None:  # the last answer came whole
        return f"{error.operation_id}: {in_own_words(error.message)}.{setup.waited_for}"
    if exit_code_of(error) == 1:
        return f"this is a bug of {PROGRAM} itself: {type(error).__name__}: {error}"
    text = in_own_words(str(error))
    if isinstance(error, HTTPStatusError) and error.data in ({}, []) and not error.detail:
        text = text.removesuffix(f": {error.excerpt}")
    is_sentence = text.endswith((".", "?", "!")) or isinstance(error, MissingExtra)  # which ends with a line to copy
    return text if is_sentence or "\n" in text else f"{text}."


_PARTS = ("operation_id", "status_code", "data", "url", "method", "pointer", "source", "line", "column", "target")
"""Attributes of errors that other programs see."""


def _record(error: Exception, setup: Setup, code: int, message: str, fix: str) -> dict[str, Any]:
    """The error for other programs: the message and its parts."""
    record: dict[str, Any] = {"type": type(error).__name__, "exit_code": code, "message": message, "fix": fix}
    for name in _PARTS:
        value = getattr(error, name, None)
        if value not in (None, ""):
            record[name] = value
    if "data" in record:
        record["data"] = _without_secrets(record["data"], _mask(error, setup))
    if setup.items_written:
        record["items_written"] = setup.items_written
    if setup.next_page:
        record["next_page"] = setup.next_page
    if isinstance(error, BulkError) and error.report is not None:
        record |= bulk_record(error.report)
    violations = getattr(error, "violations", ())
    if violations:
        record["violations"] = [
            {"location": v.location, "path": v.path, "keyword": v.keyword, "message": v.message}
            | ({"overlay": v.overlay} if v.overlay else {})
            for v in violations
        ]
    return record


def bulk_record(report: Any) -> dict[str, Any]:
    """What came of a bulk job, for other programs."""
    names = ("total", "earlier", "sent", "done", "failed", "unknown", "bad", "requests")
    bad = [{"row": row.number, "key": row.key, "column": row.column, "reason": row.reason} for row in report.bad_rows]
    return {
        **{name: getattr(report, name) for name in names},
        "errors": report.errors,
        "bad_rows": bad,
        "unknown_keys": report.unknown_keys,
    }


_DEEPEST = 64
"""How deep the data of an error is shown."""


def _mask(error: Exception, setup: Setup) -> Callable[[str], str]:
    """The masking of a text from the server: that of the library's own texts, and that of the notes."""
    response = getattr(error, "response", None)
    return lambda text: masked(text if response is None else response.masked(text), setup.terminal.secrets)


def _without_secrets(value: Any, mask: Callable[[str], str], depth: int = 0) -> Any:
    """A JSON value with the secrets in its texts, names and numbers masked."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        text = repr(value)
        return value if mask(text) == text else MASK
    if depth == _DEEPEST and isinstance(value, (dict, list)):
        return "…"
    if isinstance(value, dict):
        return {mask(str(name)): _without_secrets(item, mask, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [_without_secrets(item, mask, depth + 1) for item in value]
    return mask(value.decode("utf-8", "replace")) if isinstance(value, bytes) else value
