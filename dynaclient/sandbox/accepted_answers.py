"""The answer to an accepted request: of the script, else of what its operation does, as a value or a stream. Wiring."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..model import DeclaredResponse
from .answers import media_type_of, success_of
from .journal import Visit
from .judge import Accepted
from .media import EVENTS
from .message import Arrival, SandboxAnswer
from .operation_call import NOT_MODIFIED, BehaviourContent, Outcome
from .parts import SandboxParts
from .refusal import Refused
from .streams import asks_to_stream


class AcceptedAnswers:
    """Answers accepted requests with the parts of one sandbox."""

    def __init__(self, parts: SandboxParts) -> None:
        self._document = parts.document
        self._streams = parts.streams
        self._scripting = parts.scripting
        self._behaviour = parts.behaviour
        self._errors = parts.errors
        self._answers = parts.answers
        self._successes: dict[str, tuple[int, DeclaredResponse | None]] = {}

    def answer(self, accepted: Accepted, arrival: Arrival, visit: Visit) -> SandboxAnswer:
        """The answer of the script, else of what the operation does."""
        accept = arrival.headers.get("Accept", "") or ""
        streams = asks_to_stream(self._document, accepted, accept, self._streams.media_type(accepted.operation))

        def usual() -> SandboxAnswer:
            return self._carried_out(accepted, arrival, streams=streams)

        found = self._scripting.answer(accepted, arrival, usual, streams=streams)
        if found is None:
            return usual()
        visit.answered_by = "script"
        answer, visit.scripted_trouble = found
        return answer

    def _carried_out(self, accepted: Accepted, arrival: Arrival, *, streams: bool) -> SandboxAnswer:
        operation = accepted.operation
        success = self._successes.get(operation.operation_id)
        if success is None:
            success = success_of(operation, created=self._behaviour.is_creation(operation))
            self._successes[operation.operation_id] = success
        status, response = success
        media_type = media_type_of(response, arrival.headers.get("Accept", "") or "")
        story: Callable[[Outcome], Any] | None = None
        if streams:
            story = partial(self._streams.written, accepted)
        try:
            done = self._behaviour.carry_out(accepted, media_type, arrival, story)
        except Refused as error:
            return self._errors.answer(operation, [error.refusal])
        if streams:
            return SandboxAnswer(status, list(done), EVENTS, (("Cache-Control", "no-store"),))
        if done.value is NOT_MODIFIED:
            return SandboxAnswer(304, headers=done.headers)
        if isinstance(done.value, BehaviourContent):
            answer = SandboxAnswer(status, done.value.data, done.value.content_type)
        else:
            answer = self._answers.written(status, response, media_type, done.value)
        return answer.with_headers(*done.headers)
