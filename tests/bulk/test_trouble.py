"""A job against a server in trouble: every row succeeds, each is carried out once, and the permitted rate is used."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from dynaclient import Client
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox import Trouble as SandboxTrouble
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
    """500 a second, beyond which the server refuses. How well that is used: `tests/transport/test_chance.py`."""
    _rows(10_000)
    with FastServer(Trouble(refused=0.05, retry_after=0.01, failed=0.03, cut=0.02, rate=500)) as server:
        _map(server.url)
    assert server.done == {f"t{number}": 1 for number in range(10_000)}
    assert len(by_key("out.jsonl")) == 10_000
    late = [moment for moment in server.counted if server.counted[0] + 10 <= moment < server.counted[-1] - 1]
    print(f"{len(late) / (late[-1] - late[0]):.0f} requests a second")  # noqa: T201


_ITEM = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "string", "readOnly": True}, "text": {"type": "string"}},
}
_NUMBERS = [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in ("offset", "limit")]
REMEMBERED = {
    "openapi": "3.1.0",
    "info": {"title": "Notes", "version": "1"},
    "paths": {
        "/notes": {
            "post": {
                "operationId": "createNote",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["text"],
                                "properties": {"text": {"type": "string"}},
                            }
                        }
                    },
                },
                "responses": {"201": {"description": "", "content": {"application/json": {"schema": _ITEM}}}},
            },
            "get": {
                "operationId": "listNotes",
                "parameters": _NUMBERS,
                "responses": {
                    "200": {
                        "description": "",
                        "content": {"application/json": {"schema": {"type": "array", "items": _ITEM}}},
                    }
                },
            },
        }
    },
}


@pytest.mark.slow
def test_the_sandbox_remembers_each_row_once(here: Path) -> None:
    """With trouble of its own: it refuses 5 % with Retry-After, fails 3 %, and cuts 2 % after it carried them out."""
    trouble = [
        SandboxTrouble(status=429, retry_after=0.05, rate=0.05),
        SandboxTrouble(status=500, rate=0.015),
        SandboxTrouble(status=503, rate=0.015),
        SandboxTrouble(drop=True, rate=0.02),
    ]
    rows = [{"id": number, "text": f"t{number}"} for number in range(1000)]
    with (
        Sandbox(REMEMBERED, trouble=trouble).serve() as serving,
        Client(REMEMBERED, base_url=serving.url, idempotency=True, retries=15) as client,
    ):
        report = client.map("createNote", rows, key="id", into="out.jsonl", rate="500/s").run()
        notes = Counter(note["text"] for note in client.paginate("listNotes", limit=100))
    assert (report.done, report.requests > 1050) == (1000, True)
    assert notes == {f"t{number}": 1 for number in range(1000)}
