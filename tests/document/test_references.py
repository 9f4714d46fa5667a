"""References lead where the standards say, from anywhere, and never round in circles."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Document, UnresolvableReference, load_document

SCHEMAS = {
    "Name": {"type": "string"},
    "Pet": {"type": "object", "properties": {"name": {"$ref": "#/components/schemas/Name"}}, "required": ["name"]},
    "Tree": {
        "type": "object",
        "properties": {"children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}}},
    },
    "a/b~c d{e}": {"type": "integer"},
    "100%": {"type": "integer"},
    "~1": {"type": "integer"},
    "ü": {"type": "integer"},
}


def described(schema: Any, *, version: str = "3.1.0", **components: Any) -> dict[str, Any]:
    """A document with one operation whose JSON body has this schema."""
    body = {"content": {"application/json": {"schema": schema}}}
    return {
        "openapi": version,
        "info": {"title": "t", "version": "1"},
        "paths": {"/send": {"post": {"operationId": "send", "requestBody": body}}},
        "components": {"schemas": copy.deepcopy(SCHEMAS), **components},
    }


def keywords(document: Any, body: Any, **options: Any) -> list[tuple[str, str]]:
    """The path and keyword of each violation of a body."""
    client = Client(document, base_url="http://h", **options)
    return [(violation.path, violation.keyword) for violation in client.validate("send", body=body)]


def test_a_local_reference_is_followed() -> None:
    """Source: OAS 3.1.1 Reference Object."""
    document = described({"$ref": "#/components/schemas/Pet"})
    assert keywords(document, {"name": "x"}) == []
    assert keywords(document, {"name": 1}) == [("/body/name", "type")]
    assert keywords(document, {}) == [("/body/name", "required")]


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("#/components/schemas/a~1b~0c d{e}", id="tilde escapes"),
        pytest.param("#/components/schemas/a~1b~0c%20d%7Be%7D", id="percent escapes"),
        pytest.param("#/components/schemas/a%7E1b%7E0c%20d%7Be%7D", id="an escaped tilde"),
        pytest.param("#%2Fcomponents%2Fschemas%2Fa~1b~0c d{e}", id="escaped slashes"),
        pytest.param("#/components/schemas/100%25", id="an escaped percent sign"),
        pytest.param("#/components/schemas/~01", id="~01 is ~1 and not a slash"),
        pytest.param("#/components/schemas/%C3%BC", id="UTF-8"),
        pytest.param("#/components/schemas/ü", id="a character as it is"),
        pytest.param("#/paths/~1send/post/x-here/1/schema", id="into paths, by index"),
        pytest.param("#/paths/~1send/post/responses/200/content/application~1json/schema", id="a number as key"),
    ],
)
def test_a_fragment_is_percent_decoded_and_then_read_as_a_pointer(reference: str) -> None:
    """Source: RFC 6901 sections 4 and 6."""
    document = described({"$ref": reference})
    operation = document["paths"]["/send"]["post"]
    operation["x-here"] = [0, {"schema": {"type": "integer"}}]
    operation["responses"] = {200: {"content": {"application/json": {"schema": {"type": "integer"}}}}}
    assert keywords(document, 1) == []
    assert keywords(document, "x") == [("/body", "type")]
    assert load_document(document).problems == ()


def test_a_reference_into_another_path_goes_on_behind_references_on_its_way() -> None:
    """Descriptions point into each other's operations, through parameters and bodies that are references."""
    document = described({"$ref": "#/paths/~1other~1%7Bid%7D/post/requestBody/content/application~1json/schema"})
    document["paths"]["/other/{id}"] = {
        "post": {"operationId": "o", "requestBody": {"$ref": "#/components/requestBodies/B"}}
    }
    schema = {"$ref": "#/components/schemas/Pet"}
    document["components"]["requestBodies"] = {"B": {"content": {"application/json": {"schema": schema}}}}
    assert keywords(document, {"name": 1}) == [("/body/name", "type")]
    behind = described({"$ref": "#/components/schemas/Alias/properties/name"})
    behind["components"]["schemas"]["Alias"] = schema
    assert keywords(behind, 1) == [("/body", "type")]


