"""Writes are off by default, and nothing that a model writes gets around that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dynaclient import Client
from dynaclient.errors import RequestError
from dynaclient.mcp.access import may_change
from dynaclient.mcp.results import ToolResult
from dynaclient.mcp.settings import Settings, checked_settings
from dynaclient.mcp.work import Workshop

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
DOCUMENTS = (
    "airflow.json", "box.json", "digitalocean.json", "gitea.json", "docker-engine-2.0.yaml", "spotify.yaml",
    "kubernetes-2.0-subset.json", "slack-2.0.json", "stripe.json", "openai-2024-10.yaml",
)  # fmt: skip
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "_method", "x-http-method-override")


@pytest.mark.parametrize(
    "operation", ["addPart", "changePart", "removePart", "putPhoto", "resetAll", "DELETE /parts/{part_id}"]
)
def test_what_may_change_something_is_refused_and_the_flag_is_named(tools, depot, operation) -> None:
    result = tools().call(operation, {"part_id": "a"})
    assert result.is_error
    assert "--writes" in result.text
    assert "--read-only-operation" in result.text
    assert depot.requests == []


def test_the_document_and_the_caller_may_mark_what_only_reads(tools, depot) -> None:
    assert not tools().call("findOrders", {"query": "ab"}).is_error
    assert not tools(read_only=["add*"]).call("addPart", {"name": "a", "kind": "nut"}).is_error
    assert [request.method for request in depot.requests] == ["POST", "POST"]


@pytest.mark.parametrize(
    "value", ["DELETE", "delete", " Delete ", "POST", "PUT", "PATCH", "PURGE", "GET, DELETE", ["DELETE"]]
)
@pytest.mark.parametrize("place", ["header:", "query:", "", "body:"])
@pytest.mark.parametrize("name", OVERRIDES)
def test_no_method_comes_in_disguise(tools, depot, name, place, value) -> None:
    for operation, arguments in (("getPart", {"part_id": "a"}), ("getNote", {}), ("findOrders", {"query": "ab"})):
        result = tools().call(operation, {**arguments, f"{place}{name}": value})
        assert result.is_error, result.text
    assert depot.requests == []


def test_a_field_that_is_only_named_method_is_no_disguise(depot) -> None:
    schema = {"type": "object", "properties": {"method": {"type": "string"}}}
    operation = {
        "operationId": "addHook",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {},
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/hooks": {"post": operation}}}
    with Client({**document, "servers": [{"url": "https://hooks.example"}]}, app=depot) as client:
        workshop = Workshop([client], checked_settings(writes="yes"))
        checked = workshop.check({"operation": "addHook", "arguments": {"method": "DELETE"}})
        assert not isinstance(checked, ToolResult)
        assert not workshop.send(checked).is_error
    assert depot.requests[0].json == {"method": "DELETE"}


def test_allow_and_deny_hide_operations(tools, depot) -> None:
    mcp = tools(allow=["orders", "GET /parts*"], deny=["*/reset", "getPhoto"], writes="yes")
    names = {offered.name for offered in mcp.workshop.offer}
    assert names == {"listParts", "getPart", "findOrders", "watchFeed", "getNote"}
    for name in ("addPart", "resetAll", "getPhoto", "GET /reset"):
        assert "no operation" in mcp.call(name).text
    assert "resetAll" not in mcp.workshop.search("reset forget everything").text
    assert depot.requests == []


@pytest.mark.parametrize(
    ("options", "what"),
    [({"writes": "maybe"}, "writes="), ({"budget": 3}, "budget="), ({"budget": True}, "budget="),
     ({"files": "/nowhere/at/all"}, "files="), ({"allow": [3]}, "allow=")],
)  # fmt: skip
def test_settings_that_cannot_be_used_are_refused(options, what) -> None:
    with pytest.raises(RequestError, match=what):
        checked_settings(**options)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_over_all_operations_of_a_document_only_safe_methods_are_ever_sent(name) -> None:
    """Each operation is called with its own example, plainly and with each way to ask for another method."""
    if not (SPECS / name).exists():
        pytest.skip("needs ../shared")
    sent: list[str] = []

    def application(environ, start):
        sent.append(environ["REQUEST_METHOD"])
        for header in ("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD", "HTTP_X_METHOD_OVERRIDE"):
            assert header not in environ
        assert "_method" not in environ.get("QUERY_STRING", "")
        start("200 OK", [("Content-Type", "application/json")])
        return [b"{}"]

    with Client(SPECS / name, app=application, credentials=False, retries=0) as client:
        workshop = Workshop([client], Settings())
        refused = 0
        for offered in workshop.offer:
            operation = offered.operation
            arguments = {p.name: _value(p) for p in operation.parameters if p.must_be_given}
            for more in ({}, {f"header:{OVERRIDES[0]}": "DELETE"}, {"query:_method": "delete"}):
                checked = workshop.check({"operation": offered.name, "arguments": {**arguments, **more}})
                if isinstance(checked, ToolResult):
                    refused += 1
                    continue
                assert not more
                workshop.send(checked)
            if operation.method.lower() not in ("get", "head", "options"):
                assert may_change(operation, Settings())
    assert sent
    assert set(sent) <= {"GET", "HEAD", "OPTIONS"}
    assert refused >= 2 * len(workshop.offer)


def _value(parameter):
    from dynaclient.mcp.text import json_line

    if parameter.enum:
        return parameter.enum[0]
    kind = parameter.type if isinstance(parameter.type, str) else "string"
    return {"integer": 1, "number": 1, "boolean": True, "array": ["a"], "object": {}}.get(
        kind, json.loads(json_line("a"))
    )
