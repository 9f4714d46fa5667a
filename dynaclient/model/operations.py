"""The operations of a document: a mapping from operationId to Operation, each built on first use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..document import Document
from ..errors import UnknownOperation
from .build import build_operation
from .naming import snake_case
from .values import Operation

if TYPE_CHECKING:
    from ..document.catalogue import Overview


class Operations(Mapping[str, Operation]):
    """operationId → `Operation`, in the document's order.

    Looking up an unknown id raises `UnknownOperation`, which suggests the closest ones.
    """

    def __init__(
        self, document: Document, ids: Iterable[str] | None = None, built: dict[str, Operation] | None = None
    ) -> None:
        self._document = document
        self._ids = dict.fromkeys(document.entries if ids is None else ids)
        self._built: dict[str, Operation] = {} if built is None else built
        self._aliases: dict[str, str] | None = None

    def __getitem__(self, operation_id: str) -> Operation:
        if operation_id not in self._ids:
            raise UnknownOperation(operation_id, [*self._ids, *self.aliases])
        if operation_id not in self._built:
            self._built[operation_id] = build_operation(self._document, operation_id)
        return self._built[operation_id]

    def __contains__(self, operation_id: object) -> bool:
        return operation_id in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __repr__(self) -> str:
        shown = ", ".join(list(self._ids)[:6])
        return f"<{len(self)} operations: {shown}{', …' if len(self) > 6 else ''}>"

    def _repr_html_(self) -> str:
        from .display import operations_html

        return operations_html(self.values())

    @property
    def aliases(self) -> Mapping[str, str]:
        """snake_case name → operationId, if the name is unique and not itself an operationId."""
        if self._aliases is None:
            names: dict[str, list[str]] = {}
            for operation_id in self._ids:
                names.setdefault(snake_case(operation_id), []).append(operation_id)
            self._aliases = {alias: ids[0] for alias, ids in names.items() if len(ids) == 1 and alias not in self._ids}
        return self._aliases

    @property
    def overviews(self) -> tuple[Overview, ...]:
        """A line for each operation: id, method, path, summary, tags, deprecated; none of them is built for it."""
        return self._document.catalogue.lines_of(self._ids)

    def tagged(self, tag: str) -> Operations:
        """The operations with this tag or one below it, ignoring case. Source: OAS 3.2.0 Tag Object, `parent`."""
        wanted = self._branch(tag.casefold())
        return self._subset(
            line.operation_id for line in self.overviews if not wanted.isdisjoint(map(str.casefold, line.tags))
        )

    def _branch(self, tag: str) -> set[str]:
        """A tag, and those that name it as their parent, or one of its children, in lower case."""
        below: dict[str, list[str]] = {}
        for item in self._document.tags:
            if isinstance(item.get("parent"), str):
                below.setdefault(item["parent"].casefold(), []).append(str(item.get("name")).casefold())
        found = {tag}
        waiting = [tag]
        while waiting:
            children = [child for child in below.get(waiting.pop(), ()) if child not in found]
            found.update(children)
            waiting += children
        return found

    def search(self, text: str) -> Operations:
        """The operations that answer a question best, best first; any of its words may match.

        Words count by where they are (most in the id, then in the path, summary, tags, names of parameters and members
        of the body, description) and by how rare they are. Their forms, related words and misspellings count too, and
        so does the method that a verb asks for. What fits much worse than the best is left out.

        Args:
            text: words such as "rename issue", or a sentence.
        """
        among = None if len(self._ids) == len(self._document.entries) else self._ids
        return self._subset(self._document.search(text, among))

    def _subset(self, ids: Iterable[str]) -> Operations:
        return Operations(self._document, ids, self._built)
