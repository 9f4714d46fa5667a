"""Exchanges as entries of a HAR 1.2 archive, and back. Pure: text in, values out.

What HAR has no place for is under names that begin with `_`, which other readers pass over.
Source: HTTP Archive (HAR) format 1.2, http://www.softwareishard.com/blog/har-12-spec/.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from .._version import __version__
from ..model.media_types import family_of
from .exchange import NOTHING, Exchange, Failure, KeptBody, Pairs, ReceivedAnswer, SentRequest, value_of

CREATOR = {"name": "dynaclient", "version": __version__}

_HTTP = "HTTP/1.1"
_UNKNOWN = -1
"""What HAR has for a size that is not known."""

_OWN = "_dynaclient"


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
        _OWN: own,
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
        "cookies": _cookies(value_of(answer.headers, "Set-Cookie").partition(";")[0]),
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


# reading


class NotAnEntry(ValueError):
    """An entry is not what the format says. The text says why."""


def exchange_of(entry: Any, place: int = 0) -> Exchange:
    """An entry as an exchange.

    Args:
        place: its number in the file, from 1.

    Raises:
        NotAnEntry: it lacks what an exchange needs.
    """
    request, response = _object(entry, "request"), _object(entry, "response")
    own = entry.get(_OWN)
    is_own = isinstance(own, Mapping)
    facts: Mapping[str, Any] = own if is_own else {}
    timings = entry.get("timings")
    times = timings if isinstance(timings, Mapping) else {}
    return Exchange(
        SentRequest(_text(request, "method"), _text(request, "url"), _pairs(request), _sent_body(request)),
        _answer(response, facts),
        str(facts.get("operationId") or ""),
        "token" if facts.get("kind") == "token" else "call",
        int(_number(facts.get("attempt")) or 1),
        _moment(entry.get("startedDateTime")),
        _number(times.get("wait")) / 1000,
        _number(times.get("receive")) / 1000,
        is_own,
        str(entry.get("_resourceType") or ""),
        place,
    )


def _answer(response: Mapping[str, Any], facts: Mapping[str, Any]) -> ReceivedAnswer:
    headers = _pairs(response)
    content = response.get("content")
    content = content if isinstance(content, Mapping) else {}
    if not value_of(headers, "Content-Type") and content.get("mimeType") not in (None, "", "x-unknown"):
        headers = (*headers, ("Content-Type", str(content["mimeType"])))
    pieces = facts.get("pieces")
    found = facts.get("failure")
    failure = None
    status = int(_number(response.get("status")))
    if isinstance(found, Mapping):
        rest = {name: value for name, value in found.items() if name not in ("kind", "message")}
        failure = Failure(str(found.get("kind")), str(found.get("message")), rest)
    elif status <= 0:
        failure = Failure(
            "ConnectionFailed", str(response.get("_error") or "the exchange was recorded without an answer"), {}
        )
    return ReceivedAnswer(
        max(status, 0),
        str(response.get("statusText") or ""),
        headers,
        _body(content, content.get("encoding")),
        tuple((_number(when) / 1000, int(length)) for when, length in pieces) if isinstance(pieces, Sequence) else (),
        failure,
    )


def _sent_body(request: Mapping[str, Any]) -> KeptBody:
    posted = request.get("postData")
    if not isinstance(posted, Mapping):
        return NOTHING
    if "text" not in posted and isinstance(posted.get("params"), list) and "_sha256" not in posted:
        from urllib.parse import urlencode

        return KeptBody.of(urlencode([(p.get("name", ""), p.get("value", "")) for p in posted["params"]]).encode())
    return _body(posted, posted.get("_encoding") or posted.get("encoding"))


def _body(holder: Mapping[str, Any], encoding: Any) -> KeptBody:
    is_masked, is_whole = bool(holder.get("_masked")), not holder.get("_cut")
    if isinstance(holder.get("_sha256"), str) and "text" not in holder:
        return KeptBody(None, int(_number(holder.get("_size"))), holder["_sha256"], is_masked, is_whole)
    text = holder.get("text")
    if not isinstance(text, str):
        return NOTHING
    if encoding == "base64":
        try:
            data = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise NotAnEntry("a body is not base64, as its encoding says") from None
    else:
        data = text.encode("utf-8", "surrogatepass")
    return KeptBody.of(data, is_masked=is_masked, is_whole=is_whole)


def _object(entry: Any, name: str) -> Mapping[str, Any]:
    found = entry.get(name) if isinstance(entry, Mapping) else None
    if not isinstance(found, Mapping):
        raise NotAnEntry(f"it has no {name}")
    return found


def _text(holder: Mapping[str, Any], name: str) -> str:
    found = holder.get(name)
    if not isinstance(found, str) or not found:
        raise NotAnEntry(f"its request has no {name}")
    return found


def _pairs(holder: Mapping[str, Any]) -> Pairs:
    """The headers; those of HTTP/2 that begin with a colon are not headers."""
    found = holder.get("headers")
    return tuple(
        (str(item["name"]), str(item.get("value", "")))
        for item in (found if isinstance(found, list) else ())
        if isinstance(item, Mapping) and item.get("name") and not str(item["name"]).startswith(":")
    )


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else 0.0


def _moment(text: Any) -> datetime | None:
    """A time. Python 3.10 reads neither `Z` nor fractions of other lengths than 3 and 6."""
    if not isinstance(text, str) or not text:
        return None
    text = text.replace("Z", "+00:00")
    head, dot, rest = text.partition(".")
    if dot:
        digits = rest[: next((i for i, c in enumerate(rest) if not c.isdigit()), len(rest))]
        text = f"{head}.{digits[:6]:0<6}{rest[len(digits) :]}"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def entry_line(exchange: Exchange) -> bytes:
    """An entry as one line."""
    return json.dumps(entry_of(exchange), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
