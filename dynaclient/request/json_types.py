"""Which of several JSON types a body goes as: by its shape, which bytes show with their first character."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from ..model import MediaType
from ..model.media_types import JSON, essence
from .writing.files import is_chunks

_FOR: Mapping[str, tuple[str, ...]] = {
    "array": ("application/json-patch+json", JSON, "", "application/merge-patch+json"),
    "object": (JSON, "application/merge-patch+json", "", "application/json-patch+json"),
    "scalar": (JSON, "", "application/merge-patch+json", "application/json-patch+json"),
}
"""JSON types by the shape of a value, best first; "" is any other. A JSON Patch is a list of changes, a merge patch
looks like what it changes. Source: RFC 6902 section 3; RFC 7396 section 1."""

_SHAPES = {b"[": "array", b"{": "object"}
_BOM = b"\xef\xbb\xbf"

_LOOKED_AT = 4096
"""Bytes in which the first one that is not a blank is looked for."""


def best_json(declared: Iterable[MediaType], value: Any) -> MediaType:
    """The JSON type that fits the shape of a value best."""
    ranks = _FOR[_shape_of(value)]
    return min(declared, key=lambda item: _rank(item.name, ranks))


def _rank(name: str, ranks: tuple[str, ...]) -> int:
    kind = essence(name)
    return ranks.index(kind if kind in ranks else "")


def _shape_of(value: Any) -> str:
    """The shape of the JSON that a value becomes."""
    if is_in_memory(value):
        return _SHAPES.get(first_of_json(value), "scalar")
    if isinstance(value, str):
        return "scalar"
    if isinstance(value, Mapping) or hasattr(value, "model_dump") or hasattr(type(value), "__dataclass_fields__"):
        return "object"
    return "array" if isinstance(value, (Sequence, AbstractSet)) or hasattr(value, "tolist") else "scalar"


def is_in_memory(value: Any) -> bool:
    """Whether a value is bytes, or a list of bytes, which can be looked at before they are sent."""
    return isinstance(value, (bytes, bytearray, memoryview)) or is_chunks(value)


def first_of_json(value: Any) -> bytes:
    """`{` or `[` if bytes begin with it; else b""."""
    if not is_in_memory(value):
        return b""
    head = b"".join(value)[:_LOOKED_AT] if is_chunks(value) else bytes(value[:_LOOKED_AT])
    first = head.removeprefix(_BOM).lstrip()[:1]
    return first if first in _SHAPES else b""
