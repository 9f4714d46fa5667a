"""`parse`: answers in classes, for any operation, and for what a model writes in a form."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

import pytest

from dynaclient import (
    AsyncOpenAI,
    IncompleteAnswer,
    InvalidResponse,
    NotFound,
    OpenAI,
    RefusedAnswer,
    RequestError,
    UndecodableBody,
)
from tests.runtime.server import Reply, as_json, events


@dataclass
class Step:
    """One step of a proof."""

    says: str = field(metadata={"description": "what is done"})
    inner: list[Step] = field(default_factory=list)


@dataclass
class Proof:
    steps: list[Step]
    sure: float | None = None


PROOF = {"steps": [{"says": "a", "inner": [{"says": "b", "inner": []}]}], "sure": 0.5}
PROOF_READ = Proof([Step("a", [Step("b")])], 0.5)
STEP_SCHEMA = {
    "type": "object",
    "description": "One step of a proof.",
    "properties": {
        "says": {"type": "string", "description": "what is done"},
        "inner": {"type": "array", "items": {"$ref": "#/$defs/Step"}},
    },
    "required": ["says", "inner"],
    "additionalProperties": False,
}
PROOF_SCHEMA = {
    "type": "object",
    "properties": {
        "steps": {"type": "array", "items": {"$ref": "#/$defs/Step"}},
        "sure": {"anyOf": [{"type": "number"}, {"type": "null"}]},
    },
    "required": ["steps", "sure"],
    "additionalProperties": False,
    "$defs": {"Step": STEP_SCHEMA},
}
"""In the strict form: every member is required, and no other allowed."""


def obj(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


TEXT = {"type": "string"}
OPEN = {"type": "object", "additionalProperties": True}
NAMED = obj(name=TEXT, schema=OPEN, strict={"type": "boolean"})
CHAT_FORMAT = obj(type={"type": "string", "enum": ["text", "json_schema"]}, json_schema=NAMED)
FLAT_FORMAT = {"oneOf": [obj(type={"enum": ["text"]}), obj(type={"enum": ["json_schema"]}, **NAMED["properties"])]}
CHAT_ANSWER = obj(choices={"type": "array", "items": obj(message=obj(content=TEXT, refusal=TEXT))})
OUTPUT = obj(type=TEXT, content={"type": "array", "items": obj(type=TEXT, text=TEXT)})
RESPONSE_ANSWER = obj(status=TEXT, output={"type": "array", "items": OUTPUT})
MESSAGE_ANSWER = obj(content={"type": "array", "items": obj(type=TEXT, text=TEXT)})
BODIES = {
    "chat": (obj(response_format=CHAT_FORMAT, stream={"type": "boolean"}), CHAT_ANSWER),
    "respond": (obj(text=obj(format=FLAT_FORMAT, verbosity=TEXT)), RESPONSE_ANSWER),
    "message": (obj(output_config=obj(format=obj(type={"enum": ["json_schema"]}, schema=OPEN))), MESSAGE_ANSWER),
    "run": (obj(response_format=CHAT_FORMAT), obj(id=TEXT, status=TEXT)),
}


def described(version: str) -> dict[str, Any]:
    """A document with those operations; in 2.0, without unions."""
    paths: dict[str, Any] = {}
    for name, (body, answer) in BODIES.items():
        operation: dict[str, Any] = {"operationId": name}
        if version == "2.0":
            if "oneOf" in json.dumps(body):
                continue
            operation |= {
                "parameters": [{"name": "body", "in": "body", "schema": body}],
                "responses": {"200": {"description": "", "schema": answer}},
            }
        else:
            operation |= {
                "requestBody": {"content": {"application/json": {"schema": body}}},
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": answer}}}},
            }
        paths[f"/{name}"] = {"post": operation}
    head = {"swagger": "2.0"} if version == "2.0" else {"openapi": version}
    return {**head, "info": {"title": "Models", "version": "1"}, "paths": paths}


def chat(content: Any, finish: str = "stop", **message: Any) -> dict[str, Any]:
    return {"choices": [{"index": 0, "finish_reason": finish, "message": {"content": content, **message}}]}


def respond(*parts: Any, **more: Any) -> dict[str, Any]:
    reasoning = {"type": "reasoning", "content": [{"type": "reasoning_text", "text": "hm"}]}
    return {"status": "completed", "output": [reasoning, {"type": "message", "content": list(parts)}], **more}


def spoken(text: str) -> dict[str, Any]:
    return {"type": "output_text", "text": text}


NAMED_SCHEMA = {"name": "Proof", "schema": PROOF_SCHEMA, "strict": True}


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("operation", "answer", "sent"),
    [
        ("chat", chat(json.dumps(PROOF)),
         {"response_format": {"type": "json_schema", "json_schema": NAMED_SCHEMA}}),
        ("respond", respond(spoken(json.dumps(PROOF))), {"text": {"format": {"type": "json_schema", **NAMED_SCHEMA}}}),
        ("message", {"content": [{"type": "text", "text": json.dumps(PROOF)}], "stop_reason": "end_turn"},
         {"output_config": {"format": {"type": "json_schema", "schema": PROOF_SCHEMA}}}),
    ],
)  # fmt: skip
def test_the_schema_goes_where_the_document_takes_it(
    serve, caller, version: str, operation: str, answer: Any, sent: Any
) -> None:
    """And the text that comes back is read; nothing of it is known by the operation's name."""
    if version == "2.0" and operation == "respond":
        pytest.skip("2.0 has no unions")
    server = serve(lambda seen: as_json(answer))
    client = caller(server, described(version))
    assert client.parse(operation, into=Proof) == PROOF_READ
    assert server.seen[0].json == sent


