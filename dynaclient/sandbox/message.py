"""Requests to the sandbox and its answers, as values. Knows WSGI and nothing about documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qsl, quote

from werkzeug.http import parse_cookie

from ..document.names import written_method
from .request_headers import RequestHeaders

HEADERS = "dynaclient.headers"
"""The headers under the names that they came with, which WSGI does not keep; only servers of this package have them."""


class Arrival(NamedTuple):
    """One request.

    Attributes:
        path: still percent-encoded, so that `%2F` does not split a segment.
        query: the raw query string.
        body: all of it; the sandbox does not stream request bodies.
        remote: the address that it comes from, or "" in process.
    """

    method: str
    path: str
    query: str
    headers: RequestHeaders
    cookies: dict[str, str]
    body: bytes
    base_url: str = ""
    remote: str = ""

    @property
    def content_type(self) -> str:
        """The Content-Type header, or ""."""
        return self.headers.text("Content-Type")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The query as decoded pairs, in wire order."""
        return parse_qsl(self.query, keep_blank_values=True) if self.query else []


def arrival_of(environ: dict[str, Any]) -> Arrival:
    """Read a request completely. Source: PEP 3333, "environ Variables"."""
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    path = raw.split("?", 1)[0]
    if "://" in path:  # absolute-form, RFC 9112 section 3.2.2
        path = "/" + path.split("://", 1)[1].partition("/")[2]
    if not path.startswith("/"):
        decoded = environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", "")
        path = quote(decoded.encode("latin-1"), safe="/~!$&'()*+,;=:@") or "/"
    cookies = environ.get("HTTP_COOKIE")
    host = environ.get("HTTP_HOST") or f"{environ.get('SERVER_NAME', '')}:{environ.get('SERVER_PORT', '')}"
    return Arrival(
        method=written_method(environ["REQUEST_METHOD"]),
        path=path if path.startswith("/") else f"/{path}",
        query=environ.get("QUERY_STRING", ""),
        headers=RequestHeaders(environ[HEADERS]) if HEADERS in environ else _headers(environ),
        cookies=dict(parse_cookie(cookies)) if cookies else {},
        body=_body(environ),
        base_url=f"{environ.get('wsgi.url_scheme', 'http')}://{host}",
        remote=environ.get("REMOTE_ADDR") or "",
    )


def _headers(environ: dict[str, Any]) -> RequestHeaders:
    if len(_NAMES) > _MAX_KEPT:
        _NAMES.clear()
    return RequestHeaders(
        [  # a server may have CONTENT_TYPE and CONTENT_LENGTH empty
            (name, value) for key, value in environ.items() if (name := _NAMES[key]) and (value or key[:5] == "HTTP_")
        ]
    )


class _HeaderNames(dict[str, str]):
    """The name in an environment → that of the header, or "" for none."""

    def __missing__(self, key: str) -> str:
        is_header = key.startswith("HTTP_") or key in ("CONTENT_TYPE", "CONTENT_LENGTH")
        self[key] = name = key.removeprefix("HTTP_").replace("_", "-").title() if is_header else ""
        return name


_NAMES = _HeaderNames()
_MAX_KEPT = 1024


def _body(environ: dict[str, Any]) -> bytes:
    source = environ.get("wsgi.input")
    if source is None:
        return b""
    if environ.get("wsgi.input_terminated"):
        return bytes(source.read())
    length = environ.get("CONTENT_LENGTH") or "0"
    return bytes(source.read(int(length))) if length.isdigit() and length != "0" else b""


class SandboxAnswer(NamedTuple):
    """One response.

    Attributes:
        body: all of it, or an iterable of chunks that are sent as they are produced.
    """

    status: int
    body: bytes | Iterable[bytes] = b""
    content_type: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def status_line(self) -> str:
        """`200 OK`."""
        return _status_line(self.status)

    def with_headers(self, *headers: tuple[str, str]) -> SandboxAnswer:
        """A copy with these headers, instead of others of their names."""
        if not headers:
            return self
        names = {name.lower() for name, _ in headers}
        kept = [pair for pair in self.headers if pair[0].lower() not in names]
        content_type = "" if "content-type" in names else self.content_type
        return SandboxAnswer(self.status, self.body, content_type, (*kept, *headers))

    def header_list(self) -> list[tuple[str, str]]:
        """The headers for WSGI, with a Content-Length if the length is known."""
        out = list(self.headers)
        names = {name.lower() for name, _ in out}
        if self.content_type and "content-type" not in names:
            out.append(("Content-Type", self.content_type))
        if isinstance(self.body, bytes) and "content-length" not in names and self.may_have_body:
            out.append(("Content-Length", str(len(self.body))))
        return out

    @property
    def may_have_body(self) -> bool:
        """Whether the status allows a body. Source: RFC 9110 section 6.4.1."""
        return self.status >= 200 and self.status not in (204, 304)

    def chunks(self) -> Iterator[bytes]:
        """The body piece by piece."""
        if isinstance(self.body, bytes):
            if self.body and self.may_have_body:
                yield self.body
        else:
            yield from self.body


class AnswerSource(Protocol):
    """Has answers of its own to some requests, such as those of a recording."""

    def answer(self, arrival: Arrival) -> SandboxAnswer | None:
        """The answer to a request, or None if the sandbox is to make it."""

    def reset(self) -> None:
        """Begin again with its first answer."""


@lru_cache(maxsize=64)
def _status_line(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} Status"


def json_answer(status: int, value: Any, content_type: str = "application/json") -> SandboxAnswer:
    """An answer that carries a JSON value."""
    return SandboxAnswer(status, json.dumps(value, ensure_ascii=False, allow_nan=False).encode(), content_type)


def arguments_by_name(parameters: Mapping[str, Mapping[str, Any]], body: Any) -> dict[str, Any]:
    """Parameters and the fields of a body by name, as a call passes them; a parameter goes before a field.

    Args:
        parameters: location (path, query, header, cookie) → name → value.
    """
    named = dict(body) if isinstance(body, Mapping) else {}
    for location in ("cookie", "header", "query", "path"):
        named |= parameters.get(location, {})
    return named
