"""Finished rows on their way back from a worker: what they are made of, without connections and credentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from requests.structures import CaseInsensitiveDict

from ...model import Operation
from ...response import Response
from ...response.asynchronous import AsyncResponse
from ..results import Done
from ..rows import Row
from ..states import State
from ..twin import ReadBody
from .parts import PartRow


@dataclass(slots=True)
class Answer:
    """A response in values."""

    status_code: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    content: bytes
    method: str
    url: str


@dataclass(slots=True)
class ReturnedRow:
    """A finished row.

    Attributes:
        place: in its part, from 0.
    """

    place: int
    state: int
    error: Any
    answer: Answer | None
    attempts: tuple[Any, ...]


def packed(done: Done) -> ReturnedRow:
    """A finished row, to be sent to the caller of the job."""
    response, answer = done.response, None
    if response is not None:
        request: Any = getattr(response.raw, "request", None)
        answer = Answer(
            response.status_code,
            response.reason,
            tuple(response.headers.items()),
            response.content,
            getattr(request, "method", "") or "",
            getattr(request, "url", "") or "",
        )
    return ReturnedRow(done.number - 1, int(done.state), done.error, answer, done.attempts)


def unpacked(found: ReturnedRow, row: PartRow, client: Any, operation: Operation) -> Done:
    """A finished row as its caller sees it. `response.request` has no headers: they stay on the worker."""
    response = None
    if found.answer is not None:
        credentials = client._options.request.credentials  # noqa: SLF001  # a part of the client
        document = client._slot.current.document  # noqa: SLF001
        kind: type[Response] = AsyncResponse if client._is_async else Response  # noqa: SLF001
        raw = _raw_of(found.answer)
        response = kind(raw, operation, document, credentials.texts)
        response._incoming, response._attempts = ReadBody(raw), found.attempts  # type: ignore[assignment]  # noqa: SLF001
    elif found.error is not None and not getattr(found.error, "attempts", found.attempts):
        found.error.attempts = found.attempts
    return Done(Row(row.number, row.values, row.key), response, found.error, State(found.state))


def _raw_of(answer: Answer) -> requests.Response:
    raw = requests.Response()
    raw.status_code, raw.reason, raw.url = answer.status_code, answer.reason, answer.url
    raw.headers = CaseInsensitiveDict(answer.headers)
    raw.request = requests.PreparedRequest()
    raw.request.method, raw.request.url = answer.method, answer.url
    raw.request.headers = CaseInsensitiveDict()
    vars(raw).update(_content=answer.content, _content_consumed=True)
    return raw
