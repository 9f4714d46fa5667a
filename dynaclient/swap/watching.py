"""Watches the texts of a client's document, and activates a newer version: a thread, or a task of asyncio.

The client may be forgotten while it is watched: the watch then ends by itself.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, overload

from .._support.awaiting import awaited
from .._support.urls import without_secrets
from .._support.wording import shown_option
from ..client.base import BaseClient
from ..document import Document
from ..document.versions import TextVersion
from ..errors import DocumentError, RequestError
from .activation import activate, activate_async, load_successor

if TYPE_CHECKING:
    from ..client import AsyncClient, Client

_log = logging.getLogger("dynaclient")

OnSwap = Callable[["Swap"], Any]

LONGEST_PAUSE = 64
"""Looks after which a version that was refused is tried again at the latest, although nothing changed."""


@dataclass(frozen=True, slots=True)
class Swap:
    """What came of a newer version of a document.

    Attributes:
        old: the document that was in use.
        new: the one that is in use now, or None if the newer version was not activated.
        error: why it was not, or None. A version that cannot be downloaded or read, an overlay that does not fit it, a
            lock or a plugin that refuses it.
    """

    old: Document
    new: Document | None = None
    error: Exception | None = None


@overload
def watch(
    client: Client, every: float = 60.0, on_swap: OnSwap | None = None, *, source: str | None = None
) -> Watch: ...


@overload
def watch(
    client: AsyncClient, every: float = 60.0, on_swap: OnSwap | None = None, *, source: str | None = None
) -> AsyncWatch: ...


def watch(
    client: Client | AsyncClient, every: float = 60.0, on_swap: OnSwap | None = None, *, source: str | None = None
) -> Watch | AsyncWatch:
    """Look for a newer version of a client's document, and activate it.

    A web address is asked with If-None-Match and If-Modified-Since. Overlays and other files of the document count too.
    What cannot be used is reported and changes nothing.

    Args:
        client: a sync or an async client; the second needs a running event loop.
        every: seconds between two looks.
        on_swap: called with a `Swap` after an activation, and once for each reason why there was none. May be a
            coroutine function for an async client.
        source: the path or address to watch instead of the one that the client's document was read from.

    Returns:
        A `Watch`, or an `AsyncWatch` for an async client. `stop()` ends it; that of an `AsyncWatch` is awaited.

    Raises:
        RequestError: the client's document was given as text or a mapping, and there is no `source`.
    """
    if not isinstance(client, BaseClient):
        raise RequestError(f"a Client or an AsyncClient is watched, not {shown_option(client)}")
    if isinstance(every, bool) or not isinstance(every, (int, float)) or not 0 < every < threading.TIMEOUT_MAX:
        raise RequestError(f"every= must be seconds above 0, not {shown_option(every)}")
    if on_swap is not None and not callable(on_swap):
        raise RequestError(f"on_swap= must be a function, not {shown_option(on_swap)}")
    kind: type[Watch | AsyncWatch] = AsyncWatch if client._is_async else Watch  # noqa: SLF001  # a part of the client
    return kind(client, float(every), on_swap, source)


class _Watching:
    """What a watch in a thread and one in a task share: what to look at, and what to report."""

    def __init__(self, client: Any, every: float, on_swap: OnSwap | None, source: str | None) -> None:
        document = client.document
        address = source or document.origin
        if not address:
            raise RequestError("this document was given as text or a mapping: say what to watch with source=")
        self.every = every
        self._on_swap = on_swap
        self._client = weakref.ref(client)
        self._name = source or (document.source if address.startswith("file:") else address)
        self._root = TextVersion(address, document.digest)
        self._others: dict[str, TextVersion] = {}
        self._follow(document)
        self._text: bytes | None = None
        self._refused = 0
        self._pause = 0
        self._reported = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {without_secrets(self._name)}, every {self.every:g} seconds>"

    def _follow(self, document: Document) -> None:
        """Watch the other texts of a document too."""
        texts = document.texts()
        for address, seen in texts.items():
            if address not in self._others or self._others[address].seen != seen:
                self._others[address] = TextVersion(address, seen)
        self._others = {address: self._others[address] for address in texts}

    def _newer(self, old: Document) -> Document | None:
        """A newer version, read and overlaid; None if there is none.

        Raises:
            DynaclientError: there is one that cannot be used, or it cannot be seen whether there is one.
        """
        text = self._root.look()
        if text is not None:
            self._text = text
        changed = [version for version in self._others.values() if version.look() is not None]
        if text is None and not changed:
            self._pause -= 1
            if not self._refused or self._pause > 0:
                return None
        self._refused += 1  # until it is activated
        self._pause = min(2**self._refused, LONGEST_PAUSE)
        if self._text is None:
            self._text = self._root.read()
        newer = load_successor(old, self._name, self._text, self._root.found_at)
        if old.entries and not newer.entries:
            raise DocumentError("it has no operations: the download, or the writing of it, has probably been cut off")
        return newer

    def _activated(self, document: Document) -> None:
        self._refused, self._text, self._reported = 0, None, ""
        self._follow(document)

    def _failed(self, old: Document, error: Exception) -> Swap | None:
        """What to report of a failure; the same one is reported once."""
        text = f"{type(error).__name__}: {error}"
        if text == self._reported:
            return None
        self._reported = text
        _log.warning("a newer version of %s was not activated: %s", old.source, text)
        return Swap(old, error=error)


class Watch(_Watching):
    """A watch of a sync client, in a thread of its own. As a context manager it stops at the end of the block."""

    def __init__(self, client: Any, every: float, on_swap: OnSwap | None, source: str | None) -> None:
        super().__init__(client, every, on_swap, source)
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dynaclient-watch", daemon=True)
        self._thread.start()

    def look(self) -> Swap | None:
        """Look now; returns what came of it, or None if nothing is new."""
        client = self._client()
        if client is None:
            return None
        with self._lock:
            old = client.document
            try:
                newer = self._newer(old)
                if newer is None:
                    return None
                activate(client, newer)
                self._activated(newer)
                swap: Swap | None = Swap(old, newer)
            except Exception as error:  # noqa: BLE001  # a plugin may refuse a document with anything
                swap = self._failed(old, error)
        if swap is not None and self._on_swap is not None:
            try:
                self._on_swap(swap)
            except Exception:  # noqa: BLE001  # the caller's own code may raise anything
                _log.exception("on_swap failed")
        return swap

    def _run(self) -> None:
        while not self._stopped.wait(self.every) and self._client() is not None:
            self.look()

    def stop(self) -> None:
        """End the watch; a look that is under way is waited for."""
        self._stopped.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def __enter__(self) -> Watch:
        return self

    def __exit__(self, *exc_info: object) -> None:
        self.stop()


class AsyncWatch(_Watching):
    """A watch of an async client, in a task of the running loop. As an async context manager it stops at the end."""

    def __init__(self, client: Any, every: float, on_swap: OnSwap | None, source: str | None) -> None:
        super().__init__(client, every, on_swap, source)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RequestError("an async client is watched from within a running event loop") from None
        self._lock = asyncio.Lock()
        self._task = loop.create_task(self._run(), name="dynaclient-watch")

    async def look(self) -> Swap | None:
        """Look now; returns what came of it, or None if nothing is new."""
        client = self._client()
        if client is None:
            return None
        async with self._lock:
            old = client.document
            try:
                newer = await asyncio.to_thread(self._newer, old)
                if newer is None:
                    return None
                await activate_async(client, newer)
                self._activated(newer)
                swap: Swap | None = Swap(old, newer)
            except Exception as error:  # noqa: BLE001  # a plugin may refuse a document with anything
                swap = self._failed(old, error)
        if swap is not None and self._on_swap is not None:
            try:
                await awaited(self._on_swap(swap))
            except Exception:  # noqa: BLE001  # the caller's own code may raise anything
                _log.exception("on_swap failed")
        return swap

    async def _run(self) -> None:
        while self._client() is not None:
            await asyncio.sleep(self.every)
            await self.look()

    async def stop(self) -> None:
        """End the watch."""
        if asyncio.current_task() is self._task:
            self._task.cancel()
            return
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def __aenter__(self) -> AsyncWatch:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.stop()
