"""The rules of paging as pure functions: where a list begins, how it is recognised, and what the next request takes."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from dynaclient import MISSING, Client, load_document
from dynaclient.model import Operations
from dynaclient.request.server_addresses import with_credentials_of
from dynaclient.request.values import Arguments
from dynaclient.response.page_rules import PageRule, rule_of
from dynaclient.response.paging import spellings


def rule(parameters: list[dict[str, Any]], schema: Any, body: Any = None, method: str = "get") -> PageRule:
    """The rule that is recognised for an operation with these parameters and this page."""
    operation: dict[str, Any] = {
        "operationId": "list",
        "parameters": [{"in": "query", **parameter} for parameter in parameters],
        "responses": {"200": {"description": "", "content": {"application/json": {"schema": schema}}}},
    }
    if body is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": body}}}
    document = load_document({"openapi": "3.1.0", "paths": {"/l": {method: operation}}})
    return rule_of(document, Operations(document)["list"])


def page(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


LIST = {"type": "array"}
TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def test_an_argument_has_every_spelling_that_a_caller_may_use() -> None:
    """The key, the wire name, and the Python name of the parameter in that place and of no other."""
    parameters = [
        {"name": "page[after]", "in": "query", "schema": TEXT},
        {"name": "page[after]", "in": "header", "schema": TEXT},
        {"name": "limit", "in": "query", "schema": NUMBER},
    ]
    operation = {"operationId": "list", "parameters": parameters, "responses": {}}
    document = load_document({"openapi": "3.1.0", "paths": {"/l": {"get": operation}}})
    in_query, in_header, _ = Operations(document)["list"].parameters
    assert in_query.python_name != in_header.python_name
    assert spellings(Operations(document)["list"], "query:page[after]") == {
        "query:page[after]", "page[after]", in_query.python_name,
    }  # fmt: skip
    assert spellings(Operations(document)["list"], "limit") == {"limit", "query:limit"}
    assert spellings(Operations(document)["list"], "body:limit") == {"body:limit", "limit"}


NAMES = frozenset(["query:offset", "offset", "offset_"])


@pytest.mark.parametrize(
    ("params", "body", "arguments", "expected"),
    [
        pytest.param(None, MISSING, {}, MISSING, id="nothing"),
        pytest.param(None, MISSING, {"limit": 2}, MISSING, id="another argument"),
        pytest.param(None, MISSING, {"offset": 20}, 20, id="argument"),
        pytest.param(None, MISSING, {"offset_": 20}, 20, id="alias"),
        pytest.param({"offset": 20}, MISSING, {}, 20, id="params"),
        pytest.param({"query:offset": 20}, MISSING, {}, 20, id="params with the place"),
        pytest.param({"offset": 0}, MISSING, {}, 0, id="zero is a start"),
        pytest.param(None, {"offset": 20}, {}, 20, id="body"),
        pytest.param(None, [20], {}, MISSING, id="a body that is a list"),
    ],
)
def test_the_start_is_what_the_caller_passed(params: Any, body: Any, arguments: Any, expected: Any) -> None:
    """Under whichever spelling, in whichever way."""
    assert Arguments(params, body, arguments).get(NAMES, in_body=True) is expected


@pytest.mark.parametrize(
    ("ask", "params", "body", "arguments", "expected"),
    [
        pytest.param({"query:offset": 4}, None, MISSING, {}, ({"query:offset": 4}, MISSING, {}), id="nothing given"),
        pytest.param(
            {"query:offset": 4}, {"offset": 2, "a": 1}, MISSING, {}, ({"a": 1, "query:offset": 4}, MISSING, {}),
            id="in the place of the one in params",
        ),
        pytest.param(
            {"query:offset": 4}, None, MISSING, {"offset_": 2, "a": 1}, ({"query:offset": 4}, MISSING, {"a": 1}),
            id="in the place of the argument",
        ),
        pytest.param(
            {"body:offset": 4}, None, {"offset": 2, "q": "x"}, {}, ({}, {"offset": 4, "q": "x"}, {}), id="into the body"
        ),
        pytest.param(
            {"body:offset": 4}, None, MISSING, {"q": "x"}, ({"body:offset": 4}, MISSING, {"q": "x"}),
            id="as a field, where no body was given",
        ),
    ],
)  # fmt: skip
def test_the_next_page_takes_the_place_of_the_start(
    ask: dict[str, Any], params: Any, body: Any, arguments: dict[str, Any], expected: Any
) -> None:
    """All other arguments stay, and the caller's objects are not changed."""
    names = frozenset([*ask, *NAMES])
    following = Arguments(params, body, arguments).with_params(ask, names)
    assert (following.params, following.body, following.named) == expected
    if isinstance(body, dict):
        assert body == {"offset": 2, "q": "x"}


