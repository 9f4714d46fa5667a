"""Generates one value of a schema by one plan: how many levels, whether from examples, which alternatives.

Does not guarantee a valid value, because it does not follow every keyword. `values` checks the result, and tries
another plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from ..document import Document
from ..schema.view import view
from . import texts
from .reliefs import Direction
from .scalars import fits, number
from .shape import Shape, shape_of, with_alternative

_MAX_DEPTH = 14
_BUDGET = 600
FILE = "binary"
"""The format of a string that represents bytes."""


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


class Maker:
    """Generates values; use a new instance for each value.

    Args:
        known: reference → examples in the document of the schema it leads to.
    """

    def __init__(
        self,
        document: Document,
        rng: Random,
        direction: Direction,
        plan: Plan,
        known: Mapping[str, Sequence[Any]] | None = None,
    ) -> None:
        self._document = document
        self._rng = rng
        self._direction = direction
        self._plan = plan
        self._known = known or {}
        self._active: list[str] = []
        self._left = _BUDGET
        self._makers: dict[str, Callable[[Shape, str, int], Any]] = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "number": self._number,
            "integer": self._integer,
            "boolean": self._boolean,
            "null": self._null,
        }

    def make(self, schema: Any, name: str = "", depth: int = 0) -> Any:
        """A value of a schema. `name` is the member that will hold it.

        Raises:
            Impossible: this plan finds no value.
        """
        self._left -= 1
        shape = shape_of(self._document, schema)
        return self._within(shape, name, depth)

    def _within(self, shape: Shape, name: str, depth: int) -> Any:
        if depth > _MAX_DEPTH or any(self._active.count(reference) > 1 for reference in shape.outline.followed):
            raise Impossible
        self._active.extend(shape.outline.followed)
        try:
            return self._of_shape(shape, name, depth)
        finally:
            del self._active[len(self._active) - len(shape.outline.followed) :]

    def _of_shape(self, shape: Shape, name: str, depth: int) -> Any:
        if shape.outline.is_false:
            raise Impossible
        if self._plan.examples:
            for example in self._examples(shape):
                if fits(example, shape) and not (example is None and self._wants_value(shape)):
                    return deepcopy(example)
        if shape.unions:
            return self._union(shape, name, depth)
        values = shape.words.get("enum")
        if values:
            return deepcopy(self._one_of([v for v in values if v is not None] or values))
        for kind in self._kinds(shape):
            try:
                return self._makers[kind](shape, name, depth)
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

    def _kinds(self, shape: Shape) -> list[str]:
        words = shape.words
        types = [kind for kind in shape.types if kind != "null"] or ([] if not shape.types else ["null"])
        if types:
            return types
        if "properties" in words or "additionalProperties" in words or "required" in words:
            return ["object"]
        if "items" in words or "prefixItems" in words:
            return ["array"]
        if any(word in words for word in ("minimum", "maximum", "multipleOf")):
            return ["number"]
        return ["string"]

    def _one_of(self, values: list[Any]) -> Any:
        return values[0] if self._plan.first else self._rng.choice(values)

    # alternatives

    def _union(self, shape: Shape, name: str, depth: int) -> Any:
        alternatives = list(shape.unions[0])
        if not self._plan.first:
            self._rng.shuffle(alternatives)
        alternatives.sort(key=self._is_null)
        failure: Impossible | None = None
        for alternative in alternatives:
            chosen = with_alternative(self._document, shape, alternative)
            chosen.unions.extend(shape.unions[1:])
            added = chosen.outline.followed[len(shape.outline.followed) :]
            if any(self._active.count(reference) > 1 for reference in added):
                continue
            self._active.extend(added)
            try:
                return self._of_shape(chosen, name, depth + 1)
            except Impossible as error:
                failure = error
            finally:
                if added:
                    del self._active[len(self._active) - len(added) :]
        if shape.outline.nullable:
            return None
        raise failure or Impossible

    def _is_null(self, alternative: Any) -> bool:
        return isinstance(alternative, Mapping) and alternative.get("type") in ("null", ["null"])

    # objects

    def _object(self, shape: Shape, name: str, depth: int) -> dict[str, Any]:
        words = shape.words
        required = set(words.get("required", ()))
        out: dict[str, Any] = {}
        for member, schema in shape.members.items():
            if self._is_unsent(schema):
                continue
            demanded = member in required
            if not demanded and (depth >= self._plan.depth or self._left <= 0):
                continue
            try:
                out[member] = self.make(schema, member, depth + 1)
            except Impossible:
                if demanded:
                    raise
        if not out and self._direction == "request" and self._plan.depth:
            out = self._something(shape, depth)
        extra = words.get("additionalProperties", True)
        for member in words.get("required", ()):
            if member not in out and member not in shape.members and extra is not False:
                out[member] = self.make(extra if isinstance(extra, Mapping) else {}, member, depth + 1)
        self._extend(out, shape, depth)
        most = words.get("maxProperties")
        while most is not None and len(out) > most and (spare := [m for m in out if m not in required]):
            del out[spare[-1]]
        return out

    def _something(self, shape: Shape, depth: int) -> dict[str, Any]:
        """One optional member, so that the object is not empty: a form cannot express an empty object."""
        for member, schema in shape.members.items():
            if not self._is_unsent(schema):
                try:
                    return {member: self.make(schema, member, depth + 1)}
                except Impossible:
                    continue
        return {}

    def _extend(self, out: dict[str, Any], shape: Shape, depth: int) -> None:
        """Members beyond the declared ones, if the schema is a map or has `minProperties`."""
        words = shape.words
        extra = words.get("additionalProperties", True)
        wanted = int(words.get("minProperties", 0))
        is_map = isinstance(extra, Mapping) and bool(extra) and not shape.members
        if is_map and not wanted and depth < self._plan.depth and self._left > 0:
            wanted = 1
        patterns = words.get("patternProperties") or {}
        if not out and patterns and extra is False and wanted == 0 and depth < self._plan.depth:
            wanted = 1
        while len(out) < wanted:
            optional = [m for m in shape.members if m not in out and not self._is_unsent(shape.members[m])]
            if optional:
                out[optional[0]] = self.make(shape.members[optional[0]], optional[0], depth + 1)
                continue
            member, schema = self._new_member(words, patterns, extra)
            if member in out:
                raise Impossible
            try:
                out[member] = self.make(schema, member, depth + 1)
            except Impossible:
                if len(out) < int(words.get("minProperties", 0)):
                    raise
                return

    def _new_member(self, words: Mapping[str, Any], patterns: Mapping[str, Any], extra: Any) -> tuple[str, Any]:
        names = words.get("propertyNames")
        for pattern, schema in patterns.items():
            made = texts.from_pattern(pattern, self._rng)
            if made is not None:
                return made, schema
        if extra is False:
            raise Impossible
        member = self.make(names, "name") if isinstance(names, Mapping) and names else texts.token(self._rng, 6)
        return str(member), extra if isinstance(extra, Mapping) else {}

    def _is_unsent(self, schema: Any) -> bool:
        outline = view(self._document, schema)
        return outline.read_only if self._direction == "request" else outline.write_only

    # arrays

    def _array(self, shape: Shape, name: str, depth: int) -> list[Any]:
        words = shape.words
        out = [self.make(item, name, depth + 1) for item in words.get("prefixItems", ())]
        schema = words.get("items", {})
        least, most = int(words.get("minItems", 0)), words.get("maxItems")
        is_wanted = depth <= self._plan.depth or (self._direction == "request" and self._plan.depth > 0)
        wanted = max(least, 1 if is_wanted and self._left > 0 else 0)
        if most is not None:
            wanted = min(wanted, int(most))
        if "prefixItems" in words and ("items" not in words or schema is False):
            wanted = max(least, len(out)) if schema is not False else len(out)
        for attempt in range(wanted * 8):
            if len(out) >= wanted:
                break
            try:
                item = (
                    self._contained(words)
                    if "contains" in words and attempt == 0
                    else self.make(schema, name, depth + 1)
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

    def _contained(self, words: Mapping[str, Any]) -> Any:
        return self.make(words["contains"])

    def _another(self, schema: Any, known: list[Any], name: str, depth: int) -> Any:
        for value in shape_of(self._document, schema).words.get("enum", ()):
            if value not in known:
                return value
        other = Maker(self._document, self._rng, self._direction, Plan(self._plan.depth, examples=False, first=False))
        return other.make(schema, name, depth + 1)

    # scalars

    def _string(self, shape: Shape, name: str, depth: int) -> str:
        words = shape.words
        return texts.text(
            self._rng,
            form=str(words.get("format", "")),
            patterns=list(words.get("pattern", ())),
            least=int(words.get("minLength", 0)),
            most=None if "maxLength" not in words else int(words["maxLength"]),
        )

    def _number(self, shape: Shape, name: str, depth: int) -> Any:
        return self._found(number(shape.words, self._rng, whole=False))

    def _integer(self, shape: Shape, name: str, depth: int) -> Any:
        return self._found(number(shape.words, self._rng, whole=True))

    @staticmethod
    def _found(made: Any) -> Any:
        if made is None:
            raise Impossible
        return made

    def _boolean(self, shape: Shape, name: str, depth: int) -> bool:
        return bool(self._one_of([True, False]))

    def _null(self, shape: Shape, name: str, depth: int) -> None:
        return None
