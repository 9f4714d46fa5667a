"""`client.request`: what the document does not have, with the server, credentials, retries and errors of calls."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, DeadlineExceeded, MissingCredentials, NotFound, RequestError, ServerError
from tests.echo_server import EchoServer
from tests.runtime.driver import Caller
from tests.runtime.server import NO_ANSWER, Loopback, Reply, Seen, as_json, events

KEYED: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Raw", "version": "1"},
    "paths": {
        "/things": {"get": {"operationId": "listThings", "security": [], "responses": {"200": {"description": "d"}}}}
    },
    "components": {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "query", "name": "key"},
        }
    },
    "security": [{"bearer": [], "key": []}],
}
SECRETS = {"bearer": "sentinel-bearer", "key": "sentinel-key"}
Make = Callable[..., Caller]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]


def sent(caller: Caller, *args: Any, **named: Any) -> Any:
    return caller.driver.run(caller.client.request(*args, **named))


def test_a_raw_request_is_like_a_call(caller: Make, serve: Serve) -> None:
    """The script of a user whose document is older than the API: same server, key, answer."""
    server = serve(lambda seen: as_json({"id": "resp_1", "given": seen.json}))
    client = caller(f"{server.url}/v1", KEYED, credentials=SECRETS, headers={"X-Team": "blue"}, query={"v": 2})
    response = sent(client, "post", "/responses", json={"model": "m"}, query={"deep": True}, headers={"X-Own": "1"})
    assert (response["id"], response["given"]) == ("resp_1", {"model": "m"})
    (seen,) = server.seen
    assert (seen.method, seen.path) == ("POST", "/v1/responses?v=2&deep=true&key=sentinel-key")
    assert seen.headers["Authorization"] == "Bearer sentinel-bearer"
    assert (seen.headers["X-Team"], seen.headers["X-Own"]) == ("blue", "1")
    assert seen.headers["Content-Type"] == "application/json"
    assert response.operation_id == "POST /responses"


def test_the_root_security_decides(caller: Make, serve: Serve) -> None:
    """A document whose root asks for nothing sends nothing; one that asks refuses without credentials."""
    server = serve(lambda seen: as_json({}))
    free = {**KEYED, "security": []}
    sent(caller(server, free, credentials=SECRETS), "GET", "/x")
    assert "Authorization" not in server.seen[0].headers
    assert server.seen[0].path == "/x"
    with pytest.raises(MissingCredentials, match="GET /x: credentials for 'bearer' together with 'key' are required"):
        sent(caller(server, KEYED), "GET", "/x")
    assert len(server.seen) == 1


def test_another_origin_gets_nothing_of_the_clients(caller: Make, serve: Serve) -> None:
    """No credential, header or query of the client: any of them may be a key. Those of the call are sent."""
    home, away = serve(lambda seen: as_json({})), serve(lambda seen: as_json({"at": "away"}))
    client = caller(
        f"{home.url}/v1?base=sentinel-base",
        KEYED,
        credentials=SECRETS,
        headers={"X-Key": "sentinel-header"},
        query={"q": "sentinel-query"},
    )
    response = sent(client, "GET", f"{away.url}/files/1?a=1", headers={"X-Own": "mine"}, query={"b": 2})
    assert response["at"] == "away"
    (seen,) = away.seen
    assert seen.path in ("/files/1?a=1&b=2", "/files/1?b=2&a=1")
    assert seen.headers["X-Own"] == "mine"
    assert "sentinel" not in str(seen)
    assert not home.seen


def test_the_own_session_of_the_caller_stays_at_home(serve: Serve) -> None:
    """Its headers, authentication and cookies are for the document's server."""
    requests = pytest.importorskip("requests")
    session = requests.Session()
    session.headers["Authorization"] = "Bearer sentinel-session"
    session.params = {"p": "sentinel-params"}
    session.cookies.set("c", "sentinel-cookie")
    away = serve(lambda seen: as_json({}))
    with Client(KEYED, base_url="http://home.test", session=session) as client:
        client.request("GET", f"{away.url}/x")
    assert "sentinel" not in str(away.seen)


def test_an_absolute_url_of_the_servers_own_origin_gets_all(caller: Make, serve: Serve) -> None:
    """Such as the address of a file in an answer."""
    server = serve(lambda seen: as_json({}))
    client = caller(f"{server.url}/v1", KEYED, credentials=SECRETS, headers={"X-Team": "blue"})
    sent(client, "GET", f"{server.url}/other/2?z=1")
    (seen,) = server.seen
    assert seen.path == "/other/2?z=1&key=sentinel-key"
    assert (seen.headers["Authorization"], seen.headers["X-Team"]) == ("Bearer sentinel-bearer", "blue")


