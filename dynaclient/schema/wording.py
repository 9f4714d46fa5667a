"""Describe a schema in words: types, limits and the facts of one field, the same everywhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .._support.record import record
from .._support.wording import shown
from ..document import Document
from ..types import MISSING
from .view import SchemaView, types_of, values_of, view

_MAX_NESTED = 8
"""Levels of arrays, maps and alternatives that the description of a type includes."""

_MAX_ALTERNATIVES = 6
"""Alternatives with names that are listed; more are only counted."""

_UNITS = {
    "minLength": ("character", "characters"),
    "maxLength": ("character", "characters"),
    "minItems": ("item", "items"),
    "maxItems": ("item", "items"),
    "minProperties": ("property", "properties"),
    "maxProperties": ("property", "properties"),
}
_LIMITS: Mapping[str, str] = {
    "minimum": "at least {}",
    "exclusiveMinimum": "more than {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {}",
    "maxLength": "at most {}",
    "pattern": "matches {}",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "minProperties": "at least {}",
    "maxProperties": "at most {}",
    "contentMediaType": "media type {}",
    "contentEncoding": "encoded as {}",
}
_RANGES = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_ORDER = (
    *("contentMediaType", "contentEncoding", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties", "multipleOf", "pattern"),
)
_FORMATS_SHOWN = frozenset(("binary", "float", "double"))
"""Formats that the type already shows."""

Title = Callable[[SchemaView], str]


@record
class FieldFacts:
    """The facts shown to people about one field or parameter.

    Attributes:
        type: `string`, `array of integer`, `string or null`, `file`.
        values: the allowed values; if `is_open`, only the known ones.
        format: the declared format, or "" if the type shows it.
        limits: each in a few words.
        default: a value, or `MISSING`.
    """

    type: str
    description: str = ""
    values: tuple[Any, ...] = ()
    is_open: bool = False
    format: str = ""
    limits: tuple[str, ...] = ()
    default: Any = MISSING
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False


def facts_of(document: Document, schema: Any, title: Title = lambda described: "") -> FieldFacts:
    """The facts shown to people about a field.

    Args:
        title: the name of a schema if readers know one, else "".
    """
    described = view(document, schema)
    values, is_open = values_of(document, schema)
    form = described.limits.get("format", "")
    return FieldFacts(
        type_words(document, schema, title),
        described.description.strip(),
        values,
        bool(values) and is_open,
        "" if form in _FORMATS_SHOWN else form,
        limit_words(described),
        described.default,
        described.deprecated,
        described.read_only,
        described.write_only,
    )


def type_words(document: Document, schema: Any, title: Title = lambda described: "", depth: int = 0) -> str:
    """A type in words."""
    described = view(document, schema)
    words = list(described.types)
    names: list[str] = []

    def inner(part: Any) -> str:
        below = view(document, part)
        named = title(below) if below.properties or below.alternatives else ""
        names.append(named)
        return named or type_words(document, part, title, depth + 1)

    if depth >= _MAX_NESTED:
        words = [kind for kind in types_of(document, schema) if kind != "null"]
    elif described.alternatives:
        words = list(dict.fromkeys(map(inner, described.alternatives)))
        if any(names) and len(words) > _MAX_ALTERNATIVES:
            words = [f"one of {len(words)} alternatives"]
    else:
        if described.items is not MISSING and ("array" in words or not words):
            words = _with_members(words or ["array"], "array", inner(described.items))
        if "object" in words and isinstance(described.extra, Mapping) and not described.properties:
            words = _with_members(words, "object", inner(described.extra))
    if described.is_binary:
        words = ["file"]
    if described.nullable and (words or described.is_null):
        words.append("null")
    return " or ".join(dict.fromkeys(words)) or "any"


def _with_members(words: list[str], kind: str, members: str) -> list[str]:
    """The types of a value, with what its items or members are: `array of (string or integer)`."""
    members = f"({members})" if " or " in members else members
    return [f"{kind} of {members}" if word == kind and members != "any" else word for word in words]


def limit_words(described: SchemaView) -> tuple[str, ...]:
    """The limits of a value, each in a few words: `1 to 100`, `at most 64 characters`, `matches ^[a-z]+$`."""
    limits = dict(described.limits)
    for low, _ in _RANGES[1:]:
        if limits.get(low) == 0:
            del limits[low]
    words: dict[str, str] = {}
    for low, high in _RANGES:
        if low in limits and high in limits:
            first, last = limits.pop(low), limits.pop(high)
            words[low] = _range(low, first, last)
    words |= {keyword: limit_text(keyword, limits[keyword]) for keyword in _ORDER if keyword in limits}
    out = [words[keyword] for keyword in _ORDER if keyword in words]
    out += [limit_text("pattern", pattern) for pattern in dict.fromkeys(described.patterns[1:])]
    if limits.get("uniqueItems"):
        out.append("no item twice")
    if described.extra is False and described.properties:
        out.append("no other properties")
    out += [f"with {' and '.join(names)}" for names in described.together]
    return tuple(out)


def limit_text(keyword: str, limit: Any) -> str:
    """One limit: `at least 3 characters`."""
    plain = limit if isinstance(limit, str) else shown(limit)
    text = _counted(limit, keyword) if keyword in _UNITS else plain
    return _LIMITS[keyword].format(text)


def _range(low: str, first: Any, last: Any) -> str:
    if low not in _UNITS:
        return f"{shown(first)} to {shown(last)}"
    return f"exactly {_counted(last, low)}" if first == last else f"{first:,} to {_counted(last, low)}"


def _counted(count: Any, keyword: str) -> str:
    one, many = _UNITS[keyword]
    return f"{count:,} {one if count == 1 else many}"
