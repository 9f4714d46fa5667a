"""Trouble on demand, by headers and when the sandbox is made: in process and on a port, the same for the same seed."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient import Client, ConnectionFailed, DeadlineExceeded, RateLimited, ServerError, UndecodableBody
from dynaclient.document import Document
from dynaclient.sandbox import Sandbox, Trouble

from .conftest import client_of, credentials_for

KEY = {"Authorization": "Bearer k"}


@pytest.fixture(params=["in process", "on a port"])
def caller(request: pytest.FixtureRequest, bundled: Document) -> Iterator[Client]:
    """A client of a sandbox, over both ways there are."""
    sandbox = Sandbox(bundled)
    if request.param == "in process":
        yield client_of(sandbox)
        return
    with (
        sandbox.serve() as serving,
        Client(bundled, base_url=serving.url, credentials=credentials_for(bundled)) as client,
    ):
        yield client


def troubled(client: Client, **headers: str) -> Client:
    return client.with_options(
        retries=0, headers={f"Sandbox-{name.replace('_', '-')}": value for name, value in headers.items()}
    )


def test_a_status(caller: Client) -> None:
    """The status is answered in the API's error shape, with Retry-After, and nothing is done."""
    with pytest.raises(RateLimited) as caught:
        troubled(caller, Status="429", Retry_After="3").call("createAssistant", model="gpt-4o")
    assert caught.value.response is not None
    assert caught.value.response.headers["Retry-After"] == "3"
    assert caught.value.data["error"]["code"] == "asked_for"
    assert caller.call("listAssistants")["data"] == []


def test_times(caller: Client) -> None:
    """The first so many tries of a request fail, then it goes through; another request counts for itself."""
    client = troubled(caller, Status="503", Times="2")
    for _ in range(2):
        with pytest.raises(ServerError):
            client.call("listModels")
    assert client.call("listModels").status_code == 200
    with pytest.raises(ServerError):
        client.call("listAssistants")


@pytest.mark.parametrize("count", ["0", "10"])
def test_a_connection_cut(caller: Client, count: str) -> None:
    """The answer says its whole length and ends early."""
    with pytest.raises(ConnectionFailed):
        troubled(caller, Cut=count).call("listModels")
    assert caller.call("listModels").status_code == 200


def test_a_connection_dropped(bundled: Document) -> None:
    """Nothing is answered, though the request is carried out."""
    sandbox = Sandbox(bundled)
    with (
        sandbox.serve() as serving,
        Client(bundled, base_url=serving.url, credentials=credentials_for(bundled)) as client,
    ):
        with pytest.raises(ConnectionFailed):
            troubled(client, Drop="1").call("createAssistant", model="gpt-4o")
        assert len(client.call("listAssistants")["data"]) == 1


def test_a_connection_dropped_in_process_is_one_too(bundled: Document) -> None:
    """A client tells of it, and tries again, as if there were a network; what else an application raises comes out."""
    client = client_of(Sandbox(bundled))
    with pytest.raises(ConnectionFailed) as caught:
        troubled(client, Drop="1").with_options(retries=0).call("listModels")
    assert (caught.value.sent, len(caught.value.attempts)) == (True, 1)
    answered = troubled(client, Drop="1", Times="1").with_options(retries=2).call("listModels")
    assert [attempt.status_code for attempt in answered.attempts] == [None, 200]


@pytest.mark.parametrize("how", ["truncated", "html", "empty", "1"])
def test_a_malformed_body(caller: Client, how: str) -> None:
    """A body that is not what its Content-Type says."""
    with pytest.raises(UndecodableBody):
        _ = troubled(caller.with_options(validate_responses=False), Malformed=how).call("listModels").data or _empty()


def _empty() -> None:
    raise UndecodableBody("an empty body decodes to nothing")


def test_a_trickle(caller: Client) -> None:
    """The body comes whole, in pieces, over time."""
    whole = caller.call("retrieveModel", model="m").content
    begun = time.monotonic()
    assert troubled(caller, Trickle="0.01", Piece="10").call("retrieveModel", model="m").content == whole
    assert time.monotonic() - begun >= 0.01 * (len(whole) // 10 - 1)


def test_a_delay(bundled: Document) -> None:
    """The answer begins late enough for a client to give up."""
    sandbox = Sandbox(bundled)
    with (
        sandbox.serve() as serving,
        Client(bundled, base_url=serving.url, credentials=credentials_for(bundled)) as client,
    ):
        with pytest.raises(DeadlineExceeded):
            troubled(client.with_options(timeout=0.05), Delay="0.5").call("listModels")
        assert client.call("listModels").status_code == 200


def test_standing_trouble_for_one_operation(bundled: Document) -> None:
    """A fault given when the sandbox was created affects the named operation, the given number of times."""
    http = WSGIClient(Sandbox(bundled, trouble=Trouble(status=500, operation="listModels", times=1)))
    assert [http.get("/models", headers=KEY).status_code for _ in range(3)] == [500, 200, 200]
    assert http.get("/files", headers=KEY).status_code == 200


def test_a_rate_is_decided_by_the_seed(bundled: Document) -> None:
    """The same seed meets the same trouble; about the share that was asked for."""

    def statuses(seed: int) -> list[int]:
        http = WSGIClient(Sandbox(bundled, seed=seed, trouble=[Trouble(status=503, rate=0.3)]))
        return [http.get("/models", headers=KEY).status_code for _ in range(60)]

    first = statuses(1)
    assert statuses(1) == first != statuses(2)
    assert 8 <= first.count(503) <= 30


@pytest.mark.parametrize(
    "header",
    [
        ("Sandbox-Weather", "rain"),
        ("Sandbox-Status", "many"),
        ("Sandbox-Status", "42"),
        ("Sandbox-Malformed", "oddly"),
        ("Sandbox-Delay", "-1"),
        ("Sandbox-Delay", "nan"),
        ("Sandbox-Delay", "1e400"),
        ("Sandbox-Trickle", "-1"),
        ("Sandbox-Piece", "0"),
        ("Sandbox-Cut", "-1"),
        ("Sandbox-Rate", "2"),
    ],
)
def test_trouble_that_there_is_not(sandbox: Sandbox, header: tuple[str, str]) -> None:
    """A header that is not understood is refused, instead of giving a test that tests nothing."""
    response = WSGIClient(sandbox).get("/models", headers={**KEY, header[0]: header[1]})
    assert response.status_code == 400
    assert "Sandbox-" in response.json["error"]["message"]
