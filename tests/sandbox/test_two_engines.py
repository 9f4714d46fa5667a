"""Two engines judge: one says yes fast, openapi-core explains every no, and a share is shown to both."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient.sandbox import Sandbox, judge
from dynaclient.sandbox.judge import EnginesDisagree
from dynaclient.sandbox.quick_verdict import QuickVerdict

OPERATION = {
    "operationId": "op",
    "parameters": [
        {"name": "n", "in": "query", "schema": {"type": "integer", "maximum": 5}},
        {"name": "k", "in": "header", "required": True, "schema": {"type": "string"}},
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}},
    },
    "security": [{"key": []}, {"bearer": [], "cookie": []}],
    "responses": {"200": {"description": ""}},
}
SCHEMES = {
    "key": {"type": "apiKey", "in": "query", "name": "key"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
}
COUNT = 400


@pytest.fixture
def sandbox(make: Callable[..., Sandbox]) -> Sandbox:
    return make({"/x": {"post": OPERATION}}, components={"securitySchemes": SCHEMES})


def send(sandbox: Sandbox, query: str = "key=1", value: Any = None, **headers: str) -> int:
    sent = {"k": "v", **headers}
    body = json.dumps({"a": 1} if value is None else value)
    http = WSGIClient(sandbox, use_cookies=False)
    return http.post(f"/x?{query}", data=body, content_type="application/json", headers=sent).status_code


class Counted:
    """Counts what openapi-core is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        before = judge.Judge._reasons

        def reasons(*arguments: Any) -> Any:
            self.times += 1
            return before(*arguments)

        monkeypatch.setattr(judge.Judge, "_reasons", reasons)


def test_a_share_of_what_is_accepted_is_shown_to_both(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """About 2 %, chosen by the seed."""
    monkeypatch.setattr(judge, "RECHECKED", 0.02)
    counted = Counted(monkeypatch)
    assert {send(sandbox) for _ in range(COUNT)} == {200}
    assert 0 < counted.times < COUNT * 0.1


@pytest.mark.parametrize(
    ("query", "value", "headers", "status"),
    [
        ("key=1&n=5", {"a": 1}, {}, 200),
        ("key=1&n=6", {"a": 1}, {}, 400),
        ("key=1", {}, {}, 400),
        ("", {"a": 1}, {}, 401),
        ("key=", {"a": 1}, {}, 401),
        ("", {"a": 1}, {"Authorization": "Bearer t"}, 401),
        ("", {"a": 1}, {"Authorization": "Bearer t", "Cookie": "sid=1"}, 200),
        ("", {"a": 1}, {"Authorization": "Basic t", "Cookie": "sid=1"}, 401),
    ],
)
def test_both_say_the_same(
    sandbox: Sandbox,
    monkeypatch: pytest.MonkeyPatch,
    query: str,
    value: Any,
    headers: dict[str, str],
    status: int,
) -> None:
    """openapi-core is asked about every no, and only about a share of what is accepted."""
    monkeypatch.setattr(judge, "RECHECKED", 0.0)
    counted = Counted(monkeypatch)
    assert send(sandbox, query, value, **headers) == status
    assert counted.times == (status != 200)


def test_where_they_disagree_the_refusal_stands_and_is_told(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that accepts everything is found out."""
    monkeypatch.setattr(QuickVerdict, "accepts", lambda *_: True)
    with pytest.warns(EnginesDisagree, match="op: one engine accepts a request that openapi-core refuses"):
        assert send(sandbox, "key=1&n=6") == 400
