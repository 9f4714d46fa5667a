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

VOCABULARY = "$vocabulary is not read"

DIFFERENT: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "vocabulary": {
        "schema that uses custom metaschema with with no validation vocabulary": (
            VOCABULARY,
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
