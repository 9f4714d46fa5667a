"""Page through a list: take the items from each answer and work out the next request. Sends nothing.

Raises an error rather than loop for ever: on a repeated cursor, a repeated page, or an empty page that claims more.
Source: RFC 8288 (the Link header).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urljoin, urlsplit

from ..document.pointer import tokens_of
from ..errors import PagingError
from ..model import Operation
from ..transport.redirects import origin_of
from ..types import MISSING
from .page_rules import ITEMS, PageRule
from .response import Response

if TYPE_CHECKING:
    from ..request.own_query import OwnQuery

_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))?)*)")
_REL = re.compile(r"""rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NextPage:
    """The next request: arguments that replace those of the call, or a URL."""

    arguments: Mapping[str, Any]
    url: str = ""


class Paging:
    """The state of one pass through a list."""

    def __init__(self, operation: Operation, rule: PageRule, start: Any = MISSING) -> None:
        """Begin at the first page, or at the cursor, offset or page number `start`."""
        self._operation_id = operation.operation_id
        self._rule = rule
        self._seen: set[str] = set() if start is MISSING else {repr(start)}
        self._position = _number(start, rule.first)
        self._before: Any = MISSING

    def items(self, response: Response) -> list[Any]:
        """The items of a page."""
        data = response.data
        pointer = self._rule.items
        if pointer is None:
            if isinstance(data, Mapping):
                lists = [name for name, value in data.items() if isinstance(value, list)]
                name = next((name for name in ITEMS if name in lists), lists[0] if len(lists) == 1 else None)
                data = data[name] if name is not None else None
        else:
            data = at(data, pointer)
        if data is None and response.data is None:
            return []
        if not isinstance(data, list):
            missing = "no list of items" if pointer is None else f"no list at {pointer!r}"
            raise self._error(f"{missing} was found in the answer. Name it: rule={{'items': '/…'}}", response)
        return data

    def after(self, response: Response) -> NextPage | None:
        """The request after a page; None at the end.

        Raises:
            PagingError: continuing would never end.
        """
        items, rule = self.items(response), self._rule
        more = at(response.data, rule.more) if rule.more else None
        if more is False:
            return None
        link, links = _links(response.headers.get("Link") or "")
        cursor = at(response.data, rule.next) if rule.next else None
        if rule.kind == "link" or (links and cursor in (None, "") and not (rule.kind == "cursor" and rule.next)):
            return self._follow(cursor if isinstance(cursor, str) and cursor else link, items, response)
        if rule.kind == "cursor":
            return self._cursor(cursor, items, more, response)
        return self._count(items, more, response)

    def _cursor(self, cursor: Any, items: list[Any], more: Any, response: Response) -> NextPage | None:
        if cursor in (None, "", False) and items and self._rule.item_key and (more is True or not self._rule.next):
            last = items[-1]
            cursor = last.get(self._rule.item_key) if isinstance(last, Mapping) else None
        if cursor in (None, "", False):
            if more is True:
                raise self._error("the page says that more follow but has no cursor for the next one", response)
            return None
        if not items and not self._rule.empty_pages:
            if more is True or not self._is_last_id():
                self._refuse_empty(response)
            return None
        if isinstance(cursor, str) and (cursor.startswith(("http://", "https://", "/", "?"))):
            return self._follow(cursor, items, response)
        self._remember(cursor, response)
        in_text = isinstance(cursor, int) and not self._rule.parameter.startswith("body:")
        return NextPage({self._rule.parameter: str(cursor) if in_text else cursor})

    def _is_last_id(self) -> bool:
        """Whether the cursor is just the id of the last item, which does not mean that more follow."""
        return re.sub(r"[^a-z]", "", self._rule.next.lower()).endswith("lastid")

    def _count(self, items: list[Any], more: Any, response: Response) -> NextPage | None:
        if not items:
            if more is True and not self._rule.empty_pages:
                self._refuse_empty(response)
            if more is not True:
                return None
        if items and items == self._before:
            raise self._error(f"the page is the same as the one before: {self._rule.parameter} has no effect", response)
        self._before = items
        total = at(response.data, self._rule.total) if self._rule.total else None
        self._position += 1 if self._rule.kind == "page" else len(items)
        past = self._position - self._rule.first
        if more is None and isinstance(total, int) and past >= total:
            return None
        return NextPage({self._rule.parameter: self._position})

    def _follow(self, link: str | None, items: list[Any], response: Response) -> NextPage | None:
        if not link:
            return None
        if not items and not self._rule.empty_pages:
            self._refuse_empty(response)
        sent = response.request.url or ""
        url = urljoin(sent, link)
        if origin_of(url) != origin_of(sent):
            raise self._error(f"the next page is at another origin ({origin_of(url)[1]}): not requested", response)
        self._remember(url, response)
        return NextPage({}, url)

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
        return PagingError(message, response=response, operation_id=self._operation_id)


def spellings(operation: Operation, key: str) -> frozenset[str]:
    """Every key under which an argument such as `query:page[after]` may be passed."""
    location, _, name = key.rpartition(":")
    aliases = (p.python_name for p in operation.parameters if p.name == name and location in ("", p.location))
    return frozenset([key, name, *aliases, *([f"query:{name}"] if not location else [])])


def with_credentials_of(url: str, before: str, secrets: frozenset[str], own: OwnQuery = ()) -> str:
    """A link from the server, with the credentials from the previous query added if it lacks them.

    Args:
        own: the client's own query, which is added too.
    """
    parts = urlsplit(url)
    pairs = [pair for pair in parts.query.split("&") if pair]
    names = {pair.partition("=")[0] for pair in pairs}
    for pair in urlsplit(before).query.split("&"):
        name, _, value = pair.partition("=")
        if name not in names and (value in secrets or unquote_plus(value) in secrets):
            pairs.append(pair)
    if own:
        from ..request.own_query import without_taken

        pairs = [*without_taken(own, pairs), *pairs]
    return parts._replace(query="&".join(pairs), fragment="").geturl()


def at(value: Any, pointer: str) -> Any:
    """The value at a JSON Pointer, or None."""
    for token in tokens_of(pointer):
        if isinstance(value, Mapping):
            value = value.get(token)
        elif isinstance(value, list) and token.lstrip("-").isdigit() and -len(value) <= int(token) < len(value):
            value = value[int(token)]
        else:
            return None
    return value


def _number(start: Any, first: int) -> int:
    try:
        return first if start is MISSING else int(start)
    except (TypeError, ValueError):
        return first


def _links(header: str) -> tuple[str | None, bool]:
    """The target of `rel="next"`, and whether there are any links between pages."""
    targets: dict[str, str] = {}
    for target, parameters in _LINK.findall(header):
        found = _REL.search(parameters)
        for relation in (found[1] or found[2]).lower().split() if found else ():
            targets.setdefault(relation, target)
    return targets.get("next"), bool(targets.keys() & {"next", "prev", "previous", "first", "last"})
