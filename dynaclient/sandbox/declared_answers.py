"""The answers that an operation declares, by status and by the name of an example, without carrying it out.

What `Prefer` and scripts ask for. `answers` makes the usual ones.
"""

from __future__ import annotations

from random import Random
from typing import Any

from .._support.wording import did_you_mean, either
from ..model import DeclaredResponse, MediaType, Operation
from ..types import MISSING
from .answers import Answers, media_type_of
from .error_shape import ErrorShape
from .media import kind_of_media
from .message import SandboxAnswer
from .refusal import Refusal
from .values import Values


class NotDeclared(Exception):
    """The operation does not declare what was asked for. The message lists what it does."""


def declared_response(operation: Operation, status: int) -> DeclaredResponse | None:
    """The Response Object for a status: its own, its range's, or `default`. Source: OAS 3.1.1 Responses Object."""
    names = (str(status), f"{status // 100}XX", f"{status // 100}xx", "default")
    return next((operation.responses[name] for name in names if name in operation.responses), None)


def needed_response(operation: Operation, status: int) -> DeclaredResponse:
    """The same.

    Raises:
        NotDeclared: there is none.
    """
    response = declared_response(operation, status)
    if response is None:
        known = either(list(operation.responses), word="and") or "none"
        raise NotDeclared(f"{operation.operation_id} declares no answer with the status {status}; it declares {known}")
    return response


def needed_example(operation: Operation, status: int, response: DeclaredResponse | None, name: str) -> MediaType:
    """The media type of a response that has an example of this name.

    Raises:
        NotDeclared: none has.
    """
    content = () if response is None else response.content.values()
    for media_type in content:
        if name in media_type.examples:
            return media_type
    own = list(dict.fromkeys(key for media_type in content for key in media_type.examples))
    elsewhere = [
        other.status
        for other in operation.responses.values()
        if any(name in media_type.examples for media_type in other.content.values())
    ]
    has = f"it has {either([repr(key) for key in own], word='and')}" if own else "it has none"
    hint = f". The answer {either(elsewhere)} has one: give that code too" if elsewhere else did_you_mean(name, own)
    where = f"the {status} answer of {operation.operation_id}"
    raise NotDeclared(f"{where} has no example {name!r}; {has}{hint}")


class DeclaredAnswers:
    """Writes the declared answers of one API's operations."""

    def __init__(self, answers: Answers, errors: ErrorShape, values: Values, seed: int) -> None:
        self._answers = answers
        self._errors = errors
        self._values = values
        self._seed = seed

    def of_status(
        self, operation: Operation, status: int, response: DeclaredResponse | None, accept: str
    ) -> SandboxAnswer:
        """The answer with a status: the document's example, or made up; an error says that it was asked for."""
        media_type = media_type_of(response, accept)
        explains = status >= 400 and (response is None or media_type is not None)
        if explains and (media_type is None or _can_explain(media_type)):
            text = f"The sandbox was asked to answer {status}."
            return self._errors.answer(operation, [Refusal(status, text, code="asked_for")])
        value = self._answers.value(operation, media_type, key=str(status))
        return self._answers.written(status, response, media_type, value)

    def of_example(
        self, operation: Operation, status: int, response: DeclaredResponse | None, name: str
    ) -> SandboxAnswer:
        """The answer with the example of a name, as it is written.

        Raises:
            NotDeclared: the response has none of this name.
        """
        media_type = needed_example(operation, status, response, name)
        return self._answers.written(status, response, media_type, media_type.examples[name])

    def made_up(
        self, operation: Operation, status: int, response: DeclaredResponse | None, accept: str, turn: int
    ) -> SandboxAnswer:
        """An answer made from the schema, without examples: another one for each turn, the same with the same seed.

        Raises:
            NotDeclared: the response has no schema.
        """
        media_type = media_type_of(response, accept)
        if media_type is None or media_type.schema is None:
            raise NotDeclared(f"the {status} answer of {operation.operation_id} has no schema to make a body from")
        key = f"{operation.operation_id} {status} {turn}"
        rng = Random(f"{self._seed}:{key}")  # noqa: S311  # repeatable, no secret
        value: Any = self._values.made(media_type.schema, key=key, rng=rng, shown=False)
        if value is MISSING:
            value = self._answers.value(operation, media_type, key=str(status))
        return self._answers.written(status, response, media_type, value)


def _can_explain(media_type: MediaType) -> bool:
    return kind_of_media(media_type.name) == "json" and not media_type.examples
