"""Bodies that are sequences: any iterable is sent item by item, each checked before it leaves, none held."""

from __future__ import annotations

import asyncio
import email
import email.policy
import gzip
import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, Event, InvalidItem, RequestError, RetryPolicy, ValidationError
from dynaclient.recording import Recording
from dynaclient.sandbox import Sandbox
from tests.sequences.conftest import Calls, Recorder
from tests.sequences.described import document

ITEMS = [{"a": 1}, {"a": 2, "note": "ü"}]
LINES = '{"a":1}\n{"a":2,"note":"ü"}\n'.encode()
RECORDS = b"".join(b"\x1e" + line + b"\n" for line in LINES.splitlines())
EVENTS = [{"event": "addString", "data": "x\ny", "id": "7", "retry": 5}, {"event": "addJson", "data": {"foo": 42}}]
EVENT_TEXT = b'event: addString\nid: 7\nretry: 5\ndata: x\ndata: y\n\nevent: addJson\ndata: {"foo":42}\n\n'
FRAMED: list[Any] = [
    pytest.param("lines", ITEMS, LINES, id="lines"),
    pytest.param("bounded", ITEMS, LINES, id="lines by a list"),
    pytest.param("old", ITEMS, LINES, id="lines by the schema of one"),
    pytest.param("untold", ITEMS, LINES, id="lines without a schema"),
    pytest.param("records", ITEMS, RECORDS, id="records"),
    pytest.param("geo", ITEMS, RECORDS, id="records of a suffix"),
    pytest.param("events", EVENTS, EVENT_TEXT, id="events"),
]


def prepared(name: str, body: Any, **options: Any) -> Any:
    return Client(document(), base_url="http://x.test", **options).prepare(name, body=body)


def from_a_list(items: list[Any]) -> Iterator[Any]:
    yield from items


@pytest.mark.parametrize(("name", "items", "wire"), FRAMED)
def test_a_list_goes_with_its_length_and_an_iterator_in_chunks(
    name: str, items: list[Any], wire: bytes, server: Recorder, calls: Calls
) -> None:
    """The same bytes both times, by sync and async clients."""
    assert calls(name, items) == 204
    listed = server.last()
    assert (listed.body, listed.headers["Content-Length"]) == (wire, str(len(wire)))
    assert calls(name, from_a_list(items)) == 204
    streamed = server.last()
    assert (streamed.body, streamed.whole, streamed.headers["Transfer-Encoding"]) == (wire, True, "chunked")
    assert streamed.headers["Content-Type"] == listed.headers["Content-Type"]


@pytest.mark.parametrize("name", ["lines", "bounded", "old", "records"])
def test_an_item_that_does_not_fit_breaks_the_request_off(name: str, server: Recorder, calls: Calls) -> None:
    """Its error names operation, index and place; nothing after it is sent or even asked for, not the end either."""
    asked = []

    def items() -> Iterator[Any]:
        for item in [{"a": 0}, {"a": 1}, {"a": "x"}, {"a": 3}]:
            asked.append(item)
            yield item

    with pytest.raises(InvalidItem) as told:
        calls(name, items())
    arrived = server.last()
    assert (told.value.index, told.value.operation_id) == (2, name)
    found = told.value.violations[0]
    assert (found.path, found.keyword, found.value) == ("/body/2/a", "type", "x")
    assert str(told.value) == (
        f"{name}: item 2 of the body does not fit. 2 items before it were sent, and the request was broken off.\n"
        '  /body/2/a: expected integer, given string "x"'
    )
    assert (arrived.whole, arrived.body.replace(b"\x1e", b"")) == (False, b'{"a":0}\n{"a":1}\n')
    assert len(asked) == 3
    assert len(server.arrived) == 1


def test_a_list_is_checked_whole_before_anything_is_sent(server: Recorder, calls: Calls) -> None:
    """With every violation, as any other argument."""
    with pytest.raises(ValidationError, match="Nothing was sent") as told:
        calls("lines", [{"a": "x"}, {"a": 1}, {}])
    assert [found.path for found in told.value.violations] == ["/body/0/a", "/body/2/a"]
    with pytest.raises(ValidationError, match="expected at most 3 items, given 4"):
        calls("bounded", [{"a": 1}] * 4)
    assert server.arrived == []


