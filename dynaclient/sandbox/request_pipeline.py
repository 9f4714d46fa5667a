"""The way of one request through a sandbox, from its route to its answer. Wiring: each step is a module of its own."""

from __future__ import annotations

import json
from typing import Any

from .._support.wording import either
from ..document.names import sent_method, written_method
from ..model import Operation
from .accepted_answers import AcceptedAnswers
from .content_coding import unpacked
from .deliveries import DeliveryError
from .faults import BadTrouble, damaged
from .idempotency import REPLAYED
from .journal import Visit
from .judge import Accepted
from .message import Arrival, SandboxAnswer
from .parts import SandboxParts
from .preferences import BadPreference, preferences_of
from .preferred import NotDeclared
from .refusal import Refusal
from .request_headers import RequestHeaders
from .routes import Match


class RequestPipeline:
    """Answers requests with the parts of one sandbox. What becomes known of a request on the way is in its `Visit`."""

    def __init__(self, parts: SandboxParts) -> None:
        self._router = parts.router
        self._docs = parts.docs
        self._errors = parts.errors
        self._troubles = parts.troubles
        self._idempotency = parts.idempotency
        self._judge = parts.judge
        self._sending = parts.sending
        self._preferred = parts.preferred
        self._behaviour = parts.behaviour
        self._accepted = AcceptedAnswers(parts)
        self._recorded = parts.recorded
        parts.store.requests = self._call

    def answer(self, visit: Visit) -> SandboxAnswer:
        """The answer to one request, with faults injected.

        Raises:
            ConnectionCut: a fault closes the connection instead.
        """
        arrival = visit.arrival
        matches, allowed = self._router.find(arrival.method, arrival.path, arrival.query)
        if not matches and arrival.method == "head":
            matches, _ = self._router.find("get", arrival.path, arrival.query)
        if not matches:
            visit.answer = self._as_recorded(visit) or self._unrouted(arrival, allowed)
            return visit.answer
        operation = visit.operation = matches[0].operation
        visit.texts = matches[0].texts
        plain = unpacked(arrival)
        if isinstance(plain, Refusal):
            visit.answer = self._errors.answer(operation, [plain])
            return visit.answer
        arrival = visit.arrival = plain
        try:
            trouble = self._troubles.met(arrival, [match.operation.operation_id for match in matches])
        except BadTrouble as error:
            visit.refusals = [Refusal(400, str(error), location="header", code="bad_trouble")]
            visit.answer = self._errors.answer(None, visit.refusals)
            return visit.answer
        if trouble is not None and trouble.status is not None:
            visit.answered_by = "fault"
            visit.answer = self._asked_for(operation, trouble.status, trouble.retry_after)
            return damaged(visit.answer, trouble)
        recorded = self._as_recorded(visit)
        if recorded is not None:
            visit.answer = recorded
            return recorded if trouble is None else damaged(recorded, trouble)
        visit.answer = answer = self._idempotency.answer(
            arrival,
            lambda: self._judged(matches, visit),
            lambda refusal: self._errors.answer(operation, [refusal]),
        )
        if REPLAYED in answer.headers:
            visit.answered_by = "replay"
        if visit.callbacks:
            self._sending.send_later(visit.callbacks, visit)
        answer = damaged(answer, visit.scripted_trouble) if visit.scripted_trouble is not None else answer
        return answer if trouble is None else damaged(answer, trouble)

    def _as_recorded(self, visit: Visit) -> SandboxAnswer | None:
        """The answer of a recording, if there is one with an answer to this request."""
        found = None if self._recorded is None else self._recorded.answer(visit.arrival)
        if found is not None:
            visit.answered_by = "recording"
        return found

    def _asked_for(self, operation: Operation, status: int, retry_after: float | str | None) -> SandboxAnswer:
        headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
        if status < 400:
            return SandboxAnswer(status, headers=headers)
        text = f"The sandbox was asked to answer {status}."
        return self._errors.answer(operation, [Refusal(status, text, code="asked_for", headers=headers)])

    def _judged(self, matches: list[Match], visit: Visit) -> SandboxAnswer:
        """The answer of the matching operation or, if none accepts the request, of the first candidate."""
        accepted: list[Accepted] = []
        refused: list[tuple[Operation, list[Refusal]]] = []
        declared = (p.name for match in matches for p in match.operation.parameters if p.location == "query")
        try:
            prefers, arrival = preferences_of(visit.arrival, declared)
        except BadPreference as error:
            visit.refusals = [Refusal(400, str(error), "Prefer", "header", "bad_preference")]
            return self._errors.answer(matches[0].operation, visit.refusals)
        for match in matches:
            verdict = self._judge.judge(match, arrival)
            if isinstance(verdict, Accepted):
                accepted.append(verdict)
            else:
                refused.append((match.operation, verdict))
        if not accepted:
            visit.operation, visit.refusals = refused[0]
            return self._errors.answer(*refused[0])
        chosen = accepted[0] if len(accepted) == 1 else max(accepted, key=_constants_met)
        visit.accepted, visit.operation = chosen, chosen.operation
        if prefers.callback is not None:
            try:
                visit.callbacks = self._sending.callbacks(chosen.operation, prefers.callback)
            except DeliveryError as error:
                visit.refusals = [Refusal(400, f"Prefer: {error}.", "Prefer", "header", "not_declared")]
                return self._errors.answer(chosen.operation, visit.refusals)
        if not prefers.chooses:
            answer = self._accepted.answer(chosen, arrival, visit)
            return answer.with_headers(("Preference-Applied", prefers.applied)) if prefers.applied else answer
        visit.answered_by = "preference"
        created = self._behaviour.is_creation(chosen.operation)
        try:
            answer = self._preferred.answer(chosen.operation, arrival, prefers, created=created)
        except NotDeclared as error:
            visit.refusals = [Refusal(400, f"Prefer: {error}.", "Prefer", "header", "not_declared")]
            return self._errors.answer(chosen.operation, visit.refusals)
        return answer.with_headers(("Preference-Applied", prefers.applied))

    def _unrouted(self, arrival: Arrival, allowed: tuple[str, ...]) -> SandboxAnswer:
        page = self._docs.answer(arrival)
        if page is not None:
            return page
        if not allowed:
            message = f"There is nothing at {arrival.path}."
            return self._errors.answer(None, [Refusal(404, message, code="unknown_url")])
        headers = (("Allow", ", ".join(allowed)),)
        if arrival.method == "options":
            return SandboxAnswer(204, headers=headers)
        others = f"{either(allowed, word='and')} {'is' if len(allowed) == 1 else 'are'}"
        message = f"{sent_method(arrival.method)} is not allowed at {arrival.path}; {others}."
        return self._errors.answer(None, [Refusal(405, message, code="method_not_allowed", headers=headers)])

    def _call(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """The answer to a request that the sandbox makes of itself, as a batch does: its status and value."""
        data = b"" if body is None else json.dumps(body).encode()
        headers = RequestHeaders([("Content-Type", "application/json"), ("Authorization", "Bearer sandbox")])
        answer = self.answer(Visit(Arrival(written_method(method), path, "", headers, {}, data)))
        text = b"".join(answer.chunks())
        try:
            return answer.status, json.loads(text)
        except ValueError:
            return answer.status, text.decode("utf-8", "replace")


def _constants_met(accepted: Accepted) -> int:
    """How many constants the operation requires: if several operations match a request, the most specific one wins."""
    operation = accepted.operation
    count = sum(1 for parameter in operation.parameters if parameter.required and parameter.enum)
    body = operation.request_body
    schema = body.content[accepted.media_type].schema if body and accepted.media_type else None
    if isinstance(schema, dict):
        described = schema.get("properties", {})
        count += sum(1 for name in schema.get("required", ()) if {"enum", "const"} & set(described.get(name, ())))
    return count
