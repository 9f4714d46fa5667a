"""Bodies to files and files to bodies, without holding them in memory."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, ConnectionFailed, DamagedBody
from dynaclient.response.saving import announced_digest
from tests.runtime.conftest import THINGS
from tests.runtime.server import CUT, Reply, Seen

DATA = bytes(range(256)) * 4000
ETAG = {"ETag": '"v1"', "Accept-Ranges": "bytes"}


def plain(**headers: str) -> dict[str, str]:
    return {"Content-Type": "application/octet-stream", **headers}


def ranged(cut_after: int, headers: dict[str, str] | None = None, data: Any = lambda: DATA):
    """Sends `cut_after` bytes and cuts, until the rest is shorter; answers ranges of the version asked for."""

    def answer(seen: Seen) -> Reply:
        content = data()
        start, status, more = 0, 200, {}
        found = re.match(r"bytes=(\d+)-", seen.headers.get("Range", ""))
        if found and seen.headers["If-Range"] == (headers or ETAG)["ETag"]:
            start, status = int(found[1]), 206
            more = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        rest = content[start:]
        chunks = [rest[:cut_after], CUT] if len(rest) > cut_after else [rest]
        return Reply(status, chunks, plain(**(headers or ETAG), **more), length=len(rest))

    return answer


def leftovers(folder: Any) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_body_becomes_a_file(serve, caller, tmp_path) -> None:
    """Streamed or read, the file is the body, and nothing else is left."""
    server = serve(lambda seen: Reply(200, DATA, plain()))
    client = caller(server)
    for options in ({}, {"stream": True}):
        response = client.with_options(**options).call("getFile")
        assert client.save(response, tmp_path / "file") == tmp_path / "file"
        assert (tmp_path / "file").read_bytes() == DATA
    assert leftovers(tmp_path) == ["file"]
    assert (tmp_path / "file").stat().st_mode & 0o777 == _mode(tmp_path)


def _mode(folder: Any) -> int:
    (folder / "other").touch()
    return (folder / "other").stat().st_mode & 0o777


def test_a_download_that_breaks_is_taken_up_where_it_broke(serve, caller, tmp_path) -> None:
    """Repeatedly, as long as bytes arrive; each time from the last byte."""
    server = serve(ranged(300_000))
    client = caller(server).with_options(stream=True)
    told: list[tuple[int, int | None]] = []
    client.save(client.call("getFile"), tmp_path / "file", progress=lambda *now: told.append(now))
    assert (tmp_path / "file").read_bytes() == DATA
    starts = [int(seen.headers.get("Range", "bytes=0-")[6:-1]) for seen in server.seen]
    assert len(starts) >= 4
    assert starts == sorted(set(starts))
    assert told[-1] == (len(DATA), len(DATA))


def test_another_version_is_taken_from_its_start(serve, caller, tmp_path) -> None:
    """The server sends the whole body if the first version no longer exists."""
    versions = iter([(b"old" * 100_000, '"v1"'), (DATA, '"v2"')])
    current: list[Any] = []

    def answer(seen: Seen) -> Reply:
        current[:] = next(versions, current)
        return ranged(1_100_000 if current[1] == '"v2"' else 200_000, {"ETag": current[1]}, lambda: current[0])(seen)

    client = caller(serve(answer)).with_options(stream=True)
    client.save(client.call("getFile"), tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == DATA


@pytest.mark.parametrize(
    "headers",
    [
        {"ETag": 'W/"weak"'},
        {"ETag": '"v"', "Accept-Ranges": "none"},
        {"ETag": '"v"', "Accept-Ranges": "None"},
        {"ETag": '"v"', "Accept-Ranges": " NONE"},
    ],
    ids=["weak", "none", "None", "NONE"],
)
def test_what_cannot_be_taken_up_fails(serve, caller, tmp_path, headers: dict[str, str]) -> None:
    """And leaves no file, nor the old one changed."""
    (tmp_path / "file").write_bytes(b"before")
    client = caller(serve(ranged(300_000, headers))).with_options(stream=True)
    with pytest.raises(ConnectionFailed):
        client.save(client.call("getFile"), tmp_path / "file")
    assert leftovers(tmp_path) == ["file"]
    assert (tmp_path / "file").read_bytes() == b"before"


def test_a_server_that_gives_nothing_more_is_left_alone(serve, caller, tmp_path) -> None:
    """After three times without a byte."""
    whole = ranged(300_000)

    def answer(seen: Seen) -> Reply:
        return ranged(0)(seen) if "Range" in seen.headers else whole(seen)

    server = serve(answer)
    client = caller(server).with_options(stream=True)
    with pytest.raises(ConnectionFailed):
        client.save(client.call("getFile"), tmp_path / "file")
    assert len(server.seen) == 4
    assert leftovers(tmp_path) == []


DIGESTS = [
    ("Repr-Digest", "sha-256=:{}:", "sha256"),
    ("Content-Digest", "sha-512=:{}:", "sha512"),
    ("Digest", "SHA-256={}", "sha256"),
    ("Content-MD5", "{}", "md5"),
]


@pytest.mark.parametrize(("field", "form", "name"), DIGESTS, ids=[d[0] for d in DIGESTS])
def test_the_digest_is_checked(serve, caller, tmp_path, field: str, form: str, name: str) -> None:
    """If the server sends one; a damaged file is not kept."""
    digest = base64.b64encode(hashlib.new(name, DATA).digest()).decode()
    answers = iter([DATA, DATA[:-1] + b"\0"])
    server = serve(lambda seen: Reply(200, next(answers), plain(**{field: form.format(digest)})))
    client = caller(server).with_options(stream=True)
    client.save(client.call("getFile"), tmp_path / "good")
    with pytest.raises(DamagedBody, match="does not match the one that the server sent"):
        client.save(client.call("getFile"), tmp_path / "bad")
    assert leftovers(tmp_path) == ["good"]


def test_the_bar_needs_a_terminal(serve, caller, tmp_path, capfd) -> None:
    """Nothing is drawn into a log."""
    client = caller(serve(lambda seen: Reply(200, DATA, plain()))).with_options(stream=True)
    client.save(client.call("getFile"), tmp_path / "file", progress=True)
    assert capfd.readouterr() == ("", "")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_the_bar_counts_as_computers_do(serve, caller, tmp_path, monkeypatch) -> None:
    """1,024 bytes are a k; and the bar carries the file's name."""
    pytest.importorskip("tqdm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    client = caller(serve(lambda seen: Reply(200, b"x" * 8192, plain()))).with_options(stream=True)
    client.save(client.call("getFile"), tmp_path / "f.bin", progress=True)
    text = sys.stderr.getvalue()
    assert "f.bin" in text
    assert "8.00k/8.00k" in text


@pytest.mark.parametrize("name", ["Repr-Digest", "Content-Digest", "Digest"])
@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "a=" * 300_000, "a-" * 300_000, ",=" * 300_000, "sha-256=:" * 100_000, "md5=\u00b2", "sha=x"],
)
def test_a_digest_of_any_text_is_read_quickly(name: str, text: str) -> None:
    """And what is no digest is passed over."""
    began = time.perf_counter()
    assert announced_digest({name: text}) == ("", b"")
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sha-256=:YWJj:", ("sha256", b"abc")),
        ("sha-256=:YWJj:, sha-512=:ZGVm:", ("sha512", b"def")),
        ("SHA-256=YWJj,unixsum=30637", ("sha256", b"abc")),
        ("md5=YWJj;q=1", ("md5", b"abc")),
        ("sha-512=:?:, md5=YWJj", ("md5", b"abc")),
    ],
)
def test_the_strongest_digest_is_read(text: str, expected: Any) -> None:
    """Source: RFC 9530 section 2; RFC 3230 section 4.3.2."""
    assert announced_digest({"Repr-Digest": text}) == expected


@pytest.mark.parametrize("length", ["\u00b2", "-1", "9" * 5000, "1e3", "", " ", "0x10"])
def test_a_length_that_is_none_is_passed_over(tmp_path: Path, length: str) -> None:
    """A plugin or an application may send what the network's libraries would not."""

    def application(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", length)])
        return [b"abc"]

    client = Client(THINGS, app=application).with_options(stream=True)
    assert client.call("listThings").save(tmp_path / "f").read_bytes() == b"abc"
