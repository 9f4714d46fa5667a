"""Builds the catalogue of a document: reads every operation for its line, and its words for the index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import UnresolvableReference
from ..search.index import LONGEST, Row, build_shards, words_in
from ..search.ranking import SearchIndex
from .catalogue import Catalogue
from .names import LISTS_IN_PLACE
from .parts import DocumentContent
from .place import Entry

_MOST_NAMES, _MOST_SCHEMAS = 200, 50
"""Names of members that are indexed for an operation, and schemas that are read for them."""


def catalogue_of(document: DocumentContent) -> Catalogue:
    """The catalogue of a document without a compiled form; its operations are read."""
    shards = shards_of(document)
    index = SearchIndex(words_in(shards), len(shards), shards.__getitem__)
    return Catalogue(document.entries, lines_of(document), lambda: index)


def lines_of(document: DocumentContent) -> list[Any]:
    """(summary, tags, deprecated) of each operation, in the order of the table."""
    read = (_operation(document, operation_id) for operation_id in document.entries)
    return [[raw.get("summary", ""), raw["tags"], raw["deprecated"]] for raw in read]


def _operation(document: DocumentContent, operation_id: str) -> Mapping[str, Any]:
    """An operation; empty if it is listed in `x-operation-ids` and is not there, which `problems` says."""
    try:
        return document.operation(operation_id)
    except UnresolvableReference:
        return {"tags": [], "deprecated": False, "parameters": []}


def shards_of(document: DocumentContent) -> list[dict[str, list[int]]]:
    """The index of the words of all operations, in parts."""
    return build_shards([_row(document, entry) for entry in document.entries.values()])


def _row(document: DocumentContent, entry: Entry) -> Row:
    raw = _operation(document, entry.operation_id)
    content = (raw.get("requestBody") or {}).get("content", {})
    schemas = (media_type.get(word) for media_type in content.values() for word in ("schema", "itemSchema"))
    members = (name for schema in schemas for name in _members(document, schema))
    return Row(
        entry.operation_id,
        entry.path,
        raw.get("summary", ""),
        raw["tags"],
        [*(parameter["name"] for parameter in raw["parameters"]), *dict.fromkeys(members)][:_MOST_NAMES],
        raw.get("description", "")[:LONGEST],
    )


def _members(document: DocumentContent, schema: Any) -> Iterator[str]:
    """The names of the members that an object may have, also in what the schema refers to and combines."""
    waiting = [schema]
    seen: set[int] = set()
    while waiting and len(seen) < _MOST_SCHEMAS:
        found = waiting.pop()
        if not isinstance(found, Mapping) or id(found) in seen:
            continue
        seen.add(id(found))
        yield from map(str, found.get("properties", ()))
        for key in LISTS_IN_PLACE:
            waiting.extend(found.get(key, ()))
        if "$ref" in found:
            try:
                waiting.append(document.schema(found["$ref"]))
            except UnresolvableReference:
                continue
