"""Lists across pages: recognised from the document, given by a rule, and stopped if they would never end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from dynaclient import PageRule, PagingError, PagingWarning, RequestError
from tests.runtime.conftest import document
from tests.runtime.server import Reply, Seen, as_json

ALL = [{"id": f"i{n}"} for n in range(7)]


def listing(parameters: list[str | dict[str, Any]], properties: dict[str, Any] | None, **more: Any) -> dict[str, Any]:
    declared = [
        p if isinstance(p, dict) else {"name": p, "in": "query", "schema": {"type": "string"}} for p in parameters
    ]
    schema = {"type": "array"} if properties is None else {"type": "object", "properties": properties}
    answers = {"200": {"description": "a page", "content": {"application/json": {"schema": schema}}}}
    return document(**{"/l": {"get": {"operationId": "list", "parameters": declared, "responses": answers, **more}}})


def query(seen: Seen) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}


def number(name: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "integer"}}


LIST = {"type": "array"}


def by_last_id(seen: Seen) -> Reply:
    after = query(seen).get("after")
    start = 0 if after is None else [item["id"] for item in ALL].index(after) + 1
    page = ALL[start : start + 3]
    return as_json({"data": page, "last_id": page[-1]["id"] if page else None, "has_more": start + 3 < len(ALL)})


def by_last_item(seen: Seen) -> Reply:
    told = by_last_id(seen)
    return as_json({"data": json.loads(told.body)["data"]})


def by_token(seen: Seen) -> Reply:
    start = int(query(seen).get("pageToken", "t0")[1:])
    token = f"t{start + 3}" if start + 3 < len(ALL) else ""
    return as_json({"items": ALL[start : start + 3], "nextPageToken": token})


def by_nested_cursor(seen: Seen) -> Reply:
    start = int(query(seen).get("after", "0"))
    paging = {"paging": {"next": {"after": str(start + 3)}}} if start + 3 < len(ALL) else {}
    return as_json({"results": ALL[start : start + 3], **paging})


def by_offset(seen: Seen) -> Reply:
    start = int(query(seen).get("offset", "0"))
    return as_json({"results": ALL[start : start + 3]})


def by_offset_and_total(seen: Seen) -> Reply:
    start = int(query(seen).get("offset", "0"))
    return as_json({"results": ALL[start : start + 3], "total": len(ALL)})


def by_page(seen: Seen) -> Reply:
    page = int(query(seen).get("page", "1"))
    return as_json(ALL[page * 3 - 3 : page * 3])


def by_page_total(seen: Seen) -> Reply:
    page = int(query(seen).get("page", "1"))
    return as_json({"data": ALL[page * 3 - 3 : page * 3], "total_pages": 3})


def by_next_page(seen: Seen) -> Reply:
    start = int(query(seen).get("page", "p0")[1:])
    more = start + 3 < len(ALL)
    return as_json({"data": ALL[start : start + 3], "has_more": more, "next_page": f"p{start + 3}" if more else None})


def by_link(seen: Seen) -> Reply:
    page = int(query(seen).get("page", "1"))
    links = [f'</l?page={page + 1}&x=%2C>; rel="next"'] if page < 3 else []
    links += ['</l?page=1>; title="a, b"; rel="first"']
    return as_json(ALL[page * 3 - 3 : page * 3], Link=", ".join(links))


def by_next_url(seen: Seen) -> Reply:
    page = int(query(seen).get("page", "1"))
    return as_json({"results": ALL[page * 3 - 3 : page * 3], "next": f"/l?page={page + 1}" if page < 3 else None})


WAYS: list[Any] = [
    pytest.param(
        listing(["after", number("limit")], {"data": LIST, "last_id": {}, "has_more": {"type": "boolean"}}),
        by_last_id,
        3,
        id="cursor from last_id and has_more",
    ),
    pytest.param(listing(["after"], {"data": LIST}), by_last_item, 4, id="cursor from the last item"),
    pytest.param(listing(["pageToken"], {"items": LIST, "nextPageToken": {"type": "string"}}), by_token, 3, id="token"),
    pytest.param(
        listing(["after"], {"results": LIST, "paging": {"properties": {"next": {"properties": {"after": {}}}}}}),
        by_nested_cursor,
        3,
        id="nested cursor",
    ),
    pytest.param(listing([number("offset")], {"results": LIST}), by_offset, 4, id="offset"),
    pytest.param(
        listing([number("offset")], {"results": LIST, "total": {}}), by_offset_and_total, 3, id="offset, total"
    ),
    pytest.param(listing([number("page")], None), by_page, 4, id="page number"),
    pytest.param(
        listing([number("page")], {"data": LIST, "total_pages": {}}), by_page_total, 3, id="page number, total"
    ),
    pytest.param(listing(["page"], {"data": LIST, "has_more": {}, "next_page": {}}), by_next_page, 3, id="next_page"),
    pytest.param(listing([number("page")], None), by_link, 3, id="Link header"),
    pytest.param(listing([], None), by_link, 3, id="Link header, nothing declared"),
    pytest.param(listing([number("page")], {"results": LIST, "next": {}}), by_next_url, 3, id="URL in the body"),
]


@pytest.mark.parametrize(("described", "answer", "requests"), WAYS)
def test_every_way_is_recognised(serve, caller, described: Any, answer: Callable[[Seen], Reply], requests: int) -> None:
    """From parameters, response schema and headers; each item comes once, in order."""
    server = serve(answer)
    client = caller(server, described)
    assert list(client.paginate("list")) == ALL
    assert len(server.seen) == requests
    pages = client.client.paginate("list")
    assert sum(
        len(page.data if isinstance(page.data, list) else next(v for v in page.data.values() if isinstance(v, list)))
        for page in client.items(pages.pages())
    ) == len(ALL)


def test_arguments_stay_and_the_start_is_the_callers(serve, caller) -> None:
    """Under any spelling of the cursor."""
    described = listing(
        ["after", number("limit"), "page[size]"], {"data": LIST, "last_id": {}, "has_more": {"type": "boolean"}}
    )
    server = serve(by_last_id)
    client = caller(server, described)
    for start in ({"after": "i1"}, {"query:after": "i1"}):
        assert list(client.paginate("list", {**start, "page[size]": "3"}, limit=3)) == ALL[2:]
    assert list(client.paginate("list", after="i1", limit=3)) == ALL[2:]
    assert all(query(seen)["limit"] == "3" for seen in server.seen)
    assert [query(seen)["after"] for seen in server.seen] == ["i1", "i4"] * 3


def test_nothing_is_sent_before_the_loop_and_no_page_too_many(serve, caller) -> None:
    """Leaving the loop in the first page asks for one page."""
    server = serve(by_last_id)
    client = caller(server, listing(["after"], {"data": LIST, "last_id": {}, "has_more": {}}))
    assert server.seen == []
    for item in client.paginate("list"):
        assert item == ALL[0]
        break
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("described", "page", "message", "given"),
    [
        pytest.param(
            listing(["cursor"], {"data": LIST, "next_cursor": {}}),
            {"data": [1], "next_cursor": "same"},
            "repeats a cursor",
            2,
            id="a cursor that comes again",
        ),
        pytest.param(
            listing(["after"], {"data": LIST, "has_more": {}, "last_id": {}}),
            {"data": [], "has_more": True, "last_id": "x"},
            "empty but says that more follow",
            0,
            id="empty, more",
        ),
        pytest.param(
            listing(["after"], {"data": LIST, "has_more": {}, "last_id": {}}),
            {"data": [1], "has_more": True},
            "has no cursor",
            1,
            id="more, and no cursor",
        ),
        pytest.param(
            listing([number("page")], {"data": LIST}), {"data": [1]}, "page has no effect", 2, id="page ignored"
        ),
        pytest.param(
            listing([number("offset")], {"data": LIST}), {"data": [1]}, "has no effect", 2, id="offset ignored"
        ),
        pytest.param(
            listing([], {"data": LIST, "next": {}}), {"data": [1], "next": "/l"}, "repeats a cursor", 2, id="URL again"
        ),
        pytest.param(
            listing([], {"data": LIST, "next": {}}),
            {"data": [1], "next": "http://elsewhere.invalid/l"},
            "another origin",
            1,
            id="URL elsewhere",
        ),
        pytest.param(
            listing(["after"], {"a": LIST, "b": LIST}),
            {"a": [], "b": []},
            "no list of items was found",
            0,
            id="two lists",
        ),
        pytest.param(
            listing(["after"], {"data": LIST}),
            "Sign in",
            'was found in the answer, which is "Sign in"$',
            0,
            id="a text",
        ),
    ],
)
def test_no_circle_is_gone_twice(serve, caller, described: Any, page: Any, message: str, given: int) -> None:
    """An error instead of a loop without end; the items before it were given."""
    server = serve(lambda seen: as_json(page))
    client = caller(server, described)
    found: list[Any] = []
    with pytest.raises(PagingError, match=message):
        client.collect(client.client.paginate("list"), found)
    assert len(found) == given
    assert len(server.seen) <= 3


def odd(seen: Seen) -> Reply:
    start = int(query(seen).get("from_here", "0"))
    return as_json({"w": {"things": ALL[start : start + 3]}, "go": start + 3 if start + 3 < len(ALL) else None})


RULE = {"kind": "cursor", "parameter": "from_here", "next": "/go", "items": "/w/things"}


@pytest.mark.parametrize("how", ["rule", "mapping", "document"])
def test_a_rule_wins(serve, caller, how: str) -> None:
    """Passed as a value, as a mapping, or standing in the document."""
    more = {"x-pagination": RULE} if how == "document" else {}
    client = caller(serve(odd), listing(["from_here", "after"], {"w": {}, "data": LIST}, **more))
    rule = {"rule": PageRule(**RULE), "mapping": RULE, "document": None}[how]
    assert list(client.paginate("list", rule=rule)) == ALL


def test_azures_extension(serve, caller) -> None:
    """`x-ms-pageable` names the link and the items."""

    def answer(seen: Seen) -> Reply:
        page = int(query(seen).get("skip", "0"))
        link = {"odd.next": f"/l?skip={page + 3}"} if page + 3 < len(ALL) else {}
        return as_json({"value": ALL[page : page + 3], **link})

    described = listing([], {"value": LIST}, **{"x-ms-pageable": {"nextLinkName": "odd.next"}})
    assert list(caller(serve(answer), described).paginate("list")) == ALL


def test_a_cursor_in_the_body(serve, caller) -> None:
    """Of a search that is a POST, however its body was passed."""
    properties = {"query": {"type": "string"}, "start_cursor": {"type": "string"}}
    described = listing([], {"results": LIST, "next_cursor": {}})
    get = described["paths"]["/l"].pop("get")
    described["paths"]["/l"]["post"] = {
        **get,
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}},
    }

    def answer(seen: Seen) -> Reply:
        assert seen.json["query"] == "q"
        start = int(seen.json.get("start_cursor", "0"))
        return as_json({"results": ALL[start : start + 3], "next_cursor": str(start + 3) if start < 4 else None})

    client = caller(serve(answer), described)
    assert list(client.paginate("list", query="q")) == ALL
    assert list(client.paginate("list", body={"query": "q"})) == ALL
    assert list(client.paginate("list", body={"query": "q", "start_cursor": "3"})) == ALL[3:]


def test_empty_pages_where_the_rule_allows_them(serve, caller) -> None:
    """Some servers filter after they cut."""
    pages = iter([{"items": [], "nextPageToken": "a"}, {"items": [1], "nextPageToken": "b"}, {"items": []}])
    client = caller(
        serve(lambda seen: as_json(next(pages))), listing(["pageToken"], {"items": LIST, "nextPageToken": {}})
    )
    assert list(client.paginate("list", rule={"empty_pages": True})) == [1]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"kindd": "cursor"}, "no field 'kindd'. Did you mean 'kind'"),
        ("cursor", "rule= must be a PageRule or a mapping"),
        ({"kind": "magic"}, "kind is 'cursor', 'offset', 'page' or 'link', not 'magic'"),
        ({"kind": "page"}, "needs parameter="),
    ],
)
def test_a_rule_that_is_none(caller, rule: Any, message: str) -> None:
    """Is refused before anything is sent."""
    client = caller("http://127.0.0.1:1", listing([], {"items": LIST}))
    with pytest.raises(RequestError, match=message):
        client.client.paginate("list", rule=rule)


def test_a_key_in_the_query_goes_along_with_a_link(serve, caller) -> None:
    """Though the server leaves it out of the link."""
    described = listing([number("page")], {"results": LIST, "next": {}})
    described["components"] = {"securitySchemes": {"k": {"type": "apiKey", "in": "query", "name": "key"}}}
    described["security"] = [{"k": []}]
    server = serve(by_next_url)
    assert list(caller(server, described, credentials={"k": "secret-1"}).paginate("list")) == ALL
    assert [query(seen)["key"] for seen in server.seen] == ["secret-1"] * 3


@pytest.mark.parametrize(
    ("params", "arguments"), [(None, {"offset": 20}), ({"offset": 20}, {}), ({"query:offset": "20"}, {})], ids=str
)
def test_a_count_goes_on_from_the_callers_start(serve, caller, params: Any, arguments: dict[str, Any]) -> None:
    """From item 20 of 24, two at a time."""

    def answer(seen: Seen) -> Reply:
        start = int(query(seen)["offset"])
        return as_json({"results": list(range(24))[start : start + 2]})

    server = serve(answer)
    client = caller(server, listing([number("offset")], {"results": LIST}))
    assert list(client.paginate("list", params, **arguments)) == [20, 21, 22, 23]
    assert [seen.path for seen in server.seen] == ["/l?offset=20", "/l?offset=22", "/l?offset=24"]


@pytest.mark.parametrize(
    ("name", "given"), [("page", {"page": 3}), ("page[number]", {"page_number_": 3})], ids=["name", "Python's name"]
)
def test_a_page_number_goes_on_from_the_callers_start(serve, caller, name: str, given: dict[str, Any]) -> None:
    """The pages before it are not asked for."""

    def answer(seen: Seen) -> Reply:
        wanted = int(query(seen)[name])
        return as_json({"data": [f"item of {wanted}"] if wanted < 5 else []})

    server = serve(answer)
    client = caller(server, listing([number(name)], {"data": LIST}))
    assert list(client.paginate("list", **given)) == ["item of 3", "item of 4"]
    assert [query(seen) for seen in server.seen] == [{name: "3"}, {name: "4"}, {name: "5"}]


def test_a_cursor_that_leads_back_to_the_start_under_pythons_name(serve, caller) -> None:
    """The caller's own start counts among the cursors that came before."""
    server = serve(lambda seen: as_json({"data": [1], "next_cursor": "c"}))
    client = caller(server, listing(["page[cursor]"], {"data": LIST, "next_cursor": {"type": "string"}}))
    found: list[Any] = []
    with pytest.raises(PagingError, match="repeats a cursor"):
        client.collect(client.client.paginate("list", page_cursor_="c"), found)
    assert (found, len(server.seen)) == ([1], 1)


