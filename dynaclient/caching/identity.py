"""Who asks for what, as digests from which neither can be read. Does no I/O.

Answers for different credentials have different names, so that one is never given to another; secrets are in no name
and no file. A credential goes through a slow function, so that a short password cannot be guessed from its digest.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .._support.masking import Masking
from .._support.secret_names import is_secret_name
from .._support.urls import without_userinfo
from .._support.wording import masked

if TYPE_CHECKING:
    from ..transport.plugin_call import PluginCall

KEY_SIZE = 32
_ROUNDS = 100_000
_MOST_KNOWN = 256
_ALWAYS = ("authorization", "proxy-authorization", "cookie")
_CHANGING = ("aws4-hmac-sha256", "digest", "hawk", "hoba", "mutual", "oauth", "signature", "ntlm", "negotiate", "dpop")
"""Schemes whose Authorization differs with each request, so that it says nothing about who asks."""


class Name(NamedTuple):
    """The names of what is stored for a request.

    Attributes:
        place: of the address without its query; an unsafe request clears it.
        owner: of the whole address and of who asks.
    """

    place: str
    owner: str


class Identities:
    """Makes digests with the key of one folder."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[bytes, bytes] = {}

    def digest(self, *parts: str | bytes, size: int = 20) -> str:
        """A digest of texts, which says nothing to anybody without the key."""
        state = hashlib.blake2b(key=self._key, digest_size=size)
        for part in parts:
            data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
            state.update(len(data).to_bytes(8, "big") + data)
        return state.hexdigest()

    def name_of(self, call: PluginCall, user: str) -> Name:
        """The names for a call."""
        secrets = call.secrets
        url = without_userinfo(call.url)
        shown = masked(url, secrets)
        who = [*_credentials(call.headers, secrets), *([url] if shown != url else []), *([user] if user else [])]
        return Name(self.place_of(shown), self.digest(shown, self._slow(who), size=12))

    def place_of(self, url: str) -> str:
        """The name for an address without its query."""
        parts = urlsplit(url)
        return self.digest(parts.scheme.lower(), parts.netloc.lower(), parts.path)

    def _slow(self, who: list[str]) -> bytes:
        if not who:
            return b""
        digest = bytes.fromhex(self.digest(*who, size=32))
        if digest not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            text = "\0".join(who).encode("utf-8", "surrogatepass")
            self._known[digest] = hashlib.pbkdf2_hmac("sha256", text, self._key, _ROUNDS)
        return self._known[digest]

    def headers_of(self, call: PluginCall) -> dict[str, str]:
        """The request's headers as digests, to compare those that Vary names."""
        return {name.lower(): self.digest(name.lower(), str(value)) for name, value in call.headers.items()}


def _credentials(headers: Mapping[str, str], secrets: frozenset[str]) -> Iterator[str]:
    for name, given in sorted(headers.items(), key=lambda pair: pair[0].lower()):
        value = given.decode("latin-1") if isinstance(given, bytes) else str(given)
        lower = name.lower()
        if lower in _ALWAYS or is_secret_name(name) or any(secret in value for secret in secrets if secret):
            yield f"{lower}:{value}"


def changes_with_each_request(headers: Mapping[str, str]) -> bool:
    """Whether the credentials of a request are a signature, which does not say who asks."""
    scheme = str(headers.get("Authorization") or "").partition(" ")[0].lower()
    return scheme in _CHANGING


def same_sender(asked: Mapping[str, str], sent: Mapping[str, str]) -> bool:
    """Whether a request was sent with the credentials that the cache saw, and no others."""
    names = ("Authorization", "Cookie")
    return all(hmac.compare_digest(_text(asked, name), _text(sent, name)) for name in names)


def _text(headers: Mapping[str, str], name: str) -> bytes:
    given = headers.get(name) or ""
    return given if isinstance(given, bytes) else str(given).encode("utf-8", "surrogatepass")


def shows_secret(headers: Mapping[str, str], body: bytes, secrets: frozenset[str]) -> bool:
    """Whether a server sent a secret back, in any usual encoding."""
    masking = Masking(secrets)
    text = "\n".join(f"{name}: {value}" for name, value in headers.items())
    return masking.text(text) != text or masking.data(body) != body
