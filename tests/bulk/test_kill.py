"""`kill -9` at random moments: nothing is lost, nothing is sent twice, and what may have been is listed exactly."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bulk.conftest import by_key, lines
from tests.bulk.fast_server import FastServer

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 16

JOB = """
import sys
from dynaclient import BulkError, Client
from tests.bulk.conftest import NOTES, QUICK
url, kind, output = sys.argv[1:]
client = Client(NOTES, base_url=url, retries=QUICK, idempotency=kind == "keys")
operation = "getNote" if kind == "get" else "createNote"
order = "input" if output.startswith("ordered") else None
job = client.map(operation, "rows.jsonl", key="id", into=output, workers=16, order=order)
try:
    job.run()
except BulkError as error:
    print(job.report.unknown_keys)
"""


def _run(server: FastServer, kind: str, output: str, kill_at: int | None) -> int:
    """Run the job; kill it when so many requests have arrived. Returns its exit code."""
    process = subprocess.Popen(
        [sys.executable, "-c", JOB, server.url, kind, output],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    before = server.requests

    def at(number: int) -> None:
        if kill_at is not None and number - before == kill_at:
            os.kill(process.pid, signal.SIGKILL)

    server.at = at
    try:
        return process.wait(120)
    finally:
        server.at = lambda number: None


def _check(server: FastServer, kind: str, output: str, rows: int, kills: list[int]) -> int:
    """Kill a job at these requests, run it to its end, and hold what the server has done against what it says."""
    server.done.clear()
    killed = 0
    for kill_at in kills:
        killed += _run(server, kind, output, kill_at) == -signal.SIGKILL
    assert _run(server, kind, output, None) == 0
    everything = {f"n{number}" for number in range(rows)}
    found = by_key(output)
    assert set(found) == everything, "a row is lost"
    done = {key for key, line in found.items() if "data" in line}
    unknown = everything - done
    times = {f"n{text[1:]}": count for text, count in server.done.items()}
    if kind == "get":
        assert unknown == set()
        assert set(times) == everything
        return killed
    assert all(count == 1 for count in times.values()), "a row is carried out twice"
    assert done <= set(times), "a row is done, and was not carried out"
    if kind == "keys":
        assert unknown == set()
        return killed
    assert len(unknown) <= WORKERS * len(kills)
    assert set(times) - done <= unknown
    listed = lines(output.replace(".jsonl", ".unknown.jsonl")) if unknown else []
    assert {row["id"] for row in listed} == unknown
    assert all(found[key]["error"]["outcome"] == "unknown" for key in unknown)
    return killed


def _rows(kind: str, count: int) -> None:
    name = "note_id" if kind == "get" else "text"
    with Path("rows.jsonl").open("w") as file:
        file.writelines(json.dumps({"id": f"n{number}", name: f"t{number}"}) + "\n" for number in range(count))


@pytest.mark.parametrize(
    ("kind", "output"),
    [("keys", "out.jsonl"), ("none", "out.jsonl"), ("get", "out.jsonl"), ("none", "ordered.jsonl")],
)
def test_a_job_that_is_killed_three_times(here: Path, kind: str, output: str) -> None:
    """In its beginning, its middle and near its end."""
    _rows(kind, 300)
    with FastServer(delay=0.002) as server:
        assert _check(server, kind, output, 300, [5, 120, 150]) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["keys", "none", "get"])
def test_forty_random_moments_of_2000_rows(here: Path, kind: str) -> None:
    """40 jobs over the three kinds, each killed once and run to its end."""
    moments = random.Random(f"moments {kind}")
    _rows(kind, 2000)
    with FastServer(delay=0.002) as server:
        killed = [
            _check(server, kind, f"out{number}.jsonl", 2000, [moments.randint(1, 2000)])
            for number in range({"keys": 14}.get(kind, 13))
        ]
    assert sum(killed) >= len(killed) - 1
