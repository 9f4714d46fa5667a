"""One writer of curl commands: credentials by name, quoting, curl's own options, exact or for reading."""

from __future__ import annotations

import io
from typing import Any

import pytest

from dynaclient import Client
from dynaclient.model import build_security_schemes
from dynaclient.request.curl import CurlWriter, ShellCredential, UnreadableBody

SCHEMES = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "basic": {"type": "http", "scheme": "basic"},
    "digest": {"type": "http", "scheme": "digest"},
    "tls": {"type": "mutualTLS"},
}


def client_of(method: str, *names: str, **operation: Any) -> Client:
    return Client(
        {
            "openapi": "3.1.0",
            "info": {"title": "Curl", "version": "1"},
            "servers": [{"url": "https://curl.test"}],
            "paths": {
                "/x": {method: {"operationId": "op", "security": [{name: [] for name in names}], **operation}},
            },
            "components": {"securitySchemes": SCHEMES},
        }
    )


def words(client: Client, *names: str, headers: dict[str, str] | None = None, **options: Any) -> list[str]:
    schemes = build_security_schemes(client.document)
    credentials = [
        ShellCredential(schemes[name], number, tuple(f"${name.upper()}{end}" for end in ends), f"${name.upper()}")
        for number, name in enumerate(names)
        for ends in [("_USER", "_PASSWORD") if name in ("basic", "digest") else ("",)]
    ]
    given = {credential.scheme.key: credential.value for credential in credentials}
    request = client.with_options(credentials=given, headers=headers or {}).prepare("op")
    return CurlWriter(credentials, for_reading=True, **options).words(request, names)


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        pytest.param("header", ["curl https://curl.test/x", '-H "X-Key: $HEADER"'], id="header"),
        pytest.param("query", ['curl "https://curl.test/x?key=$QUERY"'], id="query"),
        pytest.param("cookie", ["curl https://curl.test/x", '-H "Cookie: session=$COOKIE"'], id="cookie"),
        pytest.param("bearer", ["curl https://curl.test/x", '-H "Authorization: Bearer $BEARER"'], id="bearer"),
        pytest.param("basic", ["curl https://curl.test/x", '-u "$BASIC"'], id="basic"),
        pytest.param("digest", ["curl https://curl.test/x", '--digest -u "$DIGEST"'], id="digest"),
        pytest.param("tls", ["curl https://curl.test/x", '--cert "$TLS"'], id="mutualTLS"),
    ],
)
def test_each_credential_is_fetched_by_the_shell(scheme: str, expected: list[str]) -> None:
    """In the place where the client would put it, or by curl's own option."""
    assert words(client_of("get", scheme), scheme) == expected


def test_credentials_of_several_schemes_go_together() -> None:
    """One with an option of curl's and one in the query."""
    assert words(client_of("get", "basic", "query"), "basic", "query") == [
        'curl "https://curl.test/x?key=$QUERY"',
        '-u "$BASIC"',
    ]


@pytest.mark.parametrize("scheme", ["basic", "digest"])
def test_a_header_of_the_callers_own_holds(scheme: str) -> None:
    """So curl is given no second credential; what the header holds is named, not shown."""
    found = words(
        client_of("get", scheme),
        scheme,
        headers={"authorization": "Mine secret-of-mine"},
        is_secret=lambda name: name.lower() == "authorization",
    )
    assert found == ["curl https://curl.test/x", '-H "authorization: $AUTHORIZATION"']


BODY = {"requestBody": {"content": {"text/plain": {"schema": {"type": "string"}}}}}


@pytest.mark.parametrize(
    ("method", "exact", "for_reading"),
    [
        pytest.param("get", "curl -X GET", "curl -X GET", id="get"),
        pytest.param("post", "curl", "curl -X POST", id="post"),
        pytest.param("put", "curl -X PUT", "curl -X PUT", id="put"),
    ],
)
def test_the_method_is_written_where_curl_would_choose_another(method: str, exact: str, for_reading: str) -> None:
    """With a body, curl posts. For reading, POST is spelled out."""
    request = client_of(method, **BODY).prepare("op", body="it's $HOME")
    for writer, start in ((CurlWriter(()), exact), (CurlWriter((), for_reading=True), for_reading)):
        found = writer.words(request)
        assert found[0] == f"{start} https://curl.test/x"
        assert found[-1] == """--data-raw 'it'"'"'s $HOME'"""


def test_what_is_beside_a_credential_is_not_expanded() -> None:
    """Inside double quotes a shell would read `$`, a backtick, a backslash and a quote."""
    client = client_of("get", "bearer", parameters=[{"name": "q", "in": "query", "schema": {"type": "string"}}])
    credential = ShellCredential(build_security_schemes(client.document)["bearer"], 0, ("$KEY",), "$KEY")
    request = client.with_options(credentials={"bearer": credential.value}).prepare("op", q="a")
    request.headers["Authorization"] += '\\ "$HOME" `id`'
    written = CurlWriter([credential]).words(request, ["bearer"])
    assert '-H "Authorization: Bearer $KEY\\\\ \\"\\$HOME\\" \\`id\\`"' in written


def test_secrets_that_are_no_credentials_are_masked() -> None:
    """A secret query parameter, and the user information of the address."""
    client = client_of("get", parameters=[{"name": "token", "in": "query", "schema": {"type": "string"}}])
    request = client.with_options(base_url="https://u:p@curl.test").prepare("op", token="shh")
    found = CurlWriter((), is_secret=lambda name: name == "token", for_reading=True).words(request)
    assert found[0] == "curl 'https://curl.test/x?token=***'"
    assert "shh" not in " ".join(found)


def test_bytes_that_are_not_text_cannot_be_shown() -> None:
    """They belong into a file."""
    client = client_of("post", requestBody={"content": {"application/octet-stream": {}}})
    request = client.prepare("op", body=b"\xff\x00")
    with pytest.raises(UnreadableBody):
        CurlWriter(()).words(request)
    assert CurlWriter(()).words(request, body_file="a b.bin")[-1] == "--data-binary '@a b.bin'"


def test_the_headers_of_a_part_are_shown(document: Any) -> None:
    """Source: curl's manual, `--form`: `headers=`."""
    client = Client(document(content={"multipart/form-data": {"schema": {"type": "object"}}}))
    body = {
        "f": ("a.txt", io.BytesIO(b"x"), "text/plain", {"X-A": 'a"b'}),
        "t": (None, "5", "text/plain", {"X-B": "1"}),
    }
    request = client.prepare("op", body=body)
    assert CurlWriter(()).words(request)[-2:] == [
        """-F 'f=@"-";type=text/plain;filename="a.txt";headers="X-A: a\\"b"'""",
        """-F 't="5";type=text/plain;headers="X-B: 1"'""",
    ]
    assert CurlWriter((), for_reading=True).words(request)[-1] == """-F 't=5;type=text/plain;headers="X-B: 1"'"""


@pytest.mark.parametrize(
    ("name", "shown"), [("application/json", []), ("application/json;v=2", ["-H 'Accept: application/json;v=2'"])]
)
def test_what_is_accepted_is_shown_where_it_chooses(document: Any, name: str, shown: list[str]) -> None:
    responses = {"200": {"description": "", "content": {name: {}}}}
    request = Client(document(method="get", operation={"responses": responses})).prepare("op")
    assert CurlWriter((), for_reading=True).words(request)[1:] == shown