def test_the_number_of_items_is_bounded_on_the_way(server: Recorder, calls: Calls) -> None:
    """`maxItems` of a list that nobody holds: the item after the last stops the request."""
    with pytest.raises(InvalidItem, match=r"expected at most 3 items, and this is the one after them"):
        calls("bounded", ({"a": number} for number in range(5)))
    assert server.last().body.count(b"\n") == 3


class Boom(Exception):
    """An error of the program that makes the items."""


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("error", [OSError("disk gone"), ValueError("bad row"), Boom("stop")])
def test_an_error_of_the_source_is_the_callers_own(
    error: Exception, compress: bool, server: Recorder, calls: Calls
) -> None:
    """It is no failure of the network, is not retried, and the body does not end as if it were whole."""

    def items() -> Iterator[Any]:
        yield {"a": 1}
        raise error

    with pytest.raises(type(error)) as told:
        calls("lines", items(), compress=compress)
    assert told.value is error
    assert (server.last().whole, len(server.arrived)) == (False, 1)


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
def test_an_iterator_of_a_body_without_items_gives_its_pieces(compress: bool, server: Recorder, calls: Calls) -> None:
    """Bytes of each kind as they are, text in UTF-8; an error of the iterator is the caller's own."""
    pieces = [b"a", bytearray(b"b"), memoryview(b"c"), "ü"]
    assert calls("pieces", from_a_list(pieces), compress=compress) == 204
    body = server.last().body
    assert (gzip.decompress(body) if compress else body).decode() == "abcü"

    def broken() -> Iterator[Any]:
        yield b"a"
        raise Boom("stop")

    with pytest.raises(Boom, match="stop"):
        calls("pieces", broken(), compress=compress)
    assert (server.last().whole, len(server.arrived)) == (False, 2)


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        (7, "a piece of the body is bytes or text, not integer"),
        ({"a": 1}, "a piece of the body is bytes or text, not object"),
        ("\ud800", "this text has an unpaired surrogate, which UTF-8 cannot write"),
    ],
    ids=["integer", "object", "surrogate"],
)
@pytest.mark.parametrize("before", [0, 1])
def test_a_piece_that_is_no_bytes_breaks_the_request_off(
    wrong: Any, what: str, before: int, server: Recorder, calls: Calls
) -> None:
    """No library's own error about a type, and nothing that looks like a whole body at the server."""
    with pytest.raises(InvalidItem) as told:
        calls("pieces", from_a_list([*[b"a"] * before, wrong, b"c"]))
    assert (told.value.index, told.value.operation_id) == (before, "pieces")
    assert [(found.path, found.message) for found in told.value.violations] == [(f"/body/{before}", what)]
    if before:
        assert server.last().body == b"a"
    assert not any(arrived.whole for arrived in server.arrived)


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "gzip"])
def test_a_recording_leaves_an_error_of_the_source_as_it_is(
    compress: bool, server: Recorder, calls: Calls, tmp_path: Path
) -> None:
    """A body that is watched as it is sent can say what ended it."""
    recording = Recording(tmp_path / "calls.har", mode="all")

    def items() -> Iterator[Any]:
        yield {"a": 1}
        raise OSError("disk gone")

    with pytest.raises(OSError, match="disk gone"):
        calls("lines", items(), compress=compress, plugins=[recording])
    assert (server.last().whole, len(server.arrived)) == (False, 1)
    assert calls("lines", from_a_list([{"a": 1}] * 300), compress=compress, plugins=[recording]) == 204
    assert server.last().whole


