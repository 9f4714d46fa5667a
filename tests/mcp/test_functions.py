"""Function definitions for each vendor, and what becomes of the calls that a model makes of them."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dynaclient import AsyncClient, Client
from dynaclient.errors import RequestError
from dynaclient.mcp import serve
from dynaclient.mcp.text import tokens_of

from .conftest import HERE, KEY

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
FORMATS = ("openai", "openai-responses", "anthropic", "gemini", "json-schema")

_COMMON = {"type", "description", "properties", "required", "items", "enum", "anyOf"}
_LIMITS = {
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern",
    "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "format",
}  # fmt: skip
_REFERENCES = {"$ref", "$defs", "additionalProperties"}
KEYWORDS = {
    ("openai", False): _COMMON | _LIMITS | _REFERENCES | {"default"},
    ("openai-responses", False): _COMMON | _LIMITS | _REFERENCES | {"default"},
    ("anthropic", False): _COMMON | _LIMITS | _REFERENCES | {"default"},
    ("gemini", False): _COMMON
    | {"nullable", "format", "minimum", "maximum", "minLength", "maxLength", "pattern", "minItems", "maxItems"}
    | {"minProperties", "maxProperties"},
    ("json-schema", False): _COMMON | _LIMITS | _REFERENCES | {"default"},
    ("openai", True): _COMMON
    | _REFERENCES
    | {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}
    | {"multipleOf", "pattern", "minItems", "maxItems", "format"},
    ("anthropic", True): _COMMON | _REFERENCES | {"pattern", "minItems", "format", "default"},
}
"""What each vendor's documentation lists, written down apart from the code."""


