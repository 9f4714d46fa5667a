"""One page of a list: the items that a request asks for, and the envelope around them.

Recognizes cursors, limits and envelope members by the names that APIs use; the items come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from ..model import Operation
from ..types import MISSING
from .memory import Resource
from .values import Values

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


def enveloped(values: Values, schema: Any, base: Any, place: tuple[str, ...], items: list[Any], page: Page) -> Any:
    """The envelope with these items, and its members about the page set correctly if the schema allows it."""
    if not place:
        return items
    out = deepcopy(base)
    node = out
    for name in place[:-1]:
        node = node[name]
    node[place[-1]] = items
    if not values.is_valid(schema, out):
        return out if _repair(values, schema, out) else base
    for owner in [out] if node is out else [out, node]:
        for name in [*owner]:
            says = _SAYS.get(name.lower().replace("_", ""))
            if says is None or isinstance(owner[name], (list, dict)):
                continue
            before = owner[name]
            for choice in says(page):
                if choice is _GONE:
                    del owner[name]
                elif _alike(before, choice):
                    owner[name] = choice
                else:
                    continue
                if values.is_valid(schema, out):
                    break
                owner[name] = before
    return out


def _repair(values: Values, schema: Any, value: Any) -> bool:
    """Whether the envelope is valid without its examples of page data."""
    for name in [name for name in value if name.lower().replace("_", "") in _SAYS]:
        before = value[name]
        value[name] = None
        if values.is_valid(schema, value):
            return True
        value[name] = before
    return values.is_valid(schema, value)


_GONE = object()


def _alike(before: Any, choice: Any) -> bool:
    """Whether a choice has the same type as the old value: a number stays a number."""
    if choice is None or before is None:
        return True
    return isinstance(before, type(choice)) and isinstance(before, bool) == isinstance(choice, bool)


def _first(page: Page) -> list[Any]:
    return [page.items[0].key] if page.items else [None, _GONE, ""]


def _last(page: Page) -> list[Any]:
    return [page.items[-1].key] if page.items else [None, _GONE, ""]


def _next(page: Page) -> list[Any]:
    return [page.items[-1].key] if page.more and page.items else [None, _GONE, ""]


_Says = Callable[[Page], list[Any]]
_SAYS: dict[str, _Says] = {
    **dict.fromkeys(
        ("hasmore", "hasnext", "more", "istruncated", "hasnextpage", "truncated"), lambda page: [page.more]
    ),
    "firstid": _first,
    "lastid": _last,
    **dict.fromkeys(("nextcursor", "nextpagetoken", "nexttoken", "nextmarker", "continue", "cursor"), _next),
    **dict.fromkeys(("next", "nextpage", "previous", "prev", "nexturl", "nextpageurl"), lambda page: [None, _GONE]),
    **dict.fromkeys(("total", "totalcount", "totalitems", "totalentries", "totalresults"), lambda page: [page.total]),
    **dict.fromkeys(("count", "resultcount"), lambda page: [len(page.items)]),
}
"""Members of an envelope, in lower case without underscores → their correct values for this page, best first."""