@pytest.mark.parametrize(("method", "attempts"), [("GET", 3), ("PUT", 3), ("DELETE", 3), ("POST", 1), ("PATCH", 1)])
def test_retries_go_by_the_method(caller: Make, serve: Serve, method: str, attempts: int) -> None:
    """What the server may have done already is repeated only where that does no harm."""
    server = serve(lambda seen: NO_ANSWER)
    with pytest.raises(Exception, match=f"{method} http") as caught:
        sent(caller(server), method, "/x")
    assert str(caught.value).startswith(f"{method} http")
    assert len(caught.value.attempts) == attempts  # type: ignore[attr-defined]


def test_a_key_makes_a_post_repeatable(caller: Make, serve: Serve) -> None:
    """`idempotency=True` is an option of raw requests too."""
    answers = [as_json({}, 500), as_json({"done": True})]
    server = serve(lambda seen: answers.pop(0))
    assert sent(caller(server), "POST", "/x", json={}, idempotency=True)["done"]
    one, two = server.seen
    assert one.headers["Idempotency-Key"] == two.headers["Idempotency-Key"]


def test_errors_have_their_class(caller: Make, serve: Serve) -> None:
    """The status, the server's words, and the request as it was written."""
    server = serve(lambda seen: as_json({"error": {"message": "no such video"}}, 404 if "v" in seen.path else 503))
    client = caller(server, retries=0)
    with pytest.raises(NotFound) as caught:
        sent(client, "GET", "/videos/1")
    assert str(caught.value) == "GET /videos/1: the server answered 404 Not Found: no such video"
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)
    with pytest.raises(ServerError):
        sent(client, "GET", "/x")
    assert sent(client, "GET", "/x", raise_for_status=False).status_code == 503


def test_options_hold_for_one_request(caller: Make, serve: Serve) -> None:
    """A deadline, and what a client checks of answers, which a raw request has no description of."""
    server = serve(lambda seen: Reply(200, [b"a"], {"Content-Type": "text/plain"}, length=2))
    with pytest.raises(DeadlineExceeded, match=r"0\.2 s"):
        sent(caller(server), "GET", "/x", deadline=0.2)
    server = serve(lambda seen: as_json([1]))
    assert sent(caller(server, validate_responses="raise"), "GET", "/x").data == [1]


def test_streams_arrive_as_events(caller: Make, serve: Serve) -> None:
    """As those of a call: by the type of the answer."""
    server = serve(lambda seen: events(b'data: {"n": 1}\n\n', b'data: {"n": 2}\n\n'))
    client = caller(server)
    response = sent(client, "POST", "/responses", json={"stream": True}, stream=True)
    assert [event.data["n"] for event in client.items(response)] == [1, 2]


PNG = b"\x89PNG data"


@pytest.mark.parametrize(
    ("given", "content_type", "body"),
    [
        pytest.param({"json": {"a": "ü", "b": [1]}}, "application/json", '{"a":"ü","b":[1]}'.encode(), id="json"),
        pytest.param({"json": None}, "application/json", b"null", id="null"),
        pytest.param(
            {"data": {"a": 1, "b": ["x", "y z"]}}, "application/x-www-form-urlencoded", b"a=1&b=x&b=y%20z", id="form"
        ),
        pytest.param({"data": "hällo"}, "text/plain; charset=utf-8", "hällo".encode(), id="text"),
        pytest.param({"data": PNG}, "application/octet-stream", PNG, id="bytes"),
        pytest.param({"data": iter([b"a", b"b"])}, "application/octet-stream", b"ab", id="iterator"),
        pytest.param(
            {"data": b"<a/>", "content_type": "application/xml"}, "application/xml", b"<a/>", id="content_type"
        ),
        pytest.param(
            {"json": [], "headers": {"Content-Type": "application/json-patch+json"}},
            "application/json-patch+json",
            b"[]",
            id="header",
        ),
    ],
)
def test_bodies(server: EchoServer, given: dict[str, Any], content_type: str, body: bytes) -> None:
    """Each kind of body with its Content-Type."""
    with Client(KEYED, base_url=server.url, credentials=False) as client:
        client.request("POST", "/x", **given)
    (received,) = server.received
    assert (received.header("Content-Type"), received.body) == (content_type, body)


