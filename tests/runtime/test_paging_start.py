"""Lists that stop and go on: `next` is what the next request would be, `start` begins there."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from dynaclient import AsyncOpenAI, OpenAI, PagingError, RequestError
from tests.runtime.server import Reply, Seen, as_json
from tests.runtime.test_paging import (
    ALL,
    LIST,
    by_last_id,
    by_offset,
    by_offset_and_total,
    by_page,
    by_page_total,
    by_token,
    listing,
    number,
    query,
)


def by_link(seen: Seen) -> Reply:
    start = int(query(seen).get("from", "0"))
    following = f"/l?from={start + 3}&api_key=sesame" if start + 3 < len(ALL) else None
    return as_json({"data": ALL[start : start + 3], "next": following})


def by_header(seen: Seen) -> Reply:
    start = int(query(seen).get("from", "0"))
    page = ALL[start : start + 3]
    return as_json(page, Link=f'</l?from={start + 3}>; rel="next"' if start + 3 < len(ALL) else '</l>; rel="first"')


def numbered_from_one(seen: Seen) -> Reply:
    page = int(query(seen).get("page", "1"))
    return as_json({"data": ALL[page * 3 - 3 : page * 3], "page": page, "total_pages": 3})


def by_body(seen: Seen) -> Reply:
    start = int(json.loads(seen.body or b"{}").get("cursor") or 0)
    following = str(start + 3) if start + 3 < len(ALL) else None
    return as_json({"items": ALL[start : start + 3], "next_cursor": following})


NUMBERS = {"data": LIST, "page": {"type": "integer"}, "total_pages": {"type": "integer"}}
IN_BODY = {
    "requestBody": {
        "content": {"application/json": {"schema": {"type": "object", "properties": {"cursor": {"type": "string"}}}}}
    }
}
CASES = [
    pytest.param(
        by_last_id, listing(["after"], {"data": LIST, "has_more": {}, "last_id": {}}), {"after": "i2"}, id="id"
    ),
    pytest.param(
        by_token, listing(["pageToken"], {"items": LIST, "nextPageToken": {}}), {"pageToken": "t3"}, id="token"
    ),
    pytest.param(by_offset, listing([number("offset")], {"results": LIST}), {"offset": 3}, id="offset"),
    pytest.param(
        by_offset_and_total, listing([number("offset")], {"results": LIST, "total": {}}), {"offset": 3}, id="and total"
    ),
    pytest.param(by_page, listing([number("page")], None), {"page": 2}, id="page"),
    pytest.param(
        by_page_total, listing([number("page")], {"data": LIST, "total_pages": {}}), {"page": 2}, id="of pages"
    ),
    pytest.param(numbered_from_one, listing([number("page")], NUMBERS), {"page": 2}, id="pages with their number"),
    pytest.param(by_link, listing([], {"data": LIST, "next": {}}), "url", id="link"),
    pytest.param(by_header, listing([], None), "url", id="header"),
    pytest.param(by_body, listing([], {"items": LIST, "next_cursor": {}}, **IN_BODY), {"cursor": "3"}, id="body"),
]


def first_page(client: Any, pages: Any) -> Any:
    """Read one page, and leave."""
    if client.driver.name == "sync":
        return next(iter(pages.pages()))

    async def one() -> Any:
        async for page in pages.pages():
            return page
        return None

    return client.driver.run(one())


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("answer", "described", "following"), CASES)
def test_a_list_goes_on_where_another_stopped(serve, caller, answer: Any, described: Any, following: Any) -> None:
    """In another process too, since `next` is plain; every item comes once, and nothing is asked twice."""
    server = serve(answer)
    client = caller(server, described)
    pages = client.client.paginate("list")
    assert pages.next == {}
    first_page(client, pages)
    assert len(server.seen) == 1
    expected = {"url": f"{server.url}/l?from=3"} if following == "url" else following
    assert pages.next == expected
    assert pages.next == expected, "asking does not move it"
    saved = json.loads(json.dumps(pages.next))
    rest = client.client.paginate("list", start=saved)
    assert rest.next == saved
    assert list(client.items(rest)) == ALL[3:]
    assert rest.next is None
    for start in (None, {}):
        assert list(client.paginate("list", start=start)) == ALL


def test_the_next_page_is_that_of_the_latest_loop(serve, caller) -> None:
    """And two loops do not disturb each other."""
    client = caller(serve(by_last_id), listing(["after"], {"data": LIST, "has_more": {}, "last_id": {}}))
    pages = client.client.paginate("list")
    assert list(client.items(pages)) == list(client.items(pages)) == ALL
    assert pages.next is None
    first_page(client, pages)
    assert pages.next == {"after": "i2"}


def test_a_next_page_that_cannot_be_asked_for(serve, caller) -> None:
    """Is the error that the loop would raise."""
    client = caller(
        serve(lambda seen: as_json({"data": [1], "next": "http://elsewhere.invalid/l"})),
        listing([], {"data": LIST, "next": {}}),
    )
    pages = client.client.paginate("list")
    first_page(client, pages)
    with pytest.raises(PagingError, match="the next page is at another origin"):
        _ = pages.next


GAVE = "list: start= takes what `pages.next` gave, such as {'after': '…'}, not "


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (5, "list: start= takes the mapping that `pages.next` gave, not 5"),
        ({"aftre": "x"}, f"{GAVE}{{'aftre': 'x'}}"),
        ({"after": "x", "limit": 3}, f"{GAVE}{{'after': 'x', 'limit': 3}}"),
        ({"url": "/l?page=2"}, f"{GAVE}{{'url': '/l?page=2'}}"),
    ],
)
def test_a_start_that_is_none(serve, caller, start: Any, said: str) -> None:
    """Is refused at once."""
    server = serve(by_last_id)
    client = caller(server, listing(["after"], {"data": LIST, "has_more": {}, "last_id": {}}))
    with pytest.raises(RequestError) as caught:
        client.client.paginate("list", start=start)
    assert str(caught.value) == said
    assert server.seen == []


def test_a_start_elsewhere_gets_no_credentials(serve, caller) -> None:
    """Nothing is sent there."""
    client = caller(serve(by_link), listing([], {"data": LIST, "next": {}}))
    with pytest.raises(RequestError, match=r"start= is an address at another origin \(evil\.test\): not requested"):
        list(client.paginate("list", start={"url": "https://evil.test/l"}))


def test_an_argument_of_that_name_is_the_operations(serve, caller) -> None:
    """Where it is not a mapping."""
    server = serve(lambda seen: as_json({"data": []}))
    client = caller(server, listing([number("start")], {"data": LIST}))
    assert list(client.paginate("list", start=20)) == []
    assert query(server.seen[0])["start"] == "20"


def test_the_script_that_a_user_writes(tmp_path: Any) -> None:
    """Against the sandbox, sync and async: read a page today, and the others tomorrow."""
    saved = tmp_path / "next.json"
    with OpenAI.sandbox() as client:
        for n in range(5):
            client.createFile(file=(f"{n}.txt", b"x"), purpose="assistants")
        pages = client.paginate("listFiles", limit=2)
        for page in pages.pages():
            names = [file["filename"] for file in page["data"]]
            saved.write_text(json.dumps(pages.next))
            break
        rest = client.paginate("listFiles", limit=2, start=json.loads(saved.read_text()))
        assert names + [file["filename"] for file in rest] == [f"{n}.txt" for n in (4, 3, 2, 1, 0)]

    async def script() -> list[str]:
        async with AsyncOpenAI.sandbox() as client:
            for n in range(5):
                await client.createFile(file=(f"{n}.txt", b"x"), purpose="assistants")
            pages = client.paginate("listFiles", limit=2)
            async for page in pages.pages():
                names = [file["filename"] for file in page["data"]]
                break
            rest = client.paginate("listFiles", limit=2, start=pages.next)
            return names + [file["filename"] async for file in rest]

    assert asyncio.run(script()) == [f"{n}.txt" for n in (4, 3, 2, 1, 0)]
