"""How an operation pages through a list: recognised from its parameters and response schema, or given.

No standard defines paging, so this is a table of the names that APIs use. It reads the document, never a response.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from .._support.wording import did_you_mean
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import RequestError
from ..model import Operation
from ..model.media_types import family_of
from ..schema.view import properties_of, types_of, view

Kind = Literal["cursor", "offset", "page", "link"]


@dataclass(frozen=True, slots=True)
class PageRule:
    """How to get from one page to the next.

    Attributes:
        kind: what selects the next page: "cursor" (any value from the server: id, token), "offset" (in items),
            "page" (a number), or "link" (a URL, in `next` or in the Link header).
        items: JSON Pointer to the items of a page; "" if the body is the list, None to look for it in the body.
        parameter: the argument that `kind` goes into: a wire name, or `query:name`, `body:name`.
        next: JSON Pointer to the next cursor or URL; "" if there is none.
        item_key: the property of the last item to use as the cursor if `next` gives none.
        more: JSON Pointer to a boolean that says whether more follow; "" if there is none.
        total: JSON Pointer to the number of items (offset) or pages (page); "" if there is none.
        first: the offset or page number of the first page.
        empty_pages: whether more pages may follow an empty one.
    """

    kind: Kind = "link"
    items: str | None = None
    parameter: str = ""
    next: str = ""
    item_key: str = "id"
    more: str = ""
    total: str = ""
    first: int = 0
    empty_pages: bool = False

    def __post_init__(self) -> None:
        if self.kind not in ("cursor", "offset", "page", "link"):
            raise RequestError(f"a page rule's kind is 'cursor', 'offset', 'page' or 'link', not {self.kind!r}")
        if self.kind != "link" and not self.parameter:
            raise RequestError(f"a page rule of kind {self.kind!r} needs parameter=, which selects the page")


_CURSORS = (
    "after", "startingafter", "startafter", "cursor", "nextcursor", "startcursor", "aftercursor", "pagecursor",
    "pageafter", "pagetoken", "nextpagetoken", "nexttoken", "paginationtoken", "continuationtoken", "continuation",
    "marker", "bookmark", "scrollid", "startkey", "exclusivestartkey",
)  # fmt: skip
_OFFSETS = {"offset": 0, "skip": 0, "start": 0, "startat": 0, "startindex": 1, "from": 0, "firstresult": 0}
_PAGES = ("page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage", "p")
_NEXTS = (
    "lastid", "nextcursor", "nextpagetoken", "nexttoken", "nextpage", "continuationtoken", "nextmarker", "endcursor",
    "continuation", "nextkey", "lastevaluatedkey", "bookmark", "scrollid", "after", "next", "cursor",
)  # fmt: skip
_LINKS = ("nextlink", "odatanextlink", "nexturl", "nexturi", "nextpageurl", "nextpageuri", "nexthref", "next")
_MORE = ("hasmore", "hasnext", "hasnextpage", "more", "istruncated", "truncated")
_TOTALS = ("total", "totalcount", "totalitems", "totalresults", "totalelements", "count")
_PAGE_TOTALS = ("totalpages", "lastpage", "pagecount", "numpages", "pages")
_CONTAINERS = ("meta", "metadata", "pagination", "paging", "page", "pageinfo", "responsemetadata", "links", "cursors")
_INSIDE_NEXT = ("after", "cursor", "href", "url", "link")
ITEMS = ("data", "items", "results", "value", "values", "records", "entries", "content", "rows", "list", "objects")
"""Names of the list in a page, the likeliest first; if none is there, the only list in the body is used."""


def rule_of(document: Document, operation: Operation, given: Any = None) -> PageRule:
    """The rule of an operation: the one given, else the document's `x-pagination` or `x-ms-pageable`, else by names.

    Args:
        given: a `PageRule`, or a mapping of fields that replace those of the recognised rule.

    Raises:
        RequestError: `given` is not a valid rule.
    """
    if isinstance(given, PageRule):
        return given
    recognised = _recognised(document, operation)
    for source, changes in (("rule=", given), ("x-pagination", operation.extensions.get("x-pagination"))):
        if changes is not None:
            return _with_changes(recognised, changes, source, operation.operation_id)
    pageable = operation.extensions.get("x-ms-pageable")
    if isinstance(pageable, Mapping):  # Azure's; https://azure.github.io/autorest/extensions/#x-ms-pageable
        link = pageable.get("nextLinkName")
        items = pageable.get("itemName") or "value"
        return PageRule("link", items=pointer_to((str(items),)), next=pointer_to((str(link),)) if link else "")
    return recognised


def _with_changes(rule: PageRule, changes: Any, source: str, operation_id: str) -> PageRule:
    names = [field.name for field in fields(PageRule)]
    if not isinstance(changes, Mapping):
        raise RequestError(
            f"{source} must be a PageRule or a mapping of its fields ({', '.join(names)})", operation_id=operation_id
        )
    for name in changes:
        if name not in names:
            raise RequestError(
                f"{source} has no field {name!r}.{did_you_mean(str(name), names)}", operation_id=operation_id
            )
    return replace(rule, **changes)


def _recognised(document: Document, operation: Operation) -> PageRule:
    schema = _page_schema(document, operation)
    declared = list(_declared(document, schema))
    rule = PageRule(items=_items_pointer(document, schema), more=_find(declared, _MORE))
    arguments = list(_arguments(document, operation))
    for parameter, name, _, _ in arguments:
        if name in _CURSORS:
            return replace(rule, kind="cursor", parameter=parameter, next=_find(declared, (f"next{name}", *_NEXTS)))
    for parameter, name, kind, default in arguments:
        if name in _PAGES:
            following = _find(declared, ("nextpage", *_LINKS))
            if following:
                return replace(rule, kind="cursor", parameter=parameter, next=following, item_key="")
            if "string" not in kind:
                total = _find(declared, _PAGE_TOTALS)
                return replace(rule, kind="page", parameter=parameter, total=total, first=_number(default, 1))
    for parameter, name, _, default in arguments:
        if name in _OFFSETS:
            total = _find(declared, _TOTALS)
            return replace(
                rule, kind="offset", parameter=parameter, total=total, first=_number(default, _OFFSETS[name])
            )
    return replace(rule, next=_find(declared, _LINKS))


def _number(default: Any, otherwise: int) -> int:
    return default if isinstance(default, int) and not isinstance(default, bool) else otherwise


def plain_name(name: str) -> str:
    """A name without case and punctuation: `page[after]`, `pageAfter` and `page_after` become the same."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _arguments(document: Document, operation: Operation) -> Iterator[tuple[str, str, tuple[str, ...], Any]]:
    """The arguments that could select a page: (key, plain name, types, default)."""
    for parameter in operation.parameters:
        if parameter.location in ("query", "header"):
            types = types_of(document, parameter.schema)
            yield f"{parameter.location}:{parameter.name}", plain_name(parameter.name), types, parameter.default
    for media_type in operation.request_body.content.values() if operation.request_body else ():
        if family_of(media_type.name).holds == "json":
            for name, schema in properties_of(document, media_type.schema).items():
                default = view(document, schema).default
                yield f"body:{name}", plain_name(name), types_of(document, schema), default


