"""Sends the requests of webhooks and callbacks: to this machine or allowed hosts, never to where a redirect leads."""

from __future__ import annotations

import http.client
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from .._support.hosts import is_loopback
from .._support.urls import without_secrets
from ..errors import DynaclientError

TIMEOUT = 10.0
"""Seconds for connecting, and for each part of the answer."""

_MOST = 65536
"""Bytes of an answer that are read."""


class DeliveryError(DynaclientError):
    """A webhook or callback cannot be sent: not declared, its body or address not allowed, or nobody answers."""


class NotDelivered(DeliveryError):  # as the errors of this package are called
    """It could be sent, and nobody took it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of a webhook or callback, and its answer.

    Attributes:
        name: of the webhook or the callback.
        headers: as they were sent.
        body: the value that was sent; `MISSING` without one.
        status: of the answer; None if there was none, for the reason in `error`. Redirects are not followed.
        answer: the text of the answer, as far as 64 KB.
    """

    name: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: Any
    status: int | None = None
    answer: str = ""
    error: str = ""
    answer_headers: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The delivery as JSON has it."""
        return {
            "name": self.name,
            "method": self.method,
            "url": without_secrets(self.url),
            "status": self.status,
            "answer": self.answer,
            "error": self.error or None,
        }

    def __repr__(self) -> str:
        came = self.error or str(self.status)
        return f"<Delivery {self.name}: {self.method} {without_secrets(self.url)} {came}>"


def checked_url(url: str, allowed: Sequence[str]) -> str:
    """The address, if something may be sent there.

    Args:
        allowed: further hosts, with or without a port.

    Raises:
        DeliveryError: it is not an address, or its host is not allowed.
    """
    shown = without_secrets(url)
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise DeliveryError(f"{shown} is not an address that anything can be sent to") from None
    if parts.scheme not in ("http", "https") or not host or not url.isascii() or any(c <= " " for c in url):
        raise DeliveryError(f"{shown} is not an http or https address")
    names = {name.lower() for name in allowed}
    if not (is_loopback(host) or host in names or f"{host}:{port}" in names):
        raise DeliveryError(
            f"{shown} is not on this machine: nothing is sent there. Allow it with allow_hosts=[{host!r}]"
        )
    return url


def send(
    method: str, url: str, headers: Iterable[tuple[str, str]], data: bytes | None, allowed: Sequence[str]
) -> tuple[int, Mapping[str, str], str]:
    """Send one request: status, headers and text of the answer.

    Raises:
        DeliveryError: the network failed, the address is not allowed, or a name of this machine leads elsewhere.
    """
    parts = urlsplit(checked_url(url, allowed))
    host = (parts.hostname or "").lower()
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    own = host.endswith(".localhost")
    connection = kind("127.0.0.1" if own else host, parts.port, timeout=TIMEOUT)
    try:
        connection.connect()
        if is_loopback(host) and not is_loopback(str(connection.sock.getpeername()[0])):
            raise DeliveryError(f"{host} is not this machine here, but {connection.sock.getpeername()[0]}")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc.rpartition("@")[2])
        for name, value in headers:
            connection.putheader(name, value)
        if data is not None:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        answer = connection.getresponse()
        text = answer.read(_MOST).decode("utf-8", "replace")
        return answer.status, dict(answer.getheaders()), text
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = error.strerror if isinstance(error, OSError) else ""
        raise DeliveryError(reason or str(error) or type(error).__name__) from None
    finally:
        connection.close()
