"""Every object of a document as it is written, with its kind and place, but not what schemas and extensions hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .kinds import member_kind
from .place import Place

_LEFT_OUT = frozenset(("data", "schema"))
"""Kinds that are not searched: values of the API, and schemas, which have readers of their own."""


def iter_written(
    root: Mapping[str, Any], uri: str, *, is_2: bool, with_schemas: bool = False
) -> Iterator[tuple[str, Mapping[str, Any], Place]]:
    """Each object once for each kind that it is used as: (kind, object, place)."""
    left_out = frozenset(("data",)) if with_schemas else _LEFT_OUT
    seen: set[tuple[int, str]] = set()
    waiting: list[tuple[Any, Place, str, bool]] = [(root, Place(uri), "root", False)]
    while waiting:
        value, place, kind, is_map = waiting.pop()
        if (id(value), kind) in seen:
            continue
        seen.add((id(value), kind))
        if isinstance(value, list):
            waiting.extend((item, place.child(i), kind, False) for i, item in enumerate(value) if _has_members(item))
            continue
        if not is_map:
            yield kind, value, place
        for key, item in value.items():
            if not _has_members(item):
                continue
            inner, is_inner_map = kind, False
            if not is_map:
                inner, is_inner_map = member_kind(kind, str(key), is_2=is_2, is_object=isinstance(item, Mapping))
            if inner not in left_out:
                waiting.append((item, place.child(key), inner, is_inner_map))


def _has_members(value: Any) -> bool:
    return isinstance(value, (Mapping, list))
