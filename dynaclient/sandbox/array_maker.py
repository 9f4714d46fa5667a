"""Generates lists: how many items one has, and a value for each. Compiled once for each shape."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from ..types import MISSING
from .generation import Generation, Impossible, MakePart, PartMaker, Plan
from .scalars import takes_all
from .shape import Shape, shape_of


def array_maker(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    """What makes lists of a shape, for a member of this name."""
    return _Arrays(maker, shape, name).make


class _Arrays:
    """Makes the lists of one shape."""

    def __init__(self, maker: PartMaker, shape: Shape, name: str) -> None:
        words = shape.words
        self._maker = maker
        self._name = name
        self._schema = words.get("items", {})
        self._first_schemas = words.get("prefixItems", ())
        self._has_contained, self._contained_schema = "contains" in words, words.get("contains")
        self._is_tuple = "prefixItems" in words and ("items" not in words or self._schema is False)
        self._is_unique = bool(words.get("uniqueItems"))
        self._least, self._most = int(words.get("minItems", 0)), words.get("maxItems")

    @cached_property
    def _first(self) -> list[MakePart]:
        return [self._maker.of_schema(schema, self._name) for schema in self._first_schemas]

    @cached_property
    def _item(self) -> MakePart:
        return self._maker.of_schema(self._schema, self._name)

    def make(self, state: Generation, depth: int, wish: Any, sample: Any) -> list[Any]:
        """A list.

        Raises:
            Impossible: the plan finds none.
        """
        least = self._least
        if isinstance(wish, str):
            wish = [wish]
        if isinstance(wish, list) or (wish is MISSING and isinstance(sample, list)):
            out = self._listed(state, depth, wish, sample)
            wanted = max(least, len(out))
        else:
            out = [part(state, depth + 1, MISSING, MISSING) for part in self._first]
            is_wanted = depth <= state.plan.depth or (self._maker.direction == "request" and state.plan.depth > 0)
            wanted = max(least, 1 if is_wanted and state.left > 0 else 0)
        if self._most is not None:
            wanted = min(wanted, int(self._most))
            del out[wanted:]
        if self._is_tuple:
            wanted = max(least, len(out)) if self._schema is not False else len(out)
        for attempt in range(wanted * 8):
            if len(out) >= wanted:
                break
            try:
                if self._has_contained and attempt == 0:
                    item = self._maker.of_schema(self._contained_schema)(state, 0, MISSING, MISSING)
                else:
                    item = self._item(state, depth + 1, MISSING, MISSING)
            except Impossible:
                if len(out) >= least:
                    break
                raise
            if self._is_unique and item in out:
                item = self._another(state, out, depth)
            if not (self._is_unique and item in out):
                out.append(item)
        return out

    def _listed(self, state: Generation, depth: int, wish: Any, sample: Any) -> list[Any]:
        """The items that are wished for or shown, one for each; those that have no place are left out."""
        if not self._first and isinstance(wish, list) and takes_all(shape_of(self._maker.document, self._schema), wish):
            return list(wish)
        out = []
        for i, item in enumerate(sample if wish is MISSING else wish):
            part = self._first[i] if i < len(self._first) else self._item
            given = (MISSING, item) if wish is MISSING else (item, MISSING)
            try:
                out.append(part(state, depth + 1, *given))
            except Impossible:
                continue
        return out

    def _another(self, state: Generation, known: list[Any], depth: int) -> Any:
        for value in shape_of(self._maker.document, self._schema).words.get("enum", ()):
            if value not in known:
                return value
        plan = Plan(state.plan.depth, examples=False, first=False)
        return self._item(Generation(state.rng, plan), depth + 1, MISSING, MISSING)
