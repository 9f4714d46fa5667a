"""What a call imports: nothing that only the sandbox, `unmarshal`, the command line, pages or stubs need."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.runtime.server import Loopback, Reply, Seen, as_json, events

ROOT = Path(__file__).resolve().parents[2]

OF_OTHERS = (
    "openapi_core", "openapi_spec_validator", "openapi_schema_validator", "werkzeug", "jsonschema", "referencing",
    "dynaclient.sandbox", "dynaclient.response.unmarshal",
    "click", "rich", "jmespath", "keyring", "dynaclient.cli",
    "jinja2", "markdown_it", "nh3", "pygments", "dynaclient.reference", "dynaclient.stubs", "dynaclient.typed",
    "dynaclient.client.given_options", "tqdm", "IPython", "pydantic", "fastapi", "starlette",
)  # fmt: skip
"""What a call does without, by who needs it: the sandbox and `unmarshal`, the command line, pages and types."""

OF_THE_OTHER_KIND = {"Client": ("aiohttp", "asyncio", "dynaclient.client.asynchronous"), "AsyncClient": ()}
"""What a client of one kind does without because only the other kind needs it."""

ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "state": {"enum": ["done"]}}}
LIST = {"type": "object", "properties": {"data": {"type": "array", "items": ITEM}, "next": {"type": "string"}}}
UPLOAD = {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}, "name": {"type": "string"}}}


def _operation(id_: str, kind: str, schema: object, **more: object) -> dict[str, object]:
    return {
        "operationId": id_,
        "responses": {"200": {"description": "", "content": {kind: {"schema": schema}}}},
        **more,
    }


DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/item": {
            "get": _operation("getItem", "application/json", ITEM),
            "post": _operation(
                "upload",
                "application/json",
                ITEM,
                requestBody={"content": {"multipart/form-data": {"schema": UPLOAD}}},
            ),
        },
        "/list": {
            "get": _operation(
                "listItems",
                "application/json",
                LIST,
                parameters=[{"name": "cursor", "in": "query", "schema": {"type": "string"}}],
            )
        },
        "/events": {"get": _operation("events", "text/event-stream", {"type": "object"})},
        "/missing": {"get": _operation("missing", "application/json", ITEM)},
    },
}


def answer(seen: Seen) -> Reply:
    path = seen.path.partition("?")[0]
    if path == "/missing":
        return as_json({"error": {"message": "gone"}}, 404)
    if path == "/events":
        return events(b'data: {"a": 1}\n\n')
    return as_json({"data": [{"id": 1}]} if path == "/list" else {"id": 1, "state": "done"})


SYNC = """
from dynaclient import Client, NotFound
with Client(document, base_url=address, validate_responses="raise") as client:
    assert client.getItem()["id"] == 1
    assert client.upload(file=b"x", name="a").status_code == 200
    assert [item["id"] for item in client.paginate("listItems")] == [1]
    assert client.poll("getItem", until={"state": "done"})["state"] == "done"
    assert [event.data for event in client.events()] == [{"a": 1}]
    assert client.with_options(timeout=5, headers={"X-A": "b"}).getItem().ok
    try:
        client.missing()
    except NotFound as error:
        assert "gone" in str(error)
"""
ASYNC = """
import asyncio
from dynaclient import AsyncClient, NotFound
async def main():
    async with AsyncClient(document, base_url=address, validate_responses="raise") as client:
        assert (await client.getItem())["id"] == 1
        assert (await client.upload(file=b"x", name="a")).status_code == 200
        assert [item["id"] async for item in client.paginate("listItems")] == [1]
        assert (await client.poll("getItem", until={"state": "done"}))["state"] == "done"
        assert [event.data async for event in await client.events()] == [{"a": 1}]
        assert (await client.with_options(timeout=5, headers={"X-A": "b"}).getItem()).ok
        try:
            await client.missing()
        except NotFound as error:
            assert "gone" in str(error)
asyncio.run(main())
"""


@pytest.mark.parametrize(("kind", "calls"), [("Client", SYNC), ("AsyncClient", ASYNC)])
def test_calls_import_nothing_that_only_others_need(
    kind: str, calls: str, serve: Callable[[Callable[[Seen], Reply]], Loopback]
) -> None:
    """Calls, uploads, pages, polls, streams, checked answers and an error, in a process of their own."""
    if kind == "AsyncClient":
        pytest.importorskip("aiohttp")
    watched = (*OF_OTHERS, *OF_THE_OTHER_KIND[kind])
    program = (
        "import json, sys, warnings\nwarnings.simplefilter('ignore')\n"
        f"document, address = json.loads({json.dumps(DOCUMENT)!r}), {serve(answer).url!r}\n{calls}\n"
        f"print(json.dumps([name for name in {watched!r} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
