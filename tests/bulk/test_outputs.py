"""Results as JSON lines, CSV, TSV and Parquet, as they finish or in the order of the rows."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import BulkError, Client
from tests.bulk.conftest import NOTES, REFUSED, Mapper, NoteServer, lines, texts
from tests.runtime.server import Reply, as_json

Make = Callable[..., Mapper]


def test_a_line_has_the_key_the_status_and_the_data_or_the_error(mapper: Make, notes: NoteServer, here: Path) -> None:
    """And how often the row was sent."""
    notes.answers |= {"t1": [REFUSED[503], as_json({"a": "ü"}, 201)], "t2": [REFUSED[404]]}
    made = mapper()
    with pytest.raises(BulkError):
        made.run("createNote", texts(2), key="id", into="out.jsonl", order="input")
    assert lines("out.jsonl") == [
        {"key": "n1", "status": 201, "data": {"a": "ü"}, "attempts": 2},
        {
            "key": "n2",
            "status": 404,
            "error": {
                "outcome": "failed",
                "type": "NotFound",
                "message": "createNote: the server answered 404 Not Found: no 404",
            },
            "attempts": 1,
        },
    ]


def test_the_order_of_the_input(mapper: Make, notes: NoteServer, here: Path) -> None:
    """Also over several runs."""
    rows = texts(60)
    notes.answers = {f"t{number}": [REFUSED[404]] for number in range(2, 60, 3)}
    made = mapper()
    with pytest.raises(BulkError):
        made.run("createNote", rows, key="id", into="out.jsonl", order="input")
    notes.answers.clear()
    made.run("createNote", rows, key="id", into="out.jsonl", order="input")
    assert [line["key"] for line in lines("out.jsonl")] == [row["id"] for row in rows]
    assert all(line["data"]["name"] == f"t{line['key'][1:]}" for line in lines("out.jsonl"))


def test_a_part_of_the_data_is_selected(notes: NoteServer, here: Path) -> None:
    client = Client(NOTES, base_url=notes.url)
    client.map(
        "createNote", texts(2), key="id", into="out.jsonl", select=lambda data: data["name"], order="input"
    ).run()
    assert [(line["key"], line["data"]) for line in lines("out.jsonl")] == [("n1", "t1"), ("n2", "t2")]


def test_a_part_that_is_not_there_ends_the_job_and_keeps_the_data(notes: NoteServer, here: Path) -> None:
    """The call was made."""
    client = Client(NOTES, base_url=notes.url)
    with pytest.raises(KeyError, match="nome"):
        client.map("createNote", texts(500), key="id", into="out.jsonl", select=lambda data: data["nome"]).run()
    assert len(lines("out.jsonl")) == len(notes.seen) < 500
    assert lines("out.jsonl")[0]["data"]["name"]


@pytest.mark.parametrize(("name", "separator"), [("out.csv", ","), ("out.tsv", "\t")])
def test_a_table_has_a_column_for_each_member(notes: NoteServer, here: Path, name: str, separator: str) -> None:
    """Nested values as JSON; errors in a column of their own."""
    notes.answers = {
        "t1": [as_json({"a": 'x,\t"y"', "b": [1, 2], "key": 5})],
        "t2": [as_json({"c": None, "b": {"d": "ü"}})],
        "t3": [REFUSED[404]],
        "t4": [as_json([1])],
    }
    client = Client(NOTES, base_url=notes.url)
    with pytest.raises(BulkError):
        client.map("createNote", texts(4), key="id", into=name, order="input").run()
    with Path(name).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=separator))
    message = "createNote: the server answered 404 Not Found: no 404"
    empty = dict.fromkeys(["a", "b", "data.key", "c", "error", "data"], "")
    assert rows == [
        {**empty, "key": "n1", "status": "200", "a": 'x,\t"y"', "b": "[1, 2]", "data.key": "5"},
        {**empty, "key": "n2", "status": "200", "b": '{"d": "ü"}'},
        {**empty, "key": "n3", "status": "404", "error": message},
        {**empty, "key": "n4", "status": "200", "data": "[1]"},
    ]


def test_parquet_has_the_types_of_the_data(mapper: Make, notes: NoteServer, here: Path) -> None:
    """A column whose values do not go together is JSON text."""
    parquet: Any = pytest.importorskip("pyarrow.parquet")
    notes.answers = {
        "t1": [as_json({"n": 1, "list": [1.5], "object": {"a": 1}, "mixed": 1, "empty": {}})],
        "t2": [as_json({"n": 2, "list": [], "object": {"b": "x"}, "mixed": "two"})],
        "t3": [as_json({"n": 2.5, "late": True})],
    }
    mapper().run("createNote", texts(3), key="id", into="out.parquet", order="input")
    assert parquet.read_table("out.parquet").to_pylist() == [
        {"key": "n1", "status": 200, "n": 1.0, "list": [1.5], "object": {"a": 1, "b": None}, "mixed": "1",
         "empty": "{}", "late": None},
        {"key": "n2", "status": 200, "n": 2.0, "list": [], "object": {"a": None, "b": "x"}, "mixed": "two",
         "empty": None, "late": None},
        {"key": "n3", "status": 200, "n": 2.5, "list": None, "object": None, "mixed": None, "empty": None,
         "late": True},
    ]  # fmt: skip


def test_other_bodies(notes: NoteServer, here: Path) -> None:
    """Bytes as base64, text as text, nothing as null."""
    notes.answers = {
        "t1": [Reply(200, b"\x00\xff", {"Content-Type": "image/png"})],
        "t2": [Reply(200, "ü".encode(), {"Content-Type": "text/plain; charset=utf-8"})],
        "t3": [Reply(204, b"")],
    }
    Client(NOTES, base_url=notes.url).map("createNote", texts(3), key="id", into="out.jsonl", order="input").run()
    assert [line["data"] for line in lines("out.jsonl")] == [{"base64": "AP8="}, "ü", None]


def test_an_answer_that_cannot_be_decoded_is_unknown(mapper: Make, notes: NoteServer, here: Path) -> None:
    """The server acted; a GET can be made again, so that it has failed."""
    broken = Reply(200, b"{", {"Content-Type": "application/json"})
    notes.answers = {"t1": [broken], "x": [broken]}
    made = mapper()
    assert made.rows(made.job("createNote", texts(1), key="id", into="out.jsonl"))[0].state.name == "UNKNOWN"
    assert made.rows(made.job("getNote", [{"note_id": "x"}], into="get.jsonl"))[0].state.name == "FAILED"
