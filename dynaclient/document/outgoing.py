"""The requests that an API itself sends: its webhooks, and the callbacks of its operations.

A client does not call them, so `entries` leaves them out. Source: OAS 3.1.1, `webhooks` and Callback Object;
`x-webhooks` is what documents of version 3.0 use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeVar

from .._support.wording import clean, kind_of
from ..errors import UnresolvableReference
from .content_form import Resolver
from .entries import RawEntry, iter_operations
from .names import UNRESOLVABLE, sent_method
from .place import Place, ReportProblem

Kind = Literal["webhook", "callback"]


class OutgoingEntry(NamedTuple):
    """One request that the API sends: `document.webhooks["name"]`, `operation.callbacks["name"]`.

    Attributes:
        name: of the webhook or the callback.
        operation_id: of the operation that declares the callback, or "".
        expression: the address of a callback, with runtime expressions in it, or "".
        pointer: the place of its Operation Object, as a reference into the document.
        declared_id: its own operationId, or "".
        form: its Operation Object in the normal form.
    """

    kind: Kind
    name: str
    operation_id: str
    expression: str
    method: str
    pointer: str
    declared_id: str
    form: Mapping[str, Any]

    @property
    def summary(self) -> str:
        """What it is, in a few words; "" if the document does not say."""
        return str(self.form.get("summary", ""))

    @property
    def description(self) -> str:
        """When it is sent, and what to do with it."""
        return str(self.form.get("description", ""))

    @property
    def request_schema(self) -> Any:
        """The schema of its body, for `document.resolve`: of the JSON, if there is any. None if it has no body."""
        found = chosen_content((self.form.get("requestBody") or {}).get("content", {}))
        return None if found is None else found.get("schema")

    def __repr__(self) -> str:
        of = f" of {self.operation_id}" if self.operation_id else ""
        summary = f": {self.summary}" if self.summary else ""
        return clean(f"<{self.kind} {self.name}{of}, {sent_method(self.method)}{summary}>")


T = TypeVar("T")


def chosen_content(content: Mapping[str, T]) -> T | None:
    """The media type of a body that is meant: the first that is JSON, else the first; None if there is none."""
    return next((item for name, item in content.items() if "json" in name.lower()), next(iter(content.values()), None))


def by_name(entries: Iterable[OutgoingEntry]) -> Mapping[str, OutgoingEntry]:
    """The entries by name; a second one of a name has its method behind it, a third also its address."""
    found: dict[str, OutgoingEntry] = {}
    for entry in entries:
        method = f"{entry.name} {sent_method(entry.method)}"
        names = (entry.name, method, f"{method} {entry.expression}")
        found[next((name for name in names if name not in found), names[-1])] = entry
    return MappingProxyType(found)


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
