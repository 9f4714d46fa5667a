"""Chance that can be repeated: numbers from a seed, drawn as `random.Random` draws them, at less cost."""

from __future__ import annotations

import threading
from random import Random


class _Dice(threading.local):
    def __init__(self) -> None:
        self.own = Random(0)  # noqa: S311  # repeatable, no secret


_dice = _Dice()


def dice_of(seed: str) -> Random:
    """The same as `Random(seed)`, until the thread asks for others: making one takes as long as a small answer."""
    _dice.own.seed(seed)
    return _dice.own


def number_below(rng: Random, count: int) -> int:
    """A number from 0 to `count` - 1, as `rng.randrange(count)` and `rng.choice` draw one."""
    bits = count.bit_length()
    drawn = rng.getrandbits(bits)
    while drawn >= count:
        drawn = rng.getrandbits(bits)
    return drawn
