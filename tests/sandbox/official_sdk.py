"""Calls of the official Python SDK, each checked by what it makes of the answer. Runs in an environment that has it.

`python official_sdk.py URL`: one line of JSON for each call: its name, whether it went as meant, and what went wrong.
The SDK checks every answer strictly: what its own types do not allow is an error.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import openai
from pydantic import BaseModel

Call = Callable[[Any, dict[str, Any]], Any]

CHAT = [{"role": "user", "content": "How deep do I plant a plum tree?"}]
TOOL = {
    "type": "function",
    "function": {
        "name": "depth_of",
        "parameters": {
            "type": "object",
            "properties": {"tree": {"type": "string"}, "years": {"type": "integer", "minimum": 2}},
            "required": ["tree", "years"],
            "additionalProperties": False,
        },
    },
}


class Advice(BaseModel):
    """What a structured answer is parsed into."""

    tree: str
    depth_cm: int
    steps: list[str]


def file_of(text: bytes, name: str = "notes.txt") -> tuple[str, io.BytesIO]:
    return name, io.BytesIO(text)


BATCH = "".join(
    json.dumps(
        {
            "custom_id": f"r{i}",
            "method": "POST",
            "url": "/v1/embeddings",
            "body": {"model": "text-embedding-3-small", "input": f"text {i}"},
        }
    )
    + "\n"
    for i in range(3)
).encode()


def admin(client: Any) -> Any:
    return client.admin.organization


def kept(store: dict[str, Any], name: str, value: Any) -> Any:
    store[name] = value
    return value


OPERATIONS: dict[str, Call] = {
    "listModels": lambda c, s: kept(s, "model", c.models.list().data[0]),
    "retrieveModel": lambda c, s: c.models.retrieve(s["model"].id),
    "deleteModel": lambda c, s: c.models.delete("ft:gpt-4o-mini:acme::1"),
    "createChatCompletion": lambda c, s: c.chat.completions.create(model="gpt-5.5", messages=CHAT),
    "createCompletion": lambda c, s: c.completions.create(model="gpt-3.5-turbo-instruct", prompt=["a", "b"], n=2),
    "createEmbedding": lambda c, s: s["lax"].embeddings.create(model="text-embedding-3-small", input=["a", "b"]),
    "createModeration": lambda c, s: c.moderations.create(input=["a", "b"]),
    "createSpeech": lambda c, s: c.audio.speech.create(model="tts-1", voice="alloy", input="hi").read(),
    "createTranscription": lambda c, s: c.audio.transcriptions.create(
        model="whisper-1", file=file_of(b"\0\1", "a.wav")
    ),
    "createTranslation": lambda c, s: c.audio.translations.create(model="whisper-1", file=file_of(b"\0\1", "a.wav")),
    "createImage": lambda c, s: c.images.generate(model="gpt-image-1", prompt="a plum", n=2),
    "createImageEdit": lambda c, s: c.images.edit(model="gpt-image-1", image=file_of(b"\0", "a.png"), prompt="a plum"),
    "createImageVariation": lambda c, s: c.images.create_variation(image=file_of(b"\0", "a.png")),
    "createFile": lambda c, s: kept(s, "file", c.files.create(file=file_of(b"plums\0\xff"), purpose="assistants")),
    "listFiles": lambda c, s: c.files.list().data[0],
    "retrieveFile": lambda c, s: c.files.retrieve(s["file"].id),
    "downloadFile": lambda c, s: c.files.content(s["file"].id).read() == b"plums\0\xff" or fail("other bytes"),
    "createUpload": lambda c, s: kept(
        s, "upload", c.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="assistants")
    ),
    "addUploadPart": lambda c, s: kept(s, "part", c.uploads.parts.create(s["upload"].id, data=file_of(b"orange"))),
    "completeUpload": lambda c, s: kept(s, "upload", c.uploads.complete(s["upload"].id, part_ids=[s["part"].id])),
    "cancelUpload": lambda c, s: c.uploads.cancel(
        c.uploads.create(bytes=6, filename="a.txt", mime_type="text/plain", purpose="assistants").id
    ),
    "createBatch": lambda c, s: kept(
        s,
        "batch",
        c.batches.create(
            completion_window="24h",
            endpoint="/v1/embeddings",
            input_file_id=c.files.create(file=file_of(BATCH, "b.jsonl"), purpose="batch").id,
        ),
    ),
    "listBatches": lambda c, s: c.batches.list().data[0],
    "retrieveBatch": lambda c, s: c.batches.retrieve(s["batch"].id),
    "cancelBatch": lambda c, s: c.batches.cancel(s["batch"].id).status == "cancelling" or fail("not cancelling"),
    "createFineTuningJob": lambda c, s: kept(
        s, "job", c.fine_tuning.jobs.create(model="gpt-4o-mini-2024-07-18", training_file="file-1")
    ),
    "listPaginatedFineTuningJobs": lambda c, s: c.fine_tuning.jobs.list().data[0],
    "retrieveFineTuningJob": lambda c, s: c.fine_tuning.jobs.retrieve(s["job"].id),
    "listFineTuningEvents": lambda c, s: c.fine_tuning.jobs.list_events(s["job"].id).data[0],
    "listFineTuningJobCheckpoints": lambda c, s: c.fine_tuning.jobs.checkpoints.list(s["job"].id),
    "cancelFineTuningJob": lambda c, s: c.fine_tuning.jobs.cancel(s["job"].id).status == "cancelled" or fail("not"),
    "createAssistant": lambda c, s: kept(s, "assistant", c.beta.assistants.create(model="gpt-4o", name="Pomona")),
    "listAssistants": lambda c, s: c.beta.assistants.list().data[0],
    "getAssistant": lambda c, s: c.beta.assistants.retrieve(s["assistant"].id),
    "modifyAssistant": lambda c, s: c.beta.assistants.update(s["assistant"].id, name="P").name == "P" or fail("name"),
    "createThread": lambda c, s: kept(s, "thread", c.beta.threads.create(messages=CHAT)),
    "getThread": lambda c, s: c.beta.threads.retrieve(s["thread"].id),
    "modifyThread": lambda c, s: c.beta.threads.update(s["thread"].id, metadata={"a": "b"}),
    "createMessage": lambda c, s: kept(
        s, "message", c.beta.threads.messages.create(s["thread"].id, role="user", content="And a pear?")
    ),
    "listMessages": lambda c, s: len(c.beta.threads.messages.list(s["thread"].id).data) == 2 or fail("not 2"),
    "getMessage": lambda c, s: c.beta.threads.messages.retrieve(s["message"].id, thread_id=s["thread"].id),
    "modifyMessage": lambda c, s: c.beta.threads.messages.update(
        s["message"].id, thread_id=s["thread"].id, metadata={"a": "b"}
    ),
    "createRun": lambda c, s: kept(
        s, "run", c.beta.threads.runs.create(s["thread"].id, assistant_id=s["assistant"].id)
    ),
    "listRuns": lambda c, s: c.beta.threads.runs.list(s["thread"].id).data[0],
    "getRun": lambda c, s: c.beta.threads.runs.retrieve(s["run"].id, thread_id=s["thread"].id),
    "modifyRun": lambda c, s: c.beta.threads.runs.update(s["run"].id, thread_id=s["thread"].id, metadata={"a": "b"}),
    "cancelRun": lambda c, s: (
        c.beta.threads.runs.cancel(s["run"].id, thread_id=s["thread"].id).status in ("cancelling", "cancelled")
        or fail("not cancelled")
    ),
    "createThreadAndRun": lambda c, s: kept(
        s, "done", c.beta.threads.create_and_run_poll(assistant_id=s["assistant"].id, thread={"messages": CHAT})
    ),
    "listRunSteps": lambda c, s: kept(
        s, "step", c.beta.threads.runs.steps.list(s["done"].id, thread_id=s["done"].thread_id).data[0]
    ),
    "getRunStep": lambda c, s: c.beta.threads.runs.steps.retrieve(
        s["step"].id, thread_id=s["done"].thread_id, run_id=s["done"].id
    ),
    "submitToolOuputsToRun": lambda c, s: with_tools(c, s),  # noqa: PLW0108  # defined below
    "createVectorStore": lambda c, s: kept(s, "store", c.vector_stores.create(name="n", file_ids=[s["file"].id])),
    "listVectorStores": lambda c, s: c.vector_stores.list().data[0],
    "getVectorStore": lambda c, s: c.vector_stores.retrieve(s["store"].id).file_counts.total == 1 or fail("not 1"),
    "modifyVectorStore": lambda c, s: c.vector_stores.update(s["store"].id, name="m"),
    "createVectorStoreFile": lambda c, s: kept(
        s,
        "indexed",
        c.vector_stores.files.create(
            s["store"].id, file_id=c.files.create(file=file_of(b"pears"), purpose="assistants").id
        ),
    ),
    "listVectorStoreFiles": lambda c, s: len(c.vector_stores.files.list(s["store"].id).data) == 2 or fail("not 2"),
    "getVectorStoreFile": lambda c, s: c.vector_stores.files.retrieve(s["indexed"].id, vector_store_id=s["store"].id),
    "deleteVectorStoreFile": lambda c, s: (
        c.vector_stores.files.delete(s["indexed"].id, vector_store_id=s["store"].id).deleted or fail("not deleted")
    ),
    "createVectorStoreFileBatch": lambda c, s: kept(
        s, "files", c.vector_stores.file_batches.create(s["store"].id, file_ids=[s["file"].id])
    ),
    "getVectorStoreFileBatch": lambda c, s: c.vector_stores.file_batches.retrieve(
        s["files"].id, vector_store_id=s["store"].id
    ),
    "listFilesInVectorStoreBatch": lambda c, s: c.vector_stores.file_batches.list_files(
        s["files"].id, vector_store_id=s["store"].id
    ).data[0],
    "cancelVectorStoreFileBatch": lambda c, s: c.vector_stores.file_batches.cancel(
        c.vector_stores.file_batches.create(s["store"].id, file_ids=[s["file"].id]).id, vector_store_id=s["store"].id
    ),
    "list-audit-logs": lambda c, s: admin(c).audit_logs.list().data[0],
    "inviteUser": lambda c, s: kept(s, "invite", admin(c).invites.create(email="ada@example.com", role="reader")),
    "list-invites": lambda c, s: admin(c).invites.list().data[0],
    "retrieve-invite": lambda c, s: admin(c).invites.retrieve(s["invite"].id).email == "ada@example.com" or fail("e"),
    "delete-invite": lambda c, s: admin(c).invites.delete(s["invite"].id).deleted or fail("not deleted"),
    "list-users": lambda c, s: kept(s, "user", admin(c).users.list().data[0]),
    "retrieve-user": lambda c, s: admin(c).users.retrieve(s["user"].id),
    "modify-user": lambda c, s: admin(c).users.update(s["user"].id, role="owner"),
    "delete-user": lambda c, s: admin(c).users.delete(s["user"].id),
    "create-project": lambda c, s: kept(s, "project", admin(c).projects.create(name="Orchard")),
    "list-projects": lambda c, s: admin(c).projects.list().data[0],
    "retrieve-project": lambda c, s: admin(c).projects.retrieve(s["project"].id).name == "Orchard" or fail("name"),
    "modify-project": lambda c, s: admin(c).projects.update(s["project"].id, name="Garden"),
    "create-project-user": lambda c, s: kept(
        s, "member", admin(c).projects.users.create(s["project"].id, user_id="user-1", role="member")
    ),
    "list-project-users": lambda c, s: admin(c).projects.users.list(s["project"].id).data[0],
    "retrieve-project-user": lambda c, s: admin(c).projects.users.retrieve(s["member"].id, project_id=s["project"].id),
    "modify-project-user": lambda c, s: admin(c).projects.users.update(
        s["member"].id, project_id=s["project"].id, role="owner"
    ),
    "delete-project-user": lambda c, s: admin(c).projects.users.delete(s["member"].id, project_id=s["project"].id),
    "create-project-service-account": lambda c, s: kept(
        s, "account", admin(c).projects.service_accounts.create(s["project"].id, name="robot")
    ),
    "list-project-service-accounts": lambda c, s: admin(c).projects.service_accounts.list(s["project"].id).data[0],
    "retrieve-project-service-account": lambda c, s: admin(c).projects.service_accounts.retrieve(
        s["account"].id, project_id=s["project"].id
    ),
    "delete-project-service-account": lambda c, s: admin(c).projects.service_accounts.delete(
        s["account"].id, project_id=s["project"].id
    ),
    "list-project-api-keys": lambda c, s: kept(s, "key", admin(c).projects.api_keys.list(s["project"].id).data[0]),
    "retrieve-project-api-key": lambda c, s: admin(c).projects.api_keys.retrieve(
        s["key"].id, project_id=s["project"].id
    ),
    "delete-project-api-key": lambda c, s: admin(c).projects.api_keys.delete(s["key"].id, project_id=s["project"].id),
    "archive-project": lambda c, s: admin(c).projects.archive(s["project"].id).status == "archived" or fail("status"),
    "deleteFile": lambda c, s: c.files.delete(s["file"].id).deleted or fail("not deleted"),
    "deleteVectorStore": lambda c, s: c.vector_stores.delete(s["store"].id).deleted or fail("not deleted"),
    "deleteMessage": lambda c, s: c.beta.threads.messages.delete(s["message"].id, thread_id=s["thread"].id),
    "deleteThread": lambda c, s: c.beta.threads.delete(s["thread"].id).deleted or fail("not deleted"),
    "deleteAssistant": lambda c, s: c.beta.assistants.delete(s["assistant"].id).deleted or fail("not deleted"),
}
"""operationId → its call, in an order in which each finds what it needs."""


def fail(text: str) -> Any:
    raise AssertionError(text)


def check(holds: bool, found: Any) -> None:
    if not holds:
        raise AssertionError(repr(found)[:300])


# helpers that wait


def with_tools(c: Any, s: dict[str, Any]) -> None:
    """A run that waits for a tool's output, gets it, and completes."""
    thread = c.beta.threads.create(messages=CHAT)
    run = c.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=s["assistant"].id, tools=[TOOL])
    check(run.status == "requires_action", run)
    call = run.required_action.submit_tool_outputs.tool_calls[0]
    check(json.loads(call.function.arguments)["years"] >= 2, call)
    outputs = [{"tool_call_id": call.id, "output": "50"}]
    done = c.beta.threads.runs.submit_tool_outputs_and_poll(
        tool_outputs=outputs, run_id=run.id, thread_id=thread.id, poll_interval_ms=10
    )
    check(done.status == "completed" and done.required_action is None, done)


