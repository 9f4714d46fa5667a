"""A stored answer, and its bytes in a file. What is damaged or of another format is None."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..transport.fields import Fields

_MAGIC = b"dynaclient-http-cache 1 "
_TRANSIENT = frozenset(
    ("connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "proxy-connection", "retry-after",
     "proxy-authenticate", "proxy-authentication-info", "content-length")
)  # fmt: skip
"""Headers of one exchange, which are not stored. Source: RFC 9111 section 3.1."""

_OF_BODY = ("content-encoding", "content-type", "content-range", "content-length")
"""Headers that a 304 does not change. Source: RFC 9111 section 3.2."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored answer.

    Attributes:
        vary: digests of the request's headers that Vary names.
        headers: as they were sent; names are case-insensitive.
        body: decoded.
        made: when the answer was made, in seconds since 1970 by the clock of this machine.
        arrived: when it came, or was confirmed last.
    """

    vary: Mapping[str, str]
    status_code: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    made: float
    arrived: float

    @property
    def variant(self) -> str:
        """A name for the headers that Vary names, the same for the same ones."""
        text = json.dumps(sorted(self.vary.items()))
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()

    def to_bytes(self) -> bytes:
        """The file."""
        head = {name: getattr(self, name) for name in _KEPT} | {"headers": list(self.headers.items())}
        data = json.dumps(head).encode() + b"\n" + self.body
        return _MAGIC + hashlib.blake2b(data, digest_size=20).hexdigest().encode() + b"\n" + data

    @classmethod
    def from_bytes(cls, data: bytes) -> Entry | None:
        """Read a file; None if it is not one, or not whole."""
        first, _, rest = data.partition(b"\n")
        digest = hashlib.blake2b(rest, digest_size=20).hexdigest().encode()
        if not first.startswith(_MAGIC) or first.removeprefix(_MAGIC) != digest:
            return None
        head, _, body = rest.partition(b"\n")
        try:
            facts: dict[str, Any] = json.loads(head)
            return cls(headers=Fields(map(tuple, facts.pop("headers"))), body=body, **facts)
        except (ValueError, TypeError, KeyError):
            return None


_KEPT = ("vary", "status_code", "reason", "made", "arrived")


def stored_headers(headers: Mapping[str, str]) -> Fields:
    """The headers that are kept. Limits that a server counts down belong to one answer."""
    return Fields([pair for pair in headers.items() if not _is_transient(pair[0].lower())])


def _is_transient(name: str) -> bool:
    return name in _TRANSIENT or "ratelimit" in name or "rate-limit" in name


def confirmed_headers(stored: Mapping[str, str], newer: Mapping[str, str]) -> Fields:
    """The headers of a stored answer after a 304. Source: RFC 9111 section 3.2."""
    changed = (pair for pair in stored_headers(newer).items() if pair[0].lower() not in _OF_BODY)
    return Fields([*stored.items(), *changed])
