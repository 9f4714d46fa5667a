"""The memory, in a file or not, used by many threads at once."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Conflict, NotFound
from dynaclient.document import Document
from dynaclient.sandbox import Sandbox
from dynaclient.sandbox.checker import SandboxChecker
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


def test_what_is_made_later_is_there_when_somebody_looks() -> None:
    """In its order, with numbers of its own, made once, and not before."""
    memory, made = Memory(), []

    def make(first: int) -> Iterator[tuple[str, Any]]:
        for number in (first, first + 1):
            made.append(number)
            yield f"k{number}", {"n": number}

    memory.put("/f", "", "a", {"n": "a"})
    memory.put_later("/f", "", 2, make)
    assert (made, memory.next_number()) == ([], 4)
    memory.put("/g", "", "b", {})
    assert [(item.key, item.number) for item in memory.items("/f", "")] == [("a", 1), ("k2", 2), ("k3", 3)]
    found = memory.get("/f", "", "k3")
    assert (found and found.value, memory.anywhere("/g")[0][1].number) == ({"n": 3}, 4)
    assert memory.is_touched("/f", "")
    assert made == [2, 3]


def test_what_was_to_be_made_later_is_undone_with_its_transaction() -> None:
    """Also if somebody has looked within it."""
    for looks in (False, True):
        memory = Memory(remember=False)
        with memory.together():
            memory.put_later("/f", "", 1, lambda first: [("a", {})])
            assert not looks or [item.key for item in memory.items("/f", "")] == ["a"]
        assert (memory.items("/f", ""), memory.next_number()) == ([], 1)


def test_what_is_inside_a_new_thing_is_made_as_if_at_once(make: Callable[..., Sandbox]) -> None:
    """However late somebody looks: with the time, the keys and the values that it had got then."""
    text, when = {"type": "string"}, {"type": "string", "format": "date-time"}
    note = {"type": "object", "properties": {"id": text, "text": text, "created_at": when}}
    sent = {"type": "object", "properties": {"notes": {"type": "array", "items": {"type": "object"}}}}
    book, one = {"$ref": "#/components/schemas/Book"}, {"$ref": "#/components/schemas/Note"}
    schemas = {
        "Note": {**note, "required": ["id", "text", "created_at"]},
        "Book": {"type": "object", "required": ["id"], "properties": {"id": text, "title": text}},
    }
    paths = {
        "/books": {"post": {**_operation("add", book), **_body(sent)}},
        "/books/{book}/notes": {
            "get": _operation("notes", {"type": "array", "items": one}, "book"),
            "post": {**_operation("note", one, "book"), **_body({"type": "object"})},
        },
    }
    found = []
    for looks in (True, False):
        sandbox = make(paths, components={"schemas": schemas})
        client = client_of(sandbox)
        made = client.call("add", body={"notes": [{"text": "a"}, {}]}).data
        if looks:
            client.call("notes", book=made["id"])
        sandbox.clock.advance(1000)
        client.call("note", book=made["id"], body={"text": "c"})
        found.append(client.call("notes", book=made["id"]).data)
    assert found[0] == found[1]
    assert [item["created_at"] for item in found[0]] == [*["2026-01-01T00:00:00Z"] * 2, "2026-01-01T00:16:40Z"]
    assert len({item["id"] for item in found[0]}) == 3


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


def test_a_file_has_what_nobody_has_looked_at(bundled: Document, tmp_path: Path) -> None:
    """And no trace of what was undone; what is deleted stays so, and no number is given out twice."""
    path = str(tmp_path / "state.db")
    first = Sandbox(bundled, db=path)
    thread = client_of(first).call("createThread", messages=[{"role": "user", "content": "hello"}])
    gone = client_of(first).call("createThread")
    client_of(first).call("deleteThread", thread_id=gone["id"])
    number = first._parts.memory.next_number()
    first.close()
    second = Sandbox(bundled, db=path)
    assert second._parts.memory.next_number() == number
    client = client_of(second)
    (message,) = client.call("listMessages", thread_id=thread["id"]).data["data"]
    assert message["content"][0]["text"]["value"] == "hello"
    with pytest.raises(NotFound):
        client.call("getThread", thread_id=gone["id"])


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
    sent = _body(schema) if body else {}
    return {"operationId": name, "parameters": parameters, "responses": _answer(schema), **sent}


def _body(schema: Any) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


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


def _keyed(*statuses: str) -> dict[str, Any]:
    """Paths that make pets with keys of the caller's own, and read them; the POST declares these statuses."""
    one, many = {"$ref": "#/components/schemas/Pet"}, {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}
    wrong = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}
    add = {
        **_operation("add", one, body=True),
        "responses": {status: _answer(one if status[0] == "2" else wrong)["200"] for status in statuses},
    }
    put = _operation("put", one, "id", body=True)
    drop = {**_operation("drop", one, "id"), "responses": {"204": {"description": ""}}}
    items = {"get": _operation("one", one, "id"), "put": put, "delete": drop}
    return {"/pets": {"post": add, "get": _operation("all", many)}, "/pets/{id}": items}


