"""What is held in memory has a limit: a body, the body of a redirect, a line and an event of a stream."""

from __future__ import annotations

import asyncio
import gzip
import resource
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
import requests

from dynaclient import AsyncClient, BodyTooLarge, Client, RequestError, UndecodableBody
from dynaclient._support import splitters
from dynaclient._support.splitters import TooLong
from dynaclient.client.plugins import PluginAnswer
from dynaclient.response.events import EventParser, LineParser
from tests.runtime.server import Reply

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {"/x": {"get": {"operationId": "read", "responses": {}}}},
}
LIMIT = 100_000
TEXT = {"Content-Type": "text/plain"}


def zeros(size: int) -> bytes:
    """That many zero bytes, compressed without holding them."""
    pack = zlib.compressobj(9, wbits=31)
    return b"".join([*(pack.compress(bytes(1 << 20)) for _ in range(size >> 20)), pack.flush()])


REPLIES: dict[str, Callable[[], Reply]] = {
    "with its length": lambda: Reply(200, b"a" * (LIMIT + 1), TEXT),
    "in chunks": lambda: Reply(200, [b"a" * 1000] * (LIMIT // 1000 + 1), TEXT),
    "an error": lambda: Reply(500, b"a" * (LIMIT + 1), TEXT),
    "compressed": lambda: Reply(200, gzip.compress(b"a" * (LIMIT + 1)), {**TEXT, "Content-Encoding": "gzip"}),
    "a bomb": lambda: Reply(200, zeros(1 << 28), {**TEXT, "Content-Encoding": "gzip"}),
    "deflated": lambda: Reply(200, zlib.compress(b"a" * (LIMIT + 1)), {**TEXT, "Content-Encoding": "deflate"}),
}


async def read_async(url: str, **options: Any) -> Any:
    async with AsyncClient(DOCUMENT, base_url=url, retries=0, max_body=LIMIT, **options) as client:
        return (await client.read()).content


@pytest.mark.parametrize("kind", REPLIES)
@pytest.mark.parametrize("options", [{}, {"deadline": 30}], ids=["", "with a deadline"])
def test_a_body_over_the_limit_is_refused(serve: Any, kind: str, options: dict[str, Any]) -> None:
    """Sync and async; the error names the limit and the way out, and is not retried."""
    url = serve(lambda seen: REPLIES[kind]()).url
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for call in (
        lambda: Client(DOCUMENT, base_url=url, max_body=LIMIT, **options).read(),
        lambda: Client(DOCUMENT, base_url=url, max_body=LIMIT, session=requests.Session(), **options).read(),
        lambda: asyncio.run(read_async(url, **options)),
    ):
        with pytest.raises(BodyTooLarge, match=r"larger than 100,000 bytes \(max_body=\)") as caught:
            call()
        assert "response.save(path)" in str(caught.value)
        assert (caught.value.limit, caught.value.lasting) == (LIMIT, True)
        assert caught.value.status_code in (200, 500)
        assert LIMIT < caught.value.received < 40_000_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 120_000  # kB


def test_a_body_of_the_limit_is_read(serve: Any) -> None:
    url = serve(lambda seen: Reply(200, b"a" * LIMIT, TEXT)).url
    assert len(Client(DOCUMENT, base_url=url, max_body=LIMIT).read().content) == LIMIT
    assert len(asyncio.run(read_async(url))) == LIMIT


def test_what_is_read_as_it_arrives_has_no_limit(serve: Any, tmp_path: Path) -> None:
    """Until it is asked for as a whole."""
    url = serve(lambda seen: Reply(200, b"a" * (LIMIT + 1), TEXT)).url
    client = Client(DOCUMENT, base_url=url, max_body=LIMIT).with_options(stream=True)
    assert client.read().save(tmp_path / "a").stat().st_size == LIMIT + 1
    assert sum(map(len, client.read().iter_bytes())) == LIMIT + 1
    response = client.read()
    with pytest.raises(BodyTooLarge):
        response.data  # noqa: B018  # reads it


@pytest.mark.parametrize("size", [None, 200_000])
def test_the_limit_can_be_changed(serve: Any, size: int | None) -> None:
    url = serve(lambda seen: Reply(200, b"a" * (LIMIT + 1), TEXT)).url
    client = Client(DOCUMENT, base_url=url, max_body=LIMIT)
    assert len(client.with_options(max_body=size).read().content) == LIMIT + 1


@pytest.mark.parametrize("size", [-1, 1.5, "1", True, float("nan"), [1]])
def test_a_limit_that_is_none_is_refused(size: Any) -> None:
    for make in (
        lambda: Client(DOCUMENT, max_body=size),
        lambda: Client(DOCUMENT).with_options(max_body=size),
    ):
        with pytest.raises(RequestError, match="max_body= must be a whole number of bytes"):
            make()


def endless(environ: Any, start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    while True:
        yield b"a" * 1000


async def read_app() -> None:
    async with AsyncClient(DOCUMENT, app=endless, max_body=LIMIT) as client:
        await client.read()


def test_an_application_has_the_same_limit() -> None:
    with pytest.raises(BodyTooLarge):
        Client(DOCUMENT, app=endless, max_body=LIMIT).read()
    with pytest.raises(BodyTooLarge):
        asyncio.run(read_app())


class Endless:
    """A plugin that answers without end."""

    def send(self, call: Any, forward: Any) -> PluginAnswer:
        return PluginAnswer(200, TEXT, iter(lambda: b"a" * 1000, b""))

    async def asend(self, call: Any, forward: Any) -> PluginAnswer:
        return self.send(call, forward)


def test_so_has_the_answer_of_a_plugin(serve: Any) -> None:
    with pytest.raises(BodyTooLarge):
        Client(DOCUMENT, base_url="http://h.test", plugins=[Endless()], max_body=LIMIT).read()
    with pytest.raises(BodyTooLarge):
        asyncio.run(read_async("http://h.test", plugins=[Endless()]))


@pytest.mark.parametrize("own", [True, False], ids=["our session", "the caller's session"])
def test_the_body_of_a_redirect_is_not_held(serve: Any, own: bool) -> None:
    """A session of requests reads it whole before it follows."""
    bomb = zeros(1 << 28)
    head = {"Content-Encoding": "gzip", "Location": "/y"}
    url = serve(lambda seen: Reply(200, b"{}") if seen.path == "/y" else Reply(302, bomb, head)).url
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    response = Client(DOCUMENT, base_url=url, session=None if own else requests.Session()).read()
    assert [response.status_code, len(response.raw.history[0].content)] == [200, 1 << 16]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kB


@pytest.mark.parametrize(
    ("parser", "piece", "what"),
    [
        (LineParser, b"1" * 100, "a line"),
        (EventParser, b"d" * 100, "a line"),
        (EventParser, b"data: 12345678\n", "an event"),
        (EventParser, b"data:\n", "an event"),
        (EventParser, b": comment ", "a line"),
    ],
)
def test_an_item_of_a_stream_has_a_limit(
    parser: Callable[[], Any], piece: bytes, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(splitters, "MOST_BYTES", 1000)
    feed = parser().feed
    with pytest.raises(TooLong, match=f"{what} of the stream is longer than 1,000 bytes"):
        [item for _ in range(1001) for item in feed(piece)]


def test_a_stream_of_short_items_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitters, "MOST_BYTES", 1000)
    lines, parsed = LineParser(), EventParser()
    assert sum(len(list(lines.feed(b"1\n" * 10))) for _ in range(200)) == 2000
    assert sum(len(list(parsed.feed(b"data: 1\n\n" * 10))) for _ in range(200)) == 2000


@pytest.mark.parametrize("kind", ["text/event-stream", "application/x-ndjson"])
def test_a_response_says_which_item_is_too_long(serve: Any, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitters, "MOST_BYTES", 1000)
    url = serve(lambda seen: Reply(200, b"data: " + b"1" * 2000, {"Content-Type": kind})).url
    with pytest.raises(UndecodableBody, match=r"read: an? (line|event) of the stream is longer than 1,000 bytes"):
        list(Client(DOCUMENT, base_url=url).read())

    async def items() -> None:
        async with AsyncClient(DOCUMENT, base_url=url) as client:
            [item async for item in await client.read()]

    with pytest.raises(UndecodableBody, match="of the stream is longer"):
        asyncio.run(items())
