"""Lock files, and clients that keep to one."""

from __future__ import annotations

import asyncio
import json
import logging
import pickle
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, Client, Document, DocumentError, LockBroken, OpenAI, RequestError, UnknownOperation
from dynaclient.sandbox import Sandbox
from dynaclient.swap import Lock, Used, compare, read_lock, watch

PETSTORE = Path(__file__).resolve().parents[2] / "docs" / "petstore.yaml"


def shop(**changes: Any) -> dict[str, Any]:
    """A document with two operations. `changes` are fields of a pet."""
    pet = {
        "type": "object",
        "description": "A pet.",
        "properties": {
            "name": {"type": "string", "maxLength": 9, "example": "Rex"},
            "age": {"type": "integer"},
            **changes,
        },
    }
    return {
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://shop.example"}],
        "security": [{"key": []}],
        "components": {
            "schemas": {"Pet": pet},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key", "description": "Yours."}},
        },
        "paths": {
            "/pets": {
                "parameters": [{"name": "trace", "in": "header", "schema": {"type": "string"}}],
                "post": {
                    "operationId": "createPet",
                    "summary": "Create a pet.",
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    },
                    "responses": {
                        "201": {
                            "description": "The pet.",
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                        }
                    },
                },
                "get": {"operationId": "listPets", "responses": {"200": {"description": "Pets."}}},
            }
        },
    }


