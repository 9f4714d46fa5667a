"""Which operations give an id and which take it: `createThread` → `thread_id` → `createRun`.

Found in the document alone. A path parameter names what its segment holds: `/threads/{thread_id}` takes what
operations on `/threads` give. Links that the document declares come first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..document import Document
from ..model import Operation
from ..model.xml_content import is_described
from ..schema.view import properties_of, view

_ID = re.compile(r"(^id$|[_-]?ids?$|Ids?$|name$|slug$|key$|number$)")


@dataclass(frozen=True, slots=True)
class Link:
    """One id and the operations at its other end.

    Attributes:
        name: the parameter or field that takes the id.
        field: the field of the answer with the id, or "".
        operations: their ids, those that make or list the thing first.
    """

    name: str
    field: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """Where one operation's ids come from, and where the ids of its answer are taken."""

    sources: tuple[Link, ...] = ()
    uses: tuple[Link, ...] = ()


class LinkFinder:
    """Reads all operations of a document once."""

    def __init__(self, document: Document, operations: Mapping[str, Operation]) -> None:
        self._document = document
        self._operations = operations
        self._fields = {name: _body_names(document, op) for name, op in operations.items()}
        self._sources = self._find_sources()
        self._takers: dict[str, list[str]] = {}
        for operation in operations.values():
            for name in self._taken(operation):
                self._takers.setdefault(name, []).append(operation.operation_id)

    def _taken(self, operation: Operation) -> Iterator[str]:
        names = [p.name for p in operation.parameters] + self._fields[operation.operation_id]
        yield from dict.fromkeys(_singular(name) for name in names if _singular(name) in self._sources)

    def _find_sources(self) -> dict[str, dict[str, str]]:
        """Parameter name → operations whose answer holds the id → the field with the id."""
        by_path: dict[str, list[Operation]] = {}
        for operation in self._operations.values():
            by_path.setdefault(_bare(operation.path), []).append(operation)
        found: dict[str, dict[str, str]] = {}
        for operation in self._operations.values():
            path = operation.path
            for parameter in operation.parameters:
                place = f"/{{{parameter.name}}}"
                if parameter.location != "path" or place not in path or not _ID.search(parameter.name):
                    continue
                for source in by_path.get(_bare(path.partition(place)[0]), ()):
                    place_of_id = self._id_field(source, parameter.name)
                    if place_of_id:
                        found.setdefault(parameter.name, {}).setdefault(source.operation_id, place_of_id)
        return found

    def _id_field(self, operation: Operation, name: str) -> str:
        """Where an operation's answer holds the id that `name` takes: a field of it, or of the items of its list."""
        for status, answer in operation.responses.items():
            if not status.startswith("2"):
                continue
            for media_type in answer.content.values():
                if is_described(self._document, media_type.name, media_type.schema):
                    return self._id_in(media_type.schema, name)
        return ""

    def _id_in(self, schema: Any, name: str) -> str:
        outline = view(self._document, schema)
        field = _matching(outline.properties, name)
        if field:
            return field
        lists: dict[str, Any] = {"": schema, **outline.properties}
        for holder, inner in lists.items():
            items = view(self._document, inner)
            if isinstance(items.items, Mapping):
                field = _matching(properties_of(self._document, items.items), name)
                if field:
                    return f"{holder}[].{field}"
        return ""

    def of(self, operation: Operation) -> Links:
        """The links of one operation."""
        sources = []
        for name in self._taken(operation):
            givers = [giver for giver in self._sources[name] if giver != operation.operation_id]
            if givers:
                sources.append(Link(name, "", tuple(sorted(givers, key=self._makes_last))))
        uses = [Link(name, field, ids) for name, field, ids in self._declared(operation)]
        for name, fields in self._sources.items():
            takers = [t for t in self._takers.get(name, ()) if t != operation.operation_id]
            if operation.operation_id in fields and takers:
                uses.append(Link(name, fields[operation.operation_id], tuple(takers)))
        return Links(tuple(sources), tuple(uses))

    def _makes_last(self, operation_id: str) -> bool:
        return self._operations[operation_id].method != "post"

    def _declared(self, operation: Operation) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Link Objects of the document. Source: OAS 3.1.1 Link Object."""
        raw = self._document.operation(operation.operation_id)
        for answer in raw["responses"].values():
            for link in answer.get("links", {}).values():
                target = link.get("operationId")
                parameters = link.get("parameters")
                if target in self._operations and isinstance(parameters, Mapping):
                    for name, expression in parameters.items():
                        yield str(name), str(expression).removeprefix("$response.body#/"), (target,)


def _matching(properties: Iterable[str], name: str) -> str:
    names = list(properties)
    if name in names:
        return name
    last = re.split(r"[_-]", name)[-1]
    return next((field for field in ("id", last) if field in names), "")


def _body_names(document: Document, operation: Operation) -> list[str]:
    body = operation.request_body
    found: dict[str, None] = {}
    for media_type in body.content.values() if body else ():
        found.update(dict.fromkeys(properties_of(document, media_type.schema)))
    return list(found)


def _singular(name: str) -> str:
    name = name.removesuffix("[]")
    return name[:-1] if name.endswith(("_ids", "Ids")) else name


def _bare(path: str) -> str:
    """A path to compare: without a trailing slash, fragment or query, whatever its parameters are called."""
    return re.sub(r"\{[^}]*\}", "{}", re.split(r"[?#]", path)[0].rstrip("/"))
