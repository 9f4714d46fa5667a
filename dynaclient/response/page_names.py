"""How an operation pages through a list, recognised by names in its parameters and its response schema.

No standard defines paging, so this is a table of the names that APIs use. It reads the document, never a response.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._support.spelling import plain_name
from ..document import Document
from ..document.pointer import pointer_to
from ..model import Operation
from ..model.media_types import family_of
from ..schema.view import properties_of, types_of, view
from ..types import MISSING
from .answer_schema import answer_schema
from .page_rule import PageRule

_CURSORS = (
    "after", "startingafter", "startafter", "cursor", "nextcursor", "startcursor", "aftercursor", "pagecursor",
    "pageafter", "pagetoken", "nextpagetoken", "nexttoken", "paginationtoken", "continuationtoken", "continuation",
    "marker", "bookmark", "scrollid", "startkey", "exclusivestartkey", "skiptoken",
)  # fmt: skip
_OFFSETS = {"offset": 0, "skip": 0, "start": 0, "startat": 0, "startindex": 1, "from": 0, "firstresult": 0}
_PAGES = ("page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage", "p")
_NEXTS = (
    "lastid", "nextcursor", "nextpagetoken", "nexttoken", "nextpage", "continuationtoken", "nextmarker", "endcursor",
    "continuation", "nextkey", "lastevaluatedkey", "bookmark", "scrollid", "after", "next", "cursor",
)  # fmt: skip
LINKS = ("nextlink", "odatanextlink", "nexturl", "nexturi", "nextpageurl", "nextpageuri", "nexthref")
"""Names of a URL, whatever parameters the operation has; `next` alone may be anything."""

AMBIGUOUS = frozenset(("next", "nextpage", "nextoffset", "href", "url", "link"))
"""Names of a value that may be a path as well as a cursor."""

_MORE = ("hasmore", "hasnext", "hasnextpage", "more", "istruncated", "truncated")
_TOTALS = ("total", "totalcount", "totalitems", "totalresults", "totalelements", "count")
_PAGE_TOTALS = ("totalpages", "lastpage", "pagecount", "numpages", "pages")
_NUMBERS = ("number", "currentpage", "pagenumber", "pageindex", "pageno", "pagenum", "page")
CONTAINERS = frozenset(
    ("meta", "metadata", "pagination", "paging", "page", "pageinfo", "responsemetadata", "links", "cursors")
)
INSIDE_NEXT = ("after", "cursor", "href", "url", "link")
_WRAPPERS = ("embedded", "data", "result", "results", "response", "payload", "value", "list")
"""Names of an object around the list, such as HAL's `_embedded`."""

ITEMS = ("data", "items", "results", "value", "values", "records", "entries", "content", "rows", "list", "objects")
"""Names of the list in a page, the likeliest first; if none is there, the only list in the body is used."""


@dataclass(frozen=True, slots=True)
class _Argument:
    """An argument that could select a page: its key, its plain name, its types and its schema."""

    key: str
    name: str
    types: tuple[str, ...]
    schema: Any


@dataclass(frozen=True, slots=True)
class _Member:
    """A member of a page: its plain name, the pointer to it, and its types."""

    name: str
    pointer: str
    types: tuple[str, ...]


def recognised(document: Document, operation: Operation) -> PageRule:
    """The rule that the names in a document suggest; without any, the plain rule of kind "link"."""
    schema = answer_schema(operation)
    items = _items_pointer(document, schema)
    members = list(_members(document, schema, items))
    rule = PageRule(items=items, more=_find(members, _MORE))
    arguments = list(_arguments(document, operation))
    links = [member for member in members if member.types != ("boolean",)]
    link = _find(links, LINKS)
    cursor = next((argument for argument in arguments if argument.name in _CURSORS), None)
    if cursor is not None:
        following = _find(links, (f"next{cursor.name}", *_NEXTS))
        if following or not link:
            return replace(rule, kind="cursor", parameter=cursor.key, next=following)
    if link:
        return replace(rule, next=link)
    page = next((argument for argument in arguments if argument.name in _PAGES), None)
    offset = next((argument for argument in arguments if argument.name in _OFFSETS), None)
    counted = page or offset
    if counted is not None:
        following = _find(links, ("nextpage", "next") if counted is page else ("nextoffset", "next"))
        if following:
            return replace(rule, kind="cursor", parameter=counted.key, next=following, item_key="")
    if page is not None and "string" not in page.types:
        first = _first_of(document, page)
        number = _find([m for m in members if not m.types or "integer" in m.types], _NUMBERS) if first is None else ""
        total = _find(members, _PAGE_TOTALS)
        first = 1 if first is None else first
        return replace(rule, kind="page", parameter=page.key, total=total, number=number, first=first)
    if offset is not None:
        first = _first_of(document, offset)
        first = _OFFSETS[offset.name] if first is None else first
        return replace(rule, kind="offset", parameter=offset.key, total=_find(members, _TOTALS), first=first)
    return replace(rule, next=_find(links, ("next",)))


