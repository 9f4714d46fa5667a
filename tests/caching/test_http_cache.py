"""The plugin `HTTPCache`: what is stored, used, confirmed and removed, by RFC 9111; in both kinds of client."""

from __future__ import annotations

import builtins
import gzip
import multiprocessing
import os
import pickle
import stat
import sys
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, ConnectionFailed, MissingExtra, RequestError, ServerError
from tests.caching.filling import SECURED, fill
from tests.runtime.server import NO_ANSWER, Loopback, Reply, Seen, as_json

pytest.importorskip("hishel", reason="hishel is not installed")

from dynaclient.caching import HTTPCache

Make = Callable[..., Any]
Serve = Callable[[Callable[[Seen], Reply]], Loopback]


class Numbered:
    """Answers each GET with the next number, and the headers that a test sets; 304 if the ETag is still right."""

    def __init__(self, **headers: str) -> None:
        self.headers = {name.replace("_", "-"): text for name, text in headers.items()}
        self.count = 0
        self.status = 200
        self.body: Any = None
        self.fails: list[Reply] = []

    def __call__(self, seen: Seen) -> Reply:
        if self.fails:
            return self.fails[0] if len(self.fails) == 1 else self.fails.pop(0)
        if seen.method != "GET":
            return as_json({}, 200 if self.status == 200 else self.status)
        etag = self.headers.get("ETag")
        if etag and seen.headers.get("If-None-Match") == etag:
            return Reply(304, b"", {**self.headers, "X-Seen": str(self.count)})
        self.count += 1
        reply = as_json({"number": self.count}, self.status)
        reply.headers |= self.headers
        reply.body = self.body if self.body is not None else reply.body
        return reply


@pytest.fixture
def cached(serve: Serve, caller: Make, tmp_path: Path) -> Callable[..., tuple[Numbered, Loopback, Any]]:
    """Makes a server, and a client of it whose answers are cached."""

    def make(options: Any = None, /, **headers: str) -> tuple[Numbered, Loopback, Any]:
        numbered = Numbered(**headers)
        server = serve(numbered)
        cache = HTTPCache(tmp_path / "cache", **(options or {}))
        return numbered, server, caller(server, SECURED, plugins=[cache], retries=0)

    return make


def files_of(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.name != "key"]


def test_a_fresh_answer_is_used_without_asking(cached: Any) -> None:
    """It says so and has an Age; its data, status and headers are those of the first; a query makes another one."""
    _, server, client = cached(Cache_Control="max-age=60", X_Own="yes")
    began = time.monotonic()
    first, second = client.call("listThings"), client.call("listThings")
    assert (first.from_cache, second.from_cache) == (False, True)
    assert first.data == second.data == {"number": 1}
    assert (second.headers["X-Own"], second.reason) == ("yes", "OK")
    assert 0 <= int(second.headers["Age"]) <= time.monotonic() - began + 1  # whole seconds of two clocks
    assert client.call("listThings", n=1).data == {"number": 2}
    assert client.call("getOther").data == {"number": 3}
    assert len(server.seen) == 3
    assert client.call("listThings").from_cache


def test_one_that_is_not_fresh_is_confirmed_by_its_etag(cached: Any) -> None:
    """The 304 has new headers, which are kept too; another ETag brings another body."""
    numbered, server, client = cached(ETag='"a"')
    client.call("listThings")
    again = client.call("listThings")
    assert server.seen[1].headers["If-None-Match"] == '"a"'
    assert (again.from_cache, again.status_code, again.data) == (True, 200, {"number": 1})
    assert (again.headers["X-Seen"], again.headers["Content-Type"]) == ("1", "application/json")
    numbered.headers |= {"ETag": '"b"', "Cache-Control": "max-age=60"}
    changed = client.call("listThings")
    assert (changed.from_cache, changed.data, len(server.seen)) == (False, {"number": 2}, 3)
    assert client.call("listThings").headers["ETag"] == '"b"'
    assert len(server.seen) == 3


