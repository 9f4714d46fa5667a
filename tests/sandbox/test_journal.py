"""The journal: what was asked and answered, bounded and without secrets; and `reset`."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
import requests

from dynaclient import MISSING, Client, ConnectionFailed
from dynaclient.document import Document
from dynaclient.sandbox import Sandbox, Trouble
from dynaclient.sandbox.journal import LONGEST, MOST, MOST_BYTES

from .conftest import ROOT, client_of

PETS = ROOT / "docs" / "petstore.yaml"
SECRET = "sk-very-secret-0123456789"


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(PETS)


@pytest.fixture
def pets(sandbox: Sandbox) -> Client:
    return client_of(sandbox, retries=0, credentials={"api_key": SECRET}).with_options(raise_for_status=False)


def test_a_request_its_verdict_and_its_answer(sandbox: Sandbox, pets: Client) -> None:
    """In the order in which they came."""
    made = pets.createPet(name="Rex", species="cat")
    pets.getPetById(petId=99)
    first, second = sandbox.requests
    assert (first.number, first.operation_id, first.method, first.path) == (1, "createPet", "POST", "/pets")
    assert first.arguments == {"name": "Rex", "species": "cat"} == first.body
    assert (first.verdict, first.reasons, first.answered_by) == ("accepted", (), "sandbox")
    assert (first.answer.status, first.answer.body) == (201, made.data)
    assert first.answer.headers["Content-Type"] == "application/json"
    assert first.time == sandbox.clock.now()
    assert (second.parameters["path"], second.arguments) == ({"petId": 99}, {"petId": 99})
    assert (second.body, second.answer.status) == (MISSING, 404)
    assert sandbox.requests.of("createPet") == (first,)
    assert repr(first) == "<SandboxRequest 1: POST /pets (createPet) accepted, 201>"


def test_refused_and_unknown_requests(sandbox: Sandbox, pets: Client) -> None:
    """With every reason, and what was sent as it was."""
    loose = pets.with_options(validate=False)
    loose.createPet(body={"species": "cow"})
    loose.request("GET", "/pets?limit=no&limit=2")
    loose.request("GET", "/nothing", json=None)
    wrong, query, unknown = sandbox.requests
    assert wrong.verdict == query.verdict == "refused"
    assert wrong.operation_id == "createPet"
    assert wrong.body == {"species": "cow"}
    assert any("'name' is required" in reason for reason in wrong.reasons)
    assert query.parameters["query"] == {"limit": ["no", "2"]}
    assert (unknown.verdict, unknown.operation_id, unknown.answer.status) == ("unknown", "", 404)
    assert unknown.as_dict()["operation_id"] is None


def test_who_answered(sandbox: Sandbox, pets: Client) -> None:
    """A script, a preference, a fault, a replay, or the sandbox; a dropped connection has no status."""
    sandbox.on("listPets").answer({"data": [], "has_more": False}, times=1).then(drop=True, times=1)
    pets.listPets()
    with pytest.raises(ConnectionFailed):
        pets.listPets()
    pets.with_options(headers={"Prefer": "code=200"}).listPets()
    pets.with_options(headers={"Sandbox-Status": "503"}).listPets()
    again = pets.with_options(headers={"Idempotency-Key": "k"})
    again.createPet(name="Rex")
    again.createPet(name="Rex")
    pets.listPets()
    seen = [(item.answered_by, item.answer.status) for item in sandbox.requests]
    assert seen == [
        ("script", 200),
        ("script", None),
        ("preference", 200),
        ("fault", 503),
        ("sandbox", 201),
        ("replay", 201),
        ("sandbox", 200),
    ]


def test_no_secret_is_shown(make: Callable[..., Sandbox]) -> None:
    """Credentials of every scheme, what is secret by its name, and their text wherever it comes back."""
    schemes = {
        "head": {"type": "apiKey", "in": "header", "name": "X-Pass"},
        "query": {"type": "apiKey", "in": "query", "name": "sig"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "sid"},
        "basic": {"type": "http", "scheme": "basic"},
    }
    operation = {
        "operationId": "op",
        "security": [{name: [] for name in schemes}],
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "object"}}}}},
    }
    sandbox = make({"/a": {"post": operation}}, components={"securitySchemes": schemes})
    sandbox.on("op").answer(lambda request: {"echo": str(request.headers), "token": "a-new-token", "count": 3})
    names = ("head-secret-1", "query-secret-2", "cookie-secret-3", "basic-secret-4")
    given = dict(zip(("head", "query", "cookie"), names, strict=False)) | {"basic": ("user", names[3])}
    client = client_of(sandbox, credentials=given)
    body = {"password": "body-secret-5", "nested": [{"api_key": "body-secret-6"}], "max_tokens": 7}
    answer = client.call("op", body=body)
    assert names[0] in answer.data["echo"]
    (request,) = sandbox.requests
    text = f"{request!r} {request} {request.as_dict()} {request.headers} {request.body} {request.answer}"
    coded = base64.b64encode(f"user:{names[3]}".encode()).decode()
    for secret in (*names, coded, "body-secret-5", "body-secret-6", "a-new-token"):
        assert secret not in text
    assert request.body == {"password": "***", "nested": [{"api_key": "***"}], "max_tokens": 7}
    assert request.answer.body["count"] == 3


@pytest.mark.parametrize("is_whole", [True, False])
def test_no_secret_is_shown_in_other_spellings(make: Callable[..., Sandbox], is_whole: bool) -> None:
    """Of bodies that were refused, of forms and of JSON that breaks off; and what comes back percent-encoded."""
    operation = {
        "operationId": "op",
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": {"description": "", "content": {"text/plain": {}}}},
    }
    sandbox = make({"/a": {"post": operation}})
    coded = base64.b64encode(f"key: {SECRET}".encode()).decode()
    sandbox.on("op").answer(status=200, body=f"{coded} {quote(SECRET, safe='').replace('-', '%2D')}")
    body, kind = ('{"a": 1, "password": "body-secret-5"', "application/json")
    if is_whole:
        body, kind = "password=body-secret-5&a=1", "application/x-www-form-urlencoded"
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": kind}
    with sandbox.serve() as served:
        requests.post(f"{served.url}/a", data=body, headers=headers, timeout=10)
        requests.post(f"{served.url}/a", json={}, headers={**headers, "Content-Type": "application/json"}, timeout=10)
    refused, answered = sandbox.requests
    assert (refused.verdict, answered.verdict) == ("refused", "accepted")
    assert "body-secret-5" not in f"{refused.as_dict()}"
    assert answered.answer.body == "*** ***" or coded[8:20] not in answered.answer.body
    assert SECRET not in f"{answered.as_dict()}"


def test_streams_files_and_forms(bundled: Document) -> None:
    """A stream is its text; bytes are as they are, and described where JSON is wanted."""
    sandbox = Sandbox(bundled)
    client = client_of(sandbox)
    chat = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}]}
    list(client.with_options(stream=True).createChatCompletion(**chat, stream=True).events())
    client.createFile(file=("a.bin", b"\x00\xff" * 10), purpose="assistants")
    client.createSpeech(model="tts-1", input="Hello", voice="alloy")
    stream, file, speech = sandbox.requests
    assert stream.answer.body.startswith("data: {")
    assert stream.answer.body.endswith("data: [DONE]\n\n")
    assert file.arguments["purpose"] == "assistants"
    assert isinstance(speech.answer.body, bytes)
    assert "bytes" in json.loads(json.dumps([item.as_dict() for item in sandbox.requests]))[2]["answer"]["body"]


def test_it_keeps_the_newest(make: Callable[..., Sandbox]) -> None:
    """So many requests, and so many bytes of bodies; a long body is described."""
    body = {"content": {"text/plain": {"schema": {"type": "string"}}}}
    sandbox = make(
        {"/a": {"post": {"operationId": "a", "requestBody": body, "responses": {"204": {"description": ""}}}}}
    )
    client = client_of(sandbox)
    for _ in range(MOST + 5):
        client.call("a", body="x")
    assert len(sandbox.requests) == MOST
    assert [sandbox.requests[0].number, sandbox.requests[-1].number] == [6, MOST + 5]
    size = MOST_BYTES // 4
    for _ in range(6):
        client.call("a", body="x" * size)
    kept = sandbox.requests
    assert len(kept) == 4
    assert kept[-1].body == f"… {size:,} bytes"
    client.call("a", body="x" * (LONGEST - 1))
    assert len(sandbox.requests[-1].body) == LONGEST - 1


def test_reset_forgets_everything_since_it_was_made(pets: Client) -> None:
    """Resources, replies, time, faults, rules and requests: the same calls get the same answers once more."""
    rules = [
        {"on": "getPetById", "when": {"petId": 7}, "answer": {"status": 404}, "then": {"body": {"id": 7, "name": "A"}}}
    ]
    sandbox = Sandbox(PETS, script=rules, trouble=Trouble(status=503, times=1, operation="listPets"))
    client = client_of(sandbox, retries=0).with_options(raise_for_status=False)

    def story() -> list[Any]:
        again = client.with_options(headers={"Idempotency-Key": "k"})
        answers = [
            client.listPets(),
            client.createPet(name="Rex"),
            again.createPet(name="Max"),
            client.listPets(),
            client.getPetById(petId=7),
            client.getPetById(petId=7),
            client.getPetById(petId=1),
        ]
        return [(answer.status_code, answer.data) for answer in answers]

    first = story()
    sandbox.on("createPet").answer({"id": 9, "name": "Not this"})
    sandbox.clock.advance(60)
    before = sandbox.clock.now()
    sandbox.reset()
    assert sandbox.requests == ()
    assert sandbox.clock.now() == before - 60
    assert story() == first
    assert sandbox.requests[0].number == 1


def test_reset_of_a_sandbox_that_remembers_nothing() -> None:
    sandbox = Sandbox(PETS, remember=False)
    client = client_of(sandbox).with_options(headers={"Idempotency-Key": "k"})
    assert "Idempotent-Replayed" not in client.createPet(name="Rex").headers
    assert "Idempotent-Replayed" in client.createPet(name="Rex").headers
    sandbox.reset()
    assert "Idempotent-Replayed" not in client.createPet(name="Rex").headers
