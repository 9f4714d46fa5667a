"""Assign arguments to parameters and body properties. Nothing is guessed, nothing silently dropped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._support.wording import did_you_mean, either, kind_of
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import ArgumentConflict, RequestError, Violation
from ..model import Operation, Parameter
from ..model.media_types import family_of
from ..model.naming import python_name
from ..schema.view import properties_of
from ..types import MISSING
from .values import LOCATIONS, Arguments, BoundArguments, Key


class Binder:
    """Assigns arguments by the names of one operation."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._operation = operation
        self._parameters: dict[Key, Parameter] = {(p.location, p.name): p for p in operation.parameters}
        self._by_name: dict[str, list[Parameter]] = {}
        for parameter in operation.parameters:
            self._by_name.setdefault(parameter.name, []).append(parameter)
        for parameter in operation.parameters:
            self._by_name.setdefault(parameter.python_name, [parameter])
        self.properties = _body_properties(document, operation)
        self._property_aliases: dict[str, list[str]] = {}
        for name in self.properties:
            self._property_aliases.setdefault(python_name(name), []).append(name)

    def bind(self, arguments: Arguments) -> BoundArguments:
        """Assign each argument to a parameter or body property.

        Raises:
            ArgumentConflict: two arguments mean the same thing, or a name is ambiguous.
        """
        params, body = arguments.params, arguments.body
        if params is not None and not isinstance(params, Mapping):
            raise RequestError(
                f"pass arguments by name or in one mapping, not as {kind_of(params)}",
                operation_id=self._operation.operation_id,
            )
        bound = BoundArguments(body)
        for given in (params, arguments.named):
            for name, value in given.items() if given else ():
                if value is not MISSING:
                    self._place(bound, name, value)
        if bound.properties and body is not MISSING:
            names = either([repr(name) for name in bound.properties], word="and")
            self._conflict(f"body= is the whole body; put {names} into it, or leave body= out")
        if body is not MISSING and self._operation.request_body is None:
            bound.unknown.append(
                Violation("body", "/body", "unknown", "this operation has no body; leave body= out", body)
            )
        return bound

    def _conflict(self, text: str) -> None:
        raise ArgumentConflict(text, operation_id=self._operation.operation_id)

    def _place(self, bound: BoundArguments, name: Any, value: Any) -> None:
        if not isinstance(name, str):
            self._conflict(f"argument names must be text, not {kind_of(name)} {name!r}")
        found = self._by_name.get(name)
        if found is None and ":" in name:
            location, _, rest = name.partition(":")
            if location in LOCATIONS:
                self._place_located(bound, location, rest, value)
                return
        if found is None:
            self._place_property(bound, name, value, exact=False)
        elif len(found) > 1:
            places = either([f'"{p.location}:{name}" ({p.python_name}=)' for p in found])
            self._conflict(f"{name!r} is in {len(found)} locations; write {places}")
        else:
            self._set(bound, found[0], value)

    def _place_located(self, bound: BoundArguments, location: str, name: str, value: Any) -> None:
        if location == "body":
            self._place_property(bound, name, value, exact=True)
            return
        parameter = self._parameters.get((location, name))
        if parameter is None:
            parameter = next(
                (p for p in self._operation.parameters if p.location == location and p.python_name == name), None
            )
        if parameter is None:
            known = [p.name for p in self._operation.parameters if p.location == location]
            bound.unknown.append(self._unknown(location, f"/{name}", name, known, value))
        else:
            self._set(bound, parameter, value)

    def _place_property(self, bound: BoundArguments, name: str, value: Any, *, exact: bool) -> None:
        wire = name if name in self.properties else None
        if wire is None:
            aliased = self._property_aliases.get(name, [])
            if len(aliased) > 1:
                self._conflict(f"{name!r} may be {either([repr(a) for a in aliased])}; write the exact name")
            wire = aliased[0] if aliased else None
        if wire is None:
            location = "body" if exact or (self.properties and not self._operation.parameters) else "query"
            known = list(self.properties) if exact else [*self._by_name, *self.properties]
            path = f"/body{pointer_to((name,))}" if location == "body" else f"/{name}"
            bound.unknown.append(self._unknown(location, path, name, known, value))
        elif wire in bound.properties:
            self._conflict(f"{wire!r} is given twice")
        else:
            bound.properties[wire] = value

    def _set(self, bound: BoundArguments, parameter: Parameter, value: Any) -> None:
        key = (parameter.location, parameter.name)
        if key in bound.parameters:
            self._conflict(f"{parameter.name!r} is given twice")
        bound.parameters[key] = value

    def _unknown(self, location: str, path: str, name: str, known: list[str], value: Any) -> Violation:
        hint = did_you_mean(name, known)
        if not hint:
            names = list(dict.fromkeys([*(p.name for p in self._operation.parameters), *self.properties]))
            more = ", …" if len(names) > 20 else ""
            hint = f" It takes {', '.join(names[:20])}{more}." if names else " It takes no arguments."
        return Violation(location, path, "unknown", f"there is no argument {name!r}.{hint}", value)


def _body_properties(document: Document, operation: Operation) -> dict[str, Any]:
    """The properties that plain names may mean: those of every media type whose body can be an object of fields."""
    found: dict[str, Any] = {}
    for media_type in operation.request_body.content.values() if operation.request_body else ():
        if family_of(media_type.name).has_fields:
            for name, schema in properties_of(document, media_type.schema).items():
                found.setdefault(name, schema)
    return found
