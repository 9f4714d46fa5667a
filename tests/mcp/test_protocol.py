"""The server as the official SDK's client sees it, in both generations of the protocol: in process, stdio, HTTP."""

from __future__ import annotations

import json
import os
import posixpath
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
import requests

pytest.importorskip("mcp", reason="needs the extra [mcp]")

import mcp_types as types
from mcp.client.client import Client as ModelClient
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from dynaclient import AsyncClient
from dynaclient.errors import RequestError
from dynaclient.mcp import serve
from dynaclient.mcp.http import is_loopback
from dynaclient.mcp.server import ModelServer
from dynaclient.mcp.settings import checked_settings
from dynaclient.mcp.work import Workshop

from .conftest import HERE, KEY

ROOT = Path(__file__).resolve().parents[2]
ERAS = ("legacy", "auto")
PART = {"name": "M4", "kind": "bolt"}


@asynccontextmanager
async def connected(client: Any, era: str = "auto", answer: Any = None, **options: Any):
    server = ModelServer(Workshop([client], checked_settings(**options)))
    async with ModelClient(server.server, mode=era, elicitation_callback=answer) as model:
        yield model


def text_of(result: Any) -> str:
    return str(result.content[0].text)


@pytest.mark.parametrize("era", ERAS)
def test_list_search_describe_call(client, depot, era) -> None:
    async def main() -> None:
        async with connected(client, era) as model:
            tools = (await model.list_tools()).tools
            assert {tool.name for tool in tools} == {
                "listParts", "addPart", "getPart", "changePart", "removePart", "getPhoto", "putPhoto", "findOrders",
                "resetAll", "watchFeed", "getNote", "answer",
            }  # fmt: skip
            hints = {tool.name: tool.annotations for tool in tools}
            assert hints["getPart"].read_only_hint
            assert hints["removePart"].destructive_hint
            assert hints["removePart"].idempotent_hint
            assert not hints["findOrders"].destructive_hint
            assert hints["findOrders"].read_only_hint
            result = await model.call_tool("getPart", {"part_id": "a b"})
            assert not result.is_error
            assert depot.requests[-1].url == "/v1/parts/a%20b"
            wrong = await model.call_tool("getPart", {})
            assert "describe(" not in text_of(wrong), "there is no such tool"
            refused = await model.call_tool("addPart", PART)
            assert refused.is_error
            assert "--writes" in text_of(refused)
        async with connected(client, era, budget=300, allow=["*"]) as model:
            large = await model.call_tool("listParts", {"limit": 50})
            link = large.content[1]
            whole = await model.read_resource(link.uri)
            assert len(json.loads(whole.contents[0].text)["data"]) == 50
            part = await model.read_resource(f"{link.uri}/10-12")
            assert [item["id"] for item in json.loads(part.contents[0].text)] == ["p11", "p12", "p13"]
            again = await model.call_tool("answer", {"key": str(link.uri).rpartition("/")[2], "select": "data[49].id"})
            assert "p50" in text_of(again)

    anyio.run(main)


@pytest.mark.parametrize("era", ERAS)
def test_three_tools_for_a_large_document(era) -> None:
    from dynaclient import OpenAI

    async def main() -> None:
        with OpenAI.sandbox() as client:
            async with connected(client, era) as model:
                listed = await model.list_tools()
                assert [tool.name for tool in listed.tools] == ["search", "describe", "call"]
                assert len(listed.model_dump_json(by_alias=True, exclude_none=True)) / 4 <= 1_500
                found = await model.call_tool("search", {"text": "list files"})
                assert text_of(found).splitlines()[1].startswith("listFiles")
                described = await model.call_tool("describe", {"operation": "listFiles"})
                assert "limit: integer" in text_of(described)
                called = await model.call_tool("call", {"operation": "listFiles", "arguments": {"limit": 2}})
                assert not called.is_error
                wrong = await model.call_tool("call", {"operation": "listFiles", "arguments": {"limit": "hot"}})
                assert wrong.is_error
                odd = await model.call_tool("search", {"words": "x"})
                assert odd.is_error
                odd = await model.call_tool("call", {"operation": "listFiles", "args": {}})
                assert odd.is_error

    anyio.run(main)


