"""Typed values through openapi-core, on every version of the standard."""

from __future__ import annotations

import contextlib
import copy
import datetime
import json
import pickle
import subprocess
import sys
import uuid
from typing import Any

import pytest

from dynaclient import Client, InvalidResponse
from dynaclient.response.models import Model

VERSIONS = ("2.0", "3.0.3", "3.1.0")
UUID_TEXT = "123e4567-e89b-12d3-a456-426614174000"

PERSON = {"type": "object", "properties": {"name": {"type": "string"}, "born": {"type": "string", "format": "date"}}}
THING = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "made_at": {"type": "string", "format": "date-time"},
        "owner": {"$ref": "#/SCHEMAS/Person"},
        "readers": {"type": "array", "items": {"$ref": "#/SCHEMAS/Person"}},
        "labels": {"type": "object", "additionalProperties": {"type": "string", "format": "date"}},
        "free": {"type": "object"},
        "properties": {"type": "object", "properties": {"class": {"type": "integer"}, "x[]": {"type": "integer"}}},
        "parent": {"$ref": "#/SCHEMAS/Thing"},
        "size": {"type": "integer"},
    },
}
PET = {
    "allOf": [
        {"type": "object", "properties": {"kind": {"type": "string"}}},
        {"type": "object", "properties": {"seen": {"type": "string", "format": "date"}}},
    ]
}


def document(version: str, schema: Any) -> dict[str, Any]:
    place = "definitions" if version == "2.0" else "components/schemas"
    schemas = json.loads(json.dumps({"Thing": THING, "Person": PERSON, "Pet": PET}).replace("SCHEMAS", place))
    schema = json.loads(json.dumps(schema).replace("SCHEMAS", place))
    parameter: dict[str, Any] = {"name": "id", "in": "path", "required": True}
    response: dict[str, Any] = {"description": ""}
    root: dict[str, Any] = {"info": {"title": "T", "version": "1"}}
    if version == "2.0":
        root |= {"swagger": version, "definitions": schemas, "produces": ["application/json"]}
        parameter["type"], response["schema"] = "string", schema
    else:
        root |= {"openapi": version, "components": {"schemas": schemas}}
        parameter["schema"] = {"type": "string"}
        response["content"] = {"application/json": {"schema": schema}}
    operation = {"operationId": "op", "parameters": [parameter], "responses": {"200": response}}
    return {**root, "paths": {"/things/{id}/x": {"get": operation}}}


def answer(given: dict[str, Any], body: Any, status: str = "200 OK", content_type: str = "application/json") -> Any:
    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response(status, [("Content-Type", content_type)])
        return [body if isinstance(body, bytes) else json.dumps(body).encode()]

    return Client(given, app=app).call("op", id="a/b {id}")


@pytest.mark.parametrize("version", VERSIONS)
def test_values_get_their_types(version: str) -> None:
    """Dates, times and UUIDs by `format`; objects become models, nested ones and those in arrays too."""
    body = {
        "id": UUID_TEXT,
        "made_at": "2024-01-02T03:04:05.5+02:00",
        "owner": {"name": "Ann", "born": "1990-01-01"},
        "readers": [{"name": "B"}, {}],
        "parent": {"id": UUID_TEXT, "parent": {"id": UUID_TEXT}},
        "size": 3,
        "more": "undeclared",
    }
    thing = answer(document(version, {"$ref": "#/SCHEMAS/Thing"}), body).unmarshal()
    assert thing.id == uuid.UUID(UUID_TEXT)
    assert thing.made_at == datetime.datetime(
        2024, 1, 2, 3, 4, 5, 500_000, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
    )
    assert (thing.owner.name, thing.owner.born) == ("Ann", datetime.date(1990, 1, 1))
    assert [reader.name for reader in thing.readers[:1]] == ["B"]
    assert thing.parent.parent.id == uuid.UUID(UUID_TEXT)
    assert (thing.size, thing.more) == (3, "undeclared")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("schema", "body", "expected"),
    [
        pytest.param(
            {"type": "array", "items": {"type": "string", "format": "date"}},
            ["2024-01-02"],
            [datetime.date(2024, 1, 2)],
            id="list",
        ),
        pytest.param({"type": "string", "format": "date", "x-nullable": True}, None, None, id="nullable"),
        pytest.param(
            {"type": "string", "format": "date-time"},
            "2024-01-02T00:00:00Z",
            datetime.datetime(2024, 1, 2, tzinfo=datetime.timezone.utc),
            id="scalar",
        ),
        pytest.param({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1}, {"a": 1}, id="map"),
        pytest.param({"type": "object"}, {"a": {"b": []}}, {"a": {"b": []}}, id="free object"),
        pytest.param({"type": "integer"}, 5, 5, id="number"),
    ],
)
def test_whatever_the_root_is(version: str, schema: Any, body: Any, expected: Any) -> None:
    """Maps without declared members are dicts."""
    typed = answer(document(version, schema), body).unmarshal()
    assert (typed, type(typed)) == (expected, type(expected))