def test_a_recursive_schema_is_checked_at_every_depth() -> None:
    """The schema is copied once, the value decides how deep it goes."""
    document = described({"$ref": "#/components/schemas/Tree"})
    assert keywords(document, {"children": [{"children": []}, {}]}) == []
    wrong = {"children": [{"children": [{"children": 1}]}]}
    assert keywords(document, wrong) == [("/body/children/0/children/0/children", "type")]


def test_two_schemas_that_need_each_other_are_checked() -> None:
    """A cycle of two."""
    document = described({"$ref": "#/components/schemas/A"})
    document["components"]["schemas"] |= {
        "A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
        "B": {"properties": {"a": {"$ref": "#/components/schemas/A"}}, "type": "object"},
    }
    assert keywords(document, {"b": {"a": {"b": 1}}}) == [("/body/b/a/b", "type")]


# siblings

SIBLINGS: list[Any] = [
    pytest.param("3.1.0", {"maxLength": 1}, [("/body", "maxLength")], id="3.1 keeps maxLength"),
    pytest.param("3.1.0", {"properties": {"a": {}}}, [], id="3.1 keeps properties"),
    pytest.param("3.0.3", {"maxLength": 1}, [], id="3.0 ignores maxLength"),
    pytest.param("3.0.3", {"type": "integer"}, [], id="3.0 ignores type"),
    pytest.param("3.0.3", {"required": ["x"], "properties": {}}, [], id="3.0 ignores required"),
]


