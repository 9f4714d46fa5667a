"""Addresses without the `user:password@` that they may carry."""

from __future__ import annotations

from urllib.parse import urlsplit


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
