"""The journal of a job: what each row has come to, on disk before and after it is sent, and read again by the next run.

Owns the files and their order; what their lines mean is in `journal_log`.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from .._support.whole_file import WholeFile, write_whole
from . import journal_log as log
from .files import AppendFile, read_text
from .journal_log import Entry, Flight, Past, Unusable
from .rows import DIGEST, Row
from .states import State, States

SYNC = 1.0
"""Seconds of records that a machine which loses power may forget, of rows that may be sent twice."""


class Journal:
    """The journal of one output. `open` it, then `begin`.

    Args:
        folder: where it is; created if it is missing.
        output: the file of the results, if they go to the output as they finish; else they are in the folder.
        goes_on: whether a job goes on with what is there, by its header and states; otherwise it begins anew. It may
            raise `Unusable`.
        written: every file that the job writes: a new job replaces none.

    Attributes:
        states: of all rows.
        header: the job as it was begun, or None if there is nothing to go on with.
        flights: rows that were being sent.
        durable: the size up to which the log is on the disk.
    """

    def __init__(
        self,
        folder: str,
        output: str | None,
        goes_on: Callable[[Mapping[str, Any], States], bool] = lambda *_: True,
        written: Sequence[str] = (),
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
        others = [path for path in written if not has_journal and os.path.exists(path) and os.path.getsize(path)]
        if others:
            self._log.close()
            self._remove_folder()
            raise Unusable(f"{others[0]!r} exists, and this job did not write it: delete it, or name another output")
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
        past = Past()
        self.states, self.flights = past.states, past.flights
        try:
            past.read(self._log.lines())
        except ValueError:
            raise self._damaged("log") from None
        self._log.cut(past.end)
        if not self._goes_on(self.header, self.states):
            self.start_over()
            return
        self._mend(past)

    def _mend(self, past: Past) -> None:
        """Take up the results that the log does not know yet, add those that it alone knows, and cut a torn line."""
        past.settle_size(self.results.size)
        if self.results.size < past.size:
            raise self._changed()
        try:
            whole, missing, records = past.read_results(self.results.lines(past.size))
        except (ValueError, KeyError, TypeError):
            raise self._changed() from None
        self.results.cut(whole)
        self.results.append(missing)
        self._log.append(records)

    def _damaged(self, name: str) -> Unusable:
        return Unusable(
            f"{os.path.join(self.folder, name)!r} is damaged: delete its folder and the output to begin again"
        )

    def _changed(self) -> Unusable:
        return Unusable(
            f"{self.results.path!r} was changed after this job wrote it: bring it back as it was, or delete it and "
            f"{self.folder!r} to begin again"
        )

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
            self._log.append(log.started_lines(rows, is_safe=is_safe))
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
            self._log.append(log.not_done_lines(entries))
            self.results.append(b"".join(entry.line for entry in entries))
            for entry in entries:
                self.states.set(entry.number, entry.state)
                if entry.is_refused:
                    self.states.refuse(entry.number)
            self._log.append(log.finished_lines(entries, size))

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
        self._log.append(log.replacing_line(self.results.size, kept))
        self._log.sync()
        path = self.results.path
        with WholeFile(path) as file:
            for _, line in self.results.lines():
                if _outcome(line) not in outcomes:
                    file.write(line + b"\n")
        self.results.close()
        self.results = AppendFile(path)
        self._log.append(log.replaced_line(kept))

    def rows(self) -> Iterator[tuple[int, int, Any]]:
        """(number, state, row) of each row that was not done at some time; the last one of a number counts."""
        for _, line in self._log.lines():
            found = log.row_of(line)
            if found is not None:
                yield found

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