def test_items_are_compressed_as_they_are_sent(server: Recorder, calls: Calls, tmp_path: Path) -> None:
    """Of an iterator and of a file; an item that does not fit breaks the request off as ever."""
    assert calls("lines", from_a_list([{"a": 1}] * 300), compress=True) == 204
    arrived = server.last()
    assert (arrived.headers["Content-Encoding"], arrived.whole) == ("gzip", True)
    assert gzip.decompress(arrived.body) == b'{"a":1}\n' * 300
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"a":2}\n' * 300)
    assert calls("lines", path, compress=True) == 204
    assert gzip.decompress(server.last().body) == path.read_bytes()
    with pytest.raises(InvalidItem, match="item 1 of the body does not fit"):
        calls("lines", from_a_list([{"a": 1}, {"a": "x"}]), compress=True)
    assert (server.last().whole, len(server.arrived)) == (False, 3)


def test_what_is_not_json_names_its_index(calls: Calls) -> None:
    """In every mode, since it cannot be written."""
    for validate in (True, False, "warn"):
        with pytest.raises(InvalidItem, match=r"/body/1/a: JSON has no NaN"):
            calls("untold", from_a_list([{}, {"a": float("nan")}]), validate=validate)


def test_modes_are_those_of_any_body(server: Recorder, calls: Calls, caplog: pytest.LogCaptureFixture) -> None:
    """`validate=False` sends all, "warn" logs, each with its index."""
    assert calls("lines", from_a_list([{"a": "x"}]), validate=False) == 204
    with caplog.at_level(logging.WARNING, "dynaclient"):
        assert calls("lines", from_a_list([{"a": 1}, {"a": "x"}]), validate="warn") == 204
    assert [record.getMessage() for record in caplog.records] == [
        'lines: /body/1/a: expected integer, given string "x"'
    ]
    assert server.arrived[-1].whole


class Again:
    """An iterable that begins anew each time."""

    def __iter__(self) -> Iterator[Any]:
        yield from ITEMS


QUICK = RetryPolicy(first=0.001, longest=0.002)


@pytest.mark.parametrize(
    ("make", "attempts"),
    [
        pytest.param(lambda path: from_a_list(ITEMS), 1, id="iterator"),
        pytest.param(lambda path: Again(), 3, id="iterable"),
        pytest.param(lambda path: ITEMS, 3, id="list"),
        pytest.param(lambda path: path, 3, id="file"),
        pytest.param(lambda path: io.BytesIO(path.read_bytes()), 3, id="open file"),
    ],
)
def test_only_what_can_be_iterated_again_is_sent_again(
    make: Any, attempts: int, server: Recorder, calls: Calls, tmp_path: Path
) -> None:
    """A 503 is retried with a list, a file or an iterable; an iterator that was begun is not."""
    path = tmp_path / "items.jsonl"
    path.write_bytes(LINES)
    server.reply = lambda arrived: (503, {}, b"")
    with pytest.raises(Exception, match="503"):
        calls("lines", make(path), retries=QUICK)
    assert [arrived.body for arrived in server.arrived] == [LINES] * attempts


def test_a_connection_that_was_refused_used_up_nothing(calls: Calls) -> None:
    """It is retried even with an iterator, which has not begun."""
    calls.url = "http://127.0.0.1:9"
    items = from_a_list(ITEMS)
    with pytest.raises(Exception, match=r"attempt 3") as told:
        calls("lines", items, retries=QUICK)
    assert "ConnectionFailed" in type(told.value).__name__
    assert calls.kind == "async" or next(items) == ITEMS[0]


def test_a_redirect_takes_a_list_along_and_refuses_an_iterator(server: Recorder, calls: Calls) -> None:
    """307 sends the body again, which an iterator cannot."""
    server.reply = lambda arrived: (307, {"Location": "/records"}, b"") if arrived.path == "/lines" else (204, {}, b"")
    assert calls("lines", ITEMS) == 204
    assert calls("lines", Again()) == 204
    assert [arrived.body for arrived in server.arrived] == [LINES] * 4
    with pytest.raises(Exception, match="cannot be read twice; pass bytes, a list, a path or a seekable file"):
        calls("lines", from_a_list(ITEMS))