NAME = {"createPet": {"body:name"}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A lock of the shop, for a program that creates pets by name."""
    Lock.of(Document(shop()), Used.of(NAME)).write(tmp_path / "dynaclient.lock")
    return tmp_path / "dynaclient.lock"


def test_a_lock_has_the_contract_of_what_is_used_sorted_and_without_texts(path: Path) -> None:
    content = json.loads(path.read_text())
    digest = content["document"].pop("digest")
    assert len(digest) == 40
    pet = {
        "properties": {"age": {"type": "integer"}, "name": {"maxLength": 9, "type": "string"}},
        "type": "object",
    }
    reference = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    parameter = {"deprecated": False, "explode": False, "in": "header", "name": "trace", "required": False}
    assert content == {
        "lock": 1,
        "document": {"title": "Shop", "version": "1", "overlays": []},
        "operations": {
            "createPet": {
                "arguments": ["body:name"],
                "method": "post",
                "path": "/pets",
                "deprecated": False,
                "parameters": [{**parameter, "schema": {"type": "string"}, "style": "simple"}],
                "requestBody": {"content": reference, "required": False},
                "responses": {"201": {"content": reference}},
                "security": [{"key": []}],
                "servers": [{"url": "https://shop.example"}],
            }
        },
        "schemas": {"Pet": pet},
        "securitySchemes": {"key": {"in": "header", "name": "X-Key", "type": "apiKey"}},
    }


def test_a_lock_is_the_same_after_reading(path: Path) -> None:
    assert read_lock(path).to_dict() == json.loads(path.read_text())


def test_the_document_of_a_lock_keeps_it(path: Path) -> None:
    lock = read_lock(path)
    assert lock.compare(Document(shop())).changes == ()
    assert compare(lock, shop()).changes == ()


def test_the_order_of_schemas_does_not_change_a_lock(tmp_path: Path, path: Path) -> None:
    document = shop()
    pet = document["components"]["schemas"]["Pet"]
    pet["properties"] = dict(reversed(pet["properties"].items()))
    lock = Lock.of(Document(document), Used.of(NAME)).to_dict()
    assert {**lock, "document": None} == {**json.loads(path.read_text()), "document": None}


BREAKING = shop(name={"type": "string", "maxLength": 5})
UNUSED = shop(age={"type": "string"})
"""Another argument has another type; in the answer, that breaks whoever reads it."""
ONLY_ARGUMENT = shop(colour={"type": "string"})


def clients() -> list[Any]:
    return [pytest.param(Client, id="sync"), pytest.param(AsyncClient, id="async")]


@pytest.mark.parametrize("kind", clients())
def test_a_document_that_breaks_what_is_used_is_refused_at_load(kind: Any, path: Path) -> None:
    with pytest.raises(LockBroken) as caught:
        kind(BREAKING, lock=path)
    assert str(caught.value) == (
        f"{path}: a mapping breaks 1 operation in use. Nothing was sent.\n"
        "  createPet: breaking: body /name: `maxLength` is 5 now, and was 9. Send only what the new document admits."
    )
    assert [change.kind for change in caught.value.report.breaking] == ["limit-narrowed"]
    assert isinstance(caught.value, DocumentError)


@pytest.mark.parametrize("kind", clients())
@pytest.mark.parametrize("document", [shop(), ONLY_ARGUMENT])
def test_a_document_that_keeps_it_is_used(kind: Any, document: Any, path: Path) -> None:
    assert "createPet" in kind(document, lock=str(path)).operations


def test_operations_that_are_not_used_may_change_as_they_like(path: Path) -> None:
    document = shop()
    del document["paths"]["/pets"]["get"]
    assert list(Client(document, lock=path).operations) == ["createPet"]


def test_a_used_operation_that_is_gone_breaks(path: Path) -> None:
    document = shop()
    del document["paths"]["/pets"]["post"]
    with pytest.raises(LockBroken, match="createPet: breaking: POST /pets is gone"):
        Client(document, lock=path)


def test_openai_clients_take_a_lock_too(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"no such file\. Write it with: dynaclient lock SRC"):
        OpenAI(api_key="k", lock=tmp_path / "none.lock")


def test_warn_logs_what_breaks(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "dynaclient"):
        client = Client(BREAKING, lock=path, lock_mode="warn")
    assert 'breaks 1 operation in use. It is used all the same: lock_mode="warn".' in caplog.text
    assert "Nothing was sent" not in caplog.text
    assert "listPets" in client.operations


class Seen:
    """A plugin that notes the documents that it is shown."""

    def __init__(self) -> None:
        self.documents: list[Document] = []

    def document(self, document: Document) -> None:
        self.documents.append(document)


def test_the_lock_refuses_a_document_that_is_activated(path: Path) -> None:
    """By a copy too, and before plugins see it; the one in use stays."""
    seen = Seen()
    client = Client(shop(), lock=path, plugins=[seen])
    before = client.document
    for one in (client, client.with_options(timeout=3)):
        with pytest.raises(LockBroken, match="`maxLength` is 5 now"):
            one.activate(BREAKING)
    assert client.document is before
    assert seen.documents == [before]
    assert client.activate(ONLY_ARGUMENT) is client.document
    with pytest.raises(LockBroken):
        client.activate(BREAKING)
    assert client.rollback() is before


def test_the_lock_of_an_async_client_refuses_a_document_that_is_activated(path: Path) -> None:
    async def run() -> None:
        async with AsyncClient(shop(), lock=path) as client:
            before = client.document
            with pytest.raises(LockBroken):
                await client.activate(BREAKING)
            assert client.document is before
            await client.activate(ONLY_ARGUMENT)

    asyncio.run(run())


def test_a_lock_that_warns_lets_a_document_be_activated(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(shop(), lock=path, lock_mode="warn")
    with caplog.at_level(logging.WARNING, "dynaclient"):
        client.activate(BREAKING)
    assert "breaks 1 operation in use" in caplog.text


def test_a_watch_reports_what_the_lock_refuses(path: Path, tmp_path: Path) -> None:
    file = tmp_path / "shop.json"
    file.write_text(json.dumps(shop()))
    client = Client(file, lock=path)
    before, swaps = client.document, []
    with watch(client, every=3600, on_swap=swaps.append) as watching:
        file.write_text(json.dumps(BREAKING))
        watching.look()
        assert client.document is before
        file.write_text(json.dumps(ONLY_ARGUMENT))
        watching.look()
    assert [type(swap.error) for swap in swaps] == [LockBroken, type(None)]
    assert client.document is swaps[1].new


def test_an_overlay_that_mends_what_breaks_is_applied_before_the_lock_is_asked(path: Path) -> None:
    target = "$.components.schemas.Pet.properties.name"
    mend = {
        "overlay": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "actions": [{"target": target, "update": {"maxLength": 9}}],
    }
    client = Client(shop(), lock=path, overlays=[mend])
    client.activate(BREAKING)
    with pytest.raises(LockBroken):
        client.activate(BREAKING, overlays=[])


def test_a_lock_names_the_overlays_of_its_document(tmp_path: Path) -> None:
    """So that the same text without them is compared."""
    wider = {
        "overlay": "1.1.0",
        "info": {"title": "t", "version": "1"},
        "actions": [{"target": "$.components.schemas.Pet.properties.name", "update": {"maxLength": 99}}],
    }
    (tmp_path / "wider.json").write_text(json.dumps(wider))
    document = Document(shop(), overlays=[tmp_path / "wider.json"])
    Lock.of(document, Used.of(NAME)).write(tmp_path / "x.lock")
    ((name, digest),) = read_lock(tmp_path / "x.lock").overlays
    assert (name, len(digest)) == ("wider.json", 40)
    Client(document, lock=tmp_path / "x.lock")
    with pytest.raises(LockBroken):
        Client(shop(), lock=tmp_path / "x.lock")


def test_a_change_in_a_file_that_the_document_refers_to_breaks_too(tmp_path: Path) -> None:
    root = shop()
    root["components"]["schemas"]["Pet"] = {"$ref": "pet.json"}
    pet = shop()["components"]["schemas"]["Pet"]
    (tmp_path / "shop.json").write_text(json.dumps(root))
    (tmp_path / "pet.json").write_text(json.dumps(pet))
    Lock.of(Document(tmp_path / "shop.json"), Used.of(NAME)).write(tmp_path / "x.lock")
    Client(tmp_path / "shop.json", lock=tmp_path / "x.lock")
    (tmp_path / "pet.json").write_text(json.dumps(BREAKING["components"]["schemas"]["Pet"]))
    for cache in (True, False):
        with pytest.raises(LockBroken):
            Client(Document(tmp_path / "shop.json", cache=cache), lock=tmp_path / "x.lock")


def test_a_client_that_was_pickled_keeps_its_lock(path: Path) -> None:
    again = pickle.loads(pickle.dumps(Client(shop(), lock=path)))
    with pytest.raises(LockBroken):
        again.activate(BREAKING)
    again.activate(ONLY_ARGUMENT)


def test_an_async_client_that_was_pickled_keeps_its_lock(path: Path) -> None:
    again = pickle.loads(pickle.dumps(AsyncClient(shop(), lock=path)))
    with pytest.raises(LockBroken):
        asyncio.run(again.activate(BREAKING))


def test_record_writes_what_is_used_into_the_lock(tmp_path: Path) -> None:
    path = tmp_path / "new.lock"
    document = PETSTORE
    with Client(document, app=Sandbox(document), credentials={"api_key": "x"}, lock=path, lock_mode="record") as client:
        client.createPet(name="Rex")
        client.getPetById(petId=1)
        client.createPet(name="Tom", species="cat")
    assert read_lock(path).used.operations == {
        "createPet": frozenset(("body:name", "body:species")),
        "getPetById": frozenset(("path:petId",)),
    }
    assert "Rex" not in path.read_text()
    Client(document, lock=path)


WRONG = [
    pytest.param({"lock_mode": "loud"}, "lock_mode= must be 'raise', 'warn' or 'record', not 'loud'", id="a mode"),
    pytest.param({"lock_mode": ["raise"]}, "lock_mode= must be", id="a list for a mode"),
    pytest.param(
        {"lock": None, "lock_mode": "warn"}, "lock_mode='warn' has no effect without lock=", id="a mode without a lock"
    ),
    pytest.param({"lock": 3}, "lock= must be the path of a lock file, not 3", id="a number"),
]


@pytest.mark.parametrize(("options", "text"), WRONG)
def test_a_mistake_in_the_options_is_said(options: dict[str, Any], text: str, path: Path) -> None:
    with pytest.raises(RequestError, match=text):
        Client(shop(), **{"lock": path, **options})


BROKEN = [
    pytest.param("{", "it is not a lock: ", id="no JSON"),
    pytest.param("[]", "it must be an object, this is array", id="a list"),
    pytest.param('{"lock": 1}', "it is not a lock", id="half of it"),
    pytest.param('{"lock": 9}', "written by a newer version", id="a newer one"),
    pytest.param('{"lock": 1, "document": 3, "operations": {}}', "it is not a lock", id="other types"),
]


@pytest.mark.parametrize(("text", "expected"), BROKEN)
def test_a_file_that_is_no_lock_is_an_error_of_the_document(text: str, expected: str, tmp_path: Path) -> None:
    (tmp_path / "x.lock").write_text(text)
    with pytest.raises(DocumentError, match=expected):
        read_lock(tmp_path / "x.lock")


def test_an_operation_that_the_document_does_not_have_cannot_be_locked() -> None:
    with pytest.raises(UnknownOperation, match="createPet"):
        Lock.of(Document(shop()), Used.of(["creatPet"]))


WRITER = """
    import sys
    from dynaclient import Document
    from dynaclient.swap import Lock, Used
    from dynaclient.swap.usage import merge_usage
    from dynaclient.swap.drift_notes import Note, merge_notes
    document = Document({document!r})
    locks = [Lock.of(document, Used.of(names)) for names in (["createPet"], ["createPet", "listPets"])]
    note = Note("createPet", "type", "200 body /x", "#/a", "string", 1, "t", "t", "x" * 5000)
    print("ready", flush=True)
    count = 0
    while True:
        count += 1
        locks[count % 2].write("x.lock")
        merge_usage("usage.json", Used.of({{f"operation{{count}}": ["body:" + "x" * 500]}}))
        merge_notes("drift.json", [note])
"""


def test_a_process_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Killed at ten moments: every file can be read.

    Between two calls of the system, a complete file has its temporary name and not yet its own.
    """
    from dynaclient.swap.drift_notes import read_notes
    from dynaclient.swap.usage import read_usage

    program = textwrap.dedent(WRITER).format(document=shop())
    written = 0
    for moment in range(10):
        process = subprocess.Popen([sys.executable, "-c", program], cwd=tmp_path, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        try:
            process.wait(timeout=0.05 + 0.013 * moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        for name, read in (("x.lock", read_lock), ("usage.json", read_usage), ("drift.json", read_notes)):
            if (tmp_path / name).exists():
                read(tmp_path / name)
                written += 1
        for left in {found.name for found in tmp_path.iterdir()} - {"x.lock", "usage.json", "drift.json"}:
            assert left.startswith(".")
            assert left.endswith(".part")
            json.loads((tmp_path / left).read_text())
    assert written >= 10
