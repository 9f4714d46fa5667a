"""Redirects: no credential, in any header or parameter, is sent to another origin; the same origin gets all."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import unquote, unquote_plus, urlsplit

from requests import PreparedRequest, Session

from .._support.urls import host_and_port, origin_of, without_userinfo
from ..request import WireRequest
from .bodies import rewind_body
from .fields import add_cookies

CARRIED = frozenset(
    [
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "transfer-encoding",
        "user-agent",
    ]
)
"""Headers that a request keeps when redirected to another origin; any other might be a credential."""


def send_along(
    following: PreparedRequest,
    before: PreparedRequest,
    wire: WireRequest,
    session: Session,
    secrets: Iterable[str],
    *,
    at_home: bool,
) -> bool:
    """Add or remove credentials on a redirected request.

    Args:
        before: the request that was redirected.
        at_home: whether all requests so far went to the origin of the first.

    Returns:
        Whether that is still so.
    """
    if origin_of(following.url or "") != origin_of(before.url or ""):
        at_home = False
        leave_credentials(following, session, secrets)
    else:
        keep_authorization(following, before)
        if at_home:
            add_cookies(following, wire)
    following.operation_id = wire.operation_id  # type: ignore[attr-defined]
    return at_home


class _AsWritten(str):
    """A method that libraries do not write in upper case."""

    __slots__ = ()

    def upper(self) -> str:
        """Itself: methods are case-sensitive. Source: RFC 9110 section 9.1."""
        return self


def as_written(method: str) -> str:
    """A method for requests and aiohttp, which write every one in upper case, whatever the document says."""
    return method if method.isupper() else _AsWritten(method)


def keep_query(following: PreparedRequest, before: PreparedRequest, status: int) -> None:
    """Send a QUERY along with its body after 301 and 302 too; requests makes it a GET, or leaves the body out.

    Source: RFC 9110 sections 15.4.2 and 15.4.3, which allow another method for POST alone.
    """
    if before.method == "QUERY" and status in (301, 302):
        following.method, following.body = before.method, before.body
        rewind_body(following.body)
        for name in _OF_BODY:
            if (value := before.headers.get(name)) is not None:
                following.headers[name] = value


_OF_BODY = ("Content-Type", "Content-Length", "Transfer-Encoding", "Content-Encoding")


def leave_credentials(request: PreparedRequest, session: Session, secrets: Iterable[str]) -> None:
    """Remove credentials from a request that is redirected to another origin.

    Args:
        session: its response hooks stay; those of an authentication handler go, since they would answer a challenge.
        secrets: texts that no part of the new URL may hold.
    """
    for name in list(request.headers):
        if name.lower() not in CARRIED:
            del request.headers[name]
    request.hooks = {event: list(hooks) for event, hooks in session.hooks.items()}
    request.url = without_secrets(request.url or "", secrets)


def keep_authorization(request: PreparedRequest, before: PreparedRequest) -> None:
    """Restore the Authorization of the request before: requests replaces it with one from ~/.netrc."""
    held = before.headers.get("Authorization")
    if held is None:
        request.headers.pop("Authorization", None)
    else:
        request.headers["Authorization"] = held


def without_secrets(url: str, secrets: Iterable[str]) -> str:
    """The URL without user info and without query pairs that hold a secret, in whatever encoding."""
    secrets = [secret for secret in secrets if secret]
    try:
        parts = urlsplit(url)
    except ValueError:  # not a URL: the server redirects badly
        return without_userinfo(url.partition("?")[0])
    pairs = [pair for pair in parts.query.split("&") if pair and not _holds(pair, secrets)]
    return parts._replace(netloc=host_and_port(parts.netloc), query="&".join(pairs)).geturl()


def _holds(pair: str, secrets: Iterable[str]) -> bool:
    readings = (pair, unquote(pair), unquote_plus(pair))
    return any(secret in reading for secret in secrets for reading in readings)
