"""The parts of a schema that describe the same value, and how what they say of one keyword becomes one thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

MAX_DEPTH = 64
"""Levels of `$ref`, `allOf` and alternatives inside one another that are read as one schema."""

Lookup = Callable[[str], Any]
"""Reference → the schema it leads to, or None."""


_ADDS = frozenset(("properties", "required", "anyOf", "oneOf", "items", "additionalProperties", "enum"))
"""What makes a schema another one than that it refers to."""
_CONSTRAINTS = frozenset(("required", "not", "title", "description"))
"""What a branch of a union may hold that only says which properties go together."""


def read_parts(lookup: Lookup, schema: Any, followed: list[str]) -> tuple[list[Mapping[str, Any]], list[str], bool]:
    """The schemas that describe the same value, outer before inner; the references they begin with; is one false."""
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
        # Beside a reference, and around an `allOf` of one, words of its own still leave it that other schema.
        same = head and len(all_of) + ("$ref" in part) == 1 and _ADDS.isdisjoint(part)
        waiting += [(item, same, depth + 1) for item in reversed(all_of)]
        if "$ref" in part:
            followed.append(part["$ref"])
            if same:
                chain.append(part["$ref"])
            waiting.append((lookup(part["$ref"]), same, depth + 1))
    return parts, chain, is_false


def unions_in(part: Mapping[str, Any]) -> Iterator[list[Any]]:
    """The branches of the unions that one part has."""
    if "anyOf" in part:
        yield part["anyOf"]
    if "oneOf" in part:
        yield part["oneOf"]


def told_apart(parts: tuple[Mapping[str, Any], ...]) -> list[Any] | None:
    """The first union that tells kinds of values apart."""
    for part in parts:
        for union in unions_in(part):
            proper = proper_branches(union)
            if proper and not only_requires(proper):
                return union
    return None


def proper_branches(union: Any) -> tuple[Any, ...]:
    """The branches of a union without null, and without those that admit anything."""
    return tuple(branch for branch in union if branch is not True and not is_null_schema(branch))


def only_requires(branches: tuple[Any, ...]) -> bool:
    """Whether branches only say which properties go together."""
    return bool(branches) and all(isinstance(item, Mapping) and _CONSTRAINTS.issuperset(item) for item in branches)


def is_null_schema(schema: Any) -> bool:
    """Whether a branch admits null and nothing else."""
    return isinstance(schema, Mapping) and (
        schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None] or schema.get("const", 0) is None
    )


def listed_in(schema: Any) -> list[Any]:
    """The schemas that a merged property already has."""
    return schema["allOf"] if isinstance(schema, Mapping) and schema.keys() == {"allOf"} else [schema]


def both_types(known: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """The types that two parts admit, an integer being a number; the first ones where they contradict each other."""
    both = [name for name in known if name in new or (name == "integer" and "number" in new)]
    both += [name for name in new if name == "integer" and "number" in known and name not in both]
    return tuple(both) or known


def both_values(known: list[Any], new: list[Any]) -> list[Any]:
    """The constants that two parts admit; the first ones where they contradict each other."""
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
"""Keywords that narrow a value of a type, in the order in which they are shown → which of two such limits holds."""


def examples_in(part: Mapping[str, Any]) -> Iterator[Any]:
    """The examples that one part gives."""
    if "example" in part:
        yield part["example"]
    examples = part.get("examples", ())
    yield from examples if isinstance(examples, list) else ()