def run_completes(c: Any, s: dict[str, Any]) -> None:
    thread = c.beta.threads.create(messages=CHAT)
    assistant = c.beta.assistants.create(model="gpt-4o")
    run = c.beta.threads.runs.create_and_poll(thread_id=thread.id, assistant_id=assistant.id, poll_interval_ms=10)
    messages = c.beta.threads.messages.list(thread.id, run_id=run.id).data
    check(run.status == "completed" and run.completed_at is not None and run.last_error is None, run)
    check([m.role for m in messages] == ["assistant"] and "plum" in messages[0].content[0].text.value, messages)
    check(run.usage.prompt_tokens + run.usage.completion_tokens == run.usage.total_tokens, run.usage)


def run_streams(c: Any, s: dict[str, Any]) -> None:
    thread = c.beta.threads.create(messages=CHAT)
    assistant = c.beta.assistants.create(model="gpt-4o")
    with c.beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        text = "".join(stream.text_deltas)
        run, (message,), (step,) = (
            stream.current_run,
            stream.get_final_messages(),
            stream.get_final_run_steps(),
        )
    check(text == message.content[0].text.value, (text, message))
    check(run.status == "completed" and step.step_details.message_creation.message_id == message.id, (run, step))
    kept_run = c.beta.threads.runs.retrieve(run.id, thread_id=thread.id)
    check(kept_run == run, (kept_run, run))
    check(c.beta.threads.messages.list(thread.id).data[0].id == message.id, message)


