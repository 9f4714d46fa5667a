"""Runtime expressions: what a callback's address takes from the request and the answer that it belongs to.

Source: OAS 3.1.1, "Runtime Expressions"; in an address they are in braces, and one without braces is the whole address.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..document.pointer import tokens_of
from ..types import MISSING

_EMBEDDED = re.compile(r"\{(\$[^{}]+)\}")
_PLACE = re.compile(r"\$(request|response)\.(header|query|path)\.(.+)", re.DOTALL)
_BODY = re.compile(r"\$(request|response)\.body(?:#(.*))?", re.DOTALL)


class NoValue(Exception):
    """An expression leads to nothing. The message names it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer, as expressions see it; names of headers in lower case."""

    headers: Mapping[str, str]
    body: Any = MISSING
    query: Mapping[str, Any] | None = None
    path: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer."""

    url: str
    method: str
    status: int
    request: Message
    response: Message


def filled_in(text: str, exchange: Exchange) -> str:
    """An address with its expressions replaced by their values.

    Raises:
        NoValue: one of them has none.
    """
    if text.startswith("$") and "{" not in text:
        return _text(text, exchange)
    return _EMBEDDED.sub(lambda match: _text(match[1], exchange), text)


def _text(expression: str, exchange: Exchange) -> str:
    value = valued(expression, exchange)
    if value is MISSING or value is None:
        raise NoValue(f"{expression} has no value in this request and its answer")
    return value if isinstance(value, str) else json.dumps(value)


def valued(expression: str, exchange: Exchange) -> Any:
    """The value of one expression, or `MISSING`."""
    whole = {"$url": exchange.url, "$method": exchange.method.upper(), "$statusCode": exchange.status}
    if expression in whole:
        return whole[expression]
    body = _BODY.fullmatch(expression)
    if body:
        return _at(_message(exchange, body[1]).body, body[2] or "")
    place = _PLACE.fullmatch(expression)
    if place is None:
        return MISSING
    message, where, name = _message(exchange, place[1]), place[2], place[3]
    if where == "header":
        return message.headers.get(name.lower(), MISSING)
    values = message.query if where == "query" else message.path
    return (values or {}).get(name, MISSING)


def _message(exchange: Exchange, which: str) -> Message:
    return exchange.request if which == "request" else exchange.response


def _at(value: Any, pointer: str) -> Any:
    """The value at a JSON Pointer, or `MISSING`. Source: RFC 6901."""
    for token in tokens_of(pointer):
        if isinstance(value, Mapping):
            value = value.get(token, MISSING)
        elif isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        else:
            return MISSING
    return value
