"""What is recognised in a document, how it shows, and how a file corrects it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from dynaclient import Client, NotFound
from dynaclient.sandbox import ModelFileError, Sandbox

from .conftest import client_of

Make = Callable[..., Sandbox]


def answer(schema: Any, status: str = "200") -> dict[str, Any]:
    return {status: {"description": "", "content": {"application/json": {"schema": schema}}}}


def body(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def key(name: str, kind: str = "string") -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def wrapped(name: str, schema: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {name: schema}}


def listed(schema: Any) -> dict[str, Any]:
    return {"type": "array", "items": schema}


PROJECT = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}},
}


def resource_paths(created: Any, read: Any, many: Any, sent: Any, kind: str = "integer") -> dict[str, Any]:
    return {
        "/projects": {
            "get": {"operationId": "all", "responses": answer(many)},
            "post": {"operationId": "add", "requestBody": body(sent), "responses": answer(created, "201")},
        },
        "/projects/{project_id}": {
            "get": {"operationId": "one", "parameters": [key("project_id", kind)], "responses": answer(read)},
            "patch": {
                "operationId": "change",
                "parameters": [key("project_id", kind)],
                "requestBody": body(sent),
                "responses": answer(read),
            },
            "delete": {
                "operationId": "drop",
                "parameters": [key("project_id", kind)],
                "responses": {"204": {"description": ""}},
            },
        },
    }


@pytest.mark.parametrize(
    ("created", "read", "many", "sent", "opened"),
    [
        pytest.param(PROJECT, PROJECT, listed(PROJECT), PROJECT, lambda value: value, id="bare"),
        pytest.param(
            wrapped("project", PROJECT),
            wrapped("project", PROJECT),
            wrapped("projects", listed(PROJECT)),
            wrapped("project", PROJECT),
            lambda value: value.get("project", value.get("projects")),
            id="under its own name, also in the request",
        ),
        pytest.param(
            wrapped("data", PROJECT),
            wrapped("data", PROJECT),
            wrapped("data", listed(PROJECT)),
            PROJECT,
            lambda value: value["data"],
            id="under data",
        ),
        pytest.param(
            wrapped("data", listed(PROJECT)),
            PROJECT,
            wrapped("data", listed(PROJECT)),
            PROJECT,
            lambda value: value.get("data", value),
            id="created in a list",
        ),
        pytest.param(
            PROJECT,
            PROJECT,
            wrapped("items", listed({"type": "object", "properties": {"project": PROJECT, "at": {"type": "string"}}})),
            PROJECT,
            lambda value: [item["project"] for item in value["items"]] if "items" in value else value,
            id="each wrapped in the list",
        ),
    ],
)
def test_envelopes(make: Make, created: Any, read: Any, many: Any, sent: Any, opened: Any) -> None:
    """What is made has a key, is read by it, listed once, changed, and gone; in whatever envelope."""
    client = client_of(make(resource_paths(created, read, many, sent)))
    asked: Any = {"name": "Orchard"}
    asked = {"project": asked} if "project" in sent["properties"] else asked
    one = opened(client.call("add", body=asked).data)
    client.call("add", body=asked)
    first = one[0] if isinstance(one, list) else one
    assert (first["id"], first["name"]) == (1, "Orchard")
    assert opened(client.call("one", project_id=1).data) == first
    assert [item["id"] for item in opened(client.call("all").data)] == [1, 2]
    changed = {"project": {"name": "Garden"}} if "project" in sent["properties"] else {"name": "Garden"}
    client.call("change", project_id=1, body=changed)
    assert opened(client.call("one", project_id=1).data) == {"id": 1, "name": "Garden"}
    client.call("drop", project_id=1)
    assert [item["id"] for item in opened(client.call("all").data)] == [2]


@pytest.mark.parametrize(
    ("member", "schema", "expected"),
    [
        pytest.param("id", {"type": "string", "format": "uuid"}, r"[0-9a-f]{8}-[0-9a-f-]{27}", id="uuid"),
        pytest.param("id", {"type": "string", "pattern": "^prj_[a-z]{4}$"}, r"prj_[a-z]{4}", id="pattern"),
        pytest.param("id", {"type": "string", "example": "proj_a1"}, r"proj_[a-z0-9]{12}", id="like the example"),
        pytest.param("projectId", {"type": "string"}, r"project_[a-z0-9]{12}", id="another name for it"),
        pytest.param("uuid", {"type": "string", "maxLength": 8}, r".{8}", id="short"),
    ],
)
def test_keys_are_in_the_format_that_their_schema_asks_for(make: Make, member: str, schema: Any, expected: str) -> None:
    """Two that are made have two of them."""
    import re

    project = {"type": "object", "properties": {member: schema, "name": {"type": "string"}}}
    sent = {"type": "object", "properties": {"name": {"type": "string"}}}
    client = client_of(make(resource_paths(project, project, listed(project), sent, "string")))
    one, two = (client.call("add", name="n").data[member] for _ in range(2))
    assert re.fullmatch(expected, one)
    assert one != two
    assert client.call("one", project_id=one).data == {member: one, "name": "n"}


def test_a_chosen_key_stays(make: Make) -> None:
    """What the caller calls it is what it is called."""
    client = client_of(make(resource_paths(PROJECT, PROJECT, listed(PROJECT), {"type": "object", "properties": {}})))
    client.call("add", body={"id": 77, "name": "n"})
    assert client.call("one", project_id=77)["id"] == 77


def test_a_link_names_the_key(make: Make) -> None:
    """A Link from the creating operation says which member the path's key is."""
    project = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "handle": {"type": "string"}, "name": {"type": "string"}},
    }
    sent = {"type": "object", "properties": {"name": {"type": "string"}}}
    paths = resource_paths(project, project, listed(project), sent, "string")
    link = {"operationId": "one", "parameters": {"project_id": "$response.body#/handle"}}
    paths["/projects"]["post"]["responses"]["201"]["links"] = {"read": link}
    sandbox = make(paths)
    assert sandbox.model.resource("/projects").key == ("handle",)
    client = client_of(sandbox)
    made = client.call("add", name="n").data
    assert client.call("one", project_id=made["handle"]).data == made


