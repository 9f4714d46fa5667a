"""Answers that are sequences: iterated as they arrive, items checked by index, framing as the standards have it."""

from __future__ import annotations

import email.mime.multipart
import email.mime.nonmultipart
import json
import logging
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynaclient import Client, DynaclientWarning, InvalidResponse, Part, UndecodableBody
from dynaclient._support import splitters
from dynaclient._support.splitters import TooLong
from dynaclient.response.events import EventParser, RecordParser
from dynaclient.response.parts import PartParser
from tests.sequences.conftest import Calls, Recorder
from tests.sequences.described import BODIES, document


def in_pieces(parser: Any, data: bytes, size: int) -> list[Any]:
    found = [item for start in range(0, len(data), size) for item in parser.feed(data[start : start + size])]
    return [*found, *parser.end()]


# framing


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_records_are_those_of_the_standard(size: int) -> None:
    """Values over several lines, empty records; a record that the next one cuts off is left out, with a warning."""
    text = b'\x1e{\n "a": 1\n}\n\x1e\x1e"b"\n\x1e{"c":\x1e[4]\x1e5\n'
    with pytest.warns(DynaclientWarning, match="record 2 of the stream is cut off, and is left out"):
        assert in_pieces(RecordParser(), text, size) == [{"a": 1}, "b", [4], 5]


@pytest.mark.parametrize(
    ("text", "says"),
    [(b"\x1e12", "cut off"), (b"\x1etrue", "cut off"), (b'\x1e{"a"', "cut off"), (b"\x1e{oops}\n\x1e1\n", "Expecting")],
)
def test_a_sequence_that_ends_early_or_is_no_json_says_so(text: bytes, says: str) -> None:
    """A number or a word may have lost its end. Source: RFC 7464 sections 2.1 and 2.4."""
    with pytest.raises(ValueError, match=says):
        in_pieces(RecordParser(), text, 3)


@given(st.lists(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists)), st.integers(1, 30))
def test_records_that_are_written_are_read(values: list[Any], size: int) -> None:
    """In pieces of any size."""
    data = b"".join(b"\x1e" + json.dumps(value).encode() + b"\n" for value in values)
    assert in_pieces(RecordParser(), data, size) == values


@pytest.mark.parametrize("size", [1, 2, 3, 11, 1000])
def test_parts_are_those_of_the_standard(size: int) -> None:
    """Preamble, epilogue, white space after a boundary, no headers, folded ones, what only looks like a boundary."""
    text = (
        b'ignored\r\n--b1  \r\nContent-Type:\r\n application/json\r\n\r\n{"a": 1}\r\n--b1\r\n\r\nplain\r\n--b1\r\n'
        b"Content-Type: image/png\r\nX-A: 1\r\n\r\n\x89\r\n--b1x\r\n-\r\n--b1--\r\nignored\r\n--b1\r\n\r\ntoo"
    )
    found = in_pieces(PartParser('multipart/mixed; boundary="b1"'), text, size)
    assert [(part.data, part.content_type) for part in found] == [
        ({"a": 1}, "application/json"),
        ("plain", "text/plain"),
        (b"\x89\r\n--b1x\r\n-", "image/png"),
    ]
    assert found[2].headers["x-a"] == "1"


PARTS = st.lists(st.tuples(st.sampled_from(["image/png", "application/x-a"]), st.binary()), min_size=1)


@given(PARTS, st.integers(1, 50))
def test_parts_that_another_writer_wrote_are_read(parts: list[tuple[str, bytes]], size: int) -> None:
    """Python's mail package, with bytes of any kind; in pieces of any size."""
    message = email.mime.multipart.MIMEMultipart(boundary="==b==")
    for kind, _ in parts:
        part = email.mime.nonmultipart.MIMENonMultipart(*kind.split("/"))
        part.set_payload(f"@{len(message.get_payload())}@")
        message.attach(part)
    text = message.as_bytes().partition(b"\n\n")[2].replace(b"\n", b"\r\n")
    for number, (_, data) in enumerate(parts):
        text = text.replace(f"@{number}@".encode(), data.replace(b"--", b"-"), 1)
    found = in_pieces(PartParser('multipart/mixed; boundary="==b=="'), text, size)
    assert [(part.content_type, part.content) for part in found] == [(k, d.replace(b"--", b"-")) for k, d in parts]


