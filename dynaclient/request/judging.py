"""Check values against the document. Finds every violation, not only the first; writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from .._support.headers import is_token
from .._support.record import record
from .._support.secret_names import is_secret_name
from .._support.wording import kind_of
from ..document import Document
from ..document.names import UNSENDABLE
from ..document.pointer import pointer_to
from ..errors import Violation
from ..model import MediaType, Operation, Parameter
from ..model.media_types import family_of, is_json
from ..schema import Finding, Mode, SchemaChecker, rules_for
from ..schema.policy import stands_in
from ..types import MISSING
from .body_values import BodyValue
from .coercion import coerce
from .plain import NotJSON, plain
from .values import LOCATIONS
from .writing.files import FILE
from .writing.styles import content_text, defined, texts_in, unwritable_content

if TYPE_CHECKING:
    from ..schema.misspellings import Place
    from .item_judging import ItemJudge

_OF_CONTENT = frozenset(("minLength", "maxLength", "pattern", "enum", "const", "format"))
"""Keywords about the content of a file, which is not read before it is sent."""

_COLLECTIONS = frozenset((dict, list))
_SCALARS = frozenset((str, int, float, bool, type(None)))

_MOST_OBJECTS = 200
"""Objects and arrays of a large value whose names are looked at; what follows them is rarely of another kind."""


@record(frozen=False)
class ValueVerdict:
    """A value as it will be written, and what is wrong with it.

    Attributes:
        value: the value of a parameter; `MISSING` if nothing is written, and for bodies.
        violations: violations of the schema; the validation mode decides whether to raise or log them.
        fatal: why the value cannot be sent in any mode.
        doubts: names in it that are probably misspelt, though the schema allows them.
    """

    value: Any
    violations: Sequence[Violation] = ()
    fatal: Sequence[Violation] = ()
    doubts: Sequence[Violation] = ()

    def __init__(
        self,
        value: Any,
        violations: Sequence[Violation] = (),
        fatal: Sequence[Violation] = (),
        doubts: Sequence[Violation] = (),
    ) -> None:
        self.value = value
        self.violations = violations
        self.fatal = fatal
        self.doubts = doubts


FITS = ValueVerdict(MISSING)


class Checker:
    """Checks the parameters and bodies of one operation. Schemas are compiled on first use."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self._document = document
        self._operation = operation
        self._checkers: dict[tuple[str, str, bool, frozenset[str]], SchemaChecker] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._item_judges: dict[tuple[str, Mode], ItemJudge] = {}

    def _checker(self, location: str, name: str, schema: Any, pointer: str, mode: Mode) -> SchemaChecker:
        key = (location, name, mode.relieves, mode.formats)
        if key not in self._checkers:
            rules = rules_for("request", relieves=mode.relieves)
            self._checkers[key] = SchemaChecker(self._document, schema, rules, pointer, mode.formats)
        return self._checkers[key]

    # parameters

    def parameter(self, parameter: Parameter, value: Any, mode: Mode) -> ValueVerdict:
        """Judge the value of a parameter."""
        found: list[NotJSON] = []
        try:
            value = plain(value, found=found)
        except NotJSON as error:  # nested too deeply
            found.append(error)
        if found:
            return ValueVerdict(
                MISSING, fatal=[_violation(parameter, pointer_to(e.path), "type", e.what, value) for e in found]
            )
        if parameter.allow_empty_value and value == "":
            return ValueVerdict(value)
        if (value is None or type(value) in _COLLECTIONS) and not is_json(parameter.content or ""):
            if value is None:
                return _of_null(parameter, mode)
            if parameter.content is not None and (what := unwritable_content(parameter, value)):
                return ValueVerdict(MISSING, fatal=[_violation(parameter, "", "type", what, value)])
            try:
                value = value if parameter.content else defined(value, nested=parameter.style == "deepObject")
            except NotJSON as error:
                text = error.what
                return ValueVerdict(MISSING, fatal=[_violation(parameter, pointer_to(error.path), "type", text, value)])
            if not value and parameter.location != "path" and not parameter.content:
                return self._of_nothing(parameter, value, mode)
        if parameter.content is None and not (parameter.type == "string" and type(value) is str):
            value = coerce(self._document, parameter.schema, value)
        if not mode.checks:
            return ValueVerdict(value)
        violations = self._of_schema(parameter, value, mode)
        if type(value) in _COLLECTIONS:
            place = self._place(parameter.location, parameter.name, parameter.schema)
            if not names_are_declared(place, value, _MOST_OBJECTS if mode.relieves else inf):
                where = parameter.location, f"/{parameter.name}"
                return _with_doubts(ValueVerdict(value, violations), place, value, *where, mode)
        return ValueVerdict(value, violations)

    def _place(self, location: str, name: str, schema: Any) -> Place:
        """What the schema of a value declares."""
        found = self._places.get((location, name))
        if found is None:
            from ..schema.misspellings import place_of

            found = self._places[location, name] = place_of(self._document, schema)
        return found

    def _of_schema(self, parameter: Parameter, value: Any, mode: Mode) -> Sequence[Violation]:
        checker = self._checker(parameter.location, parameter.name, parameter.schema, parameter.pointer, mode)
        findings = checker.findings(value, parameter.name)
        if not findings:
            return ()
        return [_violation(parameter, f.path, f.keyword, f.message, f.value, f.schema_pointer) for f in findings]

    def _of_nothing(self, parameter: Parameter, value: Any, mode: Mode) -> ValueVerdict:
        """Judge an empty list or object, which has no text, so that a required parameter would be missing."""
        if parameter.location == "query" and parameter.allow_empty_value:
            return ValueVerdict(value)  # `name=`
        found = [*self._of_schema(parameter, value, mode)] if mode.checks else []
        if mode.checks and parameter.required and not found:
            text = f"this is required, and an empty {kind_of(value)} is not sent"
            found.append(_violation(parameter, "", "required", text, value, parameter.pointer))
        return ValueVerdict(MISSING, found)

    @staticmethod
    def missing(parameter: Parameter, mode: Mode) -> ValueVerdict:
        """Judge a required parameter that was not given. Its default may replace it."""
        if stands_in(parameter.location, parameter.default, mode):
            return ValueVerdict(parameter.default)
        if not mode.checks and parameter.location != "path":
            return ValueVerdict(MISSING)
        kind = parameter.type or "value"
        text = f"this is required and missing: {kind if isinstance(kind, str) else ' or '.join(kind)}"
        if parameter.enum and len(parameter.enum) <= 10:
            text += f", one of {', '.join(map(json.dumps, parameter.enum))}"
        found = [_violation(parameter, "", "required", text, None, parameter.pointer)]
        return ValueVerdict(MISSING, fatal=found) if parameter.location == "path" else ValueVerdict(MISSING, found)

    def unsendable(self, mode: Mode) -> list[Violation]:
        """The violations of parameters that the document requires in a place that requests do not have."""
        lost = self._operation.extensions.get(UNSENDABLE, ()) if mode.checks else ()
        return [
            Violation(
                parameter["in"],
                f"/{parameter['name']}",
                "required",
                f"the document requires this `in: {parameter['in']}`, which is not a place for parameters; mend it "
                "with an overlay, or call without it: with_options(validate=False)",
                schema_pointer=parameter[UNSENDABLE],
            )
            for parameter in lost
        ]

    # bodies

    def body(self, body: BodyValue, mode: Mode) -> ValueVerdict:
        """Judge a body."""
        fatal = [_unsendable(error, body.given) for error in body.errors] if body.errors else []
        media_type, instance = body.media_type, body.instance
        if not mode.checks or media_type.schema is None or instance is MISSING:
            if body.items is not None:
                return self._of_items(body, mode, fatal)
            return ValueVerdict(MISSING, fatal=fatal) if fatal else FITS
        checker = self._checker("body", media_type.name, media_type.schema, media_type.pointer, mode)
        place = self._places.get(("body", media_type.name)) or self._place("body", media_type.name, media_type.schema)
        try:  # the engine accepts only JSON values; the writer accepts more
            is_valid = not fatal and type(instance) is not bytes and checker.is_valid(instance)
            if is_valid and names_are_declared(place, instance, _MOST_OBJECTS if mode.relieves else inf):
                return FITS
        except (ValueError, TypeError, RecursionError):
            pass
        try:
            instance = body.judged()
        except NotJSON as error:
            return ValueVerdict(MISSING, fatal=[_unsendable(error, body.given)])
        findings = map(_from_finding, checker.findings(instance))
        replaced = [v for v in fatal if v.path != "/body" or body.writer.name != "xml"]  # that of XML is of its root
        violations = [v for v in _apart_from(replaced, [*findings]) if not _is_of_file(v)]
        return _with_doubts(ValueVerdict(MISSING, violations, fatal), place, instance, "body", "/body", mode)

    def _of_items(self, body: BodyValue, mode: Mode, fatal: list[Violation]) -> ValueVerdict:
        """Judge the items of a sequence; those that are not there yet are judged as they are sent."""
        if not mode.checks:
            return ValueVerdict(MISSING, fatal=fatal)
        key = body.media_type.name, mode
        if key not in self._item_judges:
            from .item_judging import ItemJudge  # rare

            self._item_judges[key] = ItemJudge(self._document, body.items.rules, mode)
        judge = self._item_judges[key]
        if (stream := body.stream) is not None:
            stream.judge = judge.one
            return ValueVerdict(MISSING, fatal=fatal)
        verdict = ValueVerdict(MISSING, judge.listed(body.items), fatal)
        schema, values = body.media_type.schema, body.items.values
        if schema is None or body.items.rules.framing not in ("lines", "records") or fatal or body.items.is_text:
            return verdict
        place = self._place("body", body.media_type.name, schema)
        if names_are_declared(place, values, _MOST_OBJECTS if mode.relieves else inf):
            return verdict
        return _with_doubts(verdict, place, values, "body", "/body", mode)

    def part_headers(self, body: BodyValue, mode: Mode) -> list[Violation]:
        """The violations of headers that the document declares for the parts of a multipart body."""
        if not (mode.checks and body.writer.takes_files and isinstance(body.content, dict)):
            return []
        from .part_headers import judged_headers  # rare

        return list(judged_headers(self._document, body.media_type, body.content, mode))

    def _findings(self, media_type: MediaType, instance: Any, mode: Mode) -> list[Violation]:
        if media_type.schema is None:
            return []
        checker = self._checker("body", media_type.name, media_type.schema, media_type.pointer, mode)
        return [_from_finding(finding) for finding in checker.findings(instance)]

    def missing_body(self, media_type: MediaType | None, mode: Mode) -> list[Violation]:
        """The violations for a missing required body: one per required field if it is an object of fields."""
        from ..model.xml_content import has_fields  # rare

        if media_type is not None and media_type.items is not None:
            text = "a body is required; pass a list or another iterable of items as body="
            return [_body_violation("", "required", text, None)]
        text = "a body is required; pass its fields by name, or the whole of it as body="
        if media_type is None or not has_fields(self._document, media_type):
            return [_body_violation("", "required", text, None)]
        findings = self._findings(media_type, {}, mode)
        if not findings:
            text += "; body={} sends an empty one"
        elif family_of(media_type.name).holds == "json" and not self._findings(media_type, [], mode):
            text += "; body=[] sends an empty one"
        needed = [violation for violation in findings if violation.keyword == "required"]
        return needed or [_body_violation("", "required", text, None)]


