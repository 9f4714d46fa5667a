"""JSON Schema 2020-12 as its own test suite has it: under "strict" every engine gives the suite's verdicts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, Document
from dynaclient.schema.closure import build_closure
from dynaclient.schema.engine import compile_closure
from dynaclient.schema.jsonschema_engine import PythonEngine

from .conftest import SUITES, Served, needs_suites

FOLDER = SUITES / "json-schema-2020-12"
FILES = sorted(FOLDER.glob("*.json")) if FOLDER.exists() else []

ID = "a relative $id below the top is resolved against the file, not against the $id around it"
DYNAMIC = "$dynamicRef is followed as $ref is, and $dynamicAnchor is not known"
META = "the metaschemas of JSON Schema are not known, and $vocabulary is not read"

DIFFERENT: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "anchor": {
        "Location-independent identifier with base URI change in subschema": (ID, ("mismatch",)),
        "same $anchor with different base uri": (ID, ("$ref does not resolve to /$defs/A/allOf/0",)),
    },
    "defs": {"validate definition against metaschema": (META, ("invalid definition schema",))},
    "dynamicRef": {
        "A $dynamicRef resolves to the first $dynamicAnchor still in scope that is encountered when the schema is "
        "evaluated": (DYNAMIC, ("An array containing non-strings is invalid",)),
        "A $dynamicRef without anchor in fragment behaves identical to $ref": (
            DYNAMIC,
            ("An array of strings is invalid",),
        ),
        "A $dynamicRef with intermediate scopes that don't include a matching $dynamicAnchor does not affect dynamic "
        "scope resolution": (DYNAMIC, ("An array containing non-strings is invalid",)),
        "A $dynamicRef that initially resolves to a schema with a matching $dynamicAnchor resolves to the first "
        "$dynamicAnchor in the dynamic scope": (DYNAMIC, ("The recursive part is not valid against the root",)),
        "multiple dynamic paths to the $dynamicRef keyword": (
            DYNAMIC,
            ("number list with string values", "string list with number values"),
        ),
        "after leaving a dynamic scope, it is not used by a $dynamicRef": (
            DYNAMIC,
            (
                "string matches /$defs/thingy, but the $dynamicRef does not stop here",
                "first_scope is not in dynamic scope for the $dynamicRef",
            ),
        ),
        "strict-tree schema, guards against misspelled properties": (DYNAMIC, ("instance with misspelled field",)),
        "tests for implementation dynamic anchor and reference link": (DYNAMIC, ("incorrect extended schema",)),
        "$ref and $dynamicAnchor are independent of order - $defs first": (DYNAMIC, ("incorrect extended schema",)),
        "$ref and $dynamicAnchor are independent of order - $ref first": (DYNAMIC, ("incorrect extended schema",)),
        "$dynamicRef skips over intermediate resources - direct reference": (DYNAMIC, ("string property fails",)),
        "$dynamicRef avoids the root of each schema, but scopes are still registered": (
            DYNAMIC,
            ("data is not sufficient for schema at second#/$defs/length",),
        ),
    },
    "ref": {
        "remote ref, containing refs itself": (META, ("remote ref invalid",)),
        "refs with relative uris and defs": (ID, ("invalid on outer field",)),
        "$id must be resolved against nearest parent, not just immediate parent": (ID, ("non-number is invalid",)),
        "order of evaluation: $id and $ref": (ID, ("data is invalid against first definition",)),
        "order of evaluation: $id and $ref on nested schema": (ID, ("data is invalid against nested sibling",)),
    },
    "refRemote": {
        "base URI change - change folder": (ID, ("string is invalid",)),
        "base URI change - change folder in subschema": (ID, ("string is invalid",)),
    },
    "unevaluatedItems": {"unevaluatedItems with $dynamicRef": (DYNAMIC, ("with unevaluated items",))},
    "unevaluatedProperties": {"unevaluatedProperties with $dynamicRef": (DYNAMIC, ("with unevaluated properties",))},
    "vocabulary": {
        "schema that uses custom metaschema with with no validation vocabulary": (
            META,
            ("no validation: invalid number, but it still validates",),
        )
    },
}
"""File → case → why every engine of ours decides otherwise today, and for which of its values."""

OF_PYTHON = {("pattern", "pattern with Unicode property escape requires unicode mode", "Digits do not match")}
r"""Where the stand-in engine alone differs: `re` knows no `\p{…}`, so such a pattern is not checked."""


def document_of(schema: Any, served: Served) -> Document:
    """A document with one operation whose body has the schema, which is in a text of its own."""
    served.texts["/case.json"] = served.here(schema).encode()
    content = {"application/json": {"schema": {"$ref": f"{served.url}/case.json"}}}
    operation = {"operationId": "op", "requestBody": {"content": content}}
    described = {"openapi": "3.1.0", "paths": {"/x": {"post": operation}}}
    return Document(described, allow_references=["*"], cache=False)


def verdicts(schema: Any, values: list[Any], served: Served) -> dict[str, list[bool]]:
    """The verdicts of the client and each of the engines on each value."""
    document = document_of(schema, served)
    client = Client(document, base_url="http://127.0.0.1:9", validate="strict", formats=False)
    read = document.operation("op")["requestBody"]["content"]["application/json"]["schema"]
    closure = build_closure(document, read, None, "#")
    rust, python = compile_closure(closure, lambda *_: None), PythonEngine(closure)
    found: dict[str, list[bool]] = {"client": [], "jsonschema-rs": [], "jsonschema": []}
    for value in values:
        found["client"].append(not client.validate("op", body=value))
        found["jsonschema-rs"].append(rust.is_valid(value))
        found["jsonschema"].append(python.is_valid(value))
    return found


@needs_suites
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_engine_agrees_with_the_suite(path: Path, served: Served) -> None:
    wrong: dict[str, set[tuple[str, str]]] = {}
    for case in json.loads(path.read_text()):
        values = [json.loads(served.here(test["data"])) for test in case["tests"]]
        for engine, found in verdicts(case["schema"], values, served).items():
            wrong.setdefault(engine, set()).update(
                (case["description"], test["description"])
                for test, valid in zip(case["tests"], found, strict=True)
                if valid is not test["valid"]
            )
    known = {(case, test) for case, (_, tests) in DIFFERENT.get(path.stem, {}).items() for test in tests}
    alone = {(case, test) for file, case, test in OF_PYTHON if file == path.stem}
    assert wrong == {"client": known, "jsonschema-rs": known, "jsonschema": known | alone}
