"""What is kept of a job on a cluster: the run, what came of each part, the manifest at its end, and rows not done."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..files import AppendFile, open_bytes
from ..identity import refuse_other_job
from ..journal_log import Unusable
from ..report import Report
from .parts import Record, state_name, unwrapped
from .places import PlaceError, RemoteFolder, SharedFolder
from .shipment import RUN_FILE

MANIFEST, FAILED, UNKNOWN = "_manifest.json", "_failed.jsonl", "_unknown.jsonl"

_LOCK = "_lock"


class RunFolder:
    """The folder of one job.

    Attributes:
        place: where it is.
        run: the id of the job.
        size: rows of a part.
        digests: of the rows of each part.
        total: rows that earlier runs have read, or None if they did not reach the end.
        records: what came of each part.
        is_new: whether no earlier run has left anything.
    """

    def __init__(self, place: SharedFolder | RemoteFolder) -> None:
        self.place = place
        self.run = os.urandom(16).hex()
        self.size = 1
        self.digests: list[str] = []
        self.total: int | None = None
        self.records: dict[int, Record] = {}
        self.is_new = True
        self._identity: Mapping[str, Any] = {}
        self._lock: Any = None

    def open(self, identity: Mapping[str, Any], new_size: Callable[[], int]) -> None:
        """Take the folder for this process, and read what earlier runs have left.

        Args:
            identity: what makes the job the same as an earlier one.
            new_size: how many rows a part of a new job has.

        Raises:
            Unusable: it is the folder of another job, or of no job at all.
            PlaceError: it cannot be read or created.
        """
        self._identity = identity
        self.place.create()
        self._lock = self.place.hold()
        if self._lock is None:
            raise Unusable("another process is running this job")
        content = self.place.read(RUN_FILE)
        if content is not None and not self.place.names("_state"):
            content = None  # the earlier run has sent nothing
            for name in (RUN_FILE, MANIFEST, FAILED, UNKNOWN):
                self.place.remove(name)
        if content is None:
            others = [name for name in self.place.names() if name != _LOCK]
            if others:
                raise Unusable(
                    f"{self.place.address!r} holds {others[0]!r}, and no job wrote it: name an empty folder, or one "
                    "that does not exist"
                )
            self.size = new_size()
            return
        self.is_new = False
        self._read_run(content)
        self._read_records()

    def _read_run(self, content: bytes) -> None:
        try:
            header = json.loads(content)
            self.run, self.size = header["run"], header["rows of a part"]
            self.digests, self.total = header["digests"], header["total"]
        except (ValueError, KeyError, TypeError):
            raise Unusable(
                f"{RUN_FILE!r} in {self.place.address!r} is damaged: delete the folder to begin again"
            ) from None
        refuse_other_job(self.place.address, header, self._identity)

    def _read_records(self) -> None:
        for name in self.place.names("_state"):
            if not name.endswith(".json"):
                continue
            try:
                record = Record.from_json(self.place.read(f"_state/{name}") or b"")
            except (ValueError, TypeError):
                raise Unusable(
                    f"'_state/{name}' in {self.place.address!r} is damaged: delete it, and its rows are looked at again"
                ) from None
            self.records[record.number] = record

    def write_run(self, total: int | None) -> None:
        """Keep what the job is, and what its input was as far as it was read."""
        self.total = total
        content = {
            "version": 1,
            "run": self.run,
            **self._identity,
            "rows of a part": self.size,
            "total": total,
            "digests": self.digests,
        }
        self.place.write(RUN_FILE, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def count(self, name: str) -> int:
        """A count of all parts: done, failed or unknown."""
        return sum(getattr(record, name) for record in self.records.values())

    # at the end

    def write_rows(self, bad: str | None) -> None:
        """Write the rows that failed or are unknown to files of their own; none if there are none.

        Args:
            bad: a file with rows that do not fit.
        """
        self._collect(FAILED, "failed", bad)
        self._collect(UNKNOWN, "unknown", None)

    def _collect(self, name: str, word: str, first: str | None) -> None:
        with tempfile.TemporaryDirectory(prefix="dynaclient-") as folder:
            path = os.path.join(folder, name)
            with AppendFile(path) as file:
                if first is not None:
                    with open_bytes(first) as lines:
                        _append(file, lines)
                for number, record in sorted(self.records.items()):
                    if not record.is_done:
                        kept = self.place.kept(state_name(number), f"part-{number:05}.{word}.jsonl")
                        _append(file, map(unwrapped, kept.splitlines()))
                size = file.size
            if size:
                self.place.put(path, name)
            elif name in self.place.names():
                self.place.remove(name)

    def write_manifest(self, report: Report, form: str) -> None:
        """List the parts, and what came of them."""
        done = self.count("done")
        content = {
            "version": 1,
            "run": self.run,
            "operation": report.operation_id,
            "form": form,
            "rows": report.total,
            "done": done,
            "unknown": self.count("unknown"),
            "bad": report.bad,
            "complete": report.total is not None and done == report.total,
            "parts": [record.listed() for _, record in sorted(self.records.items()) if record.file],
        }
        self.place.write(MANIFEST, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def exists(self) -> bool:
        """Whether there is something of an earlier run."""
        return self.place.read(RUN_FILE) is not None

    def discard(self) -> None:
        """Let go of the folder, and leave nothing of a job that has not begun."""
        self.close()
        if self.is_new:
            with contextlib.suppress(PlaceError):
                self.place.remove(_LOCK)
                self.place.discard()

    def close(self) -> None:
        """Let another process have the folder."""
        if self._lock is not None:
            self._lock.__exit__(None, None, None)
            self._lock = None


def _append(file: AppendFile, lines: Iterable[bytes]) -> None:
    block: list[bytes] = []
    for line in lines:
        block.append(line)
        if len(block) >= 1000:
            file.append(b"".join(block))
            block.clear()
    file.append(b"".join(block))
