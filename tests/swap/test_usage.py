"""The plugin `Usage`: operations and names of arguments of calls, merged over processes; no values."""

from __future__ import annotations

import asyncio
import io
import json
import multiprocessing
import pickle
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DocumentError, RequestError
from dynaclient.sandbox import Sandbox
from dynaclient.swap import Drift, Usage, Used
from dynaclient.swap.usage import merge_usage, read_usage

SECRET = "value-that-must-not-be-kept"
TEXT = {"type": "string"}


def parameter(name: str, location: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "required": location == "path", "schema": TEXT, **more}


def body(media_type: str) -> dict[str, Any]:
    properties = {
        "first": TEXT,
        "second": {"type": "array", "items": TEXT},
        "file": {"type": "string", "format": "binary"},
    }
    return {"content": {media_type: {"schema": {"type": "object", "properties": properties}}}}


DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Used", "version": "1"},
    "servers": [{"url": "http://localhost"}],
    "paths": {
        "/a/{id}": {
            "get": {
                "operationId": "look",
                "parameters": [
                    parameter("id", "path"),
                    parameter("X-Trace", "header"),
                    parameter("seen", "cookie"),
                    parameter("q", "query"),
                    parameter("list[]", "query", schema={"type": "array", "items": TEXT}),
                    parameter("deep", "query", style="deepObject", schema={"type": "object"}),
                    parameter("spread", "query", schema={"type": "object", "properties": {"from": TEXT, "to": TEXT}}),
                ],
                "responses": {"200": {"description": ""}},
            }
        },
        **{
            f"/{name}": {
                "post": {
                    "operationId": name,
                    "requestBody": body(media_type),
                    "responses": {"200": {"description": ""}},
                }
            }
            for name, media_type in (
                ("json", "application/json"),
                ("form", "application/x-www-form-urlencoded"),
                ("parts", "multipart/form-data"),
                ("raw", "application/octet-stream"),
            )
        },
    },
}

CALLS = [
    pytest.param("look", {"id": SECRET}, {"path:id"}, id="path"),
    pytest.param("look", {"id": "1", "X-Trace": SECRET}, {"path:id", "header:X-Trace"}, id="header"),
    pytest.param("look", {"id": "1", "seen": SECRET}, {"path:id", "cookie:seen"}, id="cookie"),
    pytest.param("look", {"id": "1", "q": SECRET}, {"path:id", "query:q"}, id="query"),
    pytest.param("look", {"id": "1", "list[]": [SECRET, "b"]}, {"path:id", "query:list[]"}, id="a list"),
    pytest.param("look", {"id": "1", "deep": {"a": SECRET}}, {"path:id", "query:deep"}, id="a deep object"),
    pytest.param("look", {"id": "1", "spread": {"from": SECRET}}, {"path:id", "query:spread"}, id="a spread object"),
    pytest.param("look", {"id": "1", "query:other": SECRET}, {"path:id"}, id="a name that is not declared"),
    pytest.param("json", {"first": SECRET, "second": ["a"]}, {"body:first", "body:second"}, id="JSON"),
    pytest.param("form", {"first": SECRET}, {"body:first"}, id="a form"),
    pytest.param("parts", {"first": SECRET, "second": ["a"]}, {"body:first", "body:second"}, id="parts"),
]


@pytest.mark.parametrize(("operation", "params", "expected"), CALLS)
def test_the_names_of_arguments_are_noted(
    operation: str, params: dict[str, Any], expected: set[str], tmp_path: Path
) -> None:
    path = tmp_path / "usage.json"
    with Client(DOCUMENT, app=Sandbox(DOCUMENT), plugins=[Usage(path)]) as client:
        client.call(operation, params)
    assert json.loads(path.read_text()) == {"usage": 1, "operations": {operation: sorted(expected)}}
    assert SECRET not in path.read_text()


def test_a_body_that_cannot_be_seen_counts_whole(tmp_path: Path) -> None:
    usage = Usage(tmp_path / "usage.json")
    with Client(DOCUMENT, app=Sandbox(DOCUMENT), plugins=[usage]) as client:
        client.call("raw", body=SECRET.encode())
        client.call("parts", file=io.BytesIO(SECRET.encode()))
        client.with_options(validate=False, raise_for_status=False).call("json", body=[1])
    assert usage.used.operations["raw"] == frozenset(("body",))
    assert usage.used.operations["json"] == frozenset(("body",))
    assert usage.used.operations["parts"] == frozenset(("body:file",))


def test_an_async_client_notes_the_same(tmp_path: Path) -> None:
    path = tmp_path / "usage.json"

    async def call() -> None:
        async with AsyncClient(DOCUMENT, app=Sandbox(DOCUMENT), plugins=[Usage(path)]) as client:
            await asyncio.gather(client.call("json", first=SECRET), client.call("look", id="1", q="x"))

    asyncio.run(call())
    assert read_usage(path).operations == {
        "json": frozenset(("body:first",)),
        "look": frozenset(("path:id", "query:q")),
    }


def test_runs_are_merged(tmp_path: Path) -> None:
    path = tmp_path / "usage.json"
    for name in ("first", "second"):
        with Client(DOCUMENT, app=Sandbox(DOCUMENT), plugins=[Usage(path)]) as client:
            client.call("json", {name: ["a"] if name == "second" else "a"})
    assert read_usage(path).operations == {"json": frozenset(("body:first", "body:second"))}


def note(path: str, number: int) -> None:
    """Run in a process of its own: note one operation at a time."""
    for i in range(20):
        merge_usage(path, Used.of({f"operation{number}x{i}": [f"query:{number}"]}))


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "usage.json"
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=note, args=(str(path), number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert len(read_usage(path).operations) == 80


def test_a_file_that_cannot_be_written_does_not_stop_a_call(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plugins = [Usage(tmp_path / "missing" / "usage.json")]
    with Client(DOCUMENT, app=Sandbox(DOCUMENT), plugins=plugins) as client:
        assert client.call("json", first="a").ok
        assert client.call("json", second=["a"]).ok
    assert caplog.text.count("the plugin Usage cannot note what is used") == 1


def test_a_client_with_it_can_be_pickled(tmp_path: Path) -> None:
    client = pickle.loads(pickle.dumps(Client(DOCUMENT, plugins=[Usage(tmp_path / "usage.json")])))
    client.prepare("json", first="a")  # prepare calls no hook
    assert not (tmp_path / "usage.json").exists()


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"usage": 2, "operations": {}}', '{"usage": 1, "operations": []}'])
def test_another_file_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "usage.json").write_text(text)
    with pytest.raises(DocumentError, match="not a file of Usage"):
        read_usage(tmp_path / "usage.json")


@pytest.mark.parametrize("plugin", [Usage, Drift])
@pytest.mark.parametrize("path", [None, 5, ""])
def test_a_path_that_is_none_is_an_error(plugin: Any, path: Any) -> None:
    with pytest.raises(RequestError, match="path= must be the path of a file, not"):
        plugin(path)