def test_an_item_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record and a part, like a line and an event."""
    monkeypatch.setattr(splitters, "MOST_BYTES", 1000)
    with pytest.raises(TooLong, match="a record of the stream"):
        in_pieces(RecordParser(), b"\x1e" + b"1" * 2000, 100)
    for head in (b"", b"--b\r\n\r\n"):
        with pytest.raises(TooLong, match=r"(a|the text before the first) part of the stream"):
            in_pieces(PartParser("multipart/mixed; boundary=b"), head + b"1" * 2000, 100)


def test_an_event_has_the_fields_that_were_sent() -> None:
    """OAS 3.2.0 "Server-Sent Event Streams": unknown fields and comments are nothing, `retry` is a number."""
    text = (
        b"event: addString\ndata: This data is formatted\ndata: across two lines\nretry: 5\n\n"
        b"event: addInt64\ndata: 1234.5678\nunknownField: this is ignored\n\n"
        b': This is a comment\nevent: addJSON\ndata: {"foo": 42}\n\nid: 7\ndata: x\n\ndata: y\n\n'
    )
    assert [event.sent for event in EventParser().feed(text)] == [
        {"event": "addString", "data": "This data is formatted\nacross two lines", "retry": 5},
        {"event": "addInt64", "data": "1234.5678"},
        {"event": "addJSON", "data": '{"foo": 42}'},
        {"id": "7", "data": "x"},
        {"data": "y"},
    ]


# checks


def mixed(*parts: tuple[str, bytes]) -> tuple[str, bytes]:
    text = b"".join(b"--b\r\n" + head.encode() + b"\r\n\r\n" + data + b"\r\n" for head, data in parts)
    return "multipart/mixed; boundary=b", text + b"--b--\r\n"


VIDEO = "Content-Type: video/mp4"
CHECKED: list[Any] = [
    ("lines", ("application/jsonl", b'{"a":1}\n{"a":2}\n{"a":"x"}\n{"a":4}\n'), 2, "/body/2/a", "expected integer"),
    ("old", ("application/x-ndjson", b'{"a":1}\n[]\n'), 1, "/body/1", "expected object"),
    ("records", ("application/json-seq", b'\x1e{"a":1}\n\x1e{}\n'), 1, "/body/1/a", "required"),
    ("bounded", ("application/x-ndjson", b'{"a":1}\n' * 4), 3, "/body/3", "at most 3 items"),
    ("bounded", ("application/x-ndjson", b"\n"), 0, "/body", "at least 1 items, given 0"),
    (
        "events",
        ("text/event-stream", b'event: addJson\ndata: {"foo":1}\n\nevent: addJson\ndata: {"foo":"x"}\n\n'),
        1,
        "/body/1/data/foo",
        "expected integer",
    ),
    ("events", ("text/event-stream", b"data: x\n\n"), 0, "/body/0/event", "required"),
    (
        "pair",
        mixed(("Content-Type: application/json", b'{"author":1}')),
        0,
        "/body/0/author",
        "expected string",
    ),
    (
        "pair",
        mixed(("Content-Type: application/json", b"{}"), ("Content-Type: text/plain", b"")),
        1,
        "/body/1",
        r"expected a part of image/\*, given text/plain",
    ),
    (
        "ranges",
        ("multipart/byteranges; boundary=b", mixed((VIDEO + "\r\nContent-Range: x", b"1"), (VIDEO, b"2"))[1]),
        1,
        "/body/1",
        "the part has no header Content-Range",
    ),
]


@pytest.mark.parametrize(("name", "sent", "index", "path", "says"), CHECKED)
def test_an_item_that_does_not_fit_is_named_by_its_index(
    name: str, sent: tuple[str, bytes], index: int, path: str, says: str, server: Recorder
) -> None:
    """What comes before it arrives; then the mode decides."""
    server.reply = lambda arrived: (200, {"Content-Type": sent[0]}, sent[1])
    with Client(document(), base_url=server.url, validate=False) as client:
        got: list[Any] = []
        response = client.with_options(validate_responses="raise").call(name, body=BODIES[name])
        with pytest.raises(InvalidResponse, match=says) as told:
            got.extend(response)
        assert (len(got), told.value.violations[0].path, told.value.operation_id) == (index, path, name)
        assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)
        recorded = client.with_options(validate_responses="record").call(name, body=BODIES[name])
        assert len([*recorded]) >= index
        assert recorded.violations[0].path == path
        assert len(list(client.call(name, body=BODIES[name]))) >= index


def test_a_warning_is_logged_for_each_item(server: Recorder, caplog: pytest.LogCaptureFixture) -> None:
    """And `data` is checked like iteration, once."""
    server.reply = lambda arrived: (200, {"Content-Type": "application/jsonl"}, b'{"a":"x"}\n{"a":1}\n{}\n')
    with Client(document(), base_url=server.url, validate=False, validate_responses="warn") as client:
        response = client.call("lines", body=BODIES["lines"])
        with caplog.at_level(logging.WARNING, "dynaclient"):
            assert (response.data, response.data) == ([{"a": "x"}, {"a": 1}, {}],) * 2
    assert [record.getMessage().split(": ")[1].split()[-1] for record in caplog.records] == ["/body/0/a", "/body/2/a"]


def test_both_kinds_of_client_iterate(server: Recorder, calls: Calls) -> None:
    """Each framing, as values, events and parts."""
    sent: dict[str, tuple[str, bytes]] = {
        "/lines": ("application/jsonl", b'{"a":1}\n\n{"a":2}'),
        "/records": ("application/json-seq", b'\x1e{"a":1}\n\x1e{"a":2}\n'),
        "/pair": mixed(("Content-Type: application/json", b"{}"), ("Content-Type: image/png", b"png")),
    }
    server.reply = lambda arrived: (200, {"Content-Type": sent[arrived.path][0]}, sent[arrived.path][1])
    for name in ("lines", "records"):
        assert calls(name, [], validate_responses="raise") == [{"a": 1}, {"a": 2}]
    first, second = calls("pair", [], validate_responses="raise")
    assert (first.data, second.data, second.content, type(second)) == ({}, b"png", b"png", Part)


def test_data_is_the_list_of_items(server: Recorder) -> None:
    """Of parts only if the document describes them by position; else they are bytes, as before."""
    kind, text = mixed(("Content-Type: application/json", b'{"author":"x"}'), ("Content-Type: image/png", b"png"))
    server.reply = lambda arrived: (200, {"Content-Type": kind}, text)
    described = document()
    described["paths"]["/nested"]["post"]["responses"]["200"]["content"] = {"multipart/mixed": {}}
    with Client(described, base_url=server.url, validate=False) as client:
        response = client.call("pair", body=BODIES["pair"])
        assert (response.data, response.data[0], response.content) == ([{"author": "x"}, b"png"], {"author": "x"}, text)
        plain = client.call("nested", body=BODIES["nested"])
        assert plain.data == text
        assert [part.data for part in client.call("nested", body=BODIES["nested"])] == [{"author": "x"}, b"png"]


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("application/jsonl", b"1\n{oops\n", "item 1 of the stream is not JSON"),
        ("application/json-seq", b"\x1e1\n\x1e{", "item 1 of the stream is not JSON: it is cut off"),
        ("multipart/mixed", b"", "its Content-Type has no boundary"),
        (
            "multipart/mixed; boundary=b",
            b"--b\r\n\r\n1\r\n--b\r\n",
            "part 1 of the multipart body cannot be read: it ends",
        ),
        ("multipart/mixed; boundary=b", mixed(("Content-Type: application/json", b"{"))[1], "part 0 of the multipart"),
    ],
)
def test_what_is_not_what_it_says_is_the_servers_fault(kind: str, text: bytes, says: str, server: Recorder) -> None:
    """With the index of the item."""
    server.reply = lambda arrived: (200, {"Content-Type": kind}, text)
    with (
        Client(document(), base_url=server.url, validate=False) as client,
        pytest.raises(UndecodableBody, match=says),
    ):
        list(client.call("lines", body=BODIES["lines"]))
