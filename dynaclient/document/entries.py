"""The table of operations: their ids and places. Reads nothing else of an operation.

The root may list the ids of the operations of a path that leads to another text (`x-operation-ids`). Then that text is
read when one of them is used, so that a document of many texts starts as fast as its root.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .._support.headers import is_token
from .._support.wording import kind_of, shown
from ..errors import UnresolvableReference
from .content_form import Resolver, read_table
from .names import ADDITIONAL, FOLLOWED, METHODS, OPERATION_IDS, UNRESOLVABLE, sent_method
from .place import Place, ReportProblem
from .pointer import Target, target_of

_MISSING = "the operation is missing"


class RawEntry(NamedTuple):
    """An operation as written in the text, with its path item."""

    operation_id: str
    method: str
    path: str
    raw: Mapping[str, Any]
    place: Place
    item: Mapping[str, Any]
    item_place: Place


class ListedEntry(NamedTuple):
    """An operation that the root lists, in a text that is not read yet.

    Attributes:
        place: where the operation has to be.
        listed: the ids of all operations of the path, by method.
        item: the reference to the path item, and where it is written.
    """

    operation_id: str
    method: str
    path: str
    place: Place
    listed: Mapping[str, str]
    item: Mapping[str, Any]
    item_place: Place


def read_entries(
    paths: Any, listed: Any, place: Place, resolver: Resolver, report: ReportProblem
) -> dict[str, RawEntry | ListedEntry]:
    """Every operation below `paths`, by id: declared ids in the document's order, then generated ones.

    `listed` is what the root has as `x-operation-ids`: path → method → id.

    A generated id never replaces a declared one. Webhooks and callbacks are not operations of a client.
    """
    table: dict[str, RawEntry | ListedEntry] = {}
    unnamed: list[RawEntry | ListedEntry] = []
    for entry in _iter_entries(paths, listed, place, resolver, report):
        declared = entry.operation_id
        if declared and declared not in table:
            table[declared] = entry
        else:
            unnamed.append(entry)
            if declared:
                first = table[declared]
                report(
                    entry.place,
                    "duplicate-operation-id",
                    f"the operationId {declared!r} is taken by {sent_method(first.method)} {first.path}",
                    f"this one is named {made_id(entry.method, entry.path)!r}",
                )
    for entry in unnamed:
        name = base = made_id(entry.method, entry.path)
        count = 1
        while name in table:
            count += 1
            name = f"{base}_{count}"
        table[name] = entry._replace(operation_id=name)
    return table


def made_id(method: str, path: str) -> str:
    """A stable id for an operation without one: `get` + `/pets/{id}` → `get_pets_id`."""
    return f"{method}_{re.sub(r'[^0-9A-Za-z]+', '_', path).strip('_')}".rstrip("_")


def iter_operations(paths: Any, place: Place, resolver: Resolver, report: ReportProblem) -> Iterator[RawEntry]:
    """Every operation of a map of Path Items, under the id that it declares, or ""."""
    for path, raw_item, at in _iter_items(paths, place, resolver, report):
        yield from _of_item(path, raw_item, at, resolver, report)


def _iter_entries(
    paths: Any, listed: Any, place: Place, resolver: Resolver, report: ReportProblem
) -> Iterator[RawEntry | ListedEntry]:
    """The same for a table: paths whose operations are listed are not followed."""
    listed = listed if isinstance(listed, Mapping) else {}
    for path, raw_item, at in _iter_items(paths, place, resolver, report):
        ids = listed.get(path)
        target = _target_elsewhere(raw_item, at) if _is_usable(ids) else None
        if target is None:
            yield from _of_item(path, raw_item, at, resolver, report)
            continue
        item_place = Place(target.uri, target.fragment)
        for method in METHODS:
            if method in ids:
                yield ListedEntry(ids[method], method, path, item_place.child(method), ids, raw_item, at)


def opened(entry: RawEntry | ListedEntry, resolver: Resolver, report: ReportProblem) -> RawEntry:
    """An operation as written in the text, which is read if it was not yet.

    Raises:
        UnresolvableReference: the operation that its path lists is not there.
    """
    if isinstance(entry, RawEntry):
        return entry
    found = {raw.method: raw for raw in _of_item(entry.path, entry.item, entry.item_place, resolver, report)}
    if {method: raw.operation_id for method, raw in found.items()} != entry.listed:
        there = ", ".join(f"{method}: {raw.operation_id}" for method, raw in found.items()) or "none"
        what = f"`{OPERATION_IDS}` has other operations than there are in the path: {there}"
        report(entry.item_place, "wrong-operation-ids", what, "only those that are there and listed can be called")
    raw = found.get(entry.method)
    wanted = entry.listed[entry.method]
    if raw is None or raw.operation_id != wanted:
        what = f"`{OPERATION_IDS}` of {entry.path} lists {wanted!r} as {entry.method}, which is not there"
        raise UnresolvableReference(what)
    return raw._replace(operation_id=entry.operation_id)


def _target_elsewhere(raw_item: Any, place: Place) -> Target | None:
    """Where a path item leads to in another text; None if it does not, or has operations itself."""
    if not isinstance(raw_item, Mapping) or not isinstance(raw_item.get("$ref"), str):
        return None
    if any(method in raw_item for method in METHODS):
        return None
    try:
        target = target_of(raw_item["$ref"], place.base)
    except UnresolvableReference:
        return None
    return None if target.uri == place.uri or target.is_anchor else target


def _is_usable(ids: Any) -> bool:
    """Whether this is a map from methods to ids."""
    return isinstance(ids, Mapping) and all(
        method in METHODS and isinstance(name, str) and name.strip() for method, name in ids.items()
    )


def _iter_items(
    paths: Any, place: Place, resolver: Resolver, report: ReportProblem
) -> Iterator[tuple[str, Any, Place]]:
    """Every path with its item as written, and where."""
    if paths is None:
        return
    paths, place = read_table(paths, place, resolver, report)
    if not isinstance(paths, Mapping):
        report(
            place,
            "wrong-type",
            f"`paths` must be an object, this is {kind_of(paths)}",
            "the document has no operations",
        )
        return
    for key, raw_item in paths.items():
        if not str(key).startswith("x-"):
            yield str(key), raw_item, place.child(key)


def _of_item(path: str, raw_item: Any, at: Place, resolver: Resolver, report: ReportProblem) -> Iterator[RawEntry]:
    try:
        item, item_place = _merged(raw_item, at, resolver)
    except UnresolvableReference as error:
        report(at, UNRESOLVABLE, error.message, "the operations of this path are missing")
        return
    for method, raw, written_at in _members(item, item_place, report):
        where = written_at
        if isinstance(raw, Mapping) and isinstance(raw.get("$ref"), str):
            try:
                raw, where = _merged(raw, where, resolver)
            except UnresolvableReference as error:
                report(where, UNRESOLVABLE, error.message, _MISSING)
                continue
            what = "the standard has no reference in place of an operation"
            report(written_at, "misplaced-reference", what, FOLLOWED)
        if not isinstance(raw, Mapping):
            report(where, "wrong-type", f"an operation must be an object, this is {kind_of(raw)}", _MISSING)
            continue
        yield RawEntry(_declared_id(raw, where, report), method, path, raw, where, item, item_place)


def _members(item: Mapping[str, Any], place: Place, report: ReportProblem) -> Iterator[tuple[str, Any, Place]]:
    """The operations of a Path Item with their methods and places: those of its fields, then the additional ones.

    Source: OAS 3.2.0 Path Item Object, `additionalOperations`; RFC 9110 section 9.1 for the letters of a method.
    """
    for method in METHODS:
        if item.get(method) is not None:
            yield method, item[method], place.child(method)
    additional = item.get(ADDITIONAL)
    if additional is None:
        return
    place = place.child(ADDITIONAL)
    if not isinstance(additional, Mapping):
        what = f"`{ADDITIONAL}` must be an object, this is {kind_of(additional)}"
        report(place, "wrong-type", what, "its operations are missing")
        return
    for key, raw in additional.items():
        method, at = str(key), place.child(key)
        if method.startswith("x-"):
            continue
        if method.lower() in METHODS:
            field = method.lower()
            is_taken = item.get(field) is not None
            what = f"{method} has a field of its own in a path item, `{field}`"
            report(at, "misplaced-operation", what, _MISSING if is_taken else f"it is read as `{field}`")
            if is_taken:
                continue
            method = field
        elif not is_token(method):
            report(at, "unusable-method", f"{shown(method)} cannot be sent as a method: it is not a token", _MISSING)
            continue
        yield method, raw, at


def _merged(raw: Any, place: Place, resolver: Resolver) -> tuple[Mapping[str, Any], Place]:
    """A path item or operation, merged with what is written beside its `$ref`."""
    item, at = resolver.follow(raw, place)
    beside = {key: value for key, value in raw.items() if key != "$ref"} if item is not raw else {}
    return ({**item, **beside}, at) if beside else (item, at)


def _declared_id(raw: Mapping[str, Any], place: Place, report: ReportProblem) -> str:
    declared = raw.get("operationId")
    if declared is None:
        return ""
    if not isinstance(declared, str) or not declared.strip():
        report(
            place.child("operationId"),
            "wrong-type",
            f"an operationId must be text, this is {shown(declared)}",
            "an id is generated",
        )
        return ""
    return declared