def counting(document: Document, operation: Operation, key: str, *, by_page: bool) -> PageRule:
    """The rule that counts pages, or items, with this argument."""
    argument = next((item for item in _arguments(document, operation) if item.key == key), None)
    first = None if argument is None else _first_of(document, argument)
    if by_page:
        return PageRule("page", parameter=key, first=1 if first is None else first)
    usual = 0 if argument is None else _OFFSETS.get(argument.name, 0)
    return PageRule("offset", parameter=key, first=usual if first is None else first)


def _first_of(document: Document, argument: _Argument) -> int | None:
    """The number that a document lets the count begin at: the default, else the lowest value; None if neither is given.

    The first request leaves the argument out, so that the server assumes the default.
    """
    described = view(document, argument.schema)
    if isinstance(described.default, int) and not isinstance(described.default, bool):
        return described.default
    for keyword, above in (("minimum", 0), ("exclusiveMinimum", 1)):
        low = described.limits.get(keyword, MISSING)
        if isinstance(low, (int, float)) and not isinstance(low, bool) and low == int(low) and low + above in (0, 1):
            return int(low) + above
    return None


def is_offset(name: str) -> bool:
    """Whether a parameter of this name counts items."""
    return plain_name(name) in _OFFSETS


def _arguments(document: Document, operation: Operation) -> Iterator[_Argument]:
    for parameter in operation.parameters:
        if parameter.location in ("query", "header"):
            types = types_of(document, parameter.schema)
            yield _Argument(
                f"{parameter.location}:{parameter.name}", plain_name(parameter.name), types, parameter.schema
            )
    for media_type in operation.request_body.content.values() if operation.request_body else ():
        if family_of(media_type.name).holds == "json":
            for name, schema in properties_of(document, media_type.schema).items():
                yield _Argument(f"body:{name}", plain_name(name), types_of(document, schema), schema)


def _members(document: Document, schema: Any, items: str | None) -> Iterator[_Member]:
    """The properties of a page, and those in its containers for paging data or around its list."""
    properties = properties_of(document, schema)
    for name, inner in properties.items():
        yield _Member(plain_name(name), pointer_to((name,)), types_of(document, inner))
    for name, inner in properties.items():
        around = items is not None and items.startswith(pointer_to((name, "")))
        if plain_name(name) in CONTAINERS or around:
            for key, deeper in properties_of(document, inner).items():
                found = properties_of(document, deeper)
                if plain_name(key) == "next" and found:  # `paging.next.after`, `_links.next.href`
                    inside = next((k for k in found if plain_name(k) in INSIDE_NEXT), None)
                    if inside is not None:
                        pointer, types = pointer_to((name, key, inside)), types_of(document, found[inside])
                        yield _Member(f"next{plain_name(inside)}", pointer, types)
                        yield _Member("next", pointer, types)
                else:
                    yield _Member(plain_name(key), pointer_to((name, key)), types_of(document, deeper))


def _find(members: list[_Member], names: tuple[str, ...]) -> str:
    """The pointer to the first of these names that is declared."""
    return next((member.pointer for wanted in names for member in members if member.name == wanted), "")


def _items_pointer(document: Document, schema: Any) -> str | None:
    if schema is None:
        return None
    if "array" in types_of(document, schema):
        return ""

    def lists(inside: Any) -> list[str]:
        return [name for name, inner in properties_of(document, inside).items() if "array" in types_of(document, inner)]

    return list_in(properties_of(document, schema), lists(schema), lists)


def list_in(members: Mapping[str, Any], lists: list[str], lists_of: Any) -> str | None:
    """The list among some members, or in a member that wraps it."""
    found = _likeliest(lists)
    if found is not None or lists:
        return None if found is None else pointer_to((found,))
    for name, inside in members.items():
        if plain_name(name) in _WRAPPERS:
            found = _likeliest(lists_of(inside))
            if found is not None:
                return pointer_to((name, found))
    return None


def _likeliest(lists: list[str]) -> str | None:
    return next((name for name in ITEMS if name in lists), lists[0] if len(lists) == 1 else None)
