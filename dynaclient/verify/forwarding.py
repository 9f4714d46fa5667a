"""Send requests on to a target as they arrive, and its answers back. Knows HTTP, and nothing about documents.

Source: RFC 9110 section 7.6 (what concerns one connection only) and section 7.6.3 (Via).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import urllib3

from .._support.urls import without_secrets
from ..errors import RequestError
from ..recording.exchange import Pairs

_CONNECT, _READ = 10.0, 600.0
"""Seconds to connect, and between bytes of an answer."""

_CHUNK = 1 << 16
_CONNECTIONS = 64

_OF_A_CONNECTION = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
     "transfer-encoding", "upgrade")
)  # fmt: skip

CODINGS = ("gzip", "deflate", "identity")
"""What a judge can unpack; a client is offered nothing else."""

_VIA = "1.1 dynaclient"


class Unreachable(Exception):
    """The target did not answer. The text says why."""


class Broken(ConnectionError):
    """The target's answer broke off, or the connection to the client did."""


def end_to_end(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers without those that concern one connection only."""
    pairs = list(headers)
    named = {name.strip().lower() for key, value in pairs if key.lower() == "connection" for name in value.split(",")}
    return [(key, value) for key, value in pairs if key.lower() not in _OF_A_CONNECTION | named]


class Target:
    """A server that requests are sent on to.

    Args:
        url: its address; the path of a request comes after the path of this.

    Raises:
        RequestError: it is not the address of a server.
    """

    def __init__(self, url: str) -> None:
        self.url = _checked(url)
        verified = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("SSL_CERT_FILE") or _authorities()
        self._pool = urllib3.PoolManager(
            _CONNECTIONS, maxsize=_CONNECTIONS, cert_reqs="CERT_REQUIRED", ca_certs=verified, retries=False
        )

    def address(self, path_and_query: str) -> str:
        """The address of a request."""
        return f"{self.url}{path_and_query}"

    def send(self, method: str, path_and_query: str, headers: Pairs, body: Iterable[bytes] | None) -> TargetAnswer:
        """Send a request; its answer arrives as it is read.

        Raises:
            Unreachable: no answer came.
        """
        sent = urllib3.HTTPHeaderDict()
        for name, value in end_to_end(headers):
            if name.lower() not in ("host", "accept-encoding", "via", "expect"):
                sent.add(name, value)
        sent["Accept-Encoding"] = _codings(headers)
        sent["Via"] = ", ".join([*(value for name, value in headers if name.lower() == "via"), _VIA])
        try:
            raw = self._pool.request(
                method, self.address(path_and_query), body=body, headers=sent, preload_content=False,
                decode_content=False, redirect=False, retries=False,
                timeout=urllib3.Timeout(connect=_CONNECT, read=_READ),
            )  # fmt: skip
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Unreachable(_reason(error)) from None
        return TargetAnswer(raw)

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()


class TargetAnswer:
    """An answer of a target, its body not read yet."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.status: int = raw.status
        self.reason: str = raw.reason or ""
        self.headers: Pairs = tuple(end_to_end(raw.headers.iteritems()))

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives, as it was sent.

        Raises:
            Broken: it broke off.
        """
        try:
            while piece := self._raw.read1(_CHUNK, decode_content=False):
                yield piece
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise Broken(_reason(error)) from None

    def close(self) -> None:
        """Give the connection back, or close it if the body was not read."""
        self._raw.release_conn() if self._raw.closed else self._raw.close()


def _checked(url: Any) -> str:
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        is_address = parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)
        is_address = is_address and (parts is None or parts.port is None or parts.port > 0)
    except ValueError:
        is_address = False
    if not is_address or "?" in url or "#" in url:
        shown = without_secrets(url) if isinstance(url, str) else url
        raise RequestError(
            f"the target must be the address of a server such as https://api.example.com/v1, not {shown!r}"
        )
    return str(url).rstrip("/")


def _authorities() -> str:
    from requests.utils import DEFAULT_CA_BUNDLE_PATH

    return DEFAULT_CA_BUNDLE_PATH


def _codings(headers: Pairs) -> str:
    asked = ",".join(value for name, value in headers if name.lower() == "accept-encoding").lower()
    kept = [part.strip() for part in asked.split(",") if part.partition(";")[0].strip() in CODINGS]
    return ", ".join(kept) or "identity"


def _reason(error: BaseException) -> str:
    """Why a target cannot be reached, in words; without its address."""
    chain: list[BaseException] = []
    seen: Any = error
    while isinstance(seen, BaseException) and seen not in chain:
        chain.append(seen)
        seen = getattr(seen, "reason", None) if not isinstance(seen, OSError) else None
        seen = seen if isinstance(seen, BaseException) else chain[-1].__cause__ or chain[-1].__context__
    for item in chain:
        if isinstance(item, OSError) and item.strerror:
            return str(item.strerror)
    is_late = any(isinstance(item, (urllib3.exceptions.TimeoutError, TimeoutError)) for item in chain)
    return "it did not answer in time" if is_late else type(chain[-1]).__name__
