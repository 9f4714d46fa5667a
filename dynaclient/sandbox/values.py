"""Valid values of schemas: examples first, then generated from a seed, each checked against its schema.

Chooses among plans and repairs values that are almost valid; `value_maker` generates a single value.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from ..document import Document
from ..model import Operation
from ..types import MISSING
from .checker import SandboxChecker
from .reliefs import Direction
from .shape import shape_of
from .value_maker import Impossible, Maker, Plan

_PLANS = (
    Plan(),
    Plan(depth=0),
    Plan(examples=False),
    Plan(depth=1, examples=False),
    Plan(depth=0, examples=False),
    *(Plan(depth=depth, examples=False, first=False) for depth in (3, 0, 1, 0, 2, 0, 1, 0, 0, 0, 0, 0)),
)
_MINIMAL = (Plan(depth=0), Plan(depth=0, examples=False), *_PLANS)


class Values:
    """Generates values of a document's schemas, and caches the checkers. Thread-safe.

    Args:
        seed: the same seed gives the same values for the same arguments.
        operations: their examples are used wherever the schema they belong to is referenced.
    """

    def __init__(self, document: Document, seed: int | str = 0, operations: Iterable[Operation] = ()) -> None:
        self._document = document
        self._seed = seed
        self._known = _known_examples(operations)
        self._checkers: dict[tuple[int | str, Direction], tuple[Any, SandboxChecker]] = {}
        self._lock = threading.RLock()

    def checker(self, schema: Any, direction: Direction) -> SandboxChecker:
        """The checker of a schema, created once."""
        is_reference = isinstance(schema, dict) and schema.keys() == {"$ref"}
        key = schema["$ref"] if is_reference else id(schema), direction
        with self._lock:
            if key not in self._checkers:  # keeps the schema alive, so that its id is not reused
                self._checkers[key] = schema, SandboxChecker(self._document, schema, direction)
            return self._checkers[key][1]

    def is_valid(self, schema: Any, value: Any, direction: Direction = "response") -> bool:
        """Whether a value fits, with the reliefs of the default mode."""
        with self._lock:
            checker = self.checker(schema, direction)
        return checker.is_valid(value)

    def value(
        self,
        schema: Any,
        direction: Direction = "response",
        *,
        examples: Iterable[Any] = (),
        key: str = "",
        small: bool = False,
        rng: Random | None = None,
    ) -> Any:
        """A valid value.

        Args:
            examples: the first valid one is used unchanged.
            key: what the value is for; different keys give different values.
            small: leave out optional members.
            rng: used instead of one seeded with the seed and `key`.

        Returns:
            `MISSING` if no valid value was found.
        """
        for example in examples:
            if self.is_valid(schema, example, direction):
                return deepcopy(example)
        for example in shape_of(self._document, schema).examples:
            if example is not None and self.is_valid(schema, example, direction):
                return deepcopy(example)
        return self.made(schema, direction, key=key, small=small, rng=rng)

    def made(
        self,
        schema: Any,
        direction: Direction = "response",
        *,
        key: str = "",
        small: bool = False,
        rng: Random | None = None,
    ) -> Any:
        """A valid generated value, ignoring examples of the whole value."""
        checker = self.checker(schema, direction)
        rng = rng or Random(f"{self._seed}:{key}")  # noqa: S311  # repeatable, no secret
        for plan in _MINIMAL if small else _PLANS:
            try:
                made = Maker(self._document, rng, direction, plan, self._known).make(schema)
            except (Impossible, RecursionError):
                continue
            made = self._repaired(checker, made)
            if made is not MISSING:
                return made
        return MISSING

    def _repaired(self, checker: SandboxChecker, value: Any) -> Any:
        """The value, if necessary without the members that make it invalid; `MISSING` if that is not enough."""
        for _ in range(6):
            if checker.is_valid(value):
                return value
            changed = [_without(value, place) for place in checker.places(value)]
            if not any(changed):
                return MISSING
        return MISSING


def _without(value: Any, path: Sequence[str | int]) -> bool:
    """Remove the member at `path`, or the innermost one around it. Returns whether anything was removed."""
    node: Any = value
    last: tuple[Any, str | int] | None = None
    for token in path:
        if isinstance(node, dict) and token in node:
            last = node, token
            node = node[token]
        elif isinstance(node, list) and isinstance(token, int) and token < len(node):
            node = node[token]
        else:
            break
    if last is None:
        return False
    del last[0][last[1]]
    return True


def _known_examples(operations: Iterable[Operation]) -> dict[str, list[Any]]:
    """Reference → examples of the answers whose schema is just that reference."""
    found: dict[str, list[Any]] = {}
    for operation in operations:
        for response in operation.responses.values():
            for media_type in response.content.values():
                if media_type.schema is not None and isinstance(media_type.schema.get("$ref"), str):
                    found.setdefault(media_type.schema["$ref"], []).extend(media_type.examples.values())
    return found
