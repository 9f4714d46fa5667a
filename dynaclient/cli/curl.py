"""`--curl`: a call as a curl command that fetches its credentials the way this program does."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from .._support.wording import variable_name
from ..errors import MissingCredentials
from ..model import Operation, build_security_schemes
from ..request.curl import CurlWriter, ShellCredential, UnreadableBody
from .failures import CommandError
from .formats import plain_text
from .prepared_call import PreparedCall, configured
from .transcript import Secrets

if TYPE_CHECKING:
    from .setup import Setup


def write_curl(setup: Setup, call: PreparedCall, options: Mapping[str, Any]) -> int:
    """Print the command without fetching any key: placeholders go through the request, and become shell expressions."""
    sources = setup.sources()
    credentials = {}
    for number, (name, scheme) in enumerate(build_security_schemes(setup.document).items()):
        shell = sources[name].shell if name in sources else f"${variable_name(name)}"
        parts = _parts(shell, max(1, len(scheme.kind.parts)))
        credentials[name] = ShellCredential(scheme, number, parts, shell)
    given = {name: credential.value for name, credential in credentials.items() if name in sources}
    try:
        request = _prepared(setup, call, options, given)
    except MissingCredentials:
        given = {name: credential.value for name, credential in credentials.items()}
        request = _prepared(setup, call, options, given)
    writer = CurlWriter(credentials.values(), is_secret=Secrets(setup).is_secret)
    try:
        words = writer.words(request, _chosen(call.operation, given))
    except UnreadableBody:
        raise CommandError("a command line cannot hold a binary body.", fix="Write it to a file: -b @FILE.") from None
    setup.terminal.line(plain_text(setup.terminal, " \\\n  ".join(words)))
    return 0


def _parts(shell: str, count: int) -> tuple[str, ...]:
    """The parts of a key, which are separated by `:`."""
    if count == 1:
        return (shell,)
    printing = shell[2:-1] if shell.startswith("$(") else f'printf %s "{shell}"'
    return tuple(f"$({printing} | cut -d: -f{i}{'-' if i == count else ''})" for i in range(1, count + 1))


def _chosen(operation: Operation, given: Collection[str]) -> Collection[str]:
    """The schemes of the first alternative with all its credentials, which is the one that the client uses."""
    return next((names for names in operation.security if names and all(name in given for name in names)), ())


def _prepared(setup: Setup, call: PreparedCall, options: Mapping[str, Any], credentials: Mapping[str, Any]) -> Any:
    return call.prepare(configured(setup, call, options, credentials))
