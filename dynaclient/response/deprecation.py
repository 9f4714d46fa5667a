"""What the headers of an answer say about the end of an operation: since when it is deprecated, and when it ends.

Source: RFC 9745 (Deprecation), RFC 8594 (Sunset).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timezone

from .._support.dates import http_date
from .._support.record import record
from .head import links_of

_SECONDS = re.compile(r"@(-?\d{1,15})")
"""A date in a structured field. Source: RFC 9651 section 3.3.7."""

_NO = frozenset(("", "false", "?0"))


@record
class Deprecation:
    """The end of an operation, as the server announces it.

    Attributes:
        since: when it became deprecated, or will be, in UTC; None if the server gives no date.
        sunset: when it is expected to stop answering, in UTC; None if the server does not say.
        link: the address of a page about it, or "".
    """

    since: datetime | None = None
    sunset: datetime | None = None
    link: str = ""

    def __str__(self) -> str:
        words = []
        if self.since is not None:
            is_ahead = self.since > datetime.now(timezone.utc)
            words.append(f"deprecated {'from' if is_ahead else 'since'} {self.since:%Y-%m-%d}{' on' * is_ahead}")
        if self.sunset is not None:
            words.append(f"available until {self.sunset:%Y-%m-%d}")
        text = ", ".join(words) or "deprecated"
        return f"{text}; see {self.link}" if self.link else text


def deprecation_of(headers: Mapping[str, str], url: str) -> Deprecation | None:
    """What the headers announce; None if nothing.

    Of drafts of the standard, `true` and an HTTP date are understood too.

    Args:
        url: what relative links are relative to.
    """
    stated = (headers.get("Deprecation") or "").strip()
    sunset = http_date((headers.get("Sunset") or "").strip())
    links = links_of(headers, url) if "rel" in (headers.get("Link") or "").lower() else {}
    link = next((links[name]["url"] for name in ("deprecation", "sunset") if name in links), "")
    if stated.lower() in _NO and sunset is None and not link:
        return None
    return Deprecation(_date(stated), sunset, link)


def _date(text: str) -> datetime | None:
    found = _SECONDS.match(text)
    if found is None:
        return http_date(text)
    try:
        return datetime.fromtimestamp(int(found[1]), timezone.utc)
    except (ValueError, OverflowError, OSError):  # beyond the years that Python has
        return None
