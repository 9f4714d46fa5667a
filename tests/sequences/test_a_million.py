"""A million items through a request and through an answer, each checked, in memory that does not grow with them."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

SCRIPT = """
import asyncio, json, resource, sys, time
from dynaclient import AsyncClient, Client, InvalidItem
from tests.sequences.test_a_million import DOCUMENT
kind, way, url, count = sys.argv[1:]
count = int(count)
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
def items(number, wrong=None):
    for n in range(number):
        yield {"id": n, "name": "n" * 20 if n != wrong else None}
async def later(found):
    for item in found:
        yield item
async def main():
    async with AsyncClient(DOCUMENT, base_url=url, validate_responses="raise") as client:
        async def act(number, wrong=None):
            if way == "request":
                await client.call("put", body=later(items(number, wrong)))
                return number
            return sum([1 async for _ in await client.call("get", n=number)])
        await act(1000)
        before, began = most(), time.perf_counter()
        assert await act(count) == count
        return most() - before, time.perf_counter() - began, await broken(act)
async def broken(act):
    try:
        await act(2000, 1000) if way == "request" else None
    except InvalidItem as error:
        return error.index
def run():
    client = Client(DOCUMENT, base_url=url, validate_responses="raise")
    def act(number, wrong=None):
        if way == "request":
            client.call("put", body=items(number, wrong))
            return number
        return sum(1 for _ in client.call("get", n=number))
    act(1000)
    before, began = most(), time.perf_counter()
    assert act(count) == count
    grown, seconds, index = most() - before, time.perf_counter() - began, None
    try:
        act(count, count // 2) if way == "request" else None
    except InvalidItem as error:
        index = error.index
    client.close()
    return grown, seconds, index
print(json.dumps(asyncio.run(main()) if kind == "async" else run()))
"""
ITEM = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string", "minLength": 1}},
    "additionalProperties": False,
}
LINES = {"application/jsonl": {"itemSchema": ITEM}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.2.0",
    "info": {"title": "Many", "version": "1"},
    "paths": {
        "/items": {
            "post": {
                "operationId": "put",
                "requestBody": {"content": LINES},
                "responses": {"204": {"description": ""}},
            },
            "get": {
                "operationId": "get",
                "parameters": [{"name": "n", "in": "query", "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "", "content": LINES}},
            },
        }
    },
}


class Flood:
    """Counts the lines of what it is sent, and sends as many as it is asked for; keeps none."""

    def __init__(self) -> None:
        self.bodies: list[tuple[int, bool]] = []
        self.ended = threading.Semaphore(0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as file:
            while line := file.readline():
                while file.readline().strip():
                    pass
                if line.startswith(b"POST"):
                    whole = self._take(file)
                    if not whole:
                        return
                    connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
                else:
                    self._give(connection, int(line.split(b"n=")[1].split()[0]))

    def _take(self, file: Any) -> bool:
        lines = 0
        whole = False
        while size := file.readline().strip():
            piece = file.read(int(size, 16))
            file.readline()
            lines += piece.count(b"\n")
            if not piece:
                whole = True
                break
        self.bodies.append((lines, whole))
        self.ended.release()
        return whole

    @staticmethod
    def _give(connection: socket.socket, count: int) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/jsonl\r\nTransfer-Encoding: chunked\r\n\r\n")
        for start in range(0, count, 1000):
            text = "".join(
                f'{{"id":{n},"name":"{"n" * 20}"}}\n' for n in range(start, min(start + 1000, count))
            ).encode()
            connection.sendall(b"%x\r\n%s\r\n" % (len(text), text))
        connection.sendall(b"0\r\n\r\n")

    def close(self) -> None:
        self._listening.close()


@pytest.mark.slow
@pytest.mark.parametrize("way", ["request", "answer"])
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_million_items_take_no_more_memory_than_a_thousand(
    kind: str, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a request with a wrong one in the middle, the half before it arrives, and no end."""
    flood, count = Flood(), 1_000_000
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, kind, way, flood.url, str(count)],
        capture_output=True,
        text=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
        timeout=550,
    )
    assert done.returncode == 0, done.stderr
    grown, seconds, index = json.loads(done.stdout)
    with capsys.disabled():
        print(f"\n{count:,} items in a {kind} {way}: {grown} MiB more, {seconds:.0f} s", end=" ")  # noqa: T201
    assert grown < 10
    if way == "request":
        for _ in range(3):
            assert flood.ended.acquire(timeout=60)
        middle = count // 2 if kind == "sync" else 1000
        assert index == middle
        assert flood.bodies == [(1000, True), (count, True), (middle, False)]
    flood.close()