@pytest.mark.parametrize("written", [LINES, LINES.decode(), bytearray(LINES), [LINES[:5], LINES[5:]]])
def test_lines_that_are_written_already_are_checked_and_sent_unchanged(written: Any) -> None:
    """Text, bytes or pieces of them."""
    assert prepared("lines", written).body == LINES
    spaced = b' {"a": 1.0} \r\n\r\n{"a":2}'
    assert prepared("untold", spaced).body == spaced
    with pytest.raises(ValidationError, match=r"/body/1/a: expected integer"):
        prepared("lines", b'{"a": 1}\n{"a": "x"}')
    with pytest.raises(ValidationError, match=r"/body/1: this is not JSON"):
        prepared("lines", b'{"a": 1}\noops')


def test_a_file_is_read_and_checked_line_by_line(server: Recorder, calls: Calls, tmp_path: Path) -> None:
    """A path, an open file or a pipe; numbers keep their text."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a": 1, "b": 1.50}\r\n\n{"a": 2}')
    wire = b'{"a": 1, "b": 1.50}\n{"a": 2}\n'
    reading, writing = os.pipe()
    os.write(writing, path.read_bytes())
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe, path.open("rb") as file:
        for body in (path, file, ("name.jsonl", path), pipe, io.BytesIO(path.read_bytes())):
            assert calls("lines", body) == 204
            assert server.last().body == wire
    path.write_bytes(b'{"a": 1}\n{"a": null}\n{"a": 3}\n')
    with pytest.raises(InvalidItem, match="item 1 of the body"):
        calls("lines", path)
    assert server.last().body == b'{"a": 1}\n'


def test_an_iterator_of_bytes_is_a_body_that_the_caller_writes(server: Recorder, calls: Calls) -> None:
    """As it always was; the first item decides."""
    assert calls("lines", from_a_list([b'{"a"', b":1}\n"])) == 204
    assert server.last().body == b'{"a":1}\n'
    with pytest.raises(InvalidItem, match=r"bytes are not JSON"):
        calls("lines", from_a_list([{"a": 1}, b"x"]))


def test_an_async_iterable_needs_an_async_client() -> None:
    """Which says so before anything is sent."""

    async def items() -> Any:
        yield {"a": 1}

    needs = "only an AsyncClient without app= can send. Nothing was sent"
    with pytest.raises(RequestError, match=needs):
        Client(document(), base_url="http://127.0.0.1:9").call("lines", body=items())

    async def in_process() -> None:
        async with AsyncClient(document(), app=Sandbox(document())) as client:
            await client.call("lines", body=items())

    with pytest.raises(RequestError, match=needs):
        asyncio.run(in_process())


def test_async_bytes_are_sent_too(server: Recorder) -> None:
    """An async iterator of bytes, for any binary body."""
    described = document()
    described["paths"]["/lines"]["post"]["requestBody"]["content"] = {"application/octet-stream": {}}

    async def pieces() -> Any:
        yield b"one "
        yield b"two"

    async def main() -> None:
        async with AsyncClient(described, base_url=server.url) as client:
            await client.call("lines", body=pieces())

    asyncio.run(main())
    assert server.last().body == b"one two"


@pytest.mark.parametrize(
    ("name", "body", "says"),
    [
        ("lines", {"a": 1}, "pass a list or another iterable of items"),
        ("lines", 5, "is sent from a list or another iterable of items, not"),
        ("lines", None, "is sent from a list or another iterable of items, not null"),
        ("events", [{"event": "addJson", "data": {"foo": "x"}}], "/body/0/data/foo: expected integer"),
        ("events", [{"event": "addJson", "data": "no"}], "/body/0/data: expected JSON in the text"),
        ("events", [{"event": "other", "data": ""}], "/body/0/event"),
        ("events", [{"foo": 1}], "put this into its data"),
        ("events", [{"event": "a\nb", "data": ""}], "the event of an event is one line of text"),
        ("events", [{"event": "addString", "data": "", "retry": -1}], "a whole number of milliseconds"),
        ("pair", [{"author": 1}, (None, b"", "image/png")], "/body/0/author: expected string"),
        ("pair", [{}, b"png"], r"/body/1: this part may be image/\*: pass \(None, data, media type\) to say which"),
        ("pair", {"author": "x"}, "is sent from a list or another iterable of items"),
        ("ranges", [b"x"], "/body/0: the part needs the header Content-Range"),
        ("related", [(None, "<p>", "text/html", {"Content-Location": "http://x/", "Content-ID": "<1>"})], "Content-ID"),
        ("related", ["<p>"], "the part needs the header Content-Location"),
    ],
)
def test_mistakes_are_refused_with_their_place(name: str, body: Any, says: str) -> None:
    """Before anything is sent."""
    with pytest.raises(ValidationError, match=says):
        prepared(name, body)


def test_events_may_be_given_as_they_come() -> None:
    """Text alone is data; an event of an answer is sent as it was."""
    described = document()
    described["paths"]["/events"]["post"]["requestBody"]["content"] = {"text/event-stream": {}}
    client = Client(described, base_url="http://x.test")
    body = ["a\r\nb", {"foo": 1}, {"data": [1]}, Event({"x": 1}, "kind", "3", 10, '{"x": 1}')]
    assert client.prepare("events", body=body).body == (
        b'data: a\ndata: b\n\ndata: {"foo":1}\n\ndata: [1]\n\nevent: kind\nid: 3\nretry: 10\ndata: {"x": 1}\n\n'
    )


def test_json_is_chosen_for_a_list_and_lines_for_an_iterator() -> None:
    """Where both are declared; `content_type=` chooses another."""
    items = [{"level": 1}]
    assert prepared("any", items).headers["Content-Type"] == "application/json"
    assert prepared("any", iter(items)).headers["Content-Type"] == "application/jsonl"
    client = Client(document(), base_url="http://x.test")
    for name in ("application/x-ndjson", "application/jsonl"):
        assert client.with_options(content_type=name).prepare("any", body=iter(items)).headers["Content-Type"] == name
        assert client.with_options(content_type=name).prepare("any", body=items).body == b'{"level":1}\n'


def mail(request: Any) -> Any:
    """A multipart request as Python's own mail parser reads it."""
    body = request.body if isinstance(request.body, bytes) else request.body.read()
    head = f"Content-Type: {request.headers['Content-Type']}\r\nMIME-Version: 1.0\r\n\r\n".encode()
    return email.message_from_bytes(head + body, policy=email.policy.HTTP)


