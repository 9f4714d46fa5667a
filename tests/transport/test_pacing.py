"""The pacer: who may send next and when, by a clock that tests set."""

from __future__ import annotations

import math
import random
import threading
from collections import deque
from typing import Any

import pytest

from dynaclient import RequestError
from dynaclient.transport.key_state import Ticket
from dynaclient.transport.pacing import Pacer
from dynaclient.transport.rates import Rate, checked_rate


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Line:
    """Calls that come one after the other, and ask once each."""

    def __init__(self, rate: Any = None, **options: Any) -> None:
        self.clock = Clock()
        self.pacer = Pacer(self.clock)
        self.rate = checked_rate(rate)
        self.options = options

    def ask(self, key: str = "k") -> float:
        return self.again(self.pacer.place(key))

    def again(self, ticket: Ticket) -> float:
        return self.pacer.wait(ticket, self.rate, **self.options)

    def learn(self, status: int | None, headers: dict[str, str] | None = None, key: str = "k") -> bool:
        return self.pacer.learn(self.pacer.place(key), status, headers or {})


def left(count: int, reset: float = 100, limit: int = 5) -> dict[str, str]:
    return {"ratelimit-limit": str(limit), "ratelimit-remaining": str(count), "ratelimit-reset": str(reset)}


def later(seconds: float) -> dict[str, str]:
    return {"retry-after": str(seconds)}


def test_a_quota_is_counted_down_and_opens_again() -> None:
    """Without asking the server in between; two of the new five are still under way. Who waits goes first."""
    line = Line()
    assert line.ask() == 0
    line.learn(200, left(2))
    first = line.pacer.place("k")
    assert [line.ask(), line.ask(), line.again(first)] == [0, 0, 100]
    line.clock.now = 4
    assert line.again(first) == 96
    assert line.ask("another key") == 0
    line.clock.now = 100
    assert line.again(first) == 0
    assert [line.ask() for _ in range(4)] == [0, 0, 100, 100]


def test_a_wait_is_known_for_each_place() -> None:
    """Five in each window: who is twelfth waits for the third."""
    line = Line()
    line.ask()
    line.learn(200, left(0))
    assert [line.ask() for _ in range(12)] == [100.0] * 5 + [200.0] * 5 + [300.0] * 2


def test_what_is_under_way_is_not_counted_twice() -> None:
    """An answer may be older than requests that were sent since."""
    line = Line()
    assert [line.ask() for _ in range(3)] == [0] * 3
    line.learn(200, left(4))
    assert [line.ask() for _ in range(3)] == [0, 0, 100]