def test_files_go_as_multipart(server: EchoServer, tmp_path: Path) -> None:
    """A path given as text is a file; `data` has the fields beside it."""
    (tmp_path / "pic.png").write_bytes(PNG)
    with Client(KEYED, base_url=server.url, credentials=False) as client:
        client.request(
            "POST",
            "/edits",
            data={"prompt": "p", "n": 2},
            files={"image": str(tmp_path / "pic.png"), "mask": [b"1", b"2"]},
        )
    (received,) = server.received
    assert (received.header("Content-Type") or "").startswith("multipart/form-data; boundary=")
    assert received.body.count(b'name="mask"; filename="mask"') == 2
    assert b'name="image"; filename="pic.png"\r\nContent-Type: image/png\r\n\r\n' + PNG in received.body
    assert b'name="prompt"\r\n\r\np\r\n' in received.body


@pytest.mark.parametrize(
    ("args", "named", "text"),
    [
        pytest.param((), {}, "request takes a method and a path, as in client.request('GET', '/models')", id="nothing"),
        pytest.param(("GET",), {}, "the path is missing: write client.request('GET', '/path')", id="no path"),
        pytest.param(("/zz",), {}, "the method is missing: write client.request('GET', '/zz')", id="no method"),
        pytest.param(
            ("POST", "/x", {"a": 1}),
            {},
            "request takes a method and a path by place, not 3 arguments: pass the body as json= or data=",
            id="the body by place",
        ),
        pytest.param(
            ("GET", "/x"),
            {"validate_responses": "raise"},
            "nothing of this request is checked against the document: leave out validate_responses=",
            id="a check of answers",
        ),
        pytest.param(
            ("GET", "/x"), {"strict_responses": True}, "leave out strict_responses=", id="a strict check of answers"
        ),
        pytest.param(("GET", "/x"), {"validate": "strict"}, "leave out validate=", id="a strict check"),
        pytest.param(
            ("POST", "/x"),
            {"json": [1], "extra_body": {"a": 1}},
            "extra_body= adds members to an object, not to array as application/json",
            id="members for a list",
        ),
        pytest.param(
            ("POST", "/x"),
            {"data": "text", "extra_body": {"a": 1}},
            "extra_body= adds members to an object, not to string as text/plain",
            id="members for text",
        ),
        pytest.param(("GET /x", "/x"), {}, "the method must be one word such as 'POST', not 'GET /x'", id="method"),
        pytest.param(("GET", 5), {}, "the path must be text such as '/responses' or a URL, not 5", id="path"),
        pytest.param(("GET", "/a/../b"), {}, "has a segment . or .., which leads to another address", id="dots"),
        pytest.param(("GET", "/a/%2e%2E/b"), {}, "has a segment . or ..", id="encoded dots"),
        pytest.param(("GET", "/t/{id}"), {}, "fill in the braces of '/t/{id}'", id="braces"),
        pytest.param(("GET", "/x#y"), {}, "a request has no fragment", id="fragment"),
        pytest.param(("GET", "ftp://h/x"), {}, "the URL must begin with http:// or https:// and a host", id="scheme"),
        pytest.param(("GET", "http://u:sentinel@[h/x"), {}, "the URL must begin with http", id="broken URL"),
        pytest.param(
            ("POST", "/x"), {"json": 1, "data": "a"}, "json= and data= are two bodies; give one", id="two bodies"
        ),
        pytest.param(
            ("POST", "/x"),
            {"json": {"a": {"b": object()}}},
            "POST /x: the body cannot be sent: /a/b: a value of type object",
            id="not JSON",
        ),
        pytest.param(
            ("POST", "/x"),
            {"data": 5},
            "data= must be a mapping of fields, text, bytes, a path or an open file,",
            id="data",
        ),
        pytest.param(
            ("POST", "/x"), {"files": ["a"]}, "files= must be a mapping from names to values, not array", id="files"
        ),
        pytest.param(
            ("POST", "/x"), {"files": {"f": "no-such.png"}}, "/f: there is no such file: 'no-such.png'", id="no file"
        ),
        pytest.param(
            ("POST", "/x"),
            {"files": {"f": b""}, "data": {"f": 1}},
            "the field 'f' is in both data= and files=",
            id="twice",
        ),
        pytest.param(("GET", "/x"), {"params": {}}, "request has no argument 'params'. Write query=.", id="params"),
        pytest.param(
            ("GET", "/x"), {"timeuot": 1}, "request has no argument 'timeuot'. Did you mean 'timeout'?", id="misspelt"
        ),
        pytest.param(("GET", "/x"), {"timeout": "5"}, "timeout= must be seconds above 0", id="option"),
        pytest.param(("GET", "/x"), {"query": 5}, "query= must be a mapping from names to values", id="query"),
        pytest.param(("GET", "/x"), {"headers": {"A\n": "b"}}, "the header 'A\\n' must be one line", id="header"),
    ],
)
def test_wrong_arguments_are_clear_errors(
    caller: Make, serve: Serve, args: tuple[Any, ...], named: dict[str, Any], text: str
) -> None:
    """Nothing is sent, and no secret is shown."""
    server = serve(lambda seen: as_json({}))
    with pytest.raises(RequestError) as caught:
        sent(caller(server), *args, **named)
    assert text in str(caught.value)
    assert "sentinel" not in str(caught.value)
    assert not server.seen


