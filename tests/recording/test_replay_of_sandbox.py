"""What is recorded against the sandbox is replayed without it: operations of the seed, streams, up- and downloads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from dynaclient import AsyncClient
from dynaclient.document import Document
from dynaclient.model import Operation
from dynaclient.recording import Recording
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.values import Values
from tests.sampling import sample_arguments

from .conftest import ROOT, recording_client, replaying_client

SEED = json.loads((ROOT / "tests" / "data" / "seed-operations.json").read_text("utf-8"))["operations"]
EVENTS = "text/event-stream"

Call = tuple[str, dict[str, Any], Any]


def _streaming(document: Document) -> list[Operation]:
    from dynaclient.model import Operations

    operations = Operations(document).values()
    return [op for op in operations if any(EVENTS in answer.content for answer in op.responses.values())]


@pytest.fixture(scope="module")
def calls(bundled: Document) -> list[Call]:
    """Each operation of the seed once, then each that streams, asked to."""
    from dynaclient.model import Operations

    operations, values = Operations(bundled), Values(bundled)
    found = []
    for name in (row["operationId"] for row in SEED):
        params, body = sample_arguments(bundled, operations[name], Random(1), values=values)
        found.append((name, params, body))
    for operation in _streaming(bundled):
        params, body = sample_arguments(bundled, operation, Random(2), values=values)
        if isinstance(body, dict):
            field = "stream_format" if operation.operation_id == "createSpeech" else "stream"
            found.append((operation.operation_id, params, {**body, field: "sse" if field != "stream" else True}))
        else:
            found.append((operation.operation_id, {**params, "query:stream": True}, body))
    return found


@pytest.fixture(scope="module")
def recorded(
    bundled: Document, calls: list[Call], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Path, list[Any]]]:
    """The file, and what each call answered when it was recorded."""
    path = tmp_path_factory.mktemp("recorded") / "cassette.har"
    sandbox = Sandbox(bundled, unknown="invent")
    with recording_client(bundled, Recording(path), sandbox=sandbox) as client:
        yield path, [_without_key(_seen(client.call(name, params, body=body))) for name, params, body in calls]
    assert KEY not in path.read_bytes()


KEY = b"sk-svcacct-not-a-real-key"
"""The key that one of the operations makes, and that no recording holds."""


def _without_key(seen: Any) -> Any:
    status, headers, content = seen
    if not isinstance(content, bytes) or KEY not in content:
        return seen
    content = content.replace(KEY, b"***")
    return status, {**headers, "Content-Length": str(len(content))}, content


def _seen(response: Any) -> Any:
    """What a program sees of an answer."""
    kind = response.headers.get("Content-Type", "")
    content = [event.data for event in response] if kind.startswith(EVENTS) else response.content
    return response.status_code, dict(response.headers), content


def test_sync(bundled: Document, calls: list[Call], recorded: tuple[Path, list[Any]]) -> None:
    """Every answer is equal: status, headers, bytes or events; nothing is left over."""
    path, expected = recorded
    cassette = Recording(path, mode="none")
    with replaying_client(bundled, cassette) as client:
        found = [_seen(client.call(name, params, body=body)) for name, params, body in calls]
    assert found == expected
    assert cassette.unplayed == []
    assert len({name for name, *_ in calls[:94]}) == 94
    streams = [headers for _, headers, content in expected if headers.get("Content-Type", "").startswith(EVENTS)]
    assert len(streams) >= 9
    uploads = [
        body for _, _, body in calls if isinstance(body, dict) and any(isinstance(v, tuple) for v in body.values())
    ]
    assert len(uploads) >= 4
    assert sum(headers.get("Content-Type") == "application/octet-stream" for _, headers, _ in expected) >= 1


def test_async(bundled: Document, calls: list[Call], recorded: tuple[Path, list[Any]]) -> None:
    """A sync client's recording serves an async one."""
    path, expected = recorded

    async def seen(client: AsyncClient, call: Call) -> Any:
        name, params, body = call
        response = await client.call(name, params, body=body)
        kind = response.headers.get("Content-Type", "")
        if kind.startswith(EVENTS):
            return response.status_code, dict(response.headers), [event.data async for event in response]
        return response.status_code, dict(response.headers), response.content

    async def run() -> list[Any]:
        async with replaying_client(bundled, Recording(path, mode="none"), kind=AsyncClient) as client:
            return [await seen(client, call) for call in calls]

    assert asyncio.run(run()) == expected
