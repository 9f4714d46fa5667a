"""The head of a request that has arrived whole and is of the common form, read at once. cheroot reads any other.

Accepts only what the slow way (`header_reader`, cheroot) reads in the same way. Source: RFC 9112 sections 3 and 5.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

_LINE = re.compile(rb"([A-Z]+) ((/(?!/)[!$&-;=@-Z_a-z~%]*)(?:\?([!$&-;=?-Z_a-z~%]*))?) HTTP/1\.1")
"""A request line with a path, which has nothing that a server must look at more closely."""

_NAME = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_UNUSUAL = frozenset((b"Expect", b"Transfer-Encoding"))
"""Headers by which a body comes otherwise than its length says; cheroot reads what they say."""


class RequestHead(NamedTuple):
    """A request line and its headers.

    Attributes:
        target: the path and the query as they were sent.
        path: decoded, but for `%2F`.
        headers: each name once, in the form `Content-Type`.
    """

    method: bytes
    target: bytes
    path: bytes
    query: bytes
    headers: dict[bytes, bytes]


def read_head(head: bytes, most: int) -> RequestHead | None:
    """What the bytes before the empty line say; None if that takes more than this.

    Args:
        most: header lines that one request may have.
    """
    line, *fields = head.split(b"\r\n")
    count = len(fields)
    found = _LINE.fullmatch(line)
    if found is None or count > most or not head.count(b"\n") == head.count(b"\r") == count or b"\0" in head:
        return None
    headers: dict[bytes, bytes] = {}
    for field in fields:
        raw, colon, value = field.partition(b":")
        name = _title(raw)
        if not colon or not name or name in headers or name in _UNUSUAL:
            return None
        headers[name] = value.strip()
    if not headers.get(b"Content-Length", b"0").isdigit():
        return None
    method, target, path, query = found.groups(b"")
    return RequestHead(method, target, _decoded(path), query, headers)


@lru_cache(maxsize=1024)
def _title(raw: bytes) -> bytes:
    """The name in the form in which it is kept; empty if it is not a name."""
    return raw.title() if _NAME.fullmatch(raw) else b""


@lru_cache(maxsize=1024)
def environ_name(name: bytes) -> str:
    """What WSGI calls a header. Source: PEP 3333, "environ Variables"."""
    plain = name.decode("latin-1").upper().replace("-", "_")
    return plain if plain in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{plain}"


def _decoded(path: bytes) -> bytes:
    if b"%" not in path:
        return path
    return b"%2F".join(map(unquote_to_bytes, re.split(rb"(?i)%2F", path)))
