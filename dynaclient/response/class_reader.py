"""Read JSON values into Python types: dataclasses, pydantic models, and lists, unions and mappings of them.

Every place that does not fit is found, not the first. Members that a class does not have are ignored.
"""

from __future__ import annotations

import dataclasses
import enum
import json
import typing
from collections.abc import Callable, Mapping
from typing import Any

from .._support.secret_names import is_secret_name
from .._support.wording import did_you_mean, either, kind_of, shown, shown_option
from ..document.pointer import pointer_to, tokens_of
from ..errors import Violation
from ..types import MISSING
from .class_types import (
    ATOMS,
    LISTS,
    MAPS,
    UNIONS,
    Bindings,
    Member,
    allows_null,
    is_class,
    is_pydantic,
    members_of,
    name_of,
    simplified,
    unreadable,
)

Read = Callable[[Any, str, list[Violation]], Any]
"""(value, its place, violations to add to) → the value that was read, or `MISSING` if it does not fit."""


class ClassReader:
    """Reads values into one type.

    Raises:
        RequestError: nothing can be read into it.
    """

    def __init__(self, into: Any) -> None:
        self.name = name_of(into)
        self._classes: dict[Any, Read] = {}
        self._read = self._reader(into, {}, "")

    def read(self, value: Any, place: str) -> tuple[Any, list[Violation]]:
        """The value that was read, and every reason why it does not fit.

        Args:
            place: that of the value, as in a violation's path.
        """
        found: list[Violation] = []
        try:
            return self._read(value, place, found), found
        except RecursionError:
            return MISSING, [Violation("body", place, "type", f"this is nested too deeply to be read into {self.name}")]

    def _reader(self, given: Any, bindings: Bindings, where: str) -> Read:
        """The function that reads a type.

        Args:
            where: the member that has it, such as `Person.friends`, for errors.
        """
        given, bindings = simplified(given, bindings)
        origin, arguments = typing.get_origin(given), typing.get_args(given)
        if is_pydantic(given):
            return _of_pydantic(given)
        if _hashable(given) and given in ATOMS:
            return _of_atom(given)
        if is_class(given):
            return self._of_class(given, bindings)
        if origin is typing.Literal:
            return _of_values({value: value for value in arguments})
        if isinstance(given, type) and issubclass(given, enum.Enum):
            return _of_values({member.value: member for member in given})
        if origin in UNIONS:
            return _of_union([self._reader(one, bindings, where) for one in arguments])
        kind = origin or given
        if _hashable(kind) and kind in MAPS:
            return self._of_map(arguments, bindings, where)
        if kind is tuple and arguments and arguments[-1] is not Ellipsis:
            return _of_tuple([self._reader(one, bindings, where) for one in arguments])
        if _hashable(kind) and kind in LISTS:
            return _of_list(self._reader(arguments[0] if arguments else Any, bindings, where), LISTS[kind])
        if not where:
            raise unreadable(
                "must be a dataclass, a pydantic model, a TypedDict, or a type made of them such as list[Person], "
                f"not {f'the class {given.__name__}' if isinstance(given, type) else shown_option(given)}"
            )
        raise unreadable(
            f"is not understood: {where} is {name_of(given)}, which cannot be read from JSON: make it a dataclass, a "
            "pydantic model, or a type made of plain values"
        )

    def _of_class(self, given: Any, bindings: Bindings) -> Read:
        key = (given, tuple(bindings.items()))
        if key not in self._classes:
            readers: list[Read] = []
            members = members_of(given)
            self._classes[key] = _of_members(given, members, readers)  # before its members, which may be of it
            readers += [self._reader(m.type, bindings, f"{given.__name__}.{m.name}") for m in members]
        return self._classes[key]

    def _of_map(self, arguments: tuple[Any, ...], bindings: Bindings, where: str) -> Read:
        key, inner = arguments or (str, Any)
        if simplified(key, bindings)[0] not in (str, Any):
            raise unreadable(
                f"is not understood: {where or 'it'} has keys of {name_of(key)}, but those of JSON are str"
            )
        read = self._reader(inner, bindings, where)

        def reader(value: Any, place: str, found: list[Violation]) -> Any:
            if not isinstance(value, Mapping):
                return _wrong(value, place, found, "object")
            items = {name: read(item, _below(place, name), found) for name, item in value.items()}
            return MISSING if MISSING in map(_identity, items.values()) else items

        return reader


def _identity(value: Any) -> Any:
    """`MISSING` itself, or None: values need not be comparable."""
    return MISSING if value is MISSING else None


def _of_atom(given: Any) -> Read:
    atom = ATOMS[given]

    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        try:
            return atom.read(value)
        except ValueError:
            return _wrong(value, place, found, atom.words)

    return reader


def _of_values(values: Mapping[Any, Any]) -> Read:
    words = either([shown(value) for value in values])
    expected = words if len(values) == 1 else f"one of {', '.join(shown(value) for value in values)}"

    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        for known, read in values.items():
            if known == value and isinstance(known, bool) == isinstance(value, bool):
                return read
        hint = did_you_mean(value, filter(_is_text, values)) if isinstance(value, str) else ""
        return _wrong(value, place, found, expected, hint and f".{hint}", keyword="enum")

    return reader


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _of_list(read: Read, make: Callable[[list[Any]], Any]) -> Read:
    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        if not isinstance(value, list):
            return _wrong(value, place, found, "array", _list_inside(value))
        before = len(found)
        items = [read(item, _below(place, i), found) for i, item in enumerate(value)]
        try:
            return MISSING if len(found) > before else make(items)
        except TypeError:  # of items that cannot be in a set
            return _wrong(value, place, found, "array of values that can be in a set")

    return reader


