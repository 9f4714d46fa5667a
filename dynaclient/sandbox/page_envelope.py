"""The members of a list's envelope that say something about its page: counts, cursors, links to other pages.

Recognizes them by the names that APIs use, and makes them true to the page and to the request.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from .._support.spelling import plain_name
from ..document import Document
from ..schema.view import properties_of, types_of
from ..types import MISSING
from .message import Arrival
from .pages import Page, PageRequest
from .wishes import ABSENT

_NESTED = frozenset(
    ("meta", "metadata", "links", "pages", "paging", "pagination", "pageinfo", "page", "responsemetadata", "cursors")
)
"""Members that hold facts about the page, in lower case without underscores."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page, and the request that it answers."""

    page: Page
    wanted: PageRequest
    url: str
    query: tuple[tuple[str, str], ...]

    @property
    def last(self) -> str | None:
        """The key of the last item."""
        return self.page.items[-1].key if self.page.items else None

    @property
    def is_counted(self) -> bool:
        """Whether pages are found by counting, not by a cursor."""
        return self.wanted.style in ("offset", "page")

    def link(self, start: int) -> str:
        """The URL of the page that begins at this item."""
        changes: dict[str, str] = {}
        if self.wanted.style == "offset":
            changes[self.wanted.name] = str(start)
        elif self.wanted.style == "page":
            changes[self.wanted.name] = str(start // max(self.wanted.limit, 1) + self.wanted.first)
        elif self.wanted.style == "after" and start > self.wanted.start and self.last is not None:
            changes[self.wanted.name] = self.last
        pairs = [(name, value) for name, value in self.query if name not in changes]
        return f"{self.url}?{urlencode([*pairs, *changes.items()])}" if pairs or changes else self.url


def page_wishes(document: Document, schema: Any, page: Page, wanted: PageRequest, arrival: Arrival) -> dict[str, Any]:
    """The members of an envelope that say something about its page, true to it and to the request."""
    url = f"{arrival.base_url}{arrival.path}"
    return _members(document, schema, _Asked(page, wanted, url, tuple(arrival.pairs)))


def _members(document: Document, schema: Any, asked: _Asked, depth: int = 0) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, described in properties_of(document, schema).items():
        low = plain_name(name)
        types = set(types_of(document, described))
        if low in _NESTED and "object" in types and depth < 2:
            inner = _members(document, described, asked, depth + 1)
            if inner:
                out[name] = inner
        elif (low in _SAYS and not types & {"object", "array"}) or (
            low in _SAYS and "object" in types and "string" in types
        ):
            out[name] = _fitting(_SAYS[low](asked), types)
    return out


def _fitting(value: Any, types: set[str]) -> Any:
    """The value in a type of the member; absent, else null, where it has none."""
    if value is None:
        return None if "null" in types else ABSENT
    if isinstance(value, bool):
        return value if "boolean" in types or not types else MISSING
    if isinstance(value, int):
        if types and not types & {"integer", "number"}:
            return str(value) if "string" in types else MISSING
        return value
    if "string" in types or not types:
        return value
    return int(value) if types & {"integer", "number"} and value.isdigit() else MISSING


_Says = Callable[[_Asked], Any]
_FIRST: _Says = lambda asked: asked.page.items[0].key if asked.page.items else None  # noqa: E731
_LAST: _Says = lambda asked: asked.last  # noqa: E731
_CURSOR: _Says = lambda asked: asked.last if asked.page.more else None  # noqa: E731


def _next(asked: _Asked) -> Any:
    return asked.link(asked.wanted.start + len(asked.page.items)) if asked.page.more and asked.wanted.style else None


def _previous(asked: _Asked) -> Any:
    is_first = asked.wanted.start <= 0 or not asked.is_counted
    return None if is_first else asked.link(max(asked.wanted.start - asked.wanted.limit, 0))


def _last_page(asked: _Asked) -> Any:
    if not asked.page.more or not asked.is_counted:
        return None
    return asked.link((asked.page.total - 1) // max(asked.wanted.limit, 1) * asked.wanted.limit)


_SAYS: dict[str, _Says] = {
    **dict.fromkeys(
        ("hasmore", "hasnext", "more", "istruncated", "hasnextpage", "truncated", "incompleteresults"),
        lambda asked: asked.page.more,
    ),
    **dict.fromkeys(("firstid", "startcursor"), _FIRST),
    **dict.fromkeys(("lastid", "endcursor"), _LAST),
    **dict.fromkeys(("nextcursor", "nextpagetoken", "nexttoken", "nextmarker", "continue", "cursor", "after"), _CURSOR),
    **dict.fromkeys(("next", "nextpage", "nexturl", "nextpageurl", "nextlink", "odatanextlink"), _next),
    **dict.fromkeys(("previous", "prev", "previouspage", "prevurl", "previouspageurl"), _previous),
    **dict.fromkeys(("prevcursor", "previouscursor", "prevmarker", "before"), lambda asked: None),
    "first": lambda asked: (
        asked.link(0) if asked.wanted.start > 0 and asked.wanted.style in ("offset", "page") else None
    ),
    "last": _last_page,
    **dict.fromkeys(
        ("total", "totalcount", "totalitems", "totalentries", "totalresults"), lambda asked: asked.page.total
    ),
    "totalpages": lambda asked: -(-asked.page.total // max(asked.wanted.limit, 1)),
    **dict.fromkeys(("count", "resultcount", "size", "numberofelements"), lambda asked: len(asked.page.items)),
    **dict.fromkeys(("limit", "perpage", "pagesize", "maxresults"), lambda asked: asked.wanted.limit),
    **dict.fromkeys(("offset", "skip", "start"), lambda asked: asked.wanted.start),
    **dict.fromkeys(("page", "pagenumber", "currentpage"), lambda asked: asked.wanted.number),
    **dict.fromkeys(("href", "self"), lambda asked: asked.link(asked.wanted.start)),
    "url": lambda asked: asked.url.partition("://")[2].partition("/")[2] and "/" + asked.url.split("/", 3)[3],
}
"""Members of an envelope, in lower case without underscores → their values for this page."""
