"""References that lead round in circles, nowhere, or where they must not."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from dynaclient import load_document

from .conftest import survive, survives
from .test_documents import SKELETON, use

POINTERS = {
    "the whole": "#",
    "itself": "#/components/schemas/S",
    "nothing": "#/nowhere",
    "an empty member": "#//",
    "half an escape": "#/a~",
    "a wrong escape": "#/a~2b",
    "half a percent": "#/%",
    "a wrong percent": "#/%zz",
    "bytes": "#/%ff%fe",
    "a number": "#/tags/99999999999999999999",
    "a negative number": "#/tags/-1",
    "a number of text": "#/tags/0x0",
    "an anchor": "#nowhere",
    "an empty text": "",
    "a blank": " ",
    "controls": "#/\x00",
    "a file": "file:///etc/passwd",
    "a path": "/etc/passwd",
    "a path above": "../../../../etc/passwd",
    "a device": "/dev/zero#/a",
    "an address": "http://127.0.0.1:1/x#/a",
    "no address": "http://[#/a",
    "another scheme": "ftp://h/x",
    "a drive": "C:\\x",
    "a share": "\\\\h\\x",
    "data": "data:application/json,{}",
    "javascript": "javascript:alert(1)",
    "very long": "#/" + "a/" * 50_000,
    "a half pair": "#/\ud800",
    "a number as such": 5,
    "a null": None,
    "a list": ["#/a"],
    "a mapping": {"$ref": "#"},
}
PLACES: dict[str, tuple[Any, ...]] = {
    "path item": ("paths", "/x/{id}"),
    "parameter": ("paths", "/x/{id}", "get", "parameters", 0),
    "body": ("paths", "/x/{id}", "get", "requestBody"),
    "response": ("paths", "/x/{id}", "get", "responses", "200"),
    "schema": ("components", "schemas", "S"),
}


def referring(place: tuple[Any, ...], reference: Any) -> Any:
    document: Any = copy.deepcopy(SKELETON)
    inner = document
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = {"$ref": reference}
    schema = {"schema": {"$ref": "#/components/schemas/S"}}
    if place[0] == "components":
        document["paths"]["/x/{id}"]["get"]["requestBody"] = {"content": {"application/json": schema}}
    return document


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("pointer", POINTERS)
def test_a_reference_that_leads_nowhere(place: str, pointer: str) -> None:
    assert survives(lambda: use(referring(PLACES[place], POINTERS[pointer])))


def with_schemas(schemas: dict[str, Any]) -> Any:
    document: Any = copy.deepcopy(SKELETON)
    document["components"]["schemas"] = schemas
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/S"}}}
    document["paths"]["/x/{id}"]["get"]["requestBody"] = {"content": content}
    return document


S = "#/components/schemas/"
SCHEMAS: dict[str, dict[str, Any]] = {
    "a circle of two": {"S": {"$ref": f"{S}T"}, "T": {"$ref": f"{S}S"}},
    "a circle of allOf": {"S": {"allOf": [{"$ref": f"{S}S"}]}},
    "a circle of anyOf": {"S": {"anyOf": [{"$ref": f"{S}T"}, {}]}, "T": {"oneOf": [{"$ref": f"{S}S"}]}},
    "a circle of not": {"S": {"not": {"$ref": f"{S}S"}}},
    "a circle through if": {"S": {"if": {"$ref": f"{S}S"}, "then": {}, "else": {}}},
    "a circle of items": {"S": {"items": {"$ref": f"{S}S"}, "minItems": 1}},
    "a circle of properties": {"S": {"properties": {"a": {"$ref": f"{S}S"}}, "required": ["a"]}},
    "a long chain": {f"S{i}" if i else "S": {"$ref": f"{S}S{i + 1}"} for i in range(2000)} | {"S2000": {}},
    "a dynamic circle": {"S": {"$dynamicAnchor": "a", "$dynamicRef": "#a"}},
    "an id that is no URL": {"S": {"$id": "http://[", "$ref": "x"}},
    "an id of a number": {"S": {"$id": 5, "$anchor": [], "$ref": "#a"}},
    "a discriminator of nothing": {
        "S": {"oneOf": [{"$ref": f"{S}T"}], "discriminator": {"propertyName": "a", "mapping": {"b": "#/nowhere"}}},
        "T": {},
    },
    "a pattern that backtracks": {"S": {"properties": {"a": {"pattern": "(a+)+$"}}}},
    "a pattern that is none": {"S": {"properties": {"a": {"pattern": "(["}}}},
    "a pattern of a number": {"S": {"properties": {"a": {"pattern": 5}}}},
    "a limit of text": {"S": {"minProperties": "x", "maximum": None, "multipleOf": 0}},
    "required of numbers": {"S": {"required": [1, None]}},
    "a type of nothing": {"S": {"type": ["nothing", 5]}},
    "very many properties": {"S": {"properties": {f"p{i}": {"type": "integer"} for i in range(5000)}}},
}


@pytest.mark.parametrize("schemas", SCHEMAS)
def test_schemas_that_are_traps(schemas: str) -> None:
    assert survives(lambda: use(with_schemas(SCHEMAS[schemas])))


@pytest.mark.parametrize(
    "outside", ["../secret.json", "/etc/passwd", "sub/../../secret.json", "link.json", "%2e%2e/secret.json"]
)
def test_a_file_outside_the_folder_is_not_read(outside: str, tmp_path: Path) -> None:
    folder = tmp_path / "api"
    folder.mkdir()
    (tmp_path / "secret.json").write_text('{"a": "not for you"}')
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "root.json").write_text(
        '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": '
        f'{{"S": {{"$ref": "{outside}#/a"}}}}}}}}'
    )
    found = survive(lambda: load_document(folder / "root.json").resolve("#/components/schemas/S"))
    assert "not for you" not in repr(found)