@pytest.mark.parametrize(("version", "beside", "found"), SIBLINGS)
def test_siblings_of_a_reference_count_in_3_1_only(version: str, beside: Any, found: Any) -> None:
    """Source: OAS 3.0.4 Reference Object (SHALL be ignored); JSON Schema 2020-12 core 8.2.3.1."""
    document = described({"$ref": "#/components/schemas/Name", **beside}, version=version)
    assert keywords(document, "long") == found


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("word", ["nullable", "x-nullable"])
def test_nullable_beside_a_reference_counts_in_every_version(version: str, word: str) -> None:
    """The fourth relief: where people write it, they mean it."""
    document = described({"$ref": "#/components/schemas/Name", word: True}, version=version)
    assert keywords(document, None) == []
    assert keywords(document, 1) == [("/body", "type")]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_annotations_beside_a_reference_are_kept(version: str) -> None:
    """A description, a default and readOnly say nothing that 3.0 must ignore for a value to be right."""
    beside = {"description": "d", "default": "x", "readOnly": True, "deprecated": True, "title": "T", "example": "e"}
    document = load_document(described({"$ref": "#/components/schemas/Name", **beside}, version=version))
    content = document.operation("send")["requestBody"]["content"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Name", **beside}


# references to what is no schema


def test_references_to_every_kind_of_object_are_followed() -> None:
    """Path items, parameters, bodies, responses, headers, examples, security schemes."""
    document = load_document(
        {
            "openapi": "3.1.0",
            "paths": {
                "/a/{id}": {"$ref": "#/components/pathItems/A", "summary": "mine"},
                "/b/{id}": {"$ref": "#/paths/~1a~1{id}"},
            },
            "components": {
                "pathItems": {
                    "A": {
                        "parameters": [{"$ref": "#/components/parameters/Id"}],
                        "post": {
                            "requestBody": {"$ref": "#/components/requestBodies/B"},
                            "responses": {"200": {"$ref": "#/components/responses/R", "description": "other"}},
                        },
                    }
                },
                "parameters": {"Id": {"name": "id", "in": "path", "schema": {"type": "integer"}}},
                "requestBodies": {
                    "B": {"content": {"text/plain": {"examples": {"e": {"$ref": "#/components/examples/E"}}}}}
                },
                "responses": {"R": {"description": "r", "headers": {"X-A": {"$ref": "#/components/headers/H"}}}},
                "headers": {"H": {"schema": {"type": "string"}}},
                "examples": {"E": {"value": "hello"}},
                "securitySchemes": {"a": {"$ref": "#/components/securitySchemes/b"}, "b": {"type": "mutualTLS"}},
            },
        }
    )
    operations = Client(document).operations
    assert list(operations) == ["post_a_id", "post_b_id"]
    for operation in operations.values():
        assert operation.parameter("id").type == "integer"
        assert operation.request_body is not None
        assert operation.request_body.content["text/plain"].examples == {"e": "hello"}
        assert operation.responses["200"].description == "other"
        assert operation.responses["200"].headers["X-A"]["schema"] == {"type": "string"}
    assert document.security_schemes == {"a": {"type": "mutualTLS"}, "b": {"type": "mutualTLS"}}
    assert document.problems == ()


# anchors and identifiers


def test_an_anchor_is_found_by_its_name() -> None:
    """Source: JSON Schema 2020-12 core 8.2.2."""
    document = described({"$ref": "#here"})
    document["components"]["schemas"]["Deep"] = {"properties": {"p": {"$anchor": "here", "type": "integer"}}}
    assert keywords(document, 1) == []
    assert keywords(document, "x") == [("/body", "type")]


def test_an_identifier_is_a_base_and_a_name() -> None:
    """Source: JSON Schema 2020-12 core 8.2.1: references below an `$id` are relative to it."""
    document = described({"$ref": "https://example.test/schemas/pet"})
    document["components"]["schemas"]["P"] = {
        "$id": "https://example.test/schemas/pet",
        "properties": {
            "local": {"$ref": "#/$defs/Number"},
            "beside": {"$ref": "name"},
            "anchored": {"$ref": "#num"},
            "root": {"$ref": "#"},
        },
        "$defs": {"Number": {"$anchor": "num", "type": "integer"}},
    }
    document["components"]["schemas"]["N"] = {"$id": "https://example.test/schemas/name", "type": "string"}
    good = {"local": 1, "beside": "x", "anchored": 1, "root": {"local": 1}}
    assert keywords(document, good) == []
    bad = {"local": "x", "beside": 1, "anchored": "x", "root": {"local": "x"}}
    assert sorted(keywords(document, bad)) == [
        ("/body/anchored", "type"),
        ("/body/beside", "type"),
        ("/body/local", "type"),
        ("/body/root/local", "type"),
    ]
    assert load_document(document).problems == ()


def test_the_same_anchor_below_two_identifiers_is_two_anchors() -> None:
    """Anchors are names within their own resource."""
    parts = {
        kind: {"$id": f"https://example.test/{kind}", "$defs": {"X": {"$anchor": "x", "type": kind}}}
        for kind in ("string", "integer")
    }
    document = described(
        {
            "properties": {
                "s": {"$ref": "https://example.test/string#x"},
                "i": {"$ref": "https://example.test/integer#x"},
            }
        }
    )
    document["components"]["schemas"] |= parts
    assert keywords(document, {"s": "x", "i": 1}) == []
    assert keywords(document, {"s": 1, "i": "x"}) == [("/body/s", "type"), ("/body/i", "type")]


def test_a_dynamic_reference_leads_to_its_anchor() -> None:
    """Source: JSON Schema 2020-12 core 8.2.3.2; one document holds one dynamic scope."""
    document = described({"$ref": "#/components/schemas/T"})
    document["components"]["schemas"]["T"] = {
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"next": {"$dynamicRef": "#node"}},
    }
    assert keywords(document, {"next": {"next": {}}}) == []
    assert keywords(document, {"next": {"next": 1}}) == [("/body/next/next", "type")]


def test_a_recursive_reference_leads_to_its_root() -> None:
    """Source: JSON Schema 2019-09 core 8.2.4.2; some descriptions of 3.1 still use it."""
    document = described({"$ref": "#/components/schemas/T"})
    document["components"]["schemas"]["T"] = {
        "$recursiveAnchor": True,
        "type": "object",
        "properties": {"any": {"anyOf": [{"$recursiveRef": "#"}, {"type": "string"}]}},
    }
    assert keywords(document, {"any": {"any": "x"}}) == []
    assert keywords(document, {"any": {"any": 1}}) == [("/body/any/any", "type")]


# other files and addresses


def write(folder: Path, files: dict[str, Any]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), "utf-8")
    return folder / "api.json"


