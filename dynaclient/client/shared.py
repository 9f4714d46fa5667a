"""The parts that a client shares with its copies: the document in use, what is built from it, and the connections.

Safe to use from any thread. A forked process gets its own connections, locks and quotas.
"""

from __future__ import annotations

import os
import threading
import weakref
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._support.record import made, record
from ..document import Document
from ..errors import UnknownOperation
from ..model import Operation, Operations, build_security_schemes
from ..request import RequestBuilder, WireRequest
from .options import OPTION_NAMES

if TYPE_CHECKING:
    from ..model.help import OperationHelp
    from ..request.plan import CallPlan
    from ..response import ResponseChecker
    from ..transport.network import Network
    from ..transport.pacing import Pacer
    from ..webhooks.declared import DeclaredWebhooks
    from ..webhooks.seen import SeenEvents

Planned = tuple[RequestBuilder, "CallPlan", Any]
"""The builder of an operation's requests, the plan of its calls, and the session state that the plan depends on."""


class _Process:
    """The number of this process, kept up to date by Python when it forks: asking the system takes longer."""

    number = os.getpid()

    @classmethod
    def note(cls) -> None:
        """Note the number of a process that was just forked."""
        cls.number = os.getpid()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_Process.note)


@record(frozen=False)
class ClientCore:
    """The connections of a client; `sender` is created by the kind of client.

    `others` has the connections to other servers than the document's: no session of the caller's.
    """

    session: Any
    app: Any
    network: Network | None
    sender: Any = None
    quotas: Pacer | None = None
    accepted: deque[float] = made(partial(deque, maxlen=4096))
    others: ClientCore | None = None
    seen: SeenEvents | None = None
    lock: threading.RLock = made(threading.RLock)
    process: int = made(lambda: _Process.number)

    @property
    def is_ready(self) -> bool:
        """Whether there is a sender, and no fork has come between."""
        return self.sender is not None and self.process == _Process.number

    def sending(self, make: Callable[[Any, Any, Any], Any]) -> Any:
        """The sender of the requests, created on first use."""
        if self.process != _Process.number:
            self._after_fork()
        if self.sender is None:
            with self.lock:  # a second sender would open a second pool of connections, which nothing would close
                if self.sender is None:
                    self.sender = make(self.session, self.app, self.network)
        return self.sender

    def elsewhere(self) -> ClientCore:
        """The same with connections of its own, for servers that must not see what the session holds."""
        if self.app is not None:
            return self  # an application is called whatever the address, and has one lifespan
        with self.lock:
            if self.others is None:
                self.others = ClientCore(None, self.app, self.network and self.network.for_others())
            return self.others

    def senders(self) -> list[Any]:
        """Every sender that was created."""
        own = [self.sender] if self.sender is not None else []
        return own if self.others is None else [*own, *self.others.senders()]

    def pacer(self) -> Pacer:
        """The pacer, which knows what each key may send."""
        if self.quotas is None:
            from ..transport.pacing import Pacer

            with self.lock:
                if self.quotas is None:
                    self.quotas = Pacer(accepted=self.accepted)
        return self.quotas

    def seen_events(self) -> SeenEvents:
        """The ids of the webhooks that have arrived."""
        if self.seen is None:
            from ..webhooks.seen import SeenEvents

            with self.lock:
                if self.seen is None:
                    self.seen = SeenEvents()
        return self.seen

    def _after_fork(self) -> None:
        """Leave the connections to the parent: two processes on one socket would read each other's answers.

        Replaces the locks too, since a thread that does not exist here may hold the old ones.
        """
        self.process = _Process.number
        self.lock = threading.RLock()
        self.quotas = None
        if self.sender is not None:
            self.sender.forget()
        if self.session is None:
            self.sender = None


