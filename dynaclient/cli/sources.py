"""Sources of keys: an environment variable, the system's keyring, or a command. Never text on a command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from .failures import CommandError

COMMAND_SECONDS = 60
"""How long a command may take to print a key, in seconds; it may have to ask a person."""

Environment = Mapping[str, str]


class CredentialSource(NamedTuple):
    """A source of a key.

    Attributes:
        kind: env, keyring or command.
        words: the variable; the service and user; or the words of the command.
    """

    kind: str
    words: tuple[str, ...]

    @property
    def shell(self) -> str:
        """How a shell writes the key without knowing it: `$NAME` or `$(…)`, for use inside double quotes."""
        if self.kind == "env":
            return f"${self.words[0]}"
        import shlex

        return f"$({shlex.join(('keyring', 'get', *self.words) if self.kind == 'keyring' else self.words)})"

    def fetch(self, env: Environment) -> str:
        """The key; "" if an environment variable is not set.

        Raises:
            CommandError: the source has no key.
        """
        return _FETCH[self.kind](self.words, env)


def fetch_on_worker(sources: Mapping[str, CredentialSource]) -> dict[str, str]:
    """The keys that a worker of a cluster finds by itself, by security scheme.

    Raises:
        CommandError: a source has no key.
    """
    found = {name: source.fetch(os.environ) for name, source in sources.items()}
    return {name: key for name, key in found.items() if key}


def _from_environment(words: Sequence[str], env: Environment) -> str:
    return env.get(words[0], "").strip()


def _from_keyring(words: Sequence[str], env: Environment) -> str:
    service, user = words
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        from .._support.extras import install_line

        raise CommandError(
            f"the key {service}/{user} is in a keyring, and the keyring library is not installed.",
            fix=f"Install it with: {install_line('keyring')}",
        ) from None
    try:
        found = keyring.get_password(service, user)
    except KeyringError as error:
        raise CommandError(f"the keyring cannot be read: {error}", fix="Unlock it, and try again.") from None
    if not found:
        raise CommandError(
            f"the keyring has no password for {user!r} in {service!r}.",
            fix=f"Store it with: keyring set {service} {user}",
        )
    return str(found).strip()


def _from_command(words: Sequence[str], env: Environment) -> str:
    """The first line that the program prints. It is started without a shell."""
    import subprocess

    name = words[0]
    try:
        done = subprocess.run(  # noqa: S603  # the person's own command, from their own settings
            words, stdout=subprocess.PIPE, timeout=COMMAND_SECONDS, check=False, env=dict(env)
        )
    except OSError as error:
        raise CommandError(
            f"the command {name!r}, which gives a key, cannot be run: {os.strerror(error.errno or 0)}.",
            fix="Use its full path.",
        ) from None
    except subprocess.TimeoutExpired:
        raise CommandError(f"the command {name!r} gave no key within {COMMAND_SECONDS} seconds.") from None
    lines = done.stdout.decode("utf-8", errors="replace").splitlines()
    if done.returncode or not lines or not lines[0].strip():
        raise CommandError(
            f"the command {name!r} gave no key: it ended with code {done.returncode}.", fix="Run it by itself."
        )
    return lines[0].strip()


_FETCH: dict[str, Callable[[Sequence[str], Environment], str]] = {
    "env": _from_environment,
    "keyring": _from_keyring,
    "command": _from_command,
}


def parse_source(text: str, where: str) -> CredentialSource:
    """A source from `env:NAME`, `keyring:SERVICE/USER` or `command:WORDS`."""
    kind, separator, rest = text.partition(":")
    return make_source(kind if separator else "", rest, where)


def make_source(kind: str, value: str | Sequence[str], where: str) -> CredentialSource:
    """A source from its kind and what it needs. The text of an error never repeats it: it may be a key by mistake."""
    if kind == "env" and isinstance(value, str) and value.isidentifier():
        return CredentialSource(kind, (value,))
    if kind == "keyring" and isinstance(value, str) and "/" in value.strip("/"):
        service, _, user = value.partition("/")
        return CredentialSource(kind, (service, user))
    if kind == "command":
        import shlex

        try:
            words = shlex.split(value) if isinstance(value, str) else [str(word) for word in value]
        except ValueError:  # a quotation that does not end
            words = []
        if words:
            return CredentialSource(kind, tuple(words))
    raise CommandError(
        f"{where} must say where the key is, not hold it.",
        fix="Write env:NAME, keyring:SERVICE/USER or command:WORDS.",
    )