def _list_inside(value: Any) -> str:
    """Where an object has its list, for those who took the object for it."""
    names = [name for name, item in value.items() if isinstance(item, list)] if isinstance(value, Mapping) else []
    return f"; its list is in {either([shown(name) for name in names])}" if names else ""


def _of_tuple(readers: list[Read]) -> Read:
    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        if not isinstance(value, list) or len(value) != len(readers):
            return _wrong(value, place, found, f"array of {len(readers)} items")
        before = len(found)
        items = [read(item, _below(place, i), found) for i, (read, item) in enumerate(zip(readers, value, strict=True))]
        return MISSING if len(found) > before else tuple(items)

    return reader


def _of_union(readers: list[Read]) -> Read:
    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        attempts: list[list[Violation]] = []
        for read in readers:
            attempt: list[Violation] = []
            result = read(value, place, attempt)
            if not attempt:
                return result
            attempts.append(attempt)
        found += _closest(attempts, value, place)
        return MISSING

    return reader


def _closest(attempts: list[list[Violation]], value: Any, place: str) -> list[Violation]:
    """Why a value fits no alternative: the reasons of the one that it meant, else what each expects."""
    meant = [attempt for attempt in attempts if all(violation.path != place for violation in attempt)]
    if len(meant) > 1 and (tag := _tag_of(meant)) is not None:
        return tag
    if meant:
        constants = [sum(violation.keyword == "enum" for violation in attempt) for attempt in meant]
        return min(zip(constants, map(len, meant), meant, strict=True), key=lambda one: one[:2])[2]
    expected = [violation.message.partition(", given ")[0].removeprefix("expected ") for attempt in attempts
                for violation in attempt]  # fmt: skip
    wrong: list[Violation] = []
    _wrong(value, place, wrong, either(list(dict.fromkeys(expected))))
    return wrong


def _tag_of(attempts: list[list[Violation]]) -> list[Violation] | None:
    """What is wrong with the constant that distinguishes the alternatives, if it has none of their values."""
    wrong = [
        {violation.path: violation for violation in attempt if violation.keyword == "enum"} for attempt in attempts
    ]
    path = next((path for path in wrong[0] if all(path in other for other in wrong)), None)
    if path is None:
        return None
    first = wrong[0][path]
    words = [other[path].message.partition(", given ")[0].removeprefix("expected ") for other in wrong]
    message = f"expected {either(words)}, {_given(first.value, path)}"
    return [Violation("body", path, "enum", message, first.value)]


def _of_members(given: Any, members: list[Member], readers: list[Read]) -> Read:
    is_dict = not dataclasses.is_dataclass(given)

    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        if not isinstance(value, Mapping):
            return _wrong(value, place, found, f"object ({given.__name__})")
        before = len(found)
        arguments: dict[str, Any] = dict(value) if is_dict else {}
        for member, read in zip(members, readers, strict=True):
            key = member.find(value)
            if key is not None:
                arguments[member.name] = read(value[key], _below(place, key), found)
            elif member.is_required and allows_null(member.type) and not is_dict:
                arguments[member.name] = None
            elif member.is_required:
                found.append(_missing(member, value, place))
        if len(found) > before:
            return MISSING
        try:
            return arguments if is_dict else given(**arguments)
        except (ValueError, TypeError) as error:  # of the class's own checks
            found.append(Violation("body", place, "type", f"{given.__name__} refuses it: {error}", value))
            return MISSING

    return reader


def _of_pydantic(kind: Any) -> Read:
    """Read as pydantic reads JSON, which is what strict models are made for."""
    read = getattr(kind, "model_validate_json", None) or kind.__pydantic_validator__.validate_json

    def reader(value: Any, place: str, found: list[Violation]) -> Any:
        try:
            return read(json.dumps(value))
        except ValueError as error:
            reasons = getattr(error, "errors", None)
            given = reasons() if callable(reasons) else [{"loc": (), "msg": str(error), "input": value}]
            found += [_of_reason(reason, place) for reason in given]
        except TypeError:  # bytes and the like, which are not JSON
            _wrong(value, place, found, "JSON")
        return MISSING

    return reader


def _of_reason(reason: Mapping[str, Any], place: str) -> Violation:
    """One of pydantic's reasons."""
    path = f"{place}{pointer_to(tuple(map(str, reason['loc'])))}"
    if reason.get("type") == "missing":
        return Violation("body", path, "required", "this is required and missing")
    words, value = str(reason["msg"]), reason.get("input")
    text = f"{words[:1].lower()}{words[1:]}, {_given(value, path)}"
    return Violation("body", path, str(reason.get("type", "type")), text, value)


def _missing(member: Member, value: Mapping[str, Any], place: str) -> Violation:
    hint = did_you_mean(member.wire, map(str, value))
    return Violation(
        "body", _below(place, member.wire), "required", f"this is required and missing{hint and f'.{hint}'}"
    )


def _wrong(
    value: Any, place: str, found: list[Violation], expected: str, more: str = "", *, keyword: str = "type"
) -> Any:
    found.append(Violation("body", place, keyword, f"expected {expected}, {_given(value, place)}{more}", value))
    return MISSING


def _given(value: Any, place: str) -> str:
    """`given string "x"`; the value of a secret name is not shown."""
    tokens = tokens_of(place)
    if value is None or (tokens and is_secret_name(tokens[-1])):
        return f"given {kind_of(value)}"
    return f"given {shown(value)}" if isinstance(value, bytes) else f"given {kind_of(value)} {shown(value)}"


def _below(place: str, key: Any) -> str:
    return f"{place}{pointer_to((str(key),))}"


def _hashable(given: Any) -> bool:
    try:
        hash(given)
    except TypeError:
        return False
    return True
