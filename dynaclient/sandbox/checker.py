"""Whether a generated or decoded value fits a schema of the document. Never judges a request."""

from __future__ import annotations

from typing import Any

from ..document import Document
from ..document.walk import nests_deeper
from ..schema.complexity import checked_depths, exceeds
from .judged_schemas import judged_schemas
from .limited_validator import limited_validator
from .refusal import reason_among
from .reliefs import SCHEMAS, Direction
from .schema_validator import validator_class

_DEEPEST = 250
"""How many levels of a value are checked."""

_BACKTRACKS = 100_000
"""Backtracking steps allowed for one match."""


class SandboxChecker:
    """Checks values against one schema: by the letter of the document if `strict`, else with the reliefs."""

    def __init__(
        self, document: Document, schema: Any, direction: Direction, *, strict: bool = False, nullable: bool = False
    ) -> None:
        (root,), named = judged_schemas(document, [(schema, "")], direction, strict=strict, nullable=nullable)
        self._schema: Any = {"allOf": [root], "components": {"schemas": named}}
        self._validator = validator_class()(self._schema)
        self._depths = checked_depths(self._schema, lambda reference: named.get(reference.removeprefix(SCHEMAS)))
        self._quickest = limited_validator(self._schema, _BACKTRACKS) or self._validator

    def is_valid(self, value: Any) -> bool:
        """Whether the value fits. A value that is not JSON, or that cannot be checked, never does."""
        levels = self._depths.checked
        if nests_deeper(value, _DEEPEST) or (levels is not None and exceeds(value, levels)):
            return False
        try:
            return bool(self._quickest.is_valid(value))
        except (ValueError, TypeError, RecursionError):
            return False

    def reason(self, value: Any) -> tuple[str, str]:
        """Why a value does not fit, and where in it (`.a.b[0]`)."""
        if nests_deeper(value, _DEEPEST) or exceeds(value, self._depths.checked):
            return "it is nested too deeply.", ""
        errors = list(self._validator.iter_errors(value))
        return reason_among(errors) if errors else ("it cannot be checked.", "")

    def places(self, value: Any) -> list[tuple[str | int, ...]]:
        """The paths of the members that do not fit, following the alternative that comes closest."""
        if exceeds(value, self._depths.reported):
            return []
        return [place for error in self._validator.iter_errors(value) for place in _places(error)]


def _places(error: Any) -> list[tuple[str | int, ...]]:
    branches: dict[Any, list[Any]] = {}
    for inner in error.context or ():
        branches.setdefault(inner.schema_path[0], []).append(inner)
    if branches:
        return [place for inner in min(branches.values(), key=len) for place in _places(inner)]
    path = tuple(error.absolute_path)
    if error.validator in ("additionalProperties", "unevaluatedProperties") and isinstance(error.instance, dict):
        known = error.schema.get("properties", {})
        return [(*path, name) for name in error.instance if name not in known]
    return [path]
