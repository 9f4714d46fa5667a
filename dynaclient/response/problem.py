"""Problem details: the standard form of an error body. Source: RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ProblemDetails, masked_data
from ..model.media_types import essence
from ..types import ResponseLike

_TEXTS = ("type", "title", "detail", "instance")
_MEMBERS = frozenset((*_TEXTS, "status"))


def problem_of(response: ResponseLike, data: Any) -> ProblemDetails | None:
    """The problem details in an error body; None if it has another form.

    A JSON object of another media type counts too if it has a title, and a type or the status of the answer. A member
    of the wrong type is ignored. Source: RFC 9457 section 3.1.

    Args:
        data: the decoded body.
    """
    if not isinstance(data, Mapping):
        return None
    is_declared = essence(response.content_type) == "application/problem+json"
    if not (is_declared or _is_alike(data, response.status_code)):
        return None
    clean = masked_data(dict(data), response.masked)
    texts = {name: clean[name] for name in _TEXTS if isinstance(clean.get(name), str)}
    status = clean.get("status")
    return ProblemDetails(
        **texts,
        status=status if isinstance(status, int) and not isinstance(status, bool) else None,
        extensions={name: value for name, value in clean.items() if name not in _MEMBERS},
    )


def _is_alike(data: Mapping[str, Any], status: int) -> bool:
    if not isinstance(data.get("title"), str):
        return False
    return isinstance(data.get("type"), str) or data.get("status") == status
