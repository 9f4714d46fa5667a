"""Words of OpenAPI 3.2: loud in older documents, known in its own; `check` held against the standard's documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dynaclient.cli import main
from dynaclient.document import load_document

SUITE = Path(__file__).resolve().parents[3] / "shared" / "suites" / "oas-3.2"
needs_suite = pytest.mark.skipif(not SUITE.is_dir(), reason="the standard's own documents are not here")

TRULY_WRONG = {
    "operation-object-example.yaml": "the path parameter {id} is not declared",
}
"""Documents that the suite calls right, and what stops a call all the same."""

OPERATION = {"responses": {"200": {"description": ""}}}


def document(version: str, given: dict[str, Any]) -> dict[str, Any]:
    return {"openapi": version, "info": {"title": "T", "version": "1"}, "paths": {}, **given}


def newer(version: str, given: dict[str, Any]) -> list[tuple[str, str]]:
    found = load_document(document(version, given)).problems
    return [(problem.pointer, problem.what) for problem in found if problem.kind == "newer-word"]


@pytest.mark.parametrize(
    ("given", "word", "pointer"),
    [
        ({"webhooks": {}}, "webhooks", "#/webhooks"),
        ({"jsonSchemaDialect": "https://a.test/x"}, "jsonSchemaDialect", "#/jsonSchemaDialect"),
        ({"components": {"pathItems": {}}}, "pathItems", "#/components/pathItems"),
    ],
)
def test_a_word_of_3_1_in_a_document_of_3_0_is_a_problem(given: dict[str, Any], word: str, pointer: str) -> None:
    says = f"`{word}` is a word of OpenAPI 3.1, and the document declares 3.0.3"
    assert newer("3.0.3", given) == [(pointer, says)]
    assert newer("3.1.0", given) == []


def test_a_text_of_another_version_is_held_against_its_own(tmp_path: Path) -> None:
    other = document("3.1.0", {"components": {"pathItems": {"p": {"query": OPERATION}}}})
    root = document("3.2.0", {"paths": {"/x": {"$ref": "other.yaml#/components/pathItems/p"}}})
    for name, value in (("other", other), ("root", root)):
        (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(value))
    found = load_document(tmp_path / "root.yaml")
    (problem,) = found.problems
    assert problem.pointer == "other.yaml#/components/pathItems/p/query"
    assert problem.what == "`query` is a word of OpenAPI 3.2, and the document declares 3.1.0"
    assert [entry.method for entry in found.entries.values()] == ["query"]


def test_names_that_the_document_chooses_are_no_words() -> None:
    """A schema, header, property or example may be called like a word of the standard, and data may hold anything."""
    schema = {"type": "object", "properties": {"itemSchema": {}, "$self": {}}, "example": {"dataValue": 1}}
    given = {
        "components": {"schemas": {"mediaTypes": schema}, "headers": {"query": {"schema": {}}}},
        "x-more": {"components": {"mediaTypes": {}}},
        "paths": {"/query": {"get": {**OPERATION, "tags": ["parent"]}}},
    }
    assert newer("3.1.0", given) == []


@needs_suite
@pytest.mark.parametrize("name", sorted(path.name for path in (SUITE / "pass").glob("*.yaml")) or ["none"])
def test_what_the_standard_calls_right_passes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", "--strict", str(SUITE / "pass" / name)])
    said = capsys.readouterr().out
    if name in TRULY_WRONG:
        assert code == 3
        assert TRULY_WRONG[name] in said
    else:
        assert (code, said) == (0, "")


@needs_suite
@pytest.mark.parametrize("name", sorted(path.name for path in (SUITE / "fail").glob("*.yaml")) or ["none"])
def test_what_the_standard_calls_wrong_fails(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--strict", str(SUITE / "fail" / name)]) == 3
    assert capsys.readouterr().out


WRONG = """
openapi: {version}
info: {{title: T, version: "1"}}
paths:
  /a:
    get:
      operationId: a
      responses: {{}}
"""


@pytest.mark.parametrize("version", ["3.1.0", "3.2.0"])
def test_a_departure_names_its_place_and_the_rule(
    version: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(WRONG.format(version=version))
    assert main(["check", str(path)]) == 0
    said = capsys.readouterr().out
    assert "#/paths/~1a/get/responses: {} has less than 1 property (the rule `minProperties` of responses)" in said
    assert main(["check", "--strict", str(path)]) == 3


def test_what_concerns_the_whole_document_is_placed_at_its_root(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text(yaml.safe_dump({"openapi": "3.2.0", "info": {"title": "T", "version": "1"}}))
    main(["check", str(path)])
    assert capsys.readouterr().out.startswith("#: ")


def test_items_of_what_has_none_are_a_problem() -> None:
    """JSON is one value, and only multipart bodies have parts; in a sequence the words are right."""
    content = {
        "application/json": {"itemSchema": {}, "itemEncoding": {}},
        "application/jsonl": {"itemSchema": {}, "prefixEncoding": [{}]},
        "application/json-seq": {"itemSchema": {}},
        "multipart/mixed": {"itemSchema": {}, "itemEncoding": {}, "prefixEncoding": [{}]},
        "text/event-stream": {"itemSchema": {}},
    }
    operation = {"post": {"requestBody": {"content": content}, "responses": {"200": {"description": ""}}}}
    found = load_document(document("3.2.0", {"paths": {"/x": operation}})).problems
    place = "#/paths/~1x/post/requestBody/content"
    assert [(problem.pointer, problem.what) for problem in found] == [
        (
            f"{place}/application~1json/itemEncoding",
            "`itemEncoding` is for a multipart body, and application/json is none",
        ),
        (
            f"{place}/application~1json/itemSchema",
            "`itemSchema` is for a sequence of items, and application/json is none",
        ),
        (
            f"{place}/application~1jsonl/prefixEncoding",
            "`prefixEncoding` is for a multipart body, and application/jsonl is none",
        ),
    ]
