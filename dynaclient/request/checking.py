"""Bound arguments → valid values and the violations among them. Every violation is found, not the first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..document import Document
from ..document.pointer import pointer_to
from ..errors import Violation
from ..model import MediaType, Operation, Parameter
from ..schema import Finding, Relief, SchemaChecker
from ..schema.properties import properties_of
from ..types import MISSING
from ..wording import is_secret_name, kind_of
from .binding import LOCATIONS
from .body import is_binary
from .coercion import coerce
from .files import is_file_like
from .media import family
from .plain import NotJSON, plain
from .styles import write_cookie, write_header, write_path, write_query

_FILE = "file"
"""Stands for a file's content where a form is validated: the schema of a file says nothing that can be checked."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A parameter's value as it will be written, and what is wrong with it.

    Attributes:
        value: `MISSING` when nothing is written.
        violations: of the schema; the validation mode decides what becomes of them.
        fatal: why the value cannot be sent in any mode.
    """

    value: Any
    violations: list[Violation] = field(default_factory=list)
    fatal: list[Violation] = field(default_factory=list)


class Checker:
    """The schemas of one operation's parameters and bodies, compiled when they are first needed."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._operation = operation
        self._checkers: dict[tuple[str, str, bool], SchemaChecker] = {}

    def _checker(self, location: str, name: str, schema: Any, pointer: str, strict: bool) -> SchemaChecker:
        key = (location, name, strict)
        if key not in self._checkers:
            relief = None if strict else Relief("request")
            self._checkers[key] = SchemaChecker(self._document, schema, relief, pointer)
        return self._checkers[key]

    # parameters

    def parameter(self, parameter: Parameter, value: Any, *, check: bool, strict: bool) -> Verdict:
        """Judge a value that was given for a parameter."""
        try:
            value = plain(value)
        except NotJSON as error:
            return Verdict(MISSING, fatal=[_violation(parameter, pointer_to(error.path), "type", error.what, value)])
        if parameter.allow_empty_value and value == "":
            return Verdict(value)
        if parameter.content is None:
            value = coerce(self._document, parameter.schema, value)
        violations = []
        if check:
            checker = self._checker(parameter.location, parameter.name, parameter.schema, parameter.pointer, strict)
            violations = [
                _violation(parameter, f.path, f.keyword, f.message, f.value, f.schema_pointer)
                for f in checker.findings(value, parameter.name)
            ]
        return Verdict(value, violations, _unwritable(parameter, value))

    @staticmethod
    def missing(parameter: Parameter, *, check: bool, strict: bool) -> Verdict:
        """Judge a parameter that was not given. The default of a required one takes its place."""
        if not parameter.required:
            return Verdict(MISSING)
        if parameter.default is not MISSING and not strict:
            return Verdict(parameter.default)
        if not check and parameter.location != "path":
            return Verdict(MISSING)
        kind = parameter.type or "value"
        text = f"this is required and missing: {kind if isinstance(kind, str) else ' or '.join(kind)}"
        if parameter.enum and len(parameter.enum) <= 10:
            text += f", one of {', '.join(map(json.dumps, parameter.enum))}"
        found = [_violation(parameter, "", "required", text, None, parameter.pointer)]
        return Verdict(MISSING, fatal=found) if parameter.location == "path" else Verdict(MISSING, found)

    # bodies

    def body(self, media_type: MediaType, value: Any, *, check: bool, strict: bool) -> tuple[Any, list[Violation]]:
        """The body as it will be written, and what is wrong with it. The caller's value is not changed."""
        kind = family(media_type.name)
        if kind in ("form", "multipart"):
            return self._fields(media_type, value, check=check, strict=strict)
        if kind == "json" and not ("*" in media_type.name and (is_file_like(value) or hasattr(value, "__next__"))):
            return self._json(media_type, value, check=check, strict=strict)
        if check and isinstance(value, str) and kind == "text" and media_type.schema is not None:
            return value, self._findings(media_type, value, strict)
        return value, []

    def _json(self, media_type: MediaType, value: Any, *, check: bool, strict: bool) -> tuple[Any, list[Violation]]:
        if not check or media_type.schema is None:
            return value, []
        instance = value
        if isinstance(value, (bytes, bytearray)):
            try:
                instance = json.loads(value)
            except ValueError as error:
                return value, [_body_violation("", "type", f"these bytes are no JSON: {error}", value)]
        checker = self._checker("body", media_type.name, media_type.schema, media_type.pointer, strict)
        try:
            if checker.is_valid(instance):
                return value, []
        except (ValueError, TypeError):
            pass  # the engine met a value that is no JSON: `plain` turns it into one, or says where it is
        try:
            instance = plain(instance)
        except NotJSON as error:
            return value, [_body_violation(pointer_to(error.path), "type", error.what, value)]
        except RecursionError:
            return value, [_body_violation("", "type", "this nests without end", value)]
        violations = self._findings(media_type, instance, strict)
        return (value if isinstance(value, (bytes, bytearray)) else instance), violations

    def _fields(self, media_type: MediaType, value: Any, *, check: bool, strict: bool) -> tuple[Any, list[Violation]]:
        if not isinstance(value, Mapping):
            text = f"{media_type.name} is sent from a mapping of fields, not from {kind_of(value)}"
            return value, [_body_violation("", "type", text, value)]
        properties = properties_of(self._document, media_type.schema)
        fields: dict[str, Any] = {}
        instance: dict[str, Any] = {}
        violations = []
        for name, item in value.items():
            name = str(name)
            schema = properties.get(name)
            try:
                fields[name], instance[name] = self._field(schema, item)
            except NotJSON as error:
                violations.append(_body_violation(pointer_to((name, *error.path)), "type", error.what, item))
        if check and not violations and media_type.schema is not None:
            violations = self._findings(media_type, instance, strict)
        return fields, violations

    def _field(self, schema: Any, item: Any) -> tuple[Any, Any]:
        """One form field as it will be written, and as it is validated: there a file is a word."""
        if is_file_like(item):
            return item, _FILE
        if isinstance(item, (list, tuple)) and any(is_file_like(member) for member in item):
            members = [self._field(None, member) for member in item]
            return [written for written, _ in members], [checked for _, checked in members]
        written = coerce(self._document, schema, plain(item))
        if isinstance(item, str) and schema is not None and is_binary(self._document, schema):
            return item, _FILE
        return written, written

    def _findings(self, media_type: MediaType, instance: Any, strict: bool) -> list[Violation]:
        checker = self._checker("body", media_type.name, media_type.schema, media_type.pointer, strict)
        return [_from_finding(finding) for finding in checker.findings(instance)]

    def missing_body(self, media_type: MediaType | None, *, strict: bool) -> list[Violation]:
        """What to say when a required body was not given: the fields it needs, where it is an object of fields."""
        text = "a body is required; pass its fields by name, or the whole of it as body="
        needed = []
        if media_type is not None and media_type.schema is not None:
            findings = self._findings(media_type, {}, strict)
            needed = [violation for violation in findings if violation.keyword == "required"]
        return needed or [_body_violation("", "required", text, None)]


