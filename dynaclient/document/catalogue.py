"""The catalogue of a document: a line for each operation, and the index of their words, without reading operations.

The compiled form has one, so that listing and searching a large document cost what they find. `cataloguing` builds it
from the operations where there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from .names import sent_method
from .place import Entry

if TYPE_CHECKING:
    from ..search.ranking import SearchIndex


class Overview(NamedTuple):
    """One line of the catalogue."""

    operation_id: str
    method: str
    path: str
    summary: str
    tags: tuple[str, ...]
    deprecated: bool

    @property
    def sent_method(self) -> str:
        """The method as it is sent."""
        return sent_method(self.method)


class Catalogue:
    """Lines and index of a document.

    Args:
        entries: the table of operations by id.
        lines: (summary, tags, deprecated) of each operation, in the same order.
        index: the index of their words.
    """

    def __init__(self, entries: Mapping[str, Entry], lines: Sequence[Any], index: Callable[[], SearchIndex]) -> None:
        self._entries = entries
        self._lines = _Lines(tuple(entries.values()), lines)
        self._index = index

    @cached_property
    def overviews(self) -> tuple[Overview, ...]:
        """The operations in the document's order."""
        return tuple(self._lines)

    def lines_of(self, ids: Iterable[str]) -> tuple[Overview, ...]:
        """The lines of some operations, in the order of their ids."""
        return tuple(self._lines[self._numbers[operation_id]] for operation_id in ids)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {operation_id: number for number, operation_id in enumerate(self._entries)}

    def search(self, question: str, among: Collection[str] | None = None) -> list[str]:
        """The ids of the operations that answer a question best, best first.

        Args:
            among: the ids that may be found; None for all of them.
        """
        from ..search.ranking import ranked

        numbers = None if among is None else {self._numbers[name] for name in among if name in self._numbers}
        return [self._lines[number].operation_id for number in ranked(self._index(), self._lines, question, numbers)]


class _Lines(Sequence[Overview]):
    """The lines of all operations, each made when it is looked at."""

    def __init__(self, entries: Sequence[Entry], lines: Sequence[Any]) -> None:
        self._entries = entries
        self._lines = lines

    def __getitem__(self, number: Any) -> Any:
        entry, (summary, tags, deprecated) = self._entries[number], self._lines[number]
        return Overview(entry.operation_id, entry.method, entry.path, summary, tuple(tags), deprecated)

    def __len__(self) -> int:
        return len(self._lines)
