"""Where rows come from: an iterable, or a file of a form that its name or its first bytes show. Rows stream."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from .._support.wording import either, kind_of, shown_option
from ..errors import RequestError
from .async_rows import AsyncRows
from .files import open_bytes
from .json_rows import array_rows, line_rows
from .rows import Unreadable
from .tables import table_rows

Rows = Iterator["Mapping[str, Any] | Unreadable"]


@dataclass(slots=True)
class Input:
    """Rows to read.

    Attributes:
        name: for errors.
        read: begins to read, from the first row.
        again: whether it can be read more than once.
        is_text: whether values are text that the document has to type.
        is_file: whether columns that match no argument are left out.
        source: reads rows in an event loop; None for those that are there.
        path: of their file, or "".
    """

    name: str
    read: Callable[[], Rows]
    again: bool
    is_text: bool = False
    is_file: bool = False
    source: AsyncRows | None = None
    path: str = ""


def input_of(rows: Any, form: str | None = None) -> Input:
    """The input that `rows=` means: a path, or an iterable of mappings.

    Args:
        form: one of `FORMS`, if neither the name nor the first bytes of a file show it.

    Raises:
        RequestError: it is neither, or the file cannot be opened.
    """
    if isinstance(rows, (str, os.PathLike)):
        return _of_path(os.path.expanduser(os.fspath(rows)), form)
    if hasattr(rows, "__aiter__"):
        source = AsyncRows(rows)
        return Input("the rows", lambda: map(_checked, source), again=False, source=source)
    if isinstance(rows, (bytes, Mapping)) or not hasattr(rows, "__iter__"):
        hint = "; pass [row] for a single one" if isinstance(rows, Mapping) else ""
        raise RequestError(
            f"rows must be a path, or an iterable of mappings from arguments to values, not {kind_of(rows)}{hint}"
        )
    given: Iterable[Any] = rows
    again = iter(given) is not given if not _is_iterator(given) else False
    return Input("the rows", lambda: map(_checked, given), again)


def check_source(client: Any, source: Input) -> None:
    """Refuse rows that this kind of client cannot read.

    Raises:
        RequestError: they need an event loop.
    """
    if source.source is not None and not client._is_async:  # noqa: SLF001  # a part of the client
        raise RequestError("rows that are read with `async for` need an async client: use AsyncClient, or a list")


def input_of_stream(stream: IO[bytes], form: str | None = None, name: str = "standard input") -> Input:
    """The rows of an open stream, which can be read once."""
    start = b""
    if form is None:
        start = _first_bytes(stream)
        form = _form_of_bytes(start)
    kind = _form(form)
    if kind.needs_file:
        raise RequestError(f"{name} is {form}, which can only be read from a file")
    return Input(name, lambda: kind.read(_Prefixed(start, stream), name), False, kind.is_text, True)


def _is_iterator(given: Any) -> bool:
    return hasattr(given, "__next__")


def _checked(row: Any) -> Mapping[str, Any] | Unreadable:
    if isinstance(row, Mapping):
        return row
    return Unreadable(f"a row must be a mapping from arguments to values, not {kind_of(row)}", text=shown_option(row))


def _of_path(path: str, form: str | None) -> Input:
    try:
        with open_bytes(path) as file:
            start = file.read(_ENOUGH) if os.path.isfile(path) else b""
    except OSError as error:
        raise RequestError(f"the rows {path!r} cannot be read: {error.strerror}") from None
    if form is None:
        suffix = os.path.splitext(path)[1].lower()
        form = _SUFFIXES.get(suffix) or _form_of_bytes(start)
    kind = _form(form)
    if not os.path.isfile(path):
        if kind.needs_file:
            raise RequestError(f"{path!r} is not a regular file, and {form} can only be read from one")
        return input_of_stream(open_bytes(path), form, repr(path))
    if kind.needs_file:
        return Input(repr(path), lambda: kind.read(path, repr(path)), True, kind.is_text, True, path=path)
    return Input(repr(path), lambda: _closing(path, kind), True, kind.is_text, True, path=path)


def _closing(path: str, kind: Form) -> Rows:
    with open_bytes(path) as file:
        yield from kind.read(file, repr(path))


def _form(form: str) -> Form:
    found = FORMS.get(form)
    if found is None:
        raise RequestError(f"there is no form of rows {form!r}: it is {either(list(FORMS))}")
    return found


@dataclass(frozen=True, slots=True)
class Form:
    """A form of files.

    Attributes:
        read: a stream of bytes, or a path if it `needs_file`, and its name for errors → its rows.
        is_text: whether its values are text.
    """

    read: Callable[[Any, str], Rows]
    is_text: bool = False
    needs_file: bool = False


def _parquet(path: str, name: str) -> Rows:
    from .arrow_files import parquet_rows

    return parquet_rows(path, name)


def _arrow(path: str, name: str) -> Rows:
    from .arrow_files import arrow_rows

    return arrow_rows(path, name)


FORMS = {
    "jsonl": Form(line_rows),
    "json": Form(array_rows),
    "csv": Form(table_rows, is_text=True),
    "tsv": Form(lambda stream, name: table_rows(stream, name, "\t"), is_text=True),
    "parquet": Form(_parquet, needs_file=True),
    "arrow": Form(_arrow, needs_file=True),
}
"""A form of rows → how it is read."""

_SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".arrows": "arrow",
    ".feather": "arrow",
    ".ipc": "arrow",
}
"""The end of a file's name → its form. A `.json` file of lines is recognised by its first bytes."""

_ENOUGH = 256


def _first_bytes(stream: IO[bytes]) -> bytes:
    start = b""
    while len(start) < _ENOUGH and not start.strip():
        more = stream.read1(_ENOUGH) if hasattr(stream, "read1") else stream.read(_ENOUGH)
        if not more:
            break
        start += more
    return start


def _form_of_bytes(start: bytes) -> str:
    """The form that the first bytes show: JSON lines, a JSON array, Parquet, Arrow, else CSV."""
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith((b"ARROW1", b"\xff\xff\xff\xff")):
        return "arrow"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{") or not text:
        return "jsonl"
    return "json" if text.startswith(b"[") else "csv"


class _Prefixed:
    """A stream whose first bytes were read already."""

    def __init__(self, start: bytes, stream: IO[bytes]) -> None:
        self._start = start
        self._stream = stream
        self._read = getattr(stream, "read1", stream.read)

    def read(self, size: int) -> bytes:
        """The next bytes, as soon as there are some."""
        if self._start:
            start, self._start = self._start, b""
            return start
        return self._read(size)
