"""The rules of retries as a table, without a network."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest

from dynaclient import RetryPolicy
from dynaclient.transport.deadlines import NEVER, Deadline
from dynaclient.transport.retries import judge_failure, judge_status, read_retry_after

NOW = datetime(2025, 1, 1, 12, tzinfo=timezone.utc)
POLICY = RetryPolicy()


@pytest.mark.parametrize(
    ("number", "most", "least"), [(1, 0.5, 0.375), (2, 1.0, 0.75), (3, 2.0, 1.5), (5, 8.0, 6.0), (500, 8.0, 6.0)]
)
def test_waits_double_from_half_a_second_to_eight(number: int, most: float, least: float) -> None:
    """With up to a quarter of each left to chance."""
    assert POLICY.backoff(number, 0.0) == most
    assert POLICY.backoff(number, 1.0) == least
    chance = random.Random(7)
    assert all(least <= POLICY.backoff(number, chance.random()) <= most for _ in range(100))


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "2"}, 0.25),
        ({"retry-after-ms": "x", "retry-after": "2"}, 2.0),
        ({"retry-after": format_datetime(NOW + timedelta(seconds=30), usegmt=True)}, 30.0),
        ({"retry-after": format_datetime(NOW - timedelta(days=1), usegmt=True)}, 0.0),
        ({"retry-after": "Wed, 01 Jan 2025 12:00:05 -0000"}, 5.0),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "1e3"}, None),
        ({"retry-after": "1_0"}, None),
        ({"retry-after": "\u00b2"}, None),
        ({"retry-after": "\u0662"}, None),
        ({"retry-after": "9" * 100_000}, None),
        ({"retry-after-ms": "9" * 5000, "retry-after": "2"}, 2.0),
        ({"retry-after": "Mon, 01 Jan 2024 00:00:00 +9999999999999999"}, None),
        ({"retry-after": "Mon, 01 Jan 2024 00:00:00 -99999999"}, None),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 GMT"}, 1e9),
        ({"retry-after": "Fri, 31 Dec 9999 23:59:59 -2359"}, 1e9),
        ({"retry-after": "Mon, 01 Jan 0001 00:00:00 +2359"}, 0.0),
        ({"retry-after": "Mon, 99 Jan 2024 99:99:99 GMT"}, None),
        ({"retry-after": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}, None),
        ({"retry-after": ", , ,"}, None),
        ({"retry-after": "(" * 60_000}, None),
        ({"retry-after": "2, 3"}, None),
        ({"retry-after": ""}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "99999999999999999999"}, None),
        ({}, None),
    ],
)
def test_what_the_server_asks_for(headers: dict[str, str], expected: float | None) -> None:
    """Seconds, milliseconds or a date; anything else is nothing."""
    assert read_retry_after(headers, NOW) == expected


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "get"])
@pytest.mark.parametrize("has_key", [True, False])
@pytest.mark.parametrize("status", [200, 304, 400, 404, 408, 409, 429, 500, 501, 502, 503, 504, 505, 520, 529, 531])
def test_the_table(method: str, has_key: bool, status: int) -> None:
    """Refused: any method. Ambiguous: idempotent methods, or with a key. The rest: never."""
    verdict = judge_status(status, {}, method, has_key=has_key, policy=POLICY, now=NOW)
    refused = status in (408, 429, 503)
    ambiguous = status in (500, 502, 504, 520, 529)
    harmless = has_key or method not in ("POST", "PATCH")
    assert (verdict is not None and verdict.again) is (refused or (ambiguous and harmless))
    assert (verdict is None) is (status < 400)


@pytest.mark.parametrize(
    ("method", "sent", "has_key", "again"),
    [
        ("POST", False, False, True),
        ("POST", True, False, False),
        ("POST", True, True, True),
        ("PATCH", True, False, False),
        ("GET", True, False, True),
        ("DELETE", True, False, True),
    ],
)
def test_failures(method: str, sent: bool, has_key: bool, again: bool) -> None:
    """A request that was never sent may be retried."""
    assert judge_failure(method, sent=sent, has_key=has_key).again is again


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"retry-after": "999999999"}, 999_999_999.0),
        ({"retry-after": "1000000000"}, None),
        ({"retry-after-ms": "999999999"}, 999_999.999),
        ({"retry-after-ms": "1000000000"}, None),
        ({"retry-after-ms": "1000000000", "retry-after": "2"}, 2.0),
        ({"retry-after": "-0.001"}, None),
        ({"retry-after": "0"}, 0.0),
    ],
    ids=str,
)
def test_a_wait_is_below_thirty_years(headers: dict[str, str], expected: float | None) -> None:
    """A larger number of seconds is not meant seriously."""
    assert read_retry_after(headers, datetime(2026, 1, 1, tzinfo=timezone.utc)) == expected


def test_a_deadline_leaves_time_after_a_wait_or_not() -> None:
    """A wait that ends with the deadline leaves none."""
    deadline = Deadline(5.0, end=10.0, clock=lambda: 8.0)
    assert [deadline.allows(seconds) for seconds in (0.0, 1.999, 2.0, 2.001)] == [True, True, False, False]
    assert [Deadline(5.0, 10.0, lambda now=now: now).expired for now in (9.999, 10.0)] == [False, True]
    assert [Deadline(5.0, 10.0, lambda now=now: now).remaining for now in (8.0, 10.0, 11.0)] == [2.0, 0.0, 0.0]
    assert [deadline.sooner(seconds) for seconds in (1.0, 2.0, 3.0, None)] == [1.0, 2.0, 2.0, 2.0]
    assert (NEVER.allows(1e9), NEVER.expired, NEVER.remaining, NEVER.sooner(3.0), NEVER.sooner(None)) == (
        True, False, None, 3.0, None,
    )  # fmt: skip
