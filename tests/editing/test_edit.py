"""`client.edit`: what is read, what is written under which condition, and two writers at once; both kinds of client."""

from __future__ import annotations

import asyncio
import datetime
import json
import pickle
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dynaclient import (
    ArgumentConflict,
    AsyncClient,
    Client,
    EditConflict,
    NotFound,
    PreconditionFailed,
    RequestError,
    UnknownOperation,
    UnknownParameter,
    ValidationError,
)
from dynaclient.sandbox import Sandbox
from tests.editing.store import DOCUMENT, Store, served

Change = Callable[[Any], Any]
Run = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def edit(request: pytest.FixtureRequest) -> Run:
    """Carries out an edit of an application: `edit(store, "putThing", change)`; returns the edit."""

    def change_in(edit: Any, value: Any, change: Change) -> None:
        found = change(value)
        if found is not None:
            edit.value = found

    def run(app: Any, operation_id: str, change: Change, document: Any = DOCUMENT, **options: Any) -> Any:
        arguments = options if "petId" in options else {"thingId": 7, **options}
        if request.param == "sync":
            with Client(document, app=app) as client:
                edit = client.edit(operation_id, **arguments)
                with edit as value:
                    change_in(edit, value, change)
            return edit

        async def edited() -> Any:
            async with AsyncClient(document, app=app) as client:
                edit = client.edit(operation_id, **arguments)
                async with edit as value:
                    change_in(edit, value, change)
            return edit

        return asyncio.run(edited())

    return run


def rename(value: Any) -> None:
    value["name"] = "Bo"


def test_a_put_sends_the_whole_value_of_the_version_that_was_read(edit: Run) -> None:
    """With If-Match, and without what only the server sets, at any depth; unknown members stay."""
    store = Store()
    done = edit(store, "putThing", rename)
    [(method, headers, body)] = store.writes
    assert (method, headers["if-match"]) == ("PUT", '"v1"')
    assert body == {"name": "Bo", "tag": "a", "size": 1, "home": {"city": "Rome"}, "x": 1}
    assert store.seen[0][1]["cache-control"] == "no-cache"
    assert (done.operation_id, done.reads, done.response.data["name"]) == ("putThing", "getThing", "Bo")
    assert "putThing, read by getThing" in repr(done)


@pytest.mark.parametrize(
    ("operation_id", "change", "content_type", "body"),
    [
        pytest.param("patchThing", rename, "application/merge-patch+json", {"name": "Bo"}, id="merge-patch"),
        pytest.param(
            "patchThing",
            lambda value: value["home"].update(city="Oslo") or (value.pop("tag") and None),
            "application/merge-patch+json",
            {"tag": None, "home": {"city": "Oslo"}},
            id="merge-patch-of-members-inside",
        ),
        pytest.param(
            "patchThing",
            lambda value: value.update(tag=None, new={"a/b": 1}) or (value.pop("size") and None),
            "application/json-patch+json",
            [
                {"op": "replace", "path": "/tag", "value": None},
                {"op": "remove", "path": "/size"},
                {"op": "add", "path": "/new", "value": {"a/b": 1}},
            ],
            id="json-patch-where-null-is-a-value",
        ),
        pytest.param("postThing", rename, "application/json", {"name": "Bo"}, id="post-of-what-differs"),
        pytest.param(
            "postThing",
            lambda value: value["home"].update(city="Oslo"),
            "application/json",
            {"home": {"city": "Oslo"}},
            id="post-of-a-whole-member",
        ),
    ],
)
def test_a_patch_says_what_differs_in_the_form_that_the_document_offers(
    edit: Run, operation_id: str, change: Change, content_type: str, body: Any
) -> None:
    """The server's own application of it gives the value that the block made."""
    store = Store()
    wanted = json.loads(json.dumps(store.value))
    change(wanted)
    edit(store, operation_id, change)
    [(_, headers, sent)] = store.writes
    assert (headers["content-type"], sent) == (content_type, body)
    own = {"id", "changed", "home"}
    assert {k: v for k, v in store.value.items() if k not in own} == {k: v for k, v in wanted.items() if k not in own}
    assert store.value["home"]["city"] == wanted["home"]["city"]


