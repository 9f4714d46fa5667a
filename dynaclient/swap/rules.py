"""Rules of a schema that are compared as a whole (`not`, `if`, `contains`, …), as keys: equal for equal rules."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from ..document.walk import DATA, NAMED

WHOLE = ("not", "if", "then", "else", "contains", "minContains", "maxContains", "unevaluatedItems")
"""Rules of any value or of arrays. `then`, `else` and the counts belong to the rule before them."""

_TOGETHER = {"if": ("if", "then", "else"), "contains": ("contains", "minContains", "maxContains")}

_TEXTS = frozenset(("title", "description", "example", "examples", "externalDocs", "$comment", "deprecated", "default"))

_UNORDERED = frozenset(("required", "enum", "type", "allOf", "anyOf", "oneOf"))

_DEEPEST = 40


class RuleKeys:
    """Makes keys of rules; follows references.

    Args:
        target: reference → schema.
    """

    def __init__(self, target: Callable[[str], Any]) -> None:
        self._target = target

    def of(self, schema: Mapping[str, Any], keywords: Iterable[str] = WHOLE) -> Iterator[tuple[str, str]]:
        """(keyword, key) for each rule in a schema."""
        for keyword in keywords:
            if keyword not in schema or keyword in ("then", "else", "minContains", "maxContains"):
                continue
            if keyword != "not" and schema[keyword] in (True, {}):
                continue
            names = _TOGETHER.get(keyword, (keyword,))
            rule = {name: schema[name] for name in names if name in schema}
            yield keyword, json.dumps(self._canonical(rule, ()), sort_keys=True, default=str)

    def _canonical(self, value: Any, path: tuple[str, ...], *, names: bool = False) -> Any:
        if isinstance(value, list):
            return [self._canonical(item, path) for item in value]
        if not isinstance(value, Mapping):
            return value
        if not names and isinstance(value.get("$ref"), str):
            return self._followed(value, path)
        out = {}
        for key, item in value.items():
            if not names and (key in _TEXTS or str(key).startswith("x-")):
                continue
            out[key] = (
                item if key in DATA and not names else self._canonical(item, path, names=not names and key in NAMED)
            )
            if not names and key in _UNORDERED and isinstance(out[key], list):
                out[key] = sorted(out[key], key=lambda one: json.dumps(one, sort_keys=True, default=str))
        return out

    def _followed(self, value: Mapping[str, Any], path: tuple[str, ...]) -> Any:
        reference = value["$ref"]
        if reference in path or len(path) >= _DEEPEST:
            return {"circle": len(path) - path.index(reference) if reference in path else "deep"}
        target = self._canonical(self._target(reference), (*path, reference))
        beside = self._canonical({key: item for key, item in value.items() if key != "$ref"}, path)
        return {"allOf": [beside, target]} if beside else target
