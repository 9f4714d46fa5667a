"""Generates one value of a schema by one plan: how many levels, whether from examples, which alternatives.

What makes values of a schema is compiled once, a closure for each part of it. Does not guarantee a valid value, because
it does not follow every keyword. `values` checks the result, and tries another plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from math import inf
from random import Random
from typing import Any

from ..document import Document
from ..types import MISSING
from .alternatives import is_null, naming, score
from .array_maker import array_maker
from .generation import MAX_DEPTH, Generation, Impossible, MakePart, Plan
from .granting import granted_classes, granting, is_hopeless
from .object_maker import object_maker
from .reliefs import Direction
from .scalar_makers import SCALAR_MAKERS
from .scalars import fitting
from .shape import Shape, kinds_of, shape_of, with_alternative
from .wishes import UNSET

_VALUES = 0.7
"""How often a plan that chooses at random prefers other values to null."""

_MAX_KEPT = 20_000
"""Parts that are kept compiled; beyond that all are forgotten."""


class Maker:
    """Generates values of a document's schemas in one direction. Thread-safe.

    Args:
        known: reference → examples in the document of the schema it leads to.
        is_valid: whether a value fits a schema, to choose the alternative that a wish is for.
        nullable: whether a wish for null is granted where the schema has a `nullable` that its version does not have.
    """

    def __init__(
        self,
        document: Document,
        direction: Direction,
        known: Mapping[str, Sequence[Any]] | None = None,
        is_valid: Callable[[Any, Any], bool] | None = None,
        *,
        nullable: bool = False,
    ) -> None:
        self.document = document
        self.direction: Direction = direction
        self._known = known or {}
        self._is_valid = is_valid
        self._nullable = nullable
        self._parts: dict[tuple[int, str], tuple[Shape, MakePart]] = {}
        self._kinds = {"object": object_maker, "array": array_maker, **SCALAR_MAKERS}

    def make(self, schema: Any, dice: Random | str, plan: Plan, wish: Any = MISSING, sample: Any = MISSING) -> Any:
        """A value of a schema.

        Args:
            dice: where chance comes from, or its seed.
            wish: what it is to hold (see `wishes`).
            sample: an example, for what is not wished for.

        Raises:
            Impossible: this plan finds no value.
        """
        return self.of_schema(schema)(Generation(dice, plan), 0, wish, sample)

    def of_schema(self, schema: Any, name: str = "") -> MakePart:
        """What makes values of a schema, for a member of this name."""
        return self.part(shape_of(self.document, schema), name)

    def part(self, shape: Shape, name: str) -> MakePart:
        """What makes values of a shape, for a member of this name; compiled once."""
        found = self._parts.get((id(shape), name))
        if found is None:  # keeps the shape alive, so that its id is not reused
            if len(self._parts) >= _MAX_KEPT:
                self._parts.clear()
            made = self._of_shape(shape, name, is_part=True)
            found = self._parts[id(shape), name] = shape, _followed(shape, made)
        return found[1]

    def _of_shape(self, shape: Shape, name: str, *, is_part: bool) -> MakePart:
        """What grants a wish, shows an example, or generates.

        Args:
            is_part: whether it counts as one of the parts of a value, of which there are so many on so many levels.
        """
        cost, deepest = (1, MAX_DEPTH) if is_part else (0, inf)
        if shape.outline.is_false:
            return _impossible(cost)
        fits, grant = fitting(shape), granting(shape, nullable=self._nullable)
        granted = granted_classes(shape)
        generate = self._union(shape, name) if shape.unions else self._of_types(shape, name)
        takes_no_scalar = is_hopeless(shape)
        examples = list(self._examples(shape))
        takes_null = shape.types == ["null"]
        shown = next((item for item in examples if fits(item) and (item is not None or takes_null)), MISSING)
        shown_object = next((item for item in examples if isinstance(item, dict)), MISSING)
        is_shown = shown_object is not MISSING

        def make(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
            state.left -= cost
            if depth > deepest and not isinstance(wish, (dict, list)):
                raise Impossible
            kind = wish.__class__
            if kind in granted:  # most of them
                return wish
            if wish is not MISSING and kind is not dict and kind is not list:
                given = grant(wish, sample)
                if given is not MISSING:
                    return _own(given)
                if wish is UNSET or (takes_no_scalar and not isinstance(wish, (dict, list))):
                    wish = MISSING
            if wish is MISSING:
                if sample is MISSING:
                    if shown is not MISSING and state.plan.examples:
                        return _own(shown)
                elif not isinstance(sample, (dict, list)) and fits(sample):
                    return sample
            elif sample is MISSING and is_shown and state.plan.examples and wish.__class__ is dict:
                sample = shown_object  # what is `Remembered` is known whole
            return generate(state, depth, wish, sample)

        return make

    def _examples(self, shape: Shape) -> Iterator[Any]:
        """The schema's own examples, then the document's examples of the schemas it refers to."""
        yield from shape.examples
        for reference in shape.outline.followed:
            yield from self._known.get(reference, ())

    def _of_types(self, shape: Shape, name: str) -> MakePart:
        """What generates a value of the first type that works."""
        values = shape.words.get("enum")
        if values:
            constants = [value for value in values if value is not None] or values
            return lambda state, depth, wish, sample: _own(state.one_of(constants))
        takes_null = shape.outline.nullable or "null" in shape.types
        if len(shape.kinds) == 1 and shape.types and not takes_null:
            return self._kinds[shape.kinds[0]](self, shape, name)
        makers: dict[str, MakePart] = {}

        def make(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
            for kind in kinds_of(shape, wish):
                if kind not in makers:
                    makers[kind] = self._kinds[kind](self, shape, name)
                try:
                    return makers[kind](state, depth, wish, sample)
                except Impossible:
                    continue
            if takes_null:
                return None
            raise Impossible

        return make

    def _union(self, shape: Shape, name: str) -> MakePart:
        """What makes a value of the alternative that holds most of what is wished for, else of the first that works."""
        makers: dict[int, tuple[tuple[str, ...], MakePart]] = {}  # the alternatives live as long as the shape
        count = len(shape.outline.followed)
        discriminator = shape.outline.discriminator

        def chosen(alternative: Any) -> tuple[tuple[str, ...], MakePart]:
            """The references that are followed for an alternative, and what makes its values."""
            found = makers.get(id(alternative))
            if found is None:
                merged = with_alternative(self.document, shape, alternative, others=True)
                made = self._of_shape(merged, name, is_part=False)
                if discriminator:
                    made = naming(self.document, merged, alternative, discriminator, made)
                found = makers[id(alternative)] = merged.outline.followed[count:], made
            return found

        def make(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
            alternatives = self._in_order(shape, state, wish, sample)
            failure: Impossible | None = None
            for alternative in alternatives:
                added, part = chosen(alternative)
                if added and state.is_circular(added):
                    continue
                state.active.extend(added)
                try:
                    return part(state, depth + 1, wish, sample)
                except Impossible as error:
                    failure = error
                finally:
                    if added:
                        del state.active[len(state.active) - len(added) :]
            if shape.outline.nullable:
                return None
            raise failure or Impossible

        return make

    def _in_order(self, shape: Shape, state: Generation, wish: Any, sample: Any) -> list[Any]:
        """The alternatives, best first."""
        alternatives = list(shape.unions[0])
        if not state.plan.first:
            state.rng.shuffle(alternatives)
        if state.plan.first or state.rng.random() < _VALUES:
            alternatives.sort(key=is_null)
        guide = sample if wish is MISSING else wish
        if guide is MISSING:
            return alternatives
        scores = [score(self.document, shape, item, guide, self._is_valid) for item in alternatives]
        return [alternatives[i] for i in sorted(range(len(scores)), key=lambda i: -scores[i])]


def _followed(shape: Shape, make: MakePart) -> MakePart:
    """The same, unless the references that lead to the shape lead back to themselves."""
    followed = shape.outline.followed
    if not followed:
        return make

    def make_followed(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
        active = state.active
        if state.is_circular(followed) and not isinstance(wish, (dict, list)):
            state.left -= 1
            raise Impossible
        active.extend(followed)
        try:
            return make(state, depth, wish, sample)
        finally:
            del active[len(active) - len(followed) :]

    return make_followed


def _impossible(cost: int) -> MakePart:
    def make(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
        state.left -= cost
        raise Impossible

    return make


def _own(value: Any) -> Any:
    """The value, which its holder may change."""
    return value if value.__class__ in _SINGLE or not isinstance(value, (Mapping, list)) else deepcopy(value)


_SINGLE = frozenset((str, int, float, bool, type(None)))
