"""What arrives at a server: the request line, every header and every byte of the body."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client
from tests.echo_server import EchoServer, Received, Reply

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "getThing",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "tags", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
                    {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                    {"name": "a", "in": "cookie", "schema": {"type": "string"}},
                    {"name": "b", "in": "cookie", "schema": {"type": "string"}},
                ],
                "responses": {"200": {"description": "", "content": {"application/json": {}}}},
            },
            "delete": {
                "operationId": "deleteThing",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
                "requestBody": {"content": {"application/json": {}}},
                "responses": {},
            },
        },
        "/things": {
            "post": {
                "operationId": "makeThing",
                "requestBody": {"content": {"application/json": {}}},
                "responses": {},
            },
            "head": {"operationId": "headThings", "responses": {}},
        },
        "/files": {
            "put": {
                "operationId": "putFile",
                "requestBody": {"content": {"application/octet-stream": {}}},
                "responses": {},
            },
            "post": {
                "operationId": "postFile",
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "purpose": {"type": "string"},
                                    "file": {"type": "string", "format": "binary"},
                                },
                            }
                        }
                    }
                },
                "responses": {},
            },
        },
    },
}


@pytest.fixture
def client(server: EchoServer) -> Iterator[Client]:
    with Client(DOCUMENT, base_url=f"{server.url}/v1") as client:
        yield client


def only(server: EchoServer) -> Received:
    assert len(server.received) == 1
    return server.received[0]


def test_path_query_headers_and_cookies_arrive_as_they_were_prepared(client: Client, server: EchoServer) -> None:
    """Nothing is added to a request without a body, nothing is left out, and no cookie erases another."""
    client.call("getThing", id="a/b c", tags=["x,y", "z"], X_Trace="t-1", a="1", b="2")
    assert only(server).line == "GET /v1/things/a%2Fb%20c?tags=x%2Cy&tags=z HTTP/1.1"
    assert only(server).own_headers == {"Accept": "application/json", "X-Trace": "t-1", "Cookie": "a=1; b=2"}
    assert only(server).body == b""


def test_the_client_names_itself(client: Client, server: EchoServer) -> None:
    """A session made here says which client sends."""
    client.call("headThings")
    assert (only(server).header("User-Agent") or "").startswith("dynaclient/")


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        pytest.param({"a": [1, None, "ü"]}, '{"a":[1,null,"ü"]}'.encode(), id="object"),
        pytest.param([], b"[]", id="empty array"),
        pytest.param(False, b"false", id="false"),
        pytest.param(None, b"null", id="null"),
        pytest.param(0, b"0", id="zero"),
        pytest.param("", b'""', id="empty text"),
    ],
)
def test_a_json_body_is_sent_whole_with_its_length(client: Client, server: EchoServer, value: Any, sent: bytes) -> None:
    """Values that are false in Python are bodies too."""
    client.call("makeThing", body=value)
    request = only(server)
    assert (request.line, request.body) == ("POST /v1/things HTTP/1.1", sent)
    assert request.own_headers == {
        "Accept": "*/*",
        "Content-Type": "application/json",
        "Content-Length": str(len(sent)),
    }


def test_without_a_body_no_content_type_is_sent(client: Client, server: EchoServer) -> None:
    """A POST without a body says that it has none. Source: RFC 9110 section 8.6."""
    client.call("makeThing")
    assert only(server).own_headers == {"Accept": "*/*", "Content-Length": "0"}


def test_a_delete_sends_its_body(client: Client, server: EchoServer) -> None:
    """Bodies go with any method that declares one."""
    client.call("deleteThing", id="1", body={"force": True})
    assert (only(server).line, only(server).body) == ("DELETE /v1/things/1 HTTP/1.1", b'{"force":true}')


def in_chunks(*chunks: bytes) -> Iterator[bytes]:
    yield from chunks


class Unseekable(io.RawIOBase):
    """A pipe, as a file: its length is unknown."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._content.readinto(buffer)


BIG = bytes(range(256)) * 2000


