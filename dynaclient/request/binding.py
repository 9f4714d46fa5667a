"""Assign arguments to parameters and body properties. Nothing is guessed, nothing silently dropped."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from .._support.wording import did_you_mean, either, kind_of
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import ArgumentConflict, RequestError, Violation
from ..model import Operation, Parameter
from ..model.naming import field_name, python_name
from ..schema.view import view
from ..types import MISSING
from .body_fields import BodyFields
from .values import LOCATIONS, Arguments, BoundArguments, Key

_NUMBER_OR_WORD = r"[0-9]{1,9}(\.[0-9]{1,9})?|True|False|None"
"""A value of an option that an error may show, because it cannot be a key."""


class Binder:
    """Assigns arguments by the names of one operation.

    Args:
        option_names: the options of the client, which are not arguments.

    Attributes:
        plain: the names that can only be a property of the body.
    """

    def __init__(self, document: Document, operation: Operation, option_names: Collection[str] = ()) -> None:
        self._document = document
        self._option_names = option_names
        self._operation = operation
        self._parameters: dict[Key, Parameter] = {(p.location, p.name): p for p in operation.parameters}
        self._by_name: dict[str, list[Parameter]] = {}
        for parameter in operation.parameters:
            self._by_name.setdefault(parameter.name, []).append(parameter)
        for parameter in operation.parameters:
            self._by_name.setdefault(parameter.python_name, [parameter])
        self.fields = BodyFields(document, operation)
        self.properties = self.fields.properties
        self._property_aliases: dict[str, list[str]] = {}
        for name in self.properties:
            for alias in {python_name(name), field_name(name, self.properties)}:
                self._property_aliases.setdefault(alias, []).append(name)
        self._lists = {name[:-2]: name for name in self.properties if name.endswith("[]")}
        self.plain = {name for name in self.properties if ":" not in name}.difference(self._by_name, self._lists)
        body = operation.request_body
        self._body_names = {body.name, python_name(body.name)} if body is not None and body.name else ()
        self._headers: dict[str, Parameter] | None = None  # read for the first name that is not a parameter's own

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
        plain, properties = self.plain, bound.properties
        for given in (params, arguments.named):
            for name, value in given.items() if given else ():
                if value is MISSING:
                    continue
                if name in plain and name not in properties:  # most names can only be a property of the body
                    properties[name] = value
                else:
                    self._place(bound, name, value)
        body = bound.body
        if bound.properties and body is not MISSING:
            names = either([repr(name) for name in bound.properties], word="and")
            self._conflict(f"body= is the whole body; put {names} into it, or leave body= out")
        if body is not MISSING and self._operation.request_body is None:
            bound.unknown.append(
                Violation("body", "/body", "unknown", "this operation has no body; leave body= out", body)
            )
        return bound

    def with_body(self, arguments: Arguments) -> Arguments:
        """The same arguments with a body that is given by its own name as `body`."""
        names = [
            spelt
            for name in self._body_names
            if arguments.body is MISSING
            and isinstance(arguments.params or {}, Mapping)
            and not (name in self._by_name or self._property(name))
            for spelt in (name, f"body:{name}")
        ]
        for given in (arguments.params or {}, arguments.named) if names else ():
            name = next((name for name in names if name in given), None)
            if name is not None:
                params = {key: value for key, value in (arguments.params or {}).items() if key != name}
                named = {key: value for key, value in arguments.named.items() if key != name}
                return Arguments(params, given[name], named)
        return arguments

    def is_deprecated(self, name: Key | str) -> bool:
        """Whether a parameter, or a member of the body, is deprecated."""
        if not isinstance(name, str):
            return name in self._parameters and self._parameters[name].deprecated
        schema = self.properties.get(name)
        if not isinstance(schema, Mapping):
            return False
        return schema.get("deprecated") is True or ("$ref" in schema and view(self._document, schema).deprecated)

    def _conflict(self, text: str) -> None:
        raise ArgumentConflict(text, operation_id=self._operation.operation_id)

    def _place(self, bound: BoundArguments, name: Any, value: Any) -> None:
        if not isinstance(name, str):
            self._conflict(f"argument names must be text, not {kind_of(name)} {name!r}")
        found = self._by_name.get(name)
        if found is None:
            self._place_other(bound, name, value)
        elif len(found) > 1:
            places = either([f'"{p.location}:{name}" ({p.python_name}=)' for p in found])
            self._conflict(f"{name!r} is in {len(found)} locations; write {places}")
        else:
            self._set(bound, found[0], value)

    def _place_other(self, bound: BoundArguments, name: str, value: Any) -> None:
        """Place a name that is not a parameter's own: with its location, of the body, or a header in another case."""
        location, separator, rest = name.partition(":")
        if separator and location in LOCATIONS:
            self._place_located(bound, location, rest, value)
        elif wire := self._property(name):
            self._set_property(bound, self._for_list(wire) if type(value) is list else wire, value)
        elif parameter := self._header(name):
            self._set(bound, parameter, value)
        elif name in self._body_names:
            self._set_body(bound, name, value)
        elif self._is_member(name):
            self._set_property(bound, name, value)
        else:
            location = "body" if self.properties and not self._operation.parameters else "query"
            path = f"/body{pointer_to((name,))}" if location == "body" else f"/{name}"
            bound.unknown.append(
                self._unknown(location, path, name, [*self._by_name, *self.properties, *self._body_names], value)
            )
            if name not in self._option_names:
                bound.bare.append(name)

    def _place_located(self, bound: BoundArguments, location: str, name: str, value: Any) -> None:
        if location == "body":
            self._place_in_body(bound, name, value)
        elif parameter := self._located(location, name):
            self._set(bound, parameter, value)
        else:
            from .undeclared import undeclared_parameter

            added = undeclared_parameter(location, name)
            if added is None:
                known = [p.name for p in self._operation.parameters if p.location == location]
                bound.unknown.append(self._unknown(location, f"/{name}", name, known, value))
                return
            if location == "header" and any(name.lower() == p.name.lower() for p in bound.undeclared):
                self._conflict(f"the header {name!r} is given twice")
            self._set(bound, added, value)
            bound.undeclared.append(added)

    def _located(self, location: str, name: str) -> Parameter | None:
        """The declared parameter of a location; by its Python name too, and a header in any case."""
        found = self._parameters.get((location, name))
        if found is None and location == "header":
            found = self._header(name)
        if found is None:
            found = next(
                (p for p in self._operation.parameters if p.location == location and p.python_name == name), None
            )
        return found

    def _header(self, name: str) -> Parameter | None:
        """The header parameter with this name in any case, or with this Python name in any case.

        Source: RFC 9110 section 5.1.
        """
        if self._headers is None:
            headers = [p for p in self._operation.parameters if p.location == "header"]
            self._headers = {
                **{p.python_name.lower(): p for p in headers},
                **{python_name(p.name).lower(): p for p in headers},
                **{p.name.lower(): p for p in headers},
            }
        return self._headers.get(name.lower())

    # the body

    def _place_in_body(self, bound: BoundArguments, name: str, value: Any) -> None:
        wire = self._property(name)
        body = self._operation.request_body
        if wire is None and name in self._body_names:
            self._set_body(bound, name, value)
        elif wire is None and (body is None or not name):
            bound.unknown.append(
                self._unknown("body", f"/body{pointer_to((name,))}", name, list(self.properties), value)
            )
        elif wire is None:
            self._set_property(bound, name, value)
            if all(item.extra is None for item in self.fields.declared):
                bound.members.append(name)
        else:
            wire = self._for_list(wire) if type(value) is list else wire
            self._set_property(bound, wire, value)
            bound.located.append(wire)

    def field(self, name: str) -> str | None:
        """The wire name of the field of the body that an argument of this name is; None if it is none."""
        location, separator, rest = name.partition(":")
        if name in self._by_name:
            return None
        return self._property(rest if separator and location == "body" else name)

    def _property(self, name: str) -> str | None:
        """The wire name of a declared property of the body."""
        if name in self.properties:
            return name
        aliased = self._property_aliases.get(name, [])
        if len(aliased) > 1:
            self._conflict(f"{name!r} may be {either([repr(a) for a in aliased])}; write the exact name")
        return aliased[0] if aliased else None

    def _for_list(self, name: str) -> str:
        """The property that takes several values of this one: `image[]` for `image`, if both are declared."""
        return self._lists.get(name, name)

    def _is_member(self, name: str) -> bool:
        """Whether a name can only mean a member of a body whose members have any names.

        One that is close to a declared parameter may be that, misspelt.
        """
        if not self.fields.takes_members:
            return False
        from .._support.spelling import nearest

        return not nearest(name, self._by_name)

    def _set_property(self, bound: BoundArguments, name: str, value: Any) -> None:
        if name in bound.properties:
            self._conflict(f"{name!r} is given twice")
        bound.properties[name] = value

    def _set_body(self, bound: BoundArguments, name: str, value: Any) -> None:
        if bound.body is not MISSING:
            self._conflict(f"{name!r} is the body, which is given twice")
        bound.body = value

    def _set(self, bound: BoundArguments, parameter: Parameter, value: Any) -> None:
        key = (parameter.location, parameter.name)
        if key in bound.parameters:
            self._conflict(f"{parameter.name!r} is given twice")
        bound.parameters[key] = value

    # what an argument is, for those who read its value

    def schema_of(self, name: str, media_type: str = "") -> Any:
        """The schema of the value that an argument of this name takes; None if there is none.

        Args:
            media_type: the declared media type that the body has, if that is decided.
        """
        location, separator, rest = name.partition(":")
        if name not in self._by_name and separator and location in LOCATIONS:
            parameter = self._located(location, rest) if location != "body" else None
            name = rest
        else:
            location = ""
            parameter = self._by_name.get(name, [None])[0]
        if parameter is None and location in ("", "body"):
            wire = self._property(name)
            if wire is not None:
                own = self.fields.of(media_type)
                return self.properties[wire] if own is None else own.properties.get(wire, self.properties[wire])
            parameter = self._header(name) if not location else None
        if parameter is not None:
            return parameter.schema
        if location not in ("", "body"):
            return None
        declared = self.fields.declared
        if name in self._body_names:
            return declared[0].media_type.schema if declared else None
        extra = declared[0].extra if declared else None
        return extra if isinstance(extra, Mapping) else None

    def _unknown(self, location: str, path: str, name: str, known: list[str], value: Any) -> Violation:
        is_short = value is None or isinstance(value, (str, float)) or (isinstance(value, int) and abs(value) < 10**9)
        given = value if is_short and re.fullmatch(_NUMBER_OR_WORD, str(value)) else "…"
        if name in self._option_names and name not in known:
            text = f"this is an option of the client, not an argument: client.with_options({name}={given}).call(…)"
            return Violation(location, path, "unknown", text, value)
        from .._support.spelling import nearest  # only errors need it

        hint = did_you_mean(name, known)
        option = "" if hint else next(iter(nearest(name, self._option_names)), "")
        if option:
            hint = f" Did you mean the option {option!r}: client.with_options({option}={given}).call(…)?"
        if not hint:
            body = self._operation.request_body
            whole = [body.name] if body is not None and body.name else []
            names = list(dict.fromkeys([*(p.name for p in self._operation.parameters), *self.properties, *whole]))
            more = ", …" if len(names) > 20 else ""
            nothing = " It takes no arguments." if body is None else " It takes body= alone."
            hint = f" It takes {', '.join(names[:20])}{more}." if names else nothing
        return Violation(location, path, "unknown", f"there is no argument {name!r}.{hint}", value)
