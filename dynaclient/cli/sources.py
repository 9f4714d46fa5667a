"""Sources of keys: an environment variable, the system's keyring, a command, or OAuth. Never text on a command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from .._support.wording import either
from .commands import PROGRAM
from .failures import CommandError

SECRET_VARIABLE = "DYNACLIENT_CLIENT_SECRET"
"""The environment variable that holds the secret of an OAuth client."""

OF_OAUTH = frozenset((
    "audience", "authorization_url", "client_authentication", "device_authorization_url", "flow", "issuer",
    "metadata_url", "resource", "scopes", "token_url",
))  # fmt: skip
"""What a profile may say about an OAuth client, besides its `client_id`. No secret."""

COMMAND_SECONDS = 60
"""How long a command may take to print a key, in seconds; it may have to ask a person."""

Environment = Mapping[str, str]


class CredentialSource(NamedTuple):
    """A source of a key.

    Attributes:
        kind: env, keyring, command or oauth.
        words: the variable; the service and user; the words of the command; or the client's id and `name=value` pairs.
    """

    kind: str
    words: tuple[str, ...]

    @property
    def shell(self) -> str:
        """How a shell writes the key without knowing it: `$NAME` or `$(…)`, for use inside double quotes."""
        if self.kind == "env":
            return f"${self.words[0]}"
        import shlex

        if self.kind == "oauth":
            return f"$({shlex.join((PROGRAM, 'token', '--credential', f'oauth:{self.words[0]}'))})"
        return f"$({shlex.join(('keyring', 'get', *self.words) if self.kind == 'keyring' else self.words)})"

    def fetch(self, env: Environment) -> Any:
        """The key; "" if an environment variable is not set. Of OAuth the credential that obtains tokens.

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


def _from_oauth(words: Sequence[str], env: Environment) -> Any:
    """The credential of a client, whose secret is in a variable or the keyring."""
    from ..credentials.oauth import OAuth
    from ..credentials.store import TokenStore, stored_secret

    given = dict(word.partition("=")[::2] for word in words[1:])
    secret = env.get(SECRET_VARIABLE, "").strip() or stored_secret(words[0])
    return OAuth(words[0], client_secret=secret or None, store=TokenStore(environment=env), **given)  # type: ignore[arg-type]


_FETCH: dict[str, Callable[[Sequence[str], Environment], Any]] = {
    "env": _from_environment,
    "keyring": _from_keyring,
    "command": _from_command,
    "oauth": _from_oauth,
}


_PLACES = {
    "env": "env:NAME",
    "keyring": "keyring:SERVICE/USER",
    "command": "command:WORDS",
    "oauth": "oauth:CLIENT_ID",
}


def parse_source(text: str, where: str, *, of_secrets: bool = False) -> CredentialSource:
    """A source from `env:NAME`, `keyring:SERVICE/USER`, `command:WORDS` or `oauth:CLIENT_ID`.

    Args:
        of_secrets: whether it must hold a text, which `oauth` does not.
    """
    kind, separator, rest = text.partition(":")
    places = {name: place for name, place in _PLACES.items() if not (of_secrets and name == "oauth")}
    return make_source(kind if separator else "", rest, where, places)


def oauth_source(given: Mapping[str, Any], where: str) -> CredentialSource:
    """A source from the table of an OAuth client: its `client_id`, and more."""
    for name, value in given.items():
        texts = [value] if isinstance(value, str) else value
        if name not in OF_OAUTH | {"client_id"} or not (
            isinstance(texts, list) and all(isinstance(text, str) for text in texts)
        ):
            raise CommandError(
                f"{where} has a setting {name!r} that an OAuth client cannot have.",
                fix=f"It has client_id, {', '.join(sorted(OF_OAUTH))}, as text; its secret is in {SECRET_VARIABLE}.",
            )
    more = {name: " ".join([value] if isinstance(value, str) else value) for name, value in given.items()}
    return CredentialSource("oauth", (more.pop("client_id"), *(f"{name}={text}" for name, text in more.items())))


def make_source(
    kind: str, value: str | Sequence[str], where: str, places: Mapping[str, str] = _PLACES
) -> CredentialSource:
    """A source from its kind and what it needs. The text of an error never repeats it: it may be a key by mistake."""
    if kind not in places:
        value = ""
    if kind == "env" and isinstance(value, str) and value.isidentifier():
        return CredentialSource(kind, (value,))
    if kind == "keyring" and isinstance(value, str) and "/" in value.strip("/"):
        service, _, user = value.partition("/")
        return CredentialSource(kind, (service, user))
    if kind == "oauth" and isinstance(value, str) and value:
        return CredentialSource(kind, (value,))
    if kind == "command":
        import shlex

        try:
            words = shlex.split(value) if isinstance(value, str) else [str(word) for word in value]
        except ValueError:  # a quotation that does not end
            words = []
        if words:
            return CredentialSource(kind, tuple(words))
    if kind in places and not value:
        raise CommandError(f"{where} says {kind}: and nothing after it.", fix=f"Write {places[kind]}.")
    raise CommandError(
        f"{where} must say where the key is, not hold it.",
        fix=f"Write {either(list(places.values()))}.",
    )
