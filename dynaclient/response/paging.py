"""Page through a list: take the items from each answer and work out the next request. Sends nothing.

One thing leads from page to page for the whole list, and the list ends when it is missing: the first page decides
whether that is the next cursor or link in the body, the Link header, or the count. Raises an error rather than loop
for ever: on a repeated cursor, a repeated page, or an empty page that claims more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin

from .._support.spelling import plain_name
from .._support.urls import origin_of, without_userinfo
from .._support.wording import shown
from ..document.pointer import tokens_of
from ..errors import PagingError
from ..model import Operation
from ..types import MISSING
from .link_header import page_links
from .page_content import NOTHING, at, is_link, items_in, next_at, next_link_in
from .page_names import AMBIGUOUS
from .page_rule import Certainty, PageRule
from .response import Response

__all__ = ["NextPage", "Paging", "at", "spellings"]

_IN_URL = "!#$%&'()*+,/:;=?@[]~"
"""Characters of a link that are kept as they are. Source: RFC 3986 section 2.2."""


@dataclass(frozen=True, slots=True)
class NextPage:
    """The next request: arguments that replace those of the call, or a URL."""

    arguments: Mapping[str, Any]
    url: str = ""


class Paging:
    """The state of one pass through a list.

    Attributes:
        is_unsure: whether the list ended after a page although nothing showed how pages follow.
    """

    def __init__(
        self,
        operation: Operation,
        rule: PageRule,
        start: Any = MISSING,
        certainty: Certainty = "stated",
        *,
        goes_on: bool = False,
    ) -> None:
        """Begin at the first page, or at the cursor, offset, page number or URL `start`.

        Args:
            goes_on: whether pages before `start` were read, so that it is known how they follow.
        """
        self.is_unsure = False
        self._goes_on = goes_on
        self._operation_id = operation.operation_id
        self._rule = rule
        self._certainty = certainty
        self._seen: set[str] = set() if start is MISSING else {repr(start)}
        self._is_at_start = start is MISSING
        self._first = 1 if goes_on and rule.number else rule.first  # which of the two only the first page shows
        self._position = _number(start, rule.first)
        self._before: Any = MISSING
        self._next = rule.next
        self._lead: Callable[[list[Any], Any, Response], NextPage | None] | None = None

    def items(self, response: Response) -> list[Any]:
        """The items of a page."""
        data = response.data
        pointer = self._rule.items if self._rule.items is not None else items_in(data)
        found = None if pointer is None else at(data, pointer)
        if found is None and data is None:
            return []
        if not isinstance(found, list):
            missing = "no list of items" if self._rule.items is None else f"no list at {pointer!r}"
            if not isinstance(data, (dict, list)):
                raise self._error(f"{missing} was found in the answer, which is {shown(data)}", response)
            raise self._error(f"{missing} was found in the answer. Name it: rule={{'items': '/…'}}", response)
        return found

    def after(self, response: Response) -> NextPage | None:
        """The request after a page; None at the end.

        Raises:
            PagingError: continuing would never end, or the next page cannot be requested.
        """
        items, rule = self.items(response), self._rule
        more = at(response.data, rule.more) if rule.more else None
        if more is False:
            return None
        if self._lead is None:
            self._lead = self._chosen(response)
        return self._lead(items, more, response)

    def _chosen(self, response: Response) -> Callable[[list[Any], Any, Response], NextPage | None]:
        """What leads from this first page to the others."""
        rule = self._rule
        by_rule = {"cursor": self._by_cursor, "link": self._by_link}.get(rule.kind, self._by_count)
        is_open = rule.kind == "link" or self._certainty != "stated"
        if not is_open or (rule.next and next_at(response.data, rule.next) not in NOTHING):
            return by_rule
        if page_links(response.headers.get("Link") or "").is_paged:
            return self._by_header
        is_unknown = self._certainty == "unknown"
        pointer = next_link_in(response.data, thorough=is_unknown) if self._certainty != "stated" else None
        if pointer is not None:
            self._next = pointer
            return self._by_link
        return self._by_nothing if is_unknown else by_rule

    def _by_cursor(self, items: list[Any], more: Any, response: Response) -> NextPage | None:
        cursor = next_at(response.data, self._next) if self._next else None
        if cursor in NOTHING and items and self._rule.item_key and (more is True or not self._next):
            last = items[-1]
            cursor = last.get(self._rule.item_key) if isinstance(last, Mapping) else None
        if cursor in NOTHING:
            if more is True:
                raise self._error("the page says that more follow but has no cursor for the next one", response)
            return None
        if not items and not self._rule.empty_pages:
            if more is True or not self._is_last_id():
                self._refuse_empty(response)
            return None
        if is_link(cursor) and self._may_be_link(cursor):
            return self._follow(cursor, items, more, response)
        self._remember(cursor, response)
        in_text = isinstance(cursor, int) and not self._rule.parameter.startswith("body:")
        return NextPage({self._rule.parameter: str(cursor) if in_text else cursor})

    def _may_be_link(self, cursor: Any) -> bool:
        """Whether what looks like a path is one: a cursor in base64 may begin with a slash."""
        is_address = cursor.startswith(("http://", "https://"))
        return is_address or (bool(self._next) and plain_name(tokens_of(self._next)[-1]) in AMBIGUOUS)

    def _is_last_id(self) -> bool:
        """Whether the cursor is just the id of the last item, which does not mean that more follow."""
        return re.sub(r"[^a-z]", "", self._next.lower()).endswith("lastid")

    def _by_count(self, items: list[Any], more: Any, response: Response) -> NextPage | None:
        if not items:
            if more is True and not self._rule.empty_pages:
                self._refuse_empty(response)
            if more is not True:
                return None
        if items and items == self._before:
            raise self._error(f"the page is the same as the one before: {self._rule.parameter} has no effect", response)
        self._before = items
        self._begin_at(response)
        self._position += 1 if self._rule.kind == "page" else len(items)
        if more is None and self._is_past(response, items):
            return None
        return NextPage({self._rule.parameter: self._position})

    def _begin_at(self, response: Response) -> None:
        """Count from the number that the first page has in its answer, if it is 0 or 1."""
        number = at(response.data, self._rule.number) if self._rule.number and self._is_at_start else None
        if number in (0, 1) and isinstance(number, int) and not isinstance(number, bool):
            self._position = self._first = number
        self._is_at_start = False

    def _is_past(self, response: Response, items: list[Any]) -> bool:
        """Whether the total says that no page follows."""
        pointer = self._rule.total
        total = at(response.data, pointer) if pointer else None
        if not isinstance(total, int) or isinstance(total, bool):
            return False
        name = tokens_of(pointer)[-1].lower().replace("_", "")
        if name == "lastpage":  # a page's number, not how many there are
            return self._position > total
        if name == "count" and total == len(items):  # it may count the items of this page alone
            return False
        return self._position - self._first >= total

    def _by_link(self, items: list[Any], more: Any, response: Response) -> NextPage | None:
        link = next_at(response.data, self._next) if self._next else None
        return self._follow(link, items, more, response)

    def _by_header(self, items: list[Any], more: Any, response: Response) -> NextPage | None:
        return self._follow(page_links(response.headers.get("Link") or "").next, items, more, response)

    def _by_nothing(self, items: list[Any], more: Any, response: Response) -> None:
        """The end of a list whose document and first answer show no other page."""
        if more is True:
            raise self._error(
                "the page says that more follow, but neither the document nor the answer shows how to get them. "
                "Say how: rule={'kind': …, 'parameter': …}",
                response,
            )
        self.is_unsure = bool(items) and not self._goes_on

    def _follow(self, link: Any, items: list[Any], more: Any, response: Response) -> NextPage | None:
        if link in NOTHING:
            if more is True:
                raise self._error("the page says that more follow but has no link to the next one", response)
            return None
        if not items and not self._rule.empty_pages:
            self._refuse_empty(response)
        url = self._address(link, response)
        self._remember(url, response)
        return NextPage({}, url)

    def _address(self, link: Any, response: Response) -> str:
        """The URL of the next page, if a request may go there."""
        sent = response.request.url or ""
        try:
            url = without_userinfo(urljoin(sent, link))
            scheme, host, _ = origin = origin_of(url)
            url = quote(url, safe=_IN_URL)
        except (TypeError, ValueError):
            scheme = host = ""
        if scheme not in ("http", "https") or not host:
            raise self._error(f"the link to the next page is not an http address: {shown(link)}", response)
        if origin != origin_of(sent):
            raise self._error(f"the next page is at another origin ({host}): not requested", response)
        return url

    def _remember(self, cursor: Any, response: Response) -> None:
        if repr(cursor) in self._seen:
            raise self._error("the server repeats a cursor, so paging would never end", response)
        self._seen.add(repr(cursor))

    def _refuse_empty(self, response: Response) -> None:
        raise self._error(
            "the page is empty but says that more follow. If this server sends such pages: rule={'empty_pages': True}",
            response,
        )

    def _error(self, message: str, response: Response) -> PagingError:
        return PagingError(response.masked(message), response=response, operation_id=self._operation_id)


def spellings(operation: Operation, key: str) -> frozenset[str]:
    """Every key under which an argument such as `query:page[after]` may be passed."""
    location, _, name = key.rpartition(":")
    aliases = (p.python_name for p in operation.parameters if p.name == name and location in ("", p.location))
    return frozenset([key, name, *aliases, *([f"query:{name}"] if not location else [])])


def _number(start: Any, first: int) -> int:
    try:
        return first if start is MISSING else int(start)
    except (TypeError, ValueError, OverflowError):
        return first