def run_and_thread_stream(c: Any, s: dict[str, Any]) -> None:
    with c.beta.threads.create_and_run_stream(assistant_id="asst_1", thread={"messages": CHAT}) as stream:
        stream.until_done()
        check(stream.current_run.status == "completed", stream.current_run)
        check(stream.get_final_messages()[0].thread_id == stream.current_run.thread_id, stream.current_run)


def vector_store_completes(c: Any, s: dict[str, Any]) -> None:
    store = c.vector_stores.create(name="n")
    batch = c.vector_stores.file_batches.upload_and_poll(store.id, files=[file_of(b"a", "a"), file_of(b"bc", "b")])
    check(batch.status == "completed" and batch.file_counts.completed == 2 == batch.file_counts.total, batch)
    one = c.vector_stores.files.upload_and_poll(vector_store_id=store.id, file=file_of(b"def", "c"))
    check(one.status == "completed" and one.usage_bytes == 3, one)
    counts = c.vector_stores.retrieve(store.id).file_counts
    check((counts.completed, counts.total) == (3, 3), counts)
    more = c.vector_stores.file_batches.create_and_poll(
        store.id, file_ids=[c.files.create(file=file_of(b"x"), purpose="assistants").id]
    )
    check(more.status == "completed", more)
    last = c.vector_stores.files.create_and_poll(
        vector_store_id=store.id, file_id=c.files.create(file=file_of(b"y"), purpose="assistants").id
    )
    check(last.status == "completed", last)


