"""Requests that give a schema for the text of their answer get text that fits it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from dynaclient import Client, OpenAI
from dynaclient.sandbox import Sandbox

TREE = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}}},
    "required": ["name", "parts"],
    "additionalProperties": False,
    "$defs": {
        "Part": {
            "type": "object",
            "properties": {"size": {"type": "integer", "minimum": 3}, "inner": {"anyOf": [{"$ref": "#/$defs/Part"},
                                                                                        {"type": "null"}]}},
            "required": ["size", "inner"],
            "additionalProperties": False,
        }
    },
}  # fmt: skip


PLAIN = {"response_format": {"type": "text"}, "temperature": 1}


def asked(schema: Any, **more: Any) -> dict[str, Any]:
    form = {"type": "json_schema", "json_schema": {"name": "tree", "schema": schema}}
    messages = [{"role": "user", "content": "When is lunch?"}]
    return {"model": "gpt-4o", "messages": messages, "response_format": form, **more}


def test_the_text_fits_the_schema() -> None:
    """With references into the schema itself; the same request gets the same text, whole and in pieces."""
    with OpenAI.sandbox() as client:
        message = client.createChatCompletion(asked(TREE))["choices"][0]["message"]
        value = json.loads(message["content"])
        jsonschema.Draft202012Validator(TREE).validate(value)
        assert message["refusal"] is None
        assert json.loads("".join(client.createChatCompletion(asked(TREE, stream=True)).text())) == value


@pytest.mark.parametrize(
    "form",
    [
        pytest.param({"type": "text"}, id="another format"),
        pytest.param(
            {"type": "json_schema", "json_schema": {"name": "none", "schema": {"not": {}}}}, id="nothing fits"
        ),
    ],
)
def test_text_stays_text(form: Any) -> None:
    """The answer is what it is without a format."""
    with OpenAI.sandbox() as client:
        answers = [client.createChatCompletion({**asked(TREE), **more}) for more in ({"response_format": form}, PLAIN)]
        assert answers[0]["choices"] == answers[1]["choices"]
        assert answers[0]["choices"][0]["message"]["content"] == "The sandbox answers: When is lunch?"


@pytest.mark.parametrize("schema", [{"type": "object", "$ref": "#/$defs/None"}, {"type": "string", "pattern": "("}])
def test_a_faulty_schema_is_read_as_far_as_it_can_be(schema: Any) -> None:
    """As those of documents are."""
    with OpenAI.sandbox() as client:
        message = client.createChatCompletion(asked(schema))["choices"][0]["message"]
        assert isinstance(json.loads(message["content"]), {"object": dict, "string": str}[schema["type"]])


@pytest.mark.parametrize(
    ("body", "answer", "text"),
    [
        pytest.param(
            {"options": {"output": {"type": "json_schema", "schema": TREE}}},
            {"replies": [{"role": "assistant", "content": "hm", "refusal": "no"}]},
            lambda answer: answer["replies"][0]["content"],
            id="deep in a body, a message",
        ),
        pytest.param(
            {"format": {"type": "json_schema", "json_schema": {"schema": TREE}}},
            {"parts": [{"type": "thought", "text": "hm"}, {"type": "output_text", "text": "hm"}]},
            lambda answer: answer["parts"][1]["text"],
            id="beside, a part of a message",
        ),
    ],
)
def test_any_document(body: Any, answer: Any, text: Callable[[Any], str]) -> None:
    """Wherever a body has the format, and wherever the document's answer has a model's text."""
    content = {"application/json": {"schema": {"type": "object"}, "example": answer}}
    operation = {
        "operationId": "ask",
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": {"description": "", "content": content}},
    }
    sandbox = Sandbox({"openapi": "3.1.0", "info": {}, "paths": {"/ask": {"post": operation}}})
    with Client(sandbox.document, app=sandbox) as client:
        made = client.call("ask", body=body).data
        jsonschema.Draft202012Validator(TREE).validate(json.loads(text(made)))
        assert made.get("replies", [{"refusal": None}])[0]["refusal"] is None
        assert client.call("ask", body={}).data == answer