@pytest.mark.parametrize(
    ("url", "before", "expected"),
    [
        pytest.param("/l?cursor=2", "/l?limit=5&api_key=K", "/l?cursor=2&api_key=K", id="the credential alone"),
        pytest.param("/l?cursor=2&api_key=L", "/l?api_key=K", "/l?cursor=2&api_key=L", id="one that is there stays"),
        pytest.param("/l", "/l?k=K%2F%20&a=1", "/l?k=K%2F%20", id="as it was encoded"),
        pytest.param("/l", "/l?k=K%2F+&a=1", "/l?k=K%2F+", id="as it was encoded, with a plus"),
        pytest.param("/l?cursor=2#part", "/l", "/l?cursor=2", id="no fragment"),
        pytest.param("/l?cursor=2", "/l?a=&api_key=K", "/l?cursor=2&api_key=K", id="no empty pair"),
    ],
)
def test_a_link_takes_the_credentials_of_the_page_before(url: str, before: str, expected: str) -> None:
    """And nothing else of its query."""
    host = "https://a.test"
    assert with_credentials_of(host + url, host + before, frozenset(["K", "K/ "])) == host + expected


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        pytest.param({}, 1, id="none"),
        pytest.param({"default": 0}, 0, id="zero"),
        pytest.param({"default": 1}, 1, id="one"),
        pytest.param({"default": 5}, 5, id="five"),
        pytest.param({"default": True}, 1, id="true is not a number"),
        pytest.param({"default": False}, 1, id="false is not a number"),
        pytest.param({"default": "0"}, 1, id="text"),
    ],
)
@pytest.mark.parametrize("name", ["page", "pageIndex"])
def test_the_count_of_pages_begins_at_the_declared_default(name: str, default: dict[str, Any], expected: int) -> None:
    """At 1 where there is none."""
    found = rule([{"name": name, "schema": default}], page(data=LIST))
    assert (found.kind, found.parameter, found.first) == ("page", f"query:{name}", expected)


@pytest.mark.parametrize(
    ("name", "first"),
    [("offset", 0), ("skip", 0), ("start", 0), ("startAt", 0), ("startIndex", 1), ("from", 0), ("first_result", 0)],
)
def test_names_of_offsets(name: str, first: int) -> None:
    """Each with the number that APIs of that name begin at."""
    found = rule([{"name": name, "schema": NUMBER}], page(data=LIST, total=NUMBER))
    assert found == PageRule("offset", items="/data", parameter=f"query:{name}", total="/total", first=first)


CURSORS = [
    "after", "startingAfter", "start_after", "cursor", "nextCursor", "startCursor", "afterCursor", "page_cursor",
    "page[after]", "pageToken", "nextPageToken", "NextToken", "paginationToken", "continuationToken", "continuation",
    "Marker", "bookmark", "scroll_id", "startkey", "ExclusiveStartKey",
]  # fmt: skip


@pytest.mark.parametrize("name", CURSORS)
def test_names_of_cursors(name: str) -> None:
    """As a parameter of the query, and as a field of the body of a search."""
    expected = PageRule("cursor", items="/data", parameter=f"query:{name}", next="/next_cursor")
    assert rule([{"name": name, "schema": TEXT}], page(data=LIST, next_cursor=TEXT)) == expected
    body = {"type": "object", "properties": {name: TEXT}}
    assert rule([], page(data=LIST, next_cursor=TEXT), body, "post").parameter == f"body:{name}"


@pytest.mark.parametrize("name", ["page", "pageNumber", "page_no", "pageNum", "page[index]", "currentPage", "p"])
def test_names_of_page_numbers(name: str) -> None:
    """They count from 1."""
    expected = PageRule("page", items="/data", parameter=f"query:{name}", total="/pages", first=1)
    assert rule([{"name": name, "schema": NUMBER}], page(data=LIST, pages=NUMBER)) == expected


@pytest.mark.parametrize("name", ["total", "total_count", "totalItems", "totalResults", "totalElements", "count"])
def test_names_of_the_number_of_items(name: str) -> None:
    """It ends a list that is read by offset."""
    assert rule([{"name": "offset", "schema": NUMBER}], page(data=LIST, **{name: NUMBER})).total == f"/{name}"


