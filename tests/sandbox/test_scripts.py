"""Scripts: chosen requests get chosen answers, in turn, from functions, from files; none that the document refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, ConnectionFailed, NotFound, RateLimited, ServerError, UnknownOperation
from dynaclient.document import Document, load_document
from dynaclient.sandbox import Sandbox, ScriptedAnswer, ScriptError, ScriptRequest

from .conftest import ROOT, client_of, credentials_for

PETS = ROOT / "docs" / "petstore.yaml"
REX = {"id": 7, "name": "Rex"}


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(PETS)


@pytest.fixture
def pets(sandbox: Sandbox) -> Client:
    return client_of(sandbox, retries=0)


def returned(client: Client, **options: Any) -> Client:
    return client.with_options(raise_for_status=False, **options)


# answers


def test_the_answer_is_the_whole_answer(sandbox: Sandbox, pets: Client) -> None:
    """Nothing is added to it, and nothing is created; other operations answer as ever."""
    sandbox.on("createPet").answer(REX, headers={"X-Shelter": "7"})
    made = pets.createPet(name="Other", species="cat")
    assert (made.status_code, made.data, made.headers["X-Shelter"]) == (201, REX, "7")
    assert pets.listPets()["data"] == []


def test_a_status_alone_answers_what_the_document_has_for_it(make: Callable[..., Sandbox]) -> None:
    """The example that it declares; an error without an example says that it was asked for."""
    problem = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
    responses = {
        "200": {"description": "", "content": {"application/json": {"schema": {"type": "integer"}}}},
        "404": {"description": "", "content": {"application/json": {"schema": problem, "example": {"detail": "gone"}}}},
        "4XX": {"description": "", "content": {"application/problem+json": {"schema": problem}}},
    }
    sandbox = make({"/a": {"get": {"operationId": "a", "responses": responses}}})
    client = returned(client_of(sandbox))
    sandbox.on("a").answer(status=404).then(status=409)
    assert client.call("a").data == {"detail": "gone"}
    asked = client.call("a")
    assert (asked.status_code, asked.headers["Content-Type"]) == (409, "application/problem+json")
    assert asked.data == {"detail": "The sandbox was asked to answer 409."}


def test_with_neither_the_operation_is_carried_out_as_usual(sandbox: Sandbox, pets: Client) -> None:
    """Headers apply to its own answer, and replace those of the same name."""
    sandbox.on("createPet").answer(headers={"x-trace": "1", "content-type": "application/json; charset=utf-8"})
    made = pets.createPet(name="Rex")
    assert made.headers["X-Trace"] == "1"
    assert made.headers["Content-Type"] == "application/json; charset=utf-8"
    assert pets.getPetById(petId=made["id"])["name"] == "Rex"


def test_answers_in_turn_and_the_last_one_stays(sandbox: Sandbox, pets: Client) -> None:
    """`times` repeats one; a last one with `times` gives way to the sandbox."""
    rule = sandbox.on("getPetById").answer(REX, times=2).then(status=404).then({**REX, "name": "Max"})
    client = returned(pets)
    seen = [client.getPetById(petId=7) for _ in range(5)]
    assert [answer.status_code for answer in seen] == [200, 200, 404, 200, 200]
    assert seen[-1]["name"] == "Max"
    assert rule.count == 5
    sandbox.on("listPets").answer({"data": [REX], "has_more": True}, times=1)
    assert [len(pets.listPets()["data"]) for _ in range(2)] == [1, 0]


def test_a_sequence_that_grows_goes_on(sandbox: Sandbox, pets: Client) -> None:
    """A `then` after requests is what comes next; another `answer` begins anew."""
    rule = sandbox.on("getPetById").answer(REX)
    names = [pets.getPetById(petId=7)["name"] for _ in range(3)]
    rule.then({**REX, "name": "Max"})
    names.append(pets.getPetById(petId=7)["name"])
    rule.answer({**REX, "name": "New"})
    names.append(pets.getPetById(petId=7)["name"])
    assert names == ["Rex", "Rex", "Rex", "Max", "New"]
    rule.remove()
    with pytest.raises(NotFound):
        pets.getPetById(petId=7)


def test_the_rule_that_was_made_last_answers_first(sandbox: Sandbox, pets: Client) -> None:
    """One that has come to its end lets the others answer again."""
    sandbox.on("getPetById").answer(REX)
    sandbox.on("getPetById", {"petId": 8}).answer({"id": 8, "name": "Max"}, times=1)
    names = [pets.getPetById(petId=key)["name"] for key in (7, 8, 8)]
    assert names == ["Rex", "Max", "Rex"]


def test_a_wrong_request_is_refused_as_ever(sandbox: Sandbox, pets: Client) -> None:
    """And counts for no rule."""
    rule = sandbox.on("createPet").answer(REX)
    refused = returned(pets, validate=False).createPet(body={"species": "dog"})
    assert refused.status_code == 400
    assert rule.count == 0


@pytest.mark.parametrize(
    ("given", "error"), [({"drop": True}, ConnectionFailed), ({"cut": 3}, ConnectionFailed)], ids=["drop", "cut"]
)
@pytest.mark.parametrize("way", ["in process", "on a port"])
def test_an_answer_that_breaks(sandbox: Sandbox, pets: Client, given: Any, error: Any, way: str) -> None:
    """The faults of `Trouble` are arguments of an answer; the next answer is whole."""
    sandbox.on("getPetById").answer(REX, **given).then(REX)
    with sandbox.serve() as server:
        options = {"base_url": server.url} if way == "on a port" else {"app": sandbox}
        with Client(PETS, credentials={"api_key": "k"}, retries=0, **options) as client:
            with pytest.raises(error):
                client.getPetById(petId=7)
            assert client.getPetById(petId=7).data == REX


def test_a_retried_call_meets_the_next_answer(sandbox: Sandbox) -> None:
    """What fails once is what a client's retries are tested with."""
    client = client_of(sandbox, retries=2)
    sandbox.on("getPetById").answer(status=503, headers={"Retry-After": "0"}, force=True).then(REX)
    answer = client.getPetById(petId=7)
    assert (answer.data, len(answer.attempts)) == (REX, 2)


