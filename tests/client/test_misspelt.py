"""Nested misspellings: a violation under "strict", a warning otherwise, with what was probably meant."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest

import dynaclient
from dynaclient import Client, DynaclientDeprecationWarning, DynaclientWarning, OpenAI, PagingWarning, ValidationError
from dynaclient.request.judging import names_are_declared
from dynaclient.schema.misspellings import Place, place_of
from tests.runtime.driver import Caller
from tests.runtime.server import Loopback, Reply, Seen, as_json

MESSAGES = [{"role": "user", "content": "Hi"}]
TOOL = {"type": "function", "function": {"name": "f", "paramters": {"type": "object"}}}
BODY = {"model": "m", "messages": MESSAGES, "tools": [TOOL], "stream_options": {"include_usag": True}}
DOUBT = "{0}/{1}: the document does not declare {1!r} here. Did you mean {2!r}?"
PARAMTERS = DOUBT.format("/body/tools/0/function", "paramters", "parameters")
USAG = DOUBT.format("/body/stream_options", "include_usag", "include_usage")


@pytest.fixture
def chat() -> OpenAI:
    """The bundled description, whose schemas are open."""
    return OpenAI(api_key="k", base_url="http://chat.test/v1")


def test_a_warning_by_default(chat: OpenAI) -> None:
    """The call goes on; the warning names the line of the program, and is one of this package."""
    with pytest.warns(DynaclientWarning) as caught:
        chat.prepare("createChatCompletion", body=BODY)
    assert [str(warning.message) for warning in caught] == [
        f"createChatCompletion: {PARAMTERS}",
        f"createChatCompletion: {USAG}",
    ]
    assert {warning.filename for warning in caught} == {__file__}


def test_a_violation_under_strict(chat: OpenAI) -> None:
    """With the same words; nothing is sent."""
    with pytest.raises(ValidationError) as caught:
        chat.with_options(validate="strict").prepare("createChatCompletion", body=BODY)
    assert [str(violation) for violation in caught.value.violations] == [PARAMTERS, USAG]
    assert [violation.keyword for violation in caught.value.violations] == ["unknown", "unknown"]
    assert len(chat.with_options(validate="strict").validate("createChatCompletion", body=BODY)) == 2


def test_nothing_without_validation(chat: OpenAI) -> None:
    """`validate=False` skips this too."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        chat.with_options(validate=False).prepare("createChatCompletion", body=BODY)
    assert caught == []


def test_validate_and_explain(chat: OpenAI) -> None:
    """The call would be sent: `validate` warns, and an explanation has a line."""
    with pytest.warns(DynaclientWarning) as caught:
        assert chat.validate("createChatCompletion", body=BODY) == []
    assert len(caught) == 2
    explanation = chat.explain("createChatCompletion", body=BODY)
    assert explanation.violations == ()
    assert f"warning: {PARAMTERS}" in str(explanation)


def test_required_and_missing_says_which_near_name_is_there(chat: OpenAI) -> None:
    """One line for one mistake, in each form of it: a plain field, a role, a kind."""
    body = {
        "modle": "m",
        "messages": [{"rol": "user", "content": "x"}],
        "tools": [{"typ": "function", "function": {"name": "f"}}],
    }
    for mode in (True, "strict"):
        violations = chat.with_options(validate=mode).validate("createChatCompletion", body=body)
        texts = {violation.path: violation.message for violation in violations}
        assert list(texts) == ["/body/model", "/body/messages/0/role", "/body/tools/0/type"]
        for name, given in (("model", "modle"), ("messages/0/role", "rol"), ("tools/0/type", "typ")):
            message = texts[f"/body/{name}"]
            assert message.startswith("this is required and missing: ")
            assert message.endswith(f"; {given!r}, which is given, looks like a misspelling of it")


