"""The Link header is read as RFC 8288 says, in time that grows with its length."""

from __future__ import annotations

import time

import pytest

from dynaclient.response.link_header import page_links, read_links

CASES = [
    pytest.param('</a?page=2>; rel="next"', [("/a?page=2", {"rel": "next"})], id="section 3.5"),
    pytest.param("</a>;rel=next", [("/a", {"rel": "next"})], id="a token"),
    pytest.param('</a> ; REL = "next"', [("/a", {"rel": "next"})], id="blanks, and capitals in the name"),
    pytest.param(
        '</wrong>; title="x; rel=next", </right>; rel=next',
        [("/wrong", {"title": "x; rel=next"}), ("/right", {"rel": "next"})],
        id="a semicolon inside quotes",
    ),
    pytest.param(
        '</a>; title="one, </b>; rel=next"; rel=prev',
        [("/a", {"title": "one, </b>; rel=next", "rel": "prev"})],
        id="a comma and a link inside quotes",
    ),
    pytest.param(
        r'</a>; title="say \"hi\", ok"; rel=next',
        [("/a", {"title": 'say "hi", ok', "rel": "next"})],
        id="escaped quotes",
    ),
    pytest.param("</a,b;c>; rel=next", [("/a,b;c", {"rel": "next"})], id="comma and semicolon in the target"),
    pytest.param("</a>; rel=prev; rel=next", [("/a", {"rel": "prev"})], id="the first rel counts, section 3.3"),
    pytest.param("</a>; crossorigin; rel=next", [("/a", {"crossorigin": "", "rel": "next"})], id="a bare parameter"),
    pytest.param("</a>, </b>;rel=next", [("/a", {}), ("/b", {"rel": "next"})], id="a link without parameters"),
    pytest.param(",, </a>;rel=next ,", [("/a", {"rel": "next"})], id="empty elements, RFC 9110 section 5.6.1"),
    pytest.param("junk, </a>;rel=next", [("/a", {"rel": "next"})], id="not a link"),
    pytest.param('</a>; rel="next" junk; type=x', [("/a", {"rel": "next", "type": "x"})], id="text after a quote"),
    pytest.param("</a>;;;rel=next", [("/a", {"rel": "next"})], id="empty parameters"),
    pytest.param('</a>; rel="next', [("/a", {"rel": "next"})], id="a quote that is not closed"),
    pytest.param("</a", [], id="a target that is not closed"),
    pytest.param("", [], id="empty"),
]


@pytest.mark.parametrize(("header", "expected"), CASES)
def test_links_and_their_parameters(header: str, expected: list[tuple[str, dict[str, str]]]) -> None:
    """Split outside of quotes and angle brackets only."""
    assert [(link.target, link.parameters) for link in read_links(header)] == expected


@pytest.mark.parametrize(
    ("header", "following", "is_paged"),
    [
        pytest.param("</2>; rel=next, </9>; rel=last", "/2", True, id="next"),
        pytest.param('</2>; rel="prefetch NEXT"', "/2", True, id="one of several relations, in any case"),
        pytest.param("</1>; rel=prev", None, True, id="the last page"),
        pytest.param("</doc>; rel=describedby", None, False, id="another relation"),
        pytest.param("</doc>; rel=nextish", None, False, id="a relation that begins like it"),
        pytest.param('</2>; rel=next; anchor="/other"', None, False, id="the context is another resource, section 3.2"),
        pytest.param("</2>; rel=next, </3>; rel=next", "/2", True, id="the first of two"),
    ],
)
def test_the_link_to_the_next_page(header: str, following: str | None, is_paged: bool) -> None:
    """And whether the header links pages at all, so that a missing `next` is the end."""
    assert page_links(header) == (following, is_paged)


@pytest.mark.parametrize(
    "piece",
    ["<", "<>", "<a>;", '<a>;t="', "<a>; rel", "<a>;=,", ";", ",", " ", '"', "\\", '<a>;t="\\', "x,", "<a> ; a = b "],
)
def test_long_headers_take_milliseconds(piece: str) -> None:
    """Half a megabyte of anything; a pattern with a square in it needs minutes."""
    started = time.process_time()
    read_links(piece * (500_000 // len(piece)))
    assert time.process_time() - started < 3
