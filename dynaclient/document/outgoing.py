"""The requests that an API itself sends: its webhooks, and the callbacks of its operations.

They are no operations of a client, so `entries` leaves them out. Source: OAS 3.1.1, `webhooks` and Callback Object;
`x-webhooks` is what documents of version 3.0 use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from .._support.wording import kind_of
from ..errors import UnresolvableReference
from .content_form import Resolver
from .entries import RawEntry, iter_operations
from .names import UNRESOLVABLE
from .place import Place, ReportProblem

Kind = Literal["webhook", "callback"]


class OutgoingEntry(NamedTuple):
    """One request that the API sends.

    Attributes:
        name: of the webhook or the callback.
        operation_id: of the operation that declares the callback, or "".
        expression: the address of a callback, with runtime expressions in it, or "".
        pointer: the place of its Operation Object, as a reference into the document.
        declared_id: its own operationId, or "".
        form: its Operation Object in the 3.1 form.
    """

    kind: Kind
    name: str
    operation_id: str
    expression: str
    method: str
    pointer: str
    declared_id: str
    form: Mapping[str, Any]


class RawOutgoing(NamedTuple):
    """The same as it is written."""

    kind: Kind
    name: str
    operation_id: str
    raw: RawEntry


def iter_outgoing(
    root: Mapping[str, Any],
    root_place: Place,
    entries: Iterable[tuple[str, RawEntry]],
    resolver: Resolver,
    report: ReportProblem,
) -> Iterator[RawOutgoing]:
    """Every webhook, then every callback, in the document's order."""
    for key in ("webhooks", "x-webhooks"):
        given, place = root.get(key), root_place.child(key)
        if given is None:
            continue
        if not isinstance(given, Mapping):
            report(place, "wrong-type", f"`{key}` must be an object, this is {kind_of(given)}", "it is left out")
            continue
        for raw in iter_operations(given, place, resolver, report):
            yield RawOutgoing("webhook", raw.path, "", raw)
    for operation_id, entry in entries:
        callbacks = entry.raw.get("callbacks")
        for name, given in callbacks.items() if isinstance(callbacks, Mapping) else ():
            at = entry.place.child("callbacks", name)
            try:
                callback, place = resolver.follow(given, at)
            except UnresolvableReference as error:
                report(at, UNRESOLVABLE, error.message, "the callback is missing")
                continue
            for raw in iter_operations(callback, place, resolver, report):
                yield RawOutgoing("callback", str(name), operation_id, raw)