def test_a_304_makes_an_answer_fresh_again(cached: Any) -> None:
    """With the lifetime that it states, and a weak ETag too."""
    numbered, server, client = cached(ETag='W/"a"')
    client.call("listThings")
    numbered.headers["Cache-Control"] = "max-age=60"
    assert client.call("listThings").from_cache
    assert client.call("listThings").from_cache
    assert len(server.seen) == 2


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="no-lifetime-and-no-version"),
        pytest.param({"Cache_Control": "no-store", "ETag": '"a"'}, id="no-store"),
        pytest.param({"Cache_Control": "max-age=60", "Set_Cookie": "a=b"}, id="set-cookie"),
        pytest.param({"Cache_Control": "max-age=60", "Vary": "*"}, id="vary-anything"),
        pytest.param({"Cache_Control": "max-age=60", "Content_Encoding": "odd"}, id="unknown-coding"),
        pytest.param({"Cache_Control": "max-age=60", "Content_Type": "text/event-stream"}, id="stream"),
        pytest.param({"Cache_Control": "max-age=0"}, id="stale-at-once"),
        pytest.param({"Expires": "0"}, id="expired"),
        pytest.param({"Cache_Control": "max-age=60", "Age": "61"}, id="too-old-already"),
        pytest.param({"Cache_Control": "max-age=60", "Date": formatdate(time.time() - 100, usegmt=True)}, id="old"),
        pytest.param({"Cache_Control": "s-maxage=60"}, id="for-shared-caches"),
    ],
)
def test_what_must_not_be_used_again_is_not(cached: Any, headers: dict[str, str]) -> None:
    """The server is asked again, without a condition."""
    numbered, server, client = cached(**headers)
    if "Content_Type" in headers:
        numbered.body = b"data: 1\n\n"
    for _ in range(2):
        response = client.call("listThings")
        assert not response.from_cache
        client.driver.run(response.close())
    assert len(server.seen) == 2
    assert "If-None-Match" not in server.seen[1].headers


def test_lifetimes_and_directives_of_both_sides(cached: Any) -> None:
    """Expires counts from Date, whatever our clock; Last-Modified alone makes nothing fresh; requests may want more."""
    numbered, server, client = cached()
    ahead = time.time() + 5_000
    numbered.headers = {"Date": formatdate(ahead, usegmt=True), "Expires": formatdate(ahead + 60, usegmt=True)}
    assert [client.call("listThings").from_cache for _ in range(2)] == [False, True]
    for directive in ("no-cache", "max-age=0", "min-fresh=3600", "no-store"):
        asked = len(server.seen)
        changed = type(client)(client.driver, client.client.with_options(headers={"Cache-Control": directive}))
        assert not changed.call("listThings").from_cache, directive
        assert len(server.seen) == asked + 1, directive
    only = type(client)(
        client.driver, client.client.with_options(headers={"Cache-Control": "only-if-cached"}, raise_for_status=False)
    )
    assert only.call("listThings").from_cache
    assert only.call("listThings", n=5).status_code == 504
    numbered.headers = {"Last-Modified": formatdate(time.time() - 1e7, usegmt=True)}
    asked = len(server.seen)
    client.call("listThings", n=9)
    client.call("listThings", n=9)
    assert len(server.seen) == asked + 2
    assert server.seen[-1].headers["If-Modified-Since"] == numbered.headers["Last-Modified"]


def test_vary_keeps_an_answer_for_each_value(cached: Any, tmp_path: Path) -> None:
    """Also for a header that one request lacks; the values are in no file."""
    _, server, client = cached(Cache_Control="max-age=60", Vary="X-Lang, Accept")
    numbers = [
        client.call("listThings", **given)["number"]
        for given in ({}, {"X-Lang": "de-sentinel"}, {}, {"X-Lang": "de-sentinel"}, {"X-Lang": "fr"})
    ]
    assert numbers == [1, 2, 1, 2, 3]
    assert len(server.seen) == 3
    assert len(files_of(tmp_path / "cache")) == 3
    assert not any(b"sentinel" in path.read_bytes() for path in files_of(tmp_path / "cache"))


def test_what_changes_something_clears_its_path(cached: Any) -> None:
    """With any query and for whoever asked; not if it failed, and not what is elsewhere."""
    numbered, server, client = cached(Cache_Control="max-age=60")
    for arguments in ({}, {"n": 1}):
        client.call("listThings", **arguments)
    client.call("getOther")
    numbered.status = 500
    with pytest.raises(ServerError):
        client.call("putThing", body={})
    numbered.status = 200
    assert client.call("listThings").from_cache
    client.call("headThing")
    assert client.call("listThings").from_cache
    client.call("putThing", body={})
    assert not client.call("listThings").from_cache
    assert not client.call("listThings", n=1).from_cache
    assert client.call("getOther").from_cache
    assert [seen.method for seen in server.seen] == ["GET", "GET", "GET", "PUT", "HEAD", "PUT", "GET", "GET"]