@record(frozen=False)
class ActiveDocument:
    """A document that clients speak from, and everything built from it. A call uses one of these from start to end."""

    core: ClientCore
    document: Document
    operations: Operations
    schemes: Mapping[str, Any]
    builders: dict[str, RequestBuilder] = made(dict)
    checkers: dict[tuple[str, bool], ResponseChecker] = made(dict)
    helps: dict[str, OperationHelp] = made(dict)
    declared: DeclaredWebhooks | None = None

    @classmethod
    def of(cls, core: ClientCore, document: Document) -> ActiveDocument:
        """A document, with nothing built from it yet but the tables of its operations and security schemes."""
        return cls(core, document, Operations(document), build_security_schemes(document))

    def builder(self, operation_id: str) -> RequestBuilder:
        """The builder of an operation's requests."""
        found = self.builders.get(operation_id)
        if found is None:
            with self.core.lock:  # documents are read lazily: one thread reads, the others use its result
                found = self.builders.get(operation_id)
                if found is None:
                    found = RequestBuilder(self.document, self.operations[operation_id], OPTION_NAMES)
                    self.builders[operation_id] = found
        return found

    def operation_help(self, operation_id: str) -> OperationHelp:
        """The help and signature of an operation."""
        found = self.helps.get(operation_id)
        if found is None:
            from ..model.help import help_of  # imports inspect, which calls do not need

            builder = self.builder(operation_id)
            with self.core.lock:
                if operation_id not in self.helps:
                    self.helps[operation_id] = help_of(self.document, builder.operation, builder.properties)
                found = self.helps[operation_id]
        return found

    def checker(self, operation: Operation, *, strict: bool) -> ResponseChecker:
        """The checker of an operation's responses."""
        from ..response import ResponseChecker

        key = (operation.operation_id, strict)
        with self.core.lock:
            if key not in self.checkers:
                self.checkers[key] = ResponseChecker(self.document, operation, strict=strict)
            return self.checkers[key]

    def webhooks(self) -> DeclaredWebhooks:
        """The webhooks and callbacks of the document."""
        if self.declared is None:
            from ..webhooks.declared import DeclaredWebhooks

            with self.core.lock:
                if self.declared is None:
                    self.declared = DeclaredWebhooks(self.document)
        return self.declared


Requested = tuple[ActiveDocument, Operation, WireRequest]
"""The request of a call, with the document and the operation that it comes from."""


class Plans(dict[str, Planned]):
    """The plans of a client's calls by operation, all from one document, and the methods made for its operations.

    A client replaces them whole when it finds that another document is in use.
    """

    __slots__ = ("active", "methods")

    def __init__(self, active: ActiveDocument) -> None:
        super().__init__()
        self.active = active
        self.methods: dict[str, Callable[..., Any]] = {}


DocumentCheck = Callable[[Document, Document], None]
"""Called with the document in use and the one that would replace it; an exception keeps the one in use."""

MOST_GONE = 10_000
"""Names of operations that are no longer there which are remembered, to say so."""


class DocumentSlot:
    """The document that a client and its copies use now; `swap.activation` puts another in its place.

    Attributes:
        current: replaced whole, so that every reader sees one document or the other.
        previous: what `rollback` returns to, or None.
        checks: may reject a document, in this order, before it is put in place.
        clients: the client and its copies. Their plans are dropped with the document that they are for, and their
            plugins see each new one.
        gone: operations that an earlier document had and the current one does not.
    """

    def __init__(self, current: ActiveDocument, gone: Mapping[str, None] | None = None) -> None:
        self.current = current
        self.previous: ActiveDocument | None = None
        self.checks: list[DocumentCheck] = []
        self.clients: weakref.WeakKeyDictionary[Any, None] = weakref.WeakKeyDictionary()
        self.gone: Mapping[str, None] = gone or {}

    def replace(self, old: ActiveDocument, new: ActiveDocument, previous: ActiveDocument | None) -> bool:
        """Replace `old` with another document. Returns False if `old` is no longer in use."""
        with new.core.lock:
            if self.current is not old:
                return False
            left = [name for name in (*self.gone, *old.operations) if name not in new.operations]
            self.gone = dict.fromkeys(left[-MOST_GONE:])
            self.previous = previous
            self.current = new  # from here on, every call that begins uses it
            for client in self.iter_clients():
                client._plans = Plans(new)  # noqa: SLF001  # else an idle copy would hold the old document
            return True

    def iter_clients(self) -> Iterator[Any]:
        """The clients that are still used."""
        for reference in self.clients.keyrefs():
            client = reference()
            if client is not None:
                yield client

    def unknown(self, error: UnknownOperation) -> UnknownOperation:
        """The error of an operation that does not exist, which says if it existed before."""
        if error.operation_id in self.gone:
            error.gone_from = self.current.document.title
        return error
