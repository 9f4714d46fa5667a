"""`dynaclient pull` and `--all --resume`: lists in files that go on after an interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bulk.list_server import SINCE, ListServer, orders

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ListServer]:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("orders.json").write_text(json.dumps(orders(SINCE)))
    with ListServer() as server:
        for number in range(8):
            server.put(number, f"2024-05-0{number + 1}T10:00:00Z", total=number)
        yield server


@pytest.fixture
def orders_of(run: Callable[..., Any], shop: ListServer) -> Callable[..., Any]:
    def orders_of(*argv: str, **more: Any) -> Any:
        return run("--spec", "orders.json", "--base-url", shop.url, *argv, **more)

    return orders_of


def ids(path: str) -> list[str]:
    return [json.loads(line)["id"] for line in Path(path).read_text().splitlines()]


PULL = ("pull", "listOrders", "status=open", "--since", "updated_at", "--retries", "0")


def test_what_is_new_since_the_last_run(orders_of, shop) -> None:
    """The line of the issue."""
    pytest.importorskip("pyarrow")
    import pyarrow.parquet as parquet

    line = (*PULL, "--state", "orders.state", "--key", "id", "-o", "orders.parquet")
    done = orders_of(*line)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("listOrders: 8 new, from 3 pages, in ")
    shop.put(8, "2024-05-09T10:00:00Z")
    shop.put(2, "2024-05-10T10:00:00Z", total=22)
    done = orders_of(*line)
    assert done.err.startswith("listOrders: 2 new, 1 seen before, from 1 page, in ")
    assert shop.asked[-1] == {"status": "open", "updated_since": "2024-05-08T10:00:00Z"}
    found = {row["id"]: row["total"] for row in parquet.read_table("orders.parquet").to_pylist()}
    assert found == {f"o{number}": number for number in range(8)} | {"o2": 22, "o8": None}


def test_lines_on_standard_output(orders_of, shop) -> None:
    done = orders_of(*PULL, "--state", "orders.state", "--select", "id")
    assert done.out.splitlines() == [f'"o{number}"' for number in range(7, -1, -1)]
    assert orders_of(*PULL, "--state", "orders.state", "--select", "id").out == ""


def test_a_failure_says_that_the_same_command_goes_on(orders_of, shop) -> None:
    shop.broken_at = 2
    done = orders_of(*PULL, "-o", "orders.jsonl")
    assert done.code == 4
    assert "3 items were written before that. The same command goes on after them." in done.err
    assert orders_of(*PULL, "-o", "orders.jsonl").code == 0
    assert len(ids("orders.jsonl")) == 8


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (("pull", "listOrders", "-o", "a.jsonl"), "--since"),
        (("pull", "listOrders", "--since", "updated_at"), "--since needs --state"),
        (("pull", "listOrders", "--key", "id", "-o", "a.csv"), "not 'csv'"),
        (("pull", "listOrders", "--key", "id", "-o", "no/a.jsonl"), "there is no folder 'no'"),
        (("pull", "listOrders", "--key", "id", "--since", "x", "--since-param", "y", "-o", "a.jsonl"), "'y'"),
        (("pull", "listOrder", "--key", "id", "-o", "a.jsonl"), "Did you mean 'listOrders'?"),
        (("listOrders", "--resume", "s"), "--resume only works with --all"),
        (("listOrders", "--all", "--resume", "s"), "-o FILE"),
        (("listOrders", "--all", "--resume", "s", "-o", "a", "--format", "table"), "Leave out --format"),
        (("listOrders", "--all", "--resume", "s", "-o", "a.xlsx"), "which is not .xlsx. Name the file FILE.jsonl"),
        (("pull", "listOrders", "--key", "id", "-o", "a.xlsx"), "or say its form with --format"),
    ],
)
def test_what_makes_no_sense_is_refused(orders_of, shop, argv, text) -> None:
    done = orders_of(*argv)
    assert done.code == 2
    assert text in done.err
    assert shop.asked == []


ALL = ("listOrders", "--all", "--resume", "state.json", "-o", "out.jsonl", "--retries", "0")


def test_all_pages_after_a_kill_and_nothing_twice(env, orders_of, shop) -> None:
    """Killed when it asks for the third page; the same command goes on with it, and then finds nothing to do."""
    command = [sys.executable, "-m", "dynaclient.cli", "--spec", "orders.json", "--base-url", shop.url, *ALL]
    process = subprocess.Popen(command, env={**env, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL)
    answer = shop.answer

    def kill_at_third(seen: Any) -> Any:
        if len(shop.asked) == 2:
            os.kill(process.pid, signal.SIGKILL)
        return answer(seen)

    shop.loopback.answer = kill_at_third
    assert process.wait(60) == -signal.SIGKILL
    shop.loopback.answer = answer
    assert ids("out.jsonl") == ["o7", "o6", "o5", "o4", "o3", "o2"]
    done = orders_of(*ALL)
    assert done.code == 0
    assert "2 new, 6 read before the interruption" in done.err
    assert ids("out.jsonl") == [f"o{number}" for number in range(7, -1, -1)]
    assert [query.get("cursor") for query in shop.asked] == [None, "o5", "o2", "o2"]
    done = orders_of(*ALL)
    assert done.code == 0
    assert "was read to its end before. To read it again, delete state.json" in done.err
    assert len(shop.asked) == 4
    done = orders_of(*ALL, "status=open")
    assert done.code == 2
    assert "argument status: not given before, and 'open' now" in done.err
