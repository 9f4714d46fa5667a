"""The official Python SDK, the newest one, against the sandbox: every operation, its helpers that wait, its streams.

It lives in an environment of its own (`official_sdk.py` runs there) under pytest's cache.
"""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest

from dynaclient.sandbox import Sandbox
from tests.foreign_programs import python_of

from .conftest import ROOT, SPECS, report

SCRIPT = Path(__file__).with_name("official_sdk.py")
NEWEST = SPECS / "openai-2026-08.yaml"


@pytest.fixture(scope="session")
def sdk(pytestconfig: pytest.Config) -> str:
    """The Python of an environment that has the SDK."""
    python, _ = python_of(pytestconfig, "official-sdk", "openai")
    return python


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spec", "arguments", "count"),
    [
        pytest.param(ROOT / "spec" / "openapi.yaml", [], 114, id="bundled"),
        pytest.param(
            NEWEST,
            ["newest"],
            120,
            id="newest",
            marks=pytest.mark.skipif(not NEWEST.is_file(), reason=f"{NEWEST} is not there"),
        ),
    ],
)
def test_every_call_goes_as_meant(
    sdk: str, spec: Path, arguments: list[str], count: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Operations of every kind, and the helpers: the SDK accepts every answer, and what it says is as it should be."""
    with Sandbox(spec).serve() as serving:
        command = [sdk, "-W", "ignore", str(SCRIPT), serving.url, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=550, check=False)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    wrong = {row["name"]: row["why"] for row in rows if not row["ok"]}
    report(capsys, f"{spec.name}: {len(rows)} calls by the SDK, {len(rows) - len(wrong)} as meant")
    assert wrong == {}, done.stderr
    assert len(rows) == count


@pytest.mark.slow
def test_it_verifies_the_webhooks_that_are_sent(sdk: str) -> None:
    """All of them, as `dynaclient webhook send` signs them; and none whose body was changed."""
    from dynaclient import OpenAI
    from dynaclient.cli import main

    from .test_sending import Receiver

    secret = "whsec_b2ZmaWNpYWwtc2RrLXRlc3Q="
    names = list(OpenAI(api_key="k").webhooks)
    receiver = Receiver()
    try:
        for name in names:
            argv = ["webhook", "send", name, "--to", receiver.url, "--secret", "env:HOOK"]
            assert main(argv, {"HOOK": secret}, io.StringIO(), io.StringIO(), io.StringIO()) == 0
    finally:
        receiver.close()
    kinds = ["".join(part.title() for part in name.split("_")) + "WebhookEvent" for name in names]
    right = [
        {"secret": secret, "headers": dict(item.headers.items()), "body": item.body.decode(), "kind": kind}
        for item, kind in zip(receiver.arrived, kinds, strict=True)
    ]
    wrong = [{**right[0], "body": right[0]["body"] + " "}, {**right[0], "secret": "whsec_b3RoZXI="}]
    text = "".join(json.dumps(item) + "\n" for item in [*right, *wrong])
    script = SCRIPT.with_name("official_webhooks.py")
    done = subprocess.run([sdk, str(script)], input=text, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    types = [json.loads(item["body"])["type"] for item in right]
    assert [name for name, _ in answers] == [*types, *["InvalidWebhookSignatureError"] * 2]
    assert [kind for _, kind in answers[: len(names)]] == kinds