def test_a_member_with_just_a_key_names_an_item_that_is_there(client: Client) -> None:
    """What is made of a video by an edit is another one; the video itself stays as it is."""
    video = client.call("createVideo", model="sora-2", prompt="A pier").data
    edited = client.call("CreateVideoEdit", video={"id": video["id"]}, prompt="Rain").data
    assert edited["id"] != video["id"]
    assert edited["prompt"] == "Rain"
    assert client.call("GetVideo", video_id=video["id"])["prompt"] == "A pier"


def test_things_of_which_there_is_one(make: Make) -> None:
    """A path that is read and written without a key is remembered too."""
    settings = {"type": "object", "properties": {"theme": {"type": "string"}, "size": {"type": "integer"}}}
    sandbox = make(
        {
            "/settings": {
                "get": {"operationId": "read", "responses": answer(settings)},
                "put": {"operationId": "write", "requestBody": body(settings), "responses": answer(settings)},
            }
        }
    )
    client = client_of(sandbox)
    client.call("write", body={"theme": "dark", "size": 3})
    assert client.call("read").data == {"theme": "dark", "size": 3}
    assert "there is just one" in str(sandbox.model)


def test_the_model_explains_itself(sandbox: Sandbox) -> None:
    """Resources with their keys, operations, places and states."""
    lines = str(sandbox.model).splitlines()
    start = lines.index("/threads/{thread_id}/runs  (key: /id)")
    assert "  list      listRuns  (items at /data)" in lines[start:]
    assert any(line.startswith("  states    status: queued → in_progress → requires_action; or") for line in lines)
    assert sandbox.model.resource("/threads/{thread_id}/messages").noun == "message"
    assert repr(sandbox.model) == "<SandboxModel of 85 resources, 289 operations>"


def test_what_it_shows_corrects_it(sandbox: Sandbox) -> None:
    """The model as a file changes nothing."""
    again = Sandbox(sandbox.document, model=json.loads(json.dumps(sandbox.model.as_dict())))
    assert again.model.as_dict() == sandbox.model.as_dict()


def test_a_file_corrects_what_was_recognised(make: Make, tmp_path: Path) -> None:
    """An operation that only looks like an action of a project archives it; another member is its key."""
    project = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "code": {"type": "string"}, "archived": {"type": "boolean"}},
    }
    paths = resource_paths(project, project, listed(project), {"type": "object", "properties": {}}, "string")
    paths["/projects/{project_id}/shelve"] = {
        "post": {
            "operationId": "shelve",
            "parameters": [key("project_id")],
            "responses": {"204": {"description": ""}},
        }
    }
    file = tmp_path / "model.json"
    file.write_text(
        json.dumps(
            {
                "resources": {"/projects": {"key": "/code"}},
                "operations": {"shelve": {"role": "act", "resource": "/projects", "sets": {"archived": True}}},
            }
        )
    )
    client: Client = client_of(make(paths, model=str(file)))
    made = client.call("add", body={}).data
    assert made["archived"] is False
    client.call("shelve", project_id=made["code"])
    assert client.call("one", project_id=made["code"])["archived"] is True