def test_retry_after_holds_all_of_a_key_back() -> None:
    """So do tokens that are used up."""
    line = Line()
    line.learn(429, later(3))
    assert line.ask() == 3
    line.learn(200, {"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "2s"}, "t")
    assert line.ask("t") == 2
    line.clock.now = 3
    assert (line.ask(), line.ask("t")) == (0, 0)


def test_an_attempt_without_answer_gives_its_place_back() -> None:
    """A cut connection shows nothing of the quota, and is not under way any more."""
    line = Line()
    line.ask()
    line.learn(None)
    line.ask()
    line.learn(200, left(1))
    assert [line.ask() for _ in range(2)] == [0, 100]


def test_who_leaves_lets_the_next_go() -> None:
    line = Line("1/s")
    line.ask()
    tickets = [line.pacer.place("k") for _ in range(20)]
    waits = [line.again(ticket) for ticket in tickets]
    assert waits[19] == pytest.approx(20, rel=0.1)
    for ticket in tickets[:19]:
        line.pacer.leave(ticket)
    assert line.again(tickets[19]) == pytest.approx(waits[0])


def test_threads_do_not_take_one_place_twice() -> None:
    """Of 200 places, 16 threads get 200."""
    line = Line()
    line.ask()
    line.learn(200, left(200, limit=200))
    taken: list[int] = []

    def take() -> None:
        count = 0
        ticket = line.pacer.place("k")
        while line.again(ticket) == 0:
            count += 1
            ticket = line.pacer.place("k")
        line.pacer.leave(ticket)
        taken.append(count)

    threads = [threading.Thread(target=take) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(taken) == 200


@pytest.mark.parametrize("news", [(429, later(3600)), (200, left(0, reset=86400))], ids=["429", "quota"])
def test_a_wait_that_no_call_would_make_is_left_to_the_server(news: Any) -> None:
    """Its answer says what is the matter, and a call that waits for an hour says nothing. A deadline decides first."""
    line = Line()
    line.ask()
    line.learn(*news)
    ticket = line.pacer.place("k")
    assert line.pacer.wait(ticket, within=5) > 3000
    assert line.pacer.wait(ticket) == 0
    assert line.pacer.wait(line.pacer.place("k"), patience=1e6) > 3000


def test_a_429_without_a_quota_holds_the_key_and_teaches_its_rate() -> None:
    """60 accepted at once, then `Retry-After: 1`: from then on 98 % of 60 a second, one after the other."""
    line = Line()
    assert [line.ask() for _ in range(80)] == [0] * 80
    for number in range(80):
        line.learn(200 if number < 60 else 429, {} if number < 60 else later(1))
    tickets = [line.pacer.place("k") for _ in range(61)]
    assert line.again(tickets[0]) == 1
    line.clock.now = 1
    waits = [line.again(ticket) for ticket in tickets]
    assert waits[0] == 0
    assert waits[60] == pytest.approx(60 / (60 * 0.98))


def test_the_rate_is_seen_in_calls_that_were_not_paced() -> None:
    clock = Clock()
    clock.now = 10.0
    pacer = Pacer(clock, accepted=deque([1.0, *(9.8 + n / 1000 for n in range(60))]))
    pacer.learn(pacer.place("k"), 429, later(1))
    clock.now = 11
    assert pacer.wait(pacer.place("k")) == 0
    assert pacer.wait(pacer.place("k")) == pytest.approx(1 / (60 * 0.98))


def test_a_429_after_that_lowers_the_rate_and_time_raises_it() -> None:
    line = Line()
    for status in (*[200] * 20, 429):
        line.ask()
        line.learn(status, later(1) if status == 429 else None)
    line.clock.now = 1
    line.ask()  # twenty a second
    line.clock.now = 3
    for status in (*[200] * 30, 429):
        line.learn(status, later(1) if status == 429 else None)
    line.clock.now = 4
    line.ask()
    assert line.ask() == pytest.approx(1 / (15 * 0.98))  # thirty in two seconds, with caution
    line.clock.now = 70
    waits = [line.ask() for _ in range(20)]
    assert 0 < waits[-1] < 0.6
    line.clock.now = 900
    assert [line.ask() for _ in range(9)] == [0] * 9


def test_a_quota_that_is_used_up_for_good_teaches_no_rate() -> None:
    """Nothing was accepted: each request waits for the time that the server gives, and no longer."""
    line = Line()
    for _ in range(3):
        line.ask()
        line.learn(429, later(5))
    line.clock.now = 5
    assert [line.ask() for _ in range(3)] == [0, 0, 0]


def test_few_requests_teach_no_rate() -> None:
    """One accepted in three seconds shows a server that was busy, not one that takes one call in three seconds."""
    line = Line()
    for _ in range(2):
        line.ask()
        line.learn(200)
        line.ask()
        line.learn(429, later(3))
        line.clock.now += 3
    assert [line.ask() for _ in range(3)] == [0, 0, 0]


def test_a_crowd_that_is_refused_goes_on_slowly() -> None:
    """Five of a hundred were accepted: the others follow at five a second, not all at once."""
    line = Line()
    for _ in range(100):
        line.ask()
    for number in range(100):
        line.learn(200 if number < 5 else 429, None if number < 5 else later(1))
    line.clock.now = 1
    waits = [line.ask() for _ in range(95)]
    assert waits.count(0.0) == 1
    assert waits[1] == pytest.approx(1 / (5 * 0.98))


def test_a_call_is_crowded_out_only_while_others_are_accepted() -> None:
    line = Line()
    mine = line.pacer.place("k")
    assert not line.pacer.learn(mine, 429, later(1))
    line.learn(200)
    assert line.pacer.learn(mine, 429, later(1))
    assert not line.pacer.learn(mine, 429, later(1))


def test_a_rate_spaces_requests() -> None:
    """Sixty a second, evenly; half a percent less, since requests do not arrive exactly as they are sent."""
    line = Line("60/s")
    waits = [line.ask() for _ in range(64)]
    assert sum(wait == 0 for wait in waits) <= 4
    assert waits[-1] == pytest.approx(1, abs=0.07)


def test_a_rate_of_an_hour_lets_its_requests_go_soon() -> None:
    """Ten an hour: ten within a second, the next one when the hour is over; never more than ten in any hour."""
    line = Line("10/h")
    sent = []
    while len(sent) < 25:
        ticket = line.pacer.place("k")
        while wait := line.again(ticket):
            line.clock.now += wait
        sent.append(line.clock.now)
    assert sent[9] < 1
    assert 3600 < sent[10] < 3700
    assert all(after - before >= 3600 for before, after in zip(sent, sent[10:], strict=False))


def test_each_place_under_a_rate_knows_its_wait() -> None:
    line = Line("10/h")
    waits = [line.ask() for _ in range(25)]
    assert waits[9] < 1
    assert waits[10] == pytest.approx(3600, rel=0.02)
    assert waits[24] == pytest.approx(7200, rel=0.02)


def test_a_key_that_nothing_holds_back_is_forgotten() -> None:
    """So that calls do not ask the pacer any more."""
    line = Line()
    line.ask()
    line.learn(429, later(3))
    assert line.pacer.states
    line.clock.now = 3
    line.ask()
    line.learn(200)
    assert not line.pacer.states


def test_keys_of_renewed_tokens_do_not_pile_up() -> None:
    line = Line("1000/s")
    for number in range(2000):
        line.clock.now = number
        line.ask(f"token {number}")
        line.learn(200, key=f"token {number}")
    assert len(line.pacer.states) <= 256


@pytest.mark.parametrize(
    ("given", "rate"),
    [
        ("60/s", Rate(60, 1.0)),
        ("500/min", Rate(500, 60.0)),
        ("10/h", Rate(10, 3600.0)),
        (" 1.5 / second ", Rate(1, 1 / 1.5)),
        (2, Rate(2, 1.0)),
        (0.5, Rate(1, 2.0)),
        (Rate(7, 3.0), Rate(7, 3.0)),
        (None, None),
    ],
)
def test_rates(given: Any, rate: Rate | None) -> None:
    assert checked_rate(given) == rate


@pytest.mark.parametrize(
    "given", [0, -1, "0/s", "60", "60/day", "sixty/s", "1e9/s", True, [], math.nan, math.inf, 10**400]
)
def test_what_is_no_rate_is_refused(given: Any) -> None:
    with pytest.raises(RequestError, match="rate= must be a number of requests a second above 0, or a text such as"):
        checked_rate(given)


def test_refusals_that_pacing_does_not_prevent_do_not_slow_down() -> None:
    """A server that refuses one request in twenty, whatever their rate: 200 a second go on once that is clear."""
    line, chance = Line(), random.Random(3)
    waiting = [line.pacer.place("k") for _ in range(2)]
    sent: list[float] = []
    for step in range(6000):
        line.clock.now = step / 100
        for place, ticket in enumerate(waiting):
            if line.again(ticket) == 0:
                sent.append(line.clock.now)
                is_refused = chance.random() < 0.05
                line.pacer.learn(ticket, 429 if is_refused else 200, later(0.01) if is_refused else {})
                waiting[place] = line.pacer.place("k")
    assert sum(30 <= at < 60 for at in sent) > 0.8 * 30 * 200
