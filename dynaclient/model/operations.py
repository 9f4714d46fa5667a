"""The operations of a document: a mapping from operationId to Operation, each built on first use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from ..document import Document
from ..errors import UnknownOperation
from ..schema.view import properties_of
from .build import build_operation
from .naming import snake_case
from .values import Operation


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

    def tagged(self, tag: str) -> Operations:
        """The operations with this tag, ignoring case."""
        wanted = tag.casefold()
        return self._subset(op.operation_id for op in self.values() if wanted in map(str.casefold, op.tags))

    def search(self, text: str) -> Operations:
        """The operations with every word of `text` in their id, path, summary, tags, description or fields.

        Best matches first; a word in the id counts most.
        """
        words = [word for word in re.split(r"\W+", text.casefold()) if word]
        ranked = [(score, op.operation_id) for op in self.values() if (score := _score(op, words, self._fields))]
        ranked.sort(key=lambda item: -item[0])
        return self._subset(operation_id for _, operation_id in ranked)

    def _fields(self, operation: Operation) -> str:
        body = operation.request_body
        schemas = [media_type.schema for media_type in body.content.values()] if body is not None else []
        names = [name for schema in schemas for name in properties_of(self._document, schema)]
        return " ".join([*(parameter.name for parameter in operation.parameters), *names])

    def _subset(self, ids: Iterable[str]) -> Operations:
        return Operations(self._document, ids, self._built)


_WEIGHTS = (
    (8, lambda op: f"{op.operation_id} {op.python_name.replace('_', ' ')}"),
    (4, lambda op: op.summary),
    (3, lambda op: f"{op.path} {' '.join(op.tags)}"),
    (1, lambda op: op.description),
)


def _score(operation: Operation, words: list[str], fields: Callable[[Operation], str]) -> int:
    texts = [(weight, text(operation).casefold()) for weight, text in _WEIGHTS]
    total = 0
    for word in words:
        best = max((weight for weight, text in texts if word in text), default=0)
        if not best and word in fields(operation).casefold():
            best = 1
        if not best:
            return 0
        total += best
    return total