def names_are_declared(place: Place, value: Any, most: float = _MOST_OBJECTS) -> bool:
    """Whether no object in a value has a name that may be a misspelt one. Every call with a body asks this.

    Args:
        most: the objects and arrays to look at, the outermost first.
    """
    waiting = [(place, value)]
    for here, item in waiting:  # grows during the loop
        if isinstance(item, dict):
            if here.tag and type(tagged := item.get(here.tag)) is str:
                here = here.chosen[tagged]
            if not (here.is_map or here.declared.keys() >= item.keys()) and here.has_doubt(item):
                return False
            for name, member in item.items():
                if type(member) not in _SCALARS and (child := here.children[name]) is not None:
                    waiting.append((child, member))
        elif isinstance(item, list) and (inner := here.items) is not None and len(waiting) < most:
            for member in item:
                waiting.append((inner, member))  # a comprehension is a call of its own
                if len(waiting) >= most:
                    break
    return True


def _with_doubts(verdict: ValueVerdict, place: Place, value: Any, location: str, path: str, mode: Mode) -> ValueVerdict:
    """A verdict with the names that are probably misspelt: under "strict" violations, otherwise doubts."""
    from .doubts import doubtful_names  # most names are declared

    found = doubtful_names(place, value, location, path, {violation.path for violation in verdict.violations})
    if mode.relieves:
        verdict.doubts = found
    else:
        verdict.violations = [*verdict.violations, *found]
    return verdict


