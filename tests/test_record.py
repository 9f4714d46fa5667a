"""Records: frozen or changeable values with named fields, compatible with the functions of `dataclasses`."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from dynaclient._support.record import made, record, replaced


@record(hidden=("secret",))
class Point:
    """A frozen record with defaults of both kinds and a check."""

    x: int
    y: int = 0
    marks: list[int] = made(list)
    secret: str = ""

    def __post_init__(self) -> None:
        if self.x < 0:
            raise ValueError("x is below 0")


@record(frozen=False)
class Tally:
    """A record that may be changed."""

    name: str
    count: int = 0
    seen: dict[str, int] = made(dict)


def test_fields_are_given_by_place_and_by_name() -> None:
    assert (Point(1, 2).x, Point(1, 2).y, Point(y=3, x=4).y) == (1, 2, 3)
    assert Point(1, marks=[5]).marks == [5]
    assert (Tally("a", count=2).count, Tally(name="b").name) == (2, "b")


def test_a_made_default_belongs_to_one_value() -> None:
    first, second = Tally("a"), Tally("b")
    first.seen["x"] = 1
    assert second.seen == {}
    assert Point(1).marks is not Point(1).marks


@pytest.mark.parametrize("arguments", [((), {}), ((1, 2, [], "", 5), {}), ((1,), {"z": 1}), ((1,), {"x": 1})])
def test_what_does_not_fit_is_a_type_error(arguments: Any) -> None:
    args, kwargs = arguments
    with pytest.raises(TypeError):
        Point(*args, **kwargs)


def test_the_check_runs() -> None:
    with pytest.raises(ValueError, match="below 0"):
        Point(-1)


def test_a_frozen_one_refuses_changes_and_can_be_hashed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Point(1).x = 2  # type: ignore[misc]
    assert hash(replaced(Point(1), marks=())) == hash(replaced(Point(1), marks=()))


def test_equality_repr_copies_and_the_functions_of_dataclasses() -> None:
    point = Point(1, 2, [3], "key")
    assert point == Point(1, 2, [3], "key")
    assert point != Point(1, 2, [3])
    assert repr(point) == "Point(x=1, y=2, marks=[3])"
    assert pickle.loads(pickle.dumps(point)) == copy.deepcopy(point) == point
    assert replaced(point, y=9) == Point(1, 9, [3], "key")
    assert dataclasses.asdict(point) == {"x": 1, "y": 2, "marks": [3], "secret": "key"}