def test_references_lead_through_files_and_back(tmp_path: Path) -> None:
    """Each reference is relative to its own file; a file may refer to the root, and to a part of itself."""
    path = write(
        tmp_path,
        {
            "api.json": described({"$ref": "schemas/pet.json"}),
            "schemas/pet.json": {
                "type": "object",
                "properties": {
                    "name": {"$ref": "../api.json#/components/schemas/Name"},
                    "tag": {"$ref": "#/$defs/Tag"},
                    "owner": {"$ref": "people/owner%20%C3%BC.json#/Owner"},
                    "parent": {"$ref": "pet.json"},
                },
                "$defs": {"Tag": {"type": "integer"}},
            },
            "schemas/people/owner ü.json": {"Owner": {"properties": {"pet": {"$ref": "../pet.json#"}}}},
        },
    )
    good = {"name": "x", "tag": 1, "owner": {"pet": {"tag": 1}}, "parent": {"parent": {"name": "x"}}}
    assert keywords(path, good) == []
    bad = {"name": 1, "tag": "x", "owner": {"pet": {"tag": "x"}}, "parent": {"parent": {"name": 1}}}
    assert sorted(keywords(path, bad)) == [
        ("/body/name", "type"),
        ("/body/owner/pet/tag", "type"),
        ("/body/parent/parent/name", "type"),
        ("/body/tag", "type"),
    ]
    document = load_document(path)
    assert document.problems == ()
    assert document.resolve("schemas/pet.json#/$defs/Tag") == {"type": "integer"}


