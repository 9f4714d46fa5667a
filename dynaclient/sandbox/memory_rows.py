"""How a memory keeps what it remembers: the rows of a collection, those to be made later, and first answers.

Values only; `memory` changes them under its lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from .json_text import packed, unpacked


@dataclass(slots=True)
class Row:
    """One resource as it is kept: within its transaction as a value, then as bytes, which take less and cannot change.

    Attributes:
        content: the bytes uploaded with it.
        life: as `lives` keeps it.
    """

    family: str
    parent: str
    number: int
    key: str
    value: Any
    content: bytes | None = None
    content_type: str = ""
    life: dict[str, Any] | None = None
    deleted: bool = False
    packed: bytes | None = None

    def settle(self) -> None:
        """Keep the value as bytes from now on."""
        if self.packed is None:
            self.packed, self.value = packed(self.value), None

    def read(self) -> Any:
        """The value, as its reader's own."""
        return unpacked(packed(self.value) if self.packed is None else self.packed)

    def removed(self) -> Row:
        """The row of a resource that is deleted."""
        return replace(self, content=None, deleted=True)


@dataclass(frozen=True, slots=True)
class Reply:
    """The first answer to an idempotent request; `status` is None while the answer is being produced."""

    fingerprint: str
    status: int | None
    content_type: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


Making = Callable[[int], Iterable[tuple[str, Any]]]
"""Makes the keys and values of resources, given the number of the first."""


@dataclass(slots=True)
class Later:
    """Resources that are made when somebody looks.

    Attributes:
        first, count: the numbers that they get.
        is_kept: whether the transaction that asked for them has ended.
    """

    first: int
    count: int
    make: Making
    is_kept: bool = False


@dataclass(slots=True)
class Collection:
    """The resources of a family within one parent, in the order of their numbers."""

    family: str
    parent: str
    rows: dict[str, Row] = field(default_factory=dict)
    later: list[Later] = field(default_factory=list)
