"""`Document.resolve` gives what a pointer names, and references where the standard has none are followed."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Document

PARAMETER = {"name": "q", "in": "query", "schema": {"type": "string", "nullable": True}}
SCHEMA = {
    "type": "object",
    "required": ["a"],
    "properties": {"a": {"type": "string", "maxLength": 3, "nullable": True}, "type": {"enum": ["x"]}},
    "allOf": [{"minProperties": 1}],
}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://api.test"}],
    "paths": {"/x": {"get": {"operationId": "x", "parameters": [PARAMETER], "responses": {}}}},
    "components": {
        "schemas": {"A": SCHEMA},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "K"}},
        "headers": {"H": {"schema": {"type": "integer", "maximum": 5}}},
    },
    "x-lists": {"a": ["one"], "type": 1},
}


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/components/schemas/A/properties/a/type", ["string", "null"]),
        ("/components/schemas/A/properties/a/maxLength", 3),
        ("/components/schemas/A/properties/type", {"enum": ["x"]}),
        ("/components/schemas/A/properties/type/enum/0", "x"),
        ("/components/schemas/A/required", ["a"]),
        ("/components/schemas/A/allOf", [{"minProperties": 1}]),
        ("/components/schemas/A/allOf/0/minProperties", 1),
        ("/components/headers/H/schema/maximum", 5),
        ("/components/securitySchemes/key", {"type": "apiKey", "in": "header", "name": "K"}),
        ("/info/title", "T"),
        ("/servers/0/url", "https://api.test"),
        ("/paths/~1x/get/operationId", "x"),
        ("/x-lists", {"a": ["one"], "type": 1}),
        ("/x-lists/a/0", "one"),
    ],
)
def test_a_pointer_gives_what_it_names(pointer: str, value: Any) -> None:
    """Source: RFC 6901; of a schema and its keywords, the normal form."""
    document = Document(DOCUMENT)
    assert document.resolve(f"#{pointer}") == value
    assert document.problems == ()


def test_parameters_and_operations_have_their_form() -> None:
    document = Document(DOCUMENT)
    parameter = document.resolve("#/paths/~1x/get/parameters/0")
    assert (parameter["style"], parameter["schema"]) == ("form", {"type": ["string", "null"]})
    assert document.resolve("#/paths/~1x/get") == document.operation("x")


def test_swagger_2_is_resolved_as_it_is_written() -> None:
    document = Document({"swagger": "2.0", "paths": {}, "definitions": {"A": {"properties": {"a": {"minimum": 2}}}}})
    for pointer in ("/definitions/A/properties/a/minimum", "/components/schemas/A/properties/a/minimum"):
        assert document.resolve(f"#{pointer}") == 2


@pytest.mark.parametrize("place", ["operation", "schema", "response"])
def test_a_reference_in_an_extension_is_data(place: str) -> None:
    """Source: OAS 3.1.1, "Specification Extensions": the value may be any JSON value."""
    policy = {"x-policy": {"$ref": "#/x-lists/a"}}
    schema = {"type": "string", **(policy if place == "schema" else {})}
    answer = {
        "description": "",
        "content": {"text/plain": {"schema": schema}},
        **(policy if place == "response" else {}),
    }
    operation = {"operationId": "x", "responses": {"200": answer}, **(policy if place == "operation" else {})}
    document = Document({**DOCUMENT, "paths": {"/x": {"get": operation}}})
    assert document.problems == ()
    if place == "operation":
        assert document.operation("x")["x-policy"] == {"$ref": "#/x-lists/a"}


OPERATION = {
    "operationId": "make",
    "parameters": [{"name": "q", "in": "query", "required": True, "schema": {"type": "integer"}}],
    "responses": {"200": {"description": "Done.", "content": {"text/plain": {"schema": {"type": "string"}}}}},
}


@pytest.mark.parametrize(
    ("paths", "where"),
    [
        pytest.param({"/a": {"post": {"$ref": "#/x-parts/operation"}}}, "#/paths/~1a/post", id="an operation"),
        pytest.param({"$ref": "#/x-parts/paths"}, "#/paths", id="paths"),
        pytest.param(
            {"/a": {"post": {**OPERATION, "responses": {"$ref": "#/x-parts/operation/responses"}}}},
            "#/paths/~1a/post/responses", id="responses",
        ),
        pytest.param(
            {"/a": {"post": {**OPERATION, "responses": {"200": {"content": {"$ref": "#/x-parts/content"}}}}}},
            "#/paths/~1a/post/responses/200/content", id="content",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_reference_where_the_standard_has_none_is_followed_and_noted(
    paths: dict[str, Any], where: str, version: str
) -> None:
    parts = {
        "operation": OPERATION,
        "paths": {"/a": {"post": OPERATION}},
        "content": OPERATION["responses"]["200"]["content"],  # type: ignore[index]
    }
    document = Document({"openapi": version, "info": {}, "paths": paths, "x-parts": parts})
    operation = document.operation("make")
    assert [parameter["name"] for parameter in operation["parameters"]] == ["q"]
    assert list(operation["responses"]["200"]["content"]) == ["text/plain"]
    (problem,) = document.problems
    assert (problem.pointer, problem.consequence) == (where, "it is followed")


def test_what_is_beside_the_reference_of_an_operation_wins_and_a_broken_one_is_missing() -> None:
    paths = {
        "/a": {"post": {"$ref": "#/x-op", "operationId": "mine"}},
        "/b": {"post": {"$ref": "#/x-none"}},
        "/c": {"get": {"$ref": "#/paths/~1c/get"}},
    }
    document = Document({"swagger": "2.0", "info": {}, "paths": paths, "x-op": {"operationId": "its", "tags": ["t"]}})
    assert list(document.entries) == ["mine"]
    assert document.operation("mine")["tags"] == ["t"]
    assert {problem.pointer: problem.consequence for problem in document.problems} == {
        "#/paths/~1a/post": "it is followed",
        "#/paths/~1b/post": "the operation is missing",
        "#/paths/~1c/get": "the operation is missing",
    }
