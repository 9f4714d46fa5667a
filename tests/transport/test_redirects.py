"""Redirects: at home everything goes along; to another origin nothing that might be a credential does."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from requests.adapters import HTTPAdapter
from requests.auth import HTTPDigestAuth

from dynaclient import AsyncClient, Client, ConnectionFailed
from dynaclient._support.urls import origin_of
from dynaclient.transport.redirects import leave_credentials, without_secrets
from tests.echo_server import EchoServer, Reply

SCHEMES = {
    "Bearer": {"type": "http", "scheme": "bearer"},
    "Basic": {"type": "http", "scheme": "basic"},
    "Digest": {"type": "http", "scheme": "digest"},
    "Header": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "Query": {"type": "apiKey", "in": "query", "name": "key"},
    "Cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
}


def client_for(
    url: str, *security: str, method: str = "get", credentials: dict[str, Any] | None = None, **options: Any
) -> Client:
    parameters = [
        {"name": "X-Custom", "in": "header", "schema": {"type": "string"}},
        {"name": "pref", "in": "cookie", "schema": {"type": "string"}},
    ]
    operation: dict[str, Any] = {"operationId": "op", "parameters": parameters, "responses": {}}
    operation["security"] = [{name: [] for name in security}] if security else []
    operation["requestBody"] = {"content": {"application/json": {}, "application/octet-stream": {}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "components": {"securitySchemes": SCHEMES},
        "paths": {"/x": {method: operation}},
    }
    return Client(document, base_url=url, credentials=credentials, **options)


# what becomes of method and body


@pytest.mark.parametrize(
    ("status", "method", "then", "body"),
    [
        pytest.param(301, "post", "GET", b"", id="301 POST"),
        pytest.param(302, "post", "GET", b"", id="302 POST"),
        pytest.param(303, "post", "GET", b"", id="303 POST"),
        pytest.param(303, "put", "GET", b"", id="303 PUT"),
        pytest.param(307, "post", "POST", b'{"a":1}', id="307 POST"),
        pytest.param(308, "put", "PUT", b'{"a":1}', id="308 PUT"),
    ],
)
def test_method_and_body_after_a_redirect(server: EchoServer, status: int, method: str, then: str, body: bytes) -> None:
    """303 asks with GET, 307 and 308 keep both. Source: RFC 9110 sections 15.4.2 to 15.4.9."""
    server.redirect("/x", "/y", status)
    with client_for(server.url, method=method) as client:
        response = client.call("op", body={"a": 1})
    first, second = server.received
    assert (first.line, first.body) == (f"{method.upper()} /x HTTP/1.1", b'{"a":1}')
    assert (second.line, second.body) == (f"{then} /y HTTP/1.1", body)
    assert second.header("Content-Type") == ("application/json" if body else None)
    assert [r.status_code for r in response.raw.history] == [status]
    assert (response.status_code, response.raw.url) == (200, f"{server.url}/y")


@pytest.mark.parametrize("status", [304, 300, 305])
def test_a_3xx_without_a_location_is_an_answer(server: EchoServer, status: int) -> None:
    """There is nowhere to go."""
    server.answer("/x", Reply(status, b"", {}))
    with client_for(server.url) as client:
        assert client.call("op").status_code == status


@pytest.mark.parametrize(
    ("location", "target"),
    [
        pytest.param("/y?a=1", "/y?a=1", id="path"),
        pytest.param("z", "/v1/z", id="beside"),
        pytest.param("../up", "/up", id="up"),
        pytest.param("?page=2", "/v1/x?page=2", id="query"),
        pytest.param("/y#part", "/y", id="fragment"),
        pytest.param("/a b", "/a%20b", id="to be encoded"),
    ],
)
def test_a_relative_location_is_resolved(server: EchoServer, location: str, target: str) -> None:
    """Against the address that answered. Source: RFC 3986 section 5.2."""
    server.answer("/v1/x", Reply(302, b"", {"Location": location}), Reply())
    with client_for(f"{server.url}/v1") as client:
        client.call("op")
    assert server.received[-1].target == target


def test_a_loop_ends_with_an_error(server: EchoServer) -> None:
    """As many as the session allows are followed."""
    server.redirect("/x", "/x")
    with requests.Session() as session:
        session.max_redirects = 3
        client = client_for(server.url, session=session)
        with pytest.raises(ConnectionFailed, match="redirected more than 3 times"):
            client.call("op")
    assert len(server.received) == 4


# credentials

EVERYTHING: dict[str, Any] = {
    "Bearer": "bearer-secret",
    "Header": "header-secret",
    "Query": "query-secret",
    "Cookie": "cookie-secret",
}
SENT = {
    "Authorization": "Bearer bearer-secret",
    "X-Api-Key": "header-secret",
    "X-Custom": "custom-secret",
    "X-Own": "own-secret",
    "X-Session": "session-secret",
    "Cookie": "jar=jar-secret; pref=cookie-parameter; sid=cookie-secret",
    "Accept": "*/*",
}


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["X-Session"] = "session-secret"
        session.cookies.set("jar", "jar-secret")
        yield session


def call_with_everything(server: EchoServer, session: requests.Session) -> None:
    client = client_for(
        server.url,
        *EVERYTHING,
        credentials=EVERYTHING,
        session=session,
        headers={"X-Own": "own-secret"},
    )
    client.call("op", X_Custom="custom-secret", pref="cookie-parameter")


def test_at_home_everything_goes_along(server: EchoServer, session: requests.Session) -> None:
    """The server's own origin has a right to all that was sent to it."""
    server.redirect("/x", "/y")
    call_with_everything(server, session)
    assert [request.own_headers for request in server.received] == [SENT, SENT]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_to_another_origin_nothing_goes_along(
    server: EchoServer, other: EchoServer, session: requests.Session, status: int
) -> None:
    """No header but the plain ones, no cookie, no user info, no key that the server put into the address."""
    host = other.url.replace("//", "//user:pass@")
    server.redirect("/x", f"{host}/y?key=query-secret&page=2&also=query%2Dsecret", status)
    call_with_everything(server, session)
    assert other.received[0].own_headers == {"Accept": "*/*"}
    assert other.received[0].line == "GET /y?page=2 HTTP/1.1"