def _of_null(parameter: Parameter, mode: Mode) -> ValueVerdict:
    """Judge null, which is not sent unless the parameter has a text for it (`names.NULL_TEXT`).

    Source: OAS 3.1.1 Parameter Object, "Style Examples": null is undefined.
    """
    if parameter.null_text is not None:
        return ValueVerdict(parameter.null_text)
    is_path = parameter.location == "path"
    if not parameter.required and not is_path:
        return FITS
    text = "this is required, and null is not sent; give a value"
    found = [_violation(parameter, "", "required", text, None, parameter.pointer)]
    return ValueVerdict(MISSING, fatal=found) if is_path else ValueVerdict(MISSING, found if mode.checks else ())


def _is_of_file(violation: Violation) -> bool:
    return violation.value is FILE and violation.keyword in _OF_CONTENT


def _apart_from(fatal: Sequence[Violation], violations: list[Violation]) -> list[Violation]:
    """The violations without those of the nulls that replace the values in `fatal`, or what holds them."""
    places = [f"{violation.path}/" for violation in fatal]

    def is_apart(found: Violation) -> bool:
        at = f"{found.path}/"
        return not any(at.startswith(place) or (found.value is None and place.startswith(at)) for place in places)

    return [found for found in violations if is_apart(found)] if places else violations


