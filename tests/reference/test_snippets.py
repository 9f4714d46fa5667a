"""Examples as text: quoted for each shell and language, in the shape that people would write."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient.client import Client
from dynaclient.reference.code import python_call, python_value
from dynaclient.reference.examples import ExampleMaker, File
from dynaclient.reference.setting import Setting
from dynaclient.reference.snippets import write_snippets

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Boxes", "version": "1"},
    "paths": {
        "/boxes/{id}": {
            "put": {
                "operationId": "boxes/put",
                "security": [{"user": []}],
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}, "example": "it's"},
                    {"name": "n", "in": "query", "required": True, "schema": {"type": "integer", "minimum": 3}},
                    {
                        "name": "f",
                        "in": "query",
                        "required": True,
                        "schema": {"type": ["string", "integer"], "const": "1"},
                    },
                ],
                "requestBody": {
                    "content": {"application/json": {"schema": {"type": "array", "items": {"enum": ["a"]}}}}
                },
                "responses": {"204": {"description": "Done."}},
            }
        }
    },
    "components": {"securitySchemes": {"user": {"type": "http", "scheme": "basic"}}},
}


def texts_of(document: dict[str, Any], operation_id: str) -> dict[str, str]:
    client = Client(document)
    operation = client.operations[operation_id]
    example = ExampleMaker(client).example(operation)
    assert example.flaws == ()
    return {s.title: s.text for s in write_snippets(Setting(client, "boxes.yaml"), operation, example)}


def test_an_example_is_written_for_each_shell_and_language() -> None:
    """Quoting, typed and untyped values, a list as body, an id that is not a name, no server, basic credentials."""
    texts = texts_of(DOCUMENT, "boxes/put")
    assert list(texts) == ["Python", "Python, async", "Command line", "curl"]
    assert texts["Python"] == (
        "import os\n\nfrom dynaclient import Client\n\n"
        'client = Client(\n    "boxes.yaml",\n    base_url="https://api.example.com",\n'
        '    credentials={"user": (os.environ["USER_USER"], os.environ["USER_PASSWORD"])},\n)\n'
        'response = client.boxes_put(id="it\'s", n=3, f="1", body=["a"])\nprint(response.status_code)'
    )
    assert texts["Python, async"] == (
        "import asyncio\nimport os\n\nfrom dynaclient import AsyncClient\n\n\nasync def main():\n"
        '    async with AsyncClient(\n        "boxes.yaml",\n        base_url="https://api.example.com",\n'
        '        credentials={"user": (os.environ["USER_USER"], os.environ["USER_PASSWORD"])},\n    ) as client:\n'
        '        response = await client.boxes_put(id="it\'s", n=3, f="1", body=["a"])\n'
        "        print(response.status_code)\n\n\nasyncio.run(main())"
    )
    assert texts["Command line"] == (
        "dynaclient --spec boxes.yaml call boxes/put \\\n  --base-url https://api.example.com \\\n"
        "  'id=it'\"'\"'s' \\\n  n=3 \\\n  'f:=\"1\"' \\\n  -b '[\"a\"]'"
    )
    assert texts["curl"] == (
        "curl -X PUT 'https://api.example.com/boxes/it%27s?n=3&f=1' \\\n  -u \"$USER_USER:$USER_PASSWORD\" \\\n"
        "  -H 'Content-Type: application/json' \\\n  --data-raw '[\n  \"a\"\n]'"
    )


def one(method: str, operation: dict[str, Any]) -> dict[str, Any]:
    """A document with one operation, which is called `do`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "One"},
        "servers": [{"url": "https://one.example"}],
        "paths": {"/do": {method: {"operationId": "do", **operation}}},
    }


def answers(*media_types: str) -> dict[str, Any]:
    return {"responses": {"200": {"description": "", "content": {name: {} for name in media_types}}}}


def body_of(properties: dict[str, Any], media_type: str = "application/json") -> dict[str, Any]:
    schema = {"type": "object", "required": sorted(properties)[:1], "properties": properties}
    return {"requestBody": {"required": True, "content": {media_type: {"schema": schema}}}}


BOTH = answers("application/json", "text/event-stream")
STREAM = {"stream": {"type": "boolean"}}


@pytest.mark.parametrize(
    ("document", "arguments"),
    [
        pytest.param(one("post", body_of({"a": {"const": "b"}, **STREAM}) | BOTH), 'a="b", stream=True', id="field"),
        pytest.param(
            one("post", body_of({"a": {"const": "b"}, **STREAM})), 'a="b", stream=True', id="field-without-events"
        ),
        pytest.param(
            one("post", body_of({"a": {"const": "b"}, "stream_format": {"enum": ["sse", "raw"]}}) | BOTH),
            'a="b", stream_format="sse"',
            id="format",
        ),
        pytest.param(
            one("get", {"parameters": [{"name": "stream", "in": "query", "schema": STREAM["stream"]}]} | BOTH),
            "stream=True",
            id="query",
        ),
    ],
)
def test_what_asks_for_a_stream_is_in_the_streaming_examples(document: dict[str, Any], arguments: str) -> None:
    """A field or a parameter `stream`, or a format whose value is `sse`."""
    texts = texts_of(document, "do")
    loop = f"for event in client.do({arguments}):\n    print(event.data)"
    assert texts["Python, streaming"] == f'from dynaclient import Client\n\nclient = Client("boxes.yaml")\n{loop}'
    assert texts["Python, async streaming"] == (
        "import asyncio\n\nfrom dynaclient import AsyncClient\n\n\nasync def main():\n"
        f'    async with AsyncClient("boxes.yaml") as client:\n        stream = await client.do({arguments})\n'
        "        async for event in stream:\n            print(event.data)\n\n\nasyncio.run(main())"
    )


