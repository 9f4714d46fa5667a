"""The file of a recording: exchanges are added at its end, and it is valid JSON after each.

Each entry is one line. A new one is written over the closing brackets, together with new ones, in one write under a
lock, so that several processes may record into one file. A process that is killed in the middle of that write leaves
all earlier entries and a broken line; `read_har` leaves that line out, and the next write mends the file.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from .._support.whole_file import WholeFile
from .._support.wording import kind_of
from ..errors import RecordingError
from .exchange import Exchange
from .har import CREATOR, entry_line
from .har_reading import NotAnEntry, exchange_of

_END = b"\n]}}\n"
_START = b'{"log":{"version":"1.2","creator":%s,"pages":[],"entries":[\n' % json.dumps(CREATOR).encode()


class HarFile:
    """Adds exchanges to a file, whose secrets are masked already. Any number of threads and processes may.

    Args:
        replace: begin the file anew with the first exchange.
    """

    def __init__(self, path: str, *, replace: bool = False) -> None:
        self.path = path
        self._replaces = replace

    def add(self, exchange: Exchange) -> None:
        """Write an exchange at the end of the file.

        Raises:
            RecordingError: the file cannot be written, or holds something else.
        """
        line = entry_line(exchange)
        try:
            os.makedirs(os.path.dirname(os.path.abspath(self.path)), exist_ok=True)
            if self._replaces:
                with WholeFile(self.path) as file:
                    file.write(_START + line + _END)
                self._replaces = False
                return
            if not self._append(line):
                self._mend()
                if not self._append(line):
                    raise RecordingError("another program writes it at the same time", path=self.path)
        except OSError as error:
            raise RecordingError(f"it cannot be written: {error.strerror}", path=self.path) from None

    def _append(self, line: bytes) -> bool:
        """Write an entry; False if the file does not end as this module leaves it."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        with os.fdopen(descriptor, "r+b", buffering=0) as file, _locked(file):
            place = _place_of_next(file)
            if place is None:
                return False
            start = _START if place == 0 else b"" if _is_empty(file, place) else b",\n"
            try:
                _write_at(file, place, start + line + _END)
            except OSError:
                with contextlib.suppress(OSError):  # a full disk: leave the file as it was
                    _write_at(file, place, _END if place else b"")
                    file.truncate(place + len(_END) if place else 0)
                raise
        return True

    def _mend(self) -> None:
        """Write a file of another program, or one whose last entry is broken, in this form."""
        log, entries = _parsed(self.path)
        log = {name: value for name, value in log.items() if name != "entries"}
        head = json.dumps({"version": "1.2", "creator": CREATOR, **log}, ensure_ascii=False)
        lines = [json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in entries]
        text = f'{{"log":{head[:-1]},"entries":[\n' + ",\n".join(lines)
        with WholeFile(self.path) as file:
            file.write(text.encode("utf-8", "replace") + _END)


def _write_at(file: IO[bytes], place: int, data: bytes) -> None:
    file.seek(place)
    view = memoryview(data)
    while view:
        view = view[file.write(view) :]


def _place_of_next(file: IO[bytes]) -> int | None:
    """Where the next entry goes; None if the file does not end as this module leaves it."""
    size = file.seek(0, os.SEEK_END)
    if size == 0:
        return 0
    if size < len(_END):
        return None
    file.seek(size - len(_END))
    return size - len(_END) if file.read(len(_END)) == _END else None


def _is_empty(file: IO[bytes], place: int) -> bool:
    """Whether the list of entries that ends at this place is empty."""
    file.seek(max(place - 2, 0))
    return file.read(2).rstrip()[-1:] == b"["


@contextlib.contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    """Hold the lock of a file, which the system gives up when the process ends. Without `flock`, there is none."""
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


class Recorded(NamedTuple):
    """What a file holds.

    Attributes:
        exchanges: in the order in which they were sent.
        unread: why entries were left out, by their number.
        creator: the name of the program that wrote it.
    """

    exchanges: list[Exchange]
    unread: dict[int, str]
    creator: str


def read_har(path: str | os.PathLike[str]) -> Recorded:
    """Read a file; one that a killed process left, as far as it goes.

    Raises:
        RecordingError: it cannot be read, or is something else.
    """
    log, entries = _parsed(os.fspath(path))
    exchanges: list[Exchange] = []
    unread: dict[int, str] = {}
    for number, entry in enumerate(entries, 1):
        try:
            exchanges.append(exchange_of(entry, number))
        except NotAnEntry as error:
            unread[number] = str(error)
    if all(exchange.started is not None for exchange in exchanges):
        with contextlib.suppress(TypeError):  # some times have an offset, others have none
            exchanges.sort(key=lambda exchange: exchange.started)  # type: ignore[arg-type,return-value]
    creator = log.get("creator")
    return Recorded(exchanges, unread, str(creator.get("name", "")) if isinstance(creator, dict) else "")


def _parsed(path: str) -> tuple[dict[str, Any], list[Any]]:
    try:
        with open(path, "rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise RecordingError("there is no such file", path=path) from None
    except OSError as error:
        raise RecordingError(f"it cannot be read: {error.strerror}", path=path) from None
    text = data.decode("utf-8-sig", "replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        mended = _lines(text)
        if mended is None:
            raise RecordingError(f"it is not a HAR archive: {error}", path=path) from None
        return mended
    log = found.get("log") if isinstance(found, dict) else None
    entries = log.get("entries") if isinstance(log, dict) else None
    if not isinstance(log, dict) or not isinstance(entries, list):
        what = "its log has no entries" if isinstance(log, dict) else f"it has no log, it is {kind_of(found)}"
        raise RecordingError(f"it is not a HAR archive: {what}", path=path)
    return log, entries


def _lines(text: str) -> tuple[dict[str, Any], list[Any]] | None:
    """What is whole of a file that this package wrote; None of any other."""
    head, newline, rest = text.partition("\n")
    try:
        log = json.loads(f"{head}]}}}}")["log"]
    except (ValueError, KeyError, TypeError):
        return None
    entries = []
    for line in rest.split("\n") if newline else ():
        try:
            entries.append(json.loads(line.rstrip().removesuffix(",")))
        except ValueError:
            continue
    return log, [entry for entry in entries if isinstance(entry, dict)]
