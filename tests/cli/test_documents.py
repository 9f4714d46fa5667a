"""`check` and `bundle`."""

from __future__ import annotations

import json

import pytest
import yaml

from dynaclient import Client
from dynaclient.cli.descriptions import describe_operation
from dynaclient.openai import bundled_description

GOOD = """
openapi: 3.1.0
info: {title: Good, version: "1"}
paths:
  /a: {get: {operationId: a, responses: {"200": {description: ok}}}}
"""


def test_a_document_without_problems_ends_well_and_says_so(run, tmp_path) -> None:
    (tmp_path / "good.yaml").write_text(GOOD)
    done = run("check", str(tmp_path / "good.yaml"))
    assert (done.code, done.out) == (0, "")
    assert done.err == "Good: 1 operation, OpenAPI 3.1.0, no problems.\n"


def test_what_calls_meet_and_what_the_standard_forbids_are_told_apart(run, tmp_path) -> None:
    """A dangling reference stops a part of a call; a missing version of the API stops nothing."""
    text = GOOD.replace(', version: "1"', "").replace(
        'responses: {"200": {description: ok}}',
        'responses: {"200": {$ref: "#/components/responses/No"}}',
    )
    (tmp_path / "bad.yaml").write_text(text)
    done = run("check", str(tmp_path / "bad.yaml"), "--json")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert done.code == 3
    assert [p["kind"] for p in found if "components/responses/No" in p["pointer"] + p["what"]][:1] == ["use"]
    assert any(p["kind"] == "standard" and "is a required property" in p["what"] for p in found)
    quick = run("check", str(tmp_path / "bad.yaml"), "--quick", "--json")
    assert quick.code == 3
    assert {json.loads(line)["kind"] for line in quick.out.splitlines()} == {"use"}


def test_a_document_that_cannot_be_read_at_all_is_an_error_of_the_document(run) -> None:
    assert run("check", "/no/such").code == 3


def test_the_bundled_description_has_no_problems(run, env) -> None:
    del env["DYNACLIENT_SPEC"]
    done = run("check")
    assert (done.code, done.out) == (0, "")


FILES = {
    "root.yaml": """
openapi: 3.1.0
info: {title: Parts, version: "1"}
paths:
  /pets: {$ref: "paths/pets.yaml"}
  /owners/{id}: {$ref: "paths/pets.yaml#/owner"}
components:
  schemas:
    Pet: {description: "the root's own, of the same name", type: boolean}
""",
    "paths/pets.yaml": """
get:
  operationId: listPets
  parameters: [{$ref: "../shared.yaml#/parameters/limit"}]
  responses:
    "200": {description: ok, content: {application/json: {schema: {type: array, items: {$ref: "../shared.yaml#/Pet"}}}}}
    default: {$ref: "../shared.yaml#/responses/Error"}
post:
  operationId: addPet
  requestBody: {content: {application/json: {schema: {$ref: "../shared.yaml#/Pet"}, example: {$ref: not-a-reference}}}}
  responses:
    "200": {description: ok, content: {application/json: {schema: {$ref: "../root.yaml#/components/schemas/Pet"}}}}
owner:
  get:
    operationId: getOwner
    parameters: [{name: id, in: path, required: true, schema: {type: string}}]
    responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "../whole schema.json"}}}}}
""",
    "shared.yaml": """
parameters:
  limit: {name: limit, in: query, schema: {$ref: "#/Count"}}
responses:
  Error: {description: bad, content: {application/json: {schema: {$ref: "#/Count"}}}}
Count: {type: integer, minimum: 1}
Pet:
  type: object
  required: [name]
  properties:
    name: {type: string}
    $ref: {type: string}
    mother: {$ref: "#/Pet"}
    kind: {oneOf: [{$ref: "#/Cat"}], discriminator: {propertyName: kind, mapping: {cat: "#/Cat"}}}
Cat: {type: object, properties: {kind: {const: cat}}}
""",
    "whole schema.json": '{"type": "object", "properties": {"pets": {"items": {"$ref": "shared.yaml#/Pet"}}}}',
}


@pytest.fixture
def parts(tmp_path):
    """A document in four files, with a circle, a name that is taken, and things that only look like references."""
    for name, text in FILES.items():
        path = tmp_path / "parts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path / "parts" / "root.yaml"


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_a_bundle_is_one_document_that_reaches_nowhere_else(run, parts, form, tmp_path) -> None:
    done = run("bundle", str(parts), "--format", form)
    bundled = yaml.safe_load(done.out)
    references = [value for key, value in _members(bundled) if key == "$ref" and isinstance(value, str)]
    assert {reference.partition("#")[0] for reference in references} == {"", "not-a-reference"}
    assert bundled["components"]["schemas"]["Pet"]["type"] == "boolean"
    pet = bundled["components"]["schemas"]["Pet_2"]["properties"]
    assert pet["mother"] == {"$ref": "#/components/schemas/Pet_2"}
    assert pet["$ref"] == {"type": "string"}
    assert pet["kind"]["discriminator"]["mapping"] == {"cat": "#/components/schemas/Cat"}
    assert bundled["components"]["parameters"]["limit"]["schema"] == {"$ref": "#/components/schemas/Count"}
    assert bundled["paths"]["/pets"]["post"]["requestBody"]["content"]["application/json"]["example"] == {
        "$ref": "not-a-reference"
    }
    assert "whole_schema" in bundled["components"]["schemas"]


def _members(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from _members(item)
    elif isinstance(value, list):
        for item in value:
            yield from _members(item)


@pytest.mark.parametrize("which", ["parts", "bundled"])
def test_a_bundle_means_what_its_parts_meant(run, parts, which, tmp_path) -> None:
    """Every operation takes and gives the same, described from the one file or from the many."""
    source = str(parts) if which == "parts" else str(bundled_description())
    target = tmp_path / "bundle.yaml"
    assert run("bundle", source, "-o", str(target)).code == 0
    many, one = Client(source), Client(target)
    assert list(one.operations) == list(many.operations)
    assert one.document.problems == ()
    for name, operation in many.operations.items():
        described = describe_operation(many.document, operation)
        assert describe_operation(one.document, one.operations[name]) == described


def test_a_document_in_one_file_is_its_own_bundle(run, env) -> None:
    with open(env["DYNACLIENT_SPEC"], encoding="utf-8") as file:
        assert yaml.safe_load(run("bundle", "--format", "json").out) == yaml.safe_load(file)


def test_a_reference_that_leads_nowhere_has_the_code_of_the_document(run, tmp_path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("{get:", "{$ref: no.yaml, get:"))
    done = run("bundle", str(tmp_path / "a.yaml"))
    assert (done.code, done.out) == (3, "")
