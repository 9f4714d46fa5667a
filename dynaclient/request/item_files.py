"""The items in a file of JSON lines or records, read as they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._support.splitters import LineSplitter, RecordSplitter, TooLong
from ..model.media_types import Framing
from .plain import NotJSON
from .writing.files import FilePart, rewind, start_of
from .writing.items import JSONText

_CHUNK = 1 << 16


def texts_of(data: bytes, framing: Framing) -> Iterator[JSONText]:
    """The items of a body that is written already."""
    splitter = LineSplitter() if framing == "lines" else RecordSplitter()
    for text in (*splitter.feed(data), splitter.end()):
        if text.strip():
            yield JSONText(text.strip())


class ItemFile:
    """The items of a file; iterating it again begins at its start, if the file can.

    Attributes:
        path: of the file, or None.
        has_more: whether further items have been read already, so that the last one can wait for them.
    """

    def __init__(self, file: FilePart, framing: Framing) -> None:
        self.path = file.path
        self.has_more = False
        self._file = file
        self._framing = framing
        self._start = start_of(file)
        self._begun = False
        self._open: Any = None

    def __iter__(self) -> Iterator[JSONText]:
        if self._begun and self._start is not None:
            rewind(self._file, self._start)
        self._begun = True
        self.release()
        file = self._file.open()
        if self.path is not None:
            self._open = file
        splitter = LineSplitter() if self._framing == "lines" else RecordSplitter()
        read = getattr(file, "read1", file.read)  # of a pipe, what has arrived
        try:
            while chunk := read(_CHUNK):
                yield from self._items(splitter.feed(chunk))
            yield from self._items([splitter.end()])
        except TooLong as error:
            raise NotJSON((), str(error).partition(" of the stream")[0] + " is too long to be checked") from None
        finally:
            self.release()

    def _items(self, texts: list[bytes]) -> Iterator[JSONText]:
        found = [text for text in map(bytes.strip, texts) if text]
        for number, text in enumerate(found, 1):
            self.has_more = number < len(found)
            yield JSONText(text)

    def seekable(self) -> bool:
        """Whether the file can be read again."""
        return self._start is not None

    def release(self) -> None:
        """Close the file, if it was opened here."""
        if self._open is not None:
            self._open.close()
            self._open = None
