"""Puts another document under a running client, whole or not at all, and puts the one before it back.

The document is read, overlaid and checked while the client goes on with the one in use. Then one assignment changes
what every call that begins from there on uses. Calls, lists and polls under way end on the document they began with.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from ..client.plugins import show_document
from ..client.shared import ActiveDocument
from ..document import Document
from ..document.document_source import Source
from ..document.overlays import OverlaySource
from ..errors import RequestError

_log = logging.getLogger("dynaclient")


def activate(
    client: Any,
    document: Source | Document,
    *,
    overlays: Sequence[OverlaySource] | None = None,
    allow_references: Sequence[Any] | None = None,
) -> Document:
    """Use another document from now on, in this client and every copy that `with_options` made of it.

    Calls, lists and polls under way end on the document they began with. Nothing changes if the document cannot be
    used.

    Args:
        document: a path, an http(s) URL, text as bytes, a mapping or a `Document`.
        overlays: instead of the client's overlays, which are read and applied again by default.
        allow_references: instead of what the references of the document in use may reach.

    Returns:
        The document now in use.

    Raises:
        DocumentError: the document cannot be read, an overlay cannot be applied to it, or a lock refuses it.
    """
    loaded = _load(_slot(client).current.document, document, overlays, allow_references)
    while True:
        old = _slot(client).current
        _check(client, old, loaded)
        if _switch(client, old, loaded):
            return loaded


async def activate_async(
    client: Any,
    document: Source | Document,
    *,
    overlays: Sequence[OverlaySource] | None = None,
    allow_references: Sequence[Any] | None = None,
) -> Document:
    """Use another document from now on, in this client and its copies; see `Client.activate`.

    The document is read and checked in a thread, so that calls go on meanwhile.
    """
    current = _slot(client).current.document
    loaded = await asyncio.to_thread(_load, current, document, overlays, allow_references)
    while True:
        old = _slot(client).current
        await asyncio.to_thread(_check, client, old, loaded)
        if _switch(client, old, loaded):
            return loaded


def rollback(client: Any) -> Document:
    """Return to the document that was in use before the last activation.

    Returns:
        The document now in use.

    Raises:
        RequestError: nothing was activated since, or it was rolled back already.
    """
    slot = _slot(client)
    while True:
        current, previous = slot.current, slot.previous
        if previous is None:
            raise RequestError("there is no document to return to: none was activated since the last rollback")
        _show(client, previous.document, current.document)
        if slot.replace(current, previous, None):
            document: Document = previous.document
            return document


async def rollback_async(client: Any) -> Document:
    """Return to the document that was in use before the last activation; see `Client.rollback`."""
    return rollback(client)


def load_successor(old: Document, source: str, text: bytes, found_at: str) -> Document:
    """A document to put in the place of another, with its overlays read and applied again.

    Args:
        text: what is at `source`.
        found_at: the address where it was found, after redirects.
    """
    return _load(old, source, None, None, text, found_at)


def _load(
    old: Document,
    source: Source | Document,
    overlays: Sequence[OverlaySource] | None,
    allow_references: Sequence[Any] | None,
    text: bytes | None = None,
    found_at: str = "",
) -> Document:
    if isinstance(source, Document):
        given = old.overlays_again() if overlays is None and not source.overlays else overlays or ()
        loaded = source.with_overlays(given, replaces=old.extended_as) if given else source
    else:
        loaded = Document(
            source,
            allow_references=old.allowed_references if allow_references is None else allow_references,
            overlays=old.overlays_again() if overlays is None else overlays,
            replaces=old.extended_as,
            text=text,
            base_uri=found_at,
        )
    loaded.read_whole()
    return loaded


def _slot(client: Any) -> Any:
    return client._slot  # noqa: SLF001


def _check(client: Any, old: ActiveDocument, new: Document) -> None:
    for check in _slot(client).checks:
        check(old.document, new)


def _switch(client: Any, old: ActiveDocument, document: Document) -> bool:
    """Put a checked document in place; False if the one it was checked against is no longer in use."""
    _show(client, document, old.document)
    replaced: bool = _slot(client).replace(old, ActiveDocument.of(old.core, document), old)
    return replaced


def _show(client: Any, document: Document, present: Document) -> None:
    """Show plugins the document. If one rejects it, those that saw it before see the present one again."""
    plugins: dict[int, Any] = {}
    for holder in _slot(client).iter_clients():
        for plugin in holder._options.plugins:  # noqa: SLF001
            plugins.setdefault(id(plugin), plugin)
    seen: list[Any] = []
    try:
        for plugin in plugins.values():
            seen.append(plugin)
            show_document([plugin], document)
    except BaseException:
        for plugin in seen:
            try:
                show_document([plugin], present)
            except Exception:  # noqa: BLE001  # a plugin's own code may raise anything
                _log.exception("the plugin %s rejects the document that stays in use", type(plugin).__name__)
        raise
