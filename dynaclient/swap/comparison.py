"""Compare two documents: which operations belong together, and what changed in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..document import Document, load_document
from ..document.document_source import Source
from ..errors import UnknownOperation
from .access_changes import access_changes, route_of
from .answer_changes import answer_changes
from .arguments import with_places
from .body_changes import body_changes
from .changes import Change
from .kinds import KINDS, SAFE, VERDICTS
from .parameter_changes import parameter_changes
from .report import Report
from .sides import OperationPair, Sides
from .used import Contract, Used

_CHECKS = (access_changes, parameter_changes, body_changes, answer_changes)
"""In the order in which the changes of an operation are listed."""


def compare(
    old: Source | Document | Contract,
    new: Source | Document,
    used: Used | Contract | Mapping[str, object] | Iterable[str] | None = None,
) -> Report:
    """What changed between two versions of a document, and what it means for calls.

    Compares what holds in the end: references, `allOf`, and what operations inherit are resolved, in the way in which
    the client's own checks read them. A change that touches several operations is listed for each of them.

    Args:
        old: the document that the program was written for: a path, an address, bytes, a mapping or a `Document`; or a
            `Lock`, which has the operations that are used, without texts.
        new: the one to swap in.
        used: what the program uses: a `Used` or `Lock`, operationIds, or a mapping of operationId → names of arguments
            such as "limit", "query:limit" or "body:name" (None for any). Everything else may change as it likes.

    Raises:
        DocumentError: a document cannot be read.
        UnknownOperation: `used` names an operation that the old document does not have.
        RequestError: `used` names an argument that its operation does not have.
    """
    is_contract = isinstance(old, Contract)
    if isinstance(old, Contract):
        used, old = (old.used if used is None else used), old.document
    sides = Sides(load_document(old), load_document(new))
    wanted = None if used is None else Used.of(used)
    names = list(sides.old_operations)
    if wanted is not None:
        for name in wanted.operations:
            if name not in sides.old_operations:
                raise UnknownOperation(name, sides.old_operations)
        names = [name for name in names if name in wanted.operations]
        wanted = with_places(wanted, sides.old, sides.old_operations)
    partners = dict(_partners(sides))
    for name in names:
        changes = list(_of_operation(sides, name, partners.get(name)))
        if wanted is not None:
            changes = [change for change in changes if wanted.touches(change)]
        changes.sort(key=lambda change: VERDICTS.index(change.verdict))
        sides.collected.add(changes)
    added = [] if wanted is not None else [n for n in sides.new_operations if n not in set(partners.values())]
    sides.collected.add(_added(sides, added))
    return Report(
        _title(sides.old),
        _title(sides.new),
        tuple(sides.collected.changes),
        tuple(added),
        0 if is_contract else sides.collected.texts,
        len(names),
        wanted is not None,
        _source(sides.old),
        _source(sides.new),
    )


def _partners(sides: Sides) -> Iterator[tuple[str, str]]:
    """Old id → new id: the same id, or else the same method and path."""
    old, new = sides.old_operations, sides.new_operations
    yield from ((name, name) for name in old if name in new)
    routes = {route_of(new[name]): name for name in new if name not in old}
    for name in old:
        if name not in new and route_of(old[name]) in routes:
            yield name, routes[route_of(old[name])]


def _of_operation(sides: Sides, name: str, partner: str | None) -> Iterator[Change]:
    old = sides.old_operations[name]
    if partner is None:
        kind = KINDS["operation-removed"]
        text = f"{old.method.upper()} {old.path} is gone"
        yield Change(kind.request, "operation-removed", name, "", text, kind.advice, old.pointer, "#/paths")
        return
    pair = OperationPair(sides, old, sides.new_operations[partner])
    for check in _CHECKS:
        yield from check(pair)


def _added(sides: Sides, names: Iterable[str]) -> Iterator[Change]:
    for name in names:
        new = sides.new_operations[name]
        text = f"{new.method.upper()} {new.path} is new"
        yield Change(SAFE, "operation-added", name, "", text, "", "#/paths", new.pointer)


def _source(document: Document) -> str:
    return document.source if document.origin else ""


def _title(document: Document) -> str:
    return f"{document.title} {document.info.get('version', '')}".strip()
