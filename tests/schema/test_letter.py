"""What "strict" adds to JSON Schema, and how a discriminator that names nothing is explained."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import Client
from dynaclient.schema import Letter, Reliefs

REQUEST, RESPONSE = Letter("request"), Letter("response")

ID = {"Id": {"type": "string", "readOnly": True}, "Named": {"type": "object", "required": ["id"]}}

# readOnly and writeOnly. Source: OAS 3.0.4 Schema Object.

UNSENT: list[Any] = [
    pytest.param({"properties": {"id": {"readOnly": True}}, "required": ["id"]}, "/id", id="itself"),
    pytest.param({"properties": {"id": {"$ref": "#/components/schemas/Id"}}}, "/id", id="behind a reference"),
    pytest.param({"properties": {"id": {"allOf": [{"type": "string"}, {"readOnly": True}]}}}, "/id", id="in allOf"),
    pytest.param(
        {"allOf": [{"$ref": "#/components/schemas/Named"}, {"properties": {"id": {"readOnly": True}}}]},
        "/id",
        id="demanded by another part",
    ),
    pytest.param({"properties": {"in": {"properties": {"id": {"readOnly": True}}}}}, "/in/id", id="within"),
    pytest.param({"properties": {"in": {"items": {"properties": {"id": {"readOnly": True}}}}}}, "/in/0/id", id="items"),
]


@pytest.mark.parametrize(("schema", "path"), UNSENT)
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_what_is_read_only_is_refused_in_requests(find: Any, schema: Any, path: str, version: str) -> None:
    value: Any = "a"
    for token in reversed(path.split("/")[1:]):
        value = [value] if token == "0" else {token: value}
    (finding,) = find(schema, value, relief=REQUEST, version=version, schemas=ID)
    assert (finding.path, finding.keyword) == (path, "readOnly")
    assert "not part of a request" in finding.message
    assert finding.schema_pointer.endswith("/properties/id")
    for rules in (RESPONSE, Reliefs("request"), None):
        assert find(schema, value, relief=rules, version=version, schemas=ID) == []
    assert find(schema, {}, relief=REQUEST, version=version, schemas=ID) == []


def test_what_is_write_only_is_refused_in_answers(find: Any) -> None:
    schema = {"properties": {"password": {"writeOnly": True}}, "required": ["password"]}
    (finding,) = find(schema, {"password": "x"}, relief=RESPONSE)
    assert (finding.path, finding.keyword) == ("/password", "writeOnly")
    assert "not part of a response" in finding.message
    assert find(schema, {"password": "x"}, relief=REQUEST) == find(schema, {}, relief=RESPONSE) == []
    assert [finding.keyword for finding in find(schema, {}, relief=REQUEST)] == ["required"]


@pytest.mark.parametrize("content", ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_every_kind_of_body_is_held_to_it(content: str) -> None:
    schema = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}}}
    operation = {"operationId": "op", "requestBody": {"content": {content: {"schema": schema}}}, "responses": {}}
    document = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/x": {"post": operation}}}
    client = Client(document, base_url="http://h", validate="strict")
    assert [(v.path, v.keyword) for v in client.validate("op", body={"id": "a"})] == [("/body/id", "readOnly")]
    assert client.with_options(validate=True).validate("op", body={"id": "a"}) == []


# nullable

NULLABLE: list[Any] = [
    pytest.param({"type": "string"}, id="a type"),
    pytest.param({"type": "string", "format": "date"}, id="a format"),
    pytest.param({"type": ["string", "integer"]}, id="types"),
    pytest.param({"type": "object", "properties": {"a": {}}, "required": ["a"]}, id="an object"),
    pytest.param({"type": "string", "pattern": "^a"}, id="a pattern"),
]


@pytest.mark.parametrize("word", ["nullable", "x-nullable"])
@pytest.mark.parametrize("schema", NULLABLE)
def test_nullable_in_3_1_counts_outside_strict_only(find: Any, schema: Any, word: str) -> None:
    """3.1 has no such keyword. Source: JSON Schema 2020-12 Core, section 6.5."""
    schema = {"properties": {"a": {**schema, word: True}}}
    assert [finding.keyword for finding in find(schema, {"a": None}, relief=REQUEST)] == ["type"]
    assert find(schema, {"a": None}, relief=Reliefs("request")) == []
    assert find(schema, {"a": False}, relief=Reliefs("request"))
    assert find(schema, {"a": None}, relief=REQUEST, version="3.0.3") == []


# discriminators of base schemas. Source: OAS 3.0.4 Discriminator Object; OAS 2.0 Schema Object, `discriminator`.


def base(version: str, **more: Any) -> dict[str, Any]:
    described = "kind" if version == "2.0" else {"propertyName": "kind", **more}
    return {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": described,
    }


def pets(version: str, schema: Any = None, **more: Any) -> dict[str, Any]:
    """A document whose body is a pet, of a kind that inherits from it."""
    at = "#/definitions/" if version == "2.0" else "#/components/schemas/"
    schemas = {
        "Pet": base(version, **more),
        "Cat": {"allOf": [{"$ref": f"{at}Pet"}, {"required": ["lives"], "properties": {"lives": {"type": "integer"}}}]},
        "Lion": {"allOf": [{"$ref": f"{at}Cat"}], "required": ["mane"]},
        "Friend": {"allOf": [{"$ref": f"{at}Pet"}], "properties": {"friend": {"$ref": f"{at}Pet"}}},
    }
    schema = schema or {"$ref": f"{at}Pet"}
    operation: dict[str, Any] = {"operationId": "op", "responses": {"200": {"description": "ok"}}}
    info = {"title": "t", "version": "1"}
    if version == "2.0":
        operation["parameters"] = [{"name": "pet", "in": "body", "schema": schema}]
        return {"swagger": "2.0", "info": info, "paths": {"/x": {"post": operation}}, "definitions": schemas}
    operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    return {
        "openapi": version,
        "info": info,
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": schemas},
    }


def keywords(document: Any, body: Any, **options: Any) -> list[tuple[str, str]]:
    client = Client(document, base_url="http://h", **{"validate": "strict", **options})
    return [(violation.path, violation.keyword) for violation in client.validate("op", body=body)]


PETS: list[Any] = [
    pytest.param({"kind": "Pet"}, [], id="the base"),
    pytest.param({"kind": "Cat", "lives": 9}, [], id="a kind"),
    pytest.param({"kind": "Cat"}, [("/body/lives", "required")], id="a kind, wrong"),
    pytest.param({"kind": "Lion", "lives": 9, "mane": 1}, [], id="a kind of a kind"),
    pytest.param({"kind": "Lion", "lives": 9}, [("/body/mane", "required")], id="a kind of a kind, wrong"),
    pytest.param({"kind": "Lion", "mane": 1}, [("/body/lives", "required")], id="a kind of a kind, inherited"),
    pytest.param({"kind": "Fish"}, [("/body/kind", "discriminator")], id="no kind"),
    pytest.param({}, [("/body/kind", "required")], id="without"),
    pytest.param({"kind": "Friend", "friend": {"kind": "Cat"}}, [("/body/friend/lives", "required")], id="recursive"),
]


@pytest.mark.parametrize(("body", "expected"), PETS)
@pytest.mark.parametrize("version", ["2.0", "3.0.3"])
def test_a_value_is_held_against_the_kind_that_it_names(version: str, body: Any, expected: Any) -> None:
    assert keywords(pets(version), body) == expected


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("validate", [True, "strict"])
def test_it_is_a_hint_by_default_and_in_3_1(version: str, validate: Any) -> None:
    if (version, validate) != ("3.0.3", "strict"):
        assert keywords(pets(version), {"kind": "Fish"}, validate=validate) == []
        assert keywords(pets(version), {"kind": "Cat"}, validate=validate) == []


AROUND: list[Any] = [
    pytest.param({"allOf": [{"$ref": "#/components/schemas/Pet"}], "description": "d"}, id="allOf for a description"),
    pytest.param({"anyOf": [{"$ref": "#/components/schemas/Pet"}]}, id="anyOf"),
]


@pytest.mark.parametrize("schema", AROUND)
def test_it_holds_wherever_the_base_is_referred_to(schema: Any) -> None:
    document = pets("3.0.3", schema)
    assert keywords(document, {"kind": "Lion", "lives": 9, "mane": 1}) == []
    assert ("/body/mane", "required") in keywords(document, {"kind": "Lion", "lives": 9})
    assert "/body/kind" in [path for path, _ in keywords(document, {"kind": "Fish", "lives": 1})]


def test_names_of_a_mapping_and_those_of_the_schemas_count() -> None:
    mapping = {"cat": "#/components/schemas/Cat", "lion": "Lion"}
    document = pets("3.0.3", mapping=mapping)
    for kind in ("cat", "Cat"):
        assert keywords(document, {"kind": kind, "lives": 9}) == []
        assert keywords(document, {"kind": kind}) == [("/body/lives", "required")]
    assert keywords(document, {"kind": "lion", "lives": 9}) == [("/body/mane", "required")]


def test_a_base_without_kinds_says_nothing() -> None:
    document = pets("3.0.3")
    document["components"]["schemas"] = {"Pet": base("3.0.3")}
    assert keywords(document, {"kind": "Fish"}) == []


def test_schemas_that_lead_to_each_other_end() -> None:
    """A mapping may name a schema that refers back to the base in any way."""
    at = "#/components/schemas/"
    document = pets("3.0.3", mapping={"a": f"{at}A", "b": f"{at}B"})
    document["components"]["schemas"] |= {
        "A": {"anyOf": [{"$ref": f"{at}B"}]},
        "B": {"oneOf": [{"$ref": f"{at}Pet"}], "discriminator": {"propertyName": "kind"}},
    }
    assert keywords(document, {"kind": "a"}) == keywords(document, {"kind": "b"}) == []


def test_many_bases_that_name_each_other_end() -> None:
    """Otherwise there would be a copy for each set of them."""
    names = [f"S{i}" for i in range(20)]
    document = pets("3.0.3", {"$ref": "#/components/schemas/S0"})
    document["components"]["schemas"] = {name: base("3.0.3", mapping={n: n for n in names}) for name in names}
    keywords(document, {"kind": "S3"})
    assert keywords(document, {"kind": "Fish"})


@pytest.mark.parametrize("kinds", [["Friend"], ["Friend", "Pet", "Cat"]])
def test_deep_values_are_held_once_on_each_level(kinds: list[str]) -> None:
    """Twice on each would be a million times on the twentieth."""
    value: Any = {"kind": "Cat"}
    for i in range(40):
        value = {"kind": kinds[i % len(kinds)], "lives": 1, "friend": value}
    document = pets("3.0.3")
    schemas = document["components"]["schemas"]
    schemas["Pet"]["properties"]["friend"] = schemas["Friend"].pop("properties")["friend"]
    assert keywords(document, value) == [("/body" + "/friend" * 40 + "/lives", "required")]


def test_the_violation_says_what_may_be_given() -> None:
    (violation,) = Client(pets("2.0"), base_url="http://h", validate="strict").validate("op", body={"kind": "Cta"})
    assert violation.message == (
        'expected one of "Pet", "Cat", "Friend", "Lion" by the discriminator "kind", given string "Cta". '
        'Did you mean "Cat"?'
    )
    assert violation.schema_pointer == "#/definitions/Pet/discriminator"


# discriminators of unions


def member(**properties: Any) -> dict[str, Any]:
    found = {"kind": {"type": "string"}, **properties}
    return {"type": "object", "required": list(found), "properties": found}


CAT, DOG = {"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}
TWO = {"Cat": member(lives={"type": "integer"}), "Dog": member(pack={"type": "integer"})}
MAPPING = {"meow": CAT["$ref"], "woof": "Dog"}
KIND: dict[str, Any] = {"propertyName": "kind"}

UNIONS: list[Any] = [
    pytest.param({"discriminator": KIND}, "Fish", '"Cat", "Dog"', id="names"),
    pytest.param({"discriminator": {**KIND, "mapping": MAPPING}}, "Fish", '"meow", "woof"', id="a mapping"),
    pytest.param(
        {"discriminator": {**KIND, "mapping": {"meow": CAT["$ref"]}}}, "Fish", '"meow", "Dog"', id="half a mapping"
    ),
    pytest.param({"discriminator": KIND, "nullable": True}, "Fish", '"Cat", "Dog"', id="nullable"),
    pytest.param({"discriminator": KIND}, 7, '"Cat", "Dog"', id="a number"),
]


@pytest.mark.parametrize(("union", "kind", "listed"), UNIONS)
@pytest.mark.parametrize("word", ["oneOf", "anyOf"])
@pytest.mark.parametrize("rules", [Reliefs("request"), REQUEST, None])
@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_value_that_a_discriminator_does_not_know_is_named(
    find: Any, union: Any, kind: Any, listed: str, word: str, rules: Any, version: str
) -> None:
    """And not a member of a branch that was not meant."""
    schema = {**union, word: [CAT, DOG]}
    (finding,) = find(schema, {"kind": kind}, relief=rules, schemas=TWO, version=version)
    assert (finding.path, finding.keyword) == ("/kind", "discriminator")
    assert f'expected one of {listed} by the discriminator "kind", given' in finding.message
    assert str(kind) in finding.message
    assert finding.schema_pointer.endswith("/schema/discriminator")


def test_the_alternative_that_is_named_is_explained(find: Any) -> None:
    schema = {"oneOf": [CAT, DOG], "discriminator": KIND}
    (finding,) = find(schema, {"kind": "Dog", "lives": "x"}, schemas=TWO)
    assert (finding.path, finding.keyword) == ("/pack", "required")
    (finding,) = find(schema, {"lives": "x"}, schemas=TWO)
    assert (finding.path, finding.keyword) == ("/kind", "required")
    assert '"Cat", "Dog"' in finding.message


def test_unions_within_unions_are_searched(find: Any) -> None:
    schemas = {**TWO, "Pet": {"oneOf": [CAT, DOG], "discriminator": KIND}, "Wild": member(teeth={"type": "integer"})}
    branches = [{"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Wild"}]
    for schema in ({"oneOf": branches, "discriminator": KIND}, {"items": {"anyOf": branches, "discriminator": KIND}}):
        wrap = (lambda value: [value]) if "items" in schema else (lambda value: value)
        (finding,) = find(schema, wrap({"kind": "Fish"}), schemas=schemas)
        assert finding.path.endswith("/kind")
        assert 'expected one of "Cat", "Dog", "Wild"' in finding.message
        (finding,) = find(schema, wrap({"kind": "Dog"}), schemas=schemas)
        assert finding.path.endswith("/pack")


def test_constants_say_more_than_names(find: Any) -> None:
    """Many documents have no mapping, and constants that are not the names."""
    schemas = {"Cat": member(kind={"const": "cat"}), "Dog": member(kind={"enum": ["dog"]})}
    schema = {"oneOf": [CAT, DOG], "discriminator": KIND}
    (finding,) = find(schema, {"kind": "Cat"}, schemas=schemas)
    assert finding.path == "/kind"
    assert '"cat", "dog"' in finding.message


def test_a_branch_of_unknown_values_may_be_meant(find: Any) -> None:
    """Then the discriminator is not blamed."""
    schema = {"oneOf": [CAT, member(tail={"type": "integer"})], "discriminator": KIND}
    assert [f.keyword for f in find(schema, {"kind": "x", "tail": "y"}, schemas=TWO)] == ["type"]


def test_a_secret_value_of_a_discriminator_is_not_shown(find: Any) -> None:
    schema = {"oneOf": [CAT, DOG], "discriminator": {"propertyName": "token"}}
    (finding,) = find(schema, {"token": "hush"}, schemas=TWO)
    assert "hush" not in finding.message
