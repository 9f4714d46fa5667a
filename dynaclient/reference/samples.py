"""A value that fits a schema, for documents without examples: the document's own values first, then the smallest.

A proposal only: whoever asks for one checks it against the schema.
"""

from __future__ import annotations

from typing import Any

from .._support.patterns import usable_pattern
from ..document import Document
from ..schema import SchemaChecker
from ..schema.view import SchemaView, view
from ..types import MISSING

_FORMATS = {
    "date-time": "2026-01-31T09:30:00Z",
    "date": "2026-01-31",
    "time": "09:30:00Z",
    "duration": "P1D",
    "uuid": "3f0c1f6e-7a55-4c57-9c3e-2f1f0f6a9d11",
    "email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "uri-reference": "/a",
    "byte": "AAAA",
}
_TRIED = ("id-1", "a1", "A1", "1", "100200300400500600", "abc", "ABC", "example", "EXAMPLE", "2026-01-31", "1.0", "/a",
          "USD", "de", "en-US", "+15005550006", "#336699", *_FORMATS.values())  # fmt: skip
"""Texts to try for a pattern: most are typical ids, codes and dates."""

MAX_DEPTH = 12


def sample(document: Document, schema: Any, name: str = "", depth: int = 0) -> Any:
    """A value for a schema, or `MISSING` if none is found.

    Args:
        name: the field's or parameter's name; ids and texts are built from it.
    """
    if depth > MAX_DEPTH:
        return MISSING
    outline = view(document, schema)
    for value in (*outline.constants, *outline.examples, outline.default):
        if value is not MISSING and value is not None:
            return value
    if outline.properties or outline.required:
        return _object(document, outline, depth)
    for branch in outline.alternatives:
        value = sample(document, branch, name, depth + 1)
        if value is not MISSING:
            return value
    kind = next(iter(outline.types), "null" if outline.nullable else "string")
    if kind == "array":
        return _array(document, outline, name, depth)
    if kind == "object":
        return {"key": "value"} if outline.extra is not False else {}
    return _PLAIN[kind](document, outline, name)


def _object(document: Document, outline: SchemaView, depth: int) -> Any:
    out: dict[str, Any] = {}
    wanted = dict.fromkeys((*outline.required, *(outline.together[0] if outline.together else ())))
    if outline.alternatives:  # the fields of the alternative belong to the same object
        inner = sample(document, outline.alternatives[0], depth=depth + 1)
        if isinstance(inner, dict):
            out.update(inner)
    for name in wanted:
        if name in out or view(document, outline.properties.get(name, {})).read_only:
            continue
        value = sample(document, outline.properties.get(name, {}), name, depth + 1)
        if value is MISSING:
            return MISSING
        out[name] = value
    return out


def _array(document: Document, outline: SchemaView, name: str, depth: int) -> Any:
    count = max(1, int(outline.limits.get("minItems", 1)))
    items = [sample(document, item, name, depth + 1) for item in outline.prefix_items]
    filler = {} if outline.items is MISSING else outline.items
    while len(items) < min(count, 50) and filler is not False:
        items.append(sample(document, filler, name, depth + 1))
    return MISSING if any(item is MISSING for item in items) else items


def _string(document: Document, outline: SchemaView, name: str) -> str:
    text = _FORMATS.get(outline.limits.get("format", ""), "")
    if not text:
        text = f"{name.strip('[]') or 'text'}_1" if name.lower().endswith("id") else name.strip("[]") or "text"
    low, high = int(outline.limits.get("minLength", 0)), outline.limits.get("maxLength")
    text = text.ljust(min(low, 4000), "x")
    text = text if high is None else text[: int(high)]
    pattern = outline.limits.get("pattern")
    if pattern is None or not usable_pattern(pattern):
        return text
    matches = SchemaChecker(document, {"pattern": pattern}, None).is_valid  # by ECMA-262, as calls are checked
    if matches(text):
        return text
    fitting = (t for t in _TRIED if matches(t) and low <= len(t) <= (len(t) if high is None else high))
    return next(fitting, text)


def _number(document: Document, outline: SchemaView, name: str) -> float:
    limits = outline.limits
    low = limits.get("minimum", limits.get("exclusiveMinimum"))
    high = limits.get("maximum", limits.get("exclusiveMaximum"))
    value = 1 if low is None else low + ("exclusiveMinimum" in limits and "minimum" not in limits)
    if high is not None and value > high:
        value = high
    step = limits.get("multipleOf")
    return -(-value // step) * step if step else value


_PLAIN: dict[str, Any] = {
    "string": _string,
    "integer": lambda document, outline, name: int(_number(document, outline, name)),
    "number": _number,
    "boolean": lambda document, outline, name: True,
    "null": lambda document, outline, name: None,
}