def test_what_was_dropped_does_not_come_back_on_the_way_home(
    server: EchoServer, other: EchoServer, session: requests.Session
) -> None:
    """Whoever redirects last decides where it goes; that was the other origin."""
    server.redirect("/x", f"{other.url}/y")
    other.redirect("/y", f"{server.url}/z")
    call_with_everything(server, session)
    assert server.received[-1].line == "GET /z HTTP/1.1"
    assert server.received[-1].own_headers == {"Accept": "*/*"}


@pytest.mark.parametrize("status", [302, 307])
def test_basic_credentials_stay_behind(server: EchoServer, other: EchoServer, status: int) -> None:
    """Whether by scheme, by the session or by the base URL."""
    server.redirect("/x", f"{other.url}/y", status)
    with client_for(server.url, "Basic", credentials={"Basic": ("u", "p")}) as client:
        client.call("op")
    with client_for(server.url.replace("//", "//u:p@")) as client:
        client.call("op")
    with requests.Session() as session:
        session.auth = ("u", "p")
        client_for(server.url, session=session).call("op")
    assert [r.header("Authorization") for r in server.received] == ["Basic dTpw"] * 3
    assert [r.header("Authorization") for r in other.received] == [None] * 3


CHALLENGE = {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'}


@pytest.mark.parametrize("by", ["scheme", "session"])
def test_a_digest_challenge_is_answered_at_home_only(server: EchoServer, other: EchoServer, by: str) -> None:
    """Another origin could ask for a hash of the password to try passwords against."""
    server.answer("/x", Reply(401, b"", CHALLENGE), Reply(302, b"", {"Location": f"{other.url}/y"}))
    other.answer("/y", Reply(401, b"", CHALLENGE))
    with requests.Session() as session:
        options: dict[str, Any] = {"credentials": {"Digest": ("u", "p")}} if by == "scheme" else {"session": session}
        session.auth = HTTPDigestAuth("u", "p")
        with client_for(server.url, "Digest", **options) as client:
            assert client.with_options(raise_for_status=False).call("op").status_code == 401
    assert [(r.header("Authorization") or "")[:19] for r in server.received] == ["", 'Digest username="u"']
    assert [r.header("Authorization") for r in other.received] == [None]


def test_a_digest_challenge_after_a_redirect_at_home_is_answered(server: EchoServer) -> None:
    """The handler stays where the credentials belong."""
    server.redirect("/x", "/y")
    server.answer("/y", Reply(401, b"", CHALLENGE), Reply())
    with client_for(server.url, "Digest", credentials={"Digest": ("u", "p")}) as client:
        assert client.call("op").status_code == 200
    assert 'uri="/y"' in (server.received[-1].header("Authorization") or "")


class Certificates(HTTPAdapter):
    """Takes note of the client certificate, and presents none."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []

    def send(self, request: requests.PreparedRequest, **settings: Any) -> requests.Response:  # type: ignore[override]
        self.seen.append(settings["cert"])
        return super().send(request, **{**settings, "cert": None})


def test_a_client_certificate_is_presented_at_home_only(server: EchoServer, other: EchoServer) -> None:
    """A certificate is a credential that no header carries."""
    adapter = Certificates()
    server.answer("/x", Reply(302, b"", {"Location": "/y"}))
    server.redirect("/y", f"{other.url}/z")
    with requests.Session() as session:
        session.mount("http://", adapter)
        session.cert = ("cert.pem", "key.pem")
        client_for(server.url, session=session).call("op")
    assert adapter.seen == [("cert.pem", "key.pem"), ("cert.pem", "key.pem"), None]


def test_hooks_of_the_session_stay_in_place(server: EchoServer, other: EchoServer) -> None:
    """They are the caller's own code, not a credential; the request keeps its operationId for them."""
    seen: list[Any] = []
    server.redirect("/x", f"{other.url}/y")
    with requests.Session() as session:
        session.hooks["response"].append(lambda r, **_: seen.append((r.status_code, r.request.operation_id)))
        client_for(server.url, session=session).call("op")
    assert seen == [(302, "op"), (200, "op")]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        pytest.param("http://a/x", "http://a:80/y", True, id="default port"),
        pytest.param("https://a", "https://A:443", True, id="case"),
        pytest.param("http://a", "https://a", False, id="scheme"),
        pytest.param("http://a", "http://a:81", False, id="port"),
        pytest.param("http://a", "http://b.a", False, id="host"),
        pytest.param("http://u:p@a", "http://a", True, id="user info is no part of it"),
    ],
)
def test_origins(one: str, two: str, same: bool) -> None:
    """Scheme, host and port. Source: RFC 6454 section 4."""
    assert (origin_of(one) == origin_of(two)) is same


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("http://h/p?a=1&k=s%20e&b=2", "http://h/p?a=1&b=2", id="percent"),
        pytest.param("http://h/p?k=s+e", "http://h/p", id="plus"),
        pytest.param("http://h/p?k=%73%20%65#f", "http://h/p#f", id="more than need be encoded"),
        pytest.param("http://u:p@h:1/p?a=1", "http://h:1/p?a=1", id="user info"),
        pytest.param("http://u:p@[::1/p?k=1", "[::1/p", id="no URL"),
    ],
)
def test_a_secret_leaves_a_url_however_it_is_encoded(url: str, expected: str) -> None:
    """A server may write a value back in another encoding than it came in."""
    assert without_secrets(url, ["s e"]) == expected