def test_nothing_is_written_when_nothing_changed_or_the_block_raises(edit: Run) -> None:
    """The same value in another order is no change, true instead of 1 is one; the block's exceptions come out."""
    store = Store()
    done = edit(store, "putThing", lambda value: {**dict(reversed(value.items())), "size": 1.0})
    assert (store.writes, done.response) == ([], None)

    def fail(value: Any) -> None:
        value["name"] = "Bo"
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        edit(store, "putThing", fail)
    with pytest.raises(ValidationError, match="expected integer"):
        edit(store, "putThing", lambda value: value.update(size=True))
    with pytest.raises(ValidationError, match=r"/body/name"):
        edit(store, "putThing", lambda value: value.pop("name") and None)
    with pytest.raises(ValidationError, match=r"/body/home/geo: only the server sets this member"):
        edit(store, "putThing", lambda value: value["home"].update(geo="0,0"))
    with pytest.raises(RequestError, match=r"cannot be written: /tag: ") as caught:
        edit(store, "putThing", lambda value: value.update(tag=object()))
    assert caught.value.__cause__ is None
    with pytest.raises(RequestError, match="cannot take out the member 'size'"):
        edit(store, "postThing", lambda value: value.pop("size") and None)
    assert store.writes == []


def test_values_of_python_are_compared_as_they_are_written(edit: Run) -> None:
    """A date that was there as text is no change; another one is."""
    store = Store()
    store.value["tag"] = "2024-05-01"
    edit(store, "putThing", lambda value: value.update(tag=datetime.date(2024, 5, 1)))
    assert store.writes == []
    edit(store, "putThing", lambda value: value.update(tag=datetime.date(2024, 5, 2)))
    assert store.value["tag"] == "2024-05-02"


# another writer


@pytest.mark.parametrize("operation_id", ["putThing", "patchThing", "postThing"])
def test_changes_of_different_members_go_together(edit: Run, operation_id: str) -> None:
    """After a 412 it is read once more; members that only the server sets do not count."""
    store = Store()
    store.before_write = [lambda: store.change(size=5, home={"city": "Rome", "geo": "0,0", "street": "Via"})]

    def change(value: Any) -> None:
        value["name"] = "Bo"

    done = edit(store, operation_id, change)
    assert [method for method, *_ in store.seen].count("GET") == 2
    assert [headers["if-match"] for _, headers, _ in store.writes] == ['"v1"', '"v2"']
    assert (store.value["name"], store.value["size"], store.value["home"]["street"]) == ("Bo", 5, "Via")
    assert done.value["size"] == 5
    assert done.response.status_code == 200


def test_changes_of_the_same_member_raise_with_both_sides(edit: Run) -> None:
    """Nothing is written over the other change; the error names the members, and pickles."""
    store = Store()
    store.before_write = [lambda: store.change(name="Ada", size=9)]
    with pytest.raises(EditConflict, match=r"putThing: somebody else changed '/name' too") as caught:
        edit(store, "putThing", rename)
    error = caught.value
    assert (error.members, error.status_code) == (("/name",), 412)
    assert [side["name"] for side in (error.before, error.yours, error.theirs)] == ["Rex", "Bo", "Ada"]
    assert len(store.writes) == 1
    assert store.value["name"] == "Ada"
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.yours, again.theirs["name"]) == (str(error), None, "Ada")
    assert isinstance(error, PreconditionFailed)


def test_it_reads_again_once_and_can_be_told_to_raise_at_once(edit: Run) -> None:
    """A third version while the second write is on its way is a conflict too; `on_conflict="raise"` merges nothing."""
    store = Store()
    store.before_write = [lambda: store.change(size=5), lambda: store.change(size=6)]
    with pytest.raises(EditConflict, match="somebody else changed it meanwhile"):
        edit(store, "putThing", rename)
    assert (len(store.writes), store.value["name"]) == (2, "Rex")
    store = Store()
    store.before_write = [lambda: store.change(size=5)]
    with pytest.raises(EditConflict):
        edit(store, "putThing", rename, on_conflict="raise")
    assert (len(store.writes), store.value["name"]) == (1, "Rex")


