"""The parts that a client shares with its copies: the document, objects built from it, and the connections.

Safe to use from any thread. A forked process gets its own connections, locks and quotas.
"""

from __future__ import annotations

import os
import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from .._support.record import made, record
from ..document import Document
from ..model import Operation, Operations
from ..request import RequestBuilder
from .options import OPTION_NAMES

if TYPE_CHECKING:
    from ..model.help import OperationHelp
    from ..response import ResponseChecker
    from ..transport.network import Network
    from ..transport.pacing import Pacer

_OWN_ROOMS = frozenset(("_support", "client", "openai", "request"))
"""The subpackages that a program's own call passes before its plan is made."""

_SUCCESSOR = re.compile(r"[^.;:]*\binstead\b[^.]*")
"""The part of a description that says what to use in place of something deprecated."""


@record(frozen=False)
class ClientCore:
    """The shared part of a client; `sender` is created by the kind of client.

    `others` has the connections to other servers than the document's: no session of the caller's.
    """

    document: Document
    operations: Operations
    schemes: Mapping[str, Any]
    session: Any
    app: Any
    network: Network | None
    builders: dict[str, RequestBuilder] = made(dict)
    checkers: dict[tuple[str, bool], ResponseChecker] = made(dict)
    helps: dict[str, OperationHelp] = made(dict)
    sender: Any = None
    quotas: Pacer | None = None
    accepted: deque[float] = made(partial(deque, maxlen=4096))
    others: ClientCore | None = None
    deprecated: set[str] = made(set)
    lock: threading.RLock = made(threading.RLock)
    process: int = made(os.getpid)

    def builder(self, operation_id: str) -> RequestBuilder:
        """The builder of an operation's requests."""
        found = self.builders.get(operation_id)
        if found is None:
            with self.lock:  # documents are read lazily: one thread reads, the others use its result
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
            with self.lock:
                if operation_id not in self.helps:
                    self.helps[operation_id] = help_of(self.document, builder.operation, builder.properties)
                found = self.helps[operation_id]
        return found

    def checker(self, operation: Operation, *, strict: bool) -> ResponseChecker:
        """The checker of an operation's responses."""
        from ..response import ResponseChecker

        key = (operation.operation_id, strict)
        with self.lock:
            if key not in self.checkers:
                self.checkers[key] = ResponseChecker(self.document, operation, strict=strict)
            return self.checkers[key]

    def warn_deprecated(self, operation: Operation) -> None:
        """Warn once of a deprecated operation that the program calls."""
        if operation.operation_id in self.deprecated:
            return
        from .._support.warning import warn_direct_caller
        from ..errors import DynaclientDeprecationWarning

        text = f"{operation.operation_id} is deprecated{_successor(operation)}"
        if warn_direct_caller(text, DynaclientDeprecationWarning, _OWN_ROOMS):
            self.deprecated.add(operation.operation_id)

    def sending(self, make: Callable[[Any, Any, Any], Any]) -> Any:
        """The sender of the requests, created on first use."""
        if self.process != os.getpid():
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
                self.others = ClientCore(
                    self.document,
                    self.operations,
                    self.schemes,
                    None,
                    self.app,
                    self.network and self.network.for_others(),
                )
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

    def _after_fork(self) -> None:
        """Leave the connections to the parent: two processes on one socket would read each other's answers.

        Replaces the locks too, since a thread that does not exist here may hold the old ones.
        """
        self.process = os.getpid()
        self.lock = threading.RLock()
        self.quotas = None
        if self.sender is not None:
            self.sender.forget()
        if self.session is None:
            self.sender = None


def _successor(operation: Operation) -> str:
    _, _, after = operation.description.rpartition("eprecated")
    found = _SUCCESSOR.search(after or operation.description)
    return f": {' '.join(found[0].split())}" if found else ""
