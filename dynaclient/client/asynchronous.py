"""The AsyncClient: a `BaseClient` whose calls are awaited and go through aiohttp.

Arguments are bound, checked and written, answers judged, decoded and tried again by the same code as in `Client`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.awaiting import awaited
from .._support.record import replaced
from ..errors import RequestError
from ..model import Operation
from ..request import WireRequest
from ..response.asynchronous import AsyncResponse
from ..types import MISSING
from .base import BaseClient
from .options import hook_result_or

if TYPE_CHECKING:
    from typing_extensions import Self

    from ..response.page_rules import PageRule
    from ..response.polling import Until
    from ..transport.asynchronous import AsyncSender
    from ..transport.threaded import ThreadedSender
    from .pages import AsyncPages


class AsyncClient(BaseClient):  # noqa: D101  # the text of the base
    __doc__ = f"""{BaseClient.__doc__}
    Here `session` is an `aiohttp.ClientSession`, and hooks may be coroutine functions.
    """

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Callable[..., Awaitable[AsyncResponse]]: ...

    async def call(
        self, operation_id: str, params: Mapping[str, Any] | None = None, /, *, body: Any = MISSING, **arguments: Any
    ) -> AsyncResponse:
        """Call an operation; arguments and errors are those of `Client.call`."""
        return await self._send(*self._wire(operation_id, params, body, arguments))

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
        """The items of a list, page by page, with `async for`; see `Client.paginate`."""
        from .pages import AsyncPages

        return self._paged(AsyncPages, operation_id, params, body, arguments, rule)

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
        """Call an operation again and again until it is done; the last answer. See `Client.poll`."""
        from ..response.polling import Look, ReportProgress
        from ..transport.attempts import Wait, carry_out_async

        async def report(step: ReportProgress) -> None:
            if progress is not None:
                await awaited(progress(step.response))  # type: ignore[arg-type]

        response: AsyncResponse = await carry_out_async(
            self._polled(operation_id, until, interval, deadline),
            {
                Look: lambda step: self._within(step.seconds).call(operation_id, params, body=body, **arguments),
                ReportProgress: report,
                Wait: lambda step: asyncio.sleep(step.seconds),
            },
        )
        return response

    def _sending(self) -> AsyncSender | ThreadedSender:
        sender: AsyncSender | ThreadedSender = self._core.sending(_make_sender)
        return sender

    async def _send(self, operation: Operation, wire: WireRequest) -> AsyncResponse:
        options, sender = self._options, self._sending()
        prepared = sender.prepare(wire, options.removed_headers)
        for hook in options.on_request:
            prepared = hook_result_or(prepared, await awaited(hook(prepared)))
        done = await sender.perform(prepared, wire, options, self._core.pacer() if options.pace else None)

        async def resume(headers: Mapping[str, str]) -> Any:
            again = replaced(wire, headers={**wire.headers, **headers})
            client = self.with_options(stream=True, raise_for_status=True, on_response=None)
            return (await client._send(operation, again)).incoming  # noqa: SLF001  # a copy of this one

        response: AsyncResponse = self._answered(*done, operation, AsyncResponse, resume)
        try:
            for hook in options.on_response:
                await awaited(hook(response))
            if not response.ok:
                await response.read()
            error = self._status_error(response) if options.raise_for_status and not response.ok else None
            self._check(response, error)
        except BaseException:
            response.close()
            raise
        return response

    async def close(self) -> None:
        """Close the connections that the client opened. A session of your own stays open."""
        if self._core.sender is not None:
            await self._core.sender.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.close()


def _make_sender(session: Any, app: Any) -> AsyncSender | ThreadedSender:
    if app is not None:
        from ..transport.threaded import ThreadedSender

        return ThreadedSender(None, app)
    try:
        from ..transport.asynchronous import AsyncSender
    except ImportError:
        raise RequestError("an async client needs aiohttp: pip install 'dynaclient[async]'") from None
    return AsyncSender(session)
