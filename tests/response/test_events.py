"""Event streams and JSON lines: the cases of the standard, in pieces of every size."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynaclient._support.splitters import LineSplitter
from dynaclient.response.events import Event, EventParser, LineParser, is_error
from dynaclient.response.streams import parser_for

# (id, stream, [(event, text, id)]); after the event source tests of web-platform-tests and WHATWG HTML 9.2.6
CASES = [
    ("message", "data: YHOO\ndata: +2\ndata: 10\n\n", [("message", "YHOO\n+2\n10", "")]),
    (
        "comments, ids and an event that is cut off",
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\ndata: cut",
        [("message", "first event", "1"), ("message", "second event", ""), ("message", " third event", "")],
    ),
    ("empty data is an event", "data\n\ndata\ndata\n\ndata:", [("message", "", ""), ("message", "\n", "")]),
    ("a space or none", "data:test\n\ndata: test\n\n", [("message", "test", ""), ("message", "test", "")]),
    ("a byte order mark", "\ufeffdata:1\n\ndata:2\n\n", [("message", "1", ""), ("message", "2", "")]),
    ("two of them", "\ufeff\ufeffdata:1\n\ndata:2\n\n", [("message", "2", "")]),
    ("a mark further on", "data:1\n\n\ufeffdata:2\n\ndata:3\n\n", [("message", "1", ""), ("message", "3", "")]),
    (
        "comments of every shape",
        "data:1\r:\0\n:\r\ndata:2\n:" + "x" * 5000 + "\rdata:3\n:data:fail\r:" + "y" * 5000 + "\ndata:4\n\n",
        [("message", "1\n2\n3\n4", "")],
    ),
    ("data before the last line", "retry:1000\ndata:test1\n\nid:test\ndata:test2", [("message", "test1", "")]),
    ("field names", "data:\ndata\ndata:test\n\n", [("message", "\n\ntest", "")]),
    ("an event of another type", "event:test\ndata:x\n\ndata:x\n\n", [("test", "x", ""), ("message", "x", "")]),
    ("an empty type", "event: \ndata:data\n\n", [("message", "data", "")]),
    (
        "an id stays",
        "id: 1\ndata:a\n\ndata:b\n\nid\ndata:c\n\n",
        [("message", "a", "1"), ("message", "b", "1"), ("message", "c", "")],
    ),
    ("an id with a null is none", "id:1\ndata:a\n\nid:2\0\ndata:b\n\n", [("message", "a", "1"), ("message", "b", "1")]),
    ("ids of blocks without data", "id:7\n\ndata:a\n\n", [("message", "a", "7")]),
    (
        "field parsing",
        "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
        [("message", "\0\n 2\n1\n3\n\n4", "")],
    ),
    (
        "unknown fields",
        "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\n\n",
        [("message", "test\n", "")],
    ),
    ("leading spaces", "data:\ttest\rdata: \ndata:test\n\n", [("message", "\ttest\n\ntest", "")]),
    ("line ends of every kind", "data:test\r\ndata\ndata:test\r\n\r\n", [("message", "test\n\ntest", "")]),
    ("a null is a character", "data:\0\n\n\n\n", [("message", "\0", "")]),
    ("UTF-8", "data:ok…€𝄞\n\n", [("message", "ok…€𝄞", "")]),
    ("nothing but ends", "\n\n\r\r\n", []),
]
IDS = [case[0] for case in CASES]


def events_of(data: bytes, size: int) -> list[tuple[str, str, str]]:
    parser = EventParser()
    found = [e for start in range(0, len(data), size) for e in parser.feed(data[start : start + size])]
    return [(e.event, e.text, e.id) for e in found + parser.end()]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1 << 16])
@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=IDS)
def test_the_standards_cases(text: str, expected: list[tuple[str, str, str]], size: int) -> None:
    """Whole, and in pieces that cut line ends and characters in two."""
    assert events_of(text.encode(), size) == expected


@given(st.sampled_from(CASES), st.lists(st.integers(1, 40), min_size=1))
def test_no_cut_changes_a_stream(case: tuple[str, str, list[tuple[str, str, str]]], sizes: list[int]) -> None:
    """Whatever pieces the network makes of it."""
    data, parser, found, at = case[1].encode(), EventParser(), [], 0
    while at < len(data):
        size = sizes[len(found) % len(sizes)] if at % 2 else sizes[at % len(sizes)]
        found += parser.feed(data[at : at + size])
        at += size
    assert [(e.event, e.text, e.id) for e in found] == case[2]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"))


@given(
    st.lists(st.tuples(TEXT, TEXT.filter(lambda t: not t.startswith(" ")), st.lists(TEXT, min_size=1)), max_size=5),
    st.sampled_from(["\n", "\r", "\r\n"]),
    st.integers(1, 30),
)
def test_what_is_written_is_read(written: list[tuple[str, str, list[str]]], end: str, size: int) -> None:
    """Ids, types and lines of any text, with any line end, in pieces of any size."""
    lines = []
    for event_id, event, data in written:
        lines += [f"id: {event_id}", f"event: {event}", *(f"data: {line}" for line in data), ""]
    stream = "".join(line + end for line in lines)
    expected = [(event or "message", "\n".join(data), event_id) for event_id, event, data in written]
    assert events_of(stream.encode(), size) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("1000", 1000), ("3000x", None), ("", None), ("-1", None), ("٣", None), ("0", 0)],
)
def test_retry_is_digits_or_nothing(line: str, expected: int | None) -> None:
    """ASCII digits, says the standard."""
    assert [e.retry for e in EventParser().feed(f"retry:{line}\ndata:x\n\n".encode())] == [expected]


def test_an_event_does_not_wait_for_the_next_byte() -> None:
    """A CR ends the line, whether an LF follows or not; that LF does not add a line."""
    parser = EventParser()
    assert [e.text for e in parser.feed(b"data:1\r\r")] == ["1"]
    assert parser.feed(b"\ndata:2\r\n") == []
    assert [e.text for e in parser.feed(b"\r")] == ["2"]
    assert [e.text for e in parser.feed(b"\ndata:3\n\n")] == ["3"]


def test_broken_utf_8_is_shown_as_such() -> None:
    """As the standard decodes it; the stream goes on."""
    assert [e.text for e in EventParser().feed(b"data:\xff\n\ndata:\xe2\x82\xac\n\n")] == ["\ufffd", "€"]


def test_a_large_event_in_tiny_pieces() -> None:
    """One megabyte in pieces of 7 bytes: 150,000 of them, read in a time that grows with the size alone."""
    data = b"data:" + json.dumps({"text": "x" * (1 << 20)}).encode() + b"\n\n"
    began = time.process_time()
    parser = EventParser()
    found = [e for start in range(0, len(data), 7) for e in parser.feed(data[start : start + 7])]
    assert len(found[0].data["text"]) == 1 << 20
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "data"),
    [('{"a": 1}', {"a": 1}), ("[1]", [1]), ("12", 12), ('"x"', "x"), ("null", None), ("hello", "hello"),
     ("{broken", "{broken"), ("true enough", "true enough"), ("[" * 100_000, "[" * 100_000), ("NaN", "NaN")],
    ids=["object", "array", "number", "string", "null", "text", "broken", "almost", "deep", "NaN"],
)  # fmt: skip
def test_data_is_decoded_where_it_is_json(text: str, data: object) -> None:
    """Else it is the text; `text` has that in any case."""
    event = EventParser().feed(f"data: {text}\n\n".encode())[0]
    assert (event.data, event.text) == (data, text)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Event({"message": "x"}, "error"), True),
        (Event({"error": {"message": "x"}}), True),
        (Event({"error": None}), False),
        (Event({"error": {"message": "x"}}, "response.failed"), False),
        (Event("error"), False),
    ],
    ids=["type", "field", "null", "of its own type", "text"],
)
def test_what_is_an_error(event: Event, expected: bool) -> None:
    """An event of type error, or an `error` in one without a type."""
    assert is_error(event) is expected


def test_json_lines() -> None:
    """Each as soon as its line ends; the last needs no end, empty lines are nothing."""
    parser = LineParser()
    assert list(parser.feed(b'{"a":')) == []
    assert list(parser.feed(b" 1}\n\n  \n[2]\r")) == [{"a": 1}, [2]]
    assert list(parser.feed(b"\n3")) == []
    assert list(parser.end()) == [3]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n"))), st.integers(1, 9))
def test_lines_are_those_that_were_written(lines: list[str], size: int) -> None:
    """In pieces of any size."""
    data = "".join(f"{line}\n" for line in lines).encode()
    splitter = LineSplitter()
    found = [line for start in range(0, len(data), size) for line in splitter.feed(data[start : start + size])]
    expected = [line.encode() for line in lines]
    if expected and expected[0].startswith(b"\xef\xbb\xbf"):
        expected[0] = expected[0][3:]
    assert found == expected


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("text/event-stream; charset=utf-8", EventParser),
        ("Text/Event-Stream", EventParser),
        ("application/x-ndjson", LineParser),
        ("application/jsonl", LineParser),
        ("application/json", type(None)),
        ("", type(None)),
    ],
)
def test_the_content_type_chooses(content_type: str, kind: type) -> None:
    """In any case, with any parameters."""
    assert type(parser_for(content_type)) is kind
