"""The network fails: our errors alone, in words that name the call and hold no secret."""

from __future__ import annotations

import contextlib
import gzip
import pickle
import socket
import ssl
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
import urllib3
from requests.adapters import BaseAdapter

from dynaclient import Client, ConnectionFailed, DeadlineExceeded, RequestError, TransportError
from dynaclient.transport.delivery import CallContext
from dynaclient.transport.failures import NETWORK_ERRORS, ApplicationError, error_to_raise, failure_of
from tests.echo_server import EchoServer, Reply

SECRET = "sentinel-key-0123456789"
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"securitySchemes": {"Key": {"type": "apiKey", "in": "query", "name": "key"}}},
    "security": [{"Key": []}],
    "paths": {
        "/x": {
            "get": {"operationId": "op", "responses": {"200": {"description": "", "content": {"text/plain": {}}}}},
            "put": {
                "operationId": "put",
                "requestBody": {"content": {"application/octet-stream": {}}},
                "responses": {},
            },
        }
    },
}


def client_for(url: str, **options: Any) -> Client:
    return Client(DOCUMENT, base_url=url, credentials={"Key": SECRET}, **{"retries": 0, **options})


def failure(act: Callable[[], Any]) -> TransportError:
    """The error that `act` raises, once it is certain that no library's error and no secret hangs on it."""
    with pytest.raises(TransportError) as caught:
        act()
    error = caught.value
    told = "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))
    assert SECRET not in told
    assert error.__cause__ is None
    assert error.__context__ is None
    assert (error.operation_id, error.method) == ("op", "GET")
    return error


@contextlib.contextmanager
def listening(serve: Callable[[socket.socket], None]) -> Iterator[str]:
    """A server on loopback that does with the first connection what `serve` says."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run() -> None:
        with contextlib.suppress(OSError):
            connection, _ = listener.accept()
            with connection:
                serve(connection)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        thread.join(10)


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_a_refused_connection() -> None:
    """Nothing listens there."""
    url = f"http://127.0.0.1:{closed_port()}"
    with client_for(url) as client:
        error = failure(lambda: client.call("op"))
    assert type(error) is ConnectionFailed
    assert str(error) == (
        f"op: GET {url}/x: the connection failed, or broke before the answer was complete: Connection refused"
    )


def test_a_body_that_cannot_be_decompressed_names_its_coding() -> None:
    """And is not called a broken connection."""

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc")

    with listening(serve) as url, client_for(url) as client:
        error = failure(lambda: client.call("op"))
    assert error.message == "the answer could not be decompressed as its Content-Encoding says: gzip"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.1 2", id="half a status line"),
        pytest.param(b"not http at all\r\n\r\n", id="no HTTP"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", id="half a body"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", id="half a chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="no chunk"),
        pytest.param(b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 200 + b"\r\n", id="too many headers"),
        pytest.param(b"HTTP/1.1 200 OK\r\nX-A: " + b"b" * 70000 + b"\r\n\r\n", id="a header too long"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc", id="no gzip"),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n", id="no address"),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: http://h:99999/\r\nContent-Length: 0\r\n\r\n", id="no port"),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: http://a..b/\r\nContent-Length: 0\r\n\r\n", id="no host"),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: /\xe9\xff\r\nContent-Length: 0\r\n\r\n", id="no UTF-8"),
        pytest.param(b"HTTP/1.1 302 Found\r\nLocation: ftp://h/x\r\nContent-Length: 0\r\n\r\n", id="no HTTP scheme"),
    ],
)
def test_an_answer_that_breaks_or_is_none(answer: bytes) -> None:
    """Whatever a server sends, the error is ours."""

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(answer)

    with listening(serve) as url, client_for(url) as client:
        error = failure(lambda: client.call("op"))
    assert type(error) is ConnectionFailed
    assert error.url == f"{url}/x"


def test_a_reset_connection() -> None:
    """The server hangs up hard."""

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    with listening(serve) as url, client_for(url) as client:
        error = failure(lambda: client.call("op"))
    assert str(error).endswith("Connection reset by peer")


@pytest.mark.parametrize("host", ["host.invalid", "a" * 300])
def test_an_unknown_host(host: str) -> None:
    """The name `.invalid` never resolves, nor does one that is too long. Source: RFC 6761 section 6.4."""
    with client_for(f"http://{host}") as client:
        error = failure(lambda: client.call("op"))
    assert type(error) is ConnectionFailed
    assert error.url == f"http://{host}/x"


def test_a_refused_tls_connection(server: EchoServer) -> None:
    """This server does not speak TLS."""
    with client_for(server.url.replace("http:", "https:")) as client:
        error = failure(lambda: client.call("op"))
    assert type(error) is ConnectionFailed
    assert "TLS" in str(error)


def test_a_missing_file_of_certificates(server: EchoServer) -> None:
    """The library raises an error of Python's own here."""
    with requests.Session() as session:
        session.verify = "/no/such/file.pem"
        client = client_for("https://127.0.0.1:1", session=session)
        assert type(failure(lambda: client.call("op"))) is ConnectionFailed