def file_is_processed(c: Any, s: dict[str, Any]) -> None:
    made = c.files.create(file=file_of(b"{}\n", "a.jsonl"), purpose="fine-tune")
    check(c.files.wait_for_processing(made.id, poll_interval=0.01).status == "processed", made)


def upload_in_chunks(c: Any, s: dict[str, Any]) -> None:
    upload = c.uploads.upload_file_chunked(
        file=b"orange" * 10, filename="o.txt", bytes=60, part_size=16, mime_type="text/plain", purpose="assistants"
    )
    check(upload.status == "completed" and upload.file.bytes == 60 and upload.file.filename == "o.txt", upload)
    check(c.files.content(upload.file.id).read() == b"orange" * 10, upload)


def until(look: Callable[[], Any], *ends: str) -> Any:
    for _ in range(10):
        found = look()
        if found.status in ends:
            return found
    raise AssertionError(f"still {found.status}")


def batch_completes(c: Any, s: dict[str, Any]) -> None:
    made = c.batches.create(
        completion_window="24h",
        endpoint="/v1/embeddings",
        input_file_id=c.files.create(file=file_of(BATCH, "b.jsonl"), purpose="batch").id,
    )
    check(made.output_file_id is None and made.completed_at is None, made)
    done = until(lambda: c.batches.retrieve(made.id), "completed")
    check((done.request_counts.total, done.request_counts.completed, done.request_counts.failed) == (3, 3, 0), done)
    lines = [json.loads(line) for line in c.files.content(done.output_file_id).text.splitlines()]
    check([line["custom_id"] for line in lines] == ["r0", "r1", "r2"], lines)
    check(all(len(line["response"]["body"]["data"][0]["embedding"]) == 1536 for line in lines), lines[0])


