"""Keep credentials in URLs out of the sending library's log.

urllib3 logs the path and query of every request at debug level, including an API key in the query.
"""

from __future__ import annotations

import base64
import logging
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from .._support.secret_names import is_secret_name
from .._support.wording import masked
from .fields import Fields

if TYPE_CHECKING:
    from requests import PreparedRequest

    from ..request import WireRequest

_LOGGERS = (
    "urllib3.connection",
    "urllib3.connectionpool",
    "urllib3.poolmanager",
    "urllib3.response",
    "urllib3.util.retry",
    # libraries that callers may use under their own session
    "requests_cache.policy.actions",
    "requests_cache.policy.expiration",
    "requests_cache.session",
    "requests_mock.adapter",
    "requests_oauthlib.oauth1_auth",
    "requests_oauthlib.oauth2_session",
    "vcr.cassette",
    "vcr.matchers",
    "vcr.request",
    "vcr.stubs",
)
_MOST = 256


class _Mask(logging.Filter):
    """Passes every record, with the secrets in its text masked."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, secrets: Iterable[str]) -> None:
        with self._lock:
            for secret in secrets:
                self._secrets[secret] = None
                self._secrets.move_to_end(secret)
            while len(self._secrets) > _MOST:
                self._secrets.popitem(last=False)

    def filter(self, record: logging.LogRecord) -> bool:
        with self._lock:
            secrets = list(self._secrets)
        text = record.getMessage()
        clean = masked(text, secrets)
        if clean != text:
            record.msg, record.args = clean, ()
        return True


_mask = _Mask()
_loggers = [logging.getLogger(name) for name in _LOGGERS]
_is_secret_name = lru_cache(maxsize=1024)(is_secret_name)  # the same few names with every request


def keep_out_of_logs(secrets: Iterable[str]) -> None:
    """Mask these texts in the sending library's log from now on; very many push out the oldest."""
    _mask.add(secrets)
    for logger in _loggers:
        if _mask not in logger.filters:
            logger.addFilter(_mask)


def secrets_in_query(url: str) -> frozenset[str]:
    """The values in a URL's query, encoded and decoded, that are secret by their name."""
    found: set[str] = set()
    query = url.partition("?")[2].partition("#")[0]
    for pair in query.split("&") if query else ():
        name, _, value = pair.partition("=")
        if value and _is_secret_name(unquote_plus(name)):
            found |= {value, unquote_plus(value)}
    return frozenset(found)


def secrets_in_headers(headers: Mapping[str, str | bytes], known: frozenset[str] = frozenset()) -> frozenset[str]:
    """The values of headers that are secret by their name. Cookies are left out: their values may be common words.

    Args:
        known: secrets to include in the result; a value that ends with one of them is not added.
    """
    found: set[str] = set()
    for name in secret_names(headers.names() if isinstance(headers, Fields) else tuple(headers)):
        value = headers[name]
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        token = text.rpartition(" ")[2]
        if token not in known:
            found |= {text, token, _password(text)}
    return known | (found - {""}) if found else known


@lru_cache(maxsize=1024)
def secret_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """The header names among these whose values are secret."""
    return tuple(name for name in names if is_secret_name(name) and name.lower() != "cookie")


def secrets_of(prepared: PreparedRequest, wire: WireRequest) -> frozenset[str]:
    """Every secret in a request, whoever added it; no message may show them."""
    url = prepared.url or ""
    known = wire.secrets | secrets_in_query(url) if "?" in url else wire.secrets
    return secrets_in_headers(prepared.headers, known)


def _password(authorization: str) -> str:
    """The password in Basic credentials, or "". Source: RFC 7617 section 2."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(token, validate=True).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return ""
