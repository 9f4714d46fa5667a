"""Rows from files: JSONL, CSV, TSV, JSON arrays, Parquet, Arrow; and what is wrong with them."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import BulkError, Client
from dynaclient.bulk.inputs import input_of, input_of_stream
from tests.bulk.conftest import NOTES, NoteServer

ROWS = [{"id": "1", "text": "one", "size": 1}, {"id": "2", "text": 'zwölf, "x"\n', "size": 12}]


def _write(path: str, text: str, encoding: str = "utf-8") -> None:
    Path(path).write_bytes(text.encode(encoding))


def _jsonl(path: str) -> None:
    _write(path, "\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS))


def _array(path: str) -> None:
    _write(path, "\ufeff" + json.dumps(ROWS, ensure_ascii=False, indent=2))


def _csv(path: str, separator: str = ",") -> None:
    text = 'id,text,size\r\n1,one,1\r\n\r\n2,"zwölf, ""x""\n",12\r\n'
    _write(
        path,
        "\ufeff"
        + text.replace("id,text,size", separator.join(["id", "text", "size"]))
        .replace("1,one,1", separator.join(["1", "one", "1"]))
        .replace('2,"', f'2{separator}"')
        .replace('",12', f'"{separator}12'),
    )


def _parquet(path: str) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    pytest.importorskip("pyarrow.parquet").write_table(pyarrow.Table.from_pylist(ROWS), path)


def _arrow(path: str, *, stream: bool = False) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    ipc = pytest.importorskip("pyarrow.ipc")
    table = pyarrow.Table.from_pylist(ROWS)
    make = ipc.new_stream if stream else ipc.new_file
    with pyarrow.OSFile(path, "wb") as file, make(file, table.schema) as writer:
        writer.write_table(table)


FILES = [
    pytest.param("rows.jsonl", _jsonl, id="lines"),
    pytest.param("rows.json", _jsonl, id="lines in a .json"),
    pytest.param("rows.json", _array, id="array"),
    pytest.param("rows.txt", _array, id="array by its first byte"),
    pytest.param("rows.csv", _csv, id="csv"),
    pytest.param("rows.csv", lambda path: _csv(path, ";"), id="csv with semicolons"),
    pytest.param("rows.tsv", lambda path: _csv(path, "\t"), id="tsv"),
    pytest.param("rows.parquet", _parquet, id="parquet"),
    pytest.param("rows", _parquet, id="parquet by its first bytes"),
    pytest.param("rows.arrow", _arrow, id="arrow file"),
    pytest.param("rows.arrows", lambda path: _arrow(path, stream=True), id="arrow stream"),
]


@pytest.mark.parametrize(("name", "write"), FILES)
def test_the_rows_of_a_file(notes: NoteServer, here: Path, name: str, write: Callable[[str], None]) -> None:
    """The same rows from every form; text becomes what the document declares."""
    write(name)
    done = sorted(Client(NOTES, base_url=notes.url).map("createNote", name, key="id"), key=lambda done: done.number)
    assert [item.key for item in done] == ["1", "2"]
    assert [item.data for item in done] == [
        {"name": row["text"], "text": row["text"], "size": row["size"]} for row in ROWS
    ]


def test_columns_that_are_no_argument_are_left_out_of_files(notes: NoteServer, here: Path) -> None:
    """And reported."""
    _write("rows.csv", "text,colour,note\na,red,x\n")
    report = Client(NOTES, base_url=notes.url).map("createNote", "rows.csv").run()
    assert report.unused == ("colour", "note")


BAD = [
    pytest.param(
        "r.csv", b"id,text\n1,a\n2\n", r"row 2: line 3 has 1 cell, but the first line has 2 names", id="cells"
    ),
    pytest.param("r.csv", b'id,text\n1,a\n2,"half', r"not CSV at line 3: it ends within quotes", id="half a line"),
    pytest.param("r.csv", b'id,text\n1,"a"b\n', r"not CSV at line 2: ", id="text after quotes"),
    pytest.param("r.csv", b"id,text\n1,\xe9\n", r"row 1, text: line 2 is not UTF-8 \(byte 0xe9\)", id="latin-1"),
    pytest.param("r.csv", b"id,id,text\n1,2,3\n", r"has the column 'id' more than once", id="a column twice"),
    pytest.param("r.csv", "id,text\n1,a\n".encode("utf-16"), r"is UTF-16 or UTF-32, and must be UTF-8", id="utf-16"),
    pytest.param(
        "r.csv",
        b"id,txt\n1,a\n",
        r"text: this is required and missing(?s:.*)Columns that match no argument: txt",
        id="misspelt",
    ),
    pytest.param(
        "r.csv", b"id,text,size\n1,a,x\n", r'size: expected integer, given string "x"', id="text for a number"
    ),
    pytest.param("r.jsonl", b'{"id": 1, "text": "a"}\n{"id": 2', r"row 2: line 2 is not JSON", id="half a JSON line"),
    pytest.param(
        "r.jsonl", b'{"id": 1, "text": "\xff"}\n', r"row 1: line 1 is not UTF-8 \(byte 0xff", id="bytes in JSON"
    ),
    pytest.param("r.jsonl", b"[1]\n2\nnull\n", r"item 1 is an integer, not an object", id="array of numbers"),
    pytest.param("r.jsonl", b'"a"\n', r"line 1 is a string, not an object of arguments", id="a string a line"),
    pytest.param("r.json", b'[{"id": 1, "text": "a"}, {"id": ', r"is not JSON in item 2", id="half an array"),
    pytest.param("r.json", b'[{"id": 1, "text": "a"} {}]', r"has '\{' after item 1, where a comma", id="no comma"),
    pytest.param(
        "r.json", b'[{"id": 1, "text": "a"}', r"ends after item 1, where a comma or \] must follow", id="open"
    ),
    pytest.param("r.json", b'[{"id": 1, "text": b}]', r"is not JSON in item 1: Expecting value", id="no JSON"),
    pytest.param("r.json", b"text", r"is neither a JSON array of objects nor one object a line", id="text in .json"),
    pytest.param("r.parquet", b"PAR1 but no more", r"cannot be read as Parquet: ", id="parquet"),
    pytest.param("r.arrow", b"ARROW1 but no more", r"cannot be read as Arrow: ", id="arrow"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD)
def test_a_bad_file_is_a_clear_error_and_nothing_is_sent(
    notes: NoteServer, here: Path, name: str, content: bytes, reason: str
) -> None:
    """Whatever is wrong with it."""
    if name.endswith((".parquet", ".arrow")):
        pytest.importorskip("pyarrow")
    if name == "r.jsonl" and content.startswith(b"["):
        name = "r.txt"
    Path(name).write_bytes(content)
    with pytest.raises(BulkError, match=reason) as caught:
        Client(NOTES, base_url=notes.url).map("createNote", name, key="id", into="out.jsonl").run()
    assert "Nothing was sent." in str(caught.value)
    assert notes.seen == []
    assert [path.name for path in here.iterdir()] == [name]


def test_an_empty_file_has_no_rows(notes: NoteServer, here: Path) -> None:
    """Which is no error."""
    for name in ("a.csv", "a.jsonl", "a.txt"):
        Path(name).write_bytes(b"")
        assert Client(NOTES, base_url=notes.url).map("createNote", name).run().total == 0


@pytest.mark.parametrize("block", [1, 7, 64])
def test_an_array_is_read_piece_by_piece(block: int) -> None:
    """Wherever a piece ends: within a character, a number, an escape."""
    rows = [{"a": 'ü\\"€𝄞', "n": [1.5e3, -12, True, None]}, {"a": {"b": [{}]}}, {"c": "x" * 100}]
    data = (
        "  [" + " ,\n ".join(json.dumps(row, ensure_ascii=number % 2 == 0) for number, row in enumerate(rows)) + "] "
    ).encode()

    class Trickle(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(block)

        read1 = read

    assert list(input_of_stream(Trickle(data)).read()) == rows


def test_an_array_takes_no_more_memory_than_its_rows(here: Path) -> None:
    """20 MB of rows in less than 3 MB."""
    import tracemalloc

    with Path("big.json").open("w") as file:
        rows = (json.dumps({"id": number, "text": "x" * 1000}) for number in range(20_000))
        file.writelines(f"{',' if number else '['}{row}" for number, row in enumerate(rows))
        file.write("]")
    tracemalloc.start()
    try:
        assert sum(1 for _ in input_of("big.json").read()) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()


def test_a_pipe_is_read_once_as_its_rows_come(notes: NoteServer) -> None:
    """The first row is sent before the last one is written."""
    reader, writer = os.pipe()
    sent = threading.Event()

    def write() -> None:
        with os.fdopen(writer, "wb") as file:
            for number in range(30):
                if number == 20:
                    sent.wait(20)
                file.write(b'{"text": "t%d"}\n' % number)
                file.flush()

    thread = threading.Thread(target=write)
    thread.start()
    with os.fdopen(reader, "rb") as stream:
        from dynaclient.bulk.mapping import job_of
        from dynaclient.bulk.options import JobOptions

        count = 0
        for done in job_of(Client(NOTES, base_url=notes.url), "createNote", input_of_stream(stream), JobOptions()):
            sent.set()
            count += done.ok
    thread.join()
    assert count == 30


def test_a_missing_extra_names_its_install_line(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    Path("rows.parquet").write_bytes(b"PAR1")
    with pytest.raises(Exception, match=r"pip install 'dynaclient\[arrow\]'"):
        Client(NOTES, base_url="http://localhost").map("createNote", "rows.parquet").run()


def test_lines_of_any(notes: NoteServer) -> None:
    """Rows of numpy and datetime values."""
    numpy: Any = pytest.importorskip("numpy")
    client = Client(NOTES, base_url=notes.url)
    done = list(client.map("createNote", [{"text": "a", "size": numpy.int64(3), "id": numpy.int64(7)}], key="id"))
    assert (done[0].key, done[0].data["size"]) == (7, 3)