def test_what_an_unsafe_answer_names_is_cleared_too(serve: Serve, caller: Make, tmp_path: Path) -> None:
    """Location and Content-Location of the same origin. Source: RFC 9111 section 4.4."""

    def answer(seen: Seen) -> Reply:
        if seen.method == "POST":
            return as_json({}, 201, Location="/things?n=1", Content_Location="http://elsewhere.example/other")
        return as_json({}, Cache_Control="max-age=60")

    client = caller(serve(answer), SECURED, plugins=[HTTPCache(tmp_path)])
    client.call("listThings")
    client.call("postOther")
    assert not client.call("listThings").from_cache


def test_a_failing_server_is_stood_in_for_where_that_is_allowed(cached: Any) -> None:
    """By `stale-if-error` of the server, for a network failure and for a 5xx; never without its word."""
    numbered, _, client = cached(ETag='"a"', Cache_Control="max-age=0, stale-if-error=600")
    client.call("listThings")
    for failure in (as_json({}, 503), NO_ANSWER):
        numbered.fails = [failure]
        stale = client.call("listThings")
        assert (stale.from_cache, stale.data) == (True, {"number": 1})
    with pytest.raises(ConnectionFailed):
        client.call("listThings", n=3)
    for header in ("max-age=0", "max-age=0, stale-if-error=600, must-revalidate"):
        numbered.fails, numbered.headers = [], {"ETag": '"b"', "Cache-Control": header}
        client.call("getOther")
        numbered.fails = [as_json({}, 503)]
        with pytest.raises(ServerError):
            client.call("getOther")


def test_the_program_may_allow_stale_answers(cached: Any) -> None:
    """`stale_if_error=` holds where the server says nothing, and not where it forbids it; a 404 ends it."""
    numbered, _, client = cached({"stale_if_error": 60}, ETag='"a"')
    client.call("listThings")
    numbered.fails = [as_json({}, 500)]
    assert client.call("listThings").from_cache
    numbered.fails, numbered.headers = [], {"ETag": '"b"', "Cache-Control": "must-revalidate"}
    client.call("getOther")
    numbered.fails = [as_json({}, 500)]
    with pytest.raises(ServerError):
        client.call("getOther")
    numbered.fails = [as_json({}, 404)]
    raw = type(client)(client.driver, client.client.with_options(raise_for_status=False))
    assert raw.call("listThings").status_code == 404
    numbered.fails = [as_json({}, 500)]
    with pytest.raises(ServerError):
        client.call("listThings")


def test_credentials_do_not_share_answers(serve: Serve, caller: Make, tmp_path: Path) -> None:
    """Two tokens, two keys in the query, nobody: five answers; and each of them finds its own again."""
    server = serve(Numbered(Cache_Control="max-age=60", ETag='"a"'))
    credentials: list[Any] = [
        {"token": "first-token"}, {"token": "second-token"}, {"key": "first-key"}, {"key": "second-key"}, None,
    ]  # fmt: skip
    for _ in range(2):
        numbers = [
            caller(server, SECURED, plugins=[HTTPCache(tmp_path)], credentials=given).call("listThings")["number"]
            for given in credentials
        ]
        assert numbers == [1, 2, 3, 4, 5]
    assert len(server.seen) == 5
    other = caller(server, SECURED, plugins=[HTTPCache(tmp_path, user="ada")])
    assert other.call("listThings")["number"] == 6


