"""Sequences on the command line: a body from a file, standard input or JSON goes item by item; answers print so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sequences.conftest import Recorder
from tests.sequences.conftest import server as server  # noqa: PLC0414  # a fixture
from tests.sequences.described import document


@pytest.fixture
def sequences(run, server: Recorder, tmp_path: Path):
    """Runs the command with the document of sequences, against the recorder."""
    (tmp_path / "seq.json").write_text(json.dumps(document()))

    def sequences(*argv: str, **more: Any):
        return run(argv[0], "--spec", str(tmp_path / "seq.json"), "--base-url", server.url, *argv[1:], **more)

    return sequences


LINES = b'{"a": 1}\n\n{"a": 2}\n'
WIRE = b'{"a": 1}\n{"a": 2}\n'


def test_a_file_standard_input_and_json_are_sent_item_by_item(sequences, server: Recorder, tmp_path: Path) -> None:
    """With numbers as they are written; records too."""
    (tmp_path / "x.jsonl").write_bytes(LINES)
    assert sequences("lines", "-b", f"@{tmp_path / 'x.jsonl'}").code == 0
    assert (server.last().body, server.arrived[-1].headers["Transfer-Encoding"]) == (WIRE, "chunked")
    for given in ("-", "@-"):
        assert sequences("lines", "-b", given, stdin=LINES).code == 0
        assert server.last().body == WIRE
    assert sequences("records", "-b", '[{"a": 1}, {"a": 2}]').code == 0
    assert server.last().body == b'\x1e{"a":1}\n\x1e{"a":2}\n'
    assert sequences("lines", "-b", '{"a": 5}').code == 0
    assert server.last().body == b'{"a": 5}'
    assert sequences("nested", "-b", '[[1], [{}, "x", "png"]]').code == 0
    assert server.last().headers["Content-Type"].startswith("multipart/mixed; boundary=")


def test_a_wrong_item_stops_the_request(sequences, server: Recorder) -> None:
    """Exit code 2, and what was sent before it."""
    done = sequences("lines", "-b", "-", stdin=b'{"a": 1}\n{"a": "x"}\n{"a": 3}\n')
    assert done.code == 2
    assert (
        "lines: item 1 of the body does not fit. 1 item before it was sent, and the request was broken off." in done.err
    )
    assert '/body/1/a: expected integer, given string "x"' in done.err
    assert (server.last().body, server.arrived[-1].whole) == (b'{"a": 1}\n', False)


@pytest.mark.parametrize(
    ("kind", "text", "options", "printed"),
    [
        ("application/jsonl", WIRE, (), WIRE.decode()),
        ("application/json-seq", b'\x1e{"a": 1}\n\x1e{"a": 2}\n', (), '{"a":1}\n{"a":2}\n'),
        ("application/json-seq", b'\x1e{"a": 1}\n', ("--format", "raw"), '\x1e{"a": 1}\n'),
        ("application/jsonl", WIRE, ("--select", "a"), "1\n2\n"),
        (
            "multipart/mixed; boundary=b",
            (
                b"--b\r\nContent-Type: application/json\r\n\r\n[1]\r\n"
                b"--b\r\nContent-Type: image/png\r\n\r\npng\r\n--b--\r\n"
            ),
            ("--format", "ndjson"),
            '[1]\n"(image/png, 3 bytes)"\n',
        ),
    ],
)
def test_an_answer_prints_item_by_item(
    kind: str, text: bytes, options: tuple[str, ...], printed: str, sequences, server: Recorder
) -> None:
    """Lines as the server sent them, records as lines, parts by what they hold."""
    server.reply = lambda arrived: (200, {"Content-Type": kind}, text)
    done = sequences("lines", "-b", '{"a": 1}', *options)
    assert (done.code, done.out.replace(": ", ":")) == (0, printed.replace(": ", ":"))


def test_a_person_reads_what_a_body_takes(sequences, run, server: Recorder, tmp_path: Path) -> None:
    """`show` has the fields of an item; `--curl` and `--dry-run` send nothing."""
    done = run("show", "lines", "--spec", str(tmp_path / "seq.json"))
    assert "items of object" in done.out
    assert "Items are checked and sent one by one: -b @FILE, -b - for stdin" in done.out
    assert "  a  integer, required" in done.out
    (tmp_path / "x.jsonl").write_bytes(LINES)
    assert (
        f"--data-binary @{tmp_path / 'x.jsonl'}" in sequences("lines", "-b", f"@{tmp_path / 'x.jsonl'}", "--curl").out
    )
    assert "(part 0: application/json 3 bytes)" in sequences("nested", "-b", "[[1], []]", "--dry-run").out
    assert "Content-Type: application/json\r\n\r\n[1]" in sequences("nested", "-b", "[[1], []]", "--curl").out
    assert server.arrived == []
