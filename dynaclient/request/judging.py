"""Bound arguments → valid values and the violations among them. Every violation is found, not the first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._support.record import record, replaced
from .._support.wording import is_secret_name, kind_of
from ..document import Document
from ..document.pointer import pointer_to
from ..errors import Violation
from ..model import MediaType, Operation, Parameter
from ..model.media_types import family_of, is_anything
from ..schema import Finding, Mode, Reliefs, SchemaChecker
from ..schema.policy import stands_in
from ..schema.view import properties_of, types_of, view
from ..types import MISSING
from .binding import LOCATIONS
from .coercion import coerce
from .plain import NotJSON, TooDeep, nests_too_deep, plain
from .security import Place
from .writing.bodies import EncodedBody, encode_body, is_file
from .writing.files import is_file_like, is_stream
from .writing.styles import write_header

_FILE = "the content of a file"
"""Stands for a file where a form is validated: its schema says nothing that can be checked but that it is text."""

_OF_CONTENT = frozenset(("minLength", "maxLength", "pattern", "enum", "const", "format"))
"""Keywords that are about a file's content, which is not read before it is sent."""


@record(frozen=False)
class ValueVerdict:
    """A value as it will be written, and what is wrong with it.

    Attributes:
        value: of a parameter, or an `EncodedBody`; `MISSING` when nothing is written.
        violations: of the schema; the validation mode decides what becomes of them.
        fatal: why the value cannot be sent in any mode.
    """

    value: Any
    violations: Sequence[Violation] = ()
    fatal: Sequence[Violation] = ()


@record(frozen=False)
class JudgedArguments:
    """Arguments that were checked: what is written where, and what is wrong.

    Attributes:
        values: what is written, defaults that stand in for required parameters included.
        given: the places that the caller filled.
        fatal: violations that no mode lets pass: unsafe paths, what cannot be written at all.
    """

    values: list[tuple[Parameter, Any]]
    paths: dict[str, str]
    given: set[Place]
    body: EncodedBody | None
    violations: list[Violation]
    fatal: list[Violation]

    def __init__(self) -> None:
        self.values = []
        self.paths = {}
        self.given = set()
        self.body = None
        self.violations = []
        self.fatal = []


