"""The Sandbox: a WSGI application that behaves like the API that a document describes. Wires the parts together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..document import Document, load_document
from ..document.document_source import Source
from ..model import Operation, Operations
from .answers import Answers, media_type_of, success_of
from .behaviour import Behaviour, BehaviourContent
from .docs_page import DocsPage
from .error_shape import ErrorShape
from .families import Families
from .faults import BadTrouble, Trouble, Troubles, damaged
from .idempotency import Idempotency
from .judge import Accepted, Judge
from .media import EVENTS
from .memory import Memory
from .message import Arrival, SandboxAnswer, arrival_of
from .refusal import Refusal
from .resource_store import Refused, ResourceStore, Unknown
from .routes import Match, Router
from .server import Serving
from .streams import Streams, asks_to_stream
from .structured import in_asked_form
from .values import Values


class Sandbox:
    """An embedded server generated from a document.

    Args:
        document: a path, a URL, bytes, a mapping, or a `Document`.
        db: the database file, or ":memory:".
        seed: the same seed gives the same answers to the same calls.
        unknown: how to treat a key that no request created: "auto" answers 404 if the API can create such resources,
            except for keys that the document shows as examples; "refuse" always answers 404; "invent" always makes
            the resource up.
        trouble: faults to inject in addition to those that request headers ask for.
        strict: check requests against the letter of the document, as a client with `validate="strict"` does.
    """

    def __init__(
        self,
        document: Source | Document,
        *,
        db: str = ":memory:",
        seed: int = 0,
        unknown: Unknown = "auto",
        trouble: Trouble | Sequence[Trouble] = (),
        strict: bool = False,
    ) -> None:
        self.document = load_document(document)
        self.operations = Operations(self.document)
        self._seed = seed
        self._router = Router(self.operations.values())
        self._values = Values(self.document, seed, self.operations.values())
        self._judge = Judge(self.document, self._values, strict=strict)
        self._errors = ErrorShape(self.operations, self._values)
        self._answers = Answers(self._values)
        self._memory = Memory(db)
        self._docs = DocsPage(self.document, self.operations)
        self._streams = Streams(self.document, self._values)
        self._idempotency = Idempotency(self._memory)
        self._troubles = Troubles((trouble,) if isinstance(trouble, Trouble) else trouble, seed)
        families = Families(self.document, self.operations.values())
        store = ResourceStore(
            self.document,
            self.operations,
            families,
            self._values,
            self._answers,
            self._memory,
            seed=seed,
            unknown=unknown,
        )
        self._behaviour = Behaviour(self.document, families, self._values, self._answers, self._memory, store)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI. Source: PEP 3333."""
        arrival = arrival_of(environ)
        answer = self.answer(arrival)
        start_response(answer.status_line, answer.header_list())
        return () if arrival.method == "head" else answer.chunks()

    def close(self) -> None:
        """Close the database."""
        self._memory.close()

    def __repr__(self) -> str:
        return f"<Sandbox of {self.document.title!r}, {len(self.operations)} operations>"

    def serve(self, host: str = "127.0.0.1", port: int = 0) -> Serving:
        """Serve in threads of this process until the handle is closed. Port 0 picks a free port."""
        return Serving(self, host, port)

    def answer(self, arrival: Arrival) -> SandboxAnswer:
        """The answer to one request, with faults injected."""
        matches, allowed = self._router.find(arrival.method, arrival.path, arrival.query)
        if not matches and arrival.method == "head":
            matches, _ = self._router.find("get", arrival.path, arrival.query)
        if not matches:
            return self._unrouted(arrival, allowed)
        try:
            trouble = self._troubles.met(arrival, [match.operation.operation_id for match in matches])
        except BadTrouble as error:
            return self._errors.answer(None, [Refusal(400, str(error), location="header", code="bad_trouble")])
        if trouble is not None and trouble.status is not None:
            return damaged(self._asked_for(matches[0].operation, trouble.status, trouble.retry_after), trouble)
        answer = self._idempotency.answer(
            arrival,
            lambda: self._judged(matches, arrival),
            lambda refusal: self._errors.answer(matches[0].operation, [refusal]),
        )
        return answer if trouble is None else damaged(answer, trouble)

    def _asked_for(self, operation: Operation, status: int, retry_after: float | str | None) -> SandboxAnswer:
        headers = () if retry_after is None else (("Retry-After", str(retry_after)),)
        if status < 400:
            return SandboxAnswer(status, headers=headers)
        text = f"The sandbox was asked to answer {status}."
        return self._errors.answer(operation, [Refusal(status, text, code="asked_for", headers=headers)])

    def _judged(self, matches: list[Match], arrival: Arrival) -> SandboxAnswer:
        """The answer of the matching operation or, if none accepts the request, of the first candidate."""
        accepted: list[Accepted] = []
        refused: list[tuple[Operation, list[Refusal]]] = []
        for match in matches:
            verdict = self._judge.judge(match, arrival)
            if isinstance(verdict, Accepted):
                accepted.append(verdict)
            else:
                refused.append((match.operation, verdict))
        if not accepted:
            return self._errors.answer(*refused[0])
        return self._accepted(max(accepted, key=_constants_met), arrival)

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
        message = f"{arrival.method.upper()} is not allowed at {arrival.path}; {', '.join(allowed)} is."
        return self._errors.answer(None, [Refusal(405, message, code="method_not_allowed", headers=headers)])

    def _accepted(self, accepted: Accepted, arrival: Arrival) -> SandboxAnswer:
        operation = accepted.operation
        status, response = success_of(operation, created=self._behaviour.is_creation(operation))
        accept = arrival.headers.get("Accept", "") or ""
        media_type = media_type_of(response, accept)
        try:
            value = self._behaviour.carry_out(accepted, media_type)
        except Refused as error:
            return self._errors.answer(operation, [error.refusal])
        if media_type is not None and media_type.schema is not None:
            value = in_asked_form(self._values, accepted, media_type.schema, value, self._seed)
        if asks_to_stream(self.document, accepted, accept):
            return SandboxAnswer(
                status, self._streams.events(accepted, value), EVENTS, (("Cache-Control", "no-store"),)
            )
        if isinstance(value, BehaviourContent):
            return SandboxAnswer(status, value.data, value.content_type)
        return self._answers.written(status, response, media_type, value)


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
