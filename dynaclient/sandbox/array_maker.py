"""Generates lists: how many items one has, and a value for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..types import MISSING
from .generation import Generation, Impossible, Plan
from .scalars import takes_all
from .shape import Shape, shape_of


class ArrayMaker:
    """Makes the lists of one value."""

    def __init__(self, state: Generation) -> None:
        self._state = state

    def make(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> list[Any]:
        """A list of a shape.

        Raises:
            Impossible: this plan finds none.
        """
        words = shape.words
        schema = words.get("items", {})
        least, most = int(words.get("minItems", 0)), words.get("maxItems")
        if isinstance(wish, str):
            wish = [wish]
        if isinstance(wish, list) or (wish is MISSING and isinstance(sample, list)):
            out = self._listed(words, schema, name, depth, wish, sample)
            wanted = max(least, len(out))
        else:
            out = [self._state.make(item, name, depth + 1) for item in words.get("prefixItems", ())]
            is_wanted = depth <= self._state.plan.depth or (
                self._state.direction == "request" and self._state.plan.depth > 0
            )
            wanted = max(least, 1 if is_wanted and self._state.left > 0 else 0)
        if most is not None:
            wanted = min(wanted, int(most))
            del out[wanted:]
        if "prefixItems" in words and ("items" not in words or schema is False):
            wanted = max(least, len(out)) if schema is not False else len(out)
        for attempt in range(wanted * 8):
            if len(out) >= wanted:
                break
            try:
                item = (
                    self._contained(words)
                    if "contains" in words and attempt == 0
                    else self._state.make(schema, name, depth + 1)
                )
            except Impossible:
                if len(out) >= least:
                    break
                raise
            if words.get("uniqueItems") and item in out:
                item = self._another(schema, out, name, depth)
            if not (words.get("uniqueItems") and item in out):
                out.append(item)
        return out

    def _listed(
        self, words: Mapping[str, Any], schema: Any, name: str, depth: int, wish: Any, sample: Any
    ) -> list[Any]:
        """The items that are wished for or shown, one for each; those that have no place are left out."""
        first = list(words.get("prefixItems", ()))
        if not first and isinstance(wish, list) and takes_all(shape_of(self._state.document, schema), wish):
            return list(wish)
        out = []
        for i, item in enumerate(sample if wish is MISSING else wish):
            inner = first[i] if i < len(first) else schema
            given = (MISSING, item) if wish is MISSING else (item, MISSING)
            try:
                out.append(self._state.make(inner, name, depth + 1, *given))
            except Impossible:
                continue
        return out

    def _contained(self, words: Mapping[str, Any]) -> Any:
        return self._state.make(words["contains"])

    def _another(self, schema: Any, known: list[Any], name: str, depth: int) -> Any:
        for value in shape_of(self._state.document, schema).words.get("enum", ()):
            if value not in known:
                return value
        other = self._state.by_plan(Plan(self._state.plan.depth, examples=False, first=False))
        return other(schema, name, depth + 1)