def test_both_clients_warn_and_send(
    caller: Callable[..., Caller], serve: Callable[[Callable[[Seen], Reply]], Loopback]
) -> None:
    """The line of the program is named through an awaited call too; the name goes as it is."""
    server = serve(lambda seen: as_json({"id": "c", "object": "chat.completion"}))
    described = chat_document()
    with pytest.warns(DynaclientWarning, match="paramters") as caught:
        caller(server, described).call("chat", tools=[{"paramters": 1}])
    assert caught[0].filename.endswith("driver.py")  # which makes the call
    assert server.seen[0].json == {"tools": [{"paramters": 1}]}


def chat_document(version: str = "3.1.0") -> dict[str, Any]:
    tool = {"type": "object", "properties": {"parameters": {"type": "integer"}}}
    query = {"type": "object", "properties": {"status": {"type": "string"}}}
    body = {"type": "object", "properties": {"tools": {"type": "array", "items": tool}}}
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/chat": {
                "post": {
                    "operationId": "chat",
                    "parameters": [{"name": "filter", "in": "query", "style": "deepObject", "schema": query}],
                    "requestBody": {
                        "content": {
                            "application/json": {"schema": body},
                            "application/x-www-form-urlencoded": {"schema": body},
                        }
                    },
                    "responses": {"200": {"description": "d"}},
                }
            }
        },
    }


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_parameters_forms_and_written_json(version: str) -> None:
    """Wherever an object is judged: a query parameter, a form, and JSON that the caller wrote."""
    client = Client(chat_document(version), base_url="http://h.test")
    with pytest.warns(DynaclientWarning, match=r"chat: /filter/statu: .* Did you mean 'status'"):
        client.prepare("chat", filter={"statu": "x"})
    with pytest.warns(DynaclientWarning, match="/body/tools/0/paramters"):
        client.prepare("chat", body=json.dumps({"tools": [{"paramters": 1}]}).encode())
    with pytest.warns(DynaclientWarning, match="/body/tool: "):
        client.with_options(content_type="application/x-www-form-urlencoded").prepare("chat", body={"tool": "x"})


def test_what_is_declared_costs_no_search(monkeypatch: pytest.MonkeyPatch, chat: OpenAI) -> None:
    """A value whose names are all declared, or unlike any that is missing, is passed by look-ups alone."""
    operation = chat.operations["createChatCompletion"]
    assert operation.request_body is not None
    place = place_of(chat.document, operation.request_body.content["application/json"].schema)
    body = {"model": "m", "messages": MESSAGES, "metadata": {"typ": "x"}}
    assert names_are_declared(place, body)
    asked: list[Any] = []
    monkeypatch.setattr(Place, "has_doubt", lambda self, value: asked.append(value))
    assert names_are_declared(place, body)
    assert asked == []


def test_a_large_value_is_looked_at_in_part_unless_strict() -> None:
    """The first objects stand for the others, except where a violation must be found."""
    client = Client(chat_document(), base_url="http://h.test")
    tools = [{"parameters": 1} for _ in range(400)]
    body = {"tools": [*tools, {"paramters": 1}]}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.prepare("chat", body=body)
    assert [v.path for v in client.with_options(validate="strict").validate("chat", body=body)] == [
        "/body/tools/400/paramters"
    ]


def test_secrets_are_not_in_warnings() -> None:
    """A key that is part of a name is masked."""
    with pytest.warns(DynaclientWarning) as caught:
        OpenAI(api_key="include_usag").prepare("createChatCompletion", body=BODY)
    assert "include_usag'" not in str(caught[1].message)


def test_every_warning_of_ours_is_one_of_ours() -> None:
    """So that one filter holds for them all."""
    found = map(vars(dynaclient.errors).get, dir(dynaclient.errors))
    kinds = [kind for kind in found if isinstance(kind, type) and issubclass(kind, Warning)]
    assert set(kinds) == {DynaclientDeprecationWarning, DynaclientWarning, PagingWarning}
    assert all(issubclass(kind, DynaclientWarning) for kind in kinds)
    assert issubclass(DynaclientWarning, UserWarning)
