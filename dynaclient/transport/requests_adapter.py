"""The adapter of the sessions made here: what every request to one origin would work out anew is worked out once.

Knows nothing of operations. Only the methods that requests documents as there for subclasses are overridden; sending,
and the errors it may end with, are those of `HTTPAdapter`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_encoding_from_headers

from .fields import Fields

_MOST = 32
"""Origins whose pools are kept at hand; a pool that nobody holds closes its connections."""


class PoolCachingAdapter(HTTPAdapter):
    """Keeps the connection pool of each origin at hand, and looks for cookies only in answers that set some."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Begin without pools; called when the adapter is made, and when it is unpickled."""
        self._pools: dict[Any, Any] = {}
        super().init_poolmanager(*args, **kwargs)

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,
        cert: Any = None,
        proxies: Any = None,
    ) -> requests.Response:
        """Send a request; a pair of timeouts is made into the sender's form once."""
        if type(timeout) is tuple:
            timeout = _timeout_of(timeout)
        return super().send(request, stream, timeout, verify, cert, proxies)

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """The pool for a request and its TLS settings. One that was closed since is looked for again."""
        url = request.url or ""
        key = None if proxies or isinstance(cert, list) else (url[: url.find("/", 8)], verify, cert)
        pool = self._pools.get(key)
        if key is None or pool is None or pool.pool is None:
            pool = super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
            if key is not None:
                if len(self._pools) >= _MOST:
                    self._pools.clear()
                self._pools[key] = pool
        return pool

    def close(self) -> None:
        """Let go of every pool, and so of its connections."""
        self._pools.clear()
        super().close()

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Set a pool up for its TLS settings, unless that has been done: files are looked for each time."""
        settings = (url[:8].lower() == "https://", verify, cert)
        if getattr(conn, "settled_for", None) != settings:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            conn.settled_for = settings

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """The path and query, where no proxy wants the whole URL."""
        url = request.url or ""
        start = url.find("/", 8)
        if proxies or start < 0 or "#" in url or url.startswith("//", start):
            whole: str = super().request_url(request, proxies)
            return whole
        return url[start:]

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """The answer as requests has it."""
        if "Set-Cookie" in resp.headers or "Set-Cookie2" in resp.headers:
            built: requests.Response = super().build_response(req, resp)
            return built
        answer = requests.Response()
        answer.status_code = resp.status
        answer.headers = Fields(resp.headers.items())
        answer.encoding = _encoding_of(answer.headers.get("Content-Type"))
        answer.raw = resp
        answer.reason = resp.reason
        answer.url = req.url or ""
        answer.request = req
        answer.connection = self
        return answer


@lru_cache(maxsize=64)
def _timeout_of(pair: tuple[float | None, float | None]) -> urllib3.Timeout:
    return urllib3.Timeout(connect=pair[0], read=pair[1])


@lru_cache(maxsize=256)
def _encoding_of(content_type: str | None) -> str | None:
    return get_encoding_from_headers(Fields([("Content-Type", content_type)] if content_type else ()))
