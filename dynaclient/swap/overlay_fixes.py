"""Proposes an overlay that repairs what `document.problems` lists, where there is one obvious repair."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..document import Document, Problem
from ..document.jsonpath_text import path_to, text_literal
from ..document.kinds import member_kind
from ..document.names import POINTER, UNRESOLVABLE
from ..document.overlays import plain_copy
from ..document.place import Place
from ..document.pointer import pointer_to, target_of, tokens_of
from ..errors import UnresolvableReference
from .overlay_diff import raw_of

Action = dict[str, Any]
Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fixes:
    """A proposed overlay.

    Attributes:
        overlay: the overlay as a mapping; its `actions` are empty if nothing can be repaired.
        left: the problems that the document still has with it.
        count: how many problems the document has without it.
    """

    overlay: Mapping[str, Any]
    left: tuple[Problem, ...]
    count: int


def propose_fixes(document: Document) -> Fixes:
    """Propose an overlay for a document: path parameters declared, dangling references removed, ids made unique."""
    problems = document.problems
    actions: list[Action] = []
    for kind, propose in _REPAIRS.items():
        found = [problem for problem in problems if problem.kind == kind]
        actions += propose(document, found) if found else ()
    overlay = {
        "overlay": "1.1.0",
        "info": {"title": f"Fixes for {document.title}", "version": "1.0.0"},
        "actions": list({repr(action): action for action in actions}.values()),
    }
    left = document.with_overlays([overlay]).problems if actions else problems
    return Fixes(overlay, left, len(problems))


def _tokens(document: Document, reference: str) -> list[str] | None:
    """The tokens of a place in the root; None for a place in another text."""
    return tokens_of(target_of(reference, "").fragment) if reference.startswith("#") else None


def _path_parameters(document: Document, problems: list[Problem]) -> Iterator[Action]:
    places = {problem.pointer for problem in problems}
    for entry in document.entries.values():
        tokens = _tokens(document, entry.pointer)
        if entry.pointer not in places or tokens is None:
            continue
        declared = document.operation(entry.operation_id).get("parameters", ())
        names = [p["name"] for p in declared if p["in"] == "path" and p.get(POINTER) == ""]
        kind = {"type": "string"}
        shape = kind if document.dialect.is_2 else {"schema": kind}
        yield {
            "target": path_to(tokens),
            "description": f"Declare {', '.join(f'{{{name}}}' for name in names)}, which the path has.",
            "update": {"parameters": [{"name": name, "in": "path", "required": True, **shape} for name in names]},
        }


def _operation_ids(document: Document, problems: list[Problem]) -> Iterator[Action]:
    places = {problem.pointer for problem in problems}
    for entry in document.entries.values():
        tokens = _tokens(document, entry.pointer)
        if entry.pointer in places and tokens is not None:
            yield {
                "target": path_to(tokens),
                "description": "Another operation has the same operationId.",
                "update": {"operationId": entry.operation_id},
            }


def _references(document: Document, problems: list[Problem]) -> Iterator[Action]:
    """Removes the references of the root that lead nowhere: in a schema only `$ref`, elsewhere the whole object."""
    root = plain_copy(raw_of(document))
    for location, reference, kind in _iter_references(root, is_2=document.dialect.is_2):
        if not reference.startswith("#"):  # what another text lacks, or may not be read, is not this one's mistake
            continue
        try:
            document.resolve(document.canonical(reference, Place(document.uri, pointer_to(location))))
        except UnresolvableReference as error:
            *above, last = location
            target = path_to([*location, "$ref"])
            if isinstance(last, int):  # an index would be another after the first removal
                target = f"{path_to(above)}[?@['$ref'] == {text_literal(reference)}]"
            elif kind != "schema":
                target = path_to(location)
            yield {"target": target, "description": error.message, "remove": True}


def _iter_references(root: Mapping[str, Any], *, is_2: bool) -> Iterator[tuple[Location, str, str]]:
    """(location, reference, kind of object) of each `$ref` in a raw document."""
    waiting: list[tuple[Any, Location, str, bool]] = [(root, (), "root", False)]
    while waiting:
        value, location, kind, is_map = waiting.pop()
        if isinstance(value, list):
            waiting += [(item, (*location, i), kind, False) for i, item in reversed(list(enumerate(value)))]
        if not isinstance(value, Mapping) or kind == "data":
            continue
        if not is_map and location and isinstance(value.get("$ref"), str):
            yield location, value["$ref"], kind
        for name, item in reversed(list(value.items())):
            inner = (kind, False) if is_map else member_kind(kind, name, is_2=is_2, is_object=isinstance(item, Mapping))
            waiting.append((item, (*location, name), *inner))


_REPAIRS: Mapping[str, Callable[[Document, list[Problem]], Iterator[Action]]] = {
    "duplicate-operation-id": _operation_ids,
    "undeclared-path-parameter": _path_parameters,
    UNRESOLVABLE: _references,
}
"""Kind of problem → the actions that repair it."""
