"""What each row has come to: two bytes a row, so that a million rows take two megabytes."""

from __future__ import annotations

from enum import IntEnum


class State(IntEnum):
    """What a row has come to.

    A row that is `STARTED` when a job begins was being sent when an earlier run ended.
    """

    NEW = 0
    STARTED = 1
    DONE = 2
    FAILED = 3
    UNKNOWN = 4
    BAD = 5


class States:
    """The state of every row by its number, and how often it was refused for good."""

    def __init__(self) -> None:
        self._states = bytearray()
        self._rounds = bytearray()

    def get(self, number: int) -> int:
        """The state of a row."""
        return self._states[number - 1] if number <= len(self._states) else State.NEW

    def set(self, number: int, state: int) -> None:
        """Change the state of a row."""
        if number > len(self._states):
            more = max(number - len(self._states), len(self._states) // 2, 64)
            self._states.extend(bytes(more))
            self._rounds.extend(bytes(more))
        self._states[number - 1] = state

    def round_of(self, number: int) -> int:
        """How often a row was refused for good."""
        return self._rounds[number - 1] if number <= len(self._rounds) else 0

    def refuse(self, number: int) -> None:
        """Count that the server refused a row for good."""
        self._rounds[number - 1] = min(self._rounds[number - 1] + 1, 255)

    def count(self, state: int) -> int:
        """How many rows have a state."""
        return self._states.count(state)
