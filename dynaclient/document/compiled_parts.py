"""The parts of a document from its compiled form, and the compiler that writes it. Owns what a piece contains."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import DocumentError, UnresolvableReference
from .addresses import Addresses
from .cache import cache_folder, digest, open_compiled, path_of, store, was_seen
from .compiled import FORMAT, CompiledFile, DamagedError, Piece, write_compiled
from .parts import SurveyedDocument, Unknown
from .place import Entry, Problem
from .retrieve import ReferencePolicy, retrieve

if TYPE_CHECKING:
    from ..search.ranking import SearchIndex
    from .catalogue import Catalogue

LARGE = 4 * 1024 * 1024
"""Bytes of a text above which it is not compiled before its first answer."""


class CompiledParts:
    """The same parts as `LoadedDocument`, from a compiled file."""

    def __init__(self, file: CompiledFile) -> None:
        index = file.index
        self._file = file
        self._numbers: dict[str, int] = {}
        self._table: int = index[
            "table"
        ]  # the pieces after it: the origins, the catalogue's lines, its words, its index
        self._shards: int = index["shards"]
        self.version: str = index["version"]
        self.info: Mapping[str, Any] = index["info"]
        self.tags: tuple[Mapping[str, Any], ...] = tuple(index["tags"])
        self.servers: tuple[Any, ...] = tuple(index["servers"])
        self.security: Any = index["security"]
        self.security_schemes: Mapping[str, Mapping[str, Any]] = index["security_schemes"]
        self.is_dynamic: bool = index["dynamic"]
        self.resources: Mapping[str, str | None] = dict(index["resources"])
        self.problems = tuple(Problem(*row) for row in index["problems"])

    @cached_property
    def _operations(self) -> dict[str, int]:
        """The number of the piece of each operation."""
        return {row[0]: row[4] for row in self._file.index["operations"]}

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The table of operations by id."""
        return {row[0]: Entry(*row[:4]) for row in self._file.index["operations"]}

    def operation(self, operation_id: str) -> Mapping[str, Any]:
        """One Operation Object in its normal form."""
        value: Mapping[str, Any] = self._piece(self._operations[operation_id])
        if "unresolvable" in value:
            raise UnresolvableReference(value["unresolvable"])
        return value

    def schema(self, reference: str) -> Any:
        """The schema that a reference leads to, in its normal form."""
        number = self._numbers.get(reference)
        if number is None:
            number = self._known().get(reference)
        if number is None:
            raise Unknown(reference)
        value = self._piece(number)
        if "unresolvable" in value:
            raise UnresolvableReference(value["unresolvable"])
        return value["schema"]

    def component(self, reference: str) -> Any:
        """The target of a reference; only schemas are stored here."""
        return self.schema(reference)

    def dynamic_anchors(self, reference: str) -> Mapping[str, str]:
        """The text has them: they are too rare to be stored here."""
        raise Unknown(reference)

    @property
    def origins(self) -> Mapping[str, str]:
        """JSON Pointer → the overlay that brought in what is there."""
        found: Mapping[str, str] = self._piece(self._table + 1)
        return found

    @property
    def catalogue(self) -> Catalogue:
        """A line for each operation, and the index of their words."""
        from .catalogue import Catalogue

        return Catalogue(self.entries, self._piece(self._table + 2), self._search_index)

    def _search_index(self) -> SearchIndex:
        from ..search.ranking import SearchIndex

        first = self._table + 4
        return SearchIndex(self._piece(first - 1), self._shards, lambda number: self._piece(first + number))

    def _known(self) -> Mapping[str, int]:
        """The numbers of all schemas, read only for a schema that no piece has referred to."""
        table: Mapping[str, int] = self._piece(self._table)
        return table

    def _piece(self, number: int) -> Any:
        try:
            piece = self._file.piece(number)
        except DamagedError as error:
            raise Unknown(str(error)) from None
        self._numbers.update(piece.references)
        return piece.value