def _page_schema(document: Document, operation: Operation) -> Any:
    for status, response in operation.responses.items():
        if status.startswith("2") or status == "default":
            for media_type in response.content.values():
                if family_of(media_type.name).answer == "schema" and media_type.schema is not None:
                    return media_type.schema
    return None


def _declared(document: Document, schema: Any) -> Iterator[tuple[str, str]]:
    """The plain names and pointers of a page's properties, and of those in its containers for paging data."""
    properties = properties_of(document, schema)
    for name in properties:
        yield plain_name(name), pointer_to((name,))
    for name, inner in properties.items():
        if plain_name(name) in _CONTAINERS:
            for key, deeper in properties_of(document, inner).items():
                found = properties_of(document, deeper)
                if plain_name(key) == "next" and found:  # `paging.next.after`, `_links.next.href`
                    inside = next((k for k in found if plain_name(k) in _INSIDE_NEXT), None)
                    if inside is not None:
                        yield "next", pointer_to((name, key, inside))
                else:
                    yield plain_name(key), pointer_to((name, key))


def _find(declared: list[tuple[str, str]], names: tuple[str, ...]) -> str:
    """The pointer to the first of these names that is declared."""
    for wanted in names:
        for name, pointer in declared:
            if name == wanted:
                return pointer
    return ""


def _items_pointer(document: Document, schema: Any) -> str | None:
    if schema is None:
        return None
    if "array" in types_of(document, schema):
        return ""
    lists = [name for name, inner in properties_of(document, schema).items() if "array" in types_of(document, inner)]
    found = next((name for name in ITEMS if name in lists), lists[0] if len(lists) == 1 else None)
    return None if found is None else pointer_to((found,))
