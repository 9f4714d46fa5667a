"""The finished request, independent of the library that sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.record import record
from .._support.urls import without_userinfo

Body = Any
"""bytes, a binary file, an iterable of bytes, or None for no body."""


@record(frozen=False, hidden=("body", "auth", "cert", "secrets"))
class WireRequest:
    """Everything that is sent, encoded. The repr shows no headers, since one may be secret.

    Attributes:
        operation_id: the operation that is called.
        method: in upper case.
        url: absolute and encoded, including the query.
        headers: by name; no two names differ only in case.
        cookies: encoded (name, value) pairs of this request, merged with the session's when it is sent.
        body: bytes, a binary file, an iterable of bytes, or None.
        auth: an authentication handler of the sending library, if a credential is one.
        cert: a client certificate in the form of the sending library.
        secrets: texts that must not be shown, and query names that carry them (for redirects and messages).
    """

    operation_id: str
    method: str
    url: str
    headers: Mapping[str, str]
    cookies: tuple[tuple[str, str], ...] = ()
    body: Body = None
    auth: Any = None
    cert: Any = None
    secrets: frozenset[str] = frozenset()

    def __init__(  # written out for speed: every call makes one, and a record's constructor takes ten times as long
        self,
        operation_id: str,
        method: str,
        url: str,
        headers: Mapping[str, str],
        cookies: tuple[tuple[str, str], ...] = (),
        body: Body = None,
        auth: Any = None,
        cert: Any = None,
        secrets: frozenset[str] = frozenset(),
    ) -> None:
        self.operation_id = operation_id
        self.method = method
        self.url = url
        self.headers = headers
        self.cookies = cookies
        self.body = body
        self.auth = auth
        self.cert = cert
        self.secrets = secrets

    def __repr__(self) -> str:
        address = without_userinfo(self.url.partition("?")[0])
        return f"<WireRequest {self.operation_id}: {self.method} {address}>"
