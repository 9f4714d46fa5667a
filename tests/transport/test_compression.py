"""Content codings: what is asked for and decoded, what a few bytes may become, and request bodies in gzip."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import (
    BodyTooLarge,
    Client,
    ConnectionFailed,
    DynaclientError,
    HTTPStatusError,
    RequestError,
    UndecodableBody,
)
from dynaclient.request.writing.compression import GzipBody, GzipPieces
from dynaclient.sandbox import Sandbox
from tests.runtime.conftest import THINGS, caller, driver, operation, serve
from tests.runtime.server import NO_ANSWER, Loopback, Reply, Seen, as_json

__all__ = ["caller", "driver", "serve"]

Make = Callable[..., Any]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]


def brotli(data: bytes) -> bytes:
    packed: bytes = pytest.importorskip("brotli").compress(data, quality=5)
    return packed


def zstd(data: bytes) -> bytes:
    try:
        from compression import zstd  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        zstd = pytest.importorskip("backports.zstd")
    packed: bytes = zstd.compress(data)
    return packed


CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": brotli,
    "zstd": zstd,
    "gzip": gzip.compress,
    "deflate": zlib.compress,
}


@pytest.mark.parametrize("coding", CODINGS)
def test_what_can_be_decoded_is_asked_for_and_decoded(serve: Serve, caller: Make, coding: str) -> None:
    """As JSON, as text, as bytes, and saved to a file; a damaged body is an error that says so."""
    packed = CODINGS[coding](json.dumps({"text": "ä" * 5_000}).encode())
    bodies = iter([packed, packed, b"x" + packed[:-9] + b"damaged"])
    server = serve(
        lambda seen: Reply(200, next(bodies), {"Content-Type": "application/json", "Content-Encoding": coding})
    )
    client = caller(server, retries=0)
    assert client.call("listThings").data == {"text": "ä" * 5_000}
    assert coding in server.seen[0].headers["Accept-Encoding"].split(", ")
    assert client.call("listThings").text.startswith('{"text"')
    with pytest.raises(DynaclientError):
        _ = client.call("listThings").data


@pytest.mark.parametrize("coding", CODINGS)
def test_a_few_bytes_that_become_many_are_cut_at_the_limit(serve: Serve, caller: Make, coding: str) -> None:
    """64 MB of zeros, of which no more than a few are ever in memory."""
    packed = CODINGS[coding](bytes(1 << 26))
    server = serve(lambda seen: Reply(200, packed, {"Content-Encoding": coding}))
    client = caller(server, retries=0, max_body=1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(BodyTooLarge, match="1,000,000"):
            client.call("listThings")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 20_000_000 + len(packed)


def test_a_coding_that_nobody_asked_for_stays_as_it_is(serve: Serve, caller: Make) -> None:
    """As bytes, and named where they are read as something else."""
    server = serve(lambda seen: Reply(200, b"\xff\xfe\xfd", {"Content-Type": "text/plain", "Content-Encoding": "odd"}))
    response = caller(server).call("listThings")
    assert response.content == b"\xff\xfe\xfd"
    with pytest.raises(UndecodableBody, match="odd"):
        _ = response.data


# requests

BIG = {"name": "Rex " * 1_000}


def unpacked(seen: Seen) -> bytes:
    assert seen.headers["Content-Encoding"] == "gzip"
    return gzip.decompress(seen.body)


def test_a_body_is_compressed_where_that_makes_it_smaller(serve: Serve, caller: Make) -> None:
    """With its Content-Length; a small one, none, and one that says its own coding stay as they are."""
    server = serve(lambda seen: as_json({}))
    client = caller(server, compress=True)
    client.call("makeThing", body=BIG)
    client.call("makeThing", body={"a": 1})
    client.call("listThings")
    big, small, none = server.seen
    assert json.loads(unpacked(big)) == BIG
    assert int(big.headers["Content-Length"]) == len(big.body) < 200
    assert big.headers["Content-Type"] == "application/json"
    assert (small.json, "Content-Encoding" in small.headers, "Content-Encoding" in none.headers) == (
        {"a": 1},
        False,
        False,
    )
    own = type(client)(client.driver, client.client.with_options(headers={"content-encoding": "own"}))
    own.call("makeThing", body=BIG)
    assert (server.seen[-1].json, server.seen[-1].headers["content-encoding"]) == (BIG, "own")
    plain = type(client)(client.driver, client.client.with_options(compress=False))
    plain.call("makeThing", body=BIG)
    assert server.seen[-1].json == BIG
    client.driver.run(client.client.request("POST", "/things", json=BIG, compress=True))
    assert json.loads(unpacked(server.seen[-1])) == BIG


def test_files_and_streams_are_compressed_as_they_are_read(serve: Serve, caller: Make, tmp_path: Path) -> None:
    """By path, open, as an iterator, in a form; and a file is sent again after a failure."""
    path = tmp_path / "data.bin"
    path.write_bytes(b"line of text\n" * 50_000)
    replies = iter([NO_ANSWER, as_json({}, 503), *[as_json({})] * 5])
    server = serve(lambda seen: next(replies))
    client = caller(server, compress=True, idempotency=True)
    client.call("sendFile", body=path)
    assert [unpacked(seen) for seen in server.seen] == [path.read_bytes()] * 3
    assert "Content-Length" not in server.seen[-1].headers
    with path.open("rb") as file:
        file.read(13)
        client.call("sendFile", body=file)
    assert unpacked(server.seen[-1]) == path.read_bytes()[13:]
    client.call("sendFile", body=iter([b"a" * 100, b"", b"b"]))
    assert unpacked(server.seen[-1]) == b"a" * 100 + b"b"
    form = client.client.request("POST", "/files", files={"file": path}, data={"a": "1"}, compress=True)
    client.driver.run(form)
    assert b'name="a"' in unpacked(server.seen[-1])
    assert path.read_bytes() in unpacked(server.seen[-1])
    assert "boundary=" in server.seen[-1].headers["Content-Type"]


def test_a_redirect_takes_a_compressed_file_along(serve: Serve, caller: Make, tmp_path: Path) -> None:
    """Whole, as one that is not compressed; so does a form with a file. An iterator cannot be read twice."""
    path = tmp_path / "data.bin"
    path.write_bytes(b"line of text\n" * 50_000)
    replies = iter(
        [Reply(307, b"", {"Location": "/elsewhere"}), as_json({})] * 2 + [Reply(307, b"", {"Location": "/x"})]
    )
    server = serve(lambda seen: next(replies))
    client = caller(server, compress=True)
    client.call("sendFile", body=path)
    assert [unpacked(seen) for seen in server.seen] == [path.read_bytes()] * 2
    client.driver.run(client.client.request("POST", "/files", files={"file": path}, compress=True))
    assert path.read_bytes() in unpacked(server.seen[-1])
    with pytest.raises(ConnectionFailed, match="cannot be read twice"):
        client.call("sendFile", body=iter([b"a", b"b"]))


def test_a_415_says_what_to_do(serve: Serve, caller: Make) -> None:
    """Unless the server says that gzip is not the reason, or the body was not compressed."""
    replies = iter(
        [as_json({}, 415), as_json({}, 415, Accept_Encoding="gzip"), as_json({}, 415, Accept_Encoding="identity")]
    )
    server = serve(lambda seen: next(replies))
    client = caller(server, compress=True, retries=0)
    texts = []
    for _ in range(3):
        with pytest.raises(HTTPStatusError) as caught:
            client.call("makeThing", body=BIG)
        texts.append(str(caught.value))
    advice = "the body was sent with Content-Encoding: gzip, which this server may not read: leave compress= out"
    assert [advice in text for text in texts] == [True, False, True]


def test_a_renewed_credential_sends_the_same_compressed_body(serve: Serve, caller: Make) -> None:
    """It is not compressed a second time."""
    described = {
        **THINGS,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
        "security": [{"token": []}],
    }
    server = serve(lambda seen: as_json({}, 401 if seen.headers["Authorization"].endswith("1") else 200))
    tokens = iter(["token-1", "token-2"])
    client = caller(server, described, compress=True, credentials={"token": lambda: next(tokens)})
    client.call("makeThing", body=BIG)
    assert [json.loads(unpacked(seen)) for seen in server.seen] == [BIG, BIG]


def test_the_sandbox_reads_it_in_process(tmp_path: Path) -> None:
    """A WSGI application gets the same bytes, streamed ones too."""
    described = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "servers": [{"url": "http://localhost"}],
        "paths": {"/things": {"post": operation("makeThing", requestBody={"content": {"application/json": {
            "schema": {"type": "object", "required": ["name"]}}, "application/octet-stream": {}}})}}}  # fmt: skip
    sandbox = Sandbox(described)
    with Client(described, app=sandbox, compress=True) as client:
        assert client.call("makeThing", body=BIG).ok
        path = tmp_path / "file.bin"
        path.write_bytes(b"x" * 200_000)
        assert client.call("makeThing", body=path).ok
    assert sandbox.requests[0].body == BIG


def test_a_compressed_body_reads_in_any_sizes_and_again() -> None:
    """However it is asked for; a pipe cannot go back to its start."""
    data = bytes(range(256)) * 500
    body = GzipBody(io.BytesIO(data))
    pieces = []
    while piece := body.read(7):
        assert len(piece) <= 7
        pieces.append(piece)
    assert gzip.decompress(b"".join(pieces)) == data
    assert body.read(7) == b""
    assert body.seekable()
    body.seek(0)
    assert gzip.decompress(b"".join(body)) == data

    def endless() -> Iterator[bytes]:
        yield data

    assert not GzipPieces(endless()).seekable()
    with pytest.raises(RequestError, match="compress= must be True or False, not 'gzip'"):
        Client(THINGS, compress="gzip")  # type: ignore[arg-type]