def _unwritable(parameter: Parameter, value: Any) -> list[Violation]:
    """What cannot be put on the wire, valid or not: text that would split a header, or half a surrogate pair."""
    try:
        if parameter.location == "header":
            text = write_header(parameter, value)
            if any(character in text for character in "\r\n\0"):
                return [_violation(parameter, "", "pattern", "a header value cannot hold a line break or NUL", value)]
            text.encode("latin-1")
        else:
            _WRITERS[parameter.location](parameter, value)
    except UnicodeEncodeError:
        what = "Latin-1 text only" if parameter.location == "header" else "no half surrogate pairs"
        return [_violation(parameter, "", "pattern", f"a {parameter.location} value carries {what}", value)]
    return []


_WRITERS = {"path": write_path, "query": write_query, "cookie": write_cookie}


def _violation(
    parameter: Parameter, path: str, keyword: str, message: str, value: Any, schema_pointer: str = ""
) -> Violation:
    return Violation(parameter.location, f"/{parameter.name}{path}", keyword, message, value, schema_pointer)


def _body_violation(path: str, keyword: str, message: str, value: Any) -> Violation:
    return Violation("body", f"/body{path}", keyword, message, value)


def _from_finding(finding: Finding) -> Violation:
    return Violation(
        "body", f"/body{finding.path}", finding.keyword, finding.message, finding.value, finding.schema_pointer
    )


def in_order(violations: Iterable[Violation]) -> list[Violation]:
    """Violations by location: path, query, header, cookie, body."""
    return sorted(violations, key=lambda violation: LOCATIONS.index(violation.location))


def unsafe_path(parameter: Parameter, segment: str, value: Any) -> Violation:
    """The violation for a value that would change the path it stands in."""
    if segment == "":
        return _violation(parameter, "", "minLength", "a path value cannot be empty", value)
    given = "***" if is_secret_name(parameter.name) else json.dumps(value, default=str)
    text = f"a path segment cannot be {segment!r}: it would lead to another address; given {given}"
    return _violation(parameter, "", "pattern", text, value)
