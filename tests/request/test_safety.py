"""Safety: no argument reaches another address, another header or another cookie, in any mode."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from dynaclient import Client, RequestError, ValidationError

MODES = pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)


def path_parameter(name: str = "id", **fields: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {}, **fields}


@MODES
@pytest.mark.parametrize(
    ("value", "segment"),
    [
        pytest.param("a/b", "a%2Fb", id="slash"),
        pytest.param("a?b#c", "a%3Fb%23c", id="query-and-fragment"),
        pytest.param("%2e%2e", "%252e%252e", id="encoded-dots"),
        pytest.param("%2F", "%252F", id="encoded-slash"),
        pytest.param("ü", "%C3%BC", id="not-ascii"),
        pytest.param("../..", "..%2F..", id="dots-and-slash"),
        pytest.param("...", "...", id="three-dots"),
        pytest.param(".git", ".git", id="begins-with-a-dot"),
        pytest.param(" ", "%20", id="blank"),
        pytest.param("a;b=c,d", "a%3Bb%3Dc%2Cd", id="path-parameters"),
        pytest.param("a\\..\\b", "a%5C..%5Cb", id="backslash"),
        pytest.param("a\r\nb", "a%0D%0Ab", id="line-break"),
        pytest.param("a\0b", "a%00b", id="NUL"),
        pytest.param("@evil.test:80", "%40evil.test%3A80", id="authority"),
        pytest.param("{x}", "%7Bx%7D", id="braces"),
        pytest.param(0, "0", id="zero"),
    ],
)
def test_a_path_value_stays_in_its_segment(
    document: Any, counting_server: Any, mode: Any, value: Any, segment: str
) -> None:
    """Percent-encoded including `/`, `?`, `#` and `%`; the server receives the value."""
    client = Client(document("/a/{id}/b", "get", parameters=[path_parameter()]), validate=mode)
    assert client.prepare("op", id=value).url == f"https://api.test/a/{segment}/b"
    client.with_options(base_url=f"{counting_server.url}/v1").call("op", id=value)
    (request,) = counting_server.requests
    assert request[:2] == ("GET", f"/v1/a/{segment}/b")
    assert unquote(request[1].split("/")[3]) == str(value)


@MODES
@pytest.mark.parametrize(
    ("path", "arguments", "named"),
    [
        pytest.param("/a/{id}/b", {"id": ".."}, ["/id"], id="dot-dot"),
        pytest.param("/a/{id}/b", {"id": "."}, ["/id"], id="dot"),
        pytest.param("/a/{id}", {"id": ""}, ["/id"], id="empty"),
        pytest.param("/a/x{id}y", {"id": ""}, ["/id"], id="empty-within-a-segment"),
        pytest.param("/a/{id}", {"id": []}, ["/id"], id="empty-list"),
        pytest.param("/a/{id}", {"id": [""]}, ["/id"], id="list-of-nothing"),
        pytest.param("/a/{id}", {"id": {}}, ["/id"], id="empty-object"),
        pytest.param(
            "/a/{id}/b",
            {
                "id": [
                    "..",
                ]
            },
            ["/id"],
            id="list-of-dots",
        ),
        pytest.param("/a/.{id}/b", {"id": "."}, ["/id"], id="a-dot-behind-a-dot"),
        pytest.param("/a/{id}{sub}/b", {"id": ".", "sub": "."}, ["/id", "/sub"], id="two-templates-that-make-dot-dot"),
        pytest.param("/a/{id}.{sub}", {"id": "", "sub": "."}, ["/id"], id="an-empty-one-of-two"),
    ],
)
def test_a_path_value_that_changes_the_path_is_refused(
    document: Any, counting_server: Any, mode: Any, path: str, arguments: dict[str, Any], named: list[str]
) -> None:
    """HTTP libraries normalise dot segments: `..` would reach another endpoint. In every mode; nothing is sent."""
    parameters = [path_parameter(name) for name in arguments]
    client = Client(document(path, "delete", parameters=parameters), validate=mode, base_url=counting_server.url)
    with pytest.raises(ValidationError) as caught:
        client.call("op", arguments)
    assert [v.path for v in caught.value.violations] == named
    assert {v.location for v in caught.value.violations} == {"path"}
    assert counting_server.requests == []


@pytest.mark.parametrize(
    ("style", "value", "refused"),
    [
        pytest.param("label", ".", True, id="label-that-makes-dot-dot"),
        pytest.param("label", "", True, id="label-that-is-a-dot"),
        pytest.param("label", "x", False, id="label"),
        pytest.param("matrix", "", False, id="matrix-that-is-a-name"),
        pytest.param("matrix", "..", False, id="matrix-with-dots"),
        pytest.param("matrix", [], True, id="matrix-of-nothing"),
    ],
)
def test_styles_are_held_to_the_segment_that_they_make(document: Any, style: str, value: Any, refused: bool) -> None:
    """What counts is the segment, prefix and all."""
    client = Client(document("/a/{id}", parameters=[path_parameter(style=style)]))
    assert [v.path for v in client.validate("op", id=value)] == (["/id"] if refused else [])


def test_a_template_that_nobody_declared_is_a_required_string(document: Any) -> None:
    """The braces are never sent."""
    client = Client(document("/a/{id}/b"))
    assert client.prepare("op", id="x").url == "https://api.test/a/x/b"
    assert [(v.path, v.keyword) for v in client.validate("op")] == [("/id", "required")]
    assert [(v.path, v.keyword) for v in client.validate("op", id=5)] == [("/id", "type")]


def test_templates_share_a_segment(document: Any) -> None:
    """Several templates in one segment, with literal text between."""
    client = Client(document("/repos/{owner}..{repo}{.format}"))
    prepared = client.prepare("op", {"owner": "a/b", "repo": "c", ".format": ".json"})
    assert prepared.url == "https://api.test/repos/a%2Fb..c.json"


@MODES
@pytest.mark.parametrize(
    "value",
    [
        pytest.param("a\r\nX-Evil: 1", id="CRLF"),
        pytest.param("a\nb", id="LF"),
        pytest.param("a\r", id="CR"),
        pytest.param("a\r\n b", id="folded"),
        pytest.param("a\0", id="NUL"),
        pytest.param("a\x7f", id="DEL"),
        pytest.param(" a", id="begins-with-a-blank"),
        pytest.param("a\t", id="ends-with-a-tab"),
        pytest.param("日本", id="not-latin-1"),
        pytest.param(["a", "b\n"], id="in-a-list"),
        pytest.param({"a\n": "b"}, id="in-a-name"),
    ],
)
def test_a_header_value_that_no_header_can_carry_is_refused(
    document: Any, counting_server: Any, mode: Any, value: Any
) -> None:
    """A line break would be another header. In every mode; nothing is sent."""
    parameters = [{"name": "X-Note", "in": "header", "schema": {}}]
    client = Client(document(parameters=parameters), validate=mode, base_url=counting_server.url)
    with pytest.raises(ValidationError) as caught:
        client.call("op", {"X-Note": value})
    assert [(v.location, v.path, v.keyword) for v in caught.value.violations] == [("header", "/X-Note", "pattern")]
    assert counting_server.requests == []


@pytest.mark.parametrize("value", ["", "a b", "a\tb", "é", "a,b;c=d", '"quoted"'])
def test_a_header_value_that_can_be_carried_is_sent_as_it_is(document: Any, counting_server: Any, value: str) -> None:
    """Up to the server."""
    client = Client(document(parameters=[{"name": "X-Note", "in": "header", "schema": {}}]))
    client.with_options(base_url=counting_server.url).call("op", {"X-Note": value})
    assert counting_server.requests[0][2]["X-Note"] == value


@MODES
def test_cookies_and_queries_encode_what_would_split_them(document: Any, mode: Any) -> None:
    """A line break, a semicolon or an ampersand stays inside its value."""
    parameters = [{"name": "c", "in": "cookie", "schema": {}}, {"name": "q", "in": "query", "schema": {}}]
    prepared = Client(document(parameters=parameters), validate=mode).prepare("op", c="a\r\n; b=c", q="1&x=2\r\n#")
    assert prepared.headers["Cookie"] == "c=a%0D%0A%3B%20b%3Dc"
    assert prepared.url == "https://api.test/x?q=1%26x%3D2%0D%0A%23"


@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"headers": {"X-A": "a\r\nX-B: b"}}, id="header"),
        pytest.param({"headers": {"X-A\r\nX-B": "b"}}, id="header-name"),
        pytest.param({"content_type": "application/json\r\nX-B: b"}, id="content-type"),
        pytest.param({"credentials": {"k": "key\r\nX-B: b"}}, id="credential"),
        pytest.param({"credentials": {"k": "key\n"}}, id="credential-from-a-file"),
        pytest.param({"credentials": {"k": " key"}}, id="credential-with-a-blank"),
        pytest.param({"credentials": {"c": "a; b=c"}}, id="cookie-credential"),
    ],
)
def test_options_cannot_split_a_request_either(document: Any, counting_server: Any, options: dict[str, Any]) -> None:
    """Headers of the client, media types and credentials; the error does not repeat the credential."""
    schemes = {
        "k": {"type": "http", "scheme": "bearer"},
        "c": {"type": "apiKey", "in": "cookie", "name": "session"},
    }
    source = document(body={}, security=[{"k": []}, {"c": []}, {}], components={"securitySchemes": schemes})
    with pytest.raises(RequestError) as caught:
        Client(source, base_url=counting_server.url).with_options(**options).call("op", body={})
    assert "key" not in str(caught.value).replace("keys", "") or "credentials" not in options
    assert counting_server.requests == []


@pytest.mark.parametrize(
    "file",
    [
        pytest.param(("a\r\nX: y", b"d"), id="line-break-in-a-file-name"),
        pytest.param(('a"; x="y', b"d"), id="quote-in-a-file-name"),
        pytest.param(("ü.txt", b"d"), id="file-name-that-is-not-ascii"),
    ],
)
def test_names_of_files_stay_inside_their_quotes(document: Any, file: Any) -> None:
    """Source: WHATWG HTML, "Multipart form data": line breaks and quotes are percent-encoded, the rest is UTF-8."""
    client = Client(document(content={"multipart/form-data": {"schema": {"type": "object"}}}))
    head = client.prepare("op", body={"f": file}).body.read().decode().split("\r\n\r\n")[0]
    lines = head.split("\r\n")
    assert len(lines) == 3
    name = file[0].replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
    assert lines[1] == f'Content-Disposition: form-data; name="f"; filename="{name}"'


def test_the_media_type_of_a_file_is_one_line(document: Any) -> None:
    """It would be another header of the part."""
    client = Client(document(content={"multipart/form-data": {"schema": {"type": "object"}}}))
    problems = client.validate("op", body={"f": ("a", b"d", "text/plain\r\nX: y")})
    assert [(v.path, v.keyword) for v in problems] == [("/body/f", "type")]


def test_the_host_cannot_be_changed_by_arguments(document: Any) -> None:
    """A path key without its slash, and a value that looks like an authority, stay behind the host."""
    client = Client(document("{id}", parameters=[path_parameter()]))
    for value in ("@evil.test", ".evil.test", "//evil.test", "\\evil.test"):
        assert urlsplit(client.prepare("op", id=value).url).netloc == "api.test"
