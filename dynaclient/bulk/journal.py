"""The journal of a job: what each row has come to, on disk before and after it is sent, and read again by the next run.

A log line is written before a row is sent; when it is finished, first the line of its result, then one in the log with
the size that the results have reached. Whatever moment a process is killed at, the log is at most one batch behind the
results, and that batch is found by the keys of the rows that were being sent.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .._support.whole_file import WholeFile, write_whole
from .files import AppendFile, read_text
from .rows import DIGEST, Row, dumped
from .states import State, States

SYNC = 1.0
"""Seconds of records that a machine which loses power may forget, of rows that may be sent twice."""

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


class Journal:
    """The journal of one output. `open` it, then `begin`.

    Args:
        folder: where it is; created if it is missing.
        output: the file of the results, if they go to the output as they finish; else they are in the folder.
        goes_on: whether a job goes on with what is there, by its header and states; otherwise it begins anew. It may
            raise `Unusable`.

    Attributes:
        states: of all rows.
        header: the job as it was begun, or None if there is nothing to go on with.
        flights: rows that were being sent.
        durable: the size up to which the log is on the disk.
    """

    def __init__(
        self, folder: str, output: str | None, goes_on: Callable[[Mapping[str, Any], States], bool] = lambda *_: True
    ) -> None:
        self.folder = folder
        self._goes_on = goes_on
        self.states = States()
        self.flights: dict[int, Flight] = {}
        self.header: dict[str, Any] | None = None
        self.durable = 0
        self._lock = threading.Lock()
        self._disk = threading.Lock()
        self._ended = threading.Event()
        self._is_direct = output is not None
        has_journal = os.path.isdir(folder)
        os.makedirs(folder, exist_ok=True)
        self._log = AppendFile(os.path.join(folder, "log"))
        if not self._log.lock():
            self._log.close()
            raise Unusable("another process is running this job")
        if output is not None and not has_journal and os.path.exists(output) and os.path.getsize(output):
            self._log.close()
            self._remove_folder()
            raise Unusable(f"{output!r} exists, and no job wrote it: delete it, or name another output")
        self.results = AppendFile(output or os.path.join(folder, "results.jsonl"))
        self.digests = AppendFile(os.path.join(folder, "rows"))
        try:
            self._load()
        except BaseException:
            self._close_files()
            raise

    # reading

    def _load(self) -> None:
        text = read_text(os.path.join(self.folder, "job.json"))
        if text is None:
            self._clear()
            return
        try:
            self.header = json.loads(text)
        except ValueError:
            raise self._damaged("job.json") from None
        size, errors = self._replay()
        if not self._goes_on(self.header, self.states):
            self.start_over()
            return
        if self.results.size < size:
            raise self._changed()
        self._mend(size, errors)

    def _damaged(self, name: str) -> Unusable:
        return Unusable(
            f"{os.path.join(self.folder, name)!r} is damaged: delete its folder and the output to begin again"
        )

    def _changed(self) -> Unusable:
        return Unusable(
            f"{self.results.path!r} was changed after this job wrote it: bring it back as it was, or delete it and "
            f"{self.folder!r} to begin again"
        )

    def _replay(self) -> tuple[int, dict[int, list[Any]]]:
        """Read the log; returns the size that the results had, and the rows that are not done and not in them yet."""
        size = end = 0
        states, flights = self.states, self.flights
        errors: dict[int, list[Any]] = {}
        replacing: tuple[int, int] | None = None
        for end, line in self._log.lines():  # noqa: B007  # the last one is the end of the log
            try:
                kind, *fields = json.loads(line)
            except ValueError:
                raise self._damaged("log") from None
            if kind == _STARTED:
                number, key, is_safe = fields
                flights[number] = Flight(key, bool(is_safe))
                states.set(number, State.STARTED)
            elif kind == _NOT_DONE:
                errors[fields[0]] = fields
            elif kind == _FINISHED:
                number, state, is_refused, size = fields
                flights.pop(number, None)
                errors.pop(number, None)
                states.set(number, state)
                if is_refused:
                    states.refuse(number)
            elif kind == _REPLACING:
                replacing = fields[0], fields[1]
            elif kind == _SIZE:
                size, replacing = fields[0], None
        self._log.cut(end)
        if replacing is not None and self.results.size == replacing[1]:
            size = replacing[1]
        return size, errors

    def _mend(self, size: int, errors: Mapping[int, Sequence[Any]]) -> None:
        """Take up the results that the log does not know yet, add those that it alone knows, and cut a torn line."""
        flights = {dumped(flight.key): number for number, flight in self.flights.items()}
        waiting: dict[bytes, list[Sequence[Any]]] = {}
        for fields in errors.values():
            waiting.setdefault(fields[3].encode("utf-8", "backslashreplace"), []).append(fields)
        end, records = size, []
        for end, line in self.results.lines(size):
            if waiting.get(line):
                number, state, is_refused = waiting[line].pop()[:3]
            else:
                try:
                    number = flights[dumped(json.loads(line)["key"])]
                except (ValueError, KeyError, TypeError):
                    raise self._changed() from None
                state, is_refused = int(State.DONE), 0
            records.append([_FINISHED, number, state, is_refused, end])
        self.results.cut(end)
        for line, (number, state, is_refused, *_) in (
            (line, found) for line, all_ in waiting.items() for found in all_
        ):
            self.results.append(line + b"\n")
            records.append([_FINISHED, number, state, is_refused, self.results.size])
        self._write(records)
        for _, number, state, is_refused, _ in records:
            self.flights.pop(number, None)
            self.states.set(number, state)
            if is_refused:
                self.states.refuse(number)

    def _clear(self) -> None:
        for file in (self._log, self.digests):
            file.cut(0)
        if not self._is_direct:
            self.results.cut(0)

    # writing

    def begin(self, header: Mapping[str, Any]) -> None:
        """Write what the job is, whole or not at all."""
        self.digests.sync()
        write_whole(os.path.join(self.folder, "job.json"), json.dumps(header, ensure_ascii=False, indent=1) + "\n")
        self.header = dict(header)

    def keep_on_disk(self) -> None:
        """Force what is written to the disk once a second from now on."""
        threading.Thread(target=self._keep_syncing, name="dynaclient journal", daemon=True).start()

    def start_over(self) -> None:
        """Forget an earlier run, of which nothing is worth keeping."""
        header = os.path.join(self.folder, "job.json")
        if os.path.exists(header):
            os.unlink(header)
        self.header, self.states, self.flights = None, States(), {}
        self._clear()
        self.results.cut(0)

    def started(self, rows: Sequence[Row], *, is_safe: bool) -> int:
        """Note that rows are sent now, or soon if that may be done twice.

        Returns:
            The size of the log: once `durable` has reached it, not even a loss of power forgets the note.
        """
        with self._lock:
            lines = [f'["{_STARTED}", {row.number}, {dumped(row.key)}, {int(is_safe)}]\n' for row in rows]
            self._log.append("".join(lines).encode("utf-8", "backslashreplace"))
            for row in rows:
                self.states.set(row.number, State.STARTED)
            return self._log.size

    def finished(self, entries: Sequence[Entry]) -> None:
        """Write results.

        Raises:
            OSError: they could not be written; the rows are as if they were still being sent.
        """
        with self._lock:
            size = self.results.size
            self._write(
                [
                    [_NOT_DONE, e.number, e.state, int(e.is_refused), e.line[:-1].decode(), e.row]
                    for e in entries
                    if e.state != State.DONE
                ]
            )
            self.results.append(b"".join(entry.line for entry in entries))
            lines = []
            for number, state, line, _, is_refused in entries:
                size += len(line)
                lines.append(f'["{_FINISHED}", {number}, {state}, {int(is_refused)}, {size}]\n')
                self.states.set(number, state)
                if is_refused:
                    self.states.refuse(number)
            self._log.append("".join(lines).encode())

    def _write(self, records: Sequence[Sequence[Any]]) -> None:
        if records:
            self._log.append("".join(f"{dumped(record)}\n" for record in records).encode("utf-8", "backslashreplace"))

    def sync(self, up_to: int | None = None) -> None:
        """Wait until the log is on the disk.

        Args:
            up_to: return at once if the disk has the log up to this size.
        """
        with self._disk:
            if up_to is None or self.durable < up_to:
                size = self._log.size
                self._log.sync()
                self.durable = size

    def _keep_syncing(self) -> None:
        """Force what was written to the disk, again and again."""
        while not self._ended.wait(SYNC):
            try:
                with self._disk:
                    self.results.sync()
                self.sync()
            except OSError:  # the next write meets it too, and reports it
                continue

    def drop_lines(self, outcomes: frozenset[str]) -> None:
        """Remove the lines of rows that are sent again, by the outcome that they have."""
        kept = 0
        for _, line in self.results.lines():
            kept += 0 if _outcome(line) in outcomes else len(line) + 1
        if kept == self.results.size:
            return
        self._write([[_REPLACING, self.results.size, kept]])
        self._log.sync()
        path = self.results.path
        with WholeFile(path) as file:
            for _, line in self.results.lines():
                if _outcome(line) not in outcomes:
                    file.write(line + b"\n")
        self.results.close()
        self.results = AppendFile(path)
        self._write([[_SIZE, kept]])

    def rows(self) -> Iterator[tuple[int, int, Any]]:
        """(number, state, row) of each row that was not done at some time; the last one of a number counts."""
        for _, line in self._log.lines():
            if line.startswith(b'["e"'):
                fields = json.loads(line)
                yield fields[1], fields[2], fields[5]

    def known_rows(self) -> int:
        """How many rows an earlier run has read."""
        return self.digests.size // DIGEST

    def close(self) -> None:
        """Force everything to the disk, and let another process have the job."""
        self._ended.set()
        with contextlib.suppress(OSError), self._disk:
            self.results.sync()
            self._log.sync()
        self._close_files()

    def discard(self) -> None:
        """Close, and leave no trace of a job that has not begun."""
        path, is_empty = self.results.path, not self.results.size
        self._ended.set()
        self._close_files()
        if self.header is None:
            if is_empty and os.path.exists(path):
                os.unlink(path)
            self._remove_folder()

    def _close_files(self) -> None:
        for file in (self.results, self.digests, self._log):
            file.close()

    def _remove_folder(self) -> None:
        for name in os.listdir(self.folder):
            os.unlink(os.path.join(self.folder, name))
        os.rmdir(self.folder)


def _outcome(line: bytes) -> str:
    """The outcome in the error of a line of results; "" of a row that is done."""
    if b'"outcome"' not in line:
        return ""
    found = json.loads(line).get("error")
    return str(found.get("outcome", "")) if isinstance(found, dict) else ""


class NoJournal:
    """The journal of a job without an output: it knows nothing, and writes nothing."""

    header = None
    durable = 1 << 62

    def __init__(self) -> None:
        self.states = States()
        self.flights: dict[int, Flight] = {}

    def started(self, rows: Sequence[Row], *, is_safe: bool) -> int:
        """Note nothing."""
        return 0

    def finished(self, entries: Sequence[Entry]) -> None:
        """Write nothing."""

    def known_rows(self) -> int:
        """None."""
        return 0

    def close(self) -> None:
        """Nothing to close."""

    discard = close
