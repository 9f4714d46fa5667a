"""Answers that no server should send, through both clients."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DynaclientError, Response, RetryPolicy

from .conftest import SECRET, Raw, survive, survives

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "X-K"}}},
    "paths": {
        "/x": {
            "get": {
                "operationId": "x",
                "security": [{"k": []}],
                "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {}}}}},
            }
        }
    },
}
OPTIONS: dict[str, Any] = {
    "credentials": {"k": SECRET},
    "deadline": 3,
    "retries": RetryPolicy(most=1, first=0.001, longest=0.001, longest_told=0.01),
    "validate_responses": "record",
    "max_body": 1 << 24,
}
HEADERS = [
    "Retry-After",
    "retry-after-ms",
    "RateLimit",
    "RateLimit-Policy",
    "X-RateLimit-Reset",
    "X-RateLimit-Remaining",
    "Content-Length",
    "Content-Type",
    "Content-Encoding",
    "Transfer-Encoding",
    "Content-Range",
    "Content-Digest",
    "Digest",
    "Content-MD5",
    "ETag",
    "Set-Cookie",
    "Link",
    "WWW-Authenticate",
    "Connection",
    "X-Should-Retry",
]
VALUES = {
    "empty": b"",
    "negative": b"-1",
    "five thousand digits": b"9" * 5000,
    "an exponent": b"1e999",
    "infinity": b"inf",
    "no number": b"nan",
    "a superscript": b"\xb2",
    "no UTF-8": b"\xff\xfe",
    "quotes": b'"',
    "separators": b"=;," * 5000,
    "long": b"a" * 60_000,
    "a date of no time": b"Mon, 01 Jan 2024 00:00:00 +9999999999999999",
    "the last date": b"Fri, 31 Dec 9999 23:59:59 -2359",
}
LOCATIONS = [
    b"",
    b"/\xff",
    b"http://",
    b"http://[",
    b"http://h:x/",
    b"http://h:99999/",
    b"http:///x",
    b"//",
    b"\\\\h",
    b"file:///etc/passwd",
    b"javascript:1",
    b"http://a..b/",
    b"http://" + b"a" * 300,
    b"http://\xe2\x98\x83.test/",
    b"http://127.0.0.1:0/",
    b"?",
    b"#",
    b"/x",
    b"http://[v1.x]/",
    b"http://u:p@127.0.0.1:1/",
    b"mailto:x",
]
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
RAW = {
    "nothing": b"",
    "half a status": b"HTTP/1.1",
    "a status of letters": b"HTTP/1.1 abc OK\r\n\r\n",
    "status 99": b"HTTP/1.1 99 X\r\n\r\n",
    "status 999": b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n",
    "status 1000": b"HTTP/1.1 1000 X\r\n\r\n",
    "a negative status": b"HTTP/1.1 -1 X\r\n\r\n",
    "a status of superscripts": b"HTTP/1.1 2\xb20 OK\r\n\r\n",
    "another version": b"HTTP/9.9 200 OK\r\n\r\n",
    "another protocol": b"ICY 200 OK\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00",
    "HTML": b"<html>",
    "no line end": b"a" * 200_000,
    "a long reason": b"HTTP/1.1 200 " + b"9" * 60_000 + b"\r\n\r\n",
    "a long header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    "very many headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    "a header without a name": b"HTTP/1.1 200 OK\r\n: x\r\n\r\n",
    "a header without a colon": b"HTTP/1.1 200 OK\r\nX\r\n\r\n",
    "a folded header": b"HTTP/1.1 200 OK\r\n X: y\r\n\r\n",
    "very many interim answers": b"HTTP/1.1 100 C\r\n\r\n" * 5000,
    "an upgrade": b"HTTP/1.1 101 S\r\nUpgrade: x\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "a body with 204": b"HTTP/1.1 204 N\r\nContent-Length: 5\r\n\r\nhello",
    "a body too short": b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhello",
    "deep JSON": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b"[" * 200_000,
    "deep JSON lines": b"HTTP/1.1 200 OK\r\nContent-Type: application/x-ndjson\r\n\r\n" + b"[" * 200_000,
    "a long number": b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + b"9" * 200_000,
    "a slow charset": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=punycode\r\n\r\na-" + b"b" * 100_000,
    "no charset": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=unicode_escape\r\n\r\n\\u0041",
    "many empty events": b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + b"data\n\n" * 50_000,
    "an event without end": b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: " + b"a" * 2_000_000,
    "a chunk of letters": CHUNKED + b"zz\r\n",
    "a negative chunk": CHUNKED + b"-1\r\n{}\r\n0\r\n\r\n",
    "a huge chunk": CHUNKED + b"fffffffffffffffff\r\n{}",
    "a chunk's size without end": CHUNKED + b"f" * 70_000,
    "chunks without end": CHUNKED + b"2\r\n{}\r\n",
    "a chunk without its line end": CHUNKED + b"2\r\n{}0\r\n\r\n",
    "very many trailers": CHUNKED + b"0\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
}
CODINGS = ["gzip", "deflate", "br", "zstd", "gzip, gzip", "x", ", ".join(["gzip"] * 20), "compress"]
BODIES = {"empty": b"", "no coding": b"{}", "half a head": b"\x1f\x8b", "zeros": b"\x1f\x8b\x08\x00" + b"\x00" * 20}


def use(response: Any) -> None:
    """Everything that reads an answer."""
    repr(response)
    for act in (lambda: response.rate_limit, lambda: response.data, response.error, response._repr_html_):
        assert survives(act)


def call(raw: Raw, reply: bytes) -> Any:
    """Ask both clients."""
    raw.reply = reply
    client = Client(DOCUMENT, base_url=raw.url, **OPTIONS)
    for caller in (client, client.with_options(stream=True)):
        found = survive(caller.x)
        if isinstance(found, Response):
            with found:
                assert survives(lambda answer=found: [item for item, _ in zip(answer, range(1000), strict=False)])
            use(found)
    client.close()

    async def ask() -> None:
        async with AsyncClient(DOCUMENT, base_url=raw.url, **OPTIONS) as client:
            with contextlib.suppress(DynaclientError):
                response = await client.x()
                await response.read()
                use(response)

    asyncio.run(ask())


def answer(name: bytes, value: bytes, status: bytes = b"200 OK") -> bytes:
    more = b"" if name == b"Content-Type" else b"Content-Type: application/json\r\n"
    more += b"" if name == b"Content-Length" else b"Content-Length: 2\r\n"
    return b"HTTP/1.1 " + status + b"\r\n" + more + name + b": " + value + b"\r\n\r\n{}"


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("header", HEADERS)
def test_a_header_with_a_strange_value(raw: Raw, header: str, value: str) -> None:
    status = b"503 Later" if header.lower().startswith("retry") else b"200 OK"
    call(raw, answer(header.encode(), VALUES[value], status))


@pytest.mark.parametrize("location", LOCATIONS, ids=lambda location: repr(location)[2:24])
@pytest.mark.parametrize("status", [b"302 Found", b"307 Again"])
def test_a_redirect_to_no_place(raw: Raw, status: bytes, location: bytes) -> None:
    call(raw, answer(b"Location", location, status))


@pytest.mark.parametrize("reply", RAW)
def test_an_answer_that_is_hardly_one(raw: Raw, reply: str) -> None:
    call(raw, RAW[reply])


@pytest.mark.parametrize("coding", CODINGS, ids=lambda coding: coding[:12])
@pytest.mark.parametrize("body", BODIES)
def test_a_body_in_another_coding(raw: Raw, coding: str, body: str) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: {coding}\r\n\r\n"
    call(raw, head.encode() + BODIES[body])
