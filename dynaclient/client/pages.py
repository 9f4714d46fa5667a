"""The lists that `paginate` returns: iterate over items across pages, or over pages. Each loop starts again.

`next` is what the next request would be, as a mapping that another list can start from.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .._support.urls import origin_of
from .._support.warning import warn_caller
from .._support.wording import shown_option
from ..errors import PagingWarning, RequestError
from ..model import Operation
from ..request import WireRequest
from ..request.server_addresses import without_credentials
from ..request.values import Arguments
from ..response.page_rule import Certainty, PageRule
from ..response.paging import NextPage, Paging, spellings
from ..types import MISSING
from .attached import Attached
from .options import with_address

if TYPE_CHECKING:
    from ..response import Response
    from ..response.asynchronous import AsyncResponse


_UNSURE = (
    "{}: only one page was read. Neither the document nor the answer shows how to get another: if there are more, say "
    "how with rule={{'kind': …, 'parameter': …}}; if this is the whole list, rule={{'kind': 'link'}} says so"
)


_URL = "url"
"""The key of `next` where the server gives the address of the next page."""


def with_own_start(operation: Operation, properties: Mapping[str, Any], arguments: Arguments, start: Any) -> Arguments:
    """Arguments with the operation's own `start`, which is not a mapping.

    Raises:
        RequestError: it has none.
    """
    if "start" in properties or any(parameter.python_name == "start" for parameter in operation.parameters):
        return Arguments(arguments.params, arguments.body, {**arguments.named, "start": start})
    raise RequestError(
        f"start= takes the mapping that `pages.next` gave, not {shown_option(start)}",
        operation_id=operation.operation_id,
    )


class _Step:
    """A page, and the request after it, which is worked out once."""

    __slots__ = ("_ask", "_page", "paging")

    def __init__(self, paging: Paging, page: Response) -> None:
        self.paging = paging
        self._page = page
        self._ask: Any = MISSING

    def ask(self) -> NextPage | None:
        """The request for the page after this one, or None at the end of the list."""
        if self._ask is MISSING:
            self._ask = self.paging.after(self._page)
        return self._ask  # type: ignore[no-any-return]


@dataclass(slots=True)
class _Position:
    """The page that the latest loop has reached; None before the first."""

    step: _Step | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PagedCall:
    """A call whose answer comes in pages.

    Attributes:
        rule: how to get from one page to the next.
        certainty: where the rule comes from; a list that ends after one page without one warns.
        wire: builds the request for a page from its arguments.
        send: sends that request.
        start: what `next` gave, to begin there, or None.
    """

    operation: Operation
    rule: PageRule
    certainty: Certainty
    arguments: Arguments
    wire: Callable[[Arguments], WireRequest]
    send: Callable[[Operation, WireRequest], Any]
    start: Mapping[str, Any] | None = None
    _position: _Position = field(default_factory=_Position)

    def __post_init__(self) -> None:
        self._first_page()
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

    @property
    def next(self) -> dict[str, Any] | None:
        """What the next request would be, or None at the end of the list.

        A mapping with one member: the argument that selects the page, or `url` if the server gives an address (without
        keys). `paginate(…, start=…)` begins there, also in another process: it can be written as JSON. Empty before the
        first page. The items of the page that a loop is in count as read; loop over `pages()` to stop between pages.

        Raises:
            PagingError: the next page cannot be requested.
        """
        step = self._position.step
        if step is None:
            return dict(self.start or {})
        ask = step.ask()
        if ask is None:
            return None
        if ask.url:
            return {_URL: without_credentials(ask.url, self.wire(self.arguments).secrets)}
        return {self._plain_name: next(iter(ask.arguments.values()))}

    @property
    def _plain_name(self) -> str:
        """The argument that selects a page, without its location unless that distinguishes it from another."""
        location, _, name = self.rule.parameter.rpartition(":")
        others = [p for p in self.operation.parameters if name == p.name and p.location != location]
        return self.rule.parameter if others else name

    def _first_page(self) -> NextPage | None:
        """The page to begin with, if it is not the first of the list.

        Raises:
            RequestError: `start` is not what `next` gives.
        """
        if not self.start:
            return None
        (name, value), *others = self.start.items()
        if not others and name in self._names:
            return NextPage({self.rule.parameter: value})
        if not others and name == _URL and isinstance(value, str) and value.startswith(("http://", "https://")):
            return NextPage({}, value)
        example = {self._plain_name: "…"} if self.rule.parameter else {_URL: "https://…"}
        raise RequestError(
            f"start= takes what `pages.next` gave, such as {example}, not {shown_option(dict(self.start))}",
            operation_id=self.operation.operation_id,
        )

    def _begin(self) -> tuple[Paging, WireRequest]:
        first = self._first_page()
        if first is None:
            start = self.arguments.get(self._names, in_body=True)
            return Paging(self.operation, self.rule, start, self.certainty), self.wire(self.arguments)
        start = next(iter(first.arguments.values()), first.url)
        wire = self._next(first)
        origin = self.wire(self.arguments).url if first.url else wire.url
        if origin_of(wire.url) != origin_of(origin):
            raise RequestError(
                f"start= is an address at another origin ({origin_of(wire.url)[1]}): not requested",
                operation_id=self.operation.operation_id,
            )
        return Paging(self.operation, self.rule, start, self.certainty, goes_on=True), wire

    def _reached(self, paging: Paging, page: Response) -> _Step:
        step = self._position.step = _Step(paging, page)
        return step

    def _after(self, step: _Step) -> WireRequest | None:
        """The request for the page after one, or None at the end of the list."""
        ask = step.ask()
        if step.paging.is_unsure:
            warn_caller(_UNSURE.format(self.operation.operation_id), PagingWarning)
        return None if ask is None else self._next(ask)

    def _next(self, ask: NextPage) -> WireRequest:
        if ask.url:
            return with_address(self.wire(self.arguments), ask.url)
        return self.wire(self.arguments.with_params(ask.arguments, instead_of=self._names))


class Pages(PagedCall):
    """The items of a list across its pages; `pages()` yields the whole responses."""

    __slots__ = ()

    if TYPE_CHECKING:

        def to_arrow(self) -> Any:
            """All items as a `pyarrow.Table`."""

        def to_pandas(self) -> Any:
            """All items as a `pandas.DataFrame`."""

    else:
        to_arrow = Attached("to_arrow")
        to_pandas = Attached("to_pandas")

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
            step = self._reached(paging, page)
            yield paging, page
            following = self._after(step)
            if following is None:
                return
            wire = following


class AsyncPages(PagedCall):
    """The items of a list across its pages, for `async for`; `pages()` yields the whole responses."""

    __slots__ = ()

    if TYPE_CHECKING:

        async def to_arrow(self) -> Any:
            """All items as a `pyarrow.Table`."""

        async def to_pandas(self) -> Any:
            """All items as a `pandas.DataFrame`."""

    else:
        to_arrow = Attached("to_arrow_async")
        to_pandas = Attached("to_pandas_async")

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
            step = self._reached(paging, page)
            yield paging, page
            following = self._after(step)
            if following is None:
                return
            wire = following
