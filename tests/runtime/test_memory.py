"""Uploads and downloads of any size in little memory, measured in a process of their own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from typing import Any

import pytest

SCRIPT = """
import asyncio, json, pathlib, resource, sys
from dynaclient import AsyncClient, Client
from tests.runtime.conftest import THINGS
kind, url, path, how = sys.argv[1:]
most = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
if how == "download":
    def act(client):
        return client.with_options(stream=True).call("getFile")
else:
    def act(client):
        return client.call("sendFile", body=open(path, "rb") if how == "open file" else pathlib.Path(path))
if kind == "sync":
    client = Client(THINGS, base_url=url)
    client.call("listThings")
    before = most()
    response = act(client)
    if how == "download":
        response.save(path + ".copy")
    client.close()
else:
    async def main():
        async with AsyncClient(THINGS, base_url=url) as client:
            await client.call("listThings")
            before = most()
            response = await act(client)
            if how == "download":
                await response.save(path + ".copy")
            return before
    before = asyncio.run(main())
print(json.dumps(most() - before))
"""


class Drain:
    """Takes requests of any size, keeping none; answers GET /files with zeros."""

    def __init__(self, size: int) -> None:
        self.taken: list[int] = []
        self._size = size
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
            buffer = bytearray(1 << 20)
            while line := file.readline():
                headers = {}
                while (field := file.readline().strip()) != b"":
                    name, _, value = field.partition(b":")
                    headers[name.lower()] = value.strip()
                left = int(headers.get(b"content-length", 0))
                taken = 0
                while taken < left:
                    taken += file.readinto(memoryview(buffer)[: min(len(buffer), left - taken)])
                self.taken.append(taken)
                if line.startswith(b"GET /files"):
                    head = f"HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: {self._size}"
                    connection.sendall(head.encode() + b"\r\n\r\n")
                    for _ in range(self._size // len(buffer)):
                        connection.sendall(buffer)
                else:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

    def close(self) -> None:
        self._listening.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="measures with the resource module")
@pytest.mark.parametrize("size", [64 << 20, pytest.param(4 << 30, marks=pytest.mark.slow)], ids=["64 MB", "4 GB"])
@pytest.mark.parametrize("how", ["path", "open file", "download"])
@pytest.mark.parametrize("kind", ["sync", "async"])
def test_a_large_file_takes_little_memory(tmp_path: Any, kind: str, how: str, size: int) -> None:
    """Less than 50 MB more than a small call had taken, whatever the size."""
    path = tmp_path / "large.bin"
    with open(path, "wb") as file:
        file.truncate(size)  # a file of holes: its zeros take no disk
    server = Drain(size)
    try:
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT, kind, server.url, str(path), how],
            capture_output=True,
            text=True,
            check=False,
            timeout=500,
        )
    finally:
        server.close()
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) < 50
    if how == "download":
        copy = tmp_path / "large.bin.copy"
        assert copy.stat().st_size == size
        copy.unlink()
    else:
        assert server.taken[-1] == size
