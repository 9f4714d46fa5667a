"""The table of operations: their ids and places. Reads nothing else of an operation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .._support.wording import kind_of, shown
from ..errors import UnresolvableReference
from .content_form import Resolver, read_table
from .names import FOLLOWED, METHODS, UNRESOLVABLE
from .place import Place, ReportProblem


class RawEntry(NamedTuple):
    """An operation as written in the text, with its path item."""

    operation_id: str
    method: str
    path: str
    raw: Mapping[str, Any]
    place: Place
    item: Mapping[str, Any]
    item_place: Place


def read_entries(paths: Any, place: Place, resolver: Resolver, report: ReportProblem) -> dict[str, RawEntry]:
    """Every operation below `paths`, by id: declared ids in the document's order, then generated ones.

    A generated id never replaces a declared one. Webhooks and callbacks are not operations of a client.
    """
    table: dict[str, RawEntry] = {}
    unnamed: list[RawEntry] = []
    for entry in iter_operations(paths, place, resolver, report):
        declared = entry.operation_id
        if declared and declared not in table:
            table[declared] = entry
        else:
            unnamed.append(entry)
            if declared:
                report(
                    entry.place,
                    "duplicate-operation-id",
                    f"the operationId {declared!r} is taken by {table[declared].method.upper()} {table[declared].path}",
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
        path, at = str(key), place.child(key)
        if path.startswith("x-"):
            continue
        try:
            item, item_place = _merged(raw_item, at, resolver)
        except UnresolvableReference as error:
            report(at, UNRESOLVABLE, error.message, "the operations of this path are missing")
            continue
        for method in METHODS:
            raw = item.get(method)
            if raw is None:
                continue
            where = item_place.child(method)
            if isinstance(raw, Mapping) and isinstance(raw.get("$ref"), str):
                try:
                    raw, where = _merged(raw, where, resolver)
                except UnresolvableReference as error:
                    report(where, UNRESOLVABLE, error.message, "the operation is missing")
                    continue
                what = "the standard has no reference in place of an operation"
                report(item_place.child(method), "misplaced-reference", what, FOLLOWED)
            if not isinstance(raw, Mapping):
                what = f"an operation must be an object, this is {kind_of(raw)}"
                report(where, "wrong-type", what, "the operation is missing")
                continue
            yield RawEntry(_declared_id(raw, where, report), method, path, raw, where, item, item_place)


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
