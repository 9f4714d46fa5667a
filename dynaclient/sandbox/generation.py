"""How one value is generated: the plan, what is left of its budget, and what is being made at the moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

from ..document import Document
from .dice import dice_of
from .reliefs import Direction
from .shape import Shape

_BUDGET = 600

MAX_DEPTH = 14
"""Levels below which only what is wished for is made."""


class Impossible(Exception):
    """This plan cannot generate a value here."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to generate a value.

    Attributes:
        depth: the number of levels with optional members; 0 includes none.
        examples: whether to use examples and defaults inside the schema.
        first: whether to take the first alternative that works, or a random one.
    """

    depth: int = 3
    examples: bool = True
    first: bool = True


@dataclass(slots=True)
class Generation:
    """One value in the making.

    Attributes:
        dice: where chance comes from, or the seed of it: seeding takes as long as making a small value.
        left: how many more optional parts it gets.
        active: the references that lead to what is being made.
    """

    dice: Random | str
    plan: Plan
    left: int = _BUDGET
    active: list[str] = field(default_factory=list)

    @property
    def rng(self) -> Random:
        """Where chance comes from."""
        if isinstance(self.dice, str):
            self.dice = dice_of(self.dice)
        return self.dice

    def one_of(self, values: Sequence[Any]) -> Any:
        """The first of some values, or any, as the plan has it."""
        return values[0] if self.plan.first else self.rng.choice(values)

    def is_circular(self, references: Sequence[str]) -> bool:
        """Whether one of these references leads to what is being made for the second time."""
        return any(self.active.count(reference) > 1 for reference in references)


MakePart = Callable[[Generation, int, Any, Any], Any]
"""Makes a value of a schema, at this depth, from a wish and a sample, each of which may be `MISSING`.

Raises `Impossible` where the plan finds none.
"""


class PartMaker(Protocol):
    """What the makers of objects, arrays and scalars need of the one that they are parts of."""

    document: Document
    direction: Direction

    def of_schema(self, schema: Any, name: str = "") -> MakePart:
        """What makes values of a schema, for a member of this name."""

    def part(self, shape: Shape, name: str) -> MakePart:
        """What makes values of a shape, for a member of this name."""
