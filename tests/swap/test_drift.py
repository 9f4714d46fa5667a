"""The plugin `Drift`: a server that was made from another version of the document."""

from __future__ import annotations

import asyncio
import copy
import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dynaclient import AsyncClient, BadRequest, Client, Document, DocumentError, RequestError
from dynaclient.sandbox import Sandbox
from dynaclient.swap import Drift
from dynaclient.swap.drift_notes import Note, merge_notes, read_notes
from dynaclient.swap.drift_overlay import overlay_of

KEY = "sk-the-key-of-this-test-1234"
TEXT = {"type": "string"}

PET = {
    "type": "object",
    "required": ["id", "name", "kind", "owner"],
    "properties": {
        "id": {"type": "integer", "example": 7},
        "name": {**TEXT, "minLength": 1, "example": "Rex"},
        "kind": {**TEXT, "enum": ["cat", "dog"], "example": "cat"},
        "age": {"type": "integer", "maximum": 30, "example": 3},
        "owner": {"type": "object", "required": ["token"], "properties": {"token": {**TEXT, "example": "t"}}},
        "tags": {"type": "array", "minItems": 1, "items": {"type": "object", "properties": {"label": TEXT}}},
    },
}


def answer(schema: Any, media_type: str = "application/json", **more: Any) -> dict[str, Any]:
    return {"description": "It.", "content": {media_type: {"schema": schema}}, **more}


def document(version: str = "3.1.0") -> dict[str, Any]:
    """The document as the client has it."""
    reference = {"$ref": "#/components/schemas/Pet"}
    headers = {"X-Total": {"required": True, "schema": {"type": "integer", "example": 3}}}
    return {
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "servers": [{"url": "http://localhost"}],
        "components": {
            "schemas": {"Pet": copy.deepcopy(PET)},
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        },
        "security": [{"key": []}],
        "paths": {
            "/pet": {"get": {"operationId": "getPet", "responses": {"200": answer(reference)}}},
            "/pets": {
                "get": {
                    "operationId": "listPets",
                    "parameters": [{"name": "limit", "in": "query", "schema": {"type": "integer"}}],
                    "responses": {"200": answer({"type": "array", "minItems": 1, "items": reference}, headers=headers)},
                }
            },
        },
    }


def served(change: Any) -> dict[str, Any]:
    """The document that the server was made from."""
    found = document()
    change(found)
    return found


def pet(found: dict[str, Any]) -> dict[str, Any]:
    return found["components"]["schemas"]["Pet"]


def listing(found: dict[str, Any]) -> dict[str, Any]:
    return found["paths"]["/pets"]["get"]


def new_member(found: dict[str, Any]) -> None:
    pet(found)["properties"]["colour"] = {"type": "string", "example": "red"}
    pet(found)["required"].append("colour")


def new_inner_member(found: dict[str, Any]) -> None:
    items = pet(found)["properties"]["tags"]["items"]
    items["properties"]["weight"] = {"type": "number"}
    items["required"] = ["weight"]
    pet(found)["required"].append("tags")


def missing(found: dict[str, Any]) -> None:
    pet(found)["required"].remove("name")
    del pet(found)["properties"]["name"]


def other_type(found: dict[str, Any]) -> None:
    pet(found)["properties"]["id"] = {"type": "string", "example": "seven"}


def null(found: dict[str, Any]) -> None:
    pet(found)["properties"]["id"] = {"type": "null"}


def other_value(found: dict[str, Any]) -> None:
    pet(found)["properties"]["kind"] = {"const": "bird"}


def limit(found: dict[str, Any]) -> None:
    pet(found)["properties"]["age"] = {"type": "integer", "minimum": 90, "example": 99}
    pet(found)["required"].append("age")


def other_status(found: dict[str, Any]) -> None:
    listing(found)["responses"] = {"202": listing(found)["responses"]["200"]}


def other_media_type(found: dict[str, Any]) -> None:
    found["paths"]["/pet"]["get"]["responses"]["200"] = answer(TEXT, "text/csv")


def no_header(found: dict[str, Any]) -> None:
    del listing(found)["responses"]["200"]["headers"]


def other_header(found: dict[str, Any]) -> None:
    listing(found)["responses"]["200"]["headers"]["X-Total"]["schema"] = {**TEXT, "example": "many"}


SCHEMA = "#/components/schemas/Pet"
BOTH = ("getPet", "listPets")
PATHS = {"getPet": "200 body ", "listPets": "200 body /*"}