@pytest.mark.parametrize(
    ("given", "content_type", "body"),
    [
        pytest.param({"json": {"b": 2}}, "application/json", b'{"a":1,"b":2}', id="JSON"),
        pytest.param({"json": {"a": 5}}, "application/json", b'{"a":5}', id="the body's own wins"),
        pytest.param({"data": {"b": 2}}, "application/x-www-form-urlencoded", b"a=1&b=2", id="a form"),
        pytest.param({}, "application/json", b'{"a":1}', id="nothing else"),
        pytest.param(
            {"json": {"b": 2}, "content_type": "application/vnd.api+json"},
            "application/vnd.api+json",
            b'{"a":1,"b":2}',
            id="another JSON type",
        ),
    ],
)
def test_extra_body_is_added_to_objects_and_forms(
    caller: Make, serve: Serve, given: dict[str, Any], content_type: str, body: bytes
) -> None:
    """As to the bodies of calls, sync and async."""
    server = serve(lambda seen: as_json({}))
    sent(caller(server), "POST", "/x", extra_body={"a": 1}, **given)
    assert (server.seen[0].headers["Content-Type"], server.seen[0].body) == (content_type, body)


def test_extra_body_is_added_to_multipart_fields(caller: Make, serve: Serve) -> None:
    server = serve(lambda seen: as_json({}))
    sent(caller(server), "POST", "/x", files={"f": b"F"}, extra_body={"a": "1"})
    assert b'name="a"\r\n\r\n1\r\n' in server.seen[0].body
    assert b'name="f"' in server.seen[0].body


def test_extra_body_of_the_client_makes_no_body(caller: Make, serve: Serve) -> None:
    """What is meant for every body is not sent where there is none."""
    server = serve(lambda seen: as_json({}))
    made = caller(server)
    made.driver.run(made.client.with_options(extra_body={"a": 1}).request("POST", "/x"))
    assert server.seen[0].body == b""


def test_an_operation_of_that_name_is_still_called() -> None:
    """`client.request` hides an operation `request`; the error says how to call it."""
    described = {**KEYED, "paths": {"/r": {"get": {"operationId": "request", "responses": {}}}}}
    client = Client(described, base_url="http://h.test")
    with pytest.raises(RequestError, match=r"client\.call\('request'\)"):
        client.request(id=3)  # type: ignore[call-arg]
    assert Client(described, base_url="http://h.test", credentials=False).prepare("request").url == "http://h.test/r"


def test_prepare_request_sends_nothing(server: EchoServer) -> None:
    """The request as `request` would send it."""
    with Client(KEYED, base_url=server.url, credentials=SECRETS) as client:
        prepared = client.prepare_request("PUT", "x/1", json={"a": 1})
    assert (prepared.method, prepared.url) == ("PUT", f"{server.url}/x/1?key=sentinel-key")
    assert json.loads(prepared.body) == {"a": 1}
    assert not server.received


@pytest.mark.parametrize(
    ("option", "said"),
    [
        pytest.param({"server": 3}, "server=3: the document has 1 server, counted from 0", id="server"),
        pytest.param({"server_variables": {"x": "y"}}, "no server of the document has a variable 'x'", id="variable"),
    ],
)
def test_a_server_that_is_not_there_is_named(option: dict[str, Any], said: str) -> None:
    client = Client({**KEYED, "servers": [{"url": "http://api.test"}]}, credentials=SECRETS)
    with pytest.raises(RequestError) as caught:
        client.prepare_request("GET", "/x", **option)
    assert said in str(caught.value)


def test_an_answer_that_the_document_does_not_describe_has_no_values(caller: Make, serve: Serve) -> None:
    client = caller(serve(lambda seen: as_json({"a": 1})), KEYED, credentials=SECRETS)
    with pytest.raises(RequestError, match=r"read it with unmarshal\(into=…\) or .json\(\)"):
        sent(client, "GET", "/x").unmarshal()