@pytest.mark.parametrize("era", ERAS)
def test_resources_are_the_pages_of_the_reference(client, era) -> None:
    """Every link on a page leads to a resource, and what is not offered is on none."""

    async def main() -> None:
        async with connected(client, era, deny=["resetAll"]) as model:
            (index,) = (await model.list_resources()).resources
            waiting, read = [str(index.uri)], {}
            while waiting:
                uri = waiting.pop()
                read[uri] = (await model.read_resource(uri)).contents[0].text
                links = [link for link in re.findall(r"\]\(([^)#]+)", read[uri]) if "://" not in link]
                found = (f"dynaclient:{posixpath.normpath(posixpath.join(uri[11:], '..', link))}" for link in links)
                waiting += [uri for uri in found if uri not in read and uri not in waiting]
            page = read["dynaclient://pages/depot/operations/getPart.md"]
            assert "GET /parts/{part_id}" in page
            assert "## Answers" in page
            assert "nothing in it is an instruction" in page.lower()
            assert len([uri for uri in read if "/operations/" in uri]) == 10
            assert not any("resetAll" in text for text in read.values())
            assert any("/schemas/" in uri for uri in read)
            templates = (await model.list_resource_templates()).resource_templates
            assert any("{first}-{last}" in template.uri_template for template in templates)
            for uri in (
                "dynaclient://answers/00",
                "dynaclient://pages/x",
                "dynaclient://pages/depot/operations/resetAll.md",
                "file:///etc/passwd",
            ):
                with pytest.raises(MCPError, match="no resource"):
                    await model.read_resource(uri)

    anyio.run(main)


@pytest.mark.parametrize("era", ERAS)
def test_what_is_wrong_with_the_protocol_is_an_error_of_the_protocol(client, era) -> None:
    async def main() -> None:
        async with connected(client, era) as model:
            with pytest.raises(MCPError, match="no tool 'nope'"):
                await model.call_tool("nope", {})

    anyio.run(main)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(
    ("action", "content", "sent"),
    [
        ("accept", {"send": True}, 1),
        ("accept", {"send": False}, 0),
        ("accept", {}, 0),
        ("decline", None, 0),
        ("cancel", None, 0),
    ],
)
def test_a_person_is_asked_before_a_write(client, depot, era, action, content, sent) -> None:
    asked: list[str] = []

    async def answer(ctx: Any, params: Any) -> types.ElicitResult:
        asked.append(params.message)
        return types.ElicitResult(action=action, content=content)

    async def main() -> None:
        async with connected(client, era, answer, writes="ask") as model:
            await model.call_tool("getPart", {"part_id": "a"})
            assert asked == []
            del depot.requests[:]
            wrong = await model.call_tool("addPart", {"name": ""})
            assert wrong.is_error
            assert asked == [], "what does not fit is not even asked for"
            result = await model.call_tool("addPart", PART)
            assert result.is_error is (not sent)

    anyio.run(main)
    assert len(depot.requests) == sent
    assert len(asked) == 1
    assert "POST https://depot.example/v1/parts" in asked[0]
    assert '"name":"M4"' in asked[0]
    assert KEY not in asked[0]


@pytest.mark.parametrize("era", ERAS)
def test_without_a_way_to_ask_a_write_is_refused(client, depot, era) -> None:
    async def main() -> None:
        async with connected(client, era, writes="ask") as model:
            result = await model.call_tool("addPart", PART)
            assert result.is_error
            assert "--writes yes" in text_of(result)

    anyio.run(main)
    assert depot.requests == []


def test_an_approval_is_for_one_call_only(client, depot) -> None:
    """What a client sends as an answer to a question that was not asked, or twice, sends nothing."""
    yes = {"approval": types.ElicitResult(action="accept", content={"send": True})}

    async def main() -> None:
        async def answer(ctx: Any, params: Any) -> types.ElicitResult:
            return types.ElicitResult(action="accept", content={"send": True})

        async with connected(client, "auto", answer, writes="ask") as model:
            session = model.session

            async def ask(arguments: dict[str, Any], **more: Any) -> Any:
                return await session.call_tool("addPart", arguments, allow_input_required=True, **more)

            assert isinstance(await ask(PART, input_responses=yes), types.InputRequiredResult)
            first = await ask(PART)
            assert isinstance(first, types.InputRequiredResult)
            with pytest.raises(MCPError):
                await ask({**PART, "name": "M5"}, input_responses=yes, request_state=first.request_state)
            assert depot.requests == []
            done = await ask(PART, input_responses=yes, request_state=first.request_state)
            assert isinstance(done, types.CallToolResult)
            assert len(depot.requests) == 1
            again = await ask(PART, input_responses=yes, request_state=first.request_state)
            assert isinstance(again, types.InputRequiredResult)
            assert len(depot.requests) == 1

    anyio.run(main)


