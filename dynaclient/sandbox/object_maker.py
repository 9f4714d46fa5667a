"""Generates objects: which members one has, and a value for each. Compiled once for each shape."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from ..types import MISSING
from . import texts
from .generation import MAX_DEPTH, Generation, Impossible, MakePart, PartMaker
from .granting import granted_classes, is_scalar, unset
from .shape import Shape, members_sent
from .wishes import ABSENT, TEXT_NAMES, UNSET, Remembered


class _Member(NamedTuple):
    """A member that is declared and sent.

    Attributes:
        granted: the classes of what is granted as it is, without asking its maker.
        is_scalar: whether neither an object nor a list fits.
        unset: the single value that it is when nobody has set it; `MISSING` if its maker has to be asked.
        absent_for: what may be wished for that it can only be by being absent.
    """

    name: str
    make: MakePart
    is_required: bool
    granted: frozenset[type]
    is_scalar: bool
    unset: Any
    absent_for: tuple[Any, ...]


_NONE: Mapping[str, Any] = {}
_MARKS = (type(ABSENT), type(None))


def object_maker(maker: PartMaker, shape: Shape, name: str) -> MakePart:
    """What makes objects of a shape."""
    return _Objects(maker, shape).make


class _Objects:
    """Makes the objects of one shape."""

    def __init__(self, maker: PartMaker, shape: Shape) -> None:
        words = shape.words
        self._maker = maker
        self._shape = shape
        self._text_name = next((text for text in TEXT_NAMES if text in shape.members), "")
        extra = words.get("additionalProperties", True)
        self._extra = extra
        self._is_closed = extra is False
        self._extra_schema = extra if isinstance(extra, Mapping) else {}
        self._required = words.get("required", ())
        undeclared = [member for member in self._required if member not in shape.members]
        self._undeclared = [] if extra is False else undeclared
        self._takes_free = extra is not False and not shape.members
        self._is_map = isinstance(extra, Mapping) and bool(extra) and not shape.members
        self._patterns: Mapping[str, Any] = words.get("patternProperties") or {}
        self._names = words.get("propertyNames")
        self._least, self._most = int(words.get("minProperties", 0)), words.get("maxProperties")
        self._extends = not _EXTENDING.isdisjoint(words)

    @cached_property
    def _members(self) -> list[_Member]:
        """What is declared and sent; compiled when the first object is made, since schemas lead to themselves."""
        return [
            _Member(
                name,
                self._maker.part(inner, name),
                required,
                granted_classes(inner),
                is_scalar(inner),
                _unset(inner),
                _absent_for(inner),
            )
            for name, _, inner, required in members_sent(self._maker.document, self._shape, self._maker.direction)
        ]

    def make(self, state: Generation, depth: int, wish: Any, sample: Any) -> dict[str, Any]:
        """An object.

        Raises:
            Impossible: the plan finds none.
        """
        is_object = isinstance(wish, dict)
        wishes: Mapping[str, Any] = wish if is_object else self._text_wish(wish)
        members = self._shape.members
        if sample and isinstance(sample, dict) and members and sample.keys().isdisjoint(members):
            sample = MISSING  # an example of something else
        shown: Mapping[str, Any] = sample if isinstance(sample, dict) else _NONE
        is_wished = is_object or isinstance(sample, dict)
        is_spare = bool(shown) or isinstance(wish, Remembered) or depth >= state.plan.depth
        inner_depth = depth + 1
        out = self._declared(state, inner_depth, wishes, shown, is_spare=is_spare)
        if not out and state.plan.depth and not is_wished and self._most != 0:
            out = self._something(state, depth)
        for name in self._undeclared:
            if name not in out:
                asked, given = wishes.get(name, MISSING), shown.get(name, MISSING)
                out[name] = self._part(self._extra_schema, name)(state, inner_depth, asked, given)
        if self._takes_free:
            self._free_members(state, out, depth, wishes if is_object else shown)
        if self._extends:
            self._extend(state, out, depth, is_wished=is_wished)
        if self._most is not None and len(out) > self._most:
            while len(out) > self._most and (spare := [name for name in out if name not in self._required]):
                del out[spare[-1]]
        return out

    def _declared(
        self,
        state: Generation,
        depth: int,
        wishes: Mapping[str, Any],
        shown: Mapping[str, Any],
        *,
        is_spare: bool,
    ) -> dict[str, Any]:
        """The declared members, those that may be left out only as there is room, or as they are asked for."""
        out: dict[str, Any] = {}
        is_shallow = depth <= MAX_DEPTH
        for name, make, is_required, granted, _, when_unset, absent_for in self._members:
            asked = wishes.get(name, MISSING)
            if asked.__class__ in granted and is_shallow:  # most of them
                state.left -= 1
                out[name] = asked
                continue
            if asked is UNSET and when_unset is not MISSING and is_shallow:
                state.left -= 1
                out[name] = when_unset
                continue
            given = shown.get(name, MISSING)
            if is_required:
                if asked is ABSENT:
                    asked = MISSING
            elif asked is MISSING:
                if given is MISSING and (is_spare or state.left <= 0):
                    continue
            elif asked.__class__ in _MARKS and asked in absent_for:
                continue
            try:
                out[name] = make(state, depth, asked, given)
            except Impossible:
                if is_required:
                    raise
        return out

    def _part(self, schema: Any, name: str) -> MakePart:
        return self._maker.of_schema(schema, name)

    def _text_wish(self, wish: Any) -> Mapping[str, Any]:
        """A text that was wished for where an object belongs goes into the member that holds its text."""
        return {self._text_name: wish} if self._text_name and isinstance(wish, str) else _NONE

    def _free_members(self, state: Generation, out: dict[str, Any], depth: int, wishes: Mapping[str, Any]) -> None:
        """Members that the schema does not name, if it is a map: what is wished for."""
        for name, asked in wishes.items():
            if name not in out and asked not in (ABSENT, UNSET):
                try:
                    out[name] = self._part(self._extra_schema, name)(state, depth + 1, asked, MISSING)
                except Impossible:
                    continue

    def _something(self, state: Generation, depth: int) -> dict[str, Any]:
        """One optional member, so that the object is not empty: a form cannot express an empty object."""
        sent = self._members
        if self._maker.direction == "response":
            sent = sorted(sent, key=lambda member: not member.is_scalar)
        for member in sent:
            try:
                return {member.name: member.make(state, depth + 1, MISSING, MISSING)}
            except Impossible:
                continue
        return {}

    def _extend(self, state: Generation, out: dict[str, Any], depth: int, *, is_wished: bool = False) -> None:
        """Members beyond the declared ones, if the schema is a map or has `minProperties`."""
        wanted = self._least
        is_shallow = depth < state.plan.depth
        if self._is_map and not wanted and not is_wished and is_shallow and state.left > 0:
            wanted = 1
        if not (out or is_wished) and self._patterns and self._is_closed and wanted == 0 and is_shallow:
            wanted = 1
        while len(out) < wanted:
            optional = next((member for member in self._members if member.name not in out), None)
            if optional is not None:
                out[optional.name] = optional.make(state, depth + 1, MISSING, MISSING)
                continue
            name, schema = self._new_member(state)
            if name in out:
                raise Impossible
            try:
                out[name] = self._part(schema, name)(state, depth + 1, MISSING, MISSING)
            except Impossible:
                if len(out) < self._least:
                    raise
                return

    def _new_member(self, state: Generation) -> tuple[str, Any]:
        for pattern, schema in self._patterns.items():
            made = texts.from_pattern(pattern, state.rng)
            if made is not None:
                return made, schema
        if self._is_closed:
            raise Impossible
        if isinstance(self._names, Mapping) and self._names:
            return str(self._part(self._names, "name")(state, 0, MISSING, MISSING)), self._extra_schema
        return f"key_{texts.token(state.rng, 6)}", self._extra_schema  # XML has no names that begin with a digit


_EXTENDING = frozenset(("additionalProperties", "minProperties", "patternProperties"))
"""What an object has more members for than those declared."""


def _absent_for(shape: Shape) -> tuple[Any, ...]:
    """What an optional member of a shape has to be absent for."""
    takes_null = shape.takes_null or bool(shape.unions)
    return (ABSENT, *(() if takes_null else (None,)), *((UNSET,) if unset(shape) is MISSING else ()))


def _unset(shape: Shape) -> Any:
    found = MISSING if shape.outline.is_false or shape.outline.nullable != shape.takes_null else unset(shape)
    return MISSING if isinstance(found, (dict, list)) else found
