"""Polling that goes on from an answer, and what cannot be polled or paged through."""

from __future__ import annotations

import asyncio
import copy
from typing import Any

import pytest

from dynaclient import AsyncOpenAI, OpenAI, RequestError, ResponseError, UnexpectedState
from tests.runtime.conftest import document
from tests.runtime.server import Seen, as_json, events

JOB = {"type": "object", "properties": {"id": {"type": "string"}, "status": {"enum": ["queued", "done", "failed"]}}}
RECEIPT = {"type": "object", "properties": {"job_id": {"type": "string"}}}


def op(operation_id: str, schema: Any = None, **more: Any) -> dict[str, Any]:
    content = {} if schema is None else {"content": {"application/json": {"schema": schema}}}
    return {"operationId": operation_id, "responses": {"200": {"description": "", **content, **more}}}


REF = {"$ref": "#/components/schemas/Job"}
JOBS = {
    **document(
        **{
            "/teams/{team}/jobs": {"post": op("makeJob", REF), "get": op("listJobs", {"type": "array"})},
            "/teams/{team_id}/jobs/{job_id}": {"get": op("getJob", REF), "patch": op("changeJob", REF)},
            "/teams/{team_id}/jobs/{job_id}/cancel": {"post": op("cancelJob", REF)},
            "/quick/{team_id}": {"post": op("makeQuickly", REF)},
            "/receipts": {"post": op("order", RECEIPT)},
            "/linked": {
                "post": op(
                    "makeLinked",
                    {"type": "object"},
                    links={
                        "job": {
                            "operationId": "getJob",
                            "parameters": {"team_id": "t9", "path.job_id": "$response.body#/made/number"},
                        }
                    },
                )
            },
            "/nothing": {"post": op("doNothing", {"type": "string"})},
            "/stream": {"get": {"operationId": "watch", "responses": {"200": {"description": "", "content": {
                "text/event-stream": {}}}}}},
            "/maybe": {"post": {**op("write", {"type": "object", "properties": {"text": {"type": "string"}}}),
                                "requestBody": {"content": {"application/json": {"schema": {
                                    "type": "object", "properties": {"stream": {"type": "boolean"}}}}}}}},
            "/file": {"get": {"operationId": "getFile", "responses": {"200": {"description": "", "content": {
                "application/pdf": {}}}}}},
            "/gone": {"delete": {"operationId": "drop", "responses": {"204": {"description": ""}}}},
        }
    ),
    "components": {"schemas": {"Job": JOB}},
}  # fmt: skip


def working(seen: Seen, **headers: str) -> Any:
    """Whatever is made is queued, and done when it is asked for."""
    if seen.method != "GET":
        made = {"id": "j1", "status": "queued", "job_id": "j1", "made": {"number": 7}, "team_id": "t1"}
        return as_json(made, 202 if headers else 200, **headers)
    return as_json({"id": "j1", "status": "done"})


@pytest.mark.parametrize(
    ("operation", "parameters", "path"),
    [
        pytest.param("makeJob", {"team": "t 1"}, "/teams/t%201/jobs/j1", id="below the path, by the id in the answer"),
        pytest.param("changeJob", {"team_id": "t1", "job_id": "j2"}, "/teams/t1/jobs/j2", id="the same path"),
        pytest.param("cancelJob", {"team_id": "t1", "job_id": "j3"}, "/teams/t1/jobs/j3", id="above an action"),
        pytest.param("makeQuickly", {"team_id": "t4"}, "/teams/t4/jobs/j1", id="by the schema of the answer"),
        pytest.param("makeLinked", {}, "/teams/t9/jobs/7", id="by a link of the document"),
    ],
)
def test_it_goes_on_from_an_answer(serve, caller, operation: str, parameters: dict[str, str], path: str) -> None:
    """With the operation that reads what the answer is about."""
    server = serve(working)
    client = caller(server, JOBS)
    made = client.call(operation, parameters)
    done = client.poll(made, until={"status": "done"}, interval=0)
    assert (done["status"], done.operation_id) == ("done", "getJob")
    assert [seen.path for seen in server.seen[1:]] == [path]


