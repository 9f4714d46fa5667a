"""States move: by reads, by the clock, by actions; what is left behind is there; the same for documents of any kind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient import BadRequest, Client, NotFound, OpenAI
from dynaclient.sandbox import Sandbox

from .conftest import client_of

JOB = {
    "type": "object",
    "required": ["id", "status"],
    "properties": {
        "id": {"type": "string"},
        "status": {"type": "string", "enum": ["failed", "queued", "succeeded", "running", "cancelling", "cancelled"]},
        "finished_at": {"type": ["string", "null"], "format": "date-time"},
        "error": {"type": ["object", "null"], "properties": {"message": {"type": "string"}}},
        "name": {"type": "string"},
    },
}


def job_paths(schema: dict[str, Any], sent: dict[str, Any] | None = None) -> dict[str, Any]:
    answer = {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}
    key = {"name": "job_id", "in": "path", "required": True, "schema": {"type": "string"}}
    body = sent or {"type": "object", "properties": {"name": {"type": "string"}}}
    return {
        "/jobs": {
            "post": {
                "operationId": "addJob",
                "requestBody": {"content": {"application/json": {"schema": body}}},
                "responses": answer,
            }
        },
        "/jobs/{job_id}": {"get": {"operationId": "getJob", "parameters": [key], "responses": answer}},
        "/jobs/{job_id}/cancel": {"post": {"operationId": "cancelJob", "parameters": [key], "responses": answer}},
    }


def states(client: Client, key: str, count: int) -> list[str]:
    return [client.call("getJob", job_id=key)["status"] for _ in range(count)]


def test_states_move_by_reads(make: Callable[..., Sandbox]) -> None:
    """An enumeration of states in any order is a life: a first one, one in between, a good end; then nothing moves."""
    client = client_of(make(job_paths(JOB)))
    job = client.call("addJob", name="n").data
    assert job == {"id": job["id"], "status": "queued", "finished_at": None, "error": None, "name": "n"}
    assert states(client, job["id"], 5) == ["queued", "running", "succeeded", "succeeded", "succeeded"]
    done = client.call("getJob", job_id=job["id"])
    assert (done["finished_at"], done["error"]) == ("2026-01-01T00:00:00Z", None)


def test_states_move_by_the_clock(make: Callable[..., Sandbox]) -> None:
    """`clock.advance` moves them without a read, one state for each ten seconds; the times are those of the clock."""
    sandbox = make(job_paths(JOB))
    client = client_of(sandbox)
    key = client.call("addJob")["id"]
    sandbox.clock.advance(9)
    assert states(client, key, 1) == ["queued"]
    sandbox.clock.advance(60)
    done = client.call("getJob", job_id=key)
    assert (done["status"], done["finished_at"]) == ("succeeded", "2026-01-01T00:01:09Z")
    with pytest.raises(ValueError, match="only goes forward"):
        sandbox.clock.advance(-1)


def test_a_clock_of_ones_own(make: Callable[..., Sandbox]) -> None:
    """A function gives the time, which then moves by itself."""
    now = [1_800_000_000.0]
    client = client_of(make(job_paths(JOB), clock=lambda: now[0]))
    key = client.call("addJob")["id"]
    now[0] += 30
    assert client.call("getJob", job_id=key)["finished_at"] == "2027-01-15T08:00:30Z"


def test_cancelling_wins(make: Callable[..., Sandbox]) -> None:
    """On the way it leads elsewhere; at the end it comes too late."""
    client = client_of(make(job_paths(JOB)))
    one, two = (client.call("addJob")["id"] for _ in range(2))
    assert client.call("cancelJob", job_id=one)["status"] == "cancelling"
    assert states(client, one, 3) == ["cancelling", "cancelled", "cancelled"]
    states(client, two, 3)
    with pytest.raises(BadRequest, match="is succeeded already; cancel comes too late"):
        client.call("cancelJob", job_id=two)


def test_failing_is_asked_for(make: Callable[..., Sandbox]) -> None:
    """A header names the last state; one that the document does not have is refused, with those that it has."""
    client = client_of(make(job_paths(JOB)))
    failing = client.with_options(headers={"Sandbox-Outcome": "failed"})
    key = failing.call("addJob")["id"]
    assert states(client, key, 3) == ["queued", "running", "failed"]
    assert client.call("getJob", job_id=key)["error"]["message"]
    with pytest.raises(BadRequest, match=r"'lost' cannot be reached: status is one of failed, queued, succeeded"):
        client.with_options(headers={"Sandbox-Outcome": "lost"}).call("addJob")


def test_the_order_of_a_description(make: Callable[..., Sandbox]) -> None:
    """Arrows between states say how they follow each other."""
    text = "Where it is: `ordered` → `baked` → `eaten`."
    schema = {**JOB, "properties": {**JOB["properties"], "status": {"type": "string", "description": text}}}  # type: ignore[dict-item]
    client = client_of(make(job_paths(schema)))
    assert states(client, client.call("addJob")["id"], 3) == ["ordered", "baked", "eaten"]


def test_a_state_that_callers_set_stays(make: Callable[..., Sandbox]) -> None:
    """A member that the request has is the caller's own."""
    client = client_of(make(job_paths(JOB, JOB)))
    key = client.call("addJob", body={"id": "j", "status": "running"})["id"]
    assert states(client, key, 4) == ["running"] * 4