def test_who_cannot_be_told_is_not_stored(serve: Serve, caller: Make, tmp_path: Path) -> None:
    """Digest answers a challenge, and cookies of a session are added later: the cache saw neither when it was asked."""

    def answer(seen: Seen) -> Reply:
        if seen.path == "/things" and "Authorization" not in seen.headers:
            return Reply(401, b"", {"WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'})
        reply = as_json({}, Cache_Control="max-age=60")
        if seen.path == "/other" and "Cookie" not in seen.headers:
            reply.headers["Set-Cookie"] = "session=one; Path=/"
        return reply

    server = serve(answer)
    client = caller(server, SECURED, plugins=[HTTPCache(tmp_path)], credentials={"digest": ("user", "password")})
    for _ in range(2):
        assert not client.call("listThings").from_cache
    nobody = caller(server, SECURED, plugins=[HTTPCache(tmp_path)])
    nobody.call("getOther")  # sets the cookie
    nobody.call("getOther")  # is stored for this cookie at most
    stranger = caller(server, SECURED, plugins=[HTTPCache(tmp_path)])
    assert not stranger.call("getOther").from_cache


def test_a_redirected_answer_is_not_stored_under_the_first_address(serve: Serve, caller: Make, tmp_path: Path) -> None:
    """The redirect may lead elsewhere tomorrow."""

    def answer(seen: Seen) -> Reply:
        if seen.path == "/things":
            return Reply(302, b"", {"Location": "/other"})
        return as_json({}, Cache_Control="max-age=60")

    client = caller(serve(answer), SECURED, plugins=[HTTPCache(tmp_path)])
    assert not any(client.call("listThings").from_cache for _ in range(2))


def test_a_get_with_a_body_passes_by(cached: Any) -> None:
    """Some servers search so; the body is not part of the name."""
    _, server, client = cached(Cache_Control="max-age=60")
    numbers = [
        client.driver.run(client.client.request("GET", "/things", json={"q": q}))["number"] for q in ("a", "b", "a")
    ]
    assert (numbers, len(server.seen)) == ([1, 2, 3], 3)


def test_what_the_server_counts_down_is_not_kept(cached: Any) -> None:
    """A quota of the past would hold calls back."""
    _, server, client = cached(Cache_Control="max-age=60", X_RateLimit_Remaining="0", X_RateLimit_Reset="900")
    client.call("listThings")
    began = time.monotonic()
    hit = type(client)(client.driver, client.client.with_options(pace=False)).call("listThings")
    assert (hit.from_cache, "X-RateLimit-Remaining" in hit.headers) == (True, False)
    assert time.monotonic() - began < 60
    assert len(server.seen) == 1


def test_a_compressed_answer_is_kept_decoded(cached: Any) -> None:
    """And is not decoded a second time."""
    numbered, server, client = cached(Cache_Control="max-age=60", Content_Encoding="gzip")
    numbered.body = gzip.compress(b'{"a": 1}')
    assert [client.call("listThings").data for _ in range(2)] == [{"a": 1}] * 2
    assert len(server.seen) == 1


def test_large_bodies_and_those_that_are_read_as_they_arrive_pass_by(cached: Any) -> None:
    """`largest` bounds what is kept; `stream=True` asks the server."""
    numbered, server, client = cached({"largest": 100}, Cache_Control="max-age=60")
    numbered.body = b'"' + b"x" * 200 + b'"'
    client.call("listThings")
    assert not client.call("listThings").from_cache
    numbered.body = b"1"
    client.call("listThings")
    assert client.call("listThings").from_cache
    streaming = type(client)(client.driver, client.client.with_options(stream=True))
    response = streaming.call("listThings")
    assert not response.from_cache
    client.driver.run(response.close())
    assert len(server.seen) == 4


def test_the_room_is_bounded_and_the_oldest_go(cached: Any, tmp_path: Path) -> None:
    """What was used lately stays; files of others are never touched."""
    numbered, _, client = cached({"size": 20_000}, Cache_Control="max-age=60")
    mine = tmp_path / "cache" / "mine.txt"
    mine.write_text("stay")
    numbered.body = b'"' + b"x" * 2_000 + b'"'
    client.call("getOther")
    for number in range(20):
        client.call("listThings", n=number)
        for path in files_of(tmp_path / "cache"):
            os.utime(path, (1, 1)) if path != mine else None
        assert client.call("getOther").from_cache
    total = sum(path.stat().st_size for path in files_of(tmp_path / "cache"))
    assert 4_000 < total <= 20_000 + 2_500
    assert mine.read_text() == "stay"


def test_damaged_files_only_cost_a_request(cached: Any, tmp_path: Path) -> None:
    """Cut, empty, of another format, with one bit changed: they are removed, and written anew."""
    _, server, client = cached(Cache_Control="max-age=60")
    client.call("listThings")
    [path] = files_of(tmp_path / "cache")
    whole = path.read_bytes()
    for damaged in (
        b"",
        whole[:-1],
        whole[:40],
        b"x" + whole,
        whole.replace(b'"number"', b'"numbes"'),
        os.urandom(300),
    ):
        path.write_bytes(damaged)
        assert not client.call("listThings").from_cache
        assert client.call("listThings").from_cache
    assert len(server.seen) == 7


def test_only_its_owner_may_read_it_and_a_full_disk_costs_speed(cached: Any, tmp_path: Path) -> None:
    """Folder, key and entries; a folder that cannot be written to is said once, in the log."""
    _, server, client = cached(Cache_Control="max-age=60")
    client.call("listThings")
    folder = tmp_path / "cache"
    for path in (folder, folder / "key", *files_of(folder)):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    for place in folder.iterdir():
        if place.is_dir():
            for entry in place.iterdir():
                entry.unlink()
            place.rmdir()
            place.write_text("in the way")
    assert not client.call("listThings").from_cache
    assert len(server.seen) == 2


def test_arguments_and_a_missing_package_are_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What to write, or to install."""
    (tmp_path / "file").write_text("")
    for given, text in (
        ({"folder": ""}, "the path of a folder, not ''"),
        ({"folder": 3}, "the path of a folder, not 3"),
        ({"folder": tmp_path / "file"}, "cannot use the folder .*: "),
        ({"size": -1}, "size= of HTTPCache must be a whole number of bytes"),
        ({"largest": "1 MB"}, "largest= of HTTPCache must be a whole number of bytes"),
        ({"stale_if_error": True}, "stale_if_error= must be seconds from 0"),
        ({"user": 1}, "user= of HTTPCache must be text"),
    ):
        with pytest.raises(RequestError, match=text):
            HTTPCache(**{"folder": tmp_path / "cache", **given})
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.partition(".")[0] == "hishel":
            raise ModuleNotFoundError("No module named 'hishel'", name="hishel")
        return real(name, *args, **kwargs)

    for name in [name for name in sys.modules if name.startswith(("hishel", "dynaclient.caching.exchange"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delattr("dynaclient.caching.exchange", raising=False)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra, match=r"HTTPCache needs hishel, .* pip install 'dynaclient\[cache\]'"):
        HTTPCache(tmp_path / "cache")


def test_it_pickles_and_is_cleared(serve: Serve, tmp_path: Path) -> None:
    """With its options; the copy finds what the first one kept."""
    server = serve(Numbered(Cache_Control="max-age=60"))
    cache = HTTPCache(tmp_path / "cache", size=5_000, user="ada")
    with Client(SECURED, base_url=server.url, plugins=[cache]) as client:
        client.call("listThings")
        again = pickle.loads(pickle.dumps(client))
        assert again.call("listThings").from_cache
        again.close()
        cache.clear()
        assert files_of(tmp_path / "cache") == []
        assert not client.call("listThings").from_cache
    assert repr(cache) == f"HTTPCache({str(tmp_path / 'cache')!r})"


def test_processes_and_threads_share_a_folder(serve: Serve, tmp_path: Path) -> None:
    """Two processes and four threads that store, use, clear and make room at once: every answer is the right one."""

    def answer(seen: Seen) -> Reply:
        number = int(seen.path.partition("n=")[2] or 0)
        return as_json({"n": number, "filler": "x" * 2_000}, Cache_Control="max-age=60", ETag='"a"')

    server, context = serve(answer), multiprocessing.get_context("spawn")
    results = context.Queue()
    folder = str(tmp_path / "cache")
    processes = [context.Process(target=fill, args=(server.url, folder, results)) for _ in range(2)]
    local: Any = context.Queue()
    threads = [threading.Thread(target=fill, args=(server.url, folder, local)) for _ in range(4)]
    for one in (*processes, *threads):
        one.start()
    found = [results.get(timeout=120) for _ in processes] + [local.get(timeout=120) for _ in threads]
    for one in (*processes, *threads):
        one.join(60)
    assert all(answers == {(number, number) for number in range(12)} for answers in found)
    assert len(server.seen) < 6 * 6 * 12
