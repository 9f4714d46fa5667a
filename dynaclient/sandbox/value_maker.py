"""Generates one value of a schema by one plan: how many levels, whether from examples, which alternatives.

Does not guarantee a valid value, because it does not follow every keyword. `values` checks the result, and tries
another plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from ..document import Document
from ..types import MISSING
from . import texts
from .alternatives import is_null, score
from .array_maker import ArrayMaker
from .clock import EPOCH
from .generation import Generation, Impossible, KindMaker, Plan
from .granting import granted, is_hopeless
from .object_maker import ObjectMaker
from .reliefs import Direction
from .scalars import fits, number
from .shape import Shape, kinds_of, shape_of, with_alternative
from .text_hints import hinted_text
from .wishes import UNSET, Remembered

_MAX_DEPTH = 14
_TIMES = re.compile(r"([a-z]_at|[a-z]At|timestamp|^created)$")
"""Names of numbers that are times."""

_VALUES = 0.7
"""How often a plan that chooses at random prefers other values to null."""

FILE = "binary"
"""The format of a string that represents bytes."""


class Maker:
    """Generates values; use a new instance for each value.

    Args:
        known: reference → examples in the document of the schema it leads to.
        is_valid: whether a value fits a schema, to choose the alternative that a wish is for.
        nullable: whether a wish for null is granted where the schema has a `nullable` that its version does not have.
    """

    def __init__(
        self,
        document: Document,
        rng: Random,
        direction: Direction,
        plan: Plan,
        known: Mapping[str, Sequence[Any]] | None = None,
        is_valid: Callable[[Any, Any], bool] | None = None,
        *,
        nullable: bool = False,
    ) -> None:
        self._document = document
        self._state = Generation(
            document,
            rng,
            direction,
            plan,
            self.make,
            self.make_part,
            lambda other: Maker(document, rng, direction, other).make,
        )
        self._known = known or {}
        self._is_valid = is_valid
        self._nullable = nullable
        self._active: list[str] = []
        self._makers: dict[str, KindMaker] = {
            "object": ObjectMaker(self._state).make,
            "array": ArrayMaker(self._state).make,
            "string": self._string,
            "number": self._number,
            "integer": self._integer,
            "boolean": self._boolean,
            "null": self._null,
        }

    def make(self, schema: Any, name: str = "", depth: int = 0, wish: Any = MISSING, sample: Any = MISSING) -> Any:
        """A value of a schema.

        Args:
            name: the member that will hold it.
            wish: what it is to hold (see `wishes`).
            sample: an example, for what is not wished for.

        Raises:
            Impossible: this plan finds no value.
        """
        return self.make_part(shape_of(self._document, schema), name, depth, wish, sample)

    def make_part(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        """`make` where the shape is known."""
        self._state.left -= 1
        followed = shape.outline.followed
        is_free = wish is MISSING or not isinstance(wish, (dict, list))
        if is_free and (depth > _MAX_DEPTH or (followed and self._is_circular(followed))):
            raise Impossible
        if not followed:
            return self._of_shape(shape, name, depth, wish, sample)
        self._active.extend(followed)
        try:
            return self._of_shape(shape, name, depth, wish, sample)
        finally:
            del self._active[len(self._active) - len(followed) :]

    def _is_circular(self, references: Sequence[str]) -> bool:
        """Whether one of these references leads to what is being made for the second time."""
        return any(self._active.count(reference) > 1 for reference in references)

    def _of_shape(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        if shape.outline.is_false:
            raise Impossible
        if wish is not MISSING:
            given = granted(shape, wish, sample, nullable=self._nullable)
            if given is not MISSING:
                return _own(given)
            if wish is UNSET or is_hopeless(wish, shape):
                wish = MISSING
        if wish is MISSING:
            if sample is not MISSING and not isinstance(sample, (dict, list)) and fits(sample, shape):
                return sample
            if self._state.plan.examples and sample is MISSING:
                for example in self._examples(shape):
                    if fits(example, shape) and not (example is None and self._wants_value(shape)):
                        return _own(example)
        elif (
            isinstance(wish, dict)
            and sample is MISSING
            and self._state.plan.examples
            and not isinstance(wish, Remembered)
        ):
            sample = next((example for example in self._examples(shape) if isinstance(example, dict)), MISSING)
        if shape.unions:
            return self._union(shape, name, depth, wish, sample)
        return self._of_types(shape, name, depth, wish, sample)

    def _of_types(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        values = shape.words.get("enum")
        if values:
            return _own(self._one_of([v for v in values if v is not None] or values))
        for kind in kinds_of(shape, wish):
            try:
                return self._makers[kind](shape, name, depth, wish, sample)
            except Impossible:
                continue
        if shape.outline.nullable or "null" in shape.types:
            return None
        raise Impossible

    def _examples(self, shape: Shape) -> Iterator[Any]:
        """The schema's own examples, then the document's examples of the schemas it refers to."""
        yield from shape.examples
        for reference in shape.outline.followed:
            yield from self._known.get(reference, ())

    def _wants_value(self, shape: Shape) -> bool:
        return shape.types != ["null"]

    def _one_of(self, values: list[Any]) -> Any:
        return values[0] if self._state.plan.first else self._state.rng.choice(values)

    def _union(self, shape: Shape, name: str, depth: int, wish: Any = MISSING, sample: Any = MISSING) -> Any:
        alternatives = list(shape.unions[0])
        if not self._state.plan.first:
            self._state.rng.shuffle(alternatives)
        if self._state.plan.first or self._state.rng.random() < _VALUES:
            alternatives.sort(key=is_null)
        guide = sample if wish is MISSING else wish
        if guide is not MISSING:
            scores = [score(self._document, shape, item, guide, self._is_valid) for item in alternatives]
            alternatives = [alternatives[i] for i in sorted(range(len(scores)), key=lambda i: -scores[i])]
        failure: Impossible | None = None
        for alternative in alternatives:
            chosen = with_alternative(self._document, shape, alternative, others=True)
            added = chosen.outline.followed[len(shape.outline.followed) :]
            if added and self._is_circular(added):
                continue
            self._active.extend(added)
            try:
                return self._of_shape(chosen, name, depth + 1, wish, sample)
            except Impossible as error:
                failure = error
            finally:
                if added:
                    del self._active[len(self._active) - len(added) :]
        if shape.outline.nullable:
            return None
        raise failure or Impossible

    def _string(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> str:
        words = shape.words
        form, patterns = str(words.get("format", "")), list(words.get("pattern", ()))
        least, most = int(words.get("minLength", 0)), None if "maxLength" not in words else int(words["maxLength"])
        if not (form or patterns):
            hinted = hinted_text(name, shape.description, self._state.rng)
            if hinted is not None and len(hinted) >= least and (most is None or len(hinted) <= most):
                return hinted
        return texts.text(self._state.rng, form=form, patterns=patterns, least=least, most=most)

    def _number(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        return self._found(number(shape.words, self._state.rng, whole=False))

    def _integer(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        if self._state.direction == "response" and _TIMES.search(name) and shape.words.keys() <= {"type", "format"}:
            return int(EPOCH) + self._state.rng.randint(0, 999)
        return self._found(number(shape.words, self._state.rng, whole=True))

    @staticmethod
    def _found(made: Any) -> Any:
        if made is None:
            raise Impossible
        return made

    def _boolean(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> bool:
        return bool(self._one_of([True, False]))

    def _null(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> None:
        return None


def _own(value: Any) -> Any:
    """The value, which its holder may change."""
    return deepcopy(value) if isinstance(value, (Mapping, list)) else value
