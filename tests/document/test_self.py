"""`$self`: the address that a description gives itself is the base of its references. Source: OAS 3.2.0, appendix F."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient.document import load_document

TEXT = {"type": "string"}


def description(schema: Any, **more: Any) -> dict[str, Any]:
    operation = {
        "operationId": "op",
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {},
    }
    return {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": {"/x": {"post": operation}}, **more}


def schema_of(path: Path) -> Any:
    document = load_document(path)
    body = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    assert document.problems == ()
    return document.resolve(body)


def write(path: Path, value: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(value), encoding="utf-8")
    return path


OWN = {"components": {"schemas": {"Own": TEXT}}}


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/Own",
        "https://example.com/api/openapi#/components/schemas/Own",
        "openapi#/components/schemas/Own",
    ],
)
def test_it_refers_to_itself_by_its_own_address(reference: str, tmp_path: Path) -> None:
    root = description({"$ref": reference}, **OWN, **{"$self": "https://example.com/api/openapi"})
    assert schema_of(write(tmp_path / "found" / "anywhere.yaml", root)) == TEXT


@pytest.mark.parametrize("reference", ["shared/pets.yaml#/Pet", "https://example.com/api/shared/pets.yaml#/Pet"])
def test_a_text_below_its_address_is_found_beside_it(reference: str, tmp_path: Path) -> None:
    write(
        tmp_path / "shared" / "pets.yaml",
        {"Pet": {"type": "object", "properties": {"name": {"$ref": "#/Name"}}}, "Name": TEXT},
    )
    root = description({"$ref": reference}, **{"$self": "https://example.com/api/openapi"})
    assert schema_of(write(tmp_path / "openapi.yaml", root))["properties"] == {
        "name": {"$ref": "shared/pets.yaml#/Name"}
    }


def test_a_relative_address_is_relative_to_where_the_text_was_found(tmp_path: Path) -> None:
    root = description({"$ref": "common.yaml#/Name"}, **{"$self": "v2/openapi.yaml"})
    write(tmp_path / "common.yaml", {"Name": TEXT})
    assert schema_of(write(tmp_path / "here.yaml", root)) == TEXT


def test_a_description_that_another_refers_to_is_known_by_its_own_address(tmp_path: Path) -> None:
    other = {"openapi": "3.2.0", "$self": "https://other.test/lib/common", "info": {"title": "C", "version": "1"}}
    pet = {"type": "object", "properties": {"name": {"$ref": "common#/components/schemas/Name"}}}
    write(tmp_path / "common.yaml", {**other, "components": {"schemas": {"Pet": pet, "Name": TEXT}}})
    root = description({"$ref": "common.yaml#/components/schemas/Pet"}, **{"$self": "openapi.yaml"})
    document = load_document(write(tmp_path / "openapi.yaml", root))
    body = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    name = document.resolve(body)["properties"]["name"]
    assert document.resolve(name) == TEXT
    assert document.problems == ()


@pytest.mark.parametrize("version", ["3.0.4", "3.1.2"])
def test_an_older_document_has_one_too_and_is_told_so(version: str, tmp_path: Path) -> None:
    reference = {"$ref": "https://b.test/x#/components/schemas/Own"}
    root = {**description(reference, **OWN), "openapi": version, "$self": "https://b.test/x"}
    document = load_document(write(tmp_path / "b.yaml", root))
    body = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    assert document.resolve(body) == TEXT
    assert [problem.kind for problem in document.problems] == ["newer-word"]
