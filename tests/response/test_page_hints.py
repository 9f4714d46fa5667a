"""Extensions of documents that state how a list is paged, each in the words of its vendor."""

from __future__ import annotations

from typing import Any

import pytest

from dynaclient import load_document
from dynaclient.model import Operations
from dynaclient.response.page_rule import PageRule
from dynaclient.response.page_rules import find_rule

PARAMETERS = [
    {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 0}},
    {"name": "offset", "in": "query", "schema": {"type": "integer"}},
    {"name": "since", "in": "header", "schema": {"type": "string"}},
]
BODY = {"content": {"application/json": {"schema": {"properties": {"since": {"type": "string"}, "page": {}}}}}}
PAGE = {"type": "object", "properties": {"rows": {"type": "array"}, "others": {"type": "array"}}}


def found(extension: dict[str, Any], root: dict[str, Any] | None = None) -> tuple[PageRule, str]:
    """The rule of an operation with this extension, and how sure it is."""
    operation = {
        "operationId": "list",
        "parameters": PARAMETERS,
        "requestBody": BODY,
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": PAGE}}}},
        **extension,
    }
    document = load_document({"openapi": "3.1.0", "paths": {"/l": {"post": operation}}, **(root or {})})
    return find_rule(document, Operations(document)["list"])


def speakeasy(kind: str, inputs: list[tuple[str, str, str]], **outputs: str) -> dict[str, Any]:
    """The extension as Speakeasy writes it."""
    given = [{"name": name, "in": place, "type": what} for name, place, what in inputs]
    return {"x-speakeasy-pagination": {"type": kind, "inputs": given, "outputs": outputs}}


CASES = [
    pytest.param(
        speakeasy("offsetLimit", [("page", "parameters", "page")], results="$.res.list", numPages="$.meta.pages"),
        PageRule("page", "/res/list", "query:page", total="/meta/pages", first=0),
        id="Speakeasy: page",
    ),
    pytest.param(
        speakeasy("offsetLimit", [("offset", "parameters", "offset"), ("n", "parameters", "limit")], results="$.rows"),
        PageRule("offset", "/rows", "query:offset", first=0),
        id="Speakeasy: offset",
    ),
    pytest.param(
        speakeasy("cursor", [("since", "requestBody", "cursor")], nextCursor="$.rows[-1].created_at", results="$.rows"),
        PageRule("cursor", "/rows", "body:since", next="/rows/-1/created_at", item_key=""),
        id="Speakeasy: cursor of the last item, in the body",
    ),
    pytest.param(
        speakeasy("cursor", [("since", "parameters", "cursor")], nextCursor="$.d[(@.length-1)].id", results="$.d"),
        PageRule("cursor", "/d", "header:since", next="/d/-1/id", item_key=""),
        id="Speakeasy: cursor of the last item, as JSONPath once wrote it",
    ),
    pytest.param(
        speakeasy("url", [], nextUrl="$['paging']['next/url']", results="$.rows"),
        PageRule("link", "/rows", next="/paging/next~1url"),
        id="Speakeasy: URL",
    ),
    pytest.param(
        {"x-fern-pagination": {"cursor": "$request.since", "next_cursor": "$response.next"}},
        PageRule("cursor", "/rows", "header:since", next="/next", item_key=""),
        id="Fern: cursor; the items are found by name",
    ),
    pytest.param(
        {
            "x-fern-pagination": {
                "cursor": "$request.body.since", "next_cursor": "$response.p.next", "results": "$response.rows",
            }
        },
        PageRule("cursor", "/rows", "body:since", next="/p/next", item_key=""),
        id="Fern: cursor in the body",
    ),
    pytest.param(
        {
            "x-fern-pagination": {
                "offset": "$request.page", "results": "$response.rows", "has-next-page": "$response.more",
            }
        },
        PageRule("page", "/rows", "query:page", more="/more", first=0),
        id="Fern: page",
    ),
    pytest.param(
        {"x-fern-pagination": {"offset": "$request.page", "step": "$request.limit", "results": "$response.rows"}},
        PageRule("offset", "/rows", "query:page", first=0),
        id="Fern: with a step, it counts items",
    ),
    pytest.param(
        {"x-fern-pagination": {"offset": "$request.offset", "results": "$response.rows"}},
        PageRule("offset", "/rows", "query:offset", first=0),
        id="Fern: offset",
    ),
    pytest.param(
        {"x-fern-pagination": {"next_uri": "$response.next", "results": "$response.rows"}},
        PageRule("link", "/rows", next="/next"),
        id="Fern: URL",
    ),
    pytest.param(
        {"x-ms-pageable": {"nextLinkName": "odd.next", "itemName": "rows"}},
        PageRule("link", "/rows", next="/odd.next"),
        id="Azure",
    ),
    pytest.param({"x-ms-pageable": {"nextLinkName": None}}, PageRule("link", "/value"), id="Azure: one page"),
    pytest.param(
        {"x-pagination": {"kind": "cursor", "parameter": "since", "next": "/n", "items": "/rows"}},
        PageRule("cursor", "/rows", "since", next="/n", first=0),
        id="this package's own",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("extension", "expected"), CASES)
def test_an_extension_states_the_rule(extension: dict[str, Any], expected: PageRule) -> None:
    """So that links in the answers do not replace it."""
    assert found(extension) == (expected, "stated")


def test_true_takes_the_settings_of_the_documents_root() -> None:
    """Source: Fern's documentation, "Pagination"."""
    root = {"x-fern-pagination": {"offset": "$request.page", "results": "$response.rows"}}
    assert found({"x-fern-pagination": True}, root)[0] == PageRule("page", "/rows", "query:page", first=0)


@pytest.mark.parametrize(
    "extension",
    [
        {"x-fern-pagination": True},
        {"x-fern-pagination": False},
        {"x-fern-pagination": {"cursor": "$request.unknown", "next_cursor": "$response.next"}},
        {"x-fern-pagination": {"cursor": ["since"], "next_cursor": "$response.next"}},
        {"x-speakeasy-pagination": "cursor"},
        {"x-speakeasy-pagination": {"type": "cursor", "inputs": [{"type": ["cursor"], "name": {}}], "outputs": {}}},
        {"x-speakeasy-pagination": {"type": "cursor", "inputs": "since", "outputs": []}},
        speakeasy("offsetLimit", [("unknown", "parameters", "page")], results="$.rows"),
        speakeasy("cursor", [("since", "parameters", "cursor")]),
        {"x-ms-pageable": True},
    ],
    ids=str,
)
def test_an_extension_that_states_nothing_leaves_it_to_names(extension: dict[str, Any]) -> None:
    """Faults of others' extensions do not make a list unreadable."""
    rule, certainty = found(extension)
    assert (rule.kind, rule.parameter, certainty) == ("page", "query:page", "recognised")


def test_the_first_extension_that_states_a_rule_counts() -> None:
    """One that cannot be read gives way to another."""
    rule, _ = found({"x-speakeasy-pagination": None, "x-ms-pageable": {"nextLinkName": "next"}})
    assert rule == PageRule("link", "/value", next="/next")
