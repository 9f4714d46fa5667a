"""Webhooks that the sandbox sends by itself: when something has finished, signed, and only once it is certain."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import Client, InvalidSignature, OpenAI, WebhookError
from dynaclient.openai import load_bundled
from dynaclient.sandbox import DeliveryError, ModelFileError, Sandbox
from dynaclient.webhooks import HMAC

from .test_sending import Receiver

LINE = b'{"custom_id": "1", "method": "POST", "url": "/v1/embeddings", "body": {"model": "m", "input": "a"}}\n'
CUSTOM = {"type": "custom", "item_schema": {"type": "object"}}
CHECK = {"type": "string_check", "name": "same", "input": "x", "reference": "x", "operation": "eq"}
SOURCE = {"type": "jsonl", "source": {"type": "file_content", "content": [{"item": {}}]}}


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture(scope="module")
def document() -> Any:
    return load_bundled()


@pytest.fixture
def sandbox(document: Any, receiver: Receiver) -> Iterator[Sandbox]:
    made = Sandbox(document, webhook_url=f"{receiver.url}/hooks")
    yield made
    made.close()


def client_of(sandbox: Sandbox, **headers: str) -> OpenAI:
    secret = sandbox.webhook_secret
    return OpenAI(sandbox.document, app=sandbox, api_key="k", webhook_secret=secret, headers={**headers})


def arrived(sandbox: Sandbox, receiver: Receiver) -> list[tuple[str, str]]:
    """Type and object of the events that arrived, each verified."""
    assert all(delivery.status == 200 for delivery in sandbox.deliveries)
    client = client_of(sandbox)
    events = [client.webhooks.unwrap(item.body, item.headers.items()) for item in receiver.arrived]
    assert not any(event.replayed for event in events)
    receiver.arrived.clear()
    return sorted((event.type, event.data["id"]) for event in events)


def test_what_has_finished_is_told(sandbox: Sandbox, receiver: Receiver) -> None:
    """Responses in the background, batches, runs of evaluations, fine-tuning; after `advance`, without a read."""
    client = client_of(sandbox)
    response = client.createResponse(model="m", input="Hi", background=True)
    client.createResponse(model="m", input="Hi")
    file = client.createFile(file=("a.jsonl", LINE), purpose="batch")
    batch = client.createBatch(input_file_id=file["id"], endpoint="/v1/embeddings", completion_window="24h")
    job = client.createFineTuningJob(model="m", training_file=file["id"])
    evaluation = client.createEval(data_source_config=CUSTOM, testing_criteria=[CHECK])
    run = client.createEvalRun(eval_id=evaluation["id"], data_source=SOURCE)
    assert arrived(sandbox, receiver) == []
    sandbox.clock.advance(60)
    assert arrived(sandbox, receiver) == [
        ("batch.completed", batch["id"]),
        ("eval.run.succeeded", run["id"]),
        ("fine_tuning.job.succeeded", job["id"]),
        ("response.completed", response["id"]),
    ]
    sandbox.clock.advance(60)
    assert arrived(sandbox, receiver) == [], "once"
    assert client.retrieveBatch(batch_id=batch["id"])["output_file_id"]


def test_what_fails_or_is_cancelled_is_told(sandbox: Sandbox, receiver: Receiver) -> None:
    client, failing = client_of(sandbox), client_of(sandbox, **{"Sandbox-Outcome": "failed"})
    file = client.createFile(file=("a.jsonl", LINE), purpose="batch")
    failed = failing.createBatch(input_file_id=file["id"], endpoint="/v1/embeddings", completion_window="24h")
    response = failing.createResponse(model="m", input="Hi", background=True)
    cancelled = client.createResponse(model="m", input="Hi", background=True)
    client.cancelResponse(response_id=cancelled["id"])
    evaluation = client.createEval(data_source_config=CUSTOM, testing_criteria=[CHECK])
    run = client.createEvalRun(eval_id=evaluation["id"], data_source=SOURCE)
    client.cancelEvalRun(eval_id=evaluation["id"], run_id=run["id"])
    assert arrived(sandbox, receiver) == [("eval.run.canceled", run["id"]), ("response.cancelled", cancelled["id"])]
    sandbox.clock.advance(60)
    assert arrived(sandbox, receiver) == [("batch.failed", failed["id"]), ("response.failed", response["id"])]


def test_reads_and_streams_finish_things_too(sandbox: Sandbox, receiver: Receiver) -> None:
    client = client_of(sandbox)
    response = client.createResponse(model="m", input="Hi", background=True)
    done = client.poll("getResponse", response_id=response["id"], until={"status": "completed"}, interval=0)
    assert done["status"] == "completed"
    with client.createResponse(model="m", input="Hi", background=True, stream=True) as stream:
        last = list(stream)[-1]
    told = [("response.completed", response["id"]), ("response.completed", last.data["response"]["id"])]
    assert arrived(sandbox, receiver) == sorted(told)


def test_a_clock_that_runs_needs_nobody_who_looks(document: Any, receiver: Receiver) -> None:
    """The receiver waits, and gets it."""
    import time

    start = time.monotonic()
    sandbox = Sandbox(document, webhook_url=receiver.url, clock=lambda: (time.monotonic() - start) * 100)
    try:
        client_of(sandbox).createResponse(model="m", input="Hi", background=True)
        deadline = time.monotonic() + 20
        while not receiver.arrived and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [event for event, _ in arrived(sandbox, receiver)] == ["response.completed"]
    finally:
        sandbox.close()
    assert "dynaclient ticker" not in {thread.name for thread in threading.enumerate()}


def test_the_address_is_changed_and_checked(sandbox: Sandbox, receiver: Receiver) -> None:
    client = client_of(sandbox)
    with pytest.raises(DeliveryError, match="not on this machine"):
        sandbox.webhook_url = "https://example.com/hooks"
    with pytest.raises(DeliveryError, match="not on this machine"):
        Sandbox(sandbox.document, webhook_url="http://192.0.2.1/")
    client.createResponse(model="m", input="Hi", background=True)
    sandbox.webhook_url = None
    sandbox.clock.advance(60)
    assert arrived(sandbox, receiver) == []
    sandbox.webhook_url = "http://127.0.0.1:9/"
    client.createResponse(model="m", input="Hi", background=True)
    sandbox.clock.advance(60)
    assert [bool(delivery.error) for delivery in sandbox.deliveries] == [True, True]
    assert {delivery.status for delivery in sandbox.deliveries} == {None}


def test_secrets_and_schemes_of_ones_own(document: Any, receiver: Receiver, make: Callable[..., Sandbox]) -> None:
    """Also of `send`; a document that declares no signature gets one where a scheme is given."""
    mine = Sandbox(document, webhook_secret=["whsec_bmV3", "whsec_b2xk"])
    mine.send("batch_completed", receiver.url)
    item = receiver.arrived.pop()
    for secret in ("whsec_bmV3", "whsec_b2xk"):
        assert OpenAI(document, api_key="k").webhooks.unwrap(item.body, item.headers, secret).known
    with pytest.raises(WebhookError, match="secret is empty"):
        Sandbox(document, webhook_secret="")
    hooks = {"webhooks": {"ping": {"post": {"requestBody": {"content": {"application/json": {"schema": {}}}}}}}}
    scheme = HMAC(header="X-Sig", prefix="sha256=")
    bare, own = make({}, root=hooks), make({}, root=hooks, webhook_scheme=scheme, webhook_secret="hush")
    bare.send("ping", receiver.url, body=[1])
    assert "X-Sig" not in receiver.arrived.pop().headers
    own.send("ping", receiver.url, body=[1])
    item = receiver.arrived.pop()
    ping = Client(own.document).webhooks["ping"]
    assert ping.unwrap(item.body, item.headers, "hush", scheme=scheme).data == [1]
    with pytest.raises(InvalidSignature):
        ping.unwrap(item.body, item.headers, "loud", scheme=scheme)
    assert "hush" not in repr(own)


ANSWER = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}}}}
JOBS = {
    "/jobs": {
        "post": {
            "operationId": "createJob",
            "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": {"201": ANSWER},
        }
    },
    "/jobs/{job_id}": {
        "get": {
            "operationId": "getJob",
            "parameters": [{"name": "job_id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "responses": {"200": ANSWER},
        }
    },
}
JOB = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {"id": {"type": "string"}, "status": {"enum": ["queued", "done"]}},
}
DONE = {
    "type": "object",
    "required": ["kind", "job", "at"],
    "properties": {
        "kind": {"const": "job"},
        "job": {"type": "string"},
        "at": {"type": "string", "format": "date-time"},
    },
}
HOOKS = {"webhooks": {"jobDone": {"post": {"requestBody": {"content": {"application/json": {"schema": DONE}}}}}}}


def states(send: Any) -> dict[str, Any]:
    return {
        "resources": {
            "/jobs": {"states": {"member": "status", "path": ["queued", "done"], "on": {"done": {"send": send}}}}
        }
    }


def test_a_file_says_which_webhooks_a_state_sends(make: Callable[..., Sandbox], receiver: Receiver) -> None:
    """For any document; a webhook that it does not declare is an error."""
    send = [{"webhook": "jobDone", "with": {"job": "${key}", "at": "${now}"}}]
    components = {"schemas": {"Job": JOB}}
    sandbox = make(JOBS, components=components, root=HOOKS, model=states(send), webhook_url=receiver.url)
    client = Client(sandbox.document, app=sandbox)
    job = client.createJob()
    sandbox.clock.advance(60)
    (delivery,) = sandbox.deliveries
    assert delivery.body == {"kind": "job", "job": job["id"], "at": "2026-01-01T00:01:00Z"}
    with pytest.raises(ModelFileError, match=r"declares no webhook 'jobDon'. Did you mean 'jobDone'"):
        make(JOBS, components=components, root=HOOKS, model=states([{"webhook": "jobDon"}]))
    with pytest.raises(ModelFileError, match="must be a list of webhooks"):
        make(JOBS, components=components, root=HOOKS, model=states("jobDone"))


def test_what_is_refused_has_not_happened(sandbox: Sandbox, receiver: Receiver) -> None:
    """An action that comes too late is a 400, and no event."""
    client = client_of(sandbox)
    response = client.createResponse(model="m", input="Hi", background=True)
    sandbox.clock.advance(60)
    assert len(arrived(sandbox, receiver)) == 1
    answer = client.with_options(retries=0).validate("cancelResponse", response_id=response["id"])
    assert answer == []
    with pytest.raises(Exception, match="400"):
        client.cancelResponse(response_id=response["id"])
    assert arrived(sandbox, receiver) == []