def everywhere(kind: str, member: str, pointer: str, given: str) -> set[tuple[str, ...]]:
    """The same in both operations."""
    return {(name, kind, f"{PATHS[name]}{member}", pointer, given) for name in BOTH}


PLANTED = [
    pytest.param(new_member, everywhere("member-new", "/colour", SCHEMA, "string"), id="a new member"),
    pytest.param(
        new_inner_member,
        everywhere("member-new", "/tags/*/weight", f"{SCHEMA}/properties/tags/items", "number"),
        id="a new member of an item",
    ),
    pytest.param(missing, everywhere("member-missing", "/name", f"{SCHEMA}/required", "name"), id="a missing member"),
    pytest.param(other_type, everywhere("type", "/id", f"{SCHEMA}/properties/id/type", "string"), id="another type"),
    pytest.param(null, everywhere("type", "/id", f"{SCHEMA}/properties/id/type", "null"), id="null"),
    pytest.param(
        other_value, everywhere("value", "/kind", f"{SCHEMA}/properties/kind/enum", '"bird"'), id="another value"
    ),
    pytest.param(limit, everywhere("rule", "/age", f"{SCHEMA}/properties/age/maximum", "maximum"), id="a limit"),
    pytest.param(
        other_status, {("listPets", "status", "202", "#/paths/~1pets/get/responses", "202")}, id="another status"
    ),
    pytest.param(
        other_media_type,
        {("getPet", "media-type", "200 body", "#/paths/~1pet/get/responses/200/content", "text/csv")},
        id="another media type",
    ),
    pytest.param(
        no_header,
        {
            (
                "listPets",
                "header-missing",
                "200 header X-Total",
                "#/paths/~1pets/get/responses/200/headers/X-Total",
                "X-Total",
            )
        },
        id="a missing header",
    ),
    pytest.param(
        other_header,
        {
            (
                "listPets",
                "type",
                "200 header X-Total",
                "#/paths/~1pets/get/responses/200/headers/X-Total/schema/type",
                "string",
            )
        },
        id="a header of another type",
    ),
    pytest.param(lambda found: None, set(), id="nothing"),
]


def visit(path: Path, server: dict[str, Any], *, known: dict[str, Any] | None = None, times: int = 1) -> list[Note]:
    """Call every operation of a server, and read what was noted."""
    app = Sandbox(server)
    options: dict[str, Any] = {"app": app, "credentials": {"key": KEY}, "plugins": [Drift(path)]}
    with Client(document() if known is None else known, **options) as client:
        for _ in range(times):
            client.getPet()
            client.listPets(limit=2)
    return read_notes(path) if path.exists() else []


@pytest.mark.parametrize(("change", "expected"), PLANTED)
def test_every_planted_difference_is_named_and_nothing_else(
    change: Any, expected: set[tuple[str, ...]], tmp_path: Path
) -> None:
    notes = visit(tmp_path / "drift.json", served(change))
    assert {note.key for note in notes} == expected


def test_several_differences_are_all_named(tmp_path: Path) -> None:
    def change(found: dict[str, Any]) -> None:
        for one in (new_member, missing, other_type, no_header):
            one(found)

    notes = visit(tmp_path / "drift.json", served(change))
    assert sorted({note.kind for note in notes}) == ["header-missing", "member-missing", "member-new", "type"]
    assert len(notes) == 7


def test_an_async_client_notes_the_same(tmp_path: Path) -> None:
    path = tmp_path / "drift.json"

    async def call() -> None:
        app = Sandbox(served(other_type))
        async with AsyncClient(document(), app=app, credentials={"key": KEY}, plugins=[Drift(path)]) as client:
            await asyncio.gather(client.getPet(), client.listPets())

    asyncio.run(call())
    assert {note.key for note in read_notes(path)} == everywhere(
        "type", "/id", f"{SCHEMA}/properties/id/type", "string"
    )


def test_counts_and_times_are_merged_over_runs(tmp_path: Path) -> None:
    path = tmp_path / "drift.json"
    visit(path, served(new_member), times=3)
    notes = visit(path, served(new_member), times=2)
    (note,) = [note for note in notes if note.operation_id == "getPet"]
    assert note.count == 5
    assert note.first <= note.last
    assert note.example == 'colour: "red"'
    assert note.text == "a member that is not declared (string)"