@pytest.mark.parametrize(
    ("given", "message"),
    [
        pytest.param({"resource": {}}, "the file has no 'resource'. Did you mean 'resources'?", id="unknown key"),
        pytest.param(
            {"resources": {"/project": {}}}, "there is no resource /project. Did you mean '/projects'?", id="resource"
        ),
        pytest.param({"resources": {"/projects": {"key": "id"}}}, "key must be a JSON Pointer such as /id", id="key"),
        pytest.param({"resources": {"/projects": {"key": "/no"}}}, "the schema has nothing at /no", id="no member"),
        pytest.param(
            {"resources": {"/projects": {"states": {"member": "state"}}}},
            "a project has no member 'state'",
            id="no member for the state",
        ),
        pytest.param(
            {"resources": {"/projects": {"states": {"member": "phase", "path": ["a", "z"]}}}},
            "phase is never 'z'. It is a, b",
            id="no such state",
        ),
        pytest.param(
            {"resources": {"/projects": {"states": {"member": "phase", "path": ["a"], "reads": -1}}}},
            "reads must be a number from 0, not -1",
            id="number",
        ),
        pytest.param({"operations": {"ad": {}}}, "the document has no operation 'ad'. Did you mean 'add'?", id="op"),
        pytest.param({"operations": {"add": {"role": "make"}}}, 'add: there is no role "make"', id="role"),
        pytest.param(
            {"operations": {"add": {"role": "retrieve"}}},
            "add: the role 'retrieve' needs an `argument`, which names the item",
            id="nothing names the item",
        ),
        pytest.param(
            {"operations": {"add": {"role": "retrieve", "argument": "nam"}}},
            'add: there is no argument "nam" in its query or body.',
            id="argument",
        ),
    ],
)
def test_mistakes_in_the_file(make: Make, given: Any, message: str) -> None:
    """Each names its place, and what would be right."""
    project = {
        "type": "object",
        "properties": {"id": {"type": "string"}, "phase": {"type": "string", "enum": ["a", "b"]}},
    }
    paths = resource_paths(project, project, listed(project), {"type": "object", "properties": {}}, "string")
    with pytest.raises(ModelFileError) as caught:
        make(paths, model=given)
    assert message in str(caught.value)


def test_a_file_that_is_not_there(make: Make, tmp_path: Path) -> None:
    """The error names it."""
    with pytest.raises(ModelFileError, match=r"none\.yaml: cannot be read: No such file"):
        make({}, model=tmp_path / "none.yaml")


def test_the_key_fits_the_path_too(make: Make) -> None:
    """A member that is any text holds a UUID where the path's parameter is one."""
    item = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
    paths = resource_paths(item, item, listed(item), item, "string")
    for operation in paths["/projects/{project_id}"].values():
        operation["parameters"][0]["schema"]["format"] = "uuid"
    client = client_of(make(paths))
    made = client.call("add", body={"name": "Orchard"}).data
    assert UUID(made["id"]).version == 4
    assert client.call("one", project_id=made["id"]).data == made


def test_a_collection_whose_words_say_what_happens(make: Make) -> None:
    """`/containers/create`, `/containers/json`, `/containers/{id}/json`; each answers in its own form."""
    text = {"type": "string"}
    whole = {"type": "object", "properties": {"Id": text, "Image": text}}
    short = {"type": "object", "required": ["ID"], "properties": {"ID": {"type": "string"}}}
    client = client_of(
        make(
            {
                "/containers/create": {
                    "post": {"operationId": "add", "requestBody": body(whole), "responses": answer(short, "201")}
                },
                "/containers/json": {"get": {"operationId": "all", "responses": answer(listed(whole))}},
                "/containers/{id}/json": {
                    "get": {"operationId": "one", "parameters": [key("id")], "responses": answer(whole)}
                },
                "/containers/{id}": {
                    "delete": {
                        "operationId": "drop",
                        "parameters": [key("id")],
                        "responses": {"204": {"description": ""}},
                    }
                },
            }
        )
    )
    made = client.call("add", body={"Image": "nginx"}).data
    assert made.keys() == {"ID"}
    assert client.call("one", id=made["ID"]).data == {"Id": made["ID"], "Image": "nginx"}
    assert [item["Id"] for item in client.call("all").data] == [made["ID"]]
    client.call("drop", id=made["ID"])
    assert client.call("all").data == []


