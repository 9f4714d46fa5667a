"""Tells the connected programs that tools and pages are others, when a client has another document.

Up to 2025-11-25 each session is notified. From 2026-07-28 on, those are that listen. Source: MCP, "List Changed
Notification" and "Subscriptions".
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import anyio
from mcp.server.lowlevel.server import NotificationOptions, Server
from mcp.server.subscriptions import InMemorySubscriptionBus, ListenHandler, ResourcesListChanged, ToolsListChanged

_EVERY = 0.5
"""Seconds between two looks at which documents the clients have."""

_PATIENCE = 5.0
"""Seconds that a program may take to accept a notification."""

_MOST_SESSIONS = 1_000


class AnnouncingServer(Server[Any]):
    """A server that declares that its lists may change."""

    def get_capabilities(self, notification_options: NotificationOptions | None = None, *rest: Any, **more: Any) -> Any:
        """What the server can do."""
        changing = NotificationOptions(tools_changed=True, resources_changed=True)
        return super().get_capabilities(changing, *rest, **more)


class Announcer:
    """Looks after the documents of one server.

    Args:
        documents: those in use now; another one is another object.
    """

    def __init__(self, documents: Callable[[], tuple[Any, ...]]) -> None:
        self._documents = documents
        self._known = documents()
        self._bus = InMemorySubscriptionBus()
        self._sessions: OrderedDict[int, Any] = OrderedDict()
        self.listen = ListenHandler(self._bus)

    async def remember(self, ctx: Any, call_next: Callable[[Any], Awaitable[Any]]) -> Any:
        """Middleware of the server: remembers each session that has begun."""
        if ctx.method == "notifications/initialized":
            self._sessions[id(ctx.session)] = ctx.session
            if len(self._sessions) > _MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return await call_next(ctx)

    @asynccontextmanager
    async def lifespan(self, server: Any) -> AsyncIterator[dict[str, Any]]:
        """While the server runs, look every now and then."""
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch)
            try:
                yield {}
            finally:
                group.cancel_scope.cancel()

    async def _watch(self) -> None:
        while True:
            await anyio.sleep(_EVERY)
            documents = self._documents()
            if any(a is not b for a, b in zip(documents, self._known, strict=True)):
                self._known = documents
                await self._announce()

    async def _announce(self) -> None:
        await self._bus.publish(ToolsListChanged())
        await self._bus.publish(ResourcesListChanged())
        for key, session in list(self._sessions.items()):
            try:
                with anyio.move_on_after(_PATIENCE):
                    await session.send_tool_list_changed()
                    await session.send_resource_list_changed()
            except (anyio.BrokenResourceError, anyio.ClosedResourceError):
                self._sessions.pop(key, None)
