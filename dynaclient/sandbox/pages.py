"""One page of a list: the items that a request asks for, and the envelope around them.

Recognizes cursors, limits and envelope members by the names that APIs use; the items come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ..document import Document
from ..model import Operation
from ..schema.view import properties_of, types_of
from ..types import MISSING
from .judge import Accepted
from .memory import Resource
from .message import Arrival
from .wishes import ABSENT

_LIMITS = (
    "limit",
    "page_size",
    "pagesize",
    "per_page",
    "perpage",
    "maxresults",
    "max_results",
    "max-results",
    "$top",
    "top",
    "max_items",
)
_AFTERS = (
    "after",
    "starting_after",
    "cursor",
    "page_token",
    "pagetoken",
    "next_token",
    "nexttoken",
    "marker",
    "continue",
    "start_after",
)
_BEFORES = ("before", "ending_before")
_OFFSETS = ("offset", "skip", "$skip", "start")
_PAGES = ("page", "page_number")
_DEFAULT_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the items of a list, in order.

    Attributes:
        more: whether items follow.
        total: the length of the whole list.
    """

    items: Sequence[Resource]
    more: bool
    total: int


class UnknownCursor(Exception):
    """The request has a cursor that matches no item. The argument is the parameter's name."""


def page_of(operation: Operation, query: Mapping[str, Any], items: list[Resource], *, strict: bool = True) -> Page:
    """The page that a request asks for.

    Args:
        items: every item, oldest first.
        strict: whether a cursor that matches no item is an error; otherwise it is ignored.

    Raises:
        UnknownCursor: a cursor matches no item, present or deleted.
    """
    given = {name.lower(): (name, value) for name, value in query.items()}
    ordered = list(reversed(items)) if _descending(operation, query) else list(items)
    total = len(ordered)
    start, end = 0, len(ordered)
    for name in _AFTERS:
        if name in given and given[name][1] and (strict or _is_there(ordered, given[name][1])):
            start = _place(ordered, *given[name]) + 1
    backwards = False
    for name in _BEFORES:
        if name in given and given[name][1] and (strict or _is_there(ordered, given[name][1])):
            end = _place(ordered, *given[name])
            backwards = not any(after in given for after in _AFTERS)
    limit = _limit(operation, given)
    for name in _OFFSETS:
        if name in given and isinstance(given[name][1], int):
            start += max(given[name][1], 0)
    for name in _PAGES:
        if name in given and isinstance(given[name][1], int):
            first = _default(operation, given[name][0], 1)
            start += max(given[name][1] - (0 if first == 0 else 1), 0) * limit
    if backwards:
        return Page(ordered[max(start, end - limit) : end], end - limit > start, total)
    chosen = ordered[start : min(end, start + limit)]
    return Page(chosen, start + limit < end, total)


def _limit(operation: Operation, given: Mapping[str, tuple[str, Any]]) -> int:
    for name in _LIMITS:
        if name in given and isinstance(given[name][1], int) and given[name][1] >= 0:
            return int(given[name][1])
    for parameter in operation.parameters:
        if parameter.location == "query" and parameter.name.lower() in _LIMITS and isinstance(parameter.default, int):
            return parameter.default
    return _DEFAULT_LIMIT if any(parameter.name.lower() in _LIMITS for parameter in operation.parameters) else 10_000


def _default(operation: Operation, name: str, otherwise: Any) -> Any:
    for parameter in operation.parameters:
        if parameter.location == "query" and parameter.name == name and parameter.default is not MISSING:
            return parameter.default
    return otherwise


def _descending(operation: Operation, query: Mapping[str, Any]) -> bool:
    """The direction, given by the value or the default of a parameter with the choices `asc` and `desc`."""
    for parameter in operation.parameters:
        choices = {str(choice).lower() for choice in parameter.enum or ()}
        if parameter.location == "query" and {"asc", "desc"} <= choices:
            chosen = query.get(parameter.name, parameter.default)
            return chosen is not MISSING and str(chosen).lower() == "desc"
    return False


def _is_there(items: Sequence[Resource], cursor: Any) -> bool:
    return any(item.key == str(cursor) for item in items)


def _place(items: Sequence[Resource], name: str, cursor: Any) -> int:
    for i, item in enumerate(items):
        if item.key == str(cursor):
            return i
    raise UnknownCursor(name)


def is_paging(name: str) -> bool:
    """Whether a query parameter says which page is wanted."""
    return name.lower() in _PAGING


_PAGING = frozenset((*_LIMITS, *_AFTERS, *_BEFORES, *_OFFSETS, *_PAGES, "order", "sort", "order_by", "sort_by"))

