"""A set of keys in little memory, to find the ones that occur twice: 12 bytes a slot, where a Python set takes 100."""

from __future__ import annotations

import hashlib
from array import array

_FEWEST = 1 << 10


class KeySet:
    """Keys, each with the number of its row. Keys count as the same if their text is the same.

    A key is known by 64 bits of its digest: among a hundred million keys, two are mistaken for the same once in 4,000
    times.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 * _FEWEST))
        self._numbers = array("I", bytes(4 * _FEWEST))
        self._count = 0

    def add(self, key: object, number: int) -> int:
        """The number of the row that has this key already, or 0, and then the key is added."""
        value = _digest(key)
        place = self._place(value)
        if self._slots[place]:
            return self._numbers[place]
        self._slots[place], self._numbers[place] = value, number
        self._count += 1
        if 3 * self._count > 2 * len(self._slots):
            self._grow()
        return 0

    def put(self, key: object, number: int) -> None:
        """Add a key, or give it another number."""
        if self.add(key, number):
            self._numbers[self._place(_digest(key))] = number

    def get(self, key: object) -> int:
        """The number of a key; 0 without it."""
        return self._numbers[self._place(_digest(key))]

    def __len__(self) -> int:
        return self._count

    def _place(self, value: int) -> int:
        slots, mask = self._slots, len(self._slots) - 1
        place = value & mask
        while (found := slots[place]) and found != value:
            place = (place + 1) & mask
        return place

    def _grow(self) -> None:
        size = 2 * len(self._slots)
        numbers = array("I", (n for value, n in zip(self._slots, self._numbers, strict=True) if value))
        values = array("Q", filter(None, self._slots))
        self._slots = self._numbers = array("I")  # what is copied goes before the new slots come
        self._slots, self._numbers = array("Q", bytes(8)) * size, array("I", bytes(4)) * size
        for value, number in zip(values, numbers, strict=True):
            place = self._place(value)
            self._slots[place], self._numbers[place] = value, number


def _digest(key: object) -> int:
    digest = hashlib.blake2b(str(key).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
