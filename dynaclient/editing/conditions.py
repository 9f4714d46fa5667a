"""The condition of a write: headers by which the server refuses it if the resource changed since it was read.

Source: RFC 9110 sections 8.8.2.2, 13.1.1 and 13.1.4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from ..response.head import date_of

REVALIDATE = {"Cache-Control": "no-cache"}
"""Headers of a read that a write is based on: no cache may answer without asking. Source: RFC 9111 section 5.2.1.4."""

_SECOND = timedelta(seconds=1)


def condition_of(response: Any, *, without_weak: bool = False) -> Mapping[str, str] | None:
    """The condition that nothing changed since this answer; None if the answer has nothing to tell versions apart by.

    A weak ETag is sent all the same: a server that compares as the standard demands refuses it, and nothing gets lost;
    many compare the text.

    Args:
        without_weak: the server refused the weak ETag of this version, so only a time is left.
    """
    etag = response.etag
    if etag is not None and not (without_weak and etag.startswith("W/")):
        return {"If-Match": etag}
    age = _age(response)
    return None if age is None or age < _SECOND else {"If-Unmodified-Since": response.headers["Last-Modified"]}


def is_recent(response: Any) -> bool:
    """Whether the resource changed so shortly before the answer that its next version could have the same time."""
    age = _age(response)
    return age is not None and age < _SECOND


def _age(response: Any) -> timedelta | None:
    """How long before the answer the resource changed, by the server's clock."""
    changed, sent = response.last_modified, date_of(response.headers, "Date")
    return None if changed is None or sent is None else sent - changed
