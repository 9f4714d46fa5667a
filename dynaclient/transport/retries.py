"""Whether and when to retry a failed attempt: pure rules over methods, statuses and headers.

A request that the server refused before acting on it, or that was never sent, may be retried whatever its method. If
the server may have acted, it is retried only if acting twice does no harm.
Source: RFC 9110 sections 9.2.2 (idempotent methods), 10.2.3 (Retry-After), 15.5.9, 15.6.4; RFC 6585 section 4.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .._support.dates import http_date
from .._support.record import record, replaced
from .._support.wording import duration, shown_option
from ..errors import RequestError
from .deadlines import LONGEST, is_time

if TYPE_CHECKING:
    from datetime import datetime

IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE", "QUERY"})
"""Methods that may be repeated without harm. Source: RFC 9110 section 9.2.2, and the IETF's draft of QUERY."""

REFUSED = frozenset({408, 429, 503})
"""Statuses that mean: nothing was done, try again later."""

AMBIGUOUS = frozenset({500, 502, 504, *range(520, 531)})
"""Statuses that leave open whether the server acted; 52x come from proxies in front of it."""


_NUMBER = r"[0-9]{1,18}(?:\.[0-9]{0,18})?"


@record
class RetryPolicy:
    """How often to retry a call, and how long to wait between attempts. Times are in seconds.

    Attributes:
        most: attempts after the first; 0 for none.
        first: the wait before the second attempt; it doubles with each further one.
        longest: the upper limit of that wait.
        longest_told: the longest wait the server may ask for; a longer one ends the retries.
        jitter: the random fraction of a wait, which keeps clients from retrying all at once.
        refused: statuses that mean "nothing was done, try again".
    """

    most: int = 2
    first: float = 0.5
    longest: float = 8.0
    longest_told: float = 120.0
    jitter: float = 0.25
    refused: frozenset[int] = REFUSED

    def __post_init__(self) -> None:
        if isinstance(self.most, bool) or not isinstance(self.most, int) or self.most < 0:
            raise RequestError(
                f"retries= must be a whole number from 0 or a RetryPolicy, not {shown_option(self.most)}"
            )
        for name in ("first", "longest", "longest_told"):
            if not is_time(getattr(self, name)):
                raise RequestError(
                    f"{name}= of a RetryPolicy must be a number of seconds from 0 to {LONGEST:,.0f}, "
                    f"not {shown_option(getattr(self, name))}"
                )
        if not is_time(self.jitter) or self.jitter > 1:
            raise RequestError(f"jitter= of a RetryPolicy must be from 0 to 1, not {shown_option(self.jitter)}")

    def backoff(self, number: int, chance: float) -> float:
        """The wait after attempt `number` (from 1) if the server asks for none; `chance` is from 0 up to 1."""
        full = min(self.longest, self.first * 2.0 ** min(number - 1, 60))
        return full * (1.0 - self.jitter * chance)


def policy_of(given: RetryPolicy | int | None, default: RetryPolicy) -> RetryPolicy:
    """The policy for `retries=`: the one given, the default with another number of retries, or the default for None."""
    if given is None:
        return default
    return given if isinstance(given, RetryPolicy) else replaced(default, most=given)


@record
class RetryVerdict:
    """Whether to make another attempt.

    Attributes:
        again: whether the attempt may be retried.
        reason: why, or why not, in words.
        retry_after: the wait in seconds that the server asked for, or None.
    """

    again: bool
    reason: str
    retry_after: float | None = None


def judge_status(
    status: int,
    headers: Mapping[str, str],
    method: str,
    *,
    has_key: bool,
    policy: RetryPolicy,
    now: datetime | None = None,
) -> RetryVerdict | None:
    """The verdict on a status; None if the status is not a failure.

    Args:
        headers: names are case-insensitive.
        has_key: whether the request carries an idempotency key.
        now: the time with its zone, for a Retry-After that is a date; None for the clock's.
    """
    if status < 400:
        return None
    retry_after = read_retry_after(headers, now)
    should = (headers.get("x-should-retry") or "").strip().lower()
    if should == "false":
        return RetryVerdict(False, "the server asked not to retry", retry_after)
    if retry_after is not None and retry_after > policy.longest_told:
        return RetryVerdict(
            False, f"the server asked to wait {duration(retry_after)}, more than {policy.longest_told:g} s", retry_after
        )
    if should == "true":
        return RetryVerdict(True, "the server asked to retry", retry_after)
    if status in policy.refused or (status == 409 and retry_after is not None):
        return RetryVerdict(True, f"the server refused it for now ({status})", retry_after)
    if status in AMBIGUOUS:
        again = harmless(method, has_key=has_key)
        return RetryVerdict(again, f"the server failed ({status}){'' if again else UNSAFE}", retry_after)
    return RetryVerdict(False, f"status {status} is not retried", retry_after)


def judge_failure(method: str, *, sent: bool, has_key: bool) -> RetryVerdict:
    """The verdict on a network failure. `sent`: whether bytes of the request may have reached the server."""
    if not sent:
        return RetryVerdict(True, "the request was not sent")
    again = harmless(method, has_key=has_key)
    return RetryVerdict(again, f"the connection failed{'' if again else UNSAFE}")


UNSAFE = ", and the server may have acted: a POST or PATCH without an idempotency key is not retried"


def harmless(method: str, *, has_key: bool) -> bool:
    """Whether sending the request twice does no harm."""
    return has_key or method.upper() in IDEMPOTENT


def read_retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The wait that the server asks for, in seconds: `retry-after-ms`, else Retry-After as seconds or a date."""
    for name, unit in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        text = (headers.get(name) or "").strip()
        if text:
            seconds = _number(text)
            if seconds is not None:
                return seconds / unit
            if name == "retry-after":
                return _until(text, now)
    return None


def _number(text: str) -> float | None:
    """A finite number from 0, or None."""
    value = plain_number(text)
    return value if value is not None and value < LONGEST else None


def plain_number(text: str) -> float | None:
    """A number in a header, from 0, or None: digits, and a fraction, which some servers send."""
    return float(text) if re.fullmatch(_NUMBER, text) else None


def _until(text: str, now: datetime | None) -> float | None:
    """Seconds until an HTTP date; 0 if it has passed; None if it is not a date."""
    when = http_date(text)
    if when is None:
        return None
    from datetime import datetime, timezone

    return min(max(0.0, (when - (now or datetime.now(timezone.utc))).total_seconds()), LONGEST)