@pytest.mark.parametrize(
    "document",
    [
        pytest.param(one("get", answers("application/json")), id="nothing-asks"),
        pytest.param(one("post", body_of({"stream": {"type": "string"}}) | BOTH), id="another-meaning"),
        pytest.param(one("post", body_of({"stream": {"type": "boolean", "const": False}}) | BOTH), id="forbidden"),
        pytest.param(
            one("get", {"parameters": [{"name": "stream", "in": "query", "schema": STREAM["stream"]}]}), id="no-events"
        ),
    ],
)
def test_nothing_else_has_streaming_examples(document: dict[str, Any]) -> None:
    """Not where nothing asks for events, nor where the document would refuse the call."""
    assert list(texts_of(document, "do")) == ["Python", "Python, async", "Command line", "curl"]


def test_what_always_streams_is_looped_over() -> None:
    """The first examples are streams already, and there are no others."""
    texts = texts_of(one("get", answers("text/event-stream")), "do")
    assert list(texts) == ["Python", "Python, async", "Command line", "curl"]
    assert texts["Python"].endswith("\nfor event in client.do():\n    print(event.data)")
    assert "        stream = await client.do()\n        async for event in stream:\n" in texts["Python, async"]


def test_bytes_are_saved_to_a_file() -> None:
    """In every language, instead of being shown on a terminal."""
    texts = texts_of(one("get", answers("image/png")), "do")
    assert texts["Python"].endswith('response = client.do()\nresponse.save("answer.png")')
    assert '        await response.save("answer.png")\n' in texts["Python, async"]
    assert texts["Command line"] == "dynaclient --spec boxes.yaml call do -o answer.png"
    assert texts["curl"] == "curl https://one.example/do --output answer.png"


def test_a_saved_answer_bears_the_ending_that_was_asked_for() -> None:
    """And a text that cannot be taken for anything else needs no quotes, whatever else the field admits."""
    fields = {
        "audio_format": {"const": "wav"},
        "voice": {"anyOf": [{"const": "alto"}, {"type": "object"}], "type": ["string", "object"]},
    }
    operation = body_of(fields) | answers("application/octet-stream")
    operation["requestBody"]["content"]["application/json"]["schema"]["required"] = list(fields)
    command = texts_of(one("post", operation), "do")["Command line"]
    assert command == "dynaclient --spec boxes.yaml call do audio_format=wav voice=alto -o answer.wav"


def test_a_form_goes_out_with_curl_as_the_client_sends_it() -> None:
    """Part by part: files, text that curl would take for something else, JSON, and the encoding of the document."""
    fields = {
        "a": {"type": "string", "format": "binary"},
        "at": {"const": "@home; sweet"},
        "deep": {"type": "object", "properties": {"x": {"const": 1}}, "required": ["x"], "example": {"x": 1}},
        "json": {"type": "object", "example": {"say": 'a;"b"'}},
    }
    operation = body_of(fields, "multipart/form-data")
    media_type = operation["requestBody"]["content"]["multipart/form-data"]
    media_type["schema"]["required"] = list(fields)
    media_type["encoding"] = {"deep": {"style": "deepObject", "explode": True}}
    assert texts_of(one("post", operation), "do")["curl"] == (
        "curl -X POST https://one.example/do \\\n  -F a=@a.bin \\\n  --form-string 'at=@home; sweet' \\\n"
        "  -F 'deep[x]=1' \\\n"
        """  -F 'json="{\\"say\\":\\"a;\\\\\\"b\\\\\\"\\"}";type=application/json'"""
    )


@pytest.mark.parametrize(
    ("value", "source"),
    [
        pytest.param({"a": [1, None, True, 1.5]}, '{"a": [1, None, True, 1.5]}', id="plain"),
        pytest.param('say "hi"', "'say \"hi\"'", id="double-quotes"),
        pytest.param("it's\n", '"it\'s\\n"', id="single-quotes"),
        pytest.param(File("a.bin"), 'Path("a.bin")', id="file"),
    ],
)
def test_values_are_python_source(value: object, source: str) -> None:
    """And mean themselves."""
    assert python_value(value) == source
    assert eval(source, {"Path": File}) == value


def test_long_values_and_calls_are_broken_over_lines() -> None:
    """No line is longer than a page is wide, and the text still means the value."""
    value = {"messages": [{"role": "user", "content": "x" * 30}, {"role": "user", "content": "y" * 30}], "n": 1}
    text = python_call("f", [("", python_value(value))])
    assert max(map(len, text.splitlines())) < 90
    assert eval(text, {"f": lambda given: given}) == value