async def _called(document: Document, sandbox: Sandbox) -> Any:
    async with AsyncClient(document, app=sandbox, credentials=credentials_for(document)) as client:
        return (await client.getPetById(petId=7)).data


def test_an_async_client_is_answered_alike(sandbox: Sandbox) -> None:
    import asyncio

    pytest.importorskip("aiohttp")
    sandbox.on("getPetById").answer(REX)
    assert asyncio.run(_called(sandbox.document, sandbox)) == REX


# when


NESTED = {
    "operationId": "op",
    "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "tags[]", "in": "query", "schema": {"type": "array", "items": {"type": "string"}}},
        {"name": "deep", "in": "query", "schema": {"type": "boolean"}},
        {"name": "X-Mode", "in": "header", "schema": {"type": "integer"}},
        {"name": "sid", "in": "cookie", "schema": {"type": "string"}},
    ],
    "requestBody": {
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "meta": {"type": "object"},
                        "items": {"type": "array", "items": {"type": "object"}},
                        "count": {"type": "integer"},
                        "note-text": {"type": ["string", "null"]},
                    },
                }
            }
        }
    },
    "responses": {"204": {"description": ""}, "202": {"description": ""}},
}
CALL = {
    "id": "12",
    "tags[]": ["a", "b"],
    "deep": True,
    "X-Mode": 3,
    "sid": "s",
    "query:extra": "yes",
    "header:X-Extra": "on",
}
BODY = {"meta": {"kind": {"a": 1, "b": 2}, "x": 1}, "items": [{"n": 1, "m": 2}, {"n": 2}], "count": 5}


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({}, True),
        ({"id": "12"}, True),
        ({"id": 12}, True),
        ({"id": "13"}, False),
        ({"path:id": "12"}, True),
        ({"tags[]": ["b"]}, True),
        ({"tags__": ["b", "a"]}, True),
        ({"tags[]": ["c"]}, False),
        ({"deep": True}, True),
        ({"deep": "true"}, True),
        ({"deep": False}, False),
        ({"X_Mode": 3}, True),
        ({"header:X-Mode": "3"}, True),
        ({"sid": "s"}, True),
        ({"query:extra": "yes"}, True),
        ({"query:none": "yes"}, False),
        ({"header:x-extra": "on"}, True),
        ({"meta": {"kind": {"b": 2}}}, True),
        ({"meta": {"kind": {"b": "2"}}}, False),
        ({"meta": {"kind": {"b": 2, "c": 3}}}, False),
        ({"items": [{"n": 2}]}, True),
        ({"items": [{"n": 2}, {"n": 1}]}, True),
        ({"items": [{"n": 3}]}, False),
        ({"count": 5}, True),
        ({"count": "5"}, False),
        ({"count": "*"}, True),
        ({"note_text": None}, True),
        ({"note-text": "*"}, False),
        ({"body": {"count": 5}}, True),
        ({"body:count": 5}, True),
        ({"body:undeclared": 5}, False),
        ({"id": "12", "count": 6}, False),
        pytest.param(lambda request: request.arguments["count"] > 4, True, id="a function that is true"),
        pytest.param(lambda request: request.headers["x-extra"] == "off", False, id="a function that is false"),
    ],
    ids=str,
)
def test_when_names_arguments(make: Callable[..., Sandbox], when: Any, fits: bool) -> None:
    """By wire name or Python's, with or without the place; partly, as deep as they go."""
    sandbox = make({"/a/{id}": {"post": NESTED}})
    sandbox.on("op", when).answer(status=204)
    assert client_of(sandbox).call("op", CALL, body=BODY).status_code == (204 if fits else 202)


