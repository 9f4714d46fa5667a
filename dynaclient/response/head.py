"""What the head of an answer says: the id of the call at the server, the version of what it shows, and its links."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from .._support.dates import http_date
from .link_header import read_links

if TYPE_CHECKING:
    from datetime import datetime

_REQUEST_IDS = (
    "x-request-id",
    "request-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "apim-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "x-goog-request-id",
    "x-oss-request-id",
    "x-correlation-id",
    "cf-ray",
)
"""Headers in which servers send the id of a request, the most exact first."""

_ANY_ID = frozenset(_REQUEST_IDS)


def request_id_of(headers: Mapping[str, str]) -> str | None:
    """The id that the server gave to the request, or None."""
    fields = getattr(headers, "_fields", None)  # of the client's own, whose names are looked through at once
    if fields is not None and _ANY_ID.isdisjoint(fields):
        return None
    return next((headers[name] for name in _REQUEST_IDS if headers.get(name)), None)


def etag_of(headers: Mapping[str, str]) -> str | None:
    """The entity tag with its quotes, and `W/` in front of a weak one; None without one.

    Source: RFC 9110 section 8.8.3.
    """
    return (headers.get("ETag") or "").strip() or None


def date_of(headers: Mapping[str, str], name: str) -> datetime | None:
    """The time in a header, in UTC; None without one that can be read. Source: RFC 9110 section 5.6.7."""
    text = (headers.get(name) or "").strip()
    return http_date(text) if text else None


def links_of(headers: Mapping[str, str], url: str) -> dict[str, dict[str, str]]:
    """The links of the Link header: relation → `url`, absolute, and the link's parameters.

    The first link of a relation counts; one about another resource (`anchor`) counts after the others. A link without
    a relation has its address as the key. Source: RFC 8288 section 3.

    Args:
        url: what relative targets are relative to.
    """
    found: dict[str, dict[str, str]] = {}
    for link in sorted(read_links(headers.get("Link") or ""), key=lambda link: "anchor" in link.parameters):
        target = _absolute(url, link.target)
        for relation in link.relations or [target]:
            found.setdefault(relation, {"url": target, **link.parameters})
    return found


def _absolute(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:  # such as a bracket that is not closed
        return target
