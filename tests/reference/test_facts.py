"""The committed pages carry what a seed reference of the same API says, and more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dynaclient.reference import Reference
from dynaclient.reference.values import OperationPage

PAGES = Path(__file__).resolve().parents[2] / "spec" / "reference"
RENAMED = {"key_id": "api_key_id"}
"""Path parameters that the publisher has renamed since; spec/README.md says which and why."""


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[dict[str, object]]:
    return json.loads((shared / "facts" / "seed-operations.json").read_text())["operations"]


def page_text(pages: dict[str, OperationPage], operation_id: str) -> str:
    return (PAGES / "operations" / f"{pages[operation_id].file}.md").read_text()


@pytest.fixture(scope="module")
def pages(bundled: Reference) -> dict[str, OperationPage]:
    return {page.operation.operation_id: page for page in bundled.pages}


def test_every_operation_of_the_seed_has_its_page(facts: list[dict], pages: dict[str, OperationPage]) -> None:
    """94 operations of the seed, each with its page among the 289."""
    assert len(facts) == 94
    assert {fact["operationId"] for fact in facts} <= set(pages)


def table_of(text: str) -> list[dict[str, str]]:
    """The rows of a page's table of parameters, by the heads of its columns."""
    part = text.partition("## Parameters\n\n")[2].partition("\n\n")[0]
    lines = [re.split(r"\s*(?<!\\)\|\s*", row)[1:-1] for row in part.splitlines() if row.startswith("|")]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[2:]]


def test_every_parameter_row_of_the_seed_is_on_its_page(facts: list[dict], pages: dict[str, OperationPage]) -> None:
    """147 rows: name, place, type, whether it is required, default and allowed values agree."""
    rows = 0
    for fact in facts:
        found = {(row["Name"], row["In"]): row for row in table_of(page_text(pages, fact["operationId"]))}
        for parameter in fact["parameters"]:
            rows += 1
            row = found[(f"`{RENAMED.get(parameter['name'], parameter['name'])}`", parameter["in"])]
            assert row["Type"].startswith(parameter["type"]), (fact["operationId"], parameter, row)
            assert row["Required"] == ("yes" if parameter["required"] else "no"), (fact["operationId"], parameter)
            if parameter["default"] is not None:
                assert row["Default"].strip('`"') == parameter["default"], (fact["operationId"], parameter, row)
            for value in parameter["enum"] or ():
                assert f'`"{value}"`' in row["Values"], (fact["operationId"], parameter, row)
    assert rows == 147


def test_a_parameter_is_told_in_columns(pages: dict[str, OperationPage]) -> None:
    """Each with its facts; empty columns are left out."""
    rows = {row["Name"]: row for row in table_of(page_text(pages, "listMessages"))}
    assert list(rows["`limit`"]) == [
        *("Name", "In Python", "In", "Type", "Required", "Default", "Limits", "Values", "Example", "Description")
    ]
    assert rows["`limit`"]["Default"] == "`20`"
    assert rows["`limit`"]["Limits"] == "1 to 100"
    assert rows["`order`"]["Values"] == 'One of `"asc"`, `"desc"`.'
    assert rows["`thread_id`"]["Example"] == '`"thread_pear42"`'
    assert "Default" not in table_of(page_text(pages, "getThread"))[0]
    (include,) = (row for row in table_of(page_text(pages, "createRun")) if row["Name"] == "`include[]`")
    assert include["In Python"] == "`include__`"


def test_every_body_is_listed_field_by_field(facts: list[dict], pages: dict[str, OperationPage]) -> None:
    """37 operations have a body, and 37 pages list its fields, each field of the schema."""
    listed = 0
    for fact in facts:
        if not fact["request_body"]:
            continue
        page = pages[fact["operationId"]]
        text = page_text(pages, fact["operationId"]).split("## Request body")[1].split("\n## ")[0]
        fields = [row.name for content in page.body for row in content.value.children]
        assert fields, fact["operationId"]
        assert all(f"| `{name}`" in text or f"<code>{name}</code>" in text for name in fields)
        listed += 1
    assert listed == 37


def test_no_page_calls_a_body_complicated() -> None:
    """A page must describe its content instead."""
    texts = [path.read_text() for path in PAGES.rglob("*.md")]
    assert len(texts) > 400
    assert not [
        text[:60] for text in texts if re.search(r"complicated|too complex|see the schema", text, re.IGNORECASE)
    ]


def test_every_page_has_all_its_parts(bundled: Reference) -> None:
    """When to use it, signature, parameters, three runnable examples, credentials, answers with fields and errors."""
    for page in bundled.pages:
        assert page.operation.description
        assert page.signature.startswith("client.")
        assert {"Python", "Command line", "curl"} <= {snippet.title for snippet in page.snippets}
        assert page.credentials
        assert {answer.error for answer in page.answers} >= {"", "ServerError", "HTTPStatusError"}
        errors = [c.value for a in page.answers if a.error for c in a.contents]
        assert all(value is not None and value.children for value in errors)


def test_operations_are_linked_by_the_ids_they_give_and_take(pages: dict[str, OperationPage]) -> None:
    """A run needs a thread and an assistant; its id is what getRun wants."""
    links = pages["createRun"].links
    assert {link.name: link.operations[0] for link in links.sources} == {
        "thread_id": "createThread",
        "assistant_id": "createAssistant",
    }
    taken = {link.name: (link.field, link.operations) for link in links.uses}
    assert taken["run_id"][0] == "id"
    assert "getRun" in taken["run_id"][1]
    assert "cancelRun" in taken["run_id"][1]
