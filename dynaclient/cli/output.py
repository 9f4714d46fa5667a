"""Writes an answer to a terminal, a pipe or a file. Knows nothing about further requests."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from ..model.media_types import Framing, essence, family_of, framing_of
from ..transport.bodies import is_stream_answer
from .failures import CommandError
from .files import replacing
from .terminal import clean

if TYPE_CHECKING:
    from ..model import Operation
    from ..response import Response
    from .terminal import Terminal


class Output:
    """How to write an answer.

    Attributes:
        path: the file to write, or None for standard output, as `-`.
        select: the part to write, or None for all of it.
        form: one of the `FORMATS`, or None to choose.
    """

    def __init__(self, terminal: Terminal, path: str | None, select: str | None, form: str | None) -> None:
        self.terminal = terminal
        self.path = path
        self.select = select
        self.form = form

    @contextmanager
    def opened(self, operation: Operation) -> Iterator[Writer]:
        """A writer, opened before anything is sent, so that a file that cannot be written stops the call."""
        if self.select is not None:
            from .selection import check_path

            check_path(self.select)
        if self.path in (None, "-"):
            if self._is_screen and _is_always_binary(operation):
                names = ", ".join(_answers(operation))
                raise CommandError(
                    f"{operation.operation_id} answers with {names}, which is not written to a terminal. "
                    "Nothing was sent.",
                    fix="Write it to a file with -o FILE.",
                )
            yield Writer(self, None)
            return
        with replacing(str(self.path), state=" Nothing was sent.") as file:
            yield Writer(self, file)

    @property
    def _is_screen(self) -> bool:
        return self.terminal.is_interactive and self.path is None


def _answers(operation: Operation) -> list[str]:
    return [name for r in operation.responses.values() if r.status.startswith("2") for name in r.content]


def _is_always_binary(operation: Operation) -> bool:
    names = _answers(operation)
    return bool(names) and not any(family_of(name).is_readable for name in names)


class Writer:
    """Writes one answer to an open file, or to standard output."""

    def __init__(self, output: Output, file: IO[bytes] | None) -> None:
        self.output = output
        self.file = file

    def write(self, response: Response) -> None:
        """Write the answer, or the selected part of it."""
        output = self.output
        kind = essence(response.content_type)
        whole = output.select is None and output.form in (None, "raw")
        if is_stream_answer(response.status_code, {"Content-Type": kind}):
            if whole and (output.form == "raw" or self._is_copied(framing_of(kind))):
                self._copy_stream(response)
            else:
                self._write_events(response)
        elif whole and (self.file is not None or not output.terminal.is_interactive or output.path == "-"):
            self._copy(response)
        elif whole and output.form == "raw" and family_of(kind).is_readable:
            output.terminal.write(clean(response.content.decode("utf-8", errors="replace")))
        else:
            self._write_value(response, kind)

    def _is_copied(self, framing: Framing) -> bool:
        """Whether a stream is written as it is, if no form is asked for: as a file, or where its items are lines."""
        if framing == "parts":
            return self.file is not None or not self.output.terminal.is_interactive
        return framing == "lines" or (framing == "records" and self.file is not None)

    @contextmanager
    def text(self) -> Iterator[Terminal]:
        """The terminal for text: the terminal itself, or one that writes to the file."""
        if self.file is None:
            yield self.output.terminal
            return
        text = io.TextIOWrapper(self.file, encoding="utf-8", newline="\n")
        yield self.output.terminal.with_stdout(text)
        text.flush()
        text.detach()

    def _write_value(self, response: Response, kind: str) -> None:
        from .formats import write_value

        output = self.output
        value = response.data
        if isinstance(value, bytes) and not kind:  # the server did not say what it sent
            value = _text_or_bytes(value)
        if isinstance(value, bytes):
            raise CommandError(
                f"the answer is {len(value):,} bytes of {kind or 'an unknown type'}, which cannot be shown as text.",
                fix="The call was made. Use -o FILE to write its answer to a file.",
            )
        if value is None and not response.content:
            if output.select is None:
                return
            raise CommandError(
                f"--select {output.select}: the answer is empty, so it has no such part.",
                fix="The call itself was made.",
            )
        if value is None and output.select is None:
            return
        if output.select is not None:
            from .selection import select

            value = select(value, output.select)
        elif isinstance(value, str):
            value = value.removesuffix("\n")
        with self.text() as terminal:
            write_value(terminal, value, output.form)

    def _write_events(self, response: Response) -> None:
        from .events import write_events

        with self.text() as terminal:
            write_events(response, terminal, self.output.select, self.output.form)

    def _copy_stream(self, response: Response) -> None:
        """The server's own bytes, as they arrive."""
        from .events import watched

        terminal = self.output.terminal
        if self.file is None and terminal.is_interactive:
            decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
            for chunk in watched(response):
                terminal.write(clean(decoder.decode(chunk)))
                terminal.stdout.flush()
            return
        for chunk in watched(response):
            self._write_bytes(chunk)
            if self.file is not None:
                self.file.flush()

    def _copy(self, response: Response) -> None:
        """Copy the bytes without holding everything in memory, with a progress bar if it takes a while."""
        if not self.output.terminal.shows_progress:
            for chunk in response.iter_bytes():
                self._write_bytes(chunk)
            return
        from .progress import Bar

        length = response.headers.get("Content-Length", "")
        encoded = "Content-Encoding" in response.headers
        total = int(length) if length.isdecimal() and not encoded else None
        with Bar(self.output.terminal, "download", total) as bar:
            for chunk in response.iter_bytes():
                self._write_bytes(chunk)
                bar.advance(len(chunk))

    def _write_bytes(self, chunk: bytes) -> None:
        if self.file is None:
            self.output.terminal.write_bytes(chunk)
        else:
            self.file.write(chunk)


def _text_or_bytes(value: bytes) -> str | bytes:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return value
    return value if "\0" in text else text
