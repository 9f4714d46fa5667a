"""What one request of the OpenAI API asks for is what its answer has."""

from __future__ import annotations

import base64
import json
import struct
from typing import Any

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient import Client
from dynaclient.sandbox import Sandbox

CHAT = [{"role": "user", "content": "How deep do I plant a plum tree?"}]
TOOLS = [
    {
        "type": "function",
        "function": {
            "name": name,
            "parameters": {
                "type": "object",
                "properties": {"years": {"$ref": "#/$defs/years"}},
                "required": ["years"],
                "additionalProperties": False,
                "$defs": {"years": {"type": "integer", "minimum": 40, "maximum": 41}},
            },
        },
    }
    for name in ("dig", "water")
]


def chat(client: Client, **more: Any) -> Any:
    return client.call("createChatCompletion", model="gpt-4o", messages=CHAT, **more).data


def test_one_vector_for_each_input(client: Client) -> None:
    """Of length 1 and of the dimensions that are asked for; the same for the same text; base64 holds the same."""
    asked = {"model": "text-embedding-3-small", "input": ["a", "b", "a"], "dimensions": 8}
    plain = client.call("createEmbedding", **asked)
    vectors = [item["embedding"] for item in plain["data"]]
    assert [item["index"] for item in plain["data"]] == [0, 1, 2]
    assert vectors[0] == vectors[2] != vectors[1]
    assert all(abs(sum(x * x for x in vector) - 1) < 1e-9 for vector in vectors)
    coded = client.call("createEmbedding", **asked, encoding_format="base64")["data"]
    decoded = struct.unpack("<8f", base64.b64decode(coded[1]["embedding"]))
    assert decoded == pytest.approx(vectors[1])
    assert (
        len(client.call("createEmbedding", model="text-embedding-3-large", input=[1, 2])["data"][0]["embedding"])
        == 3072
    )


def test_choices_and_usage(client: Client) -> None:
    """`n` choices, numbered; the usage adds up."""
    answer = chat(client, n=3)
    assert [choice["index"] for choice in answer["choices"]] == [0, 1, 2]
    assert len({choice["message"]["content"] for choice in answer["choices"]}) == 3
    usage = answer["usage"]
    assert usage["prompt_tokens"] + usage["completion_tokens"] == usage["total_tokens"] > 0


def test_a_limit_of_tokens(client: Client) -> None:
    """Cuts the text, and is why it ended."""
    choice = chat(client, max_completion_tokens=2)["choices"][0]
    assert (choice["message"]["content"], choice["finish_reason"]) == ("The sandbox", "length")


def test_a_format_is_kept(client: Client) -> None:
    """The content is a value of the schema that the request brings, references and all."""
    schema = {
        "type": "object",
        "properties": {"trees": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "minItems": 2}},
        "required": ["trees"],
        "additionalProperties": False,
        "$defs": {"tree": {"enum": ["plum", "pear"]}},
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "trees", "schema": schema}}
    value = json.loads(chat(client, response_format=wanted)["choices"][0]["message"]["content"])
    assert value.keys() == {"trees"}
    assert set(value["trees"]) <= {"plum", "pear"}
    assert len(value["trees"]) >= 2
    assert isinstance(
        json.loads(chat(client, response_format={"type": "json_object"})["choices"][0]["message"]["content"]), dict
    )


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        pytest.param("auto", "dig", id="auto"),
        pytest.param("required", "dig", id="required"),
        pytest.param({"type": "function", "function": {"name": "water"}}, "water", id="by name"),
        pytest.param("none", None, id="none"),
    ],
)
def test_tools(client: Client, choice: Any, name: str | None) -> None:
    """The tool that is chosen is called, with arguments that its schema allows."""
    found = chat(client, tools=TOOLS, tool_choice=choice)["choices"][0]
    if name is None:
        assert (found["finish_reason"], "tool_calls" in found["message"]) == ("stop", False)
        return
    (call,) = found["message"]["tool_calls"]
    assert (found["finish_reason"], found["message"]["content"]) == ("tool_calls", None)
    assert call["function"]["name"] == name
    assert json.loads(call["function"]["arguments"])["years"] in (40, 41)


def test_the_log_of_probabilities(client: Client) -> None:
    """Its tokens are those of the text, each with as many others as are asked for."""
    choice = chat(client, logprobs=True, top_logprobs=2)["choices"][0]
    rows = choice["logprobs"]["content"]
    assert "".join(row["token"] for row in rows) == choice["message"]["content"]
    assert {len(row["top_logprobs"]) for row in rows} == {2}
    assert chat(client)["choices"][0]["logprobs"] is None


