"""Where a key comes from: an environment variable, the system's keyring, or a command. Never a text on a line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from .failures import CommandError

COMMAND_SECONDS = 60
"""How long a command may take to print a key, in seconds; it may have to ask a person."""


class CredentialSource(Protocol):
    """A place that a key can be fetched from."""

    @property
    def shell(self) -> str:
        """How a shell writes the key without knowing it: `$NAME` or `$(…)`, for use inside double quotes."""

    def fetch(self, env: Mapping[str, str]) -> str:
        """The key; "" where there is none."""


@dataclass(frozen=True, slots=True)
class EnvironmentSource:
    """An environment variable."""

    name: str

    @property
    def shell(self) -> str:
        """`$NAME`."""
        return f"${self.name}"

    def fetch(self, env: Mapping[str, str]) -> str:
        """Its value, or ""."""
        return env.get(self.name, "").strip()


@dataclass(frozen=True, slots=True)
class KeyringSource:
    """A password in the system's keyring."""

    service: str
    user: str

    @property
    def shell(self) -> str:
        """`$(keyring get …)`."""
        import shlex

        return f"$(keyring get {shlex.quote(self.service)} {shlex.quote(self.user)})"

    def fetch(self, env: Mapping[str, str]) -> str:
        """The password; an error where the keyring cannot be asked or has none."""
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError:
            raise CommandError(
                f"the key {self.service}/{self.user} is in a keyring, and the keyring library is not installed.",
                fix='Install it with: pip install "dynaclient[keyring]"',
            ) from None
        try:
            found = keyring.get_password(self.service, self.user)
        except KeyringError as error:
            raise CommandError(f"the keyring cannot be read: {error}", fix="Unlock it, and try again.") from None
        if not found:
            raise CommandError(
                f"the keyring has no password for {self.user!r} in {self.service!r}.",
                fix=f"Store it with: keyring set {self.service} {self.user}",
            )
        return str(found).strip()


@dataclass(frozen=True, slots=True)
class CommandSource:
    """A program that prints the key on its first line."""

    words: tuple[str, ...]

    @property
    def shell(self) -> str:
        """`$(…)`."""
        import shlex

        return f"$({shlex.join(self.words)})"

    def fetch(self, env: Mapping[str, str]) -> str:
        """The first line that the program prints; an error where it fails. It is started without a shell."""
        import subprocess

        name = self.words[0]
        try:
            done = subprocess.run(  # noqa: S603  # the person's own command, from their own settings
                self.words, stdout=subprocess.PIPE, timeout=COMMAND_SECONDS, check=False, env=dict(env)
            )
        except OSError as error:
            raise CommandError(
                f"the command {name!r}, which gives a key, cannot be run: {os.strerror(error.errno or 0)}.",
                fix="Name it with its full path.",
            ) from None
        except subprocess.TimeoutExpired:
            raise CommandError(f"the command {name!r} gave no key within {COMMAND_SECONDS} seconds.") from None
        lines = done.stdout.decode("utf-8", errors="replace").splitlines()
        if done.returncode or not lines or not lines[0].strip():
            raise CommandError(
                f"the command {name!r} gave no key: it ended with code {done.returncode}.", fix="Run it by itself."
            )
        return lines[0].strip()


def parse_source(text: str, where: str) -> CredentialSource:
    """A source from `env:NAME`, `keyring:SERVICE/USER` or `command:WORDS`."""
    kind, separator, rest = text.partition(":")
    return make_source(kind if separator else "", rest, where)


def make_source(kind: str, value: str | Sequence[str], where: str) -> CredentialSource:
    """A source from its kind and what it needs. The text of an error never repeats it: it may be a key by mistake."""
    if kind == "env" and isinstance(value, str) and value.isidentifier():
        return EnvironmentSource(value)
    if kind == "keyring" and isinstance(value, str) and "/" in value.strip("/"):
        service, _, user = value.partition("/")
        return KeyringSource(service, user)
    if kind == "command":
        import shlex

        words = shlex.split(value) if isinstance(value, str) else [str(word) for word in value]
        if words:
            return CommandSource(tuple(words))
    raise CommandError(
        f"{where} must say where the key is, not hold it.",
        fix="Write env:NAME, keyring:SERVICE/USER or command:WORDS.",
    )
