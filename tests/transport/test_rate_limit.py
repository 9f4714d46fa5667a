"""Rate limit headers of every family as values, and the pacing that follows from them."""

from __future__ import annotations

import time
from datetime import datetime, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from dynaclient.transport.rate_limit import Quota, RateLimit, read_rate_limit

NOW = datetime(2025, 1, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param(
            {
                "x-ratelimit-limit-requests": "60",
                "x-ratelimit-remaining-requests": "59",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-limit-tokens": "150000",
                "x-ratelimit-remaining-tokens": "149984",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            RateLimit((Quota("requests", 60, 59, 1.0), Quota("tokens", 150000, 149984, 360.0))),
            id="OpenAI",
        ),
        pytest.param(
            {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "8.64s"},
            RateLimit((Quota("requests", None, 0, 8.64),)),
            id="part of a second",
        ),
        pytest.param(
            {"x-ratelimit-remaining-tokens": "1", "x-ratelimit-reset-tokens": "1h2m3s40ms"},
            RateLimit((Quota("tokens", None, 1, 3723.04),)),
            id="a long duration",
        ),
        pytest.param(
            {
                "X-RateLimit-Limit": "5000",
                "X-RateLimit-Remaining": "4999",
                "X-RateLimit-Reset": str(int(NOW.timestamp()) + 30),
                "X-RateLimit-Used": "1",
            },
            RateLimit((Quota("", 5000, 4999, 30.0),)),
            id="GitHub, a time",
        ),
        pytest.param(
            {"RateLimit-Limit": "100, 100;w=60", "RateLimit-Remaining": "50", "RateLimit-Reset": "20"},
            RateLimit((Quota("", 100, 50, 20.0),)),
            id="draft 3",
        ),
        pytest.param(
            {"RateLimit": "limit=100, remaining=50, reset=5"}, RateLimit((Quota("", 100, 50, 5.0),)), id="draft 7"
        ),
        pytest.param(
            {"RateLimit": '"default";r=50;t=30', "RateLimit-Policy": '"default";q=100;w=60'},
            RateLimit((Quota("default", 100, 50, 30.0),)),
            id="draft 9",
        ),
        pytest.param({"retry-after": "7"}, RateLimit((), 7.0), id="Retry-After alone"),
        pytest.param({"X-RateLimit-Remaining": "many", "RateLimit": "gibberish;;=,"}, None, id="gibberish"),
        pytest.param({"Content-Type": "text/plain", "X-Separate": "1"}, None, id="nothing"),
    ],
)
def test_every_family(headers: dict[str, str], expected: RateLimit | None) -> None:
    """As each API documents them; times as seconds from the answer."""
    assert read_rate_limit(CaseInsensitiveDict(headers), NOW) == expected


@given(
    st.dictionaries(st.sampled_from(["RateLimit", "RateLimit-Policy", "x-ratelimit-reset", "retry-after"]), st.text())
)
def test_no_header_breaks_it(headers: dict[str, str]) -> None:
    """They are the server's, so they may be anything."""
    found = read_rate_limit(CaseInsensitiveDict(headers), NOW)
    assert found is None or found.quotas or found.retry_after is not None


def test_the_tightest_quota() -> None:
    """Is the one with the smallest part left."""
    limits = RateLimit((Quota("requests", 100, 50, 1.0), Quota("tokens", 1000, 10, 60.0)))
    assert (limits.limit, limits.remaining, limits.reset) == (1000, 10, 60.0)
    assert limits["requests"].remaining == 50
    with pytest.raises(KeyError, match="'requests', 'tokens'"):
        limits["days"]


LATER = datetime(2026, 1, 1, tzinfo=timezone.utc)  # 1,767,225,600 seconds since 1970


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        pytest.param("99999999", 99_999_999.0, id="a long wait"),
        pytest.param("100000000", 100_000_000.0, id="the longest wait"),
        pytest.param("100000001", 0.0, id="a time that is past"),
        pytest.param("1767225660", 60.0, id="a time"),
        pytest.param("100000000000", 100_000_000_000.0 - 1_767_225_600.0, id="the latest time in seconds"),
        pytest.param("100000000001", 0.0, id="milliseconds, long past"),
        pytest.param("1767225660500", 60.5, id="a time in milliseconds"),
        pytest.param("999999999999999", 999_999_999_999.999 - 1_767_225_600.0, id="the largest number"),
        pytest.param("1000000000000000", None, id="no time"),
        pytest.param("-1", None, id="below zero"),
        pytest.param("0", 0.0, id="zero"),
    ],
)
def test_a_reset_is_a_wait_or_a_time(reset: str, seconds: float | None) -> None:
    """By its size: up to 1e8 a wait in seconds, up to 1e11 seconds since 1970, above that milliseconds."""
    found = read_rate_limit({"x-ratelimit-limit": "5", "x-ratelimit-reset": reset}, LATER)
    assert found is not None
    assert found.quotas[0].reset == (None if seconds is None else pytest.approx(seconds, abs=1e-3))


@pytest.mark.parametrize(
    "headers",
    [
        {"RateLimit": '"d";r=inf'},
        {"RateLimit": '"d";r=nan;t=-inf'},
        {"RateLimit": "limit=1e999, remaining=-1"},
        {"RateLimit": f"limit={'9' * 5000}"},
        {"RateLimit": '"d";r=\u00b2'},
        {"X-RateLimit-Remaining": "inf"},
        {"X-RateLimit-Remaining": "nan"},
        {"X-RateLimit-Limit": "-5"},
        {"X-RateLimit-Limit": "1_000"},
        {"X-RateLimit-Limit": "9" * 5000},
        {"X-RateLimit-Reset": "9" * 400 + "s"},
        {"X-RateLimit-Reset": "1m" * 200},
        {"X-RateLimit-Reset": "1" * 200_000},
        {"X-RateLimit-Reset": "1.1" * 60_000 + "s"},
    ],
    ids=lambda headers: str(headers)[:40],
)
def test_what_is_no_number_is_passed_over(headers: dict[str, str]) -> None:
    """And quickly. Source: RFC 9651 sections 3.3.1 and 4.2."""
    began = time.perf_counter()
    assert read_rate_limit(CaseInsensitiveDict(headers), NOW) is None
    assert time.perf_counter() - began < 1


def test_very_many_quotas_are_not_all_read() -> None:
    found = read_rate_limit({"RateLimit": ", ".join(f'"q{i}";r={i}' for i in range(20_000))}, NOW)
    assert found is not None
    assert len(found.quotas) == 32
