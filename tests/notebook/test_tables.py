"""Tables and bodies as a notebook shows them, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dynaclient import Client, OpenAI
from dynaclient._support.notebook import SHOWN, code_html, table_html
from dynaclient.errors import Violation, Violations
from tests.browsing import Visit, browser

__all__ = ["browser"]  # a fixture

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "paths": {
        "/pets": {
            "post": {
                "operationId": "addPet",
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}},
                        "application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Pet"}},
                        "multipart/form-data": {"schema": {"properties": {"photo": {"format": "binary"}}}},
                    },
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name"],
                "properties": {
                    "id": {"type": "integer", "readOnly": True},
                    "name": {"type": "string", "maxLength": 20, "description": "What it is called."},
                    "kind": {"enum": ["cat", "dog"], "default": "cat"},
                },
            }
        }
    },
}


@pytest.fixture(scope="module")
def client() -> OpenAI:
    return OpenAI(api_key="sk-test-key")


def shown(folder: Path, html: str) -> str:
    """The address of a page with the output of a cell."""
    path = folder / "cell.html"
    path.write_text(f"<!doctype html><meta charset='utf-8'><body>{html}", encoding="utf-8")
    return path.as_uri()


def rows(text: str) -> list[list[str]]:
    found = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)
    return [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in found][1:]


def test_a_short_table_is_only_a_table() -> None:
    """A dozen rows need no folding and no search."""
    text = table_html(("a",), [(str(i),) for i in range(SHOWN)])
    assert text.startswith("<table>")
    assert len(rows(text)) == SHOWN


def test_an_operation_shows_the_fields_of_its_body() -> None:
    """By schema, with what is required, the default, and the limits; a field that only answers have is left out."""
    operation = Client(DOCUMENT).operations["addPet"]
    assert rows(operation._repr_html_()) == [
        ["body", "body", ", ".join(operation.request_body.content), "required", "", ""],  # type: ignore[union-attr]
        ["name", "body, application/json, application/x-www-form-urlencoded", "string", "required", "",
         "What it is called. (at most 20 characters)"],
        ["kind", "body, application/json, application/x-www-form-urlencoded", "string", "", "&quot;cat&quot;",
         "one of &quot;cat&quot;, &quot;dog&quot;"],
        ["photo", "body, multipart/form-data", "file", "", "", ""],
    ]  # fmt: skip


def test_every_body_field_of_the_bundled_description_is_shown(client: OpenAI) -> None:
    """The arguments that `help` lists are rows too."""
    for operation in client.operations.values():
        names = {row[0] for row in rows(operation._repr_html_())}
        method = getattr(client, operation.python_name)
        listed = re.findall(r"^    ([\w\[\]]+)(?: \(([^)]*)\))?: ", method.__doc__.partition("\nBody")[2], re.MULTILINE)
        assert {real or name for name, real in listed} - {"any"} <= names, operation.operation_id


def test_a_long_table_folds_and_unfolds(browser: Any, client: OpenAI, tmp_path: Path) -> None:
    """Without a script: the summary says how many rows are folded away."""
    visit = Visit(browser, shown(tmp_path, client._repr_html_()), java_script_enabled=False)
    seen = visit.page.locator("tbody tr:visible")
    assert seen.count() == SHOWN
    summary = visit.page.locator("summary")
    assert summary.inner_text() == f"{len(client.operations) - SHOWN} more rows"
    summary.click()
    assert seen.count() == len(client.operations)
    visit.close()


def test_a_long_table_can_be_searched(browser: Any, client: OpenAI, tmp_path: Path) -> None:
    """Also in the rows that are folded away; every word must be in the row. Emptied, the box shows the first rows."""
    first = client.operations._repr_html_()
    visit = Visit(browser, shown(tmp_path, first + client.operations["createRun"]._repr_html_()))
    box, table = visit.page.locator("input").first, visit.page.locator(".dynaclient-table").first
    box.fill("Vector  BATCH")
    names = table.locator("tbody tr:visible td:first-child").all_inner_texts()
    assert names == [
        "createVectorStoreFileBatch",
        "getVectorStoreFileBatch",
        "cancelVectorStoreFileBatch",
        "listFilesInVectorStoreBatch",
    ]
    other = visit.page.locator(".dynaclient-table").nth(1)
    assert other.locator("tbody tr:visible").count() == SHOWN
    box.fill("zebra")
    assert table.locator("tbody tr:visible").count() == 0
    box.fill("")
    assert table.locator("tbody tr:visible").count() == SHOWN
    assert visit.said == []
    assert all(url.startswith(("file:", "data:")) for url in visit.loaded)
    visit.close()


def test_json_has_a_monospaced_font(browser: Any, tmp_path: Path) -> None:
    """As many `i` as `m` are equally wide, whatever font the page has; a long line wraps."""
    visit = Visit(browser, shown(tmp_path, f"<div style='font-family:serif'>{code_html('i' * 9)}</div>"))
    width = "() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('pre'));"
    width += " return r.getBoundingClientRect().width; }"
    narrow = visit.page.evaluate(width)
    visit.page.evaluate("document.querySelector('pre').textContent = 'm'.repeat(9)")
    assert visit.page.evaluate(width) == narrow > 0
    visit.page.evaluate("document.querySelector('pre').textContent = 'x '.repeat(4000)")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visit.close()


def test_a_long_table_of_hostile_text_runs_nothing(browser: Any, tmp_path: Path) -> None:
    """Searched and unfolded too."""
    attack = "<img src=x onerror='window.hacked = 1'></table><script>window.hacked = 1</script>'\""
    violations = Violations(Violation("query", f"/{attack}", "enum", attack) for _ in range(30))
    visit = Visit(browser, shown(tmp_path, violations._repr_html_()))
    visit.page.locator("summary").click()
    visit.page.locator("input").fill("hacked")
    assert visit.page.locator("tbody tr:visible").count() == 30
    assert visit.page.evaluate("window.hacked") is None
    visit.close()
