"""Decide whether a value fits a closure, and list the failures: with jsonschema-rs, or jsonschema if it has no wheel.

Both return the same records, so the rest of the package does not know which one is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from .._support.patterns import SIZE_LIMIT, has_large_count, large_search, pattern_problem, usable_pattern
from ..document.copying import copied
from ..document.walk import iter_objects, nests_deeper
from .closure import Closure
from .complexity import Depths, checked_depths, exceeds
from .failure import Failure, Path
from .formats import FORMATS
from .interpreter import SharingInterpreter

MAX_NESTING = 500
"""Levels of a value that are checked against a recursive schema, since the engine recurses on the stack."""


class Engine(Protocol):
    """A compiled closure."""

    def is_valid(self, value: Any) -> bool:
        """Whether the value fits.

        Raises:
            ValueError, TypeError: the value is not JSON.
            RecursionError: it is nested too deeply to be checked.
        """
        ...

    def failures(self, value: Any) -> list[Failure]:
        """Every keyword that fails. Raises RecursionError if the value is nested too deeply."""
        ...


_UNUSABLE = "unusable-schema"
"""The kind of problem that a schema is which the engine refuses (`document.place.KINDS`)."""


def compile_closure(closure: Closure, drop: Callable[[str, str, str], None]) -> Engine:
    """An engine for the closure.

    Args:
        drop: called with (reference, kind of problem, what) for each keyword that is left out because the engine cannot
            use it.
    """
    depths = checked_depths(closure.schema, closure.target)
    if depths.checked == -1:
        return _BoundedEngine(closure, _Accepting(), depths)
    engine = _compile(closure, drop)
    return engine if depths.checked is None else _BoundedEngine(closure, engine, depths)


def _compile(closure: Closure, drop: Callable[[str, str, str], None]) -> Engine:
    import decimal  # noqa: F401  # imported here, Ctrl-C is an exception; inside jsonschema_rs it is a panic

    try:
        import jsonschema_rs  # noqa: F401
    except ImportError:
        from .jsonschema_engine import PythonEngine

        return PythonEngine(closure)
    return _compile_rust(closure, drop)


def _compile_rust(closure: Closure, drop: Callable[[str, str, str], None]) -> Engine:
    import jsonschema_rs

    schema = closure.schema
    options: dict[str, Any] = {"validate_formats": True, "formats": _OWN_FORMATS, "offline": True}
    if closure.has_large_counts:
        schema = copied(schema, str, finish=_with_large_patterns)
        options["keywords"] = {_LARGE: _LargePattern}
        options["pattern_options"] = jsonschema_rs.FancyRegexOptions(size_limit=SIZE_LIMIT)
    for _ in range(100):
        try:
            validator = jsonschema_rs.Draft202012Validator(schema, **options)
            return _RustEngine(validator, recursive=closure.is_recursive)
        except jsonschema_rs.ValidationError as error:
            path = tuple(error.instance_path)
            keyword = next((i for i in range(len(path), 0, -1) if isinstance(path[i - 1], str)), 0)
            if not keyword:
                break
            where, message = path[:keyword], error.message
        except ValueError as error:
            found = _bad_pattern(schema)
            if found is None:
                drop(closure.origin, _UNUSABLE, f"the schema cannot be compiled: {error}")
                return _Accepting()
            where, pattern = found
            drop(closure.reference(where), "unusable-pattern", pattern_problem(pattern))
        else:
            drop(closure.reference(where), _UNUSABLE, f"`{where[-1]}` cannot be used: {message}")
        schema = _without(schema, where)
    drop(closure.origin, _UNUSABLE, "the schema cannot be compiled")
    return _Accepting()


_OWN_FORMATS = {name: form.admits for name, form in FORMATS.items() if form.admits and not form.is_native}

_LARGE = "x-large-pattern"
"""Replaces `pattern` if the engine cannot hold its counts; `_LargePattern` checks it."""


class _LargePattern:
    """The keyword `x-large-pattern`, in the form that jsonschema-rs wants."""

    def __init__(self, parent: Any, pattern: str, path: Any) -> None:
        self._search = large_search(pattern)

    def validate(self, value: Any) -> None:
        """Raise ValueError if a text does not match."""
        if isinstance(value, str) and self._search is not None and self._search(value) is None:
            raise ValueError


def _with_large_patterns(schema: dict[str, Any]) -> dict[str, Any]:
    pattern = schema.get("pattern")
    if pattern is not None and has_large_count(pattern) and usable_pattern(pattern) and large_search(pattern):
        del schema["pattern"]
        schema[_LARGE] = pattern
    return schema


def _bad_pattern(schema: Any) -> tuple[Path, str] | None:
    """The path and text of a pattern that cannot be used, or None."""
    for node, path in iter_objects(schema):
        if isinstance(node.get("pattern"), str) and not usable_pattern(node["pattern"]):
            return (*path, "pattern"), node["pattern"]
        for name in node.get("patternProperties") or ():
            if not usable_pattern(name, of_names=True):
                return (*path, "patternProperties", name), name
    return None


def _without(node: Any, path: Path) -> Any:
    """A copy without the member at `path`; everything off that path is shared."""
    key = path[0]
    if isinstance(node, list):
        i = int(key)
        return [*node[:i], True if len(path) == 1 else _without(node[i], path[1:]), *node[i + 1 :]]
    if len(path) == 1:
        return {k: v for k, v in node.items() if k != key}
    return {**node, key: _without(node[key], path[1:])}


class _Accepting:
    """Replaces a schema that no engine can use: it accepts every value."""

    def is_valid(self, value: Any) -> bool:
        return True

    def failures(self, value: Any) -> list[Failure]:
        return []


class TooComplexError(RecursionError):
    """A value cannot be checked, because schemas apply to it in too many ways."""


class _BoundedEngine:
    """An engine for the values that it can check within the limits of `complexity`.

    Other values fit if the interpreter, which judges shared branches once, finds that they do.
    """

    def __init__(self, closure: Closure, engine: Engine, depths: Depths) -> None:
        self._closure = closure
        self._engine = engine
        self._depths = depths

    def is_valid(self, value: Any) -> bool:
        if not exceeds(value, self._depths.checked):
            return self._engine.is_valid(value)
        if SharingInterpreter(self._closure, _PATIENCE).fits(value):
            return True
        raise TooComplexError

    def failures(self, value: Any) -> list[Failure]:
        if exceeds(value, self._depths.reported):
            raise TooComplexError
        return self._engine.failures(value)


_PATIENCE = 200_000
"""Schemas interpreted for one value that no engine may check; about a second."""


class _RustEngine:
    def __init__(self, validator: Any, *, recursive: bool) -> None:
        self._validator = validator
        self.is_valid = self._is_valid if recursive else validator.is_valid

    def _is_valid(self, value: Any) -> bool:
        if nests_deeper(value, MAX_NESTING):
            raise RecursionError
        return bool(self._validator.is_valid(value))

    def failures(self, value: Any) -> list[Failure]:
        if nests_deeper(value, _REPORTED_NESTING):
            raise RecursionError
        return [_from_rust(error) for error in self._validator.iter_errors(value)]


_REPORTED_NESTING = 250
"""Levels of a value that jsonschema-rs copies into its errors; it raises ValueError beyond."""


def _from_rust(error: Any) -> Failure:
    kind = error.kind.name
    path = tuple(error.schema_path)
    if kind == _LARGE:
        path = (*path[:-1], "pattern")
    keyword = kind if kind in ("falseSchema", "propertyNames") else str(path[-1])
    details = error.kind.as_dict()
    names: Iterable[Any] = details.get("unexpected", ())
    if "property" in details:
        names = [details["property"]]
    context = details.get("context", ())
    return Failure(
        tuple(error.instance_path),
        path,
        keyword,
        tuple(str(name) for name in names),
        tuple(tuple(_from_rust(inner) for inner in branch) for branch in context),
    )
