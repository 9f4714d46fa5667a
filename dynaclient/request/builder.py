"""Build the request for an operation and the arguments of a call, or report every reason why it cannot be sent.

The steps: bind each argument, convert it to plain values, judge it, then refuse the call or write the request.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from .._support.wording import MASK, masked
from ..document import Document
from ..errors import UnknownParameter, ValidationError, Violation
from ..model import Operation, Parameter, RequestBody
from ..schema import Mode
from ..types import MISSING
from .binding import Binder
from .body_values import plain_body
from .idempotency import Idempotency
from .judging import Checker, in_order, unsafe_path, unwritable_header
from .media import choose_media_type, content_type_among, media_type_for, no_media_type, only_json
from .options import RequestOptions
from .plan import CallPlan, place_taken
from .values import Arguments, BoundArguments, JudgedArguments, WireRequest
from .writing.styles import write_header, write_path
from .writing.template import PathTemplate

if TYPE_CHECKING:
    from .explanation import Explanation


class RequestBuilder:
    """The parts of building requests that depend only on the operation, not on options or arguments."""

    def __init__(self, document: Document, operation: Operation) -> None:
        self.operation = operation
        self._document = document
        self._binder = Binder(document, operation)
        self._checker = Checker(document, operation)
        self._template = PathTemplate.parse(operation.path)
        self._only_json = only_json(operation.request_body)
        self._path_texts = {p.name: "-" for p in operation.parameters if p.location == "path"}  # for missing values
        self._has_path = bool(self._path_texts) or not self._template.is_constant

    @property
    def properties(self) -> Mapping[str, Any]:
        """The properties of the body that may be passed by name."""
        return self._binder.properties

    def plan(self, options: RequestOptions, idempotency: Idempotency = False) -> CallPlan:
        """The plan of the operation's calls with these options."""
        return CallPlan(self._document, self.operation, self._template, options, idempotency)

    def build(self, plan: CallPlan, arguments: Arguments) -> WireRequest:
        """The request, ready to send.

        Raises:
            UnknownParameter, ArgumentConflict, ValidationError, MissingCredentials, RequestError: the call is wrong.
        """
        arguments, added = plan.with_key(arguments)
        bound = self._binder.bind(arguments)
        judged = self._judge(bound, plan)
        if bound.unknown or judged.fatal or judged.violations:
            self._refuse(bound, judged, plan)
        return plan.request(judged, added)

    def violations(self, plan: CallPlan, arguments: Arguments) -> list[Violation]:
        """Everything wrong with the arguments, in order; empty if the call would be sent."""
        bound = self._binder.bind(plan.with_key(arguments)[0])
        return self._all(bound, self._judge(bound, plan), plan)

    def explained(self, plan: CallPlan, arguments: Arguments) -> Explanation:
        """What a call would use, and why."""
        from .explanation import explain_request

        bound = self._binder.bind(plan.with_key(arguments)[0])
        judged = self._judge(bound, plan)
        return explain_request(plan, bound, judged, self._all(bound, judged, plan))

    # judging

    def _judge(self, bound: BoundArguments, plan: CallPlan) -> JudgedArguments:
        """Convert and judge each argument; paths and headers are written as text, since the text is judged too."""
        judged = JudgedArguments()
        if self.operation.parameters:
            self._judge_parameters(bound, judged, plan.mode)
        if self._has_path:
            self._judge_path(judged)
        if self.operation.request_body is not None:
            self._judge_body(self.operation.request_body, bound, judged, plan)
        return judged

    def _judge_parameters(self, bound: BoundArguments, judged: JudgedArguments, mode: Mode) -> None:
        for parameter in self.operation.parameters:
            given = bound.parameters.get((parameter.location, parameter.name), MISSING)
            if given is MISSING:
                if not parameter.required:
                    continue
                verdict = self._checker.missing(parameter, mode)
            else:
                verdict = self._checker.parameter(parameter, given, mode)
            judged.violations += verdict.violations
            fatal = verdict.fatal
            if parameter.location == "header" and verdict.value is not MISSING:
                text = judged.headers[parameter.name] = write_header(parameter, verdict.value)
                fatal = [*fatal, *unwritable_header(parameter, text, verdict.value)]
            judged.fatal += fatal
            if verdict.value is not MISSING and not fatal:
                judged.values.append((parameter, verdict.value))
                if given is not MISSING:
                    judged.given.add(place_taken(parameter))

    def _judge_path(self, judged: JudgedArguments) -> None:
        given: dict[str, tuple[Parameter, Any]] = {}
        for parameter, value in judged.values:
            if parameter.location == "path":
                given[parameter.name] = parameter, value
                judged.paths[parameter.name] = write_path(parameter, value)
        unsafe = {name: "" for name, text in judged.paths.items() if not text}
        texts = {**self._path_texts, **judged.paths, **dict.fromkeys(unsafe, "-")}
        unsafe |= self._template.unsafe(texts)
        for name, segment in unsafe.items():
            if name in given:
                judged.fatal.append(unsafe_path(*given[name], segment))

    def _judge_body(
        self,
        declared: RequestBody,
        bound: BoundArguments,
        judged: JudgedArguments,
        plan: CallPlan,
    ) -> None:
        mode = plan.mode
        value = bound.properties if bound.properties and bound.body is MISSING else bound.body
        if value is MISSING and not (declared.required and mode.checks):
            return
        asked = plan.content_type
        if judged.values and plan.options.content_type is None:
            asked = content_type_among(judged.values, asked)
        media_type = self._only_json
        if value is MISSING:
            judged.violations += self._checker.missing_body(choose_media_type(declared, {}, asked), mode)
            return
        if media_type is None or asked is not None or type(value) not in (dict, list, str):
            media_type = media_type_for(declared, value, asked, check=mode.checks)
        if media_type is None:
            judged.fatal.append(no_media_type(declared, value, asked))
            return
        body = plain_body(self._document, media_type, value)
        verdict = self._checker.body(body, mode)
        judged.violations += verdict.violations
        judged.fatal += verdict.fatal
        judged.body = None if verdict.fatal else body

    # refusing

    def _refuse(self, bound: BoundArguments, judged: JudgedArguments, plan: CallPlan) -> None:
        """Raise what is wrong, or log it if the mode says so and the request can still be sent."""
        violations = self._all(bound, judged, plan)
        if plan.mode.logs and not bound.unknown and not judged.fatal:
            import logging

            for violation in violations:
                logging.getLogger("dynaclient").warning("%s: %s", self.operation.operation_id, violation)
            return
        kind = UnknownParameter if bound.unknown else ValidationError
        raise kind(operation_id=self.operation.operation_id, violations=violations)

    @staticmethod
    def _all(bound: BoundArguments, judged: JudgedArguments, plan: CallPlan) -> list[Violation]:
        found = in_order([*bound.unknown, *judged.fatal, *judged.violations])
        secrets = plan.options.credentials.texts()
        return [_masked(violation, secrets) for violation in found] if secrets else found


def _masked(violation: Violation, secrets: Iterable[str]) -> Violation:
    message = masked(violation.message, secrets)
    if message == violation.message:
        return violation
    return Violation(violation.location, violation.path, violation.keyword, message, MASK, violation.schema_pointer)
