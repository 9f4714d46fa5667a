"""What a client and its copies have in common: the document, what was made of it, and the connections.

May be used from any thread. A process that was forked off gets connections, locks and quotas of its own.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.record import made, record
from ..document import Document
from ..model import Operation, Operations
from ..request import RequestBuilder

if TYPE_CHECKING:
    from ..model.help import OperationHelp
    from ..response import ResponseChecker
    from ..transport.pacing import Pacer


@record(frozen=False)
class ClientCore:
    """The common part; `sender` is what the kind of client sends with."""

    document: Document
    operations: Operations
    schemes: Mapping[str, Any]
    session: Any
    app: Any
    builders: dict[str, RequestBuilder] = made(dict)
    checkers: dict[str, ResponseChecker] = made(dict)
    helps: dict[str, OperationHelp] = made(dict)
    sender: Any = None
    quotas: Pacer | None = None
    lock: threading.RLock = made(threading.RLock)
    process: int = made(os.getpid)

    def builder(self, operation_id: str) -> RequestBuilder:
        """The builder of an operation's requests."""
        found = self.builders.get(operation_id)
        if found is None:
            with self.lock:  # documents are read piece by piece; one thread reads, the others get what it made
                found = self.builders.get(operation_id)
                if found is None:
                    found = RequestBuilder(self.document, self.operations[operation_id])
                    self.builders[operation_id] = found
        return found

    def operation_help(self, operation_id: str) -> OperationHelp:
        """The help and signature of an operation."""
        found = self.helps.get(operation_id)
        if found is None:
            from ..model.help import help_of  # loads inspect, which calls do without

            builder = self.builder(operation_id)
            with self.lock:
                if operation_id not in self.helps:
                    self.helps[operation_id] = help_of(self.document, builder.operation, builder.properties)
                found = self.helps[operation_id]
        return found

    def checker(self, operation: Operation) -> ResponseChecker:
        """What holds the answers of an operation against the document."""
        from ..response import ResponseChecker

        with self.lock:
            if operation.operation_id not in self.checkers:
                self.checkers[operation.operation_id] = ResponseChecker(self.document, operation)
            return self.checkers[operation.operation_id]

    def sending(self, make: Callable[[Any, Any], Any]) -> Any:
        """What the requests are sent with, made when it is first needed."""
        if self.process != os.getpid():
            self._after_fork()
        if self.sender is None:
            with self.lock:  # a second one would be a second pool of connections, which nobody closes
                if self.sender is None:
                    self.sender = make(self.session, self.app)
        return self.sender

    def pacer(self) -> Pacer:
        """What is known of the quotas."""
        if self.quotas is None:
            from ..transport.pacing import Pacer

            with self.lock:
                if self.quotas is None:
                    self.quotas = Pacer()
        return self.quotas

    def _after_fork(self) -> None:
        """Leave the connections to the process that opened them: two that talk on one socket read each other's answers.

        Locks are new, since a thread that does not exist here may have held the old ones.
        """
        self.process = os.getpid()
        self.lock = threading.RLock()
        self.quotas = None
        if self.sender is not None:
            self.sender.forget()
        if self.session is None:
            self.sender = None
