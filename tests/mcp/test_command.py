"""The command as a process, as a program starts it: several profiles with their keys, a lock, and a newer document."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="needs the extra [mcp]")

from mcp.client.client import Client as ModelClient
from mcp.client.stdio import StdioServerParameters, stdio_client

from dynaclient import Document
from dynaclient.cli import main
from dynaclient.swap import Lock, Used

from .conftest import HERE
from .test_hostile import server_that
from .test_protocol import ROOT, text_of


def server(folder: Path, *arguments: str, **env: str) -> StdioServerParameters:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DYNACLIENT_CONFIG": str(folder / "config.toml"), **env}
    command = ["-m", "dynaclient.cli", "mcp", *arguments]
    return StdioServerParameters(command=sys.executable, args=command, env=env, cwd=folder)


def document(title: str, *ids: str, scheme: str = "key") -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": "http://127.0.0.1:9"}],
        "security": [{scheme: []}],
        "components": {"securitySchemes": {scheme: {"type": "apiKey", "in": "header", "name": f"X-{scheme}"}}},
        "paths": {f"/{id_}": {"get": {"operationId": id_, "responses": {"200": {"description": ""}}}} for id_ in ids},
    }


def test_each_profile_has_its_document_base_and_keys(tmp_path) -> None:
    """An operation is named with its document only where both have it, and no key goes to the other's server."""
    heard: dict[str, list[str]] = {"shop": [], "bank": []}

    def hears(name: str) -> Any:
        def behave(connection: Any, request: bytes) -> None:
            heard[name].append(request.decode("latin-1"))
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")

        return behave

    with server_that(hears("shop")) as shop, server_that(hears("bank")) as bank:
        lines = []
        for name, url, ids in (("shop", shop, ("list", "buy")), ("bank", bank, ("list", "pay"))):
            (tmp_path / f"{name}.json").write_text(json.dumps(document(name.title(), *ids)))
            lines += [f"[profile.{name}]", f'spec = "{name}.json"', f'base_url = "{url}/{name}"']
            lines += [f'credentials.key = {{ env = "{name.upper()}_KEY" }}']
        (tmp_path / "config.toml").write_text("\n".join(lines))
        started = server(
            tmp_path, "--profile", "shop", "--profile", "bank", SHOP_KEY="key-of-shop-123", BANK_KEY="key-of-bank-123"
        )

        async def main() -> None:
            async with ModelClient(stdio_client(started), mode="legacy") as model:
                names = {tool.name for tool in (await model.list_tools()).tools}
                assert names == {"shop_list", "buy", "bank_list", "pay", "answer"}
                for name in ("shop_list", "bank_list", "pay"):
                    result = await model.call_tool(name, {})
                    assert not result.is_error, text_of(result)

        anyio.run(main)
    assert [head.split(" HTTP")[0] for head in heard["shop"]] == ["GET /shop/list"]
    assert [head.split(" HTTP")[0] for head in heard["bank"]] == ["GET /bank/list", "GET /bank/pay"]
    assert all("key-of-shop-123" in head and "key-of-bank" not in head for head in heard["shop"])
    assert all("key-of-bank-123" in head and "key-of-shop" not in head for head in heard["bank"])


def test_a_newer_document_is_used_unless_it_breaks_the_lock(tmp_path) -> None:
    path = tmp_path / "api.json"
    path.write_text(json.dumps(document("T", "getA", "getOld")))
    Lock.of(Document(path), Used({"getA": frozenset()})).write(tmp_path / "dynaclient.lock")
    (tmp_path / "config.toml").write_text('[profile.api]\nspec = "api.json"\nlock = "dynaclient.lock"\n')

    async def main() -> None:
        heard = anyio.Event()

        async def note(message: Any) -> None:
            if "tools/list_changed" in getattr(message, "method", ""):
                heard.set()

        errors = tmp_path / "errors"
        with errors.open("w") as log:
            transport = stdio_client(server(tmp_path, "--profile", "api"), errlog=log)
            async with ModelClient(transport, mode="legacy", message_handler=note) as model:
                assert {tool.name for tool in (await model.list_tools()).tools} == {"getA", "getOld", "answer"}
                path.write_text(json.dumps(document("T", "getB")))
                with anyio.fail_after(40):
                    while "getA" not in errors.read_text():  # noqa: ASYNC110  # the process says so
                        await anyio.sleep(0.1)
                assert {tool.name for tool in (await model.list_tools()).tools} == {"getA", "getOld", "answer"}
                assert not heard.is_set()
                path.write_text(json.dumps(document("T", "getA", "getB")))
                with anyio.fail_after(40):
                    await heard.wait()
                assert {tool.name for tool in (await model.list_tools()).tools} == {"getA", "getB", "answer"}

    anyio.run(main)


def test_what_cannot_be_served_is_a_sentence(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "config.toml").write_text("[profile.a]\n[profile.b]\n")
    monkeypatch.setenv("DYNACLIENT_CONFIG", str(tmp_path / "config.toml"))
    depot = ["--spec", str(HERE / "depot.yaml")]
    for arguments, text in (
        (["--profile", "a", "--profile", "b", *depot], "which profile is for which document"),
        (["--spec", str(tmp_path / "none.yaml")], "none.yaml"),
        ([*depot, "--transport", "http", "--host", "0.0.0.0"], "token"),
        ([*depot, "--writes", "maybe"], "maybe"),
        ([*depot, "--files", str(tmp_path / "none")], "files"),
        ([*depot, "--deny", "resetAl"], "--deny has 'resetAl', which matches no operation"),
        ([*depot, "--read-only-operation", "getNot"], "--read-only-operation has 'getNot'"),
        ([*depot, "--tag", "order"], "--tag has 'order', which no operation has: there are"),
        ([*depot, "--deny", "*"], "--allow, --deny and --tag together leave no operation"),
    ):
        assert main(["mcp", *arguments]) != 0
        printed = capsys.readouterr()
        assert text in printed.err
        assert printed.out == ""