def test_the_same_change_of_another_writer_is_a_conflict_but_an_own_attempt_that_arrived_is_none(edit: Run) -> None:
    """Two who both count from 3 to 4 must not end at 4. A PUT whose answer got lost is retried, and meets itself."""
    store = Store()
    store.before_write = [lambda: store.change(name="Bo")]
    with pytest.raises(EditConflict):
        edit(store, "putThing", rename)
    store = Store()
    lost = iter([True])

    def app(environ: Any, start_response: Any) -> Any:
        answer = store(environ, start_response)
        if environ["REQUEST_METHOD"] == "PUT" and next(lost, False):
            raise ConnectionResetError("the answer is lost")
        return answer

    server = served(app)
    try:
        with Client(DOCUMENT, base_url=f"http://127.0.0.1:{server.server_port}") as client:
            done = client.edit("putThing", thingId=7)
            with done as value:
                value["name"] = "Bo"
    finally:
        server.shutdown()
        server.server_close()
    assert len(store.writes) == 2
    assert done.response is not None
    assert done.response.data["name"] == "Bo"


def test_what_is_gone_meanwhile_is_not_found(edit: Run) -> None:
    """The second read says so."""
    app = Sandbox(SHOP)
    with Client(SHOP, app=app) as other:
        number = other.call("createPet", name="Rex")["id"]

        def change(value: Any) -> None:
            value["name"] = "Bo"
            other.call("deletePet", petId=number)

        with pytest.raises(NotFound):
            edit(app, "updatePet", change, SHOP, petId=number)


# conditions


def test_without_versions_it_refuses_unless_told(edit: Run) -> None:
    """The block does not run, and nothing is written."""
    store, ran = Store(""), []
    with pytest.raises(RequestError, match=r"getThing gave neither an ETag .* unconditional=True writes all the same"):
        edit(store, "putThing", ran.append)
    assert (ran, store.writes) == ([], [])
    edit(store, "putThing", rename, unconditional=True)
    [(_, headers, _)] = store.writes
    assert "if-match" not in headers
    assert store.value["name"] == "Bo"


def test_a_time_of_the_last_change_guards_too_if_it_is_old_enough(edit: Run) -> None:
    """It counts seconds: a change less than one old is read again a second later. RFC 9110 section 8.8.2.2."""
    store = Store("modified")
    edit(store, "putThing", rename)
    [(_, headers, _)] = store.writes
    assert headers["if-unmodified-since"] == "Sun, 09 Sep 2001 01:45:00 GMT"
    assert "if-match" not in headers
    store = Store("modified", age=0)
    with pytest.raises(RequestError, match="neither an ETag"):  # its clock stands still
        edit(store, "putThing", rename)
    assert [method for method, *_ in store.seen] == ["GET", "GET"]


def test_a_weak_etag_is_sent_and_where_the_server_refuses_it_the_time_is(edit: Run) -> None:
    """If-Match compares strongly (RFC 9110 section 13.1.1), though many servers compare the text; nothing gets lost."""
    lenient = Store("weak", compares_weakly=True)
    edit(lenient, "putThing", rename)
    assert [headers["if-match"] for _, headers, _ in lenient.writes] == ['W/"v1"']
    timed = Store("weak modified")
    edit(timed, "putThing", rename)
    assert "if-unmodified-since" in timed.writes[1][1]
    assert "if-match" not in timed.writes[1][1]
    assert timed.value["name"] == "Bo"
    strict = Store("weak")
    with pytest.raises(PreconditionFailed) as caught:
        edit(strict, "putThing", rename)
    assert not isinstance(caught.value, EditConflict)
    assert strict.value["name"] == "Rex"


# which read belongs to the write, and mistakes


