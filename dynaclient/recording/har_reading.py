"""Entries of a HAR 1.2 archive as exchanges: those of this package, and those that browsers export. Pure.

Source: HTTP Archive (HAR) format 1.2, http://www.softwareishard.com/blog/har-12-spec/.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from .exchange import NOTHING, Exchange, Failure, KeptBody, Pairs, ReceivedAnswer, SentRequest, value_of
from .har import OWN


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
    own = entry.get(OWN)
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
