"""`list --tags`, `list --webhooks`, and `show` of what the API sends. Source: OAS 3.2.0 Tag Object, 3.1 webhooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dynaclient.document import load_document
from dynaclient.model import Operations
from dynaclient.model.tags import tag_tree

BODY = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Event"}}}}


def op(operation_id: str, *tags: str, **more: Any) -> dict[str, Any]:
    return {"operationId": operation_id, "tags": list(tags), "responses": {"200": {"description": ""}}, **more}


SENT = {"post": {"summary": "a thing is done", "requestBody": BODY, "responses": {"204": {"description": "taken"}}}}
DOCUMENT = {
    "openapi": "3.2.0",
    "info": {"title": "Shop", "version": "1"},
    "tags": [
        {"name": "orders", "summary": "Orders", "kind": "nav"},
        {"name": "returns", "summary": "Returns", "parent": "orders", "kind": "nav"},
        {"name": "partner", "summary": "Partner", "parent": "external", "kind": "audience"},
        {"name": "external", "summary": "External", "kind": "audience"},
        {"name": "late", "parent": "returns", "description": "Late ones."},
    ],
    "paths": {
        "/orders": {
            "get": op("listOrders", "orders", "partner"),
            "post": op("order", "orders", callbacks={"shipped": {"{$request.body#/url}": SENT}}),
        },
        "/returns": {"get": op("listReturns", "returns")},
        "/late": {"get": op("listLate", "late", "own")},
    },
    "webhooks": {"newOrder": SENT},
    "components": {
        "schemas": {"Event": {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}}
    },
}


@pytest.fixture
def shown(run: Callable[..., Any], tmp_path: Path) -> Callable[..., Any]:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(DOCUMENT))
    return lambda *argv: run("--spec", str(path), *argv)


def test_tags_are_a_tree(shown) -> None:
    """Each below its parent, wherever it is declared; those that only operations name are last."""
    assert shown("list", "--tags").out.splitlines() == [
        "orders\tnav\t2\tOrders",
        "› returns\tnav\t1\tReturns",
        "› › late\t\t1\tLate ones.",
        "external\taudience\t0\tExternal",
        "› partner\taudience\t1\tPartner",
        "own\t\t1\t",
    ]
    (found,) = shown("list", "--tags", "LATE", "--json").out.splitlines()
    assert json.loads(found) == {"tag": "late", "parent": "returns", "kind": "", "summary": "", "operations": 1}


def test_a_tag_takes_its_branch(shown) -> None:
    ids = [line.partition("\t")[0] for line in shown("list", "--tag", "Orders").out.splitlines()]
    assert ids == ["listLate", "listOrders", "listReturns", "order"]
    operations = Operations(load_document(DOCUMENT))
    assert list(operations.tagged("external")) == ["listOrders"]
    assert list(operations.tagged("late")) == ["listLate"]


def test_a_parent_that_leads_nowhere_is_a_problem() -> None:
    tags = [
        {"name": "a", "parent": "b"}, {"name": "b", "parent": "c"}, {"name": "c", "parent": "b"},
        {"name": "d", "parent": "e"}, {"name": "self", "parent": "self"},
    ]  # fmt: skip
    document = load_document({**DOCUMENT, "tags": tags})
    assert [(problem.pointer, problem.kind, problem.what) for problem in document.problems] == [
        ("#/tags/1/parent", "unknown-parent", "its parents lead in a circle: b → c → b"),
        ("#/tags/2/parent", "unknown-parent", "its parents lead in a circle: c → b → c"),
        ("#/tags/3/parent", "unknown-parent", 'the document declares no tag "e"'),
        ("#/tags/4/parent", "unknown-parent", "its parents lead in a circle: self → self"),
    ]
    assert [(tag.name, tag.depth) for tag in tag_tree(document)] == [
        ("a", 0),
        ("b", 0),
        ("c", 0),
        ("d", 0),
        ("self", 0),
    ]


def test_webhooks_and_callbacks_are_listed(shown) -> None:
    assert shown("list", "--webhooks").out == "newOrder\tPOST\ta thing is done\norder.shipped\tPOST\ta thing is done\n"
    assert shown("list", "--webhooks", "ship").out.startswith("order.shipped")
    assert json.loads(shown("list", "--webhooks", "new", "--json").out)["name"] == "newOrder"
    assert shown("webhook", "list").out == shown("list", "--webhooks").out


@pytest.mark.parametrize(
    ("name", "first"),
    [("newOrder", "newOrder  POST to your receiver"), ("order.shipped", "order.shipped  POST {$request.body#/url}")],
)
def test_what_the_api_sends_is_shown(shown, name: str, first: str) -> None:
    lines = shown("show", name).out.splitlines()
    assert lines[:2] == [first, "a thing is done"]
    assert "Body, required: application/json, object" in lines
    assert "  id  string, required" in lines
    assert lines[-2:] == ["Answers that it takes", "  204  taken"]
    assert json.loads(shown("show", name, "--json").out)["body"]["required"] is True


def test_an_operation_shows_its_callbacks(shown) -> None:
    lines = shown("show", "order").out.splitlines()
    at = lines.index("What the API sends afterwards")
    assert lines[at + 1] == "  shipped  POST {$request.body#/url}  object  a thing is done"
    record = json.loads(shown("show", "order", "--json").out)
    assert record["callbacks"]["shipped"]["address"] == "{$request.body#/url}"


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (("list", "--tags", "--webhooks"), "--tags and --webhooks are two lists. Leave one of them out."),
        (("list", "--tags", "--tag", "a"), "--tag a is about operations. Leave it out, or --tags or --webhooks."),
        (("show", "newOder"), "the document has no operation 'newOder'"),
    ],
)
def test_what_goes_wrong(shown, argv: tuple[str, ...], text: str) -> None:
    done = shown(*argv)
    assert done.code == 2
    assert text in done.err
