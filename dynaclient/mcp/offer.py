"""The operations that one server offers, of one or several documents, under names that a model can use.

A name is the operationId. Where several documents have the same one, the document's short name goes before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from .._support.spelling import nearest
from .._support.wording import either
from ..document.catalogue import Overview
from ..errors import RequestError, UnknownOperation
from ..model import Operation, Operations
from .access import is_offered
from .settings import Settings
from .text import slug


class Offered(NamedTuple):
    """One operation that is offered.

    Attributes:
        name: what a model calls it by.
        client: the client of its document; it stays with that document.
        names: those of the document's operations that are offered, by operationId.
    """

    name: str
    client: Any
    line: Overview
    names: Mapping[str, str]

    @property
    def operation(self) -> Operation:
        """The operation."""
        found: Operation = self.client.operations[self.line.operation_id]
        return found


class Offer:
    """What a server offers now: made again when a client has another document.

    Args:
        clients: one for each document, pinned to it.
    """

    def __init__(self, clients: Sequence[Any], settings: Settings) -> None:
        self.clients = tuple(clients)
        self._lines: list[dict[str, Overview]] = [
            {line.operation_id: line for line in client.operations.overviews if is_offered(line, settings)}
            for client in self.clients
        ]
        self.short_names = _short_names([client.document.title for client in self.clients])
        counts: dict[str, int] = {}
        for lines in self._lines:
            for operation_id in lines:
                counts[operation_id] = counts.get(operation_id, 0) + 1
        self._names: dict[str, Offered] = {}
        self._name_of: list[dict[str, str]] = [{} for _ in self.clients]
        for number, lines in enumerate(self._lines):
            for operation_id, line in lines.items():
                shared = counts[operation_id] > 1
                name = f"{self.short_names[number]}:{operation_id}" if shared else operation_id
                self._names[name] = Offered(name, self.clients[number], line, self._name_of[number])
                self._name_of[number][operation_id] = name

    def __len__(self) -> int:
        return len(self._names)

    def __iter__(self) -> Iterator[Offered]:
        return iter(self._names.values())

    @property
    def title(self) -> str:
        """The titles of the documents."""
        return either([client.document.title for client in self.clients], word="and")

    def find(self, name: Any) -> Offered:
        """The operation of a name: as it is offered, in snake case, or `METHOD /path`.

        Raises:
            UnknownOperation: none has it; the names that are near are in the text.
        """
        if not isinstance(name, str):
            raise RequestError("operation= is the name of an operation, as text")
        found = self._names.get(name)
        if found is not None:
            return found
        for number, client in enumerate(self.clients):
            alias = client.operations.aliases.get(name)
            if alias in self._lines[number]:
                return self._names[self._name_of[number][alias]]
        wanted = " ".join(name.split())
        spelt = [o for o in self if wanted.lower() == f"{o.line.method} {o.line.path}".lower()]
        if len(spelt) == 1:
            return spelt[0]
        near = nearest(name, self._names)
        hint = f" Did you mean {either([repr(n) for n in near])}?" if near else ""
        raise _NotOffered(name, hint)

    def search(self, text: str, tag: str | None) -> list[Offered]:
        """The operations that answer a question best, best first; the documents take turns."""
        found: list[list[Offered]] = []
        for number, client in enumerate(self.clients):
            ids = [
                operation_id
                for operation_id, line in self._lines[number].items()
                if tag is None or tag.casefold() in map(str.casefold, line.tags)
            ]
            hits = Operations(client.document, ids).search(text)
            found.append([self._names[self._name_of[number][operation_id]] for operation_id in hits])
        return [hit for turn in zip_longest(*found) for hit in turn if hit is not None]

    def tags(self) -> list[str]:
        """The tags of what is offered, the most frequent first."""
        counts: dict[str, int] = {}
        for offered in self:
            for tag in offered.line.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return sorted(counts, key=lambda tag: -counts[tag])


class _NotOffered(UnknownOperation):
    """No operation that is offered has this name."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name)
        self._hint = hint

    def __str__(self) -> str:
        return f"there is no operation {self.operation_id[:80]!r} here.{self._hint} Use search to find one."


def _short_names(titles: Sequence[str]) -> list[str]:
    found: list[str] = []
    for title in titles:
        name, number = slug(title), 2
        while name in found:
            name, number = f"{slug(title)}-{number}", number + 1
        found.append(name)
    return found
