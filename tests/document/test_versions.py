"""No stage after the document asks for the version: a walk through the source, and one request of every version."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

import dynaclient
from dynaclient import Client
from dynaclient.document.version import DIALECTS, NEWEST, dialect_of

PACKAGE = Path(dynaclient.__file__).parent

WRITES_SUCH_TEXT = {"swap/overlay_fixes.py", "swap/drift_overlay.py"}
"""Modules after the document that know how it is written, since they write overlays for it."""


def _asks(tree: ast.AST) -> list[str]:
    """What a module asks about versions: comparisons of one, and dialects of documents."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "startswith":
            found += [ast.unparse(node)] if "version" in ast.unparse(node.func.value) else []
        elif isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            found += [ast.unparse(node) for side in sides if ast.unparse(side).endswith("document.version")]
        elif isinstance(node, ast.Attribute) and node.attr == "dialect" and "document" in ast.unparse(node.value):
            found.append(ast.unparse(node))
        elif isinstance(node, ast.Name) and node.id == "dialect_of":
            found.append(node.id)
    return found


def test_no_stage_after_the_document_asks_for_the_version() -> None:
    asking = {}
    for path in PACKAGE.rglob("*.py"):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith("document/") and (found := _asks(ast.parse(path.read_text(encoding="utf-8")))):
            asking[name] = found
    assert asking.keys() <= WRITES_SUCH_TEXT, asking
    assert asking.keys() == WRITES_SUCH_TEXT  # the walk finds what it looks for


def test_only_one_module_compares_versions() -> None:
    found = {
        path.name
        for path in (PACKAGE / "document").glob("*.py")
        if any("startswith" in asked for asked in _asks(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert found == {"overlays.py"}  # which has versions of its own
    assert [dialect_of(version).number for version in ("2.0", "2", "3.0.4", "3.1.1", "3.2.0")] == [
        "2.0", "2.0", "3.0", "3.1", "3.2",
    ]  # fmt: skip
    assert dialect_of("").number == NEWEST == max(DIALECTS)


IDS = {"type": "array", "items": {"type": "integer"}}
BODY = {"type": "object", "properties": {"n": {"type": "string"}, "file": {"type": "string"}}}


def described(version: str) -> dict[str, Any]:
    """The same operation as each version writes it: lists in a path and a query, a header, a body that takes null."""
    nullable = {"3.0.4": {"nullable": True}, "2.0": {"x-nullable": True}}.get(version, {})
    types = {"type": "object"} if nullable else {"type": ["object", "null"]}
    schema = {**BODY, **types, **nullable}
    if version == "2.0":
        lists = {"type": "array", "items": {"type": "integer"}}
        operation: dict[str, Any] = {
            "parameters": [
                {"name": "ids", "in": "path", "required": True, **lists, "collectionFormat": "csv"},
                {"name": "tags", "in": "query", **lists, "collectionFormat": "pipes"},
                {"name": "all", "in": "query", **lists, "collectionFormat": "multi"},
                {"name": "X-N", "in": "header", **lists},
                {"name": "body", "in": "body", "schema": schema},
            ],
            "consumes": ["application/json"],
        }
        root = {"swagger": "2.0", "host": "a.test", "basePath": "/v1", "schemes": ["https"]}
    else:
        operation = {
            "parameters": [
                {"name": "ids", "in": "path", "required": True, "schema": IDS},
                {"name": "tags", "in": "query", "schema": IDS, "style": "pipeDelimited", "explode": False},
                {"name": "all", "in": "query", "schema": IDS},
                {"name": "X-N", "in": "header", "schema": IDS},
            ],
            "requestBody": {"content": {"application/json": {"schema": schema}}},
        }
        root = {"openapi": version, "servers": [{"url": "https://a.test/v1"}]}
    path = {"post": {"operationId": "op", "responses": {"200": {"description": ""}}, **operation}}
    return {**root, "info": {"title": "T", "version": "1"}, "paths": {"/x/{ids}": path}}


@pytest.mark.parametrize("version", ["2.0", "3.0.4", "3.1.2", "3.2.0"])
def test_every_version_makes_the_same_request_and_the_same_form(version: str) -> None:
    client = Client(described(version))
    assert client.document.problems == ()
    given = {"ids": [1, 2], "tags": [3, 4], "all": [5, 6], "X-N": [7, 8]}
    request = client.prepare("op", given, body={"n": "x"})
    assert request.url == "https://a.test/v1/x/1,2?tags=3%7C4&all=5&all=6"
    assert (request.headers["X-N"], request.body) == ("7,8", b'{"n":"x"}')
    assert client.validate("op", given, body=None) == []
    assert [found.path for found in client.validate("op", {**given, "ids": ["x"]}, body={"n": 1})] == [
        "/ids/0",
        "/body/n",
    ]
    newest = Client(described("3.2.0")).document.operation("op")
    form = client.document.operation("op")
    known = [{key: item[key] for key in ("name", "in", "required", "style", "explode")} for item in form["parameters"]]
    expected = [{key: item[key] for key in known[0]} for item in newest["parameters"]]
    assert known == expected
