"""What the body of an answer says about paging: where its items are, and the link to the next page.

For answers that say more than their document does. It knows the names of `page_names`, and the links of standards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .._support.spelling import plain_name
from ..document.pointer import pointer_to, tokens_of
from .page_names import CONTAINERS, INSIDE_NEXT, LINKS, list_in

_STANDARD_LINKS = ("@odata.nextLink", "odata.nextLink")
"""Members of an answer that name the next page by a standard. Source: OData JSON Format 4.01, section 4.5.5."""

_LINK_GROUPS = ("_links", "links")
"""Where HAL (section 4.1.1) and JSON:API 1.1 ("Pagination") have their links."""

_RELATIONS = frozenset(("first", "last", "prev", "previous"))
"""Links beside `next` that show that pages are linked, so that a missing `next` ends the list."""

_INDEX = re.compile(r"-?[0-9]{1,9}\Z")

NOTHING: tuple[Any, ...] = (None, "", False, [], {})
"""Values of a cursor or link that mean that there is none."""


def items_in(data: Any) -> str | None:
    """JSON Pointer to the list in the body of an answer, or None."""
    if isinstance(data, list):
        return ""
    return list_in(data, _lists(data), _lists) if isinstance(data, Mapping) else None


def _lists(data: Any) -> list[str]:
    return [name for name, value in data.items() if isinstance(value, list)] if isinstance(data, Mapping) else []


def next_link_in(data: Any, *, thorough: bool) -> str | None:
    """JSON Pointer to the link to the next page in an answer whose document declares none, or None.

    Args:
        thorough: whether to look for any usual name of a link, beside those of OData, HAL and JSON:API.
    """
    if not isinstance(data, Mapping):
        return None
    for name in _STANDARD_LINKS:
        if name in data:
            return pointer_to((name,))
    for name in _LINK_GROUPS:
        links = data.get(name)
        if isinstance(links, Mapping) and ("next" in links or not _RELATIONS.isdisjoint(links)):
            return pointer_to((name, "next"))
    return next(_links_in(data), None) if thorough else None


def _links_in(data: Mapping[str, Any]) -> Iterator[str]:
    inner = [((name,), value) for name, value in data.items() if plain_name(name) in CONTAINERS]
    for tokens, members in [((), data), *inner]:
        for name, value in members.items() if isinstance(members, Mapping) else ():
            if plain_name(name) in (*LINKS, "next") and is_link(value):
                yield pointer_to((*tokens, name))


def is_link(value: Any) -> bool:
    """Whether a value is a URL or a path, rather than a cursor."""
    if not isinstance(value, str):
        return False
    return value.startswith(("http://", "https://", "/", "?")) or ("?" in value and "=" in value.partition("?")[2])


def next_at(data: Any, pointer: str) -> Any:
    """The cursor or link at a pointer, which an answer may give as it is or in an object: `next`, `next.href`."""
    found = at(data, pointer)
    if found is None and plain_name(tokens_of(pointer)[-1]) in INSIDE_NEXT:
        found = at(data, pointer.rpartition("/")[0])
        return found if isinstance(found, str) else None
    if isinstance(found, list) and found and isinstance(found[0], Mapping):
        found = found[0]
    if isinstance(found, Mapping):
        return next((found[name] for name in found if plain_name(name) in INSIDE_NEXT), found)
    return found


_NOTHING_THERE = object()


def at(value: Any, pointer: str) -> Any:
    """The value at a JSON Pointer, in which -1 is the last item of a list; or None."""
    found = _found(value, pointer)
    return None if found is _NOTHING_THERE else found


def has(value: Any, pointer: str) -> bool:
    """Whether there is a value at a JSON Pointer, be it null."""
    return _found(value, pointer) is not _NOTHING_THERE


def _found(value: Any, pointer: str) -> Any:
    for token in tokens_of(pointer):
        if isinstance(value, Mapping) and token in value:
            value = value[token]
        elif isinstance(value, list) and _INDEX.match(token) and -len(value) <= int(token) < len(value):
            value = value[int(token)]
        else:
            return _NOTHING_THERE
    return value
