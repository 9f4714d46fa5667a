"""The output of a job in another form or order than its results have: CSV, Parquet, JSON lines in the input's order."""

from __future__ import annotations

import csv
import io
import json
import os
from array import array
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from .._support.whole_file import WholeFile
from .._support.wording import either, shown_option
from ..errors import RequestError
from .files import open_bytes
from .inputs import Input
from .journal import Journal
from .rows import dumped
from .states import State

_BATCH = 1000


Lines = Callable[[], Iterator[bytes]]
"""Gives the lines of the results, from the first one each time."""


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go.

    Attributes:
        path: the file.
        form: one of `OUTPUT_FORMS`.
        in_order: whether rows are in the order of the input.
    """

    path: str
    form: str
    in_order: bool

    @property
    def is_direct(self) -> bool:
        """Whether results are the output as they are written."""
        return self.form == "jsonl" and not self.in_order

    @property
    def files(self) -> tuple[str, ...]:
        """Every file that the job writes: the output first."""
        return self.path, *map(self.beside, _FILES)

    def beside(self, word: str) -> str:
        """The path of another file of this job: `out.failed.jsonl` for `out.csv`."""
        return f"{os.path.splitext(self.path)[0]}.{word}.jsonl"


def output_of(into: Any, form: str | None, order: str | None) -> Output:
    """The output that `into=`, `form=` and `order=` mean.

    Raises:
        RequestError: one of them cannot be.
    """
    path = os.path.expanduser(checked_path(into))
    found, in_order = form_of(path, form or form_of_name(path, _SUFFIXES), order)
    check_place(path)
    return Output(path, found, in_order)


def check_place(path: str, *, is_file: bool = True) -> None:
    """Refuse an output that cannot be written where it is.

    Args:
        is_file: whether it is a file; otherwise a folder.

    Raises:
        RequestError: its folder is missing, permission is denied, or a folder has the name of the file.
    """
    folder = os.path.dirname(path) or os.curdir
    if is_file and os.path.isdir(path):
        raise RequestError(f"the output {path!r} is a folder: name a file in it")
    if not os.path.isdir(folder):
        raise RequestError(f"the output {path!r} cannot be written: there is no folder {folder!r}")
    if not os.access(folder, os.W_OK) or (os.path.exists(path) and not os.access(path, os.W_OK)):
        raise RequestError(f"the output {path!r} cannot be written: permission denied")


def refuse_input(output: Output, source: Input) -> None:
    """Refuse an output whose files would replace the rows.

    Raises:
        RequestError: the file of the rows is one of them.
    """
    for path in output.files if source.path else ():
        if os.path.exists(path) and os.path.samefile(path, source.path):
            why = "" if path == output.path else f", where rows of {output.path!r} would go that are not done"
            raise RequestError(f"the rows are in {path!r}{why}: name another output")


def checked_path(into: Any) -> str:
    """The value of `into=`.

    Raises:
        RequestError: it is not a path.
    """
    if not isinstance(into, (str, os.PathLike)) or not os.fspath(into):
        raise RequestError(f"into= must be a path, not {shown_option(into)}")
    return str(os.fspath(into))


def suffix_of(path: str) -> str:
    """The end of a file's name, in lower case: `.jsonl`; "" if it has none."""
    return os.path.splitext(path)[1].lower()


def form_of_name(path: str, suffixes: Mapping[str, str]) -> str:
    """The form that the name of a file shows: JSON lines if it has no suffix.

    Args:
        suffixes: suffix → form.

    Raises:
        RequestError: it has another one.
    """
    suffix = suffix_of(path)
    if suffix and suffix not in suffixes:
        raise RequestError(
            f"the output {path!r} cannot be written as {suffix}: name it {either(list(suffixes))}, or say its form "
            "with form="
        )
    return suffixes.get(suffix, "jsonl")


def form_of(path: str, form: str | None, order: str | None) -> tuple[str, bool]:
    """The form of an output, and whether rows are in the order of the input.

    Raises:
        RequestError: there is no such form or order, or the form needs a package that is not installed.
    """
    found = form or _SUFFIXES.get(suffix_of(path), "jsonl")
    if found not in OUTPUT_FORMS:
        raise RequestError(f"there is no form of output {found!r}: it is {either(list(OUTPUT_FORMS))}")
    if order not in (None, "finished", "input"):
        raise RequestError(f"order= must be 'finished' or 'input', not {shown_option(order)}")
    if found == "parquet":
        from .arrow_columns import require_pyarrow

        require_pyarrow()
    return found, order == "input"


