"""What a server says about a bearer token that it refuses: the `WWW-Authenticate` header."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TOKEN = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_PARAMETER = re.compile(rf'\s*({_TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|({_TOKEN}|[^\s,"]+))\s*(?:,|$)')
_SCHEME = re.compile(rf"\s*({_TOKEN})(?:\s+|$|\s*,)")


def bearer_challenge(headers: Mapping[str, str]) -> dict[str, str]:
    """The parameters of the `Bearer` challenge; empty without one. A server may send the header more than once.

    Source: RFC 9110 section 11.6.1; RFC 6750 section 3; RFC 9728 section 5.1 (`resource_metadata`).
    """
    text = ", ".join(value for name, value in headers.items() if name.lower() == "www-authenticate")
    found: dict[str, str] = {}
    at, scheme = 0, ""
    while at < len(text):
        pair = _PARAMETER.match(text, at)
        if pair is not None:
            if scheme == "bearer":
                value = pair[3] if pair[2] is None else re.sub(r"\\(.)", r"\1", pair[2])
                found.setdefault(pair[1].lower(), value)
            at = pair.end()
            continue
        word = _SCHEME.match(text, at)
        if word is None:
            break
        scheme, at = word[1].lower(), word.end()
    return found