@pytest.mark.parametrize(
    ("when", "message"),
    [
        ({"ids": 1}, r"op has no argument 'ids'. Did you mean 'id'.*header:ids, query:ids or body:ids"),
        ({"mta": 1}, "Did you mean 'meta'"),
        ([1], "`when` must be an object of arguments and their values, not \\[1\\]"),
    ],
)
def test_a_name_that_the_operation_does_not_have(make: Callable[..., Sandbox], when: Any, message: str) -> None:
    sandbox = make({"/a/{id}": {"post": NESTED}})
    with pytest.raises(ScriptError, match=message):
        sandbox.on("op", when)


def test_a_name_in_two_places(sandbox: Sandbox) -> None:
    """Has to say which."""
    with pytest.raises(ScriptError, match="several arguments 'id': write path:id or query:id"):
        sandbox.on("shelters/get-pet", {"id": 1})
    sandbox.on("shelters/get-pet", {"query:id": 1}).answer(REX)
    client = client_of(sandbox)
    assert client.call("shelters/get-pet", {"path:id": "a", "query:id": 1}).data == REX


def test_an_unknown_operation_names_the_nearest(sandbox: Sandbox) -> None:
    with pytest.raises(UnknownOperation, match="Did you mean 'createPet'"):
        sandbox.on("creatPet")


def test_the_alias_of_an_operation_is_enough(sandbox: Sandbox, pets: Client) -> None:
    sandbox.on("get_pet_by_id").answer(REX)
    assert pets.get_pet_by_id(petId=1).data == REX


# functions


def test_a_function_sees_the_request_and_may_ask_for_the_usual_answer(sandbox: Sandbox, pets: Client) -> None:
    """Which carries it out; what it returns is the body, or a whole answer."""
    seen: list[ScriptRequest] = []

    def answer(request: ScriptRequest) -> Any:
        seen.append(request)
        return {**request.usual().body, "species": "cat"}

    sandbox.on("createPet").answer(answer, headers={"X-By": "function"})
    made = pets.createPet(name="Rex")
    assert (made.status_code, made["species"], made.headers["X-By"]) == (201, "cat", "function")
    assert pets.listPets()["data"] == [{"name": "Rex", "species": "dog", "id": made["id"]}]
    (request,) = seen
    assert (request.operation_id, request.method, request.path, request.number) == ("createPet", "POST", "/pets", 1)
    assert request.arguments == {"name": "Rex"}
    sandbox.on("getPetById").answer(lambda request: ScriptedAnswer(status=404, headers={"X-Id": str(request.number)}))
    missing = returned(pets).getPetById(petId=1)
    assert (missing.status_code, missing.headers["X-Id"]) == (404, "1")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (lambda request: {"id": "x", "name": "Rex"}, "does not allow this body at 'id'"),
        (lambda request: {"id": {1}}, "must be a JSON value"),
        (lambda request: 1 // 0, "raised ZeroDivisionError"),
    ],
    ids=["not allowed", "no JSON", "raises"],
)
def test_a_function_that_fails_is_a_500_that_says_why(
    sandbox: Sandbox, pets: Client, function: Any, message: str
) -> None:
    sandbox.on("getPetById").answer(function)
    with pytest.raises(ServerError, match=message):
        pets.getPetById(petId=7)


