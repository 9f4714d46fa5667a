"""The limits of one type in schemas that describe the same value, and whether a constant is within those of a case."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import reduce
from typing import Any

from .._support.numbers import is_multiple
from .._support.patterns import python_search
from ..schema.formats import DEFAULT_FORMATS, FORMATS
from .admitted import Bound, Case, Part

OBJECT_RULES = ("propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties")
"""Rules that only objects can break."""

LIMITS: Mapping[str, tuple[tuple[str, Callable[[Any, Any], Any], Any], ...]] = {
    "string": (("minLength", max, 0), ("maxLength", min, math.inf)),
    "array": (("minItems", max, 0), ("maxItems", min, math.inf), ("uniqueItems", max, False)),
    "object": (("minProperties", max, 0), ("maxProperties", min, math.inf)),
}
"""Type → (keyword, the function that picks the narrower of two limits, the limit that admits everything)."""

_FORMATS = {"string": ("format", "contentMediaType", "contentEncoding"), "number": ("format",)}
"""Type → the keywords that name a format of its values."""

_OF_NUMBERS = frozenset(("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float", "double"))


def case_of(kind: str, parts: Iterable[Part], pointer: str, rules: frozenset[Any]) -> Case:
    """A case of a type with its limits, without its members and items."""
    case = Case(kind, pointer, rules=rules)
    schemas = [schema for schema, _ in parts]
    for keyword, narrower, widest in LIMITS.get(kind, ()):
        found = [schema[keyword] for schema in schemas if keyword in schema]
        limit = reduce(narrower, found) if found else widest
        if limit != widest:
            case.limits[keyword] = limit
    if kind == "number":
        spans = [span for schema in schemas if (span := _span(schema.get("format"))) is not None]
        case.lower = _bound([*schemas, *({"minimum": low} for low, _ in spans)], "minimum", "exclusiveMinimum", 1)
        case.upper = _bound([*schemas, *({"maximum": high} for _, high in spans)], "maximum", "exclusiveMaximum", -1)
        multiples = {schema["multipleOf"] for schema in schemas if "multipleOf" in schema}
        if multiples:
            case.limits["multipleOf"] = frozenset(multiples)
    if kind == "string":
        case.patterns = frozenset(schema["pattern"] for schema in schemas if "pattern" in schema)
    case.formats = frozenset(_formats(kind, schemas))
    return case


def _formats(kind: str, schemas: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for schema in schemas:
        for keyword in _FORMATS.get(kind, ()):
            name = schema.get(keyword)
            if (
                isinstance(name, str)
                and _span(name) is None
                and (keyword != "format" or (name in _OF_NUMBERS) == (kind == "number"))
            ):
                yield name if keyword == "format" else f"{keyword} {name}"


def _span(name: Any) -> tuple[int, int] | None:
    """The smallest and largest number of a format that is checked."""
    known = FORMATS.get(name) if isinstance(name, str) else None
    return known.limits if known is not None and known.is_default else None


def _bound(schemas: Iterable[Mapping[str, Any]], inclusive: str, exclusive: str, sign: int) -> Bound:
    """The narrower of all limits on one side; `sign` is 1 for the lower side."""
    found = [
        (sign * schema[keyword], keyword == exclusive)
        for schema in schemas
        for keyword in (inclusive, exclusive)
        if keyword in schema
    ]
    if not found:
        return Bound()
    value, is_exclusive = max(found)
    return Bound(sign * value, is_exclusive)


def is_of_type(value: Any, types: frozenset[str]) -> bool:
    """Whether a value is of one of the JSON types."""
    if value is None:
        return "null" in types
    if isinstance(value, bool):
        return "boolean" in types
    if isinstance(value, (int, float)):
        return "number" in types or ("integer" in types and value == int(value))
    kinds = ((str, "string"), (list, "array"), (Mapping, "object"))
    return any(isinstance(value, kind) and name in types for kind, name in kinds)


def only_values_of(kind: str, types: frozenset[str], values: Iterable[Any]) -> tuple[Any, ...]:
    """The constants of one type."""
    wanted = frozenset((kind, "integer")) & types if kind == "number" else frozenset((kind,))
    return tuple(value for value in values if value is not None and is_of_type(value, wanted))


def within_limits(case: Case, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The constants of a case that its limits for numbers and texts leave; those of other types are all left."""
    leaves = {"number": _admits_number, "string": _may_admit_text}.get(case.type)
    return values if leaves is None else tuple(value for value in values if leaves(case, value))


def admits(case: Case, value: Any) -> bool:
    """Whether a constant is certain to be admitted by a case. A value with members is only known by equality."""
    if case.values is not None:
        return any(isinstance(value, bool) == isinstance(known, bool) and value == known for known in case.values)
    if case.is_plain and not case.is_integer:
        return True
    if case.rules or isinstance(value, (list, Mapping)):
        return False
    check = _CHECKS.get(case.type)
    return check is None or check(case, value)


def _admits_number(case: Case, value: Any) -> bool:
    lower, upper = case.lower, case.upper
    if lower.value is not None and (value < lower.value or (lower.is_exclusive and value == lower.value)):
        return False
    if upper.value is not None and (value > upper.value or (upper.is_exclusive and value == upper.value)):
        return False
    if case.is_integer and value != int(value):
        return False
    return all(is_multiple(value, step) for step in case.limits.get("multipleOf", ()))


def _admits_text(case: Case, value: str) -> bool:
    return _fits_text(case, value, FORMATS.keys(), unread=False)


def _may_admit_text(case: Case, value: str) -> bool:
    """Whether no limit is certain to refuse a text: patterns that nothing reads and lenient formats do not."""
    return _fits_text(case, value, DEFAULT_FORMATS, unread=True)


def _fits_text(case: Case, value: str, formats: Collection[str], *, unread: bool) -> bool:
    """Whether a text is within the limits of a case.

    Args:
        formats: those that count.
        unread: what a pattern says that nothing can read.
    """
    if not case.limits.get("minLength", 0) <= len(value) <= case.limits.get("maxLength", math.inf):
        return False
    for pattern in case.patterns:
        search = python_search(pattern)
        if not (unread if search is None else search(value)):
            return False
    checks = [FORMATS[name].admits for name in case.formats if name in formats]
    return all(check is None or check(value) for check in checks)


_CHECKS: Mapping[str, Callable[[Case, Any], bool]] = {"number": _admits_number, "string": _admits_text}


def joined(cases: list[Case]) -> list[Case]:
    """Cases without those of scalars that another one covers; constants of several cases are one list."""
    if len(cases) == 1 or cases[0].type in ("object", "array"):
        return cases
    plain = [case for case in cases if case.is_plain]
    widest = next((case for case in plain if not case.is_integer), None)
    if widest is not None:
        return [widest]
    if plain:
        return [plain[0], *(case for case in cases if not case.is_integer)]
    listed = [case for case in cases if case.values is not None and not case.rules]
    if len(listed) < 2:
        return cases
    first = listed[0]
    first.values = tuple(dict.fromkeys(value for case in listed for value in case.values or ()))
    first.is_integer = all(case.is_integer for case in listed)
    return [case for case in cases if case is first or case not in listed]
