"""Editors complete operations and arguments, from the stub alone."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient.openai import bundled_description
from dynaclient.stubs import write

from .conftest import ROOT


@pytest.mark.parametrize(("name", "call"), [("MyApi", "client."), ("AsyncMyApi", "await client.")])
def test_jedi_completes_from_a_stub(name: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Operations by both names and arguments; jedi sees only the last overload of an `async def`, so no arguments."""
    jedi = pytest.importorskip("jedi")
    # another process may be writing the usual one
    monkeypatch.setattr(jedi.settings, "cache_directory", str(tmp_path / "cache"))
    write(bundled_description(), "MyApi", tmp_path / "my_api.pyi")
    project = jedi.Project(tmp_path, sys_path=[str(tmp_path), *sys.path], load_unsafe_extensions=False)
    head = ["from my_api import MyApi, AsyncMyApi", "async def main():", f"    client = {name}()"]

    def script(line: str) -> Any:
        return jedi.Script("\n".join([*head, f"    {line}"]), path=tmp_path / "program.py", project=project)

    def complete(line: str) -> set[str]:
        return {found.name for found in script(line).complete(4, len(line) + 4)}

    assert {"createRun", "createThread", "createThreadAndRun"} <= complete("client.create")
    assert {"create_run", "create_thread"} <= complete("client.create_")
    assert {"data", "status_code"} <= complete(f"({call}listModels({{}})).")
    if name == "MyApi":
        assert "thread_id=" in complete("client.createRun(thr")
        text = script("client.createRun").help(4, len("    client.createRun"))[0].docstring()
        assert "thread_id: str, assistant_id: str" in text


class LanguageServer:
    """pyright's language server, spoken to as an editor does. Source: Language Server Protocol 3.17."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("pyright-langserver", path=str(Path(sys.executable).parent))
        if program is None:
            pytest.skip("needs pyright")
        self._process = subprocess.Popen(
            [program, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder
        )
        self._id = 0
        root = folder.as_uri()
        self.request(
            "initialize",
            {"processId": None, "rootUri": root, "capabilities": {}, "workspaceFolders": [{"uri": root, "name": "w"}]},
        )
        self.send("initialized", {})

    def send(self, method: str, params: Any, **more: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        self._write(body)

    def _write(self, body: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def request(self, method: str, params: Any) -> Any:
        self._id += 1
        self.send(method, params, id=self._id)
        while True:
            message = self._read()
            if message.get("id") == self._id and "method" not in message:
                return message["result"]
            if "id" in message and "method" in message:  # the server asks for its settings
                items = message["params"].get("items", []) if isinstance(message["params"], dict) else []
                answer = [{"pythonPath": sys.executable} if i.get("section") == "python" else {} for i in items] or None
                self._write(json.dumps({"jsonrpc": "2.0", "id": message["id"], "result": answer}).encode())

    def _read(self) -> Any:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline().strip()) or not length:
            if not line and not length:
                raise EOFError("the language server ended")
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        return json.loads(stream.read(length))

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LanguageServer]:
    (tmp_path / "pyrightconfig.json").write_text(json.dumps({"extraPaths": [str(ROOT), *filter(None, sys.path)]}))
    running = LanguageServer(tmp_path)
    yield running
    running.close()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "call"), [("OpenAI", "client."), ("AsyncOpenAI", "await client.")])
def test_a_language_server_completes_openai(name: str, call: str, server: LanguageServer, tmp_path: Path) -> None:
    """Out of the box: operations, arguments, enum values, keys of a body, and fields of the answer."""
    lines = [
        f"from dynaclient import {name}",
        "async def main() -> None:",
        f"    client = {name}()",
        "    client.create",
        f"    {call}createRun(thr)",
        f'    {call}listMessages(thread_id="t", order="")',
        f'    {call}createChatCompletion(model="gpt-4o", messages=[{{"role": "user", ""}}])',
        f'    run = {call}getRun(thread_id="t", run_id="r")',
        '    run.data[""]',
    ]
    uri = (tmp_path / "program.py").as_uri()
    server.send(
        "textDocument/didOpen",
        {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": "\n".join(lines)}},
    )

    def complete(line: int, before: str) -> set[str]:
        place = {"line": line, "character": lines[line].index(before) + len(before)}
        found = server.request("textDocument/completion", {"textDocument": {"uri": uri}, "position": place})
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"].strip("\"'") for item in items}

    assert {"createRun", "create_run", "createThread"} <= complete(3, "client.create")
    assert "thread_id=" in complete(4, "thr")
    assert {"asc", "desc"} <= complete(5, 'order="')
    assert "content" in complete(6, '"user", "')
    assert {"status", "required_action", "usage"} <= complete(8, 'run.data["')