def test_operations_may_live_in_files_of_their_own(tmp_path: Path) -> None:
    """A path item in another file brings its parameters and schemas with it, relative to that file."""
    document = described({})
    document["paths"]["/pets/{id}"] = {"$ref": "paths/pet.json#/item"}
    item = {
        "parameters": [{"$ref": "../common/parameters.json#/Id"}],
        "put": {
            "operationId": "putPet",
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/schema"}}}},
            "responses": {"default": {"$ref": "../common/responses.json#/Error"}},
        },
    }
    error = {"description": "e", "content": {"application/json": {"schema": {"$ref": "parameters.json#/Id/schema"}}}}
    path = write(
        tmp_path,
        {
            "api.json": document,
            "paths/pet.json": {"item": item, "schema": {"required": ["name"]}},
            "common/parameters.json": {
                "Id": {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
            },
            "common/responses.json": {"Error": error},
        },
    )
    client = Client(path, base_url="http://h")
    operation = client.operations["putPet"]
    assert operation.pointer == "paths/pet.json#/item/put"
    assert operation.parameter("id").pointer == "common/parameters.json#/Id/schema"
    schema = operation.responses["default"].content["application/json"].schema
    assert client.document.resolve(schema or {}) == {"type": "integer"}
    violations = client.validate("putPet", id="x", body={})
    assert [(v.path, v.schema_pointer) for v in violations] == [
        ("/id", "common/parameters.json#/Id/schema/type"),
        ("/body/name", "paths/pet.json#/schema/required"),
    ]
    assert client.document.problems == ()


def test_a_file_of_yaml_may_refer_to_one_of_json(tmp_path: Path) -> None:
    """Each file says by itself what it is; its oddities are reported under its own name."""
    (tmp_path / "api.yaml").write_text(json.dumps(described({"$ref": "more.yaml#/A"})), "utf-8")
    (tmp_path / "more.yaml").write_text("A: {type: integer}\nB: 1\nB: 2\n", "utf-8")
    assert keywords(tmp_path / "api.yaml", "x") == [("/body", "type")]
    document = load_document(tmp_path / "api.yaml")
    (problem,) = document.problems
    assert problem.what == "the key 'B' appears twice; the last one is used"
    assert (problem.pointer.rpartition("/")[2], problem.line) == ("more.yaml", 3)


def test_a_mapping_with_a_base_uri_refers_to_files_beside_it(tmp_path: Path) -> None:
    """Text and mappings have no folder of their own; `base_uri` gives them one."""
    write(tmp_path, {"name.json": {"type": "string"}})
    document = load_document(described({"$ref": "name.json"}), base_uri=(tmp_path / "api.json").as_uri())
    assert keywords(document, 1) == [("/body", "type")]


# references that lead nowhere, or round in circles

NOWHERE: list[Any] = [
    pytest.param("#/components/schemas/Pett", "there is no 'Pett'. Did you mean 'Pet'", id="a misspelt name"),
    pytest.param("#/components/schemas/Pet/properties/nme", "Did you mean 'name'", id="a misspelt property"),
    pytest.param("#/components/schemas/Name/type/0", "leads nowhere", id="into a text"),
    pytest.param("#/paths/~1send/post/x-list/7", "leads nowhere", id="beyond the end of a list"),
    pytest.param("#/paths/~1send/post/x-list/-", "leads nowhere", id="the end of a list"),
    pytest.param("#nobody", "has the anchor 'nobody'", id="an unknown anchor"),
    pytest.param("missing.json", "the document has no address of its own", id="a file, from a mapping"),
    pytest.param("#/components/schemas/%zz", "leads nowhere", id="a broken percent escape"),
    pytest.param("http://[broken", "'http://[broken' is not a valid address", id="no URL"),
]


@pytest.mark.parametrize(("reference", "words"), NOWHERE)
def test_a_reference_that_leads_nowhere_is_reported_and_checks_nothing(reference: str, words: str) -> None:
    """The operation can be called; the target of the reference is not checked."""
    document = described({"properties": {"a": {"$ref": reference}, "b": {"type": "integer"}}})
    document["paths"]["/send"]["post"]["x-list"] = [1]
    loaded = load_document(document)
    assert keywords(loaded, {"a": 1, "b": "x"}) == [("/body/b", "type")]
    (problem,) = loaded.problems
    assert words in problem.what
    assert problem.consequence.startswith("values here are not checked")


def test_an_empty_reference_is_the_document_itself() -> None:
    """Source: RFC 3986 section 4.4: a same-document reference. A document is not a schema, but nothing breaks."""
    document = load_document(described({"properties": {"a": {"$ref": ""}}}))
    assert keywords(document, {"a": 1}) == []


@pytest.mark.usefixtures("without_collection")
@pytest.mark.parametrize(
    "schemas",
    [
        pytest.param({"A": {"$ref": "#/components/schemas/A"}}, id="itself"),
        pytest.param(
            {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}, id="each other"
        ),
        pytest.param({"A": {"$ref": "#/components/schemas/A/properties/a"}}, id="below itself"),
        pytest.param({"A": {"allOf": [{"$ref": "#/components/schemas/A"}]}}, id="itself, through allOf"),
        pytest.param(
            {"A": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}]}}, id="itself, through anyOf"
        ),
    ],
)
def test_a_reference_loop_ends(schemas: dict[str, Any]) -> None:
    """A schema that is nothing but itself says nothing; nothing hangs, and no RecursionError is raised."""
    both = {"a": {"$ref": "#/components/schemas/A"}, "b": {"type": "integer"}}
    loaded = load_document(described({"properties": both}, schemas=schemas))
    assert ("/body/b", "type") in keywords(loaded, {"a": {"x": 1}, "b": "x"})
    assert keywords(loaded, {"b": 1}) == []
    assert loaded.problems == () or "circle" in loaded.problems[0].what
    client = Client(loaded, base_url="http://h")
    assert client.prepare("send", body={"b": 1}).body == b'{"b":1}'
    assert "send" in repr(client.operations["send"])
    assert "Body" in (client.send.__doc__ or "")


@pytest.mark.parametrize("kind", ["parameters", "requestBodies", "responses", "pathItems"])
def test_a_loop_of_references_to_other_objects_is_reported(kind: str) -> None:
    """The part is left out, the rest of the operation works."""
    document = described({"type": "integer"})
    document["components"][kind] = {"A": {"$ref": f"#/components/{kind}/B"}, "B": {"$ref": f"#/components/{kind}/A"}}
    loop = {"$ref": f"#/components/{kind}/A"}
    post = document["paths"]["/send"]["post"]
    if kind == "parameters":
        post["parameters"] = [loop]
    elif kind == "requestBodies":
        document["paths"]["/other"] = {"post": {"requestBody": loop}}
    elif kind == "responses":
        post["responses"] = {"200": loop}
    else:
        document["paths"]["/other"] = loop
    loaded = load_document(document)
    assert keywords(loaded, "x") == [("/body", "type")]
    assert [problem for problem in loaded.problems if "circle" in problem.what]


