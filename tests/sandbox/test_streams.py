"""An operation that declares an event stream, asked to stream, answers valid events and ends as the API does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.answers import events_of
from dynaclient.sandbox.values import Values

from .conftest import SPECS

KEY = {"Authorization": "Bearer k"}
CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}], "stream": True}


def events(body: bytes) -> list[tuple[str, str]]:
    """(name, data) of each event. Source: WHATWG HTML section 9.2.6."""
    found = []
    for block in body.decode().split("\n\n"):
        fields = [line.partition(": ") for line in block.splitlines()]
        data = "\n".join(value for name, _, value in fields if name == "data")
        if fields:
            found.append((next((value for name, _, value in fields if name == "event"), ""), data))
    return found


def _valid(sandbox: Sandbox, operation_id: str, name: str, data: str) -> bool:
    media_type = events_of(sandbox.operations[operation_id])
    assert media_type is not None
    values = Values(sandbox.document)
    try:
        parsed: Any = json.loads(data)
    except ValueError:
        parsed = data
    return values.is_valid(media_type.schema, parsed) or values.is_valid(
        media_type.schema, {"event": name, "data": parsed}
    )


def test_a_text_in_pieces(sandbox: Sandbox) -> None:
    """The pieces make up the text of the whole answer, belong together, and only the last says why it ended."""
    http = WSGIClient(sandbox)
    whole = http.post("/chat/completions", json={**CHAT, "stream": False}, headers=KEY).json
    response = http.post("/chat/completions", json=CHAT, headers=KEY)
    assert response.headers["Content-Type"] == "text/event-stream"
    *chunks, last = events(response.data)
    assert last == ("", "[DONE]")
    assert all(_valid(sandbox, "createChatCompletion", name, data) for name, data in chunks)
    values = [json.loads(data) for _, data in chunks]
    assert len({value["id"] for value in values}) == 1
    assert (
        "".join(value["choices"][0]["delta"].get("content", "") for value in values)
        == whole["choices"][0]["message"]["content"]
    )
    assert [value["choices"][0]["finish_reason"] for value in values] == [None] * (len(values) - 1) + ["stop"]
    assert {value["model"] for value in values} == {"gpt-4o"}


def test_events_of_many_kinds(sandbox: Sandbox) -> None:
    """Events are named, what opens first closes last, nothing goes wrong unasked, and all are about the same run."""
    http = WSGIClient(sandbox)
    thread = http.post("/threads", headers=KEY).json["id"]
    body = {"assistant_id": "asst_1", "stream": True}
    found = events(http.post(f"/threads/{thread}/runs", json=body, headers=KEY).data)
    names = [name for name, _ in found]
    assert all(_valid(sandbox, "createRun", name, data) for name, data in found)
    assert names[0] == "thread.run.created"
    assert found[-1] == ("done", "[DONE]")
    assert names.index("thread.run.created") < names.index("thread.message.delta") < names.index("thread.run.completed")
    assert not [name for name in names if "fail" in name or "error" in name or "cancel" in name]
    runs = [json.loads(data) for name, data in found if name.startswith("thread.run.") and "step" not in name]
    assert {(run["thread_id"], run["assistant_id"]) for run in runs} == {(thread, "asst_1")}
    assert json.loads(dict(found)["thread.run.completed"])["status"] == "completed"
    listed = http.get(f"/threads/{thread}/runs", headers=KEY).json["data"]
    assert [run["id"] for run in listed] == [runs[0]["id"]]


@pytest.mark.parametrize(
    ("body", "accept", "streams"),
    [
        pytest.param({"stream": True}, "application/json", True, id="stream: true"),
        pytest.param({"stream": False}, "text/event-stream", False, id="stream: false"),
        pytest.param({}, "text/event-stream", False, id="not asked for, though accepted"),
        pytest.param({"stream": None}, "*/*", False, id="null"),
    ],
)
def test_who_asks_to_stream(sandbox: Sandbox, body: dict[str, Any], accept: str, streams: bool) -> None:
    """Where the request has a word for it, that word decides."""
    sent = {**CHAT, **body}
    if "stream" not in body:
        del sent["stream"]
    response = WSGIClient(sandbox).post("/chat/completions", json=sent, headers={**KEY, "Accept": accept})
    assert (response.mimetype == "text/event-stream") is streams


@pytest.mark.skipif(not SPECS.is_dir(), reason=f"{SPECS} is not there")
@pytest.mark.parametrize(
    ("operation_id", "path", "body"),
    [
        pytest.param(
            "createResponse", "/responses", {"model": "gpt-4o", "input": "hi", "stream": True}, id="responses"
        ),
        pytest.param(
            "createSpeech",
            "/audio/speech",
            {"model": "tts-1", "input": "hi", "voice": "alloy", "stream_format": "sse"},
            id="another word for it",
        ),
    ],
)
def test_streams_of_the_newest_document(operation_id: str, path: str, body: dict[str, Any]) -> None:
    """Kinds distinguished by type use it as the event's name; numbers count up; the last kind completes."""
    sandbox = Sandbox(SPECS / "openai-2026-08.yaml")
    found = events(WSGIClient(sandbox).post(path, json=body, headers=KEY).data)
    assert len(found) >= 2
    assert all(_valid(sandbox, operation_id, name, data) for name, data in found)
    assert all(json.loads(data)["type"] == name for name, data in found)
    numbers = [json.loads(data).get("sequence_number") for _, data in found]
    assert numbers in (list(range(len(found))), [None] * len(found))
    assert found[-1][0].endswith(("completed", "done"))
