"""verify=, cert= and proxies=, against TLS servers with their own authority and proxies on loopback; sync and async."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import pickle
import select
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
import trustme

from dynaclient import AsyncClient, Client, ConnectionFailed, MissingExtra, RequestError
from tests.runtime.conftest import THINGS


class _Quiet(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b'{"by": "' + type(self).__name__.encode() + b'"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None: ...


class Direct(_Quiet):
    """The server itself."""


class Proxy(_Quiet):
    """Answers plain requests itself, and connects tunnels; notes both."""

    seen: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.seen.append(f"GET {self.path}")
        super().do_GET()

    def do_CONNECT(self) -> None:
        self.seen.append(f"CONNECT {self.headers.get('Proxy-Authorization', '')}".strip())
        host, _, port = self.path.partition(":")
        with socket.create_connection((host, int(port))) as there:
            self.send_response(200)
            self.end_headers()
            pair = {self.connection: there, there: self.connection}
            while True:
                for ready in select.select(list(pair), [], [], 10)[0]:
                    data = ready.recv(1 << 16)
                    if not data:
                        self.close_connection = True
                        return
                    pair[ready].sendall(data)


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None: ...


def started(handler: type, context: ssl.SSLContext | None = None) -> _Server:
    server = _Server(("127.0.0.1", 0), handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class Secure:
    """A TLS server, its authority, and a client certificate of it."""

    def __init__(self, folder: Path, *, demands: bool = False) -> None:
        authority = trustme.CA()
        self.authority = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.authority))
        own = authority.issue_cert("client@example.org")
        self.cert, self.key, self.both = (folder / name for name in ("cert.pem", "key.pem", "both.pem"))
        own.cert_chain_pems[0].write_to_path(str(self.cert))
        own.private_key_pem.write_to_path(str(self.key))
        own.private_key_and_cert_chain_pem.write_to_path(str(self.both))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        if demands:
            authority.configure_trust(context)
            context.verify_mode = ssl.CERT_REQUIRED
        self._server = started(Direct, context)
        self.url = f"https://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Secure]:
    server = Secure(tmp_path)
    yield server
    server.close()


@pytest.fixture
def demanding(tmp_path: Path) -> Iterator[Secure]:
    server = Secure(tmp_path, demands=True)
    yield server
    server.close()


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[str]]]:
    Proxy.seen = []
    server = started(Proxy)
    yield f"127.0.0.1:{server.server_address[1]}", Proxy.seen
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def answered(client: Any) -> str:
    return client.call("listThings").data["by"]


def test_an_unknown_authority_is_refused_once(secure: Secure, caller: Any) -> None:
    """The words are the same for both clients; nothing is tried again, since it would be refused again."""
    with pytest.raises(ConnectionFailed) as caught:
        caller(secure.url, retries=3).call("listThings")
    assert "the server's certificate was refused: " in str(caught.value)
    assert "(verify= names the authorities to trust)" in str(caught.value)
    assert len(caught.value.attempts) == 1
    assert caught.value.sent is False


@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_what_verify_takes(secure: Secure, caller: Any) -> None:
    context = ssl.create_default_context(cafile=str(secure.authority))
    for verify in (secure.authority, str(secure.authority), context, False):
        assert answered(caller(secure.url, verify=verify)) == "Direct"


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_names_authorities(
    secure: Secure, caller: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, str(secure.authority))
    assert answered(caller(secure.url)) == "Direct"


def test_the_option_goes_before_the_environment(
    secure: Secure, caller: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    assert answered(caller(secure.url, verify=secure.authority)) == "Direct"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(secure.authority))
    with pytest.raises(ConnectionFailed, match="certificate was refused"):
        caller(secure.url, verify=other).call("listThings")


def test_a_context_is_used_as_it_is(secure: Secure, caller: Any, tmp_path: Path) -> None:
    """It trusts nothing but what it holds, whatever the environment names."""
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    with pytest.raises(ConnectionFailed, match="certificate was refused"):
        caller(secure.url, verify=ssl.create_default_context(cafile=str(other))).call("listThings")


@pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")  # asyncio of 3.10, after a refused handshake
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_client_certificate(demanding: Secure, caller: Any) -> None:
    for cert in ((demanding.cert, demanding.key), [str(demanding.cert), str(demanding.key)], demanding.both):
        assert answered(caller(demanding.url, verify=demanding.authority, cert=cert)) == "Direct"
    with pytest.raises(ConnectionFailed):
        caller(demanding.url, verify=demanding.authority).call("listThings")


def test_a_proxy_for_plain_and_for_secure_requests(secure: Secure, caller: Any, proxy: tuple[str, list[str]]) -> None:
    address, seen = proxy
    assert answered(caller("http://thing.test", proxies=f"http://{address}")) == "Proxy"
    given = {"https": f"http://user:secret@{address}"}
    assert answered(caller(secure.url, proxies=given, verify=secure.authority)) == "Direct"
    assert seen == ["GET http://thing.test/things", "CONNECT Basic dXNlcjpzZWNyZXQ="]


def test_proxies_of_the_environment_can_be_left_out(
    secure: Secure, caller: Any, proxy: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, seen = proxy
    monkeypatch.setenv("HTTPS_PROXY", f"http://{address}")
    assert answered(caller(secure.url, verify=secure.authority, proxies=False)) == "Direct"
    assert seen == []
    assert answered(caller(secure.url, verify=secure.authority)) == "Direct"
    assert seen == ["CONNECT"]


WRONG = [
    pytest.param({"verify": 5}, "verify= must be True, False, the path of a file or folder of certificates", id="type"),
    pytest.param({"verify": "/no/such.pem"}, "verify=: there is no file or folder '/no/such.pem'", id="no-file"),
    pytest.param({"verify": __file__}, "cannot be read: ", id="no-certificates"),
    pytest.param({"cert": 5}, "cert= must be the path of a certificate with its key, or", id="cert-type"),
    pytest.param({"cert": ("a",)}, "cert= must be the path of a certificate with its key, or", id="cert-single"),
    pytest.param({"cert": "/no/such.pem"}, "cert=: there is no file or folder '/no/such.pem'", id="cert-no-file"),
    pytest.param({"cert": __file__}, "cannot be read: ", id="cert-no-certificate"),
    pytest.param({"proxies": 5}, "proxies= must be a URL, a mapping such as", id="proxies-type"),
    pytest.param({"proxies": {"https": "proxy"}}, "proxies=: 'https' needs the URL of a proxy", id="proxies-no-url"),
    pytest.param({"proxies": {1: "http://p"}}, "proxies=: a proxy is for 'http', 'https',", id="proxies-name"),
    pytest.param({"proxies": {"htp": "http://p"}}, "such as 'https://api.example', not for 'htp'", id="proxies-scheme"),
    pytest.param({"proxies": "nonsense"}, "proxies= must be the URL of a proxy, such as http://p", id="proxies-word"),
    pytest.param({"proxies": "proxy:8080"}, "such as http://proxy:8080, not 'proxy:8080'", id="proxies-no-scheme"),
    pytest.param({"proxies": "http://[::1"}, "must be the URL of a proxy", id="proxies-broken"),
    pytest.param({"verify": False, "app": lambda *_: []}, "app= makes no connection", id="app"),
    pytest.param({"verify": False, "session": object()}, "session= has its own settings; set them there", id="session"),
]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(("options", "said"), WRONG)
def test_wrong_values_are_refused_when_the_client_is_made(kind: Any, options: Any, said: str) -> None:
    with pytest.raises(RequestError) as caught:
        kind(THINGS, **options)
    assert said in str(caught.value)


def test_a_password_is_in_no_text() -> None:
    for options in ({"cert": ("/no/a", "/no/b", "secret", "x")}, {"proxies": {"https": "user:secret@proxy"}}):
        with pytest.raises(RequestError) as caught:
            Client(THINGS, **options)
        assert "secret" not in str(caught.value)


def test_with_options_says_where_they_belong() -> None:
    with pytest.raises(
        RequestError, match="verify= is an option of the client itself: pass it when you make the client"
    ):
        Client(THINGS).with_options(verify=False)


def test_pickling_leaves_secrets_out(secure: Secure) -> None:
    client = Client(THINGS, verify=secure.authority, proxies="http://user:hunter22@proxy.test:1", base_url=secure.url)
    data = pickle.dumps(client)
    assert b"hunter22" not in data
    assert b"hunter22" in pickle.dumps(client.with_options(pickle_credentials=True))
    again = pickle.loads(pickle.dumps(Client(THINGS, verify=secure.authority, base_url=secure.url)))
    assert answered(again) == "Direct"
    context = Client(THINGS, verify=ssl.create_default_context())
    with pytest.raises(TypeError, match="whose verify= is an SSLContext cannot be pickled"):
        pickle.dumps(context)


class Refusing:
    """A TLS server that demands a client certificate, and stays open after it has refused who has none."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.authority = folder / "refusing.pem"
        authority.cert_pem.write_to_path(str(self.authority))
        stranger = folder / "stranger.pem"
        trustme.CA().issue_cert("client@example.org").private_key_and_cert_chain_pem.write_to_path(str(stranger))
        self.stranger = stranger
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(self._context)
        authority.configure_trust(self._context)
        self._context.verify_mode = ssl.CERT_REQUIRED
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.open: list[ssl.SSLSocket] = []
        self.url = f"https://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                raw, _ = self._socket.accept()
            except OSError:
                return
            secured = self._context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False)
            self.open.append(secured)
            with contextlib.suppress(OSError):
                secured.do_handshake()

    def close(self) -> None:
        self._socket.close()
        for secured in self.open:
            secured.close()


