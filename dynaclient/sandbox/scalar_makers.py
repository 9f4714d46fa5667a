"""What makes texts, numbers and booleans of a shape, for a member of some name; compiled once for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from . import texts
from .clock import EPOCH
from .dice import number_below
from .generation import Generation, Impossible, MakePart, PartMaker
from .scalars import numbers
from .shape import Shape
from .text_hints import hint_of

_TIMES = re.compile(r"([a-z]_at|[a-z]At|timestamp|^created)$")
"""Names of numbers that are times."""

_NOTHING_ELSE = frozenset(("type", "format"))


def _string(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    words = shape.words
    form, patterns = str(words.get("format", "")), list(words.get("pattern", ()))
    least, most = int(words.get("minLength", 0)), None if "maxLength" not in words else int(words["maxLength"])
    hint = None if form or patterns else hint_of(name, shape.description)

    def make(state: Generation, depth: int, wish: Any, sample: Any) -> str:
        if hint is not None:
            hinted = hint if isinstance(hint, str) else hint(state.rng)
            if len(hinted) >= least and (most is None or len(hinted) <= most):
                return hinted
        return texts.text(state.rng, form=form, patterns=patterns, least=least, most=most)

    return make


def _number(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    return _drawn(shape, whole=False)


def _integer(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    if maker.direction == "response" and _TIMES.search(name) and shape.words.keys() <= _NOTHING_ELSE:
        return lambda state, depth, wish, sample: int(EPOCH) + number_below(state.rng, 1000)
    return _drawn(shape, whole=True)


def _drawn(shape: Shape, *, whole: bool) -> MakePart:
    draw = numbers(shape.words, whole=whole)

    def make(state: Generation, depth: int, wish: Any, sample: Any) -> Any:
        if draw is None:
            raise Impossible
        return draw(state.rng)

    return make


def _boolean(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    return lambda state, depth, wish, sample: bool(state.one_of((True, False)))


def _null(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    return lambda state, depth, wish, sample: None


SCALAR_MAKERS: Mapping[str, Callable[[PartMaker, Shape, str], MakePart]] = {
    "string": _string,
    "number": _number,
    "integer": _integer,
    "boolean": _boolean,
    "null": _null,
}
"""JSON type → what compiles the maker of its values."""
