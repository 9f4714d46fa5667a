"""Writes the answers of scripts, with what is left open as usual. `scripts` says which answer is due."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from ..types import MISSING
from .answers import Answers
from .declared_answers import DeclaredAnswers
from .error_shape import ErrorShape
from .judge import Accepted
from .media import EVENTS, kind_of_media
from .message import Arrival, SandboxAnswer
from .operation_call import Outcome
from .refusal import Refusal
from .script_answers import ScriptedAnswer, ScriptError, ScriptRequest, checked
from .script_check import ScriptCheck, media_type_for, response_for
from .scripts import Step
from .streams import Streams

_LOG = logging.getLogger("dynaclient.sandbox")

Usual = Callable[[], SandboxAnswer]
"""Carries the request out as the sandbox does without a script."""


class ScriptWriter:
    """Writes scripted answers for one API."""

    def __init__(
        self, answers: Answers, declared: DeclaredAnswers, errors: ErrorShape, streams: Streams, check: ScriptCheck
    ) -> None:
        self._answers = answers
        self._declared = declared
        self._errors = errors
        self._streams = streams
        self._check = check

    def written(
        self,
        step: Step,
        seen: ScriptRequest,
        accepted: Accepted,
        arrival: Arrival,
        usual: Usual,
        *,
        created: bool,
        streams: bool,
    ) -> tuple[SandboxAnswer, ScriptedAnswer]:
        """The answer, and what is to go wrong with it.

        Args:
            seen: the request as a function sees it.
            usual: carries the request out as without a script.
            created: whether the operation creates something.
            streams: whether the request asks for a stream.
        """
        answer = step.answer
        if step.function is not None:
            try:
                answer = self._returned(step, seen, accepted, created=created)
            except ScriptError as error:
                return self._refused(accepted, error.message), ScriptedAnswer()
            except Exception as error:  # noqa: BLE001  # of a caller's own code
                return self.failed(accepted, error), ScriptedAnswer()
        whole = self._whole(answer, usual, accepted, arrival, created=created, streams=streams)
        return whole.with_headers(*answer.headers.items()), answer

    def _returned(self, step: Step, seen: ScriptRequest, accepted: Accepted, *, created: bool) -> ScriptedAnswer:
        """What the function of an answer makes of a request."""
        given = step.function(seen) if step.function is not None else MISSING
        if hasattr(given, "__await__"):
            raise ScriptError("it is a coroutine; the function of an answer cannot be `async`")
        answer = given if isinstance(given, ScriptedAnswer) else ScriptedAnswer(body=given)
        answer = checked(step.answer.over(answer))
        self._check.check(accepted.operation, answer, created=created)
        return answer

    def failed(self, accepted: Accepted, error: Exception) -> SandboxAnswer:
        """The answer where a caller's function raised an error, which is logged with its traceback."""
        _LOG.error("the function of a script failed at %s", accepted.operation.operation_id, exc_info=error)
        text = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        return self._refused(accepted, f"it raised {text}")

    def _refused(self, accepted: Accepted, what: str) -> SandboxAnswer:
        text = f"A function of the script for {accepted.operation.operation_id} failed: {what}"
        return self._errors.answer(accepted.operation, [Refusal(500, text, code="script_failed")])

    def _whole(
        self,
        answer: ScriptedAnswer,
        usual: Usual,
        accepted: Accepted,
        arrival: Arrival,
        *,
        created: bool,
        streams: bool,
    ) -> SandboxAnswer:
        operation = accepted.operation
        if answer.is_usual:
            return usual()
        status, response, _ = response_for(operation, answer, created=created)
        accept = arrival.headers.get("Accept", "") or ""
        if answer.events is not None:
            pieces = self._streams.given(operation, answer.events, as_they_are=answer.force)
            return SandboxAnswer(status, pieces, answer.content_type or EVENTS, (("Cache-Control", "no-store"),))
        if answer.body is MISSING:
            return self._declared.of_status(operation, status, response, accept)
        if isinstance(answer.body, bytes):
            media_type = media_type_for(response, answer, accept)
            name = answer.content_type or (media_type.name if media_type is not None else "application/octet-stream")
            return SandboxAnswer(status, answer.body, name)
        is_told = streams and status < 300 and isinstance(answer.body, dict) and not answer.content_type
        if is_told and self._streams.media_type(operation) is not None:
            pieces = self._streams.written(accepted, Outcome(answer.body))
            return SandboxAnswer(status, pieces, EVENTS, (("Cache-Control", "no-store"),))
        return self._answers.written(status, response, media_type_for(response, answer, accept), answer.body)


def as_scripted(answer: SandboxAnswer) -> ScriptedAnswer:
    """An answer of the sandbox as a function of a script changes it."""
    data = b"".join(answer.chunks())
    body: Any = data
    if kind_of_media(answer.content_type) == "json" and data:
        body = json.loads(data)
    elif kind_of_media(answer.content_type) == "text":
        body = data.decode("utf-8", "replace")
    return ScriptedAnswer(
        body=body if data else MISSING,
        status=answer.status,
        headers=dict(answer.headers),
        content_type=answer.content_type if data else "",
    )