# bodies that are wanted twice


@pytest.mark.parametrize(
    "make", [pytest.param(lambda path: path, id="path"), pytest.param(lambda path: io.BytesIO(b"abc"), id="file")]
)
def test_an_upload_is_read_again(server: EchoServer, tmp_path: Path, make: Any) -> None:
    """307 and 308 want the body a second time."""
    path = tmp_path / "f"
    path.write_bytes(b"abc")
    server.redirect("/x", "/y", 307)
    with client_for(server.url, method="put") as client:
        client.call("op", body=make(path))
    assert [request.body for request in server.received] == [b"abc", b"abc"]


def test_an_upload_is_read_again_from_where_the_file_stood(server: EchoServer) -> None:
    """What the caller had read before was no part of it."""
    file = io.BytesIO(b"head body")
    file.seek(5)
    server.redirect("/x", "/y", 307)
    with client_for(server.url, method="put") as client:
        client.call("op", body=file)
    assert [request.body for request in server.received] == [b"body", b"body"]


def test_a_body_that_can_be_read_once_is_not_sent_as_nothing(server: EchoServer) -> None:
    """The library would send an empty body to the second address, and call that success."""
    server.redirect("/x", "/y", 307)
    with client_for(server.url, method="put") as client, pytest.raises(ConnectionFailed, match="cannot be read twice"):
        client.call("op", body=(chunk for chunk in [b"a", b"b"]))
    assert [request.target for request in server.received] == ["/x"]