def schemas_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a schema."""
    if not isinstance(schema, dict):
        return
    yield schema
    for name in ("properties", "$defs"):
        for part in schema.get(name, {}).values():
            yield from schemas_in(part)
    for part in (schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())):
        yield from schemas_in(part)


def definitions(found: list[dict[str, Any]], form: str) -> Iterator[tuple[str, str, dict[str, Any], bool]]:
    """(name, description, schema, strict) of each definition."""
    for item in found[0]["function_declarations"] if form == "gemini" else found:
        item = item.get("function", item)
        schema = item.get("parameters", item.get("input_schema", {}))
        yield item["name"], item["description"], schema, bool(item.get("strict"))


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["depot", "openai-2024-10.yaml", "stripe.json", "gitea.json", "discord-3.1.json"])
def test_definitions_have_only_what_a_vendor_takes(name, form, strict) -> None:
    path = HERE / "depot.yaml" if name == "depot" else SPECS / name
    if not path.exists():
        pytest.skip("needs ../shared")
    client = Client(path)
    names = () if name == "depot" else tuple(client.operations)[:: max(1, len(client.operations) // 20)]
    found = client.tools(format=form, operations=names, strict=strict)
    seen = set()
    for tool, text, schema, is_strict in definitions(found, form):
        assert re.fullmatch(r"[a-zA-Z_][a-zA-Z0-9_-]{0,63}", tool)
        assert tool not in seen
        seen.add(tool)
        assert len(text) <= 1024 or form == "json-schema"
        if not schema:
            assert form == "gemini"
            continue
        assert schema["type"] in ("object", "OBJECT")
        assert not {"anyOf", "enum", "$ref"} & set(schema)
        assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", key) for key in schema.get("properties", {}))
        allowed = KEYWORDS[(form if form != "openai-responses" or not is_strict else "openai", is_strict)]
        for part in schemas_in(schema):
            assert set(part) <= allowed, (tool, part)
            if form == "gemini":
                assert "type" in part or "anyOf" in part
                assert part.get("type", "STRING").isupper()
                assert part.get("type") != "OBJECT" or part["properties"]
                assert part.get("type") != "ARRAY" or "items" in part
            if is_strict and "properties" in part:
                assert part["additionalProperties"] is False
                if form.startswith("openai"):
                    assert sorted(part["required"]) == sorted(part["properties"])
        if form != "gemini":
            jsonschema.Draft202012Validator.check_schema(schema)


def test_a_definition_admits_what_a_call_takes_and_refuses_what_it_refuses() -> None:
    client = Client(HERE / "depot.yaml")
    (tool,) = client.tools(operations="addPart")
    validator = jsonschema.Draft202012Validator(tool["parameters"])
    assert validator.is_valid({"name": "M4", "kind": "bolt", "size": {"unit": "metric", "mm": 4}})
    for wrong in (
        {"name": "M4"},
        {"name": "", "kind": "bolt"},
        {"name": "M4", "kind": "x"},
        {"name": "a", "kind": "nut", "b": 1},
    ):
        assert not validator.is_valid(wrong)


def test_names_that_a_vendor_refuses_are_admitted_and_not_listed(depot) -> None:
    """Beside the body they have another name, and within it they are described; a call takes them as they are."""
    inner = {"type": "object", "additionalProperties": False, "properties": {"$ref": {"type": "string"}, "a": {}}}
    needs = {"type": "object", "required": ["x[]"], "properties": {"x[]": {"type": "integer"}}}
    schema = {"type": "object", "properties": {"in": inner, "needs": needs, "tags[]": {"type": "integer"}}}
    operation = {
        "operationId": "addHook",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {},
    }
    document = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/hooks": {"post": operation}}}
    with Client({**document, "servers": [{"url": "https://hooks.example"}]}, app=depot) as client:
        for form in ("anthropic", "openai", "gemini"):
            ((_, _, found, _),) = definitions(client.tools(format=form), form)
            names = {name for part in schemas_in(found) for name in part.get("properties", {})}
            assert names == {"in", "a", "needs", "tags__"}
            assert all(re.fullmatch(r"[a-zA-Z0-9_.-]{1,64}", name) for name in names)
            assert "$ref" in json.dumps(found["properties"]["in"].get("description", ""))
            assert "x[]" in json.dumps(found)
        text = client.run_tool("addHook", {"in": {"$ref": "z", "a": 1}, "needs": {"x[]": 2}, "tags__": 3})
        assert "200" in text
    assert depot.requests[0].json == {"in": {"$ref": "z", "a": 1}, "needs": {"x[]": 2}, "tags[]": 3}


def test_a_budget_is_met_by_folding_or_says_what_weighs_most() -> None:
    client = Client(HERE / "depot.yaml")
    whole = tokens_of(json.dumps(client.tools(format="openai")))
    folded = client.tools(format="openai", budget=whole - 150)
    assert tokens_of(json.dumps(folded, separators=(",", ":"))) <= whole - 150
    assert len(folded) == 11
    with pytest.raises(
        RequestError, match=r"11 operations need at least [\d,]+ tokens, [\d,]+ more than .* heaviest: \w+ \d+"
    ):
        client.tools(format="openai", budget=100)


@pytest.mark.parametrize(
    ("options", "what"),
    [({"format": "mistral"}, "format="), ({"operations": "nope*"}, "no operation matches"), ({"budget": 0}, "budget=")],
)
def test_options_that_cannot_be_used_are_refused(options, what) -> None:
    with pytest.raises(RequestError, match=what):
        Client(HERE / "depot.yaml").tools(**options)


def test_run_tool_calls_by_the_name_of_the_function(client, depot) -> None:
    text = client.run_tool("getPart", '{"part_id": "a"}')
    assert '{"ok":true}' in text
    assert client.run_tool("getPart", {"part_id": "b"}) == text
    assert [request.url for request in depot.requests] == ["/v1/parts/a", "/v1/parts/b"]


def test_run_tool_takes_null_for_what_strict_modes_cannot_leave_out(client, depot) -> None:
    client.run_tool("addPart", {"name": "M4", "kind": "nut", "price": None, "size": None})
    assert depot.requests[0].json == {"name": "M4", "kind": "nut"}
    client.run_tool("changePart", {"part_id": "a", "name": None, "price": None})
    assert depot.requests[1].json == {"price": None}, "null is a price"
    client.run_tool("listParts", {"limit": None, "tags__": ["a"], "kind": None})
    assert depot.requests[2].url == "/v1/parts?tags%5B%5D=a"


def test_run_tool_reads_json_text_for_an_object(client, depot) -> None:
    client.run_tool("findOrders", {"query": "ab", "lines": '[{"part": "p", "count": 2}]'})
    assert depot.requests[0].json["lines"] == [{"part": "p", "count": 2}]


@pytest.mark.parametrize(
    ("name", "arguments", "way_out"),
    [
        ("getPrt", {}, "Did you mean 'getPart'"),
        ("getPart", "{", "not valid JSON"),
        ("getPart", "[]", "an object"),
        ("getPart", {}, "required"),
        ("listParts", {"limit": 99}, "at most 50"),
        ("putPhoto", {"part_id": "a", "file": "/etc/passwd"}, "no folder"),
    ],
)
def test_what_a_model_does_wrong_is_told_and_not_raised(client, depot, name, arguments, way_out) -> None:
    text = client.run_tool(name, arguments)
    assert way_out in text
    assert "Nothing was sent" in text
    assert "describe(" not in text
    assert depot.requests == []


def test_run_tool_calls_only_what_was_offered(client, depot) -> None:
    assert "no tool" in client.run_tool("removePart", {"part_id": "a"}, operations="get*")
    assert "only reads" in client.run_tool("removePart", {"part_id": "a"}, writes="no")
    assert depot.requests == []
    with pytest.raises(RequestError, match="asks nobody"):
        client.run_tool("getPart", {}, writes="ask")


def test_an_async_client_has_them_too(depot) -> None:
    async def main() -> str:
        async with AsyncClient(HERE / "depot.yaml", app=depot, credentials={"key": KEY}) as client:
            assert client.tools(format="anthropic", operations="getPart")[0]["name"] == "getPart"
            page = await client.run_tool("listParts", {"limit": 3})
            assert '{"after":"p3"}' in page
            assert "5 events" in await client.run_tool("watchFeed")
            assert "Nothing was sent" in await client.run_tool("getPart")
            return await client.run_tool("getPart", {"part_id": "a"})

    assert '{"ok":true}' in asyncio.run(main())


def test_a_whole_loop_with_a_scripted_model() -> None:
    """A sandbox plays the model by a script: it calls two tools, the second with the id from the first, and ends."""
    from dynaclient import OpenAI
    from dynaclient.openai import bundled_description
    from dynaclient.sandbox import Sandbox

    played = Sandbox(bundled_description())

    def script(request: Any) -> Any:
        """The next call, made of what the tools answered so far."""
        read = [message["content"] for message in request.body["messages"] if message["role"] == "tool"]
        calls = [("createThread", {"metadata": {"topic": "tides"}})] if not read else []
        if len(read) == 1:
            calls = [("getThread", {"thread_id": re.search(r'"id":"(thread_\w+)"', read[0])[1]})]
        completion = request.usual().body
        completion["choices"][0]["message"] = {
            "role": "assistant",
            "content": None if calls else read[-1],
            "refusal": None,
            "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
                for name, arguments in calls
            ],
        }
        return completion

    played.on("createChatCompletion").answer(script)
    with OpenAI.sandbox() as api, OpenAI(app=played, api_key="any") as model:
        tools = api.tools(format="openai", operations=["createThread", "getThread"])
        messages: list[dict[str, Any]] = [{"role": "user", "content": "Open a thread about tides and read it back."}]
        called = []
        for _ in range(5):
            answer = model.createChatCompletion(model="gpt-5", messages=messages, tools=tools)["choices"][0]["message"]
            messages.append(answer)
            if not answer["tool_calls"]:
                break
            for call in answer["tool_calls"]:
                called.append(call["function"]["name"])
                text = api.run_tool(called[-1], call["function"]["arguments"])
                messages.append({"role": "tool", "tool_call_id": call["id"], "content": text})
    assert called == ["createThread", "getThread"]
    assert '"topic":"tides"' in answer["content"]
    assert [request.verdict for request in played.requests] == ["accepted"] * 3


def test_options_that_cannot_be_used_are_named_as_they_were_given(client) -> None:
    for give, text in (
        (lambda: client.tools(operations=[3]), "operations= takes names or patterns as text, not 3"),
        (lambda: client.run_tool("getPart", {}, operations=[3]), "operations= takes names or patterns as text, not 3"),
        (lambda: client.tools(format="claude"), "format= is 'openai'.* not 'claude'$"),
        (lambda: serve("depot.yaml"), "not 'depot.yaml'"),
        (lambda: serve(client, transport="http", port="a"), "port= is a number from 0 to 65,535, not 'a'"),
        (lambda: serve(client, deny="getPat"), "deny= has 'getPat', which matches no operation"),
    ):
        with pytest.raises(RequestError, match=text):
            give()
