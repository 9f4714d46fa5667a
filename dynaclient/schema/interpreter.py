"""Check a value by interpreting the schema keyword by keyword, which is faster than an engine for the first few values.

Loading the engine and compiling a schema costs as much as about a hundred checks, and more memory than the rest of a
first call; a program that calls an operation once never needs it. The interpreter leaves to the engine what it cannot
decide for certain (patterns, multiples, rare keywords), and every value that does not fit, since it finds no reasons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .closure import DEFS, Closure
from .formats import FORMATS
from .marks import ADDED, WAS, WRAPS

ALLOWANCE = 1000
"""Schemas interpreted for one closure before it is compiled: a few dozen small values, or one large one."""

Verdict = bool | None
"""Whether a value fits; None if the interpreter cannot decide."""


class Interpreter:
    """Interprets one closure until its allowance is used up.

    Source: JSON Schema 2020-12, Core section 10 (applicators) and Validation section 6 (assertions).
    """

    def __init__(self, closure: Closure, allowance: int = ALLOWANCE) -> None:
        self._schema = closure.schema
        self._defs: Mapping[str, Any] = closure.schema.get("$defs", {}) if isinstance(closure.schema, dict) else {}
        self._left = allowance

    @property
    def is_spent(self) -> bool:
        """Whether the allowance is used up; then no more values are checked."""
        return self._left <= 0

    def fits(self, value: Any) -> bool:
        """Whether the value certainly fits."""
        try:
            return self.judge(self._schema, value) is True
        except RecursionError:  # nested deeper than Python can recurse; the engine has its own limit
            return False

    def judge(self, schema: Any, value: Any) -> Verdict:
        """The verdict on a value and one schema of the closure: every keyword must hold."""
        if schema is True or schema is False:
            return bool(schema)
        self._left -= 1
        if self._left < 0:
            return None
        return _every(
            _CHECKS.get(keyword, _unknown)(self, operand, value, schema)
            for keyword, operand in schema.items()
            if keyword not in _SILENT
        )

    def referred(self, reference: str) -> Any:
        """The target of a reference of the closure."""
        return self._defs[reference.removeprefix(DEFS)]


class SharingInterpreter(Interpreter):
    """Judges a schema and a value once, however many branches lead to them."""

    def __init__(self, closure: Closure, allowance: int) -> None:
        super().__init__(closure, allowance)
        self._known: dict[tuple[int, int], Verdict] = {}

    def judge(self, schema: Any, value: Any) -> Verdict:
        """The verdict on a value and one schema of the closure; undecided where they lead back to themselves."""
        pair = id(schema), id(value)
        if pair not in self._known:
            self._known[pair] = None
            self._known[pair] = super().judge(schema, value)
        return self._known[pair]


def _every(verdicts: Iterable[Verdict]) -> Verdict:
    """Whether all hold; stops at the first that does not."""
    verdict: Verdict = True
    for found in verdicts:
        if found is False:
            return False
        if found is None:
            verdict = None
    return verdict


def _any(verdicts: Iterable[Verdict]) -> Verdict:
    """Whether any holds; stops at the first that does."""
    verdict: Verdict = False
    for found in verdicts:
        if found:
            return True
        if found is None:
            verdict = None
    return verdict


def _unknown(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    """A keyword that only the engine can check."""
    return None


def _type(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    names = _NAMES_OF.get(type(value))
    if names is None:  # not a JSON value, such as a tuple or a date
        return None
    if type(value) is float and value.is_integer():
        names = ("integer", "number")
    return operand in names if isinstance(operand, str) else any(name in operand for name in names)


def _enum(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return _any(_equal(item, value) for item in operand)


def _const(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return _equal(operand, value)


def _equal(item: Any, value: Any) -> Verdict:
    """Whether two JSON values are the same; None if one is not a scalar. True is not 1, but 1.0 is."""
    kind, other = type(value), type(item)
    if kind is str or kind is bool or kind is type(None):
        return kind is other and item == value
    if kind in _NUMBERS:
        return other in _NUMBERS and item == value
    return None if other in (dict, list) or kind not in (dict, list) else False


def _ref(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return reader.judge(reader.referred(operand), value)


def _all_of(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return _every(reader.judge(part, value) for part in operand)


def _any_of(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return _any(reader.judge(part, value) for part in operand)


def _one_of(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    verdicts = [reader.judge(part, value) for part in operand]
    return None if None in verdicts else verdicts.count(True) == 1


def _not(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    found = reader.judge(operand, value)
    return None if found is None else not found


def _required(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return all(name in value for name in operand) if type(value) is dict else _unlike(value)


def _properties(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    if type(value) is not dict:
        return _unlike(value)
    return _every(reader.judge(operand[name], item) for name, item in value.items() if name in operand)


def _additional(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    if type(value) is not dict:
        return _unlike(value)
    if "patternProperties" in schema or any(type(name) is not str for name in value):
        return None
    declared = schema.get("properties", {})
    return _every(reader.judge(operand, item) for name, item in value.items() if name not in declared)


def _property_names(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    return _every(reader.judge(operand, name) for name in value) if type(value) is dict else _unlike(value)


def _items(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    if type(value) is not list:
        return _unlike(value)
    return None if "prefixItems" in schema else _every(reader.judge(operand, item) for item in value)


def _unique(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    if type(value) is not list or operand is False:
        return _unlike(value)
    return len(set(value)) == len(value) if all(type(item) is str for item in value) else None


def _format(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
    if type(value) is not str:
        return _unlike(value)
    form = FORMATS[operand]
    if form.is_native and not form.is_default:  # rare: left to the native check
        return None
    return form.admits is None or form.admits(value)


def _unlike(value: Any) -> Verdict:
    """The verdict of a keyword for another type: it holds for JSON values; anything else is undecided."""
    return True if type(value) in _NAMES_OF else None


def _sized(kinds: Any, holds: Callable[[Any, Any], bool], size: Callable[[Any], Any]) -> Any:
    """The check of a limit for values of certain types."""

    def check(reader: Interpreter, operand: Any, value: Any, schema: Any) -> Verdict:
        return holds(size(value), operand) if type(value) in kinds else _unlike(value)

    return check


def _itself(value: Any) -> Any:
    return value


def _at_least(size: Any, limit: Any) -> bool:
    return bool(size >= limit)


def _at_most(size: Any, limit: Any) -> bool:
    return bool(size <= limit)


_NUMBERS = (int, float)
_TEXT, _LIST, _OBJECT = (str,), (list,), (dict,)

_NAMES_OF: dict[type, tuple[str, ...]] = {
    str: ("string",),
    int: ("integer", "number"),
    float: ("number",),
    bool: ("boolean",),
    type(None): ("null",),
    list: ("array",),
    dict: ("object",),
}
"""Python type → its types in JSON Schema."""

_SILENT = frozenset(["$defs", "discriminator", WAS, WRAPS, ADDED])
"""Keywords of a closure that constrain nothing."""

_CHECKS: dict[str, Callable[[Interpreter, Any, Any, Any], Verdict]] = {
    "$ref": _ref,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "allOf": _all_of,
    "anyOf": _any_of,
    "oneOf": _one_of,
    "not": _not,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _property_names,
    "items": _items,
    "uniqueItems": _unique,
    "format": _format,
    "minimum": _sized(_NUMBERS, _at_least, _itself),
    "maximum": _sized(_NUMBERS, _at_most, _itself),
    "exclusiveMinimum": _sized(_NUMBERS, lambda size, limit: bool(size > limit), _itself),
    "exclusiveMaximum": _sized(_NUMBERS, lambda size, limit: bool(size < limit), _itself),
    "minLength": _sized(_TEXT, _at_least, len),
    "maxLength": _sized(_TEXT, _at_most, len),
    "minItems": _sized(_LIST, _at_least, len),
    "maxItems": _sized(_LIST, _at_most, len),
    "minProperties": _sized(_OBJECT, _at_least, len),
    "maxProperties": _sized(_OBJECT, _at_most, len),
}
"""Keyword → its check. Only the engine can check any other."""
