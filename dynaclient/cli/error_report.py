"""Errors as one paragraph with the fix, or as JSON, and the exit code that each means."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from .._support.wording import MASK, did_you_mean, duration, either, masked
from ..errors import (
    ConnectionFailed,
    DeadlineExceeded,
    DocumentError,
    HTTPStatusError,
    MissingCredentials,
    OverlayError,
    RequestError,
    ResponseError,
    TransportError,
    UnknownOperation,
    ValidationError,
)
from ..model import build_security_schemes
from ..transport.retries import IDEMPOTENT, read_retry_after
from .commands import PROGRAM
from .failures import CommandError

if TYPE_CHECKING:
    from .setup import Setup

_EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (click.UsageError, 2),
    (RequestError, 2),
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

_IN_PYTHON = (
    ("base_url='https://…'", "--base-url https://…"),
    ("(timeout=)", "(--timeout)"),
    ("(deadline=)", "(--deadline)"),
    (
        "with_options(stream=True) leaves it to response.save(path) or response.iter_bytes()",
        "-o FILE writes it as it arrives",
    ),
    ("(max_body=)", "(max_body in the profile)"),
    ("; read the body with response.iter_bytes()", ""),
    ("retries= must be a whole number from 0 or a RetryPolicy", "--retries must be a whole number from 0"),
    ("rule={'items': '/…'}", "--page-rule items=/…"),
    ("rule={'empty_pages': True}", "--page-rule empty_pages=true"),
    ("rule={'kind': …, 'parameter': …}", "--page-rule kind=… --page-rule parameter=…"),
    ("rule= has no field", "--page-rule has no field"),
    ("a page rule's kind is", "--page-rule kind= is"),
    (" needs parameter=, which selects the page", " needs --page-rule parameter=NAME, which selects the page"),
    ("body= is the whole body", "-b gives the whole body"),
    ("leave body= out", "leave -b out"),
    ("the whole of it as body=", "the whole of it with -b"),
    ("body={} sends an empty one", "-b '{}' sends an empty one"),
    ("body=[] sends an empty one", "-b '[]' sends an empty one"),
    ("query=:", "--query:"),
    (" See client.operations, or search with client.operations.search(…).", ""),
    (". response.content has its bytes", ""),
    (", or pass api_key=… (admin_key=…)", ""),
)
"""Translates the library's advice from Python to the command line."""

_LONGEST_DATE = 40
"""Characters of an HTTP date that are shown."""

_STATUS_FIXES = {
    400: "See `{program} show {operation}` for what it takes, and -v for what was sent.",
    401: "The key was refused: check the one that is set, and that it is for this server.",
    403: "The key is known, but not allowed to do this.",
    404: "Check the ids in the call, and the address with -v.",
    409: "The resource has changed: check its state, and try again.",
    422: "See `{program} show {operation}` for what it takes, and -v for what was sent.",
    429: "Too many requests, or the quota is used up: wait a little, then try again.",
}


def report(error: Exception, setup: Setup) -> int:
    """Write an error to standard error, and return its exit code."""
    if isinstance(error, OSError) and error.errno in _FULL:
        error = CommandError(
            f"the output cannot be written: {error.strerror}.", fix="Make room, or write to another place with -o FILE."
        )
    code = exit_code_of(error)
    terminal = setup.terminal
    message, fix = _message(error, setup), _fix(error, setup)
    if setup.items_written:
        count = setup.items_written
        message = f"{message} {count} item{' was' if count == 1 else 's were'} written before that."
    if setup.json_errors:
        terminal.note(json.dumps({"error": _record(error, setup, code, message, fix)}, ensure_ascii=False, default=str))
    else:
        terminal.note(f"{PROGRAM}: {message}{_space(message)}{fix}" if fix else f"{PROGRAM}: {message}")
    if code == 1 and terminal.env.get("DYNACLIENT_DEBUG"):
        import traceback

        terminal.note("".join(traceback.format_exception(error)))
    return code


def exit_code_of(error: Exception) -> int:
    """0 done, 2 usage or refused, 3 document, 4 HTTP 4xx, 5 HTTP 5xx, 6 network or deadline, 1 a bug of ours."""
    if isinstance(error, CommandError):
        return error.exit_code
    if isinstance(error, HTTPStatusError):
        return 4 if error.status_code < 500 else 5
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 1)


def _space(message: str) -> str:
    return "\n" if "\n" in message else " "


def _message(error: Exception, setup: Setup) -> str:
    if isinstance(error, MissingCredentials):
        sets = either([" together with ".join(names) for names in error.alternatives])
        return f"{error.operation_id} needs credentials for {sets}, and none are set. Nothing was sent."
    if isinstance(error, click.UsageError):
        return error.format_message()
    if exit_code_of(error) == 1:
        return f"this is a bug of {PROGRAM} itself: {type(error).__name__}: {error}"
    text = in_own_words(str(error))
    return text if text.endswith((".", "?", "!")) or "\n" in text else f"{text}."