@pytest.mark.parametrize(
    ("statuses", "refused"),
    [
        (["200"], 409),
        (["201", "409"], 409),
        (["201", "422"], 422),
        (["201", "422", "409"], 409),
        (["201", "default"], 409),
    ],
)
def test_a_key_that_is_taken_is_refused(make: Callable[..., Sandbox], statuses: list[str], refused: int) -> None:
    """What is there stays; PUT replaces it, and after DELETE the key is free again."""
    sandbox = make(_keyed(*statuses), components={"schemas": {"Pet": PET}})
    client = client_of(sandbox, retries=0, validate_responses=False).with_options(raise_for_status=False)
    assert client.call("add", body={"id": 7, "name": "Rex"}).status_code == int(statuses[0])
    again = client.call("add", body={"id": 7, "name": "Ivy"})
    assert again.status_code == refused
    assert "There is a pet '7' already." in again.text
    assert [pet["name"] for pet in client.call("all").data] == ["Rex"]
    assert client.call("put", id="7", body={"id": 7, "name": "Max"}).data["name"] == "Max"
    client.call("drop", id="7")
    assert client.call("add", body={"id": 7, "name": "Ivy"}).data["name"] == "Ivy"


def test_what_creates_or_replaces_by_the_document_does_so(make: Callable[..., Sandbox]) -> None:
    """200 and 201 of one operation; also where every key is taken to be there already."""
    for statuses, options in ((["200", "201"], {}), (["201"], {"unknown": "invent"})):
        sandbox = make(_keyed(*statuses), components={"schemas": {"Pet": PET}}, **options)
        client = client_of(sandbox)
        client.call("add", body={"id": 7, "name": "Rex"})
        client.call("add", body={"id": 7, "name": "Ivy"})
        assert client.call("one", id="7").data["name"] == "Ivy"


def test_a_list_with_a_key_twice_creates_nothing(make: Callable[..., Sandbox]) -> None:
    """All of it or nothing of it."""
    one = {"$ref": "#/components/schemas/Pet"}
    many = {"type": "array", "items": one}
    paths = {
        "/pets": {"post": _operation("add", many, body=True), "get": _operation("all", many)},
        "/pets/{id}": {"get": _operation("one", one, "id")},
    }
    client = client_of(make(paths, components={"schemas": {"Pet": PET}}), retries=0)
    with pytest.raises(Conflict, match="There is a pet '2' already"):
        client.call("add", body=[{"id": 1}, {"id": 2}, {"id": 2}])
    assert client.call("all").data == []
    assert [pet["id"] for pet in client.call("add", body=[{"id": 1}, {"id": 2}]).data] == [1, 2]


def test_what_is_created_later_keeps_no_checkers_of_its_own(make: Callable[..., Sandbox]) -> None:
    """However many items there are: the schema of a key, made of those of member and path, is made once."""
    key = {"type": "string", "minLength": 3}
    pet = {"type": "object", "properties": {"id": {"type": "string", "pattern": "^p"}, "name": {"type": "string"}}}
    read = {**_operation("one", pet, "id")}
    read["parameters"] = [{**read["parameters"][0], "schema": key}]
    client = client_of(make({"/pets": {"post": _operation("add", pet, body=True)}, "/pets/{id}": {"get": read}}))

    def checkers_after(count: int) -> int:
        for _ in range(count):
            client.call("add", body={"name": "Rex"})
        gc.collect()
        return sum(type(item) is SandboxChecker for item in gc.get_objects())

    few = checkers_after(2)
    assert checkers_after(40) == few
