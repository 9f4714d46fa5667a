"""`$id`, anchors, embedded resources and dynamic references, as the client and the sandbox follow them.

Expected verdicts are from JSON Schema 2020-12 Core, sections 8.2, 9.3 and appendix C; the suite of JSON Schema itself
is in `tests/suites`.
"""

from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client as WSGIClient

from dynaclient import Client, Document
from dynaclient.document.bundle import bundle
from dynaclient.sandbox import Sandbox


def described(schema: Any, schemas: dict[str, Any], version: str = "3.1.0") -> dict[str, Any]:
    """A document with one operation whose body has the schema."""
    content = {"application/json": {"schema": schema}}
    operation = {"operationId": "x", "requestBody": {"content": content}, "responses": {"200": {"description": ""}}}
    return {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": schemas},
    }


def component(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


INT = {"type": "integer"}
TREE = {
    "$id": "https://api.test/tree",
    "$dynamicAnchor": "node",
    "type": "object",
    "properties": {"data": True, "children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
}
STRICT_TREE = {
    "$id": "https://api.test/strict-tree",
    "$dynamicAnchor": "node",
    "$ref": "tree",
    "unevaluatedProperties": False,
}
LIST = {
    "$id": "https://api.test/list",
    "type": "array",
    "items": {"$dynamicRef": "#item"},
    "$defs": {"any": {"$dynamicAnchor": "item"}},
}


def list_of(kind: str) -> dict[str, Any]:
    return {
        "$id": f"https://api.test/list-of-{kind}",
        "$ref": "list",
        "$defs": {"item": {"$dynamicAnchor": "item", "type": kind}},
    }


CASES = [
    pytest.param(
        {"$id": "https://api.test/root", "$defs": {"w": {"$id": "int", **INT}}, "properties": {"n": {"$ref": "int"}}},
        {}, {"n": 1}, {"n": "no"}, id="a relative $id (8.2.1)",
    ),
    pytest.param(
        {
            "$id": "https://api.test/a/",
            "$defs": {"b": {"$id": "b/", "$defs": {"c": {"$id": "c", **INT}}}},
            "properties": {"n": {"$ref": "b/c"}},
        },
        {}, {"n": 1}, {"n": "no"}, id="two relative $ids (8.2.1)",
    ),
    pytest.param(
        {"$ref": "https://api.test/v1/dir/num"},
        {"Root": {"$id": "https://api.test/v1/root", "$defs": {"n": {"$id": "dir/num", **INT}}}},
        1, "no", id="an embedded resource from elsewhere (9.3)",
    ),
    pytest.param(
        component("Root/$defs/n"),
        {"Root": {"$id": "https://api.test/v1/root", "$defs": {"n": {"items": {"$ref": "#/$defs/i"}}, "i": INT}}},
        [1], ["no"], id="a pointer into a resource keeps its base (8.2.1)",
    ),
    pytest.param(
        {"$ref": "https://api.test/a#x"},
        {
            "A": {"$id": "https://api.test/a", "$defs": {"x": {"$anchor": "x", **INT}}},
            "B": {"$anchor": "x", "type": "string"},
        },
        1, "no", id="an anchor of one resource (8.2.2)",
    ),
    pytest.param(
        {"$ref": "#x"},
        {
            "A": {"$id": "https://api.test/a", "$defs": {"x": {"$anchor": "x", "type": "string"}}},
            "B": {"$anchor": "x", **INT},
        },
        1, "no", id="an anchor of the document, not of what is embedded (8.2.2)",
    ),
    pytest.param(
        component("A"),
        {"A": {"properties": {"$id": INT, "n": {"$ref": "#/components/schemas/N"}}}, "N": INT},
        {"$id": 1, "n": 1}, {"n": "no"}, id="a property called $id",
    ),
    pytest.param(
        {"$ref": "https://api.test/n"},
        {"A": {"enum": [{"$id": "https://api.test/n", "type": "null"}]}, "B": {"$id": "https://api.test/n", **INT}},
        1, "no", id="an $id in a constant is data",
    ),
    pytest.param(
        {"$ref": "https://api.test/strict-tree"}, {"Tree": TREE, "Strict": STRICT_TREE},
        {"children": [{"data": 1}]}, {"children": [{"daat": 1}]}, id="the outermost dynamic anchor (appendix C)",
    ),
    pytest.param(
        {"$ref": "https://api.test/tree"}, {"Tree": TREE, "Strict": STRICT_TREE},
        {"children": [{"other": 1}]}, {"children": 1}, id="the anchor itself where nothing is around it (8.2.3.2)",
    ),
    pytest.param(
        {"properties": {"n": component("Numbers"), "s": component("Texts")}},
        {"Numbers": list_of("number"), "Texts": list_of("string"), "List": LIST},
        {"n": [1], "s": ["a"]}, {"n": [1], "s": [1]}, id="one list with two kinds of items (8.2.3.2)",
    ),
    pytest.param(
        {"type": "object", "$ref": "#/components/schemas/A", "$dynamicRef": "#b"},
        {"A": {"required": ["a"]}, "B": {"$dynamicAnchor": "b", "required": ["b"]}},
        {"a": 1, "b": 1}, {"a": 1}, id="both kinds of reference in one schema (8.2.3)",
    ),
    pytest.param(
        component("A"),
        {"A": {"properties": {"n": {"$dynamicRef": "#n"}}, "$defs": {"n": {"$anchor": "n", **INT}}}},
        {"n": 1}, {"n": "no"}, id="a dynamic reference to a plain anchor (8.2.3.2)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("schema", "schemas", "good", "bad"), CASES)
@pytest.mark.parametrize("mode", [True, "strict"])
def test_the_client_and_the_sandbox_follow_the_same_references(
    schema: Any, schemas: dict[str, Any], good: Any, bad: Any, mode: Any
) -> None:
    document = Document(described(schema, schemas))
    client = Client(document, validate=mode, base_url="http://127.0.0.1:9")
    assert document.problems == ()
    assert [bool(client.validate("x", body=value)) for value in (good, bad)] == [False, True]
    sandbox = WSGIClient(Sandbox(document, strict=mode == "strict"))
    assert [sandbox.post("/x", json=value).status_code for value in (good, bad)] == [200, 400]


@pytest.mark.parametrize(("schema", "schemas", "good", "bad"), CASES)
def test_the_compiled_form_and_a_pickle_follow_them_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, schema: Any, schemas: dict[str, Any], good: Any, bad: Any
) -> None:
    monkeypatch.setenv("DYNACLIENT_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "api.json"
    path.write_text(json.dumps({**described(schema, schemas), "x-padding": " " * 40_000}))
    for document in (Document(path), Document(path), pickle.loads(pickle.dumps(Document(path)))):
        client = Client(document, base_url="http://127.0.0.1:9")
        assert [bool(client.validate("x", body=value)) for value in (good, bad)] == [False, True]


def test_an_identifier_of_3_0_is_only_a_name() -> None:
    """Source: OAS 3.0.4 Schema Object, which has no `$id`; Reference Object: `$ref` is relative to the document."""
    schemas = {"A": {"$id": "A", "properties": {"b": component("B")}}, "B": {"$id": "B", **INT}}
    client = Client(described(component("A"), schemas, "3.0.3"), base_url="http://127.0.0.1:9")
    assert client.document.problems == ()
    assert [bool(client.validate("x", body={"b": value})) for value in (1, "no")] == [False, True]


def test_a_mapping_of_a_discriminator_names_schemas_of_the_document() -> None:
    """Source: OAS 3.1.1 Discriminator Object: a bare name is that of a component, whatever `$id` is around it."""
    base = {
        "$id": "https://api.test/pet",
        "discriminator": {"propertyName": "kind", "mapping": {"d": "Dog"}},
        "oneOf": [{"$ref": "dog"}],
    }
    dog = {"$id": "https://api.test/dog", "properties": {"kind": {"const": "d"}}}
    document = Document(described(component("Pet"), {"Pet": base, "Dog": dog}))
    mapping = document.resolve("#/components/schemas/Pet")["discriminator"]["mapping"]
    assert mapping == {"d": "#/components/schemas/Dog"}


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param("#pet", id="an anchor"),
        pytest.param("https://api.test/pet", id="an address"),
        pytest.param("https://api.test/pet#pet", id="an anchor at an address"),
        pytest.param("#/components/schemas/Alias", id="a reference to a reference"),
    ],
)
def test_the_place_of_a_violation_can_be_resolved(reference: str) -> None:
    """RFC 6901 section 6: a fragment with a pointer begins with a slash."""
    schemas = {
        "Pet": {"$id": "https://api.test/pet", "$anchor": "pet", "properties": {"age": {"maximum": 9}}},
        "Plain": {"$anchor": "pet", "properties": {"age": {"maximum": 9}}},
        "Alias": {"$ref": "https://api.test/pet"},
    }
    client = Client(described({"$ref": reference}, schemas), base_url="http://127.0.0.1:9")
    (violation,) = client.validate("x", body={"age": 10})
    assert "#/" in violation.schema_pointer
    assert client.document.resolve(violation.schema_pointer) == 9


@pytest.mark.parametrize(("schema", "schemas", "good", "bad"), CASES)
def test_a_bundle_means_the_same(schema: Any, schemas: dict[str, Any], good: Any, bad: Any) -> None:
    bundled = Document(bundle(Document(described(schema, schemas))))
    client = Client(bundled, base_url="http://127.0.0.1:9")
    assert bundled.problems == ()
    assert [bool(client.validate("x", body=value)) for value in (good, bad)] == [False, True]


def test_a_bundle_of_files_with_identifiers_means_the_same(tmp_path: Path) -> None:
    """A part from another file loses its `$id`, since its references are rewritten; in the root, `$id`s stay."""
    part = {
        "$id": "https://api.test/part",
        "$defs": {"n": {"$id": "int", **INT}, "t": {"$anchor": "t", "type": "string"}},
        "properties": {"n": {"$ref": "int"}, "t": {"$ref": "#t"}, "r": {"$ref": "https://api.test/inner"}},
    }
    inner = {"$id": "https://api.test/inner", "properties": {"d": {"$ref": "#/$defs/d"}}, "$defs": {"d": INT}}
    root = described({"$ref": "part.json"}, {"Inner": inner})
    (tmp_path / "part.json").write_text(json.dumps(part))
    (tmp_path / "api.json").write_text(json.dumps(root))
    for document in (Document(tmp_path / "api.json"), Document(bundle(Document(tmp_path / "api.json")))):
        client = Client(document, base_url="http://127.0.0.1:9")
        assert document.problems == ()
        assert client.validate("x", body={"n": 1, "t": "a", "r": {"d": 1}}) == []
        found = client.validate("x", body={"n": "a", "t": 1, "r": {"d": "a"}})
        assert [violation.path for violation in found] == ["/body/n", "/body/t", "/body/r/d"]
