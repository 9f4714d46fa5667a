"""The same promises against the sandbox on a real port, with its trouble switches."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from dynaclient import ConnectionFailed, HTTPStatusError, RetryPolicy
from dynaclient.openai import load_bundled
from dynaclient.sandbox import Sandbox, Trouble
from dynaclient.sandbox.server import Serving

TEN = RetryPolicy(10, first=0.001, longest=0.002)
KEYS = {"api_key": "sandbox", "admin_key": "sandbox"}
THIRD = (
    Trouble(status=429, rate=0.08, retry_after=0),
    Trouble(status=500, rate=0.08),
    Trouble(status=503, rate=0.08),
    Trouble(drop=True, rate=0.05),
    Trouble(cut=20, rate=0.05),
)
"""Together they meet about 30 % of the requests."""
SIZES = [100, pytest.param(1000, marks=pytest.mark.slow)]


class Counting:
    """Counts requests in front of the sandbox."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.lock = threading.Lock()
        self.keys: Counter[str] = Counter()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with self.lock:
            self.keys[environ.get("HTTP_IDEMPOTENCY_KEY", "")] += 1
        return self.app(environ, start_response)


@pytest.fixture
def troubled():
    """A sandbox of the OpenAI description in trouble, on a port."""
    sandbox = Sandbox(load_bundled(), trouble=THIRD, seed=5)
    counting = Counting(sandbox)
    with Serving(counting) as serving:
        yield counting, serving.url
    sandbox.close()


@pytest.mark.parametrize("calls", SIZES)
def test_every_call_succeeds_and_every_post_is_executed_once(driver, troubled, calls: int) -> None:
    """Each made thing is there once: the list of all of them, read page by page, says so."""
    counting, url = troubled
    client = driver.openai_class(base_url=f"{url}/v1", retries=TEN, **KEYS)
    made = []
    for number in range(calls // 2):
        made.append(driver.run(client.call("createAssistant", model="m", name=f"n{number}"))["id"])
        assert driver.run(client.call("getAssistant", assistant_id=made[-1]))["name"] == f"n{number}"
    listed = [item["name"] for item in driver.items(client.paginate("listAssistants", limit=100, order="asc"))]
    names = Counter(name for name in listed if str(name).startswith("n"))
    driver.run(client.close())
    assert len(set(made)) == calls // 2
    assert names == Counter(f"n{number}" for number in range(calls // 2))
    assert sum(counting.keys.values()) > calls * 1.15


@pytest.mark.parametrize("calls", SIZES)
def test_a_post_without_key_is_sent_once_unless_it_was_refused(driver, troubled, calls: int) -> None:
    """What fails after its bytes may have arrived is the caller's to decide."""
    counting, url = troubled
    client = driver.openai_class(base_url=f"{url}/v1", retries=TEN, idempotency=False, **KEYS)
    refused = 0
    failed = 0
    for number in range(calls):
        try:
            response = driver.run(client.call("createAssistant", model="m", name=f"n{number}"))
            attempts = response.attempts
        except (HTTPStatusError, ConnectionFailed) as error:
            failed += 1
            attempts = error.attempts
        refused += len(attempts) - 1
        assert {attempt.status_code for attempt in attempts[:-1]} <= {429, 503}
    driver.run(client.close())
    assert failed > calls / 20
    assert sum(counting.keys.values()) == calls + refused
