"""Requests that give a schema for the text of their answer get text that fits it."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from dynaclient import OpenAI

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


def test_a_schema_that_nothing_fits_is_ignored() -> None:
    """The answer is what it is without one."""
    with OpenAI.sandbox() as client:
        message = client.createChatCompletion(asked({"not": {}}))["choices"][0]["message"]
        assert message["content"] == "Around noon today, so be at the pier by eleven."


@pytest.mark.parametrize("schema", [{"type": "object", "$ref": "#/$defs/None"}, {"type": "string", "pattern": "("}])
def test_a_faulty_schema_is_read_as_far_as_it_can_be(schema: Any) -> None:
    """As those of documents are."""
    with OpenAI.sandbox() as client:
        message = client.createChatCompletion(asked(schema))["choices"][0]["message"]
        assert isinstance(json.loads(message["content"]), {"object": dict, "string": str}[schema["type"]])


def test_another_format_changes_nothing() -> None:
    """Text stays text."""
    with OpenAI.sandbox() as client:
        plain = client.createChatCompletion(asked(TREE, response_format={"type": "text"}))
        assert plain["choices"][0]["message"]["content"] == "Around noon today, so be at the pier by eleven."