def test_resolve_follows_chains_and_says_where_they_end() -> None:
    """`document.resolve` is what users follow a schema's references with."""
    document: Document = load_document(
        described({}, parameters={"P": {"name": "p", "in": "query", "schema": {"type": "string", "nullable": True}}})
    )
    name = {"type": "string"}
    assert document.resolve("#/components/schemas/Name") == name
    assert document.resolve({"$ref": "#/components/schemas/Name"}) == name
    assert document.resolve(name) is name
    assert document.resolve("#/components/parameters/P")["schema"] == {"type": "string", "nullable": True}
    with pytest.raises(UnresolvableReference, match="Did you mean 'Pet'"):
        document.resolve("#/components/schemas/Pets")
    loop = load_document(described({}, schemas={"A": {"$ref": "#/components/schemas/A"}}))
    with pytest.raises(UnresolvableReference, match="back to itself"):
        loop.resolve("#/components/schemas/A")


def test_an_identifier_or_mapping_that_is_no_address_is_ignored_and_reported() -> None:
    """References below it are relative to the document, as if there were none."""
    schema = {"$id": "http://[broken", "properties": {"a": {"$ref": "#/components/schemas/Name"}}}
    discriminator = {"propertyName": "a", "mapping": {"x": "http://[broken/x", "y": "#/components/schemas/Pet"}}
    loaded = load_document(described({**schema, "discriminator": discriminator}))
    assert keywords(loaded, {"a": 1}) == [("/body/a", "type")]
    content = loaded.operation("send")["requestBody"]["content"]["application/json"]
    assert content["schema"]["discriminator"]["mapping"] == {"y": "#/components/schemas/Pet"}
    assert [problem.consequence for problem in loaded.problems] == ["it is ignored", "it is ignored"]


def test_data_is_never_taken_for_a_reference() -> None:
    """`$ref` in an example, a default, an enum or as a property's name is what the API exchanges."""
    data = {"$ref": "#/nowhere"}
    schema = {
        "type": "object",
        "properties": {
            "$ref": {"type": "string"},
            "enum": {"type": "string"},
            "default": {"type": "string"},
            "properties": {"type": "string"},
            "e": {"enum": [data]},
            "c": {"const": data},
        },
        "required": ["$ref"],
        "default": data,
        "example": data,
    }
    document = described(schema)
    media_type = document["paths"]["/send"]["post"]["requestBody"]["content"]["application/json"]
    media_type["examples"] = {"a": {"value": data}, "$ref": {"value": data}}
    assert keywords(document, {"$ref": "x", "e": data, "c": data}) == []
    bad = {"$ref": 1, "enum": 1, "default": 1, "properties": 1, "e": {}, "c": {}}
    assert len(keywords(document, bad)) == 6
    assert load_document(document).problems == ()


@pytest.mark.parametrize(
    ("pointer", "good", "bad"), [("/definitions/Pet", "text", 5), ("/components/schemas/Pet", True, "text")]
)
def test_only_the_root_of_a_2_0_document_keeps_its_schemas_elsewhere(
    tmp_path: Path, pointer: str, good: Any, bad: Any
) -> None:
    """A pointer into another file is taken as it is written there, whatever it is called."""
    operation = {
        "operationId": "op",
        "parameters": [{"name": "b", "in": "body", "schema": {"$ref": f"parts.json#{pointer}"}}],
        "responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Pet"}}},
    }
    root = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "definitions": {"Pet": {"type": "integer"}},
        "paths": {"/x": {"post": operation}},
    }
    parts = {"definitions": {"Pet": {"type": "string"}}, "components": {"schemas": {"Pet": {"type": "boolean"}}}}
    (tmp_path / "root.json").write_text(json.dumps(root))
    (tmp_path / "parts.json").write_text(json.dumps(parts))
    document = load_document(tmp_path / "root.json")
    assert document.problems == ()
    client = Client(document, base_url="https://a.test")
    assert client.validate("op", body=good) == []
    assert [v.keyword for v in client.validate("op", body=bad)] == ["type"]