def tuning_completes(c: Any, s: dict[str, Any]) -> None:
    made = c.fine_tuning.jobs.create(model="gpt-4o-mini-2024-07-18", training_file="file-1")
    check(made.fine_tuned_model is None and made.finished_at is None and made.result_files == [], made)
    done = until(lambda: c.fine_tuning.jobs.retrieve(made.id), "succeeded")
    check(done.fine_tuned_model.startswith("ft:gpt-4o-mini") and done.finished_at and done.trained_tokens, done)
    check(c.files.content(done.result_files[0]).text.startswith("step"), done)
    check(len(c.fine_tuning.jobs.list_events(made.id).data) >= 3, "events")
    check(len(c.fine_tuning.jobs.checkpoints.list(made.id).data) == 1, "checkpoints")


# what is asked for


def base64_vectors(c: Any, s: dict[str, Any]) -> None:
    asked = {"model": "text-embedding-3-small", "input": ["a", "b", "a"], "dimensions": 64}
    plain = c.embeddings.create(**asked, encoding_format="float").data
    coded = s["lax"].embeddings.create(**asked).data  # the SDK asks for base64 and decodes it
    check([len(item.embedding) for item in coded] == [64] * 3, coded)
    check(coded[0].embedding == coded[2].embedding != coded[1].embedding, coded)
    check(all(abs(x - y) < 1e-6 for x, y in zip(plain[0].embedding, coded[0].embedding, strict=True)), coded)


def parses(c: Any, s: dict[str, Any]) -> None:
    found = c.chat.completions.parse(model="gpt-5.5", messages=CHAT, response_format=Advice, n=2).choices
    check(len(found) == 2 and all(isinstance(choice.message.parsed, Advice) for choice in found), found)


