"""The catalogue: the same lines and the same answers from a text and from its compiled form."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from dynaclient import Client, Document

TEXT = b"""
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets:
    get: {operationId: listPets, summary: All pets, tags: [pets], responses: {"200": {description: ok}}}
    post:
      operationId: createPet
      summary: A new pet
      tags: [pets]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"200": {description: ok}}
  /owners/{id}:
    delete:
      operationId: deleteOwner
      deprecated: true
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: gone}}
components:
  schemas:
    Pet: {allOf: [{$ref: "#/components/schemas/Animal"}, {properties: {collar: {type: string}}}]}
    Animal: {type: object, properties: {whiskers: {type: integer}, mother: {$ref: "#/components/schemas/Pet"}}}
"""


@pytest.fixture
def text_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("dynaclient.document.parts_reader.SMALLEST_CACHED", 0)
    path = tmp_path / "pets.yaml"
    path.write_bytes(TEXT)
    return path


def test_lines_are_those_of_the_operations() -> None:
    lines = Document(TEXT).catalogue.overviews
    assert [tuple(line) for line in lines] == [
        ("listPets", "get", "/pets", "All pets", ("pets",), False),
        ("createPet", "post", "/pets", "A new pet", ("pets",), False),
        ("deleteOwner", "delete", "/owners/{id}", "", (), True),
    ]


@pytest.mark.parametrize("question", ["list pets", "whiskers", "collar", "remove owner", "crete pet", "zebra"])
def test_text_and_compiled_form_answer_alike(text_file: Path, question: str) -> None:
    first, second = Document(text_file), Document(text_file)
    assert (
        first.catalogue.search(question)
        == second.catalogue.search(question)
        == Document(TEXT).catalogue.search(question)
    )
    assert first.catalogue.overviews == second.catalogue.overviews == Document(TEXT).catalogue.overviews


def test_members_of_a_body_are_found_through_references() -> None:
    assert Document(TEXT).catalogue.search("whiskers") == ["createPet"]
    assert Document(TEXT).catalogue.search("collar") == ["createPet"]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(b'[["All pets"', id="the lines"),
        pytest.param(b'[" list', id="the words of the index"),
        pytest.param(b'[{"list"', id="a part of the index"),
    ],
)
def test_a_damaged_compiled_form_is_not_needed(text_file: Path, part: bytes) -> None:
    Client(text_file)
    (kept,) = [path for path in text_file.parent.joinpath("cache").rglob("*") if path.is_file()]
    data = kept.read_bytes()
    place = data.index(part)
    kept.write_bytes(data[:place] + b"{" + data[place + 1 :])
    client = Client(text_file)
    assert next(iter(client.operations.search("list pets"))) == "listPets"
    assert client.operations.search("list pets").overviews[0].summary == "All pets"


def test_a_document_that_was_searched_can_be_pickled(text_file: Path) -> None:
    document = Document(text_file)
    found = document.catalogue.search("pets")
    assert pickle.loads(pickle.dumps(document)).catalogue.search("pets") == found
