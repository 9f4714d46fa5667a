"""The values of the model: complete, frozen, and readable in a terminal and in a notebook."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from dynaclient import MISSING, Client, load_document
from dynaclient.model import (
    DeclaredResponse,
    Encoding,
    MediaType,
    Operation,
    Parameter,
    RequestBody,
    SecurityScheme,
    Server,
    build_security_schemes,
)

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets <&>", "version": "1"},
    "servers": [{"url": "https://a.test"}],
    "paths": {
        "/pets/{id}": {
            "put": {
                "operationId": "putPet",
                "summary": "Change <b>a pet</b>",
                "description": "d",
                "tags": ["pets", 3],
                "deprecated": True,
                "x-order": 7,
                "parameters": [
                    {"name": "id", "in": "path", "description": "<script>", "schema": {"type": "integer"}},
                    {"name": "dry-run", "in": "query", "schema": {"type": ["boolean", "null"], "default": False}},
                ],
                "requestBody": {
                    "required": True,
                    "description": "b",
                    "content": {
                        "multipart/form-data": {
                            "schema": {"type": "object"},
                            "encoding": {
                                "f": {"contentType": "image/png", "style": "form", "headers": {"X": {}}},
                                "g": 1,
                            },
                            "examples": {"one": {"value": {"f": ""}}, "two": {"externalValue": "x"}},
                        },
                        "text/plain": {},
                    },
                },
                "responses": {
                    200: {"description": "ok", "content": {"application/json": {"schema": {"type": "object"}}}},
                    "4XX": {"description": "wrong"},
                    "default": {},
                },
            }
        }
    },
    "components": {"securitySchemes": {"k": {"type": "http", "scheme": "Bearer", "description": "s"}}},
}


@pytest.fixture
def operation() -> Operation:
    """The operation of the document above."""
    return Client(copy.deepcopy(DOCUMENT)).operations["putPet"]


def test_an_operation_is_complete(operation: Operation) -> None:
    """Everything in the document about it, as one value."""
    assert operation == Operation(
        operation_id="putPet",
        python_name="put_pet",
        method="put",
        path="/pets/{id}",
        summary="Change <b>a pet</b>",
        description="d",
        tags=("pets",),
        parameters=(
            Parameter(
                name="id",
                python_name="id",
                location="path",
                required=True,
                schema={"type": "integer"},
                type="integer",
                description="<script>",
                pointer="#/paths/~1pets~1%7Bid%7D/put/parameters/0/schema",
            ),
            Parameter(
                name="dry-run",
                python_name="dry_run",
                location="query",
                required=False,
                schema={"type": ["boolean", "null"], "default": False},
                type=("boolean", "null"),
                default=False,
                style="form",
                explode=True,
                pointer="#/paths/~1pets~1%7Bid%7D/put/parameters/1/schema",
            ),
        ),
        request_body=RequestBody(
            required=True,
            description="b",
            content={
                "multipart/form-data": MediaType(
                    name="multipart/form-data",
                    schema={"type": "object"},
                    encoding={"f": Encoding("image/png", "form", None, headers=operation_headers(operation))},
                    examples={"one": {"f": ""}},
                    pointer="#/paths/~1pets~1%7Bid%7D/put/requestBody/content/multipart~1form-data/schema",
                ),
                "text/plain": MediaType("text/plain"),
            },
        ),
        responses={
            "200": DeclaredResponse(
                "200",
                "ok",
                {
                    "application/json": MediaType(
                        "application/json",
                        {"type": "object"},
                        pointer="#/paths/~1pets~1%7Bid%7D/put/responses/200/content/application~1json/schema",
                    )
                },
            ),
            "4XX": DeclaredResponse("4XX", "wrong"),
            "default": DeclaredResponse("default"),
        },
        servers=(Server("https://a.test"),),
        deprecated=True,
        pointer="#/paths/~1pets~1%7Bid%7D/put",
        extensions={"x-order": 7},
    )


def operation_headers(operation: Operation) -> Any:
    assert operation.request_body is not None
    headers = operation.request_body.content["multipart/form-data"].encoding["f"].headers
    assert list(headers) == ["X"]
    return headers


def test_every_value_is_frozen(operation: Operation) -> None:
    """What describes is never changed."""
    body = operation.request_body
    assert body is not None
    values: list[Any] = [
        operation,
        *operation.parameters,
        body,
        *body.content.values(),
        *body.content["multipart/form-data"].encoding.values(),
        *operation.responses.values(),
        *operation.servers,
        SecurityScheme("k", "http"),
    ]
    for value in values:
        for field in dataclasses.fields(value):
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, field.name, None)
        with pytest.raises((AttributeError, TypeError)):
            value.nonsense = 1


def test_values_can_be_pickled_and_copied(operation: Operation) -> None:
    """MISSING stays the one MISSING there is."""
    for same in (pickle.loads(pickle.dumps(operation)), copy.deepcopy(operation)):
        assert same == operation
        assert same.parameters[0].default is MISSING


def test_reprs_are_one_readable_line(operation: Operation) -> None:
    """A terminal shows the most important facts first."""
    body = operation.request_body
    assert body is not None
    assert repr(operation) == "<Operation putPet PUT /pets/{id}: Change <b>a pet</b>>"
    assert [repr(parameter) for parameter in operation.parameters] == [
        "<Parameter id: integer in path, required>",
        "<Parameter dry-run: boolean or null = false in query>",
    ]
    assert repr(body) == "<RequestBody multipart/form-data, text/plain, required>"
    assert repr(body.content["text/plain"]) == "<MediaType text/plain>"
    assert [repr(response) for response in operation.responses.values()] == [
        "<DeclaredResponse 200: application/json>",
        "<DeclaredResponse 4XX: no content>",
        "<DeclaredResponse default: no content>",
    ]


def test_html_shows_the_same_and_trusts_nothing(operation: Operation) -> None:
    """A notebook renders a table; what the document says is text, never markup."""
    html = operation._repr_html_()
    assert "dry-run" in html
    assert "boolean or null" in html
    assert "&lt;script&gt;" in html
    assert "<script>" not in html
    assert "<b>a pet" not in html
    client = Client(copy.deepcopy(DOCUMENT))
    table = client.operations._repr_html_()
    assert "1 operations" in table
    assert "Change &lt;b&gt;a pet&lt;/b&gt;" in table


def test_a_parameter_is_found_by_name_and_location(operation: Operation) -> None:
    """One wire name may live in several places."""
    assert operation.parameter("id").location == "path"
    assert operation.parameter("id", "path") is operation.parameters[0]
    with pytest.raises(KeyError, match="putPet has 0 parameters named 'nope'"):
        operation.parameter("nope")


def test_security_schemes_are_values() -> None:
    """The scheme of HTTP is in lower case, since it does not differ by case (RFC 9110 section 11.1)."""
    assert build_security_schemes(load_document(DOCUMENT)) == {
        "k": SecurityScheme("k", "http", scheme="bearer", description="s")
    }


def test_missing_is_itself_and_nothing_else() -> None:
    """`MISSING` is not `None` is not `""` is not `0`, and is false."""
    assert repr(MISSING) == "MISSING"
    assert not MISSING
    assert type(MISSING)() is MISSING
    assert MISSING not in (None, "", 0, False)


def test_documents_say_what_they_are() -> None:
    """Title, version, source and size; the tags as written."""
    document = load_document({**DOCUMENT, "tags": [{"name": "pets"}, "broken"]})
    assert repr(document) == "<Document 'Pets <&> 1' from a mapping, OpenAPI 3.1.0, 1 operations>"
    assert document.tags == ({"name": "pets"},)
