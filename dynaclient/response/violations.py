"""Violations of an answer, as they leave the package: with the call they belong to, and without secrets."""

from __future__ import annotations

from collections.abc import Iterable

from .._support.record import replaced
from .._support.secret_names import MASK
from ..errors import Violation
from ..types import ResponseLike


def of_answer(found: Iterable[Violation], response: ResponseLike) -> list[Violation]:
    """Violations with the operation and status of an answer; secrets that the server echoed are masked."""
    about = {"operation_id": response.operation_id, "status_code": response.status_code}
    return [replaced(_masked(violation, response), **about) for violation in found]


def _masked(violation: Violation, response: ResponseLike) -> Violation:
    message = response.masked(violation.message)
    return violation if message == violation.message else replaced(violation, message=message, value=MASK)
