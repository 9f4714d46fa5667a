"""Which web pages may call a served application: CORS, and which host names it answers to. Knows nothing else about it.

A server on a loopback address answers pages of this machine and of the origins that it is given, and only under names
of these, so that no other page in a browser can use it, not even by letting its own name point here (DNS rebinding).
Source: Fetch standard, section 3.3 "HTTP extensions".
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from .._support.hosts import is_loopback

_LASTS = "600"
"""Seconds for which a browser may keep the answer to a preflight."""

Headers = list[tuple[str, str]]


class BadOrigin(ValueError):
    """A text is not an origin. The message says what one looks like."""


class Origins:
    """A WSGI application that lets pages of some origins call another one.

    Args:
        host: the address that is listened on.
        allowed: origins besides those of this machine, which a loopback address allows; "*" for all.

    Raises:
        BadOrigin: one of them is not an origin.
    """

    def __init__(self, application: Callable[..., Iterable[bytes]], host: str, allowed: tuple[str, ...]) -> None:
        self._application = application
        self._allowed = frozenset(origin if origin in ("*", "null") else _normal(origin) for origin in allowed)
        self._is_local = is_loopback(host)
        self._names = frozenset(urlsplit(origin).hostname for origin in self._allowed)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI. Source: PEP 3333."""
        if self._is_local and (host := environ.get("HTTP_HOST")) is not None:
            name, is_address = _name_of(host)
            if not (is_address or name in self._names):
                text = f"This server answers to names of this machine, such as localhost, and {name!r} is none of them."
                return _refused(start_response, "421 Misdirected Request", text)
        origin = environ.get("HTTP_ORIGIN")
        if origin is None:
            return self._application(environ, start_response)
        headers = self._headers(origin)
        is_preflight = environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ
        if headers is None and (is_preflight or self._is_local):
            text = (
                f"Pages of the origin {origin!r} may not call this server. To allow them, start it with --cors {origin}"
            )
            return _refused(start_response, "403 Forbidden", text)
        if headers is None:
            return self._application(environ, start_response)
        if is_preflight:
            start_response("204 No Content", headers + _granted(environ))
            return ()
        return self._application(environ, _with_headers(start_response, headers))

    def _headers(self, origin: str) -> Headers | None:
        """What lets a page of the origin read the answer, or None if it may not."""
        if "*" in self._allowed:
            return [("Access-Control-Allow-Origin", "*")]
        if origin not in self._allowed and not (self._is_local and _is_of_this_machine(origin)):
            return None
        return [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Credentials", "true"),
            ("Vary", "Origin"),
        ]


def _granted(environ: dict[str, Any]) -> Headers:
    """The answer to a preflight: what was asked for."""
    headers = [
        ("Access-Control-Allow-Methods", environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]),
        ("Access-Control-Max-Age", _LASTS),
    ]
    if wanted := environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"):
        headers.append(("Access-Control-Allow-Headers", wanted))
    if environ.get("HTTP_ACCESS_CONTROL_REQUEST_PRIVATE_NETWORK") == "true":
        headers.append(("Access-Control-Allow-Private-Network", "true"))
    return headers


def _with_headers(start_response: Any, headers: Headers) -> Any:
    def started(status: str, given: Headers, exc_info: Any = None) -> Any:
        exposed = ", ".join(dict.fromkeys(name for name, _ in given))
        extra = [*headers, ("Access-Control-Expose-Headers", exposed)] if exposed else headers
        return start_response(status, [*given, *extra], exc_info)

    return started


def _refused(start_response: Any, status: str, text: str) -> Iterable[bytes]:
    body = text.encode("ascii", "backslashreplace")
    start_response(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return (body,)


def _normal(origin: str) -> str:
    """An origin as browsers write it. Source: RFC 6454 section 6.2."""
    try:
        parts = urlsplit(origin)
        is_origin = bool(parts.scheme and parts.hostname) and parts.path in ("", "/") and not parts.query
        if is_origin and "@" not in parts.netloc and parts.port != -1:
            return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    except ValueError:
        pass
    raise BadOrigin(f"{origin!r} is not an origin; one looks like https://app.example, or * for all")


def _is_of_this_machine(origin: str) -> bool:
    parts = urlsplit(origin)
    return parts.scheme in ("http", "https") and is_loopback(parts.hostname or "")


@lru_cache(maxsize=256)
def _name_of(host: str) -> tuple[str, bool]:
    """The name in a Host header, without its port; and whether it is this machine's or an address: nobody's own."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        name = host
    return name, is_loopback(name) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
