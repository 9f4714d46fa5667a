"""Generates one value of a schema by one plan: how many levels, whether from examples, which alternatives.

Does not guarantee a valid value, because it does not follow every keyword. `values` checks the result, and tries
another plan.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from ..document import Document
from ..types import MISSING
from . import texts
from .clock import EPOCH
from .granting import granted, is_hopeless, is_plain_wish, is_scalar, takes_null, unset
from .reliefs import Direction
from .scalars import fits, number, takes_all
from .shape import Shape, shape_of, with_alternative
from .text_hints import hinted_text
from .wishes import ABSENT, TEXT_NAMES, UNSET, Moment, Remembered

_MAX_DEPTH = 14
_BUDGET = 600
_TIMES = re.compile(r"([a-z]_at|[a-z]At|timestamp|^created)$")
"""Names of numbers that are times."""

_VALUES = 0.7
"""How often a plan that chooses at random prefers other values to null."""

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
        self._rng = rng
        self._direction = direction
        self._plan = plan
        self._known = known or {}
        self._is_valid = is_valid
        self._nullable = nullable
        self._active: list[str] = []
        self._left = _BUDGET
        self._makers: dict[str, Callable[[Shape, str, int, Any, Any], Any]] = {
            "object": self._object,
            "array": self._array,
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
        self._left -= 1
        shape = shape_of(self._document, schema)
        return self._within(shape, name, depth, wish, sample)

    def _within(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        is_free = wish is MISSING or not isinstance(wish, (dict, list))
        if is_free and (
            depth > _MAX_DEPTH or any(self._active.count(reference) > 1 for reference in shape.outline.followed)
        ):
            raise Impossible
        self._active.extend(shape.outline.followed)
        try:
            return self._of_shape(shape, name, depth, wish, sample)
        finally:
            del self._active[len(self._active) - len(shape.outline.followed) :]

    def _of_shape(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        if shape.outline.is_false:
            raise Impossible
        given = granted(shape, wish, sample, nullable=self._nullable)
        if given is not MISSING:
            return deepcopy(given)
        if wish is UNSET or is_hopeless(wish, shape):
            wish = MISSING
        if wish is MISSING:
            if sample is not MISSING and not isinstance(sample, (dict, list)) and fits(sample, shape):
                return sample
            if self._plan.examples and sample is MISSING:
                for example in self._examples(shape):
                    if fits(example, shape) and not (example is None and self._wants_value(shape)):
                        return deepcopy(example)
        elif isinstance(wish, dict) and sample is MISSING and self._plan.examples and not isinstance(wish, Remembered):
            sample = next((example for example in self._examples(shape) if isinstance(example, dict)), MISSING)
        if shape.unions:
            return self._union(shape, name, depth, wish, sample)
        values = shape.words.get("enum")
        if values:
            return deepcopy(self._one_of([v for v in values if v is not None] or values))
        for kind in self._kinds(shape, wish):
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

    def _kinds(self, shape: Shape, wish: Any = MISSING) -> list[str]:
        words = shape.words
        types = [kind for kind in shape.types if kind != "null"] or ([] if not shape.types else ["null"])
        if types:
            wanted = "object" if isinstance(wish, dict) else "array" if isinstance(wish, list) else ""
            return sorted(types, key=lambda kind: kind != wanted) if wanted else types
        if "properties" in words or "additionalProperties" in words or "required" in words or isinstance(wish, dict):
            return ["object"]
        if "items" in words or "prefixItems" in words or isinstance(wish, list):
            return ["array"]
        if any(word in words for word in ("minimum", "maximum", "multipleOf")):
            return ["number"]
        return ["string"]

    def _one_of(self, values: list[Any]) -> Any:
        return values[0] if self._plan.first else self._rng.choice(values)

    # alternatives

    def _union(self, shape: Shape, name: str, depth: int, wish: Any = MISSING, sample: Any = MISSING) -> Any:
        alternatives = list(shape.unions[0])
        if not self._plan.first:
            self._rng.shuffle(alternatives)
        if self._plan.first or self._rng.random() < _VALUES:
            alternatives.sort(key=self._is_null)
        guide = sample if wish is MISSING else wish
        if guide is not MISSING:
            scores = [self._score(shape, item, guide) for item in alternatives]
            alternatives = [alternatives[i] for i in sorted(range(len(scores)), key=lambda i: -scores[i])]
        failure: Impossible | None = None
        for alternative in alternatives:
            chosen = with_alternative(self._document, shape, alternative)
            chosen.unions.extend(shape.unions[1:])
            added = chosen.outline.followed[len(shape.outline.followed) :]
            if any(self._active.count(reference) > 1 for reference in added):
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

    def _score(self, shape: Shape, alternative: Any, guide: Any) -> float:
        """How well an alternative can hold what is wished for."""
        fits_whole = not isinstance(guide, Moment) and self._fits_whole(alternative, guide)
        if fits_whole and not isinstance(guide, dict):
            return 100
        chosen = with_alternative(self._document, shape, alternative)
        if isinstance(guide, dict):
            score = 3.0 if fits_whole else 0.0
            for name, item in guide.items():
                described = chosen.members.get(name)
                if described is None:
                    score -= 0.1
                    continue
                inner = shape_of(self._document, described)
                values = inner.words.get("enum")
                if values:
                    score += 5 if item in values else -5 if isinstance(item, (str, int)) else 0
                else:
                    score += 1
            missing = set(chosen.words.get("required", ())) - set(guide)
            return score - 0.2 * len(missing) if chosen.members else score - 1
        if isinstance(guide, list):
            return 10 if "array" in self._kinds(chosen, guide) else 0
        if isinstance(guide, str):
            if "string" in chosen.types:
                return 20
            names = set(chosen.members)
            return 5 if names & set(TEXT_NAMES) else 2 if "array" in chosen.types else 0
        return 10 if is_plain_wish(guide, chosen) else 0

    def _fits_whole(self, alternative: Any, guide: Any) -> bool:
        try:
            return self._is_valid is not None and self._is_valid(alternative, guide)
        except (TypeError, ValueError):  # a mark inside it
            return False

    def _is_null(self, alternative: Any) -> bool:
        return isinstance(alternative, Mapping) and alternative.get("type") in ("null", ["null"])

    # objects

    def _object(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> dict[str, Any]:
        words = shape.words
        required = set(words.get("required", ()))
        wishes = dict(wish) if isinstance(wish, dict) else self._text_wish(shape, wish)
        shown = sample if isinstance(sample, dict) else {}
        is_wished = isinstance(wish, dict) or isinstance(sample, dict)
        out: dict[str, Any] = {}
        for member, schema in shape.members.items():
            if self._is_unsent(schema):
                continue
            demanded = member in required
            asked, given = wishes.get(member, MISSING), shown.get(member, MISSING)
            if asked in (ABSENT, UNSET, None) and not demanded and self._is_left_out(asked, schema):
                continue
            if asked is ABSENT:
                asked = MISSING
            if not demanded and asked is MISSING and given is MISSING:
                if depth >= self._plan.depth or self._left <= 0:
                    continue
                if shown or isinstance(wish, Remembered):
                    continue  # what is known leaves it out
            try:
                out[member] = self.make(schema, member, depth + 1, asked, given)
            except Impossible:
                if demanded:
                    raise
        if not out and self._plan.depth and not is_wished and words.get("maxProperties") != 0:
            out = self._something(shape, depth)
        extra = words.get("additionalProperties", True)
        for member in words.get("required", ()):
            if member not in out and member not in shape.members and extra is not False:
                inner = extra if isinstance(extra, Mapping) else {}
                out[member] = self.make(
                    inner, member, depth + 1, wishes.get(member, MISSING), shown.get(member, MISSING)
                )
        self._free_members(out, shape, depth, wishes if isinstance(wish, dict) else shown)
        self._extend(out, shape, depth, is_wished=is_wished)
        most = words.get("maxProperties")
        while most is not None and len(out) > most and (spare := [m for m in out if m not in required]):
            del out[spare[-1]]
        return out

    def _is_left_out(self, asked: Any, schema: Any) -> bool:
        """Whether an optional member that is to be empty, unset or null has to be absent for that."""
        if asked is ABSENT:
            return True
        shape = shape_of(self._document, schema)
        return not takes_null(shape) and not shape.unions if asked is None else unset(shape) is MISSING

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
                    out[member] = self.make(extra if isinstance(extra, Mapping) else {}, member, depth + 1, asked)
                except Impossible:
                    continue

    def _something(self, shape: Shape, depth: int) -> dict[str, Any]:
        """One optional member, so that the object is not empty: a form cannot express an empty object."""
        sent = [(member, schema) for member, schema in shape.members.items() if not self._is_unsent(schema)]
        if self._direction == "response":
            sent.sort(key=lambda item: not is_scalar(shape_of(self._document, item[1])))
        for member, schema in sent:
            try:
                return {member: self.make(schema, member, depth + 1)}
            except Impossible:
                continue
        return {}

    def _extend(self, out: dict[str, Any], shape: Shape, depth: int, *, is_wished: bool = False) -> None:
        """Members beyond the declared ones, if the schema is a map or has `minProperties`."""
        words = shape.words
        extra = words.get("additionalProperties", True)
        wanted = int(words.get("minProperties", 0))
        is_map = isinstance(extra, Mapping) and bool(extra) and not shape.members
        if is_map and not wanted and not is_wished and depth < self._plan.depth and self._left > 0:
            wanted = 1
        patterns = words.get("patternProperties") or {}
        if not (out or is_wished) and patterns and extra is False and wanted == 0 and depth < self._plan.depth:
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
        return self._direction in shape_of(self._document, schema).unsent

    # arrays

    def _array(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> list[Any]:
        words = shape.words
        schema = words.get("items", {})
        least, most = int(words.get("minItems", 0)), words.get("maxItems")
        if isinstance(wish, str):
            wish = [wish]
        if isinstance(wish, list) or (wish is MISSING and isinstance(sample, list)):
            out = self._listed(words, schema, name, depth, wish, sample)
            wanted = max(least, len(out))
        else:
            out = [self.make(item, name, depth + 1) for item in words.get("prefixItems", ())]
            is_wanted = depth <= self._plan.depth or (self._direction == "request" and self._plan.depth > 0)
            wanted = max(least, 1 if is_wanted and self._left > 0 else 0)
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

    def _listed(
        self, words: Mapping[str, Any], schema: Any, name: str, depth: int, wish: Any, sample: Any
    ) -> list[Any]:
        """The items that are wished for or shown, one for each; those that have no place are left out."""
        first = list(words.get("prefixItems", ()))
        if not first and isinstance(wish, list) and takes_all(shape_of(self._document, schema), wish):
            return list(wish)
        out = []
        for i, item in enumerate(sample if wish is MISSING else wish):
            inner = first[i] if i < len(first) else schema
            given = (MISSING, item) if wish is MISSING else (item, MISSING)
            try:
                out.append(self.make(inner, name, depth + 1, *given))
            except Impossible:
                continue
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

    def _string(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> str:
        words = shape.words
        form, patterns = str(words.get("format", "")), list(words.get("pattern", ()))
        least, most = int(words.get("minLength", 0)), None if "maxLength" not in words else int(words["maxLength"])
        if not (form or patterns):
            hinted = hinted_text(name, shape.outline.description, self._rng)
            if hinted is not None and len(hinted) >= least and (most is None or len(hinted) <= most):
                return hinted
        return texts.text(self._rng, form=form, patterns=patterns, least=least, most=most)

    def _number(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        return self._found(number(shape.words, self._rng, whole=False))

    def _integer(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> Any:
        if self._direction == "response" and _TIMES.search(name) and shape.words.keys() <= {"type", "format"}:
            return int(EPOCH) + self._rng.randint(0, 999)
        return self._found(number(shape.words, self._rng, whole=True))

    @staticmethod
    def _found(made: Any) -> Any:
        if made is None:
            raise Impossible
        return made

    def _boolean(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> bool:
        return bool(self._one_of([True, False]))

    def _null(self, shape: Shape, name: str, depth: int, wish: Any, sample: Any) -> None:
        return None
