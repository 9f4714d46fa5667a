"""The options of a client, and how copies differ."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from dynaclient import (
    AsyncClient,
    Client,
    HTTPStatusError,
    NotFound,
    RequestError,
    ResponseError,
    ServerError,
    ValidationError,
)
from tests.echo_server import EchoServer, Reply

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [
        {"url": "http://{host}/one", "variables": {"host": {"default": "a.example"}}},
        {"url": "http://two.example"},
    ],
    "components": {
        "securitySchemes": {
            "Key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "Other": {"type": "apiKey", "in": "header", "name": "X-Other"},
        }
    },
    "paths": {
        "/x": {
            "post": {
                "operationId": "op",
                "security": [{"Key": []}, {"Other": []}, {}],
                "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer", "maximum": 5}}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"type": "object"}},
                        "application/x-www-form-urlencoded": {"schema": {"type": "object"}},
                    }
                },
                "responses": {
                    "200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}
                },
            }
        }
    },
}


@pytest.fixture
def client(server: EchoServer) -> Iterator[Client]:
    with Client(DOCUMENT, base_url=server.url) as client:
        yield client


def prepared(client: Client, **arguments: Any) -> requests.PreparedRequest:
    return client.prepare("op", **arguments)


# each option


def test_headers_are_added_and_removed(client: Client) -> None:
    """Those of a copy override the present ones, whatever their case; None removes one."""
    one = client.with_options(headers={"X-A": "1", "X-B": "2"})
    two = one.with_options(headers={"x-a": "3", "X-B": None, "Accept": None})
    assert {k: v for k, v in prepared(one).headers.items() if k.startswith("X-")} == {"X-A": "1", "X-B": "2"}
    assert {k.lower(): v for k, v in prepared(two).headers.items() if k[0] in "Xx"} == {"x-a": "3"}
    assert "Accept" not in prepared(two).headers
    assert "X-A" not in prepared(client).headers


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"X-A": "a\r\nX-B: b"}, id="line break"),
        pytest.param({"X-A\n": "a"}, id="line break in the name"),
        pytest.param({"X-A": "a\0"}, id="NUL"),
        pytest.param({"X-A": " a"}, id="blank in front"),
        pytest.param({"X-A": "→"}, id="beyond Latin-1"),
        pytest.param({"X-A": 5}, id="a number"),
        pytest.param({"": "a"}, id="no name"),
        pytest.param({"X-A": b"a"}, id="bytes"),
    ],
)
def test_a_header_that_cannot_be_sent_is_refused(server: EchoServer, client: Client, headers: Any) -> None:
    """When it is given, not when it is sent. Source: RFC 9110 sections 5.1 and 5.5."""
    with pytest.raises(RequestError, match="must be one line"):
        client.with_options(headers=headers)
    with pytest.raises(RequestError, match="must be one line"):
        Client(DOCUMENT, headers=headers)
    assert server.received == []


def test_latin_1_headers_arrive(server: EchoServer, client: Client) -> None:
    """They can be sent, if not be understood everywhere."""
    client.with_options(headers={"X-A": "grüß"}).call("op")
    assert server.received[0].header("X-A") == "grüß"


def test_credentials_are_added_and_switched_off(client: Client) -> None:
    """By scheme; False sends none."""
    keyed = client.with_options(credentials={"Key": "k"})
    both = keyed.with_options(credentials={"Other": "o"})
    none = both.with_options(credentials=False)
    again = none.with_options(credentials={"Other": "o"})
    chosen = [
        {k: v for k, v in prepared(c).headers.items() if k in ("X-Key", "X-Other")}
        for c in (client, keyed, both, none, again, both.with_options(credentials=None))
    ]
    assert chosen == [{}, {"X-Key": "k"}, {"X-Key": "k"}, {}, {"X-Other": "o"}, {"X-Key": "k"}]


def test_servers_are_chosen_and_filled_in() -> None:
    """base_url wins over all; None gives the document's back."""
    client = Client(DOCUMENT)
    urls = [
        prepared(c).url
        for c in (
            client,
            client.with_options(server=1),
            client.with_options(server_variables={"host": "b.example"}),
            client.with_options(base_url="http://c.example/v1/", server=1),
            client.with_options(base_url="http://c.example/v1").with_options(base_url=None),
            client.with_options(server_variables=None),
        )
    ]
    assert urls == [
        "http://a.example/one/x",
        "http://two.example/x",
        "http://b.example/one/x",
        "http://c.example/v1/x",
        "http://a.example/one/x",
        "http://a.example/one/x",
    ]