def test_pages_that_count_from_zero(serve, caller) -> None:
    """Where the declared default says so."""

    def answer(seen: Seen) -> Reply:
        wanted = int(query(seen).get("page", "0"))
        return as_json({"data": ALL[wanted * 3 : wanted * 3 + 3], "total_pages": 3})

    server = serve(answer)
    page = {"name": "page", "in": "query", "schema": {"type": "integer", "default": 0}}
    assert list(caller(server, listing([page], {"data": LIST, "total_pages": {}})).paginate("list")) == ALL
    assert [seen.path for seen in server.seen] == ["/l", "/l?page=1", "/l?page=2"]


def test_a_link_takes_the_key_along_and_no_other_pair(serve, caller) -> None:
    """What else was in the query of the page before is the server's to repeat."""
    described = listing([number("limit")], {"results": LIST, "next": {}})
    described["components"] = {"securitySchemes": {"k": {"type": "apiKey", "in": "query", "name": "api_key"}}}
    described["security"] = [{"k": []}]
    server = serve(lambda seen: as_json({"results": [1], "next": None if "cursor" in query(seen) else "/l?cursor=2"}))
    assert list(caller(server, described, credentials={"k": "K"}).paginate("list", limit=5)) == [1, 1]
    assert [seen.path for seen in server.seen] == ["/l?limit=5&api_key=K", "/l?cursor=2&api_key=K"]


