"""The tools themselves, for whoever calls them: a server, or a program that runs a model's loop.

Arguments in, a `ToolResult` out; no error leaves. Knows nothing of the protocol.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

from .._support.wording import kind_of, shown
from ..errors import DynaclientError, RequestError
from .answering import answer, failure, kept_part
from .audit import Audit
from .checking import CheckedCall, checked_call
from .collecting import collect, collect_async
from .describing import describe
from .kept import PREFIX, KeptAnswers
from .offer import Offer
from .pages import Pages
from .results import ToolResult
from .searching import DEFAULT_LIMIT, MOST, refused_note, search
from .selecting import Selection
from .settings import Settings

NOT_READ, BY_CALL, BY_ANSWER = "", "call", "answer"
"""How a model sees more of a large answer: not at all, with the tool `call`, or with the tool `answer`."""


class Workshop:
    """The tools of some clients.

    Args:
        clients: one for each document. When one gets another document, the next call uses that.
        reading: how more of a large answer is seen; `NOT_READ` if there is no tool for it, nor one that describes.

    Attributes:
        describes: whether there is a tool that describes operations.
    """

    def __init__(self, clients: Sequence[Any], settings: Settings, reading: str = BY_CALL) -> None:
        self.clients = tuple(clients)
        self.settings = settings
        self.kept = KeptAnswers()
        self.reading = reading
        self.describes = reading != NOT_READ
        self.audit = Audit(settings.audit)
        self._lock = threading.Lock()
        self._documents: tuple[Any, ...] = ()
        self._offer: Offer | None = None
        self._pages: tuple[Offer, Pages] | None = None

    def documents(self) -> tuple[Any, ...]:
        """The documents in use now."""
        return tuple(client.document for client in self.clients)

    @property
    def offer(self) -> Offer:
        """What is offered now."""
        documents = self.documents()
        with self._lock:
            offer, known = self._offer, self._documents
            if offer is None or any(a is not b for a, b in zip(documents, known, strict=True)):
                pinned = [client._pinned() for client in self.clients]  # noqa: SLF001  # as lists over several pages do
                offer = self._offer = Offer(pinned, self.settings)
                self._documents = tuple(client.document for client in pinned)
            return offer

    @property
    def pages(self) -> Pages:
        """The pages of what is offered now."""
        offer = self.offer
        with self._lock:
            if self._pages is None or self._pages[0] is not offer:
                self._pages = (offer, Pages(offer))
            return self._pages[1]

    @property
    def _store(self) -> KeptAnswers | None:
        return None if self.reading == NOT_READ else self.kept

    def search(self, text: Any = None, limit: Any = None, tag: Any = None) -> ToolResult:
        """The operations that answer a question best."""
        try:
            if not isinstance(text, str) or not text.strip():
                raise RequestError("text is what to look for, in a few words")
            if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= MOST):
                raise RequestError(f"limit is a number of operations from 1 to {MOST}, not {shown(limit)}")
            if tag is not None and not isinstance(tag, str):
                raise RequestError(f"tag is text, not {kind_of(tag)}")
            return ToolResult(search(self.offer, self.settings, text, limit or DEFAULT_LIMIT, tag))
        except DynaclientError as error:
            return self._failure(error)

    def describe(self, operation: Any = None, at: Any = None, depth: Any = None) -> ToolResult:
        """What an operation takes and answers."""
        try:
            if depth is not None and (isinstance(depth, bool) or not isinstance(depth, int) or not 0 <= depth <= 20):
                raise RequestError(f"depth is a number of levels from 0 to 20, not {shown(depth)}")
            offered = self.offer.find(operation)
            note = refused_note(offered, self.settings)
            return ToolResult(describe(offered, self.settings.budget, at=at, depth=depth, note=note))
        except DynaclientError as error:
            return self._failure(error)

    def check(self, arguments: Mapping[str, Any]) -> CheckedCall | ToolResult:
        """A call that may be sent, or the result that takes its place: a refusal, or a part of a kept answer."""
        started = time.monotonic()
        given = dict(arguments)
        operation, values, select, limit = (
            given.pop(name, None) for name in ("operation", "arguments", "select", "limit")
        )
        try:
            if given:
                raise RequestError(f"call takes operation, arguments, select and limit, not {next(iter(given))!r}")
            if isinstance(operation, str) and operation.startswith(PREFIX):
                return self._kept(operation.removeprefix(PREFIX), select)
            return checked_call(self.offer, self.settings, operation, values, select, limit)
        except DynaclientError as error:
            result = self._failure(error)
            self.audit.write(operation, values, result, started)
            return result

    def answer(self, key: Any = None, select: Any = None) -> ToolResult:
        """Another part of an answer that was too large to show; nothing is sent."""
        try:
            return self._kept(str(key).removeprefix(PREFIX), select)
        except DynaclientError as error:
            return self._failure(error)

    def _failure(self, error: DynaclientError, call: CheckedCall | None = None) -> ToolResult:
        return failure(error, call, self.settings.budget, describes=self.describes)

    def _kept(self, key: str, select: Any) -> ToolResult:
        kept = self.kept.get(key)
        if kept is None:
            raise RequestError("that answer is no longer kept; make the call again")
        selection = None if select is None else Selection(select)
        return kept_part(kept, key, selection, self.settings.budget, self.reading)

    def send(self, call: CheckedCall, **options: Any) -> ToolResult:
        """Send a call that was checked, with a sync client."""
        started = time.monotonic()
        try:
            result = answer(call, collect(call, **options), self._store, self.settings.budget, self.reading)
        except DynaclientError as error:
            result = self._failure(error, call)
        self.audit.write(call.offered.name, call.params, result, started)
        return result

    async def send_async(self, call: CheckedCall, **options: Any) -> ToolResult:
        """Send a call that was checked, with an async client."""
        started = time.monotonic()
        try:
            result = answer(call, await collect_async(call, **options), self._store, self.settings.budget, self.reading)
        except DynaclientError as error:
            result = self._failure(error, call)
        self.audit.write(call.offered.name, call.params, result, started)
        return result
