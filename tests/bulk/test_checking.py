"""Rows are checked before they are sent: all of them if they can be read twice, else window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import BulkError, Client
from tests.bulk.conftest import NOTES, Mapper, NoteServer, lines, texts

Make = Callable[..., Mapper]


def test_every_bad_row_is_in_one_report_and_nothing_is_sent(mapper: Make, notes: NoteServer, here: Path) -> None:
    """With its number, key, column and reason; nothing is left on disk."""
    rows = [
        {"id": "a", "text": "fine"},
        {"id": "b", "text": 5, "size": -1},
        {"id": "c", "size": 1},
        {"id": "", "text": "x"},
        {"text": "x"},
        {"id": "a", "text": "x", "colour": "red"},
        "d",
        {"id": ["e"], "text": "x"},
    ]
    job = mapper().job("createNote", rows, key="id", into="out.jsonl")
    with pytest.raises(BulkError, match=r"createNote: 7 of 8 rows cannot be sent\. Nothing was sent\.") as caught:
        mapper().rows(job)
    report = caught.value.report
    found = [
        (bad.number, bad.key, bad.column, bad.reason.partition(":")[0].partition(".")[0]) for bad in report.bad_rows
    ]
    assert found == [
        (2, "b", "text", "expected string, given integer 5"),
        (2, "b", "size", "expected at least 0, given integer -1"),
        (3, "c", "text", "this is required and missing"),
        (4, None, "id", "the key is missing"),
        (5, None, "id", "there is no column 'id'"),
        (6, "a", "the key", "row 1 has the key 'a' too"),
        (6, "a", "colour", "there is no argument 'colour'"),
        (7, None, "", "a row must be a mapping from arguments to values, not string"),
        (8, None, "id", 'the key must be text or an integer, not ["e"]'),
    ]
    assert (report.total, report.bad, report.sent) == (8, 7, 0)
    assert caught.value.nothing_sent
    assert "  row 2 (key 'b'), size: expected at least 0, given integer -1" in str(caught.value).splitlines()
    assert notes.seen == []
    assert list(here.iterdir()) == []


def test_bad_rows_can_be_left_out(mapper: Make, notes: NoteServer, here: Path) -> None:
    """They are yielded, written and listed as rows to mend and feed in again."""
    rows = [{"id": "a", "text": "t1"}, {"id": "b", "text": 5}, {"id": "c", "text": "t3"}, {"id": "c", "text": "t4"}]
    made = mapper()
    job = made.job("createNote", rows, key="id", into="out.jsonl", skip_bad=True)
    found = made.rows(job)
    assert [done.state.name for done in found] == ["DONE", "BAD", "DONE", "BAD"]
    assert "row 2 (key 'b'), text: expected string" in str(found[1].error)
    assert notes.done == {"t1": 1, "t3": 1}
    assert (job.report.done, job.report.bad, job.report.failed) == (2, 2, 0)
    written = [(line["key"], line["status"], line.get("error", {}).get("outcome")) for line in lines("out.jsonl")]
    assert sorted(written, key=str) == [("a", 200, None), ("b", None, "bad"), ("c", 200, None), ("c", None, "bad")]
    assert lines("out.failed.jsonl") == [rows[1], rows[3]]
    again = made.job("createNote", rows, key="id", into="out.jsonl", skip_bad=True)
    assert made.rows(again) == []
    assert (again.report.earlier, again.report.bad) == (2, 2)


def test_an_iterator_is_checked_in_windows(mapper: Make, notes: NoteServer) -> None:
    """What came before a bad window is sent; nothing of it is."""

    def rows() -> Iterator[dict[str, Any]]:
        for number in range(1, 101):
            yield {"text": f"t{number}" if number != 60 else 60}

    made = mapper()
    job = made.job("createNote", rows())
    with pytest.raises(
        BulkError, match=r"1 of rows 41 to 80 cannot be sent\.\n  row 60, text: expected string"
    ) as caught:
        made.rows(job)
    assert set(notes.done) == {f"t{number}" for number in range(1, 41)}
    assert (job.report.done, job.report.sent, job.report.bad) == (40, 40, 1)
    assert not caught.value.nothing_sent


def test_a_check_alone_sends_nothing(mapper: Make, notes: NoteServer, here: Path) -> None:
    """And says how many requests it would be."""
    made = mapper()
    assert made.check("createNote", texts(25), key="id", into="out.jsonl").total == 25
    assert made.check("createNote", iter(texts(25)), key="id").total == 25
    with pytest.raises(BulkError, match="1 of 3 rows cannot be sent"):
        made.check("createNote", [*texts(2), {"id": "x", "text": None}], key="id")
    assert notes.seen == []
    assert list(here.iterdir()) == []


def test_a_function_that_fails_makes_a_bad_row(mapper: Make) -> None:
    """With the text of its error."""
    made = mapper()
    with pytest.raises(BulkError, match=r"row 1: arguments= raised KeyError: 'b'"):
        made.check("createNote", [{"a": 1}], arguments=lambda row: {"text": row["b"]})
    with pytest.raises(BulkError, match=r"row 1: arguments= must return a mapping, not string"):
        made.check("createNote", [{"a": 1}], arguments=lambda row: "text")
    with pytest.raises(BulkError, match=r"row 1: key= raised KeyError: 'b'"):
        made.check("createNote", [{"text": "1"}], key=lambda row: row["b"])


def test_a_missing_column_suggests_the_nearest(mapper: Make) -> None:
    made = mapper()
    with pytest.raises(BulkError, match=r"row 1, txet: there is no column 'txet'\. Did you mean 'text'\?"):
        made.check("createNote", [{"text": "1"}], arguments={"text": "txet"})


@pytest.mark.parametrize(("mode", "sent"), [("warn", 2), (False, 2), (True, 0), ("strict", 0)])
def test_the_mode_of_the_client_decides_what_is_bad(notes: NoteServer, mode: Any, sent: int) -> None:
    """As it does for a call."""
    client = Client(NOTES, base_url=notes.url, validate=mode)
    job = client.map("createNote", [{"text": "t1"}, {"text": "t" * 21}])
    if sent:
        assert len(list(job)) == sent
    else:
        with pytest.raises(BulkError):
            list(job)
    assert len(notes.seen) == sent


def test_a_hundred_thousand_keys_take_little_memory() -> None:
    """Every key once, and every second one found."""
    from dynaclient.bulk.key_set import KeySet

    keys = KeySet()
    assert not any(keys.add(f"key-{number}", number) for number in range(1, 20_001))
    assert [keys.add(f"key-{number}", 0) for number in range(1, 20_001)] == list(range(1, 20_001))
    assert keys.add(1, 5) == 0
    assert keys.add("1", 6) == 5