def test_a_file_says_how_states_move(make: Callable[..., Sandbox], tmp_path: Path) -> None:
    """The states, after how many reads, and what is set on the way."""
    file = tmp_path / "sandbox.yaml"
    file.write_text(
        "resources:\n  /jobs:\n    states:\n      member: status\n      path: [queued, failed]\n      reads: 2\n"
        "      on:\n        failed: {set: {error: {message: 'job ${key} is broken'}}}\n"
    )
    client = client_of(make(job_paths(JOB), model=file))
    key = client.call("addJob")["id"]
    assert states(client, key, 4) == ["queued", "queued", "failed", "failed"]
    assert client.call("getJob", job_id=key)["error"] == {"message": f"job {key} is broken"}


# the OpenAI API


def test_a_run_completes(sandbox: Sandbox) -> None:
    """What the README polls for comes: an answer in the thread, a step that names it, and usage that adds up."""
    client = client_of(sandbox)
    thread = client.call("createThread", messages=[{"role": "user", "content": "How deep?"}])["id"]
    run = client.call("createRun", thread_id=thread, assistant_id="asst_1").data
    assert (run["status"], run["completed_at"], run["usage"]) == ("queued", None, None)
    done = client.poll("getRun", thread_id=thread, run_id=run["id"], until="status", deadline=60)
    assert done["status"] == "completed"
    assert done["usage"]["total_tokens"] == done["usage"]["prompt_tokens"] + done["usage"]["completion_tokens"]
    answer = client.call("listMessages", thread_id=thread)["data"][0]
    assert (answer["role"], answer["run_id"], answer["assistant_id"]) == ("assistant", run["id"], "asst_1")
    (step,) = client.call("listRunSteps", thread_id=thread, run_id=run["id"])["data"]
    assert step["step_details"]["message_creation"]["message_id"] == answer["id"]
    assert step["usage"] == done["usage"]


def test_a_cancelled_run_answers_nothing(sandbox: Sandbox) -> None:
    """Its thread stays as it was."""
    client = client_of(sandbox)
    run = client.call("createThreadAndRun", assistant_id="asst_1").data
    client.call("cancelRun", thread_id=run["thread_id"], run_id=run["id"])
    sandbox.clock.advance(600)
    assert client.call("getRun", thread_id=run["thread_id"], run_id=run["id"])["status"] == "cancelled"
    assert client.call("listMessages", thread_id=run["thread_id"])["data"] == []


