"""One operation and the arguments of a call → the request that goes out, or every reason why none does."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.wording import MASK, masked
from ..document import Document
from ..errors import UnknownParameter, ValidationError, Violation
from ..model import MediaType, Operation, RequestBody, SecurityRequirement
from ..model.media_types import essence
from ..schema import Mode
from ..types import MISSING
from .binding import Binder, BoundArguments
from .judging import Checker, JudgedArguments, in_order, unsafe_path
from .media import choose_media_type
from .options import RequestOptions
from .plan import Assembler, place_taken
from .wire import WireRequest
from .writing.files import FileBody
from .writing.multipart import MultipartBody
from .writing.styles import write_path
from .writing.template import PathTemplate

if TYPE_CHECKING:
    from .explanation import Explanation

_log = logging.getLogger("dynaclient")

NOTHING_ADDED: Mapping[str, str] = {}

ANY_BODY = MediaType("*/*")
"""What a Request Body Object without content says: something is sent."""


class RequestBuilder:
    """Everything about one operation that does not depend on a call's arguments, decided once."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self.operation = operation
        self._document = document
        self._binder = Binder(document, operation)
        self._checker = Checker(document, operation)
        self._template = PathTemplate.parse(operation.path)
        self._assembler = Assembler(document, operation, self._template)
        in_path = any(parameter.location == "path" for parameter in operation.parameters)
        self._has_path = in_path or not self._template.is_constant

    @property
    def properties(self) -> Mapping[str, Any]:
        """The properties of the body that may be passed by name."""
        return self._binder.properties

    # the stages of a call

    def violations(
        self, options: RequestOptions, params: Any, body: Any, arguments: Mapping[str, Any]
    ) -> list[Violation]:
        """Everything that is wrong with the arguments, in order; none when the call would be sent."""
        bound = self._binder.bind(params, body, arguments)
        checked = self._check(bound, options)
        _close(checked)
        return self._all(bound, checked, options)

    def build(
        self,
        options: RequestOptions,
        params: Any,
        body: Any,
        arguments: Mapping[str, Any],
        added: Mapping[str, str] = NOTHING_ADDED,
    ) -> WireRequest:
        """The request, ready to be sent.

        Args:
            added: headers of this call alone.

        Raises:
            UnknownParameter, ArgumentConflict, ValidationError, MissingCredentials, RequestError: the call is wrong.
        """
        bound = self._binder.bind(params, body, arguments)
        checked = self._check(bound, options)
        try:
            self._refuse(bound, checked, options)
            return self._assembler.assemble(checked, options, added)
        except BaseException:
            _close(checked)
            raise

    def _refuse(self, bound: BoundArguments, checked: JudgedArguments, options: RequestOptions) -> None:
        if not (bound.unknown or checked.fatal or checked.violations):
            return
        violations = self._all(bound, checked, options)
        kind = UnknownParameter if bound.unknown else ValidationError
        error = kind(operation_id=self.operation.operation_id, violations=violations)
        if Mode.of(options.validate).logs and not bound.unknown and not checked.fatal:
            for violation in violations:
                _log.warning("%s: %s", self.operation.operation_id, violation)
            return
        raise error

    def _all(self, bound: BoundArguments, checked: JudgedArguments, options: RequestOptions) -> list[Violation]:
        found = in_order([*bound.unknown, *checked.fatal, *checked.violations])
        secrets = options.credentials.texts()
        return [_masked(violation, secrets) for violation in found] if secrets else found

    def _check(self, bound: BoundArguments, options: RequestOptions) -> JudgedArguments:
        checked = JudgedArguments()
        mode = Mode.of(options.validate)
        for parameter in self.operation.parameters:
            given = bound.parameters.get((parameter.location, parameter.name), MISSING)
            if given is MISSING:
                verdict = self._checker.missing(parameter, mode)
            else:
                verdict = self._checker.parameter(parameter, given, mode)
            checked.violations += verdict.violations
            checked.fatal += verdict.fatal
            if verdict.value is not MISSING and not verdict.fatal:
                checked.values.append((parameter, verdict.value))
                if given is not MISSING:
                    checked.given.add(place_taken(parameter))
        if self._has_path:
            self._check_path(checked)
        if self.operation.request_body is not None:
            self._check_body(self.operation.request_body, bound, checked, options, mode)
        return checked

    def _check_path(self, checked: JudgedArguments) -> None:
        given = {p.name: (p, value) for p, value in checked.values if p.location == "path"}
        checked.paths = {name: write_path(parameter, value) for name, (parameter, value) in given.items()}
        empty = [name for name, text in checked.paths.items() if not text]
        missing = [p.name for p in self.operation.parameters if p.location == "path" and p.name not in given]
        unsafe = dict.fromkeys(empty, "")
        unsafe |= self._template.unsafe({**checked.paths, **dict.fromkeys([*missing, *empty], "-")})
        for name, segment in unsafe.items():
            if name in given:
                checked.fatal.append(unsafe_path(given[name][0], segment, given[name][1]))

    def _check_body(
        self,
        declared: RequestBody,
        bound: BoundArguments,
        checked: JudgedArguments,
        options: RequestOptions,
        mode: Mode,
    ) -> None:
        value = bound.properties if bound.properties and bound.body is MISSING else bound.body
        if value is MISSING:
            if declared.required and mode.checks:
                first = choose_media_type(declared, {}, self._content_type(options, checked))
                checked.violations += self._checker.missing_body(first, mode)
            return
        media_type = self._media_type(declared, value, options, checked)
        if media_type is None:
            checked.fatal.append(self._no_media_type(value, options, checked))
            return
        verdict = self._checker.body(media_type, value, mode)
        checked.violations += verdict.violations
        checked.fatal += verdict.fatal
        checked.body = None if verdict.value is MISSING else verdict.value

    # choices

    def _content_type(self, options: RequestOptions, checked: JudgedArguments) -> str | None:
        """The media type the caller asked for: by option, by header parameter, or by a header of the client."""
        if options.content_type is not None:
            return options.content_type
        for parameter, value in checked.values:
            if parameter.location == "header" and parameter.name.lower() == "content-type":
                return str(value)
        return next((v for name, v in options.headers.items() if name.lower() == "content-type" and v), None)

    def _media_type(
        self, declared: RequestBody, value: Any, options: RequestOptions, checked: JudgedArguments
    ) -> MediaType | None:
        if not declared.content:
            return ANY_BODY
        is_asked = options.content_type is not None or options.headers or checked.values
        asked = self._content_type(options, checked) if is_asked else None
        found = choose_media_type(declared, value, asked)
        if found is not None and asked is not None:  # sent under the name asked for, parameters and all
            return MediaType(asked, found.schema, found.encoding, found.examples, found.pointer)
        if found is None and asked is not None and not Mode.of(options.validate).checks:
            return MediaType(asked)
        return found

    def _no_media_type(self, value: Any, options: RequestOptions, checked: JudgedArguments) -> Violation:
        declared = list(self.operation.request_body.content) if self.operation.request_body else []
        names = ", ".join(declared)
        asked = self._content_type(options, checked)
        if asked is not None:
            return Violation("body", "/body", "unknown", f"this operation takes {names}, not {asked}", value)
        kind = type(value).__name__
        text = f"a body of Python type {kind} cannot be sent as {names}"
        if all("xml" in essence(name) for name in declared):
            text += "; pass the XML as text"
        return Violation("body", "/body", "type", text, value)

    def security(self, checked: JudgedArguments, options: RequestOptions) -> SecurityRequirement | None:
        """The security alternative that holds; raises `MissingCredentials` when none can be satisfied."""
        return self._assembler.security(self._assembler.own(checked.given, options), options)

    def base_url(self, options: RequestOptions) -> str:
        """The base URL that holds, without a trailing slash."""
        return self._assembler.base_url(options)

    def explained(self, options: RequestOptions, params: Any, body: Any, arguments: Mapping[str, Any]) -> Explanation:
        """What is chosen for a call, and why."""
        from .explanation import explain_request

        bound = self._binder.bind(params, body, arguments)
        checked = self._check(bound, options)
        _close(checked)
        return explain_request(self, bound, checked, self._all(bound, checked, options), options)


def _masked(violation: Violation, secrets: Iterable[str]) -> Violation:
    message = masked(violation.message, secrets)
    if message == violation.message:
        return violation
    return Violation(violation.location, violation.path, violation.keyword, message, MASK, violation.schema_pointer)


def _close(checked: JudgedArguments) -> None:
    """Close what was opened here; a file or generator of the caller stays as it is."""
    if checked.body is not None and isinstance(checked.body.content, (FileBody, MultipartBody)):
        checked.body.content.close()
