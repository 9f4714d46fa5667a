"""The AsyncClient: a `BaseClient` whose calls are awaited and go through aiohttp.

Everything except sending is the same code as in `Client`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeVar, overload

from .._support.awaiting import awaited
from .._support.record import replaced
from ..errors import MissingExtra
from ..model import Operation
from ..request import WireRequest
from ..request.values import Arguments
from ..response.asynchronous import AsyncResponse
from ..types import MISSING
from .attached import Attached
from .base import INFO, BaseClient, operation_first
from .checked_values import check_hook_of_answer, hook_result_or
from .options import with_headers

if TYPE_CHECKING:
    import os

    import requests
    from typing_extensions import Never, Self, Unpack

    from ..document import Document
    from ..document.document_source import Source
    from ..document.overlays import OverlaySource
    from ..response.asynchronous import AsyncStream
    from ..response.page_rule import PageRule
    from ..response.polling import Until
    from ..transport.aiohttp_sender import AsyncSender
    from ..transport.delivery import Delivery, DeliveryOptions
    from ..transport.network import Network
    from ..transport.threaded_application import ThreadedSender
    from .given_options import RawOptions
    from .pages import AsyncPages
    from .shared import ActiveDocument
    from .typed_edits import AsyncEditOf
    from .typed_jobs import AsyncJobOf, AsyncPullOf, AsyncRowsInput, MapOptions


T = TypeVar("T")


class AsyncClient(BaseClient):  # noqa: D101  # the text of the base
    __doc__ = f"""{BaseClient.__doc__}
    Here `session` is an `aiohttp.ClientSession`, and hooks may be coroutine functions.
    """

    _is_async = True

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., Awaitable[AsyncResponse]]: ...

        def _sending(self) -> AsyncSender | ThreadedSender: ...

        async def activate(
            self,
            document: Source | Document,
            *,
            overlays: Sequence[OverlaySource] | None = None,
            allow_references: Sequence[str | os.PathLike[str]] | None = None,
        ) -> Document:
            """Use another document from now on."""

        async def rollback(self) -> Document:
            """Return to the document that was in use before the last activation."""

        def map(
            self, operation_id: str, rows: AsyncRowsInput, /, **options: Unpack[MapOptions]
        ) -> AsyncJobOf[Any, AsyncResponse]:
            """Call an operation once for each row; see `bulk.mapping.map_rows`."""

        def pull(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            into: str | os.PathLike[str] | None = None,
            since: str | None = None,
            since_param: str | None = None,
            state: str | os.PathLike[str] | None = None,
            key: str | None = None,
            form: Literal["jsonl", "parquet"] | None = None,
            select: Callable[[Any], Any] | None = None,
            rule: PageRule | Mapping[str, Any] | None = None,
            body: Any = MISSING,
            **arguments: Any,
        ) -> AsyncPullOf[Any]:
            """Keep a list in a file, and read only what is new; see `bulk.pull.pull_list`."""

        def edit(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            read: str | None = None,
            unconditional: bool = False,
            on_conflict: Literal["merge", "raise"] = "merge",
            **arguments: Any,
        ) -> AsyncEditOf[AsyncResponse]:
            """Read a resource, change its value in a block, and write it; see `editing.edit.edit`."""

        def tools(
            self,
            *,
            format: str = "json-schema",  # noqa: A002
            operations: str | Sequence[str] = (),
            budget: int | None = None,
            strict: bool = False,
        ) -> list[dict[str, Any]]:
            """Function definitions of operations, for language models."""

        async def run_tool(
            self,
            name: str,
            arguments: Mapping[str, Any] | str | None = None,
            *,
            operations: str | Sequence[str] = (),
            writes: Literal["no", "yes"] = "yes",
            budget: int = 3_000,
            files: str | os.PathLike[str] | None = None,
        ) -> str:
            """Run a call that a model made of a function from `tools`; returns what to tell it."""

    else:
        edit = Attached("edit")
        map = Attached("map")
        pull = Attached("pull")
        activate = Attached("activate_async")
        rollback = Attached("rollback_async")
        tools = Attached("tools")
        run_tool = Attached("run_tool_async")

    @operation_first
    async def call(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> AsyncResponse:
        """Call an operation; arguments and errors are those of `Client.call`."""
        return await self._send(*self._wire(operation_id, Arguments(params, body, arguments)))

    @operation_first
    async def request(
        self,
        method: str,
        path: str,
        /,
        *others: Never,
        json: Any = MISSING,
        data: Any = MISSING,
        files: Any = MISSING,
        query: Mapping[str, Any] | None = None,
        headers: Mapping[str, str | None] | None = None,
        **options: Unpack[RawOptions],
    ) -> AsyncResponse:
        """Send a request that the document need not have; see `Client.request`."""
        client, active, operation, wire = self._raw(method, path, (json, data, files), query, headers, options, others)
        return await client._send(active, operation, wire)  # noqa: SLF001  # a copy of this one

    @operation_first
    def paginate(
        self,
        operation_id: str,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        rule: PageRule | Mapping[str, Any] | None = None,
        start: Mapping[str, Any] | None = None,
        body: Any = MISSING,
        **arguments: Any,
    ) -> AsyncPages:
        """Iterate over the items of a list across its pages with `async for`; see `Client.paginate`."""
        from .pages import AsyncPages

        pinned = self._pinned()
        return pinned._paged(AsyncPages, operation_id, Arguments(params, body, arguments), rule, start)  # noqa: SLF001

    @operation_first
    async def poll(
        self,
        operation: str | AsyncResponse,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        until: Until,
        interval: float | None = None,
        deadline: float | None = 600.0,
        progress: Callable[[AsyncResponse], Any] | None = None,
        body: Any = MISSING,
        **arguments: Any,
    ) -> AsyncResponse:
        """Call an operation repeatedly until it is done; returns the last answer. See `Client.poll`."""
        from ..response.polling import Look, ReportProgress
        from ..transport.attempts import Wait, carry_out_async

        async def report(step: ReportProgress) -> None:
            if progress is not None:
                await awaited(progress(step.response))  # type: ignore[arg-type]

        pinned = self._pinned(operation)
        steps, look = pinned._polled(  # noqa: SLF001  # a copy of this one
            operation, until, interval, deadline, Arguments(params, body, arguments)
        )
        response: AsyncResponse = await carry_out_async(
            steps,
            {
                Look: lambda step: look(step.seconds),
                ReportProgress: report,
                Wait: lambda step: asyncio.sleep(step.seconds),
            },
        )
        return response

    if TYPE_CHECKING:

        @overload
        async def parse(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            into: type[T],
            body: Any = MISSING,
            **arguments: Any,
        ) -> T: ...

        @overload
        async def parse(
            self,
            operation_id: str,
            params: Mapping[str, Any] | None = None,
            /,
            *,
            into: Any,
            body: Any = MISSING,
            **arguments: Any,
        ) -> Any: ...

    @operation_first
    async def parse(
        self,
        operation_id: str,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        into: Any,
        body: Any = MISSING,
        **arguments: Any,
    ) -> Any:
        """Call an operation and read its answer into a class. See `Client.parse`."""
        request, parsing = self._parsed(operation_id, into, Arguments(params, body, arguments))
        response = await self._send(*request)
        if not response.ok:
            await response.read()
        return parsing.read(response)

    async def _deliver(self, wire: WireRequest, options: DeliveryOptions) -> Delivery:
        """Send a request, with retries."""
        sender = self._sending()
        call_log = self._call_log(wire) if sender.log.isEnabledFor(INFO) else None
        try:
            if call_log is not None:
                options = call_log.watched(options, is_async=True)
            if wire.renewal is not None and wire.renewal.pending:
                from ..transport.renewal import after_credentials, begin_call, with_credentials_async

                call = begin_call(wire, options, self._token_sender, in_process=self._core.app is not None)
                wire = await with_credentials_async(wire, call)
                options = after_credentials(call)
            request = wire if _goes_as_is(sender, wire, options) else await self._prepared(wire, options)
            delivery = await sender.deliver(request, wire, options, self._core, self._prepared, self._token_sender)
        except BaseException as error:
            if call_log is not None:
                call_log.failed(error)
            raise
        return delivery if call_log is None else call_log.finished(delivery)

    async def _prepared(self, wire: WireRequest, options: DeliveryOptions) -> requests.PreparedRequest | WireRequest:
        """The request in the form that is sent."""
        sender = self._sending()
        if _goes_as_is(sender, wire, options):
            return wire
        prepared = sender.prepare(wire, self._options.removed_headers)
        for hook in options.hooks.prepared:
            prepared = hook_result_or(prepared, await awaited(hook(prepared)), hook)
        return prepared

    async def _send(self, active: ActiveDocument, operation: Operation, wire: WireRequest) -> AsyncResponse:
        options = self._options
        delivery = await self._deliver(wire, options.delivery)
        response: AsyncResponse = self._response(active.document, operation, delivery, AsyncResponse)
        try:
            for hook in options.delivery.hooks.answered:
                check_hook_of_answer(response, await awaited(hook(response)), hook)
            if response.raw.status_code >= 400:
                await response.read()
            self._check(active, response)
        except BaseException:
            response.close()
            raise
        return response

    @staticmethod
    def _stream_class() -> type[AsyncStream]:
        from ..response.asynchronous import AsyncStream

        return AsyncStream

    async def _resume(self, response: AsyncResponse, wire: WireRequest, headers: Mapping[str, str]) -> Any:
        """Send a request again with more headers; returns the body of the answer."""
        delivery = await self._deliver(with_headers(wire, headers), replaced(self._options.delivery, stream=True))
        again: AsyncResponse = self._response(response.document, response.operation, delivery, type(response))
        if not again.ok:
            await again.read()
        return again.raise_for_status().incoming

    @staticmethod
    def _make_sender(session: Any, app: Any, network: Network | None) -> AsyncSender | ThreadedSender:
        if app is not None:
            from ..transport.threaded_application import ThreadedSender

            return ThreadedSender(None, app)
        try:
            from ..transport.aiohttp_sender import AsyncSender
        except ModuleNotFoundError as error:
            raise MissingExtra("an async client", error.name or "aiohttp") from None
        return AsyncSender(session, network)

    async def close(self) -> None:
        """Close the client's own connections and its plugins. A session that you passed stays open."""
        plugins, self._owned_plugins = self._owned_plugins, ()
        try:
            for sender in self._core.senders():
                await sender.close()
        finally:
            if plugins:
                from .plugins import close_plugins_async

                await close_plugins_async(plugins)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()


def _goes_as_is(sender: Any, wire: WireRequest, options: DeliveryOptions) -> bool:
    """Whether a request is sent without being prepared."""
    return not (options.hooks.prepared or options.hooks.send) and sender.sends_as_is(wire)