_NESTED = frozenset(
    ("meta", "metadata", "links", "pages", "paging", "pagination", "pageinfo", "page", "responsemetadata", "cursors")
)
"""Members that hold facts about the page, in lower case without underscores."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page, and the request that it answers."""

    page: Page
    limit: int
    offset: int
    number: int
    url: str
    query: tuple[tuple[str, str], ...]
    style: str
    name: str

    def link(self, start: int) -> str:
        """The URL of the page that begins at this item."""
        changes: dict[str, str] = {}
        if self.style == "offset":
            changes[self.name] = str(start)
        elif self.style == "page":
            changes[self.name] = str(start // max(self.limit, 1) + 1)
        elif self.style == "after" and start > self.offset and self.page.items:
            changes[self.name] = self.page.items[-1].key
        pairs = [(name, value) for name, value in self.query if name not in changes]
        return f"{self.url}?{urlencode([*pairs, *changes.items()])}" if pairs or changes else self.url


def page_wishes(
    document: Document, schema: Any, page: Page, operation: Operation, accepted: Accepted, arrival: Arrival
) -> dict[str, Any]:
    """The members of an envelope that say something about its page, true to it and to the request."""
    query = accepted.parameters["query"]
    given = {name.lower(): (name, value) for name, value in query.items()}
    limit = _limit(operation, given)
    offset = next((given[name][1] for name in _OFFSETS if name in given and isinstance(given[name][1], int)), 0)
    number = next((given[name][1] for name in _PAGES if name in given and isinstance(given[name][1], int)), 1)
    declared = {p.name.lower(): p.name for p in operation.parameters if p.location == "query"}
    style, name = "", ""
    for kind, names in (("offset", _OFFSETS), ("page", _PAGES), ("after", _AFTERS)):
        known = next((declared[item] for item in names if item in declared), "")
        if known:
            style, name = kind, known
            break
    start = offset or (number - 1) * limit if style == "page" else offset
    url = f"{arrival.base_url}{arrival.path}"
    asked = _Asked(page, limit, start, number, url, tuple(arrival.pairs), style, name)
    return _members(document, schema, asked)


def _members(document: Document, schema: Any, asked: _Asked, depth: int = 0) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, described in properties_of(document, schema).items():
        low = name.lower().replace("_", "").replace("-", "").lstrip("@$")
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
_LAST: _Says = lambda asked: asked.page.items[-1].key if asked.page.items else None  # noqa: E731
_CURSOR: _Says = lambda asked: asked.page.items[-1].key if asked.page.more and asked.page.items else None  # noqa: E731


def _next(asked: _Asked) -> Any:
    return asked.link(asked.offset + len(asked.page.items)) if asked.page.more and asked.style else None


def _previous(asked: _Asked) -> Any:
    is_first = asked.offset <= 0 or asked.style not in ("offset", "page")
    return None if is_first else asked.link(max(asked.offset - asked.limit, 0))


def _last_page(asked: _Asked) -> Any:
    if not asked.page.more or asked.style not in ("offset", "page"):
        return None
    return asked.link((asked.page.total - 1) // max(asked.limit, 1) * asked.limit)


_SAYS: dict[str, _Says] = {
    **dict.fromkeys(
        ("hasmore", "hasnext", "more", "istruncated", "hasnextpage", "truncated", "incompleteresults"),
        lambda asked: asked.page.more,
    ),
    **dict.fromkeys(("firstid", "startcursor"), _FIRST),
    **dict.fromkeys(("lastid", "endcursor"), _LAST),
    **dict.fromkeys(("nextcursor", "nextpagetoken", "nexttoken", "nextmarker", "continue", "cursor", "after"), _CURSOR),
    **dict.fromkeys(("next", "nextpage", "nexturl", "nextpageurl", "nextlink", "odata.nextlink"), _next),
    **dict.fromkeys(("previous", "prev", "previouspage", "prevurl", "previouspageurl"), _previous),
    **dict.fromkeys(("prevcursor", "previouscursor", "prevmarker", "before"), lambda asked: None),
    "first": lambda asked: asked.link(0) if asked.offset > 0 and asked.style in ("offset", "page") else None,
    "last": _last_page,
    **dict.fromkeys(
        ("total", "totalcount", "totalitems", "totalentries", "totalresults"), lambda asked: asked.page.total
    ),
    "totalpages": lambda asked: -(-asked.page.total // max(asked.limit, 1)),
    **dict.fromkeys(("count", "resultcount", "size", "numberofelements"), lambda asked: len(asked.page.items)),
    **dict.fromkeys(("limit", "perpage", "pagesize", "maxresults"), lambda asked: asked.limit),
    **dict.fromkeys(("offset", "skip", "start"), lambda asked: asked.offset),
    **dict.fromkeys(("page", "pagenumber", "currentpage"), lambda asked: asked.number),
    **dict.fromkeys(("href", "self"), lambda asked: asked.link(asked.offset)),
    "url": lambda asked: asked.url.partition("://")[2].partition("/")[2] and "/" + asked.url.split("/", 3)[3],
}
"""Members of an envelope, in lower case without underscores → their values for this page."""