def test_examples_have_no_secrets(tmp_path: Path) -> None:
    """Neither the credentials of the client, echoed, nor members whose names say that they are secret."""

    def change(found: dict[str, Any]) -> None:
        pet(found)["properties"]["echo"] = {"const": f"you sent {KEY}"}
        pet(found)["properties"]["api_key"] = {"const": "another-secret-of-the-server"}
        pet(found)["properties"]["owner"]["properties"]["token"] = {"const": 123456789012}
        pet(found)["required"] += ["echo", "api_key"]

    notes = visit(tmp_path / "drift.json", served(change))
    text = (tmp_path / "drift.json").read_text()
    assert {note.kind for note in notes} == {"member-new", "type"}
    for secret in (KEY, "another-secret-of-the-server", "123456789012"):
        assert secret not in text


def test_names_that_the_server_chooses_are_one_difference(tmp_path: Path) -> None:
    """The members of a map, in which nothing is named; also one whose name is a secret."""

    class Counts:
        def __init__(self) -> None:
            self.count = 0

        def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
            self.count += 1
            start_response("200 OK", [("Content-Type", "application/json")])
            return [json.dumps({f"key{self.count}": "text", KEY: "text"}).encode()]

    path = tmp_path / "drift.json"
    known = document()
    known["components"]["schemas"]["Pet"] = {"type": "object", "additionalProperties": {"type": "integer"}}
    with Client(known, app=Counts(), credentials={"key": KEY}, plugins=[Drift(path)]) as client:
        for _ in range(3):
            client.getPet()
    (note,) = read_notes(path)
    assert (note.where, note.pointer, note.count) == ("200 body /*", f"{SCHEMA}/additionalProperties/type", 6)
    assert KEY not in path.read_text()


def test_a_refusal_of_what_fits_is_noted_with_the_argument_that_is_blamed(tmp_path: Path) -> None:
    path = tmp_path / "drift.json"

    class Refuses:
        def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
            start_response("400 Bad Request", [("Content-Type", "application/json")])
            return [json.dumps({"error": {"message": f"limit must be below 5; your key is {KEY}"}}).encode()]

    known = document()
    listing(known)["responses"]["400"] = {"description": "No."}
    plugins = [Drift(path)]
    with Client(known, app=Refuses(), credentials={"key": KEY}, plugins=plugins) as client, pytest.raises(BadRequest):
        client.listPets(limit=9)
    (note,) = read_notes(path)
    assert note.key == ("listPets", "refused", "400 for limit", "#/paths/~1pets/get/parameters/0/schema", "400")
    assert note.example == "limit must be below 5; your key is ***"


def test_a_failure_of_the_plugin_does_not_reach_the_call(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = Sandbox(served(other_type))
    missing_folder = tmp_path / "missing" / "drift.json"
    with Client(document(), app=app, credentials={"key": KEY}, plugins=[Drift(missing_folder)]) as client:
        assert client.getPet()["id"] == "seven"
        assert client.getPet()["id"] == "seven"
    assert caplog.text.count("the plugin Drift cannot note what differs") == 1


def test_a_sample_of_none_looks_at_nothing(tmp_path: Path) -> None:
    path = tmp_path / "drift.json"
    app = Sandbox(served(other_type))
    with Client(document(), app=app, credentials={"key": KEY}, plugins=[Drift(path, sample=0)]) as client:
        client.getPet()
    assert not path.exists()


@pytest.mark.parametrize("sample", [-1, 1.5, "all", True, None])
def test_a_sample_is_a_share(sample: Any) -> None:
    with pytest.raises(RequestError, match="sample= must be a number from 0 to 1"):
        Drift("drift.json", sample=sample)


def test_it_can_be_pickled(tmp_path: Path) -> None:
    path = tmp_path / "drift.json"
    client = Client(document(), app=None, credentials={"key": KEY}, plugins=[Drift(path, sample=0.5)])
    copied = pickle.loads(pickle.dumps(client))
    assert copied._options.plugins[0].sample == 0.5


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"drift": 1}', '{"drift": 1, "notes": [{"a": 1}]}'])
def test_another_file_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "drift.json").write_text(text)
    with pytest.raises(DocumentError, match="not a file of Drift"):
        read_notes(tmp_path / "drift.json")


# the overlay


@pytest.mark.parametrize(("change", "expected"), PLANTED)
@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_the_overlay_makes_the_document_true(
    change: Any, expected: set[tuple[str, ...]], version: str, tmp_path: Path
) -> None:
    notes = visit(tmp_path / "drift.json", served(change), known=document(version))
    assert {note.key for note in notes} == expected
    overlay, left = overlay_of(notes)
    assert left == []
    mended = Document(document(version), overlays=[overlay] if notes else [])
    assert mended.stale_actions == ()
    assert visit(tmp_path / "again.json", served(change), known=mended) == []


