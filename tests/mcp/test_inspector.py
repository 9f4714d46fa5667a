"""The MCP Inspector's command line as a client, over stdio and HTTP, where npm has installed it.

In `.venv-bench/inspector`, with `npm install --prefix .venv-bench/inspector @modelcontextprotocol/inspector`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

pytest.importorskip("mcp", reason="needs the extra [mcp]")

from .conftest import HERE, KEY
from .test_protocol import ROOT, over_http

INSPECTOR = ROOT / ".venv-bench" / "inspector" / "node_modules" / ".bin" / "mcp-inspector"
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not INSPECTOR.exists(), reason="the MCP Inspector is not installed")]


def inspected(*arguments: str) -> Any:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DEPOT_KEY": KEY}
    done = subprocess.run(
        [INSPECTOR, "--cli", *arguments], capture_output=True, text=True, env=env, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_it_lists_calls_and_reads(client, depot) -> None:
    with over_http(client) as url:
        http = (url, "--transport", "http")
        stdio = (sys.executable, "-m", "dynaclient.cli", "mcp", "--spec", str(HERE / "depot.yaml"))
        listed = [inspected(*server, "--method", "tools/list")["tools"] for server in (http, stdio)]
        assert listed[0] == listed[1]
        assert len(listed[0]) == 12
        called = inspected(*http, "--method", "tools/call", "--tool-name", "getPart", "--tool-arg", "part_id=a")
        assert called["content"][0]["text"].endswith('{"ok":true}')
        assert [request.url for request in depot.requests] == ["/v1/parts/a"]
        refused = inspected(*http, "--method", "tools/call", "--tool-name", "getPart")
        assert refused["isError"]
        (index,) = inspected(*http, "--method", "resources/list")["resources"]
        page = inspected(*http, "--method", "resources/read", "--uri", index["uri"])
        assert "getPart" in page["contents"][0]["text"]
        assert len(depot.requests) == 1