def test_what_a_caller_passes_stays(serve, caller) -> None:
    """Beside the schema; a format of the caller's own is sent as it is."""
    server = serve(lambda seen: as_json(respond(spoken(json.dumps(PROOF)))))
    client = caller(server, described("3.1.0"))
    assert client.parse("respond", into=Proof, text={"verbosity": "low"}) == PROOF_READ
    assert client.parse("respond", into=Proof, body={"text": {"verbosity": "low"}}) == PROOF_READ
    assert client.parse("respond", {"body:text": {"verbosity": "low"}}, into=Proof) == PROOF_READ
    assert client.parse("respond", into=Proof, text={"format": {"type": "text"}}) == PROOF_READ
    texts = [seen.json["text"] for seen in server.seen]
    assert [text.get("verbosity") for text in texts] == ["low"] * 3 + [None]
    assert [text["format"]["type"] for text in texts] == ["json_schema"] * 3 + ["text"]


def test_a_list_is_wrapped_in_an_object(serve, caller) -> None:
    """Because these APIs answer with objects only."""
    server = serve(lambda seen: as_json(chat('{"value": [{"says": "a"}]}')))
    assert caller(server, described("3.1.0")).parse("chat", into=list[Step]) == [Step("a")]
    schema = server.seen[0].json["response_format"]["json_schema"]["schema"]
    assert schema["properties"] == {"value": {"type": "array", "items": {"$ref": "#/$defs/Step"}}}


def test_a_map_has_no_strict_form(serve, caller) -> None:
    """So it is sent as it is, and not called strict."""
    server = serve(lambda seen: as_json(chat('{"value": {"a": 1}}')))
    assert caller(server, described("3.1.0")).parse("chat", into=dict[str, int]) == {"a": 1}
    sent = server.seen[0].json["response_format"]["json_schema"]
    assert (sent["name"], sent["strict"]) == ("dict_str_int", False)
    assert sent["schema"]["properties"]["value"] == {"type": "object", "additionalProperties": {"type": "integer"}}


def test_an_answer_that_is_no_text_of_a_model_is_read_itself(serve, caller) -> None:
    """Such as that of a run, though it takes a format; nothing is added to the call."""

    @dataclass
    class Run:
        id: str

    server = serve(lambda seen: as_json({"id": "run_1", "status": "queued"}))
    assert caller(server, described("3.1.0")).parse("run", into=Run) == Run("run_1")
    assert server.seen[0].body in (b"", b"{}")