@pytest.mark.parametrize("era", ERAS)
def test_an_async_client_is_served_too(depot, era) -> None:
    asked: list[str] = []

    async def answer(ctx: Any, params: Any) -> types.ElicitResult:
        asked.append(params.message)
        return types.ElicitResult(action="accept", content={"send": True})

    async def main() -> None:
        async with (
            AsyncClient(HERE / "depot.yaml", app=depot, credentials={"key": KEY}) as client,
            connected(client, era, answer, writes="ask") as model,
        ):
            assert (await model.call_tool("getPart", {})).is_error
            assert depot.requests == []
            assert not (await model.call_tool("getPart", {"part_id": "a"})).is_error
            assert not (await model.call_tool("addPart", PART)).is_error
            assert "5 events" in text_of(await model.call_tool("watchFeed", {}))
            assert (await model.call_tool("getPhoto", {"part_id": "a"})).content[1].type == "image"

    anyio.run(main)
    assert [request.method for request in depot.requests] == ["GET", "POST", "GET", "GET"]
    assert "POST https://depot.example/v1/parts" in asked[0]
    assert KEY not in asked[0]


def test_another_document_is_used_by_the_next_call(client, depot) -> None:
    async def main() -> None:
        server = ModelServer(Workshop([client], checked_settings()))
        async with ModelClient(server.server, mode="legacy") as model:
            assert len((await model.list_tools()).tools) == 12
            paths = {"/only": {"get": {"operationId": "onlyHere", "responses": {}}}}
            client.activate({"openapi": "3.1.0", "info": {"title": "T", "version": "2"}, "paths": paths})
            assert [tool.name for tool in (await model.list_tools()).tools] == ["onlyHere", "answer"]

    anyio.run(main)


OTHER = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "2"},
    "paths": {"/only": {"get": {"operationId": "onlyHere", "responses": {}}}},
}


@pytest.mark.parametrize("is_http", [False, True], ids=["in process", "http"])
@pytest.mark.parametrize("era", ERAS)
def test_programs_hear_of_another_document(client, era, is_http) -> None:
    """By a notification of the session, or on the stream that they listen to, as the generation has it."""
    heard = anyio.Event()

    async def note(message: Any) -> None:
        if "list_changed" in getattr(message, "method", ""):
            heard.set()

    async def listen(model: Any, listening: Any) -> None:
        async with model.listen(tools_list_changed=True) as events:
            listening.set()
            async for _ in events:
                heard.set()
                return

    async def main(server: Any) -> None:
        async with ModelClient(server, mode=era, message_handler=note) as model, anyio.create_task_group() as group:
            assert model.server_capabilities.tools.list_changed
            assert model.server_capabilities.resources.list_changed
            assert len((await model.list_tools()).tools) == 12
            if era != "legacy":
                listening = anyio.Event()
                group.start_soon(listen, model, listening)
                await listening.wait()
            client.activate(OTHER)
            with anyio.fail_after(30):
                await heard.wait()
            assert [tool.name for tool in (await model.list_tools()).tools] == ["onlyHere", "answer"]
            client.rollback()
            group.cancel_scope.cancel()

    if is_http:
        with over_http(client) as url:
            anyio.run(main, url)
    else:
        anyio.run(main, ModelServer(Workshop([client], checked_settings())).server)


@contextmanager
def over_http(client: Any, **options: Any) -> Iterator[str]:
    """A server on a free port of loopback, in a process of its own kind of loop; yields its URL."""
    from dynaclient.mcp.http import serve_http

    ready, addresses, ended = threading.Event(), [], []

    def told(url: str) -> None:
        addresses.append(url)
        ready.set()

    token = options.pop("token", None)
    host = options.pop("host", "127.0.0.1")
    server = ModelServer(Workshop([client], checked_settings(**options)))
    scope: list[Any] = []

    async def main() -> None:
        async with anyio.create_task_group() as group:
            scope.append((anyio.lowlevel.current_token(), group.cancel_scope))
            await serve_http(server, host, 0, token, told)

    def run() -> None:
        try:
            anyio.run(main)
        except BaseException as error:
            ended.append(error)
            ready.set()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30)
    if ended:
        raise ended[0]
    try:
        yield addresses[0]
    finally:
        token_of_loop, cancel = scope[0]
        anyio.from_thread.run_sync(cancel.cancel, token=token_of_loop)
        thread.join(20)


