"""What is decided once for an operation and the options of a client, and when it is decided again."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from dynaclient import Client, MissingCredentials

SCHEMES = {
    "token": {"type": "http", "scheme": "bearer"},
    "certificate": {"type": "mutualTLS"},
}


def source(document: Any, scheme: str = "token") -> dict[str, Any]:
    made: dict[str, Any] = document(
        method="get", components={"securitySchemes": SCHEMES}, security=[{scheme: []}], operation={"responses": {}}
    )
    return made


def refuses(client: Client) -> bool:
    try:
        client.prepare("op")
    except MissingCredentials:
        return True
    return False


def plan_of(client: Client) -> Any:
    """The plan that the next call would use."""
    return client._planned("op", client._current_plans())[1]


def test_a_plan_is_kept_between_calls(document: Any) -> None:
    client = Client(source(document), credentials={"token": "k"})
    client.prepare("op")
    kept = plan_of(client)
    client.prepare("op")
    assert plan_of(client) is kept


def test_a_plan_is_kept_with_a_session_of_the_callers_own(document: Any) -> None:
    with requests.Session() as session:
        client = Client(source(document), credentials={"token": "k"}, session=session)
        client.prepare("op")
        kept = plan_of(client)
        client.prepare("op")
        assert plan_of(client) is kept


def test_a_copy_with_other_options_makes_its_own(document: Any) -> None:
    client = Client(source(document), credentials={"token": "k"})
    other = client.with_options(credentials={"token": "another"})
    assert client.prepare("op").headers["Authorization"] == "Bearer k"
    assert other.prepare("op").headers["Authorization"] == "Bearer another"
    assert client.prepare("op").headers["Authorization"] == "Bearer k"


def test_a_header_that_the_session_gets_later_is_noticed(document: Any) -> None:
    with requests.Session() as session:
        client = Client(source(document), session=session)
        assert refuses(client)
        session.headers["authorization"] = "Bearer mine"
        assert client.prepare("op").headers["Authorization"] == "Bearer mine"
        del session.headers["authorization"]
        assert refuses(client)


def test_an_accept_header_of_the_session_holds_from_when_it_is_set(document: Any) -> None:
    with requests.Session() as session:
        client = Client(document(method="get"), session=session)
        assert client.prepare("op").headers["Accept"] == "*/*"
        session.headers["Accept"] = "text/csv"
        assert client.prepare("op").headers["Accept"] == "text/csv"
        session.headers["Accept"] = "text/plain"
        assert client.prepare("op").headers["Accept"] == "text/plain"


def test_signing_that_the_session_gets_later_is_noticed(document: Any) -> None:
    with requests.Session() as session:
        client = Client(source(document), session=session)
        assert refuses(client)
        session.auth = ("user", "password")
        assert not refuses(client)
        session.auth = None
        assert refuses(client)


def test_a_client_certificate_that_the_session_gets_later_is_noticed(document: Any) -> None:
    with requests.Session() as session:
        client = Client(source(document, "certificate"), session=session)
        assert refuses(client)
        session.cert = "client.pem"
        assert not refuses(client)


def test_explain_uses_what_holds_for_the_session(document: Any) -> None:
    with requests.Session() as session:
        client = Client(source(document), session=session)
        assert client.explain("op").security.startswith("missing")
        session.headers["Authorization"] = "Bearer mine"
        assert "by a header or session of your own" in client.explain("op").security


@pytest.mark.parametrize("name", ["op", "do-it"])
def test_a_credential_that_a_function_gives_is_asked_for_with_each_call(document: Any, name: str) -> None:
    keys = iter(["first", "second"])
    made = document(
        method="get",
        components={"securitySchemes": SCHEMES},
        security=[{"token": []}],
        operation={"operationId": name, "responses": {}},
    )
    client = Client(made, credentials={"token": lambda: next(keys)})
    sent = [client.prepare(name).headers["Authorization"] for _ in range(2)]
    assert sent == ["Bearer first", "Bearer second"]
