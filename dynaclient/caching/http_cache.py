"""The plugin `HTTPCache`: carries out the steps of `exchange` in both kinds of client."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.wording import shown_option
from ..errors import MissingExtra, RequestError
from ..transport.attempts import carry_out, carry_out_async
from ..transport.deadlines import is_time
from .folder import CacheFolder
from .identity import Identities

if TYPE_CHECKING:
    from ..transport.plugin_call import PluginAnswer, PluginCall

SIZE = 100_000_000
"""Bytes of all stored answers together."""

LARGEST = 10_000_000
"""Bytes of the largest body that is stored."""


class HTTPCache:
    """Keeps answers in a folder as long as the server allows, and asks whether they are still right. A private cache.

        client = Client("petstore.yaml", plugins=[HTTPCache("answers")])
        client.getPetById(petId=1).from_cache

    Only answers to GET that the server lets a private cache store are kept. One that is fresh (`Cache-Control`,
    `Expires`) is used without asking; any other one is used again if the server answers 304. Not kept are streams,
    answers with Set-Cookie, those that show a secret of the request, and what came after a redirect. A request that
    changes something removes what is stored for its path. Answers for different credentials are different ones; no
    secret is in the folder. Threads, tasks and processes may share it.

    Args:
        folder: is made if it does not exist, for you alone to read.
        size: the most bytes of all stored answers; beyond it, those that were used least recently go.
        largest: bytes of the largest body that is stored.
        stale_if_error: seconds for which an answer that is no longer fresh is used if the server cannot be reached or
            answers 500, 502, 503 or 504. The server's own `stale-if-error` goes before it; `must-revalidate` and
            `no-cache` forbid it.
        user: a name for who asks, where credentials do not show it, as with a client certificate.

    Raises:
        MissingExtra: hishel is not installed.
        RequestError: the folder cannot be used, or an argument cannot have this value.
    Source: RFC 9111; RFC 5861 section 4.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        *,
        size: int = SIZE,
        largest: int = LARGEST,
        stale_if_error: float | None = None,
        user: str = "",
    ) -> None:
        try:
            from . import exchange
        except ModuleNotFoundError as error:
            raise MissingExtra("HTTPCache", error.name or "hishel") from None
        if not isinstance(folder, (str, os.PathLike)) or not os.fspath(folder):
            raise RequestError(f"HTTPCache takes the path of a folder, not {shown_option(folder)}")
        for name, value in (("size", size), ("largest", largest)):
            if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                raise RequestError(
                    f"{name}= of HTTPCache must be a whole number of bytes from 0, not {shown_option(value)}"
                )
        if stale_if_error is not None and not (is_time(stale_if_error) and stale_if_error >= 0):
            raise RequestError(
                f"stale_if_error= must be seconds from 0, or None to leave it to the server, not "
                f"{shown_option(stale_if_error)}"
            )
        if not isinstance(user, str):
            raise RequestError(f"user= of HTTPCache must be text, not {shown_option(user)}")
        self._given = (os.path.abspath(os.path.expanduser(os.fspath(folder))), size, largest, stale_if_error, user)
        self._folder = CacheFolder(self._given[0], size)
        self._identities = Identities(self._folder.key)
        self._policy = exchange.CachePolicy(largest, stale_if_error, user)
        self._exchange = exchange

    def send(self, call: PluginCall, next: Callable[[PluginCall], PluginAnswer]) -> PluginAnswer:  # noqa: A002
        """Answer an attempt from the folder, or send it."""
        steps, folder = self._exchange, self._folder
        answer: PluginAnswer = carry_out(
            steps.exchange(call, self._identities, self._policy),
            {
                steps.LoadStep: lambda step: folder.load(step.name),
                steps.SendStep: lambda step: next(_with(call, step.headers)),
                steps.StoreStep: lambda step: folder.store(step.name, step.entry),
                steps.RemoveStep: lambda step: folder.remove(step.name),
                steps.ClearStep: lambda step: folder.clear_place(step.place),
            },
        )
        return answer

    async def asend(self, call: PluginCall, next: Callable[[PluginCall], Awaitable[PluginAnswer]]) -> PluginAnswer:  # noqa: A002
        """The same in an async client; files are read and written in a thread."""
        steps, folder, in_thread = self._exchange, self._folder, asyncio.to_thread
        answer: PluginAnswer = await carry_out_async(
            steps.exchange(call, self._identities, self._policy),
            {
                steps.LoadStep: lambda step: in_thread(folder.load, step.name),
                steps.SendStep: lambda step: next(_with(call, step.headers)),
                steps.StoreStep: lambda step: in_thread(folder.store, step.name, step.entry),
                steps.RemoveStep: lambda step: in_thread(folder.remove, step.name),
                steps.ClearStep: lambda step: in_thread(folder.clear_place, step.place),
            },
        )
        return answer

    def clear(self) -> None:
        """Remove everything that is stored."""
        self._folder.clear()

    def __repr__(self) -> str:
        return f"HTTPCache({self._given[0]!r})"

    def __reduce__(self) -> Any:
        folder, size, largest, stale_if_error, user = self._given
        return _made, (folder, {"size": size, "largest": largest, "stale_if_error": stale_if_error, "user": user})


def _made(folder: str, options: Mapping[str, Any]) -> HTTPCache:
    return HTTPCache(folder, **options)


def _with(call: PluginCall, headers: Mapping[str, str]) -> PluginCall:
    """The call with more headers in its request."""
    if not headers:
        return call
    request = call.request.copy()
    request.headers.update(headers)
    request.operation_id = call.operation_id  # type: ignore[attr-defined]  # for other plugins; a copy lacks it
    return call.with_request(request)
