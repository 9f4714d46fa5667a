"""`client.pull`: a list in a file, of which each run reads what is new; killed anywhere, it loses nothing."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dynaclient import BulkError, Client, HTTPStatusError, RequestError
from tests.bulk.conftest import lines
from tests.bulk.list_server import SINCE, ListServer, orders
from tests.runtime.driver import AsyncDriver, SyncDriver

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shop() -> Iterator[ListServer]:
    with ListServer() as server:
        for number in range(8):
            server.put(number, f"2024-05-0{number + 1}T10:00:00Z", total=number)
        yield server


@pytest.fixture(params=["sync", "async"])
def pull(request: pytest.FixtureRequest, shop: ListServer) -> Iterator[Callable[..., Any]]:
    """Pulls the orders to the end; returns the new items and the report."""
    driver: Any = AsyncDriver() if request.param == "async" else SyncDriver()
    made: list[Any] = []

    def pull(*args: Any, document: Any = None, **options: Any) -> tuple[list[Any], Any]:
        made.append(driver.client_class(document or orders(SINCE), base_url=shop.url, retries=0))
        job = made[-1].pull("listOrders", *args, **options)
        return list(driver.items(job)), job.report

    yield pull
    for client in made:
        driver.run(client.close())
    driver.close()


def ids(rows: list[Any]) -> list[str]:
    return [row["id"] for row in rows]


@pytest.mark.parametrize("newest_first", [True, False])
def test_a_second_run_asks_for_what_is_new_and_drops_what_was_seen(pull, shop, here: Path, newest_first: bool) -> None:
    """The highest value goes to the parameter that the document has for it; an item that has it is not seen twice."""
    shop.newest_first = newest_first
    new, report = pull({"status": "open"}, into="orders.jsonl", since="updated_at")
    assert (len(new), report.new, report.pages, report.is_whole) == (8, 8, 3, True)
    assert sorted(ids(lines("orders.jsonl"))) == [f"o{number}" for number in range(8)]
    assert report.since == "2024-05-08T10:00:00Z"
    assert all("updated_since" not in query and query["status"] == "open" for query in shop.asked)

    shop.asked.clear()
    shop.put(8, "2024-05-08T10:00:00Z")  # the same time as the last one, and new
    shop.put(9, "2024-05-09T10:00:00Z")
    new, report = pull({"status": "open"}, into="orders.jsonl", since="updated_at")
    assert sorted(ids(new)) == ["o8", "o9"]
    assert (report.items, report.new, report.parameter) == (3, 2, "updated_since")
    assert [query.get("updated_since") for query in shop.asked] == ["2024-05-08T10:00:00Z"]
    assert sorted(ids(lines("orders.jsonl"))) == [f"o{number}" for number in range(10)]

    new, report = pull({"status": "open"}, into="orders.jsonl", since="updated_at")
    assert (new, report.items) == ([], 1)


def test_without_a_parameter_all_pages_are_read(pull, shop, here: Path) -> None:
    pull(into="orders.jsonl", since="updated_at", document=orders())
    shop.put(8, "2024-06-01T00:00:00Z")
    new, report = pull(into="orders.jsonl", since="updated_at", document=orders())
    assert (ids(new), report.items, report.parameter) == (["o8"], 9, "")


def test_new_items_replace_older_ones_of_their_key(pull, shop, here: Path) -> None:
    """In JSON lines when the run ends: the last one stays."""
    pull(into="orders.jsonl", since="updated_at", key="id")
    shop.put(3, "2024-06-01T00:00:00Z", total=33)
    new, _ = pull(into="orders.jsonl", since="updated_at", key="id")
    assert ids(new) == ["o3"]
    rows = lines("orders.jsonl")
    assert len(rows) == 8
    assert {row["id"]: row["total"] for row in rows}["o3"] == 33
    new, _ = pull(into="orders.jsonl", since="updated_at", key="id")
    assert (new, len(lines("orders.jsonl"))) == ([], 8)


def test_a_key_alone_reads_everything_again_and_replaces_it(pull, shop, here: Path) -> None:
    pull(into="orders.jsonl", key="id")
    shop.put(3, "2024-06-01T00:00:00Z", total=33)
    _, report = pull(into="orders.jsonl", key="id")
    assert report.items == 8
    assert {row["id"]: row["total"] for row in lines("orders.jsonl")} == {f"o{n}": n for n in range(8)} | {"o3": 33}


def test_parquet_parts_have_one_row_for_each_key(pull, shop, here: Path) -> None:
    """A folder that pyarrow and pandas read; columns may come, go and change their type."""
    parquet = pytest.importorskip("pyarrow.parquet")

    def table() -> dict[str, Any]:
        rows = parquet.read_table("orders.parquet").to_pylist()
        assert len({row["id"] for row in rows}) == len(rows)
        return {row["id"]: row for row in rows}

    shop.items["o1"]["note"] = None
    pull(into="orders.parquet", since="updated_at", key="id")
    assert {key: row["total"] for key, row in table().items()} == {f"o{n}": n for n in range(8)}
    shop.put(3, "2024-06-01T00:00:00Z", total=3.5, note={"by": "me"}, tags=[])
    shop.put(9, "2024-06-02T00:00:00Z", total=9)
    _, report = pull(into="orders.parquet", since="updated_at", key="id")
    assert report.new == 2
    found = table()
    assert (len(found), found["o3"]["total"], found["o3"]["note"], found["o9"]["total"]) == (9, 3.5, {"by": "me"}, 9)
    shop.put(4, "2024-06-03T00:00:00Z", total="much", note="text")
    pull(into="orders.parquet", since="updated_at", key="id")
    found = table()
    assert (found["o4"]["total"], found["o9"]["total"], found["o4"]["note"]) == ("much", "9.0", "text")
    assert json.loads(found["o3"]["note"]) == {"by": "me"}


def test_parts_that_are_full_stay_as_they_are(pull, shop, here: Path, monkeypatch) -> None:
    """Only a part that has one of the keys is written anew."""
    parquet = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("dynaclient.bulk.parts.FULL", 4)
    shop.newest_first = False
    pull(into="orders.parquet", since="updated_at", key="id")
    first = sorted(Path("orders.parquet").iterdir())
    assert len(first) > 1
    before = {path: path.stat().st_mtime_ns for path in first}
    shop.put(7, "2024-06-01T00:00:00Z", total=77)
    pull(into="orders.parquet", since="updated_at", key="id")
    rows = parquet.read_table("orders.parquet").to_pylist()
    assert {row["id"]: row["total"] for row in rows} == {f"o{n}": n for n in range(7)} | {"o7": 77}
    assert len(rows) == 8
    assert before[first[0]] == first[0].stat().st_mtime_ns


def test_a_run_that_fails_goes_on_with_the_page_it_failed_at(pull, shop, here: Path) -> None:
    """What was read is kept, the mark counts only when the last page was read, and no page is asked for twice."""
    shop.broken_at = 3
    with pytest.raises(HTTPStatusError):
        pull(into="orders.jsonl", since="updated_at")
    assert ids(lines("orders.jsonl")) == ["o7", "o6", "o5", "o4", "o3", "o2"]
    shop.put(8, "2024-05-09T10:00:00Z")
    new, report = pull(into="orders.jsonl", since="updated_at")
    assert (ids(new), report.earlier) == (["o1", "o0"], 6)
    assert [query.get("cursor") for query in shop.asked] == [None, "o5", "o2", "o2"]
    new, _ = pull(into="orders.jsonl", since="updated_at")
    assert ids(new) == ["o8"]


@pytest.mark.parametrize("into", ["orders.jsonl", "orders.parquet"])
def test_a_cursor_that_is_gone_begins_the_run_again(pull, shop, here: Path, into: str) -> None:
    """Nothing is there twice."""
    if into.endswith("parquet"):
        pytest.importorskip("pyarrow")
    shop.broken_at = 2
    with pytest.raises(HTTPStatusError):
        pull(into=into, since="updated_at")
    shop.lives = False
    shop.page = 10
    _, report = pull(into=into, since="updated_at")
    assert (report.began_again, report.new) == (True, 8)
    assert "began with the first one" in str(report)
    rows = lines(into) if into.endswith("l") else pytest.importorskip("pyarrow.parquet").read_table(into).to_pylist()
    assert sorted(ids(rows)) == [f"o{number}" for number in range(8)]


def test_items_that_only_the_caller_gets(pull, shop, here: Path) -> None:
    """The state is written when the caller has taken a page."""
    new, _ = pull(since="updated_at", state="orders.state")
    assert len(new) == 8
    shop.put(8, "2024-05-09T10:00:00Z")
    assert ids(pull(since="updated_at", state="orders.state")[0]) == ["o8"]


def test_a_caller_that_leaves_gets_the_page_again(shop, here: Path) -> None:
    with Client(orders(SINCE), base_url=shop.url) as client:
        job = client.pull("listOrders", since="updated_at", state="orders.state")
        found = [item["id"] for item, _ in zip(job, range(4), strict=False)]
        assert found == ["o7", "o6", "o5", "o4"]
        rest = ids(list(client.pull("listOrders", since="updated_at", state="orders.state")))
    assert rest == ["o4", "o3", "o2", "o1", "o0"]


@pytest.mark.parametrize(
    ("parameter", "value", "sent"),
    [
        ({"name": "updated_at[gte]", "schema": {"type": "string"}}, "2024-05-08T10:00:00Z", "2024-05-08T10:00:00Z"),
        ({"name": "modifiedSince", "schema": {"type": "string"}}, "2024-05-08T10:00:00Z", "2024-05-08T10:00:00Z"),
        ({"name": "since", "schema": {"type": "string", "format": "date"}}, "2024-05-08T10:00:00Z", "2024-05-08"),
        ({"name": "since", "schema": {"type": "integer"}}, "2024-05-08T10:00:00Z", "1715162400"),
        ({"name": "updated_min", "schema": {"type": "string", "format": "date-time"}}, 10, "1970-01-01T00:00:10Z"),
        ({"name": "updated_after", "schema": {"type": "string"}}, "2024-05-08T10:00:00Z", "2024-05-08T09:59:59Z"),
        ({"name": "updated_at[gt]", "schema": {"type": "integer"}}, 10, "9"),
        ({"name": "from_date", "schema": {"type": "string"}}, "2024-05-08", None),
    ],
)
def test_the_parameter_is_recognised_and_typed(shop, here: Path, parameter, value, sent) -> None:
    """A bound that leaves out its own value is one unit lower, for what has got that value since."""
    shop.items = {"o1": {"id": "o1", "updated_at": value}}
    document = orders({**parameter, "in": "query"})
    document["paths"]["/orders"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["properties"][
        "data"
    ]["items"] = {}
    with Client(document, base_url=shop.url) as client:
        for _ in range(2):
            client.pull("listOrders", since="updated_at", state="s").run()
    assert shop.asked[-1].get(parameter["name"]) == sent


def test_the_parameter_may_be_a_member_of_an_object(shop, here: Path) -> None:
    member = {"type": "object", "properties": {"gt": {"type": "string"}, "gte": {"type": "string"}}}
    found = {"name": "updated_at", "in": "query", "style": "deepObject", "explode": True, "schema": member}
    shop.page = 10
    with Client(orders(found), base_url=shop.url) as client:
        for options in ({}, {"since_param": "updated_at[gte]"}):
            for _ in range(2):
                client.pull("listOrders", since="updated_at", state=f"s{len(options)}", **options).run()
            assert shop.asked[-1] == {"updated_at[gte]": "2024-05-08T10:00:00Z"}


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"into": "a.jsonl"}, "a second pull would write the same items again: name the field"),
        ({"since": "updated_at"}, "since= needs state="),
        ({"into": "a.jsonl", "since": ""}, "since= must be a name, not ''"),
        ({"into": "a.jsonl", "since_param": "x"}, "since_param= needs since="),
        ({"into": 5, "key": "id"}, "into= must be a path, not 5"),
        ({"into": "a.csv", "key": "id"}, "a pull writes JSON lines (.jsonl) or Parquet parts (.parquet), not 'csv'"),
        ({"into": "a.xlsx", "key": "id"}, "not 'xlsx': name 'a.xlsx' like that, or say its form with form="),
        ({"into": "no/a.jsonl", "key": "id"}, "there is no folder 'no'"),
        ({"into": ".", "key": "id"}, "is a folder"),
        ({"into": "a.jsonl", "since": "x", "since_param": "updatd_since"}, "Did you mean 'updated_since'?"),
        ({"into": "a.jsonl", "since": "x", "since_param": "cursor"}, "selects the page"),
        ({"into": "a.jsonl", "key": "id", "colour": "red"}, "there is no argument 'colour'"),
        ({"form": "jsonl"}, "form= is about the output"),
    ],
)
def test_options_that_cannot_be_are_refused(pull, shop, here: Path, options, text) -> None:
    with pytest.raises(RequestError, match=re.escape(text)):
        pull(**options)
    assert shop.asked == []


def test_files_of_others_are_left_alone(pull, shop, here: Path) -> None:
    """And the difference is said."""
    Path("mine.jsonl").write_text("{}\n")
    with pytest.raises(BulkError, match=r"'mine.jsonl' exists, and no pull wrote it"):
        pull(into="mine.jsonl", key="id")
    assert Path("mine.jsonl").read_text() == "{}\n"
    Path("mine.state").write_text('{"a": 1}')
    with pytest.raises(BulkError, match="is not the state of a pull"):
        pull(into="out.jsonl", key="id", state="mine.state")
    assert shop.asked == []
    pull({"status": "open"}, into="out.jsonl", key="id")
    count = len(shop.asked)
    with pytest.raises(BulkError, match="argument status: 'open' before, and 'paid' now"):
        pull({"status": "paid"}, into="out.jsonl", key="id")
    Path("out.jsonl").write_text("")
    with pytest.raises(BulkError, match=r"'out.jsonl' was changed after this pull wrote it"):
        pull({"status": "open"}, into="out.jsonl", key="id")
    assert len(shop.asked) == count


def test_a_pull_of_which_nothing_came_may_change(pull, shop, here: Path) -> None:
    """Nor does a wrong call leave a file behind."""
    with pytest.raises(RequestError, match="there is no argument 'limt'"):
        pull(into="out.jsonl", key="id", limt=3)
    assert list(here.iterdir()) == []
    with pytest.raises(BulkError, match="an item has no 'uid'"):
        pull(into="out.jsonl", key="uid")
    pull(into="out.jsonl", key="id")
    assert len(lines("out.jsonl")) == 8


def test_items_without_their_field_or_key_are_named(pull, shop, here: Path) -> None:
    with pytest.raises(BulkError, match=r"an item has no 'changed', which since= names. It has id, updated_at, total"):
        pull(into="out.jsonl", since="changed")
    with pytest.raises(BulkError, match=r"an item has no 'uid', which key= names"):
        pull(into="out2.jsonl", key="uid")
    assert Path("out2.jsonl").read_text() == ""
    shop.put(9, 7)  # type: ignore[arg-type]
    shop.newest_first = False
    shop.items = {"a": {"id": "a", "updated_at": "2024-05-08"}, "b": {"id": "b", "updated_at": "soon", "total": 1}}
    pull(into="out3.jsonl", since="updated_at")  # both are text
    shop.items = {"a": {"id": "a", "updated_at": "x"}}
    pull(into="out4.jsonl", since="updated_at", select=lambda item: item["id"])
    assert lines("out4.jsonl") == ["a"]


# a full disk, and killed


FULL = """
import resource, sys
from dynaclient import BulkError, Client
from tests.bulk.list_server import SINCE, orders
resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))
try:
    Client(orders(SINCE), base_url=sys.argv[1]).pull("listOrders", into="out.jsonl", since="updated_at").run()