def test_an_upload_is_put_together(client: Client) -> None:
    """The file of a completed upload has the parts in the order that was asked for."""
    upload = client.call("createUpload", filename="a.txt", purpose="assistants", bytes=6, mime_type="text/plain")["id"]
    parts = [client.call("addUploadPart", upload_id=upload, data=data)["id"] for data in (b"two", b"one")]
    done = client.call("completeUpload", upload_id=upload, part_ids=parts[::-1])
    assert (done["status"], done["file"]["filename"], done["file"]["bytes"]) == ("completed", "a.txt", 6)
    assert client.call("downloadFile", file_id=done["file"]["id"]).content == b"onetwo"


@pytest.mark.filterwarnings("ignore::dynaclient.DynaclientDeprecationWarning")
def test_a_video_progresses_with_its_state(sandbox: Sandbox) -> None:
    client = client_of(sandbox)
    video = client.call("createVideo", prompt="sunrise").data
    seen = [(video["status"], video["progress"])]
    for _ in range(3):
        sandbox.clock.advance(1)
        video = client.call("GetVideo", video_id=video["id"]).data
        seen.append((video["status"], video["progress"]))
    assert list(dict.fromkeys(seen)) == [("queued", 0), ("in_progress", 50), ("completed", 100)]


def test_a_vector_store_counts_its_files(sandbox: Sandbox) -> None:
    """By their states, which move with it; the bytes are those of the files."""
    client = client_of(sandbox)
    files = [client.call("createFile", file=b"x" * 5, purpose="assistants")["id"] for _ in range(2)]
    store = client.call("createVectorStore", file_ids=files)
    counts = {"in_progress": 2, "completed": 0, "failed": 0, "cancelled": 0, "total": 2}
    assert (store["status"], store["file_counts"]) == ("in_progress", counts)
    sandbox.clock.advance(60)
    store = client.call("getVectorStore", vector_store_id=store["id"])
    assert (store["status"], store["usage_bytes"]) == ("completed", 10)
    assert store["file_counts"] == {**counts, "in_progress": 0, "completed": 2}


def test_the_clock_of_a_client_in_process() -> None:
    """`OpenAI.sandbox()` is the same server: a run made with it completes."""
    client = OpenAI.sandbox()
    run = client.call("createThreadAndRun", assistant_id="asst_1").data
    done = client.poll("getRun", thread_id=run["thread_id"], run_id=run["id"], until="status", deadline=60)
    assert done["status"] == "completed"


# stateless


def test_without_memory(bundled: Any) -> None:
    """Nothing that is made, changed or deleted has an effect, and the same call gets the same answer."""
    client = client_of(Sandbox(bundled, remember=False))
    made = client.call("createAssistant", model="gpt-4o")
    assert client.call("createAssistant", model="gpt-4o").data == made.data
    assert client.call("listAssistants")["data"] == []
    with pytest.raises(NotFound):
        client.call("getAssistant", assistant_id=made["id"])
    believing = client_of(Sandbox(bundled, remember=False, unknown="invent"))
    for _ in range(2):
        believing.call("deleteAssistant", assistant_id="asst_a")
        assert believing.call("getAssistant", assistant_id="asst_a")["id"] == "asst_a"


def test_a_run_takes_after_its_assistant(sandbox: Sandbox, client: Client) -> None:
    """Model, instructions and tools, unless the run sets its own; a function of the assistant's is called."""
    tool = {"type": "function", "function": {"name": "dig", "parameters": {"type": "object", "properties": {}}}}
    made = client.call("createAssistant", model="gpt-4.1-mini", instructions="Be brief", tools=[tool])
    thread = client.call("createThread")["id"]
    run = client.call("createRun", thread_id=thread, assistant_id=made["id"])
    assert (run["model"], run["instructions"], run["tools"]) == ("gpt-4.1-mini", "Be brief", made["tools"])
    sandbox.clock.advance(60)
    assert client.call("getRun", thread_id=thread, run_id=run["id"])["status"] == "requires_action"
    own = client.call("createRun", thread_id=thread, assistant_id=made["id"], model="gpt-4o", tools=[])
    assert (own["model"], own["instructions"]) == ("gpt-4o", "Be brief")
    sandbox.clock.advance(60)
    assert client.call("getRun", thread_id=thread, run_id=own["id"])["status"] == "completed"
