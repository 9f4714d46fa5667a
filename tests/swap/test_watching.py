"""Watching a document: a newer version is activated or reported, and what is broken changes nothing."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DocumentError, OverlayError, RequestError, swap
from dynaclient.document import versions
from tests.echo_server import EchoServer, Reply, echo_server

from .numbered import NumberedServer, numbered

NEVER = 3600.0
"""Seconds between looks in tests that look by themselves."""


@pytest.fixture
def web() -> Iterator[EchoServer]:
    with echo_server() as web:
        yield web


def write(path: Path, value: Any, age: float = 60.0) -> None:
    """Write a file as if it had been there for some time."""
    path.write_text(json.dumps(value), "utf-8")
    when = time.time() - age
    os.utime(path, (when, when))


def version(client: Any) -> str:
    found: str = client.document.info["version"]
    return found


def overlay(*actions: dict[str, Any]) -> dict[str, Any]:
    return {"overlay": "1.1.0", "info": {"title": "t", "version": "1"}, "actions": list(actions)}


# files


def test_a_newer_file_is_activated_and_reported(tmp_path: Path, server: NumberedServer) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    seen: list[swap.Swap] = []
    client = Client(path, base_url=server.url, credentials={"key": "k"})
    copy, first = client.with_options(), client.document
    with swap.watch(client, every=NEVER, on_swap=seen.append) as watch:
        assert watch.look() is None
        write(path, numbered(2), age=30)
        found = watch.look()
        assert found is not None
        assert (found.old, found.new, found.error) == (first, client.document, None)
        assert (version(client), copy.op().data["path"]) == ("2", 2)
        assert watch.look() is None
        write(path, numbered(2), age=20)
        assert watch.look() is None, "the file was touched, but says the same"
    assert seen == [found]


def test_the_thread_looks_by_itself_until_it_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    swapped = threading.Event()
    client = Client(path)
    watch = swap.watch(client, every=0.01, on_swap=lambda _: swapped.set())
    write(path, numbered(2), age=30)
    assert swapped.wait(30)
    assert version(client) == "2"
    watch.stop()
    assert not watch._thread.is_alive()
    write(path, numbered(3), age=10)
    assert version(client) == "2"
    watch.stop()


def test_stop_may_be_called_by_on_swap(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    stopped = threading.Event()
    watches: list[swap.Watch] = []

    def stop(_: swap.Swap) -> None:
        watches[0].stop()
        stopped.set()

    client = Client(path)
    watches.append(swap.watch(client, every=0.05, on_swap=stop))
    write(path, numbered(2), age=30)
    assert stopped.wait(30)
    watches[0]._thread.join(30)
    assert not watches[0]._thread.is_alive()


BROKEN: list[Any] = [
    pytest.param(lambda path: path.write_bytes(b'{"openapi": "3.1.0", '), DocumentError, id="half a file"),
    pytest.param(lambda path: path.write_bytes(b""), DocumentError, id="an empty file"),
    pytest.param(lambda path: path.write_bytes(b"<html>"), DocumentError, id="a page"),
    pytest.param(lambda path: path.write_bytes(b"openapi: 3.1.0\n"), DocumentError, id="the first line of a file"),
    pytest.param(lambda path: path.unlink(), DocumentError, id="no file"),
    pytest.param(lambda path: write(path, {"openapi": "9.9", "paths": {}}), DocumentError, id="an unknown version"),
]


@pytest.mark.parametrize(("damage", "kind"), BROKEN)
def test_what_is_broken_changes_nothing_and_is_reported_once(
    tmp_path: Path, damage: Callable[[Path], Any], kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)
    seen: list[swap.Swap] = []
    with swap.watch(client, every=NEVER, on_swap=seen.append) as watch:
        damage(path)
        for _ in range(3):
            watch.look()
        assert version(client) == "1"
        assert [type(s.error) for s in seen] == [seen[0].error.__class__]
        assert isinstance(seen[0].error, kind)
        assert seen[0].new is None
        assert caplog.text.count("was not activated") == 1
        write(path, numbered(2), age=30)
        assert watch.look() is not None
        assert version(client) == "2"


def test_a_file_that_is_still_written_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a YAML text may be a whole one: what changed a moment ago is left alone until nobody writes it any more."""
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        write(path, numbered(3), age=30)

    monkeypatch.setattr(versions.time, "sleep", nap)
    with swap.watch(client, every=NEVER) as watch:
        write(path, numbered(2), age=0)
        watch.look()
        assert version(client) == "3"
    assert len(naps) == 1
    assert 0 < naps[0] <= versions.SETTLED


