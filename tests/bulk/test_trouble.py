"""A job against a server in trouble: every row succeeds, each is carried out once, and the permitted rate is used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dynaclient import Client
from tests.bulk.conftest import NOTES, by_key
from tests.bulk.fast_server import FastServer, Trouble


def _rows(count: int) -> None:
    with Path("rows.jsonl").open("w") as file:
        file.writelines(json.dumps({"id": f"n{number}", "text": f"t{number}"}) + "\n" for number in range(count))


def _map(url: str) -> None:
    with Client(NOTES, base_url=url, idempotency=True, retries=15) as client:
        report = client.map("createNote", "rows.jsonl", key="id", into="out.jsonl").run()
    assert report.ok


def test_every_row_is_carried_out_once_whatever_goes_wrong(here: Path) -> None:
    """5 % refused, 3 % failed, 2 % cut; half of the failures after the row was carried out."""
    _rows(600)
    with FastServer(Trouble(refused=0.05, retry_after=0.01, failed=0.03, cut=0.02)) as server:
        _map(server.url)
    assert server.done == {f"t{number}": 1 for number in range(600)}
    assert len(by_key("out.jsonl")) == 600
    assert server.statuses[429] > 5
    assert server.requests > 640


@pytest.mark.slow
def test_ten_thousand_rows_with_a_limit_besides(here: Path) -> None:
    """500 a second, beyond which the server refuses."""
    _rows(10_000)
    with FastServer(Trouble(refused=0.05, retry_after=0.01, failed=0.03, cut=0.02, rate=500)) as server:
        _map(server.url)
    assert server.done == {f"t{number}": 1 for number in range(10_000)}
    assert len(by_key("out.jsonl")) == 10_000
