"""Says whether a value fits a closure, and lists the failures: jsonschema-rs, or jsonschema where that has no wheel.

Both give the same record, so that nothing behind this module knows which one answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from ..patterns import usable_pattern
from .closure import Closure

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """One keyword that a value does not satisfy.

    Attributes:
        path: into the value.
        schema_path: into the closure, ending with the keyword; `$ref`s are followed, so it starts at `$defs` there.
        keyword: the keyword.
        names: the property names that are meant, for `required`, `additionalProperties` and their like.
        context: for `anyOf` and `oneOf`, the failures of each alternative.
    """

    path: Path
    schema_path: Path
    keyword: str
    names: tuple[str, ...] = ()
    context: tuple[tuple[Failure, ...], ...] = ()


class Engine(Protocol):
    """A compiled closure."""

    def is_valid(self, value: Any) -> bool:
        """Whether the value fits. Raises ValueError or TypeError for a value that is not JSON."""
        ...

    def failures(self, value: Any) -> list[Failure]:
        """Every keyword that does not hold."""
        ...


def compile_closure(closure: Closure, drop: Callable[[str, str], None]) -> Engine:
    """An engine for the closure.

    Args:
        drop: told (reference, what) of each keyword that the engine cannot use; it is left out, the rest is checked.
    """
    try:
        import jsonschema_rs  # noqa: F401
    except ImportError:
        return _PythonEngine(closure)
    return _compile_rust(closure, drop)


def _compile_rust(closure: Closure, drop: Callable[[str, str], None]) -> Engine:
    import jsonschema_rs

    schema = closure.schema
    for _ in range(100):
        try:
            return _RustEngine(jsonschema_rs.Draft202012Validator(schema, validate_formats=False, offline=True))
        except jsonschema_rs.ValidationError as error:
            path = tuple(error.instance_path)
            keyword = next((i for i in range(len(path), 0, -1) if isinstance(path[i - 1], str)), 0)
            if not keyword:
                break
            where, message = path[:keyword], error.message
        except ValueError as error:
            found = _bad_pattern(schema)
            if found is None:
                drop(closure.origin, f"the schema cannot be compiled: {error}")
                return _Accepting()
            where, message = found, "it is no regular expression"
        drop(closure.reference(where), f"`{where[-1]}` cannot be used: {message}")
        schema = _without(schema, where)
    drop(closure.origin, "the schema cannot be compiled")
    return _Accepting()


def _bad_pattern(schema: Any) -> Path | None:
    stack: list[tuple[Any, Path]] = [(schema, ())]
    while stack:
        node, path = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str) and not usable_pattern(node["pattern"]):
                return (*path, "pattern")
            for name in node.get("patternProperties") or ():
                if isinstance(name, str) and not usable_pattern(name):
                    return (*path, "patternProperties", name)
            stack.extend((value, (*path, key)) for key, value in node.items() if key not in ("enum", "const"))
        elif isinstance(node, list):
            stack.extend((value, (*path, i)) for i, value in enumerate(node))
    return None


def _without(node: Any, path: Path) -> Any:
    """A copy without the member at `path`; everything beside the way to it is shared."""
    key = path[0]
    if isinstance(node, list):
        i = int(key)
        return [*node[:i], True if len(path) == 1 else _without(node[i], path[1:]), *node[i + 1 :]]
    if len(path) == 1:
        return {k: v for k, v in node.items() if k != key}
    return {**node, key: _without(node[key], path[1:])}


class _Accepting:
    """Stands in for a schema that no engine can use: the document is checked against reality, not worshipped."""

    def is_valid(self, value: Any) -> bool:
        return True

    def failures(self, value: Any) -> list[Failure]:
        return []


class _RustEngine:
    def __init__(self, validator: Any) -> None:
        self._validator = validator

    def is_valid(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))

    def failures(self, value: Any) -> list[Failure]:
        return [_from_rust(error) for error in self._validator.iter_errors(value)]


def _from_rust(error: Any) -> Failure:
    kind = error.kind.name
    keyword = kind if kind in ("falseSchema", "propertyNames") else str(error.schema_path[-1])
    details = error.kind.as_dict()
    names: Iterable[Any] = details.get("unexpected", ())
    if "property" in details:
        names = [details["property"]]
    context = details.get("context", ())
    return Failure(
        tuple(error.instance_path),
        tuple(error.schema_path),
        keyword,
        tuple(str(name) for name in names),
        tuple(tuple(_from_rust(inner) for inner in branch) for branch in context),
    )


class _PythonEngine:
    def __init__(self, closure: Closure) -> None:
        import jsonschema

        checks = {"pattern": _pattern, "patternProperties": _pattern_properties}
        cls: Any = jsonschema.validators.extend(  # type: ignore[no-untyped-call]
            jsonschema.Draft202012Validator, checks
        )
        self._validator = cls(closure.schema)
        self._closure = closure

    def is_valid(self, value: Any) -> bool:
        return bool(self._validator.is_valid(value))

    def failures(self, value: Any) -> list[Failure]:
        out: dict[Failure, None] = {}
        for error in self._validator.iter_errors(value):
            for failure in self._from_python(error, (), ()):
                out[failure] = None
        return list(out)

    def _from_python(self, error: Any, path: Path, schema_path: Path) -> Iterable[Failure]:
        path = (*path, *error.relative_path)
        schema_path = self._resolved((*schema_path, *error.relative_schema_path))
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
            names = [tuple(n for n in error.instance if n not in known and not any(re.search(p, n) for p in patterns))]
        branches: dict[Any, list[Failure]] = {}
        for inner in error.context or ():
            index = inner.relative_schema_path[0]
            branches.setdefault(index, []).extend(self._from_python(inner, path, schema_path))
        keyword = "falseSchema" if error.validator is None else str(error.validator)
        if "propertyNames" in schema_path[-2:-1]:
            keyword = "propertyNames"
        for group in names:
            yield Failure(path, schema_path, keyword, group, tuple(map(tuple, branches.values())))

    def _resolved(self, path: Path) -> Path:
        """A path as jsonschema gives it (through `$ref`s) as the place in the closure that it ends at."""
        out: list[str | int] = []
        node: Any = self._closure.schema
        for token in path:
            if token == "$ref" and isinstance(node, dict):
                name = node["$ref"].removeprefix("#/$defs/")
                out = ["$defs", name]
                node = self._closure.schema["$defs"][name]  # type: ignore[index]
            else:
                out.append(token)
                if isinstance(node, dict):
                    node = node.get(token)
                elif isinstance(node, list) and isinstance(token, int):
                    node = node[token]
        return tuple(out)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Any:
    """`pattern` for jsonschema: an expression that `re` cannot read is not checked."""
    if isinstance(instance, str) and usable_pattern(pattern) and not re.search(pattern, instance):
        import jsonschema

        yield jsonschema.ValidationError(f"{instance!r} does not match {pattern!r}")


def _pattern_properties(validator: Any, patterns: Any, instance: Any, schema: Any) -> Any:
    if not isinstance(instance, dict):
        return
    for pattern, inner in patterns.items():
        if usable_pattern(pattern):
            for name, value in instance.items():
                if re.search(pattern, name):
                    yield from validator.descend(value, inner, path=name, schema_path=pattern)