except BulkError as error:
    print(error)
"""


def test_a_full_disk_keeps_what_was_read(shop, pull, here: Path) -> None:
    """A limit on the size of files is the same to the program; after room is made, the same call goes on."""
    for item in shop.items.values():
        item["note"] = "x" * 2000
    done = subprocess.run(
        [sys.executable, "-c", FULL, shop.url],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "'out.jsonl' cannot be written: File too large. What was done is kept: make room" in done.stdout
    assert len(lines("out.jsonl")) == 3
    _, report = pull(into="out.jsonl", since="updated_at")
    assert (report.earlier, report.new) == (3, 5)
    assert len({row["id"] for row in lines("out.jsonl")}) == len(lines("out.jsonl")) == 8


JOB = """
import os, signal, sys
from dynaclient import Client
from tests.bulk.list_server import SINCE, orders
url, into, key, moment = sys.argv[1:]
count = 0
def watch(event, args):
    global count
    if event in ("open", "os.rename", "os.truncate", "os.remove", "socket.sendmsg", "os.link"):
        count += 1
        if count == int(moment):
            os.kill(os.getpid(), signal.SIGKILL)
client = Client(orders(SINCE), base_url=url)
job = client.pull("listOrders", into=into, since="updated_at", key=key or None)
sys.addaudithook(watch)
job.run()
print(count)
"""


def _run(server: ListServer, into: str, key: str, moment: int) -> tuple[int, int]:
    done = subprocess.run(
        [sys.executable, "-c", JOB, server.url, into, key, str(moment)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        check=False,
        timeout=60,
    )
    return done.returncode, int(done.stdout or 0)


def _check(into: str, key: str, count: int) -> None:
    rows = lines(into) if into.endswith("l") else pytest.importorskip("pyarrow.parquet").read_table(into).to_pylist()
    assert sorted(ids(rows)) == sorted(f"o{number}" for number in range(count)), "lost, or there twice"
    if key:
        assert {row["total"] for row in rows if row["id"] in ("o1", "o3")} == {100}


def _kill_everywhere(into: str, key: str, moments: Callable[[int], list[int]]) -> int:
    killed = 0
    with ListServer(page=2) as server:
        for number in range(7):
            server.put(number, f"2024-05-0{number + 1}T10:00:00Z", total=number)
        assert _run(server, f"first.{into}", key, -1)[0] == 0
        for number in (1, 3) if key else ():
            server.put(number, f"2024-06-0{number}T10:00:00Z", total=100)
        for number in range(7, 10):
            server.put(number, f"2024-06-0{number}T10:00:00Z", total=number)
        import shutil

        def copy(name: str) -> None:
            for path in Path().glob(f"first.{into}*"):
                target = path.name.replace("first", name, 1)
                shutil.copytree(path, target) if path.is_dir() else shutil.copy(path, target)
            state = Path(f"{name}.{into}.state")
            state.write_text(state.read_text().replace("first.", f"{name}."))

        copy("whole")
        code, events = _run(server, f"whole.{into}", key, -1)
        assert code == 0
        _check(f"whole.{into}", key, 10)
        needed = len(server.asked)
        for moment in moments(events):
            copy(f"at{moment}")
            server.asked.clear()
            killed += _run(server, f"at{moment}.{into}", key, moment)[0] == -signal.SIGKILL
            assert _run(server, f"at{moment}.{into}", key, -1)[0] == 0
            _check(f"at{moment}.{into}", key, 10)
            assert len(server.asked) <= needed + 1
    return killed


def test_a_run_that_is_killed_repeats_at_most_one_page_and_loses_none(here: Path) -> None:
    """In its middle."""
    assert _kill_everywhere("jsonl", "id", lambda events: [events // 2]) == 1


@pytest.mark.slow
@pytest.mark.parametrize(("into", "key"), [("jsonl", ""), ("jsonl", "id"), ("parquet", "id")])
def test_a_run_that_is_killed_anywhere(here: Path, into: str, key: str) -> None:
    """Before each call of the system, a random dozen of them."""
    chosen = random.Random(into + key)
    assert _kill_everywhere(into, key, lambda events: sorted(chosen.sample(range(1, events + 1), 14))) == 14
