"""Build the request for an operation and the arguments of a call, or report every reason why it cannot be sent.

The steps: bind each argument, convert it to plain values, judge it, then refuse the call or write the request.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .._support.record import replaced
from .._support.secret_names import MASK
from .._support.wording import masked
from ..document import Document
from ..document.names import UNSENDABLE
from ..document.pointer import pointer_to
from ..errors import DynaclientWarning, UnknownParameter, ValidationError, Violation
from ..model import MediaType, Operation, Parameter, RequestBody
from ..model.media_types import family_of
from ..schema import Mode
from ..types import MISSING
from .binding import Binder
from .body_values import BodyValue, plain_body
from .idempotency import Idempotency
from .judging import FITS, Checker, in_order, unsafe_path, unwritable_cookie, unwritable_header
from .media import choose_media_type, content_type_among, is_raw, media_type_for, no_media_type, only_json
from .options import RequestOptions
from .plan import CallPlan, place_taken, random_key
from .values import Arguments, BoundArguments, JudgedArguments, WireRequest
from .writing.styles import write_header, write_path
from .writing.template import PathTemplate

if TYPE_CHECKING:
    from .explanation import Explanation
    from .writing.item_body import ItemBody

UNCHECKED = Mode.of(False)

_MOST_NAMES = 1_000
"""Names of arguments of an operation that are remembered; a body may have members of any name."""


class RequestBuilder:
    """The parts of building requests that depend only on the operation, not on options or arguments.

    Args:
        option_names: the options of the client, for the error of an argument that is one of them.
    """

    def __init__(self, document: Document, operation: Operation, option_names: Collection[str] = ()) -> None:
        self.operation = operation
        self._document = document
        self._binder = Binder(document, operation, option_names)
        self._checker = Checker(document, operation)
        self._has_choice = self._binder.fields.has_choice
        self._template = PathTemplate.parse(operation.path)
        self._only_json = only_json(operation.request_body)
        self._path_texts = {p.name: "-" for p in operation.parameters if p.location == "path"}  # for missing values
        self._is_sendable = UNSENDABLE not in operation.extensions
        self._has_path = bool(self._path_texts) or not self._template.is_constant
        self._current: set[Any] = set()  # names of arguments that are known not to be deprecated
        self._is_body = not (
            self._only_json is None
            or self._only_json.encoding
            or operation.parameters
            or self._has_path
            or self._has_choice
            or self._template.query
            or not self._is_sendable
        )

    @property
    def properties(self) -> Mapping[str, Any]:
        """The properties of the body that may be passed by name."""
        return self._binder.properties

    def with_body(self, arguments: Arguments) -> Arguments:
        """The same arguments with a body that is given by its own name as `body`."""
        return self._binder.with_body(arguments)

    def bind(self, arguments: Arguments) -> BoundArguments:
        """The arguments by location; those that the operation does not have are in `unknown`.

        Raises:
            ArgumentConflict: two arguments mean the same thing, or a name is ambiguous.
        """
        return self._binder.bind(arguments)

    def plan(self, options: RequestOptions, idempotency: Idempotency = False) -> CallPlan:
        """The plan of the operation's calls with these options."""
        return CallPlan(self._document, self.operation, self._template, options, idempotency)

    def build(self, plan: CallPlan, arguments: Arguments, new_key: Callable[[], str] = random_key) -> WireRequest:
        """The request, ready to send.

        Args:
            new_key: makes the idempotency key, if one is due.

        Raises:
            UnknownParameter, ArgumentConflict, ValidationError, MissingCredentials, RequestError: the call is wrong.
        """
        if self._is_body and plan.last is not None and arguments.body is MISSING:
            wire = self._of_body(plan, plan.last, arguments, new_key)
            if wire is not None:
                return wire
        bound = self._binder.bind(arguments)
        members = bound.body if type(bound.body) is dict else bound.properties
        if not (self._current.issuperset(members) and self._current.issuperset(bound.parameters)):
            self._warn_of_deprecated((*members, *bound.parameters))
        added = plan.add_key(bound, new_key)
        judged = self._judge(bound, plan)
        if bound.unknown or judged.fatal or judged.violations:
            self._refuse(bound, judged, plan)
        if judged.doubts:
            self._doubt(judged, plan)
        return plan.request(judged, added)

    def _of_body(
        self, plan: CallPlan, last: WireRequest, arguments: Arguments, new_key: Callable[[], str]
    ) -> WireRequest | None:
        """The request of an operation that is nothing but a JSON body, if its properties are valid; else None.

        Most calls of such operations are: the steps of `build` come to the same, and find what is wrong with others.

        Args:
            last: an earlier request of the plan.
            arguments: without a whole body.
        """
        given = arguments.params
        if arguments.named:
            given = None if given else arguments.named
        if type(given) is not dict or not given.keys() <= self._binder.plain:
            return None
        if not self._current.issuperset(given):
            return None
        body = plain_body(self._document, self._only_json, given)  # type: ignore[arg-type]  # it has one
        written = body.written
        if not given or written is None or self._checker.body(body, plan.mode) is not FITS:
            return None
        return plan.request_like(last, *written, new_key)

    def violations(self, plan: CallPlan, arguments: Arguments) -> list[Violation]:
        """Everything wrong with the arguments, in order; empty if the call would be sent."""
        bound = self._bound(arguments, plan)
        judged = self._judge(bound, plan)
        found = self._all(bound, judged, plan)
        if not found:
            self._doubt(judged, plan)
        return found

    def row(self, plan: CallPlan, row: Any) -> dict[str, Any]:
        """A row of text as arguments, each judged by itself: what is missing may come from elsewhere.

        Raises:
            UnknownParameter, ValidationError: a cell does not fit.
        """
        values = self.typed(row)
        bound = self._binder.bind(Arguments(values))
        judged = self._judge(bound, plan)
        places = [
            *(f"/{name}" for _, name in bound.parameters),
            *(f"/body{pointer_to((n,))}" for n in bound.properties),
        ]
        for found in (judged.violations, judged.fatal):
            found[:] = [v for v in found if any(f"{v.path}/".startswith(f"{place}/") for place in places)]
        if bound.unknown or judged.fatal or judged.violations:
            self._refuse(bound, judged, plan)
        return values

    def typed(self, row: Any) -> dict[str, Any]:
        """A row of text as arguments with the types of the document, unjudged.

        Raises:
            RequestError: it is not a mapping from names.
        """
        from .rows import row_arguments

        return row_arguments(self._document, self.operation, self._binder, row)

    def explained(self, plan: CallPlan, arguments: Arguments) -> Explanation:
        """What a call would use, and why."""
        from .explanation import explain_request

        bound = self._bound(arguments, plan)
        judged = self._judge(bound, plan)
        return explain_request(plan, bound, judged, self._all(bound, judged, plan))

    def _bound(self, arguments: Arguments, plan: CallPlan) -> BoundArguments:
        bound = self._binder.bind(arguments)
        plan.add_key(bound)
        return bound

    def _warn_of_deprecated(self, names: Iterable[Any]) -> None:
        """Warn of deprecated arguments.

        Args:
            names: (location, name) of parameters, and names of members of the body.
        """
        old = [name for name in names if self._binder.is_deprecated(name)]
        if len(self._current) < _MOST_NAMES:
            self._current.update(name for name in names if name not in old)
        if old and not self.operation.deprecated:
            from .deprecation import warn_of_argument

            for name in old:
                warn_of_argument(self._document, self.operation, name)

    # judging

    def _judge(self, bound: BoundArguments, plan: CallPlan) -> JudgedArguments:
        """Convert and judge each argument; paths and headers are written as text, since the text is judged too."""
        judged = JudgedArguments()
        if not self._is_sendable:
            judged.violations += self._checker.unsendable(plan.mode)
        if self.operation.parameters or bound.undeclared:
            self._judge_parameters(bound, judged, plan)
        if self._has_path:
            self._judge_path(judged)
        if self.operation.request_body is not None:
            self._judge_body(self.operation.request_body, bound, judged, plan)
        return judged

    def _judge_parameters(self, bound: BoundArguments, judged: JudgedArguments, plan: CallPlan) -> None:
        parameters, mode = self.operation.parameters, plan.mode
        if bound.undeclared:
            parameters = (*parameters, *self._sendable(bound, judged, mode))
        for parameter in parameters:
            given = bound.parameters.get((parameter.location, parameter.name), MISSING)
            if given is MISSING:
                if not parameter.required or plan.supplies(parameter):
                    continue
                verdict = self._checker.missing(parameter, mode)
            else:
                verdict = self._checker.parameter(parameter, given, mode)
            judged.violations += verdict.violations
            judged.doubts += verdict.doubts
            fatal = verdict.fatal
            if parameter.location == "header" and verdict.value is not MISSING:
                text = judged.headers[parameter.name] = write_header(parameter, verdict.value)
                fatal = [*fatal, *unwritable_header(parameter, text, verdict.value)]
            elif parameter.style == "cookie" and verdict.value is not MISSING:
                fatal = [*fatal, *unwritable_cookie(parameter, verdict.value)]
            judged.fatal += fatal
            if verdict.value is not MISSING and not fatal:
                judged.values.append((parameter, verdict.value))
                if given is not MISSING:
                    judged.given.add(place_taken(parameter))

    @staticmethod
    def _sendable(bound: BoundArguments, judged: JudgedArguments, mode: Mode) -> Iterator[Parameter]:
        """The undeclared parameters whose names can be sent; the others are fatal."""
        from .undeclared import undeclared, unwritable_name

        for parameter in bound.undeclared:
            given = bound.parameters[parameter.location, parameter.name]
            judged.violations += undeclared(parameter.location, parameter.name, given, mode)
            found = unwritable_name(parameter, given)
            judged.fatal += found
            if not found:
                yield parameter

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
        mode, options = plan.mode, plan.options
        value = bound.properties if bound.properties and bound.body is MISSING else bound.body
        if value is MISSING and not (declared.required and mode.checks) and not options.extra_body:
            return
        asked = plan.content_type
        if judged.values and options.content_type is None:
            asked = content_type_among(judged.values, asked)
        if options.extra_body and value is MISSING:
            self._judge_extra(declared, judged, plan, asked)
            return
        media_type = self._only_json
        if value is MISSING:
            judged.violations += self._checker.missing_body(choose_media_type(declared, {}, asked), mode)
            return
        if media_type is None or asked is not None or type(value) not in (dict, list, str):
            media_type = media_type_for(declared, value, asked, self._binder.fields, check=mode.checks)
        if media_type is None:
            judged.fatal.append(no_media_type(declared, value, asked))
            return
        if self._has_choice:
            self._note_choice(media_type, bound, judged, mode, asked)
        elif len(declared.content) > 1 and is_raw(value):
            judged.media_type, judged.chosen_by = media_type.name, "its bytes" if asked is None else "content_type="
        body = plain_body(self._document, media_type, value)
        verdict = self._checker.body(body, mode)
        judged.violations += verdict.violations
        judged.doubts += verdict.doubts
        if media_type.encoding:
            judged.violations += self._checker.part_headers(body, mode)
        judged.fatal += verdict.fatal
        judged.body = None if verdict.fatal else body
        if (stream := body.stream) is not None:
            self._watch_items(stream, plan)
        if bound.members:
            from .undeclared import undeclared

            found = {violation.path for violation in judged.violations}
            for name in bound.members:
                if f"/body{pointer_to((name,))}" in found:
                    continue
                judged.violations += undeclared("body", name, bound.properties[name], mode)
        if options.extra_body and judged.body is not None:
            self._add_extra(body, judged, options)

    def _watch_items(self, stream: ItemBody, plan: CallPlan) -> None:
        """Treat what is wrong with the items of a stream as the mode says, when they are sent."""
        judge, secrets = stream.judge, plan.options.credentials.texts()
        stream.operation_id = self.operation.operation_id

        def judged(index: int, value: Any, part: Any) -> Sequence[Violation]:
            found = judge(index, value, part)
            if not found:
                return found
            shown = [_masked(violation, secrets) for violation in self._document.attributed(list(found))]
            if not plan.mode.logs:
                return shown
            _log(self.operation.operation_id, shown)
            return ()

        stream.judge = judged

    def _note_choice(
        self, chosen: MediaType, bound: BoundArguments, judged: JudgedArguments, mode: Mode, asked: str | None
    ) -> None:
        """Judge names by the media type that was chosen; what others declare is unknown to it."""
        judged.media_type = chosen.name
        fields = self._binder.fields
        given = bound.properties or bound.body
        if asked is not None:
            judged.chosen_by = "content_type="
        elif isinstance(given, Mapping) and fields.names_decide(given):
            judged.chosen_by = "the names given"
        foreign = fields.foreign(chosen, bound.properties, asked=asked is not None)
        for name, violation in foreign.items():
            if name not in bound.located:
                bound.unknown.append(violation)
            elif mode.checks and not mode.relieves:
                judged.violations.append(violation)

    def _judge_extra(self, declared: RequestBody, judged: JudgedArguments, plan: CallPlan, asked: str | None) -> None:
        """Judge a body that has nothing but the client's own members."""
        media_type = media_type_for(declared, {}, asked, check=plan.mode.checks)
        takes_members = media_type is not None and family_of(media_type.name).has_fields
        if declared.required and plan.mode.checks:
            missing = self._checker.missing_body(media_type, plan.mode)
            judged.violations += [v for v in missing if v.path != "/body" or not takes_members]
        if media_type is not None and takes_members:
            self._add_extra(plain_body(self._document, media_type, {}), judged, plan.options)

    def _add_extra(self, body: BodyValue, judged: JudgedArguments, options: RequestOptions) -> None:
        """Add the client's own members to a body that was judged without them."""
        from .undeclared import with_extra

        judged.body = with_extra(self._document, body, options.extra_body)
        judged.fatal += self._checker.body(judged.body, UNCHECKED).fatal

    # refusing

    def _refuse(self, bound: BoundArguments, judged: JudgedArguments, plan: CallPlan) -> None:
        """Raise what is wrong, or log it if the mode says so and the request can still be sent."""
        violations = self._all(bound, judged, plan)
        media_type = judged.media_type if any(found.location == "body" for found in violations) else ""
        if plan.mode.logs and not bound.unknown and not judged.fatal:
            _log(self.operation.operation_id, violations)
            return
        if bound.unknown:
            raise UnknownParameter(
                operation_id=self.operation.operation_id,
                violations=violations,
                bare=bound.bare[0] if bound.bare else "",
                has_body=self.operation.request_body is not None,
                media_type=media_type,
            )
        raise ValidationError(operation_id=self.operation.operation_id, violations=violations, media_type=media_type)

    def _doubt(self, judged: JudgedArguments, plan: CallPlan) -> None:
        """Warn of names that are probably misspelt."""
        for doubt in judged.doubts:
            from .._support.warning import warn_caller

            text = masked(str(doubt), plan.options.credentials.texts())
            warn_caller(f"{self.operation.operation_id}: {text}", DynaclientWarning)

    def _all(self, bound: BoundArguments, judged: JudgedArguments, plan: CallPlan) -> list[Violation]:
        found = in_order(self._document.attributed([*bound.unknown, *judged.fatal, *judged.violations]))
        secrets = plan.options.credentials.texts()
        return [_masked(violation, secrets) for violation in found] if secrets else found


def _log(operation_id: str, violations: Iterable[Violation]) -> None:
    import logging

    for violation in violations:
        logging.getLogger("dynaclient").warning("%s: %s", operation_id, violation)


def _masked(violation: Violation, secrets: Iterable[str]) -> Violation:
    message = masked(violation.message, secrets)
    if message == violation.message:
        return violation
    return replaced(violation, message=message, value=MASK)
