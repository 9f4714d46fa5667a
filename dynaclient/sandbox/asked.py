"""What is asked for in one request and answered at once: one vector for each input, `n` choices, a format.

A rule gives what the answer is wished to hold, or its bytes; the table says which operation it is for. The rules of the
OpenAI API are in `openai_rules`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model import MediaType, Operation
from .judge import Accepted
from .values import Values

if TYPE_CHECKING:
    from .resource_store import ResourceStore


@dataclass(frozen=True, slots=True)
class RawAnswer:
    """An answer as bytes, with the media type that was asked for by the request rather than by `Accept`."""

    data: bytes
    content_type: str


class Asked(NamedTuple):
    """One accepted request, as rules need it.

    Attributes:
        names_in: the names of the members at a place of the answer's schema.
        types_in: the JSON types that are allowed there.
        sample: makes the answer as the document alone has it.
    """

    accepted: Accepted
    media_type: MediaType | None
    values: Values
    store: ResourceStore
    names_in: Callable[[tuple[str, ...]], list[str]]
    types_in: Callable[[tuple[str, ...]], tuple[str, ...]]
    sample: Callable[[], Any]

    def get(self, name: str, default: Any = None) -> Any:
        """A member of the body; the default also in place of null."""
        body = self.accepted.body
        value = body.get(name) if isinstance(body, dict) else None
        return default if value is None else value

    def has(self, name: str) -> bool:
        """Whether the body has a member."""
        return isinstance(self.accepted.body, dict) and name in self.accepted.body

    @property
    def number(self) -> int:
        """A number that no other request of this sandbox gets while it remembers."""
        return self.store.memory.next_number()


Rule = Callable[[Asked], Any]


class AskedRules:
    """The rules for the operations of a document.

    Args:
        table: `POST /path` → the name of a rule.
        rules: name → rule.
        otherwise: the rule for operations that the table does not have.
    """

    def __init__(
        self, operations: Iterable[Operation], table: Mapping[str, str], rules: Mapping[str, Rule], otherwise: Rule
    ) -> None:
        self._otherwise = otherwise
        self._rules: dict[str, Rule] = {}
        for operation in operations if table else ():
            name = table.get(f"{operation.sent_method} {operation.path}")
            if name is not None:
                self._rules[operation.operation_id] = rules[name]

    def answer(self, asked: Asked) -> Any:
        """What the answer is wished to hold, a `RawAnswer`, or `MISSING` if nothing is asked for."""
        return self._rules.get(asked.accepted.operation.operation_id, self._otherwise)(asked)
