"""Addresses: their origins, and how they are shown without the passwords and keys that they may carry."""

from __future__ import annotations

from urllib.parse import urlsplit

from .secret_names import MASK, holds_key

_PORTS = {"http": 80, "https": 443}


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port. Source: RFC 6454 section 4."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)


def host_and_port(authority: str) -> str:
    """An authority without its user information. Source: RFC 3986 section 3.2."""
    return authority.rpartition("@")[2]


def without_userinfo(url: str) -> str:
    """A URL without its user information; of a text that is not a URL, what comes after the last `@`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return host_and_port(url)
    return parts._replace(netloc=host_and_port(parts.netloc)).geturl() if parts.netloc else host_and_port(url)


def without_secrets(address: str) -> str:
    """An address without user information, and with the values of key-like query parameters masked.

    Anything but a URL, such as a path, is returned as it is.
    """
    if "://" not in address:
        return address
    start, hash_sign, fragment = address.partition("#")
    start, question_mark, query = start.partition("?")
    pairs = [_masked(pair) for pair in query.split("&")]
    return without_userinfo(start) + question_mark + "&".join(pairs) + hash_sign + fragment


def _masked(pair: str) -> str:
    name, _, value = pair.partition("=")
    return f"{name}={MASK}" if value and holds_key(name) else pair
