"""The memory, in a file or not, used by many threads at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dynaclient import NotFound
from dynaclient.document import Document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.memory import Memory, Reply, parent_of

from .conftest import client_of


def test_resources() -> None:
    """Put, get, list in order, replace, delete; a deleted resource is known to have existed."""
    memory = Memory()
    for key in "abc":
        memory.put("/f", "", key, {"n": key})
    memory.put("/f", "", "b", {"n": "new"})
    assert [item.value["n"] for item in memory.items("/f", "")] == ["a", "new", "c"]
    memory.delete("/f", "", "b")
    assert [item.key for item in memory.items("/f", "")] == ["a", "c"]
    gone = memory.get("/f", "", "b")
    assert gone is not None
    assert gone.deleted
    assert memory.get("/f", "", "never") is None


def test_what_is_inside_is_deleted_too() -> None:
    """Whatever the keys look like: `%` and `_` mean themselves, `a` is not `ab`."""
    memory = Memory()
    for key in ("a", "ab", "a%", "_"):
        memory.put("/f", "", key, {})
        memory.put("/f/{}/g", parent_of([key]), "x", {})
        memory.put("/f/{}/g/{}/h", parent_of([key, "x"]), "y", {})
    memory.delete("/f", "", "_")
    memory.delete("/f", "", "a")
    left = {key: len(memory.items("/f/{}/g/{}/h", parent_of([key, "x"]))) for key in ("a", "ab", "a%", "_")}
    assert left == {"a": 0, "ab": 1, "a%": 1, "_": 0}


def test_content_survives_a_change() -> None:
    """Renaming a file does not lose its bytes."""
    memory = Memory()
    memory.put("/f", "", "k", {"n": 1}, b"\0bytes", "a/b")
    memory.put("/f", "", "k", {"n": 2})
    found = memory.get("/f", "", "k")
    assert found is not None
    assert (found.value, found.content) == ({"n": 2}, b"\0bytes")


def test_nothing_half_done() -> None:
    """What fails inside `together` leaves no trace."""
    memory = Memory()

    def fail() -> None:
        with memory.together():
            memory.put("/f", "", "a", {})
            with memory.together():
                memory.put("/f", "", "b", {})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert memory.items("/f", "") == []


def test_replies() -> None:
    """A first answer comes back as it was."""
    memory = Memory()
    reply = Reply("f", 201, "a/b", (("X", "y"),), b"body")
    memory.keep_reply("k", reply)
    assert memory.reply("k") == reply
    assert memory.reply("other") is None


def test_a_file_persists(bundled: Document, tmp_path: Path) -> None:
    """A second sandbox on the same file knows what the first one made, and numbers go on."""
    path = str(tmp_path / "state.db")
    first = Sandbox(bundled, db=path)
    made = client_of(first).call("createFile", file=b"\0data", purpose="batch").data
    first.close()
    client = client_of(Sandbox(bundled, db=path))
    assert client.call("retrieveFile", file_id=made["id"]).data == made
    assert client.call("downloadFile", file_id=made["id"]).content == b"\0data"
    assert client.call("createFile", file=b"x", purpose="batch")["id"] != made["id"]


def test_many_threads(sandbox: Sandbox) -> None:
    """Nothing is lost, no key is given out twice."""
    client = client_of(sandbox)

    def make(i: int) -> str:
        return str(client.call("createAssistant", model="m", name=str(i))["id"])

    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(make, range(160)))
    assert len(set(made)) == 160
    listed = client.call("listAssistants", limit=100).data
    rest = client.call("listAssistants", limit=100, after=listed["last_id"]).data
    assert {item["id"] for item in listed["data"] + rest["data"]} == set(made)


PET = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "owner": {}}}


def _answer(schema: Any) -> dict[str, Any]:
    return {"200": {"description": "", "content": {"application/json": {"schema": schema}}}}


def _operation(name: str, schema: Any, *keys: str, body: bool = False) -> dict[str, Any]:
    parameters = [{"name": key, "in": "path", "required": True, "schema": {"type": "string"}} for key in keys]
    sent = {"requestBody": {"content": {"application/json": {"schema": schema}}}} if body else {}
    return {"operationId": name, "parameters": parameters, "responses": _answer(schema), **sent}


def test_what_is_made_inside_another_resource_is_found_by_its_own_path(make: Callable[..., Sandbox]) -> None:
    """Made below an owner, read, changed, listed and deleted below `/pets`: one item, with one key."""
    one, many = {"$ref": "#/components/schemas/Pet"}, {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    sandbox = make(
        {
            "/owners/{owner}/pets": {
                "post": _operation("add", one, "owner", body=True),
                "get": _operation("own", many, "owner"),
            },
            "/pets": {"get": _operation("all", many)},
            "/pets/{id}": {
                "get": _operation("one", one, "id"),
                "patch": _operation("change", one, "id", body=True),
                "delete": {**_operation("drop", one, "id"), "responses": {"204": {"description": ""}}},
            },
        },
        components={"schemas": {"Pet": PET}},
    )
    client = client_of(sandbox)
    rex = client.call("add", owner="ada", body={"name": "Rex"}).data
    ivy = client.call("add", owner="bob", body={"name": "Ivy"}).data
    assert client.call("one", id=str(rex["id"])).data == rex
    changed = client.call("change", id=str(rex["id"]), body={"name": "Max"}).data
    assert changed == {**rex, "name": "Max"}
    assert client.call("all").data == [changed, ivy]
    assert client.call("own", owner="ada").data == [changed]
    client.call("drop", id=str(rex["id"]))
    assert (client.call("all").data, client.call("own", owner="ada").data) == ([ivy], [])
    with pytest.raises(NotFound):
        client.call("one", id=str(rex["id"]))


def test_what_names_its_owner_is_listed_below_it(make: Callable[..., Sandbox]) -> None:
    """Made at the top with the member that the owner's path has as a template."""
    one, many = {"$ref": "#/components/schemas/Pet"}, {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    paths = {
        "/pets": {"post": _operation("add", one, body=True), "get": _operation("all", many)},
        "/owners/{owner}": {"get": _operation("owner", {"type": "object", "properties": {"id": {}}}, "owner")},
        "/owners/{owner}/pets": {"get": _operation("own", many, "owner")},
    }
    client = client_of(make(paths, components={"schemas": {"Pet": PET}}))
    for name, owner in (("Rex", "ada"), ("Ivy", "bob")):
        client.call("add", body={"name": name, "owner": owner})
    assert [pet["name"] for pet in client.call("own", owner="bob").data] == ["Ivy"]
    assert client.call("own", owner="eve").data == []