def test_facts_beside_the_data(make: Make) -> None:
    """An item under `data` is found among facts about the answer; `data` that is the item's own map is not opened."""
    facts = {name: {"type": "string"} for name in ("status", "service", "operation", "resource", "trace")}
    enveloped = {"type": "object", "properties": {**facts, "data": PROJECT}}
    client = client_of(make(resource_paths(enveloped, enveloped, wrapped("data", listed(PROJECT)), PROJECT)))
    assert client.call("add", body={"name": "Orchard"})["data"] == {"id": 1, "name": "Orchard"}
    assert client.call("one", project_id=1)["data"] == {"id": 1, "name": "Orchard"}
    config = {
        "type": "object",
        "properties": {
            "metadata": wrapped("name", {"type": "string"}),
            "data": {"type": "object", "additionalProperties": {"type": "string"}},
        },
    }
    sandbox = make(resource_paths(config, config, wrapped("items", listed(config)), config, "string"))
    client = client_of(sandbox)
    made = client.call("add", body={"metadata": {"name": "cfg"}, "data": {"a": "1"}}).data
    assert made == {"metadata": {"name": "cfg"}, "data": {"a": "1"}}
    assert client.call("one", project_id="cfg").data == made


def test_a_file_says_which_collections_show_whose_items(make: Make) -> None:
    """And what new items inherit; `as_dict` has the same form; a resource that is not there is an error."""
    paths = resource_paths(PROJECT, PROJECT, listed(PROJECT), PROJECT)
    archived = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    paths["/archive"] = {"get": {"operationId": "old", "responses": answer(listed(archived))}}
    correction = {
        "resources": {
            "/archive": {"shows": ["/projects"]},
            "/projects": {"inherits": {"like": {"resource": "/projects", "members": ["name"]}}},
        }
    }
    sandbox = make(paths, model=correction)
    client = client_of(sandbox)
    client.call("add", body={"name": "Orchard"})
    client.call("add", body={"like": 1})
    assert client.call("old").data == [{"id": 1, "name": "Orchard"}, {"id": 2, "name": "Orchard"}]
    assert sandbox.model.as_dict()["resources"]["/archive"]["shows"] == ["/projects"]
    assert sandbox.model.as_dict()["resources"]["/projects"]["inherits"] == {
        "like": {"resource": "/projects", "members": ["name"]}
    }
    assert "shows     /projects" in str(sandbox.model)
    with pytest.raises(ModelFileError, match="there is no resource"):
        make(paths, model={"resources": {"/archive": {"shows": ["/nowhere"]}}})


def method_paths(item: Any) -> dict[str, Any]:
    """An API whose paths name methods: arguments in the query or in the body, and a token among them."""
    token = {"name": "token", "in": "query", "required": True, "schema": {"type": "string"}}
    which = {"name": "reminder", "in": "query", "required": True, "schema": {"type": "string"}}
    okay = {"type": "object", "required": ["ok"], "properties": {"ok": {"type": "boolean"}}}
    one = {**okay, "properties": {**okay["properties"], "reminder": item}}
    many = {**okay, "properties": {**okay["properties"], "reminders": listed(item)}}
    text = {"type": "object", "properties": {"reminder": {"type": "string"}, "text": {"type": "string"}}}
    return {
        "/reminders.add": {
            "post": {"operationId": "add", "parameters": [token], "requestBody": body(text), "responses": answer(one)}
        },
        "/reminders.info": {"get": {"operationId": "info", "parameters": [token, which], "responses": answer(one)}},
        "/reminders.list": {"get": {"operationId": "all", "parameters": [token], "responses": answer(many)}},
        "/reminders.update": {
            "post": {"operationId": "edit", "parameters": [token], "requestBody": body(text), "responses": answer(one)}
        },
        "/reminders.delete": {"post": {"operationId": "drop", "parameters": [token, which], "responses": answer(okay)}},
        "/reminders.snooze": {"post": {"operationId": "snooze", "parameters": [which], "responses": answer(okay)}},
    }


