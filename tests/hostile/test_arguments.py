"""Arguments of every type, in every location, to every kind of body."""

from __future__ import annotations

import datetime
import decimal
import enum
import io
import math
import threading
from collections.abc import Iterable
from typing import Any

import pytest

from dynaclient import Client

from .conftest import survives

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/x/{path}": {
            "post": {
                "operationId": "x",
                "parameters": [
                    {"name": "path", "in": "path", "required": True, "schema": {}},
                    {"name": "query", "in": "query", "schema": {}},
                    {"name": "deep", "in": "query", "style": "deepObject", "schema": {"type": "object"}},
                    {"name": "json", "in": "query", "content": {"application/json": {"schema": {}}}},
                    {"name": "header", "in": "header", "schema": {}},
                    {"name": "cookie", "in": "cookie", "schema": {}},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {}},
                        "multipart/form-data": {"schema": {"type": "object"}},
                        "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
                        "text/plain": {"schema": {"type": "string"}},
                        "application/octet-stream": {},
                    }
                },
                "responses": {"200": {"description": "d"}},
            }
        }
    },
}


class Colour(enum.Enum):
    RED = object()


def around(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)
LOOP: dict[str, Any] = {}
LOOP["a"] = LOOP

VALUES: dict[str, Any] = {
    "null": None,
    "infinity": math.inf,
    "not a number": math.nan,
    "the least number": 5e-324,
    "zero bytes": "\x00",
    "a line break": "a\r\nX-Evil: 1",
    "half a pair": "\ud800",
    "an escape": "\x1b[2J",
    "a long text": "a" * 200_000,
    "dots": "..",
    "more dots": "../../etc",
    "encoded dots": "%2e%2e",
    "a slash": "/",
    "another slash": "a\\b",
    "a query": "?a=b#c",
    "empty": "",
    "bytes": b"\xff",
    "a buffer": bytearray(b"x"),
    "a view": memoryview(b"x"),
    "an empty list": [],
    "an empty mapping": {},
    "a nested list": [[1], {"a": [None]}],
    "a mapping of numbers": {1: 2},
    "a mapping of None": {None: 1},
    "a mapping of bytes": {b"a": 1},
    "half a pair as name": {"\ud800": 1},
    "a line break as name": {"a\r\nb": 1},
    "a circle": CIRCLE,
    "a loop": LOOP,
    "a depth of 5000": around(5000),
    "a depth of 200": around(200),
    "an object": object(),
    "a function": len,
    "a class": int,
    "a member": Colour.RED,
    "a decimal": decimal.Decimal("NaN"),
    "a huge decimal": decimal.Decimal("1e999999"),
    "a date": datetime.date.min,
    "a complex": 1j,
    "a range": range(5),
    "a lock": threading.Lock(),
    "a file": io.BytesIO(b"x"),
    "a file of text": io.StringIO("x"),
    "an ellipsis": ...,
}
PLACES = ["path", "query", "deep", "json", "header", "cookie", "body", "unknown"]
TYPES = [
    "application/json",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "text/plain",
    "application/octet-stream",
]


def application(environ: Any, start_response: Any) -> Iterable[bytes]:
    for name, value in environ.items():
        assert not (isinstance(value, str) and name.startswith("HTTP_") and "\n" in value)
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "application/json")])
    return [b"{}"]


CLIENTS = {mode: Client(DOCUMENT, app=application, validate=mode, deadline=5) for mode in (True, "strict", False)}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("value", VALUES)
def test_an_argument_of_any_type(place: str, value: str) -> None:
    """Checked, checked strictly, and not checked."""
    for client in CLIENTS.values():
        given = {"path": "1", place: VALUES[value]}
        assert survives(lambda caller=client, given=given: caller.x(**given))
        assert survives(lambda caller=client, given=given: caller.validate("x", **given))
        assert survives(lambda caller=client, given=given: str(caller.explain("x", **given)))


@pytest.mark.parametrize("content_type", TYPES[1:])
@pytest.mark.parametrize("value", VALUES)
def test_a_body_of_any_type(content_type: str, value: str) -> None:
    client = CLIENTS[False].with_options(content_type=content_type)
    assert survives(lambda: client.x(path="1", body=VALUES[value]))
    assert survives(lambda: client.x(path="1", body={"a": VALUES[value], "b": [VALUES[value]]}))


@pytest.mark.parametrize(
    "name", ["", " ", "a\x00", "x" * 10_000, "path:", ":path", "body:", "nowhere:a", "\ud800", "self", "__class__"]
)
def test_a_name_of_any_kind(name: str) -> None:
    assert survives(lambda: CLIENTS[True].call("x", {name: 1, "path": "1"}))
    assert survives(lambda: CLIENTS[True].call(name, path="1"))
    assert name.startswith("__") or survives(lambda: getattr(CLIENTS[True], name))
