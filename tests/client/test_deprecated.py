"""What is deprecated: a program that uses it is warned once, and none is broken by it."""

from __future__ import annotations

import asyncio
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DynaclientDeprecationWarning, DynaclientWarning, OpenAI
from dynaclient._support import warning
from dynaclient.cli import main

OLD = "Adds a pet. Deprecated: use `newPet` instead, which takes pictures."
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "http://127.0.0.1:9"}],
    "paths": {
        "/old": {
            "get": {"operationId": "oldPets", "deprecated": True, "responses": {"200": {"description": "ok"}}},
            "post": {
                "operationId": "oldPet",
                "deprecated": True,
                "description": OLD,
                "responses": {"200": {"description": "ok"}},
            },
        },
        "/new": {
            "post": {
                "operationId": "newPet",
                "parameters": [
                    {"name": "lang", "in": "query", "deprecated": True, "schema": {"type": "string"}},
                    {"name": "X-Lang", "in": "header", "schema": {"type": "string"}},
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {
                                    "name": {"type": "string"},
                                    "kind": {"type": "string", "deprecated": True},
                                    "tag": {"$ref": "#/components/schemas/Tag"},
                                },
                            }
                        }
                    }
                },
                "responses": {"200": {"description": "ok"}},
            }
        },
    },
    "components": {"schemas": {"Tag": {"type": "string", "deprecated": True}}},
}


@pytest.fixture(autouse=True)
def nothing_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a new process."""
    monkeypatch.setattr(warning, "_warned", {})
    monkeypatch.setattr(warning, "_logged", {})


def texts(caught: list[warnings.WarningMessage]) -> list[str]:
    return [str(one.message) for one in caught if one.category is DynaclientDeprecationWarning]


def test_warning_comes_once_for_each_operation_and_says_what_to_use() -> None:
    """The sentence that the document has of the successor is in it, and it names the line of the program."""
    client = Client(DOCUMENT)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            client.prepare("oldPet")
            client.with_options(timeout=3).prepare("oldPet")
            client.prepare("oldPets")
            client.prepare("newPet")
    first = "oldPet is deprecated: use `newPet` instead, which takes pictures"
    assert texts(caught) == [first, "oldPets is deprecated"]
    assert {one.filename for one in caught} == {__file__}


def test_a_process_warns_once_however_many_clients_it_makes() -> None:
    """A program may make a client for each request that it answers."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            Client(json.loads(json.dumps(DOCUMENT))).prepare("oldPets")
            AsyncClient(DOCUMENT).prepare("oldPets")
        Client({**DOCUMENT, "info": {"title": "Other pets", "version": "1"}}).prepare("oldPets")
    assert texts(caught) == ["oldPets is deprecated"] * 2


ARGUMENTS: list[Any] = [
    pytest.param({"lang": "en"}, ["lang"], id="parameter"),
    pytest.param({"query:lang": "en"}, ["lang"], id="parameter with its location"),
    pytest.param({"kind": "dog"}, ["kind"], id="member"),
    pytest.param({"body": {"kind": "dog", "name": "Rex"}}, ["kind"], id="member of a whole body"),
    pytest.param({"tag": "x"}, ["tag"], id="member by reference"),
    pytest.param({"tag": "x", "lang": "en"}, ["tag", "lang"], id="two"),
    pytest.param({"name": "Rex", "X-Lang": "en"}, [], id="neither"),
]


@pytest.mark.parametrize(("arguments", "named"), ARGUMENTS)
def test_a_deprecated_argument_is_warned_of_when_it_is_used(arguments: dict[str, Any], named: list[str]) -> None:
    """Once, whatever else a call has."""
    client = Client(DOCUMENT)
    body = {"body": arguments.pop("body")} if "body" in arguments else {}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client.prepare("newPet", name="Rex")
        for _ in range(2):
            client.prepare("newPet", arguments, **body)
            client.with_options(timeout=2).prepare("newPet", arguments, **body)
    assert texts(caught) == [f"newPet: the argument {name} is deprecated" for name in named]
    assert {one.filename for one in caught} <= {__file__}


def announcing(headers: dict[str, str]) -> Any:
    """An application that announces the end of what it does."""

    def app(environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), *headers.items()])
        return [b"{}"]

    return app


HEADERS = {
    "Deprecation": "@1688169599",
    "Sunset": "Sun, 30 Jun 2024 23:59:59 GMT",
    "Link": '<https://dev.example.com/old>; rel="deprecation"',
}
ANNOUNCED = (
    "newPet: the server says that it is deprecated since 2023-06-30, available until 2024-06-30; "
    "see https://dev.example.com/old"
)


