"""Runtime expressions: what links and the addresses of callbacks take from a request and its answer.

Source: OAS 3.2.0, "Runtime Expressions", whose grammar 3.0 and 3.1 have too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from .._support.headers import is_token
from .._support.wording import did_you_mean, shown
from ..types import MISSING
from .names import sent_method
from .pointer import pointer_to, tokens_of

_EMBEDDED = re.compile(r"\{(\$[^{}]+)\}")
_MEANT = re.compile(r"\$[A-Za-z]")
"""The beginning of a text that is meant as an expression; `$5` is a text."""

_WHOLE = ("$url", "$method", "$statusCode")
_PLACE = re.compile(r"\$(request|response)\.(header|query|path)\.(.+)", re.DOTALL)
_BODY = re.compile(r"\$(request|response)\.body(?:#((?:/.*)?))?", re.DOTALL)
_BAD_ESCAPE = re.compile(r"~(?![01])")
_NAMES = {"request": "the request", "response": "the answer"}
_MOST_NAMES = 12
"""Members of a value that an error lists."""


class NoValue(Exception):
    """An expression has no value here.

    Attributes:
        expression: as it is written, without braces.
        reason: what is missing.
    """

    def __init__(self, expression: str, reason: str) -> None:
        super().__init__(f"{expression} has no value: {reason}")
        self.expression = expression
        self.reason = reason


class MessageLike(Protocol):
    """A request or an answer, as expressions see it. A part that cannot be known raises `Unknowable`."""

    @property
    def headers(self) -> Mapping[str, str]:
        """By name in lower case."""

    @property
    def body(self) -> Any:
        """The decoded body, or `MISSING`."""

    @property
    def query(self) -> Mapping[str, Any] | None:
        """The values of the query by name."""

    @property
    def path(self) -> Mapping[str, Any] | None:
        """The values of the path by name."""


class Unknowable(Exception):
    """A part of a message is not kept, or cannot be read. The message says why."""


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer whose parts are all known; names of headers in lower case."""

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
    request: MessageLike
    response: MessageLike


def filled_in(text: str, exchange: Exchange) -> str:
    """An address with its expressions replaced by their values; one without braces is the whole address.

    Raises:
        NoValue: one of them has none.
    """
    if text.startswith("$") and "{" not in text:
        return _text(text, exchange)
    return _EMBEDDED.sub(lambda match: _text(match[1], exchange), text)


def evaluated(given: Any, exchange: Exchange) -> Any:
    """A constant, an expression, or texts with expressions in braces, as the value that it means.

    A value keeps its type; in a text it is text, unless an object or an array is all of it. Works inside arrays and
    objects too.

    Raises:
        NoValue: an expression has none.
    """
    if isinstance(given, str):
        if is_expression(given):
            return valued(given, exchange)
        whole = _EMBEDDED.fullmatch(given)
        if whole is not None and isinstance(found := valued(whole[1], exchange), (dict, list)):
            return found
        return _EMBEDDED.sub(lambda match: _text(match[1], exchange), given)
    if isinstance(given, Mapping):
        return {str(name): evaluated(item, exchange) for name, item in given.items()}
    if isinstance(given, list):
        return [evaluated(item, exchange) for item in given]
    return given


def is_expression(text: str) -> bool:
    """Whether a whole text is meant as an expression: `$response.body#/id`, but not `$5`."""
    return _MEANT.match(text) is not None


def expressions_in(given: Any) -> list[str]:
    """The expressions in a value, without braces."""
    if isinstance(given, str):
        return [given] if is_expression(given) else _EMBEDDED.findall(given)
    if isinstance(given, Mapping):
        return [found for item in given.values() for found in expressions_in(item)]
    return [found for item in given for found in expressions_in(item)] if isinstance(given, list) else []


def fault_of(expression: str) -> str:
    """What is wrong with an expression by the grammar; "" if nothing is."""
    if expression in _WHOLE:
        return ""
    body = _BODY.fullmatch(expression)
    if body is not None:
        return f"~ is written ~0 in a JSON Pointer, not as in {body[2]}" if _BAD_ESCAPE.search(body[2] or "") else ""
    place = _PLACE.fullmatch(expression)
    if place is None:
        return (
            "it must be $url, $method, $statusCode, or $request. or $response. with header.NAME, query.NAME, "
            "path.NAME, body or body#/POINTER"
        )
    if place[2] == "header" and not is_token(place[3]):
        return f"{shown(place[3])} cannot be the name of a header"
    if place[1] == "response" and place[2] != "header":
        return f"an answer has no {place[2]}"
    return ""


def _text(expression: str, exchange: Exchange) -> str:
    value = valued(expression, exchange)
    if value is None:
        raise NoValue(expression, "it is null")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def valued(expression: str, exchange: Exchange) -> Any:
    """The value of one expression.

    Raises:
        NoValue: it has none, or it is not an expression.
    """
    fault = fault_of(expression)
    if fault:
        raise NoValue(expression, fault)
    if expression == "$url":
        return exchange.url
    if expression == "$method":
        return sent_method(exchange.method)
    if expression == "$statusCode":
        return exchange.status
    try:
        return _part(expression, exchange)
    except Unknowable as error:
        raise NoValue(expression, str(error)) from None


def _part(expression: str, exchange: Exchange) -> Any:
    body = _BODY.fullmatch(expression)
    if body is not None:
        return _at(expression, _message(exchange, body[1]).body, body[2] or "", f"the body of {_NAMES[body[1]]}")
    place = _PLACE.fullmatch(expression)
    assert place is not None  # `fault_of` has looked
    which, where, name = place[1], place[2], place[3]
    message = _message(exchange, which)
    if where == "header":
        found: Any = message.headers.get(name.lower())
        if found is None:
            raise NoValue(expression, f"{_NAMES[which]} has no header {name}")
        return found
    values = (message.query if where == "query" else message.path) or {}
    if name not in values:
        there = f" It has {', '.join(map(str, values))}" if values else ""
        raise NoValue(expression, f"the {where} of the request has no {name!r}.{there}".rstrip("."))
    return values[name]


def _message(exchange: Exchange, which: str) -> MessageLike:
    return exchange.request if which == "request" else exchange.response


def _at(expression: str, value: Any, pointer: str, whose: str) -> Any:
    """The value at a JSON Pointer. Source: RFC 6901."""
    if value is MISSING:
        raise NoValue(expression, f"{whose} is missing")
    reached: list[str] = []
    for token in tokens_of(pointer):
        if isinstance(value, Mapping) and token in value:
            value = value[token]
        elif isinstance(value, list) and _is_index(token) and int(token) < len(value):
            value = value[int(token)]
        else:
            where = f"{whose} at {pointer_to(reached)}" if reached else whose
            raise NoValue(expression, f"{where} has no {token!r}; {_kind(value, token)}")
        reached.append(token)
    return value


def _is_index(token: str) -> bool:
    """Source: RFC 6901 section 4: no leading zeros."""
    return token.isascii() and token.isdigit() and (token == "0" or token[0] != "0") and len(token) < 12


def _kind(value: Any, token: str) -> str:
    if isinstance(value, Mapping):
        names = list(map(str, value))
        more = " and more" if len(names) > _MOST_NAMES else ""
        has = f"it has {', '.join(names[:_MOST_NAMES])}{more}" if names else "it is an empty object"
        return f"{has}.{did_you_mean(token, names)}".rstrip(".")
    if isinstance(value, list):
        return f"it is an array of {len(value)}"
    return f"it is {shown(value)}"
