"""The parameter that makes a list begin at a time or number, recognised by its name, as no standard has one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .._support.spelling import plain_name
from ..document import Document
from ..model import Operation
from ..schema.view import properties_of, types_of, variants, view
from .marks import as_argument

_FROM = ("gte", "ge", "since", "from", "min", "start", "begin", "onorafter")
_AFTER = ("gt", "after", "greaterthan", "newerthan")
"""Words of a lower bound that is in the list, and of one that is not."""

_ENDS = ("timestamp", "datetime", "time", "date", "at", "on", "ts")
"""What the name of a time ends with: `updated_at` is `updated`."""

_CHANGES = ("updated", "modified", "changed", "lastmodified", "lastupdated", "lastchanged")
"""Names of the time of a change, each of which may be meant by the parameter of another."""

_MEMBER = re.compile(r"(.+)\[([^\[\]]+)\]")


@dataclass(frozen=True, slots=True)
class SinceParameter:
    """A lower bound of a list.

    Attributes:
        name: the argument.
        member: the property of an object that it takes, or "".
        is_exclusive: whether the bound itself is left out of the list.
        types, form: of its schema.
    """

    name: str
    member: str = ""
    is_exclusive: bool = False
    types: tuple[str, ...] = ()
    form: str = ""

    def __str__(self) -> str:
        return f"{self.name}[{self.member}]" if self.member else self.name

    def argument(self, value: Any, given: Any) -> Any:
        """The argument that asks for what follows a value.

        Args:
            given: what the caller gave for this parameter, or None.
        """
        found = as_argument(value, self.types, self.form, is_exclusive=self.is_exclusive)
        if not self.member:
            return found
        return {**(given if isinstance(given, dict) else {}), self.member: found}


def named_parameter(document: Document, operation: Operation, text: str) -> SinceParameter:
    """The parameter that a caller named, as `NAME` or `NAME[MEMBER]`."""
    names = {name for parameter in operation.parameters for name in (parameter.name, parameter.python_name)}
    match = _MEMBER.fullmatch(text)
    name, member = (match[1], match[2]) if match and text not in names else (text, "")
    for parameter in operation.parameters:
        if name in (parameter.name, parameter.python_name, f"{parameter.location}:{parameter.name}"):
            schema: Any = parameter.schema
            if member and schema is not None:
                schema = _members(document, schema).get(member)
            return _with_schema(document, name, member, schema, is_exclusive=_is_exclusive(member or name))
    return SinceParameter(name, member, _is_exclusive(member or name))


def _is_exclusive(name: str) -> bool:
    return plain_name(name).endswith(_AFTER)


def find_parameter(document: Document, operation: Operation, field: str, paging: str) -> SinceParameter | None:
    """The parameter for a lower bound of a field; None if no name shows one.

    Args:
        field: the name of the field in an item.
        paging: the parameter that selects the page, which is not the one.
    """
    bounds = list(_bounds(field))
    found: dict[int, SinceParameter] = {}
    for parameter in operation.parameters:
        if parameter.location not in ("query", "header") or paging in (parameter.name, f"query:{parameter.name}"):
            continue
        plain = plain_name(parameter.name).removeprefix("filter")
        if plain in bounds:
            found.setdefault(
                bounds.index(plain),
                _with_schema(
                    document, parameter.name, "", parameter.schema, is_exclusive=_is_exclusive(parameter.name)
                ),
            )
        elif plain == plain_name(field) and parameter.schema is not None:
            members = _members(document, parameter.schema)
            for place, word in enumerate((*_FROM, *_AFTER)):
                member = next((name for name in members if plain_name(name) == word), None)
                if member is not None:
                    found.setdefault(
                        place,
                        _with_schema(
                            document, parameter.name, member, members[member], is_exclusive=place >= len(_FROM)
                        ),
                    )
    return found[min(found)] if found else None


def _bounds(field: str) -> Iterator[str]:
    """The plain names of lower bounds of a field, the best first: those in which the bound itself is in the list."""
    plain = plain_name(field.rpartition(".")[2])
    base = next((plain.removesuffix(end) for end in _ENDS if plain.endswith(end) and plain != end), plain)
    bases = dict.fromkeys((plain, base, f"{base}at", *(_CHANGES if base in _CHANGES else ())))
    for words in (_FROM, _AFTER):
        for name in bases:
            for word in words:
                yield f"{name}{word}"
                yield f"{word}{name}"
        if words is _FROM:
            yield from ("since", "sincetime", "sincedate", "sincetimestamp")


def _with_schema(document: Document, name: str, member: str, schema: Any, *, is_exclusive: bool) -> SinceParameter:
    if schema is None:
        return SinceParameter(name, member, is_exclusive)
    form = view(document, schema).first("format", "")
    return SinceParameter(name, member, is_exclusive, tuple(types_of(document, schema)), str(form))


def _members(document: Document, schema: Any) -> dict[str, Any]:
    """The properties of an object, or of the alternatives that are one."""
    found: dict[str, Any] = dict(properties_of(document, schema))
    for variant in variants(document, schema):
        for part in variant.parts:
            found.update(part.get("properties", {}))
    return found
