"""Convert Python values to plain JSON values, and report those that cannot be converted.

datetime, date, time and timedelta become ISO 8601 text, UUID and Path text, an Enum its value, Decimal a number, any
Mapping a dict, any sequence or set a list, a dataclass or pydantic model a dict; what `other_values` knows, the value
of Python that it stands for.
"""

from __future__ import annotations

import enum
import json
import math
import os
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

Path = tuple[str | int, ...]

_AS_IT_IS = frozenset((bool, type(None)))
"""Types whose values are plain. Most texts and integers are too; only non-ASCII and very long ones are examined."""

_SHORT = 10**640
"""Python writes any integer below this, whatever its limit is set to. Source: `sys.set_int_max_str_digits`."""

_MOST_DIGITS = 4300
"""Digits of the longest integer that is written: Python's default limit, as more take quadratic time."""

MAX_DEPTH = 250
"""Maximum levels of nesting. A native engine crashes the process when its stack overflows, at little more than a
thousand levels in a thread of 512 kB."""


HALF_SURROGATE = "an unpaired surrogate is not a character and cannot be encoded"


class NotJSON(Exception):
    """A value is not JSON. `path` leads to it, `what` is the reason."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(what)
        self.path = path
        self.what = what


class TooDeep(NotJSON):
    """A value is nested too deeply to send."""

    def __init__(self, path: Path = ()) -> None:
        super().__init__(path[:3], f"this is nested deeper than {MAX_DEPTH} levels")


def plain(value: Any, path: Path = (), found: list[NotJSON] | None = None) -> Any:
    """Convert `value` to a plain JSON value, without changing it.

    Args:
        found: collects each part that cannot be converted, which becomes null; without it the first one is raised.

    Raises:
        NotJSON: `value` cannot be converted, or (even with `found`) is nested too deeply.
    """
    kind = type(value)
    if kind in _AS_IT_IS or (kind is str and value.isascii()) or (kind is int and -_SHORT < value < _SHORT):
        return value
    try:
        return _plain(value, path, found)
    except TooDeep:
        raise
    except NotJSON as error:
        if found is None:
            raise
        found.append(error)
        return None


def _plain(value: Any, path: Path, found: list[NotJSON] | None) -> Any:
    kind = type(value)
    if kind is str:
        return _whole(value, path)
    if kind is int:
        return _writable(value, path)
    if isinstance(value, float):
        return _finite(value, path)
    if isinstance(value, Mapping):
        _enter(path)
        return _members(value, path, found)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes, bytearray, memoryview)):
        _enter(path)
        return [plain(item, (*path, i), found) for i, item in enumerate(value)]
    return _from_object(value, path, found)


def _enter(path: Path) -> None:
    """Check the depth of a collection that is about to be read."""
    if len(path) >= MAX_DEPTH:
        raise TooDeep(path)


def _writable(value: int, path: Path) -> int:
    """An integer that can be written as text."""
    if -_SHORT < value < _SHORT:
        return value
    try:
        if value.bit_length() < _MOST_BITS:
            str(value)  # the limit may be set lower
            return value
    except ValueError:
        pass
    raise NotJSON(path, f"an integer of more than {_MOST_DIGITS:,} digits is too long to be written")


_MOST_BITS = (10**_MOST_DIGITS).bit_length()


def _whole(text: str, path: Path) -> str:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise NotJSON(path, HALF_SURROGATE) from None
    return text


def _finite(value: Any, path: Path) -> Any:
    if not math.isfinite(value):
        raise NotJSON(path, f"JSON has no {json.dumps(float(value))}")
    return value if type(value) is float else float(value)


def _members(value: Mapping[Any, Any], path: Path, found: list[NotJSON] | None) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for key, item in value.items():
        name = key if type(key) is str and key.isascii() else text_name(key, path)
        out[name] = plain(item, (*path, name), found)
    if len(out) < len(value):
        raise NotJSON(path, "two property names become the same text")
    return out


def text_name(key: Any, path: Path) -> str:
    """The name of a property; raises `NotJSON` if it is not text."""
    if isinstance(key, enum.Enum):
        key = key.value
    if not isinstance(key, str):
        raise NotJSON(path, f"property names must be text, not {type(key).__name__} {_shown(key)}")
    return _whole(str.__str__(key), path)


def _shown(key: Any) -> str:
    try:
        return repr(key)[:60]
    except ValueError:  # an integer that is too long
        return "…"


def plain_scalar(value: Any) -> Any:
    """Convert a value that is neither a JSON scalar nor a collection, for `json.dumps(default=…)`."""
    return _from_object(value, (), None)


def _from_object(value: Any, path: Path, found: list[NotJSON] | None) -> Any:
    if isinstance(value, enum.Enum):
        return plain(value.value, path, found)
    if isinstance(value, str):
        return _whole(str.__str__(value), path)
    if isinstance(value, int):
        return _writable(int(value), path)
    if isinstance(value, AbstractSet):
        _enter(path)
        return plain(_in_order(value), path, found)
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    if hasattr(type(value), "__dataclass_fields__"):
        import dataclasses

        return plain({field.name: getattr(value, field.name) for field in dataclasses.fields(value)}, path, found)
    if hasattr(value, "model_dump"):  # pydantic
        return plain(value.model_dump(mode="json", by_alias=True, exclude_unset=True), path, found)
    if isinstance(value, (bytes, bytearray, memoryview)):
        raise NotJSON(path, "bytes are not JSON; decode them, or encode them as base64 text")
    from .other_values import as_plain  # rarely reached

    try:
        other = as_plain(value)
    except ValueError as error:
        raise NotJSON(path, str(error)) from None
    if other is value:
        raise NotJSON(path, _not_json(value))
    return plain(other, path, found)


def _not_json(value: Any) -> str:
    """Why an object is not JSON, and what of it was probably meant."""
    if hasattr(value, "__await__"):
        return "this is a call that was not awaited; write await before it"
    if hasattr(value, "operation_id") and hasattr(value, "status_code"):
        return "this is a whole response; pass a value of it, such as response['id'], or its body, response.data"
    return f"a value of type {type(value).__name__} is not JSON"


def _in_order(values: AbstractSet[Any]) -> list[Any]:
    """The members of a set, sorted if they can be, so that equal calls write equal requests."""
    try:
        return sorted(values)
    except TypeError:
        return list(values)


def nests_too_deep(value: Any) -> bool:
    """Whether a plain value is nested too deeply to send. Visits each container once, so circular values end."""
    level = [value] if isinstance(value, (dict, list, tuple)) else []
    for _ in range(MAX_DEPTH):
        if not level:
            return False
        inner: dict[int, Any] = {}
        for container in level:
            for member in container.values() if isinstance(container, dict) else container:
                if isinstance(member, (dict, list, tuple)):
                    inner[id(member)] = member
        level = list(inner.values())
    return bool(level)


def encodable(text: str, errors: str = "strict") -> str:
    """The text itself; raises `NotJSON` if it cannot be encoded."""
    try:
        text.encode("utf-8", errors)
    except UnicodeEncodeError:
        raise NotJSON((), HALF_SURROGATE) from None
    return text


_TEXT = frozenset((str,))
_SCALARS = frozenset((str, int, float, bool, type(None)))


def names_are_text(value: Any) -> bool:
    """Whether every property name in a value is text. The value must not be nested too deeply."""
    waiting = [value]
    for container in waiting:  # grows during the loop
        if isinstance(container, dict):
            if not _TEXT.issuperset(map(type, container)) and not all(isinstance(name, str) for name in container):
                return False
            members: Any = container.values()
        elif isinstance(container, (list, tuple)):
            members = container
        else:
            continue
        if not _SCALARS.issuperset(map(type, members)):
            waiting.extend(members)
    return True