@pytest.mark.parametrize("how", ["body", "fields"])
def test_a_cursor_in_the_body_keeps_its_type(serve, caller, how: str) -> None:
    """A number is not made text there; in a query it is text in any case."""
    properties = {"q": {"type": "string"}, "cursor": {"type": "integer"}}
    described = listing([], {"results": LIST, "next_cursor": {"type": "integer"}})
    described["paths"]["/l"]["post"] = {
        **described["paths"]["/l"].pop("get"),
        "requestBody": {"content": {"application/json": {"schema": {"type": "object", "properties": properties}}}},
    }
    server = serve(lambda seen: as_json({"results": [1], "next_cursor": None if "cursor" in seen.json else 7}))
    given: dict[str, Any] = {"body": {"q": "x"}} if how == "body" else {"q": "x"}
    assert list(caller(server, described).paginate("list", **given)) == [1, 1]
    assert [seen.json for seen in server.seen] == [{"q": "x"}, {"q": "x", "cursor": 7}]


def test_a_number_as_cursor_of_a_query(serve, caller) -> None:
    """Goes into a parameter of text as well as of numbers."""
    server = serve(lambda seen: as_json({"results": [1], "next_cursor": None if "cursor" in query(seen) else 7}))
    described = listing(["cursor"], {"results": LIST, "next_cursor": {}})
    assert list(caller(server, described).paginate("list")) == [1, 1]
    assert [seen.path for seen in server.seen] == ["/l", "/l?cursor=7"]


