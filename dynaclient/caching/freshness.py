"""How old an answer is, how long it may be used, and what the request and the server say about that. Does no I/O.

Source: RFC 9111 sections 4.2, 5.2.1 and 5.2.2; RFC 5861 section 4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from email.utils import formatdate

from ..response.head import date_of

_DIRECTIVE = re.compile(r'([^\s=,;"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]*)))?')

OWN_CONDITIONS = ("range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range")
"""Headers of requests whose answer only their caller understands."""


def directives_of(headers: Mapping[str, str]) -> dict[str, str]:
    """The directives of Cache-Control, in lower case; "" for one without a value."""
    found = _DIRECTIVE.findall(headers.get("Cache-Control") or "")
    return {name.lower(): quoted or plain for name, quoted, plain in found}


def seconds_of(directives: Mapping[str, str], name: str) -> float | None:
    """The seconds of a directive, or None."""
    text = directives.get(name, "").strip()
    return float(text) if text.isdigit() and len(text) < 12 else None


def born(headers: Mapping[str, str], asked: float, arrived: float) -> float:
    """When an answer was made, by the clock of this machine, in seconds since 1970; cautiously.

    Args:
        asked: when the request was sent.
        arrived: when the answer came.
    Source: RFC 9111 section 4.2.3.
    """
    age = (headers.get("Age") or "").strip()
    sent = date_of(headers, "Date")
    upstream = asked - (float(age) if age.isdigit() and len(age) < 12 else 0.0)
    return min(arrived, upstream, arrived if sent is None else sent.timestamp())


def lifetime(headers: Mapping[str, str], arrived: float) -> float | None:
    """Seconds that an answer is fresh, as the server says; None if it says nothing.

    Without its word, an answer is not fresh: a rule of thumb, which browsers use, would show old data of an API for
    days. Source: RFC 9111 section 4.2.1, for a private cache.
    """
    most = seconds_of(directives_of(headers), "max-age")
    if most is not None or "Expires" not in headers:
        return most
    expires, sent = date_of(headers, "Expires"), date_of(headers, "Date")
    if expires is None:  # such as 0: it has expired
        return 0.0
    return max(0.0, expires.timestamp() - (arrived if sent is None else sent.timestamp()))


def machine_headers(headers: Mapping[str, str], made: float, seconds: float | None) -> dict[str, str]:
    """Headers of an answer for the state machine, which knows only Date, max-age and the validators.

    Args:
        made: as `born` says.
        seconds: as `lifetime` says.
    """
    out = {name.lower(): value for name, value in headers.items() if name.lower() not in ("expires", "age")}
    directives = {name: value for name, value in directives_of(headers).items() if name != "max-age"}
    said = [f'{name}="{value}"' if value else name for name, value in directives.items()]
    out["cache-control"] = ", ".join([*said, f"max-age={int(seconds or 0)}"])
    out["date"] = formatdate(made, usegmt=True)
    return out


def may_be_stale(headers: Mapping[str, str], age: float, seconds: float | None, otherwise: float | None) -> bool:
    """Whether an answer may be used although the server failed.

    Args:
        otherwise: seconds beyond its freshness that the program allows, where the server says nothing.
    Source: RFC 5861 section 4; RFC 9111 section 4.2.4.
    """
    directives = directives_of(headers)
    if "no-cache" in directives or "must-revalidate" in directives:
        return False
    allowed = seconds_of(directives, "stale-if-error")
    allowed = otherwise if allowed is None else allowed
    return allowed is not None and age <= (seconds or 0.0) + allowed


def wants_newer(request: Mapping[str, str], age: float, seconds: float | None) -> bool:
    """Whether a request does not want a stored answer that is fresh. Source: RFC 9111 sections 5.2.1.1 and 5.2.1.3."""
    directives = directives_of(request)
    if not directives and "no-cache" in (request.get("Pragma") or "").lower():
        return True
    most, left = seconds_of(directives, "max-age"), seconds_of(directives, "min-fresh")
    return (most is not None and age >= most) or (left is not None and (seconds or 0.0) - age < left)
