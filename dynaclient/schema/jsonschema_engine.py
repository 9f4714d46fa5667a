"""The engine for platforms without a jsonschema-rs wheel: jsonschema, with the same results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from .._support.numbers import is_multiple
from .._support.patterns import python_search
from ..document.copying import copied
from ..document.names import ONE_SCHEMA, SCHEMA_LISTS
from ..document.walk import NAMED
from .closure import Closure
from .failure import Failure, Path
from .formats import FORMATS


class PythonEngine:
    """A closure compiled for jsonschema."""

    def __init__(self, closure: Closure) -> None:
        import jsonschema

        checks = {"pattern": _pattern, "patternProperties": _pattern_properties, "multipleOf": _multiple_of}
        cls: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
            jsonschema.Draft202012Validator, checks
        )
        self._closure = replace(closure, schema=_without_false(closure.schema))
        checker = jsonschema.FormatChecker(formats=())
        for name, form in FORMATS.items():
            if form.admits is not None:
                checker.checkers[name] = (_for_text(form.admits), ())
        self._validator = cls(self._closure.schema, format_checker=checker)

    def is_valid(self, value: Any) -> bool:
        """Whether the value fits."""
        return bool(self._validator.is_valid(value))

    def failures(self, value: Any) -> list[Failure]:
        """Every keyword that fails."""
        out: dict[Failure, None] = {}
        for error in self._validator.iter_errors(value):
            for failure in self._from_python(error, (), ()):
                out[failure] = None
        return list(out)

    def _from_python(self, error: Any, path: Path, schema_path: Path) -> Iterable[Failure]:
        path = (*path, *error.relative_path)
        schema_path = self._resolved(schema_path, tuple(error.relative_schema_path), error.schema)
        names: list[tuple[str, ...]] = [()]
        if error.validator == "required":
            names = [(name,) for name in error.validator_value if name not in error.instance]
        elif error.validator == "dependentRequired":
            names = [
                (name,)
                for key, needed in error.validator_value.items()
                if key in error.instance
                for name in needed
                if name not in error.instance
            ]
        elif error.validator == "additionalProperties":
            known = error.schema.get("properties", {})
            patterns = error.schema.get("patternProperties", {})
            names = [tuple(n for n in error.instance if n not in known and not _matches_any(patterns, n))]
        elif error.validator == "unevaluatedProperties":  # jsonschema names them in its message only
            names = [tuple(name for name in error.instance if repr(name) in error.message)]
        branches: dict[Any, list[Failure]] = {}
        for inner in error.context or ():
            index = inner.relative_schema_path[0]
            branches.setdefault(index, []).extend(self._from_python(inner, path, schema_path))
        keyword = str(error.validator)
        if "propertyNames" in schema_path[-2:-1]:
            keyword = "propertyNames"
        elif error.schema is False or (isinstance(error.schema, dict) and _FALSE in error.schema):
            keyword = "falseSchema"
        if keyword == "falseSchema" and error.schema is not False:
            schema_path = schema_path[:-1]
        for group in names:
            yield Failure(path, schema_path, keyword, group, tuple(map(tuple, branches.values())))

    def _resolved(self, start: Path, tokens: Path, schema: Any) -> Path:
        """The place in the closure that `tokens` lead to from `start`; jsonschema omits `$ref`s in its paths.

        Args:
            schema: the schema whose keyword is the last token; it decides if a keyword appears both beside a `$ref`
                and in its target.
        """
        waiting: list[tuple[Path, Any, Path]] = [(start, self._closure.node(start), tokens)]
        found = (*start, *tokens)
        seen: set[tuple[Path, int]] = set()
        while waiting:
            path, node, rest = waiting.pop()
            if (path, len(rest)) in seen:
                continue
            seen.add((path, len(rest)))
            if not rest or (len(rest) == 1 and node is schema):
                if node is schema:
                    return (*path, *rest)
                found = path
            elif isinstance(node, list):
                waiting.append(((*path, rest[0]), node[int(rest[0])], rest[1:]))
            elif isinstance(node, dict):
                if isinstance(node.get("$ref"), str):
                    target = ("$defs", node["$ref"].removeprefix("#/$defs/"))
                    waiting.append((target, self._closure.node(target), rest))
                if rest[0] in node:
                    waiting.append(((*path, rest[0]), node[str(rest[0])], rest[1:]))
        return found


def _for_text(admits: Callable[[str], bool]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, str) or admits(value)


_FALSE = "x-false"
"""Marks a schema that replaces `false`: jsonschema does not report the path of a plain `false`."""

_HOLD = ONE_SCHEMA | SCHEMA_LISTS
_KEPT_FALSE = frozenset(("additionalProperties", "unevaluatedProperties", "unevaluatedItems", "uniqueItems"))
"""Keywords whose `false` jsonschema reports differently, or whose value is not a schema."""


def _without_false(schema: Any) -> Any:
    """A copy of a closure's schema with every `false` schema replaced by an equivalent object."""
    return _spelt_out(copied(schema, str, finish=_with_false_spelt_out))


def _spelt_out(schema: Any) -> Any:
    return {"not": {}, _FALSE: True} if schema is False else schema


def _with_false_spelt_out(schema: dict[str, Any]) -> dict[str, Any]:
    for key, value in schema.items():
        if key in NAMED and isinstance(value, dict):
            schema[key] = {name: _spelt_out(item) for name, item in value.items()}
        elif key in _HOLD and not (key in _KEPT_FALSE and not isinstance(value, dict)):
            schema[key] = [_spelt_out(item) for item in value] if isinstance(value, list) else _spelt_out(value)
    return schema


def _matches_any(patterns: Iterable[str], text: str) -> bool:
    return any(search(text) for p in patterns if (search := python_search(p)) is not None)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
    """`pattern` for jsonschema: an expression that `re` cannot read is not checked."""
    if isinstance(instance, str):
        search = python_search(pattern)
        if search is not None and not search(instance):
            import jsonschema

            yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Any:
    if not isinstance(instance, dict):
        return
    for pattern, inner in patterns.items():
        search = python_search(pattern)
        if search is not None:
            for name, value in instance.items():
                if search(name):
                    yield from validator.descend(value, inner, path=name, schema_path=pattern)


def _multiple_of(validator: Any, step: Any, instance: Any, schema: Any) -> Any:
    """`multipleOf` for jsonschema, in decimal."""
    if isinstance(instance, (int, float)) and not isinstance(instance, bool) and not is_multiple(instance, step):
        import jsonschema

        yield jsonschema.ValidationError(f"{instance!r} is not a multiple of {step!r}")
