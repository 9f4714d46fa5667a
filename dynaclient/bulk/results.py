"""Finished rows: what a job yields for each, its state, and its line in the output."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from ..errors import DynaclientError, HTTPStatusError, RequestError, ResponseError, TransportError
from ..response import Response
from ..transport.retries import AMBIGUOUS, harmless
from .journal_log import Entry
from .report import BadRow
from .rows import Row, as_json, dumped
from .states import State

Select = Callable[[Any], Any]


class Done:
    """A finished row.

    Attributes:
        key: its key, or its number if no column is the key.
        number: from 1, in the order of the input.
        row: its values as they were read.
        response: the answer, or None.
        error: why there is none, or None.
        tries: how often it was sent.
        state: done, failed, unknown (nobody knows whether the server acted on it) or bad (it was not sent).
    """

    __slots__ = ("error", "is_refused", "key", "number", "response", "row", "state", "tries")

    def __init__(self, row: Row, response: Response | None, error: DynaclientError | None, state: State) -> None:
        self.key = row.key
        self.number = row.number
        self.row = row.values
        self.response = response
        self.error = error
        self.state = state
        self.tries = len(self.attempts) if response is None else response.attempt_count
        self.is_refused = state is State.FAILED and _is_final(error)

    @property
    def ok(self) -> bool:
        """Whether the row is done."""
        return self.state is State.DONE

    @property
    def data(self) -> Any:
        """The decoded body of the answer; None without one."""
        return None if self.response is None else self.response.data

    @property
    def attempts(self) -> tuple[Any, ...]:
        """Every attempt of the call."""
        source: Any = self.response if self.response is not None else self.error
        return getattr(source, "attempts", ())

    @property
    def status_code(self) -> int | None:
        """The status of the answer, or None."""
        if self.response is not None:
            return self.response.status_code
        found = getattr(self.error, "status_code", None)
        if found is None and isinstance(self.error, ResponseError) and self.error.response is not None:
            found = self.error.response.status_code
        return found

    def __repr__(self) -> str:
        return f"<Done {self.key!r}: {self.state.name.lower()}>"


def bad_row(row: Row, operation_id: str) -> Done:
    """A row that is not sent, because it does not fit."""
    text = "; ".join(str(BadRow(row.number, row.key, *problem)) for problem in row.problems)
    return Done(row, None, RequestError(text, operation_id=operation_id), State.BAD)


def state_of(error: DynaclientError | None, method: str, *, has_key: bool) -> State:
    """What a row has come to.

    Args:
        has_key: whether the request carried an idempotency key.
    """
    if error is None:
        return State.DONE
    if harmless(method, has_key=has_key):
        return State.FAILED
    if isinstance(error, TransportError):
        return State.UNKNOWN if error.sent else State.FAILED
    if isinstance(error, HTTPStatusError):
        return State.UNKNOWN if error.status_code in AMBIGUOUS else State.FAILED
    return State.UNKNOWN if isinstance(error, ResponseError) else State.FAILED


def _is_final(error: DynaclientError | None) -> bool:
    """Whether the server refused a request for good, so that sending the row again is another request."""
    return isinstance(error, HTTPStatusError) and error.status_code not in AMBIGUOUS


def kind_of_error(error: DynaclientError) -> str:
    """The kind of an error, for counts: its class, and the status."""
    status = getattr(error, "status_code", None)
    return f"{type(error).__name__} {status}" if status else type(error).__name__


def entry_of(done: Done, select: Select | None, *, with_number: bool) -> Entry:
    """A finished row as the journal writes it.

    Args:
        select: takes the part of the data that is written; None writes it all.
        with_number: whether the line begins with the number of the row, for output in another order or form.
    """
    number = f'"row": {done.number}, ' if with_number else ""
    status: Any = done.status_code
    if status is None:
        status = "null"
    what = f'"data": {_data(done, select)}' if done.error is None else f'"error": {dumped(_error(done))}'
    line = f'{{{number}"key": {dumped(done.key)}, "status": {status}, {what}, "attempts": {done.tries}}}\n'
    row = None if done.ok else as_json(done.row)
    return Entry(done.number, int(done.state), line.encode("utf-8", "backslashreplace"), row, done.is_refused)


_LF, _CR = b"\n\r"
"""As numbers, which are found in bytes faster than bytes are."""

_OPENINGS: dict[type, bytes] = {dict: b"{", list: b"["}


def _data(done: Done, select: Select | None) -> str:
    """The data as JSON on one line; as the server wrote it if that is one line, so that no number changes."""
    data = done.data
    if isinstance(data, bytes):
        return dumped(_text(data))
    if select is not None:
        return dumped(select(data))
    opening = _OPENINGS.get(type(data))
    if opening is not None and done.response is not None:
        content = done.response.content
        if content.startswith(opening) and content.isascii() and _LF not in content and _CR not in content:
            return content.decode()
    return dumped(data)


def _error(done: Done) -> dict[str, Any]:
    error: Any = done.error
    mask = getattr(getattr(error, "response", None), "masked", str)
    found = {"outcome": done.state.name.lower(), "type": type(error).__name__, "message": mask(str(error))}
    violations = getattr(error, "violations", ())
    if violations:
        found["violations"] = [{"path": v.path, "message": mask(v.message)} for v in violations]
    return found


def _text(data: bytes) -> dict[str, str]:
    """Bytes as JSON has them."""
    return {"base64": base64.b64encode(data).decode()}
