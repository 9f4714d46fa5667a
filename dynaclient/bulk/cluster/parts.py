"""Parts of the rows: what a worker gets, what it says came of it, and what is kept of that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

from ...transport.rates import Rate
from ..inputs import Input, Rows
from ..report import Report
from ..rows import Row, as_json, dumped

_FEWEST, _USUAL, _MOST = 20, 200, 1000
_EACH = 6
"""Parts that each worker should get, where the number of rows is known: the last ones end at about the same time."""

_MOST_UNSURE = 50
"""Rows of a part whose rows would all be unknown if its worker were lost."""


class PartRow(NamedTuple):
    """A row of a part.

    Attributes:
        number: in the input.
        values: as it was read.
    """

    number: int
    key: Any
    arguments: Any
    values: Any


@dataclass(slots=True)
class Part:
    """Rows that are sent together by one worker.

    Attributes:
        number: from 1, in the order of the input; the same in every run.
        rate: what the worker may send; None for no limit.
        tries: how often the part was given to a worker.
    """

    number: int
    rows: list[PartRow]
    rate: Rate | None = None
    tries: int = 0

    @property
    def place(self) -> str:
        """The name of its state."""
        return state_name(self.number)

    @property
    def span(self) -> str:
        """Which rows they are, for people."""
        return f"rows {self.rows[0].number:,} to {self.rows[-1].number:,}"


def state_name(number: int) -> str:
    """The name under which the state of a part is kept."""
    return f"_state/{number:05}"


@dataclass(slots=True)
class Record:
    """What came of a part, whichever runs it took.

    Attributes:
        first, last: the numbers of its rows in the input.
        file: with its results.
        size: of the file in bytes.
    """

    number: int
    first: int
    last: int
    rows: int
    done: int
    failed: int
    unknown: int
    file: str
    size: int

    @property
    def is_done(self) -> bool:
        """Whether every row is done."""
        return self.done == self.rows

    def listed(self) -> dict[str, Any]:
        """As the manifest lists it."""
        names = {"file": "file", "first": "first row", "last": "last row", "size": "bytes"}
        counts = {name: name for name in ("rows", "done", "failed", "unknown")}
        return {shown: getattr(self, name) for name, shown in (names | counts).items()}

    def to_json(self) -> bytes:
        """As it is kept."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Record:
        """As it was kept.

        Raises:
            ValueError, TypeError: it was not.
        """
        return cls(**json.loads(content))


@dataclass(slots=True)
class Outcome:
    """What a worker returns of a part.

    Attributes:
        record: None if nothing came of it.
        report: of this run.
        refusal: why the job must stop: the server refused the credentials.
        failure: why the worker could not go on.
        rows: as `returned_rows` packs them, in the order in which they finished; if the caller wants them.
        is_held: whether another process is running the part.
        is_stopped: whether it stopped before its end.
    """

    record: Record | None = None
    report: Report | None = None
    refusal: str = ""
    failure: str = ""
    rows: list[Any] = field(default_factory=list)
    is_held: bool = False
    is_stopped: bool = False


def rows_per_part(total: int | None, workers: int, *, is_unsure: bool) -> int:
    """How many rows a part has.

    Args:
        total: of the job, or None if nobody knows.
        is_unsure: whether nobody knows which rows were sent of a part whose worker is lost, and they must not be sent
            twice.
    """
    size = _USUAL if total is None else -(-total // (_EACH * max(workers, 1)))
    return max(_FEWEST, min(size, _MOST_UNSURE if is_unsure else _MOST))


def iter_parts(rows: Iterator[Row], size: int) -> Iterator[Part]:
    """Rows in parts by their numbers, so that a part has the same rows in every run."""
    part: Part | None = None
    for row in rows:
        number = (row.number - 1) // size + 1
        if part is not None and part.number != number:
            yield part
            part = None
        if part is None:
            part = Part(number, [])
        part.rows.append(PartRow(row.number, row.key, row.arguments, row.values))
    if part is not None:
        yield part


class Watched:
    """An input that shows what it had: one digest for the rows of each part.

    Args:
        seen: called with the place of a part from 0, and its digest.
    """

    def __init__(self, source: Input, size: Callable[[], int], seen: Callable[[int, str], None]) -> None:
        self._source = source
        self._size = size
        self._seen = seen
        self.is_watching = True

    def input(self) -> Input:
        """The input, watched while `is_watching`."""
        source = self._source
        return Input(source.name, self._read, source.again, source.is_text, source.is_file)

    def _read(self) -> Rows:
        rows = self._source.read()
        return self._watched(rows) if self.is_watching else rows

    def _watched(self, rows: Rows) -> Rows:
        size, digest, count = self._size(), hashlib.blake2b(digest_size=8), 0
        for count, values in enumerate(rows, 1):  # the last one is the number of rows
            if count > 1 and (count - 1) % size == 0:
                self._seen((count - 1) // size - 1, digest.hexdigest())
                digest = hashlib.blake2b(digest_size=8)
            digest.update(dumped(as_json(values)).encode("utf-8", "surrogatepass"))
            yield values
        if count:
            self._seen((count - 1) // size, digest.hexdigest())


def unwrapped(line: bytes) -> bytes:
    """The row as it was read, of a line with a row of a part."""
    found: Mapping[str, Any] = json.loads(line)
    return dumped(found["values"]).encode("utf-8", "backslashreplace") + b"\n"
