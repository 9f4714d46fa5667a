"""Nothing lost, nothing twice: what a job leaves on disk at any moment, and what the next run makes of it."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import BulkError, Client, RequestError
from dynaclient.bulk.journal import Journal
from dynaclient.bulk.journal_log import Entry
from dynaclient.bulk.states import State
from tests.bulk.conftest import NOTES, QUICK, REFUSED, Mapper, NoteServer, by_key, lines, texts

Make = Callable[..., Mapper]
ROOT = Path(__file__).resolve().parents[2]


def test_the_same_call_again_does_only_what_is_missing(mapper: Make, notes: NoteServer, here: Path) -> None:
    """Rows that failed are sent again, and their errors leave the output; a job that is done does nothing."""
    notes.answers["t3"] = [REFUSED[404]]
    made = mapper()
    with pytest.raises(BulkError):
        made.run("createNote", texts(5), key="id", into="out.jsonl")
    assert by_key("out.jsonl")["n3"]["error"]["type"] == "NotFound"
    assert lines("out.failed.jsonl") == [{"id": "n3", "text": "t3"}]
    del notes.answers["t3"]
    report = made.run("createNote", texts(5), key="id", into="out.jsonl")
    assert (report.earlier, report.done, report.failed) == (4, 1, 0)
    assert by_key("out.jsonl")["n3"] == {
        "key": "n3", "status": 200, "data": {"name": "t3", "text": "t3"}, "attempts": 1,
    }  # fmt: skip
    assert not Path("out.failed.jsonl").exists()
    size = Path("out.jsonl").stat().st_size
    assert made.run("createNote", texts(5), key="id", into="out.jsonl").sent == 0
    assert Path("out.jsonl").stat().st_size == size
    assert set(notes.done.values()) == {1}
    assert len(notes.seen) == 6


def test_failed_rows_can_be_fed_in_again(mapper: Make, notes: NoteServer, here: Path) -> None:
    """As the rows of another job."""
    notes.answers["t2"] = [REFUSED[400]]
    made = mapper()
    with pytest.raises(BulkError):
        made.run("createNote", texts(3), key="id", into="out.jsonl")
    del notes.answers["t2"]
    assert made.run("createNote", "out.failed.jsonl", key="id", into="more.jsonl").done == 1
    assert set(by_key("more.jsonl")) == {"n2"}


def test_a_key_is_the_same_after_a_crash_and_another_after_a_refusal(notes: NoteServer, here: Path) -> None:
    """A server that remembers keys would repeat its refusal for ever."""
    client = Client(NOTES, base_url=notes.url, retries=0, idempotency=True)
    notes.answers["t1"] = [REFUSED[404]]
    notes.answers["t2"] = [REFUSED[500]]
    with pytest.raises(BulkError):
        client.map("createNote", texts(2), into="out.jsonl", key="id").run()
    notes.answers.clear()
    assert client.map("createNote", texts(2), into="out.jsonl", key="id").run().done == 2
    keys: dict[str, list[str]] = {}
    for seen in notes.seen:
        keys.setdefault(seen.json["text"], []).append(seen.headers["Idempotency-Key"])
    assert keys["t1"][0] != keys["t1"][1]
    assert keys["t2"][0] == keys["t2"][1]


CHANGES = [
    pytest.param({"rows": texts(5)}, r"there were 4 rows before, and there are 5 now", id="a row more"),
    pytest.param({"rows": texts(3)}, r"there were 4 rows before, and there are 3 now", id="a row less"),
    pytest.param(
        {"rows": [*texts(2), {"id": "n3", "text": "other"}, {"id": "x", "text": "t4"}]},
        r"rows 3, 4 had another key or other arguments",
        id="other rows",
    ),
    pytest.param({"constants": {"size": 2}}, r"constant size: 1 before, and 2 now", id="a constant"),
    pytest.param({"constants": {}}, r"constant size: 1 before, and not given now", id="no constant"),
    pytest.param({"key": None}, r"key: 'id' before, and not given now", id="no key"),
    pytest.param({"arguments": {"text": "id"}}, r"argument text: not given before, and 'id' now", id="columns"),
    pytest.param({"operation": "putNote"}, r"operation: 'createNote' before, and 'putNote' now", id="operation"),
    pytest.param({"order": "input"}, r"order: 'finished' before, and 'input' now", id="order"),
    pytest.param(
        {"base_url": "http://127.0.0.1:1/other"},
        r"server: 'http://127.*, and 'http://127.0.0.1:1/other' now",
        id="server",
    ),
]


@pytest.mark.parametrize(("change", "reason"), CHANGES)
def test_another_job_under_the_same_output_is_refused(
    notes: NoteServer, here: Path, change: dict[str, Any], reason: str
) -> None:
    """With the difference; the output stays."""
    client = Client(NOTES, base_url=notes.url)
    rows = [{**row, "note_id": "x"} for row in texts(4)]

    def start(operation: str = "createNote", rows: Any = rows, base_url: str = notes.url, **options: Any) -> Any:
        given = {"key": "id", "constants": {"size": 1}, "arguments": {"text": "text"}, **options}
        if "arguments" not in options:
            given["arguments"] = {}
            rows = [
                {name: value for name, value in row.items() if name != "note_id" or operation == "putNote"}
                for row in rows
            ]
        return client.with_options(base_url=base_url).map(operation, rows, into="out.jsonl", **given)

    start().run()
    before = Path("out.jsonl").read_bytes()
    with pytest.raises(BulkError, match=reason) as caught:
        start(**change).run()
    assert "Nothing was sent." in str(caught.value)
    assert Path("out.jsonl").read_bytes() == before
    assert len(notes.seen) == 4
    assert start().run().earlier == 4


def test_a_changed_stream_is_refused(notes: NoteServer, here: Path) -> None:
    """At the first row that differs, or where it ends too early."""
    client = Client(NOTES, base_url=notes.url)
    client.map("createNote", iter(texts(30)), into="out.jsonl", key="id").run()
    with pytest.raises(BulkError, match=r"row 12 had another key or other arguments"):
        client.map("createNote", iter([*texts(11), *texts(40)[20:]]), into="out.jsonl", key="id").run()
    with pytest.raises(BulkError, match=r"there were 30 rows before, and there are 20 now"):
        client.map("createNote", iter(texts(20)), into="out.jsonl", key="id").run()
    assert client.map("createNote", iter(texts(30)), into="out.jsonl", key="id").run().earlier == 30
    assert len(notes.seen) == 30


def test_a_job_of_which_nothing_was_done_may_change(notes: NoteServer, here: Path) -> None:
    """Such as one that was sent to a wrong address."""
    client = Client(NOTES, base_url="http://127.0.0.1:9", retries=0)
    with pytest.raises(BulkError):
        client.map("createNote", texts(3), into="out.jsonl", key="id").run()
    report = client.with_options(base_url=notes.url).map("createNote", texts(5), into="out.jsonl", key="id").run()
    assert (report.done, len(by_key("out.jsonl"))) == (5, 5)


def test_a_secret_constant_is_not_in_the_journal(notes: NoteServer, here: Path) -> None:
    """Its digest is, so that another one is noticed."""
    client = Client(NOTES, base_url=notes.url)
    rows = texts(2)
    client.map("createNote", rows, key="id", into="out.jsonl", constants={"token": "hidden-123", "size": 3}).run()
    journal = "".join(path.read_text("latin-1") for path in Path("out.jsonl.journal").iterdir())
    assert "hidden-123" not in journal
    with pytest.raises(BulkError, match="constant token: 'blake2b:"):
        client.map("createNote", rows, key="id", into="out.jsonl", constants={"token": "hidden-124", "size": 3}).run()


@pytest.mark.parametrize(
    ("name", "into", "order"),
    [
        ("out.jsonl", "out.jsonl", None),
        ("out.jsonl", "out.jsonl", "input"),
        ("out.csv", "out.csv", None),
        ("out.failed.jsonl", "out.jsonl", None),
        ("out.unknown.jsonl", "out.csv", None),
    ],
)
def test_a_file_that_no_job_wrote_is_not_touched(
    notes: NoteServer, here: Path, name: str, into: str, order: str | None
) -> None:
    Path(name).write_text("mine\n")
    reason = f"'{name}' exists, and this job did not write it: delete it, or name another output"
    with pytest.raises(BulkError, match=reason):
        Client(NOTES, base_url=notes.url).map("createNote", texts(1), key="id", into=into, order=order).run()
    assert Path(name).read_text() == "mine\n"
    assert [path.name for path in here.iterdir()] == [name]


@pytest.mark.parametrize(("rows", "into"), [("rows.csv", "rows.csv"), ("out.failed.jsonl", "out.csv")])
def test_an_output_does_not_replace_the_rows(notes: NoteServer, here: Path, rows: str, into: str) -> None:
    Path(rows).write_text("id,text\na,one\n")
    with pytest.raises(RequestError, match=rf"the rows are in '{rows}'.*: name another output"):
        Client(NOTES, base_url=notes.url).map("createNote", rows, key="id", into=into).run()
    assert Path(rows).read_text() == "id,text\na,one\n"
    assert [path.name for path in here.iterdir()] == [rows]


def test_an_output_that_cannot_be_written_says_that_nothing_was_sent(notes: NoteServer, here: Path) -> None:
    Path("out.jsonl.journal").write_text("a file, where the folder would be")
    with pytest.raises(BulkError, match=r"'out.jsonl.journal' cannot be written: File exists\. Nothing was sent\."):
        Client(NOTES, base_url=notes.url).map("createNote", texts(1), key="id", into="out.jsonl").run()
    assert not notes.seen


@pytest.mark.parametrize("change", [lambda data: data[:-10], lambda data: data + b'{"key": "zz"}\n', lambda data: b""])
def test_an_output_that_was_changed_is_refused(notes: NoteServer, here: Path, change: Callable[[bytes], bytes]) -> None:
    """It would no longer be what the journal says."""
    client = Client(NOTES, base_url=notes.url)
    client.map("createNote", texts(3), key="id", into="out.jsonl").run()
    path = Path("out.jsonl")
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(BulkError, match=r"'out.jsonl' was changed after this job wrote it"):
        client.map("createNote", texts(3), key="id", into="out.jsonl").run()
    assert len(notes.seen) == 3


def test_two_processes_do_not_run_one_job(here: Path, notes: NoteServer) -> None:
    """The second one is refused, and the first goes on."""
    job = iter(Client(NOTES, base_url=notes.url).map("createNote", texts(50), key="id", into="out.jsonl", workers=1))
    next(job)
    with pytest.raises(BulkError, match="another process is running this job"):
        Client(NOTES, base_url=notes.url).map("createNote", texts(50), key="id", into="out.jsonl").run()
    assert len(list(job)) == 49


# what a killed process leaves


def _journal(folder: Path) -> Journal:
    """The journal of a job with rows n1 to n4: n1 is done, n2 has its result only, n3 and n4 were being sent."""
    journal = Journal(str(folder / "out.jsonl.journal"), str(folder / "out.jsonl"))
    rows = texts(4)
    from dynaclient.bulk.rows import Row

    journal.digests.append(
        b"".join(Row(n, row, row["id"], {"text": row["text"]}).digest() for n, row in enumerate(rows, 1))
    )
    return journal


def _leave(
    folder: Path, url: str, operation: str = "createNote", *, safe: bool = False, keys: bool = False, tail: bytes = b""
) -> None:
    journal = _journal(folder)
    from dynaclient.bulk.identity import identity_of
    from dynaclient.bulk.options import JobOptions
    from dynaclient.bulk.outputs import output_of

    identity = identity_of(operation, url, JobOptions(key="id"), output_of("out.jsonl", None, None), has_keys=keys)
    journal.begin({"version": 1, "run": "a" * 32, **identity, "total": 4})
    from dynaclient.bulk.rows import Row

    for number in range(1, 5):
        journal.started([Row(number, {}, f"n{number}")], is_safe=safe)
    line = b'{"key": "n%d", "status": 200, "data": 1, "attempts": 1}\n'
    journal.finished([Entry(1, State.DONE, line % 1)])
    journal.results.append(line % 2 + tail)
    journal.close()


def test_rows_in_flight_are_unknown_if_they_must_not_be_sent_twice(mapper: Make, notes: NoteServer, here: Path) -> None:
    """A result that was written counts; a torn line is cut; `resend_unknown` sends the others."""
    _leave(here, notes.url, tail=b'{"key": "n3", "sta')
    made = mapper()
    job = made.job("createNote", texts(4), key="id", into="out.jsonl")
    found = made.rows(job)
    assert [(done.key, done.state.name) for done in found] == [("n3", "UNKNOWN"), ("n4", "UNKNOWN")]
    assert "an earlier run ended while this row was being sent" in str(found[0].error)
    assert (job.report.earlier, job.report.unknown, job.report.unknown_keys) == (2, 2, ["n3", "n4"])
    assert {key: line.get("error", {}).get("outcome") for key, line in by_key("out.jsonl").items()} == {
        "n1": None, "n2": None, "n3": "unknown", "n4": "unknown",
    }  # fmt: skip
    assert lines("out.unknown.jsonl") == texts(4)[2:]
    with pytest.raises(BulkError, match=r"0 done, 2 unknown, 2 done before of 4 rows"):
        made.run("createNote", texts(4), key="id", into="out.jsonl")
    assert notes.seen == []
    report = made.run("createNote", texts(4), key="id", into="out.jsonl", resend_unknown=True)
    assert (report.done, report.unknown, notes.done) == (2, 0, {"t3": 1, "t4": 1})
    assert [line["status"] for line in by_key("out.jsonl").values()] == [200] * 4
    assert not Path("out.unknown.jsonl").exists()


@pytest.mark.parametrize("again", [True, False])
def test_rows_in_flight_are_sent_again_if_that_does_no_harm(
    mapper: Make, notes: NoteServer, here: Path, again: bool
) -> None:
    """They carried a key, which they get again."""
    _leave(here, notes.url, safe=again, keys=True)
    made = mapper(idempotency=True)
    report = made.run("createNote", texts(4), key="id", into="out.jsonl", resend_unknown=not again)
    assert (report.earlier, report.done, report.unknown) == (2, 2, 0)
    assert set(by_key("out.jsonl")) == {"n1", "n2", "n3", "n4"}


def test_every_cut_of_the_log_and_the_results_is_taken_up(notes: NoteServer, here: Path) -> None:
    """Wherever writing ended: no row is lost, none that is done is sent again, and none is sent that may not be."""
    client = Client(NOTES, base_url=notes.url, retries=QUICK)
    notes.answers["t2"] = [REFUSED[404]]
    folder = here / "whole"
    folder.mkdir()
    os.chdir(folder)
    with pytest.raises(BulkError):
        client.map("createNote", texts(4), key="id", into="out.jsonl", workers=1).run()
    log, results = (folder / "out.jsonl.journal/log").read_bytes(), (folder / "out.jsonl").read_bytes()
    for cut in range(0, len(log) + 1, 7):
        written = _results_at(log[:cut], results)
        for size in {written, min(written + 9, len(results))}:
            if size > written and not log[:cut].endswith(b"\n"):
                continue
            _check_cut(client, notes, here / f"{cut}-{size}", folder, log[:cut], results[:size])


def _results_at(log: bytes, results: bytes) -> int:
    """The size that the results had when the log ended so."""
    finished = [json.loads(line) for line in log.split(b"\n")[:-1] if line.startswith(b'["f"')]
    return max([record[4] for record in finished], default=0)


def _check_cut(client: Client, notes: NoteServer, folder: Path, whole: Path, log: bytes, results: bytes) -> None:
    folder.mkdir()
    os.chdir(folder)
    journal = Path("out.jsonl.journal")
    journal.mkdir()
    for name in ("job.json", "rows"):
        (journal / name).write_bytes((whole / "out.jsonl.journal" / name).read_bytes())
    (journal / "log").write_bytes(log)
    Path("out.jsonl").write_bytes(results)
    complete = [json.loads(line) for line in log.split(b"\n")[:-1]]
    started = {record[1] for record in complete if record[0] == "s"}
    errors = {record[1] for record in complete if record[0] == "e"}
    done = {record[1] for record in complete if record[0] == "f" and record[2] == State.DONE}
    job = client.map("createNote", texts(4), key="id", into="out.jsonl", workers=1)
    seen = len(notes.seen)
    for _ in job:
        continue
    sent = {int(item.json["text"][1:]) for item in notes.seen[seen:]}
    in_flight = started - done - errors
    assert sent == {1, 2, 3, 4} - done - in_flight
    assert job.report.unknown_keys == [f"n{number}" for number in sorted(in_flight)]
    assert set(by_key("out.jsonl")) == {"n1", "n2", "n3", "n4"}


def test_a_crash_while_old_errors_are_removed_is_taken_up(notes: NoteServer, here: Path) -> None:
    """Before and after the results are replaced."""
    client = Client(NOTES, base_url=notes.url, retries=0)
    notes.answers["t2"] = [REFUSED[404]]
    with pytest.raises(BulkError):
        client.map("createNote", texts(3), key="id", into="out.jsonl").run()
    kept = b"".join(line for line in Path("out.jsonl").read_bytes().splitlines(keepends=True) if b"outcome" not in line)
    size = Path("out.jsonl").stat().st_size
    with Path("out.jsonl.journal/log").open("a") as log:
        log.write(json.dumps(["r", size, len(kept)]) + "\n")
    notes.answers.clear()
    Path("out.jsonl").write_bytes(kept)
    assert client.map("createNote", texts(3), key="id", into="out.jsonl").run().done == 1
    assert set(by_key("out.jsonl")) == {"n1", "n2", "n3"}


# a full disk


FULL = """
import resource, sys
from dynaclient import Client, BulkError
from tests.bulk.conftest import NOTES, texts
resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
client = Client(NOTES, base_url=sys.argv[1], idempotency=True)
try:
    client.map("createNote", texts(400), key="id", into="out.jsonl").run()
except BulkError as error:
    print(error)
"""


def test_a_full_disk_keeps_what_was_done_and_the_job_goes_on_after_room_is_made(notes: NoteServer, here: Path) -> None:
    """A limit on the size of files is the same to the program as a disk that is full."""
    assert resource.RLIMIT_FSIZE >= 0
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", FULL, notes.url],
        cwd=here,
        env=env,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert "'out.jsonl' cannot be written: File too large. What was done is kept" in done.stdout
    assert done.stdout.count("\n") == 1
    kept = len(lines("out.jsonl"))
    assert 20 < kept < 400
    client = Client(NOTES, base_url=notes.url, idempotency=True)
    report = client.map("createNote", texts(400), key="id", into="out.jsonl").run()
    assert (report.earlier, report.done) == (kept, 400 - kept)
    assert set(notes.done.values()) == {1}
    assert len(notes.done) == len(by_key("out.jsonl")) == 400
