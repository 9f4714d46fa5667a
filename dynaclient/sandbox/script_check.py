"""Whether the document allows a scripted answer: its status, its media type, its body, its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .._support.headers import essence
from .._support.wording import either
from ..model import DeclaredResponse, MediaType, Operation
from ..types import MISSING
from .answers import media_type_of, success_of
from .declared_answers import NotDeclared, needed_response
from .media import kind_of_media
from .script_answers import ScriptedAnswer, ScriptError
from .streams import Streams
from .values import Values

_FORCE = "`force` allows it all the same"


def response_for(
    operation: Operation, answer: ScriptedAnswer, *, created: bool
) -> tuple[int, DeclaredResponse | None, NotDeclared | None]:
    """The status of a scripted answer, its Response Object, and why there is none.

    Args:
        created: whether the operation creates something, for the usual status.
    """
    if answer.status is None:
        return (*success_of(operation, created=created), None)
    try:
        return answer.status, needed_response(operation, answer.status), None
    except NotDeclared as error:
        return answer.status, None, error


def media_type_for(response: DeclaredResponse | None, answer: ScriptedAnswer, accept: str) -> MediaType | None:
    """The media type to write a scripted body in: the one that it names, else the one that is accepted."""
    if answer.content_type:
        declared = {} if response is None else response.content
        kind = essence(answer.content_type)
        found = next((item for name, item in declared.items() if essence(name) == kind), None)
        return found if found is not None else MediaType(answer.content_type)
    found = media_type_of(response, accept)
    return found if found is not None or answer.body is MISSING else MediaType("application/json")


class ScriptCheck:
    """Checks answers against the operations of one document."""

    def __init__(self, values: Values, streams: Streams) -> None:
        self._values = values
        self._streams = streams

    def check(self, operation: Operation, answer: ScriptedAnswer, *, created: bool = False) -> None:
        """Hold an answer against what its operation declares, unless it is forced.

        Raises:
            ScriptError: the document does not allow it.
        """
        if answer.force or answer.is_usual:
            return
        if answer.events is not None:
            self._events(operation, answer)
            return
        status, response, problem = response_for(operation, answer, created=created)
        if problem is not None:
            raise ScriptError(f"{problem}. {_FORCE}.", place=["status"])
        if answer.body is not MISSING or answer.content_type:
            self._body(operation, status, response, answer)

    def _body(
        self, operation: Operation, status: int, response: DeclaredResponse | None, answer: ScriptedAnswer
    ) -> None:
        where = f"the {status} answer of {operation.operation_id}"
        declared = list(response.content) if response is not None else []
        media_type = media_type_for(response, answer, "")
        if not declared or media_type is None:
            raise ScriptError(f"{where} has no body. {_FORCE}.", place=["body"])
        if media_type.name not in declared:
            raise ScriptError(
                f"{where} is {either(declared)}, not {media_type.name}. {_FORCE}.", place=["content_type"]
            )
        if answer.body is MISSING or media_type.schema is None:
            return
        if isinstance(answer.body, bytes):
            if kind_of_media(media_type.name) == "json":
                raise ScriptError(
                    f"{where} is {media_type.name}: give a JSON value, not bytes. {_FORCE}.", place=["body"]
                )
            return
        if not self._values.is_valid(media_type.schema, answer.body):
            what, path = self._values.checker(media_type.schema, "response").reason(answer.body)
            at = f" at {path.strip('.')!r}" if path else ""
            raise ScriptError(f"{where} does not allow this body{at}: {what} {_FORCE}.", place=["body", *_tokens(path)])

    def _events(self, operation: Operation, answer: ScriptedAnswer) -> None:
        if self._streams.media_type(operation) is None:
            raise ScriptError(
                f"{operation.operation_id} does not stream; give a body instead of events", place=["events"]
            )
        if answer.status is not None:
            usual = success_of(operation)[0]
            if answer.status != usual:
                text = f"a stream of {operation.operation_id} has the status {usual}, not {answer.status}. {_FORCE}."
                raise ScriptError(text, place=["status"])
        for i, event in enumerate(answer.events or ()):
            reason = self._streams.reason_against(operation, event)
            if reason is not None:
                what, path = reason
                at = f" at {path.strip('.')!r}" if path else ""
                text = f"a stream of {operation.operation_id} does not allow event {i + 1}{at}: {what} {_FORCE}."
                raise ScriptError(text, place=["events", i, *_tokens(path)])


def _tokens(path: str) -> Sequence[Any]:
    """`.a.b[0]` as tokens, as far as names without dots and brackets go."""
    tokens: list[Any] = []
    for part in path.replace("[", ".[").split("."):
        if part[:1] == "[" and part[1:-1].isdigit():
            tokens.append(int(part[1:-1]))
        elif part:
            tokens.append(part)
    return tokens