def test_a_check_or_a_plugin_that_refuses_keeps_the_document_in_use(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)

    def refuse(old: Any, new: Any) -> None:
        if new.info["version"] == "2":
            raise DocumentError("version 2 breaks createRun")

    client._slot.checks.append(refuse)
    with swap.watch(client, every=NEVER) as watch:
        write(path, numbered(2), age=30)
        found = watch.look()
        assert found is not None
        assert str(found.error) == "version 2 breaks createRun"
        assert version(client) == "1"
        write(path, numbered(3), age=20)
        assert watch.look() is not None
        assert version(client) == "3"


def test_what_was_refused_is_tried_again_though_nothing_changed(tmp_path: Path) -> None:
    """More and more rarely: what refused it may have changed, such as a lock."""
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)
    tried: list[str] = []

    def refuse(old: Any, new: Any) -> None:
        tried.append(new.info["version"])
        if len(tried) < 3:
            raise DocumentError("not yet")

    client._slot.checks.append(refuse)
    with swap.watch(client, every=NEVER) as watch:
        write(path, numbered(2), age=30)
        looks = 0
        while version(client) == "1":
            watch.look()
            looks += 1
            assert looks < 20
        assert len(tried) == 3
        assert looks > 3


def test_a_rollback_is_not_undone_by_the_watch(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)
    with swap.watch(client, every=NEVER) as watch:
        write(path, numbered(2), age=30)
        watch.look()
        client.rollback()
        assert watch.look() is None
        assert version(client) == "1"
        write(path, numbered(3), age=20)
        watch.look()
        assert version(client) == "3"


def test_overlays_and_referenced_files_are_watched_too(tmp_path: Path) -> None:
    document = numbered(1)
    document["paths"]["/v1"]["get"]["parameters"][0]["schema"] = {"$ref": "page.json"}
    write(tmp_path / "api.json", document)
    write(tmp_path / "page.json", {"type": "integer"})
    write(tmp_path / "fix.json", overlay({"target": "$.info", "update": {"x": 1}}))
    client = Client(tmp_path / "api.json", overlays=[tmp_path / "fix.json"], base_url="http://h")
    assert client.validate("op", page=1) == []
    with swap.watch(client, every=NEVER) as watch:
        assert watch.look() is None
        write(tmp_path / "fix.json", overlay({"target": "$.info", "update": {"x": 2}}), age=30)
        assert watch.look() is not None
        assert client.document.info["x"] == 2
        write(tmp_path / "page.json", {"type": "boolean"}, age=30)
        assert watch.look() is not None
        assert [v.keyword for v in client.validate("op", page=1)] == ["type"]
        write(tmp_path / "fix.json", overlay({"target": "$.info", "update": []}), age=20)
        found = watch.look()
        assert found is not None
        assert isinstance(found.error, OverlayError)
        assert client.document.info["x"] == 2


# addresses


def test_an_address_is_asked_only_for_what_changed(web: EchoServer) -> None:
    """Source: RFC 9110 section 13.1."""
    headers = {"Content-Type": "application/json", "ETag": '"one"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}
    first = Reply(body=json.dumps(numbered(1)).encode(), headers=headers)
    second = Reply(body=json.dumps(numbered(2)).encode(), headers={**headers, "ETag": '"two"'})
    unchanged = Reply(304, b"", {})
    web.answer("/api.json", first, first, unchanged, second, unchanged)
    client = Client(f"{web.url}/api.json")
    with swap.watch(client, every=NEVER) as watch:
        assert [watch.look() is not None for _ in range(4)] == [False, False, True, False]
    assert version(client) == "2"
    asked = [(r.header("If-None-Match"), r.header("If-Modified-Since")) for r in web.received]
    since = "Thu, 01 Jan 2026 00:00:00 GMT"
    assert asked == [(None, None), (None, None), ('"one"', since), ('"one"', since), ('"two"', since)]


def test_a_server_without_validators_is_compared_by_content(web: EchoServer) -> None:
    first = Reply(body=json.dumps(numbered(1)).encode())
    web.answer("/api.json", first, first, first, Reply(body=json.dumps(numbered(2)).encode()))
    client = Client(f"{web.url}/api.json")
    with swap.watch(client, every=NEVER) as watch:
        assert [watch.look() is not None for _ in range(3)] == [False, False, True]
    assert version(client) == "2"


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(Reply(500, b"{}"), id="an error"),
        pytest.param(Reply(body=json.dumps(numbered(2)).encode(), breaks_after=50), id="a download that breaks"),
        pytest.param(Reply(404, b""), id="nothing there"),
        pytest.param(Reply(304, b"", {}), id="unchanged, though nobody asked"),
    ],
)
def test_a_broken_download_changes_nothing(web: EchoServer, reply: Reply) -> None:
    first = Reply(body=json.dumps(numbered(1)).encode())
    web.answer("/api.json", first, reply, Reply(body=json.dumps(numbered(3)).encode()))
    client = Client(f"{web.url}/api.json")
    with swap.watch(client, every=NEVER) as watch:
        found = watch.look()
        assert found is not None
        assert isinstance(found.error, DocumentError)
        assert version(client) == "1"
        watch.look()
        assert version(client) == "3"


