"""The parts of a schema that describe the same value, and how their keywords are merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

MAX_DEPTH = 64
"""Levels of nested `$ref`, `allOf` and alternatives that are read as one schema."""

Lookup = Callable[[str], Any]
"""Reference → the schema it leads to, or None."""


_ADDS = frozenset(("properties", "required", "anyOf", "oneOf", "items", "additionalProperties", "enum"))
"""Keywords that make a schema different from the one that it refers to."""
_CONSTRAINTS = frozenset(("required", "not", "title", "description"))
"""Keywords of a union's branch that only says which properties go together."""


def read_parts(lookup: Lookup, schema: Any, followed: list[str]) -> tuple[list[Mapping[str, Any]], list[str], bool]:
    """The schemas that describe the same value, outer first; the references they begin with; whether one is false."""
    parts: list[Mapping[str, Any]] = []
    chain: list[str] = []
    seen: set[int] = set()
    is_false = False
    waiting: list[tuple[Any, bool, int]] = [(schema, True, 0)]
    while waiting:
        part, head, depth = waiting.pop()
        is_false = is_false or part is False
        if not isinstance(part, Mapping) or id(part) in seen or depth > MAX_DEPTH:
            continue
        seen.add(id(part))
        parts.append(part)
        all_of = part.get("allOf", ())
        # A description beside a `$ref`, or beside an `allOf` with one item, leaves the schema the same as its target.
        same = head and len(all_of) + ("$ref" in part) == 1 and _ADDS.isdisjoint(part)
        waiting += [(item, same, depth + 1) for item in reversed(all_of)]
        if "$ref" in part:
            followed.append(part["$ref"])
            if same:
                chain.append(part["$ref"])
            waiting.append((lookup(part["$ref"]), same, depth + 1))
    return parts, chain, is_false


def unions_in(part: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The branches of each union in one part."""
    if "anyOf" in part:
        yield part["anyOf"]
    if "oneOf" in part:
        yield part["oneOf"]


def distinguishing_union(parts: tuple[Mapping[str, Any], ...]) -> list[Any] | None:
    """The first union whose branches are different kinds of values, or None."""
    for part in parts:
        for union in unions_in(part):
            proper = proper_branches(union)
            if proper and not only_requires(proper):
                return union
    return None


def proper_branches(union: Any) -> tuple[Any, ...]:
    """The branches of a union without null and without those that allow anything."""
    return tuple(branch for branch in union if branch is not True and not is_null_schema(branch))


def only_requires(branches: tuple[Any, ...]) -> bool:
    """Whether branches only say which properties go together."""
    return bool(branches) and all(isinstance(item, Mapping) and _CONSTRAINTS.issuperset(item) for item in branches)


def is_null_schema(schema: Any) -> bool:
    """Whether a branch allows only null."""
    return isinstance(schema, Mapping) and (
        schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None] or schema.get("const", 0) is None
    )


def listed_in(schema: Any) -> list[Any]:
    """The schemas already merged into a property."""
    return schema["allOf"] if isinstance(schema, Mapping) and schema.keys() == {"allOf"} else [schema]


def both_types(known: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """The types that both parts allow (an integer is a number); the first part's if they contradict each other."""
    both = [name for name in known if name in new or (name == "integer" and "number" in new)]
    both += [name for name in new if name == "integer" and "number" in known and name not in both]
    return tuple(both) or known


def both_values(known: list[Any], new: list[Any]) -> list[Any]:
    """The constants that both parts allow; the first part's if they contradict each other."""
    return [value for value in known if any(same_value(value, other) for other in new)] or known


def same_value(one: Any, other: Any) -> bool:
    """Whether two JSON values are the same: true is not 1."""
    return type(one) is type(other) and bool(one == other)


def _outer(known: Any, new: Any) -> Any:
    return known


LIMITS: Mapping[str, Callable[[Any, Any], Any]] = {
    "format": _outer,
    "contentMediaType": _outer,
    "contentEncoding": _outer,
    "minimum": max,
    "exclusiveMinimum": max,
    "maximum": min,
    "exclusiveMaximum": min,
    "multipleOf": _outer,
    "minLength": max,
    "maxLength": min,
    "pattern": _outer,
    "minItems": max,
    "maxItems": min,
    "uniqueItems": lambda known, new: known or new,
    "minProperties": max,
    "maxProperties": min,
}
"""Limit keyword, in the order shown → the function that picks the effective one of two limits."""


def examples_in(part: Mapping[str, Any]) -> Iterator[Any]:
    """The examples in one part."""
    if "example" in part:
        yield part["example"]
    examples = part.get("examples", ())
    yield from examples if isinstance(examples, list) else ()
