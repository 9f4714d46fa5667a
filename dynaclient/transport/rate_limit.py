"""Read the rate limit headers of an answer, in any of the forms in use.

Source: draft-ietf-httpapi-ratelimit-headers (`RateLimit`, `RateLimit-Policy`, and the three headers of its older
versions); OpenAI, "Rate limits in headers" (`x-ratelimit-remaining-tokens`, `6m0s`); GitHub, "Checking the status of
your rate limit" (`x-ratelimit-reset` as seconds since 1970).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timezone

from .._support.record import record
from .retries import plain_number, read_retry_after

_FIELD = re.compile(r"(?:x-)?rate-?limit-(limit|remaining|reset)(?:-([a-z0-9-]+))?", re.IGNORECASE)
_DURATION = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,15})?)(ms|us|µs|ns|d|h|m|s)")
_DURATIONS = re.compile(f"(?:{_DURATION.pattern})+")
_LONGEST = 100
"""The most characters of a number or a duration."""

_MOST_QUOTAS = 32
"""The most quotas that are read."""

_UNITS = {"d": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
_EPOCH = 1e8
"""A reset above this many seconds (three years) counts from 1970, not from now."""


@record
class Quota:
    """One quota.

    Attributes:
        name: what it counts: "requests", "tokens", the name of a policy, or "" if the headers do not say.
        limit: the size of the quota, or None.
        remaining: how much is left, or None.
        reset: seconds from the answer until the quota is full again, or None.
    """

    name: str
    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None


@record
class RateLimit:
    """The rate limit that an answer reports.

    Attributes:
        quotas: each quota in the headers.
        retry_after: seconds to wait before the next request, or None if the server does not ask for a wait.
    """

    quotas: tuple[Quota, ...] = ()
    retry_after: float | None = None

    def __getitem__(self, name: str) -> Quota:
        for quota in self.quotas:
            if quota.name == name:
                return quota
        raise KeyError(f"no quota {name!r}; there are {', '.join(repr(quota.name) for quota in self.quotas) or 'none'}")

    @property
    def tightest(self) -> Quota | None:
        """The quota with the smallest fraction left."""
        known = [quota for quota in self.quotas if quota.remaining is not None]
        return min(known, key=lambda q: (q.remaining or 0) / max(1, q.limit or q.remaining or 1), default=None)

    @property
    def limit(self) -> int | None:
        """The limit of the tightest quota."""
        return self.tightest.limit if self.tightest else None

    @property
    def remaining(self) -> int | None:
        """What is left of the tightest quota."""
        return self.tightest.remaining if self.tightest else None

    @property
    def reset(self) -> float | None:
        """Seconds until the tightest quota is full again."""
        return self.tightest.reset if self.tightest else None


def read_rate_limit(headers: Mapping[str, str], now: datetime | None = None) -> RateLimit | None:
    """The rate limit in an answer's headers, or None."""
    now = now or datetime.now(timezone.utc)
    found: dict[str, dict[str, float]] = {}
    for name, text in headers.items():
        lowered = name.lower()
        if "rate" not in lowered:
            continue
        match = _FIELD.fullmatch(lowered)
        if match:
            value = _value(match[1], text, now)
            if value is not None:
                found.setdefault(match[2] or "", {})[match[1]] = value
        elif lowered in ("ratelimit", "ratelimit-policy"):
            for quota, field, value in _structured(text, policy=lowered.endswith("policy")):
                if quota in found or len(found) < _MOST_QUOTAS:
                    found.setdefault(quota, {}).setdefault(field, value)
    retry_after = read_retry_after(headers, now)
    if not found and retry_after is None:
        return None
    return RateLimit(tuple(_quota(name, fields) for name, fields in found.items()), retry_after)


def _quota(name: str, fields: Mapping[str, float]) -> Quota:
    limit, remaining = fields.get("limit"), fields.get("remaining")
    return Quota(
        name,
        None if limit is None else int(limit),
        None if remaining is None else int(remaining),
        fields.get("reset"),
    )


def _value(field: str, text: str, now: datetime) -> float | None:
    """A number, or a duration such as `6m0s`; for a reset, seconds from now."""
    text = text.partition(",")[0].partition(";")[0].strip()  # `100, 100;w=60` was a form of the draft
    if len(text) > _LONGEST:
        return None
    value = plain_number(text)
    if value is None:
        if not _DURATIONS.fullmatch(text):
            return None
        return sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(text))
    if value >= 1e15:
        return None
    if field == "reset" and value > _EPOCH:
        seconds = value / 1000 if value > 1e11 else value  # some count milliseconds
        return max(0.0, seconds - now.timestamp())
    return value


_STRUCTURED = {
    "limit": "limit",
    "remaining": "remaining",
    "reset": "reset",
    "q": "limit",
    "r": "remaining",
    "t": "reset",
}


def _structured(text: str, *, policy: bool) -> Iterator[tuple[str, str, float]]:
    """`"default";r=50;t=30` and the older `limit=100, remaining=50, reset=30`: (quota, field, value)."""
    for member in text.split(","):
        name = ""
        for item in member.split(";"):
            key, equals, value = (part.strip() for part in item.partition("="))
            field = _STRUCTURED.get(key)
            if not equals:
                name = key.strip('"')
            elif field is not None and (not policy or field == "limit"):
                number = plain_number(value)
                if number is not None and number < 1e15:
                    yield name, field, number
