"""The requests that a sandbox has met and its answers, as values to read and to send. `journal` makes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ..types import MISSING
from .message import arguments_by_name

Verdict = Literal["accepted", "refused", "unknown"]
AnsweredBy = Literal["sandbox", "script", "preference", "fault", "replay", "recording"]


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """What was answered.

    Attributes:
        status: the status; None if the connection was closed instead.
        body: the JSON value, text or bytes; for a stream its text; `MISSING` without one.
    """

    status: int | None
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class SandboxRequest:
    """One request to a sandbox, and what became of it.

    Attributes:
        number: counts the requests, from 1.
        time: of the sandbox's clock, in seconds since 1970.
        operation_id: the operation that it meant, or "".
        path: as it was sent, with its query.
        parameters: location (path, query, header, cookie) → name → value; of a refused request as text.
        body: the JSON value, the fields of a form, text or bytes; `MISSING` without one.
        verdict: "accepted"; "refused", for the `reasons`; or "unknown", if the document has no such operation.
        answered_by: "sandbox", or "script", "preference" (`Prefer`), "fault" (`Sandbox-Status`), "recording",
            "replay" (a repeated Idempotency-Key).
        answer: status, headers and body.
    """

    number: int
    time: float
    operation_id: str
    method: str
    path: str
    headers: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, Any]]
    body: Any
    verdict: Verdict
    reasons: tuple[str, ...]
    answered_by: AnsweredBy
    answer: RecordedAnswer

    @property
    def arguments(self) -> dict[str, Any]:
        """Parameters and the fields of the body by name, as a call passes them; a parameter goes before a field."""
        return arguments_by_name(self.parameters, self.body)

    def as_dict(self) -> dict[str, Any]:
        """The request as JSON has it; bytes are described."""
        answer = {"status": self.answer.status, "headers": dict(self.answer.headers)}
        if self.answer.body is not MISSING:
            answer["body"] = _plain(self.answer.body)
        return {
            "number": self.number,
            "time": self.time,
            "operation_id": self.operation_id or None,
            "method": self.method,
            "path": self.path,
            "headers": dict(self.headers),
            "parameters": {place: dict(values) for place, values in self.parameters.items() if values},
            **({} if self.body is MISSING else {"body": _plain(self.body)}),
            "verdict": self.verdict,
            "reasons": list(self.reasons),
            "answered_by": self.answered_by,
            "answer": answer,
        }

    def __repr__(self) -> str:
        what = self.operation_id or "no operation"
        return (
            f"<SandboxRequest {self.number}: {self.method} {self.path} ({what}) {self.verdict}, {self.answer.status}>"
        )


class RecordedRequests(tuple[SandboxRequest, ...]):
    """The requests that a sandbox has met, oldest first."""

    __slots__ = ()

    def of(self, operation_id: str) -> RecordedRequests:
        """Those that meant an operation."""
        return RecordedRequests(item for item in self if item.operation_id == operation_id)


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, bytes):
        return f"… {len(value):,} bytes"
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (list, tuple)) else value