def test_validation_is_chosen(server: EchoServer, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """True refuses, "warn" logs and sends, False sends."""
    with pytest.raises(ValidationError):
        client.call("op", n=6)
    client.with_options(validate="warn").call("op", n=6)
    client.with_options(validate=False).call("op", n=6)
    assert [r.target for r in server.received] == ["/x?n=6", "/x?n=6"]
    assert len([r for r in caplog.records if r.name == "dynaclient"]) == 1


def test_the_media_type_is_chosen(client: Client) -> None:
    """Of those that the document declares."""
    form = prepared(client.with_options(content_type="application/x-www-form-urlencoded"), body={"a": "1 2"})
    assert (form.body, form.headers["Content-Type"]) == (b"a=1%202", "application/x-www-form-urlencoded")
    assert prepared(client, body={"a": 1}).headers["Content-Type"] == "application/json"


def test_a_stream_is_read_when_it_is_asked_for(server: EchoServer, client: Client) -> None:
    """And the next call may go over the same connection."""
    server.answer("/x", Reply(body=b'{"a": 1}'))
    with client.with_options(stream=True).call("op") as response:
        assert not response.raw._content_consumed
        assert response["a"] == 1
    assert client.call("op").raw._content_consumed


def test_a_status_may_be_returned(server: EchoServer, client: Client) -> None:
    """Instead of raised."""
    server.answer("/x", Reply(404))
    assert client.with_options(raise_for_status=False).call("op").status_code == 404
    with pytest.raises(NotFound):
        client.call("op")


def test_responses_may_be_checked(server: EchoServer, client: Client) -> None:
    """By a copy alone."""
    server.answer("/x", Reply(body=b"[]"))
    assert len(client.with_options(validate_responses="record").call("op").violations) == 1
    assert client.call("op").violations == ()


async def awaited_hook(request: Any) -> None: ...


@pytest.mark.parametrize(
    ("option", "message"),
    [
        pytest.param({"timeot": 5}, "there is no option 'timeot'. Did you mean 'timeout'?", id="misspelt"),
        pytest.param(
            {"session": None},
            "session= is an option of the client itself: pass it when you make the client",
            id="of the constructor alone",
        ),
        pytest.param(
            {"zzz": 5},
            "there is no option 'zzz'. The options are base_url, compress, content_type, credentials",
            id="odd",
        ),
        pytest.param({"validate": "strickt"}, "Did you mean 'strict'?", id="validate"),
        pytest.param({"base_url": "api.example"}, "base_url must be an absolute URL", id="base_url"),
        pytest.param({"credentials": {"Kye": "k"}}, "no security scheme 'Kye'. Did you mean 'Key'?", id="credentials"),
        pytest.param({"credentials": "k"}, "credentials= must be a mapping", id="credentials as text"),
        pytest.param({"on_request": 5}, "a hook must be a function, not int", id="hook"),
        pytest.param({"on_response": [print, "x"]}, "a hook must be a function, not str", id="hooks"),
        pytest.param({"on_request": awaited_hook}, "is a coroutine function, which only", id="async"),
        pytest.param({"pace": "yes"}, "pace= must be True or False, not 'yes'", id="pace"),
    ],
)
def test_an_option_that_is_none_is_refused(client: Client, option: dict[str, Any], message: str) -> None:
    """With what would be one."""
    with pytest.raises(RequestError) as caught:
        client.with_options(**option)
    assert message in str(caught.value)


def test_a_copy_leaves_its_parent_as_it_was(server: EchoServer, client: Client) -> None:
    """And shares document, session and pool."""
    changed = client.with_options(
        timeout=1,
        validate=False,
        validate_responses="record",
        headers={"X-A": "1"},
        credentials={"Key": "k"},
        server=1,
        server_variables={"host": "h"},
        base_url=f"{server.url}/changed",
        content_type="application/json",
        stream=True,
        raise_for_status=False,
        on_request=lambda request: None,
        on_response=lambda response: None,
    )
    assert type(changed) is Client
    assert (changed.document is client.document, changed.session is client.session) == (True, True)
    changed.call("op", n=9).close()
    client.call("op")
    assert [r.target for r in server.received] == ["/changed/x?n=9", "/x"]
    assert server.received[1].own_headers == {"Accept": "application/json", "Content-Length": "0"}
    with pytest.raises(ValidationError):
        client.call("op", n=9)


def test_no_options_make_the_same_calls(client: Client) -> None:
    """A copy without changes is a copy."""
    assert client.with_options() is not client
    assert prepared(client.with_options()).url == prepared(client).url


# hooks


def test_hooks_run_in_order_around_the_call(server: EchoServer) -> None:
    """Each sees what the ones before it did; a request knows which operation it calls."""
    order: list[str] = []

    def first(request: Any) -> None:
        order.append(f"first {request.operation_id} {request.headers.get('X-A')}")
        request.headers["X-A"] = "1"

    def second(request: Any) -> None:
        order.append(f"second {request.headers['X-A']}")
        request.headers["X-A"] += "2"

    def after(response: Any) -> None:
        order.append(f"after {response.status_code} {response.operation_id} {response.request.headers['X-A']}")

    with Client(DOCUMENT, base_url=server.url, on_request=[first, second], on_response=(after,)) as client:
        client.call("op")
    assert order == ["first op None", "second 1", "after 200 op 12"]
    assert server.received[0].header("X-A") == "12"


def test_preparing_and_checking_call_no_hook(client: Client) -> None:
    """They send nothing."""

    def hook(request: Any) -> None:
        raise AssertionError

    hooked = client.with_options(on_request=hook, on_response=hook)
    assert hooked.prepare("op").operation_id == "op"
    assert hooked.validate("op") == []
    assert hooked.explain("op").operation_id == "op"


def test_a_hook_may_replace_the_request(server: EchoServer, client: Client) -> None:
    """With another PreparedRequest, which is known by the same operationId."""
    seen: list[Any] = []

    def replace(request: requests.PreparedRequest) -> requests.PreparedRequest:
        other = requests.Request("PUT", f"{server.url}/elsewhere", data=b"x").prepare()
        seen.append(other)
        return other

    replaced = client.with_options(on_request=[replace, lambda r: seen.append((r is seen[0], r.operation_id))])
    assert replaced.call("op").request is seen[0]
    assert seen[1] == (True, "op")
    assert (server.received[0].line, server.received[0].body) == ("PUT /elsewhere HTTP/1.1", b"x")


@pytest.mark.parametrize("value", ["text", 5, False, {"a": 1}])
def test_what_else_a_hook_returns_is_refused(server: EchoServer, client: Client, value: Any) -> None:
    """It would be lost without a word; nothing is sent, and the value, which may be secret, is not shown."""

    def mistaken(given: Any) -> Any:
        return value

    with pytest.raises(RequestError) as caught:
        client.with_options(on_request=mistaken).call("op")
    assert str(caught.value) == (
        f"op: the hook {mistaken.__qualname__} returned a value of type {type(value).__name__}: it may return a "
        "request to send instead, or nothing"
    )
    assert not server.received
    with pytest.raises(ResponseError) as failed:
        client.with_options(on_response=mistaken).call("op")
    assert str(failed.value) == (
        f"op: the hook {mistaken.__qualname__} returned a value of type {type(value).__name__}, which would be lost: a "
        "hook of answers returns nothing. A plugin with send() may answer a call itself"
    )


def test_hooks_of_an_async_client_are_held_to_the_same(server: EchoServer) -> None:
    async def mistaken(given: Any) -> Any:
        return 5

    async def call(**hooks: Any) -> None:
        async with AsyncClient(DOCUMENT, base_url=server.url, **hooks) as client:
            await client.call("op")

    with pytest.raises(RequestError, match="it may return a request to send instead, or nothing"):
        asyncio.run(call(on_request=mistaken))
    with pytest.raises(ResponseError, match="a hook of answers returns nothing"):
        asyncio.run(call(on_response=mistaken))
    asyncio.run(call(on_request=lambda request: request, on_response=lambda response: response))


def test_a_hook_that_raises_stops_the_call(server: EchoServer, client: Client) -> None:
    """Its own error reaches the caller, and nothing is sent."""
    with pytest.raises(ZeroDivisionError):
        client.with_options(on_request=lambda request: 1 / 0).call("op")
    assert server.received == []


def test_a_response_hook_sees_an_error_before_it_is_raised(server: EchoServer, client: Client) -> None:
    """And its own exception comes first."""
    server.answer("/x", Reply(500, b'{"message": "no"}'))
    seen: list[Any] = []
    hooked = client.with_options(on_response=lambda response: seen.append((response.status_code, response.data)))
    with pytest.raises(ServerError):
        hooked.call("op")
    assert seen == [(500, {"message": "no"})]
    with pytest.raises(ZeroDivisionError):
        client.with_options(on_response=lambda response: 1 / 0).call("op")


@pytest.mark.parametrize("stream", [False, True])
def test_a_connection_is_free_after_any_error(server: EchoServer, client: Client, stream: bool) -> None:
    """A status that raises, a hook that raises, a body that does not fit: the next call needs no new connection."""
    server.answer("/x", Reply(500, b"x" * 100_000), Reply(body=b"y" * 100_000))
    copy = client.with_options(stream=stream)
    with pytest.raises(HTTPStatusError):
        copy.call("op")
    with pytest.raises(ZeroDivisionError):
        copy.with_options(on_response=lambda response: 1 / 0).call("op")
    copy.call("op").close()
    assert server.connections == (1 if not stream else 2)  # one that was not read to its end is closed


# the rest of the constructor


def test_a_client_ends_with_its_block(server: EchoServer) -> None:
    """And can be closed twice, or before it was ever used."""
    with Client(DOCUMENT, base_url=server.url) as client:
        client.call("op")
    client.close()
    Client(DOCUMENT).close()
    assert len(server.received) == 1


def test_prepare_gives_what_would_be_sent(server: EchoServer, client: Client) -> None:
    """The session sends it as it is."""
    request = client.with_options(credentials={"Key": "k"}).prepare("op", {"n": 1}, body={"a": 1})
    assert (request.method, request.url, request.body) == ("POST", f"{server.url}/x?n=1", b'{"a":1}')
    assert request.operation_id == "op"  # type: ignore[attr-defined]
    assert server.received == []
    client.session.send(request)
    assert (server.received[0].line, server.received[0].body) == ("POST /x?n=1 HTTP/1.1", b'{"a":1}')
    assert server.received[0].header("X-Key") == "k"


@pytest.mark.parametrize("name", ["headers", "extra_headers", "query", "extra_query", "extra_body", "server_variables"])
@pytest.mark.parametrize("given", [5, "a=b", ["a"], [("a", "b")], {5: "a"}], ids=repr)
def test_an_option_of_names_is_a_mapping_from_text(client: Client, name: str, given: Any) -> None:
    """Anything else is refused with an error of ours, when the client is made too."""
    with pytest.raises(RequestError):
        client.with_options(**{name: given})
    if not name.startswith("extra_"):
        with pytest.raises(RequestError):
            Client(DOCUMENT, **{name: given})
