"""Methods beyond the eight of 3.1: `query`, and those of `additionalOperations`, in both clients and in the sandbox.

Source: OAS 3.2.0 Path Item Object.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, HTTPStatusError
from dynaclient.sandbox import Sandbox
from tests.echo_server import EchoServer, Reply

JSON = {"application/json": {"schema": {"type": "object", "properties": {"q": {"type": "string"}}}}}
OK = {"200": {"description": "", "content": JSON}}


def document(version: str = "3.2.0", **additional: Any) -> dict[str, Any]:
    body = {"required": True, "content": JSON}
    item = {
        "query": {"operationId": "find", "requestBody": body, "responses": OK},
        "additionalOperations": {
            "COPY": {"operationId": "copy", "responses": OK},
            "m-search": {"operationId": "look", "responses": OK},
            **additional,
        },
    }
    return {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {"/files/{id}": item}}


def path_item(given: dict[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = given["paths"]["/files/{id}"]
    item["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    return given


def by_thread(spec: Any, url: str, name: str, arguments: dict[str, Any]) -> int:
    with Client(spec, base_url=url, retries=1) as client:
        return client.call(name, arguments).status_code


def by_task(spec: Any, url: str, name: str, arguments: dict[str, Any]) -> int:
    async def call() -> int:
        async with AsyncClient(spec, base_url=url, retries=1) as client:
            return (await client.call(name, arguments)).status_code

    return asyncio.run(call())


CALLERS = [pytest.param(by_thread, id="sync"), pytest.param(by_task, id="async")]
Caller = Callable[[Any, str, str, dict[str, Any]], int]


@pytest.mark.parametrize("call", CALLERS)
@pytest.mark.parametrize(
    ("name", "arguments", "line"),
    [("find", {"id": "7", "q": "x"}, "QUERY"), ("copy", {"id": "7"}, "COPY"), ("look", {"id": "7"}, "m-search")],
)
def test_the_letters_arrive_as_written(
    server: EchoServer, call: Caller, name: str, arguments: dict[str, Any], line: str
) -> None:
    assert call(path_item(document()), server.url, name, arguments) == 200
    assert server.received[0].line == f"{line} /files/7 HTTP/1.1"


@pytest.mark.parametrize("call", CALLERS)
@pytest.mark.parametrize(("name", "attempts"), [("find", 2), ("copy", 1)])
def test_a_query_is_retried_and_a_method_that_nobody_knows_is_not(
    server: EchoServer, call: Caller, name: str, attempts: int
) -> None:
    server.answer("/files/7", Reply(500), Reply(200))
    arguments = {"id": "7", **({"q": "x"} if name == "find" else {})}
    if attempts == 2:
        assert call(path_item(document()), server.url, name, arguments) == 200
    else:
        with pytest.raises(Exception, match="500"):
            call(path_item(document()), server.url, name, arguments)
    assert len(server.received) == attempts


@pytest.mark.parametrize("call", CALLERS)
@pytest.mark.parametrize(
    ("status", "method", "body"),
    [
        (301, "QUERY", b'{"q":"x"}'),
        (302, "QUERY", b'{"q":"x"}'),
        (303, "GET", b""),
        (307, "QUERY", b'{"q":"x"}'),
        (308, "QUERY", b'{"q":"x"}'),
    ],
)
def test_a_redirected_query_stays_one_but_for_303(
    server: EchoServer, call: Caller, status: int, method: str, body: bytes
) -> None:
    server.redirect("/files/7", "/elsewhere", status)
    assert call(path_item(document()), server.url, "find", {"id": "7", "q": "x"}) == 200
    arrived = server.received[1]
    assert (arrived.method, arrived.target, arrived.body) == (method, "/elsewhere", body)
    assert arrived.header("Content-Type") == ("application/json" if body else None)


def test_they_are_shown_as_they_are_sent() -> None:
    client = Client(path_item(document()), base_url="http://127.0.0.1:1")
    assert [(op.operation_id, op.sent_method) for op in client.operations.values()] == [
        ("find", "QUERY"),
        ("copy", "COPY"),
        ("look", "m-search"),
    ]
    assert "COPY /files/{id}" in client.copy.__doc__
    assert "m-search /files/{id}" in repr(client.operations["look"])


def test_the_sandbox_answers_them_and_lists_them() -> None:
    given = path_item(document())
    sandbox = Sandbox(given)
    with Client(given, app=sandbox) as client:
        assert [client.call(name, id="7", **more).status_code for name, more in CALLS] == [200, 200, 200]
        with pytest.raises(HTTPStatusError) as refused:
            client.request("PATCH", "/files/7")
    assert refused.value.response.headers["Allow"] == "QUERY, COPY, m-search"
    assert [seen.method for seen in sandbox.requests] == ["QUERY", "COPY", "m-search", "PATCH"]


CALLS: list[tuple[str, dict[str, Any]]] = [("find", {"q": "x"}), ("copy", {}), ("look", {})]


@pytest.mark.parametrize(
    ("method", "kind", "what", "is_called"),
    [
        ("POST", "misplaced-operation", "POST has a field of its own in a path item, `post`", True),
        ("QUERY", "misplaced-operation", "QUERY has a field of its own in a path item, `query`", False),
        ("A B", "unusable-method", '"A B" cannot be sent as a method: it is not a token', False),
    ],
)
def test_a_method_in_the_wrong_place_is_a_problem(method: str, kind: str, what: str, is_called: bool) -> None:
    client = Client(path_item(document(**{method: {"operationId": "wrong", "responses": OK}})))
    assert ("wrong" in client.operations) is is_called
    found = [problem for problem in client.document.problems if problem.kind == kind]
    assert [problem.what for problem in found] == [what]
    assert found[0].pointer == f"#/paths/~1files~1{{id}}/additionalOperations/{method}".translate(
        {32: "%20", 123: "%7B", 125: "%7D"}
    )


def test_a_table_that_is_no_object_is_a_problem() -> None:
    given = path_item(document())
    path_item(given)["paths"]["/files/{id}"]["additionalOperations"] = ["COPY"]
    client = Client(given)
    assert list(client.operations) == ["find"]
    assert "`additionalOperations` must be an object, this is array" in str(client.document.problems[0])


@pytest.mark.parametrize(
    ("media_type", "schema", "value", "wrong"),
    [
        ("application/json", {"type": "object", "properties": {"n": {"type": "integer"}}}, {"n": 1}, {"n": "x"}),
        (
            "application/x-www-form-urlencoded",
            {"type": "object", "properties": {"n": {"type": "integer"}, "t": {"type": "string"}}},
            {"n": 1, "t": "a b&c"},
            {"n": "x"},
        ),
        ("application/jsonpath", {"type": "string", "pattern": "^[$]"}, "$.a[1]", "a"),
    ],
)
def test_the_sandbox_judges_a_whole_query_by_itself(media_type: str, schema: Any, value: Any, wrong: Any) -> None:
    whole = {"name": "q", "in": "querystring", "required": True, "content": {media_type: {"schema": schema}}}
    given = document()
    given["paths"] = {"/x": {"get": {"operationId": "op", "parameters": [whole], "responses": OK}}}
    sandbox = Sandbox(given)
    with Client(given, app=sandbox, validate=False) as client:
        assert client.call("op", q=value).status_code == 200
        for refused in ({"q": wrong}, {}):
            with pytest.raises(HTTPStatusError, match="400"):
                client.call("op", refused)
    assert sandbox.requests[0].arguments == {"q": value}


def test_their_answers_are_read_into_values() -> None:
    schema = {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}}
    answers = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    given = path_item(document())
    item = given["paths"]["/files/{id}"]
    for operation in (item["query"], *item["additionalOperations"].values()):
        operation.update(responses=answers, requestBody={"content": JSON})

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [b'{"at": "2020-01-02T03:04:05Z"}']

    client = Client(given, app=app)
    for name in ("find", "copy", "look"):
        assert client.call(name, id="7").unmarshal().at.year == 2020


def test_a_lock_holds_them(tmp_path: Any) -> None:
    """It is written and read whole, and says what of them is gone."""
    from dynaclient.document import load_document
    from dynaclient.swap.lock import Lock, read_lock
    from dynaclient.swap.used import Used

    old = load_document(path_item(document()))
    Lock.of(old, Used(dict.fromkeys(("find", "copy", "look")))).write(tmp_path / "dynaclient.lock")
    lock = read_lock(tmp_path / "dynaclient.lock")
    assert [entry.method for entry in lock.document.entries.values()] == ["query", "COPY", "m-search"]
    assert lock.compare(old).breaking == ()
    fewer = path_item(document())
    del fewer["paths"]["/files/{id}"]["additionalOperations"]["COPY"]
    assert [change.operation_id for change in lock.compare(load_document(fewer)).breaking] == ["copy"]