def calls_tools(c: Any, s: dict[str, Any]) -> None:
    choice = c.chat.completions.create(model="gpt-5.5", messages=CHAT, tools=[TOOL], tool_choice="required").choices[0]
    call = choice.message.tool_calls[0]
    check(choice.finish_reason == "tool_calls" and json.loads(call.function.arguments)["years"] >= 2, choice)
    said = [*CHAT, choice.message, {"role": "tool", "tool_call_id": call.id, "content": "50"}]
    after = c.chat.completions.create(model="gpt-5.5", messages=said, tools=[TOOL]).choices[0]
    check(after.finish_reason == "stop" and bool(after.message.content), after)
    none = c.chat.completions.create(model="gpt-5.5", messages=CHAT, tools=[TOOL], tool_choice="none").choices[0]
    check(not none.message.tool_calls, none)


def logs(c: Any, s: dict[str, Any]) -> None:
    choice = c.chat.completions.create(model="gpt-5.5", messages=CHAT, logprobs=True, top_logprobs=2).choices[0]
    rows = choice.logprobs.content
    check("".join(row.token for row in rows) == choice.message.content, rows)
    check(all(len(row.top_logprobs) == 2 for row in rows), rows)


def chat_streams(c: Any, s: dict[str, Any]) -> None:
    whole = c.chat.completions.create(model="gpt-5.5", messages=CHAT)
    with c.chat.completions.stream(model="gpt-5.5", messages=CHAT, stream_options={"include_usage": True}) as stream:
        deltas = [event.delta for event in stream if event.type == "content.delta"]
        final = stream.get_final_completion()
    check("".join(deltas) == final.choices[0].message.content == whole.choices[0].message.content, deltas)
    check(final.usage == whole.usage and final.choices[0].finish_reason == "stop", final)


def chat_streams_tools(c: Any, s: dict[str, Any]) -> None:
    tool = openai.pydantic_function_tool(Advice)
    with c.chat.completions.stream(model="gpt-5.5", messages=CHAT, tools=[tool], n=2) as stream:
        final = stream.get_final_completion()
    calls = [choice.message.tool_calls[0].function.parsed_arguments for choice in final.choices]
    check(len(calls) == 2 and all(isinstance(call, Advice) for call in calls), final)


def transcripts(c: Any, s: dict[str, Any]) -> None:
    def heard(form: str, **more: Any) -> Any:
        return c.audio.transcriptions.create(
            model="whisper-1", file=file_of(b"\0" * 9, "a.wav"), response_format=form, **more
        )

    check("9 bytes" in heard("json").text, "json")
    check("9 bytes" in heard("text"), "text")
    check(heard("srt").startswith("1\n00:00:00,000 --> "), "srt")
    check(heard("vtt").startswith("WEBVTT"), "vtt")
    verbose = heard("verbose_json", timestamp_granularities=["word", "segment"])
    check(verbose.segments[0].text == verbose.text and len(verbose.words) == len(verbose.text.split()), verbose)


def sounds(c: Any, s: dict[str, Any]) -> None:
    begins = {"mp3": b"ID3", "wav": b"RIFF", "flac": b"fLaC", "opus": b"OggS"}
    for form, start in begins.items():
        data = c.audio.speech.create(model="tts-1", voice="alloy", input="hi", response_format=form).read()
        check(data.startswith(start), (form, data[:8]))


def pages(c: Any, s: dict[str, Any]) -> None:
    """All of 250 items, page by page, each once."""
    thread = c.beta.threads.create()
    made = [c.beta.threads.messages.create(thread.id, role="user", content=str(i)).id for i in range(250)]
    found = [item.id for item in c.beta.threads.messages.list(thread.id, order="asc", limit=40)]
    check(found == made, (len(found), len(made)))


ERRORS = {
    400: openai.BadRequestError,
    401: openai.AuthenticationError,
    403: openai.PermissionDeniedError,
    404: openai.NotFoundError,
    409: openai.ConflictError,
    422: openai.UnprocessableEntityError,
    429: openai.RateLimitError,
    500: openai.InternalServerError,
}


def errors(c: Any, s: dict[str, Any]) -> None:
    for status, kind in ERRORS.items():
        try:
            c.with_options(max_retries=0).models.list(extra_headers={"Sandbox-Status": str(status)})
        except openai.APIStatusError as error:
            check(type(error) is kind and bool(error.body["message"]), (status, error))
        else:
            fail(f"{status} is no error")
    try:
        c.files.retrieve("file-none")
    except openai.NotFoundError as error:
        check("file-none" in error.message, error)
    else:
        fail("found")