@pytest.mark.parametrize(
    ("operation", "answer", "kind", "said"),
    [
        ("chat", chat(None, refusal="I cannot help."), RefusedAnswer, "the model refused: I cannot help."),
        ("respond", respond({"type": "refusal", "refusal": "No."}), RefusedAnswer, "the model refused: No."),
        ("message", {"content": [], "stop_reason": "refusal"}, RefusedAnswer, "the model refused: no reason is given"),
        ("chat", chat('{"steps": [', "length"), IncompleteAnswer,
         'the answer was cut (length): allow more tokens, or ask for less. It begins with "{\\"steps\\": ["'),
        ("respond", respond(status="incomplete", incomplete_details={"reason": "max_output_tokens"}), IncompleteAnswer,
         "the answer was cut (max_output_tokens): allow more tokens, or ask for less."),
        ("message", {"content": [], "stop_reason": "max_tokens"}, IncompleteAnswer,
         "the answer was cut (max_tokens): allow more tokens, or ask for less."),
        ("chat", chat(None, "content_filter"), IncompleteAnswer, "the answer is incomplete: content_filter."),
        ("respond", respond(status="failed", error={"message": "overloaded"}), IncompleteAnswer,
         "the answer is incomplete: overloaded."),
        ("respond", respond(status="queued"), IncompleteAnswer, "the answer is incomplete: queued."),
        ("chat", chat(None, "tool_calls", tool_calls=[{"function": {"name": "look"}}]), IncompleteAnswer,
         "the model calls look instead of answering; use `call` to run tools"),
        ("chat", {"choices": []}, IncompleteAnswer, "the answer has no text"),
        ("chat", chat("Sure!"), UndecodableBody, ("/body/choices/0/message/content: what the model wrote is not JSON "
         '(Expecting value: line 1 column 1 (char 0)): "Sure!"')),
        ("chat", chat('{"steps": [{"says": 5}]}'), InvalidResponse, ("the response does not fit Proof.\n"
         "  /body/choices/0/message/content/steps/0/says: expected string, given integer 5")),
        ("respond", respond(spoken("{}")), InvalidResponse, ("the response does not fit Proof.\n"
         "  /body/output/1/content/0/text/steps: this is required and missing")),
    ],
)  # fmt: skip
def test_an_answer_that_cannot_be_used(serve, caller, operation: str, answer: Any, kind: Any, said: str) -> None:
    """Says why, and holds the response."""
    with pytest.raises(kind) as caught:
        caller(serve(lambda seen: as_json(answer)), described("3.1.0")).parse(operation, into=Proof)
    assert str(caught.value) == f"{operation}: {said}"
    assert caught.value.response.status_code == 200


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"into": 5}, "into= must be a dataclass"),
        ({}, "parse needs into=, the class to read into"),
        ({"into": Proof, "stream": True}, "a stream is not read into a class: leave stream=True out"),
        ({"into": Proof, "body": {"stream": True}}, "a stream is not read into a class: leave stream=True out"),
    ],
)
def test_a_wrong_call_is_not_sent(serve, caller, arguments: dict[str, Any], said: str) -> None:
    """The class is read before anything else."""
    server = serve(lambda seen: as_json({}))
    with pytest.raises(RequestError, match=said):
        caller(server, described("3.1.0")).parse("chat", **arguments)
    assert server.seen == []


def test_a_stream_that_nobody_asked_for_is_an_error(serve, caller) -> None:
    """Not an answer."""
    from dynaclient import ResponseError

    with pytest.raises(ResponseError, match="the answer is a stream, which is not read into a class"):
        caller(serve(lambda seen: events(b"data: 1\n\n")), described("3.1.0")).parse("chat", into=Proof)


