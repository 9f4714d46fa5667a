"""Sends a checked call and reads its answer as far as it is shown: a page, several, a stream's text, or a file.

The only module of this room that sends. Sync and async clients differ in the two functions at the end.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from ..errors import DynaclientError, ResponseError, TransportError
from ..model.media_types import family_of
from ..response.page_content import at
from ..response.page_rule import PageRule
from ..response.page_rules import find_rule
from ..response.stream_text import TextReader
from .checking import CheckedCall
from .results import Collected
from .settings import DEADLINE, MOST_BODY
from .text import json_line

Progress = Callable[[int, str], None]
"""Called with the number of events of a stream so far, and the end of its text."""

MOST_STREAM = 1 << 20
"""Characters of a stream that are read."""

_PAUSE = 0.5
"""Seconds between two reports of progress."""


class _Enough(Exception):  # never seen by a caller
    """A stream has said more than is read of it."""


def client_for(call: CheckedCall) -> Any:
    """The client of a call, with limits for time and memory where it has none."""
    client = call.client
    delivery = client._options.delivery  # noqa: SLF001  # what the caller chose is kept
    options: dict[str, Any] = {}
    if delivery.deadline is None:
        options["deadline"] = DEADLINE
    if delivery.max_body is None or delivery.max_body > MOST_BODY:
        options["max_body"] = MOST_BODY
    if _saves(call):
        options["stream"] = True
    return client.with_options(**options) if options else client


def _saves(call: CheckedCall) -> bool:
    """Whether the answer is a file, as the document has it, and there is a folder for it."""
    declared = [r for status, r in call.offered.operation.responses.items() if status[:1] == "2"]
    names = [name for answer in declared for name in answer.content]
    return call.settings.files is not None and bool(names) and not any(family_of(n).is_readable for n in names)


def _pages_of(call: CheckedCall) -> bool:
    """Whether the answer is a list whose next page can be asked for."""
    if call.changes or _saves(call):
        return False
    rule, certainty = find_rule(call.client.document, call.offered.operation)
    return certainty != "unknown" and rule.items is not None


def saved_path(call: CheckedCall, response: Any) -> str:
    """A path in the folder for files that nothing has yet."""
    folder = call.settings.files or ""
    sent = re.search(r'filename="?([^";]+)', str(response.headers.get("Content-Disposition", "")))
    name = re.sub(r"[^\w.-]+", "_", os.path.basename(sent[1] if sent else call.offered.line.operation_id))[-80:]
    stem, dot, ending = name.lstrip(".").rpartition(".")
    if not dot:
        kind = str(response.content_type).partition(";")[0].rpartition("/")[2]
        stem, ending = name.lstrip(".") or "answer", re.sub(r"[^a-z0-9]", "", kind.lower())[:8] or "bin"
    number = 1
    path = os.path.join(folder, f"{stem}.{ending}")
    while os.path.lexists(path):
        number += 1
        path = os.path.join(folder, f"{stem}-{number}.{ending}")
    return path


class _StreamReader:
    """The text of a stream, or its events as JSON if they carry none."""

    def __init__(self, response: Any, progress: Progress | None) -> None:
        self._reader = TextReader(response)
        self._progress = progress
        self._told = time.monotonic()
        self._pieces: list[str] = []
        self._lines: list[str] = []
        self._size = 0
        self.events = 0

    def take(self, item: Any) -> None:
        """One event."""
        self.events += 1
        self._pieces += self._reader.pieces(item)
        data = getattr(item, "data", item)
        if isinstance(data, bytes):  # a part of a multipart body
            data = f"({len(data):,} bytes of {item.content_type})"
        line = data if isinstance(data, str) else json_line(data)
        if self._size < MOST_STREAM:
            self._lines.append(line)
            self._size += len(line)
        else:
            raise _Enough
        if self._progress is not None and time.monotonic() - self._told > _PAUSE:
            self._told = time.monotonic()
            self._progress(self.events, "".join(self._pieces[-20:])[-200:])

    @property
    def text(self) -> str:
        """What the stream said."""
        return "".join(self._pieces) or "\n".join(self._lines)


def _of_answer(call: CheckedCall, response: Any, found: Collected) -> Collected:
    """What an answer that is in memory holds."""
    kind = family_of(str(response.content_type) or "application/octet-stream")
    data = response.data
    if isinstance(data, bytes):
        found.content = data
        if data and call.settings.files is not None and not kind.is_readable:
            found.path = saved_path(call, response)
            with open(found.path, "xb") as file:
                file.write(data)
    else:
        found.data = data
    return found


def _ended(reader: _StreamReader, found: Collected, cut: str = "") -> Collected:
    found.is_stream, found.data, found.events, found.cut = True, reader.text, reader.events, cut
    return found


_CUT = f"it said more than {MOST_STREAM:,} characters"


def _cut_by(error: DynaclientError, reader: _StreamReader) -> str:
    """Why a stream ended before its end, if something of it arrived.

    Raises:
        DynaclientError: nothing did.
    """
    if not reader.events:
        raise error
    return str(error)


def _next_of(pages: Any, found: Collected) -> Collected:
    try:
        found.next = pages.next or {}
    except ResponseError as error:
        found.note = str(error)
    return found


def items_of(rule: PageRule, page: Any) -> list[Any]:
    """The items of a page."""
    found = at(page.data, rule.items or "")
    return found if isinstance(found, list) else []


def _limited(pages: Any, items: list[Any], limit: int, found: Collected) -> Collected:
    """The first items of what several pages had."""
    found.data = items[:limit]
    if len(items) <= limit:
        return _next_of(pages, found)
    found.note = "More items follow; a larger limit gets them."
    return found


def collect(call: CheckedCall, progress: Progress | None = None, is_cancelled: Callable[[], bool] = bool) -> Collected:
    """Send a call with a sync client.

    Raises:
        DynaclientError: it was refused, or failed.
    """
    client, operation_id = client_for(call), call.offered.line.operation_id
    with call.files():
        if _pages_of(call):
            return _collect_pages(call, client, is_cancelled)
        response = client.call(operation_id, dict(call.params), body=call.body)
    with response:
        found = Collected(response)
        if response.incoming.is_stream:
            reader = _StreamReader(response, progress)
            try:
                for item in response:
                    reader.take(item)
                    if is_cancelled():
                        return _ended(reader, found, "it was cancelled")
            except _Enough:
                return _ended(reader, found, _CUT)
            except (TransportError, ResponseError) as error:
                return _ended(reader, found, _cut_by(error, reader))
            return _ended(reader, found)
        if not response.is_read:
            found.path = str(response.save(saved_path(call, response)))
            return found
        return _of_answer(call, response, found)


def _collect_pages(call: CheckedCall, client: Any, is_cancelled: Callable[[], bool]) -> Collected:
    pages = client.paginate(call.offered.line.operation_id, dict(call.params), body=call.body)
    items: list[Any] = []
    found = Collected(None)
    for page in pages.pages():
        found.response = page
        if call.limit is None:
            return _next_of(pages, _of_answer(call, page, found))
        items += items_of(pages.rule, page)
        if len(items) >= call.limit or is_cancelled():
            break
    return _limited(pages, items, call.limit or 0, found)


async def collect_async(call: CheckedCall, progress: Callable[[int, str], Awaitable[None]] | None = None) -> Collected:
    """Send a call with an async client; see `collect`."""
    client, operation_id = client_for(call), call.offered.line.operation_id
    with call.files():
        if _pages_of(call):
            return await _collect_pages_async(call, client)
        response = await client.call(operation_id, dict(call.params), body=call.body)
    found = Collected(response)
    try:
        if response.incoming.is_stream:
            reader = _StreamReader(response, None)
            told = time.monotonic()
            try:
                async for item in response:
                    reader.take(item)
                    if progress is not None and time.monotonic() - told > _PAUSE:
                        told = time.monotonic()
                        await progress(reader.events, reader.text[-200:])
            except _Enough:
                return _ended(reader, found, _CUT)
            except (TransportError, ResponseError) as error:
                return _ended(reader, found, _cut_by(error, reader))
            return _ended(reader, found)
        if not response.is_read:
            found.path = str(await response.save(saved_path(call, response)))
            return found
        return _of_answer(call, response, found)
    finally:
        response.close()


async def _collect_pages_async(call: CheckedCall, client: Any) -> Collected:
    pages = client.paginate(call.offered.line.operation_id, dict(call.params), body=call.body)
    items: list[Any] = []
    found = Collected(None)
    async for page in pages.pages():
        found.response = page
        if call.limit is None:
            return _next_of(pages, _of_answer(call, page, found))
        items += items_of(pages.rule, page)
        if len(items) >= call.limit:
            break
    return _limited(pages, items, call.limit or 0, found)