def find_compiled(content: str | None, uri: str, policy: ReferencePolicy, addresses: Addresses) -> CompiledParts | None:
    """The compiled form of a text, if there is one and every text it was made from is unchanged.

    Args:
        content: the hash of the text and its overlays.
        addresses: knows the addresses to read the other texts from.
    """
    folder = cache_folder()
    if folder is None or content is None:
        return None
    file = open_compiled(path_of(folder, _key(content, uri, policy)))
    if file is None:
        return None
    try:
        if all(_digest_at(addresses.real(resource), policy) == known for resource, known in file.index["resources"]):
            return CompiledParts(file)
    except (LookupError, TypeError, ValueError):
        pass  # an index of another shape, written by a slightly different copy of this package
    return None


def keep_compiled(
    document: SurveyedDocument,
    content: str | None,
    size: int,
    policy: ReferencePolicy,
    addresses: Addresses,
    *,
    is_late: bool,
) -> None:
    """Compile a document that was just loaded and store it, if it can be kept.

    Args:
        content: the hash of its text and overlays.
        size: the bytes of its text.
        is_late: whether it has texts that are read only when they are needed.

    Compiling takes several times as long as reading, and reads every text. So a large document, and one whose texts
    are read late, is compiled when it is read the second time.
    """
    folder = cache_folder()
    if folder is None or content is None or any(map(addresses.is_learnt, document.digests)):
        return
    path = path_of(folder, _key(content, document.uri, policy))
    if (size <= LARGE and not is_late) or was_seen(path):
        from .cache_upkeep import prune  # a start that reads the cache needs none

        store(path, lambda: compile_document(document), size)
        prune(folder)


def _key(content: str, uri: str, policy: ReferencePolicy) -> str:
    """The key of a compiled form: the text, its address, what it may reach, and the code that reads it."""
    return digest([content.encode(), uri.encode(), "\n".join(policy.allowed).encode(), _code_state().encode()])


def _code_state() -> str:
    """Changes whenever the package does, in an installed copy and in a checkout alike."""
    from .._version import __version__

    with os.scandir(os.path.dirname(__file__)) as files:
        states = [file.stat() for file in files if file.name.endswith(".py")]
    newest = max((state.st_mtime_ns for state in states), default=0)
    return f"{FORMAT} {__version__} {newest} {sum(state.st_size for state in states)}"


def _digest_at(uri: str, policy: ReferencePolicy) -> str | None:
    """The hash of the text at a URI; None if it cannot be read."""
    try:
        return digest([retrieve(uri, policy)[0]])
    except DocumentError:
        return None


def compile_document(document: SurveyedDocument) -> bytes:
    """The compiled form of a whole document, which must have been read from its text."""
    from ..search.index import words_in
    from .cataloguing import lines_of, shards_of
    from .walk import iter_references

    problems = document.problems  # walks the whole document, so every text it reaches has been read
    numbers: dict[str, int] = {}
    order: list[str] = []
    operations = list(document.entries.values())
    first = len(operations)

    def numbered(value: Any) -> dict[str, int]:
        found = dict.fromkeys(iter_references(value), 0)
        for reference in found:
            if reference not in numbers:
                numbers[reference] = first + len(order)
                order.append(reference)
            found[reference] = numbers[reference]
        return found

    pieces = []
    for entry in operations:
        try:
            operation = document.operation(entry.operation_id)
        except UnresolvableReference as error:
            pieces.append(Piece({"unresolvable": error.message}, {}))
        else:
            pieces.append(Piece(operation, numbered(operation)))
    for reference in order:  # grows during the loop
        try:
            schema = document.schema(reference)
        except UnresolvableReference as error:
            pieces.append(Piece({"unresolvable": error.message}, {}))
        else:
            pieces.append(Piece({"schema": schema}, numbered(schema)))
    table, shards = len(pieces), shards_of(document)
    pieces += [Piece(value, {}) for value in (numbers, document.origins, lines_of(document), words_in(shards), *shards)]
    index = {
        "version": document.version,
        "info": document.info,
        "tags": document.tags,
        "servers": document.servers,
        "security": document.security,
        "security_schemes": document.security_schemes,
        "operations": [[*entry, number] for number, entry in enumerate(operations)],
        "resources": list(document.digests.items()),
        "problems": [[p.pointer, p.what, p.consequence, p.kind, p.overlay, p.line] for p in problems],
        "dynamic": document.is_dynamic,
        "table": table,
        "shards": len(shards),
    }
    return write_compiled(index, pieces)
