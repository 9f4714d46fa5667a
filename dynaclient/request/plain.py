"""Python values that people pass for JSON ones → plain JSON values, and what cannot be one.

datetime, date and time become ISO 8601 text, UUID and Path text, an Enum its value, Decimal a number, any Mapping
a dict, any sequence a list, a dataclass or pydantic model a dict.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import enum
import math
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MAX_DEPTH = 250
"""Levels of nesting that are sent; the engines and the JSON writer stop not far above."""


class NotJSON(Exception):
    """A value that JSON cannot hold. `path` leads to it, `what` says what it is."""

    def __init__(self, path: tuple[str | int, ...], what: str) -> None:
        super().__init__(what)
        self.path = path
        self.what = what


def plain(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    """The plain JSON value that `value` means. `value` is not changed; what is plain already is not copied.

    Raises:
        NotJSON: it means none.
    """
    if value is None or type(value) in (bool, int, str):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotJSON(path, f"JSON has no {value}")
        return value
    if len(path) > MAX_DEPTH:
        raise NotJSON(path[:3], f"this nests deeper than {MAX_DEPTH} levels")
    if isinstance(value, Mapping):
        return dict(_members(value, path))
    if isinstance(value, (list, tuple)) or (
        isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray))
    ):
        return [plain(item, (*path, i)) for i, item in enumerate(value)]
    return plain_scalar(value, path)


def _members(value: Mapping[Any, Any], path: tuple[str | int, ...]) -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if isinstance(key, enum.Enum):
            key = key.value
        if not isinstance(key, str):
            raise NotJSON(path, f"property names are text, not {type(key).__name__} {key!r}")
        yield str(key), plain(item, (*path, key))


def plain_scalar(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    """The plain value of one that is neither a JSON scalar nor a collection."""
    if isinstance(value, enum.Enum):
        return plain(value.value, path)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (datetime.datetime, datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, decimal.Decimal):
        if not value.is_finite():
            raise NotJSON(path, f"JSON has no {value}")
        return int(value) if value == value.to_integral_value() else float(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain({field.name: getattr(value, field.name) for field in dataclasses.fields(value)}, path)
    if hasattr(value, "model_dump"):  # pydantic
        return plain(value.model_dump(mode="json", by_alias=True, exclude_unset=True), path)
    if isinstance(value, (bytes, bytearray)):
        raise NotJSON(path, "JSON holds no bytes; decode them, or encode them as base64 text")
    raise NotJSON(path, f"JSON holds no {type(value).__name__}")
