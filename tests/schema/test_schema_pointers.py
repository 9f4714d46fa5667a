"""A violation says where the document says so: its pointer leads there, keyword and all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from dynaclient import Client, Violation, load_document
from dynaclient.document.yaml_events import load_yaml
from dynaclient.types import MISSING

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
FILES = sorted(path for path in SPECS.iterdir() if path.suffix != ".md") if SPECS.is_dir() else []

WRONG: list[Any] = [None, True, 1, -1.5, "wrong", [], {}, ["wrong"], {"wrong": 1}]


def raw_value(document: Any, reference: str) -> Any:
    """The target of a reference in the file as written; a `$ref` in between is not followed."""
    assert reference.startswith("#/"), reference
    value = document
    for token in unquote(reference[1:]).split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        value = value[int(token)] if isinstance(value, list) else value[token]
    return value


def wrong_bodies(client: Client, operation_id: str) -> list[Any]:
    """Values that most schemas refuse somewhere, and objects whose every field is one of them."""
    names = client._slot.current.builder(operation_id).properties
    return [*WRONG, *[dict.fromkeys(names, value) for value in WRONG], {name: {"wrong": [1]} for name in names}]


def violations_of(client: Client, operation_id: str) -> list[Violation]:
    operation = client.operations[operation_id]
    found: list[Violation] = []
    for value in WRONG:
        found += client.validate(operation_id, {f"{p.location}:{p.name}": value for p in operation.parameters})
    if operation.request_body is not None:
        for body in wrong_bodies(client, operation_id):
            found += client.validate(operation_id, body=body)
    return found


def says(document: Any, violation: Violation) -> bool:
    """Whether the pointer leads to the keyword that failed, or to the union that was explained by it."""
    value = raw_value(document, violation.schema_pointer)
    last = violation.schema_pointer.rpartition("/")[2]
    if last in ("anyOf", "oneOf"):
        return isinstance(value, list) and violation.keyword in (last, "enum", "type", "required")
    if violation.keyword == "falseSchema":
        return value is False
    if violation.keyword == "required" and last != "required":  # a parameter that was not given: its schema
        return violation.location != "body"
    return last == violation.keyword


@pytest.mark.skipif(not FILES, reason="../shared/specs is not here")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_pointer_of_real_violations_leads_to_the_keyword(path: Path) -> None:
    """Thousands of violations of real schemas, held against the file as a plain reader sees it."""
    text = path.read_text("utf-8")
    raw = json.loads(text) if path.suffix == ".json" else load_yaml(text)
    client = Client(path, base_url="http://h", credentials=False)
    wrong = []
    for operation_id in list(client.operations)[:: max(1, len(client.operations) // 25)]:
        found = [violation for violation in violations_of(client, operation_id) if violation.schema_pointer]
        wrong += [(operation_id, violation) for violation in found if not says(raw, violation)]
    assert wrong == []


NAMES: Any = {
    "a b": {"type": "integer"},
    "100%": {"type": "integer"},
    "%2F": {"type": "integer"},
    "a/b~c": {"type": "integer"},
    "ü#?": {"type": "integer"},
}


def described(schema: Any, *, swagger: bool = False, **components: Any) -> dict[str, Any]:
    if swagger:
        operation: dict[str, Any] = {"operationId": "s", "parameters": [{"name": "b", "in": "body", "schema": schema}]}
        return {"swagger": "2.0", "paths": {"/s/{x}": {"post": operation}}, "definitions": components}
    operation = {"operationId": "s", "requestBody": {"content": {"application/json": {"schema": schema}}}}
    return {"openapi": "3.1.0", "paths": {"/s": {"post": operation}}, "components": {"schemas": components}}


BODY = "#/paths/~1s/post/requestBody/content/application~1json/schema"

POINTERS: list[Any] = [
    pytest.param(described({"type": "integer"}), "x", f"{BODY}/type", id="in place"),
    pytest.param(
        described({"$ref": "#/components/schemas/A"}, A={"type": "integer"}),
        "x",
        "#/components/schemas/A/type",
        id="behind",
    ),
    pytest.param(
        described({"allOf": [{}, {"$ref": "#/components/schemas/A"}]}, A={"items": {"type": "integer"}}),
        ["x"],
        "#/components/schemas/A/items/type",
        id="behind, within allOf",
    ),
    pytest.param(
        described({"$ref": "#/components/schemas/A", "pattern": ""}, A={"pattern": "^a"}),
        "xyz",
        "#/components/schemas/A/pattern",
        id="behind, with a sibling",
    ),
    pytest.param(
        described({"oneOf": [{"type": "integer"}, {"properties": {"a": {"type": "integer"}}, "type": "object"}]}),
        {"a": "x"},
        f"{BODY}/oneOf/1/properties/a/type",
        id="within a relieved oneOf",
    ),
    pytest.param(
        described({"anyOf": [{}], "oneOf": [{"type": "integer"}, {"type": "null"}]}),
        "x",
        f"{BODY}/oneOf",
        id="beside anyOf",
    ),
    pytest.param(
        described({"$ref": "#/components/schemas/A", "nullable": True}, A={"type": "integer"}),
        "x",
        "#/components/schemas/A/type",
        id="within a nullable reference",
    ),
    pytest.param(
        described({"enum": ["a"], "properties": {}, "nullable": True}), "x", f"{BODY}/enum", id="within a nullable enum"
    ),
    pytest.param(
        described({"allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}], "nullable": True}),
        {"a": "x"},
        f"{BODY}/allOf/0/properties/a/type",
        id="within a nullable allOf",
    ),
    pytest.param(
        described(
            {"allOf": [{"$ref": "#/components/schemas/A"}], "properties": {"id": {"readOnly": True}}},
            A={"required": ["id", "n"]},
        ),
        {},
        "#/components/schemas/A/required",
        id="in a copy made for one place",
    ),
    pytest.param(
        described({"$ref": "#/definitions/A"}, swagger=True, A={"type": "integer"}),
        "x",
        "#/definitions/A/type",
        id="2.0",
    ),
    pytest.param(
        described({"type": "integer"}, swagger=True),
        "x",
        "#/paths/~1s~1%7Bx%7D/post/parameters/0/schema/type",
        id="2.0 in place",
    ),
    *[
        pytest.param(described({"properties": {name: NAMES[name]}}), {name: "x"}, None, id=f"a property called {name}")
        for name in NAMES
    ],
]


@pytest.mark.parametrize(("document", "body", "pointer"), POINTERS)
def test_a_pointer_leads_to_what_the_document_says(document: Any, body: Any, pointer: str | None) -> None:
    """Through references, reliefs and names of every kind, in the words of the document's own version."""
    client = Client(document, base_url="http://h")
    (violation,) = [v for v in client.validate("s", body=body) if v.location == "body"]
    assert pointer in (None, violation.schema_pointer)
    assert says(document, violation)
    assert client.document.problems == () or "swagger" in document