@pytest.mark.parametrize("raises", [True, False])
def test_an_error_status_is_never_read_into_the_class(serve, caller, raises: bool) -> None:
    """With `raise_for_status=False` neither."""
    client = caller(serve(lambda seen: Reply(404, b"{}", {"Content-Type": "application/json"})), described("3.1.0"))
    with pytest.raises(NotFound):
        client.with_options(raise_for_status=raises).parse("chat", into=Proof)


MESSAGES = [{"role": "user", "content": "When is lunch?"}]


def test_the_script_that_a_user_writes() -> None:
    """Against the sandbox, whose models answer in the form that is asked for; sync and async."""
    pydantic = pytest.importorskip("pydantic", reason="pydantic is not installed")

    class Lunch(pydantic.BaseModel):
        place: str
        hour: int

    asked: dict[str, Any] = {"model": "gpt-4o", "messages": MESSAGES}
    with OpenAI.sandbox() as client:
        lunch = client.parse("createChatCompletion", into=Lunch, **asked)
        assert isinstance(lunch, Lunch)
        assert isinstance(client.parse("createChatCompletion", into=Proof, **asked), Proof)

    async def script() -> Any:
        async with AsyncOpenAI.sandbox() as client:
            return await client.parse("createChatCompletion", into=Lunch, **asked)

    assert asyncio.run(script()) == lunch


def test_the_schemas_of_pydantic_are_made_strict(serve, caller) -> None:
    """Unions by a tag, classes that contain themselves, two of one name, defaults, and members called like keywords."""
    pydantic = pytest.importorskip("pydantic", reason="pydantic is not installed")

    def tree(**members: Any) -> Any:
        return pydantic.create_model("Tree", **members)

    leaf = tree(kind=(Literal["leaf"], ...), default=(int, 3))
    branch = pydantic.create_model(
        "Branch",
        kind=(Literal["branch"], ...),
        parts=("list[Branch]", []),
        __module__=__name__,  # type: ignore[misc]
    )
    whole = pydantic.create_model(
        "Whole",
        root=(Annotated[leaf | branch, pydantic.Field(discriminator="kind", description="either")], ...),
        other=(tree(discriminator=(str, "x")), pydantic.Field(description="another one")),
    )
    value = {"root": {"kind": "branch", "parts": []}, "other": {"discriminator": "y"}}
    server = serve(lambda seen: as_json(chat(json.dumps(value))))
    assert caller(server, described("3.1.0")).parse("chat", into=whole).model_dump() == value
    sent = server.seen[0].json["response_format"]["json_schema"]
    assert sent["strict"] is True
    text = json.dumps(sent["schema"])
    assert "oneOf" not in text
    assert "propertyName" not in text
    branches = sent["schema"]["properties"]["root"]["anyOf"]
    definitions = [sent["schema"]["$defs"][branch["$ref"].removeprefix("#/$defs/")] for branch in branches]
    assert definitions[0]["required"] == ["kind", "default"]
    assert definitions[1]["properties"]["parts"] == {
        "items": {"$ref": "#/$defs/Branch"},
        "title": "Parts",
        "type": "array",
    }
    other = sent["schema"]["properties"]["other"]
    assert (other["required"], other["description"]) == (["discriminator"], "another one")


PUBLISHED = sorted((Path(__file__).resolve().parents[3] / "shared" / "specs").glob("openai-20*.yaml"))


@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in PUBLISHED])
def test_the_publishers_documents_say_where(path: Path) -> None:
    """For chat completions and responses; not for assistants and runs, whose answers have no text."""
    from dynaclient import Client
    from dynaclient.response.structured import answer_form, schema_slot

    client = Client(path, credentials=False)
    found = {}
    for operation in client.operations.values():
        slot = schema_slot(client.document, operation)
        if slot is not None and answer_form(client.document, operation) is not None:
            found[operation.operation_id] = slot.path
    expected = {"createChatCompletion": ("response_format",)}
    if "createResponse" in client.operations:
        expected |= {"createResponse": ("text", "format"), "beta_createResponse": ("text", "format")}
    assert found == expected
