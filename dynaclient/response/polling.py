"""Poll until something is done: decide when it is, and how long to wait in between. Neither sends nor waits."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .._support.wording import did_you_mean, shown, shown_option
from ..document import Document
from ..document.pointer import tokens_of
from ..errors import DeadlineExceeded, RequestError, ResponseError, UnexpectedState
from ..model import Operation
from ..schema.view import properties_of, types_of, values_of
from ..transport.attempts import Wait
from ..transport.deadlines import LONGEST, Deadline, is_time
from ..transport.retries import plain_number, read_retry_after
from .answer_schema import answer_schema, lacks_member
from .page_content import at, has
from .response import Response

Until = Callable[[Response], Any] | str | Mapping[str, Any]
"""A function that takes the response and returns whether it is done; or the name of a field (or a JSON Pointer) whose
final values are read from the document; or a mapping of such names to the values to wait for."""

FINAL = frozenset(
    ["aborted", "available", "cancelled", "canceled", "closed", "complete", "completed", "deleted", "denied", "done",
     "error", "errored", "expired", "fail", "failed", "failure", "finished", "incomplete", "ok", "partially_succeeded",
     "processed", "ready", "rejected", "resolved", "revoked", "skipped", "stopped", "succeeded", "success",
     "successful", "terminated", "timed_out", "timedout", "timeout"]
)  # fmt: skip
"""Names that APIs use for final states."""

_HINTS = ("openai-poll-after-ms", "x-poll-after-ms", "poll-after-ms")
_FIRST, _GROWTH, _LONGEST = 1.0, 1.5, 10.0
"""Default wait: from 1 second, growing to 10."""


_MOST_NAMES = 20
"""Fields of an answer that an error lists."""


class Polling:
    """Decides whether an answer is the one waited for.

    Args:
        interval: seconds between two requests unless the server asks for another time; None to begin at one second
            and wait longer each time.

    Raises:
        RequestError: `until` does not fit this operation.
    """

    def __init__(self, document: Document, operation: Operation, until: Until, interval: float | None) -> None:
        self._operation_id = operation.operation_id
        if interval is not None and not is_time(interval):
            raise RequestError(
                f"interval= must be a number of seconds from 0, or None to begin at one, not {shown_option(interval)}",
                operation_id=operation.operation_id,
            )
        self._interval = interval
        self._check: Callable[[Response], Any] | None = None
        self._wanted: dict[str, Collection[Any]] = {}
        self._final: dict[str, Collection[Any]] = {}
        if callable(until):
            self._check = until
        elif isinstance(until, str):
            self._final = self._wanted = {until: self._finals_of(document, operation, until)}
        elif isinstance(until, Mapping) and until and all(isinstance(field, str) for field in until):
            for field, values in until.items():
                self._wanted[field] = self._values(document, operation, field, values)
                self._final[field] = [
                    value for value in declared_values(document, operation, field) or () if _is_final(value)
                ]
        else:
            raise self._error("until= must be a function of the response, the name of a field, or {field: values}")
        for field in self._wanted:
            self._check_declared(document, operation, field)

    def done(self, response: Response) -> bool:
        """Whether the wait is over.

        Raises:
            UnexpectedState: it ended in a state other than the one waited for.
        """
        if self._check is not None:
            return bool(self._check(response))
        data = response.data
        if all(at(data, pointer_of(field)) in values for field, values in self._wanted.items()):
            return True
        for field, values in self._final.items():
            state = at(data, pointer_of(field))
            if state in values and state not in self._wanted[field]:
                raise UnexpectedState(
                    f"{field} is now {shown(state)} and will not become {' or '.join(map(shown, self._wanted[field]))}",
                    response=response,
                    operation_id=self._operation_id,
                )
        return False

    def may_be_done(self, response: Response) -> bool:
        """Whether an answer has every field that is waited for, so that `done` can tell."""
        return self._check is not None or not self._lacking(response.data)

    def state(self, response: Response) -> str:
        """How far an answer is, in words: the first field that has another value than the one waited for."""
        data = response.data if self._check is None else None
        for field, values in self._wanted.items():
            if at(data, pointer_of(field)) not in values:
                return f"{field} was still {shown(at(data, pointer_of(field)))}"
        return "it was not done"

    def check_fields(self, response: Response) -> None:
        """Refuse to wait for a field that the first answer does not have.

        Raises:
            ResponseError: there is none of that name.
        """
        lacking = self._lacking(response.data) if self._check is None else []
        if not lacking:
            return
        field, data = lacking[0], response.data
        names = [str(name) for name in data] if isinstance(data, Mapping) else []
        has = f"It has {', '.join(names[:_MOST_NAMES])}{' and more' if len(names) > _MOST_NAMES else ''}"
        what = has if names else f"The answer is {shown(data)}" if response.content else "The answer is empty"
        raise ResponseError(
            response.masked(
                f"the answer has no field {field!r} to wait for.{did_you_mean(field, names)} {what}. "
                "until= may also name a JSON Pointer such as '/job/status', or be a function of the response"
            ),
            response=response,
            operation_id=self._operation_id,
        )

    def _check_declared(self, document: Document, operation: Operation, field: str) -> None:
        if lacks_member(document, operation, tokens_of(pointer_of(field))):
            names = list(properties_of(document, answer_schema(operation)))
            more = " and more" if len(names) > _MOST_NAMES else ""
            has = f" It has {', '.join(names[:_MOST_NAMES])}{more}" if names else ""
            hint = did_you_mean(field, names)
            raise self._error(f"by the document, the answer never has a field {field!r}.{hint}{has}")

    def _lacking(self, data: Any) -> list[str]:
        return [field for field in self._wanted if not has(data, pointer_of(field))]

    def wait(self, response: Response, number: int) -> float:
        """Seconds until the next request, after request `number` (from 1)."""
        for name in _HINTS:
            milliseconds = plain_number((response.headers.get(name) or "").strip())
            if milliseconds is not None:
                return min(milliseconds / 1000, LONGEST)
        asked = read_retry_after(response.headers, datetime.now(timezone.utc))
        if asked is not None:
            return asked
        if self._interval is not None:
            return self._interval
        return float(min(_LONGEST, _FIRST * _GROWTH ** min(number - 1, 20)))

    def _values(self, document: Document, operation: Operation, field: str, given: Any) -> Collection[Any]:
        values = given if isinstance(given, (list, tuple, set, frozenset)) else [given]
        if not values:
            raise self._error(f"until= names no values of {field!r} to wait for; an empty list itself is [[]]")
        declared = declared_values(document, operation, field)
        if declared is not None:
            for value in values:
                if value not in declared:
                    known = ", ".join(map(shown, declared))
                    hint = did_you_mean(str(value), map(str, declared))
                    raise self._error(f"{field} never becomes {shown(value)}.{hint} The document has {known}")
        return list(values)

    def _finals_of(self, document: Document, operation: Operation, field: str) -> Collection[Any]:
        declared = declared_values(document, operation, field)
        found = [value for value in declared or () if _is_final(value)]
        if not found:
            owner = None if declared else _field_with(document, operation, field)
            if owner is not None:
                raise self._error(f"{field!r} is a value of {owner}. To wait for it: until={{{owner!r}: {field!r}}}")
            why = f"has only {', '.join(map(shown, declared))}" if declared else "lists no values for it"
            names = properties_of(document, answer_schema(operation))
            hint = "" if field in names or field.startswith("/") else did_you_mean(field, names)
            if hint:
                raise self._error(f"the document has no field {field!r} in the answer.{hint}")
            raise self._error(f"cannot tell which values of {field} are final: the document {why}. "
                              f"Name them: until={{{field!r}: [...]}}")  # fmt: skip
        return found

    def _error(self, message: str) -> RequestError:
        return RequestError(message, operation_id=self._operation_id)


@dataclass(frozen=True, slots=True)
class Look:
    """Send the request, within this many seconds; None for no limit."""

    seconds: float | None


@dataclass(frozen=True, slots=True)
class ReportProgress:
    """Pass an answer to the caller's progress function."""

    response: Response


