"""A deadline cuts a call wherever it waits; each pause alone is shorter than any timeout."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import trustme

from dynaclient import AsyncClient, Client, DeadlineExceeded

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/x": {
            "get": {"operationId": "read", "responses": {}},
            "post": {
                "operationId": "write",
                "requestBody": {"content": {"application/octet-stream": {}}},
                "responses": {},
            },
        }
    },
}
DEADLINE = 0.6
WITHIN = 6.0
"""Seconds after which a call has not kept its deadline; every server here talks for longer."""

Talk = Callable[[socket.socket], None]


@contextlib.contextmanager
def talking(talk: Talk, *, reads_head: bool = True) -> Iterator[str]:
    """A server that calls `talk` for each connection, after it has read the head of a request; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while reads_head and b"\r\n\r\n" not in connection.recv(65536):
                pass
            talk(connection)
            over.wait(10)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=one, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.close()


def dripping(before: bytes, piece: bytes, pause: float = 0.05, times: int = 200) -> Talk:
    """Send `before`, then `piece` again and again."""

    def talk(connection: socket.socket) -> None:
        connection.sendall(before)
        for _ in range(times):
            connection.sendall(piece)
            time.sleep(pause)

    return talk


CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
PLACES = {
    "the status line": dripping(b"HTTP/1.1 200 ", b"O"),
    "a header line": dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a"),
    "header lines": dripping(b"HTTP/1.1 200 OK\r\n", b"X: a\r\n", times=90),
    "interim responses": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "interim responses without a pause": dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, 0.0, 20_000),
    "the body": dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5000\r\n\r\n", b"a"),
    "the body of an error": dripping(b"HTTP/1.1 404 Not Found\r\nContent-Length: 5000\r\n\r\n", b"a"),
    "a body up to the end of the connection": dripping(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n", b"a"),
    "the size of a chunk": dripping(CHUNKED, b"0"),
    "a chunk's extension": dripping(CHUNKED + b"1;x=", b"a"),
    "a chunk": dripping(CHUNKED + b"ffff\r\n", b"a"),
    "the trailers": dripping(CHUNKED + b"1\r\na\r\n0\r\n", b"X: a\r\n"),
    "the body of a redirect": dripping(b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 5000\r\n\r\n", b"a"),
}
"""Where a call waits → a server that drips there (RFC 9112 sections 4, 5, 6.3, 7.1; RFC 9110 section 15.2)."""


def too_late(call: Callable[[], Any]) -> DeadlineExceeded:
    began = time.monotonic()
    with pytest.raises(DeadlineExceeded) as caught:
        call()
    assert time.monotonic() - began < WITHIN
    assert caught.value.ran_out == "deadline"
    return caught.value


@pytest.mark.parametrize("place", PLACES)
def test_a_sync_call_ends_at_its_deadline(place: str) -> None:
    with talking(PLACES[place]) as url, Client(DOCUMENT, base_url=url, deadline=DEADLINE) as client:
        too_late(client.read)


@pytest.mark.parametrize("place", ["a header line", "interim responses", "the trailers", "the body of a redirect"])
def test_so_does_one_through_the_callers_own_session(place: str) -> None:
    with talking(PLACES[place]) as url, requests.Session() as session:
        too_late(Client(DOCUMENT, base_url=url, deadline=DEADLINE, session=session).read)


@pytest.mark.parametrize("place", [place for place in PLACES if place != "the body of a redirect"])  # closed unread
def test_an_async_call_ends_at_its_deadline(place: str) -> None:
    async def call(url: str) -> None:
        async with AsyncClient(DOCUMENT, base_url=url, deadline=DEADLINE) as client:
            await client.read()

    with talking(PLACES[place]) as url:
        too_late(lambda: asyncio.run(call(url)))


def test_a_stream_ends_at_the_deadline_of_its_call() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    with (
        talking(dripping(head, b"8\r\ndata: 1\n\r\n")) as url,
        Client(DOCUMENT, base_url=url, deadline=DEADLINE) as client,
    ):
        too_late(lambda: list(client.read()))


def test_sending_ends_at_the_deadline() -> None:
    """The server reads a little now and then, so that every write gets on."""

    def talk(connection: socket.socket) -> None:
        for _ in range(200):
            connection.recv(1 << 16)
            time.sleep(0.05)

    with talking(talk, reads_head=False) as url, Client(DOCUMENT, base_url=url, deadline=DEADLINE) as client:
        too_late(lambda: client.write(body=b"a" * 50_000_000))


def test_a_tls_handshake_that_drips_ends_at_the_deadline() -> None:
    """The server sends the header of one record, and its content byte by byte."""
    talk = dripping(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03", b"a")
    with (
        talking(talk, reads_head=False) as url,
        Client(DOCUMENT, base_url=url.replace("http", "https"), deadline=DEADLINE) as client,
    ):
        too_late(client.read)


def test_a_proxy_that_drips_ends_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    with talking(dripping(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"a")) as url:
        monkeypatch.setenv("https_proxy", url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        with Client(DOCUMENT, base_url="https://h.test", deadline=DEADLINE) as client:
            too_late(client.read)


def test_headers_that_drip_over_tls_end_at_the_deadline(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(65536)
            PLACES["a header line"](secure)

    with (
        talking(talk, reads_head=False) as url,
        Client(DOCUMENT, base_url=url.replace("http", "https"), deadline=DEADLINE) as client,
    ):
        too_late(client.read)


def test_the_addresses_of_a_host_share_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each address takes connections without answering them: its queue is full."""
    with contextlib.ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listening.getsockname())
        port = listening.getsockname()[1]
        plain = socket.getaddrinfo

        def answers(host: Any, *rest: Any, **more: Any) -> Any:
            return plain("127.0.0.1", *rest, **more) * 8 if host == "many.test" else plain(host, *rest, **more)

        monkeypatch.setattr(socket, "getaddrinfo", answers)
        with Client(DOCUMENT, base_url=f"http://many.test:{port}", deadline=DEADLINE) as client:
            assert not too_late(client.read).sent


def test_so_does_finding_the_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that does not answer."""
    over = threading.Event()
    plain = socket.getaddrinfo

    def answers(host: Any, *rest: Any, **more: Any) -> Any:
        if host == "slow.test":
            over.wait(10)
        return plain(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    try:
        with Client(DOCUMENT, base_url="http://slow.test", deadline=DEADLINE) as client:
            assert not too_late(client.read).sent
    finally:
        over.set()


def test_a_connection_serves_calls_with_and_without_a_deadline() -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
    opened: list[int] = []

    def talk(connection: socket.socket) -> None:
        opened.append(1)
        connection.sendall(answer)
        while connection.recv(65536):
            connection.sendall(answer)

    with talking(talk) as url, Client(DOCUMENT, base_url=url) as client:
        hurried = client.with_options(deadline=30)
        for caller in (client, hurried, client, hurried):
            assert caller.read().data == {}
        with requests.Session() as session:
            session.get(f"{url}/x").close()
            own = Client(DOCUMENT, base_url=url, session=session)
            assert [own.read().data, own.with_options(deadline=30).read().data] == [{}, {}]
    assert len(opened) == 3  # ours, the session's first, and the one that keeps deadlines


def test_a_large_body_arrives_whole_within_a_deadline() -> None:
    """It is sent in pieces."""
    body = os.urandom(300_001)
    received = bytearray()

    def talk(connection: socket.socket) -> None:
        while not received.endswith(body[-100:]):
            received.extend(connection.recv(1 << 16))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with talking(talk, reads_head=False) as url, Client(DOCUMENT, base_url=url, deadline=30) as client:
        assert client.write(body=body).status_code == 204
    assert bytes(received).endswith(body)
    assert f"Content-Length: {len(body)}".encode() in received
