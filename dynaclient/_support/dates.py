"""Dates in headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

_LONGEST = 64


def http_date(text: str) -> datetime | None:
    """A date of HTTP, in UTC, or None. Source: RFC 9110 section 5.6.7."""
    if len(text) > _LONGEST:
        return None
    from datetime import timezone
    from email.utils import parsedate_to_datetime  # slow to load, and rarely needed

    try:
        when = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):  # whatever the parser meets in what is not a date
        return None
    try:
        return when.replace(tzinfo=timezone.utc) if when.tzinfo is None else when.astimezone(timezone.utc)
    except OverflowError:  # at the end of the year 9999
        return when.replace(tzinfo=timezone.utc)