@pytest.mark.parametrize("name", ["total_pages", "lastPage", "pageCount", "num_pages", "pages"])
def test_names_of_the_number_of_pages(name: str) -> None:
    """It ends a list that is read by page."""
    assert rule([{"name": "page", "schema": NUMBER}], page(data=LIST, **{name: NUMBER})).total == f"/{name}"


NEXTS = [
    "last_id", "nextCursor", "nextPageToken", "NextToken", "nextPage", "continuationToken", "NextMarker", "endCursor",
    "continuation", "nextKey", "LastEvaluatedKey", "bookmark", "scroll_id", "after", "next", "cursor",
]  # fmt: skip


@pytest.mark.parametrize("name", NEXTS)
def test_names_of_the_next_cursor(name: str) -> None:
    """In the answer of a list whose parameter has another name."""
    assert rule([{"name": "startkey", "schema": TEXT}], page(data=LIST, **{name: TEXT})).next == f"/{name}"


@pytest.mark.parametrize(
    "name",
    ["nextLink", "@odata.nextLink", "next_url", "nextUri", "nextPageUrl", "next_page_uri", "nextHref", "next"],
)
def test_names_of_links(name: str) -> None:
    """In the answer of a list that no parameter moves on."""
    assert rule([], page(data=LIST, **{name: TEXT})) == PageRule("link", items="/data", next=f"/{name}")


@pytest.mark.parametrize("name", ["has_more", "hasNext", "hasNextPage", "more", "IsTruncated", "truncated"])
def test_names_of_whether_more_follow(name: str) -> None:
    """True or false."""
    assert rule([], page(data=LIST, **{name: {"type": "boolean"}})).more == f"/{name}"


@pytest.mark.parametrize(
    "container",
    ["meta", "metadata", "pagination", "paging", "page", "pageInfo", "response_metadata", "_links", "cursors"],
)
def test_containers_of_what_moves_on(container: str) -> None:
    """Members of a container count as if they were beside the list; `next` may be an object with the cursor in it."""
    inner = page(next_cursor=TEXT)
    found = rule([{"name": "cursor", "schema": TEXT}], page(data=LIST, **{container: inner}))
    assert found.next == f"/{container}/next_cursor"
    for inside in ("after", "cursor", "href", "url", "link"):
        deeper = page(next=page(other=TEXT, **{inside: TEXT}))
        assert rule([], page(data=LIST, **{container: deeper})).next == f"/{container}/next/{inside}"


ITEM_NAMES = [
    "data", "items", "results", "value", "values", "records", "entries", "content", "rows", "list", "objects",
]  # fmt: skip


@pytest.mark.parametrize("name", ITEM_NAMES)
def test_names_of_the_list(name: str) -> None:
    """It is found beside another list, in the document and, where nothing is declared, in the answer."""
    assert rule([], page(warnings=LIST, **{name: LIST})).items == f"/{name}"

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"warnings": ["w"], name: [1, 2], "errors": []}).encode()]

    paths = {"/l": {"get": {"operationId": "list", "responses": {}}}}
    with Client({"openapi": "3.1.0", "paths": paths}, app=app) as client:
        assert list(client.paginate("list", rule={"kind": "link"})) == [1, 2]


@pytest.mark.parametrize(("first", "second"), list(itertools.pairwise(ITEM_NAMES)))
def test_the_more_telling_name_of_the_list_comes_first(first: str, second: str) -> None:
    """Whichever is declared first."""
    assert rule([], page(**{second: LIST, first: LIST})).items == f"/{first}"


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param(LIST, "", id="the answer is the list"),
        pytest.param(page(anything=LIST), "/anything", id="the only list"),
        pytest.param(page(one=LIST, other=LIST), None, id="two lists without a name"),
        pytest.param(page(one=TEXT), None, id="no list"),
    ],
)
def test_where_the_items_are(schema: Any, expected: str | None) -> None:
    """The empty pointer is the whole answer; None is left to be seen in the answer."""
    assert rule([], schema).items == expected


@pytest.mark.parametrize(
    ("name", "schema", "expected"),
    [
        pytest.param("page", {"type": "integer", "minimum": 0}, 0, id="pages from 0"),
        pytest.param("page", {"type": "integer", "minimum": 1}, 1, id="pages from 1"),
        pytest.param("page", {"type": "integer", "exclusiveMinimum": -1}, 0, id="pages above -1"),
        pytest.param("page", {"type": "integer", "exclusiveMinimum": 0}, 1, id="pages above 0"),
        pytest.param("page", {"type": "integer", "minimum": 0, "default": 1}, 1, id="the default is sent first"),
        pytest.param("page", {"allOf": [{"type": "integer", "minimum": 0}]}, 0, id="through allOf"),
        pytest.param("page", {"type": "integer", "minimum": -5}, 1, id="a limit that is no first page"),
        pytest.param("startIndex", {"type": "integer", "minimum": 0}, 0, id="items from 0, against the name's habit"),
        pytest.param("offset", {"type": "integer", "minimum": 1}, 1, id="items from 1"),
    ],
)
def test_the_count_begins_where_the_document_lets_it(name: str, schema: Any, expected: int) -> None:
    """At the default, else at the lowest value."""
    assert rule([{"name": name, "schema": schema}], page(data=LIST)).first == expected


