"""Plugins: objects that watch or intercept a client's calls, and how their methods become hooks.

A plugin is an object with any of the methods of `PluginMethods`; it needs no base class. A client calls its plugins in
the order of the list; the first is the outermost.

    class Timer:
        def event(self, event):
            if isinstance(event, CallFinished):
                print(event.operation_id, event.status_code, event.seconds)

    class Cache:
        def __init__(self):
            self.answers = {}

        def send(self, call, next):
            if call.method != "GET":
                return next(call)
            if call.url in self.answers:
                return self.answers[call.url]
            answer = next(call)
            if answer.is_read and answer.status_code == 200:
                self.answers[call.url] = answer
            return answer

    client = Client("petstore.yaml", plugins=[Timer(), Cache()])
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from .._support.awaiting import awaited
from .._support.lazy import lazy_names
from ..errors import RequestError
from ..transport.delivery import CallHooks
from ..transport.events import (
    AttemptFailed,
    AttemptFinished,
    AttemptRetried,
    AttemptStarted,
    CallEvent,
    CallFinished,
    CallStarted,
)

if TYPE_CHECKING:
    import requests

    from ..document import Document
    from ..response import Response
    from ..transport.plugin_call import PluginAnswer, PluginCall

__all__ = [
    "AttemptFailed",
    "AttemptFinished",
    "AttemptRetried",
    "AttemptStarted",
    "CallEvent",
    "CallFinished",
    "CallStarted",
    "Plugin",
    "PluginAnswer",
    "PluginCall",
    "PluginMethods",
]

_names = lazy_names("dynaclient.transport", {"PluginAnswer": "plugin_call", "PluginCall": "plugin_call"})


def __getattr__(name: str) -> Any:  # they load requests
    return _names(name)


class PluginMethods(Protocol):
    """The methods that a plugin may have, with their arguments. All are optional."""

    def document(self, document: Document) -> None:
        """Inspect the document after it is loaded or replaced.

        An exception rejects the document: the client is not created, or keeps its present document.
        """

    def prepared(self, request: requests.PreparedRequest) -> Any:
        """Inspect or change a request before it is sent, or return another to send instead.

        Called once per call, even if the request is sent several times. `request.operation_id` names the operation. May
        be a coroutine function in an async client.
        """

    def answered(self, response: Response) -> Any:
        """Inspect the response, before a 4xx or 5xx is raised. Called once per call, for the last answer.

        May be a coroutine function in an async client.
        """

    def send(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Wrap one attempt: `return next(call)` sends it. Called for each attempt of a sync client.

        It may change the request or the answer, send again, or return its own `PluginAnswer` without sending anything.
        `next` raises a `TransportError` if the network fails; one raised here counts as a network failure too and may
        be retried. Any other exception ends the call.
        """

    def asend(self, call: PluginCall, next: Callable[[PluginCall], Awaitable[PluginAnswer]]) -> Awaitable[PluginAnswer]:  # noqa: A002
        """The same for an async client: `return await next(call)`."""

    def token(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Wrap a request that obtains a credential for a call, as an `OAuth` sends, in the way of `send`."""

    def atoken(
        self,
        call: PluginCall,
        next: Callable[[PluginCall], Awaitable[PluginAnswer]],  # noqa: A002
    ) -> Awaitable[PluginAnswer]:
        """The same for an async client."""

    def event(self, event: CallEvent) -> None:
        """Receive an event. May be called from any thread. An exception is logged, never raised."""

    def close(self) -> Any:
        """Release the plugin's resources. Called once, when the client that it was passed to is closed.

        May be a coroutine function in an async client.
        """


Plugin = Any
"""An object with any of `PluginMethods`."""

METHODS = ("document", "prepared", "answered", "send", "asend", "token", "atoken", "event", "close")
_PAIRS = (("send", "asend"), ("token", "atoken"))
"""Methods of a sync and of an async client."""

_MAY_BE_COROUTINES = ("prepared", "answered", "close")


def checked_plugins(given: Sequence[Plugin], *, is_async: bool) -> tuple[Plugin, ...]:
    """Return `plugins=` as a tuple if a client of this kind can use them all.

    Raises:
        RequestError: it is not a list of plugins, or one of them is for the other kind of client.
    """
    if not isinstance(given, (list, tuple)):
        raise RequestError(f"plugins= must be a list of plugins, not {type(given).__name__}")
    for plugin in given:
        _check(plugin, is_async=is_async)
    return tuple(given)


def _check(plugin: Plugin, *, is_async: bool) -> None:
    if isinstance(plugin, type):
        raise RequestError(f"plugins= takes objects: pass {plugin.__name__}(), not the class")
    name = type(plugin).__name__
    found = [method for method in METHODS if callable(getattr(plugin, method, None))]
    if not found:
        raise RequestError(f"{name} is not a plugin: it has none of the methods {', '.join(METHODS)}")
    for sync, asynchronous in _PAIRS:
        needed, other = (asynchronous, sync) if is_async else (sync, asynchronous)
        if other in found and needed not in found:
            kind = "an async client" if is_async else "a sync client"
            raise RequestError(f"the plugin {name} has {other}() but no {needed}(), so {kind} cannot use it")
    wrong = ["event", "document"] if is_async else ["event", "document", "send", "token", *_MAY_BE_COROUTINES]
    for method in wrong:
        if method in found and inspect.iscoroutinefunction(getattr(plugin, method)):
            raise RequestError(f"{name}.{method} is a coroutine function, but nothing would await it")


def hooks_of_plugins(plugins: Sequence[Plugin], *, is_async: bool) -> CallHooks:
    """The hooks of a list of plugins."""
    return CallHooks(
        prepared=_methods(plugins, "prepared"),
        answered=_methods(plugins, "answered"),
        event=_methods(plugins, "event"),
        send=_methods(plugins, "asend" if is_async else "send"),
        token=_methods(plugins, "atoken" if is_async else "token"),
    )


def _methods(plugins: Iterable[Plugin], name: str) -> tuple[Callable[..., Any], ...]:
    return tuple(getattr(plugin, name) for plugin in plugins if callable(getattr(plugin, name, None)))


def show_document(plugins: Sequence[Plugin], document: Document) -> None:
    """Pass plugins a document that was loaded or replaced. An exception from one rejects it."""
    for look in _methods(plugins, "document"):
        look(document)


def close_plugins(plugins: Sequence[Plugin]) -> None:
    """Close all plugins, the innermost first, even if one raises."""
    if plugins:
        try:
            for close in _methods(plugins[-1:], "close"):
                close()
        finally:
            close_plugins(plugins[:-1])


async def close_plugins_async(plugins: Sequence[Plugin]) -> None:
    """Close all plugins of an async client, the innermost first, even if one raises."""
    if plugins:
        try:
            for close in _methods(plugins[-1:], "close"):
                await awaited(close())
        finally:
            await close_plugins_async(plugins[:-1])
