"""`x-operation-ids`: a text with operations is read when one of them is used."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, UnresolvableReference
from dynaclient.document import Document
from dynaclient.document.bundle import bundle
from dynaclient.document.cache import VARIABLE
from dynaclient.document.compiled_parts import CompiledParts

BUNDLED = Path(__file__).resolve().parents[2] / "spec" / "openapi.yaml"


def operation(name: str) -> dict[str, Any]:
    """An operation with this id."""
    return {"operationId": name, "responses": {"default": {"description": "d"}}}


def described(folder: Path, **changes: Any) -> Path:
    """A document of a root and two areas; `changes` are to its members."""
    cats = {"/cats": {"get": operation("listCats"), "post": operation("addCat")}}
    dogs = {"/dogs": {"get": operation("listDogs")}}
    root = {
        "openapi": "3.1.0",
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "http://h"}],
        "paths": {"/cats": {"$ref": "cats.json#/paths/~1cats"}, "/dogs": {"$ref": "dogs.json#/paths/~1dogs"}},
        "x-operation-ids": {"/cats": {"get": "listCats", "post": "addCat"}, "/dogs": {"get": "listDogs"}},
        **changes,
    }
    for name, value in (("cats", {"paths": cats}), ("dogs", {"paths": dogs}), ("root", root)):
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")
    return folder / "root.json"


def names(document: Document) -> list[str]:
    """The files that have been read."""
    return [uri.rpartition("/")[2] for uri in document.digests]


def test_only_what_is_called_is_read(tmp_path: Path) -> None:
    """Every id and place is known from the root; an operation needs its own file, and the survey all of them."""
    client = Client(Document(described(tmp_path), cache=False))
    document = client.document
    assert list(client.operations) == ["listCats", "addCat", "listDogs"]
    assert document.entries["addCat"][1:] == ("post", "/cats", "cats.json#/paths/~1cats/post")
    assert "list_dogs" in dir(client)
    assert names(document) == []
    assert client.prepare("addCat").url == "http://h/cats"
    assert names(document) == ["cats.json"]
    assert document.problems == ()
    assert names(document) == ["cats.json", "dogs.json"]


def test_the_table_is_the_same_without_the_list(tmp_path: Path) -> None:
    """The list changes when files are read, not what is in them."""
    listed = Document(described(tmp_path), cache=False)
    entries, forms = dict(listed.entries), {name: listed.operation(name) for name in listed.entries}
    described(tmp_path, **{"x-operation-ids": {}})
    plain = Document(tmp_path / "root.json", cache=False)
    assert dict(plain.entries) == entries
    assert {name: plain.operation(name) for name in plain.entries} == forms
    assert names(plain) == ["cats.json", "dogs.json"]


def test_a_call_of_the_bundled_description_reads_its_own_areas() -> None:
    """Embeddings need their own area, and what all areas share."""
    document = Document(BUNDLED, cache=False)
    client = Client(document, credentials=False)
    client.validate("createEmbedding", model="m", input="x")
    assert sorted(names(document)) == ["common.yaml", "embeddings.yaml"]


@pytest.mark.parametrize(
    ("ids", "missing", "what"),
    [
        pytest.param({"get": "listCats", "post": "makeCat"}, "makeCat", "post: addCat", id="another id"),
        pytest.param({"get": "listCats", "put": "setCat"}, "setCat", "post: addCat", id="no such operation"),
        pytest.param({"get": "listCats"}, None, "post: addCat", id="one is forgotten"),
    ],
)
def test_a_wrong_list_is_a_problem(tmp_path: Path, ids: dict[str, str], missing: str | None, what: str) -> None:
    """What is there and listed can be called; what is listed and not there is an error that names the list."""
    document = Document(described(tmp_path, **{"x-operation-ids": {"/cats": ids}}), cache=False)
    assert document.operation("listCats")
    problems = {problem.kind: problem for problem in document.problems}
    assert what in problems["wrong-operation-ids"].what
    if missing:
        assert f"{missing} cannot be called" in problems["unresolvable-reference"].consequence
        with pytest.raises(UnresolvableReference, match=f"lists '{missing}'"):
            Client(document, credentials=False).validate(missing)


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the survey, by the call that needs it, and by the compiled form; other calls work."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    root = described(tmp_path)
    (tmp_path / "cats.json").unlink()
    for _ in range(3):
        document = Document(root)
        assert document.operation("listDogs")
        with pytest.raises(UnresolvableReference):
            document.operation("addCat")
        assert any("cats.json" in problem.what for problem in document.problems)
    assert isinstance(document._reader.parts, CompiledParts)


@pytest.mark.parametrize(
    "ids",
    [
        pytest.param({"/cats": ["listCats"]}, id="a list"),
        pytest.param({"/cats": {"get": 1}}, id="a number"),
        pytest.param({"/cats": {"fetch": "listCats"}}, id="no method"),
        pytest.param("listCats", id="text"),
    ],
)
def test_a_list_of_another_shape_is_passed_over(tmp_path: Path, ids: Any) -> None:
    """Then the files are read, as they are without a list."""
    document = Document(described(tmp_path, **{"x-operation-ids": ids}), cache=False)
    assert list(document.entries) == ["listCats", "addCat", "listDogs"]


def test_an_operation_beside_the_reference_is_seen(tmp_path: Path) -> None:
    """An overlay adds one so: what is written beside a reference is part of the path."""
    paths = {"/cats": {"$ref": "cats.json#/paths/~1cats", "put": operation("setCat")}}
    document = Document(described(tmp_path, paths=paths), cache=False)
    assert set(document.entries) == {"listCats", "addCat", "setCat"}


def test_a_bundle_has_no_list(tmp_path: Path) -> None:
    """Nothing of it is read late."""
    bundled = bundle(Document(described(tmp_path), cache=False))
    assert "x-operation-ids" not in bundled
    assert set(Document(bundled).entries) == {"listCats", "addCat", "listDogs"}