def test_the_address_that_the_server_names(serve, caller) -> None:
    """For an answer that says nothing else."""
    server = serve(lambda seen: working(seen, Location="/api/teams/t5/jobs/j5"))
    client = caller(server, JOBS)
    assert client.poll(client.call("order"), until="status", interval=0)["status"] == "done"
    assert server.seen[1].path == "/teams/t5/jobs/j5"


def test_an_answer_that_is_done_is_the_last(serve, caller) -> None:
    """Nothing is asked again; one that ended otherwise is an error at once."""
    states = iter(["done", "failed"])
    server = serve(lambda seen: as_json({"id": "j1", "status": next(states)}))
    client = caller(server, JOBS)
    made = client.call("makeJob", team="t")
    assert client.poll(made, until="status") is made
    with pytest.raises(UnexpectedState, match='status is now "failed" and will not become "done"'):
        client.poll(client.call("makeJob", team="t"), until={"status": "done"})
    assert len(server.seen) == 2


def test_a_call_that_reads_is_made_again(serve, caller) -> None:
    """With its query, and whatever else it had."""
    states = iter(["queued", "queued", "done"])
    server = serve(lambda seen: as_json({"id": "j1", "status": next(states)}))
    client = caller(server, JOBS).with_options(query={"view": "full"}, headers={"X-Trace": "1"})
    job = client.call("getJob", team_id="t", job_id="j1")
    assert client.poll(job, until="status", interval=0)["status"] == "done"
    assert [(seen.path, seen.headers["X-Trace"]) for seen in server.seen] == [("/teams/t/jobs/j1?view=full", "1")] * 3


