"""Generates objects: which members one has, and a value for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..types import MISSING
from . import texts
from .generation import Generation, Impossible
from .granting import is_scalar, unset
from .shape import Shape, members_sent
from .wishes import ABSENT, TEXT_NAMES, UNSET, Remembered


class ObjectMaker:
    """Makes the objects of one value."""

    def __init__(self, state: Generation) -> None:
        self._state = state

    def make(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> dict[str, Any]:
        """An object of a shape.

        Raises:
            Impossible: this plan finds none.
        """
        words = shape.words
        wishes = dict(wish) if isinstance(wish, dict) else self._text_wish(shape, wish)
        shown = sample if isinstance(sample, dict) else {}
        is_wished = isinstance(wish, dict) or isinstance(sample, dict)
        out: dict[str, Any] = {}
        knows_whole = bool(shown) or isinstance(wish, Remembered)
        state = self._state
        is_spare = knows_whole or depth >= state.plan.depth
        for member, _, part, required in members_sent(state.document, shape, state.direction):
            if is_spare and not required and member not in wishes and member not in shown:
                continue
            asked, given = wishes.get(member, MISSING), shown.get(member, MISSING)
            if not required:
                is_mark = asked is ABSENT or asked is UNSET or asked is None
                if is_mark and _is_left_out(asked, part):
                    continue
                if asked is MISSING and given is MISSING and (is_spare or state.left <= 0):
                    continue
            elif asked is ABSENT:
                asked = MISSING
            try:
                out[member] = state.make_part(part, member, depth + 1, asked, given)
            except Impossible:
                if required:
                    raise
        if not out and self._state.plan.depth and not is_wished and words.get("maxProperties") != 0:
            out = self._something(shape, depth)
        extra = words.get("additionalProperties", True)
        for member in words.get("required", ()):
            if member not in out and member not in shape.members and extra is not False:
                inner = extra if isinstance(extra, Mapping) else {}
                out[member] = self._state.make(
                    inner, member, depth + 1, wishes.get(member, MISSING), shown.get(member, MISSING)
                )
        self._free_members(out, shape, depth, wishes if isinstance(wish, dict) else shown)
        self._extend(out, shape, depth, is_wished=is_wished)
        most = words.get("maxProperties")
        if most is not None and len(out) > most:
            required = words.get("required", ())
            while len(out) > most and (spare := [m for m in out if m not in required]):
                del out[spare[-1]]
        return out

    def _text_wish(self, shape: Shape, wish: Any) -> dict[str, Any]:
        """A text that was wished for where an object belongs goes into the member that holds its text."""
        if not isinstance(wish, str):
            return {}
        for name in TEXT_NAMES:
            if name in shape.members:
                return {name: wish}
        return {}

    def _free_members(self, out: dict[str, Any], shape: Shape, depth: int, wishes: Mapping[str, Any]) -> None:
        """Members that the schema does not name, if it is a map: what is wished for."""
        extra = shape.words.get("additionalProperties", True)
        if extra is False or shape.members:
            return
        for member, asked in wishes.items():
            if member not in out and asked not in (ABSENT, UNSET):
                try:
                    out[member] = self._state.make(
                        extra if isinstance(extra, Mapping) else {}, member, depth + 1, asked
                    )
                except Impossible:
                    continue

    def _something(self, shape: Shape, depth: int) -> dict[str, Any]:
        """One optional member, so that the object is not empty: a form cannot express an empty object."""
        sent = list(members_sent(self._state.document, shape, self._state.direction))
        if self._state.direction == "response":
            sent.sort(key=lambda described: not is_scalar(described.shape))
        for described in sent:
            try:
                return {described.name: self._state.make(described.schema, described.name, depth + 1)}
            except Impossible:
                continue
        return {}

    def _extend(self, out: dict[str, Any], shape: Shape, depth: int, *, is_wished: bool = False) -> None:
        """Members beyond the declared ones, if the schema is a map or has `minProperties`."""
        words = shape.words
        if _EXTENDING.isdisjoint(words):
            return
        extra = words.get("additionalProperties", True)
        wanted = int(words.get("minProperties", 0))
        is_map = isinstance(extra, Mapping) and bool(extra) and not shape.members
        if is_map and not wanted and not is_wished and depth < self._state.plan.depth and self._state.left > 0:
            wanted = 1
        patterns = words.get("patternProperties") or {}
        if not (out or is_wished) and patterns and extra is False and wanted == 0 and depth < self._state.plan.depth:
            wanted = 1
        while len(out) < wanted:
            sent = members_sent(self._state.document, shape, self._state.direction)
            optional = next((described for described in sent if described.name not in out), None)
            if optional is not None:
                out[optional.name] = self._state.make(optional.schema, optional.name, depth + 1)
                continue
            member, schema = self._new_member(words, patterns, extra)
            if member in out:
                raise Impossible
            try:
                out[member] = self._state.make(schema, member, depth + 1)
            except Impossible:
                if len(out) < int(words.get("minProperties", 0)):
                    raise
                return

    def _new_member(self, words: Mapping[str, Any], patterns: Mapping[str, Any], extra: Any) -> tuple[str, Any]:
        names = words.get("propertyNames")
        for pattern, schema in patterns.items():
            made = texts.from_pattern(pattern, self._state.rng)
            if made is not None:
                return made, schema
        if extra is False:
            raise Impossible
        member = (
            self._state.make(names, "name") if isinstance(names, Mapping) and names else texts.token(self._state.rng, 6)
        )
        return str(member), extra if isinstance(extra, Mapping) else {}


_EXTENDING = frozenset(("additionalProperties", "minProperties", "patternProperties"))
"""What an object has more members for than those declared."""


def _is_left_out(asked: Any, shape: Shape) -> bool:
    """Whether an optional member that is to be empty, unset or null has to be absent for that."""
    if asked is ABSENT:
        return True
    return not shape.takes_null and not shape.unions if asked is None else unset(shape) is MISSING
