"""What 3.1 and 3.2 add to a reference: webhooks, callbacks, links, the tree of tags, default alternatives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from dynaclient.document import load_document
from dynaclient.reference.build import build
from dynaclient.reference.data import FORMAT
from tests.cli.test_other_lists import DOCUMENT
from tests.runtime.test_links import USERS
from tests.schema.test_discriminator_default import MAPPED, described

WHOLE: dict[str, Any] = {
    **DOCUMENT,
    "paths": {**DOCUMENT["paths"], **USERS["paths"], **described(MAPPED)["paths"]},
    "components": {
        "schemas": {**DOCUMENT["components"]["schemas"], **described(MAPPED)["components"]["schemas"]},
        "links": USERS["components"]["links"],
    },
}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    document = load_document(WHOLE)
    folders = {form: tmp_path_factory.mktemp(form) for form in ("markdown", "html", "json")}
    for form, folder in folders.items():
        build(document, form, folder)
    return folders


def test_markdown(written: dict[str, Path]) -> None:
    index = (written["markdown"] / "README.md").read_text()
    headings = [line for line in index.splitlines() if line.startswith("#")]
    assert headings == [
        "# Shop 1", "## Orders", "### Returns", "#### late", "## Other operations", "## Webhooks and callbacks",
        "## Schemas",
    ]  # fmt: skip
    assert "| [order.shipped](webhooks.md#ordershipped) | `POST {$request.body#/url}` | a thing is done |" in index
    webhooks = (written["markdown"] / "webhooks.md").read_text()
    assert "## newOrder" in webhooks
    assert "`application/json`: object ([Event](schemas/Event.md))" in webhooks
    order = (written["markdown"] / "operations" / "order.md").read_text()
    assert "## What the API sends afterwards\n\n- [order.shipped](../webhooks.md#ordershipped)" in order
    user = (written["markdown"] / "operations" / "getUser.md").read_text()
    assert "- Link `address` leads to [getUserAddress](getUserAddress.md) with `userid` `$request.path.id`" in user
    assert '- Link `search` leads to [queryUserWithBody](queryUserWithBody.md) with `body` `{"userId":' in user
    assert "Other (any other petType, or none)" in (written["markdown"] / "operations" / "add.md").read_text()


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_link_to_an_operation_of_another_document(form: str, tmp_path: Path) -> None:
    links = {"a": {"operationId": "elsewhere", "parameters": {"id": "$request.query.id"}}}
    answer = {"200": {"description": "done", "links": links}}
    paths = {"/x": {"get": {"operationId": "op", "responses": answer}}}
    build(load_document({"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": paths}), form, tmp_path)
    (page,) = tmp_path.glob("operations/op.*")
    assert "leads to an operation that this document does not have with" in page.read_text()


def test_html(written: dict[str, Path]) -> None:
    index = (written["html"] / "index.html").read_text()
    assert "<h3>Returns</h3>" in index
    assert "<h4>late</h4>" in index
    assert 'href="webhooks.html#order.shipped"' in index
    page = (written["html"] / "webhooks.html").read_text()
    assert '<section id="order.shipped">' in page
    assert 'href="operations/order.html"' in page
    order = (written["html"] / "operations" / "order.html").read_text()
    assert 'href="../webhooks.html#order.shipped"' in order
    user = (written["html"] / "operations" / "getUser.html").read_text()
    assert "Link <code>address</code> leads to" in user
    assert '<span class="method COPY">COPY</span>' in (written["html"] / "operations" / "copyUser.html").read_text()


def test_json(written: dict[str, Path]) -> None:
    schema = json.loads(FORMAT.read_text())
    for path in written["json"].rglob("*.json"):
        if path.name != FORMAT.name:
            jsonschema.validate(json.loads(path.read_text()), schema)
    index = json.loads((written["json"] / "index.json").read_text())
    groups = [(group["name"], group.get("depth", 0), group.get("summary", "")) for group in index["groups"]]
    assert groups == [("orders", 0, "Orders"), ("returns", 1, "Returns"), ("late", 2, ""), ("Other operations", 0, "")]
    assert [sent["name"] for sent in index["sent"]] == ["newOrder", "shipped"]
    user = json.loads((written["json"] / "operations" / "getUser.json").read_text())
    assert user["answers"][0]["links"][0] == {
        "name": "address", "operation": "getUserAddress", "values": [["userid", "$request.path.id"]],
    }  # fmt: skip
