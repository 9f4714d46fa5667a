"""Prepare plain requests faster than `Session.prepare_request`, with the same result.

requests parses and quotes the URL again, looks for cookies and passwords, and copies jars on every call. If the session
customises none of that and the request is a plain one, the result is known without it; otherwise the session prepares
the request, so customisations always apply.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import requests
from requests.cookies import RequestsCookieJar

from ..request import WireRequest
from .fields import Fields

_PLAIN_REST = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/%?]*\Z")
"""A path and query that requests sends unchanged."""

_SETTINGS_KEPT = 64
"""Origins whose environment settings are cached."""


class RequestPreparer:
    """Prepares plain requests for one session, and caches the environment's settings per origin.

    Args:
        reads_proxies: whether the proxies of the environment are used, and have to be such that they can be.
    """

    def __init__(self, session: requests.Session, *, is_ours: bool, reads_proxies: bool = False) -> None:
        self._session = session
        self._is_ours = is_ours
        self._reads_proxies = reads_proxies
        self._origins: dict[str, bool] = {}
        self._settings: dict[Any, Any] = {}
        self._no_cookies = RequestsCookieJar()
        kind = type(session)
        self._is_ordinary = kind.prepare_request is requests.Session.prepare_request
        self._merges_as_usual = kind.merge_environment_settings is requests.Session.merge_environment_settings

    def prepare(self, wire: WireRequest, without: Iterable[str]) -> requests.PreparedRequest | None:
        """The prepared request, or None if the session must prepare it."""
        session, body = self._session, wire.body
        if not (body is None or type(body) is bytes) or not self._adds_little(wire) or not self._is_plain(wire.url):
            return None
        headers = Fields([*session.headers.items(), *wire.headers.items()])
        for name in without:
            headers.pop(name, None)
        if not (self._is_ours or "Authorization" in headers):  # the session may have a password for this host
            return None
        if None in [value for _, value in headers.items()]:
            return None
        if body:
            headers["Content-Length"] = str(len(body))
        elif wire.method not in ("GET", "HEAD"):
            headers["Content-Length"] = "0"
        prepared = requests.PreparedRequest()
        prepared.method = wire.method
        prepared.url = wire.url
        prepared.headers = headers
        prepared.body = body or None
        prepared.hooks = {event: list(hooks) for event, hooks in session.hooks.items()}
        prepared._cookies = self._no_cookies  # type: ignore[attr-defined]  # noqa: SLF001  # requests only copies it
        return prepared

    def _adds_little(self, wire: WireRequest) -> bool:
        """Whether the session adds only its headers and hooks."""
        session = self._session
        return (
            self._is_ordinary
            and wire.auth is None
            and session.auth is None
            and not session.params
            and not len(session.cookies)
        )

    def _is_plain(self, url: str) -> bool:
        end = url.find("/", 8)
        if end < 0:
            return False
        origin = url[:end]
        if origin not in self._origins:
            self._origins[origin] = "@" not in origin and _as_sent(origin + "/") == origin + "/"
        return self._origins[origin] and _PLAIN_REST.match(url, end) is not None

    def settings(self, url: str, stream: bool, cert: Any) -> Any:
        """Proxies, verification and certificate for a URL; reads the environment once per origin."""
        session = self._session
        if not self._merges_as_usual:
            return session.merge_environment_settings(url, {}, stream, None, cert)
        origin = url[: url.find("/", 8)]
        key = (origin, stream, cert, session.trust_env, session.verify, session.cert, tuple(session.proxies.items()))
        try:
            found = self._settings.get(key)
        except TypeError:  # unhashable: a certificate given as a list
            return session.merge_environment_settings(url, {}, stream, None, cert)
        if found is None:
            if len(self._settings) >= _SETTINGS_KEPT:
                self._settings.clear()
            found = session.merge_environment_settings(url, {}, stream, None, cert)
            if self._reads_proxies and found["proxies"]:
                from .network import environment_proxy

                environment_proxy(url)
            self._settings[key] = found
        return dict(found)


def _as_sent(url: str) -> str | None:
    """The URL as requests would send it; None if requests would refuse it, so that it reports why."""
    probe = requests.PreparedRequest()
    try:
        probe.prepare_url(url, None)
    except requests.RequestException:
        return None
    return probe.url
