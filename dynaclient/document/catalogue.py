"""The catalogue of a document: a line for each operation, and the index of their words, without reading operations.

The compiled form has one, so that listing and searching a large document cost what they find. `cataloguing` builds it
from the operations where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ..search.index import Shard
from .place import Entry


class Overview(NamedTuple):
    """One line of the catalogue."""

    operation_id: str
    method: str
    path: str
    summary: str
    tags: tuple[str, ...]
    deprecated: bool


class Catalogue:
    """Lines and index of a document.

    Args:
        entries: the table of operations by id.
        lines: (summary, tags, deprecated) of each operation, in the same order.
        shards: how many parts the index has.
        shard: a part of the index by its number.
    """

    def __init__(
        self, entries: Mapping[str, Entry], lines: Sequence[Any], shards: int, shard: Callable[[int], Shard]
    ) -> None:
        self._entries = entries
        self._lines = lines
        self._shards = shards
        self._shard = shard

    @cached_property
    def overviews(self) -> tuple[Overview, ...]:
        """The operations in the document's order."""
        return tuple(
            Overview(entry.operation_id, entry.method, entry.path, summary, tuple(tags), deprecated)
            for entry, (summary, tags, deprecated) in zip(self._entries.values(), self._lines, strict=True)
        )

    def search(self, question: str, among: Collection[str] | None = None) -> list[str]:
        """The ids of the operations that answer a question best, best first.

        Args:
            among: the ids that may be found; None for all of them.
        """
        from ..search.ranking import SearchIndex, ranked

        numbers = None
        if among is not None:
            numbers = {number for number, line in enumerate(self.overviews) if line.operation_id in among}
        found = ranked(SearchIndex(self._shards, self._shard), self.overviews, question, numbers)
        return [self.overviews[number].operation_id for number in found]
