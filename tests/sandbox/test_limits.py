"""What a served sandbox does not let its clients do: send too much, too slowly, or what takes for ever to check."""

from __future__ import annotations

import http.client
import json
import resource
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient.document import Document
from dynaclient.sandbox import Sandbox, Serving, ServingLimits

from .conftest import report

THING = {
    "get": {"operationId": "listThings", "responses": {"200": {"description": ""}}},
    "post": {
        "operationId": "createThing",
        "requestBody": {
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
        },
        "responses": {
            "201": {
                "description": "",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            }
        },
    },
}
COMPONENTS = {
    "schemas": {
        "Thing": {
            "type": "object",
            "properties": {
                "id": {"type": "string"},
                "name": {"type": "string"},
                "code": {"pattern": "^(a+)+$"},
                "twin": {"pattern": r"^(?:(a+)+\1)+b$"},
            },
            "patternProperties": {"^(x+x+)+y$": {"type": "integer"}},
        }
    }
}
LIMITS = ServingLimits(read_head=1.0, read_body=1.0, threads=4)


@pytest.fixture
def things(make: Callable[..., Sandbox]) -> Sandbox:
    return make({"/things": THING}, components=COMPONENTS)


@pytest.fixture
def serving(things: Sandbox) -> Iterator[Serving]:
    with things.serve(limits=LIMITS) as serving:
        yield serving