def test_parts_are_what_another_reader_finds() -> None:
    """Python's mail parser: media types by position, headers, nested bodies; no names."""
    read = mail(prepared("pair", [{"author": "me"}, (None, b"\x89PNG\r\n", "image/png")]))
    assert read.get_content_type() == "multipart/mixed"
    first, second = read.iter_parts()
    assert (first.get_content_type(), first.get_payload()) == ("application/json", '{"author":"me"}')
    assert (second.get_content_type(), second.get_payload(decode=True)) == ("image/png", b"\x89PNG\r\n")
    assert "Content-Disposition" not in first

    page = (None, "<p>é", "text/html", {"Content-Location": "http://x/a"})
    style = (None, "p{}", "text/css", {"Content-Location": "http://x/b"})
    read = mail(prepared("related", [page, style]))
    assert read.get_content_type() == "multipart/related"
    assert [part["Content-Location"] for part in read.iter_parts()] == ["http://x/a", "http://x/b"]

    read = mail(prepared("nested", [[1, 2], [{"b": 1}, "text", b"png"]]))
    assert [part.get_content_type() for part in read.walk()] == [
        "multipart/mixed",
        "application/json",
        "multipart/mixed",
        "application/json",
        "text/plain",
        "image/png",
    ]
    assert [part.get_payload(decode=True) for part in read.walk() if not part.is_multipart()] == [
        b"[1,2]",
        b'{"b":1}',
        b"text",
        b"png",
    ]