@pytest.fixture
def refusing(tmp_path: Path) -> Iterator[Refusing]:
    server = Refusing(tmp_path)
    yield server
    server.close()


def failure(caller: Any, *args: Any, **options: Any) -> ConnectionFailed:
    with pytest.raises(ConnectionFailed) as caught:
        caller(*args, retries=2, **options).call("listThings")
    return caught.value


@pytest.mark.filterwarnings("ignore:unclosed transport:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_demanded_certificate_is_named_once(refusing: Refusing, caller: Any) -> None:
    """The words are the same for both clients; nothing is tried again, since it would be refused again."""
    error = failure(caller, refusing.url, verify=refusing.authority)
    assert error.message == "the server demands a client certificate, and none was sent (cert= names one)"
    assert (len(error.attempts), error.sent, error.lasting) == (1, False, True)
    error = failure(caller, refusing.url, verify=refusing.authority, cert=refusing.stranger)
    assert error.message.startswith("the server refused the client certificate (cert=): ")
    assert "_ssl.c" not in error.message
    assert (len(error.attempts), error.sent) == (1, False)


def test_a_file_of_authorities_that_is_missing_or_empty(
    secure: Secure, caller: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both clients say the same, once."""
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such.pem")
    error = failure(caller, secure.url)
    assert error.message == "there is no file '/no/such.pem', which the TLS settings name"
    assert (len(error.attempts), error.sent) == (1, False)
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")
    monkeypatch.setenv("SSL_CERT_FILE", str(empty))
    error = failure(caller, secure.url)
    assert error.message == (
        "the certificates to trust cannot be read: no certificate or crl found (verify=, or the file that "
        "REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or SSL_CERT_FILE names)"
    )
    assert (len(error.attempts), error.sent) == (1, False)


def test_a_refused_connection_has_the_words_of_the_system(caller: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
    error = failure(caller, url)
    assert error.message == "the connection failed, or broke before the answer was complete: Connection refused"


def test_a_socks_proxy_without_its_package_is_a_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the client is made, or when the environment names the proxy at the first call."""
    monkeypatch.setitem(sys.modules, "socks", None)
    said = r"a SOCKS proxy needs socks, which is not installed: pip install 'dynaclient\[socks\]'"
    with pytest.raises(MissingExtra, match=said):
        Client(THINGS, proxies="socks5h://proxy.test:1080")
    monkeypatch.setenv("ALL_PROXY", "socks5://proxy.test:1080")
    with pytest.raises(MissingExtra, match=said):
        Client(THINGS, base_url="http://thing.test").call("listThings")


def test_an_async_client_refuses_a_socks_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would talk HTTP to it."""
    said = "an async client goes through HTTP proxies only: a SOCKS proxy is for Client"
    with pytest.raises(RequestError, match=said):
        AsyncClient(THINGS, proxies={"https": "socks5://proxy.test:1080"})

    async def call() -> None:
        async with AsyncClient(THINGS, base_url="http://thing.test") as client:
            await client.call("listThings")

    monkeypatch.setenv("ALL_PROXY", "socks5://proxy.test:1080")
    with pytest.raises(RequestError, match=said):
        asyncio.run(call())


def test_a_proxy_of_the_environment(proxy: tuple[str, list[str]], caller: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clients read it alike: without a scheme it is an HTTP proxy, and another word is refused."""
    address, seen = proxy
    monkeypatch.setenv("HTTP_PROXY", address)
    monkeypatch.setenv("http_proxy", address)
    assert answered(caller("http://thing.test")) == "Proxy"
    assert seen == ["GET http://thing.test/things"]
    monkeypatch.setenv("HTTP_PROXY", "nonsense://user:hunter22@proxy")
    monkeypatch.setenv("http_proxy", "nonsense://user:hunter22@proxy")
    with pytest.raises(RequestError, match="the environment names 'nonsense://proxy' as the proxy") as caught:
        caller("http://thing.test", retries=2).call("listThings")
    assert "hunter22" not in str(caught.value)
