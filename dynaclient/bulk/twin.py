"""The async client that makes the calls of a sync one, unless the caller's own code takes part in them."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from .._support.record import replaced
from ..client.shared import ActiveDocument, ClientCore
from ..client.sync import Client
from ..model import Operation
from ..openai.sync import OpenAI
from ..response import Response


def can_run_async(client: Any) -> bool:
    """Whether the calls of a sync client may be made by an async one.

    Not with a session, an application, a plugin, a hook or an authentication handler of the caller's, and not for a
    class of the caller's, which may have changed how calls are made.
    """
    core, options = client._core, client._options  # noqa: SLF001  # a part of the client
    hooks = options.delivery.hooks
    return (
        type(client) in (Client, OpenAI)
        and core.session is None
        and core.app is None
        and not options.plugins
        and not (hooks.prepared or hooks.answered or hooks.retried or hooks.event or hooks.send)
        and not options.request.credentials.has_handler
        and find_spec("aiohttp") is not None
    )


def async_twin(client: Any) -> Any:
    """An async client with the document, options, network settings and pacer of a sync one. Close it after use."""
    from ..client.asynchronous import AsyncClient
    from ..openai.asynchronous import AsyncOpenAI

    kind: Any = AsyncOpenAI if isinstance(client, OpenAI) else AsyncClient
    core = client._core  # noqa: SLF001
    shared = ClientCore(None, None, core.network)
    shared.quotas, shared.accepted = core.pacer(), core.accepted
    twin = object.__new__(kind)
    options = replaced(client._options, is_async=True)  # noqa: SLF001
    twin.__dict__.update(client.__dict__, _core=shared, _options=options, _owned_plugins=())
    return twin


def with_retry_hook(client: Any, hook: Callable[[Any], None]) -> Any:
    """A copy of a client that also calls this before it waits for another attempt."""
    copy = client.with_options()
    options = copy._options  # noqa: SLF001
    hooks = options.delivery.hooks
    hooks = replaced(hooks, retried=(*hooks.retried, hook))
    copy._options = replaced(options, delivery=replaced(options.delivery, hooks=hooks))  # noqa: SLF001
    return copy


class ReadBody:
    """The body of an answer that an async client has read, for a sync `Response`."""

    __slots__ = ("raw",)

    is_stream = False
    is_read = True

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def read(self) -> bytes:
        """The body."""
        return self.raw.content  # type: ignore[no-any-return]

    load = read

    def chunks(self) -> Any:
        """The body, in one piece."""
        yield self.raw.content

    def close(self) -> None:
        """Nothing is open any more."""


async def call_through(twin: Any, client: Any, active: ActiveDocument, operation: Operation, wire: Any) -> Response:
    """Make a call of a sync client through its async twin.

    Raises:
        DynaclientError: as `Client.call`.
    """
    delivery = await twin._deliver(wire, client._options.delivery)  # noqa: SLF001
    if delivery.answer is not None:
        if not delivery.answer.is_read:
            await delivery.answer.load()
        delivery.answer = ReadBody(delivery.answer.raw)
        delivery.answer.raw.let_go()  # many finished rows may wait for the caller
    response: Response = client._response(active.document, operation, delivery, Response)  # noqa: SLF001
    client._check(active, response)  # noqa: SLF001
    return response