def test_parts_stream_from_an_iterator(server: Recorder, calls: Calls, tmp_path: Path) -> None:
    """Bytes, files by path, and parts with headers, each as it comes; one that cannot be written stops the body."""
    picture = tmp_path / "b.jpg"
    picture.write_bytes(b"JPG2" * 50_000)
    assert calls("pictures", from_a_list([b"JPG1", picture, (None, b"3", "image/jpg", {"X-N": "3"})])) == 204
    arrived = server.last()
    boundary = arrived.headers["Content-Type"].partition("boundary=")[2]
    pieces = arrived.body.split(f"--{boundary}".encode())
    assert (len(pieces), pieces[0], pieces[-1]) == (5, b"", b"--\r\n")
    assert pieces[1] == b"\r\nContent-Type: image/jpg\r\n\r\nJPG1\r\n"
    assert picture.read_bytes() in pieces[2]
    assert b"X-N: 3\r\n" in pieces[3]
    with pytest.raises(InvalidItem, match="/body/1: the part needs the header Content-Range"):
        calls("ranges", from_a_list([(None, b"", None, {"Content-Range": "bytes 0-0/1"}), b""]))
    assert not server.last().whole


def test_parts_in_a_form_by_name_and_by_position() -> None:
    """One level of nesting in `encoding`; and a form whose parts have an order, with names in headers."""
    nested = {
        "schema": {
            "type": "object",
            "properties": {
                "one": {"type": "object", "properties": {"inner": {"type": "integer"}}},
                "two": {"type": "array", "items": {"type": "string"}},
            },
        },
        "encoding": {
            "one": {"contentType": "multipart/form-data", "encoding": {"inner": {}}},
            "two": {"contentType": "multipart/mixed", "prefixEncoding": [{}], "itemEncoding": {}},
        },
    }
    name = {"Content-Disposition": {"required": True, "schema": {"type": "string", "default": 'form-data; name="a"'}}}
    ordered = {"schema": {"type": "array", "items": {"type": "string"}}, "prefixEncoding": [{"headers": name}]}
    described = document()
    for key, media in (("pair", nested), ("pictures", ordered)):
        described["paths"][f"/{key}"]["post"]["requestBody"]["content"] = {"multipart/form-data": media}
    client = Client(described, base_url="http://x.test")
    read = mail(client.prepare("pair", one={"inner": 5}, two=["a", "b"]))
    found = [(part.get_content_type(), part.get_param("name", header="content-disposition")) for part in read.walk()]
    assert found == [
        ("multipart/form-data", None),
        ("multipart/form-data", "one"),
        ("text/plain", "inner"),
        ("multipart/mixed", "two"),
        ("text/plain", None),
        ("text/plain", None),
    ]
    (part,) = mail(client.prepare("pictures", body=["x"])).iter_parts()
    assert part.get_param("name", header="content-disposition") == "a"


def test_what_was_not_sent_is_explained_and_judged_without_being_read() -> None:
    """`explain`, `validate` and `prepare` leave an iterator alone."""
    client = Client(document(), base_url="http://x.test")
    items = from_a_list(ITEMS)
    assert client.validate("lines", body=items) == []
    assert "application/jsonl, from body=, each item checked as it is sent" in str(client.explain("lines", body=items))
    assert "application/jsonl, from body=, 2 items" in str(client.explain("lines", body=ITEMS))
    client.prepare("lines", body=items)
    assert next(items) == ITEMS[0]
    assert "iterable of items" in (client.lines.__doc__ or "")


def test_in_process_an_iterator_arrives_too() -> None:
    """Through WSGI, as over the network."""
    sandbox = Sandbox(document())
    client = Client(document(), app=sandbox)
    assert client.call("lines", body=from_a_list(ITEMS)).status_code == 200
    with pytest.raises(InvalidItem):
        client.call("lines", body=from_a_list([{"a": "x"}]))


@pytest.mark.parametrize("version", ["3.0.4", "3.1.2"])
def test_an_older_document_describes_them_all_the_same(version: str) -> None:
    """`itemSchema` is a problem there, and read; JSON lines have had their schema before."""
    client = Client(document(version), base_url="http://x.test")
    assert any(problem.kind == "newer-word" for problem in client.document.problems)
    for name in ("lines", "bounded", "old", "records"):
        with pytest.raises(ValidationError, match="/body/0/a"):
            client.prepare(name, body=[{"a": "x"}])
