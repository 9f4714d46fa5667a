"""What to do about an error, in the words of the command line. Writes nothing."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeGuard

import click

from .._support.extras import install_line
from .._support.urls import without_secrets
from .._support.wording import did_you_mean, duration, either, variable_name
from ..errors import (
    ConnectionFailed,
    DeadlineExceeded,
    DocumentError,
    HTTPStatusError,
    MissingCredentials,
    UnknownOperation,
    ValidationError,
)
from ..model import build_security_schemes
from ..transport.retries import IDEMPOTENT, read_retry_after
from .commands import PROGRAM
from .failures import CommandError

if TYPE_CHECKING:
    from .setup import Setup

_LONGEST_DATE = 40
"""Characters of an HTTP date that are shown."""

_STATUS_FIXES = {
    400: "See `{program} show {operation}` for what it takes, and -v for what was sent.",
    401: "The key was refused: check the one that is set, and that it is for this server.",
    403: "The key is known, but not allowed to do this.",
    404: "Check the ids in the call, and the address with -v.",
    409: "The resource has changed: check its state, and try again.",
    412: "It changed since it was read: read it again, and decide anew.",
    422: "See `{program} show {operation}` for what it takes, and -v for what was sent.",
    428: "Send the ETag of what you read as header:If-Match=…; `{program} edit` does so by itself.",
    429: "The rate limit or the quota is used up: wait a little, then try again.",
}


def fix_for(error: Exception, setup: Setup) -> str:
    """What to do about an error, in a sentence or two; "" if its text says so already."""
    if isinstance(error, CommandError):
        return error.fix
    return next((fix(error, setup) for kind, fix in _FIXES if isinstance(error, kind)), "")


def _unknown_operation(error: UnknownOperation, setup: Setup) -> str:
    from .words import command_names

    look = f"See `{PROGRAM} list` or `{PROGRAM} search TEXT`."
    if not setup.command_guessed:
        return look
    command = did_you_mean(error.operation_id, command_names())
    return f"There is no command of that name either.{command} {look}"


def _missing_credentials(error: MissingCredentials, setup: Setup) -> str:
    """Which variable to set, or how to name one; and the sandbox, which takes any key."""
    names = [name for names in error.alternatives for name in names] or ["SCHEME"]
    sandbox = (
        f"To try calls without a key, start `{PROGRAM}{_document_option(setup)} sandbox`: it prints what they need."
    )
    variables = unset_variables(error, setup)
    if variables:
        other = f"name another place of the key with --credential {names[0]}=SOURCE"
        return f"Set {either(variables)}, or {other}. {sandbox}"
    scheme = build_security_schemes(setup.document).get(names[0])
    parts = scheme.kind.parts if scheme is not None else ()
    form = f", in the form {':'.join(parts)}," if len(parts) > 1 else ""
    variable = variable_name(names[0])
    others = "keyring:SERVICE/USER and command:WORDS are other places"
    if scheme is not None and scheme.type in ("oauth2", "openIdConnect"):
        others = f"{others}; oauth:CLIENT_ID obtains tokens, after `{PROGRAM} login` where a person has to"
    return (
        f"Put the key{form} into a variable and name it: `--credential {names[0]}=env:{variable}` ({others}). {sandbox}"
    )


def unset_variables(error: MissingCredentials, setup: Setup) -> list[str]:
    """The environment variables that would hold the missing keys."""
    sources = setup.sources()
    found = (sources[name] for names in error.alternatives for name in names if name in sources)
    return list(dict.fromkeys(source.words[0] for source in found if source.kind == "env"))


def _document_option(setup: Setup) -> str:
    """The options that this run chose its document with, for another command."""
    overlays = overlay_options(setup)
    if setup.spec:
        return f" --spec {shlex.quote(without_secrets(setup.spec))}{overlays}"
    return f" --profile {shlex.quote(setup.profile_name)}{overlays}" if setup.profile_name else overlays


def overlay_options(setup: Setup) -> str:
    """The overlays that were given as options, for another command."""
    return "".join(f" --overlay {shlex.quote(without_secrets(overlay))}" for overlay in setup.overlays)


def is_missing_package(error: Exception) -> TypeGuard[ImportError]:
    """Whether a package of others is missing or too old: an optional one, or one that the installation lost.

    An import that fails has the name of the module; a package that misses another one raises an error without.
    """
    own = __name__.partition(".")[0]
    return isinstance(error, ImportError) and (error.name or "").partition(".")[0] != own


def _install(error: ImportError, setup: Setup) -> str:
    if not is_missing_package(error) or not error.name:
        return ""
    line = install_line(error.name)
    return f"Install it with: {line if isinstance(error, ModuleNotFoundError) else f'{line} --upgrade'}"


def _validation(error: ValidationError, setup: Setup) -> str:
    see = f"{_as_json(error)}See `{PROGRAM} show {error.operation_id}` for what it takes"
    is_final = any(violation.keyword == "unknown" or violation.location == "path" for violation in error.violations)
    if is_final or setup.skips_validation:
        return f"{see}."
    return f"{see}; --no-validate sends it as it is."


def _as_json(error: ValidationError) -> str:
    """The form of an argument that is given as text where an object or a list is wanted."""
    for violation in error.violations:
        place = violation.path.removeprefix("/body").split("/")
        wants_json = violation.keyword == "type" and violation.message.startswith(("expected object", "expected array"))
        if wants_json and isinstance(violation.value, str) and len(place) > 1:
            name = place[1].replace("~1", "/").replace("~0", "~")
            return f"Write {name}:=JSON or {name}:=@FILE for an object or a list. "
    return ""


def _status(error: HTTPStatusError, setup: Setup) -> str:
    headers: Any = error.response.headers if error.response is not None else {}
    after = _wait(headers)
    general = "The server failed; try again later." if error.status_code >= 500 else ""
    fix = _STATUS_FIXES.get(error.status_code, general)
    if "{operation}" in fix and error.response is not None and not error.response.operation.pointer:
        fix = "See -v for what was sent."  # a request that the document does not have
    return (fix.format(program=PROGRAM, operation=error.operation_id) + after).strip()


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
    missing = "no such file" in error.message and error.source == without_secrets(setup.source or "")
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
    (ImportError, _install),
)