def test_a_proxy_that_is_not_there(server: EchoServer) -> None:
    """The error names the proxy, not the server, and does not show its password."""
    with requests.Session() as session:
        session.proxies = {"http": f"http://user:{SECRET}@127.0.0.1:{closed_port()}"}
        client = client_for(server.url, session=session)
        assert "the proxy could not be reached" in str(failure(lambda: client.call("op")))


@pytest.mark.parametrize("body_begun", [False, True], ids=["before the answer", "within the body"])
def test_an_answer_that_does_not_come(server: EchoServer, body_begun: bool) -> None:
    """The time between two bytes ran out, before the first or between the others."""
    gate = threading.Event()

    def serve(connection: socket.socket) -> None:
        connection.recv(65536)
        if body_begun:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
        gate.wait(60)

    with listening(serve) as url, client_for(url, timeout=(5, 0.5)) as client:
        error = failure(lambda: client.call("op"))
        gate.set()
    assert type(error) is DeadlineExceeded
    had = ", after status 200 and 3 bytes" if body_begun else ""
    assert str(error) == f"op: GET {url}/x: the server sent nothing for too long (timeout=){had}"


def test_a_connection_that_is_not_accepted() -> None:
    """The time to connect ran out: the queue of this listener is full."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(8):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        client = stack.enter_context(client_for(url, timeout=(0.1, 5)))
        error = failure(lambda: client.call("op"))
    assert type(error) is DeadlineExceeded
    assert str(error) == f"op: GET {url}/x: connecting took too long (timeout=)"


RAISED = [
    *(
        kind
        for kind in vars(requests.exceptions).values()
        if isinstance(kind, type) and issubclass(kind, requests.RequestException)
    ),
    urllib3.exceptions.HTTPError,
    urllib3.exceptions.LocationParseError,
    urllib3.exceptions.PoolError,
]


class Raising(BaseAdapter):
    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def send(self, *args: Any, **kwargs: Any) -> Any:
        raise self.error

    def close(self) -> None: ...


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_no_error_of_a_library_reaches_the_caller(kind: type[Exception]) -> None:
    """Every class that requests defines, and those of urllib3 that it lets pass."""
    arguments = {"PoolError": (None, SECRET), "JSONDecodeError": (SECRET, "", 0)}.get(kind.__name__, (SECRET,))
    error = kind(*arguments)
    with requests.Session() as session:
        session.mount("http://", Raising(error))
        told = failure(lambda: client_for("http://h", session=session).call("op"))
    timed_out = issubclass(kind, requests.Timeout)
    assert type(told) is (DeadlineExceeded if timed_out else ConnectionFailed)


@pytest.mark.parametrize("error", [ValueError("mine"), KeyError("mine"), PermissionError("mine"), ZeroDivisionError()])
def test_an_error_of_the_callers_own_adapter_or_hook_is_left_alone(server: EchoServer, error: Exception) -> None:
    """It is not a network failure, and its traceback leads to the caller's code."""

    def hook(response: requests.Response, **_: Any) -> None:
        raise error

    with requests.Session() as session:
        session.hooks["response"].append(hook)
        client = client_for(server.url, session=session)
        with pytest.raises(type(error)) as caught:
            client.call("op")
    assert caught.value is error


# read later


def test_a_stream_that_breaks_while_it_is_read(server: EchoServer) -> None:
    """With stream=True the body is read when it is asked for; the error is ours then, too."""
    server.answer("/x", Reply(body=b"x" * 1000, breaks_after=10))
    with client_for(server.url) as client, client.with_options(stream=True).call("op") as response:
        error = failure(lambda: response.data)
    assert type(error) is ConnectionFailed


def test_an_error_body_that_breaks_while_it_is_read(server: EchoServer) -> None:
    """The same where the status raises."""
    server.answer("/x", Reply(500, body=b"x" * 1000, breaks_after=10))
    with client_for(server.url) as client:
        failure(lambda: client.with_options(stream=True).call("op"))
        failure(lambda: client.call("op"))


def test_a_compressed_answer_is_unpacked(server: EchoServer) -> None:
    """As everywhere in requests."""
    packed = gzip.compress(b"hello")
    server.answer("/x", Reply(body=packed, headers={"Content-Encoding": "gzip", "Content-Type": "text/plain"}))
    with client_for(server.url) as client:
        assert client.call("op").data == "hello"
        assert client.with_options(stream=True).call("op").data == "hello"


# before anything is sent


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"base_url": "http://exa mple.com"}, id="blank in the host"),
        pytest.param({"base_url": "http://*.example.com"}, id="star in the host"),
    ],
)
def test_an_address_that_is_none_is_the_callers_mistake(options: dict[str, Any]) -> None:
    """Nothing was sent, so it is not a network failure."""
    with pytest.raises(RequestError) as caught:
        Client(DOCUMENT, credentials={"Key": SECRET}, retries=0, **options).call("op")
    assert caught.value.__context__ is None
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("timeout", [0, -1, True, "5", (1,), (1, 2, 3), (1, 0), [1, 2], float("nan")])
def test_a_timeout_that_is_none_is_refused(timeout: Any) -> None:
    """Our option reports the error before urllib3 does."""
    with pytest.raises(RequestError, match="timeout= must be seconds above 0"):
        client_for("http://h", timeout=timeout)
    with pytest.raises(RequestError, match="timeout= must be seconds above 0"):
        client_for("http://h").with_options(timeout=timeout)


