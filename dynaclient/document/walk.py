"""Walking values in the normal form: which members are maps of names, and which are data that is never searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .names import SCHEMA_MAPS

NAMED = SCHEMA_MAPS.union(
    [
        "$defs",
        "responses",
        "content",
        "headers",
        "encoding",
        "links",
        "schemas",
        "securitySchemes",
        "paths",
        "variables",
    ]
)
"""Members whose keys are names that the document chooses: a property may be called `default` or `$ref`."""

Path = tuple[str | int, ...]

_SCALARS = (str, int, float, type(None))
_PLAIN = frozenset((*_SCALARS, bool))

DATA = frozenset(("example", "examples", "default", "enum", "const"))
"""Members that contain values of the API: a `$ref` in them is not a reference."""


def iter_objects(value: Any) -> Iterator[tuple[Mapping[str, Any], Path]]:
    """Every object in a value whose keys are keywords, with its path. Leaves out maps of names, data and extensions."""
    stack: list[tuple[Any, Path, bool]] = [(value, (), False)]
    while stack:
        node, path, names = stack.pop()
        if isinstance(node, Mapping):
            if not names:
                yield node, path
            for key, item in node.items():
                if isinstance(item, (Mapping, list)) and (names or not (key in DATA or str(key).startswith("x-"))):
                    stack.append((item, (*path, key), not names and key in NAMED))
        elif isinstance(node, list):
            stack.extend((item, (*path, i), False) for i, item in enumerate(node))


def iter_nodes(value: Any) -> Iterator[Mapping[str, Any]]:
    """The objects of `iter_objects` without their paths, which take most of its time."""
    stack: list[tuple[Any, bool]] = [(value, False)]
    while stack:
        node, names = stack.pop()
        if isinstance(node, list):
            stack.extend([(item, False) for item in node if not isinstance(item, _SCALARS)])
        elif isinstance(node, Mapping):
            if not names:
                yield node
            for key, item in node.items():
                if not isinstance(item, _SCALARS) and (names or not (key in DATA or str(key).startswith("x-"))):
                    stack.append((item, not names and key in NAMED))


def iter_references(value: Any) -> Iterator[str]:
    """Every `$ref` in a value."""
    for node in iter_nodes(value):
        reference = node.get("$ref")
        if isinstance(reference, str):
            yield reference


def nests_deeper(value: Any, levels: int, *, widest: int | None = None) -> bool:
    """Whether a value nests deeper than `levels`, or has more than `widest` collections on one level.

    Does not recurse, and with `widest` it ends even for a value that contains itself.
    """
    if isinstance(value, _SCALARS):
        return False
    level = [value]
    for _ in range(levels + 1):
        inner: list[Any] = []
        for node in level:
            kind = node.__class__
            members = node.values() if kind is dict else node if kind is list else _members(node)
            inner += [item for item in members if item.__class__ not in _PLAIN]
        level = inner
        if not level:
            return False
        if widest is not None and len(level) > widest:
            return True
    return True


def _members(value: Any) -> Iterable[Any]:
    if type(value) is dict or isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, (list, tuple)) else ()
