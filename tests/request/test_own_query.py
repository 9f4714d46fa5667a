"""The client's own query: from its options, and from its `base_url`; sent with every request, and never judged."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from dynaclient import Client, MissingCredentials, OpenAI, RequestError

LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
VERSION = {"name": "api-version", "in": "query", "required": True, "schema": {"type": "string", "enum": ["1"]}}


def target(prepared: Any) -> str:
    return str(prepared.url).removeprefix("https://api.test")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param({"debug": "1"}, "/x?debug=1", id="text"),
        pytest.param({"debug": True, "n": 2, "r": 0.5}, "/x?debug=true&n=2&r=0.5", id="scalars"),
        pytest.param({"tag": ["a", "b"]}, "/x?tag=a&tag=b", id="list"),
        pytest.param({"tag": []}, "/x", id="empty-list"),
        pytest.param({"debug": None}, "/x", id="None"),
        pytest.param({"debug": ""}, "/x?debug=", id="empty-text"),
        pytest.param({"a b": "c&d=ü"}, "/x?a%20b=c%26d%3D%C3%BC", id="encoded"),
        pytest.param({}, "/x", id="nothing"),
        pytest.param(None, "/x", id="not-given"),
    ],
)
@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
def test_it_goes_with_every_request(document: Any, mode: Any, query: Any, expected: str) -> None:
    """Whether the document declares it or not, in every mode."""
    source = document()
    assert target(Client(source, validate=mode, query=query).prepare("op")) == expected
    for name in ("query", "extra_query"):
        assert target(Client(source, validate=mode).with_options(**{name: query}).prepare("op")) == expected


def test_extra_headers_is_another_name_of_headers(document: Any) -> None:
    client = Client(document(), headers={"X-A": "1", "X-B": "2"}).with_options(extra_headers={"x-a": "3", "X-B": None})
    assert {k.lower(): v for k, v in client.prepare("op").headers.items() if k[0] in "Xx"} == {"x-a": "3"}


def test_options_are_added_to_those_there_are(document: Any) -> None:
    one = Client(document(), query={"a": "1", "b": "2"})
    two = one.with_options(query={"b": "3", "c": "4"}).with_options(query={"a": None})
    assert target(two.prepare("op")) == "/x?b=3&c=4"
    assert target(one.prepare("op")) == "/x?a=1&b=2"


@pytest.mark.parametrize(
    "query", [5, "a=1", ["a"], {1: "a"}, {"": "a"}, {"a": {"b": 1}}, {"a": [[1]]}, {"a": object()}]
)
def test_what_is_not_a_query_is_refused_at_once(document: Any, query: Any) -> None:
    with pytest.raises(RequestError, match="query="):
        Client(document(), query=query)
    with pytest.raises(RequestError, match="query="):
        Client(document()).with_options(query=query)


@pytest.mark.parametrize("value", ["\ud800", 10**5000, float("nan")], ids=["surrogate", "digits", "nan"])
def test_what_has_no_text_is_refused_at_once(document: Any, value: Any) -> None:
    with pytest.raises(RequestError, match="query="):
        Client(document(), query={"a": value})


@pytest.mark.parametrize(
    ("key", "arguments", "expected"),
    [
        pytest.param("/x", {"limit": 3}, "/x?debug=1&limit=3", id="declared"),
        pytest.param("/x", {"query:debug": "2"}, "/x?debug=2", id="the-calls-own-wins"),
        pytest.param("/x", {"query:debug": ["2", "3"]}, "/x?debug=2&debug=3", id="all-of-it"),
        pytest.param("/x?a=b", {}, "/x?debug=1&a=b", id="beside-that-of-the-path"),
        pytest.param("/x?debug=5", {}, "/x?debug=5", id="that-of-the-path-wins"),
    ],
)
def test_a_calls_own_argument_wins(document: Any, key: str, arguments: Any, expected: str) -> None:
    source = document(key, parameters=[LIMIT])
    for client in (Client(source, query={"debug": "1"}), Client(source, base_url="https://api.test?debug=1")):
        assert target(client.prepare("op", arguments)) == expected


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
@pytest.mark.parametrize(
    "options",
    [
        pytest.param({"query": {"api-version": "9"}}, id="query"),
        pytest.param({"base_url": "https://api.test?api-version=9"}, id="base_url"),
    ],
)
def test_it_fills_required_parameters_unjudged(document: Any, mode: Any, options: Any) -> None:
    """What every call needs is given once; a default does not go before it."""
    for parameter in (VERSION, {**VERSION, "schema": {"type": "string", "default": "1"}}):
        client = Client(document(parameters=[parameter]), validate=mode, **options)
        assert client.validate("op") == []
        assert target(client.prepare("op")) == "/x?api-version=9"
        assert target(client.prepare("op", {"api-version": "1"})) == "/x?api-version=1"


@pytest.mark.parametrize("mode", [True, "strict", "warn", False], ids=str)
def test_so_do_the_clients_headers(document: Any, mode: Any) -> None:
    header = {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}}
    cookie = {"name": "sid", "in": "cookie", "required": True, "schema": {"type": "string"}}
    for parameter in (header, {**header, "schema": {"type": "string", "default": "d"}}):
        client = Client(document(parameters=[parameter]), validate=mode, headers={"x-tenant": "blue"})
        assert client.validate("op") == []
        assert client.prepare("op").headers["X-Tenant"] == "blue"
    client = Client(document(parameters=[cookie]), validate=mode, headers={"Cookie": "sid=1"})
    assert client.validate("op") == []


def test_a_removed_header_fills_nothing(document: Any) -> None:
    header = {"name": "X-Tenant", "in": "header", "required": True, "schema": {"type": "string"}}
    client = Client(document(parameters=[header]), headers={"X-Tenant": None})
    assert [violation.path for violation in client.validate("op")] == ["/X-Tenant"]


def test_it_may_hold_the_credential(document: Any) -> None:
    """As a header of the client may."""
    scheme = {"type": "apiKey", "in": "query", "name": "key"}
    source = document(security=[{"key": []}], components={"securitySchemes": {"key": scheme}})
    with pytest.raises(MissingCredentials):
        Client(source).prepare("op")
    assert target(Client(source, query={"key": "mine"}).prepare("op")) == "/x?key=mine"
    assert target(Client(source, query={"key": "mine"}, credentials={"key": "other"}).prepare("op")) == "/x?key=mine"


# the query of an address


@pytest.mark.parametrize(
    ("base_url", "expected"),
    [
        pytest.param("https://api.test/v1?api-version=3", "/v1/x?api-version=3", id="query"),
        pytest.param("https://api.test/v1/?api-version=3", "/v1/x?api-version=3", id="slash"),
        pytest.param("https://api.test?a=1&a=2&b", "/x?a=1&a=2&b", id="as-it-is"),
        pytest.param("https://api.test?a=%20+b/?c", "/x?a=%20+b/?c", id="encoded-already"),
        pytest.param("https://api.test?a=b c&d=ü&e=100%", "/x?a=b%20c&d=%C3%BC&e=100%25", id="encoded-here"),
        pytest.param("https://api.test/v1?", "/v1/x", id="empty"),
        pytest.param("https://api.test/v1?&&", "/v1/x", id="empty-pairs"),
        pytest.param("https://api.test/v1?#", "/v1/x", id="empty-fragment"),
    ],
)
def test_base_url_may_have_a_query(document: Any, base_url: str, expected: str) -> None:
    source = document()
    assert target(Client(source, base_url=base_url).prepare("op")) == expected
    assert target(Client(source).with_options(base_url=base_url).prepare("op")) == expected
    assert target(Client(source, base_url=base_url, validate="strict").prepare("op")) == expected


def test_options_win_over_the_query_of_the_address(document: Any) -> None:
    client = Client(document(), base_url="https://api.test?a=1&b=2", query={"a": "3", "b": None})
    assert target(client.prepare("op")) == "/x?a=3"
    assert target(client.with_options(base_url="https://api.test/v2?c=4").prepare("op")) == "/v2/x?c=4&a=3"
    assert target(client.with_options(base_url=None).prepare("op")) == "/x?a=3"


def test_the_address_of_the_environment_too() -> None:
    """Services that speak the API of OpenAI give such addresses."""
    client = OpenAI(environment={"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "https://h.test/v1?api-version=2024-10-21"})
    assert client.prepare("listModels").url == "https://h.test/v1/models?api-version=2024-10-21"


# secrets

KEYED = "https://u:userpass@api.test/v1?code=sesame-open&api-version=3"


def test_keys_are_not_shown(document: Any) -> None:
    client = Client(document(), base_url=KEYED, query={"sig": "sesame-sig", "plain": "seen"})
    text = str(client.explain("op"))
    texts = [text, repr(client), repr(client._options), repr(client._options.request)]
    assert "server: https://api.test/v1 (" in text
    for line in ("code in query: ***", 'api-version in query: "3"', "sig in query: ***", 'plain in query: "seen"'):
        assert f"{line} (the client's own)" in text
    assert not any("sesame" in text or "userpass" in text for text in texts)


@pytest.mark.parametrize("base_url", [f"{KEYED}#f", KEYED.replace("https", "ftp"), KEYED.replace("api.test", "h:port")])
def test_an_address_that_is_refused_shows_no_key(base_url: str, document: Any) -> None:
    with pytest.raises(RequestError) as caught:
        Client(document(), base_url=base_url)
    assert "sesame" not in str(caught.value)
    assert "userpass" not in str(caught.value)


def test_keys_are_not_pickled(document: Any) -> None:
    """Unless the pickle is to hold credentials."""
    client = Client(document(), base_url=KEYED, query={"sig": "sesame-sig", "plain": "seen"}).with_options(
        extra_body={"token": "sesame-token", "a": 1}
    )
    data = pickle.dumps(client)
    assert b"sesame" not in data
    assert b"userpass" not in data
    assert pickle.loads(data).prepare("op").url == "https://api.test/v1/x?api-version=3&plain=seen"
    whole = pickle.loads(pickle.dumps(client.with_options(pickle_credentials=True)))
    assert "sesame-open" in whole.prepare("op").url
