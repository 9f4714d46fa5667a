"""`defaultMapping`: the schema of a value that names none. Source: OAS 3.2.0 Discriminator Object and its examples."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from dynaclient import Client
from dynaclient.document import load_document
from dynaclient.document.bundle import bundle
from dynaclient.sandbox import Sandbox

TEXT = {"type": "string"}


def described(discriminator: Any, version: str = "3.2.0", tag: Any = None) -> dict[str, Any]:
    def pet(member: str, needed: list[str], kind: str) -> dict[str, Any]:
        return {"type": "object", "properties": {"petType": tag or TEXT, member: {"type": kind}}, "required": needed}

    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    pets = {"type": "array", "minItems": 4, "items": {"$ref": "#/components/schemas/Pet"}}
    many = {"application/json": {"schema": pets}}
    names = ("Cat", "Dog", "Other")
    return {
        "openapi": version,
        "info": {"title": "Pets", "version": "1"},
        "paths": {
            "/pets": {
                "post": {
                    "operationId": "add",
                    "requestBody": {"required": True, "content": content},
                    "responses": {"200": {"description": "", "content": content}},
                }
            },
            "/samples": {
                "get": {"operationId": "all", "responses": {"200": {"description": "", "content": many}}},
            },
        },
        "components": {
            "schemas": {
                "Pet": {
                    "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names],
                    "discriminator": discriminator,
                },
                "Cat": pet("claws", ["petType", "claws"], "integer"),
                "Dog": pet("bark", ["petType", "bark"], "integer"),
                "Other": pet("name", ["name"], "string"),
            }
        },
    }


MAPPED = {"propertyName": "petType", "mapping": {"cat": "#/components/schemas/Cat"}, "defaultMapping": "Other"}
BY_ADDRESS = {"propertyName": "petType", "defaultMapping": "#/components/schemas/Other"}


@pytest.mark.parametrize("discriminator", [MAPPED, BY_ADDRESS], ids=["a name", "an address"])
@pytest.mark.parametrize("version", ["3.0.4", "3.1.2", "3.2.0"])
@pytest.mark.parametrize(
    ("body", "violations"),
    [
        ({"name": "a"}, []),
        ({"petType": "fish", "name": "a"}, []),
        ({"name": 1}, ["/body/name: expected string, given integer 1"]),
        ({}, ["/body/name: this is required and missing: string"]),
        ({"petType": "fish", "name": 1}, ["/body/name: expected string, given integer 1"]),
        ({"petType": "Other", "name": 1}, ["/body/name: expected string, given integer 1"]),
        ({"petType": "Dog", "bark": "x"}, ['/body/bark: expected integer, given string "x"']),
        ({"petType": "Dog"}, ["/body/bark: this is required and missing: integer"]),
    ],
)
def test_what_names_no_schema_is_held_against_the_default(
    discriminator: Any, version: str, body: Any, violations: list[str]
) -> None:
    client = Client(described(discriminator, version), base_url="http://h.test")
    assert [str(found) for found in client.validate("add", body=body)] == violations
    assert [str(found) for found in client.with_options(validate="strict").validate("add", body=body)] == violations


def test_without_a_default_the_names_are_listed() -> None:
    client = Client(described({"propertyName": "petType"}), base_url="http://h.test")
    (found,) = client.validate("add", body={"petType": "fish", "name": 1})
    assert str(found) == (
        '/body/petType: expected one of "Cat", "Dog", "Other" by the discriminator "petType", given string "fish"'
    )


def test_constants_do_not_hide_the_default() -> None:
    """A default counts where every schema lists its own names too."""
    document = described(MAPPED)
    for name in ("Cat", "Dog", "Other"):
        document["components"]["schemas"][name]["properties"]["petType"] = {"enum": [name.lower()]}
    client = Client(document, base_url="http://h.test")
    assert [str(found) for found in client.validate("add", body={"name": 1})] == [
        "/body/name: expected string, given integer 1"
    ]
    (found,) = client.validate("add", body={"petType": "fish", "name": "a"})
    assert found.path == "/body/petType"


@pytest.mark.parametrize("version", ["3.0.4", "3.1.2"])
def test_in_an_older_document_it_is_a_problem_and_works(version: str) -> None:
    document = load_document(described(MAPPED, version))
    assert [(problem.pointer, problem.kind, problem.what) for problem in document.problems] == [
        (
            "#/components/schemas/Pet/discriminator/defaultMapping",
            "newer-word",
            f"`defaultMapping` is a word of OpenAPI 3.2, and the document declares {version}",
        )
    ]
    assert load_document(described(MAPPED)).problems == ()


def test_a_base_schema_has_one_too() -> None:
    """Source: OAS 3.0.4 Discriminator Object, with `allOf`; under "strict" the name chooses the schema."""
    document = described(MAPPED, "3.0.4")
    schemas = document["components"]["schemas"]
    schemas["Pet"] = {
        "type": "object", "properties": {"petType": TEXT}, "discriminator": {**MAPPED, "mapping": {}},
    }  # fmt: skip
    for name in ("Cat", "Dog", "Other"):
        schemas[name] = {"allOf": [{"$ref": "#/components/schemas/Pet"}, schemas[name]]}
    client = Client(document, base_url="http://h.test", validate="strict")
    assert client.validate("add", body={"name": "a"}) == []
    assert client.validate("add", body={"petType": "fish", "name": "a"}) == []
    assert [found.path for found in client.validate("add", body={"petType": "fish", "name": 1})] == ["/body/name"]
    assert [found.path for found in client.validate("add", body={"petType": "Dog", "name": "a"})] == ["/body/bark"]


def test_the_sandbox_names_the_schema_of_what_it_makes() -> None:
    document = described(MAPPED)
    client = Client(document, app=Sandbox(document), validate_responses="raise")
    pets = [pet for _ in range(3) for pet in client.call("all").data]
    assert len(pets) == 12
    for pet in pets:
        wanted = {"cat": "claws", "Dog": "bark", "Other": "name"}[pet.get("petType", "Other")]
        assert wanted in pet
    made = client.call("add", body={"petType": "fish", "name": "a"})
    assert made["name"] == "a"


@pytest.mark.parametrize("pet", [{"petType": "fish", "name": "a"}, {"name": "a"}, {"petType": "cat", "claws": 1}])
def test_answers_are_read(pet: dict[str, Any]) -> None:
    def app(environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(pet).encode()]

    client = Client(described(MAPPED), app=app, validate_responses="raise")
    value = client.call("add", body=pet).unmarshal()
    assert {name: getattr(value, name) for name in pet} == pet


def test_a_bundle_keeps_it(tmp_path) -> None:
    root = described({**MAPPED, "defaultMapping": "other.yaml#/Fish"})
    root["components"]["schemas"]["Pet"]["oneOf"].append({"$ref": "other.yaml#/Fish"})
    (tmp_path / "other.yaml").write_text(yaml.safe_dump({"Fish": {"type": "object", "required": ["fins"]}}))
    (tmp_path / "openapi.yaml").write_text(yaml.safe_dump(root))
    bundled = bundle(load_document(tmp_path / "openapi.yaml"))
    assert bundled["components"]["schemas"]["Pet"]["discriminator"]["defaultMapping"] == "#/components/schemas/Fish"
    client = Client(bundled, base_url="http://h.test")
    assert [found.path for found in client.validate("add", body={})] == ["/body/fins"]


PETS = {
    "Cat": {"type": "object", "required": ["petType", "hunts"], "properties": {"petType": TEXT, "hunts": TEXT}},
    "Dog": {"type": "object", "required": ["petType", "bark"], "properties": {"petType": TEXT, "bark": TEXT}},
    "Lizard": {
        "type": "object",
        "required": ["petType", "lovesRocks"],
        "properties": {"petType": TEXT, "lovesRocks": {}},
    },
    "OtherPet": {"type": "object", "required": ["name"], "properties": {"petType": {"not": {"enum": ["Cat", "Dog"]}}}},
}
ONE_OF = [{"$ref": f"#/components/schemas/{name}"} for name in ("Cat", "Dog", "Lizard")]
TAG = {"propertyName": "petType"}
DOG = {"propertyName": "petType", "mapping": {"dog": "Dog"}}
ANIMAL = {"allOf": [{"$ref": "#/components/schemas/Answer"}, PETS["Dog"]]}
OF_THE_STANDARD: dict[str, tuple[Any, dict[str, Any], Any, list[str]]] = {
    "by the names of schemas": ({"oneOf": ONE_OF, "discriminator": TAG}, {}, {"petType": "Cat"}, ["/body/hunts"]),
    "by a mapping": ({"oneOf": ONE_OF, "discriminator": DOG}, {}, {"petType": "dog"}, ["/body/bark"]),
    "by a name beside a mapping": (
        {"oneOf": ONE_OF, "discriminator": DOG}, {}, {"petType": "Lizard"}, ["/body/lovesRocks"],
    ),
    "with anyOf": ({"anyOf": ONE_OF, "discriminator": DOG}, {}, {"petType": "dog", "bark": "loud"}, []),
    "with anyOf, wrong": ({"anyOf": ONE_OF, "discriminator": DOG}, {}, {"petType": "dog", "bark": 1}, ["/body/bark"]),
    "none of the names": ({"oneOf": ONE_OF, "discriminator": DOG}, {}, {"petType": "Fish"}, ["/body/petType"]),
    "a base schema does not choose": (
        {"type": "object", "required": ["petType"], "properties": {"petType": TEXT}, "discriminator": DOG},
        {"Dog": ANIMAL}, {"petType": "dog"}, [],
    ),
    "a default": (
        {
            "oneOf": [*ONE_OF, {"$ref": "#/components/schemas/OtherPet"}],
            "discriminator": {**DOG, "defaultMapping": "OtherPet"},
        },
        {}, {"petType": "Fish"}, ["/body/name"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OF_THE_STANDARD)
def test_the_examples_of_the_standard(name: str) -> None:
    """Source: OAS 3.2.0 Discriminator Object, "Discriminator Object Examples"; only the alternatives decide."""
    schema, more, body, places = OF_THE_STANDARD[name]
    document = described({"propertyName": "petType"})
    document["components"]["schemas"] = {
        **PETS,
        **more,
        "Answer": schema,
        "Pet": {"$ref": "#/components/schemas/Answer"},
    }
    assert load_document(document).problems == ()
    client = Client(document, base_url="http://h.test")
    assert [found.path for found in client.validate("add", body=body)] == places