def test_a_stream_with_usage(client: Client) -> None:
    """The deltas of each choice add up; only the last chunk has the usage, and no choices."""
    whole = chat(client, n=2)
    options = {"n": 2, "stream": True, "stream_options": {"include_usage": True}}
    stream = client.call("createChatCompletion", model="gpt-4o", messages=CHAT, **options)
    *chunks, last = [event.data for event in stream]
    texts = ["", ""]
    for chunk in chunks:
        (choice,) = chunk["choices"]
        texts[choice["index"]] += choice["delta"].get("content") or ""
    assert texts == [choice["message"]["content"] for choice in whole["choices"]]
    assert {chunk["usage"] for chunk in chunks} == {None}
    assert (last["choices"], last["usage"]) == ([], whole["usage"])


def test_a_streamed_call(client: Client) -> None:
    """The pieces of its arguments add up to what the tool's schema allows."""
    stream = client.call("createChatCompletion", model="gpt-4o", messages=CHAT, tools=TOOLS, stream=True)
    deltas = [event.data["choices"][0] for event in stream]
    calls = [call for delta in deltas for call in delta["delta"].get("tool_calls", ())]
    assert (calls[0]["function"]["name"], {call["index"] for call in calls}) == ("dig", {0})
    assert json.loads("".join(call["function"]["arguments"] for call in calls))["years"] in (40, 41)
    assert deltas[-1]["finish_reason"] == "tool_calls"


@pytest.mark.parametrize(
    ("form", "content_type", "start"),
    [
        pytest.param("json", "application/json", b'{"text": "The sandbox heard 5 bytes."', id="json"),
        pytest.param("text", "text/plain; charset=utf-8", b"The sandbox heard 5 bytes.\n", id="text"),
        pytest.param("srt", "text/plain; charset=utf-8", b"1\n00:00:00,000 --> 00:00:02,500\nThe", id="srt"),
        pytest.param("vtt", "text/plain; charset=utf-8", b"WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nThe", id="vtt"),
        pytest.param("verbose_json", "application/json", b'{"language": "english", "duration": 2.5', id="verbose_json"),
    ],
)
def test_transcripts(client: Client, form: str, content_type: str, start: bytes) -> None:
    """In the format that is asked for."""
    answer = client.call("createTranscription", model="whisper-1", file=("a.wav", b"\0" * 5), response_format=form)
    assert answer.headers["Content-Type"] == content_type
    assert answer.content.startswith(start)


@pytest.mark.parametrize(
    ("form", "start"),
    [
        pytest.param("mp3", b"ID3", id="mp3"),
        pytest.param("wav", b"RIFF", id="wav"),
        pytest.param("flac", b"fLaC", id="flac"),
        pytest.param("opus", b"OggS", id="opus"),
    ],
)
def test_sounds(sandbox: Sandbox, form: str, start: bytes) -> None:
    """A file of the format begins as such files do; its media type is the one that the document has."""
    answer = WSGIClient(sandbox).post(
        "/audio/speech",
        json={"model": "tts-1", "input": "hi", "voice": "alloy", "response_format": form},
        headers={"Authorization": "Bearer k"},
    )
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.data.startswith(start)


def test_images(client: Client) -> None:
    """As many as are asked for, as data or addresses."""
    answer = client.call("createImage", prompt="a plum", model="gpt-image-1", n=2, output_format="jpeg")
    assert [base64.b64decode(item["b64_json"])[:2] for item in answer["data"]] == [b"\xff\xd8"] * 2
    assert answer["output_format"] == "jpeg"
    answer = client.call("createImage", prompt="a plum", model="dall-e-3", response_format="url")
    assert answer["data"][0]["url"].startswith("https://")


def test_a_batch_carries_its_requests_out(sandbox: Sandbox, client: Client) -> None:
    """Good and bad ones, each under its own id; the counts are theirs."""
    bodies = [{"model": "text-embedding-3-small", "input": "a", "dimensions": 4}, {"model": "text-embedding-3-small"}]
    lines = [
        {"custom_id": f"r{i}", "method": "POST", "url": "/v1/embeddings", "body": body} for i, body in enumerate(bodies)
    ]
    text = "\n".join(map(json.dumps, lines)).encode()
    file = client.call("createFile", file=("b.jsonl", text), purpose="batch")["id"]
    made = client.call("createBatch", input_file_id=file, endpoint="/v1/embeddings", completion_window="24h").data
    assert (made["status"], made["output_file_id"], made["completed_at"]) == ("validating", None, None)
    sandbox.clock.advance(600)
    done = client.call("retrieveBatch", batch_id=made["id"]).data
    assert (done["status"], done["request_counts"]) == ("completed", {"total": 2, "completed": 1, "failed": 1})
    (good,) = client.call("downloadFile", file_id=done["output_file_id"]).content.splitlines()
    (bad,) = client.call("downloadFile", file_id=done["error_file_id"]).content.splitlines()
    assert len(json.loads(good)["response"]["body"]["data"][0]["embedding"]) == 4
    assert (json.loads(bad)["custom_id"], json.loads(bad)["response"]["status_code"]) == ("r1", 400)
