"""A deprecated operation: a program that calls it is warned once, and none is broken by it."""

from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, DynaclientDeprecationWarning, OpenAI
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
        "/new": {"post": {"operationId": "newPet", "responses": {"200": {"description": "ok"}}}},
    },
}


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


def test_each_client_warns() -> None:
    """What one part of a program was warned of is no reason to be silent in another."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Client(DOCUMENT).prepare("oldPets")
        AsyncClient(DOCUMENT).prepare("oldPets")
    assert texts(caught) == ["oldPets is deprecated"] * 2


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
