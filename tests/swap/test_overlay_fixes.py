"""The overlay that is proposed for a document repairs what can be repaired, and nothing else."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from dynaclient import load_document
from dynaclient.swap.overlay_fixes import propose_fixes

INFO = {"title": "t", "version": "1"}


def described(paths: dict[str, Any], version: str = "3.1.0", **more: Any) -> dict[str, Any]:
    return {"swagger" if version == "2.0" else "openapi": version, "info": INFO, "paths": paths, **more}


def operation(**more: Any) -> dict[str, Any]:
    return {"operationId": "op", "responses": {}, **more}


GONE = {"$ref": "#/components/schemas/Gone"}
PARAMETER = {"name": "q", "in": "query", "schema": {"type": "string"}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}

FIXED: list[Any] = [
    pytest.param(
        described({"/a/{id}/{x}": {"get": operation(parameters=[PARAMETER])}}),
        [{"target": "$.paths['/a/{id}/{x}'].get", "update": {"parameters": [ID, {**ID, "name": "x"}]}}],
        id="path parameters",
    ),
    pytest.param(
        described({"/a/{id}": {"get": operation()}}, version="2.0"),
        [
            {
                "target": "$.paths['/a/{id}'].get",
                "update": {"parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}]},
            }
        ],
        id="a path parameter of 2.0",
    ),
    pytest.param(
        described({"/a": {"get": operation()}, "/b": {"post": operation()}}),
        [{"target": "$.paths['/b'].post", "update": {"operationId": "post_b"}}],
        id="an operationId that is taken",
    ),
    pytest.param(
        described({"/a": {"get": operation(parameters=[{"$ref": "#/components/parameters/It's"}, PARAMETER])}}),
        [
            {
                "target": "$.paths['/a'].get.parameters[?@['$ref'] == '#/components/parameters/It\\'s']",
                "remove": True,
            }
        ],
        id="a parameter that leads nowhere",
    ),
    pytest.param(
        described({"/a": {"get": operation(responses={"404": {"$ref": "#/components/responses/Gone"}})}}),
        [{"target": "$.paths['/a'].get.responses['404']", "remove": True}],
        id="a response that leads nowhere",
    ),
    pytest.param(
        described({"/a": {"get": operation(parameters=[{**PARAMETER, "schema": {**GONE, "description": "d"}}])}}),
        [{"target": "$.paths['/a'].get.parameters[0].schema['$ref']", "remove": True}],
        id="a schema that leads nowhere",
    ),
    pytest.param(
        described(
            {"/a": {"get": operation(parameters=[{**PARAMETER, "schema": {"$ref": "#/components/schemas/S"}}])}},
            components={"schemas": {"S": {"properties": {"$ref": {"type": "string"}, "x": GONE, "example": GONE}}}},
        ),
        [
            {"target": "$.components.schemas.S.properties.x['$ref']", "remove": True},
            {"target": "$.components.schemas.S.properties.example['$ref']", "remove": True},
        ],
        id="properties with odd names",
    ),
]


@pytest.mark.parametrize(("given", "actions"), FIXED)
def test_each_repair_is_an_action_that_leaves_no_problem(given: dict[str, Any], actions: list[Any]) -> None:
    """Each action says why; the document given stays as it was."""
    before = copy.deepcopy(given)
    document = load_document(given)
    assert document.problems
    fixes = propose_fixes(document)
    found = [
        {name: value for name, value in action.items() if name != "description"} for action in fixes.overlay["actions"]
    ]
    assert found == actions
    assert all(action["description"] for action in fixes.overlay["actions"])
    assert (fixes.left, fixes.count) == ((), len(document.problems))
    assert given == before


def test_what_cannot_be_repaired_is_left() -> None:
    """A type that does not exist, and a reference to a file that may not be read: only its author knows."""
    schema = {"type": "strng", "properties": {"a": {"$ref": "../other.yaml"}}}
    fixes = propose_fixes(
        load_document(described({"/a": {"get": operation(parameters=[{**PARAMETER, "schema": schema}])}}))
    )
    assert fixes.overlay["actions"] == []
    assert sorted(problem.kind for problem in fixes.left) == ["unknown-type", "unresolvable-reference"]


def test_a_healthy_document_needs_nothing() -> None:
    fixes = propose_fixes(load_document(described({"/a/{id}": {"get": operation(parameters=[ID])}})))
    assert (fixes.overlay["actions"], fixes.left, fixes.count) == ([], (), 0)