def in_own_words(text: str) -> str:
    """The library's text with the command line's options instead of Python's arguments."""
    for python, here in _IN_PYTHON:
        text = text.replace(python, here)
    return text


def _fix(error: Exception, setup: Setup) -> str:
    if isinstance(error, CommandError):
        return error.fix
    return next((fix(error, setup) for kind, fix in _FIXES if isinstance(error, kind)), "")


def _unknown_operation(error: UnknownOperation, setup: Setup) -> str:
    from .commands import COMMANDS

    look = f"See `{PROGRAM} list` or `{PROGRAM} search TEXT`."
    if not setup.command_guessed:
        return look
    command = did_you_mean(error.operation_id, [name for name in COMMANDS if not name.startswith("_")])
    return f"There is no command of that name either.{command} {look}"


def _missing_credentials(error: MissingCredentials, setup: Setup) -> str:
    sources = setup.sources()
    names = [name for names in error.alternatives for name in names]
    variables = dict.fromkeys(
        sources[n].shell.lstrip("$") for n in names if n in sources and "(" not in sources[n].shell
    )
    if variables:
        return f"Set {either(list(variables))}, or use another source with --credential {names[0]}=env:NAME."
    name = names[0] if names else "SCHEME"
    scheme = build_security_schemes(setup.document).get(name)
    parts = scheme.kind.parts if scheme is not None else ()
    shape = f" Its form is {':'.join(parts)}." if len(parts) > 1 else ""
    return f"Set the source of the key: --credential {name}=env:NAME, keyring:SERVICE/USER or command:WORDS.{shape}"


def _validation(error: ValidationError, setup: Setup) -> str:
    see = f"See `{PROGRAM} show {error.operation_id}` for what it takes"
    if any(violation.keyword == "unknown" or violation.location == "path" for violation in error.violations):
        return f"{see}."
    return f"{see}; --no-validate sends it as it is."


def _status(error: HTTPStatusError, setup: Setup) -> str:
    headers: Any = error.response.headers if error.response is not None else {}
    after = _wait(headers)
    general = "The server failed; try again later." if error.status_code >= 500 else ""
    fix = _STATUS_FIXES.get(error.status_code, general)
    return fix.format(program=PROGRAM, operation=error.operation_id) + after


def _wait(headers: Mapping[str, str]) -> str:
    """How long, or until when, the server asks to wait; "" if it does not, or its header cannot be read."""
    seconds = read_retry_after(headers)
    if not seconds:
        return ""
    date = (headers.get("Retry-After") or "").strip()
    if headers.get("retry-after-ms") or not date[:1].isalpha():
        return f" The server asks to wait {duration(seconds)}."
    return f" The server asks to wait until {date[:_LONGEST_DATE]}."


def _document(error: DocumentError, setup: Setup) -> str:
    if isinstance(error, OverlayError):
        return ""
    missing = "no such file" in error.message
    return "Set the document with --spec, a profile or DYNACLIENT_SPEC." if missing else ""


def _late(error: DeadlineExceeded, setup: Setup) -> str:
    return f"{'--deadline' if error.ran_out == 'deadline' else '--timeout'} SECONDS allows more time."


def _broken(error: ConnectionFailed, setup: Setup) -> str:
    """What to do about a failed connection; it depends on whether the server may have acted."""
    if not error.sent:
        return "Check the address and that the server is running; --base-url sets another address."
    if error.method in IDEMPOTENT:
        return "It is safe to call again; --retries N does so automatically."
    return "The server may have acted on it: check before you call again."


def _usage(error: click.UsageError, setup: Setup) -> str:
    return f"Try `{error.ctx.command_path} --help`." if error.ctx is not None else f"Try `{PROGRAM} --help`."


_FIXES: tuple[tuple[type[Exception], Callable[[Any, Setup], str]], ...] = (
    (click.UsageError, _usage),
    (UnknownOperation, _unknown_operation),
    (MissingCredentials, _missing_credentials),
    (ValidationError, _validation),
    (HTTPStatusError, _status),
    (DocumentError, _document),
    (DeadlineExceeded, _late),
    (ConnectionFailed, _broken),
)


def _record(error: Exception, setup: Setup, code: int, message: str, fix: str) -> dict[str, Any]:
    """The error for other programs: the message and its parts."""
    record: dict[str, Any] = {"type": type(error).__name__, "exit_code": code, "message": message, "fix": fix}
    for name in (
        "operation_id",
        "status_code",
        "data",
        "url",
        "method",
        "pointer",
        "source",
        "line",
        "column",
        "target",
    ):
        value = getattr(error, name, None)
        if value not in (None, ""):
            record[name] = value
    if "data" in record:
        record["data"] = _without_secrets(record["data"], _mask(error, setup))
    if setup.items_written:
        record["items_written"] = setup.items_written
    violations = getattr(error, "violations", ())
    if violations:
        record["violations"] = [
            {"location": v.location, "path": v.path, "keyword": v.keyword, "message": v.message}
            | ({"overlay": v.overlay} if v.overlay else {})
            for v in violations
        ]
    return record


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