@pytest.mark.parametrize("version", VERSIONS)
def test_members_of_every_branch_are_one_object(version: str) -> None:
    """`allOf` puts a model together."""
    pet = answer(document(version, {"$ref": "#/SCHEMAS/Pet"}), {"kind": "cat", "seen": "2024-01-02"}).unmarshal()
    assert (pet.kind, pet.seen) == ("cat", datetime.date(2024, 1, 2))


@pytest.mark.parametrize("version", VERSIONS)
def test_names_that_are_no_identifiers_have_python_names(version: str) -> None:
    """A keyword gets a trailing `_`, other characters become `_`; the wire name works as a key."""
    body = {"id": UUID_TEXT, "properties": {"class": 1, "x[]": 2, "items": 3, "self": 4}}
    inner = answer(document(version, {"$ref": "#/SCHEMAS/Thing"}), body).unmarshal().properties
    assert (inner.class_, inner.x__, inner["class"], inner["x[]"], inner.items, inner.self) == (1, 2, 1, 2, 3, 4)


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("body", "path", "keyword"),
    [
        pytest.param({}, "/body", "required", id="missing member"),
        pytest.param({"id": UUID_TEXT, "size": "3"}, "/body/size", "type", id="wrong type"),
        pytest.param({"id": "no-uuid"}, "/body/id", "format", id="no UUID"),
        pytest.param({"id": UUID_TEXT, "owner": {"born": "soon"}}, "/body/owner/born", "format", id="no date"),
    ],
)
def test_what_does_not_fit_is_an_invalid_response(version: str, body: Any, path: str, keyword: str) -> None:
    """With a violation for each reason, and the response."""
    response = answer(document(version, {"$ref": "#/SCHEMAS/Thing"}), body)
    with pytest.raises(InvalidResponse) as caught:
        response.unmarshal()
    assert [(v.location, v.path, v.keyword) for v in caught.value.violations] == [("body", path, keyword)]
    assert caught.value.response is response


@pytest.mark.parametrize(
    ("body", "status", "content_type"),
    [
        pytest.param(b"{", "200 OK", "application/json", id="no JSON"),
        pytest.param({}, "201 Created", "application/json", id="a status that is not declared"),
        pytest.param(b"a", "200 OK", "image/png", id="a type that is not declared"),
        pytest.param(b"", "200 OK", "application/json", id="nothing"),
    ],
)
def test_what_the_document_does_not_describe_is_an_invalid_response(body: Any, status: str, content_type: str) -> None:
    """Never an error of openapi-core."""
    response = answer(document("3.1.0", {"$ref": "#/SCHEMAS/Thing"}), body, status, content_type)
    with pytest.raises(InvalidResponse) as caught:
        response.unmarshal()
    assert caught.value.violations


@pytest.mark.parametrize("version", VERSIONS)
def test_an_empty_body_is_called_empty(version: str) -> None:
    """Not a missing value of openapi-core."""
    empty = answer(document(version, {"$ref": "#/SCHEMAS/Thing"}), b"")
    with pytest.raises(InvalidResponse) as caught:
        empty.unmarshal()
    assert [str(violation) for violation in caught.value.violations] == ["/body: the body is empty"]


