"""Rate limit headers of every family as values, and the pacing that follows from them."""

from __future__ import annotations

import math
import threading
import time
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests.structures import CaseInsensitiveDict

from dynaclient import RequestError
from dynaclient.transport.pacing import Pacer, checked_rate
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


def wait(pacer: Pacer, key: str, cap: float | None = None) -> float:
    """The seconds until a request may be sent; one that may be sent counts as sent."""
    return pacer.reserve(key, cap)[0]


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def left(count: int, reset: float = 10, limit: int = 5) -> dict[str, str]:
    return {
        "ratelimit-limit": str(limit),
        "ratelimit-remaining": str(count),
        "ratelimit-reset": str(reset),
    }


def test_a_quota_is_counted_down_and_opens_again() -> None:
    """Without asking the server in between; two of the new five are still under way."""
    clock = Clock()
    pacer = Pacer(clock)
    assert wait(pacer, "k") == 0
    pacer.learn("k", 200, left(2))
    assert [wait(pacer, "k") for _ in range(3)] == [0, 0, 10]
    clock.now = 4
    assert wait(pacer, "k") == 6
    assert wait(pacer, "another key") == 0
    clock.now = 10
    assert [wait(pacer, "k") for _ in range(6)] == [0] * 3 + [10] * 3


def test_what_is_under_way_is_not_counted_twice() -> None:
    """An answer may be older than requests that were sent since."""
    pacer = Pacer(Clock())
    for _ in range(3):
        assert wait(pacer, "k") == 0
    pacer.learn("k", 200, left(4))
    assert [wait(pacer, "k") for _ in range(3)] == [0, 0, 10]


def test_retry_after_holds_all_of_a_key_back() -> None:
    """So do tokens that are used up."""
    clock = Clock()
    pacer = Pacer(clock)
    pacer.learn("k", 429, {"retry-after": "3"})
    assert wait(pacer, "k") == 3
    pacer.learn("t", 200, {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2s"})
    assert wait(pacer, "t") == 2
    clock.now = 3
    assert (wait(pacer, "k"), wait(pacer, "t")) == (0, 0)


def test_an_attempt_without_answer_gives_its_place_back() -> None:
    """A cut connection says nothing of the quota, and is not under way any more."""
    pacer = Pacer(Clock())
    pacer.reserve("k")
    pacer.learn("k", None, {})
    pacer.reserve("k")
    pacer.learn("k", 200, left(1))
    assert [wait(pacer, "k") for _ in range(2)] == [0, 10]


def test_threads_do_not_take_one_place_twice() -> None:
    """Of 1,000 places, 16 threads get 1,000."""
    pacer = Pacer(Clock())
    pacer.reserve("k")
    pacer.learn("k", 200, left(1000, limit=1000))
    taken: list[int] = []

    def take() -> None:
        count = 0
        while wait(pacer, "k") == 0:
            count += 1
        taken.append(count)

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 1000


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


def test_a_429_without_a_quota_holds_the_key_and_teaches_its_rate() -> None:
    """60 accepted at once, then `Retry-After: 1`: from then on 97 % of 60 a second, one after the other."""
    clock = Clock()
    pacer = Pacer(clock)
    for _ in range(80):
        assert wait(pacer, "k") == 0
    for number in range(80):
        pacer.learn("k", 200 if number < 60 else 429, {} if number < 60 else {"retry-after": "1"})
    assert wait(pacer, "k") == 1
    clock.now = 1
    waits = [wait(pacer, "k") for _ in range(61)]
    assert waits[0] == 0
    assert waits[60] == pytest.approx(60 / (60 * 0.97))
    assert waits[31] - waits[30] == pytest.approx(1 / (60 * 0.97))


def test_a_429_after_that_lowers_the_rate() -> None:
    clock = Clock()
    pacer = Pacer(clock)
    for status in (*[200] * 20, 429):
        wait(pacer, "k")
        pacer.learn("k", status, {"retry-after": "1"} if status == 429 else {})
    clock.now = 1
    for _ in range(40):  # about 20 a second, for two seconds
        wait(pacer, "k")
    clock.now = 3
    for status in (*[200] * 30, 429):
        pacer.learn("k", status, {"retry-after": "1"} if status == 429 else {})
    clock.now = 4
    first, second = wait(pacer, "k"), wait(pacer, "k")
    assert second - first == pytest.approx(1 / (15 * 0.97))  # thirty in two seconds, with caution


def test_a_quota_that_is_used_up_for_good_teaches_no_rate() -> None:
    """Nothing was accepted: each request waits for the time that the server says, and no longer."""
    clock = Clock()
    pacer = Pacer(clock)
    for _ in range(3):
        wait(pacer, "k")
        pacer.learn("k", 429, {"retry-after": "5"})
    clock.now = 5
    assert [wait(pacer, "k") for _ in range(3)] == [0, 0, 0]


def test_a_cap_spaces_requests() -> None:
    """Ten a second."""
    pacer = Pacer(Clock())
    waits = [wait(pacer, "k", 10) for _ in range(12)]
    assert waits[0] == 0
    assert waits[11] == pytest.approx(1.1)


def test_who_cannot_wait_takes_no_place() -> None:
    pacer = Pacer(Clock())
    for _ in range(2):
        wait(pacer, "k", 1)
    assert pacer.reserve("k", 1, within=0.5) == (pytest.approx(2), False)
    assert pacer.reserve("k", 1, within=5) == (pytest.approx(2), True)


def test_a_key_that_nothing_holds_back_is_forgotten() -> None:
    """So that calls do not ask the pacer any more."""
    clock = Clock()
    pacer = Pacer(clock)
    wait(pacer, "k")
    pacer.learn("k", 429, {"retry-after": "3"})
    assert pacer.states
    clock.now = 3
    wait(pacer, "k")
    pacer.learn("k", 200, {})
    assert not pacer.states


@pytest.mark.parametrize(
    ("given", "rate"),
    [
        ("60/s", 60),
        ("500/min", 500 / 60),
        ("10/h", 10 / 3600),
        (" 1.5 / second ", 1.5),
        (2, 2),
        (0.5, 0.5),
        (None, None),
    ],
)
def test_rates(given: Any, rate: float | None) -> None:
    assert checked_rate(given) == pytest.approx(rate)


@pytest.mark.parametrize(
    "given", [0, -1, "0/s", "60", "60/day", "sixty/s", "1e9/s", True, [], math.nan, math.inf, 10**400]
)
def test_what_is_no_rate_is_refused(given: Any) -> None:
    with pytest.raises(RequestError, match="rate= must be a number of requests a second above 0, or a text such as"):
        checked_rate(given)


def test_few_requests_teach_no_rate() -> None:
    """One accepted in three seconds shows a server that was busy, not one that takes one call in three seconds."""
    clock = Clock()
    pacer = Pacer(clock)
    for _ in range(2):
        wait(pacer, "k")
        pacer.learn("k", 200, {})
        wait(pacer, "k")
        pacer.learn("k", 429, {"retry-after": "3"})
        clock.now += 3
    assert [wait(pacer, "k") for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {"retry-after": "3600"}), (200, {"ratelimit-remaining": "0", "ratelimit-reset": "3600"})],
)
def test_nobody_waits_for_hours(status: int, headers: dict[str, str]) -> None:
    """The server is asked, and says itself when it opens."""
    pacer = Pacer(Clock())
    wait(pacer, "k")
    pacer.learn("k", status, headers)
    assert pacer.reserve("k") == (0, True)
    assert pacer.is_open("k")
