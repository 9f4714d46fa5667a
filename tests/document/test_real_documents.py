"""The real descriptions load with every operation they have, and their normal form is valid OpenAPI 3.2."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV32SpecValidator

from dynaclient import load_document
from dynaclient.document.yaml_events import load_yaml
from dynaclient.model import Operations
from dynaclient.model.excerpt import excerpt

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"
ROW = re.compile(r"\| `([^`]+)` \| (.*?) \| (.*?) \| (\d+) \|")


def rows() -> list[Any]:
    """The table in the README of the collection: file, title, version, number of operations."""
    readme = SPECS / "README.md"
    if not readme.is_file():
        return [pytest.param("", "", "", 0, marks=pytest.mark.skip(reason="../shared/specs is not here"))]
    found = [match.groups() for line in readme.read_text("utf-8").splitlines() if (match := ROW.match(line))]
    return [pytest.param(name, title, version, int(count), id=name) for name, title, version, count in found]


ROWS = rows()
needs_specs = pytest.mark.skipif(not SPECS.is_dir(), reason="../shared/specs is not here")


def raw_operations(name: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) as a plain reader of the file sees them."""
    text = (SPECS / name).read_text("utf-8")
    value = json.loads(text) if name.endswith(".json") else load_yaml(text)
    for path, item in (value.get("paths") or {}).items():
        for method in ("get", "put", "post", "delete", "options", "head", "patch", "trace"):
            if method in item:
                yield path, method, item[method]


@needs_specs
def test_all_38_documents_are_in_the_table() -> None:
    """A document that the table does not have would go untested."""
    assert len(ROWS) == 38
    assert {row.values[0] for row in ROWS} == {path.name for path in SPECS.iterdir() if path.name != "README.md"}


@pytest.mark.parametrize(("name", "title", "version", "count"), ROWS)
def test_a_real_document_loads_with_every_operation(name: str, title: str, version: str, count: int) -> None:
    """Each operation of the file is one of the client's, under its own id where it has one that is free."""
    document = load_document(SPECS / name)
    operations = Operations(document)
    assert (document.title, document.version, len(operations)) == (title, version, count)
    found = {(operation.path, operation.method): id_ for id_, operation in operations.items()}
    taken: set[str] = set()
    for path, method, raw in raw_operations(name):
        declared = raw.get("operationId")
        id_ = found.pop((path, method))
        assert (id_ == declared) is (bool(declared) and declared not in taken)
        taken.add(declared)
    assert found == {}


@needs_specs
@pytest.mark.parametrize(
    ("name", "unnamed"),
    [("baseline-client-3.1.yaml", 16), ("security-3.1.json", 15), ("callbacks.json", 1), ("slicebox.json", 118)],
)
def test_operations_without_an_id_get_one(name: str, unnamed: int) -> None:
    """The README of the collection says which documents lack them."""
    declared = {raw.get("operationId") for _, _, raw in raw_operations(name)}
    made = [id_ for id_ in load_document(SPECS / name).entries if id_ not in declared]
    assert len(made) == unnamed
    assert all(re.fullmatch(r"(get|put|post|delete|options|head|patch|trace)(_\w+)?", id_) for id_ in made)


@needs_specs
@pytest.mark.parametrize(("name", "count"), [("openai-2024-10.yaml", 94), ("openai-2026-08.yaml", 288)])
def test_no_operation_of_the_openai_documents_is_lost(name: str, count: int) -> None:
    """Unmodified files; the only problems are templates that nothing declares, which are usable all the same."""
    document = load_document(SPECS / name)
    assert len(document.entries) == count
    assert {problem.consequence for problem in document.problems} <= {"it is treated as a required string"}


PROBLEMS = {
    "openai-2024-10.yaml": 4,  # templates that nothing declares
    "prism-petstore-dup-ids.yaml": 5,  # operationIds that stand twice
    "discord-3.1.json": 2,  # empty enums
}


@pytest.mark.parametrize(("name", "title", "version", "count"), ROWS)
def test_a_real_document_has_the_problems_it_has(name: str, title: str, version: str, count: int) -> None:
    """Nothing that is right is reported as wrong."""
    assert len(load_document(SPECS / name).problems) == PROBLEMS.get(name, 0)


EXCEPTIONS = {
    "baseline-client-3.1.yaml": (r"^1 is not of type 'string'$", "a default does not fit its own schema"),
    "mimic.json": (r'^0 is not of type "string"', "a link gives a number, which the prose allows and the schema not"),
    "openai-2026-08.yaml": (
        r"^(\[\]|None) is not (of type|one of|valid under)",
        "defaults do not fit their own schemas",
    ),
    "paypal-disputes.json": (r"does not match '\^\[", "defaults are sentences about the default"),
}
"""file → what the validator says against it, and why that is the publisher's."""


def errors_of(name: str, excerpted: dict[str, Any]) -> list[str]:
    validator = OpenAPIV32SpecValidator(excerpted)
    if name == "stripe.json":  # the full walk follows every path through its recursive schemas: ten minutes
        return [error.message for error in validator.schema_validator.iter_errors(excerpted)]
    return [error.message for error in validator.iter_errors()]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "title", "version", "count"), ROWS)
def test_the_normal_form_of_every_operation_is_a_valid_document(
    name: str, title: str, version: str, count: int
) -> None:
    """Held against openapi-spec-validator, which is not ours: the excerpt of each operation is OpenAPI 3.2."""
    document = load_document(SPECS / name)
    expected = re.compile(EXCEPTIONS[name][0]) if name in EXCEPTIONS else None
    wrong = {}
    excused = 0
    for operation_id in document.entries:
        messages = errors_of(name, excerpt(document, operation_id))
        left = [message for message in messages if not (expected and expected.search(message))]
        excused += len(messages) - len(left)
        if left:
            wrong[operation_id] = left
    assert wrong == {}
    assert bool(excused) is (name in EXCEPTIONS)
