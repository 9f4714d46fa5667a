"""The lists of `paginate` with the types of items and pages, for generated stubs; at run time `Pages` is returned."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

from ..response import Response
from ..response.asynchronous import AsyncResponse
from .pages import AsyncPages, Pages

Item_co = TypeVar("Item_co", covariant=True)
Page_co = TypeVar("Page_co", bound=Response, covariant=True)
AsyncPage_co = TypeVar("AsyncPage_co", bound=AsyncResponse, covariant=True)


class PagesOf(Pages, Generic[Item_co, Page_co]):
    """The items of a list across its pages, and the answers with these pages."""

    if TYPE_CHECKING:

        def __iter__(self) -> Iterator[Item_co]: ...
        def pages(self) -> Iterator[Page_co]:
            """The answers, one for each page."""


class AsyncPagesOf(AsyncPages, Generic[Item_co, AsyncPage_co]):
    """A `PagesOf` that is iterated with `async for`."""

    if TYPE_CHECKING:

        def __aiter__(self) -> AsyncIterator[Item_co]: ...
        def pages(self) -> AsyncIterator[AsyncPage_co]:
            """The answers, one for each page."""
