"""Versions of items: each answer that shows one has its ETag, and conditions are honoured. RFC 9110 section 13."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client, PreconditionFailed
from dynaclient.sandbox import Sandbox

PET = {"$ref": "#/components/schemas/Pet"}
BODY = {"content": {"application/json": {"schema": PET}}}
SHOWN = {"description": "ok", "content": {"application/json": {"schema": PET}}}
ETAG = {"headers": {"ETag": {"required": True, "schema": {"type": "string"}}}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Pets", "version": "1"},
    "servers": [{"url": "http://localhost"}],
    "paths": {
        "/pets": {"post": {"operationId": "createPet", "requestBody": BODY, "responses": {"201": SHOWN}}},
        "/pets/{petId}": {
            "parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {"operationId": "getPet", "responses": {"200": {**SHOWN, **ETAG}}},
            "put": {"operationId": "putPet", "requestBody": BODY, "responses": {"200": SHOWN}},
            "patch": {"operationId": "patchPet", "requestBody": BODY, "responses": {"200": SHOWN}},
            "delete": {"operationId": "deletePet", "responses": {"204": {"description": "gone"}}},
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
            }
        }
    },
}


@pytest.fixture
def client() -> Client:
    return Client(DOCUMENT, app=Sandbox(DOCUMENT))


def test_an_etag_tells_versions_apart(client: Client) -> None:
    """The same for the same value, whichever operation shows it; one that the document declares is not doubled."""
    made = client.call("createPet", name="Rex")
    first = client.call("getPet", petId=made["id"])
    assert made.etag == first.etag == client.call("getPet", petId=made["id"]).etag
    assert first.etag is not None
    assert first.etag.count('"') == 2
    changed = client.call("patchPet", petId=made["id"], name="Bo")
    assert changed.etag not in (None, first.etag)
    assert client.call("putPet", petId=made["id"], name="Rex").etag is None  # it may store more than was sent
    assert client.call("getPet", petId=made["id"]).etag == first.etag


def test_a_read_of_a_known_version_has_no_body(client: Client) -> None:
    """304, by the weak comparison."""
    number = client.call("createPet", name="Rex")["id"]
    etag = client.call("getPet", petId=number).etag
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = client.with_options(headers={"If-None-Match": given}).call("getPet", petId=number)
        assert (answer.status_code, answer.content, answer.etag) == (304, b"", etag)
    other = client.with_options(headers={"If-None-Match": '"other"'}).call("getPet", petId=number)
    assert (other.status_code, other["name"]) == (200, "Rex")


@pytest.mark.parametrize("operation_id", ["putPet", "patchPet", "deletePet"])
def test_a_change_of_another_version_is_refused(client: Client, operation_id: str) -> None:
    """Nothing changes; a weak tag never matches, and `*` any version."""
    number = client.call("createPet", name="Rex")["id"]
    etag = client.call("getPet", petId=number).etag
    arguments = {"petId": number} if operation_id == "deletePet" else {"petId": number, "name": "Bo"}
    for name, given in (
        ("If-Match", '"other"'),
        ("If-Match", f"W/{etag}"),
        ("If-None-Match", etag),
        ("If-None-Match", "*"),
    ):
        with pytest.raises(PreconditionFailed, match="version"):
            client.with_options(headers={name: given}).call(operation_id, **arguments)
    assert client.call("getPet", petId=number)["name"] == "Rex"
    assert client.with_options(headers={"If-Match": f'"other", {etag}'}).call(operation_id, **arguments).ok


def test_a_put_for_a_version_of_what_is_not_there_is_refused(client: Client) -> None:
    """It would create it; `If-None-Match: *` means just that."""
    with pytest.raises(PreconditionFailed):
        client.with_options(headers={"If-Match": "*"}).call("putPet", petId=77, name="Bo")
