"""Asking until it is done."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import DeadlineExceeded, RequestError, UnexpectedState
from tests.runtime.conftest import document
from tests.runtime.server import as_json

STATES = ["queued", "in_progress", "requires_action", "completed", "failed", "expired"]


def job(schema: Any) -> dict[str, Any]:
    content = {"application/json": {"schema": {"type": "object", "properties": {"status": schema}}}}
    return document(
        **{"/job": {"get": {"operationId": "getJob", "responses": {"200": {"description": "", "content": content}}}}}
    )


JOB = job({"type": "string", "enum": STATES})


def going_through(*states: str, **headers: str):
    waiting = iter(states)
    last = states[-1]
    return lambda seen: as_json({"status": next(waiting, last)}, **{"retry-after-ms": "1", **headers})


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        pytest.param("status", 3, id="a field whose final values the document lists"),
        pytest.param({"status": "completed"}, 3, id="a field and a value"),
        pytest.param({"status": ["requires_action", "completed"]}, 3, id="values"),
        pytest.param({"status": {"in_progress", "completed"}}, 2, id="a value on the way"),
        pytest.param(lambda response: response["status"] == "completed", 3, id="a function"),
    ],
)
def test_until_it_is_done(serve, caller, until: Any, expected: int) -> None:
    """And no further request; each answer is reported."""
    server = serve(going_through("queued", "in_progress", "completed"))
    told = []
    response = caller(server, JOB).poll("getJob", until=until, progress=lambda r: told.append(r["status"]))
    assert len(server.seen) == expected
    assert told[-1] == response["status"]
    assert len(told) == expected


def test_another_end_than_the_one_waited_for(serve, caller) -> None:
    """Is an error, since it would never come."""
    server = serve(going_through("queued", "failed"))
    with pytest.raises(UnexpectedState, match='status is now "failed" and will not become "completed"') as caught:
        caller(server, JOB).poll("getJob", until={"status": "completed"})
    assert caught.value.response["status"] == "failed"


def test_it_does_not_take_for_ever(serve, caller) -> None:
    """The last answer is on the error."""
    server = serve(going_through("queued"))
    with pytest.raises(DeadlineExceeded, match=r"when the deadline of 0\.8 s ran out \(deadline=\)$") as caught:
        caller(server, JOB).poll("getJob", until="status", deadline=0.8)
    assert caught.value.last["status"] == "queued"
    assert caught.value.ran_out == "deadline"


@pytest.mark.parametrize(
    "headers",
    [{"openai-poll-after-ms": "2"}, {"retry-after": "0"}, {"retry-after-ms": "2"}, {"openai-poll-after-ms": "soon"}],
    ids=["openai-poll-after-ms", "retry-after", "retry-after-ms", "no hint, the interval"],
)
def test_the_server_names_the_interval(serve, caller, headers: dict[str, str]) -> None:
    """Else the caller does."""
    states = iter(["queued", "queued", "completed"])
    server = serve(lambda seen: as_json({"status": next(states)}, **headers))
    assert caller(server, JOB).poll("getJob", until="status", interval=0.01, deadline=60)["status"] == "completed"


@pytest.mark.parametrize(
    ("described", "until", "message"),
    [
        pytest.param(JOB, {"status": "complete"}, 'status never becomes "complete". Did you mean', id="no such value"),
        pytest.param(job({"type": "string"}), "status", "are final: the document lists no values for it", id="no enum"),
        pytest.param(job({"enum": ["red", "green"]}), "status", 'has only "red", "green"', id="nothing final"),
        pytest.param(JOB, 5, "until= must be a function of the response", id="a number"),
        pytest.param(JOB, {"status": []}, "until= names no values of 'status' to wait for", id="no values"),
        pytest.param(JOB, {}, "until= must be a function of the response", id="nothing"),
    ],
)
def test_what_cannot_be_waited_for(caller, described: Any, until: Any, message: str) -> None:
    """Is refused before anything is sent."""
    with pytest.raises(RequestError, match=message):
        caller("http://127.0.0.1:1", described).poll("getJob", until=until)


def test_final_values_of_the_openai_description(driver) -> None:
    """Those of a run are read out of its schema, through its references."""
    from dynaclient.response.polling import Polling

    client = driver.openai_class(api_key="k")
    polling = Polling(client.document, client.operations["getRun"], "status", None)
    driver.run(client.close())
    assert set(polling._final["status"]) >= {"cancelled", "failed", "completed", "expired"}
    assert "in_progress" not in polling._final["status"]


def test_no_deadline_is_no_end(serve, caller) -> None:
    """`deadline=None` asks until it is done."""
    server = serve(going_through("queued", "completed"))
    assert caller(server, JOB).poll("getJob", until="status", deadline=None)["status"] == "completed"
    assert len(server.seen) == 2
