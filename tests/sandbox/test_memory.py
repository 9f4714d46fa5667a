"""The memory, in a file or not, used by many threads at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

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
