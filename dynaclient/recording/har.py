"""Exchanges as entries of a HAR 1.2 archive. Pure; `har_reading` is the way back.

What HAR has no place for is under names that begin with `_`, which other readers pass over.
Source: HTTP Archive (HAR) format 1.2, http://www.softwareishard.com/blog/har-12-spec/.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .._support.masking import set_cookies
from .._version import __version__
from ..model.media_types import family_of
from .exchange import Exchange, KeptBody, ReceivedAnswer, SentRequest, value_of

CREATOR = {"name": "dynaclient", "version": __version__}

_HTTP = "HTTP/1.1"
_UNKNOWN = -1
"""What HAR has for a size that is not known."""

OWN = "_dynaclient"
"""The field with what HAR has no place for."""


def entry_of(exchange: Exchange) -> dict[str, Any]:
    """An exchange, whose secrets are masked, as an entry."""
    request, answer = exchange.request, exchange.answer
    own: dict[str, Any] = {"operationId": exchange.operation_id, "attempt": exchange.number}
    if exchange.kind != "call":
        own["kind"] = exchange.kind
    if answer.pieces:
        own["pieces"] = [[round(seconds * 1000, 3), length] for seconds, length in answer.pieces]
    if answer.failure is not None:
        own["failure"] = {"kind": answer.failure.kind, "message": answer.failure.message, **answer.failure.facts}
    wait, receive = _milliseconds(exchange.wait), _milliseconds(exchange.receive)
    started = exchange.started.isoformat(timespec="microseconds") if exchange.started is not None else ""
    entry: dict[str, Any] = {
        "startedDateTime": started,
        "time": round(wait + receive, 3),
        "request": _request(request),
        "response": _response(answer),
        "cache": {},
        "timings": {"send": 0, "wait": wait, "receive": receive},
        OWN: own,
    }
    if answer.failure is not None:
        entry["response"]["_error"] = answer.failure.message
    return entry


def _milliseconds(seconds: float) -> float:
    return round(seconds * 1000, 3)


def _request(request: SentRequest) -> dict[str, Any]:
    out: dict[str, Any] = {
        "method": request.method,
        "url": request.url,
        "httpVersion": _HTTP,
        "cookies": _cookies(value_of(request.headers, "Cookie")),
        "headers": _named(request.headers),
        "queryString": _named(parse_qsl(_query(request.url), keep_blank_values=True)),
        "headersSize": _UNKNOWN,
        "bodySize": request.body.size,
    }
    if request.body.size or request.content_type:
        out["postData"] = {"mimeType": request.content_type, **_text_of(request.body, request.content_type, "_")}
    return out


def _response(answer: ReceivedAnswer) -> dict[str, Any]:
    kind = answer.content_type
    return {
        "status": answer.status,
        "statusText": answer.reason,
        "httpVersion": _HTTP,
        "cookies": _cookies(_pairs_set(value_of(answer.headers, "Set-Cookie"))),
        "headers": _named(answer.headers),
        "content": {
            "size": answer.body.size,
            "mimeType": kind or "x-unknown",
            **_text_of(answer.body, kind, ""),
        },
        "redirectURL": value_of(answer.headers, "Location"),
        "headersSize": _UNKNOWN,
        "bodySize": _UNKNOWN,
    }


def _named(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _pairs_set(header: str) -> str:
    """The names and values of the cookies that an answer sets, as a Cookie header has them."""
    return ";".join(cookie.partition(";")[0] for cookie in set_cookies(header) if cookie)


def _cookies(header: str) -> list[dict[str, str]]:
    pairs = (part.strip().partition("=") for part in header.split(";") if part.strip())
    return _named((name, value) for name, _, value in pairs)


def _query(url: str) -> str:
    try:
        return urlsplit(url).query
    except ValueError:
        return ""


def _text_of(body: KeptBody, content_type: str, mark: str) -> dict[str, Any]:
    """A body as text: as it is if it is text, else in base64; or its digest.

    Args:
        mark: before `encoding`, where HAR has none.
    """
    facts: dict[str, Any] = {}
    if body.is_masked:
        facts["_masked"] = True
    if not body.is_whole:
        facts["_cut"] = True
    if body.data is None:
        return {**facts, "_sha256": body.digest, "_size": body.size}
    text = _as_text(body.data, content_type)
    if text is not None:
        return {"text": text, **facts}
    return {"text": base64.b64encode(body.data).decode("ascii"), f"{mark}encoding": "base64", **facts}


def _as_text(data: bytes, content_type: str) -> str | None:
    """The bytes as text from which they can be made again; None for those of a file."""
    if content_type and not family_of(content_type).is_readable and family_of(content_type).name != "multipart":
        return None
    if b"\0" in data:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def entry_line(exchange: Exchange) -> bytes:
    """An entry as one line."""
    return json.dumps(entry_of(exchange), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
