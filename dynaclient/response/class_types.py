"""What a Python type describes: plain values, the members of a class, and the types in it. Reads no values.

Shared by what reads JSON into a class and what writes its JSON Schema. pydantic is never imported here: a class that
uses it has imported it.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timezone
from decimal import Decimal
from typing import Any, NamedTuple, TypeGuard, TypeVar
from uuid import UUID

from ..errors import RequestError
from ..model.naming import python_name, snake_case
from ..types import MISSING

_LONGEST_NAME = 80


class Atom(NamedTuple):
    """A type whose values are single JSON values.

    Attributes:
        schema: its JSON Schema.
        words: what is expected, for messages.
        read: JSON value → value; raises ValueError if it is not one.
    """

    schema: Mapping[str, Any]
    words: str
    read: Callable[[Any], Any]


def _of(*kinds: type) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, kinds) and not (isinstance(value, bool) and bool not in kinds):
            return value
        raise ValueError

    return read


def _integer(value: Any) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)  # JSON has one kind of number
    return _of(int)(value)  # type: ignore[no-any-return]


def _from_text(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: read(_of(str)(value))


_ISO_TIME = re.compile(r"(:\d\d)(?:[.,](\d+))?(Z|z|[+-]\d\d:?\d\d)?\Z")


def _iso(text: str) -> str:
    """A date or time as Python 3.10 reads it: six digits of a second, and an offset in digits."""

    def written(match: re.Match[str]) -> str:
        fraction = f".{match[2][:6]:0<6}" if match[2] else ""
        offset = match[3] or ""
        return match[1] + fraction + ("+00:00" if offset in ("Z", "z") else offset)

    return _ISO_TIME.sub(written, text)


def _datetime(value: Any) -> datetime:
    """From RFC 3339, or from seconds since 1970, as many APIs send them."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, timezone.utc)
        except (OverflowError, OSError):
            raise ValueError from None
    return datetime.fromisoformat(_iso(_of(str)(value)))


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(str(_of(int, float, str)(value)))
    except ArithmeticError:
        raise ValueError from None


ATOMS: Mapping[Any, Atom] = {
    str: Atom({"type": "string"}, "string", _of(str)),
    bool: Atom({"type": "boolean"}, "boolean", _of(bool)),
    int: Atom({"type": "integer"}, "integer", _integer),
    float: Atom({"type": "number"}, "number", lambda value: float(_of(int, float)(value))),
    type(None): Atom({"type": "null"}, "null", _of(type(None))),
    datetime: Atom({"type": "string", "format": "date-time"}, "a date and time", _datetime),
    date: Atom({"type": "string", "format": "date"}, "a date", _from_text(date.fromisoformat)),
    time: Atom({"type": "string", "format": "time"}, "a time", _from_text(lambda text: time.fromisoformat(_iso(text)))),
    UUID: Atom({"type": "string", "format": "uuid"}, "a UUID", _from_text(UUID)),
    Decimal: Atom({"type": "number"}, "a number", _decimal),
    Any: Atom({}, "any value", lambda value: value),
    object: Atom({}, "any value", lambda value: value),
}
"""Python type → its atom. Add a line here for another type that is a single value."""

LISTS: Mapping[Any, Callable[[list[Any]], Any]] = {
    list: list,
    set: set,
    frozenset: frozenset,
    tuple: tuple,
    typing.get_origin(typing.Sequence[int]): list,
    typing.get_origin(typing.MutableSequence[int]): list,
    typing.get_origin(typing.Iterable[int]): list,
    typing.get_origin(typing.Collection[int]): list,
}
"""Types of arrays → what makes one of a list."""

MAPS = frozenset(
    (dict, typing.get_origin(typing.Mapping[str, int]), typing.get_origin(typing.MutableMapping[str, int]))
)
"""Types of objects with members of any name."""

UNIONS = (typing.Union, types.UnionType)


