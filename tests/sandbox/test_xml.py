"""The sandbox reads and answers XML by rules of its own, for the petstores and for what is only XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests

from dynaclient import Client, HTTPStatusError
from dynaclient.sandbox import Sandbox
from tests.xml_documents import NAME, described

SPECS = Path(__file__).resolve().parents[2].parent / "shared" / "specs"
PETSTORES = ["petstore-2.0.json", "petstore-3.0.yaml"]
needs_specs = pytest.mark.skipif(not SPECS.is_dir(), reason="the petstores are outside this repository")
PET = {
    "id": 7,
    "category": {"id": 1, "name": "Dogs"},
    "name": "Rex & Co",
    "photoUrls": ["http://a.test/1", "http://a.test/2"],
    "tags": [{"id": 1, "name": "x"}, {"id": 2, "name": "<y>"}],
    "status": "available",
}
ITEM = {
    "type": "object",
    "required": ["name"],
    "properties": {"id": {"type": "integer", "xml": {"attribute": True}}, "name": {"type": "string"}},
}


def petstore(name: str) -> Client:
    """A client that speaks XML alone."""
    keys = {"petstore_auth": "token", "api_key": "key"}
    client = Client(SPECS / name, app=Sandbox(SPECS / name), credentials=keys)
    return client.with_options(content_type=NAME, headers={"Accept": NAME})


@needs_specs
@pytest.mark.parametrize("name", PETSTORES)
def test_a_pet_goes_in_as_xml_and_comes_out_as_it(name: str) -> None:
    """`addPet`, `getPetById` and `findPetsByStatus`, held against the document."""
    client = petstore(name)
    client.addPet(body=PET)
    checked = client.with_options(validate_responses="raise")
    found = checked.getPetById(petId=7)
    assert (found.headers["Content-Type"], found.data) == (NAME, PET)
    status = ["available"] if name == "petstore-2.0.json" else "available"
    listed = checked.findPetsByStatus(status=status)
    assert listed.headers["Content-Type"] == NAME
    assert PET in listed.data


@needs_specs
@pytest.mark.parametrize(
    ("name", "root", "lists"),
    [
        ("petstore-2.0.json", "Pet", ["photoUrl/photoUrl", "tag/Tag"]),
        ("petstore-3.0.yaml", "pet", ["photoUrls/photoUrl", "tags/tag"]),
    ],
)
def test_the_names_are_those_of_the_document(name: str, root: str, lists: list[str]) -> None:
    found = ET.fromstring(petstore(name).prepare("addPet", body=PET).body)  # our own
    assert found.tag == root
    assert [len(found.findall(path)) for path in lists] == [2, 2]
    assert [child.tag for child in found][1] in ("category", "name")


@pytest.fixture
def served() -> Any:
    """The address of a sandbox whose only operation takes and answers XML."""
    given = described(
        "3.1.1",
        {"$ref": "#/components/schemas/Item"},
        {"Item": ITEM, "Error": {"type": "object", "properties": {"message": {"type": "string"}}}},
    )
    given["paths"]["/x"]["put"]["responses"]["400"] = {
        "description": "",
        "content": {NAME: {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    with Sandbox(given).serve() as server:
        yield f"{server.url}/x"


REFUSED = {
    "a missing member": ("<Item id='1'/>", "'name' is required"),
    "a number that is none": ("<Item id='x'><name>a</name></Item>", "id"),
    "another root": ("<Thing><name>a</name></Thing>", "its root element is 'Thing', not 'Item'"),
    "another namespace": ("<Item xmlns='urn:a'><name>a</name></Item>", "its root element is '{urn:a}Item'"),
    "no XML": ("<Item>", "it is not XML"),
    "JSON": ('{"name": "a"}', "it is not XML"),
    "a DOCTYPE": ("<!DOCTYPE Item><Item/>", "it has a DOCTYPE"),
    "too many levels": ("<a>" * 200 + "</a>" * 200, "nested deeper than 100 levels"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_wrong_bodies_are_refused_in_xml(name: str, served: str) -> None:
    """By a request that no client of ours has written; the answer is the declared error."""
    text, reason = REFUSED[name]
    answer = requests.put(served, data=text, headers={"Content-Type": NAME}, timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, NAME)
    assert reason in str(ET.fromstring(answer.content).findtext("message"))  # our own server


def test_a_right_body_is_answered(served: str) -> None:
    body = "<?xml version='1.0' encoding='iso-8859-1'?><Item id='3'><name>ü</name></Item>".encode("latin-1")
    answer = requests.put(served, data=body, headers={"Content-Type": NAME}, timeout=30)
    assert answer.status_code == 200
    root = ET.fromstring(answer.content)  # our own server
    assert (root.tag, root.findtext("name")) == ("Item", "ü")


def test_its_errors_are_read_by_a_client() -> None:
    """The message of an error in XML is that of the exception."""
    given = described("3.1.1", {"$ref": "#/components/schemas/Item"}, {"Item": ITEM})
    given["paths"]["/x"]["put"]["responses"]["400"] = {
        "description": "",
        "content": {
            NAME: {
                "schema": {"type": "object", "xml": {"name": "Fault"}, "properties": {"message": {"type": "string"}}}
            }
        },
    }
    client = Client(given, app=Sandbox(given))
    with pytest.raises(HTTPStatusError, match=r"400 Bad Request: .*'name' is required") as caught:
        client.with_options(validate=False).put(body={})
    assert caught.value.data["message"]