@pytest.mark.parametrize("is_async", [False, True])
def test_what_a_server_announces_is_warned_of_once(is_async: bool, caplog: pytest.LogCaptureFixture) -> None:
    """With its dates and the page about it; the log has it too."""

    async def call() -> Any:
        async with AsyncClient(DOCUMENT, app=announcing(HEADERS)) as client:
            return await client.call("newPet")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for _ in range(2):
            response = asyncio.run(call()) if is_async else Client(DOCUMENT, app=announcing(HEADERS)).call("newPet")
    assert texts(caught) == [ANNOUNCED]
    assert caplog.messages == [ANNOUNCED]
    assert {DynaclientWarning, DeprecationWarning} <= set(caught[-1].category.__mro__)
    assert {one.filename for one in caught} == {__file__}
    assert response.deprecation.link == "https://dev.example.com/old"


def test_an_operation_that_the_document_marks_is_warned_of_once_in_all() -> None:
    """The server's word adds nothing to it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        response = Client(DOCUMENT, app=announcing(HEADERS)).call("oldPets")
    assert texts(caught) == ["oldPets is deprecated"]
    assert response.deprecation is not None


def test_a_warning_that_is_an_error_closes_the_answer() -> None:
    """Nothing is left open, and the next call raises again."""
    client = Client(DOCUMENT, app=announcing({"Deprecation": "true"}))
    with warnings.catch_warnings():
        warnings.simplefilter("error", DynaclientDeprecationWarning)
        for _ in range(2):
            with pytest.raises(DynaclientDeprecationWarning, match="newPet: the server says that it is deprecated"):
                client.call("newPet")


def test_a_key_that_a_server_puts_into_an_announcement_is_masked() -> None:
    """As in every text that comes from a server."""
    document = {**DOCUMENT, "security": [{"k": []}]}
    document["components"] = {"securitySchemes": {"k": {"type": "apiKey", "in": "header", "name": "X-K"}}}
    document["paths"] = {"/new": {"post": {"operationId": "newPet", "responses": {}}}}
    link = {"Deprecation": "true", "Link": "</x?a=sentinel%2D0123456789>; rel=deprecation"}
    client = Client(document, app=announcing(link), credentials={"k": "sentinel-0123456789"})
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client.call("newPet")
    assert [text.rpartition("; ")[2] for text in texts(caught)] == ["see http://127.0.0.1:9/x?a=***"]


@pytest.mark.parametrize("category", [Warning, DeprecationWarning, UserWarning])
def test_errors_made_of_all_warnings_do_not_break_a_call(category: type[Warning]) -> None:
    """A suite under `-W error` goes on when a newer description deprecates what it calls."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", category)
        assert Client(DOCUMENT).prepare("oldPet").method == "POST"


def test_filter_that_names_the_class_makes_an_error_of_it() -> None:
    """Whoever wants to be stopped can be."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", DynaclientDeprecationWarning)
        with pytest.raises(DynaclientDeprecationWarning, match="oldPet is deprecated"):
            Client(DOCUMENT).prepare("oldPet")


def test_an_edit_is_a_call_of_the_program() -> None:
    """It names the operation that writes."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json"), ("ETag", '"1"')])
        return [b'{"name": "Rex"}']

    schema = {"type": "object", "properties": {"name": {"type": "string"}}}
    content = {"content": {"application/json": {"schema": schema}}}
    answers = {"200": {"description": "ok", **content}}
    write = {"operationId": "writePet", "deprecated": True, "requestBody": content, "responses": answers}
    document = {**DOCUMENT, "paths": {"/pet": {"get": {"operationId": "readPet", "responses": answers}, "put": write}}}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with Client(document, app=app).edit("writePet") as value:
            value["name"] = "Max"
    assert texts(caught) == ["writePet is deprecated"]


def test_what_this_package_calls_itself_is_no_reason_to_warn(tmp_path: Path) -> None:
    """The command line calls for its user, who has no program to change."""
    path = tmp_path / "pets.json"
    path.write_text(json.dumps(DOCUMENT), "utf-8")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        main(["--spec", str(path), "call", "oldPet", "--curl"])
    assert texts(caught) == []


def test_threads_are_deprecated_and_responses_are_not() -> None:
    """The bundled description names what takes the place of assistants and threads."""
    client = OpenAI(api_key="sk-x")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        client.prepare("createRun", thread_id="thread_1", assistant_id="asst_1")
        client.prepare("createChatCompletion", model="gpt-5", messages=[{"role": "user", "content": "Hi"}])
    (text,) = texts(caught)
    assert "use `createResponse` instead" in text