_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
}


def write_output(output: Output, journal: Journal, total: int) -> None:
    """Write the output from the results, whole or not at all."""
    path = journal.results.path
    lines: Lines = lambda: _lines(path)  # noqa: E731  # one of two
    if output.in_order:
        places = _places(journal, total)
        lines = lambda: _in_order(path, places)  # noqa: E731
    with WholeFile(output.path) as file:
        OUTPUT_FORMS[output.form](file, lines)


def write_rows(output: Output, journal: Journal, total: int) -> None:
    """Write the rows that failed, or were never sent, or are unknown, to files of their own; none if there are none."""
    last = array("I", bytes(4 * (total + 1)))
    for place, (number, _, _) in enumerate(journal.rows(), 1):
        if number <= total:
            last[number] = place
    for word, states in _FILES.items():
        path = output.beside(word)
        if not any(journal.states.count(state) for state in states):
            if os.path.exists(path):
                os.unlink(path)
            continue
        with WholeFile(path) as file:
            for place, (number, _, row) in enumerate(journal.rows(), 1):
                if number <= total and last[number] == place and journal.states.get(number) in states:
                    file.write(
                        (row if isinstance(row, str) else dumped(row)).encode("utf-8", "backslashreplace") + b"\n"
                    )


_FILES = {"failed": (State.FAILED, State.BAD), "unknown": (State.UNKNOWN,)}


def _lines(path: str) -> Iterator[bytes]:
    with open_bytes(path) as file:
        yield from file


def _number(line: bytes) -> int:
    """The number in a line that begins with `{"row": 17, `."""
    return int(line[8 : line.index(b",")])


def _places(journal: Journal, total: int) -> array[int]:
    """Where the line of each row ends in the results; 0 for none."""
    places = array("q", bytes(8 * (total + 1)))
    start = 0
    for end, line in journal.results.lines():
        places[_number(line)] = start + 1
        start = end
    return places


def _in_order(path: str, places: array[int]) -> Iterator[bytes]:
    with open_bytes(path) as file:
        for place in places:
            if place:
                file.seek(place - 1)
                yield file.readline()


# forms


def _write_lines(file: IO[bytes], lines: Lines) -> None:
    for line in lines():
        file.write(b"{" + line[line.index(b",") + 2 :])


def _record(line: bytes) -> dict[str, Any]:
    """A result as one flat row: its key and status, and the members of its data, or the data itself."""
    found = json.loads(line)
    row = {"key": found["key"], "status": found["status"]}
    data = found.get("data")
    if isinstance(data, dict):
        for name, value in data.items():
            row[f"data.{name}" if name in _OWN else name] = value
    elif "data" in found:
        row["data"] = data
    if "error" in found:
        row["error"] = found["error"]["message"]
    return row


_OWN = frozenset(("key", "status", "error"))


def _table(separator: str) -> Callable[[IO[bytes], Lines], None]:
    def write(file: IO[bytes], lines: Lines) -> None:
        columns = list(dict.fromkeys(name for line in lines() for name in _record(line)))
        columns = columns or ["key", "status"]
        text = io.TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="")
        writer = csv.writer(text, delimiter=separator, lineterminator="\n")
        writer.writerow(columns)
        for line in lines():
            row = _record(line)
            writer.writerow([_cell(row.get(column)) for column in columns])
        text.flush()
        text.detach()

    return write


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else dumped(value)


def _batches(lines: Iterator[bytes]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for line in lines:
        batch.append(_record(line))
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write_parquet(file: IO[bytes], lines: Lines) -> None:
    from .arrow_files import write_parquet

    write_parquet(file, _batches(lines()), _batches(lines()))


OUTPUT_FORMS: dict[str, Callable[[IO[bytes], Lines], None]] = {
    "jsonl": _write_lines,
    "csv": _table(","),
    "tsv": _table("\t"),
    "parquet": _write_parquet,
}
"""A form of output → what writes it."""
