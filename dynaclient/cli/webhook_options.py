"""What `listen` and `webhook send` share: the secret, named by its source, and the scheme of the signature."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from .._support.wording import did_you_mean
from ..errors import WebhookError
from ..openai.variables import WEBHOOK_SECRET
from .failures import CommandError
from .sources import parse_source

if TYPE_CHECKING:
    from ..webhooks import HMAC
    from .setup import Setup

F = TypeVar("F", bound=Callable[..., Any])

_HMAC = ("header", "prefix", "algorithm", "encoding", "timestamp", "id", "message")


def signature_options(function: F) -> F:
    """--secret and --hmac."""
    for option in (
        click.option(
            "--hmac", "hmac", metavar="SETTINGS",
            help="The signature, where it is not that of Standard Webhooks: header=X-Hub-Signature-256,prefix=sha256=",
        ),
        click.option(
            "--secret", "secrets", metavar="SOURCE", multiple=True,
            help="The source of the secret: env:NAME, keyring:SERVICE/USER or command:WORDS. Never the secret itself. "
            f"Repeatable, while keys are rotated.  [default: env:{WEBHOOK_SECRET} for the OpenAI API]",
        ),
    ):  # fmt: skip
        function = option(function)
    return function


def secrets_of(setup: Setup, sources: tuple[str, ...]) -> list[str]:
    """The secrets of the sources, kept out of everything that is written; empty if no source was named or has one.

    Raises:
        CommandError: a source that was named has none.
    """
    given = sources or ((f"env:{WEBHOOK_SECRET}",) if setup.is_openai else ())
    found = []
    for text in given:
        source = parse_source(text, "--secret", of_secrets=True)
        secret = source.fetch(setup.terminal.env)
        if not secret and sources:
            raise CommandError(f"--secret: the variable {source.words[0]} is not set.")
        if secret:
            found.append(secret)
            setup.terminal.secrets.add(secret)
    return found


def scheme_of(text: str | None) -> HMAC | None:
    """The scheme that --hmac describes.

    Raises:
        CommandError: it describes none.
    """
    if text is None:
        return None
    from ..webhooks import HMAC

    settings: dict[str, str] = {}
    for part in text.split(","):
        name, separator, value = part.partition("=")
        name = name.strip()
        if not separator or name not in _HMAC:
            is_known = name in _HMAC
            raise CommandError(
                f"--hmac: {name} has no value."
                if is_known
                else f"--hmac: there is no setting {name!r}.{did_you_mean(name, _HMAC)}",
                fix=f"Write NAME=VALUE, apart by commas; the names are {', '.join(_HMAC)}.",
            )
        settings[name] = value
    if "header" not in settings:
        raise CommandError("--hmac needs the header that has the signature.", fix="Write --hmac header=X-Signature.")
    try:
        return HMAC(**settings)  # type: ignore[arg-type]  # what does not fit is an error of its own
    except WebhookError as error:
        raise CommandError(f"--hmac: {error}.") from None


def host_of(url: str, option: str) -> str:
    """The host of an address that a person wrote.

    Raises:
        CommandError: it is not an http or https address.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("http", "https"):
        raise CommandError(
            f"{option} takes an http or https address, not {url[:60]!r}.",
            fix=f"Write {option} http://localhost:8000/hooks.",
        )
    return host


def shown_event(event: Any) -> Mapping[str, Any]:
    """An event as JSON has it."""
    return {
        "type": event.type,
        "id": event.id,
        "timestamp": event.timestamp,
        "webhook": event.name or None,
        "known": event.known,
        "replayed": event.replayed,
        "body": event.body.decode("utf-8", "replace") if isinstance(event.body, bytes) else event.body,
    }