def test_the_overlay_reaches_into_lists_and_maps_of_numbers() -> None:
    """`parameters` is a list of an operation, and a map of the components."""
    root = document()
    pet(root)["allOf"] = [{"properties": {"size": {"type": "integer"}}}]
    listing(root)["parameters"] = [{"name": "a", "in": "query", "schema": {"type": "integer"}}]
    root["components"]["parameters"] = {"0": {"name": "b", "in": "query", "schema": {"type": "integer"}}}
    places = [
        "#/components/schemas/Pet/allOf/0/properties/size",
        "#/paths/~1pets/get/parameters/0/schema",
        "#/components/parameters/0/schema",
        "#/paths/~1pets/get/responses/200/headers/X-Total/schema",
    ]
    notes = [Note("a", "rule", "200 body /x", f"{place}/type", "string", 1, "t", "t") for place in places]
    mended = Document(root, overlays=[overlay_of(notes)[0]])
    assert mended.stale_actions == ()
    assert [mended.resolve(place).get("type") for place in places] == [None] * 4


def test_an_answer_is_compared_with_the_document_of_its_call(tmp_path: Path) -> None:
    """Lists under way end on the document that they began with, and so does what is noted about them."""
    drift = Drift(tmp_path / "drift.json")
    old = document()
    new = served(new_member)
    with Client(old, app=Sandbox(Document(old)), credentials={"key": KEY}, plugins=[drift]) as client:
        polled = []

        def until(response: Any) -> bool:
            polled.append(response)
            if len(polled) == 1:
                client.activate(new)
            return len(polled) == 3

        client.poll("getPet", until=until, interval=0.001)
        drift.flush()
        assert not (tmp_path / "drift.json").exists()
        client.getPet()
        drift.flush()
        assert {note.kind for note in read_notes(tmp_path / "drift.json")} == {"member-missing"}


@pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0"])
def test_notes_about_one_place_make_actions_that_all_change_something(version: str) -> None:
    """Several operations, types and values."""
    place = "#/components/schemas/Pet/properties"
    one = Note("getPet", "type", "200 body /id", f"{place}/id/type", "string", 1, "t", "t", "", version, "integer")
    value = replace(one, kind="value", where="200 body /kind", pointer=f"{place}/kind/enum", given='"bird"')
    new = replace(one, kind="member-new", where="200 body /colour", pointer="#/components/schemas/Pet")
    notes = [one, value, new]
    notes += [replace(note, operation_id="listPets") for note in notes]
    notes += [replace(one, given="null"), replace(value, given='"frog"'), replace(new, given="integer")]
    overlay, left = overlay_of(notes)
    mended = Document(document("3.1.0"), overlays=[overlay])
    assert (left, mended.stale_actions) == ([], ())
    found = mended.resolve("#/components/schemas/Pet")["properties"]
    assert found["id"].get("type") == (["integer", "string", "null"] if version == "3.1.0" else None)
    assert found["kind"]["enum"][-2:] == ["bird", "frog"]
    assert found["colour"] == {}
    assert overlay["actions"][0]["description"] == (
        "getPet: 200 body /id: string instead of the type declared (1 time); "
        "listPets: 200 body /id: string instead of the type declared (1 time); "
        "getPet: 200 body /id: null instead of the type declared (1 time)"
    )


def test_what_no_overlay_can_mend_is_left() -> None:
    note = Note("a", "refused", "400", "#/paths/~1a/get", "400", 1, "t", "t")
    outside = Note("a", "type", "200 body /x", "other.yaml#/X/type", "string", 1, "t", "t")
    overlay, left = overlay_of([note, outside])
    assert (overlay["actions"], left) == ([], [note, outside])


def test_notes_of_processes_are_added_up(tmp_path: Path) -> None:
    early = Note(
        "a",
        "type",
        "200 body /x",
        "#/x/type",
        "string",
        2,
        "2026-01-01T00:00:00+00:00",
        "2026-01-02T00:00:00+00:00",
        "e",
    )
    late = Note(
        "a",
        "type",
        "200 body /x",
        "#/x/type",
        "string",
        3,
        "2026-01-03T00:00:00+00:00",
        "2026-01-04T00:00:00+00:00",
        "l",
    )
    for note in (late, early):
        merge_notes(tmp_path / "drift.json", [note])
    (both,) = read_notes(tmp_path / "drift.json")
    assert (both.count, both.first, both.last, both.example) == (5, early.first, late.last, "e")