def test_both_clients_explain_a_redirect_of_a_pipe(server: EchoServer) -> None:
    """307 wants the body again, and a pipe cannot go back. Source: RFC 9110 section 15.4.8."""
    server.redirect("/x", "/y", 307)
    schema = {"type": "object", "properties": {"f": {"type": "string", "format": "binary"}}}
    body = {"content": {"multipart/form-data": {"schema": schema}}}
    described = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": {"operationId": "op", "requestBody": body, "responses": {}}}},
    }

    def pipe() -> Any:
        reading, writing = os.pipe()
        os.write(writing, b"data")
        os.close(writing)
        return os.fdopen(reading, "rb")

    async def call() -> None:
        async with AsyncClient(described, base_url=server.url) as client:
            with pipe() as file:
                await client.call("op", f=file)

    with Client(described, base_url=server.url) as client, pipe() as file, pytest.raises(ConnectionFailed) as told:
        client.call("op", f=file)
    with pytest.raises(ConnectionFailed) as awaited:
        asyncio.run(call())
    assert str(awaited.value) == str(told.value)
    assert "it cannot be read twice; pass bytes, a list, a path or a seekable file" in str(told.value)
    assert [request.target for request in server.received] == ["/x", "/x"]


# one by one


KEPT = [
    ("Accept", "text/csv"),
    ("Accept-Encoding", "br"),
    ("Accept-Language", "de"),
    ("Connection", "close"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "7"),
    ("Content-Type", "application/json"),
    ("Transfer-Encoding", "chunked"),
    ("User-Agent", "ours"),
]
LEFT = [("Authorization", "Bearer t"), ("X-Api-Key", "k"), ("Cookie", "a=b"), ("Referer", "http://h/?k=1"), ("X", "1")]


@pytest.mark.parametrize(
    ("name", "value", "stays"), [*((*pair, True) for pair in KEPT), *((*pair, False) for pair in LEFT)]
)
def test_headers_on_the_way_to_another_origin(name: str, value: str, stays: bool) -> None:
    """Those that say how a message is written stay; any other might be a credential."""
    request = requests.Request("GET", "http://h/").prepare()
    request.headers.clear()
    request.headers[name] = value
    with requests.Session() as session:
        leave_credentials(request, session, [])
    assert dict(request.headers) == ({name: value} if stays else {})


@pytest.mark.parametrize("status", [307, 308])
def test_a_body_arrives_at_another_origin_with_its_type(server: EchoServer, other: EchoServer, status: int) -> None:
    """And with the caller's headers about the body and the client."""
    server.redirect("/x", f"{other.url}/y", status)
    headers = {"Accept-Language": "de", "User-Agent": "ours", "Accept": "text/csv", "X-Own": "o"}
    with client_for(server.url, method="post", headers=headers) as client:
        client.call("op", body={"a": 1})
    (received,) = other.received
    assert (received.line, received.body) == ("POST /y HTTP/1.1", b'{"a":1}')
    assert {name: received.header(name) for name in ("Content-Type", "Content-Length", *headers)} == {
        "Content-Type": "application/json",
        "Content-Length": "7",
        "Accept-Language": "de",
        "User-Agent": "ours",
        "Accept": "text/csv",
        "X-Own": None,
    }


def test_an_empty_password_is_no_secret_that_every_text_holds(server: EchoServer, other: EchoServer) -> None:
    """Services that take a key as the user name have none; the query of the new address is left whole."""
    server.redirect("/x", f"{other.url}/y?a=1&b=2")
    with client_for(server.url, "Basic", credentials={"Basic": ("the-key", "")}) as client:
        client.call("op")
    assert [r.header("Authorization") for r in server.received] == ["Basic dGhlLWtleTo="]
    assert other.received[0].target == "/y?a=1&b=2"
    assert other.received[0].header("Authorization") is None


@pytest.mark.parametrize(
    ("secrets", "expected"),
    [
        pytest.param([""], "http://h/p?a=1&b=2", id="an empty secret"),
        pytest.param(["", "2"], "http://h/p?a=1", id="an empty one and another"),
        pytest.param([], "http://h/p?a=1&b=2", id="none"),
    ],
)
def test_no_secret_is_in_every_pair(secrets: list[str], expected: str) -> None:
    """The empty text is part of any other, and no secret."""
    assert without_secrets("http://h/p?a=1&b=2", secrets) == expected


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("mailto:a", ("mailto", "", None)),
        ("/path", ("", "", None)),
        ("", ("", "", None)),
        ("http:///p", ("http", "", 80)),
        ("HTTPS://A.test", ("https", "a.test", 443)),
        ("http://A:8080/x", ("http", "a", 8080)),
        ("ftp://h/x", ("ftp", "h", None)),
    ],
)
def test_parts_of_an_origin(url: str, origin: Any) -> None:
    """In small letters, with the port that a scheme has by default."""
    assert origin_of(url) == origin
