"""Servers that die, hang or send 200 MB, and many calls at once: the MCP server answers, in time and in memory."""

from __future__ import annotations

import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp", reason="needs the extra [mcp]")

from mcp.client.client import Client as ModelClient

from dynaclient import Client
from dynaclient.mcp.server import ModelServer
from dynaclient.mcp.settings import checked_settings
from dynaclient.mcp.text import tokens_of
from dynaclient.mcp.work import Workshop

from .conftest import HERE, KEY
from .test_protocol import over_http, text_of

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
LARGE = 200 << 20


@contextmanager
def server_that(behaves: Callable[[socket.socket, bytes], object]) -> Iterator[str]:
    """A TCP server on loopback that reads a request and then does something; yields its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def handle(connection: socket.socket) -> None:
            with connection, suppress(OSError):
                behaves(connection, connection.recv(65536))

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


def _dies(connection: socket.socket, request: bytes) -> None:
    connection.sendall(HEAD + b'Content-Length: 100\r\n\r\n{"half": ')


def _closes(connection: socket.socket, request: bytes) -> None:
    connection.close()


def _is_no_http(connection: socket.socket, request: bytes) -> None:
    connection.sendall(b"\x00\xff garbage\r\n\r\n")


def _sends_much(connection: socket.socket, request: bytes) -> None:
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n[" % LARGE)
    for _ in range(LARGE >> 16):
        connection.sendall(b"1," * (1 << 15))


def _sends_a_long_list(connection: socket.socket, request: bytes) -> None:
    body = b"[" + b",".join(b'{"id": %d, "text": "%s"}' % (i, b"x" * 400) for i in range(30_000)) + b"]"
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def _nests(connection: socket.socket, request: bytes) -> None:
    body = b"[" * 100_000 + b"]" * 100_000
    connection.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)


def _call(url: str, operation: str = "getPart", **options: Any) -> tuple[Any, float]:
    async def main() -> tuple[Any, float]:
        with Client(
            HERE / "depot.yaml", base_url=url, credentials={"key": KEY}, retries=0, deadline=options.pop("deadline", 3)
        ) as client:
            server = ModelServer(Workshop([client], checked_settings(**options)))
            async with ModelClient(server.server, mode="legacy") as model:
                begun = time.monotonic()
                arguments = {"part_id": "a"} if operation == "getPart" else {}
                result = await model.call_tool(operation, arguments)
                seconds = time.monotonic() - begun
                assert (await model.call_tool("answer", {"key": "0"})).is_error, "it still answers"
                return result, seconds

    return anyio.run(main)


@pytest.mark.parametrize("behaves", [_dies, _closes, _is_no_http], ids=lambda function: function.__name__)
def test_a_server_that_dies_is_an_error_that_the_model_can_read(behaves) -> None:
    with server_that(behaves) as url:
        result, _ = _call(url)
    assert result.is_error
    assert "getPart" in text_of(result)


def test_a_server_that_hangs_ends_at_the_deadline() -> None:
    release = threading.Event()
    with server_that(lambda *_: release.wait(60) and None) as url:
        result, seconds = _call(url, deadline=2)
        release.set()
    assert result.is_error
    assert seconds < 15


def test_an_answer_of_200_mb_is_refused_without_holding_it() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with server_that(_sends_much) as url:
        result, seconds = _call(url, deadline=60)
    assert result.is_error
    assert "Ask for less" in text_of(result)
    assert seconds < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000, "kilobytes"


def test_a_long_list_is_cut_and_kept() -> None:
    with server_that(_sends_a_long_list) as url:
        result, _ = _call(url, deadline=60)
    assert not result.is_error
    assert tokens_of(text_of(result)) <= 3_000
    assert "of 30,000 items" in text_of(result)


def test_an_answer_that_nests_deeply_is_an_error() -> None:
    with server_that(_nests) as url:
        result, _ = _call(url, deadline=30)
    assert tokens_of(text_of(result)) <= 3_000


def test_a_cancelled_call_lets_the_others_go_on() -> None:
    release = threading.Event()

    async def main(url: str) -> None:
        with Client(HERE / "depot.yaml", base_url=url, credentials={"key": KEY}, retries=0, deadline=20) as client:
            server = ModelServer(Workshop([client], checked_settings()))
            async with ModelClient(server.server, mode="legacy") as model:
                with anyio.move_on_after(1) as scope:
                    await model.call_tool("getPart", {"part_id": "a"})
                assert scope.cancelled_caught
                with anyio.fail_after(10):
                    assert (await model.call_tool("getPart", {"part_id": ""})).is_error
            release.set()

    with server_that(lambda *_: release.wait(60) and None) as url:
        anyio.run(main, url)


@pytest.mark.slow  # 500 calls
def test_500_calls_of_8_sessions(client, depot) -> None:
    """Every answer belongs to its call."""

    async def session(url: str, number: int, answers: list[str]) -> None:
        async with ModelClient(url, mode="legacy" if number % 2 else "auto") as model:
            for turn in range(63):
                name = f"s{number}-{turn}"
                if turn % 3 == 2:
                    result = await model.call_tool("getPart", {"part_id": f"{name}?"})
                    assert result.is_error
                    assert "part_id" in text_of(result)
                else:
                    depot.answers[f"/parts/{name}"] = ("200 OK", "application/json", b'{"id": "%s"}' % name.encode())
                    result = await model.call_tool("getPart", {"part_id": name})
                    assert f'{{"id":"{name}"}}' in text_of(result)
                answers.append(name)

    async def main(url: str) -> list[str]:
        answers: list[str] = []
        async with anyio.create_task_group() as group:
            for number in range(8):
                group.start_soon(session, url, number, answers)
        return answers

    with over_http(client) as url:
        answers = anyio.run(main, url)
    assert len(set(answers)) == 504
    assert len(depot.requests) == 8 * 42


def test_a_stream_reports_its_progress_and_can_be_cancelled() -> None:
    """The server sends an event again and again until the client has heard of one, then until it hangs up."""
    told, gone = threading.Event(), threading.Event()

    def drips(connection: socket.socket, request: bytes) -> None:
        connection.sendall(HEAD.replace(b"application/json", b"text/event-stream") + b"\r\n")
        try:
            for number in range(400):
                connection.sendall(b'data: {"n": %d}\n\n' % number)
                time.sleep(0.1)
        except OSError:
            gone.set()

    async def main(url: str) -> None:
        with Client(HERE / "depot.yaml", base_url=url, credentials={"key": KEY}, retries=0, deadline=60) as client:
            server = ModelServer(Workshop([client], checked_settings()))
            async with ModelClient(server.server, mode="legacy") as model:

                async def note(value: float, total: float | None, message: str | None) -> None:
                    told.set()
                    scope.cancel()

                with anyio.fail_after(30), anyio.CancelScope() as scope:
                    await model.call_tool("watchFeed", {}, progress_callback=note)

    with server_that(drips) as url:
        anyio.run(main, url)
        assert told.is_set()
        assert gone.wait(30), "the call was cancelled, so nobody reads on"
