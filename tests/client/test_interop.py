"""The libraries that people put under requests work through `session=`: the real ones, unchanged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import requests

from dynaclient import Client, ConnectionFailed, DeadlineExceeded, NotFound
from tests.echo_server import EchoServer, Reply
from tests.runtime.conftest import QUICK

SECRET = "sentinel-key-0123456789"
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "http://api.example/v1"}],
    "components": {
        "securitySchemes": {
            "Key": {"type": "http", "scheme": "bearer"},
            "QueryKey": {"type": "apiKey", "in": "query", "name": "api_key"},
            "OAuth": {"type": "oauth2", "flows": {}},
        }
    },
    "paths": {
        "/things/{id}": {
            "get": {
                "operationId": "get",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {"name": "q", "in": "query", "schema": {"type": "string"}},
                ],
                "security": [{"Key": []}, {"QueryKey": []}, {"OAuth": []}],
                "responses": {},
            }
        },
        "/things": {
            "post": {
                "operationId": "make",
                "requestBody": {"content": {"application/json": {}}},
                "responses": {},
            }
        },
    },
}


def client_for(session: requests.Session, **options: Any) -> Client:
    return Client(DOCUMENT, session=session, **{"credentials": {"Key": SECRET}, "retries": QUICK, **options})


# responses


def test_responses_answers_our_calls() -> None:
    """Its matchers see query, headers and body as they would be sent."""
    responses = pytest.importorskip("responses")
    from responses import matchers

    with responses.RequestsMock() as mock, requests.Session() as session:
        mock.get(
            "http://api.example/v1/things/a%2Fb",
            json={"id": 1},
            match=[
                matchers.query_param_matcher({"q": "x y"}),
                matchers.header_matcher({"Authorization": f"Bearer {SECRET}"}),
            ],
        )
        mock.post(
            "http://api.example/v1/things",
            status=201,
            json={},
            match=[
                matchers.json_params_matcher({"a": [1]}),
                matchers.header_matcher({"Content-Type": "application/json"}),
            ],
        )
        client = client_for(session)
        assert client.call("get", id="a/b", q="x y")["id"] == 1
        assert client.call("make", body={"a": [1]}).status_code == 201


def test_responses_plays_errors_and_redirects() -> None:
    """Its exceptions become our errors; its redirects are followed without the key."""
    responses = pytest.importorskip("responses")
    with responses.RequestsMock() as mock, requests.Session() as session:
        client = client_for(session)
        mock.get("http://api.example/v1/things/404", status=404, json={"message": "gone"})
        mock.get("http://api.example/v1/things/slow", body=requests.ReadTimeout())
        mock.get("http://api.example/v1/things/down", body=requests.ConnectionError("reset"))
        mock.get("http://api.example/v1/things/moved", status=302, headers={"Location": "http://other.example/x"})
        mock.get("http://other.example/x", json={"moved": True})
        with pytest.raises(NotFound, match="gone"):
            client.call("get", id="404")
        with pytest.raises(DeadlineExceeded):
            client.call("get", id="slow")
        with pytest.raises(ConnectionFailed):
            client.call("get", id="down")
        with pytest.raises(ConnectionFailed):
            client.call("get", id="nobody registered this")
        assert client.call("get", id="moved").data == {"moved": True}
        assert "Authorization" not in mock.calls[-1].request.headers


def test_responses_works_without_a_session_too() -> None:
    """It patches the adapter that our own session has."""
    responses = pytest.importorskip("responses")
    with responses.RequestsMock() as mock, Client(DOCUMENT) as client:
        mock.post("http://api.example/v1/things", json={"id": 7})
        assert client.call("make", body={})["id"] == 7


# requests-mock


def test_requests_mock_answers_our_calls() -> None:
    """As an adapter mounted on a session."""
    requests_mock = pytest.importorskip("requests_mock")
    adapter = requests_mock.Adapter()
    with requests.Session() as session:
        session.mount("http://", adapter)
        adapter.register_uri("GET", "http://api.example/v1/things/1?q=x", json={"id": 1}, headers={"X-A": "b"})
        adapter.register_uri("POST", "/v1/things", text=lambda request, context: request.text)
        client = client_for(session)
        response = client.call("get", id="1", q="x")
        assert (response.content_type, response.headers["X-A"], response.raw.json()) == ("", "b", {"id": 1})
        assert client.call("make", body={"a": "ü"}).content == '{"a":"ü"}'.encode()
    first, _ = adapter.request_history
    assert (first.headers["Authorization"], first.url) == (f"Bearer {SECRET}", "http://api.example/v1/things/1?q=x")


def test_requests_mock_plays_errors() -> None:
    """Errors that it simulates become ours; its own error, for an unregistered URL, reaches the test."""
    requests_mock = pytest.importorskip("requests_mock")
    with requests.Session() as session, requests_mock.Mocker(session=session) as mock:
        mock.get("http://api.example/v1/things/1", exc=requests.ConnectTimeout)
        client = client_for(session)
        with pytest.raises(DeadlineExceeded):
            client.call("get", id="1")
        with pytest.raises(requests_mock.NoMockAddress):
            client.call("get", id="2")


# vcrpy


def test_vcr_records_and_plays(server: EchoServer, tmp_path: Path) -> None:
    """The second time nothing is sent."""
    vcr = pytest.importorskip("vcr")
    server.answer("/things", Reply(body=b'{"id": 5}', headers={"Content-Type": "application/json", "X-A": "b"}))
    cassette = str(tmp_path / "cassette.yaml")
    for _ in range(2):
        with vcr.use_cassette(cassette, record_mode="once"), requests.Session() as session:
            response = client_for(session, base_url=server.url).call("make", body={"a": 1})
            assert (response["id"], response.headers["X-A"]) == (5, "b")
    assert len(server.received) == 1


def test_vcr_can_leave_the_key_out(server: EchoServer, tmp_path: Path) -> None:
    """Its filters see the header under its name."""
    vcr = pytest.importorskip("vcr")
    cassette = tmp_path / "cassette.yaml"
    with vcr.use_cassette(str(cassette), filter_headers=["authorization"]), requests.Session() as session:
        client_for(session, base_url=server.url).call("get", id="1")
    assert server.received[0].header("Authorization") == f"Bearer {SECRET}"
    assert SECRET not in cassette.read_text()


# requests-cache


def test_requests_cache_answers_from_its_cache(server: EchoServer) -> None:
    """Each address once; a cached answer is a response like any other."""
    requests_cache = pytest.importorskip("requests_cache")
    server.answer("/things/1", Reply(body=b'{"id": 1}'))
    with requests_cache.CachedSession(backend="memory") as session:
        client = client_for(session, base_url=server.url)
        fresh, cached, other = (client.call("get", id=name) for name in ("1", "1", "2"))
        assert (fresh.raw.from_cache, cached.raw.from_cache, other.raw.from_cache) == (False, True, False)
        assert (fresh.from_cache, cached.from_cache) == (False, True)
        assert (cached["id"], cached.status_code, cached.content_type) == (1, 200, "application/json")
        assert repr(cached) == "<Response 200 of get, 9 bytes>"
        assert client.with_options(stream=True).call("get", id="1")["id"] == 1
    assert [request.target for request in server.received] == ["/things/1", "/things/2"]


def test_requests_cache_keeps_two_keys_apart_and_none_on_disk(server: EchoServer, tmp_path: Path) -> None:
    """It leaves out headers that it knows to be secret; the list of names is its own."""
    requests_cache = pytest.importorskip("requests_cache")
    path = tmp_path / "cache.sqlite"
    with requests_cache.CachedSession(str(path), backend="sqlite") as session:
        client_for(session, base_url=server.url).call("get", id="1")
        client_for(session, base_url=server.url, credentials={"QueryKey": SECRET}).call("get", id="2")
        session.cache.close()
    assert server.received[1].target == f"/things/2?api_key={SECRET}"
    assert SECRET.encode() not in path.read_bytes()


def test_requests_cache_follows_redirects(server: EchoServer, other: EchoServer) -> None:
    """From the cache as from the network, and without the key to another origin."""
    requests_cache = pytest.importorskip("requests_cache")
    server.redirect("/things/1", f"{other.url}/x", 301)
    with requests_cache.CachedSession(backend="memory", allowable_codes=[200, 301]) as session:
        client = client_for(session, base_url=server.url)
        for _ in range(2):
            assert client.call("get", id="1").status_code == 200
    assert (len(server.received), len(other.received)) == (1, 1)
    assert other.received[0].header("Authorization") is None


# requests-oauthlib


def test_requests_oauthlib_signs_with_its_token(server: EchoServer) -> None:
    """An OAuth2Session signs in `request()`, which is not on our way; its token goes along all the same."""
    oauthlib = pytest.importorskip("requests_oauthlib")
    token = {"access_token": SECRET, "token_type": "Bearer"}
    with oauthlib.OAuth2Session(client_id="c", token=token) as session:
        client = Client(DOCUMENT, session=session, base_url=server.url)
        client.call("get", id="1")
    assert server.received[0].header("Authorization") == f"Bearer {SECRET}"


def test_requests_oauthlib_signs_each_request(server: EchoServer) -> None:
    """OAuth 1 is an authentication handler of the session."""
    oauthlib = pytest.importorskip("requests_oauthlib")
    with oauthlib.OAuth1Session("c", client_secret="s", resource_owner_key="k", resource_owner_secret="o") as session:
        Client(DOCUMENT, session=session, base_url=server.url).call("get", id="1")
    assert 'oauth_signature="' in (server.received[0].header("Authorization") or "")
