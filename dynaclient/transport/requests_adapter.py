"""The adapter of our own sessions: computes once per origin what requests computes for every request.

Overrides only the methods that requests documents for subclasses; sending and its errors are those of `HTTPAdapter`.
"""

from __future__ import annotations

import ssl
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import HTTPAdapter
from requests.models import REDIRECT_STATI
from requests.utils import get_encoding_from_headers

from .connections import keep_deadlines, timed
from .fields import Fields
from .requests_body import read_redirect

if TYPE_CHECKING:
    from .network import Network

_MOST = 32
"""Origins whose pools are cached; a pool without references closes its connections."""

_REDIRECTS = frozenset(REDIRECT_STATI)


class PoolCachingAdapter(HTTPAdapter):
    """Caches the connection pool of each origin, and parses cookies only if an answer sets some.

    Args:
        network: whose TLS contexts to use, or None for what requests makes of `verify` and `cert`.
    """

    _network: Network | None = None  # what an adapter has that was pickled: TLS contexts cannot be

    def __init__(self, network: Network | None = None, **options: Any) -> None:
        self._network = network
        super().__init__(**options)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Start without pools; called when the adapter is created or unpickled."""
        self._pools: dict[Any, Any] = {}
        super().init_poolmanager(*args, **kwargs)

    def build_connection_pool_key_attributes(
        self, request: requests.PreparedRequest, verify: Any, cert: Any = None
    ) -> Any:
        """The host and the TLS settings that a pool is chosen by."""
        is_context = isinstance(cert, ssl.SSLContext)
        host, tls = super().build_connection_pool_key_attributes(request, verify, None if is_context else cert)
        if self._network is not None or is_context:
            context = cert if self._network is None else self._network.context(cert)
            tls = {"ssl_context": context} if host["scheme"] == "https" else {}  # type: ignore[typeddict-item]
        return host, tls

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        """The pool for a request and its TLS settings. A pool that has been closed is looked up again."""
        url = request.url or ""
        key = None if proxies or isinstance(cert, list) else (url[: url.find("/", 8)], verify, cert)
        pool: Any = self._pools.get(key)
        if key is None or pool is None or pool.pool is None:
            pool = super().get_connection_with_tls_context(request, verify, proxies=proxies, cert=cert)
            if key is not None:
                if len(self._pools) >= _MOST:
                    self._pools.clear()
                self._pools[key] = pool
        if pool.ConnectionCls is not timed(type(pool).ConnectionCls):
            keep_deadlines(pool)
        return pool

    def close(self) -> None:
        """Drop every pool, which closes its connections."""
        self._pools.clear()
        super().close()

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Configure TLS for a pool, once: the original looks for the certificate files each time."""
        if self._network is not None or isinstance(cert, ssl.SSLContext):
            return  # the context has it all
        settings = (url[:8].lower() == "https://", verify, cert)
        if getattr(conn, "settled_for", None) != settings:
            super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
            conn.settled_for = settings

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """The path and query, or the whole URL for a proxy."""
        url = request.url or ""
        start = url.find("/", 8)
        if proxies or start < 0 or "#" in url or url.startswith("//", start):
            whole: str = super().request_url(request, proxies)
            return whole
        return url[start:]

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """The answer as a `requests.Response`."""
        if "Set-Cookie" in resp.headers or "Set-Cookie2" in resp.headers or resp.status in _REDIRECTS:
            built: requests.Response = super().build_response(req, resp)
            read_redirect(built)
            return built
        answer = requests.Response()
        answer.status_code = resp.status
        answer.headers = Fields(resp.headers.itermerged())  # repeated headers are joined
        answer.encoding = _encoding_of(answer.headers.get("Content-Type"))
        answer.raw = resp
        answer.reason = resp.reason
        answer.url = req.url or ""
        answer.request = req
        answer.connection = self
        return answer


@lru_cache(maxsize=256)
def _encoding_of(content_type: str | None) -> str | None:
    return get_encoding_from_headers(Fields([("Content-Type", content_type)] if content_type else ()))
