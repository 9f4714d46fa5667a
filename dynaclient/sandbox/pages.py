"""One page of a list: the items that a request asks for by cursors, limits, offsets or numbers of pages.

Recognizes these parameters by the names that APIs use; the items come from elsewhere, `page_envelope` is around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .._support.spelling import plain_name
from ..model import Operation, Parameter
from ..types import MISSING
from .memory import Resource

_LIMITS = ("limit", "pagesize", "perpage", "maxresults", "top", "maxitems", "maxkeys", "first", "pagelimit")
_AFTERS = ("after", "startingafter", "startafter", "cursor", "pagetoken", "nexttoken", "nextcursor", "marker",
           "continue", "pagecursor", "pageafter")  # fmt: skip
_BEFORES = ("before", "endingbefore", "pagebefore")
_OFFSETS = ("offset", "skip", "start", "startindex", "pageoffset")
_PAGES = ("page", "pagenumber")
"""Names of query parameters, in lower case and without separators."""

_PAGING = frozenset((*_LIMITS, *_AFTERS, *_BEFORES, *_OFFSETS, *_PAGES, "order", "sort", "orderby", "sortby"))
_DEFAULT_LIMIT = 20
_ALL = 10_000

Style = Literal["offset", "page", "after", ""]


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


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The page that a request asks for.

    Attributes:
        limit: of items on the page.
        start: how many items are skipped, by an offset or by the number of the page.
        number: of the page, as the operation counts them.
        first: the number of the first page.
        after, before: the parameters that have cursors, each as name and value; None without one.
        descending: whether the newest item comes first.
        style: how the operation leads from page to page, and the parameter `name` that does.
    """

    limit: int
    start: int
    number: int
    first: int
    after: tuple[str, str] | None
    before: tuple[str, str] | None
    descending: bool
    style: Style
    name: str


def page_request(operation: Operation, query: Mapping[str, Any]) -> PageRequest:
    """Read what a request says about the page that it wants."""
    paging = _paging_of(operation)
    if not query:
        return paging.first_page
    first = paging.first
    given = {plain_name(name): (name, value) for name, value in query.items()}
    limit = _number(given, _LIMITS)
    limit = paging.limit if limit is None else limit
    number = _number(given, _PAGES)
    number = first if number is None else number
    return PageRequest(
        limit,
        (_number(given, _OFFSETS) or 0) + max(number - first, 0) * limit,
        number,
        first,
        _cursor(given, _AFTERS),
        _cursor(given, _BEFORES),
        _descending(operation.parameters, query),
        paging.style,
        paging.name,
    )


@dataclass(frozen=True, slots=True)
class _Paging:
    """How an operation pages.

    Attributes:
        first: the number of the first page.
        limit: of items on a page, by default.
        style, name: as in `PageRequest`.
        first_page: what a request without a query asks for.
    """

    first: int
    limit: int
    style: Style
    name: str
    first_page: PageRequest


_MAX_KEPT = 4096
_pagings: dict[int, tuple[Operation, _Paging]] = {}
"""By the identity of the operation, which is kept alive; beyond so many it is cleared."""


def _paging_of(operation: Operation) -> _Paging:
    found = _pagings.get(id(operation))
    if found is None:
        if len(_pagings) >= _MAX_KEPT:
            _pagings.clear()
        found = _pagings[id(operation)] = operation, _read_paging(operation)
    return found[1]


def _read_paging(operation: Operation) -> _Paging:
    declared = {plain_name(p.name): p for p in operation.parameters if p.location == "query"}
    first = 0 if (page := _first(declared, _PAGES)) is not None and page.default == 0 else 1
    known = _first(declared, _LIMITS)
    limit = _ALL if known is None else _whole(known.default, _DEFAULT_LIMIT)
    style, name = _style(declared)
    descending = _descending(operation.parameters, {})
    return _Paging(first, limit, style, name, PageRequest(limit, 0, first, first, None, None, descending, style, name))


def page_of(
    wanted: PageRequest, items: list[Resource], place_of: Callable[[str], int | None], *, strict: bool = True
) -> Page:
    """The page that a request asks for.

    Args:
        items: every item, oldest first.
        place_of: the number of the item that a cursor names, present or deleted; None if there never was one.
        strict: whether a cursor that names no item is an error; otherwise it is ignored.

    Raises:
        UnknownCursor: a cursor names no item.
    """
    ordered = items[::-1] if wanted.descending else items
    start, end = wanted.start, len(ordered)
    after, before = (_number_at(cursor, place_of, strict) for cursor in (wanted.after, wanted.before))
    if after is not None:
        start += _until(ordered, after, wanted.descending, over=True)
    if before is not None:
        end = _until(ordered, before, wanted.descending, over=False)
    if before is not None and wanted.after is None:
        return Page(ordered[max(start, end - wanted.limit) : end], end - wanted.limit > start, len(ordered))
    stop = start + wanted.limit
    return Page(ordered[start : min(end, stop)], stop < end, len(ordered))


def is_paging(name: str) -> bool:
    """Whether a query parameter says which page is wanted."""
    return plain_name(name) in _PAGING


def _first(declared: Mapping[str, Parameter], names: Iterable[str]) -> Parameter | None:
    return next((declared[name] for name in names if name in declared), None)


def _whole(value: Any, otherwise: int) -> int:
    """A number from 0, also as text."""
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else otherwise


def _number(given: Mapping[str, tuple[str, Any]], names: Iterable[str]) -> int | None:
    found = [_whole(given[name][1], -1) for name in names if name in given]
    return next((number for number in found if number >= 0), None)


def _cursor(given: Mapping[str, tuple[str, Any]], names: Iterable[str]) -> tuple[str, str] | None:
    for name in names:
        if name in given and given[name][1] not in ("", None, MISSING):
            return given[name][0], str(given[name][1])
    return None


def _style(declared: Mapping[str, Parameter]) -> tuple[Style, str]:
    kinds: tuple[tuple[Style, tuple[str, ...]], ...] = (("offset", _OFFSETS), ("page", _PAGES), ("after", _AFTERS))
    for style, names in kinds:
        known = _first(declared, names)
        if known is not None:
            return style, known.name
    return "", ""


def _descending(parameters: Iterable[Parameter], query: Mapping[str, Any]) -> bool:
    """The direction, given by the value or the default of a parameter with the choices `asc` and `desc`."""
    for parameter in parameters:
        choices = {str(choice).lower() for choice in parameter.enum or ()}
        if parameter.location == "query" and {"asc", "desc"} <= choices:
            chosen = query.get(parameter.name, parameter.default)
            return chosen is not MISSING and str(chosen).lower() == "desc"
    return False


def _number_at(cursor: tuple[str, str] | None, place_of: Callable[[str], int | None], strict: bool) -> int | None:
    if cursor is None:
        return None
    number = place_of(cursor[1])
    if number is None and strict:
        raise UnknownCursor(cursor[0])
    return number


def _until(ordered: Sequence[Resource], number: int, descending: bool, *, over: bool) -> int:
    """How many items come before the one with this number, or, with `over`, up to it."""
    sign = -1 if descending else 1
    return sum(1 for item in ordered if sign * item.number < sign * number or (over and item.number == number))
