"""Cursors page through what was created, in both directions, without losing or repeating anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dynaclient import BadRequest, Client
from dynaclient.sandbox import Sandbox

from .conftest import client_of


@pytest.fixture
def assistants(client: Client) -> list[str]:
    """The ids of seven assistants, oldest first."""
    return [client.call("createAssistant", model="gpt-4o", name=f"a{i}")["id"] for i in range(7)]


def ids(page: Any) -> list[str]:
    return [item["id"] for item in page["data"]]


def test_forwards(client: Client, assistants: list[str]) -> None:
    """`after` and `limit` walk from the newest to the oldest, and `has_more` says when to stop."""
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = client.call("listAssistants", limit=3, **after).data
        found += ids(page)
        assert (page["first_id"], page["last_id"]) == (page["data"][0]["id"], page["data"][-1]["id"])
        if not page["has_more"]:
            break
        after = {"after": page["last_id"]}
    assert found == assistants[::-1]


def test_upwards(client: Client, assistants: list[str]) -> None:
    """`order=asc` turns it round."""
    assert ids(client.call("listAssistants", order="asc", limit=100)) == assistants


def test_backwards(client: Client, assistants: list[str]) -> None:
    """`before` gives the page that ends right before its item."""
    page = client.call("listAssistants", order="asc", before=assistants[5], limit=2).data
    assert ids(page) == assistants[3:5]
    assert page["has_more"] is True


def test_between(client: Client, assistants: list[str]) -> None:
    """Both cursors together hold the page between them."""
    page = client.call("listAssistants", order="asc", after=assistants[1], before=assistants[4])
    assert ids(page) == assistants[2:4]


def test_an_empty_list(client: Client) -> None:
    """Nothing created, nothing listed: examples do not replace missing items."""
    page = client.call("listAssistants").data
    assert (page["data"], page["has_more"], page["first_id"], page["last_id"]) == ([], False, None, None)


def test_an_unknown_cursor_is_refused(client: Client, assistants: list[str]) -> None:
    """A cursor that names nothing is an error of the caller, as it is with real services."""
    with pytest.raises(BadRequest, match="after"):
        client.call("listAssistants", after="asst_unknown")


def test_filters(client: Client) -> None:
    """A query parameter that is named like a member of the items filters by it."""
    for purpose in ("batch", "assistants", "batch"):
        client.call("createFile", file=b"{}", purpose=purpose)
    assert len(client.call("listFiles", purpose="batch")["data"]) == 2


def test_lists_that_nothing_fills_show_examples(client: Client) -> None:
    """Resources that no operation can create are invented once, and then stay the same."""
    first = client.call("listModels").data
    assert first["data"]
    assert client.call("listModels").data == first
    assert client.call("retrieveModel", model=first["data"][0]["id"]).data == first["data"][0]


def _list_document(parameters: list[dict[str, Any]], envelope: dict[str, Any]) -> dict[str, Any]:
    thing = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "n": {"type": "integer"}}}
    return {
        "/things": {
            "get": {
                "operationId": "list",
                "parameters": parameters,
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": envelope}}}},
            },
            "post": {
                "operationId": "add",
                "requestBody": {"content": {"application/json": {"schema": thing}}},
                "responses": {"200": {"description": "", "content": {"application/json": {"schema": thing}}}},
            },
        }
    }


THING = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "n": {"type": "integer"}}}
INTEGER = {"type": "integer"}


@pytest.mark.parametrize(
    ("names", "envelope", "expected"),
    [
        pytest.param({"offset": 2, "limit": 2}, {"type": "array", "items": THING}, [2, 3], id="offset, bare array"),
        pytest.param(
            {"page": 2, "per_page": 2},
            {"type": "object", "properties": {"items": {"type": "array", "items": THING}, "total": INTEGER}},
            [2, 3],
            id="page numbers from 1",
        ),
        pytest.param(
            {"skip": 4},
            {
                "type": "object",
                "properties": {"data": {"type": "object", "properties": {"list": {"type": "array", "items": THING}}}},
            },
            [4],
            id="a list inside data",
        ),
    ],
)
def test_other_ways_to_page(
    make: Callable[..., Sandbox], names: dict[str, int], envelope: dict[str, Any], expected: list[int]
) -> None:
    """Offsets and page numbers, bare arrays and nested envelopes: by the names that APIs give them."""
    parameters = [{"name": name, "in": "query", "schema": INTEGER} for name in names]
    client = client_of(make(_list_document(parameters, envelope)))
    for i in range(5):
        client.call("add", body={"id": f"t{i}", "n": i})
    page = client.call("list", names).data
    while isinstance(page, dict):
        assert page.get("total", 5) == 5
        page = next(item for item in page.values() if isinstance(item, (list, dict)))
    assert [item["n"] for item in page] == expected


def test_a_deleted_item_is_a_cursor_still(client: Client, assistants: list[str]) -> None:
    """Who deletes what a page has goes on behind it."""
    page = client.call("listAssistants", order="asc", limit=2).data
    for assistant_id in ids(page):
        client.call("deleteAssistant", assistant_id=assistant_id)
    assert ids(client.call("listAssistants", order="asc", limit=2, after=page["last_id"])) == assistants[2:4]


@pytest.mark.parametrize(
    ("names", "envelope", "follow"),
    [
        pytest.param(
            ("marker", "limit"), {"next_marker": {"type": "string"}}, lambda page: page.get("next_marker"), id="marker"
        ),
        pytest.param(
            ("pageToken", "maxResults"),
            {"nextPageToken": {"type": "string"}, "resultSizeEstimate": INTEGER},
            lambda page: page.get("nextPageToken"),
            id="pageToken",
        ),
        pytest.param(
            ("cursor", "page[size]"),
            {"meta": {"type": "object", "properties": {"next_cursor": {"type": ["string", "null"]}}}},
            lambda page: page["meta"]["next_cursor"],
            id="a cursor in meta",
        ),
    ],
)
def test_cursors_are_given_and_accepted_back(
    make: Callable[..., Sandbox], names: tuple[str, str], envelope: dict[str, Any], follow: Callable[[Any], Any]
) -> None:
    """Every item once; the last page leads nowhere."""
    cursor, limit = names
    parameters = [
        {"name": cursor, "in": "query", "schema": {"type": "string"}},
        {"name": limit, "in": "query", "schema": INTEGER},
    ]
    schema = {"type": "object", "properties": {"items": {"type": "array", "items": THING}, **envelope}}
    client = client_of(make(_list_document(parameters, schema)))
    for i in range(5):
        client.call("add", body={"id": f"t{i}", "n": i})
    found: list[int] = []
    given: dict[str, Any] = {}
    for _ in range(5):
        page = client.call("list", {limit: 2, **given}).data
        found += [item["n"] for item in page["items"]]
        if not follow(page):
            break
        given = {cursor: follow(page)}
    assert found == [0, 1, 2, 3, 4]
    assert follow(page) is None


@pytest.mark.parametrize("style", ["offset", "page"])
def test_links_lead_on_and_say_what_was_asked(make: Callable[..., Sandbox], style: str) -> None:
    """`next` is the address of the next page, with the other parameters; numbers are those of the request."""
    text = {"type": ["string", "null"]}
    envelope = {
        "type": "object",
        "required": ["next", "previous"],
        "properties": {
            "items": {"type": "array", "items": THING},
            **dict.fromkeys(("next", "previous"), text),
            **dict.fromkeys(("total", "limit", style, "count"), INTEGER),
        },
    }
    parameters = [{"name": name, "in": "query", "schema": INTEGER} for name in ("limit", style)]
    client = client_of(make(_list_document(parameters, envelope)))
    for i in range(5):
        client.call("add", body={"id": f"t{i}", "n": i})
    page = client.call("list", {"limit": 2, style: 2}).data
    start = 2  # an offset of 2, or the second page of 2
    assert [item["n"] for item in page["items"]] == [start, start + 1]
    assert (page["total"], page["limit"], page[style], page["count"]) == (5, 2, 2, 2)
    after = client.request("GET", page["next"]).data
    assert ([item["n"] for item in after["items"]], after["next"]) == ([4], None)
    before = client.request("GET", page["previous"]).data
    assert [item["n"] for item in before["items"]] == [0, 1]