class Member(NamedTuple):
    """A member of a class.

    Attributes:
        name: the argument of the class.
        wire: the name in JSON, if the class gives one; else that of the argument.
        is_named: whether the class gives it.
        is_required: whether a value without it is refused.
    """

    name: str
    wire: str
    type: Any
    is_required: bool
    is_named: bool = False

    def find(self, value: Mapping[str, Any]) -> str | None:
        """The key of this member in an object, or None: its name, or a name that Python spells like it."""
        if self.wire in value or self.is_named:
            return self.wire if self.wire in value else None
        return next((key for key in value if self.name in (python_name(key), snake_case(key))), None)


Bindings = Mapping[Any, Any]
"""Type variable → the type that an alias such as `Page[Person]` gives it."""


def simplified(given: Any, bindings: Bindings) -> tuple[Any, Bindings]:
    """A type without `Annotated`, `NewType`, `Required` and aliases; type variables replaced."""
    while True:
        origin = typing.get_origin(given)
        if origin is typing.Annotated or getattr(origin, "_name", "") in (
            "Required",
            "NotRequired",
            "ReadOnly",
            "Final",
        ):
            given = typing.get_args(given)[0]
        elif hasattr(given, "__supertype__"):
            given = given.__supertype__
        elif isinstance(given, TypeVar):
            given = bindings.get(given, given.__bound__ or Any)
        elif type(given).__name__ == "TypeAliasType":
            given = given.__value__
        elif given is None:
            return type(None), bindings
        elif is_class(origin):
            arguments = [bindings.get(a, a) if isinstance(a, TypeVar) else a for a in typing.get_args(given)]
            return origin, dict(zip(getattr(origin, "__parameters__", ()), arguments, strict=False))
        else:
            return given, bindings


def is_pydantic(given: Any) -> bool:
    """Whether pydantic reads a class: a model, or one of its dataclasses."""
    return isinstance(given, type) and hasattr(given, "__pydantic_validator__")


def is_class(given: Any) -> TypeGuard[type]:
    """Whether a class describes an object by its members."""
    return isinstance(given, type) and (dataclasses.is_dataclass(given) or typing.is_typeddict(given))


def members_of(given: Any) -> list[Member]:
    """The members of a dataclass or a TypedDict.

    Raises:
        RequestError: the type of a member cannot be found.
    """
    try:
        hints = typing.get_type_hints(given, localns={given.__name__: given}, include_extras=True)
    except Exception as error:  # noqa: BLE001  # annotations are expressions, which may raise anything
        raise unreadable(
            f"is not understood: the types of {given.__name__} cannot be read ({error}). Define what they name at the "
            "top of its module"
        ) from None
    if not dataclasses.is_dataclass(given):
        return [
            Member(name, name, hint, _is_required(given, name, hint), is_named=True) for name, hint in hints.items()
        ]
    found = []
    for field in dataclasses.fields(given):
        if field.init:
            wire = field.metadata.get("name", MISSING)
            has_default = field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
            name = field.name if wire is MISSING else str(wire)
            found.append(Member(field.name, name, hints[field.name], not has_default, wire is not MISSING))
    return found


def _is_required(given: Any, name: str, hint: Any) -> bool:
    """Whether a TypedDict needs a member; Python itself cannot tell where annotations are texts."""
    word = getattr(typing.get_origin(hint), "_name", "")
    return word == "Required" or (word != "NotRequired" and name in getattr(given, "__required_keys__", ()))


def allows_null(given: Any) -> bool:
    """Whether a type is `X | None`."""
    return typing.get_origin(given) in UNIONS and type(None) in typing.get_args(given)


def name_of(given: Any) -> str:
    """A type as people write it: `Person`, `list[Person]`."""
    if isinstance(given, type) and typing.get_origin(given) is None:
        return given.__name__
    text = re.sub(r"\b(?:\w+\.|<locals>\.)+(?=\w)", "", str(given))
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"


def unreadable(why: str) -> RequestError:
    """The error of a type that nothing can be read into."""
    return RequestError(f"into= {why}")