@pytest.mark.parametrize(
    ("make", "framing"),
    [
        pytest.param(lambda path: BIG, {"Content-Length": "512000"}, id="bytes"),
        pytest.param(lambda path: path, {"Content-Length": "512000"}, id="path"),
        pytest.param(lambda path: io.BytesIO(BIG), {"Content-Length": "512000"}, id="open file"),
        pytest.param(lambda path: in_chunks(BIG[:7], BIG[7:]), {"Transfer-Encoding": "chunked"}, id="generator"),
        pytest.param(lambda path: Unseekable(BIG), {"Transfer-Encoding": "chunked"}, id="pipe"),
    ],
)
@pytest.mark.parametrize("where", ["network", "application"])
def test_an_upload_arrives_byte_for_byte(
    server: EchoServer, tmp_path: Path, make: Any, framing: dict[str, str], where: str
) -> None:
    """Over a socket and in process alike, whatever the content came from."""
    path = tmp_path / "big.bin"
    path.write_bytes(BIG)
    seen: dict[str, Any] = {}

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        seen["body"] = environ["wsgi.input"].read()
        seen["headers"] = {
            name: environ[key]
            for name, key in (
                ("Content-Length", "CONTENT_LENGTH"),
                ("Transfer-Encoding", "HTTP_TRANSFER_ENCODING"),
                ("Content-Type", "CONTENT_TYPE"),
            )
            if key in environ
        }
        start_response("204 No Content", [])
        return []

    choice: dict[str, Any] = {"base_url": server.url} if where == "network" else {"app": app}
    with Client(DOCUMENT, **choice) as client:
        client.call("putFile", body=make(path))
    if where == "network":
        seen = {"body": only(server).body, "headers": only(server).own_headers}
        seen["headers"].pop("Accept")
    assert seen["body"] == BIG
    assert seen["headers"] == {"Content-Type": "application/octet-stream", **framing}


@pytest.mark.parametrize(
    "make", [pytest.param(lambda path: path, id="path"), pytest.param(lambda path: b"", id="bytes")]
)
def test_an_empty_file_has_the_length_zero(client: Client, server: EchoServer, tmp_path: Path, make: Any) -> None:
    """Its length is known: servers that want one would refuse it in chunks."""
    path = tmp_path / "empty"
    path.write_bytes(b"")
    client.call("putFile", body=make(path))
    assert only(server).own_headers == {
        "Accept": "*/*",
        "Content-Type": "application/octet-stream",
        "Content-Length": "0",
    }


def test_a_multipart_upload_has_its_length_and_every_byte(client: Client, server: EchoServer, tmp_path: Path) -> None:
    """Parts are in the order given, each with its headers. Source: RFC 7578 section 4."""
    path = tmp_path / "data.txt"
    path.write_bytes(b"line\r\n--not the boundary\r\n")
    client.call("postFile", purpose="test", file=path)
    request = only(server)
    boundary = (request.header("Content-Type") or "").partition("boundary=")[2]
    assert (
        request.body
        == (
            f'--{boundary}\r\nContent-Disposition: form-data; name="purpose"\r\n\r\ntest\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="data.txt"\r\n'
            "Content-Type: text/plain\r\n\r\nline\r\n--not the boundary\r\n\r\n"
            f"--{boundary}--\r\n"
        ).encode()
    )
    assert request.own_headers == {
        "Accept": "*/*",
        "Content-Type": f"multipart/form-data; boundary={boundary}",
        "Content-Length": str(len(request.body)),
    }


def test_a_file_of_the_caller_stays_open(client: Client, server: EchoServer) -> None:
    """Only files that we opened are closed."""
    file = io.BytesIO(b"abc")
    client.call("putFile", body=file)
    client.call("postFile", file=file)
    assert not file.closed


def test_the_answer_to_head_has_no_body(client: Client, server: EchoServer) -> None:
    """Its Content-Length is that of a GET. Source: RFC 9110 section 9.3.2."""
    server.answer("/v1/things", Reply(body=b'{"a": 1}'))
    response = client.call("headThings")
    assert (response.data, response.headers["Content-Length"]) == (None, "8")


def test_one_connection_serves_many_calls(client: Client, server: EchoServer) -> None:
    """The pool keeps connections open between calls, also those of a changed copy."""
    for _ in range(3):
        client.call("makeThing")
        client.with_options(headers={"X-A": "1"}).call("makeThing")
    assert (len(server.received), server.connections) == (6, 1)
