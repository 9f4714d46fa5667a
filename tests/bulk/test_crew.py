"""How many workers a job finds out to have: simulated servers, whose throughput depends on how many call."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from dynaclient import RequestError
from dynaclient.bulk.crew import Crew, checked_workers


def simulate(
    crew: Crew,
    throughput: Callable[[int], float],
    refused: Callable[[int], float] = lambda limit: 0.0,
    seconds: int = 120,
) -> list[int]:
    """The limits over time; noise changes each measurement by up to a tenth."""
    chance = random.Random(7)
    now, limits = 0.0, []
    crew.note(0, 0, now)
    while now < seconds:
        rate = throughput(crew.limit) * chance.uniform(0.9, 1.1)
        now += 0.1
        rows = max(1, round(rate * 0.1))
        crew.note(rows, sum(chance.random() < refused(crew.limit) for _ in range(rows)), now)
        limits.append(crew.limit)
    return limits


def test_more_workers_come_while_they_make_it_faster() -> None:
    """100 ms a call: up to the limit of the machine."""
    limits = simulate(Crew("auto", 64), lambda limit: 10.0 * limit)
    assert max(limits[:300]) == 64
    assert limits[-1] == 64


@pytest.mark.parametrize("enough", [4, 20, 50])
def test_no_more_workers_than_help_stay(enough: int) -> None:
    """A server that answers no faster with more than so many."""
    limits = simulate(Crew("auto", 256), lambda limit: 20.0 * min(limit, enough))
    later = sorted(limits[600:])
    assert enough / 2 <= later[len(later) // 2] <= 3 * enough


def test_refusals_halve_the_workers() -> None:
    """A server that refuses whatever more than 20 send."""
    limits = simulate(Crew("auto", 256), lambda limit: 20.0 * limit, lambda limit: 0.5 if limit > 20 else 0.0)
    later = limits[300:]
    assert max(later) <= 45
    assert 6 <= sorted(later)[len(later) // 2] <= 30


def test_refusals_that_do_not_depend_on_the_workers_do_not_end_in_one() -> None:
    """A server that refuses one request in twenty, whoever sends it."""
    limits = simulate(Crew("auto", 64), lambda limit: 10.0 * limit, lambda limit: 0.05)
    assert sorted(limits[600:])[len(limits[600:]) // 2] >= 16


def test_a_rate_that_is_known_is_used() -> None:
    """100 ms a call and 300 a second: so many workers that calls wait, however many are refused; and not many more."""
    crew = Crew("auto", 256)
    now = 0.0
    crew.note(0, 0, now)
    for _ in range(600):
        now += 0.1
        rows = round(min(10.0 * crew.limit, 300) * 0.1)
        crew.note(rows, rows // 3, now, demand=crew.limit > 30)
    assert 31 <= crew.limit <= 40


def test_a_number_stays() -> None:
    assert set(simulate(Crew(7, 64), lambda limit: 10.0 * limit, lambda limit: 0.9)) == {7}


def test_what_is_no_number_of_workers_is_refused() -> None:
    assert [checked_workers(given) for given in (1, 1000, "auto")] == [1, 1000, "auto"]
    for given in (0, 1001, 1.5, "4", None, True):
        with pytest.raises(RequestError, match="workers= must be from 1 to 1,000, or 'auto'"):
            checked_workers(given)