def conduct_polling(
    polling: Polling, deadline: Deadline, known: Response | None = None
) -> Generator[Look | ReportProgress | Wait, Any, Response]:
    """The steps of polling; returns the last answer.

    Args:
        known: an answer that may be the last one already.

    Raises:
        DeadlineExceeded: it was not done in time; `last` is the last answer.
    """
    number = 0
    response: Response | None = None
    if known is not None and polling.may_be_done(known):
        if polling.done(known):
            return known
        wait = polling.wait(known, 1)
        if deadline.allows(wait):
            yield Wait(wait)
    while True:
        late = False
        try:
            response = yield Look(deadline.remaining)
        except DeadlineExceeded as error:
            if response is None or error.ran_out != "deadline" or not deadline.expired:
                raise
            late = True
        if late:
            raise _too_late(deadline, response, polling)
        number += 1
        yield ReportProgress(response)
        if number == 1:
            polling.check_fields(response)
        if polling.done(response):
            return response
        wait = polling.wait(response, number)
        if not deadline.allows(wait):
            raise _too_late(deadline, response, polling)
        yield Wait(wait)


def _too_late(deadline: Deadline, last: Response, polling: Polling) -> DeadlineExceeded:
    return DeadlineExceeded(
        last.masked(f"{polling.state(last)} when the deadline of {deadline.seconds:g} s ran out (deadline=)"),
        ran_out="deadline",
        seconds=deadline.seconds,
        last=last,
        operation_id=last.operation_id,
        method=last.request.method or "",
        url=(last.request.url or "").partition("?")[0],
        status_code=last.status_code,
        received=len(last.content),
    )


def _is_final(value: Any) -> bool:
    return isinstance(value, str) and value.lower().replace("-", "_").replace(" ", "_") in FINAL


def pointer_of(field: str) -> str:
    """The JSON Pointer of a field, which may be one already."""
    return field if field.startswith("/") else f"/{field.replace('~', '~0').replace('/', '~1')}"


def declared_values(document: Document, operation: Operation, field: str) -> list[Any] | None:
    """The values that the document lists for a field of an operation's answer, or None."""
    schema = answer_schema(operation)
    for name in field.strip("/").split("/"):
        schema = properties_of(document, schema).get(name)
    values, _ = values_of(document, schema)
    return [*values, *([None] if "null" in types_of(document, schema) else [])] if values else None


def _field_with(document: Document, operation: Operation, value: str) -> str | None:
    """The field of an answer that has a value among those that the document lists."""
    members = properties_of(document, answer_schema(operation))
    return next((name for name, schema in members.items() if value in values_of(document, schema)[0]), None)
