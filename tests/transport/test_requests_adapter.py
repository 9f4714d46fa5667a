"""The adapter of our own sessions: its caches are never stale."""

from __future__ import annotations

import asyncio
import http.server
import pickle
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import trustme

from dynaclient import AsyncClient, Client, ConnectionFailed
from dynaclient.transport.requests_adapter import PoolCachingAdapter
from tests.echo_server import EchoServer, Reply

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"cert": {"type": "mutualTLS"}}},
    "paths": {
        "/x": {"get": {"operationId": "open", "responses": {}}},
        "/y": {"get": {"operationId": "closed", "security": [{"cert": []}], "responses": {}}},
    },
}


def test_calls_share_a_connection_and_a_closed_client_opens_another(server: EchoServer) -> None:
    with Client(DOCUMENT, base_url=server.url) as client:
        for _ in range(3):
            client.call("open")
        assert server.connections == 1
    client.call("open")
    assert (server.connections, len(server.received)) == (2, 4)
    client.close()


def test_a_cookie_that_is_set_comes_back(server: EchoServer) -> None:
    """Answers without Set-Cookie are not looked through for cookies; those with one are."""
    server.answer("/x", Reply(headers={"Set-Cookie": "sid=1; Path=/"}), Reply())
    with Client(DOCUMENT, base_url=server.url) as client:
        first = client.call("open")
        client.call("open")
    assert first.raw.cookies.get_dict() == {"sid": "1"}
    assert [request.header("Cookie") for request in server.received] == [None, "sid=1"]


def test_an_answer_is_what_requests_makes_of_it(server: EchoServer) -> None:
    server.answer("/x", Reply(201, b"\xe9", {"Content-Type": "text/plain; charset=latin-1", "X-A": "1"}))
    with Client(DOCUMENT, base_url=server.url) as client:
        raw = client.call("open").raw
    assert (raw.status_code, raw.text, raw.encoding, raw.headers["x-a"]) == (201, "é", "latin-1", "1")
    assert raw.url == f"{server.url}/x"
    assert raw.request.method == "GET"
    assert raw.elapsed.total_seconds() > 0


def test_many_origins_are_not_kept_for_ever() -> None:
    """A program that goes through many hosts does not gather their pools."""
    adapter = PoolCachingAdapter()
    for number in range(100):
        request = requests.Request("GET", f"http://h{number}.example/x").prepare()
        pool = adapter.get_connection_with_tls_context(request, True, {}, None)
        assert pool is adapter.get_connection_with_tls_context(request, True, {}, None)
        assert 0 < len(adapter._pools) <= 32
    adapter.close()
    assert not adapter._pools


def test_a_session_can_be_pickled(server: EchoServer) -> None:
    with Client(DOCUMENT, base_url=server.url) as client:
        client.call("open")
        session = pickle.loads(pickle.dumps(client.session))
    assert isinstance(session.get_adapter(server.url), PoolCachingAdapter)
    assert session.get(f"{server.url}/x").status_code == 200
    session.close()


# TLS


class Secure:
    """A server with a certificate that only a caller who has the authority's trusts. It counts who shows one too."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.bundle, self.pair = str(folder / "ca.pem"), str(folder / "client.pem")
        authority.cert_pem.write_to_path(self.bundle)
        authority.issue_cert("client@example.org").private_key_and_cert_chain_pem.write_to_path(self.pair)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        authority.configure_trust(context)
        context.verify_mode = ssl.CERT_OPTIONAL
        self.shown: list[bool] = []
        shown = self.shown

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                shown.append(bool(self.connection.getpeercert()))  # type: ignore[attr-defined]
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Silence."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a refused handshake is no news
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    found = Secure(tmp_path)
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
def test_each_way_of_verifying_has_connections_of_its_own(secure: Secure) -> None:
    """One that was opened without looking at the certificate is not used for a call that has to look at it."""
    with Client(DOCUMENT, base_url=secure.url, retries=0) as client:
        client.session.verify = False
        client.call("open")
        client.session.verify = True
        with pytest.raises(ConnectionFailed, match="certificate was refused"):
            client.call("open")
        client.session.verify = secure.bundle
        client.call("open")
    assert secure.shown == [False, False]


def test_the_environment_names_the_authority(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    with Client(DOCUMENT, base_url=secure.url, retries=0) as client, pytest.raises(ConnectionFailed):
        client.call("open")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure.bundle)
    with Client(DOCUMENT, base_url=secure.url, retries=0) as client:
        client.call("open")
        client.call("open")
    assert secure.shown == [False, False]


def test_a_client_certificate_is_shown_where_the_operation_wants_it(
    secure: Secure, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection with a certificate is not used for calls that have none, nor the other way round."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure.bundle)
    with Client(DOCUMENT, base_url=secure.url, credentials={"cert": secure.pair}, retries=0) as client:
        for operation_id in ("open", "closed", "open", "closed"):
            client.call(operation_id)
    assert secure.shown == [False, True, False, True]


def test_a_certificate_that_is_not_there_is_told_of(secure: Secure, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure.bundle)
    with Client(DOCUMENT, base_url=secure.url, credentials={"cert": "/no/such.pem"}, retries=3) as client:
        for _ in range(2):
            with pytest.raises(ConnectionFailed, match=r"there is no file '/no/such\.pem'") as caught:
                client.call("closed")
            assert (caught.value.sent, caught.value.lasting) == (False, True)
    assert secure.shown == []


def test_the_async_client_shows_its_certificate_and_misses_it_alike(
    secure: Secure, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", secure.bundle)

    async def call(cert: str) -> None:
        async with AsyncClient(DOCUMENT, base_url=secure.url, credentials={"cert": cert}) as client:
            await client.call("closed")

    asyncio.run(call(secure.pair))
    with pytest.raises(ConnectionFailed, match=r"there is no file '/no/such\.pem'") as caught:
        asyncio.run(call("/no/such.pem"))
    assert (caught.value.sent, caught.value.lasting) == (False, True)
    assert secure.shown == [True]
