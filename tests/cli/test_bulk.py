"""`dynaclient bulk`: a call for every row of a file, its output, its messages and exit codes."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import HERE
from .shop import Shop

ROWS = "id,name,price,colour\na,pen,1.5,red\nb,ink,2,blue\nc,reed,3,green\n"


@pytest.fixture
def bulk(run: Callable[..., Any], shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Runs the command in a folder that has `rows.csv`."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("rows.csv").write_text(ROWS)

    def bulk(*argv: str, **more: Any) -> Any:
        return run("--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "bulk", *argv, **more)

    return bulk


def lines(path: str) -> list[Any]:
    return [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]


def test_rows_of_a_file_become_calls_and_lines(bulk, shop) -> None:
    """Types by the document; columns by their names; the same command again sends nothing."""
    done = bulk("createItem", "--in", "rows.csv", "--key", "id", "--out", "out.jsonl", "--set", "price:=5")
    assert (done.code, done.out) == (0, "")
    assert re.fullmatch(r"createItem: 3 done of 3 rows, in \d+\.\d s with 3 requests\.\n", done.err)
    assert sorted(seen.json()["name"] for seen in shop.seen) == ["ink", "pen", "reed"]
    assert {seen.json()["price"] for seen in shop.seen} == {5}
    assert {line["key"]: line["data"]["colour"] for line in lines("out.jsonl")} == {
        "a": "red",
        "b": "blue",
        "c": "green",
    }
    again = bulk("createItem", "--in", "rows.csv", "--key", "id", "--out", "out.jsonl", "--set", "price:=5")
    assert (again.code, len(shop.seen)) == (0, 3)
    assert "0 done, 3 done before of 3 rows" in again.err


def test_columns_by_name_and_by_path(bulk, shop) -> None:
    """From standard input; what is no argument is left out and said."""
    rows = b'{"who": {"id": "x1"}, "note": 1}\n{"who": {"id": "x2"}, "note": 2}\n'
    done = bulk("getItem", "--in", "-", "--arg", "path:id=who.id", "--out", "out.csv", "--order", "input", stdin=rows)
    assert done.code == 0
    assert [seen.target for seen in sorted(shop.seen, key=lambda seen: seen.target)] == [
        "/api/items/x1",
        "/api/items/x2",
    ]
    assert Path("out.csv").read_text() == "key,status,id,name,price,sold,owner\n" + "".join(
        f"{number},200,item_1,pen,1.5,true,\n" for number in (1, 2)
    )
    assert done.err.endswith("Columns that match no argument, and were left out: note.\n")


def test_without_an_output_lines_go_to_stdout(bulk) -> None:
    """As they finish; --select takes a part of each."""
    done = bulk("createItem", "--in", "rows.csv", "--key", "id", "--select", "name", "--workers", "1")
    assert [json.loads(line) for line in done.out.splitlines()] == [
        {"key": key, "status": 201, "data": name, "attempts": 1}
        for key, name in (("a", "pen"), ("b", "ink"), ("c", "reed"))
    ]
    assert sorted(path.name for path in Path().iterdir()) == ["rows.csv"]


def test_a_dry_run_says_how_many_requests_it_would_be(bulk, shop) -> None:
    """And that rows do not fit; nothing is sent, and nothing left."""
    done = bulk("createItem", "--in", "rows.csv", "--key", "id", "--out", "out.jsonl", "--dry-run")
    assert (done.code, done.out, done.err) == (0, "3 rows: 3 requests.\n", "")
    Path("rows.csv").write_text(ROWS + "d,pen,x,red\n")
    skipping = bulk("createItem", "--in", "rows.csv", "--dry-run", "--skip-bad")
    assert skipping.out == "4 rows (1 left out, as they do not fit): 3 requests.\n"
    refused = bulk("createItem", "--in", "rows.csv", "--key", "id", "--out", "out.jsonl", "--dry-run")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "dynaclient: createItem: 1 of 4 rows cannot be sent. Nothing was sent.\n"
        "  row 4 (key 'd'), price: expected number or null, given string \"x\"\n"
        "Mend them, or leave them out with --skip-bad.\n"
    )
    assert shop.seen == []
    assert [path.name for path in Path().iterdir()] == ["rows.csv"]


def test_errors_as_json_have_the_report(bulk) -> None:
    """Every bad row among them."""
    Path("rows.csv").write_text(ROWS + "d,pen,x,red\n")
    done = bulk("createItem", "--in", "rows.csv", "--key", "id", "--json-errors")
    error = json.loads(done.err)["error"]
    assert (error["type"], error["exit_code"], error["total"], error["sent"], error["bad"]) == ("BulkError", 2, 4, 0, 1)
    assert error["bad_rows"] == [
        {"row": 4, "key": "d", "column": "price", "reason": 'expected number or null, given string "x"'}
    ]


def test_rows_that_fail_make_the_exit_code_8(bulk, shop) -> None:
    """The others are done; the failed ones are in a file to feed in again."""
    Path("codes.jsonl").write_text('{"code": 404}\n{"code": 200}\n{"code": 400}\n')
    done = bulk("fail", "--in", "codes.jsonl", "--out", "out.jsonl", "--retries", "0")
    assert done.code == 8
    assert "fail: 1 done, 2 failed of 3 rows" in done.err
    assert "  1 × BadRequest 400\n" in done.err
    assert "The rows that failed are in out.failed.jsonl" in done.err
    assert lines("out.failed.jsonl") == [{"code": 404}, {"code": 400}] or lines("out.failed.jsonl") == [
        {"code": 400},
        {"code": 404},
    ]
    stopped = bulk("fail", "--in", "out.failed.jsonl", "--max-failures", "0", "--workers", "1")
    assert stopped.code == 8
    assert stopped.err.endswith("the job stopped: 1 rows failed, more than --max-failures '0'.\n")


def test_refused_credentials_stop_the_job(bulk, shop) -> None:
    Path("codes.jsonl").write_text('{"code": 401}\n' * 100)
    done = bulk("fail", "--in", "codes.jsonl", "--out", "out.jsonl", "--workers", "2")
    assert (done.code, len(shop.seen) <= 4) == (8, True)
    assert "the job stopped: the server refused row " in done.err


WRONG = [
    (["--in", "rows.csv", "--workers", "none"], "--workers must be from 1 to 1,000, or auto, not 'none'."),
    (
        ["--in", "rows.csv", "--max-failures", "x"],
        "--max-failures must be a count from 0, or a share such as '1%', not 'x'.",
    ),
    (
        ["--in", "rows.csv", "--arg", "name"],
        "--arg takes NAME=COLUMN, not 'name'. Write --arg input=text, for example.",
    ),
    (["--in", "rows.csv", "--arg", "nme=name"], "there is no argument 'nme'. Did you mean 'name'?"),
    (["--in", "rows.csv", "--set", "nme=x"], "there is no argument 'nme'. Did you mean 'name'?"),
    (["--in", "no.csv"], "the rows 'no.csv' cannot be read: No such file or directory."),
    (
        ["--in", "rows.csv", "--in-format", "xls"],
        "no form of rows 'xls': it is jsonl, json, csv, tsv, parquet or arrow.",
    ),
    (["--in", "rows.csv", "--out", "no/out.jsonl"], "there is no folder 'no'."),
    (["--in", "rows.csv", "--order", "input"], "--order, --format and --resend-unknown are about the output"),
    (["--in", "rows.csv", "--out", "o.jsonl", "--order", "up"], "--order must be finished or input, not 'up'."),
    (["--in", "rows.csv", "--format", "csv"], "--format csv needs a file. Name it with --out FILE."),
    (["--in", "rows.csv", "--select", "a["], "is not valid JMESPath"),
    (["--in", "rows.csv", "--key", "idd"], "there is no column 'idd'. Did you mean 'id'?"),
    ([], "bulk needs the rows. Name their file with --in FILE, or --in - for standard input."),
]


@pytest.mark.parametrize(("options", "text"), WRONG)
def test_a_wrong_line_is_a_clear_error_and_nothing_is_sent(bulk, shop, options: list[str], text: str) -> None:
    done = bulk("createItem", *options)
    assert (done.code, done.out) == (2, "")
    assert text in done.err
    assert "None" not in done.err
    assert shop.seen == []


def test_a_line_a_minute_says_how_far_a_job_is(bulk, shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no terminal shows a bar."""
    from dynaclient.cli import bulk_progress

    monkeypatch.setattr(bulk_progress, "EVERY", 0.05)
    Path("slow.jsonl").write_text("{}\n" * 4)
    threading.Timer(0.5, shop.go_on.set).start()
    done = bulk("slow", "--in", "slow.jsonl", "--retries", "0")
    assert re.search(r"^slow: 0 of 4 rows, 0/min$", done.err, re.MULTILINE), done.err