REMINDER = {"type": "object", "properties": {"id": {"type": "string"}, "text": {"type": "string"}}}


def test_paths_that_name_methods_have_resources(make: Make) -> None:
    """Created, read, listed, changed and deleted by the argument that is called as the item is; a token is no part."""
    sandbox = make(method_paths(REMINDER))
    assert str(sandbox.model).splitlines() == [
        "/reminders  (key: /id)",
        "  create    add  (item at /reminder)",
        "  retrieve  info  (item at /reminder, named by reminder)",
        "  list      all  (items at /reminders)",
        "  modify    edit  (item at /reminder, named by reminder)",
        "  delete    drop  (named by reminder)",
        "without a resource",
        "  plain     snooze",
    ]
    client = client_of(sandbox, query={"token": "secret"})
    made = client.call("add", body={"text": "eat"})["reminder"]
    assert made == {"id": made["id"], "text": "eat"}
    other = client.call("add", body={"text": "sleep"})["reminder"]
    assert client.call("info", reminder=made["id"])["reminder"] == made
    assert client.call("all")["reminders"] == [made, other]
    changed = client.call("edit", body={"reminder": made["id"], "text": "drink"})["reminder"]
    assert changed == {"id": made["id"], "text": "drink"}
    assert client.call("info", reminder=made["id"])["reminder"] == changed
    client.call("snooze", reminder=made["id"])
    assert client.call("info", reminder=made["id"])["reminder"] == changed
    client.call("drop", reminder=made["id"])
    assert client.call("all")["reminders"] == [other]
    for name in ("info", "drop"):
        with pytest.raises(NotFound):
            client.call(name, reminder=made["id"])


def test_a_method_that_is_given_no_item_changes_none(make: Make) -> None:
    """An argument that names an item may be optional: without it, the answer is as the document alone has it."""
    paths = method_paths(REMINDER)
    for name in ("/reminders.info", "/reminders.delete"):
        (operation,) = paths[name].values()
        operation["parameters"] = [{**item, "required": False} for item in operation["parameters"]]
    client = client_of(make(paths, unknown="invent"), query={"token": "secret"})
    made = client.call("add", body={"text": "eat"})["reminder"]
    assert client.call("drop")["ok"] in (True, False)
    assert set(client.call("info")["reminder"]) == {"id", "text"}
    assert client.call("all")["reminders"] == [made]


@pytest.mark.parametrize(
    "paths",
    [
        pytest.param(
            method_paths({"type": "object", "properties": {"text": {"type": "string"}}}), id="items have no id"
        ),
        pytest.param(
            {"/reminders.info": method_paths(REMINDER)["/reminders.info"], "/reminders.snooze": {}}, id="one method"
        ),
        pytest.param({**method_paths(REMINDER), "/reminders": {"get": {"responses": {}}}}, id="the path is there"),
    ],
)
def test_methods_without_a_clear_resource_have_none(make: Make, paths: dict[str, Any]) -> None:
    """No operation creates or reads anything then; a list alone is recognised as ever."""
    model = make(paths).model
    assert {part.role for part in model.operations.values()} <= {"plain", "list"}


def test_a_file_names_the_argument_that_names_an_item(make: Make) -> None:
    """An action by a word that is not known, on the item that its argument names."""
    item = {**REMINDER, "properties": {**REMINDER["properties"], "snoozed": {"type": "boolean"}}}
    acts = {"role": "act", "resource": "/reminders", "argument": "reminder", "sets": {"snoozed": True}}
    sandbox = make(method_paths(item), model={"operations": {"snooze": acts}})
    assert "  act       snooze  (named by reminder)" in str(sandbox.model).splitlines()
    client = client_of(sandbox, query={"token": "secret"})
    made = client.call("add", body={"text": "eat"})["reminder"]
    client.call("snooze", reminder=made["id"])
    assert client.call("info", reminder=made["id"])["reminder"] == {**made, "snoozed": True}
    with pytest.raises(NotFound):
        client.call("snooze", reminder="other")


def test_an_api_without_resources_says_so(make: Make) -> None:
    """What `--explain` shows is never nothing."""
    model = make({"/ping": {"post": {"operationId": "ping", "responses": answer({"type": "string"})}}}).model
    assert str(model).splitlines() == [
        "no resources: no path is that of an item or a list, nor names a method that creates or reads one",
        "without a resource",
        "  plain     ping",
    ]