@pytest.mark.parametrize(
    ("operation", "arguments", "said"),
    [
        ("doNothing", {}, ("doNothing: cannot tell how to read again what the answer is about: the document shows no "
         "operation for that. Name it: client.poll('OPERATION', …)")),
        ("makeJob", {"team_id": "x"}, ("makeJob: poll(response) takes the arguments of the call from the response; "
         "leave them out")),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_followed(serve, caller, operation: str, arguments: Any, said: str) -> None:
    """Says what to do, and sends nothing."""
    server = serve(working)
    client = caller(server, JOBS)
    made = client.call(operation, {"team": "t"} if operation == "makeJob" else {})
    with pytest.raises(RequestError) as caught:
        client.poll(made, until={"status": "done"}, **arguments)
    assert str(caught.value) == said
    assert len(server.seen) == 1


def test_an_answer_without_the_id(serve, caller) -> None:
    """Names the value that is missing, and the operation that needs it."""
    client = caller(serve(lambda seen: as_json({"ok": True})), JOBS)
    with pytest.raises(RequestError) as caught:
        client.poll(client.call("makeJob", team="t"), until="status")
    assert str(caught.value) == (
        "makeJob: cannot tell how to read again what the answer is about: it has no 'job_id', which getJob needs. "
        "Name it: client.poll('OPERATION', …)"
    )


@pytest.mark.parametrize(
    ("body", "until", "said"),
    [
        ({"id": "j", "status": "done"}, {"stauts": "done"},
         "the answer has no field 'stauts' to wait for. Did you mean 'status'? It has id, status."),
        ({"id": "j"}, "status", "the answer has no field 'status' to wait for. It has id."),
        ([1], {"status": "done"}, "the answer has no field 'status' to wait for. The answer is [1]."),
        ({"job": {}}, {"/job/status": 1}, "the answer has no field '/job/status' to wait for. It has job."),
        (None, {"status": "done"}, "the answer has no field 'status' to wait for. The answer is null."),
    ],
)  # fmt: skip
def test_a_field_that_is_not_there(serve, caller, body: Any, until: Any, said: str) -> None:
    """Is refused after the first answer, instead of being waited for until the deadline."""
    server = serve(lambda seen: as_json(body))
    with pytest.raises(ResponseError) as caught:
        caller(server, JOBS).poll("getJob", team_id="t", job_id="j", until=until)
    how = "until= may also name a JSON Pointer such as '/job/status', or be a function of the response"
    assert str(caught.value) == f"getJob: {said} {how}"
    assert len(server.seen) == 1


def test_a_value_is_not_a_field(serve, caller) -> None:
    """The field that has it is named."""
    server = serve(working)
    with pytest.raises(RequestError) as caught:
        caller(server, JOBS).poll("getJob", team_id="t", job_id="j", until="done")
    assert str(caught.value) == "getJob: 'done' is a value of status. To wait for it: until={'status': 'done'}"
    assert server.seen == []


def test_a_field_that_is_null_is_there(serve, caller) -> None:
    """It may become something."""
    states = iter([None, "done"])
    server = serve(lambda seen: as_json({"status": next(states)}))
    client = caller(server, JOBS)
    assert client.poll("getJob", team_id="t", job_id="j", until={"status": "done"}, interval=0)["status"] == "done"


STREAMS = [
    ("watch", {}, "watch: it answers with a stream of events, which {}; iterate the answer of `call`"),
    ("write", {"stream": True}, "write: a stream {}: leave stream=True out"),
    ("write", {"body": {"stream": True}}, "write: a stream {}: leave stream=True out"),
]


@pytest.mark.parametrize(("operation", "arguments", "said"), STREAMS)
def test_a_stream_is_neither_polled_nor_paged(serve, caller, operation: str, arguments: Any, said: str) -> None:
    """Nothing is sent."""
    server = serve(lambda seen: events(b"data: 1\n\n"))
    client = caller(server, JOBS)
    with pytest.raises(RequestError) as polled:
        client.poll(operation, until={"a": 1}, **arguments)
    with pytest.raises(RequestError) as paged:
        client.client.paginate(operation, **arguments)
    assert str(polled.value) == said.format("is not polled, since it ends by itself")
    assert str(paged.value) == said.format("has no pages")
    assert server.seen == []


SINGLE = "so there is no list to page through; use `call`. If the answer has a list all the same, say where: rule="


@pytest.mark.parametrize(
    ("operation", "arguments", "said"),
    [
        ("getJob", {"team_id": "t", "job_id": "j"}, "it answers with one object (id, status)"),
        ("getFile", {}, "it answers with application/pdf"),
        ("drop", {}, "its answer has no body"),
    ],
)
def test_what_has_no_list_has_no_pages(serve, caller, operation: str, arguments: Any, said: str) -> None:
    """Unless the caller says where the list is."""
    server = serve(lambda seen: as_json({"list": [1]}))
    client = caller(server, JOBS)
    with pytest.raises(RequestError) as caught:
        client.client.paginate(operation, **arguments)
    assert str(caught.value) == f"{operation}: {said}, {SINGLE}{{'items': '/…'}}"
    assert server.seen == []
    rule = {"items": "/list", "kind": "link"}
    assert list(client.paginate(operation, rule=rule, **arguments)) == [1]


def test_the_script_that_a_user_writes() -> None:
    """Against the sandbox, sync and async: make a run, and wait for a state."""
    states = {"status": ["queued", "completed"]}
    with OpenAI.sandbox() as client:
        run = client.createRun(thread_id=client.createThread()["id"], assistant_id="asst_1")
        assert client.poll(run, until=states)["id"] == run["id"]
        cancelled = client.cancelRun(thread_id=run["thread_id"], run_id=run["id"])
        assert client.poll(cancelled, until="status")["status"] == "cancelled"
        fresh = client.poll(copy.copy(run), until={"status": "cancelled"}, interval=0, deadline=60)
        assert (fresh.operation_id, fresh["status"]) == ("getRun", "cancelled")

    async def script() -> str:
        async with AsyncOpenAI.sandbox() as client:
            thread = await client.createThread()
            run = await client.createRun(thread_id=thread["id"], assistant_id="asst_1")
            await client.cancelRun(thread_id=thread["id"], run_id=run["id"])
            return (await client.poll(run, until={"status": "cancelled"}, interval=0, deadline=60))["status"]

    assert asyncio.run(script()) == "cancelled"