def test_mistakes_are_answered_before_anything_is_sent(edit: Run) -> None:
    """Each with what to write instead."""
    store = Store()
    for operation_id, options, kind, text in (
        ("getThing", {}, RequestError, r"its? .*GET: write client\.edit\('putThing', 'patchThing' or 'postThing', …\)"),
        ("deleteThing", {}, RequestError, "the method of this one is DELETE"),
        ("listThings", {}, RequestError, "no operation writes /things"),
        ("putAlone", {}, RequestError, r"/alone/\{thingId\} has no GET.*read='OPERATION'"),
        ("putAlone", {"read": "deleteThing"}, RequestError, "does not read: its method is DELETE"),
        ("putAlone", {"read": "getThink"}, RequestError, "getThing"),
        ("putThink", {}, UnknownOperation, "putThing"),
        ("putThing", {"name": "Bo"}, ArgumentConflict, r"'name' is for the body.*value\['name'\]"),
        ("putThing", {"body": {}}, ArgumentConflict, "is for the body"),
        ("putThing", {"thing": 1}, UnknownParameter, "thing"),
        ("putThing", {"header:If-Match": '"a"'}, ArgumentConflict, "edit sends If-Match itself"),
        ("putThing", {"on_conflict": "win"}, RequestError, "'merge' or 'raise', not 'win'"),
        ("putThing", {"read": 3}, RequestError, "read= must be the id of an operation"),
    ):
        with pytest.raises(kind, match=text):
            edit(store, operation_id, rename, **options)
    assert store.seen == []
    client: Any = Client(DOCUMENT, app=store)
    with pytest.raises(ValidationError, match=r"putThing: 1 argument does not fit[^$]*/thingId: this is required"):
        client.edit("putThing")
    with pytest.raises(UnknownOperation, match="first argument"):
        client.edit()
    with pytest.raises(RequestError, match=r"write `with client\.edit\('putThing', …\) as value:`"):
        client.edit("putThing", thingId=7)["name"] = "Bo"
    other: Any = AsyncClient(DOCUMENT, app=store)
    with pytest.raises(RequestError, match="write `async with client"), other.edit("putThing", thingId=7):
        pass
    with pytest.raises(RequestError, match="pass arguments by name"):
        client.edit("putThing", 7)


def test_a_document_of_2_0_is_edited_the_same(edit: Run) -> None:
    """Its body is a parameter with a name of its own; `readOnly` means the same."""
    thing = {"$ref": "#/definitions/Thing"}
    number = {"name": "thingId", "in": "path", "required": True, "type": "integer"}
    answer = {"200": {"description": "ok", "schema": thing}}
    described = {
        "swagger": "2.0",
        "info": {"title": "Store", "version": "1"},
        "host": "localhost",
        "schemes": ["http"],
        "consumes": ["application/json"],
        "produces": ["application/json"],
        "paths": {
            "/things/{thingId}": {
                "parameters": [number],
                "get": {"operationId": "getThing", "responses": answer},
                "put": {
                    "operationId": "putThing",
                    "parameters": [{"name": "thing", "in": "body", "required": True, "schema": thing}],
                    "responses": answer,
                },
            }
        },
        "definitions": {
            "Thing": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "changed": {"type": "integer", "readOnly": True},
                    "name": {"type": "string"},
                },
            }
        },
    }
    store = Store()
    edit(store, "putThing", rename, described)
    [(_, headers, body)] = store.writes
    assert (headers["if-match"], sorted(body)) == ('"v1"', ["home", "name", "size", "tag", "x"])


def test_a_value_in_an_envelope_is_taken_out(edit: Run) -> None:
    """Where the body of the write has its members, and the answer only the envelope."""
    described = json.loads(json.dumps(DOCUMENT))
    thing = {"$ref": "#/components/schemas/Thing"}
    envelope = {"type": "object", "properties": {"data": thing}}
    read = described["paths"]["/things/{thingId}"]["get"]
    read["responses"]["200"]["content"]["application/json"]["schema"] = envelope
    store = Store()

    def app(environ: Any, start_response: Any) -> Any:
        [body] = store(environ, start_response)
        return [b'{"data": ' + body + b"}" if environ["REQUEST_METHOD"] == "GET" else body]

    edit(app, "putThing", rename, described)
    [(_, _, body)] = store.writes
    assert body == {"name": "Bo", "tag": "a", "size": 1, "home": {"city": "Rome"}, "x": 1}


