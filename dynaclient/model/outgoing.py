"""The requests that an API itself sends, webhooks and callbacks, as values."""

from __future__ import annotations

from dataclasses import dataclass

from ..document import Document
from ..document.outgoing import Kind
from ..document.place import Entry
from .build import operation_of
from .values import Operation


@dataclass(frozen=True, slots=True)
class OutgoingRequest:
    """One request that the API sends.

    Attributes:
        kind: "webhook" or "callback".
        name: of the webhook or the callback.
        operation_id: of the operation that declares the callback, or "".
        expression: the address of a callback, with runtime expressions in it, or "".
        operation: its method, parameters, body and responses; the id is the one that it declares, or its name.
    """

    kind: Kind
    name: str
    operation_id: str
    expression: str
    operation: Operation


def build_outgoing(document: Document) -> tuple[OutgoingRequest, ...]:
    """Every webhook, then every callback, in the document's order."""
    return tuple(
        OutgoingRequest(
            entry.kind,
            entry.name,
            entry.operation_id,
            entry.expression,
            operation_of(
                document,
                Entry(entry.declared_id or entry.name, entry.method, entry.expression, entry.pointer),
                entry.form,
            ),
        )
        for entry in document.outgoing()
    )