def test_an_async_function_is_refused(sandbox: Sandbox) -> None:
    async def answer(request: ScriptRequest) -> Any:
        return REX

    with pytest.raises(ScriptError, match="cannot be `async`"):
        sandbox.on("getPetById").answer(answer)


# what the document allows


@pytest.mark.parametrize(
    ("operation", "given", "message"),
    [
        (
            "getPetById",
            {"body": {"id": "x", "name": "Rex"}},
            "the 200 answer of getPetById does not allow this body at 'id'",
        ),
        ("getPetById", {"body": {"name": "Rex"}}, "'id' is required"),
        ("getPetById", {"status": 418}, "declares no answer with the status 418; it declares 200 and 404"),
        ("getPetById", {"body": REX, "status": 404}, "the 404 answer of getPetById has no body"),
        ("deletePet", {"body": REX}, "the 204 answer of deletePet has no body"),
        ("getPetById", {"body": REX, "content_type": "text/csv"}, "is application/json, not text/csv"),
        ("getPetById", {"body": b"{}"}, "give a JSON value, not bytes"),
        ("getPetById", {"events": [REX]}, "getPetById does not stream"),
    ],
)
def test_what_the_document_does_not_allow_is_an_error_unless_forced(
    sandbox: Sandbox, pets: Client, operation: str, given: Any, message: str
) -> None:
    """When the rule is made, not when it answers."""
    with pytest.raises(ScriptError, match=message):
        sandbox.on(operation).answer(**given)
    if "events" not in given:
        sandbox.on(operation).answer(**given, force=True)
        client = returned(pets, validate_responses=False)
        answer = client.call(operation, petId=7)
        assert answer.status_code == given.get("status", 204 if operation == "deletePet" else 200)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"status": 99}, "status must be a number from 200 to 599, not 99"),
        ({"status": True}, "status must be"),
        ({"delay": -1}, "delay must be seconds from 0 to 3600, not -1"),
        ({"delay": "1"}, "delay must be seconds"),
        ({"times": 0}, "times must be a whole number from 1"),
        ({"cut": -1}, "cut must be a whole number from 0"),
        ({"malformed": "x"}, "malformed must be truncated, html or empty"),
        ({"headers": {"X": "a\r\nb"}}, "the header 'X' must be a text of one line"),
        ({"headers": {"X": "☃"}}, "characters that a header cannot carry"),
        ({"headers": ["X"]}, "headers must be an object"),
        ({"body": REX, "events": []}, "a body or events, not both"),
        ({"events": "[DONE]"}, "events must be a list"),
        ({"body": float("nan")}, "the body must be a JSON value"),
        ({"force": "yes"}, "force must be true or false"),
    ],
    ids=str,
)
def test_impossible_values_are_refused(sandbox: Sandbox, given: Any, message: str) -> None:
    with pytest.raises(ScriptError, match=message):
        sandbox.on("getPetById").answer(**{"force": True, **given})


def test_what_the_caller_changes_later_changes_no_answer(sandbox: Sandbox, pets: Client) -> None:
    rex = dict(REX)
    sandbox.on("getPetById").answer(rex)
    rex["id"] = 8
    assert pets.getPetById(petId=7).data == REX


# streams

