"""`client.pull`: a list, kept in a file, of which each run reads only what is new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..client.checked_values import checked_mapping
from ..client.own_names import no_operation
from ..errors import BulkError, DynaclientError
from ..response.page_rule import PageRule
from ..types import MISSING, Missing
from .pull_report import PullReport
from .pull_run import PullOptions, PullRun

if TYPE_CHECKING:
    import os


def pull_list(
    client: Any,
    operation_id: str | Missing = MISSING,
    params: Mapping[str, Any] | None = None,
    /,
    *,
    into: str | os.PathLike[str] | None = None,
    since: str | None = None,
    since_param: str | None = None,
    state: str | os.PathLike[str] | None = None,
    key: str | None = None,
    form: str | None = None,
    select: Callable[[Any], Any] | None = None,
    rule: PageRule | Mapping[str, Any] | None = None,
    body: Any = MISSING,
    **arguments: Any,
) -> Any:
    """Read the pages of a list, keep its items, and read only what is new the next time.

    The state is written after the rows of each page: whenever a run is killed, the same call goes on, asks at most for
    one page again, and loses none. See `docs/bulk.md`.

    Args:
        params, arguments, body: of the operation, as in `paginate`. One with the name of an option goes in `params`.
        into: JSON lines, or a folder of Parquet parts if it ends in `.parquet`; None to give the items to the caller
            only.
        since: the field of an item, or a JMESPath of it, that grows when an item is new: a time, a date or a number.
            Items below the highest value seen are dropped, and those that have it if they were seen.
        since_param: the parameter that takes that value, as `NAME` or `NAME[MEMBER]`; by default recognised by its
            name, such as `updated_since` or `updated_at[gte]`. Without one, all pages are read.
        state: the file that keeps the highest value and the page reached; by default `into` with `.state` added.
        key: the field that names an item; a new one replaces an older one of the same key.
        form: "jsonl" or "parquet", if the name of the output does not show it.
        select: a function that takes the part of each item that is kept.
        rule: how to get from one page to the next; see `paginate`.

    Returns:
        A `Pull`, or an `AsyncPull` of an async client: iterate over the new items, or `run()` it.

    Raises:
        RequestError: an option cannot be what it is.
    """
    if isinstance(operation_id, Missing):  # see `operation_first` of the clients
        raise no_operation(type(client), client.operations, MISSING)
    options = PullOptions(
        checked_mapping("params", params),
        body,
        arguments,
        rule,
        into=into,
        state=state,
        since=since,
        since_param=since_param,
        key=key,
        form=form,
        select=select,
        select_name="" if select is None else "a function",
    )
    return pull_of(client, operation_id, options)


def pull_of(client: Any, operation_id: str, options: PullOptions) -> Any:
    """A pull of a client, sync or async."""
    run = PullRun(client, operation_id, options)
    return AsyncPull(run) if client._is_async else Pull(run)  # noqa: SLF001  # a part of the client


class _BasePull:
    def __init__(self, run: PullRun) -> None:
        self._run = run
        self._is_begun = False

    @property
    def report(self) -> PullReport:
        """What has come of the pull so far."""
        return self._run.report

    def __repr__(self) -> str:
        into = f" into {self.report.into!r}" if self.report.into else ""
        return f"<{type(self).__name__} {self.report.operation_id}{into}: {self.report.new:,} new>"

    def _begin(self) -> None:
        if self._is_begun:
            raise BulkError(
                "a pull runs once: call pull again, which goes on where it ended", operation_id=self.report.operation_id
            )
        self._is_begun = True


class Pull(_BasePull):
    """A pull. `for item in pull` reads the pages and yields the new items, each page after it is written.

    Attributes:
        report: what has come of it so far.

    Raises:
        BulkError: while iterating. The state is of another pull, or a file cannot be written.
        DynaclientError: as `paginate`. What was read before is kept.
    """

    def __iter__(self) -> Iterator[Any]:
        self._begin()
        run = self._run
        run.open()
        try:
            while not run.is_over:
                try:
                    for items, following in _pages(run.pages()):
                        yield from run.page(items, following)
                        run.taken()
                except DynaclientError as error:
                    if not run.is_gone(error):
                        raise
            run.end()
        finally:
            run.close()

    def run(self) -> PullReport:
        """Read all pages."""
        for _ in self:
            continue
        return self.report


class AsyncPull(_BasePull):
    """A pull of an async client: `async for item in pull`, or `await pull.run()`. See `Pull`."""

    async def __aiter__(self) -> AsyncIterator[Any]:
        self._begin()
        run = self._run
        await asyncio.to_thread(run.open)
        try:
            while not run.is_over:
                try:
                    pages = run.pages()
                    async for paging, page in pages._pages():  # noqa: SLF001  # a part of the client
                        for item in await asyncio.to_thread(run.page, paging.items(page), pages.next):
                            yield item
                        await asyncio.to_thread(run.taken)
                except DynaclientError as error:
                    if not run.is_gone(error):
                        raise
            await asyncio.to_thread(run.end)
        finally:
            run.close()

    async def run(self) -> PullReport:
        """Read all pages."""
        async for _ in self:
            continue
        return self.report


def _pages(pages: Any) -> Iterator[tuple[list[Any], Mapping[str, Any] | None]]:
    """The items of each page, and what comes after it."""
    for paging, page in pages._pages():  # noqa: SLF001  # a part of the client
        yield paging.items(page), pages.next