@pytest.mark.parametrize("timeout", [None, 5, 0.5, (3, 4), (None, 4), (3, None)])
def test_a_timeout_is_seconds_a_pair_or_none(server: EchoServer, timeout: Any) -> None:
    """One for both, one for each, or none."""
    with client_for(server.url, timeout=timeout) as client:
        assert client.call("op").status_code == 200


def test_errors_can_be_sent_between_processes() -> None:
    """They keep their values."""
    error = ConnectionFailed("broken", operation_id="op", method="GET", url="http://h/x")
    copy = pickle.loads(pickle.dumps(error))
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_a_tls_server_without_a_known_certificate() -> None:
    """The handshake ends with an alert that names the reason."""

    def serve(connection: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with contextlib.suppress(OSError, ssl.SSLError):
            context.wrap_socket(connection, server_side=True)

    with listening(serve) as url, client_for(url.replace("http:", "https:")) as client:
        assert "TLS" in str(failure(lambda: client.call("op")))


# as pure functions


CONTEXT = CallContext("op", "GET", "http://h/x?key=k")


def with_network_errors(act: Callable[[], Any], context: CallContext) -> Any:
    """As the sender and the reader of bodies do it."""
    try:
        return act()
    except NETWORK_ERRORS as error:
        failure = error_to_raise(error, context)
    raise failure


NEVER_SENT = [
    "ConnectTimeoutError", "NewConnectionError", "NameResolutionError", "ProxyError", "ClientConnectorError",
    "ClientConnectorDNSError", "ClientConnectorSSLError", "ClientConnectorCertificateError",
    "ClientProxyConnectionError", "ConnectionTimeoutError", "ServerFingerprintMismatch", "SSLCertVerificationError",
    "ConnectionRefusedError",
]  # fmt: skip
MAYBE_SENT = ["ConnectionResetError", "ServerDisconnectedError", "ReadTimeoutError", "ClientOSError", "ProtocolError"]


@pytest.mark.parametrize(
    ("name", "sent"), [*((name, False) for name in NEVER_SENT), *((name, True) for name in MAYBE_SENT)]
)
@pytest.mark.parametrize("depth", [0, 2])
def test_what_is_raised_only_before_anything_is_sent(name: str, sent: bool, depth: int) -> None:
    """By the name of the error of urllib3, aiohttp or Python, also as the reason of another."""
    error: Exception = type(name, (OSError,), {})("x")
    for _ in range(depth):
        error = requests.ConnectionError(error)
    assert failure_of(error, CONTEXT).sent is sent


@pytest.mark.parametrize("kind", ["the library's", "Python's in the library", "an application's"])
def test_the_error_knows_the_call_and_how_far_it_had_come(kind: str) -> None:
    """Its operation, the status and the bytes that had arrived."""

    class Cut(Exception):
        cuts_connection = True

    def act() -> None:
        if kind == "the library's":
            raise requests.ConnectionError("x")
        if kind == "an application's":
            raise ApplicationError(Cut("x"))
        socket.create_connection(("127.0.0.1", closed_port()))

    context = CallContext("op", "GET", "http://h/x", status_code=206, received=7)
    with pytest.raises(ConnectionFailed) as caught:
        with_network_errors(act, context)
    assert (caught.value.operation_id, caught.value.status_code, caught.value.received) == ("op", 206, 7)


def test_what_an_application_raises_is_its_own() -> None:
    """Unless it plays a broken network."""
    error = RuntimeError("of the application")

    def act() -> None:
        raise ApplicationError(error)

    with pytest.raises(RuntimeError) as caught:
        with_network_errors(act, CONTEXT)
    assert caught.value is error
    assert with_network_errors(lambda: 5, CONTEXT) == 5


@pytest.mark.parametrize(
    ("module", "ours"),
    [
        *((name, True) for name in ("email", "encodings", "http", "idna", "requests", "socket", "ssl", "urllib")),
        ("urllib3", True), ("encodings.idna", True), ("urllib3.util.url", True),
        ("mine", False), ("httpx", False), ("requests_toolbelt", False), ("", False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [OSError, ValueError, UnicodeError])
def test_errors_of_python_that_come_out_of_a_library(module: str, ours: bool, kind: type[Exception]) -> None:
    """Those of a hook or an adapter of the caller's stay as they are."""
    names: dict[str, Any] = {"__name__": module, "kind": kind}
    exec("def act():\n    raise kind('x')", names)  # a function of a module of that name
    with pytest.raises(ConnectionFailed if ours else kind) as caught:
        with_network_errors(names["act"], CONTEXT)
    assert isinstance(caught.value, TransportError) is ours