def test_missing_is_not_a_value() -> None:
    """A missing value has its own path, and no value."""
    client = Client(described({"required": ["a"]}), base_url="http://h")
    (violation,) = client.validate("s", body={})
    assert (violation.path, violation.keyword, violation.value) == ("/body/a", "required", None)
    assert client.validate("s", body=MISSING) == []
    assert load_document(client.document) is client.document


@pytest.mark.parametrize("where", ["", "/properties/v", "/properties/v/items", "/allOf/0"])
def test_a_one_of_beside_an_any_of(where: str) -> None:
    """The pointer leads to the `oneOf` in the document, wherever both are."""
    union: dict[str, Any] = {"anyOf": [{"type": "object"}], "oneOf": [{"required": ["a"]}, {"required": ["b"]}]}
    schema, value = {
        "": (union, {}),
        "/properties/v": ({"properties": {"v": union}}, {"v": {}}),
        "/properties/v/items": ({"properties": {"v": {"items": union}}}, {"v": [{}]}),
        "/allOf/0": ({"allOf": [union]}, {}),
    }[where]
    body = {"content": {"application/json": {"schema": schema}}}
    document = {"openapi": "3.1.0", "paths": {"/x": {"post": {"operationId": "op", "requestBody": body}}}}
    base = "#/paths/~1x/post/requestBody/content/application~1json/schema"
    pointers = [v.schema_pointer for v in Client(document, base_url="https://a.test").validate("op", body=value)]
    assert pointers
    assert all(pointer.startswith(f"{base}{where}/oneOf") for pointer in pointers)
