"""Valid values of schemas: examples first, then generated from a seed, each checked against its schema.

Answers are valid by the letter of the document; requests are read with the reliefs. Chooses among plans and repairs
values that are almost valid; `value_maker` generates a single value.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from copy import deepcopy
from random import Random
from typing import Any

from ..document import Document
from ..errors import DocumentError
from ..model import Operation
from ..types import MISSING
from .checker import SandboxChecker
from .generation import Impossible, Plan
from .reliefs import Direction
from .shape import shape_of
from .value_maker import Maker
from .wishes import copied, without_wish

_PLANS = (
    Plan(),
    Plan(depth=0),
    Plan(examples=False),
    Plan(depth=1, examples=False),
    Plan(depth=0, examples=False),
    *(Plan(depth=depth, examples=False, first=False) for depth in (3, 0, 1, 0, 2, 0, 1, 0, 0, 0, 0, 0)),
)
_MOST_FOREIGN = 64
"""Schemas from requests that are kept compiled."""

_CONCESSIONS = 8
"""How often a wish is cut down before the next plan."""

_MINIMAL = (Plan(depth=0), Plan(depth=0, examples=False), *_PLANS)


class Values:
    """Generates values of a document's schemas, and caches the checkers. Thread-safe.

    Args:
        seed: the same seed gives the same values for the same arguments.
        operations: their examples are used wherever the schema they belong to is referenced.
        letter: follow the letter where it differs from what is meant: a `nullable` that is not a keyword of its
            version, or has no type beside it, has no effect, and no answer fits two alternatives of a `oneOf`. By
            default null is answered there, and what was asked for comes before the `oneOf`.
    """

    def __init__(
        self,
        document: Document,
        seed: int | str = 0,
        operations: Iterable[Operation] = (),
        *,
        letter: bool = False,
    ) -> None:
        self._letter = letter
        self._nullable = not letter
        self._document = document
        self._seed = seed
        known = _known_examples(operations)
        self._makers: dict[Direction, Maker] = {
            direction: Maker(document, direction, known, self.is_valid, nullable=self._nullable)
            for direction in ("request", "response")
        }
        self._checkers: dict[tuple[int | str, Direction, bool], tuple[Any, SandboxChecker]] = {}
        self._foreign: dict[str, Values] = {}
        self._fitting: tuple[SandboxChecker, Any] | None = None
        self._lock = threading.RLock()

    @property
    def document(self) -> Document:
        """The document whose schemas they are of."""
        return self._document

    def checker(self, schema: Any, direction: Direction, *, strict: bool | None = None) -> SandboxChecker:
        """The checker of a schema, created once.

        Args:
            strict: whether to follow the letter of the document; by default for answers only.
        """
        strict = direction == "response" if strict is None else strict
        is_reference = isinstance(schema, dict) and len(schema) == 1 and "$ref" in schema
        key = schema["$ref"] if is_reference else id(schema), direction, strict
        found = self._checkers.get(key)
        if found is not None:
            return found[1]
        with self._lock:
            if key not in self._checkers:  # keeps the schema alive, so that its id is not reused
                self._checkers[key] = (
                    schema,
                    SandboxChecker(self._document, schema, direction, strict=strict, nullable=self._nullable),
                )
            return self._checkers[key][1]

    def is_valid(self, schema: Any, value: Any, direction: Direction = "response") -> bool:
        """Whether a value fits: an answer by the letter of the document, a request with the reliefs."""
        return self.checker(schema, direction).is_valid(value)

    def fits(self, schema: Any, value: Any) -> bool:
        """Whether an answer fits that nobody changes any more: the one that fitted last is not checked again."""
        checker, known = self.checker(schema, "response"), self._fitting
        if known is not None and known[0] is checker and known[1] is value:
            return True
        fits = checker.is_valid(value)
        if fits:
            self._fitting = checker, value
        return fits

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
        shown: bool = True,
    ) -> Any:
        """A valid generated value, ignoring examples of the whole value.

        Args:
            shown: whether to use the examples of its parts.

        Where no answer is found that is valid by the letter, one is made that is valid with the reliefs.
        """
        for strict in (True, False) if direction == "response" else (False,):
            checker = self.checker(schema, direction, strict=strict)
            dice = rng or Random(f"{self._seed}:{key}")  # noqa: S311  # repeatable, no secret
            for plan in _MINIMAL if small else _PLANS:
                if plan.examples and not shown:
                    continue
                try:
                    made = self._makers[direction].make(schema, dice, plan)
                except (Impossible, RecursionError):
                    continue
                made = self._repaired(checker, made)
                if made is not MISSING:
                    return made
        return MISSING

    def wished(self, schema: Any, wish: Any, *, sample: Any = MISSING, key: str = "") -> Any:
        """A valid answer that holds as much as its schema allows of what is wished for.

        Args:
            wish: a value, or the members of one, with the marks of `wishes`. Where a part of it makes the answer
                invalid, that part is left out.
            sample: an example of the whole value, for what is not wished for.
            key: what the value is for, as for `value`.

        Returns:
            `MISSING` if no valid value was found.
        """
        checker, maker = self.checker(schema, "response"), self._makers["response"]
        for plan, shown in ((_PLANS[0], sample), (_PLANS[0], MISSING), (_PLANS[1], MISSING), (_PLANS[2], MISSING)):
            asked, is_own = wish, False
            for _ in range(_CONCESSIONS):
                try:
                    made = maker.make(schema, f"{self._seed}:{key}", plan, asked, shown)
                except (Impossible, RecursionError):
                    break
                if checker.is_valid(made):
                    self._fitting = checker, made
                    return made
                if not is_own:
                    asked, is_own = copied(wish), True
                places = checker.places(made)
                given_up = [without_wish(asked, place) for place in places]
                if not any(given_up):
                    repaired = self._repaired(checker, deepcopy(made))
                    if repaired is not MISSING:
                        return repaired
                    if asked and not self._letter and self.checker(schema, "response", strict=False).is_valid(made):
                        return made  # the alternatives of a `oneOf` overlap: what is asked for comes before its letter
                    break
        return self.value(schema, key=key, examples=() if sample is MISSING else (sample,))

    def of_foreign(self, schema: Any, *, key: str = "") -> Any:
        """A valid value of a JSON Schema that is not part of the document; `MISSING` if there is none.

        References inside it lead into the schema itself (`#/$defs/…`).
        """
        if not isinstance(schema, dict) or not schema:
            return {}
        text = json.dumps(schema, sort_keys=True)
        with self._lock:
            found = self._foreign.get(text)
            if found is None:
                if len(self._foreign) >= _MOST_FOREIGN:
                    self._foreign.clear()
                found = self._foreign[text] = Values(_document_of(schema), self._seed)
        try:
            return found.value({"$ref": "#/components/schemas/Root"}, key=key)
        except DocumentError:
            return MISSING

    def _repaired(self, checker: SandboxChecker, value: Any) -> Any:
        """The value, if necessary without the members that make it invalid; `MISSING` if that is not enough."""
        for _ in range(6):
            if checker.is_valid(value):
                return value
            changed = [without_wish(value, place) for place in checker.places(value)]
            if not any(changed):
                return MISSING
        return MISSING


def _document_of(schema: dict[str, Any]) -> Document:
    """A document with one schema, whose references lead into itself."""
    root = {**schema, "$id": schema["$id"] if isinstance(schema.get("$id"), str) else "urn:schema-of-a-request"}
    return Document(
        {"openapi": "3.1.0", "info": {}, "paths": {}, "components": {"schemas": {"Root": root}}}, cache=False
    )


def _known_examples(operations: Iterable[Operation]) -> dict[str, list[Any]]:
    """Reference → examples of the answers whose schema is just that reference."""
    found: dict[str, list[Any]] = {}
    for operation in operations:
        for response in operation.responses.values():
            for media_type in response.content.values():
                if media_type.schema is not None and isinstance(media_type.schema.get("$ref"), str):
                    found.setdefault(media_type.schema["$ref"], []).extend(media_type.examples.values())
    return found
