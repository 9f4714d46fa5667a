"""Answers of aiohttp as requests has them, for its rules: redirects, and handlers that answer challenges (digest)."""

from __future__ import annotations

from typing import Any

import requests
from requests.cookies import RequestsCookieJar

from .aiohttp_body import AiohttpAnswer
from .bodies import can_replay
from .fields import Fields


def as_response(answer: AiohttpAnswer) -> requests.Response:
    """The status and headers of an answer, with an empty body and no connection."""
    response = requests.Response()
    response.status_code, response.request = answer.status_code, answer.request
    response.headers = Fields((name, _as_latin_1(value)) for name, value in answer.headers.items())
    response.url = answer.url
    vars(response).update(_content=b"")
    response.raw = _NoSocket()
    vars(answer.request).update(_cookies=RequestsCookieJar())
    return response


def request_after_challenge(answer: AiohttpAnswer) -> requests.PreparedRequest | None:
    """What the authentication handler of a request sends after its 401; None if it has no answer.

    Handlers of requests answer a challenge by sending once more on the response's own connection. Source: RFC 7616
    section 3.4.
    """
    hooks: Any = answer.request.hooks.get("response") or []
    if not hooks or not can_replay(answer.request.body):
        return None
    response, connection = as_response(answer), _Connection()
    response.connection = connection  # type: ignore[assignment]  # it only sends
    for hook in hooks:
        hook(response)
    return connection.request


class _Connection:
    """Takes the request that a handler sends."""

    def __init__(self) -> None:
        self.request: requests.PreparedRequest | None = None

    def send(self, request: requests.PreparedRequest, **_: Any) -> requests.Response:
        self.request = self.request or request
        return requests.Response()


class _NoSocket:
    """The methods of a connection that the rules of requests call."""

    def close(self) -> None: ...

    def release_conn(self) -> None: ...


def _as_latin_1(value: str) -> str:
    """The bytes of a header as Latin-1, which requests expects; aiohttp reads them as UTF-8 where it can."""
    return value.encode("utf-8", "surrogateescape").decode("latin-1")
