"""Comparing whole documents: which operations belong together, what is used, and documents of every form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient import Document, DocumentError, RequestError, UnknownOperation
from dynaclient.swap import Lock, Report, Used, compare, read_lock

TEXT: dict[str, Any] = {"type": "string"}


def api(paths: dict[str, Any], **schemas: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "API", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def operation(name: str | None, schema: Any = None, **more: Any) -> dict[str, Any]:
    body = {} if schema is None else {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    return {**({"operationId": name} if name else {}), **body, "responses": {"200": {"description": ""}}, **more}


def found(report: Report) -> set[tuple[str, str, str, str]]:
    return {(change.verdict, change.kind, change.operation_id, change.where) for change in report.changes}


def test_operations_that_are_gone_new_and_renamed_are_told_apart() -> None:
    old = api(
        {"/a": {"get": operation("getA")}, "/b/{id}": {"get": operation("getB")}, "/c": {"get": operation("getC")}}
    )
    new = api(
        {"/b/{key}": {"get": operation("readB")}, "/c": {"get": operation("getC")}, "/d": {"get": operation("getD")}}
    )
    report = compare(old, new)
    assert found(report) == {
        ("breaking", "operation-removed", "getA", ""),
        ("breaking", "operation-renamed", "getB", ""),
        ("breaking", "parameter-renamed", "getB", "path id"),
        ("safe", "operation-added", "getD", ""),
    }
    assert report.added == ("getD",)
    assert [change.text for change in report.breaking] == [
        "GET /a is gone",
        "it is called 'readB' now",
        "it is called 'key' now",
    ]


def test_operations_without_an_id_are_found_by_their_route() -> None:
    old, new = api({"/a": {"get": operation(None)}}), api({"/a": {"get": operation("getA")}})
    assert found(compare(old, new)) == {("breaking", "operation-renamed", "get_a", "")}
    assert compare(old, old).changes == ()


def test_a_schema_without_values_is_said_as_such() -> None:
    """An object that is closed beside `allOf` admits none of the members of the others."""
    paths = {
        "/a": {"post": operation("postA", {"type": "object", "properties": {"x": {"$ref": "#/components/schemas/X"}}})}
    }
    report = compare(api(paths, X={"type": "integer"}), api(paths, X={"allOf": [{"type": "integer"}, TEXT]}))
    assert [change.text for change in report.changes] == ["no value is admitted now, and it was integer"]
    report = compare(api(paths, X={"allOf": [{"type": "integer"}, TEXT]}), api(paths, X={"type": "integer"}))
    assert [change.text for change in report.changes] == ["it is integer now, and no value was admitted"]


def tree(leaf: Any, **more: Any) -> dict[str, Any]:
    """A schema that contains itself, in three ways."""
    node = {"$ref": "#/components/schemas/Node"}
    properties = {
        "value": leaf,
        "next": node,
        "children": {"type": "array", "items": node},
        "any": {"anyOf": [node, TEXT]},
    }
    return {"type": "object", "properties": properties, **more}


def test_a_change_in_a_schema_that_contains_itself_is_listed_once() -> None:
    paths = {"/a": {"post": operation("postA", {"$ref": "#/components/schemas/Node"})}}
    old, new = api(paths, Node=tree(TEXT)), api(paths, Node=tree({"type": "integer"}))
    assert found(compare(old, new)) == {("breaking", "type-changed", "postA", "body /value")}
    assert compare(old, old).changes == ()


def test_schemas_that_contain_each_other_are_compared_however_the_circle_is_entered() -> None:
    paths = {
        "/a": {"post": operation("postA", {"$ref": "#/components/schemas/A"})},
        "/b": {"post": operation("postB", {"$ref": "#/components/schemas/B"})},
    }

    def circle(leaf: Any) -> dict[str, Any]:
        a = {"type": "object", "properties": {"b": {"$ref": "#/components/schemas/B"}, "leaf": leaf}}
        return api(paths, A=a, B={"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A"}}})

    report = compare(circle(TEXT), circle({"type": "boolean"}))
    assert found(report) == {
        ("breaking", "type-changed", "postA", "body /leaf"),
        ("breaking", "type-changed", "postB", "body /a/leaf"),
    }


def test_a_union_of_itself_ends() -> None:
    paths = {"/a": {"post": operation("postA", {"$ref": "#/components/schemas/Loop"})}}
    loop = {"anyOf": [{"$ref": "#/components/schemas/Loop"}, TEXT]}
    assert compare(api(paths, Loop=loop), api(paths, Loop=TEXT)).changes == ()


def test_each_place_without_a_schema_is_its_own() -> None:
    """Two free objects become maps of texts: both places are given."""
    free, texts = {"type": "object"}, {"type": "object", "additionalProperties": TEXT}
    paths = {f"/{name}": {"post": operation(name, {"$ref": f"#/components/schemas/{name}"})} for name in ("A", "B")}
    report = compare(api(paths, A=free, B=free), api(paths, A=texts, B=texts))
    assert [change.old_pointer for change in report.breaking] == [
        "#/components/schemas/A",
        "#/components/schemas/B",
    ]


SWAGGER = """
swagger: '2.0'
info: {title: Pets, version: '1'}
host: pets.example
basePath: /v1
schemes: [https]
consumes: [application/json]
produces: [application/json]
securityDefinitions: {key: {type: apiKey, in: header, name: X-Key}}
security: [{key: []}]
paths:
  /pets:
    post:
      operationId: createPet
      parameters:
        - {name: tags, in: query, type: array, collectionFormat: multi, items: {type: string}}
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses: {'200': {description: It., schema: {$ref: '#/definitions/Pet'}}}
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer, x-nullable: true}}}
"""
OPENAPI = """
openapi: VERSION
info: {title: Pets, version: '1'}
servers: [{url: 'https://pets.example/v1'}]
security: [{key: []}]
paths:
  /pets:
    post:
      operationId: createPet
      parameters: [{name: tags, in: query, schema: {type: array, items: {type: string}}}]
      requestBody:
        x-body-name: pet
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses: {'200': {description: It., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
components:
  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, age: AGE}}