PROGRAM = "import sys; sys.path.insert(0, {root!r}); from dynaclient.cli import main_script; main_script()"


def test_ctrl_c_finishes_what_is_being_sent_and_says_what_goes_on(env, shop, tmp_path: Path) -> None:
    """And the command that it says goes on."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"id": f"r{number}", "name": "pen"}) + "\n" for number in range(600)))
    line = [
        "--base-url", shop.url, "--credential", "key=env:SHOP_KEY", "--header", "X-Api-Key: hidden-1",
        "bulk", "createItem", "--in", str(rows), "--key", "id", "--out", str(tmp_path / "out.jsonl"), "--workers", "4",
    ]  # fmt: skip
    program = PROGRAM.format(root=str(HERE.parents[1]))
    process = subprocess.Popen(
        [sys.executable, "-c", program, *line], env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    until = time.monotonic() + 60
    while len(shop.seen) < 50 and time.monotonic() < until:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Interrupted: finishing what is being sent." in err
    done = lines(str(tmp_path / "out.jsonl"))
    assert len(done) == len(shop.seen) < 600
    assert f"{len(done):,} of 600 rows are done. This goes on:\n  dynaclient --base-url" in err
    assert "'X-Api-Key:…'" in err
    assert "hidden-1" not in err
    assert "Traceback" not in err
    again = subprocess.run([sys.executable, "-c", program, *line], env=env, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert len({line["key"] for line in lines(str(tmp_path / "out.jsonl"))}) == len(shop.seen) == 600


def test_a_terminal_shows_a_bar(spawn, tmp_path: Path, shop: Shop) -> None:
    """With the rows, the rate and the time left; it is gone at the end."""
    rows = tmp_path / "rows.jsonl"
    rows.write_text("".join(json.dumps({"name": "pen"}) + "\n" for _ in range(1500)))
    child = spawn("bulk", "createItem", "--in", str(rows), "--out", str(tmp_path / "o.jsonl"), "--rate", "500/s")
    child.expect(r"createItem .*\d+/1500.*left")
    child.expect("createItem: 1,500 done of 1,500 rows")
    child.wait()
    assert threading.active_count() >= 1
