"""The lists that `paginate` returns: iterate over items across pages, or over pages. Each loop starts again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._support.record import replaced
from .._support.warning import warn_caller
from ..errors import PagingWarning, RequestError
from ..model import Operation
from ..request import WireRequest
from ..request.values import Arguments
from ..response.page_rule import Certainty, PageRule
from ..response.paging import NextPage, Paging, spellings, with_credentials_of
from ..types import MISSING

if TYPE_CHECKING:
    from ..response import Response
    from ..response.asynchronous import AsyncResponse


_UNSURE = (
    "{}: only one page was read. Neither the document nor the answer shows how to get another: if there are more, say "
    "how with rule={{'kind': …, 'parameter': …}}; if this is the whole list, rule={{'kind': 'link'}} says so"
)


@dataclass(frozen=True, slots=True, repr=False)
class PagedCall:
    """A call whose answer comes in pages.

    Attributes:
        rule: how to get from one page to the next.
        certainty: where the rule comes from; a list that ends after one page without one warns.
        wire: builds the request for a page from its arguments.
        send: sends that request.
    """

    operation: Operation
    rule: PageRule
    certainty: Certainty
    arguments: Arguments
    wire: Callable[[Arguments], WireRequest]
    send: Callable[[Operation, WireRequest], Any]

    def __post_init__(self) -> None:
        body = self.arguments.body
        if not (body is MISSING or isinstance(body, Mapping)) and self.rule.parameter.startswith("body:"):
            raise RequestError(
                f"{self.rule.parameter} selects the page, so the body must be a mapping, not {type(body).__name__}",
                operation_id=self.operation.operation_id,
            )

    def __repr__(self) -> str:
        rule = f"{self.rule.kind} {self.rule.parameter}".rstrip()
        return f"<{type(self).__name__} of {self.operation.operation_id}, by {rule}>"

    @property
    def _names(self) -> frozenset[str]:
        return spellings(self.operation, self.rule.parameter) if self.rule.parameter else frozenset()

    def _begin(self) -> tuple[Paging, WireRequest]:
        start = self.arguments.get(self._names, in_body=True)
        return Paging(self.operation, self.rule, start, self.certainty), self.wire(self.arguments)

    def _after(self, paging: Paging, page: Response) -> WireRequest | None:
        """The request for the page after one, or None at the end of the list."""
        ask = paging.after(page)
        if paging.is_unsure:
            warn_caller(_UNSURE.format(self.operation.operation_id), PagingWarning)
        return None if ask is None else self._next(ask)

    def _next(self, ask: NextPage) -> WireRequest:
        if ask.url:
            first = self.wire(self.arguments)
            return replaced(first, url=with_credentials_of(ask.url, first.url, first.secrets, first.own_query))
        return self.wire(self.arguments.with_params(ask.arguments, instead_of=self._names))


class Pages(PagedCall):
    """The items of a list across its pages; `pages()` yields the whole responses."""

    __slots__ = ()

    def __iter__(self) -> Iterator[Any]:
        for paging, page in self._pages():
            yield from paging.items(page)

    def pages(self) -> Iterator[Response]:
        """The responses, one for each page."""
        for _, page in self._pages():
            yield page

    def _pages(self) -> Iterator[tuple[Paging, Response]]:
        paging, wire = self._begin()
        while True:
            page = self.send(self.operation, wire)
            yield paging, page
            following = self._after(paging, page)
            if following is None:
                return
            wire = following


class AsyncPages(PagedCall):
    """The items of a list across its pages, for `async for`; `pages()` yields the whole responses."""

    __slots__ = ()

    async def __aiter__(self) -> AsyncIterator[Any]:
        async for paging, page in self._pages():
            for item in paging.items(page):
                yield item

    async def pages(self) -> AsyncIterator[AsyncResponse]:
        """The responses, one for each page."""
        async for _, page in self._pages():
            yield page

    async def _pages(self) -> AsyncIterator[tuple[Paging, AsyncResponse]]:
        paging, wire = self._begin()
        while True:
            page = await self.send(self.operation, wire)
            yield paging, page
            following = self._after(paging, page)
            if following is None:
                return
            wire = following
