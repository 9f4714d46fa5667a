"""A key in every place, and every way of making a client talk about it."""

from __future__ import annotations

import io
import json
import logging
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import Client, DynaclientError, Response

from .conftest import SECRET, Raw, survive

SCHEMES: dict[str, dict[str, Any]] = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
}
ECHO = json.dumps({"message": f"no {SECRET} here", "a": [SECRET]}).encode()


def reply(status: str, body: bytes = ECHO, **headers: str) -> bytes:
    named = {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body


REPLIES: dict[str, bytes] = {
    "an echo": reply("200 OK"),
    "an echo in an error": reply("400 Bad"),
    "an echo in the reason": reply(f"500 {SECRET}"),
    "an echo as text": reply("404 No", SECRET.encode(), Content_Type="text/plain"),
    "an echo in HTML": reply("502 No", f"<p>{SECRET}".encode(), Content_Type="text/html"),
    "an echo that is no JSON": reply("200 OK", b'{"a": ' + SECRET.encode()),
    "an echo in a header": reply("429 No", Retry_After=SECRET, RateLimit=SECRET),
    "an echo in the type": reply("200 OK", Content_Type=f"{SECRET}/x; charset={SECRET}"),
    "an echo in the place": reply("302 Found", Location=f"http://[{SECRET}"),
    "a redirect with the key": reply("302 Found", Location=f"http://127.0.0.1:1/?key={SECRET}"),
    "no answer": b"",
    "half an answer": b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
    "no HTTP": SECRET.encode() * 10,
    "an echo in an event": reply(
        "200 OK", f'data: {{"error": "{SECRET}"}}\n\n'.encode(), Content_Type="text/event-stream"
    ),
    "an echo in a line": reply("200 OK", SECRET.encode(), Content_Type="application/x-ndjson"),
}


def described(scheme: str) -> dict[str, Any]:
    answer = {"200": {"description": "d", "content": {"application/json": {"schema": {"type": "array"}}}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"securitySchemes": {"k": SCHEMES[scheme]}},
        "security": [{"k": []}],
        "paths": {"/x": {"get": {"operationId": "x", "responses": answer}}},
    }


def pickled(error: BaseException) -> list[str]:
    """An error as a pickle, and what caused it: where tblib is installed, as Dask does, a pickle has that too."""
    chained = [other for other in (error.__cause__, error.__context__) if other is not None]
    return [pickle.dumps(error).decode("latin-1"), *(repr((other, other.args, vars(other))) for other in chained)]


def told_of(response: Any) -> list[str]:
    """What an answer and its errors say."""
    texts = [repr(response), response._repr_html_()]
    acts: list[Callable[[], Any]] = [
        lambda: response.data,
        response.error,
        lambda: response["none"],
        lambda: list(response),
        response.unmarshal,
    ]
    for act in acts:
        found = survive(act)
        if isinstance(found, DynaclientError):
            texts += [str(found), repr(found), *pickled(found)]
    return texts


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", REPLIES)
def test_a_key_is_told_to_nobody(raw: Raw, scheme: str, kind: str) -> None:
    """Not by an error, a repr, a pickle, a log or an explanation."""
    raw.reply = REPLIES[kind]
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    given = ("user", SECRET) if scheme == "basic" else SECRET
    client = Client(described(scheme), base_url=raw.url, credentials={"k": given}, retries=0, validate_responses="warn")
    try:
        found = survive(client.x)
        texts = [str(found), repr(found), repr(client), str(client.explain("x")), repr(client.document)]
        if isinstance(found, Response):
            texts += told_of(found)
        else:
            texts += pickled(found)
        texts.append(pickle.dumps(client).decode("latin-1"))
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
        client.close()
    assert not [text for text in [*texts, log.getvalue()] if SECRET in text]