CHAT = {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello"}]}


def chunk(text: str | None, end: str | None = None) -> dict[str, Any]:
    delta = {} if text is None else {"content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


def test_events_answer_who_asks_for_a_stream(bundled: Document) -> None:
    """The text that ends the stream is added where it is missing; other requests pass the rule by."""
    sandbox = Sandbox(bundled)
    client = client_of(sandbox)
    rule = sandbox.on("createChatCompletion").answer(events=[chunk("Good "), chunk("day"), chunk(None, "stop")])
    told = client.with_options(stream=True).createChatCompletion(**CHAT, stream=True)
    assert "".join(event.data["choices"][0]["delta"].get("content", "") for event in told.events()) == "Good day"
    assert rule.count == 1
    assert client.createChatCompletion(**CHAT)["object"] == "chat.completion"
    assert rule.count == 1


def test_an_answer_is_told_as_a_stream_to_who_asks_for_one(bundled: Document) -> None:
    """One rule serves both."""
    sandbox = Sandbox(bundled)
    client = client_of(sandbox)
    usual = client.createChatCompletion(**CHAT).data
    usual["choices"][0]["message"]["content"] = "Lunch is at noon."
    sandbox.on("createChatCompletion").answer(usual)
    assert client.createChatCompletion(**CHAT).data == usual
    told = client.with_options(stream=True).createChatCompletion(**CHAT, stream=True)
    assert (
        "".join(event.data["choices"][0]["delta"].get("content", "") or "" for event in told.events())
        == "Lunch is at noon."
    )


def test_an_event_that_the_document_does_not_allow(bundled: Document) -> None:
    """Its number and place are named; forced, the stream is as it is given, without its end."""
    sandbox = Sandbox(bundled)
    wrong = {**chunk("b"), "created": "now"}
    with pytest.raises(ScriptError, match="does not allow event 2 at 'created'"):
        sandbox.on("createChatCompletion").answer(events=[chunk("a"), wrong])
    sandbox.on("createChatCompletion").answer(events=[chunk("a"), wrong], force=True)
    client = client_of(sandbox, validate_responses=False)
    raw = client.with_options(stream=True).createChatCompletion(**CHAT, stream=True).raw.content.decode()
    assert [json.loads(line[6:]) for line in raw.splitlines() if line] == [chunk("a"), wrong]


# files

SCRIPT = """\
# what the shelter answers
- on: getPetById
  answer: {status: 404}
- on: getPetById
  when: {petId: 7}
  answer: {body: {id: 7, name: Rex}, headers: {X-Shelter: 7}}
  then:
    - {status: 404, times: 2}
    - body: {id: 7, name: Max}
"""


def test_a_file_says_the_same(tmp_path: Path) -> None:
    """From YAML or JSON, when the sandbox is made or later."""
    file = tmp_path / "script.yaml"
    file.write_text(SCRIPT)
    sandbox = Sandbox(PETS, script=file)
    client = returned(client_of(sandbox))
    seen = [client.getPetById(petId=7) for _ in range(4)]
    assert [answer.status_code for answer in seen] == [200, 404, 404, 200]
    assert (seen[0].headers["X-Shelter"], seen[-1]["name"]) == ("7", "Max")
    assert client.getPetById(petId=8).status_code == 404
    other = tmp_path / "script.json"
    other.write_text(json.dumps([{"on": "getPetById", "answer": {"body": REX}}]))
    assert len(sandbox.script(str(other))) == 1
    assert client.getPetById(petId=8).data == REX
    sandbox.script({"on": "getPetById", "answer": {"status": 404}})
    assert client.getPetById(petId=8).status_code == 404


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("- on: getPet\n", "line 1, column 3", "needs `answer`"),
        (
            "- on: creatPet\n  answer: {status: 201}\n",
            "line 1, column 3",
            "no operation 'creatPet'. Did you mean 'createPet'",
        ),
        ("- {}\n- on: listPets\n", "line 1, column 3", "a rule needs `on`"),
        ("\n- on: getPetById\n  wen: {petId: 1}\n", "line 3, column 3", "a rule has no 'wen'. Did you mean 'when'"),
        (
            "- on: getPetById\n  when:\n    petid: 1\n  answer: {status: 404}\n",
            "line 3, column 5",
            "Did you mean 'petId'",
        ),
        (
            "- on: getPetById\n  answer:\n    staus: 404\n",
            "line 3, column 5",
            "an answer has no 'staus'. Did you mean 'status'",
        ),
        (
            "- on: getPetById\n  answer:\n    status: 418\n",
            "line 3, column 5",
            "declares no answer with the status 418",
        ),
        (
            "- on: getPetById\n  answer: {status: 404}\n  then:\n  - body:\n      name: Rex\n      id: x\n",
            "line 6, column 7",
            "does not allow this body at 'id'",
        ),
        ("- on: getPetById\n  answer: Rex\n", "line 2, column 3", "Write the whole answer as `body: …`"),
        (
            "- on: getPetById\n  answer: {status: 404}\n  then: x\n",
            "line 3, column 3",
            "`then` must be an answer or a list",
        ),
        ('[{"on": "getPetById",\n  "answer": {"status": 99}}]', "line 2, column 14", "status must be a number"),
        ("Rex\n", "line 1, column 1", "a script is a list of rules"),
        ("- on: [\n", "line 2", "this is not YAML"),
        ("on: getPetById\nanswer: {status: 1}\n", "line 2, column 10", "status must be a number"),
    ],
)
def test_a_mistake_in_a_file_is_an_error_with_its_line(tmp_path: Path, text: str, place: str, message: str) -> None:
    """When it is loaded; no rule of it is added."""
    file = tmp_path / "script.yaml"
    file.write_text(text)
    with pytest.raises(ScriptError) as caught:
        Sandbox(PETS, script=file)
    assert str(caught.value).startswith(f"{file}, {place}")
    assert message in str(caught.value)