class Checker:
    """The schemas of one operation's parameters and bodies, compiled when they are first needed."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._operation = operation
        self._checkers: dict[tuple[str, str, bool], SchemaChecker] = {}

    def _checker(self, location: str, name: str, schema: Any, pointer: str, mode: Mode) -> SchemaChecker:
        key = (location, name, mode.relieves)
        if key not in self._checkers:
            reliefs = Reliefs("request") if mode.relieves else None
            self._checkers[key] = SchemaChecker(self._document, schema, reliefs, pointer)
        return self._checkers[key]

    # parameters

    def parameter(self, parameter: Parameter, value: Any, mode: Mode) -> ValueVerdict:
        """Judge a value that was given for a parameter."""
        found: list[NotJSON] = []
        try:
            value = plain(value, found=found)
        except NotJSON as error:  # it nests too deep
            found.append(error)
        if found:
            return ValueVerdict(
                MISSING, fatal=[_violation(parameter, pointer_to(e.path), "type", e.what, value) for e in found]
            )
        if parameter.allow_empty_value and value == "":
            return ValueVerdict(value)
        if parameter.content is None:
            value = coerce(self._document, parameter.schema, value)
        violations = []
        if mode.checks:
            checker = self._checker(parameter.location, parameter.name, parameter.schema, parameter.pointer, mode)
            violations = [
                _violation(parameter, f.path, f.keyword, f.message, f.value, f.schema_pointer)
                for f in checker.findings(value, parameter.name)
            ]
        return ValueVerdict(value, violations, _unwritable(parameter, value))

    @staticmethod
    def missing(parameter: Parameter, mode: Mode) -> ValueVerdict:
        """Judge a parameter that was not given. The default of a required one takes its place."""
        if not parameter.required:
            return ValueVerdict(MISSING)
        if stands_in(parameter.default, mode):
            return ValueVerdict(parameter.default)
        if not mode.checks and parameter.location != "path":
            return ValueVerdict(MISSING)
        kind = parameter.type or "value"
        text = f"this is required and missing: {kind if isinstance(kind, str) else ' or '.join(kind)}"
        if parameter.enum and len(parameter.enum) <= 10:
            text += f", one of {', '.join(map(json.dumps, parameter.enum))}"
        found = [_violation(parameter, "", "required", text, None, parameter.pointer)]
        return ValueVerdict(MISSING, fatal=found) if parameter.location == "path" else ValueVerdict(MISSING, found)

    # bodies

    def body(self, media_type: MediaType, value: Any, mode: Mode) -> ValueVerdict:
        """Judge a body, and write it where that can be done. The caller's value is not changed."""
        holds = family_of(media_type.name).holds
        if holds == "fields":
            return self._fields(media_type, value, mode)
        if holds == "json" and not (is_anything(media_type.name) and (is_file_like(value) or is_stream(value))):
            return self._json(media_type, value, mode)
        verdict = self._written(media_type, value)
        if holds == "text" and mode.checks and isinstance(value, str) and not verdict.fatal:
            types = types_of(self._document, media_type.schema)
            violations = self._findings(media_type, value, mode) if not types or "string" in types else []
            return replaced(verdict, violations=violations)  # a schema of anything else describes what XML holds
        return verdict

    def _written(self, media_type: MediaType, value: Any) -> ValueVerdict:
        try:
            return ValueVerdict(encode_body(self._document, media_type, value))
        except NotJSON as error:
            return ValueVerdict(MISSING, fatal=[_unsendable(error, value)])

    def _json(self, media_type: MediaType, value: Any, mode: Mode) -> ValueVerdict:
        """Written first: what the engine gets is then known to be JSON, and not too deep for it."""
        verdict = self._written(media_type, value)
        if not mode.checks or media_type.schema is None or (not verdict.fatal and self._fits(media_type, value, mode)):
            return verdict
        found: list[NotJSON] = []
        try:
            instance = _read(media_type, value) if isinstance(value, (bytes, bytearray)) else plain(value, found=found)
            violations = self._findings(media_type, instance, mode)
        except NotJSON as error:
            return ValueVerdict(MISSING, fatal=[_unsendable(error, value)])
        fatal = [_unsendable(error, value) for error in found] or verdict.fatal
        return ValueVerdict(verdict.value, _apart_from(fatal, violations), fatal)

    def _fits(self, media_type: MediaType, value: Any, mode: Mode) -> bool:
        """Whether a value is valid as it is. The engine knows JSON values only, and the writer more than those."""
        checker = self._checker("body", media_type.name, media_type.schema, media_type.pointer, mode)
        try:
            return type(value) is not bytes and checker.is_valid(value)
        except (ValueError, TypeError):
            return False

    def _fields(self, media_type: MediaType, value: Any, mode: Mode) -> ValueVerdict:
        if not isinstance(value, Mapping):
            text = f"{media_type.name} is sent from a mapping of fields, not from {kind_of(value)}"
            return ValueVerdict(MISSING, fatal=[_body_violation("", "type", text, value)])
        properties = properties_of(self._document, media_type.schema)
        fields: dict[str, Any] = {}
        instance: dict[str, Any] = {}
        found: list[NotJSON] = []
        for name, item in value.items():
            name = str(name)
            try:
                fields[name], instance[name] = self._field(properties.get(name), item)
            except NotJSON as error:
                instance[name] = None
                found.append(NotJSON((name, *error.path), error.what))
        verdict = ValueVerdict(MISSING) if found else self._written(media_type, fields)
        fatal = [_unsendable(error, value) for error in found] or verdict.fatal
        if not mode.checks or media_type.schema is None:
            return ValueVerdict(verdict.value, [], fatal)
        violations = _apart_from(fatal, self._findings(media_type, instance, mode))
        return ValueVerdict(verdict.value, [v for v in violations if not _is_of_file(v)], fatal)

    def _field(self, schema: Any, item: Any) -> tuple[Any, Any]:
        """One form field as it will be written, and as it is validated: there a file is a word."""
        if is_file(self._document, schema, item):
            return item, _FILE
        if isinstance(item, (list, tuple)) and any(is_file_like(member) for member in item):
            items = view(self._document, schema).items
            members = [self._field(items, member) for member in item]
            return [written for written, _ in members], [checked for _, checked in members]
        written = coerce(self._document, schema, plain(item))
        return written, written

    def _findings(self, media_type: MediaType, instance: Any, mode: Mode) -> list[Violation]:
        if media_type.schema is None:
            return []
        checker = self._checker("body", media_type.name, media_type.schema, media_type.pointer, mode)
        return [_from_finding(finding) for finding in checker.findings(instance)]

    def missing_body(self, media_type: MediaType | None, mode: Mode) -> list[Violation]:
        """What to say when a required body was not given: the fields it needs, where it is an object of fields."""
        text = "a body is required; pass its fields by name, or the whole of it as body="
        needed = []
        if media_type is not None and media_type.schema is not None:
            findings = self._findings(media_type, {}, mode)
            needed = [violation for violation in findings if violation.keyword == "required"]
        return needed or [_body_violation("", "required", text, None)]


def _read(media_type: MediaType, content: bytes | bytearray) -> Any:
    """What the caller wrote, as a value to check."""
    family = family_of(media_type.name)
    try:
        value = json.loads(content) if family.read is None else family.read(bytes(content), media_type.name)
    except ValueError as error:
        what = "JSON" if family.read is None else media_type.name
        raise NotJSON((), f"these bytes are no {what}: {error}") from None
    except RecursionError:
        raise TooDeep from None
    if nests_too_deep(value):
        raise TooDeep
    return value


def _is_of_file(violation: Violation) -> bool:
    return violation.value is _FILE and violation.keyword in _OF_CONTENT


def _apart_from(fatal: Sequence[Violation], violations: list[Violation]) -> list[Violation]:
    """The violations of what could be checked: null stands where `fatal` says that there is no JSON value."""
    places = [violation.path for violation in fatal]
    return [v for v in violations if not any(v.path == place or v.path.startswith(f"{place}/") for place in places)]


def _unwritable(parameter: Parameter, value: Any) -> list[Violation]:
    """What no header can carry, valid or not. Source: RFC 9110 section 5.5."""
    if parameter.location != "header":
        return []
    text = write_header(parameter, value)
    what = ""
    if any((ord(character) < 32 and character != "\t") or character == "\x7f" for character in text):
        what = "a header value cannot hold a line break or another control character"
    elif text != text.strip(" \t"):
        what = "a header value cannot begin or end with a blank"
    elif any(ord(character) > 255 for character in text):
        what = "a header value carries Latin-1 text only"
    return [_violation(parameter, "", "pattern", what, value)] if what else []


def _violation(
    parameter: Parameter, path: str, keyword: str, message: str, value: Any, schema_pointer: str = ""
) -> Violation:
    return Violation(parameter.location, f"/{parameter.name}{path}", keyword, message, value, schema_pointer)


def _body_violation(path: str, keyword: str, message: str, value: Any) -> Violation:
    return Violation("body", f"/body{path}", keyword, message, value)


def _unsendable(error: NotJSON, value: Any) -> Violation:
    return _body_violation(pointer_to(error.path), "type", error.what, value)


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
