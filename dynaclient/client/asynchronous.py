"""The AsyncClient: a `BaseClient` whose calls are awaited and go through aiohttp.

Everything except sending is the same code as in `Client`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.awaiting import awaited
from .._support.record import replaced
from ..errors import RequestError
from ..model import Operation
from ..request import WireRequest
from ..request.values import Arguments
from ..response.asynchronous import AsyncResponse
from ..types import MISSING
from .attached import Attached
from .base import BaseClient, operation_first
from .options import hook_result_or, with_headers

if TYPE_CHECKING:
    import os

    import requests
    from typing_extensions import Self

    from ..document import Document
    from ..document.document import Source
    from ..document.overlays import OverlaySource
    from ..response.page_rule import PageRule
    from ..response.polling import Until
    from ..transport.aiohttp_sender import AsyncSender
    from ..transport.delivery import Delivery, DeliveryOptions
    from ..transport.threaded_wsgi import ThreadedSender
    from .pages import AsyncPages
    from .shared import ActiveDocument


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

    else:
        activate = Attached("activate_async")
        rollback = Attached("rollback_async")

    @operation_first
    async def call(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> AsyncResponse:
        """Call an operation; arguments and errors are those of `Client.call`."""
        return await self._send(*self._wire(operation_id, Arguments(params, body, arguments)))

    @operation_first
    def paginate(
        self,
        operation_id: str,
        params: Mapping[str, Any] | None = None,
        /,
        *,
        rule: PageRule | Mapping[str, Any] | None = None,
        body: Any = MISSING,
        **arguments: Any,
    ) -> AsyncPages:
        """Iterate over the items of a list across its pages with `async for`; see `Client.paginate`."""
        from .pages import AsyncPages

        return self._pinned()._paged(AsyncPages, operation_id, Arguments(params, body, arguments), rule)  # noqa: SLF001  # a copy of itself

    @operation_first
    async def poll(
        self,
        operation_id: str,
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

        pinned = self._pinned()
        response: AsyncResponse = await carry_out_async(
            pinned._polled(operation_id, until, interval, deadline),  # noqa: SLF001  # a copy of itself
            {
                Look: lambda step: pinned._within(step.seconds).call(operation_id, params, body=body, **arguments),  # noqa: SLF001
                ReportProgress: report,
                Wait: lambda step: asyncio.sleep(step.seconds),
            },
        )
        return response

    async def _deliver(self, wire: WireRequest, options: DeliveryOptions) -> Delivery:
        """Send a request, with retries."""
        if wire.renewal is not None:
            from ..transport.renewal import with_answers

            wire = await with_answers(wire)
        request = await self._prepared(wire, options)
        pacer = self._core.pacer() if options.pace else None
        return await self._sending().deliver(request, wire, options, pacer, self._prepared)

    async def _prepared(self, wire: WireRequest, options: DeliveryOptions) -> requests.PreparedRequest | WireRequest:
        """The request in the form that is sent."""
        sender, hooks = self._sending(), options.hooks
        if not (hooks.prepared or hooks.send) and sender.sends_as_is(wire):
            return wire
        prepared = sender.prepare(wire, self._options.removed_headers)
        for hook in hooks.prepared:
            prepared = hook_result_or(prepared, await awaited(hook(prepared)))
        return prepared

    async def _send(self, active: ActiveDocument, operation: Operation, wire: WireRequest) -> AsyncResponse:
        options = self._options
        delivery = await self._deliver(wire, options.delivery)
        response: AsyncResponse = self._response(active.document, operation, delivery, AsyncResponse)
        try:
            for hook in options.delivery.hooks.answered:
                await awaited(hook(response))
            if response.raw.status_code >= 400:
                await response.read()
            self._check(active, response)
        except BaseException:
            response.close()
            raise
        return response

    async def _resume(self, response: AsyncResponse, wire: WireRequest, headers: Mapping[str, str]) -> Any:
        """Send a request again with more headers; returns the body of the answer."""
        delivery = await self._deliver(with_headers(wire, headers), replaced(self._options.delivery, stream=True))
        again: AsyncResponse = self._response(response.document, response.operation, delivery, type(response))
        if not again.ok:
            await again.read()
        return again.raise_for_status().incoming

    @staticmethod
    def _make_sender(session: Any, app: Any) -> AsyncSender | ThreadedSender:
        if app is not None:
            from ..transport.threaded_wsgi import ThreadedSender

            return ThreadedSender(None, app)
        try:
            from ..transport.aiohttp_sender import AsyncSender
        except ImportError:
            raise RequestError("an async client needs aiohttp: pip install 'dynaclient[async]'") from None
        return AsyncSender(session)

    async def close(self) -> None:
        """Close the client's own connections and its plugins. A session that you passed stays open."""
        plugins, self._owned_plugins = self._owned_plugins, ()
        try:
            if self._core.sender is not None:
                await self._core.sender.close()
        finally:
            if plugins:
                from .plugins import close_plugins_async

                await close_plugins_async(plugins)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()