def chain(*pages: Any, **headers: Callable[[int], str]) -> Callable[[Seen], Reply]:
    """Answers with a page by its number in the query, the first without one; headers are functions of that number."""

    def answer(seen: Seen) -> Reply:
        at = int(query(seen).get("at", "0"))
        return as_json(pages[at], **{name: value for name, text in headers.items() if (value := text(at))})

    return answer


def follow(number: int) -> str:
    return f'</l?at={number + 1}>; rel="next"' if number < 2 else ""


LINKED: list[Any] = [
    pytest.param(
        listing([number("page")], None), chain([1], [2], [3], Link=follow), id="Link, and none on the last page"
    ),
    pytest.param(
        listing([number("offset")], {"results": LIST}),
        chain(*({"results": [n]} for n in (1, 2, 3)), Link=follow),
        id="Link, where offsets could count",
    ),
    pytest.param(
        listing(["cursor"], {"results": LIST, "next_cursor": {}}),
        chain(*({"results": [n]} for n in (1, 2, 3)), Link=follow),
        id="Link, where a declared cursor is not sent",
    ),
    pytest.param(
        listing([number("$skip")], {"value": LIST}),
        chain(
            {"value": [1], "@odata.nextLink": "l?at=1"}, {"value": [2], "@odata.nextLink": "/l?at=2"}, {"value": [3]}
        ),
        id="OData, not declared, relative",
    ),
    pytest.param(
        listing([number("page")], {"_embedded": {"properties": {"xs": LIST}}, "_links": {}}),
        chain(
            {"_embedded": {"xs": [1]}, "_links": {"self": {}, "next": {"href": "/l?at=1"}}},
            {"_embedded": {"xs": [2]}, "_links": {"next": {"href": "?at=2"}}},
            {"_embedded": {"xs": [3]}, "_links": {"self": {"href": "/l"}}},
        ),
        id="HAL, links not declared",
    ),
    pytest.param(
        listing([number("page[number]")], {"data": LIST, "links": {"type": "object"}}),
        chain(
            {"data": [1], "links": {"next": "/l?at=1"}},
            {"data": [2], "links": {"next": {"href": "/l?at=2", "meta": {}}}},
            {"data": [3], "links": {"next": None}},
        ),
        id="JSON:API, text and object",
    ),
    pytest.param(
        listing([], {"data": LIST, "links": {"properties": {"next": {"oneOf": [{"type": "string"}, {"properties":
            {"href": {}}}]}}}}),
        chain(
            {"data": [1], "links": {"next": "/l?at=1"}},
            {"data": [2], "links": {"next": {"href": "/l?at=2"}}},
            {"data": [3], "links": {}},
        ),
        id="JSON:API, declared as either",
    ),
    pytest.param(
        listing([], {"items": LIST}),
        chain({"items": [1], "next": "/l?at=1"}, {"items": [2], "next": "/l?at=2"}, {"items": [3], "next": None}),
        id="a link of which the document does not speak",
    ),
    pytest.param(
        listing([number("page")], {"data": LIST, "next": {}}),
        chain({"data": [1], "next": "l?at=1"}, {"data": [2], "next": "l?at=2"}, {"data": [3], "next": ""}),
        id="a relative link as the next page",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("described", "answer"), LINKED)
def test_what_led_to_the_next_page_also_ends_the_list(serve, caller, described: Any, answer: Any) -> None:
    """Three pages, three requests: no count goes on where links ended."""
    server = serve(answer)
    assert list(caller(server, described).paginate("list")) == [1, 2, 3]
    assert len(server.seen) == 3


def test_several_link_fields_are_one_header(serve, caller) -> None:
    """Source: RFC 9110 section 5.3."""
    first = {"Link": '</first>; rel="first"'}

    def answer(seen: Seen) -> Reply:
        if "at" in query(seen):
            return as_json([2], **first)
        return as_json([1], **first, link='</l?at=1>; title="a, b"; rel=next')

    server = serve(answer)
    assert list(caller(server, listing([number("page")], None)).paginate("list")) == [1, 2]


@pytest.mark.parametrize(
    ("first", "targets"),
    [
        pytest.param(0, ["/l", "/l?page=1", "/l?page=2"], id="from 0"),
        pytest.param(1, ["/l", "/l?page=2", "/l?page=3"], id="from 1"),
    ],
)
def test_the_answers_own_number_tells_where_pages_begin(serve, caller, first: int, targets: list[str]) -> None:
    """Where the document does not."""

    def answer(seen: Seen) -> Reply:
        page = int(query(seen).get("page", str(first)))
        return as_json({"content": ALL[(page - first) * 3 :][:3], "number": page, "totalPages": 3})

    server = serve(answer)
    described = listing([number("page")], {"content": LIST, "number": {"type": "integer"}, "totalPages": {}})
    assert list(caller(server, described).paginate("list")) == ALL
    assert [seen.path for seen in server.seen] == targets


def test_a_count_of_this_page_does_not_end_the_list(serve, caller) -> None:
    """`count` may mean the items of the page or of the list."""

    def answer(seen: Seen) -> Reply:
        items = ALL[int(query(seen).get("offset", "0")) :][:3]
        return as_json({"results": items, "count": len(items)})

    described = listing([number("offset")], {"results": LIST, "count": {"type": "integer"}})
    assert list(caller(serve(answer), described).paginate("list")) == ALL


@pytest.mark.parametrize(
    "link",
    [
        "http://[::1", "http://127.0.0.1:99999999/l", "ftp://127.0.0.1/l", "file:///etc/passwd",
        "javascript:alert(1)", "mailto:ada@example.com", 7, ["x", 1], {"to": "/l"}, "/l?at=\ud800", True,
    ],
    ids=str,
)  # fmt: skip
def test_a_link_that_cannot_be_followed_is_an_error_of_ours(serve, caller, link: Any) -> None:
    """The items before it are given."""
    server = serve(lambda seen: as_json({"data": [1], "nextLink": link}))
    client = caller(server, listing([], {"data": LIST, "nextLink": {}}))
    found: list[Any] = []
    with pytest.raises(PagingError, match=r"not an http address|at another origin"):
        client.collect(client.client.paginate("list"), found)
    assert (found, len(server.seen)) == ([1], 1)


@pytest.mark.parametrize(
    ("link", "sent"),
    [
        pytest.param("/l?at=1&q=a b", "/l?at=1&q=a%20b", id="a blank"),
        pytest.param("/l?at=1&q=é", "/l?at=1&q=%C3%A9", id="a letter beyond ASCII"),
        pytest.param("/l?at=1&q=%C3%A9%2C", "/l?at=1&q=%C3%A9%2C", id="already encoded"),
        pytest.param("/l?at=1#part", "/l?at=1", id="a fragment"),
    ],
)
def test_a_link_is_sent_as_it_is_as_far_as_possible(serve, caller, link: str, sent: str) -> None:
    """What cannot be in a URL is encoded."""
    server = serve(lambda seen: as_json({"data": [1], "nextLink": None if "at" in query(seen) else link}))
    assert list(caller(server, listing([], {"data": LIST, "nextLink": {}})).paginate("list")) == [1, 1]
    assert server.seen[1].path == sent


UNKNOWN = listing(["mk"], {"stuff": LIST, "mark": {"type": "string"}})


@pytest.mark.parametrize("what", ["items", "pages"])
def test_a_list_that_ends_because_nothing_shows_how_it_goes_on_warns(serve, caller, what: str) -> None:
    """Once, at the end of the page, naming what says how."""
    client = caller(serve(lambda seen: as_json({"stuff": [1, 2], "mark": "zz"})), UNKNOWN)
    pages = client.client.paginate("list")
    with pytest.warns(PagingWarning, match="list: only one page was read.*rule=") as caught:
        assert len(list(client.items(pages if what == "items" else pages.pages()))) == (2 if what == "items" else 1)
    assert len(caught) == 1


@pytest.mark.parametrize(
    ("described", "rule", "page"),
    [
        pytest.param(UNKNOWN, {"kind": "link"}, {"stuff": [1]}, id="the caller knows"),
        pytest.param(UNKNOWN, {"items": "/stuff"}, {"stuff": [1]}, id="the caller gave a rule"),
        pytest.param(UNKNOWN, PageRule(), {"stuff": [1]}, id="the caller gave a whole rule"),
        pytest.param(UNKNOWN, None, {"stuff": []}, id="an empty page"),
        pytest.param(
            listing([], {"value": LIST}, **{"x-ms-pageable": {"nextLinkName": None}}), None, {"value": [1]},
            id="the document states it",
        ),
        pytest.param(listing([number("page")], {"stuff": LIST}), None, {"stuff": []}, id="a rule is recognised"),
    ],
)  # fmt: skip
def test_no_warning_where_it_is_known(serve, caller, described: Any, rule: Any, page: Any) -> None:
    """Warnings are errors in this suite."""
    client = caller(serve(lambda seen: as_json(page)), described)
    assert len(list(client.paginate("list", rule=rule))) <= 1


def test_more_without_a_way_is_an_error(serve, caller) -> None:
    """The page itself says that the list goes on."""
    described = listing([], {"stuff": LIST, "has_more": {"type": "boolean"}})
    client = caller(serve(lambda seen: as_json({"stuff": [1], "has_more": True})), described)
    with pytest.raises(PagingError, match=r"more follow.*rule="):
        client.collect(client.client.paginate("list"), [])


def test_a_stated_rule_is_not_replaced_by_links(serve, caller) -> None:
    """A caller who counts pages goes on counting."""
    server = serve(lambda seen: as_json(ALL[:1] if "page" not in query(seen) else [], Link="</l?at=9>; rel=next"))
    rule = {"kind": "page", "parameter": "page", "first": 1}
    assert list(caller(server, listing([number("page")], None)).paginate("list", rule=rule)) == ALL[:1]
    assert [seen.path for seen in server.seen] == ["/l", "/l?page=2"]


def test_a_cursor_that_begins_with_a_slash_is_a_cursor(serve, caller) -> None:
    """Base64 has that letter."""
    server = serve(lambda seen: as_json({"data": [1], "next_cursor": None if "cursor" in query(seen) else "/a+b=="}))
    assert list(caller(server, listing(["cursor"], {"data": LIST, "next_cursor": {}})).paginate("list")) == [1, 1]
    assert server.seen[1].path == "/l?cursor=%2Fa%2Bb%3D%3D"