def test_a_declared_condition_is_filled(edit: Run) -> None:
    """Documents often demand the header; what they demand is not asked of the caller."""
    described = json.loads(json.dumps(DOCUMENT))
    header = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
    described["paths"]["/things/{thingId}"]["put"]["parameters"] = [header]
    store = Store()
    done = edit(store, "putThing", lambda value: value.update(name="Bo"), described)
    assert store.writes[0][1]["if-match"] == '"v1"'
    done.value["name"] = "Cy"
    assert done.violations() == []


def test_arguments_go_to_the_operations_that_have_them(edit: Run) -> None:
    """One that only the read has is for the read; a read of another path is named."""
    store = Store()
    edit(store, "putThing", rename, region="eu")
    edit(store, "putAlone", lambda value: value.update(name="Cy"), read="getThing")
    assert store.value["name"] == "Cy"


SHOP: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Shop", "version": "1"},
    "servers": [{"url": "http://localhost"}],
    "paths": {
        "/pets": {
            "post": {
                "operationId": "createPet",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                "responses": {
                    "201": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            }
        },
        "/pets/{petId}": {
            "parameters": [{"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "getPet",
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                    }
                },
            },
            **{
                method: {
                    "operationId": name,
                    "requestBody": {"content": {kind: {"schema": {"$ref": "#/components/schemas/Pet"}}}},
                    "responses": {
                        "200": {
                            "description": "ok",
                            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}},
                        }
                    },
                }
                for method, name, kind in (
                    ("put", "updatePet", "application/json"),
                    ("patch", "patchPet", "application/merge-patch+json"),
                )
            },
            "delete": {"operationId": "deletePet", "responses": {"204": {"description": "gone"}}},
        },
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "name": {"type": "string"},
                    "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
                },
            }
        }
    },
}


@pytest.fixture
def shop() -> Iterator[str]:
    """The address of a sandbox on loopback."""
    with Sandbox(SHOP).serve() as serving:
        yield serving.url


@pytest.mark.parametrize("operation_id", ["updatePet", "patchPet"])
def test_two_writers_at_once_lose_neither_change(shop: str, operation_id: str) -> None:
    """Twice twenty edits of different members over real connections, each retried after a second conflict."""
    clients = [Client(SHOP, base_url=shop) for _ in range(2)]
    number = clients[0].call("createPet", name="Rex", counts={"a": 0, "b": 0})["id"]
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def write(client: Client, member: str) -> None:
        start.wait(10)
        for _ in range(20):
            while True:
                try:
                    with client.edit(operation_id, petId=number) as value:
                        value["counts"][member] += 1
                    break
                except EditConflict as error:
                    assert error.members == ()  # noqa: PT017
                except BaseException as error:
                    failures.append(error)
                    raise

    threads = [threading.Thread(target=write, args=pair) for pair in zip(clients, "ab", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert clients[0].call("getPet", petId=number).data == {
        "id": number,
        "name": "Rex",
        "counts": {"a": 20, "b": 20},
    }
    for client in clients:
        client.close()


def test_two_async_writers_at_once_lose_neither_change(shop: str) -> None:
    """Of the same member too: whoever meets the other one's change gets an error, and counts again."""

    async def write(client: AsyncClient, number: int) -> None:
        for _ in range(10):
            while True:
                try:
                    async with client.edit("updatePet", petId=number) as value:
                        value["counts"]["a"] += 1
                    break
                except EditConflict:
                    continue

    async def both() -> Any:
        async with AsyncClient(SHOP, base_url=shop) as client:
            number = (await client.call("createPet", name="Rex", counts={"a": 0}))["id"]
            await asyncio.gather(write(client, number), write(client, number))
            return (await client.call("getPet", petId=number)).data["counts"]

    assert asyncio.run(both()) == {"a": 20}