def post(serving: Serving, body: Any, **headers: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
    try:
        connection.request("POST", "/things", body, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def exchange(serving: Serving, raw: bytes) -> bytes:
    """What comes back for these bytes, up to the end of the connection."""
    with socket.create_connection(("127.0.0.1", serving.port), timeout=60) as connection:
        connection.sendall(raw)
        return b"".join(iter(lambda: connection.recv(65536), b""))


# patterns that take exponential time


@pytest.mark.parametrize(
    ("member", "reason"),
    [pytest.param("code", b"does not match", id="linear"), pytest.param("twin", b"too complex", id="backtracking")],
)
def test_a_value_that_could_backtrack_for_ever_is_refused_soon(serving: Serving, member: str, reason: bytes) -> None:
    """A pattern that a linear engine can match is matched; another is given up."""
    started = time.monotonic()
    status, body = post(serving, json.dumps({member: "a" * 5000 + "!"}))
    assert (status, reason in body) == (400, True)
    assert time.monotonic() - started < 10


def test_a_name_that_backtracks_for_ever_is_no_match_soon(serving: Serving) -> None:
    started = time.monotonic()
    status, _ = post(serving, json.dumps({"x" * 5000: "text"}))
    assert status == 201
    assert time.monotonic() - started < 10


# large bodies


def test_100_megabytes_are_refused_unread(serving: Serving, capsys: pytest.CaptureFixture[str]) -> None:
    """The refusal arrives, although the client is still sending; another client is served."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    size = 100 * 1024 * 1024
    with socket.create_connection(("127.0.0.1", serving.port), timeout=60) as connection:
        connection.sendall(b"POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % size)
        piece = b" " * 1024 * 1024
        for _ in range(100):
            connection.sendall(piece)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413 Content Too Large\r\n")
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report(capsys, f"100 MB refused with {grown:.0f} MB of memory")
    assert grown < 50
    assert post(serving, "{}")[0] == 201


def test_100_megabytes_in_chunks_are_refused_at_the_limit(things: Sandbox) -> None:
    limits = ServingLimits(body=1024 * 1024)
    with things.serve(limits=limits) as serving:
        chunks = (b" " * 1024 * 1024 for _ in range(100))
        status, body = post(serving, chunks)
        assert (status, body) == (413, b"A request body may have 1048576 bytes.")
        assert post(serving, "{}")[0] == 201


def test_100_megabytes_behind_a_few_kilobytes_are_refused(serving: Serving) -> None:
    """A body that unpacks to more than the limit is cut off there."""
    packer = zlib.compressobj(9, wbits=31)
    body = b"".join(packer.compress(b" " * 1024 * 1024) for _ in range(100)) + packer.flush()
    assert len(body) < 200_000
    status, text = post(serving, body, **{"Content-Encoding": "gzip"})
    assert status == 413
    assert b"once it is unpacked" in text


def test_a_body_within_the_limit_is_read(things: Sandbox) -> None:
    limits = ServingLimits(body=20 * 1024 * 1024)
    with things.serve(limits=limits) as serving:
        name = "n" * (10 * 1024 * 1024)
        status, text = post(serving, json.dumps({"name": name}))
        assert (status, json.loads(text)["name"] == name) == (201, True)


# slow clients


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"POST /things HTTP/1.1\r\nHost: localhost\r\nX-A: ", id="headers"),
        pytest.param(b"POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n", id="body"),
    ],
)
def test_slow_clients_are_given_up_and_do_not_keep_others_waiting(serving: Serving, sent: bytes) -> None:
    """Three of four threads are held by clients that send a byte now and then; each is answered with 408."""
    slow = [socket.create_connection(("127.0.0.1", serving.port), timeout=60) for _ in range(3)]
    done = threading.Event()

    def drip() -> None:
        while not done.wait(0.1):
            for connection in slow:
                try:
                    connection.sendall(b"x")
                except OSError:
                    return

    for connection in slow:
        connection.sendall(sent)
    thread = threading.Thread(target=drip)
    thread.start()
    try:
        assert post(serving, "{}")[0] == 201
        answers = [connection.recv(65536) for connection in slow]
    finally:
        done.set()
        thread.join()
        for connection in slow:
            connection.close()
    assert [answer[:12] for answer in answers] == [b"HTTP/1.1 408"] * 3
    assert post(serving, "{}")[0] == 201


def test_clients_that_send_nothing_hold_no_thread(serving: Serving) -> None:
    """Fifty of them, where there are four threads."""
    silent = [socket.create_connection(("127.0.0.1", serving.port), timeout=60) for _ in range(50)]
    assert post(serving, "{}")[0] == 201
    for connection in silent:
        connection.close()


# heads


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        pytest.param(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n", b"414", id="a long address"),
        pytest.param(b"GET / HTTP/1.1\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", b"431", id="a long header"),
        pytest.param(b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 300 + b"\r\n", b"431", id="many headers"),
        pytest.param(b"GET / HTTP/1.1\r\nX Y: a\r\n\r\n", b"400", id="a name with a space"),
        pytest.param(b"GET / HTTP/1.1\r\nX\r\n\r\n", b"400", id="no colon"),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"400", id="a negative length"),
        pytest.param(
            b"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"400", id="both"
        ),
        pytest.param(b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", b"400", id="two lengths"),
    ],
)
def test_a_bad_head_is_refused(serving: Serving, raw: bytes, status: bytes) -> None:
    assert exchange(serving, raw).split(b" ", 2)[1] == status


# many resources


PLAIN = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}


def _answer(status: str, schema: Any) -> dict[str, Any]:
    return {status: {"description": "", "content": {"application/json": {"schema": schema}}}}


def _posted(name: str, schema: Any) -> dict[str, Any]:
    sent = {"content": {"application/json": {"schema": schema}}}
    return {"operationId": name, "requestBody": sent, "responses": _answer("201", schema)}


def many_things(make: Callable[..., Sandbox], **options: Any) -> Sandbox:
    """Things that are created one by one, or a list of them at once."""
    one = {"$ref": "#/components/schemas/Thing"}
    several = {"type": "array", "items": one}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    listed = {"operationId": "listThings", "parameters": [limit], "responses": _answer("200", several)}
    paths = {
        "/things": {"get": listed, "post": _posted("createThing", one)},
        "/things/add": {"post": _posted("createThings", several)},
        "/things/{id}": {"get": {"operationId": "getThing", "parameters": [key], "responses": _answer("200", one)}},
    }
    return make(paths, components={"schemas": {"Thing": PLAIN}}, **options)


def is_full(call: Callable[..., Any], where: str, capsys: pytest.CaptureFixture[str]) -> bool:
    """Whether a sandbox takes 100,000 things and finds them again; says what that costs. Times are those of the CPU."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    keys = {call("POST", "/things", {"name": f"single {i}"})["id"] for i in range(1000)}
    for i in range(99):
        keys.update(made["id"] for made in call("POST", "/things/add", [{"name": f"{i}, {j}"} for j in range(1000)]))
    made = time.process_time() - started
    wanted = sorted(keys)[::10_000]
    started = time.process_time()
    found = [call("GET", f"/things/{key}")["id"] for key in wanted]
    page = call("GET", "/things?limit=20")
    looked = time.process_time() - started
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    report(capsys, f"100,000 {where}: made in {made:.0f} s, 11 looks in {looked:.2f} s, {grown:.0f} MB more")
    assert (len(keys), found, len(page)) == (100_000, wanted, 20)
    return looked < 5 and grown < 500


@pytest.mark.slow
def test_100_000_resources_in_memory(make: Callable[..., Sandbox], capsys: pytest.CaptureFixture[str]) -> None:
    """Each is found by its key, and a page of a list comes soon."""
    sandbox = many_things(make)
    http = WSGIClient(sandbox)

    def call(method: str, path: str, body: Any = None) -> Any:
        response = http.open(path, method=method, json=body)
        assert response.status_code < 300
        return response.json

    assert is_full(call, "in memory", capsys)
    sandbox.close()


@pytest.mark.slow
def test_100_000_resources_in_a_file_over_http(
    make: Callable[..., Sandbox], tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same from another program's view; a second sandbox on the file has them all."""
    db = str(tmp_path / "things.db")
    sandbox = many_things(make, db=db)
    with sandbox.serve() as serving:
        connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)

        def call(method: str, path: str, body: Any = None) -> Any:
            data = None if body is None else json.dumps(body)
            connection.request(method, path, data, {} if data is None else {"Content-Type": "application/json"})
            response = connection.getresponse()
            assert response.status < 300
            return json.load(response)

        assert is_full(call, "in a file, over HTTP", capsys)
        connection.close()
    sandbox.close()
    again = many_things(make, db=db)
    assert len(WSGIClient(again).get("/things?limit=1000000").json or ()) == 100_000
    again.close()


# what no JSON text says


@pytest.mark.parametrize(
    "text",
    [
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"name": -Infinity}',
        b'{"name": 1e999}',
        b'{"name": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"name": "\xed\xa0\x80"}',
        b'{"name": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_json_is_a_400(serving: Serving, text: bytes) -> None:
    status, body = post(serving, text)
    assert (status, b"not valid JSON" in body) == (400, True)


def test_a_whole_surrogate_pair_is_a_character(serving: Serving) -> None:
    status, body = post(serving, b'{"name": "\\ud83d\\ude00"}')
    assert (status, json.loads(body)["name"]) == (201, "\U0001f600")


def test_infinite_numbers_in_a_query_and_a_form_are_400s(make: Callable[..., Sandbox]) -> None:
    schema = {"type": "object", "properties": {"n": {"type": "number"}}}
    operation = {
        "operationId": "op",
        "parameters": [{"name": "n", "in": "query", "schema": {"type": "number"}}],
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": schema}}},
        "responses": {"200": {"description": ""}},
    }
    with make({"/x": {"post": operation}}).serve() as serving:
        for query, body, status in (
            ("?n=1e999", "", 400),
            ("?n=NaN", "", 400),
            ("", "n=1e999", 400),
            ("?n=1e3", "n=2", 200),
        ):
            connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=60)
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            connection.request("POST", f"/x{query}", body, headers)
            assert connection.getresponse().status == status, (query, body)
            connection.close()


# compressed bodies


@pytest.mark.parametrize(
    ("coding", "wbits"),
    [("gzip", 31), ("x-gzip", 31), ("deflate", 15), ("deflate", -15), ("GZIP", 31), ("identity", None)],
)
def test_a_compressed_body_is_read(serving: Serving, coding: str, wbits: int | None) -> None:
    body = b'{"name": "small"}'
    if wbits is not None:
        packer = zlib.compressobj(wbits=wbits)
        body = packer.compress(body) + packer.flush()
    status, text = post(serving, body, **{"Content-Encoding": coding})
    assert (status, json.loads(text)["name"]) == (201, "small")


@pytest.mark.parametrize(
    ("coding", "body", "status"),
    [
        ("gzip", b"{}", 400),
        ("gzip", zlib.compress(b"{}"), 400),
        ("deflate", zlib.compress(b"{}")[:-5], 400),
        ("br", b"{}", 415),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_refused(serving: Serving, coding: str, body: bytes, status: int) -> None:
    assert post(serving, body, **{"Content-Encoding": coding})[0] == status


def test_requests_beyond_what_may_wait_are_answered_503(bundled: Document) -> None:
    """One thread is busy, one request waits; the third is turned away."""
    with Sandbox(bundled).serve(limits=ServingLimits(threads=1, waiting=1)) as serving:
        raw = b"GET /models HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer k\r\nConnection: close\r\n%s\r\n"
        slow, waiting, third = (socket.create_connection(("127.0.0.1", serving.port), timeout=60) for _ in range(3))
        slow.sendall(raw % b"Sandbox-Delay: 2\r\n")
        time.sleep(0.5)
        waiting.sendall(raw % b"")
        time.sleep(0.5)
        third.sendall(raw % b"")
        assert third.recv(65536).startswith(b"HTTP/1.1 503")
        assert waiting.recv(65536).startswith(b"HTTP/1.1 200")
        assert slow.recv(65536).startswith(b"HTTP/1.1 200")
        for connection in (slow, waiting, third):
            connection.close()