def unwritable_header(parameter: Parameter, text: str, value: Any) -> list[Violation]:
    """The violation of a text that no header can carry, if any. Source: RFC 9110 section 5.5."""
    what = ""
    if any((ord(character) < 32 and character != "\t") or character == "\x7f" for character in text):
        what = "a header value cannot contain line breaks or other control characters"
    elif text != text.strip(" \t"):
        what = "a header value cannot begin or end with a space"
    elif any(ord(character) > 255 for character in text):
        what = "a header value must be Latin-1 text"
    return [_violation(parameter, "", "pattern", what, value)] if what else []


def unwritable_cookie(parameter: Parameter, value: Any) -> list[Violation]:
    """The violation of a value that a cookie cannot carry as it is, if any.

    Source: RFC 6265 section 4.1.1; OAS 3.2.0 "Parameter Object Examples", whose cookie has a space inside.
    """
    names = value if isinstance(value, dict) and parameter.explode and parameter.content is None else ()
    texts = [content_text(parameter, value)] if parameter.content is not None else texts_in(value)
    if all(re.fullmatch(_COOKIE, text) for text in texts) and all(is_token(name) for name in names):
        return []
    what = (
        "style cookie writes text as it is, and a cookie cannot contain quotes, commas, semicolons, backslashes, "
        "characters beyond ASCII, or a space at its end"
    )
    return [_violation(parameter, "", "pattern", what, value)]


_COOKIE = r'("?)([!#-+\--:<-\[\]-~]+( +[!#-+\--:<-\[\]-~]+)*)?\1'
"""Text of a cookie: octets that may have spaces between them, and quotes around them. Compiled when it is needed."""


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
    """Violations by location: path, query, header, cookie, body, and what has another one."""
    order = {location: number for number, location in enumerate(LOCATIONS)}
    return sorted(violations, key=lambda violation: order.get(violation.location, len(order)))


def unsafe_path(parameter: Parameter, value: Any, segment: str) -> Violation:
    """The violation for a value that would change the path it is part of."""
    if segment == "":
        return _violation(parameter, "", "minLength", "a path value cannot be empty", value)
    given = "***" if is_secret_name(parameter.name) else json.dumps(value, default=str)
    text = f"a path segment cannot be {segment!r}: it would lead to another address; given {given}"
    return _violation(parameter, "", "pattern", text, value)