def test_two_zero_writes_the_limit_into_the_parameter() -> None:
    """OpenAPI 2.0 has no `schema` there."""
    operation = {
        "operationId": "list",
        "produces": ["application/json"],
        "parameters": [{"name": "page", "in": "query", "type": "integer", "minimum": 0}],
        "responses": {"200": {"description": "", "schema": page(content=LIST)}},
    }
    document = load_document({"swagger": "2.0", "info": {}, "paths": {"/l": {"get": operation}}})
    assert rule_of(document, Operations(document)["list"]).first == 0


@pytest.mark.parametrize("name", ["number", "page", "currentPage", "page_number"])
def test_the_answers_own_number_is_asked_where_the_document_leaves_it_open(name: str) -> None:
    """And only there."""
    declared = page(data=LIST, **{name: NUMBER})
    assert rule([{"name": "page", "schema": NUMBER}], declared).number == f"/{name}"
    assert rule([{"name": "page", "schema": {**NUMBER, "minimum": 0}}], declared).number == ""
    assert rule([{"name": "page", "schema": NUMBER}], page(data=LIST, **{name: page(total=NUMBER)})).number == ""


@pytest.mark.parametrize(
    ("parameters", "schema", "expected"),
    [
        pytest.param(["$top", "$skip"], page(value=LIST, **{"@odata.nextLink": TEXT}), "/@odata.nextLink", id="OData"),
        pytest.param(["page"], page(data=LIST, _links=page(next=page(href=TEXT))), "/_links/next/href", id="HAL"),
        pytest.param(
            ["offset"], page(data=LIST, links=page(next=page(href=TEXT, meta={}))), "/links/next/href", id="API"
        ),
        pytest.param(["cursor"], page(data=LIST, nextPageUrl=TEXT), "/nextPageUrl", id="a URL beside a cursor"),
        pytest.param(["page", "offset"], page(data=LIST, paging=page(next_url=TEXT)), "/paging/next_url", id="inside"),
    ],
)
def test_a_declared_link_goes_before_counting(parameters: list[str], schema: Any, expected: str) -> None:
    """Whatever parameters the operation has."""
    found = rule([{"name": name, "schema": NUMBER} for name in parameters], schema)
    assert (found.kind, found.next) == ("link", expected)


@pytest.mark.parametrize(
    ("parameter", "schema", "following"),
    [
        pytest.param("page", page(data=LIST, links=page(next=TEXT)), "/links/next", id="JSON:API, as text"),
        pytest.param("offset", page(results=LIST, next=TEXT), "/next", id="a link or a number"),
        pytest.param("offset", page(results=LIST, next_offset=NUMBER), "/next_offset", id="the next offset"),
        pytest.param("page", page(results=LIST, nextPage=NUMBER), "/nextPage", id="the next page"),
    ],
)
def test_a_declared_next_goes_before_counting(parameter: str, schema: Any, following: str) -> None:
    """It is followed if it is a link, and put into the parameter if it is not."""
    found = rule([{"name": parameter, "schema": NUMBER}], schema)
    assert found == PageRule("cursor", found.items, f"query:{parameter}", next=following, item_key="")


def test_a_flag_called_next_is_not_a_link() -> None:
    """It says whether there is a next page."""
    assert rule([], page(data=LIST, next={"type": "boolean"})).next == ""


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param(page(_embedded=page(orders=LIST), _links={}), "/_embedded/orders", id="HAL"),
        pytest.param(page(data=page(items=LIST, total=NUMBER)), "/data/items", id="data.items"),
        pytest.param(page(response=page(rows=LIST, errors=LIST)), "/response/rows", id="by name"),
        pytest.param(page(meta=page(tags=LIST)), None, id="not in paging data"),
    ],
)
def test_the_list_inside_an_object_around_it(schema: Any, expected: str | None) -> None:
    """In the document, and in an answer of which nothing is declared."""
    assert rule([], schema).items == expected
