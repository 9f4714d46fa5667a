"""What a client and its changed copies have in common: the document, what was made of it, and the connections.

Safe to use from many threads: each piece is made once.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from .document import Document
from .model import Operation, Operations
from .record import made, record
from .request import RequestBuilder

if TYPE_CHECKING:
    import requests

    from .method import Face
    from .response import ResponseChecker
    from .transport import Sender


@record(frozen=False)
class Shared:
    """The parts of a client, each made when it is first needed. `session` and `app` are those of the caller."""

    document: Document
    operations: Operations
    schemes: Mapping[str, Any]
    session: requests.Session | None
    app: Any
    builders: dict[str, RequestBuilder] = made(dict)
    checkers: dict[str, ResponseChecker] = made(dict)
    faces: dict[str, Face] = made(dict)
    sender: Sender | None = None
    lock: threading.RLock = made(threading.RLock)

    def builder(self, operation_id: str) -> RequestBuilder:
        """What makes the requests of an operation."""
        found = self.builders.get(operation_id)
        if found is None:
            with self.lock:  # documents are read piece by piece; one thread reads, the others get what it made
                found = self.builders.get(operation_id)
                if found is None:
                    found = RequestBuilder(self.document, self.operations[operation_id])
                    self.builders[operation_id] = found
        return found

    def face(self, operation_id: str) -> Face:
        """The help and signature of an operation."""
        found = self.faces.get(operation_id)
        if found is None:
            from .method import face_of  # loads inspect, which calls do without

            builder = self.builder(operation_id)
            with self.lock:
                if operation_id not in self.faces:
                    self.faces[operation_id] = face_of(self.document, builder.operation, builder.properties)
                found = self.faces[operation_id]
        return found

    def checker(self, operation: Operation) -> ResponseChecker:
        """What holds the answers of an operation against the document."""
        from .response import ResponseChecker

        with self.lock:
            if operation.operation_id not in self.checkers:
                self.checkers[operation.operation_id] = ResponseChecker(self.document, operation)
            return self.checkers[operation.operation_id]

    def sending(self) -> Sender:
        """What sends."""
        if self.sender is None:
            from .transport import Sender

            with self.lock:  # a second one would be a second pool of connections, which nobody closes
                if self.sender is None:
                    self.sender = Sender(self.session, self.app)
        return self.sender