def test_a_list_in_python_has_pointers_for_places() -> None:
    rules = [{"on": "listPets", "answer": {}}, {"on": "getPetById", "answer": {"status": 99}}]
    with pytest.raises(ScriptError, match="script= at /1/answer/status: status must be"):
        Sandbox(PETS, script=rules)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match=r"none.yaml: cannot be read: No such file"):
        Sandbox(PETS, script=tmp_path / "none.yaml")


def test_no_rule_is_added_where_one_is_wrong(sandbox: Sandbox, pets: Client) -> None:
    rules = [{"on": "getPetById", "answer": {"body": REX}}, {"on": "getPetById", "answer": {"status": 418}}]
    with pytest.raises(ScriptError):
        sandbox.script(rules)
    with pytest.raises(NotFound):
        pets.getPetById(petId=7)


@pytest.mark.parametrize("version", ["2.0", "3.0.3"])
def test_older_documents_are_scripted_alike(version: str) -> None:
    """The document's own statuses and schemas decide."""
    schema = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}
    answer = {"schema": schema} if version == "2.0" else {"content": {"application/json": {"schema": schema}}}
    operation = {"operationId": "a", "responses": {"200": {"description": "", **answer}, "429": {"description": ""}}}
    head = {"swagger": version, "produces": ["application/json"]} if version == "2.0" else {"openapi": version}
    document = load_document({**head, "info": {"title": "t", "version": "1"}, "paths": {"/a": {"get": operation}}})
    sandbox = Sandbox(document)
    with pytest.raises(ScriptError, match="'id' is required"):
        sandbox.on("a").answer({})
    sandbox.on("a").answer({"id": 1}).then(status=429)
    client = client_of(sandbox, retries=0)
    assert client.call("a").data == {"id": 1}
    with pytest.raises(RateLimited):
        client.call("a")


def test_the_options_of_an_answer_are_those_that_type_checkers_know(sandbox: Sandbox) -> None:
    """One list for both; a name that is none of them is refused with the nearest."""
    from dynaclient.sandbox.answer_options import AnswerOptions

    assert {"body", *AnswerOptions.__annotations__} == {item.name for item in fields(ScriptedAnswer)}
    rule = sandbox.on("getPetById")
    for answer in (rule.answer, rule.then):
        with pytest.raises(TypeError, match=r"an answer has no option 'stauts'. Did you mean 'status'\?"):
            answer(REX, stauts=200)  # type: ignore[call-arg]