def test_a_moved_document_keeps_the_address_of_its_references(web: EchoServer) -> None:
    document = numbered(2)
    document["paths"]["/v2"]["get"]["parameters"][0]["schema"] = {"$ref": "page.json"}
    web.answer(
        "/api.json", Reply(body=json.dumps(numbered(1)).encode()), Reply(302, b"", {"Location": "/new/api.json"})
    )
    web.answer("/new/api.json", Reply(body=json.dumps(document).encode()))
    web.answer("/new/page.json", Reply(body=b'{"type": "boolean"}'))
    client = Client(f"{web.url}/api.json")
    with swap.watch(client, every=NEVER) as watch:
        watch.look()
    assert [v.keyword for v in client.validate("op", page=1)] == ["type"]


# async


def test_an_async_client_is_watched_by_a_task(tmp_path: Path, server: NumberedServer) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    seen: list[swap.Swap] = []

    async def run() -> None:
        async with AsyncClient(path, base_url=server.url, credentials={"key": "k"}) as client:
            swapped = asyncio.Event()

            async def on_swap(found: swap.Swap) -> None:
                seen.append(found)
                swapped.set()

            async with swap.watch(client, every=0.01, on_swap=on_swap) as watch:
                write(path, numbered(2), age=30)
                await asyncio.wait_for(swapped.wait(), 30)
                assert (await client.op()).data["path"] == 2
                swapped.clear()
                path.write_bytes(b"[")
                await asyncio.wait_for(swapped.wait(), 30)
                assert (await client.op()).data["path"] == 2
            assert watch._task.done()
            await watch.stop()

    asyncio.run(run())
    assert [(s.new is None, s.error is None) for s in seen] == [(False, True), (True, False)]


def test_an_async_client_needs_a_running_loop(tmp_path: Path) -> None:
    write(tmp_path / "api.json", numbered(1))
    with pytest.raises(RequestError, match="from within a running event loop"):
        swap.watch(AsyncClient(tmp_path / "api.json"))


# mistakes, and what is left behind


def test_mistakes_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "api.json", numbered(1))
    client = Client(tmp_path / "api.json")
    for every in (0, -1, True, "60", float("nan"), 1e300):
        with pytest.raises(RequestError, match="every= must be seconds above 0"):
            swap.watch(client, every=every)  # type: ignore[arg-type]
    with pytest.raises(RequestError, match=r"a Client or an AsyncClient is watched, not 'api\.json'"):
        swap.watch("api.json")  # type: ignore[call-overload]
    with pytest.raises(RequestError, match="on_swap= must be a function"):
        swap.watch(client, on_swap=1)  # type: ignore[arg-type]
    with pytest.raises(RequestError, match="say what to watch with source="):
        swap.watch(Client(numbered(1)))


def test_a_watch_shows_what_it_watches_without_secrets(tmp_path: Path) -> None:
    source = "https://me:S3CRET@127.0.0.1/api.json"
    with swap.watch(Client(numbered(1)), every=90, source=source) as watch:
        assert repr(watch) == "<Watch of https://127.0.0.1/api.json, every 90 seconds>"


def test_a_document_given_as_a_mapping_can_be_watched_at_a_source(tmp_path: Path) -> None:
    write(tmp_path / "api.json", numbered(2))
    client = Client(numbered(1))
    with swap.watch(client, every=NEVER, source=str(tmp_path / "api.json")) as watch:
        watch.look()
    assert version(client) == "2"


def test_an_error_of_on_swap_is_logged_and_the_watch_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)
    with swap.watch(client, every=NEVER, on_swap=lambda _: 1 / 0) as watch:
        for number in (2, 3):
            write(path, numbered(number), age=30 - number)
            watch.look()
    assert version(client) == "3"
    assert "on_swap failed" in caplog.text


def test_a_watch_keeps_neither_its_client_nor_old_documents(tmp_path: Path) -> None:
    path = tmp_path / "api.json"
    write(path, numbered(1))
    client = Client(path)
    old = []
    with swap.watch(client, every=NEVER) as watch:
        for number in range(2, 12):
            old.append(weakref.ref(client.document))
            write(path, numbered(number), age=100 - number)
            watch.look()
    watch = swap.watch(client, every=0.01)
    gc.collect()
    assert [n for n, reference in enumerate(old) if reference() is not None] == [9]
    gone = weakref.ref(client)
    del client
    for _ in range(500):
        gc.collect()
        if gone() is None:
            break
        time.sleep(0.01)
    assert gone() is None
    watch._thread.join(30)
    assert not watch._thread.is_alive()