def test_headers_do_not_matter_for_the_body() -> None:
    """A header that is missing takes nothing from it."""
    given = document("3.1.0", {"type": "integer"})
    header = {"required": True, "schema": {"type": "integer"}}
    given["paths"]["/things/{id}/x"]["get"]["responses"]["200"]["headers"] = {"X-Left": header}
    assert answer(given, 5).unmarshal() == 5


def test_two_documents_never_mix() -> None:
    """The cached readers belong to one document, not to a name."""
    typed = {"type": "string", "format": "date"}
    for _ in range(3):
        assert answer(document("3.1.0", typed), "2024-01-02").unmarshal() == datetime.date(2024, 1, 2)
        assert answer(document("3.1.0", {"type": "string"}), "2024-01-02").unmarshal() == "2024-01-02"


def test_openapi_core_is_loaded_only_here() -> None:
    """It takes most of a second."""
    program = (
        "import sys, dynaclient.client, dynaclient.response, dynaclient.transport; print('openapi_core' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


# models


def test_a_model_reads_as_attributes_and_members() -> None:
    """It has no methods that a member could collide with."""
    model = Model(**{"id": 1, "items": [2], "class": 3, "keys": 4})
    assert (model.id, model.items, model.class_, model["class"], model.keys) == (1, [2], 3, 3, 4)
    assert ("id" in model, "x" in model, list(model), len(model)) == (True, False, ["id", "items", "class", "keys"], 4)
    assert vars(model) == {"id": 1, "items": [2], "class": 3, "keys": 4}
    assert repr(model) == "Model(id=1, items=[2], class=3, keys=4)"
    assert (model == Model(id=1), Model(a=1) == Model(a=1), Model(a=1) == {"a": 1}) == (False, True, False)


def test_a_missing_member_says_what_there_is() -> None:
    """`hasattr` and `getattr` with a default work."""
    with pytest.raises(AttributeError, match="the object has no 'x'; it has id, b"):
        _ = Model(id=1, b=2).x
    assert getattr(Model(), "x", 5) == 5


def test_a_model_can_be_copied_and_pickled() -> None:
    """Like any value."""
    model = Model(a=Model(b=datetime.date(2024, 1, 2)))
    assert copy.deepcopy(model) == copy.copy(model) == pickle.loads(pickle.dumps(model)) == model


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        pytest.param(True, "abc", id="anything"),
        pytest.param({"type": "object", "properties": {"a": True}}, {"a": [1]}, id="member"),
        pytest.param({"type": "array", "items": True}, [1, "b"], id="items"),
        pytest.param({"type": "object", "additionalProperties": True}, {"a": [1]}, id="further members"),
        pytest.param({"anyOf": [True, {"type": "string"}]}, 5, id="branch"),
    ],
)
def test_boolean_schemas_are_schemas(schema: Any, value: Any) -> None:
    """Source: JSON Schema 2020-12 core, section 4.3.2."""
    typed = answer(document("3.1.0", schema), value).unmarshal()
    assert (vars(typed) if isinstance(typed, Model) else typed) == value


def test_the_false_schema_fits_nothing() -> None:
    """It is an answer of its own, not an error of openapi-core."""
    with pytest.raises(InvalidResponse) as caught:
        answer(document("3.1.0", {"type": "object", "properties": {"a": False}}), {"a": 1}).unmarshal()
    assert [(v.path, v.keyword) for v in caught.value.violations] == [("/body/a", "not")]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "schema",
    [
        pytest.param({"type": "string", "pattern": "(?<open"}, id="a pattern that is none"),
        pytest.param({"type": "text"}, id="a type that is none"),
        pytest.param({"$ref": "#/SCHEMAS/Nobody"}, id="a reference that leads nowhere"),
        pytest.param({"type": "string", "minLength": "many"}, id="a limit that is none"),
    ],
)
def test_what_openapi_core_cannot_read_is_no_error_of_its_own(version: str, schema: Any) -> None:
    """A broken part of a document gives a value or an InvalidResponse."""
    response = answer(document(version, schema), "abc")
    with contextlib.suppress(InvalidResponse):
        assert response.unmarshal() == "abc"
