"""How one value is generated: the plan, what is left of its budget, and the way back to what makes its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from ..document import Document
from ..types import MISSING
from .reliefs import Direction
from .shape import Shape

_BUDGET = 600


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


class MakePart(Protocol):
    """Makes a value of a schema: `Maker.make`."""

    def __call__(self, schema: Any, name: str = "", depth: int = 0, wish: Any = MISSING, sample: Any = MISSING) -> Any:
        """A value of a schema."""


KindMaker = Callable[[Shape, str, int, Any, Any], Any]
"""Makes a value of a shape, for the member of this name, at this depth, from a wish and a sample."""


@dataclass(slots=True)
class Generation:
    """One value in the making.

    Attributes:
        make: makes its parts.
        make_part: makes a part whose shape is known.
        by_plan: makes a part by another plan.
        left: how many more optional parts it gets.
    """

    document: Document
    rng: Random
    direction: Direction
    plan: Plan
    make: MakePart
    make_part: KindMaker
    by_plan: Callable[[Plan], MakePart]
    left: int = _BUDGET