"""
VERSIONS = {
    "2.0": SWAGGER.encode(),
    "3.0": OPENAPI.replace("VERSION", "3.0.3").replace("AGE", "{type: integer, nullable: true}").encode(),
    "3.1": OPENAPI.replace("VERSION", "3.1.0").replace("AGE", "{anyOf: [{type: integer}, {type: 'null'}]}").encode(),
}


@pytest.mark.parametrize("old", VERSIONS)
@pytest.mark.parametrize("new", VERSIONS)
def test_the_version_of_openapi_is_no_change(old: str, new: str) -> None:
    assert compare(VERSIONS[old], VERSIONS[new]).changes == ()
    lock = Lock.of(Document(VERSIONS[old]), Used.of(["createPet"]))
    assert compare(lock, VERSIONS[new]).changes == ()


def test_places_of_a_2_0_document_are_as_it_writes_them() -> None:
    changed = SWAGGER.replace("age: {type: integer, x-nullable: true}", "age: {type: string}").encode()
    (change, *_) = compare(VERSIONS["2.0"], changed).breaking
    assert change.old_pointer == "#/definitions/Pet/properties/age"


def test_documents_of_several_files_are_compared_and_locked(tmp_path: Path) -> None:
    root = api({"/a": {"post": operation("postA", {"$ref": "parts.yaml#/A"})}})
    (tmp_path / "api.yaml").write_text(yaml.safe_dump(root))
    parts = {"A": {"type": "object", "properties": {"b": {"$ref": "#/B"}}}, "B": TEXT}
    (tmp_path / "parts.yaml").write_text(yaml.safe_dump(parts))
    document = Document(tmp_path / "api.yaml")
    Lock.of(document, Used.of(["postA"])).write(tmp_path / "x.lock")
    inside = api({"/a": {"post": operation("postA", {"type": "object", "properties": {"b": TEXT}})}})
    assert compare(document, inside).changes == ()
    assert compare(read_lock(tmp_path / "x.lock"), inside).changes == ()
    (tmp_path / "parts.yaml").write_text(yaml.safe_dump({**parts, "B": {"type": "integer"}}))
    report = compare(read_lock(tmp_path / "x.lock"), Document(tmp_path / "api.yaml"))
    assert found(report) == {("breaking", "type-changed", "postA", "body /b")}
    assert report.breaking[0].new_pointer.endswith("parts.yaml#/B")


# what is used

OLD = api(
    {
        "/a": {
            "post": operation(
                "postA",
                {"type": "object", "properties": {"one": TEXT, "two": {"type": "object", "properties": {"in": TEXT}}}},
                parameters=[{"name": "q", "in": "query", "schema": TEXT}],
            )
        },
        "/b": {"get": operation("getB")},
    }
)


def changed(change: Any) -> dict[str, Any]:
    new = json.loads(json.dumps(OLD))
    change(
        new["paths"]["/a"]["post"], new["paths"]["/a"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    )
    return new


def narrow_query(post: Any, body: Any) -> None:
    post["parameters"][0]["schema"] = {"type": "integer"}


def narrow_member(post: Any, body: Any) -> None:
    body["properties"]["two"]["properties"]["in"] = {"type": "integer"}


def require_member(post: Any, body: Any) -> None:
    body["required"] = ["one"]


def require_inner(post: Any, body: Any) -> None:
    body["properties"]["two"]["required"] = ["in"]


def require_new_parameter(post: Any, body: Any) -> None:
    post["parameters"].append({"name": "n", "in": "query", "required": True, "schema": TEXT})


def remove_body(post: Any, body: Any) -> None:
    del post["requestBody"]


def other_server(post: Any, body: Any) -> None:
    post["servers"] = [{"url": "https://other.example"}]


USES = [
    pytest.param(narrow_query, ["query:q"], True, id="a parameter that is passed"),
    pytest.param(narrow_query, ["body:one"], False, id="a parameter that is not"),
    pytest.param(narrow_member, ["body:two"], True, id="a member that is passed"),
    pytest.param(narrow_member, ["body"], True, id="a body that is passed whole"),
    pytest.param(narrow_member, ["body:one"], False, id="a member that is not"),
    pytest.param(narrow_member, None, True, id="any arguments"),
    pytest.param(require_member, ["body:two"], True, id="a member that is required and not passed"),
    pytest.param(require_member, ["body:one"], True, id="a member that is required and passed"),
    pytest.param(require_inner, ["body:one"], False, id="an inner member of one that is not passed"),
    pytest.param(require_inner, ["body:two"], True, id="an inner member of one that is passed"),
    pytest.param(require_new_parameter, [], True, id="a new required parameter"),
    pytest.param(narrow_query, ["q"], True, id="a name without its place"),
    pytest.param(narrow_member, ["two"], True, id="the name of a member without its place"),
    pytest.param(narrow_member, ["one", "q"], False, id="names of others"),
    pytest.param(remove_body, ["query:q"], False, id="a body that is not sent"),
    pytest.param(remove_body, ["body:one"], True, id="a body that is sent"),
    pytest.param(other_server, [], True, id="the server of every call"),
]


@pytest.mark.parametrize(("change", "arguments", "breaks"), USES)
def test_only_what_is_used_breaks(change: Any, arguments: list[str] | None, breaks: bool) -> None:
    new = changed(change)
    assert bool(compare(OLD, new, {"postA": arguments}).breaking) == breaks
    assert compare(OLD, new).breaking
    assert compare(OLD, new, ["getB"]).changes == ()


def test_a_constant_that_a_limit_excludes_is_gone() -> None:
    """Found by a property test."""
    one, two = ({"type": "number", "enum": [1, 2.5]}, {"type": "number", "enum": [1, 2.5], "exclusiveMinimum": 1})
    old, new = (
        {
            "openapi": "3.1.0",
            "info": {"title": "t", "version": "1"},
            "paths": {
                "/x": {
                    "post": {
                        "operationId": "op",
                        "requestBody": {"content": {"application/json": {"schema": schema}}},
                        "responses": {},
                    }
                }
            },
        }
        for schema in (one, two)
    )
    assert compare(old, new).breaking
    assert not compare(new, old).breaking


WRONG = [
    pytest.param("postA", RequestError, "used= is a Lock, a Used, operationIds", id="a text"),
    pytest.param(3, RequestError, "not int", id="a number"),
    pytest.param(["pstA"], UnknownOperation, "no operation 'pstA'. Did you mean 'postA'", id="another operation"),
    pytest.param(
        {"postA": ["onne"]}, RequestError, "postA: used= names the argument .onne., .*Did you mean 'one'", id="argument"
    ),
]


@pytest.mark.parametrize(("used", "kind", "text"), WRONG)
def test_a_mistake_in_what_is_used_is_said(used: Any, kind: type[Exception], text: str) -> None:
    with pytest.raises(kind, match=text):
        compare(OLD, OLD, used)


def test_a_document_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(DocumentError, match="no such file"):
        compare("missing.yaml", OLD)


def test_a_format_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(RequestError, match=r"no format 'htm' of reports\. There are text, json"):
        compare(OLD, OLD).format("htm")


def test_a_notebook_shows_a_table() -> None:
    report = compare(OLD, changed(narrow_query))
    assert ">breaking</td>" in report._repr_html_()
    assert "<p>Nothing" in compare(OLD, OLD)._repr_html_()
    assert repr(report) == "<Report 'API 1' → 'API 1': 1 breaking, 0 risky, 0 safe>"
