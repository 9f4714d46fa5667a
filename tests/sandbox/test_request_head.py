"""A head that is read at once means what it means when cheroot reads it; everything else is left to cheroot."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from dynaclient.sandbox import http_server
from dynaclient.sandbox.request_head import read_head
from dynaclient.sandbox.server import Serving

HOST = "Host: localhost\r\n"

COMMON = [
    pytest.param("GET /pets?limit=10 HTTP/1.1\r\n" + HOST, "", id="a query"),
    pytest.param("GET /a%20b%2Fc%2fd/%C3%A9?x=%20+&y HTTP/1.1\r\n" + HOST, "", id="encoded"),
    pytest.param("GET /?a?b=/ HTTP/1.1\r\n" + HOST, "", id="a question mark in a query"),
    pytest.param("GET /a? HTTP/1.1\r\nHost:localhost:80\r\nX_under:  two  words \r\nx-empty:\r\n", "", id="spaces"),
    pytest.param(
        "POST /a;b=c,d HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nContent-Type: text/x\r\n", "{}", id="body"
    ),
    pytest.param("DELETE /a HTTP/1.1\r\n" + HOST + "Connection: keep-alive\r\nCookie: a=1; b=2\r\n", "", id="cookies"),
    pytest.param("OPTIONS /a HTTP/1.1\r\n" + HOST + "Connection: close\r\n", "", id="the last one"),
]

OTHERS = [
    pytest.param("GET /a HTTP/1.0", id="another version"),
    pytest.param("get /a HTTP/1.1", id="small letters"),
    pytest.param("GET //host/a HTTP/1.1", id="two slashes"),
    pytest.param("GET http://h/a HTTP/1.1", id="an absolute address"),
    pytest.param("OPTIONS * HTTP/1.1", id="the server itself"),
    pytest.param("GET /a#b HTTP/1.1", id="a fragment"),
    pytest.param("GET /a b HTTP/1.1", id="a space"),
    pytest.param("GET /a HTTP/1.1\r\nA: 1\r\na: 2", id="a repeated header"),
    pytest.param("GET /a HTTP/1.1\r\nA : 1", id="a space in a name"),
    pytest.param("GET /a HTTP/1.1\r\nA: 1\r\n  folded", id="a folded line"),
    pytest.param("GET /a HTTP/1.1\r\nno colon", id="no colon"),
    pytest.param("GET /a HTTP/1.1\r\nA: 1\nB: 2", id="a bare line feed"),
    pytest.param("GET /a HTTP/1.1\r\nA: 1\rB: 2", id="a bare carriage return"),
    pytest.param("GET /a HTTP/1.1\r\nA: \0", id="a null"),
    pytest.param("POST /a HTTP/1.1\r\nContent-Length: +2", id="a length with a sign"),
    pytest.param("POST /a HTTP/1.1\r\nTransfer-Encoding: chunked", id="chunks"),
    pytest.param("POST /a HTTP/1.1\r\nExpect: 100-continue", id="an expectation"),
    pytest.param("GET /a HTTP/1.1\r\n" + "\r\n".join(f"X{i}: 1" for i in range(11)), id="too many headers"),
]


class Seen:
    """An application that keeps what it was given."""

    def __init__(self) -> None:
        self.environ: dict[str, Any] = {}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        kept = {name: value for name, value in environ.items() if name not in ("wsgi.input", "REMOTE_PORT")}
        self.environ = {**kept, "body": environ["wsgi.input"].read()}
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def seen() -> Seen:
    return Seen()


@pytest.fixture
def serving(seen: Seen) -> Iterator[Serving]:
    with Serving(seen) as serving:
        yield serving


def ask(serving: Serving, raw: bytes) -> bytes:
    """The answer, without its date."""
    with socket.create_connection(("127.0.0.1", serving.port), timeout=60) as connection:
        connection.sendall(raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    return b"\r\n".join(line for line in answer.split(b"\r\n") if not line.startswith(b"Date: "))


@pytest.mark.parametrize(("head", "body"), COMMON)
def test_it_is_the_same_as_cheroot_reads(
    serving: Serving, seen: Seen, monkeypatch: pytest.MonkeyPatch, head: str, body: str
) -> None:
    """The application gets the same, and the client the same answer."""
    raw = f"{head}\r\n{body}".encode()
    assert read_head(head.removesuffix("\r\n").encode(), 10) is not None
    answer, environ = ask(serving, raw), seen.environ
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    monkeypatch.setattr(http_server, "read_head", lambda head, most: None)
    assert (ask(serving, raw), seen.environ) == (answer, environ)


@pytest.mark.parametrize("head", OTHERS)
def test_anything_else_is_left_to_cheroot(head: str) -> None:
    assert read_head(head.encode(), 10) is None


def test_a_head_that_arrives_in_pieces_is_read(serving: Serving, seen: Seen) -> None:
    """Cut anywhere, also within the empty line at its end."""
    raw = b"POST /a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}"
    for cut in (3, 20, len(raw) - 5, len(raw) - 3, len(raw) - 1):
        with socket.create_connection(("127.0.0.1", serving.port), timeout=60) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(raw[:cut])
            connection.sendall(raw[cut:])
            answer = b"".join(iter(lambda connection=connection: connection.recv(65536), b""))
        assert (answer[:15], seen.environ["body"]) == (b"HTTP/1.1 200 OK", b"{}")


def test_requests_that_arrive_together_are_answered_in_turn(serving: Serving) -> None:
    """Source: RFC 9112 section 9.3.2, "Pipelining"."""
    one = b"POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"
    assert ask(serving, one * 3).count(b"HTTP/1.1 200 OK\r\n") == 3
