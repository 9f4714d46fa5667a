"""The lines of a journal's log, and what they add up to when the next run reads them. Opens no file.

A log line is written before a row is sent; when it is finished, first the line of its result, then one in the log with
the size that the results have reached. Whatever moment a process is killed at, the log is at most one batch behind the
results, and that batch is found by the keys of the rows that were being sent.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .rows import Row, dumped
from .states import State, States

_STARTED, _NOT_DONE, _FINISHED, _REPLACING, _SIZE = "s", "e", "f", "r", "z"
"""Kinds of log lines: [s, number, key, may be sent twice] · [e, number, state, refused for good, line, row] before the
result of a row that is not done · [f, number, state, refused for good, size of the results] after every result ·
[r, size before, size after] before lines are removed from the results, [z, size] after."""


class Unusable(Exception):
    """The files on disk do not belong to this job. Never leaves this room."""


class Entry(NamedTuple):
    """A finished row.

    Attributes:
        line: of the results, with its line break.
        row: of one that is not done, its values, to feed them in again.
        is_refused: whether the server refused it for good.
    """

    number: int
    state: int
    line: bytes
    row: Any = None
    is_refused: bool = False


class Flight(NamedTuple):
    """A row that was being sent when an earlier run ended."""

    key: Any
    is_safe: bool


# what is written


def started_lines(rows: Iterable[Row], *, is_safe: bool) -> bytes:
    """The lines of rows that are about to be sent."""
    lines = [f'["{_STARTED}", {row.number}, {dumped(row.key)}, {int(is_safe)}]\n' for row in rows]
    return "".join(lines).encode("utf-8", "backslashreplace")


def not_done_lines(entries: Iterable[Entry]) -> bytes:
    """The lines that precede the results of rows that are not done."""
    return lines_of(
        [_NOT_DONE, e.number, e.state, int(e.is_refused), e.line[:-1].decode(), e.row]
        for e in entries
        if e.state != State.DONE
    )


def finished_lines(entries: Iterable[Entry], size: int) -> bytes:
    """The lines that follow results.

    Args:
        size: of the results before them.
    """
    lines = []
    for number, state, line, _, is_refused in entries:
        size += len(line)
        lines.append(f'["{_FINISHED}", {number}, {state}, {int(is_refused)}, {size}]\n')
    return "".join(lines).encode()


def replacing_line(before: int, after: int) -> bytes:
    """The line that precedes the removal of results, with both sizes."""
    return lines_of([[_REPLACING, before, after]])


def replaced_line(size: int) -> bytes:
    """The line that follows it."""
    return lines_of([[_SIZE, size]])


def lines_of(records: Iterable[Sequence[Any]]) -> bytes:
    """Records as lines."""
    return "".join(f"{dumped(record)}\n" for record in records).encode("utf-8", "backslashreplace")


# what is read


def row_of(line: bytes) -> tuple[int, int, Any] | None:
    """(number, state, row) of a row that is not done; None of any other line."""
    if not line.startswith(b'["e"'):
        return None
    fields = json.loads(line)
    return fields[1], fields[2], fields[5]


@dataclass(slots=True)
class Past:
    """What earlier runs have left.

    Attributes:
        states: of all rows.
        flights: rows that were being sent.
        size: of the results, as far as the log knows them.
        end: of the log, without a torn line.
    """

    states: States = field(default_factory=States)
    flights: dict[int, Flight] = field(default_factory=dict)
    size: int = 0
    end: int = 0
    _errors: dict[int, list[Any]] = field(default_factory=dict)
    _replacing: tuple[int, int] | None = None

    def read(self, lines: Iterable[tuple[int, bytes]]) -> None:
        """Read the log: (offset of its end, line) of each line.

        Raises:
            ValueError: a line is damaged.
        """
        for self.end, line in lines:
            kind, *fields = json.loads(line)
            if kind == _STARTED:
                number, key, is_safe = fields
                self.flights[number] = Flight(key, bool(is_safe))
                self.states.set(number, State.STARTED)
            elif kind == _NOT_DONE:
                self._errors[fields[0]] = fields
            elif kind == _FINISHED:
                self._finish(*fields)
            elif kind == _REPLACING:
                self._replacing = fields[0], fields[1]
            elif kind == _SIZE:
                self.size, self._replacing = fields[0], None

    def _finish(self, number: int, state: int, is_refused: int, size: int) -> None:
        self.flights.pop(number, None)
        self._errors.pop(number, None)
        self.states.set(number, state)
        self.size = size
        if is_refused:
            self.states.refuse(number)

    def settle_size(self, found: int) -> None:
        """If results were being removed, decide by the size that they have whether they were."""
        if self._replacing is not None and found == self._replacing[1]:
            self.size = found

    def read_results(self, lines: Iterable[tuple[int, bytes]]) -> tuple[int, bytes, bytes]:
        """Take up the results that follow those which the log knows.

        Returns:
            The size of the results without a torn line; the lines that they lack; the lines that the log lacks.

        Raises:
            ValueError, KeyError, TypeError: a line is of no row that was being sent.
        """
        by_key = {dumped(flight.key): number for number, flight in self.flights.items()}
        waiting: dict[bytes, list[Sequence[Any]]] = {}
        for fields in self._errors.values():
            waiting.setdefault(fields[3].encode("utf-8", "backslashreplace"), []).append(fields)
        records: list[tuple[int, int, int, int]] = []
        size = self.size
        for size, line in lines:
            if waiting.get(line):
                number, state, is_refused = waiting[line].pop()[:3]
            else:
                number, state, is_refused = by_key[dumped(json.loads(line)["key"])], int(State.DONE), 0
            records.append((number, state, is_refused, size))
        whole, missing = size, b""
        for line, left in waiting.items():
            for number, state, is_refused, *_ in left:
                missing += line + b"\n"
                size += len(line) + 1
                records.append((number, state, is_refused, size))
        for record in records:
            self._finish(*record)
        return whole, missing, lines_of((_FINISHED, *record) for record in records)
