"""What was asked of a sandbox and what it answered, as values to read. Keeps the newest; shows no secret.

A visit is noted as it is, which costs little, and read when somebody looks. Then secrets are masked by the names of
what holds them, and wherever else their text appears.
"""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from .._support.masking import Masking
from .._support.secret_names import holds_key
from ..document import Document
from ..document.names import sent_method
from ..model import Operation, build_security_schemes
from ..model.outgoing import OutgoingRequest
from ..types import MISSING
from .faults import Trouble
from .judge import Accepted
from .media import kind_of_media
from .message import Arrival, SandboxAnswer
from .recorded_requests import AnsweredBy, RecordedAnswer, RecordedRequests, SandboxRequest, Verdict
from .refusal import Refusal

MOST = 1000
"""Requests that are kept."""

MOST_BYTES = 8_000_000
"""Bytes of bodies, asked and answered, that are kept together."""

LONGEST = 100_000
"""Bytes of a body that is shown; a longer one is described."""


@dataclass(slots=True)
class Visit:
    """One request while it is answered, unmasked. Whoever knows more of it writes it here."""

    arrival: Arrival
    number: int = 0
    time: float = 0.0
    operation: Operation | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    accepted: Accepted | None = None
    refusals: Sequence[Refusal] = ()
    answered_by: AnsweredBy = "sandbox"
    answer: SandboxAnswer | None = None
    scripted_trouble: Trouble | None = None
    callbacks: Sequence[OutgoingRequest] = ()

    @property
    def size(self) -> int:
        """Bytes of its bodies that are at hand."""
        body = self.answer.body if self.answer is not None else b""
        answered = len(body) if isinstance(body, bytes) else sum(map(len, body)) if isinstance(body, list) else 0
        return len(self.arrival.body) + answered


def credential_names(document: Document) -> list[str]:
    """The names of the headers, query parameters and cookies that carry the credentials of a document."""
    places = [scheme.kind.place(scheme) for scheme in build_security_schemes(document).values()]
    return [name for _, name in filter(None, places)]


class Journal:
    """The newest visits. Thread-safe.

    Args:
        secret_names: the names of headers, query parameters and cookies that carry credentials.
    """

    def __init__(self, secret_names: Sequence[str] = ()) -> None:
        self._secret_names = tuple(secret_names)
        self._by_name = Masking(names=secret_names)
        self._visits: deque[Visit] = deque(maxlen=MOST)
        self._bytes = 0
        self._count = 0
        self._lock = threading.Lock()

    def note(self, visit: Visit) -> None:
        """Keep a visit, and forget the oldest ones beyond the limits."""
        size = visit.size
        with self._lock:
            self._count += 1
            visit.number = self._count
            if len(self._visits) == MOST:
                self._bytes -= self._visits.popleft().size
            self._visits.append(visit)
            self._bytes += size
            while self._bytes > MOST_BYTES and len(self._visits) > 1:
                self._bytes -= self._visits.popleft().size

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._visits.clear()
            self._bytes = self._count = 0

    def visits(self) -> list[Visit]:
        """What is kept, oldest first, unmasked."""
        with self._lock:
            return list(self._visits)

    def requests(self) -> RecordedRequests:
        """What is kept, oldest first, without secrets."""
        return RecordedRequests(map(self._recorded, self.visits()))

    def _recorded(self, visit: Visit) -> SandboxRequest:
        arrival, accepted = visit.arrival, visit.accepted
        masking = Masking(self._secrets(arrival), self._secret_names)
        parameters = accepted.parameters if accepted is not None else _as_sent(visit)
        body = accepted.body if accepted is not None else _read(arrival.body, arrival.content_type, masking)
        query = f"?{arrival.query}" if arrival.query else ""
        verdict: Verdict = "unknown" if visit.operation is None else "refused" if visit.refusals else "accepted"
        return SandboxRequest(
            visit.number,
            visit.time,
            visit.operation.operation_id if visit.operation is not None else "",
            sent_method(arrival.method),
            masking.url(f"{arrival.path}{query}"),
            dict(masking.headers(arrival.headers.items())),
            masking.value(parameters),
            masking.value(_bounded(body, len(arrival.body))),
            verdict,
            tuple(masking.text(str(refusal)) for refusal in visit.refusals),
            visit.answered_by,
            _answer(visit.answer, masking),
        )

    def _secrets(self, arrival: Arrival) -> frozenset[str]:
        """The texts of the credentials in a request."""
        found = {
            value
            for name, value in arrival.headers.items()
            if self._by_name.is_secret(name) and name.lower() != "cookie"
        }
        found |= {value.rpartition(" ")[2] for value in found}
        found |= {value for name, value in arrival.pairs if self._by_name.is_secret(name) or holds_key(name)}
        found |= {value for name, value in arrival.cookies.items() if self._by_name.is_secret(name)}
        return frozenset(found)


def _answer(answer: SandboxAnswer | None, masking: Masking) -> RecordedAnswer:
    if answer is None:
        return RecordedAnswer(None, {}, MISSING)
    data = (
        answer.body
        if isinstance(answer.body, bytes)
        else b"".join(answer.body if isinstance(answer.body, list) else ())
    )
    body = _bounded(_read(data, answer.content_type, masking), len(data))
    return RecordedAnswer(answer.status, dict(masking.headers(answer.header_list())), masking.value(body))


def _as_sent(visit: Visit) -> dict[str, dict[str, Any]]:
    """The parameters of a request that was not accepted, as texts."""
    query: dict[str, Any] = {}
    for name, value in visit.arrival.pairs:
        known = query.get(name)
        query[name] = value if known is None else [*known, value] if isinstance(known, list) else [known, value]
    return {"path": {name: unquote(text) for name, text in visit.texts.items()}, "query": query}


def _read(data: bytes, content_type: str, masking: Masking) -> Any:
    """A body by its media type: a JSON value or text if it is one, else bytes."""
    if not data:
        return MISSING
    kind = kind_of_media(content_type) if content_type else "json"
    data = masking.body(data, content_type)
    if kind == "json" and len(data) <= LONGEST:
        try:
            return json.loads(data)
        except (ValueError, RecursionError):
            kind = "text"
    if kind in ("json", "text", "form", "xml") or content_type.startswith("text/"):
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data
    return data


def _bounded(body: Any, size: int) -> Any:
    """The body, or a description of one that is too large to show."""
    return body if size <= LONGEST or body is MISSING else f"… {size:,} bytes"
