"""Redirects that lead to another origin: the credentials stay behind, whatever header or parameter carries them."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from requests import PreparedRequest, Session

CARRIED = frozenset(
    [
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
        "content-length",
        "content-type",
        "transfer-encoding",
        "user-agent",
    ]
)
"""Headers that a request keeps on its way to another origin; any other might be a credential."""

_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port. Source: RFC 6454 section 4."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(scheme)


def leave_credentials(request: PreparedRequest, session: Session, secrets: Iterable[str]) -> None:
    """Make a redirected request fit to be seen by another origin.

    Args:
        session: whose own response hooks stay; those of an authentication handler go, they would answer a challenge.
        secrets: texts that no part of the new address may hold.
    """
    for name in list(request.headers):
        if name.lower() not in CARRIED:
            del request.headers[name]
    request.hooks = {event: list(hooks) for event, hooks in session.hooks.items()}
    request.url = without_secrets(request.url or "", secrets)


def without_secrets(url: str, secrets: Iterable[str]) -> str:
    """The URL without user info, and without the query pairs that hold a secret."""
    secrets = [secret for secret in secrets if secret]
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair and not any(secret in pair for secret in secrets)]
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="&".join(pairs)).geturl()
