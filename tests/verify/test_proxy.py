"""The proxy between two programs: what passes is as it was, as it arrives, and both sides are held to the document."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from dynaclient import Client, RequestError
from dynaclient.document import Document
from dynaclient.recording import Recording, read_har
from dynaclient.sandbox import Sandbox
from dynaclient.verify import Finding, Proxy
from tests.recording.conftest import PETSTORE, replaying_client
from tests.runtime.server import Loopback, Reply, Seen, as_json

KEY = {"X-API-Key": "proxy-secret-4711"}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/n": {
            "get": {
                "operationId": "getN",
                "responses": {
                    "200": {"description": "", "content": {"application/json": {"schema": {"type": "integer"}}}}
                },
            },
            "post": {
                "operationId": "postN",
                "requestBody": {"content": {"application/json": {"schema": {"type": "integer"}}, "*/*": {}}},
                "responses": {"200": {"description": "", "content": {"*/*": {}}}},
            },
        }
    },
}

Make = Callable[..., tuple[Proxy, str]]


@pytest.fixture
def make() -> Iterator[Make]:
    """Makes a proxy in front of a server that answers with a function, or at an address; returns it and its address."""
    opened: list[Any] = []

    def made(answer: Any, document: Any = DOCUMENT, **options: Any) -> tuple[Proxy, str]:
        server = None if isinstance(answer, str) else Loopback(answer)
        proxy = Proxy(document, answer if server is None else f"{server.url}/base", **options)
        serving = proxy.serve()
        opened.extend([serving, proxy, *([server] if server is not None else [])])
        return proxy, serving.url

    yield made
    for item in opened:
        item.close()


def lines_of(proxy: Proxy) -> list[str]:
    return [f"{finding.call}: {finding}" for finding in proxy.findings]


def test_what_passes_is_as_it_was(make: Make) -> None:
    """Method, target, headers under their names, body, status and reason; but for what concerns one connection."""
    seen: list[Seen] = []

    def answer(request: Seen) -> Reply:
        seen.append(request)
        headers = {
            "Content-Type": "text/x",
            "X-Two": "2",
            "Keep-Alive": "timeout=5",
            "X-Hop": "h",
            "Connection": "X-Hop",
        }
        return Reply(418, b"body", headers)

    proxy, url = make(answer)
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request(
        "LOCK", "/a%2Fb;c/%C3%A4?x=%20&y=a+b&x", b"sent",
        {"api_key": "k", "X-Team": "b", "Connection": "x-gone", "X-Gone": "1", "TE": "trailers", "Content-Type": "a/b"},
    )  # fmt: skip
    response = connection.getresponse()
    assert (response.status, response.read()) == (418, b"body")
    got = {name.lower(): value for name, value in response.getheaders()}
    assert (got["content-type"], got["x-two"], got["content-length"]) == ("text/x", "2", "4")
    assert not {"keep-alive", "x-hop", "transfer-encoding"} & got.keys()
    connection.close()
    (request,) = seen
    assert (request.method, request.path, request.body) == ("LOCK", "/base/a%2Fb;c/%C3%A4?x=%20&y=a+b&x", b"sent")
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert {"api_key": "k", "x-team": "b", "content-type": "a/b", "via": "1.1 dynaclient"}.items() <= headers.items()
    assert not {"x-gone", "te"} & headers.keys()
    assert headers["host"] != f"{parts.hostname}:{parts.port}"
    assert lines_of(proxy) == ["LOCK /base/a%2Fb;c/%C3%A4 → 418: request: the document has no such path"]


def test_a_download_arrives_while_the_target_still_answers(make: Make) -> None:
    """The client has the first piece, and the head before it, when the target has not made the second."""
    go_on = threading.Event()

    def second() -> bytes:
        assert go_on.wait(30)
        return b"second"

    _, url = make(lambda seen: Reply(200, [b"first", second], {"Content-Type": "application/octet-stream"}))
    with requests.post(f"{url}/n", stream=True, timeout=60) as response:
        pieces = response.raw.stream(100)
        assert next(pieces) == b"first"
        go_on.set()
        assert b"".join(pieces) == b"second"


@pytest.mark.parametrize("strict", [False, True])
def test_an_upload_passes_while_the_client_still_sends(make: Make, strict: bool) -> None:
    """Beyond what a strict proxy judges, it does not hold it either: the target reads bytes before the last exist."""
    size, arrived = 6 * 1024 * 1024, threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def target() -> None:
        connection, _ = listener.accept()
        with connection:
            received = b""
            while b"\r\n\r\n" not in received:
                received += connection.recv(65536)
            left = size - len(received.partition(b"\r\n\r\n")[2])
            arrived.set()
            while left > 0:
                left -= len(connection.recv(65536))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 4\r\n\r\ndone")

    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    proxy, url = make(f"http://127.0.0.1:{listener.getsockname()[1]}", strict=strict)

    def pieces() -> Iterator[bytes]:
        yield b"x" * (5 * 1024 * 1024)
        assert arrived.wait(30), "the target has not got a byte"
        yield b"x" * (1024 * 1024)

    headers = {"Content-Length": str(size), "Content-Type": "application/octet-stream"}
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    connection.request("POST", "/n", pieces(), headers)
    assert connection.getresponse().read() == b"done"
    connection.close()
    thread.join(30)
    listener.close()
    assert lines_of(proxy) == []


def test_chunks_pass_too(make: Make) -> None:
    seen: list[Seen] = []
    _, url = make(lambda request: (seen.append(request), as_json(1))[1])
    assert requests.post(f"{url}/n", iter([b"1", b"2"]), headers={"Content-Type": "application/json"}, timeout=60).ok
    assert (seen[0].body, seen[0].headers.get("Transfer-Encoding")) == (b"12", "chunked")


@pytest.mark.parametrize(
    ("coding", "body"), [("zstd", b"(\xb5/\xfd packed"), ("gzip", gzip.compress(b"12", mtime=0))], ids=["zstd", "gzip"]
)
def test_a_strict_proxy_lets_compressed_requests_pass(make: Make, tmp_path: Path, coding: str, body: bytes) -> None:
    """As they are. One whose compression it cannot undo is not judged, and recorded by its digest."""
    path = tmp_path / "calls.har"
    seen: list[Seen] = []
    proxy, url = make(lambda one: seen.append(one) or as_json(1), strict=True, record=str(path))
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    answer = requests.post(f"{url}/n", data=body, headers=headers, timeout=10)
    assert (answer.status_code, proxy.findings, seen[0].body) == (200, [], body)
    (exchange,) = read_har(path).exchanges
    assert exchange.request.body.data == (b"12" if coding == "gzip" else None)


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_an_answer_is_judged_and_passes_all_the_same(make: Make, coding: str) -> None:
    """Compressed, too: what passes is what the target sent."""
    body = b'"text"'
    sent = gzip.compress(body) if coding else body
    headers = {"Content-Type": "application/json", **({"Content-Encoding": coding} if coding else {})}
    tellings: list[Finding] = []
    proxy, url = make(lambda seen: Reply(200, sent, headers), tell=tellings.append)
    assert requests.get(f"{url}/n", timeout=60).json() == "text"
    expected = ['GET /base/n → 200: answer 200 body: expected integer, given string "text"']
    assert lines_of(proxy) == expected
    assert [f"{finding.call}: {finding}" for finding in tellings] == expected


def test_a_strict_proxy_answers_in_place_of_what_breaks_the_document(make: Make) -> None:
    """400 for a request, which is not sent; 502 for an answer. Both say what is wrong, as problem details."""
    answers = iter([as_json("text"), as_json(5)])
    seen: list[Seen] = []
    proxy, url = make(lambda request: (seen.append(request), next(answers))[1], strict=True)
    refused = requests.post(f"{url}/n", json="five", timeout=60)
    assert (refused.status_code, refused.headers["Content-Type"]) == (400, "application/problem+json")
    assert refused.json() == {
        "type": "about:blank",
        "title": "The request does not fit the document",
        "status": 400,
        "detail": 'body: "five" is not of type "integer".',
        "findings": [
            {"side": "request", "where": "body", "detail": '"five" is not of type "integer".', "operation": "postN"}
        ],
    }
    assert seen == []
    broken = requests.get(f"{url}/n", timeout=60)
    assert (broken.status_code, broken.json()["title"]) == (502, "The answer does not fit the document")
    assert requests.get(f"{url}/n", timeout=60).json() == 5
    assert len(proxy.findings) == 2
    assert proxy.exchanges == 3


def test_a_target_that_is_not_there_is_a_502(make: Make) -> None:
    proxy, url = make("http://127.0.0.1:1")
    answer = requests.get(f"{url}/n", timeout=60)
    assert (answer.status_code, answer.json()["title"]) == (502, "The target did not answer: Connection refused")
    assert proxy.findings == []


def test_an_answer_that_breaks_off_breaks_off(make: Make) -> None:
    _, url = make(lambda seen: Reply(200, b"half", {"Content-Type": "text/plain"}, length=100))
    with pytest.raises(requests.RequestException):
        _ = requests.post(f"{url}/n", timeout=60).content
    assert requests.get(f"{url}/n", timeout=60, stream=True).status_code == 200


def test_it_answers_names_of_this_machine_only(make: Make) -> None:
    _, url = make(lambda seen: as_json(1))
    assert urlsplit(url).hostname == "127.0.0.1"
    assert requests.get(f"{url}/n", headers={"Host": "evil.example"}, timeout=60).status_code == 421


def test_what_passes_is_recorded_without_secrets_and_replayed(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "proxy.har"
    document = Document(PETSTORE)
    with Sandbox(document).serve() as upstream:
        proxy, url = make(upstream.url, document, record=str(path))
        with Client(document, base_url=url, credentials={"api_key": KEY["X-API-Key"]}) as client:
            client.createPet(name="Rex")
            client.getPetById(petId=1)
    assert proxy.findings == []
    text = path.read_text("utf-8")
    assert KEY["X-API-Key"] not in text
    assert [exchange.operation_id for exchange in read_har(path).exchanges] == ["createPet", "getPetById"]
    with replaying_client(document, Recording(path, mode="none")) as client:
        assert client.call("getPetById", petId=1)["name"] == "Rex"
    assert json.loads(text)["log"]["entries"][0]["request"]["url"].startswith(upstream.url)


@pytest.mark.parametrize("target", ["", "ftp://h", "h/path", "https://h/?a=1", "http://[::1", "http://h:99999", 3])
def test_a_target_that_is_no_address_is_refused(target: Any) -> None:
    with pytest.raises(RequestError, match="the target must be the address of a server such as https"):
        Proxy(DOCUMENT, target)