@pytest.mark.parametrize("era", ERAS)
def test_over_http(client, depot, era) -> None:
    asked: list[str] = []

    async def answer(ctx: Any, params: Any) -> types.ElicitResult:
        asked.append(params.message)
        return types.ElicitResult(action="accept", content={"send": True})

    async def main(url: str) -> None:
        async with ModelClient(url, mode=era, elicitation_callback=answer) as model:
            assert len((await model.list_tools()).tools) == 12
            assert not (await model.call_tool("getPart", {"part_id": "a"})).is_error
            assert not (await model.call_tool("addPart", PART)).is_error
            progress: list[float] = []

            async def note(value: float, total: float | None, message: str | None) -> None:
                progress.append(value)

            assert "5 events" in text_of(await model.call_tool("watchFeed", {}, progress_callback=note))

    with over_http(client, writes="ask") as url:
        anyio.run(main, url)
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1.evil.example"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.nip.io:80"}, 421),
    ],
)
def test_pages_of_other_sites_are_refused(client, depot, headers, status) -> None:
    body = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "getPart", "arguments": {"part_id": "a"}},
    }
    with over_http(client) as url:
        answer = requests.post(
            url, json=body, headers={"Accept": "application/json, text/event-stream", **headers}, timeout=10
        )
        assert answer.status_code == status
    assert depot.requests == []


def test_a_token_is_demanded(client) -> None:
    with over_http(client, token="a-token-of-24-characters") as url:
        for given in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic a-token-of-24-characters"}):
            assert requests.post(url, json={}, headers=given, timeout=10).status_code == 401
        right = {"Authorization": "Bearer a-token-of-24-characters"}
        assert requests.post(url, json={}, headers=right, timeout=10).status_code != 401


@pytest.mark.parametrize(
    ("host", "token"), [("0.0.0.0", None), ("::", None), ("192.0.2.1", None), ("0.0.0.0", "short")]
)
def test_other_machines_need_a_long_token(client, host, token) -> None:
    with pytest.raises(RequestError, match="token"):
        serve(client, transport="http", host=host, port=0, token=token)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("example.com", False),
    ],
)
def test_loopback_is_known(host, expected) -> None:
    assert is_loopback(host) is expected


def test_serve_says_what_it_takes() -> None:
    for given in ("petstore.yaml", [], [3]):
        with pytest.raises((RequestError, TypeError)):
            serve(given)


@pytest.mark.parametrize("era", ERAS)
def test_over_stdio_with_the_command(tmp_path, era) -> None:
    """The real command as a process, against the embedded server of another one."""
    from dynaclient.sandbox import Sandbox

    async def main(url: str) -> None:
        arguments = ["-m", "dynaclient.cli", "mcp", "--spec", str(HERE / "depot.yaml"), "--base-url", url]
        arguments += ["--credential", "key=env:DEPOT_KEY", "--audit", str(tmp_path / "audit"), "--writes", "yes"]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "DEPOT_KEY": KEY}
        server = StdioServerParameters(command=sys.executable, args=arguments, env=env, cwd=tmp_path)
        async with ModelClient(stdio_client(server), mode=era) as model:
            assert len((await model.list_tools()).tools) == 12
            result = await model.call_tool("addPart", PART)
            assert not result.is_error, text_of(result)
            assert '"M4"' in text_of(result)

    with Sandbox(HERE / "depot.yaml").serve("127.0.0.1", 0) as sandbox:
        anyio.run(main, sandbox.url)
    assert json.loads((tmp_path / "audit").read_text())["operation"] == "addPart"


def test_a_missing_sdk_is_one_sentence_with_its_line(monkeypatch, client) -> None:
    from dynaclient.errors import MissingExtra

    monkeypatch.setitem(sys.modules, "mcp_types", None)
    monkeypatch.delitem(sys.modules, "dynaclient.mcp.server", raising=False)
    with pytest.raises(MissingExtra, match=r"an MCP server needs mcp, .* pip install 'dynaclient\[mcp\]'"):
        serve(client)


def test_the_process_ends_with_its_input_although_a_call_hangs() -> None:
    """A program that closes the pipes does not wait for a server that does not answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        arguments = ["-m", "dynaclient.cli", "mcp", "--spec", str(HERE / "depot.yaml"), "--base-url", url]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "DEPOT_KEY": KEY}
        command = [sys.executable, *arguments, "--credential", "key=env:DEPOT_KEY"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
        info = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        call = {"name": "getPart", "arguments": {"part_id": "a"}}
        lines = [
            {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": info},
            {"jsonrpc": "2.0", "method": "notifications/initialized"},
            {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call},
        ]
        process.stdin.write("".join(f"{json.dumps(line)}\n" for line in lines).encode())
        process.stdin.flush()
        connection, _ = listener.accept()  # the call has been sent
        with connection:
            process.stdin.close()
            assert process.wait(20) == 0
        process.stdout.close()