def cancel_wins(c: Any, s: dict[str, Any]) -> None:
    thread = c.beta.threads.create(messages=CHAT)
    run = c.beta.threads.runs.create(thread.id, assistant_id="asst_1")
    c.beta.threads.runs.cancel(run.id, thread_id=thread.id)
    check(c.beta.threads.runs.poll(run.id, thread_id=thread.id, poll_interval_ms=10).status == "cancelled", run)
    check(len(c.beta.threads.messages.list(thread.id).data) == 1, "an answer all the same")


def failure_on_demand(c: Any, s: dict[str, Any]) -> None:
    thread = c.beta.threads.create(messages=CHAT)
    run = c.beta.threads.runs.create_and_poll(
        thread_id=thread.id, assistant_id="asst_1", poll_interval_ms=10, extra_headers={"Sandbox-Outcome": "failed"}
    )
    check(run.status == "failed" and run.failed_at and run.last_error.message, run)


HELPERS: tuple[Call, ...] = (
    run_completes, run_streams, run_and_thread_stream, vector_store_completes, file_is_processed, upload_in_chunks,
    batch_completes, tuning_completes, cancel_wins, failure_on_demand, base64_vectors, parses, calls_tools, logs,
    chat_streams, chat_streams_tools, transcripts, sounds, pages, errors,
)  # fmt: skip


# the newest description has more


def response_parses(c: Any, s: dict[str, Any]) -> None:
    found = c.responses.parse(model="gpt-5.5", input="How deep?", text_format=Advice)
    check(isinstance(found.output_parsed, Advice), found)


def response_is_kept(c: Any, s: dict[str, Any]) -> None:
    made = c.responses.create(model="gpt-5.5", input="How deep?")
    check("How deep?" in made.output_text and made.status == "completed", made)
    check(c.responses.retrieve(made.id).output_text == made.output_text, made)


def response_streams(c: Any, s: dict[str, Any]) -> None:
    with c.responses.stream(model="gpt-5.5", input="How deep?") as stream:
        text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        final = stream.get_final_response()
    check(text == final.output_text and "How deep?" in text, final)
    check(c.responses.retrieve(final.id).output_text == text, final)


def response_calls(c: Any, s: dict[str, Any]) -> None:
    tool = {"type": "function", "strict": True, **TOOL["function"]}  # type: ignore[dict-item]
    with c.responses.stream(model="gpt-5.5", input="How deep?", tools=[tool]) as stream:
        (call,) = stream.get_final_response().output
    check(call.type == "function_call" and json.loads(call.arguments)["years"] >= 2, call)


def response_in_background(c: Any, s: dict[str, Any]) -> None:
    made = c.responses.create(model="gpt-5.5", input="How deep?", background=True)
    check(made.status == "queued", made)
    done = until(lambda: c.responses.retrieve(made.id), "completed")
    check("How deep?" in done.output_text, done)


def conversations(c: Any, s: dict[str, Any]) -> None:
    made = c.conversations.create(metadata={"a": "b"})
    check(c.conversations.retrieve(made.id).metadata == {"a": "b"}, made)
    check(c.conversations.delete(made.id).deleted, made)


NEWEST: tuple[Call, ...] = (
    response_parses, response_is_kept, response_streams, response_calls, response_in_background, conversations,
)  # fmt: skip


def outcomes(url: str, newest: bool) -> Iterator[dict[str, Any]]:
    client = openai.OpenAI(
        api_key="sandbox", admin_api_key="sandbox", base_url=url, max_retries=0, _strict_response_validation=True
    )
    lax = openai.OpenAI(api_key="sandbox", base_url=url, max_retries=0)  # its own decoding of base64 is not strict
    store: dict[str, Any] = {"lax": lax}
    calls = {**OPERATIONS, **{call.__name__: call for call in (*HELPERS, *(NEWEST if newest else ()))}}
    for name, call in calls.items():
        try:
            call(client, store)
        except Exception as error:  # each call is one row of the table
            yield {"name": name, "ok": False, "why": f"{type(error).__name__}: {error}"[:600]}
        else:
            yield {"name": name, "ok": True, "why": ""}


if __name__ == "__main__":
    for row in outcomes(sys.argv[1], "newest" in sys.argv[2:]):
        print(json.dumps(row), flush=True)  # noqa: T201
